/* A Python file's outline by skimming: statements, and the suites they stand in. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/lang/python/python_impl.h"
#include "analyzers/lang/python/terms.h"

#define TAB_WIDTH 8 /* of the language reference */

/* --- Compound statements --- */

/*
 * Run over the header that goes on at p. Returns its colon; NONE when there is
 * none. *ret_end is the end of the line's code when the suite follows on lines
 * of its own, otherwise NONE.
 */
static uint32_t run_header(struct skim *s, uint32_t p, uint32_t *ret_end)
{
	size_t seams = s->seams.len;
	uint32_t end = skim_run(s, p, s->len), last = skim_trim(s, p, end), colon;

	*ret_end = end;
	if (last > p && s->text[last - 1] == ':')
		return last - 1;
	colon = skim_colon(s, p);
	if (colon == NONE) {
		skim_broken(s, p, "expected ':'");
		return NONE;
	}
	/* What was found behind the colon belongs to the suite, and will be found again. */
	s->seams.len = seams;
	*ret_end = NONE;
	skim_run(s, p, colon);
	return colon;
}

/* Opens the suite behind the colon; returns where to go on. */
static uint32_t open_suite(struct skim *s, struct frame frame, uint32_t colon, uint32_t end, bool *ret_inline)
{
	frame.is_inline = *ret_inline = end == NONE;
	skim_push(s, frame);
	return frame.is_inline ? skim_space(s, colon + 1, false) : end;
}

static uint32_t definition(struct skim *s, enum def_kind kind, uint32_t start, bool is_async, uint32_t p,
	bool *ret_inline)
{
	struct piece name;
	struct frame frame = {
		.kind = kind == DEF_CLASS ? FRAME_CLASS : FRAME_FUNCTION,
		.has_bindings = kind == DEF_CLASS,
	};
	uint32_t colon, end;

	name.start = skim_space(s, p, false);
	name.end = skim_identifier_end(s, name.start);
	if (name.start == name.end) {
		skim_broken(s, start, "definition without a name");
		return skim_run(s, p, s->len);
	}
	frame.def = skim_add_def(s, kind, is_async, start, name);
	colon = run_header(s, name.end, &end);
	if (colon == NONE) {
		s->defs.len--;
		return end;
	}
	return open_suite(s, frame, colon, end, ret_inline);
}

/* The `as` or `in` outside of brackets; `to` when there is none. */
static uint32_t find_word(struct skim *s, uint32_t p, uint32_t to, const char *word)
{
	while (p < to) {
		uint32_t end = skim_identifier_end(s, p);

		if (str_is(skim_slice(s, p, end), word))
			return p;
		if (s->text[p] == '"' || s->text[p] == '\'')
			end = skim_string(s, p);
		else if (s->text[p] == '(' || s->text[p] == '[' || s->text[p] == '{')
			end = skim_bracket(s, p, to);
		p = end > p ? end : p + 1;
	}
	return to;
}

/* An arm of a compound statement: its keyword is at start, its header goes on at p. */
static uint32_t arm(struct skim *s, enum block_kind kind, uint32_t start, uint32_t p, bool *ret_inline)
{
	const struct frame *outer = skim_top(s);
	bool has_bindings = outer->has_bindings;
	uint32_t end, colon = run_header(s, p, &end);
	struct frame frame = {
		.kind = FRAME_BLOCK,
		.block_kind = kind,
		.has_bindings = has_bindings,
		.def = outer->def,
		.start = start,
		.text_start = p,
		.text_end = colon,
	};

	if (colon == NONE)
		return end;
	if (kind == BLOCK_EXCEPT) {
		frame.text_start += skim_byte(s, skim_space(s, p, false)) == '*' ? skim_space(s, p, false) + 1 - p : 0;
		frame.text_end = find_word(s, frame.text_start, colon, "as");
	}
	if (has_bindings && kind == BLOCK_WITH)
		skim_with_targets(s, p, colon);
	return open_suite(s, frame, colon, end, ret_inline);
}

/* The first arm of a statement. */
static uint32_t first_arm(struct skim *s, enum chain chain, enum block_kind kind, uint32_t start, uint32_t p,
	bool *ret_inline)
{
	skim_top(s)->chain = chain;
	skim_top(s)->group = NONE;
	return arm(s, kind, start, p, ret_inline);
}

static uint32_t for_loop(struct skim *s, uint32_t start, uint32_t p, bool *ret_inline)
{
	size_t frames = s->frames.len;
	bool has_bindings = skim_top(s)->has_bindings;
	uint32_t next = first_arm(s, CHAIN_LOOP, BLOCK_LOOP, start, p, ret_inline);

	if (has_bindings && s->frames.len > frames) {
		struct frame loop = vec_pop(&s->frames); /* the targets belong to the scope around */

		skim_targets(s, p, find_word(s, p, loop.text_end, "in"));
		vec_push(&s->frames, loop);
	}
	return next;
}

static enum block_kind else_kind(const struct skim *s)
{
	switch (skim_top(s)->chain) {
	case CHAIN_TRY: return BLOCK_TRY_ELSE;
	case CHAIN_LOOP: return BLOCK_LOOP;
	default: return BLOCK_ELSE;
	}
}

/* --- match: a word like any other, unless its line ends with a colon --- */

static uint32_t other_statement(struct skim *s, uint32_t p)
{
	return skim_top(s)->has_bindings ? skim_assignment(s, p) : skim_run(s, p, s->len);
}

static uint32_t match(struct skim *s, uint32_t start, uint32_t p)
{
	size_t seams = s->seams.len;
	uint32_t end = skim_run(s, p, s->len), last = skim_trim(s, p, end);
	struct frame frame = { .kind = FRAME_MATCH };

	if (last <= skim_space(s, p, false) + 1 || s->text[last - 1] != ':') {
		s->seams.len = seams;
		return other_statement(s, start);
	}
	frame.has_bindings = skim_top(s)->has_bindings;
	frame.def = skim_top(s)->def;
	frame.chain = CHAIN_MATCH;
	skim_push(s, frame);
	return end;
}

/* --- Statements --- */

enum keyword {
	KEYWORD_NONE,
	KEYWORD_ASYNC,
	KEYWORD_CASE,
	KEYWORD_CLASS,
	KEYWORD_DEF,
	KEYWORD_DEL,
	KEYWORD_ELIF,
	KEYWORD_ELSE,
	KEYWORD_EXCEPT,
	KEYWORD_FINALLY,
	KEYWORD_FOR,
	KEYWORD_FROM,
	KEYWORD_IF,
	KEYWORD_IMPORT,
	KEYWORD_MATCH,
	KEYWORD_TRY,
	KEYWORD_WHILE,
	KEYWORD_WITH,
};

#define IS(word) (end - p == sizeof(word) - 1 && memcmp(s->text + p, word, sizeof(word) - 1) == 0)

/* The keyword at p, of those that the skimmer cares about. */
static enum keyword find_keyword(const struct skim *s, uint32_t p, uint32_t end)
{
	switch (s->text[p]) {
	case 'a': return IS("async") ? KEYWORD_ASYNC : KEYWORD_NONE;
	case 'c': return IS("class") ? KEYWORD_CLASS : IS("case") ? KEYWORD_CASE : KEYWORD_NONE;
	case 'd': return IS("def") ? KEYWORD_DEF : IS("del") ? KEYWORD_DEL : KEYWORD_NONE;
	case 'e':
		return IS("except") ? KEYWORD_EXCEPT :
			IS("else") ? KEYWORD_ELSE :
			IS("elif") ? KEYWORD_ELIF :
				     KEYWORD_NONE;
	case 'f':
		return IS("for") ? KEYWORD_FOR :
			IS("from") ? KEYWORD_FROM :
			IS("finally") ? KEYWORD_FINALLY :
					KEYWORD_NONE;
	case 'i': return IS("if") ? KEYWORD_IF : IS("import") ? KEYWORD_IMPORT : KEYWORD_NONE;
	case 'm': return IS("match") ? KEYWORD_MATCH : KEYWORD_NONE;
	case 't': return IS("try") ? KEYWORD_TRY : KEYWORD_NONE;
	case 'w': return IS("with") ? KEYWORD_WITH : IS("while") ? KEYWORD_WHILE : KEYWORD_NONE;
	default: return KEYWORD_NONE;
	}
}

static uint32_t delete(struct skim *s, uint32_t p)
{
	uint32_t end = skim_run(s, p, s->len);

	if (skim_top(s)->has_bindings)
		skim_targets(s, p, skim_trim(s, p, end));
	return end;
}

/* What `async` stands before. */
static uint32_t async_statement(struct skim *s, uint32_t start, uint32_t p, bool *ret_inline)
{
	uint32_t end;

	p = skim_space(s, p, false);
	end = skim_identifier_end(s, p);
	switch (p < s->len ? find_keyword(s, p, end) : KEYWORD_NONE) {
	case KEYWORD_DEF: return definition(s, DEF_FUNCTION, start, true, end, ret_inline);
	case KEYWORD_FOR: return for_loop(s, start, end, ret_inline);
	case KEYWORD_WITH: return first_arm(s, CHAIN_NONE, BLOCK_WITH, start, end, ret_inline);
	default: return other_statement(s, start);
	}
}

/* The statement at p: returns its end, or, when *ret_inline, the beginning of the suite on its line. */
static uint32_t statement(struct skim *s, uint32_t p, bool *ret_inline)
{
	uint32_t end = skim_identifier_end(s, p);

	s->statement = p;
	switch (end > p ? find_keyword(s, p, end) : KEYWORD_NONE) {
	case KEYWORD_NONE: return other_statement(s, p);
	case KEYWORD_ASYNC: return async_statement(s, p, end, ret_inline);
	case KEYWORD_CLASS: return definition(s, DEF_CLASS, p, false, end, ret_inline);
	case KEYWORD_DEF: return definition(s, DEF_FUNCTION, p, false, end, ret_inline);
	case KEYWORD_DEL: return delete (s, end);
	case KEYWORD_FROM: return skim_from(s, p, end);
	case KEYWORD_IMPORT: return skim_import(s, p, end);
	case KEYWORD_MATCH: return match(s, p, end);
	case KEYWORD_CASE:
		return skim_top(s)->kind == FRAME_MATCH ? arm(s, BLOCK_CASE, p, end, ret_inline) : other_statement(s, p);
	case KEYWORD_IF: return first_arm(s, CHAIN_IF, BLOCK_IF, p, end, ret_inline);
	case KEYWORD_ELIF: return arm(s, BLOCK_IF, p, end, ret_inline);
	case KEYWORD_ELSE: return arm(s, else_kind(s), p, end, ret_inline);
	case KEYWORD_TRY: return first_arm(s, CHAIN_TRY, BLOCK_TRY, p, end, ret_inline);
	case KEYWORD_EXCEPT: return arm(s, BLOCK_EXCEPT, p, end, ret_inline);
	case KEYWORD_FINALLY: return arm(s, BLOCK_FINALLY, p, end, ret_inline);
	case KEYWORD_FOR: return for_loop(s, p, end, ret_inline);
	case KEYWORD_WHILE: return first_arm(s, CHAIN_LOOP, BLOCK_LOOP, p, end, ret_inline);
	case KEYWORD_WITH: return first_arm(s, CHAIN_NONE, BLOCK_WITH, p, end, ret_inline);
	}
	BUG("no such keyword");
}

/* --- Lines --- */

/* All statements of the logical line at p; returns where its newline is. */
static uint32_t statements(struct skim *s, uint32_t p)
{
	bool is_inline = false;

	s->after_semicolon = false;
	for (;;) {
		p = statement(s, p, &is_inline);
		if (is_inline) {
			is_inline = false;
			continue;
		}
		if (skim_byte(s, p) != ';')
			return skim_byte(s, p) == '#' ? scan_newline(s->text, p, s->len) : p;
		p = skim_space(s, p + 1, false);
		if (p >= s->len || skim_is(s, p, CHAR_NEWLINE) || s->text[p] == '#')
			return scan_newline(s->text, p, s->len);
		s->after_semicolon = true;
	}
}

/* The newline of the last line with code: not p, when lines joined to it were blank. */
static uint32_t find_code_end(const struct skim *s, uint32_t p)
{
	if (p == 0 || !(skim_chars[s->text[p - 1]] & (CHAR_NEWLINE | CHAR_BLANK)))
		return p;
	return scan_newline(s->text, skim_trim(s, s->statement, p), p);
}

static uint32_t logical_line(struct skim *s, uint32_t p)
{
	p = statements(s, p);
	s->code_end = find_code_end(s, p);
	while (skim_top(s)->is_inline)
		skim_pop(s);
	return skim_newline_end(s, p);
}

/* A line indented by `column` begins at p: open or close suites. */
static void indent(struct skim *s, uint32_t p, uint32_t column)
{
	if (skim_top(s)->indent == NONE && column > s->frames.items[s->frames.len - 2].indent) {
		skim_top(s)->indent = column;
		return;
	}
	if (skim_top(s)->indent == NONE)
		skim_broken(s, p, "expected an indented block");
	else if (column > skim_top(s)->indent)
		skim_broken(s, p, "unexpected indent");
	while (s->frames.len > 1 && (skim_top(s)->indent == NONE || column < skim_top(s)->indent))
		skim_pop(s);
	if (column > skim_top(s)->indent)
		skim_broken(s, p, "inconsistent dedent");
}

/* The column of the line at p by the rules for tabs and form feeds; *ret_start is its first other character. */
static uint32_t measure(const struct skim *s, uint32_t p, uint32_t *ret_start)
{
	uint32_t start = scan_spaces(s->text, p, s->len), column = start - p;

	for (;; start++) {
		switch (skim_byte(s, start)) {
		case ' ': column++; break;
		case '\t': column += TAB_WIDTH - column % TAB_WIDTH; break;
		case '\f': column = 0; break;
		default: *ret_start = skim_space(s, start, false); return column;
		}
	}
}

static void read_lines(struct skim *s, uint32_t p)
{
	uint32_t column;

	while (p < s->len) {
		column = measure(s, p, &p);
		if (p >= s->len)
			break;
		if (s->text[p] == '#') {
			p = skim_newline_end(s, scan_newline(s->text, p, s->len));
		} else if (skim_chars[s->text[p]] & CHAR_NEWLINE) {
			p = skim_newline_end(s, p);
		} else {
			if (column != skim_top(s)->indent)
				indent(s, p, column);
			p = logical_line(s, p);
		}
	}
	if (skim_top(s)->indent == NONE)
		skim_broken(s, s->len, "expected an indented block");
	while (s->frames.len > 1)
		skim_pop(s);
}

/* --- The file --- */

/* The first statement, if it is but a plain string: empty when it is none. */
static struct str docstring(struct skim *s, uint32_t p)
{
	struct literal l;
	uint32_t start, end;

	for (;;) {
		(void)measure(s, p, &p);
		if (skim_byte(s, p) == '#')
			p = scan_newline(s->text, p, s->len);
		if (!skim_is(s, p, CHAR_NEWLINE))
			break;
		p = skim_newline_end(s, p);
	}
	start = end = p;
	while (skim_literal(s, p, &l)) {
		if (!l.is_plain)
			return STR("");
		end = l.end;
		p = skim_space(s, end, false);
	}
	if (p < s->len && !skim_is(s, p, CHAR_NEWLINE) && s->text[p] != ';' && s->text[p] != '#')
		return STR("");
	return skim_slice(s, start, end);
}

#define TAKE(of, counted)                                                                          \
	do {                                                                                       \
		o->of = arena_copy(s->arena, s->of.items, s->of.len, sizeof(*s->of.items));        \
		o->counted = (uint32_t)s->of.len;                                                  \
	} while (0)

static void finish(struct skim *s)
{
	struct outline *o = s->out;
	bool has_last_line = s->len > 0 && !(skim_chars[s->text[s->len - 1]] & CHAR_NEWLINE);

	o->line_count = skim_line(s, s->len) - 1 + has_last_line;
	TAKE(defs, def_count);
	TAKE(blocks, block_count);
	TAKE(imports, import_count);
	TAKE(names, name_count);
	TAKE(bindings, binding_count);
	TAKE(seams, seam_count);
	TAKE(exports, export_count);
}

void python_skim(struct lang_parser *p, struct str source, struct arena *a, struct outline *ret_outline)
{
	uint32_t start;

	if (!p->skim)
		p->skim = skim_new();
	start = skim_start(p->skim, source, a, ret_outline);
	if (terms_is_generated(source))
		ret_outline->marks |= MARK_GENERATED;
	if (terms_is_deprecated(docstring(p->skim, start)))
		ret_outline->marks |= MARK_DEPRECATED;
	read_lines(p->skim, start);
	finish(p->skim);
}
