/* Decorators and headers of test code: marks, fixtures, skips, bases and parameters. */
#include "base/base.h"
#include "analyzers/lang/python/tests.h"

#include <stdlib.h>

/* --- Marks --- */

static size_t find(struct str text, struct str needle, size_t from)
{
	for (size_t i = from; i + needle.len <= text.len; i++)
		if (str_starts(str_slice(text, i, text.len), needle))
			return i;
	return text.len;
}

static size_t identifier_end(struct str text, size_t at)
{
	while (at < text.len && (skim_chars[(unsigned char)text.ptr[at]] & CHAR_IDENTIFIER))
		at++;
	return at;
}

uint32_t test_marks_read(struct test_reader *r, struct str text, struct str **ret)
{
	VEC(struct str) marks = { 0 };
	uint32_t count;

	for (size_t at = find(text, STR("mark."), 0); at < text.len; at = find(text, STR("mark."), at + 1)) {
		size_t end = identifier_end(text, at + 5);

		vec_push(&marks, arena_str(r->arena, str_slice(text, at + 5, end)));
	}
	*ret = arena_copy(r->arena, marks.items, marks.len, sizeof(*marks.items));
	count = (uint32_t)marks.len;
	vec_release(&marks);
	return count;
}

/* --- Skips --- */

/* What stands in the brackets behind a name: "" when there are none. */
static struct str arguments_of(struct str text, struct str name)
{
	size_t at = find(text, name, 0);

	while (at < text.len) {
		size_t end = at + name.len;

		if (identifier_end(text, end) == end && (at == 0 || text.ptr[at - 1] == '.' || text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '['))
			return end < text.len && text.ptr[end] == '(' ? str_trim(str_slice(text, end + 1, text.len)) : STR("");
		at = find(text, name, at + 1);
	}
	return (struct str){ NULL, 0 };
}

static bool begins_with_word(struct str text, const char *word)
{
	return str_is(str_slice(text, 0, identifier_end(text, 0)), word);
}

bool test_text_skips(struct str text)
{
	struct str when, unless;

	if (str_has(text, STR("mark.skip")) || str_starts(text, STR("unittest.skip")) || str_starts(text, STR("skip"))) {
		if (arguments_of(text, STR("skip")).ptr)
			return true;
		when = arguments_of(text, STR("skipif"));
		if (!when.ptr)
			when = arguments_of(text, STR("skipIf"));
		unless = arguments_of(text, STR("skipUnless"));
		return (when.ptr && begins_with_word(when, "True")) || (unless.ptr && begins_with_word(unless, "False"));
	}
	return false;
}

/* A condition, strictness or kind of error says that somebody looks at it. */
static bool is_loose_xfail(struct str text)
{
	struct str in = arguments_of(text, STR("xfail"));

	if (!in.ptr || !str_has(text, STR("mark.xfail")))
		return false;
	if (!in.len || in.ptr[0] == ')')
		return true;
	return str_starts(in, STR("reason")) && !str_has(text, STR("strict")) && !str_has(text, STR("raises")) && !str_has(text, STR("condition"));
}

void test_decorator_read(struct test_reader *r, uint32_t def, uint32_t from, uint32_t to)
{
	struct str text = str_trim(test_slice(r, from, to));
	struct str name = str_slice(text, 0, str_find(text, '('));
	struct test_def *d = &r->defs[def];
	struct str *marks;
	uint32_t count = test_marks_read(r, text, &marks);

	d->header_line = MIN(d->header_line, scan_map_line(&r->lines.skim->map, from));
	if (str_is(str_tail(name, '.'), "fixture") || str_is(str_tail(name, '.'), "fixture_async"))
		d->flags |= TEST_DEF_FIXTURE | (str_has(text, STR("autouse=True")) ? TEST_DEF_AUTOUSE : 0u);
	if (count) {
		struct str *all = arena_array(r->arena, struct str, d->mark_count + count);

		for (uint32_t i = 0; i < d->mark_count + count; i++)
			all[i] = i < d->mark_count ? d->marks[i] : marks[i - d->mark_count];
		d->marks = all;
		d->mark_count += count;
	}
	if (test_text_skips(text))
		test_flaw_add(r, FLAW_SKIPPED, def, from, to);
	else if (is_loose_xfail(text))
		test_flaw_add(r, FLAW_XFAIL, def, from, to);
	test_words_read(r, def, from, to);
}

/* --- Headers --- */

/* The names that begin the parts between commas, outside of brackets in them; stars and defaults left out. */
static uint32_t read_items(struct test_reader *r, uint32_t p, uint32_t to, bool is_dotted, struct str **ret)
{
	struct skim *s = r->lines.skim;
	VEC(struct str) items = { 0 };
	bool at_start = true;
	uint32_t count;

	while (p < to) {
		uint32_t end;

		p = skim_space(s, p, true);
		if (p >= to)
			break;
		end = at_start && is_dotted ? MAX(skim_dotted_end(s, p, true), skim_token(s, p, to)) : skim_token(s, p, to);
		if (at_start && skim_is(s, p, CHAR_IDENTIFIER)) {
			uint32_t next = skim_space(s, end, true);

			if (!is_dotted || skim_byte(s, next) != '=')
				vec_push(&items, arena_str(r->arena, skim_slice(s, p, end)));
			at_start = false;
		}
		if (s->text[p] == ',')
			at_start = true;
		p = MAX(end, p + 1);
	}
	*ret = arena_copy(r->arena, items.items, items.len, sizeof(*items.items));
	count = (uint32_t)items.len;
	vec_release(&items);
	return count;
}

void test_header_read(struct test_reader *r, uint32_t def, uint32_t from, uint32_t to)
{
	struct test_def *d = &r->defs[def];
	const struct def *of = &r->outline->defs[def];
	uint32_t open = of->span.end, end;

	/* The logical line's first colon may be that of an annotation: brackets end where they end. */
	(void)from;
	(void)to;
	open = skim_space(r->lines.skim, open, false);
	if (skim_byte(r->lines.skim, open) == '[')
		open = skim_space(r->lines.skim, skim_bracket(r->lines.skim, open, r->lines.skim->len), false);
	if (skim_byte(r->lines.skim, open) != '(')
		return;
	end = skim_bracket(r->lines.skim, open, r->lines.skim->len);
	if (of->kind == DEF_CLASS) {
		d->base_count = read_items(r, open + 1, end - 1, true, &d->bases);
	} else {
		d->param_count = read_items(r, open + 1, end - 1, false, &d->params);
		if (d->param_count && (str_is(d->params[0], "self") || str_is(d->params[0], "cls"))) {
			d->params++;
			d->param_count--;
		}
		if (d->param_count)
			d->flags |= TEST_DEF_ARGUMENTS;
	}
	test_words_read(r, def, open, end);
}
