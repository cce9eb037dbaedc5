/* What of a test can fail: its assertions, those about constants only, and tests that skip themselves at once. */
#include "base/base.h"
#include "analyzers/lang/c/tests.h"

#include <stdlib.h>

#include "base/bisect.h"

/* What the assertions of a part come to. */
struct checks {
	uint32_t constants, voids; /* voids: assert() under NDEBUG */
	uint32_t first;            /* token of the first such */
	bool assigns;              /* it is an assignment */
	bool tells;                /* something else may fail */
};

/* --- One assertion --- */

static bool is_word_true(struct str s)
{
	return str_is(s, "true") || str_is(s, "TRUE");
}

/* A number other than zero, or true. */
static bool is_truth(const struct ctest_reader *r, uint32_t i)
{
	struct str text = token_text(&r->t, i);

	if (token_kind(&r->t, i) == TOKEN_NUMBER)
		return text.ptr[0] >= '1' && text.ptr[0] <= '9' && str_find(text, '.') == text.len;
	return token_kind(&r->t, i) == TOKEN_NAME && is_word_true(text);
}

static bool is_untruth(const struct ctest_reader *r, uint32_t i)
{
	struct str text = token_text(&r->t, i);

	return (token_kind(&r->t, i) == TOKEN_NUMBER && str_is(text, "0")) ||
	       (token_kind(&r->t, i) == TOKEN_NAME && (str_is(text, "false") || str_is(text, "FALSE")));
}

static bool is_literal(const struct ctest_reader *r, uint32_t i)
{
	uint8_t kind = token_kind(&r->t, i);

	return kind == TOKEN_NUMBER || kind == TOKEN_STRING || kind == TOKEN_CHAR || is_truth(r, i) || is_untruth(r, i) || token_is(&r->t, i, "NULL") ||
	       token_is(&r->t, i, "nullptr");
}

/* What does an assertion of this name want of its first argument? */
enum wants { WANTS_TRUE, WANTS_FALSE, WANTS_EQUAL, WANTS_OTHER };

static enum wants wants_of(struct str name)
{
	static const char *const truths[] = { "ASSERT", "ASSERT_TRUE", "BOOST_CHECK", "BOOST_REQUIRE", "BOOST_TEST", "CHECK", "CHECK_TRUE", "CU_ASSERT",
					      "CU_ASSERT_TRUE", "EXPECT_TRUE", "QVERIFY", "REQUIRE", "TEST_ASSERT", "TEST_ASSERT_TRUE", "TEST_CHECK",
					      "assert", "assert_true", "ck_assert", "ck_assert_msg", "cl_assert", "cr_assert", "cr_expect", "fail_unless",
					      "g_assert", "g_assert_true", "munit_assert", "munit_assert_true", NULL };
	static const char *const untruths[] = { "ASSERT_FALSE", "CHECK_FALSE", "CU_ASSERT_FALSE", "EXPECT_FALSE", "REQUIRE_FALSE", "TEST_ASSERT_FALSE",
						"assert_false", "fail_if", "g_assert_false", NULL };
	static const char *const equals[] = { "ASSERT_EQ", "CU_ASSERT_EQUAL", "EXPECT_EQ", "LONGS_EQUAL", "QCOMPARE", "TEST_ASSERT_EQUAL", "TEST_ASSERT_EQUAL_INT",
					      "assert_int_equal", "ck_assert_int_eq", "ck_assert_str_eq", "ck_assert_uint_eq", NULL };

	if (str_is_one_of(name, truths))
		return WANTS_TRUE;
	if (str_is_one_of(name, untruths))
		return WANTS_FALSE;
	return str_is_one_of(name, equals) ? WANTS_EQUAL : WANTS_OTHER;
}

/* `p = 1`: the token of the value when it is a constant that is no zero. */
static bool assigns_truth(const struct ctest_reader *r, uint32_t from, uint32_t end)
{
	if (end < from + 3 || token_kind(&r->t, end - 2) != '=' || !is_truth(r, end - 1))
		return false;
	for (uint32_t i = from; i < end - 2; i++) {
		uint8_t kind = token_kind(&r->t, i);

		if (kind != TOKEN_NAME && kind != '.' && kind != TOKEN_ARROW && kind != '*')
			return false;
	}
	return true;
}

/* True when nothing that the program does can make it fail. */
static bool is_constant(const struct ctest_reader *r, uint32_t i, bool *ret_assigns)
{
	enum wants wants = wants_of(token_text(&r->t, i));
	uint32_t end, second_end, from = ctest_argument(r, i + 1, 0, &end), second = ctest_argument(r, i + 1, 1, &second_end);

	if (str_ends(token_text(&r->t, i), STR("SUCCEED")))
		return true;
	if (from == NONE || wants == WANTS_OTHER)
		return false;
	if (wants == WANTS_EQUAL)
		return second != NONE && end == from + 1 && second_end == second + 1 && is_literal(r, from) &&
		       str_eq(token_text(&r->t, from), token_text(&r->t, second));
	if (wants == WANTS_TRUE && assigns_truth(r, from, end))
		return *ret_assigns = true;
	return end == from + 1 && (wants == WANTS_TRUE ? is_truth(r, from) : is_untruth(r, from));
}

/* --- Parts --- */

static bool is_zero(const struct ctest_reader *r, uint32_t i)
{
	return token_is(&r->t, i, "EXIT_SUCCESS") || token_is(&r->t, i, "NULL") || token_is(&r->t, i, "MUNIT_OK") || is_untruth(r, i);
}

static void take_call(struct ctest_reader *r, uint32_t i, struct checks *c)
{
	struct str name = token_text(&r->t, i);
	bool assigns = false;

	if (c->tells)
		return;
	if (r->without_assert && str_is(name, "assert")) {
		c->first = c->constants + c->voids++ ? c->first : i;
	} else if (ctest_is_assertion(r->framework, name) && is_constant(r, i, &assigns)) {
		c->first = c->constants++ + c->voids ? c->first : i;
		c->assigns |= assigns;
	} else if (ctest_is_assertion(r->framework, name) || ctest_may_fail(name)) {
		c->tells = true;
	}
}

static void take_token(struct ctest_reader *r, uint32_t i, struct checks *c, unsigned *flags)
{
	if (token_is(&r->t, i, "throw") || token_is(&r->t, i, "asm") || token_is(&r->t, i, "__asm__")) {
		c->tells = true;
	} else if (token_is(&r->t, i, "return")) {
		if (token_kind(&r->t, i + 1) != ';' && !(is_zero(r, i + 1) && token_kind(&r->t, i + 2) == ';'))
			*flags |= CTEST_VERDICT;
	} else if (ctest_is_called(r, i)) {
		take_call(r, i, c);
	} else if (r->directives.items[i] && token_kind(&r->t, i) == TOKEN_NAME && ctest_may_fail(token_text(&r->t, i))) {
		c->tells = true; /* in a macro */
	}
}

static void take_part(struct ctest_reader *r, uint32_t part, struct checks *c)
{
	struct ctest_part *p = &r->parts.items[part];
	bool is_test = p->kind == CTEST_CASE || p->flags & CTEST_ENTERS;

	p->flags |= c->tells ? CTEST_TELLS : 0;
	if (c->tells || !is_test || c->constants + c->voids == 0)
		return;
	if (c->voids)
		ctest_add_flaw(r, FLAW_SILENT, part, c->first, r->closes.items[c->first + 1] + 1, "asserts nothing: NDEBUG is defined above, and takes every assert() away");
	else
		ctest_add_flaw(r, FLAW_CONSTANT, part, c->first, r->closes.items[c->first + 1] + 1,
			       c->assigns ? "assigns where it should compare, which is always true" : "asserts nothing but a constant");
}

/* --- Tests that begin by ending --- */

static bool begins_with_directive(const struct ctest_reader *r, uint32_t body)
{
	return body && r->directives.items[body - 1];
}

static void take_first_statement(struct ctest_reader *r, uint32_t part)
{
	const struct ctest_part *p = &r->parts.items[part];
	const struct ctest_framework *f = ctest_framework(p->framework);
	uint32_t at = r->bodies.items[part], close;

	if (p->kind != CTEST_CASE || at >= r->t.count || r->t.items[at].start >= p->end || r->directives.items[at] || begins_with_directive(r, at))
		return;
	if (token_is(&r->t, at, "return") && token_kind(&r->t, at + 1) == ';') {
		if (token_kind(&r->t, at + 2) != '}' && r->t.items[at + 1].end < p->end)
			ctest_add_flaw(r, FLAW_SKIPPED, part, at, at + 1, "returns before it does anything");
		return;
	}
	if (!f || !ctest_is_called(r, at) || !str_is_one_of(token_text(&r->t, at), f->skips))
		return;
	close = r->closes.items[at + 1];
	/* GLib goes on behind it. */
	if (p->framework == FRAMEWORK_GLIB && !token_is(&r->t, close + 2, "return"))
		return;
	ctest_add_flaw(r, FLAW_SKIPPED, part, at, MIN(close + 1, r->t.count), "is skipped whatever happens");
}

void ctest_find_checks(struct ctest_reader *r)
{
	struct checks *checks = xcalloc(r->parts.len + 1, sizeof(*checks));

	for (uint32_t i = 0; i < r->t.count; i++) {
		uint32_t part = r->part_of.items[i];

		if (part != NONE && !r->arguments.items[i] && i >= r->bodies.items[part])
			take_token(r, i, &checks[part], &r->parts.items[part].flags);
	}
	for (uint32_t i = 0; i < r->parts.len; i++) {
		take_part(r, i, &checks[i]);
		take_first_statement(r, i);
	}
	free(checks);
}
