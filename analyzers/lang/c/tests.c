/* Test code, file by file: the text under the reader, and the steps over it. */
#include "base/base.h"
#include "analyzers/lang/c/tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/bisect.h"

/* --- The text --- */

static void find_lines(struct ctest_reader *r)
{
	const char *end = r->source.ptr + r->source.len;

	vec_push(&r->lines, 0);
	for (const char *at = r->source.ptr; at < end;) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (!at)
			return;
		vec_push(&r->lines, (uint32_t)(++at - r->source.ptr));
	}
}

uint32_t ctest_line(const struct ctest_reader *r, uint32_t offset)
{
	size_t low = 0, high = r->lines.len;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (r->lines.items[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (uint32_t)low;
}

static struct span span_of(const struct ctest_reader *r, uint32_t start, uint32_t end)
{
	uint32_t line = ctest_line(r, start), end_line = ctest_line(r, end);

	return (struct span){ start, end, line + 1, start - r->lines.items[line] + 1, end_line + 1, end - r->lines.items[end_line] + 1 };
}

struct span ctest_span(const struct ctest_reader *r, uint32_t from, uint32_t to)
{
	uint32_t start = from < r->t.count ? r->t.items[from].start : (uint32_t)r->source.len;

	return span_of(r, start, to > from && to <= r->t.count ? r->t.items[to - 1].end : start);
}

/* As written, layout folded. */
struct str ctest_text(struct ctest_reader *r, uint32_t from, uint32_t to)
{
	struct span s = ctest_span(r, from, to);
	struct str text = str_slice(r->source, s.start, MIN(s.end, s.start + TEST_TEXT));
	char *at = arena_alloc(r->arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool is_space = strchr(" \t\r\n", text.ptr[i]) != NULL;

		if (!is_space || (len && at[len - 1] != ' '))
			at[len++] = is_space ? ' ' : text.ptr[i];
	}
	return (struct str){ at, len };
}

/* The token behind a preprocessor line that begins at `from`. */
static uint32_t directive_end(const struct ctest_reader *r, uint32_t from)
{
	uint32_t i = from + 1;

	for (; i < r->t.count; i++) {
		uint32_t between = r->t.items[i - 1].end, next = r->t.items[i].start;

		/* A newline counts that no backslash stands before. */
		for (uint32_t at = between; at < next; at++) {
			uint32_t before = at && r->source.ptr[at - 1] == '\r' ? at - 1 : at;

			if (r->source.ptr[at] == '\n' && !(before && r->source.ptr[before - 1] == '\\'))
				return i;
		}
	}
	return i;
}

static bool starts_line(const struct ctest_reader *r, uint32_t token)
{
	uint32_t at = r->t.items[token].start;

	while (at && (r->source.ptr[at - 1] == ' ' || r->source.ptr[at - 1] == '\t'))
		at--;
	return at == 0 || r->source.ptr[at - 1] == '\n';
}

/* What stands in preprocessor lines or in `#if 0` is no code. */
static void mark_directives(struct ctest_reader *r)
{
	for (uint32_t i = 0; i < r->t.count; i++) {
		vec_push(&r->directives, false);
		vec_push(&r->arguments, false);
	}
	for (uint32_t i = 0; i < r->t.count; i++)
		if (token_kind(&r->t, i) == '#' && starts_line(r, i))
			for (uint32_t end = directive_end(r, i); i < end; i++) {
				r->directives.items[i] = true;
				if (i + 1 == end)
					break;
			}
	for (uint32_t k = 0; k < r->facts->condition_count; k++) {
		const struct ccondition *c = &r->facts->conditions[k];

		uint32_t i = 0;

		if (c->is_never)
			bisect(i, r->t.count, r->t.items[i].start < c->start);
		for (; c->is_never && i < r->t.count && r->t.items[i].start < c->end; i++)
			r->directives.items[i] = true;
	}
}

/* Brackets that do not match close each other all the same, or at the end. */
static void match_brackets(struct ctest_reader *r)
{
	VEC(uint32_t) open = { 0 };

	for (uint32_t i = 0; i < r->t.count; i++) {
		uint8_t kind = token_kind(&r->t, i);

		vec_push(&r->closes, i);
		if (r->directives.items[i])
			continue;
		if (kind == '(' || kind == '[' || kind == '{') {
			r->closes.items[i] = r->t.count;
			vec_push(&open, i);
		} else if ((kind == ')' || kind == ']' || kind == '}') && open.len) {
			r->closes.items[vec_pop(&open)] = i;
		}
	}
	vec_release(&open);
}

bool ctest_is_named_call(const struct ctest_reader *r, uint32_t token)
{
	return token_kind(&r->t, token) == TOKEN_NAME && token_kind(&r->t, token + 1) == '(';
}

bool ctest_is_called(const struct ctest_reader *r, uint32_t token)
{
	return ctest_is_named_call(r, token) && !r->directives.items[token] && !r->directives.items[token + 1];
}

uint32_t ctest_argument(const struct ctest_reader *r, uint32_t open, int n, uint32_t *ret_end)
{
	uint32_t close = r->closes.items[open], i = open + 1, from = i;

	for (; i < close && i < r->t.count; i = MAX(r->closes.items[i], i) + 1) {
		if (token_kind(&r->t, i) != ',')
			continue;
		if (n-- == 0)
			break;
		from = i + 1;
	}
	*ret_end = MIN(MIN(i, close), r->t.count);
	return n > 0 || from >= *ret_end ? NONE : from;
}

void ctest_add_flaw(struct ctest_reader *r, enum test_flaw_kind kind, uint32_t part, uint32_t from, uint32_t to, const char *why)
{
	struct ctest_flaw x = { .kind = kind, .part = part, .span = ctest_span(r, from, to), .why = why, .group_end = (uint32_t)r->source.len };

	x.text = ctest_text(r, from, to);
	vec_push(&r->flaws, x);
}

/* --- The whole --- */

static enum test_framework framework_of(const struct cfacts *facts, enum test_framework hint)
{
	for (uint32_t i = 0; i < facts->include_count; i++) {
		enum test_framework f = ctest_framework_of_header(facts->includes[i].path);

		if (f != FRAMEWORK_COUNT)
			return f;
	}
	return hint;
}

/* Without a header of its own a file is told by what puts its functions in: that of GLib is every program's. */
static void take_framework(struct ctest_reader *r)
{
	for (uint32_t i = 0; r->framework == FRAMEWORK_COUNT && i < r->t.count; i++) {
		enum test_framework framework;
		const struct ctest_registrar *x = ctest_is_called(r, i) ? ctest_registrar(FRAMEWORK_COUNT, token_text(&r->t, i), &framework) : NULL;

		if (x && x->role == CTEST_ADDS)
			r->framework = framework;
	}
}

/* `#include "cases.inc"`: what is listed there is not seen. */
static bool includes_code(const struct cfacts *facts)
{
	for (uint32_t i = 0; i < facts->include_count; i++) {
		struct str path = facts->includes[i].path;

		if (facts->includes[i].form == CINCLUDE_MACRO || !(str_ends(path, STR(".h")) || str_ends(path, STR(".hpp")) || str_ends(path, STR(".hh")) ||
								  str_ends(path, STR(".hxx")) || str_find(path, '.') == path.len))
			return true;
	}
	return false;
}

static bool pastes(const struct cfacts *facts)
{
	for (uint32_t i = 0; i < facts->macro_count; i++)
		if (facts->macros[i].pastes)
			return true;
	return false;
}

/* NDEBUG, defined in the text in front of the only assert.h. */
static bool is_without_assert(const struct ctest_reader *r)
{
	bool is_defined = false, is_void = false;

	for (uint32_t i = 0; i + 2 < r->t.count; i++) {
		if (token_kind(&r->t, i) != '#' || !r->directives.items[i])
			continue;
		if (token_is(&r->t, i + 1, "undef") && token_is(&r->t, i + 2, "NDEBUG"))
			return false;
		is_defined |= token_is(&r->t, i + 1, "define") && token_is(&r->t, i + 2, "NDEBUG") && !ctest_is_conditional(r, r->t.items[i].start);
		if (token_is(&r->t, i + 1, "include") && token_is(&r->t, i + 3, "assert"))
			is_void = is_defined;
	}
	return is_void;
}

#define TAKE(ret, r, field, count) \
	((ret)->count = (uint32_t)(r)->field.len, (ret)->field = arena_copy((r)->arena, (r)->field.items, (r)->field.len, sizeof(*(r)->field.items)))

static int compare_flaws(const void *a, const void *b)
{
	const struct ctest_flaw *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

static void take(struct ctest_reader *r, struct ctest_facts *ret)
{
	vec_sort(&r->flaws, compare_flaws);
	TAKE(ret, r, parts, part_count);
	TAKE(ret, r, mentions, mention_count);
	TAKE(ret, r, entries, entry_count);
	TAKE(ret, r, flaws, flaw_count);
	TAKE(ret, r, words, word_count);
	ret->framework = r->framework;
	ret->pastes = pastes(r->facts);
	ret->includes_code = includes_code(r->facts);
}

static void release(struct ctest_reader *r)
{
	vec_release(&r->tokens);
	vec_release(&r->directives);
	vec_release(&r->arguments);
	vec_release(&r->closes);
	vec_release(&r->part_of);
	vec_release(&r->lines);
	vec_release(&r->bodies);
	vec_release(&r->parts);
	vec_release(&r->mentions);
	vec_release(&r->entries);
	vec_release(&r->flaws);
	vec_release(&r->words);
	map_release(&r->word_ids);
	map_release(&r->mention_ids);
}

void ctest_read(struct str source, const struct cfacts *facts, enum test_framework hint, struct arena *a, struct ctest_facts *ret)
{
	struct ctest_reader r = { .source = source, .facts = facts, .arena = a, .framework = framework_of(facts, hint) };

	*ret = (struct ctest_facts){ .is_read = true };
	token_all(source.ptr, 0, (uint32_t)source.len, &r.tokens);
	r.t = (struct c_tokens){ source.ptr, r.tokens.items, (uint32_t)r.tokens.len };
	find_lines(&r);
	mark_directives(&r);
	match_brackets(&r);
	r.without_assert = is_without_assert(&r);
	take_framework(&r);
	ctest_find_parts(&r);
	ctest_find_entries(&r);
	ctest_find_checks(&r);
	ctest_find_runs(&r);
	ctest_find_words(&r);
	take(&r, ret);
	release(&r);
}
