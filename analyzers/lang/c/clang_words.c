/* Names as text, in strings, comments, macros and what is switched off: what no reference search can see. */
#include "base/base.h"
#include "analyzers/lang/c/clang_find.h"

#include <ctype.h>

#include "analyzers/lang/c/clang_lex.h"

struct words {
	const struct clang_targets *targets;
	clang_leftover_list *out;
	struct str path, text;
	CXSourceRangeList *skipped;
	struct clang_tu *tu;
	uint32_t define_end; /* of the #define that the walk is in, or 0 */
};

static bool is_inactive(struct words *w, uint32_t offset)
{
	for (unsigned i = 0; w->skipped && i < w->skipped->count; i++) {
		const struct clang_api *api = w->tu->api;
		CXSourceRange range = w->skipped->ranges[i];

		if (clang_tu_expansion(w->tu, api->getRangeStart(range)).offset <= offset &&
			offset < clang_tu_expansion(w->tu, api->getRangeEnd(range)).offset)
			return true;
	}
	return false;
}

/* The line is counted when there is something to tell, which is rarely. */
static void add(struct words *w, uint32_t target, enum clang_leftover_kind kind, uint32_t offset, bool is_whole)
{
	struct clang_leftover left = {
		.target = target, .path = w->path, .offset = offset, .line = 1, .is_whole = is_whole
	};

	for (uint32_t i = 0; i < offset; i++)
		left.line += w->text.ptr[i] == '\n';
	left.kind = is_inactive(w, offset) ? CLANG_LEFT_INACTIVE : kind;
	vec_push(w->out, left);
}

static struct str word_at(struct str text, uint32_t at)
{
	uint32_t end = at;

	while (end < text.len && (isalnum((unsigned char)text.ptr[end]) || text.ptr[end] == '_'))
		end++;
	return str_slice(text, at, end);
}

/* Words inside of a comment or a literal. */
static void look_inside(struct words *w, struct clang_token t)
{
	struct str inside = clang_token_text(w->text, t);
	bool is_string = t.kind == CLANG_TOKEN_STRING;

	for (uint32_t at = 0; at < inside.len;) {
		struct str word = word_at(inside, at);

		for (uint32_t i = 0; word.len && i < w->targets->count; i++)
			if (str_eq(word, w->targets->items[i].name))
				add(w, i, is_string ? CLANG_LEFT_STRING : CLANG_LEFT_COMMENT, t.start + at,
					is_string && inside.len == word.len + 2);
		at += MAX((uint32_t)word.len, 1);
	}
}

static bool is_mark(struct str text, struct clang_token t, char c)
{
	return t.kind == CLANG_TOKEN_MARK && text.ptr[t.start] == c;
}

static bool is_line_start(struct str text, uint32_t at)
{
	while (at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\t'))
		at--;
	return at == 0 || text.ptr[at - 1] == '\n';
}

/* The end of the logical line, when the '#' begins a #define. */
static uint32_t define_end(struct str text, struct clang_token hash)
{
	struct clang_token word = clang_lex(text, hash.end);
	uint32_t at = word.end;

	if (!is_line_start(text, hash.start) || !str_is(clang_token_text(text, word), "define"))
		return 0;
	while (at < text.len &&
		!(text.ptr[at] == '\n' && text.ptr[at - 1] != '\\' &&
			!(at > 1 && text.ptr[at - 1] == '\r' && text.ptr[at - 2] == '\\')))
		at++;
	return at;
}

static enum clang_leftover_kind word_kind(struct words *w, struct clang_token before, struct clang_token t)
{
	struct clang_token next = clang_lex(w->text, t.end);
	bool is_hashed = is_mark(w->text, before, '#') && !is_line_start(w->text, before.start);

	if (is_hashed || (is_mark(w->text, next, '#') && next.end < w->text.len && w->text.ptr[next.end] == '#'))
		return CLANG_LEFT_HASH;
	return t.start < w->define_end ? CLANG_LEFT_MACRO : CLANG_LEFT_OTHER;
}

static void look_at_file(struct words *w)
{
	struct clang_token before = { .kind = CLANG_TOKEN_END };

	for (struct clang_token t = clang_lex(w->text, 0); t.kind != CLANG_TOKEN_END;
		before = t, t = clang_lex(w->text, t.end)) {
		if (t.kind == CLANG_TOKEN_COMMENT || t.kind == CLANG_TOKEN_STRING)
			look_inside(w, t);
		if (is_mark(w->text, t, '#') && t.start >= w->define_end)
			w->define_end = define_end(w->text, t);
		if (t.kind != CLANG_TOKEN_WORD)
			continue;
		for (uint32_t i = 0; i < w->targets->count; i++)
			if (str_eq(clang_token_text(w->text, t), w->targets->items[i].name))
				add(w, i, word_kind(w, before, t), t.start, false);
	}
}

static bool has_any(struct str text, const struct clang_targets *targets)
{
	for (uint32_t i = 0; i < targets->count; i++)
		if (str_has(text, targets->items[i].name))
			return true;
	return false;
}

void clang_find_words(struct clang_tu *tu, const struct clang_targets *targets, clang_leftover_list *out)
{
	for (size_t i = 0; i < tu->files.len; i++) {
		struct clang_file file = tu->files.items[i];
		struct words w = { .targets = targets, .out = out, .path = file.path, .text = file.bytes, .tu = tu };

		if (!file.is_project || !has_any(file.bytes, targets))
			continue;
		w.skipped = tu->api->getSkippedRanges(tu->handle, file.handle);
		look_at_file(&w);
		if (w.skipped)
			tu->api->disposeSourceRangeList(w.skipped);
	}
}
