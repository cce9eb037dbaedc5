/* What a map of arguments makes of one call, and how safe that is. */
#include "base/base.h"
#include "rules/arguments.h"

#include <stdlib.h>

#include "base/strbuf.h"

const char *const argument_action_names[] = { [ARGUMENT_RENAME] = "rename", [ARGUMENT_DROP] = "drop", [ARGUMENT_MOVE] = "move" };

/* --- One argument --- */

static bool is_name_byte(char c)
{
	unsigned char u = (unsigned char)c;

	return u == '_' || u >= 0x80 || (u >= '0' && u <= '9') || ((u | 0x20) >= 'a' && (u | 0x20) <= 'z');
}

static bool is_string(struct str value)
{
	char quote = value.len > 1 ? value.ptr[0] : 0;

	if ((quote != '"' && quote != '\'') || value.ptr[value.len - 1] != quote)
		return false;
	for (size_t i = 1; i + 1 < value.len; i++)
		if (value.ptr[i] == quote && value.ptr[i - 1] != '\\')
			return false;
	return true;
}

bool argument_is_plain(struct str value)
{
	size_t start = value.len && value.ptr[0] == '-' ? 1 : 0;

	if (str_is(value, "{}") || str_is(value, "[]") || str_is(value, "()") || is_string(value))
		return true;
	for (size_t i = start; i < value.len; i++)
		if (!is_name_byte(value.ptr[i]) && value.ptr[i] != '.')
			return false;
	return value.len > start;
}

static bool find_change(const struct config_argument *m, struct str keyword, struct argument_change *ret)
{
	for (size_t i = 0; i < m->rename_count; i++) {
		if (!str_eq(m->renames[i].from, keyword))
			continue;
		*ret = (struct argument_change){ .action = ARGUMENT_RENAME, .keyword = keyword, .to = m->renames[i].to };
		return true;
	}
	for (size_t i = 0; i < m->drop_count; i++) {
		if (!str_eq(m->drops[i], keyword))
			continue;
		*ret = (struct argument_change){ .action = ARGUMENT_DROP, .keyword = keyword, .to = STR("") };
		return true;
	}
	for (size_t i = 0; i < m->move_count; i++) {
		if (!str_eq(m->moves[i].from, keyword))
			continue;
		*ret = (struct argument_change){ .action = ARGUMENT_MOVE, .keyword = keyword, .to = m->moves[i].to };
		return true;
	}
	return false;
}

/* --- How safe it is --- */

struct judge {
	const struct signature *signature;
	const struct use *call;
	struct arena *arena;
	struct call_plan *out;
};

static void lower(struct judge *j, enum mend level, struct str reason)
{
	if (j->out->level <= level)
		return;
	j->out->level = level;
	j->out->reason = reason;
}

static const struct argument *given(const struct use *call, struct str keyword)
{
	for (uint32_t i = 0; i < call->argument_count; i++)
		if (str_eq(call->arguments[i].keyword, keyword))
			return &call->arguments[i];
	return NULL;
}

static uint32_t positional_count(const struct use *call)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < call->argument_count; i++)
		count += call->arguments[i].keyword.len == 0;
	return count;
}

/* Is the parameter filled by position? */
static bool is_filled(const struct judge *j, struct str name)
{
	uint32_t count = positional_count(j->call);

	for (uint32_t i = 0; i < j->signature->count && i < count; i++)
		if (str_eq(j->signature->params[i].name, name) && j->signature->params[i].kind <= PARAM_PLAIN)
			return true;
	return false;
}

/* May the argument be written by this keyword? */
static void check_target(struct judge *j, const struct argument_change *x)
{
	struct arena *a = j->arena;
	const struct param *p = signature_find(j->signature, x->to);
	bool is_taken = j->signature->is_known && !j->signature->takes_any && !p;

	if (is_taken || (p && p->kind == PARAM_POSITIONAL))
		lower(j, MEND_SHOW, arena_printf(a, "it takes no " STR_FMT "= either", STR_ARG(x->to)));
	if (is_filled(j, x->to))
		lower(j, MEND_SHOW, arena_printf(a, "`" STR_FMT "` is given by position already", STR_ARG(x->to)));
	if (x->action == ARGUMENT_RENAME && given(j->call, x->to))
		lower(j, MEND_SHOW, arena_printf(a, "both " STR_FMT "= and " STR_FMT "= are given", STR_ARG(x->keyword), STR_ARG(x->to)));
	for (size_t i = 0; x->action == ARGUMENT_MOVE && i < j->out->items.len; i++)
		if (j->out->items.items[i].action == ARGUMENT_RENAME && str_eq(j->out->items.items[i].to, x->to))
			lower(j, MEND_SHOW, arena_printf(a, STR_FMT "= is itself what another argument becomes", STR_ARG(x->to)));
	for (size_t i = 0; x->action == ARGUMENT_RENAME && i < j->out->items.len; i++)
		if (&j->out->items.items[i] != x && j->out->items.items[i].action == ARGUMENT_RENAME && str_eq(j->out->items.items[i].to, x->to))
			lower(j, MEND_SHOW, arena_printf(a, "two arguments would both become " STR_FMT "=", STR_ARG(x->to)));
}

static void check_change(struct judge *j, const struct argument_change *x)
{
	struct str value = j->call->arguments[x->argument].value;

	if (x->action != ARGUMENT_DROP)
		check_target(j, x);
	if (x->action == ARGUMENT_DROP && !argument_is_plain(value))
		lower(j, MEND_ASK, arena_printf(j->arena, "`" STR_FMT "` would not be computed any more", STR_ARG(value)));
	/* The value is then computed where the dict is written; that others come first may matter. */
	if (x->action == ARGUMENT_MOVE && !argument_is_plain(value) && j->call->argument_count > 1)
		lower(j, MEND_ASK, STR("arguments would be computed in another order"));
}

static void check_call(struct judge *j)
{
	for (uint32_t i = 0; i < j->call->argument_count; i++) {
		if (str_is(j->call->arguments[i].keyword, "**"))
			lower(j, MEND_SHOW, arena_printf(j->arena, "what **" STR_FMT " holds is not known", STR_ARG(j->call->arguments[i].value)));
		if (str_is(j->call->arguments[i].keyword, "*"))
			lower(j, MEND_SHOW, arena_printf(j->arena, "how many arguments *" STR_FMT " holds is not known", STR_ARG(j->call->arguments[i].value)));
	}
	if (!j->signature->is_known)
		lower(j, MEND_ASK, STR("its signature cannot be read: a part of it is outside of this code base"));
}

void call_judge(const struct argument_map *map, const struct signature *s, const struct use *call, struct arena *a, struct call_plan *ret)
{
	struct judge j = { .signature = s, .call = call, .arena = a, .out = ret };

	*ret = (struct call_plan){ .level = MEND_SAFE, .reason = STR("its signature says what it takes, and the map what becomes of the rest") };
	for (uint32_t i = 0; i < call->argument_count; i++) {
		struct argument_change x;

		if (!call->arguments[i].keyword.len || s->takes_any || signature_find(s, call->arguments[i].keyword) ||
		    !find_change(map->config, call->arguments[i].keyword, &x))
			continue;
		x.argument = i;
		vec_push(&ret->items, x);
	}
	vec_foreach(struct argument_change, x, &ret->items)
		check_change(&j, x);
	check_call(&j);
}

void call_plan_release(struct call_plan *c)
{
	vec_release(&c->items);
}

struct str call_plan_text(const struct call_plan *c, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	vec_foreach(struct argument_change, x, &c->items) {
		strbuf_printf(&text, "%s%s " STR_FMT "=", text.len ? "; " : "", argument_action_names[x->action], STR_ARG(x->keyword));
		if (x->to.len)
			strbuf_printf(&text, " %s " STR_FMT "=", x->action == ARGUMENT_RENAME ? "to" : "into", STR_ARG(x->to));
	}
	return arena_str(a, strbuf_str(&text));
}
