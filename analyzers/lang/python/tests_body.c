/* Can an assertion in this function ever fail? Handlers that swallow, constants, and tests that pass only while they fail. */
#include "base/base.h"
#include "analyzers/lang/python/tests.h"

#include <string.h>

enum check {
	CHECK_NONE,
	CHECK_MAYBE,    /* calls something that is named like an assertion */
	CHECK_CONSTANT, /* about a constant: cannot fail */
	CHECK_OUTCOME,  /* pytest.fail() and the like, which are no Exception */
	CHECK_REAL
};

struct body {
	struct test_reader *r;
	uint32_t def;
	const struct test_statement *s;
	size_t count;
};

static struct str text_of(const struct body *b, size_t i)
{
	return test_slice(b->r, b->s[i].start, b->s[i].end);
}

static struct str callee_of(struct str text)
{
	if (str_starts(text, STR("await ")))
		text = str_trim(str_slice(text, 6, text.len));
	for (size_t i = 0; i < text.len; i++)
		if (!(skim_chars[(unsigned char)text.ptr[i]] & CHAR_IDENTIFIER) && text.ptr[i] != '.')
			return text.ptr[i] == '(' ? str_slice(text, 0, i) : STR("");
	return STR("");
}

static struct str arguments_of(struct str text)
{
	return str_trim(str_slice(text, str_find(text, '(') + 1, text.len));
}

static bool begins_with_word(struct str text, const char *word)
{
	struct str w = str_from(word);

	return str_starts(text, w) && (text.len == w.len || !(skim_chars[(unsigned char)text.ptr[w.len]] & (CHAR_IDENTIFIER)));
}

bool test_is_skip_call(struct str text)
{
	struct str callee = callee_of(str_starts(text, STR("raise ")) ? str_trim(str_slice(text, 6, text.len)) : text);

	return str_is(callee, "pytest.skip") || str_is(callee, "self.skipTest") || str_is(str_tail(callee, '.'), "SkipTest");
}

/* --- One assertion --- */

/* Behind the bracket that opens at p; the source's end when it is open. */
static uint32_t bracket_end(const struct body *b, uint32_t p)
{
	return skim_bracket(b->r->lines.skim, p, b->r->lines.skim->len);
}

static bool has_comma(const struct body *b, uint32_t p, uint32_t to)
{
	struct skim *s = b->r->lines.skim;

	while (p < to) {
		if (s->text[p] == ',')
			return skim_space(s, p + 1, true) < to;
		p = MAX(skim_token(s, p, to), p + 1);
	}
	return false;
}

/* assert (x, "message"): always true. A generator or call in brackets has no comma at its top. */
static bool is_tuple(const struct body *b, size_t i)
{
	struct skim *s = b->r->lines.skim;
	uint32_t p = skim_space(s, b->s[i].start + 6, false), end;

	if (skim_byte(s, p) != '(')
		return false;
	end = bracket_end(b, p);
	return end == b->s[i].end && has_comma(b, p + 1, end - 1);
}

static bool is_constant_assert(const struct body *b, size_t i)
{
	struct skim *s = b->r->lines.skim;
	uint32_t p = skim_space(s, b->s[i].start + 6, false), end;
	struct str word;

	if (p >= b->s[i].end)
		return false;
	word = skim_slice(s, p, skim_identifier_end(s, p));
	if (str_is(word, "True") || str_is(word, "1"))
		end = p + (uint32_t)word.len;
	else if (skim_byte(s, p) == '"' || skim_byte(s, p) == '\'')
		end = skim_string(s, p);
	else
		return str_ends(text_of(b, i), STR(" or True"));
	end = skim_space(s, end, false);
	return end >= b->s[i].end || skim_byte(s, end) == ',';
}

/* assert False, self.fail(): meant to fail when it is come to. */
static bool is_constant_call(struct str callee, struct str arguments)
{
	struct str tail = str_tail(callee, '.');

	return (str_is(tail, "assertTrue") && begins_with_word(arguments, "True")) ||
	       (str_is(tail, "assertFalse") && begins_with_word(arguments, "False"));
}

/* One of the words at the beginning of the text, in whatever case; most letters begin none. */
static bool begins_with_check(struct str text)
{
	static const char *const words[] = { "assert", "check", "compare", "ensure", "expect", "fail", "raises", "should", "validate", "verif", "warns" };
	static const char firsts[] = "acefrsvw";

	if (!strchr(firsts, text.ptr[0] | 0x20))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (words[i][0] == (text.ptr[0] | 0x20) && str_has_nocase(str_slice(text, 0, strlen(words[i])), str_from(words[i])))
			return true;
	return false;
}

static bool names_a_check(struct str text)
{
	/* Names come before brackets. */
	if (str_find(text, '(') == text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (begins_with_check(str_slice(text, i, text.len)))
			return true;
	return false;
}

static bool is_own_assertion(struct str callee)
{
	return str_starts(callee, STR("self.assert")) || str_is(callee, "self.fail") || str_starts(callee, STR("cls.assert"));
}

static enum check check_of_call(struct str text)
{
	struct str callee = callee_of(text), tail = str_tail(callee, '.');

	if (is_constant_call(callee, arguments_of(text)))
		return CHECK_CONSTANT;
	if (str_is(callee, "pytest.fail") || str_is(callee, "pytest.raises") || str_is(callee, "pytest.warns"))
		return CHECK_OUTCOME;
	if (is_own_assertion(callee) || (callee.len && str_starts(tail, STR("assert"))))
		return CHECK_REAL;
	return names_a_check(text) ? CHECK_MAYBE : CHECK_NONE;
}

static enum check check_of(const struct body *b, size_t i)
{
	const struct test_statement *s = &b->s[i];
	struct str text = text_of(b, i);

	switch (s->kind) {
	case STATEMENT_ASSERT: return is_tuple(b, i) || is_constant_assert(b, i) ? CHECK_CONSTANT : CHECK_REAL;
	case STATEMENT_RAISE: return test_is_skip_call(text) ? CHECK_NONE : CHECK_REAL;
	case STATEMENT_WITH:
		if (str_has(text, STR("pytest.raises")) || str_has(text, STR("pytest.warns")))
			return CHECK_OUTCOME;
		return str_has(text, STR("assert")) ? CHECK_REAL : names_a_check(text) ? CHECK_MAYBE : CHECK_NONE;
	case STATEMENT_PASS:
	case STATEMENT_TRY:
	case STATEMENT_EXCEPT: return CHECK_NONE;
	default:
		if (test_is_skip_call(text))
			return CHECK_NONE;
		return s->kind == STATEMENT_OTHER && callee_of(text).len ? check_of_call(text) : names_a_check(text) ? CHECK_MAYBE : CHECK_NONE;
	}
}

/* --- Blocks --- */

/* Behind the last statement of the block that the header at i opens. */
static size_t block_end(const struct body *b, size_t i)
{
	size_t k = i + 1;

	while (k < b->count && b->s[k].column > b->s[i].column)
		k++;
	return k;
}

enum catches { CATCHES_LITTLE, CATCHES_ASSERTIONS, CATCHES_ALL };

static enum catches caught_by(const struct body *b, size_t handler)
{
	struct str types = str_trim(test_slice(b->r, b->s[handler].start + 6, b->s[handler].colon));
	struct skim *s = b->r->lines.skim;
	enum catches c = CATCHES_LITTLE;

	if (!types.len || str_has(types, STR("BaseException")))
		return CATCHES_ALL;
	for (uint32_t p = b->s[handler].start + 6; p < b->s[handler].colon;) {
		uint32_t end = skim_identifier_end(s, p);
		struct str word = skim_slice(s, p, end);

		if (str_is(word, "as"))
			break;
		if (str_is(word, "Exception") || str_is(word, "AssertionError"))
			c = CATCHES_ASSERTIONS;
		p = MAX(end, p + 1);
	}
	return c;
}

/* What only says something, or nothing. */
static bool does_nothing(const struct body *b, size_t i)
{
	static const char *const speakers[] = { "print", "logger.", "logging.", "log.", "self.logger.", "self.log.", "LOGGER.", "LOG.", "_logger.",
		"warnings.warn", "traceback.print_exc" };
	struct str text = text_of(b, i), callee = callee_of(text);

	if (b->s[i].kind == STATEMENT_PASS || (b->s[i].kind == STATEMENT_RETURN && str_is(str_trim(text), "return")))
		return true;
	if (test_is_skip_call(text) || check_of(b, i) == CHECK_CONSTANT)
		return true;
	for (size_t k = 0; callee.len && b->s[i].kind == STATEMENT_OTHER && k < ARRAY_LEN(speakers); k++) {
		struct str speaker = str_from(speakers[k]);

		if (str_ends(speaker, STR(".")) ? str_starts(callee, speaker) : str_eq(callee, speaker))
			return true;
	}
	return text.len && (text.ptr[0] == '"' || text.ptr[0] == '\'');
}

/* Does the handler take failures of these checks, and let nobody know? */
static bool swallows(const struct body *b, size_t handler, enum check worst)
{
	size_t end = block_end(b, handler);
	enum catches c = caught_by(b, handler);

	if (c == CATCHES_LITTLE || (worst == CHECK_OUTCOME && c != CATCHES_ALL) || b->s[handler].is_inline)
		return false;
	for (size_t i = handler + 1; i < end; i++)
		if (!does_nothing(b, i))
			return false;
	return end > handler + 1;
}

/* The handler that takes failures of a check in a try statement's body; count when none does. */
static size_t handler_of(const struct body *b, size_t try, enum check kind)
{
	size_t i = block_end(b, try);

	for (; i < b->count && b->s[i].column == b->s[try].column && b->s[i].kind == STATEMENT_EXCEPT; i = block_end(b, i)) {
		enum catches c = caught_by(b, i);

		/* The first that takes it is the one. */
		if (c == CATCHES_ALL || (c == CATCHES_ASSERTIONS && kind != CHECK_OUTCOME))
			return swallows(b, i, kind) ? i : b->count;
	}
	return b->count;
}

/* The innermost try around statement i whose handler swallows, or count; arms of a try are not around what is in its handlers. */
static size_t swallower_of(const struct body *b, size_t i, enum check kind)
{
	for (size_t k = 0; k < i; k++) {
		size_t h;

		if (b->s[k].kind != STATEMENT_TRY || block_end(b, k) <= i)
			continue;
		h = handler_of(b, k, kind);
		if (h < b->count)
			return h;
	}
	return b->count;
}

/* Is it inside of a handler that swallows: never come to unless something has failed already? */
static bool is_in_handler(const struct body *b, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (b->s[k].kind == STATEMENT_EXCEPT && block_end(b, k) > i)
			return true;
	return false;
}

/* --- Verdicts --- */

/* The usual case, seen at once: an assertion that is in no try, and is about something. */
static bool has_plain_assertion(const struct body *b)
{
	uint32_t column = NONE; /* of the try that is open */

	for (size_t i = 0; i < b->count; i++) {
		if (column != NONE && b->s[i].column <= column && b->s[i].kind != STATEMENT_EXCEPT && b->s[i].kind != STATEMENT_ARM)
			column = NONE;
		if (column != NONE)
			continue;
		if (b->s[i].kind == STATEMENT_TRY)
			column = b->s[i].column;
		else if (b->s[i].kind == STATEMENT_ASSERT ? check_of(b, i) == CHECK_REAL :
			 b->s[i].kind == STATEMENT_OTHER && str_starts(text_of(b, i), STR("self.assert")) && check_of(b, i) == CHECK_REAL)
			return true;
	}
	return false;
}

static void judge_assertions(const struct body *b)
{
	size_t real = 0, constant = 0, maybe = 0, swallowed = 0, handler = b->count, first_constant = b->count;

	for (size_t i = 0; i < b->count; i++) {
		enum check c = check_of(b, i);

		if (c == CHECK_NONE)
			continue;
		b->r->defs[b->def].flags |= TEST_DEF_CHECKS;
		if (c == CHECK_CONSTANT) {
			constant++;
			first_constant = MIN(first_constant, i);
			continue;
		}
		real++;
		maybe += c == CHECK_MAYBE;
		if (swallower_of(b, i, c) < b->count) {
			handler = MIN(handler, swallower_of(b, i, c));
			swallowed++;
		} else if (is_in_handler(b, i) && c != CHECK_MAYBE && b->s[i].kind == STATEMENT_RAISE) {
			return; /* a handler that raises lets somebody know */
		}
	}
	if (real && swallowed == real && maybe < real)
		test_flaw_add(b->r, FLAW_SWALLOWED, b->def, b->s[handler].start, b->s[handler].colon);
	else if (constant && !real && b->s[first_constant].kind == STATEMENT_ASSERT && !is_tuple(b, first_constant))
		test_flaw_add(b->r, FLAW_CONSTANT, b->def, b->s[first_constant].start, b->s[first_constant].end);
}

static void judge_tuples(const struct body *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->s[i].kind == STATEMENT_ASSERT && is_tuple(b, i))
			test_flaw_add(b->r, FLAW_TUPLE, b->def, b->s[i].start, b->s[i].end);
}

/* with pytest.raises(AssertionError): assert ... */
static void judge_inverted(const struct body *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct str text = text_of(b, i);

		if (b->s[i].kind != STATEMENT_WITH || !(str_has(text, STR("raises(AssertionError")) || str_has(text, STR("assertRaises(AssertionError"))))
			continue;
		for (size_t k = i + 1; k < block_end(b, i); k++) {
			struct str inner = text_of(b, k);

			if (b->s[k].kind == STATEMENT_ASSERT || is_own_assertion(callee_of(inner))) {
				test_flaw_add(b->r, FLAW_INVERTED, b->def, b->s[i].start, b->s[i].colon);
				return;
			}
		}
	}
}

/* Skips at its top, before it has checked anything. */
static void judge_skip(const struct body *b)
{
	for (size_t i = 0; i < b->count; i++) {
		if (b->s[i].column > b->s[0].column)
			continue;
		if (test_is_skip_call(text_of(b, i))) {
			test_flaw_add(b->r, FLAW_SKIPPED, b->def, b->s[i].start, b->s[i].end);
			return;
		}
		if (b->s[i].kind != STATEMENT_OTHER && b->s[i].kind != STATEMENT_PASS)
			return;
	}
}

static void note_comparison(const struct body *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct str text = text_of(b, i);
		bool is_constant;

		if (b->s[i].kind != STATEMENT_ASSERT && !str_starts(text, STR("self.assertIs")))
			continue;
		if (b->s[i].kind == STATEMENT_ASSERT && !str_has(text, STR(" is ")))
			continue;
		is_constant = str_has(text, STR(" is not None")) || str_has(text, STR(" is None")) || str_has(text, STR(" is True")) ||
				   str_has(text, STR(" is False"));

		if (str_has(text, STR("assertIs(")) || str_has(text, STR("assertIsNot(")) ||
		    (b->s[i].kind == STATEMENT_ASSERT && str_has(text, STR(" is ")) && !is_constant))
			b->r->defs[b->def].flags |= TEST_DEF_COMPARES;
	}
}

void test_body_judge(struct test_reader *r, uint32_t def, const struct test_statement *s, size_t count)
{
	struct body b = { .r = r, .def = def, .s = s, .count = count };

	if (count == 0)
		return;
	if (has_plain_assertion(&b))
		r->defs[def].flags |= TEST_DEF_CHECKS;
	else if (str_starts(r->outline->defs[def].name, STR("t")))
		judge_assertions(&b); /* of a test, or what is nearly named so */
	judge_tuples(&b);
	judge_inverted(&b);
	judge_skip(&b);
	note_comparison(&b);
}
