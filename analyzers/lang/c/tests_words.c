/* What each part of a file of tests mentions, and what it says of tests by name: which run, set up by what, with what replaced. */
#include "base/base.h"
#include "analyzers/lang/c/tests.h"

#include <stdlib.h>

#include "base/bisect.h"

#define ARGUMENTS_MAX 40 /* tokens of a macro's use that may make names */

/* --- Mentions --- */

static uint32_t word_id(struct ctest_reader *r, struct str word)
{
	uint32_t id = map_get(&r->word_ids, str_hash(word));

	if (id != NONE)
		return id;
	id = (uint32_t)r->words.len;
	map_set(&r->word_ids, str_hash(word), id);
	vec_push(&r->words, arena_str(r->arena, word));
	return id;
}

static void mention(struct ctest_reader *r, uint32_t token, struct str word)
{
	uint32_t part = r->part_of.items[token], id = word_id(r, word), known = map_get(&r->mention_ids, map_pair(part, id));

	if (known == NONE) {
		known = (uint32_t)r->mentions.len;
		map_set(&r->mention_ids, map_pair(part, id), known);
		vec_push(&r->mentions, (struct ctest_mention){ .part = part, .word = id, .line = ctest_span(r, token, token + 1).line });
	}
	r->mentions.items[known].is_called |= ctest_is_named_call(r, token);
}

/* "Engine::create" of ns::Engine::create. */
static void mention_qualified(struct ctest_reader *r, uint32_t token)
{
	struct str name = token_text(&r->t, token);

	if (token < 2 || token_kind(&r->t, token - 1) != TOKEN_SCOPE || token_kind(&r->t, token - 2) != TOKEN_NAME)
		return;
	mention(r, token, arena_printf(r->arena, STR_FMT "::" STR_FMT, STR_ARG(token_text(&r->t, token - 2)), STR_ARG(name)));
}

static int by_part(const void *a, const void *b)
{
	const struct ctest_mention *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	return (x->word > y->word) - (x->word < y->word);
}

void ctest_find_words(struct ctest_reader *r)
{
	for (uint32_t i = 0; i < r->t.count; i++) {
		if (token_kind(&r->t, i) != TOKEN_NAME || r->arguments.items[i])
			continue;
		mention(r, i, token_text(&r->t, i));
		mention_qualified(r, i);
	}
	vec_sort(&r->mentions, by_part);
	for (uint32_t i = 0; i < r->mentions.len && r->mentions.items[i].part != NONE; i++) {
		struct ctest_part *p = &r->parts.items[r->mentions.items[i].part];

		if (!p->mention_count++)
			p->first_mention = i;
	}
}

/* --- Entries --- */

/* The name that an argument comes down to: `conn_is_made` of `(test_func) &conn_is_made`. */
static uint32_t argument_name(const struct ctest_reader *r, uint32_t open, int n)
{
	uint32_t end, from = n < 0 ? NONE : ctest_argument(r, open, n, &end);

	if (from == NONE)
		return NONE;
	for (uint32_t i = end; i > from; i--)
		if (token_kind(&r->t, i - 1) == TOKEN_NAME)
			return i - 1;
	return NONE;
}

static void add_entry(struct ctest_reader *r, enum ctest_role role, enum test_framework framework, uint32_t token, struct str group)
{
	struct ctest_entry e = { .role = role, .framework = framework, .group = group };
	struct str name = token == NONE ? STR("") : token_text(&r->t, token);

	if (!name.len || token_kind(&r->t, token) != TOKEN_NAME || str_is(name, "NULL") || str_is(name, "nullptr"))
		return;
	if (role == CTEST_DOUBLES && str_starts(name, STR("__wrap_")))
		name = str_slice(name, 7, name.len);
	e.name = arena_str(r->arena, name);
	e.part = r->part_of.items[token];
	e.span = ctest_span(r, token, token + 1);
	vec_push(&r->entries, e);
}

static void mark_test(struct ctest_reader *r, struct str name, enum test_framework framework, unsigned flags)
{
	vec_foreach (struct ctest_part, p, &r->parts) {
		if (!str_eq(p->name, name) || p->kind == CTEST_CLASS || p->kind == CTEST_MACRO)
			continue;
		p->flags |= flags;
		if (p->kind == CTEST_CASE)
			continue;
		p->kind = CTEST_CASE;
		p->framework = framework;
	}
}

/* A test case of Check is its first argument; elsewhere what sets a test up goes by the test's name. */
static void take_registrar(struct ctest_reader *r, uint32_t i, const struct ctest_registrar *x, enum test_framework framework)
{
	struct str callee = token_text(&r->t, i), group = STR("");
	uint32_t test = argument_name(r, i + 1, x->test), first = argument_name(r, i + 1, 0);
	bool by_case = framework == FRAMEWORK_CHECK || framework == FRAMEWORK_UNITY || framework == FRAMEWORK_CUNIT;

	if (by_case && first != NONE && first != test)
		group = arena_str(r->arena, token_text(&r->t, first));
	add_entry(r, x->role, framework, test, group);
	if (test != NONE && !by_case)
		group = arena_str(r->arena, token_text(&r->t, test));
	if (x->setup)
		add_entry(r, CTEST_SETS_UP, framework, argument_name(r, i + 1, x->setup), group);
	if (x->teardown)
		add_entry(r, CTEST_SETS_UP, framework, argument_name(r, i + 1, x->teardown), group);
	if (x->role == CTEST_ADDS && test != NONE)
		mark_test(r, token_text(&r->t, test), framework, str_has(callee, STR("exit")) || str_has(callee, STR("signal")) ? CTEST_TELLS : 0);
}

/* Test(suite, name, .init = setup): the function goes with the test that begins here. */
static void take_init(struct ctest_reader *r, uint32_t i)
{
	uint32_t part = r->part_of.items[i];

	if (part != NONE && (token_is(&r->t, i, "init") || token_is(&r->t, i, "fini")) && token_kind(&r->t, i + 1) == '=' && token_kind(&r->t, i + 2) == TOKEN_NAME)
		add_entry(r, CTEST_SETS_UP, r->framework, i + 2, r->parts.items[part].name);
}

static void take_mock(struct ctest_reader *r, uint32_t i)
{
	uint32_t part = r->part_of.items[i], at;
	bool is_base = false;

	if (!str_starts(token_text(&r->t, i), STR("MOCK_METHOD")) || part == NONE || r->parts.items[part].kind != CTEST_CLASS)
		return;
	bisect(at, r->t.count, r->t.items[at].start < r->parts.items[part].start);
	for (; at < i && token_kind(&r->t, at) != '{'; at++) {
		is_base |= token_kind(&r->t, at) == ':';
		/* Qualifiers end in a name that stands before `,`, `{` or type arguments. */
		if (is_base && token_kind(&r->t, at) == TOKEN_NAME && token_kind(&r->t, at + 1) != TOKEN_NAME && token_kind(&r->t, at + 1) != TOKEN_SCOPE)
			add_entry(r, CTEST_DOUBLES, FRAMEWORK_GOOGLETEST, at, r->parts.items[part].name);
	}
}

/* A macro by its capitals, or because it stands where no call could: what is given it alone may become part of a name. */
static void take_names(struct ctest_reader *r, uint32_t i)
{
	struct str callee = token_text(&r->t, i);
	uint32_t close = r->closes.items[i + 1];
	bool has_capitals = false;

	for (size_t k = 0; k < callee.len; k++)
		has_capitals |= callee.ptr[k] >= 'A' && callee.ptr[k] <= 'Z';
	if (!(has_capitals || r->part_of.items[i] == NONE) || ctest_is_assertion(r->framework, callee) || close > i + ARGUMENTS_MAX ||
	    str_starts(callee, STR("MOCK_METHOD")))
		return;
	for (uint32_t k = i + 2; k < close; k++)
		if (token_kind(&r->t, k) == TOKEN_NAME && (token_kind(&r->t, k - 1) == '(' || token_kind(&r->t, k - 1) == ',') &&
		    (token_kind(&r->t, k + 1) == ')' || token_kind(&r->t, k + 1) == ','))
			add_entry(r, CTEST_NAMES, r->framework, k, STR(""));
}

/* --- Tests by the names of functions --- */

static bool is_plain_setup(struct str name)
{
	return str_is(name, "setUp") || str_is(name, "tearDown") || str_ends(name, STR("__initialize")) || str_ends(name, STR("__cleanup"));
}

static void take_named(struct ctest_reader *r, const char *prefix)
{
	vec_foreach (struct ctest_part, p, &r->parts) {
		if (p->kind != CTEST_FUNCTION)
			continue;
		if (is_plain_setup(p->name)) {
			struct ctest_entry e = { .role = CTEST_SETS_UP, .framework = r->framework, .name = p->name, .group = STR(""), .part = NONE, .span = p->span };

			vec_push(&r->entries, e);
		} else if (str_starts(p->name, str_from(prefix))) {
			p->kind = CTEST_CASE;
			p->framework = r->framework;
		}
	}
}

/* QtTest runs the methods of a class, some of them around the others. */
static void take_methods(struct ctest_reader *r)
{
	static const char *const around[] = { "cleanup", "cleanupTestCase", "init", "initTestCase", NULL };

	vec_foreach (struct ctest_part, p, &r->parts) {
		struct str method = str_tail(p->name, ':'), class = str_slice(p->name, 0, str_find(p->name, ':'));

		for (size_t i = 0; i < r->entries.len && p->kind == CTEST_FUNCTION && method.len < p->name.len; i++) {
			struct ctest_entry e = r->entries.items[i];

			if (e.role != CTEST_INSTANCE || e.framework != FRAMEWORK_QTEST || !str_eq(e.name, class) || str_eq(method, class) || method.ptr[0] == '~')
				continue;
			if (str_is_one_of(method, around) || str_ends(method, STR("_data"))) {
				e.role = CTEST_SETS_UP;
				e.name = p->name;
				e.group = STR("");
				vec_push(&r->entries, e);
				break;
			}
			p->kind = CTEST_CASE;
			p->framework = FRAMEWORK_QTEST;
		}
	}
}

void ctest_find_entries(struct ctest_reader *r)
{
	const struct ctest_framework *f = ctest_framework(r->framework);

	for (uint32_t i = 0; i < r->t.count; i++) {
		enum test_framework framework;
		const struct ctest_registrar *x;

		if (r->arguments.items[i]) {
			take_init(r, i);
			continue;
		}
		if (!ctest_is_called(r, i))
			continue;
		if (token_is(&r->t, i, "tcase_create") && i > 1 && token_kind(&r->t, i - 1) == '=')
			add_entry(r, CTEST_MAKES, FRAMEWORK_CHECK, i - 2, STR(""));
		x = ctest_registrar(r->framework, token_text(&r->t, i), &framework);
		if (x)
			take_registrar(r, i, x, framework);
		else
			take_mock(r, i), take_names(r, i);
	}
	if (f && f->functions)
		take_named(r, f->functions);
	take_methods(r);
}
