/* CN304 in C and C++: what was found out for one caller is kept and given to the next. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"

static bool is_inside(const struct cstate_event *inner, const struct cstate_event *region)
{
	return region->region_start <= inner->span.start && inner->span.start < region->region_end;
}

/* --- One answer for all: if (cached < 0) cached = ask(config, key) --- */

struct kept_answer {
	const struct cstate_event *check, *set;
	const struct cparam *param;
};

/* All that the function asks before it takes the kept one, compares it with or brings it to: a key among it makes it right. */
static uint64_t asked_params(const struct cstate_file *f, const struct cslot *slot, const struct cstate_event *check)
{
	uint64_t asked = 0;

	CSTATE_EVENTS (f, slot, e)
		if (e->func == check->func && (e->kind == CSTATE_CHECK || (e->kind == CSTATE_PASS && !is_inside(e, check))))
			asked |= e->params;
	return asked;
}

static bool is_number(const struct cslot *slot)
{
	return slot->pointers == 0 && !slot->is_array && !cstate_is_record(slot);
}

/* Put there by value, or by a call that is given its address. */
static bool is_answer(const struct cslot *slot, const struct cstate_event *e)
{
	if (e->kind == CSTATE_SET)
		return e->is_whole && (e->value_kind == CVALUE_CALL || e->value_kind == CVALUE_OTHER);
	return e->kind == CSTATE_PASS && e->is_address && is_number(slot);
}

/* have_x, x_supported: what the machine can do is asked with whatever is at hand. */
static bool is_probe(struct str name)
{
	static const char *const words[] = {
		"have", "has", "support", "supported", "supports", "can", "available", "avail", "works", "broken", "capable",
		NULL,
	};

	return name_has_word(name, words);
}

/* What a record is made with is told by CN301 where it is handed out; here only what belongs to a user counts then. */
static bool is_telling(const struct cslot *slot, const struct cparam *p)
{
	return !cstate_is_record(slot) || slot->pointers != 1 || cstate_is_user(p);
}

static bool is_returned(const struct cstate_file *f, const struct cslot *slot, uint32_t func)
{
	CSTATE_EVENTS (f, slot, e)
		if (e->kind == CSTATE_RETURN && e->func == func)
			return true;
	return false;
}

/* Is it made anew somewhere, or counted on, so that the first answer is not kept for good? */
static bool is_renewed(const struct cstate_file *f, const struct cslot *slot, const struct cstate_event *check)
{
	CSTATE_EVENTS (f, slot, e) {
		if (e->kind == CSTATE_DROP || (e->kind == CSTATE_CHANGE && is_number(slot)))
			return true;
		if (e->kind == CSTATE_PASS && e->is_address && !(e->func == check->func && is_inside(e, check)))
			return true;
		if (e->kind == CSTATE_SET && e->span.line != slot->span.line && !(e->func == check->func && is_inside(e, check)))
			return true;
	}
	return false;
}

static bool find_answer(const struct cstates *s, const struct cstate_file *f, const struct cslot *slot, struct kept_answer *ret)
{
	CSTATE_EVENTS (f, slot, check) {
		const struct cfunc *func = cstate_func(s, f, check->func);

		if (check->kind != CSTATE_CHECK || !check->is_whole || !check->is_used || is_probe(slot->name) || is_probe(func->name) || is_renewed(f, slot, check) || cstate_is_startup(s, f, check->func))
			continue;
		CSTATE_EVENTS (f, slot, e) {
			if (e->func != check->func || !is_inside(e, check) || !is_answer(slot, e))
				continue;
			*ret = (struct kept_answer){ check, e, cstate_param(func, e->params & ~asked_params(f, slot, check)) };
			if (ret->param && is_telling(slot, ret->param) && !(slot->pointers == 1 && cstate_is_record(slot) && is_returned(f, slot, check->func)))
				return true;
		}
	}
	return false;
}

static void report_answer(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cslot *slot,
			  const struct kept_answer *k)
{
	struct str name = cstate_func(s, f, k->check->func)->name;
	struct finding *x = finding_add(out, self, cstate_family(s, f, k->check->func, slot), f->file, k->set->span, name,
					"`" STR_FMT "` keeps in `" STR_FMT "` what it found out for the first caller's `" STR_FMT "`: every later one gets the same",
					STR_ARG(name), STR_ARG(cstate_symbol(s, f, slot)), STR_ARG(k->param->name));

	x->severity = cstate_is_user(k->param) ? SEVERITY_ERROR : SEVERITY_WARNING;
	x->confidence = 80;
	finding_relate(out, x, f->file, k->check->span.line, "asked for here, whatever `" STR_FMT "` is", STR_ARG(k->param->name));
	cstate_relate_path(s, out, x, f, slot, k->check->func);
	finding_mend(out, x, MEND_SHOW, "keep it in what `" STR_FMT "` stands for, or keep one for each", STR_ARG(k->param->name));
}

/* --- By a key that lacks the user --- */

/* The user whose data is stored by an event, though nothing that is looked up in the function before names him. */
static const struct cparam *missing_user(const struct cstates *s, const struct cstate_file *f, const struct cslot *slot, const struct cstate_event *add)
{
	const struct cfunc *func = cstate_func(s, f, add->func);
	uint64_t keys = add->keys;
	bool is_looked_up = false;

	CSTATE_EVENTS (f, slot, e) {
		if (e->kind != CSTATE_LOOKUP || e->func != add->func || e->span.start > add->span.start)
			continue;
		is_looked_up = true;
		keys |= e->params;
	}
	for (uint32_t i = 0; is_looked_up && keys && i < func->param_count && i < 64; i++)
		if ((add->params & ~keys) >> i & 1 && cstate_is_user(&func->params[i]))
			return &func->params[i];
	return NULL;
}

static void check_keys(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e) {
		const struct cparam *user = e->kind == CSTATE_ADD ? missing_user(s, f, slot, e) : NULL;
		struct str name;
		struct finding *x;

		if (!user)
			continue;
		name = cstate_func(s, f, e->func)->name;
		x = finding_add(out, self, cstate_family(s, f, e->func, slot), f->file, e->span, name,
				"`" STR_FMT "` keeps what it makes with `" STR_FMT "` in `" STR_FMT "` under a key without it: the next one gets it too",
				STR_ARG(name), STR_ARG(user->name), STR_ARG(cstate_symbol(s, f, slot)));
		x->severity = SEVERITY_ERROR;
		x->confidence = 80;
		cstate_relate_path(s, out, x, f, slot, e->func);
		finding_mend(out, x, MEND_SHOW, "make `" STR_FMT "` part of the key", STR_ARG(user->name));
		return;
	}
}

void cstate_cn304(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct cstates *s = in->cstates;

	if (!s)
		return;
	CSTATES_SLOTS (s, f, slot) {
		struct kept_answer k;

		if (find_answer(s, f, slot, &k))
			report_answer(self, s, out, f, slot, &k);
		else
			check_keys(self, s, out, f, slot);
	}
}
