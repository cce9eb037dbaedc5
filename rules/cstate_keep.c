/* CN303 in C and C++: a collection that outlives every call, is added to by calls, and gives nothing back. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"

struct keeping {
	const struct cstate_event *add;
	const struct cparam *param;
	bool is_user;
};

/* Adds one more each time; what sets a place that is there already does not. */
static bool is_growth(struct str callee, bool is_user)
{
	static const char *const words[] = { "add", "append", "push", "prepend", "enqueue", NULL };
	static const char *const keyed[] = { "insert", "put", "emplace", NULL };
	static const char *const counts[] = { "atomic", "timeradd", "ref", "count", "counter", NULL };

	return (name_has_word(callee, words) || (is_user && name_has_word(callee, keyed))) && !name_has_word(callee, counts);
}

/* Handlers, types, plug-ins: the program fills it with its own parts. */
static bool is_registration(struct str name)
{
	static const char *const words[] = {
		"register", "registry", "registration", "subscribe", "plugin", "module", "handler", "driver", "option", "define",
		"declare", "hook", "callback", "cmd", "command", "type", "config", "parse", "load", "read", "intern", "symbol",
		NULL,
	};

	return name_has_word(str_tail(name, ':'), words);
}

/* Looked up by a key, it holds each thing once: a cache or a table of names, which grows no more one day. */
static bool is_looked_up(const struct cstate_file *f, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e)
		if (e->kind == CSTATE_LOOKUP)
			return true;
	return false;
}

/* Something in this file takes from it, empties it, makes it anew or gives it to somebody who may. */
static bool is_emptied(const struct cstate_file *f, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e)
		switch (e->kind) {
		case CSTATE_DROP:
		case CSTATE_CHANGE:
		case CSTATE_RETURN: return true;
		case CSTATE_PASS:
			if (e->is_whole)
				return true;
			break;
		case CSTATE_SET:
			if (e->span.line != slot->span.line && e->value_kind != CVALUE_CALL)
				return true;
			break;
		default: break;
		}
	return false;
}

/* A user before all others. */
static const struct cparam *added_by(const struct cfunc *func, const struct cstate_event *e)
{
	for (uint32_t i = 0; i < func->param_count && i < 64; i++)
		if (cstate_varied(func, e->params) >> i & 1 && cstate_is_user(&func->params[i]))
			return &func->params[i];
	return cstate_param(func, e->params);
}

static bool find_keeping(const struct cstates *s, const struct cstate_file *f, const struct cslot *slot, struct keeping *ret)
{
	*ret = (struct keeping){ NULL, NULL, false };
	if (slot->kind == CSLOT_EXTERNAL || slot->is_array || !cstate_is_collection(slot) || is_emptied(f, slot))
		return false;
	CSTATE_EVENTS (f, slot, e) {
		const struct cfunc *func = cstate_func(s, f, e->func);
		const struct cparam *p = e->kind == CSTATE_ADD ? added_by(func, e) : NULL;

		if (!p || !is_growth(e->value, cstate_is_user(p)) || (!cstate_is_user(p) && (is_looked_up(f, slot) || cstate_concurrency(s, f, e->func, slot) == ALONE)) ||
		    cstate_is_startup(s, f, e->func) || is_registration(func->name) || is_registration(slot->name))
			continue;
		if (!ret->add || (cstate_is_user(p) && !ret->is_user))
			*ret = (struct keeping){ e, p, cstate_is_user(p) };
	}
	return ret->add != NULL;
}

static void report(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cslot *slot, const struct keeping *k)
{
	struct str function = cstate_func(s, f, k->add->func)->name, name = cstate_symbol(s, f, slot);
	struct finding *x = finding_add(out, self, cstate_family(s, f, k->add->func, slot), f->file, slot->span, name,
					"`" STR_FMT "` keeps `" STR_FMT "` of every call of `" STR_FMT "` for as long as the process lives", STR_ARG(name),
					STR_ARG(k->param->name), STR_ARG(function));

	x->severity = k->is_user ? SEVERITY_WARNING : SEVERITY_NOTE;
	x->confidence = k->is_user ? 80 : 70;
	cstate_relate_path(s, out, x, f, slot, k->add->func);
	finding_mend(out, x, MEND_SHOW, "take out what nobody needs any more, or keep it in what ends with its user");
}

void cstate_cn303(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct cstates *s = in->cstates;

	if (!s)
		return;
	CSTATES_SLOTS (s, f, slot) {
		struct keeping k;

		if (find_keeping(s, f, slot, &k))
			report(self, s, out, f, slot, &k);
	}
}
