/* CN301: a shared instance that an accessor or factory hands to everybody. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"
#include "rules/state.h"

struct shared {
	const struct slot *slot;
	const struct slot_access *made;     /* where an instance is put into the slot */
	const struct slot_access *returned; /* where a function hands it out */
	const struct param *captured;       /* what a caller gave that is kept for all, or NULL */
	bool is_first;                      /* it is the first caller's: later ones find the slot filled */
	const struct state_event *prefers;  /* the accessor returns what an application keeps, too; or NULL */
	struct class_state class;
	struct str class_name;
};

static bool is_function(struct states *s, const struct state_file *f, const struct slot_access *a)
{
	return a->def != NONE && state_def(s, f, a->def)->kind == DEF_FUNCTION;
}

static const struct slot_access *returned_by(struct states *s, const struct state_file *f, const struct slot *slot)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == STATE_RETURN && is_function(s, f, a) && str_find(a->event->name, '[') == a->event->name.len &&
		    str_find(a->event->name, '(') == a->event->name.len)
			return a;
	return NULL;
}

/* `one = Engine(...)`, or `made = Engine(...)` and `one = made` in the same function: the call's callee and text. */
static bool made_by(struct states *s, const struct state_file *f, const struct slot_access *a, struct str *ret_callee, struct str *ret_text)
{
	*ret_callee = a->event->value;
	*ret_text = a->event->text;
	if (a->event->value_kind == STATE_VALUE_CALL)
		return true;
	if (a->event->value_kind != STATE_VALUE_NAME || a->def == NONE)
		return false;
	STATE_EVENTS (s, f, a->def, e) {
		if (e->kind == STATE_SET && e->value_kind == STATE_VALUE_CALL && str_eq(e->name, a->event->value)) {
			*ret_callee = e->value;
			*ret_text = e->text;
			return true;
		}
	}
	return false;
}

/* `return app.state.factory`: a second place to find one. */
static const struct state_event *other_source(struct states *s, const struct state_file *f, uint32_t def)
{
	STATE_EVENTS (s, f, def, e)
		if (e->kind == STATE_RETURN && (str_has(e->name, STR(".state.")) || str_starts(e->name, STR("state."))) && !str_starts(e->name, STR("self.")))
			return e;
	return NULL;
}

static bool is_asked_in(const struct slot *slot, uint32_t def)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == STATE_CHECK && a->def == def)
			return true;
	return false;
}

static bool find_shared(struct states *s, const struct state_file *f, const struct slot *slot, struct shared *ret)
{
	struct str callee, text;
	file_id file;
	uint32_t def;

	*ret = (struct shared){ .slot = slot, .returned = returned_by(s, f, slot) };
	if (!ret->returned)
		return false;
	ret->prefers = other_source(s, f, ret->returned->def);
	vec_foreach(struct slot_access, a, &slot->accesses) {
		if (a->event->kind != STATE_SET || !made_by(s, f, a, &callee, &text) || !state_made_class(s, f, a->def, callee, &file, &def))
			continue;
		ret->made = a;
		ret->class = state_of_class(s, file, def);
		ret->class_name = s->in->project->files[file].outline.defs[def].name;
		ret->is_first = is_asked_in(slot, a->def);
		if (is_function(s, f, a) && a->def == ret->returned->def)
			ret->captured = state_user_param_in(state_detail(s, f, a->def), text);
		return true;
	}
	return false;
}

/* A function that says it creates, and hands out what it made before. */
static bool claims_to_create(struct states *s, const struct state_file *f, uint32_t def)
{
	struct arena scratch = { 0 };
	struct claim_name claim = name_claim(state_def(s, f, def)->name, DEF_FUNCTION, &scratch);
	bool is_create = claim.claim == CLAIM_CREATE;

	arena_release(&scratch);
	return is_create;
}

static bool is_factory_class(struct str name)
{
	struct arena scratch = { 0 };
	bool is_factory = name_claim(name, DEF_CLASS, &scratch).claim == CLAIM_FACTORY;

	arena_release(&scratch);
	return is_factory;
}

static void relate_writers(struct states *s, struct findings *out, struct finding *x, const struct state_file *f, const struct shared *sh)
{
	if (sh->slot->is_declared)
		finding_relate(out, x, f->file, sh->slot->span.line, "the slot");
	vec_foreach(struct slot_access, a, &sh->slot->accesses) {
		if (a->event->kind != STATE_SET || !is_function(s, f, a))
			continue;
		finding_relate(out, x, f->file, a->event->span.line, "`" STR_FMT "` %s it", STR_ARG(state_symbol(s, f, a->def)),
			       a->event->value_kind == STATE_VALUE_NONE ? "empties" : "writes");
	}
	finding_relate(out, x, f->file, sh->returned->event->span.line, "`" STR_FMT "` returns it",
		       STR_ARG(state_symbol(s, f, sh->returned->def)));
	if (sh->prefers)
		finding_relate(out, x, f->file, sh->prefers->span.line, "`" STR_FMT "` is returned before it: two sources of truth", STR_ARG(sh->prefers->name));
	if (sh->class.user_line)
		finding_relate(out, x, sh->class.file, sh->class.user_line, "`" STR_FMT "." STR_FMT "` keeps what it is given as `" STR_FMT "`",
			       STR_ARG(sh->class_name), STR_ARG(sh->class.user_method), STR_ARG(sh->class.user_param));
	else if (sh->class.change_line)
		finding_relate(out, x, sh->class.file, sh->class.change_line, "`" STR_FMT "." STR_FMT "` changes it", STR_ARG(sh->class_name),
			       STR_ARG(sh->class.change_method));
}

static void report(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct shared *sh)
{
	struct str slot = state_slot_symbol(s, f, sh->slot), accessor = state_symbol(s, f, sh->returned->def);
	uint32_t family = state_family(s, f, sh->returned->def);
	enum severity severity = SEVERITY_WARNING;
	struct finding *x;

	if (sh->captured && !sh->is_first)
		x = finding_add(out, self, family, f->file, sh->made->event->span, accessor,
				"`" STR_FMT "` puts a " STR_FMT " made with `" STR_FMT "` in `" STR_FMT "`, where the next caller replaces it for everybody",
				STR_ARG(accessor), STR_ARG(sh->class_name), STR_ARG(sh->captured->name), STR_ARG(slot));
	else if (sh->captured) {
		x = finding_add(out, self, family, f->file, sh->made->event->span, accessor,
				"`" STR_FMT "` hands everybody the one " STR_FMT " in `" STR_FMT "`, made with the first caller's `" STR_FMT "`", STR_ARG(accessor),
				STR_ARG(sh->class_name), STR_ARG(slot), STR_ARG(sh->captured->name));
		severity = SEVERITY_ERROR;
	} else if (sh->class.user_line)
		x = finding_add(out, self, family, f->file, sh->made->event->span, accessor,
				"`" STR_FMT "` hands everybody the one " STR_FMT " in `" STR_FMT "`, which keeps what belongs to one user", STR_ARG(accessor),
				STR_ARG(sh->class_name), STR_ARG(slot));
	else if (claims_to_create(s, f, sh->returned->def))
		x = finding_add(out, self, family, f->file, sh->made->event->span, accessor,
				"`" STR_FMT "` says that it creates, and hands everybody the one " STR_FMT " in `" STR_FMT "`", STR_ARG(accessor),
				STR_ARG(sh->class_name), STR_ARG(slot));
	else if (sh->prefers)
		x = finding_add(out, self, family, f->file, sh->made->event->span, accessor,
				"`" STR_FMT "` hands everybody the one " STR_FMT " in `" STR_FMT "`, or another one that the application keeps", STR_ARG(accessor),
				STR_ARG(sh->class_name), STR_ARG(slot));
	else {
		x = finding_add(out, self, family, f->file, sh->made->event->span, accessor,
				"`" STR_FMT "` hands everybody the one " STR_FMT " in `" STR_FMT "`, which changes after it was made", STR_ARG(accessor),
				STR_ARG(sh->class_name), STR_ARG(slot));
		severity = SEVERITY_NOTE;
	}
	x->severity = state_severity(s, f->file, severity);
	x->confidence = sh->class.user_line || sh->captured ? 85 : 75;
	relate_writers(s, out, x, f, sh);
	state_relate_callers(s, out, x, f, sh->returned->def);
	finding_mend(out, x, MEND_SHOW, "make one for each user, or keep what belongs to a user out of it");
}

static bool is_wrong(struct states *s, const struct state_file *f, const struct shared *sh)
{
	if (sh->captured || sh->class.user_line || sh->prefers)
		return true;
	return sh->class.change_line && (claims_to_create(s, f, sh->returned->def) || is_factory_class(sh->class_name));
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	cn301_handed(self, in->states, out);
	cn301_kept(self, in->states, out);
	cn301_fixtures(self, in->states, out);
	STATES_EACH (in->states, f) {
		vec_foreach(struct slot, slot, &f->slots) {
			struct shared sh;

			if (slot->is_shadowed || !find_shared(in->states, f, slot, &sh) || !sh.class.is_known)
				continue;
			if (is_wrong(in->states, f, &sh))
				report(self, in->states, out, f, &sh);
		}
	}
	cstate_cn301(self, in, out);
}

const struct rule rule_cn301 = {
	.code = "CN301",
	.name = "shared-instance",
	.summary = "module-level or class-level shared instance returned by a factory (singleton)",
	.explanation =
	"An accessor or factory hands every caller the same instance: of a module's variable, an\n"
	"attribute of a class or of a function. What one user does through it the others see. It is\n"
	"an error when the instance was made with what its first caller gave for a user; a warning\n"
	"when the next caller replaces it, when it keeps what belongs to one user, or when the function says that it creates; a note\n"
	"when it only changes, and in tests. The related places show the path: the slot, who writes\n"
	"it, who returns it, what is kept, who shares it. Reported as well are a method that says that it creates and\n"
	"hands out what its factory holds, a variable of the module\n"
	"or class that a function puts a user's object in, and a fixture of a wide scope that gives\n"
	"all tests one factory.\n"
	"\n"
	"Not meant are instances that do not change once they are made, locks, and pools and\n"
	"registries that no user's data reaches. A file with more than 20,000 assignments, calls\n"
	"and checks is left out by CN301 to CN306, and listed among what the report lacks.\n"
	"\n"
	"In C and C++ an object is meant that a function makes once, with what its first caller\n"
	"gave, and hands to all; a buffer or record that each call fills anew, so that what the\n"
	"last one gave out changes (a note where one thread runs); a function that says it\n"
	"creates and gives out a static; an accessor of a factory, or of what a family makes,\n"
	"that changes or is made while the program runs; and a global variable that two files\n"
	"each make. Constants, thread-local variables, answers that are found once, what is set\n"
	"up at the start or under a lock, pools, registries and loggers are left alone.\n"
	"\n"
	"What to do: make one for each user or request, or keep what belongs to a user out of it.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
