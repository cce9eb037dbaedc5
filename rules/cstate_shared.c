/* CN301 in C and C++: one object, or one buffer, that a function hands to all its callers. */
#include "base/base.h"
#include "rules/cstate.h"

#include <string.h>

#include "rules/names.h"

struct shared {
	const struct cstate_file *file;
	const struct cslot *slot;
	const struct cstate_event *returned; /* where it is handed out */
	const struct cstate_event *made;     /* what a call puts there in the same function, or NULL */
	const struct cstate_event *check;    /* ... where it is known to be absent, or NULL */
	const struct cstate_event *written;  /* what else the function writes into it for its caller, or NULL */
	const struct cstate_event *dropped;  /* what was there is released first, or NULL */
};

static bool is_inside(const struct cstate_event *inner, const struct cstate_event *region)
{
	return region->region_start <= inner->span.start && inner->span.start < region->region_end;
}

static const struct cstate_event *check_around(const struct shared *sh, const struct cstate_event *e)
{
	CSTATE_EVENTS (sh->file, sh->slot, c)
		if (c->kind == CSTATE_CHECK && c->func == e->func && is_inside(e, c))
			return c;
	return NULL;
}

/* Does the function write into it what a caller gave, whatever was there before? */
static bool is_written(const struct cstates *s, const struct shared *sh, const struct cstate_event *e)
{
	if (e->kind != CSTATE_CHANGE && !(e->kind == CSTATE_PASS && e->is_whole && !sh->slot->is_set))
		return false;
	return cstate_varied(cstate_func(s, sh->file, e->func), e->params) && e->span.start < sh->returned->span.start && !check_around(sh, e);
}

static void look_at(const struct cstates *s, struct shared *sh)
{
	CSTATE_EVENTS (sh->file, sh->slot, e) {
		if (e->func != sh->returned->func)
			continue;
		if (e->kind == CSTATE_SET && e->value_kind == CVALUE_CALL && !sh->made) {
			sh->made = e;
			sh->check = check_around(sh, e);
		}
		if (e->kind == CSTATE_DROP && e->is_whole)
			sh->dropped = e;
		if (!sh->written && is_written(s, sh, e))
			sh->written = e;
	}
}

static const struct cfunc *accessor_of(const struct cstates *s, const struct shared *sh)
{
	return cstate_func(s, sh->file, sh->returned->func);
}

/* Two buffers of one function are one thing to mend: the second is told with the first. */
static bool joins_last(const struct rule *self, const struct cstates *s, struct findings *out, const struct shared *sh)
{
	struct finding *x = out->items.len ? vec_last(&out->items) : NULL;

	if (!x || x->rule != self || x->file != sh->file->file || !str_eq(x->symbol, accessor_of(s, sh)->name))
		return false;
	finding_relate(out, x, x->file, sh->returned->span.line, "`" STR_FMT "` is given out in the same way", STR_ARG(sh->slot->name));
	return true;
}

/* --- A buffer that each call fills anew --- */

/* Memory that is kept, made larger when need be, and written into by every call. */
static bool is_grown(const struct shared *sh)
{
	return sh->slot->pointers == 1 && !cstate_is_record(sh->slot) && sh->written && sh->made && str_has_nocase(sh->made->value, STR("alloc"));
}

static bool is_buffer(const struct cstates *s, const struct shared *sh)
{
	const struct cfunc *f = accessor_of(s, sh);

	if (str_is(f->returns, "void") || cstate_is_startup(s, sh->file, sh->returned->func))
		return false;
	if (sh->slot->is_array)
		return sh->written && sh->slot->pointers == 0;
	if (sh->slot->pointers == 0)
		return sh->written && sh->slot->kind == CSLOT_LOCAL;
	if (is_grown(sh))
		return true;
	return sh->dropped && sh->made && !sh->check && sh->dropped->span.start < sh->made->span.start && cstate_param(f, sh->made->params);
}

static void report_buffer(const struct rule *self, struct cstates *s, struct findings *out, const struct shared *sh)
{
	const struct cfunc *f = accessor_of(s, sh);
	const struct cstate_event *e = sh->written ? sh->written : sh->made;
	enum concurrency why = cstate_concurrency(s, sh->file, sh->returned->func, sh->slot);
	struct finding *x = finding_add(out, self, cstate_family(s, sh->file, sh->returned->func, sh->slot), sh->file->file, e->span, f->name,
					"`" STR_FMT "` gives every caller the one `" STR_FMT "`: what the last call got is %s by the next", STR_ARG(f->name),
					STR_ARG(cstate_symbol(s, sh->file, sh->slot)), sh->slot->pointers && sh->dropped ? "released" : "overwritten");

	x->severity = why == ALONE || why == BY_PROGRAM ? SEVERITY_NOTE : SEVERITY_WARNING;
	x->confidence = 85;
	cstate_relate_threads(s, out, x, sh->file, sh->returned->func, sh->slot);
	cstate_relate_path(s, out, x, sh->file, sh->slot, sh->returned->func);
	finding_mend(out, x, MEND_SHOW, "let the caller give the memory, or return what the caller releases");
}

/* --- An object made with what the first caller gave --- */

static const struct cparam *captured_by(const struct cstates *s, const struct shared *sh)
{
	uint64_t asked = 0;

	if (!sh->made || !sh->check || !cstate_is_record(sh->slot) || sh->slot->pointers != 1)
		return NULL;
	CSTATE_EVENTS (sh->file, sh->slot, e)
		if (e->kind == CSTATE_CHECK && e->func == sh->made->func)
			asked |= e->params;
	return cstate_param(accessor_of(s, sh), sh->made->params & ~asked);
}

static void report_captured(const struct rule *self, struct cstates *s, struct findings *out, const struct shared *sh, const struct cparam *p)
{
	const struct cfunc *f = accessor_of(s, sh);
	struct finding *x = finding_add(out, self, cstate_family(s, sh->file, sh->returned->func, sh->slot), sh->file->file, sh->made->span, f->name,
					"`" STR_FMT "` hands everybody the one " STR_FMT " in `" STR_FMT "`, made with the first caller's `" STR_FMT "`",
					STR_ARG(f->name), STR_ARG(cstate_type(sh->slot)), STR_ARG(cstate_symbol(s, sh->file, sh->slot)), STR_ARG(p->name));

	x->severity = cstate_is_user(p) ? SEVERITY_ERROR : SEVERITY_WARNING;
	x->confidence = 85;
	cstate_relate_path(s, out, x, sh->file, sh->slot, sh->returned->func);
	finding_mend(out, x, MEND_SHOW, "make one for each, or keep them by what they are made with");
}

/* --- A function that says it creates --- */

/* A list of spare ones gives one away and goes on to the next. */
static bool is_list(const struct shared *sh)
{
	CSTATE_EVENTS (sh->file, sh->slot, e)
		if (e->kind == CSTATE_SET && e->span.line != sh->slot->span.line && (cstate_is_step(e) || (e->value_kind == CVALUE_NULL && e->func == sh->returned->func)))
			return true;
	return false;
}

/* Does the function's name say a word of the type's? */
static bool names_type(struct str function, const struct cslot *slot)
{
	struct tokens tokens;

	tokens_split(str_tail(str_tail(cstate_type(slot), ' '), ':'), &tokens);
	for (uint32_t i = 0; i < tokens.count; i++) {
		char word[32];

		if (tokens.token[i].len < 3 || tokens.token[i].len >= sizeof(word))
			continue;
		memcpy(word, tokens.token[i].ptr, tokens.token[i].len);
		word[tokens.token[i].len] = '\0';
		if (name_has_word(str_tail(function, ':'), (const char *const[]){ word, NULL }))
			return true;
	}
	return false;
}

/* get_or_create_x, make_shared_x: says itself that it may be one for all. */
static bool admits_sharing(struct str name)
{
	static const char *const words[] = { "get", "ensure", "or", "shared", "singleton", "once", "instance", "static", "cached", "current", NULL };

	return name_has_word(str_tail(name, ':'), words);
}

static bool is_cpp(const struct cstates *s, const struct shared *sh)
{
	return s->in->project->files[sh->file->file].creations->is_cpp;
}

/* A table that is written down where it is declared, and that nobody changes. */
static bool is_table(const struct cstates *s, const struct shared *sh)
{
	if (!sh->slot->is_set || sh->slot->pointers > 0 || is_cpp(s, sh))
		return false;
	CSTATE_EVENTS (sh->file, sh->slot, e)
		if (e->kind == CSTATE_SET || e->kind == CSTATE_CHANGE || e->kind == CSTATE_ADD || (e->kind == CSTATE_PASS && e->is_address))
			return false;
	return true;
}

static bool is_one_object(const struct cslot *slot)
{
	return cstate_is_record(slot) && slot->pointers <= 1 && !slot->is_array && !name_is_double(slot->name);
}

static bool is_posing(const struct cstates *s, const struct shared *sh)
{
	const struct cfunc *f = accessor_of(s, sh);

	return cstate_claims_creation(f->name) && !admits_sharing(f->name) && is_one_object(sh->slot) && names_type(f->name, sh->slot) && !is_list(sh) && !is_table(s, sh) &&
	       !cstate_is_startup(s, sh->file, sh->returned->func);
}

static void report_posing(const struct rule *self, struct cstates *s, struct findings *out, const struct shared *sh)
{
	const struct cfunc *f = accessor_of(s, sh);
	struct finding *x = finding_add(out, self, cstate_family(s, sh->file, sh->returned->func, sh->slot), sh->file->file, sh->returned->span, f->name,
					"`" STR_FMT "` says that it creates, and hands everybody the one " STR_FMT " in `" STR_FMT "`", STR_ARG(f->name),
					STR_ARG(cstate_type(sh->slot)), STR_ARG(cstate_symbol(s, sh->file, sh->slot)));

	x->severity = SEVERITY_WARNING;
	x->confidence = 80;
	cstate_relate_path(s, out, x, sh->file, sh->slot, sh->returned->func);
	finding_mend(out, x, MEND_SHOW, "make one for each caller, or call it what it is: one for all");
}

/* --- An accessor of what a family makes --- */

/* A pool, a registry, what logs or allocates: one for the process by its nature. */
static bool is_for_process(struct str type)
{
	static const char *const words[] = {
		"registry", "pool", "allocator", "arena", "heap", "logger", "log", "mutex", "lock", "loop", "class", "type",
		"ops", "vtable", "module", "settings", "config", "options", "context", NULL,
	};

	return name_has_word(type, words);
}

/* What the function that gives it out puts there of its own is the same for all. */
static bool is_filling(const struct shared *sh, const struct cstate_event *e)
{
	return e->kind == CSTATE_ADD && e->func == sh->returned->func && e->params == 0 && sh->slot->pointers == 0;
}

/* The first event that changes it while the program runs, without a guard; NULL when it stays as it was made, or somebody sees to it. */
static const struct cstate_event *changed_by(const struct cstates *s, const struct shared *sh)
{
	CSTATE_EVENTS (sh->file, sh->slot, e) {
		bool is_change = e->kind == CSTATE_CHANGE || e->kind == CSTATE_ADD || (e->kind == CSTATE_SET && e->value_kind != CVALUE_NULL && e->span.line != sh->slot->span.line);

		if (is_change && !is_filling(sh, e) && !cstate_is_setup(s, sh->file, e->func) && !cstate_guard(sh->file, e->func, e->span.start) &&
		    !cstate_is_entered_guarded(s, sh->file, e->func))
			return e;
	}
	return NULL;
}

static bool is_singleton(const struct cstates *s, const struct shared *sh)
{
	uint32_t family = cstate_family(s, sh->file, sh->returned->func, sh->slot);

	if (!cstate_is_record(sh->slot) || sh->slot->pointers > 1 || sh->slot->is_array || sh->slot->is_atomic || sh->returned->is_const || is_list(sh))
		return false;
	if (cstate_is_declared(s, family))
		return true;
	return !is_for_process(cstate_type(sh->slot)) && (family != NONE || str_has_nocase(cstate_type(sh->slot), STR("factory")));
}

/* An object that nothing in its file changes, of a family that somebody asks for: whoever gets it can. */
static bool is_left_to_callers(const struct cstates *s, const struct shared *sh)
{
	if (!cstate_is_declared(s, cstate_family(s, sh->file, sh->returned->func, sh->slot)) || is_table(s, sh))
		return false;
	if (sh->slot->pointers > 0 && !(sh->slot->is_set && (sh->slot->kind == CSLOT_LOCAL || is_cpp(s, sh))))
		return false;
	CSTATE_EVENTS (sh->file, sh->slot, e)
		if (e->kind == CSTATE_CHANGE || e->kind == CSTATE_ADD || (e->kind == CSTATE_SET && e->span.line != sh->slot->span.line))
			return false;
	return true;
}

static const char *what_happens(const struct cstate_event *changed)
{
	if (!changed)
		return "each of them can change";
	if (changed->kind != CSTATE_SET)
		return "changes while the program runs";
	return changed->value_kind == CVALUE_CALL ? "is made while the program runs" : "is set while the program runs";
}

static void report_singleton(const struct rule *self, struct cstates *s, struct findings *out, const struct shared *sh, const struct cstate_event *changed)
{
	const struct cfunc *f = accessor_of(s, sh);
	const struct cparam *user = changed ? cstate_param(cstate_func(s, sh->file, changed->func), changed->params) : NULL;
	struct str name = cstate_symbol(s, sh->file, sh->slot);
	struct finding *x;

	x = finding_add(out, self, cstate_family(s, sh->file, sh->returned->func, sh->slot), sh->file->file, sh->returned->span, f->name,
			"`" STR_FMT "` hands everybody the one " STR_FMT " in `" STR_FMT "`, which %s", STR_ARG(f->name), STR_ARG(cstate_type(sh->slot)),
			STR_ARG(name), what_happens(changed));
	x->severity = user && cstate_is_user(user) ? SEVERITY_WARNING : SEVERITY_NOTE;
	x->confidence = 75;
	cstate_relate_path(s, out, x, sh->file, sh->slot, sh->returned->func);
	finding_mend(out, x, MEND_SHOW, "let the callers be given theirs, or make it once at the start and leave it as it is");
}

/* One function that hands a variable out; false when there is nothing to say of it. */
static bool check(const struct rule *self, struct cstates *s, struct findings *out, const struct shared *sh)
{
	const struct cstate_event *changed;
	const struct cparam *p = captured_by(s, sh);

	if (p) {
		report_captured(self, s, out, sh, p);
	} else if (is_buffer(s, sh)) {
		if (!joins_last(self, s, out, sh))
			report_buffer(self, s, out, sh);
	} else if (is_posing(s, sh)) {
		if (!joins_last(self, s, out, sh))
			report_posing(self, s, out, sh);
	} else {
		changed = is_singleton(s, sh) ? changed_by(s, sh) : NULL;
		if (!changed && !(is_singleton(s, sh) && is_left_to_callers(s, sh)))
			return false;
		report_singleton(self, s, out, sh, changed);
	}
	return true;
}

/* Of several functions that hand it out the first of which there is something to say. */
static void check_slot(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cslot *slot)
{
	uint32_t func = NONE;

	CSTATE_EVENTS (f, slot, e) {
		struct shared sh = { .file = f, .slot = slot, .returned = e };

		if (e->kind != CSTATE_RETURN || !e->is_whole || e->func == func)
			continue;
		func = e->func;
		look_at(s, &sh);
		if (check(self, s, out, &sh))
			return;
	}
}

void cstate_cn301(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct cstates *s = in->cstates;

	if (!s)
		return;
	CSTATES_SLOTS (s, f, slot)
		check_slot(self, s, out, f, slot);
	cstate_find_writers(self, s, out);
}
