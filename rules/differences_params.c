/* How the parameters of two functions differ, seen by those who call them. */
#include "base/base.h"
#include "rules/differences_impl.h"

/* The parameters that callers know. */
static const struct param *own_params(const struct comparison *c, const struct party *who, uint32_t *ret_count)
{
	bool is_bound = c->is_method && !(who->detail->flags & BODY_STATICMETHOD) && who->detail->param_count;

	*ret_count = who->detail->param_count - is_bound;
	return who->detail->params + is_bound;
}

static uint32_t index_of(const struct param *list, uint32_t count, struct str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_eq(list[i].name, name))
			return i;
	return NONE;
}

/* "timeout=", "*args", "**options" */
static struct str shown(struct comparison *c, const struct param *p)
{
	switch (p->kind) {
	case PARAM_ARGS: return arena_printf(c->arena, "*" STR_FMT, STR_ARG(p->name));
	case PARAM_KWARGS: return arena_printf(c->arena, "**" STR_FMT, STR_ARG(p->name));
	default: return arena_printf(c->arena, STR_FMT "=", STR_ARG(p->name));
	}
}

static void say(struct comparison *c, enum difference_kind kind, struct str text)
{
	difference_add(c, kind, c->canonical.def->span.line, c->copy.def->span.line, STR_FMT, STR_ARG(text));
}

static bool is_rest(const struct param *p)
{
	return p->kind == PARAM_ARGS || p->kind == PARAM_KWARGS;
}

/* The copy's parameter at the place, when the canonical has none of that name and it looks alike: it was renamed. */
static const struct param *renamed(const struct param *all, uint32_t count, uint32_t i, const struct param *others, uint32_t other_count)
{
	const struct param *p = i < other_count ? &others[i] : NULL;

	if (!p || p->kind != all[i].kind || index_of(all, count, p->name) != NONE)
		return NULL;
	if (is_rest(p))
		return p;
	return str_eq(p->default_value, all[i].default_value) && str_eq(p->annotation, all[i].annotation) ? p : NULL;
}

static void compare_dropped(struct comparison *c, const struct param *all, uint32_t count, const struct param *others, uint32_t other_count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct param *other;

		if (index_of(others, other_count, all[i].name) != NONE)
			continue;
		other = renamed(all, count, i, others, other_count);
		if (!other)
			say(c, DIFFERENCE_PARAMETER, arena_printf(c->arena, "drops " STR_FMT, STR_ARG(shown(c, &all[i]))));
		else if (!is_rest(other))
			say(c, DIFFERENCE_PARAMETER,
				arena_printf(c->arena, "takes " STR_FMT " in place of " STR_FMT, STR_ARG(shown(c, other)), STR_ARG(shown(c, &all[i]))));
	}
}

static void compare_added(struct comparison *c, const struct param *all, uint32_t count, const struct param *others, uint32_t other_count)
{
	for (uint32_t i = 0; i < other_count; i++) {
		bool is_required = others[i].default_value.len == 0 && !is_rest(&others[i]);

		if (index_of(all, count, others[i].name) != NONE || (i < count && renamed(all, count, i, others, other_count)))
			continue;
		say(c, is_required ? DIFFERENCE_PARAMETER : DIFFERENCE_ADDS,
			arena_printf(c->arena, is_required ? "requires " STR_FMT " too" : "adds " STR_FMT, STR_ARG(shown(c, &others[i]))));
	}
}

static void compare_one(struct comparison *c, const struct param *p, const struct param *other)
{
	struct str name = shown(c, p);

	if (p->kind != other->kind && other->kind == PARAM_KEYWORD)
		say(c, DIFFERENCE_PARAMETER, arena_printf(c->arena, "takes " STR_FMT " by keyword only", STR_ARG(name)));
	else if (p->kind != other->kind && other->kind == PARAM_POSITIONAL)
		say(c, DIFFERENCE_PARAMETER, arena_printf(c->arena, "takes " STR_FMT " by position only", STR_ARG(name)));
	if (str_eq(p->default_value, other->default_value))
		return;
	if (!other->default_value.len)
		say(c, DIFFERENCE_PARAMETER, arena_printf(c->arena, "requires " STR_FMT, STR_ARG(name)));
	else if (!p->default_value.len)
		say(c, DIFFERENCE_DEFAULT,
			arena_printf(c->arena, "makes " STR_FMT " optional: " STR_FMT, STR_ARG(name), STR_ARG(other->default_value)));
	else
		say(c, DIFFERENCE_DEFAULT,
			arena_printf(c->arena, "defaults to " STR_FMT STR_FMT " instead of " STR_FMT, STR_ARG(name), STR_ARG(other->default_value),
				STR_ARG(p->default_value)));
}

/* Of those that can be given by position the common ones, in two orders? */
static bool is_reordered(const struct param *all, uint32_t count, const struct param *others, uint32_t other_count)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < count && all[i].kind <= PARAM_PLAIN; i++) {
		uint32_t at = index_of(others, other_count, all[i].name);

		if (at == NONE || others[at].kind > PARAM_PLAIN)
			continue;
		if (at < last)
			return true;
		last = at;
	}
	return false;
}

void compare_params(struct comparison *c)
{
	uint32_t count, other_count;
	const struct param *all = own_params(c, &c->canonical, &count), *others = own_params(c, &c->copy, &other_count);

	compare_dropped(c, all, count, others, other_count);
	compare_added(c, all, count, others, other_count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t k = index_of(others, other_count, all[i].name);

		if (k != NONE)
			compare_one(c, &all[i], &others[k]);
	}
	if (is_reordered(all, count, others, other_count))
		say(c, DIFFERENCE_PARAMETER, STR("takes its parameters in another order"));
}
