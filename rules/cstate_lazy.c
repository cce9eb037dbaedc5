/* CN302 in C and C++: made on first use, and two threads can be the first. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"

struct lazy {
	const struct cstate_file *file;
	const struct cslot *slot;
	const struct cstate_event *check, *set;
	const struct cstate_event *lock; /* around the set, or NULL */
	bool is_asked_again;
};

static bool is_inside(const struct cstate_event *inner, const struct cstate_event *region)
{
	return region->region_start <= inner->span.start && inner->span.start < region->region_end;
}

/* What comes out the same however often it is asked for, and costs nothing that could be lost. */
static bool is_same_each_time(struct str callee)
{
	static const char *const names[] = {
		"getenv", "secure_getenv", "dlsym", "dlopen", "GetProcAddress", "gettext", "_", "sysconf", "getpid", "getuid",
		"geteuid", "isatty", "time", "g_quark_from_static_string", "g_intern_static_string", "g_intern_string",
		"g_getenv",
	};
	static const char *const words[] = {
		"get", "find", "lookup", "by", "is", "has", "peek", "ref", "current", "quark", "intern", "detect", "check",
		"max", "min", NULL,
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(callee, names[i]))
			return true;
	return !cstate_claims_creation(callee) && name_has_word(callee, words);
}

/* A number that two threads would set to the same: only what the call leaves behind, a registration or an open file, is lost. */
static bool is_lost_twice(struct str callee)
{
	static const char *const words[] = { "open", "register", "create", "socket", "new", "alloc", "connect", "spawn", "add", NULL };

	return name_has_word(callee, words);
}

/* A flag that says of other variables that they are there. */
static bool is_flag(const struct cslot *slot)
{
	static const char *const words[] = {
		"init", "inited", "initialized", "initialised", "initialization", "loaded", "done", "ready", "setup", "prepared",
		"first", "once", "configured", "registered", "created", "built", "opened", "valid", "computed", "filled",
		"checked", NULL,
	};

	return slot->pointers == 0 && !slot->is_array && name_has_word(slot->name, words);
}

/* Is something made in this event, whose loss would matter? */
static bool makes(const struct cslot *slot, const struct cstate_event *check, const struct cstate_event *e)
{
	if (e->kind != CSTATE_SET)
		return false;
	if (e->value_kind == CVALUE_CALL)
		return slot->pointers > 0 || cstate_is_record(slot) ? !is_same_each_time(e->value) : is_lost_twice(e->value);
	return e->value_kind == CVALUE_CONSTANT && check->is_busy && check->is_whole && is_flag(slot);
}

/* Is it asked again under the lock that is held when it is set? */
static bool is_asked_again(const struct lazy *l)
{
	CSTATE_EVENTS (l->file, l->slot, e)
		if (e->kind == CSTATE_CHECK && e->func == l->set->func && is_inside(e, l->lock) && is_inside(l->set, e))
			return true;
	return false;
}

static bool is_race(const struct cstates *s, struct lazy *l)
{
	const struct cstate_event *around = cstate_guard(l->file, l->check->func, l->check->span.start);

	if (l->slot->is_atomic || (around && l->set->span.start < around->region_end))
		return false;
	l->lock = cstate_guard(l->file, l->set->func, l->set->span.start);
	if (l->lock && l->lock->kind == CSTATE_ONCE)
		return false;
	l->is_asked_again = l->lock && is_asked_again(l);
	if (cstate_is_entered_guarded(s, l->file, l->check->func))
		return false;
	if (!l->lock && cstate_is_setup(s, l->file, l->check->func))
		return false;
	return l->lock || cstate_concurrency(s, l->file, l->check->func, l->slot) != ALONE; /* who takes a lock reckons with others */
}

/* Taken back in the same function: it says that somebody is in there now. */
static bool is_taken_back(const struct cstate_file *f, const struct cslot *slot, const struct cstate_event *set)
{
	CSTATE_EVENTS (f, slot, e)
		if (e->kind == CSTATE_SET && e->func == set->func && e->value_kind == CVALUE_NULL && e->span.start > set->span.start && e->span.line > slot->span.line)
			return true;
	return false;
}

/* The head of a list is asked for and set with each item that comes and goes. */
static bool is_list_head(const struct cstate_file *f, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e)
		if (slot->pointers > 0 && e->span.line != slot->span.line && cstate_is_step(e))
			return true;
	return false;
}

static bool find_lazy(const struct cstates *s, const struct cstate_file *f, const struct cslot *slot, struct lazy *ret)
{
	CSTATE_EVENTS (f, slot, check) {
		if (check->kind != CSTATE_CHECK)
			continue;
		CSTATE_EVENTS (f, slot, set) {
			*ret = (struct lazy){ f, slot, check, set, NULL, false };
			if (set->func == check->func && is_inside(set, check) && makes(slot, check, set) && !is_taken_back(f, slot, set) && is_race(s, ret))
				return true;
		}
	}
	return false;
}

static void say(const struct rule *self, struct cstates *s, struct findings *out, const struct lazy *l, struct finding **ret)
{
	struct str function = cstate_func(s, l->file, l->check->func)->name, name = cstate_symbol(s, l->file, l->slot);
	uint32_t family = cstate_family(s, l->file, l->check->func, l->slot);

	if (l->is_asked_again)
		*ret = finding_add(out, self, family, l->file->file, l->check->span, function,
				   "`" STR_FMT "` asks for `" STR_FMT "` outside of the lock without an atomic operation: another thread may see it before what it points to",
				   STR_ARG(function), STR_ARG(name));
	else if (l->lock)
		*ret = finding_add(out, self, family, l->file->file, l->set->span, function,
				   "`" STR_FMT "` asks for `" STR_FMT "` before it holds the lock and not again: two threads can each make one", STR_ARG(function),
				   STR_ARG(name));
	else if (l->set->value_kind == CVALUE_CALL)
		*ret = finding_add(out, self, family, l->file->file, l->set->span, function,
				   "`" STR_FMT "` makes `" STR_FMT "` on first use without a lock: two threads can each make one", STR_ARG(function), STR_ARG(name));
	else
		*ret = finding_add(out, self, family, l->file->file, l->set->span, function,
				   "`" STR_FMT "` sets up what `" STR_FMT "` stands for on first use without a lock: two threads can do it at once", STR_ARG(function),
				   STR_ARG(name));
}

/* What one function makes beside the first is made in the same way: one thing to mend. */
static bool joins_last(const struct rule *self, const struct cstates *s, struct findings *out, const struct lazy *l)
{
	struct finding *x = out->items.len ? vec_last(&out->items) : NULL;

	if (!x || x->rule != self || x->file != l->file->file || !str_eq(x->symbol, cstate_func(s, l->file, l->check->func)->name))
		return false;
	finding_relate(out, x, x->file, l->set->span.line, "`" STR_FMT "` is made in the same way", STR_ARG(l->slot->name));
	return true;
}

static void report(const struct rule *self, struct cstates *s, struct findings *out, const struct lazy *l)
{
	enum concurrency why = cstate_concurrency(s, l->file, l->check->func, l->slot);
	struct finding *x;

	say(self, s, out, l, &x);
	x->severity = why == BY_LIBRARY || why == BY_PROGRAM || (why == BY_LOCKS && s->thread_file != NONE && !l->lock) ? SEVERITY_NOTE : SEVERITY_WARNING;
	x->confidence = x->severity == SEVERITY_NOTE ? 70 : 80;
	finding_relate(out, x, l->file->file, l->check->span.line, "asked for here");
	if (l->lock)
		finding_relate(out, x, l->file->file, l->lock->span.line, "the lock");
	cstate_relate_threads(s, out, x, l->file, l->check->func, l->slot);
	cstate_relate_path(s, out, x, l->file, l->slot, l->check->func);
	if (l->is_asked_again)
		finding_mend(out, x, MEND_SHOW, "read it with an atomic load that acquires, and set it with a store that releases");
	else if (l->lock)
		finding_mend(out, x, MEND_SHOW, "ask again once the lock is held");
	else
		finding_mend(out, x, MEND_SHOW, "make it once: pthread_once, call_once, or a lock around both");
}

void cstate_cn302(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	if (!in->cstates)
		return;
	CSTATES_SLOTS (in->cstates, f, slot) {
		struct lazy l;

		if (!is_list_head(f, slot) && find_lazy(in->cstates, f, slot, &l) && !joins_last(self, in->cstates, out, &l))
			report(self, in->cstates, out, &l);
	}
}
