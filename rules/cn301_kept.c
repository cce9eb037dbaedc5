/* CN301: what belongs to one user or request, kept where all the process sees it. */
#include "base/base.h"
#include "rules/state.h"

/* The parameter that the value is, or that it is made with; NULL when there is none. */
static const struct param *kept_param(const struct states *s, const struct state_file *f, const struct slot_access *a)
{
	const struct detail *d = state_detail(s, f, a->def);

	if (a->event->kind != STATE_SET || !d || state_def(s, f, a->def)->kind != DEF_FUNCTION)
		return NULL;
	if (a->event->value_kind != STATE_VALUE_NAME)
		return NULL;
	for (uint32_t i = 0; i < d->param_count; i++)
		if (state_is_user_param(&d->params[i]) && state_is_surely_user(d->params[i].name) && str_eq(d->params[i].name, a->event->value))
			return &d->params[i];
	return NULL;
}

/* Is it handed back to whoever calls next: read by another function, or by everybody? */
static const struct slot_access *reader_of(const struct states *s, const struct state_file *f, const struct slot *slot, uint32_t writer)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->def != writer && a->def != NONE && state_def(s, f, a->def)->kind == DEF_FUNCTION &&
		    (a->event->kind == STATE_RETURN || a->event->kind == STATE_CHECK))
			return a;
	return NULL;
}

static void report(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct slot *slot,
		   const struct slot_access *a, const struct param *user, const struct slot_access *reader)
{
	struct str symbol = state_symbol(s, f, a->def);
	struct finding *x = finding_add(out, self, state_family(s, f, a->def), f->file, a->event->span, symbol,
					"`" STR_FMT "` keeps its caller's `" STR_FMT "` in `" STR_FMT "`, one place for all of the process", STR_ARG(symbol),
					STR_ARG(user->name), STR_ARG(state_slot_symbol(s, f, slot)));

	x->severity = state_severity(s, f->file, SEVERITY_WARNING);
	x->confidence = 80;
	if (slot->is_declared)
		finding_relate(out, x, f->file, slot->span.line, "the slot");
	finding_relate(out, x, f->file, reader->event->span.line, "`" STR_FMT "` finds it there", STR_ARG(state_symbol(s, f, reader->def)));
	state_relate_callers(s, out, x, f, a->def);
	finding_mend(out, x, MEND_SHOW, "pass it along, or keep it in a context variable");
}

void cn301_kept(const struct rule *self, struct states *s, struct findings *out)
{
	STATES_EACH (s, f) {
		vec_foreach(struct slot, slot, &f->slots) {
			bool is_told = slot->is_shadowed;

			vec_foreach(struct slot_access, a, &slot->accesses) {
				const struct param *user = is_told ? NULL : kept_param(s, f, a);
				const struct slot_access *reader = user ? reader_of(s, f, slot, a->def) : NULL;

				if (!reader)
					continue;
				report(self, s, out, f, slot, a, user, reader);
				is_told = true;
			}
		}
	}
}
