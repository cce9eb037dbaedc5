/* A map that would fit the calls as they are: proposed for canonry.yaml, never applied by itself. */
#include "base/base.h"
#include "cli/argument_sites.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "rules/names.h"

#define NEAR_DIVISOR 4 /* one letter in four may differ */

/* --- What is passed --- */

static struct argument_proposal *proposal_of(struct argument_proposals *p, struct str keyword)
{
	vec_foreach (struct argument_proposal, x, &p->items)
		if (str_eq(x->keyword, keyword))
			return x;
	vec_push(&p->items, (struct argument_proposal){ .keyword = keyword, .action = ARGUMENT_DROP, .to = STR("") });
	return vec_last(&p->items);
}

static void count_keywords(const struct argument_table *t, struct argument_proposals *p)
{
	vec_foreach (struct argument_site, x, &t->sites) {
		struct str rest = x->unknown, part;

		while (str_next(&rest, '=', &part)) {
			if (str_starts(part, STR(", ")))
				part = str_slice(part, 2, part.len);
			if (part.len)
				proposal_of(p, part)->calls++;
		}
	}
}

/* --- What it may have become --- */

/* socket_connection_id and socket_client_id: two names of several words that differ in one, and not in the last. */
static bool differs_in_a_word(struct str x, struct str y)
{
	struct str a, b;
	uint32_t same = 0, other = 0;
	bool is_last_same = false;

	while (x.len && y.len && str_next(&x, '_', &a) && str_next(&y, '_', &b)) {
		is_last_same = str_eq(a, b);
		same += is_last_same;
		other += !is_last_same;
	}
	return !x.len && !y.len && is_last_same && other == 1 && same > 1;
}

/* user and user_id, usr and user; the distance says how near, 0 the nearest. */
static bool is_near(struct str keyword, struct str param, struct arena *a, size_t *ret_distance)
{
	struct str x = stem_of(keyword, a), y = stem_of(param, a);
	size_t limit = MAX(keyword.len, param.len) / NEAR_DIVISOR;

	*ret_distance = str_distance(x, y, limit);
	if (x.len && y.len && (stem_within(x, y) || stem_within(y, x) || differs_in_a_word(x, y)))
		*ret_distance = MIN(*ret_distance, limit + 1);
	else if (*ret_distance > limit)
		return false;
	return true;
}

static bool passes(const struct use *call, struct str keyword)
{
	for (uint32_t i = 0; i < call->argument_count; i++)
		if (str_eq(call->arguments[i].keyword, keyword))
			return true;
	return false;
}

/* Nobody passes both: the one took the place of the other. */
static bool is_never_beside(const struct argument_table *t, struct str keyword, struct str param)
{
	vec_foreach (struct argument_site, x, &t->sites)
		if (passes(x->call, keyword) && passes(x->call, param))
			return false;
	return true;
}

static bool is_taken(const struct argument_proposals *p, const struct argument_proposal *own, struct str param)
{
	vec_foreach (struct argument_proposal, x, &p->items)
		if (x != own && x->action == ARGUMENT_RENAME && str_eq(x->to, param))
			return true;
	return false;
}

static bool is_by_keyword(const struct param *p)
{
	return p->kind == PARAM_PLAIN || p->kind == PARAM_KEYWORD;
}

static void propose_rename(
	const struct argument_table *t, const struct argument_proposals *p, struct argument_proposal *x, struct arena *a)
{
	size_t best = SIZE_MAX, distance;

	for (uint32_t i = 0; i < t->signature.count; i++) {
		const struct param *param = &t->signature.params[i];

		if (!is_by_keyword(param) || !is_near(x->keyword, param->name, a, &distance) || distance >= best ||
			is_taken(p, x, param->name) || !is_never_beside(t, x->keyword, param->name))
			continue;
		best = distance;
		x->action = ARGUMENT_RENAME;
		x->to = param->name;
	}
}

static bool is_dict(const struct param *p)
{
	return is_by_keyword(p) &&
		(str_has_nocase(p->annotation, STR("dict")) || str_has(p->annotation, STR("Mapping")) ||
			str_is(p->default_value, "{}"));
}

/* A dict for everything else, when there is exactly one. */
static const struct param *only_dict(const struct signature *s)
{
	const struct param *found = NULL;

	for (uint32_t i = 0; i < s->count; i++) {
		if (!is_dict(&s->params[i]))
			continue;
		if (found)
			return NULL;
		found = &s->params[i];
	}
	return found;
}

static int compare_proposals(const void *left, const void *right)
{
	const struct argument_proposal *a = left, *b = right;

	if (a->action != b->action)
		return a->action < b->action ? -1 : 1;
	if (a->calls != b->calls)
		return a->calls > b->calls ? -1 : 1;
	return str_cmp(a->keyword, b->keyword);
}

void argument_suggest(struct audit *a, const struct argument_table *t, struct argument_proposals *ret)
{
	const struct param *dict = only_dict(&t->signature);

	*ret = (struct argument_proposals){ 0 };
	count_keywords(t, ret);
	vec_sort(&ret->items, compare_proposals); /* what most calls pass has the first choice */
	vec_foreach (struct argument_proposal, x, &ret->items) {
		propose_rename(t, ret, x, &a->arena);
		if (x->action != ARGUMENT_RENAME && dict) {
			x->action = ARGUMENT_MOVE;
			x->to = dict->name;
		}
	}
	vec_sort(&ret->items, compare_proposals);
}

/* --- YAML --- */

static void add_line(struct strbuf *out, const struct argument_proposal *x, const char *lead)
{
	strbuf_printf(out, "%s" STR_FMT, lead, STR_ARG(x->keyword));
	if (x->action == ARGUMENT_RENAME)
		strbuf_printf(out, ": " STR_FMT, STR_ARG(x->to));
	strbuf_printf(out, "  # %u %s\n", x->calls, x->calls == 1 ? "call" : "calls");
}

static void add_action(struct strbuf *out, const struct argument_proposals *p, enum argument_action action)
{
	static const char *const heads[] = {
		[ARGUMENT_RENAME] = "    rename:\n", [ARGUMENT_DROP] = "    drop:\n", [ARGUMENT_MOVE] = "    into:\n"
	};
	static const char *const leads[] = {
		[ARGUMENT_RENAME] = "      ", [ARGUMENT_DROP] = "      - ", [ARGUMENT_MOVE] = "        - "
	};
	bool is_first = true;

	vec_foreach (struct argument_proposal, x, &p->items) {
		if (x->action != action)
			continue;
		if (is_first)
			strbuf_addz(out, heads[action]);
		if (is_first && action == ARGUMENT_MOVE)
			strbuf_printf(out, "      " STR_FMT ":\n", STR_ARG(x->to));
		is_first = false;
		add_line(out, x, leads[action]);
	}
}

void argument_suggest_yaml(const struct argument_table *t, const struct argument_proposals *p, bool is_first, struct strbuf *out)
{
	const struct config_argument *c = t->map->config;

	if (is_first)
		strbuf_addz(out, "arguments:\n");
	strbuf_printf(out, "  - callable: " STR_FMT ":" STR_FMT "\n", STR_ARG(c->module), STR_ARG(c->name));
	if (c->line)
		strbuf_printf(out, "    # it has a map already, in line %u: these belong there\n", c->line);
	add_action(out, p, ARGUMENT_RENAME);
	add_action(out, p, ARGUMENT_DROP);
	add_action(out, p, ARGUMENT_MOVE);
}
