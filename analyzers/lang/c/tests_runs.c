/* What is made for tests and left lying: test cases in no suite, suites in no runner, runners that nobody starts or asks. */
#include "base/base.h"
#include "analyzers/lang/c/tests.h"

/* --- Variables of Check --- */

/* Who makes a thing, how the calls begin that only fill or free it, and what is missing where there are no others. */
struct made {
	const char *maker, *own, *but; /* but: among its own, what is meant all the same */
	const char *why;
};

static const struct made made_by_check[] = {
	{ "tcase_create", "tcase_", NULL, "no suite is given it, so that none of its tests runs" },
	{ "suite_create", "suite_", NULL, "no runner is given it, so that none of its tests runs" },
	{ "srunner_create", "srunner_", "srunner_run", "nobody runs it, and so none of the tests" },
};

/* The callee around a token, or NONE: of the innermost parentheses that belong to a call. */
static uint32_t callee_around(const struct ctest_reader *r, uint32_t token, uint32_t from)
{
	for (uint32_t i = token; i > from + 1; i--)
		if (token_kind(&r->t, i - 1) == '(' && r->closes.items[i - 1] > token)
			return token_kind(&r->t, i - 2) == TOKEN_NAME ? i - 2 : NONE;
		else if (token_kind(&r->t, i - 1) == ';' || token_kind(&r->t, i - 1) == '{')
			break;
	return NONE;
}

/* Does a mention give it on to somebody? */
static bool gives_on(const struct ctest_reader *r, uint32_t token, uint32_t from, const struct made *m)
{
	uint32_t callee = callee_around(r, token, from);
	struct str name;

	/* `tc = ...` sets it, and `Type *tc` declares it; elsewhere it goes somewhere. */
	if (callee == NONE)
		return !(token_kind(&r->t, token + 1) == '=' || token_kind(&r->t, token + 1) == ';' || token_kind(&r->t, token + 1) == ',') ||
		       !(token_kind(&r->t, token - 1) == '*' || token_kind(&r->t, token - 1) == ';' || token_kind(&r->t, token - 1) == '{' ||
			 token_kind(&r->t, token - 1) == '}' || token_kind(&r->t, token - 1) == ',');
	name = token_text(&r->t, callee);
	return !str_starts(name, str_from(m->own)) || (m->but && str_starts(name, str_from(m->but)));
}

static bool has_jumps(const struct ctest_reader *r, uint32_t from, uint32_t end)
{
	static const char *const words[] = { "do", "else", "for", "goto", "if", "switch", "while", NULL };

	for (uint32_t i = from; i < end; i++)
		if (r->directives.items[i] || token_in(&r->t, i, words))
			return true;
	return false;
}

static uint32_t part_end(const struct ctest_reader *r, uint32_t part, uint32_t from)
{
	while (from < r->t.count && r->t.items[from].start < r->parts.items[part].end)
		from++;
	return from;
}

/* `name = tcase_create(...)` at the maker's token: the name, when it is a plain variable of the function. */
static uint32_t variable_of(const struct ctest_reader *r, uint32_t maker)
{
	uint32_t name = maker - 2;

	if (maker < 3 || token_kind(&r->t, maker - 1) != '=' || token_kind(&r->t, name) != TOKEN_NAME)
		return NONE;
	switch (token_kind(&r->t, name - 1)) {
	case '*':
	case ';':
	case '{':
	case '}':
	case ',': return name;
	default: return NONE;
	}
}

/* Is it declared in the function itself? What is declared elsewhere may be used elsewhere. */
static bool is_declared(const struct ctest_reader *r, uint32_t from, uint32_t to, struct str name)
{
	for (uint32_t i = from + 1; i < to; i++)
		if (token_kind(&r->t, i) == TOKEN_NAME && token_kind(&r->t, i - 1) == '*' && str_eq(token_text(&r->t, i), name))
			return true;
	return false;
}

static void check_made(struct ctest_reader *r, uint32_t maker, const struct made *m)
{
	uint32_t name = variable_of(r, maker), part = r->part_of.items[maker], end, stop;
	struct str word;

	if (name == NONE || part == NONE || r->parts.items[part].kind != CTEST_FUNCTION || name < r->bodies.items[part])
		return;
	word = token_text(&r->t, name);
	end = part_end(r, part, maker);
	if (!is_declared(r, r->bodies.items[part], end, word))
		return;
	stop = end;
	/* Made anew under the same name: each must get somewhere. */
	if (!has_jumps(r, r->bodies.items[part], end))
		for (uint32_t i = maker + 1; i + 1 < end && stop == end; i++)
			if (token_kind(&r->t, i) == TOKEN_NAME && token_kind(&r->t, i + 1) == '=' && str_eq(token_text(&r->t, i), word))
				stop = i;
	for (uint32_t i = stop == end && has_jumps(r, r->bodies.items[part], end) ? r->bodies.items[part] : maker + 1; i < stop; i++)
		if (i != name && token_kind(&r->t, i) == TOKEN_NAME && str_eq(token_text(&r->t, i), word) && gives_on(r, i, r->bodies.items[part], m))
			return;
	ctest_add_flaw(r, FLAW_UNREGISTERED, part, name, name + 1, m->why);
	vec_last(&r->flaws)->group = arena_str(r->arena, word);
	vec_last(&r->flaws)->group_end = stop < r->t.count ? r->t.items[stop].start : (uint32_t)r->source.len;
}

/* --- Results that nobody asks for --- */

static bool mentions(const struct ctest_reader *r, const char *word)
{
	for (uint32_t i = 0; i < r->t.count; i++)
		if (token_is(&r->t, i, word))
			return true;
	return false;
}

/* main(), when it ends in nothing but zero. */
static uint32_t main_of(const struct ctest_reader *r)
{
	static const char *const ends[] = { "_Exit", "_exit", "abort", "err", "errx", "exit", "quick_exit", "throw", NULL };
	uint32_t part = NONE;

	for (uint32_t i = 0; i < r->parts.len; i++)
		if (r->parts.items[i].flags & CTEST_ENTERS && !(r->parts.items[i].flags & (CTEST_VERDICT | CTEST_CONDITIONAL)))
			part = i;
	for (uint32_t i = 0; part != NONE && i < r->t.count; i++)
		if (r->part_of.items[i] == part && token_in(&r->t, i, ends))
			return NONE;
	return part;
}

/* A call that is a statement by itself. */
static bool is_dropped(const struct ctest_reader *r, uint32_t call)
{
	uint8_t before = call ? token_kind(&r->t, call - 1) : TOKEN_END;
	uint32_t close = r->closes.items[call + 1];

	if (before == ')' && call > 3 && token_is(&r->t, call - 2, "void"))
		before = ';';
	return (before == ';' || before == '{' || before == '}') && token_kind(&r->t, close + 1) == ';';
}

static void check_results(struct ctest_reader *r)
{
	uint32_t entry = main_of(r);
	bool asks = mentions(r, "srunner_ntests_failed") || mentions(r, "srunner_failures") || mentions(r, "srunner_results");

	for (uint32_t i = 0; entry != NONE && i < r->t.count; i++) {
		struct str word = token_text(&r->t, i);

		if (r->part_of.items[i] != entry || !ctest_is_called(r, i))
			continue;
		if (str_starts(word, STR("srunner_run")) ? !asks : ctest_is_runner(word) && is_dropped(r, i))
			ctest_add_flaw(r, FLAW_SWALLOWED, NONE, i, i + 1, "main() gives back 0 whatever fails");
	}
}

void ctest_find_runs(struct ctest_reader *r)
{
	for (uint32_t i = 0; i < r->t.count; i++)
		for (size_t k = 0; ctest_is_called(r, i) && k < ARRAY_LEN(made_by_check); k++)
			if (str_is(token_text(&r->t, i), made_by_check[k].maker))
				check_made(r, i, &made_by_check[k]);
	check_results(r);
}
