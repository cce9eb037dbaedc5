/* How what two bodies do differs: calls and their arguments, handlers, what is raised and returned. */
#include "base/base.h"
#include "rules/differences_impl.h"

#include <string.h>

/* Components of a callee's name by which it only talks. */
static const char *const talkers[] = { "log", "logger", "_logger", "_log", "logging", "print", "warnings" };

static const struct use *uses_of(const struct party *who)
{
	return who->file->details.uses + who->detail->first_use;
}

static bool is_talk(struct str callee)
{
	struct str rest = callee, part;

	while (str_next(&rest, '.', &part))
		for (size_t i = 0; i < ARRAY_LEN(talkers); i++)
			if (str_is(part, talkers[i]))
				return true;
	return false;
}

/* --- Calls --- */

/* One callee of a body, however often it is called. */
struct callee {
	const struct use *use; /* the first call */
	struct target target;  /* what it means; TARGET_UNKNOWN for what hangs on a local name */
	struct str key;        /* the text without the names of locals: ".start" */
	bool is_matched;
	bool is_single;        /* called once */
};

struct callees {
	VEC(struct callee) items;
};

static struct str key_of(const struct comparison *c, const struct party *who, struct str name, const struct target *t)
{
	size_t dot = str_find(name, '.');
	struct str first = str_slice(name, 0, dot);
	struct target base;

	if (t->kind != TARGET_UNKNOWN || dot == name.len || (c->is_method && who->detail->param_count && str_eq(first, who->detail->params[0].name)))
		return name;
	base = link_dotted(c->link, who->at.file, who->at.def, first);
	return base.kind == TARGET_UNKNOWN ? str_slice(name, str_rfind(name, '.'), name.len) : name;
}

static bool is_raised(const struct party *who, struct str name)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++)
		if (uses_of(who)[i].kind == USE_RAISE && str_eq(uses_of(who)[i].name, name))
			return true;
	return false;
}

static void collect(struct comparison *c, const struct party *who, struct callees *ret)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++) {
		const struct use *u = &uses_of(who)[i];
		struct callee new = { .use = u, .is_single = true };
		bool is_known = false;

		if (u->kind != USE_CALL || is_talk(u->name) || is_raised(who, u->name))
			continue;
		new.target = link_dotted(c->link, who->at.file, who->at.def, u->name);
		new.key = key_of(c, who, u->name, &new.target);
		vec_foreach(struct callee, old, &ret->items) {
			if (!str_eq(old->key, new.key))
				continue;
			is_known = true;
			old->is_single = false;
		}
		if (!is_known)
			vec_push(&ret->items, new);
	}
}

static bool is_resolved(const struct target *t)
{
	return t->kind == TARGET_DEF || t->kind == TARGET_EXTERNAL || t->kind == TARGET_VARIABLE || t->kind == TARGET_MODULE;
}

/* --- Their arguments --- */

static bool is_constant(struct str value)
{
	unsigned char c = value.len ? (unsigned char)value.ptr[0] : 0;

	return (c >= '0' && c <= '9') || c == '-' || c == '"' || c == '\'' || c == '[' || c == '{' || str_is(value, "None") ||
	       str_is(value, "True") || str_is(value, "False");
}

static const struct argument *argument_of(const struct use *u, const struct argument *like, uint32_t n)
{
	if (like->keyword.len == 0)
		return n < u->argument_count && u->arguments[n].keyword.len == 0 ? &u->arguments[n] : NULL;
	for (uint32_t i = 0; i < u->argument_count; i++)
		if (str_eq(u->arguments[i].keyword, like->keyword))
			return &u->arguments[i];
	return NULL;
}

/* Locals may bear other names: only what neither calls by a name is compared. */
static bool is_other_value(struct str canonical, struct str copy)
{
	return !str_eq(canonical, copy) && (is_constant(canonical) || is_constant(copy));
}

static void compare_argument(struct comparison *c, const struct use *canonical, const struct use *copy, uint32_t n)
{
	const struct argument *a = &canonical->arguments[n], *b = argument_of(copy, a, n);

	if (!b && a->keyword.len && a->keyword.ptr[0] != '*')
		difference_add(c, DIFFERENCE_PASSES, canonical->span.line, copy->span.line, "does not pass " STR_FMT "= to `" STR_FMT "`",
			STR_ARG(a->keyword), STR_ARG(copy->name));
	else if (b && is_other_value(a->value, b->value))
		difference_add(c, DIFFERENCE_PASSES, canonical->span.line, copy->span.line,
			"passes " STR_FMT "%s" STR_FMT " to `" STR_FMT "` instead of " STR_FMT, STR_ARG(a->keyword), a->keyword.len ? "=" : "",
			STR_ARG(b->value), STR_ARG(copy->name), STR_ARG(a->value));
}

static void compare_arguments(struct comparison *c, const struct callee *canonical, const struct callee *copy)
{
	const struct use *a = canonical->use, *b = copy->use;

	if (!canonical->is_single || !copy->is_single)
		return; /* which of them answers to which is not known */
	for (uint32_t i = 0; i < a->argument_count; i++)
		compare_argument(c, a, b, i);
	for (uint32_t i = 0; i < b->argument_count; i++)
		if (b->arguments[i].keyword.len && b->arguments[i].keyword.ptr[0] != '*' && !argument_of(a, &b->arguments[i], i))
			difference_add(c, DIFFERENCE_PASSES, a->span.line, b->span.line, "passes " STR_FMT "= to `" STR_FMT "`",
				STR_ARG(b->arguments[i].keyword), STR_ARG(b->name));
	if (a->is_awaited != b->is_awaited)
		difference_add(c, DIFFERENCE_ASYNC, a->span.line, b->span.line, b->is_awaited ? "awaits `" STR_FMT "`" : "does not await `" STR_FMT "`",
			STR_ARG(b->name));
}

/* --- Which answers to which --- */

static void match(struct comparison *c, struct callee *canonical, struct callee *copy)
{
	canonical->is_matched = copy->is_matched = true;
	c->is_respelt |= !str_eq(canonical->use->name, copy->use->name);
	if (is_resolved(&canonical->target) && is_resolved(&copy->target) && !is_same_meaning(c, &canonical->target, &copy->target)) {
		struct str other = meaning_text(c, &copy->target);

		difference_add(c, DIFFERENCE_MEANING, canonical->use->span.line, copy->use->span.line, "its `" STR_FMT "` is " STR_FMT,
			STR_ARG(copy->use->name), STR_ARG(other));
		return;
	}
	compare_arguments(c, canonical, copy);
}

static void match_by_meaning(struct comparison *c, struct callees *canonical, struct callees *copy)
{
	vec_foreach(struct callee, a, &canonical->items)
		vec_foreach(struct callee, b, &copy->items)
			if (!a->is_matched && !b->is_matched && is_resolved(&a->target) && is_resolved(&b->target) &&
			    is_same_meaning(c, &a->target, &b->target))
				match(c, a, b);
}

static void match_by_name(struct comparison *c, struct callees *canonical, struct callees *copy)
{
	vec_foreach(struct callee, a, &canonical->items)
		vec_foreach(struct callee, b, &copy->items)
			if (!a->is_matched && !b->is_matched && str_eq(a->key, b->key))
				match(c, a, b);
}

/* As people write it: a subscript whose key is left out is "[...]". */
static struct str shown_callee(struct comparison *c, struct str name)
{
	struct str shown = STR("");
	size_t start = 0;

	for (size_t i = 0; i + 1 < name.len; i++) {
		if (name.ptr[i] != '[' || name.ptr[i + 1] != ']')
			continue;
		shown = arena_printf(c->arena, STR_FMT STR_FMT "[...]", STR_ARG(shown), STR_ARG(str_slice(name, start, i)));
		start = i + 2;
	}
	return arena_printf(c->arena, STR_FMT STR_FMT, STR_ARG(shown), STR_ARG(str_slice(name, start, name.len)));
}

static void say_unmatched(struct comparison *c, const struct callee *x, bool is_copy)
{
	bool is_step = x->key.len && x->key.ptr[0] == '.';
	uint32_t line = x->use->span.line;

	difference_add(c, is_step ? DIFFERENCE_STEPS : is_copy ? DIFFERENCE_CALLS : DIFFERENCE_OMITS, is_copy ? c->canonical.def->span.line : line,
		is_copy ? line : c->copy.def->span.line, is_copy ? "calls `" STR_FMT "`" : "does not call `" STR_FMT "`",
		STR_ARG(shown_callee(c, x->use->name)));
}

static void compare_calls(struct comparison *c)
{
	struct callees canonical = { 0 }, copy = { 0 };

	collect(c, &c->canonical, &canonical);
	collect(c, &c->copy, &copy);
	match_by_meaning(c, &canonical, &copy);
	match_by_name(c, &canonical, &copy);
	vec_foreach(struct callee, a, &canonical.items)
		if (!a->is_matched)
			say_unmatched(c, a, false);
	vec_foreach(struct callee, b, &copy.items)
		if (!b->is_matched)
			say_unmatched(c, b, true);
	vec_release(&canonical.items);
	vec_release(&copy.items);
}

/* --- Handlers, what is raised and returned --- */

static bool has_use(const struct party *who, enum use_kind kind, struct str name)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++)
		if (uses_of(who)[i].kind == kind && str_eq(str_tail(uses_of(who)[i].name, '.'), str_tail(name, '.')))
			return true;
	return false;
}

static bool is_first_use(const struct party *who, uint32_t n)
{
	const struct use *all = uses_of(who);

	for (uint32_t i = 0; i < n; i++)
		if (all[i].kind == all[n].kind && str_eq(all[i].name, all[n].name))
			return false;
	return true;
}

/* Says `format` of every name that `who` uses so and the other does not. */
static void compare_kind(struct comparison *c, enum use_kind use, const struct party *who, const struct party *other, enum difference_kind kind,
			 const char *verb)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++) {
		const struct use *u = &uses_of(who)[i];
		bool is_copy = who == &c->copy;

		if (u->kind != use || u->name.len == 0 || has_use(other, use, u->name) || !is_first_use(who, i))
			continue;
		if (use == USE_RAISE && (u->name.ptr[0] < 'A' || u->name.ptr[0] > 'Z') && str_find(u->name, '.') == u->name.len)
			continue; /* a caught one, raised again */
		difference_add(c, kind, is_copy ? c->canonical.def->span.line : u->span.line, is_copy ? u->span.line : c->copy.def->span.line,
			"%s " STR_FMT, verb, STR_ARG(u->name));
	}
}

static bool returns_any(const struct party *who)
{
	for (uint32_t i = 0; i < who->detail->use_count; i++)
		if (uses_of(who)[i].is_returned && !(uses_of(who)[i].kind == USE_RETURN_VALUE && str_is(uses_of(who)[i].name, "None")))
			return true;
	return false;
}

static void compare_returns(struct comparison *c)
{
	bool has = returns_any(&c->canonical), other_has = returns_any(&c->copy);
	uint32_t line = c->canonical.def->span.line, copy_line = c->copy.def->span.line;

	if (has && !other_has)
		difference_add(c, DIFFERENCE_RETURNS, line, copy_line, "returns nothing");
	else if (!has && other_has)
		difference_add(c, DIFFERENCE_RETURNS, line, copy_line, "returns something");
	else if (has)
		compare_kind(c, USE_RETURN_VALUE, &c->copy, &c->canonical, DIFFERENCE_RETURNS, "may return");
	if ((c->canonical.detail->flags ^ c->copy.detail->flags) & BODY_YIELDS)
		difference_add(c, DIFFERENCE_RETURNS, line, copy_line,
			c->copy.detail->flags & BODY_YIELDS ? "yields instead of returning" : "returns instead of yielding");
}

void compare_uses(struct comparison *c)
{
	compare_kind(c, USE_SWALLOW, &c->copy, &c->canonical, DIFFERENCE_SWALLOWS, "swallows");
	compare_kind(c, USE_SWALLOW, &c->canonical, &c->copy, DIFFERENCE_SWALLOWS, "does not catch");
	compare_kind(c, USE_RAISE, &c->copy, &c->canonical, DIFFERENCE_RAISES, "raises");
	compare_kind(c, USE_RAISE, &c->canonical, &c->copy, DIFFERENCE_RAISES, "does not raise");
	compare_calls(c);
	compare_returns(c);
}
