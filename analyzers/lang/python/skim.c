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

/* The suite f stands behind the colon: returns where to go on. */
static uint32_t open_suite(struct skim *s, struct frame *f, uint32_t colon, uint32_t end, bool *ret_inline)
{
	f->is_inline = *ret_inline = end == NONE;
	return end == NONE ? skim_space(s, colon + 1, false) : end;
}

static uint32_t definition(
	struct skim *s, enum def_kind kind, uint32_t start, bool is_async, uint32_t p, bool *ret_inline)
{
	struct piece name;
	struct frame *f;
	uint32_t colon, end, def;

	name.start = skim_space(s, p, false);
	name.end = skim_identifier_end(s, name.start);
	if (name.start == name.end || skim_byte(s, name.end) == '"' || skim_byte(s, name.end) == '\'') {
		skim_broken(s, start, "definition without a name");
		return skim_run(s, p, s->len);
	}
	def = skim_add_def(s, kind, is_async, start, name);
	colon = run_header(s, name.end, &end);
	if (colon == NONE) {
		s->defs.len--;
		return end;
	}
	f = skim_push(s, kind == DEF_CLASS ? FRAME_CLASS : FRAME_FUNCTION);
	f->has_bindings = kind == DEF_CLASS;
	f->def = def;
	return open_suite(s, f, colon, end, ret_inline);
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

/* The names that a header binds in the scope around. */
static void header_targets(struct skim *s, enum block_kind kind, bool is_for, struct piece header)
{
	if (!skim_top(s)->has_bindings)
		return;
	if (kind == BLOCK_WITH)
		skim_with_targets(s, header.start, header.end);
	else if (is_for)
		skim_targets(s, header.start, find_word(s, header.start, header.end, "in"));
}

/* The types that a handler names, out of its header. */
static struct piece caught_types(struct skim *s, struct piece header)
{
	uint32_t star = skim_space(s, header.start, false);

	if (skim_byte(s, star) == '*')
		header.start = star + 1;
	header.end = find_word(s, header.start, header.end, "as");
	return header;
}

struct arm {
	enum block_kind kind;
	bool is_for;
	uint32_t start; /* of the keyword */
};

/* An arm of a compound statement, whose header goes on at p. */
static uint32_t arm(struct skim *s, struct arm arm, uint32_t p, bool *ret_inline)
{
	uint32_t end, colon = run_header(s, p, &end);
	struct piece header = { p, colon };
	struct frame *f;

	if (colon == NONE)
		return end;
	header_targets(s, arm.kind, arm.is_for, header);
	if (arm.kind == BLOCK_EXCEPT)
		header = caught_types(s, header);
	f = skim_push(s, FRAME_BLOCK);
	f->block_kind = arm.kind;
	f->start = arm.start;
	f->text = header;
	return open_suite(s, f, colon, end, ret_inline);
}

/* The first arm of a statement. */
static uint32_t first_arm(struct skim *s, enum chain chain, struct arm first, uint32_t p, bool *ret_inline)
{
	skim_top(s)->chain = chain;
	skim_top(s)->group = NONE;
	return arm(s, first, p, ret_inline);
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

	if (last > skim_space(s, p, false) + 1 && s->text[last - 1] == ':') {
		skim_push(s, FRAME_MATCH);
		return end;
	}
	s->seams.len = seams;
	return other_statement(s, start);
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

#define IS(word)                                                                               \
	(s->len - p >= sizeof(word) - 1 && memcmp(s->text + p, word, sizeof(word) - 1) == 0 && \
		!skim_is(s, p + (uint32_t)sizeof(word) - 1, CHAR_IDENTIFIER))

/* The keyword at p, of those that the skimmer cares about. */
static inline enum keyword find_keyword(const struct skim *s, uint32_t p)
{
	switch (skim_byte(s, p)) {
	case 'a': return IS("async") ? KEYWORD_ASYNC : KEYWORD_NONE;
	case 'c': return IS("class") ? KEYWORD_CLASS : IS("case") ? KEYWORD_CASE : KEYWORD_NONE;
	case 'd': return IS("def") ? KEYWORD_DEF : IS("del") ? KEYWORD_DEL : KEYWORD_NONE;
	case 'e':
		if (IS("except"))
			return KEYWORD_EXCEPT;
		return IS("else") ? KEYWORD_ELSE : IS("elif") ? KEYWORD_ELIF : KEYWORD_NONE;
	case 'f':
		if (IS("for"))
			return KEYWORD_FOR;
		return IS("from") ? KEYWORD_FROM : IS("finally") ? KEYWORD_FINALLY : KEYWORD_NONE;
	case 'i': return IS("if") ? KEYWORD_IF : IS("import") ? KEYWORD_IMPORT : KEYWORD_NONE;
	case 'm': return IS("match") ? KEYWORD_MATCH : KEYWORD_NONE;
	case 't': return IS("try") ? KEYWORD_TRY : KEYWORD_NONE;
	case 'w': return IS("with") ? KEYWORD_WITH : IS("while") ? KEYWORD_WHILE : KEYWORD_NONE;
	default: return KEYWORD_NONE;
	}
}

static uint32_t delete (struct skim *s, uint32_t p)
{
	uint32_t end = skim_run(s, p, s->len);

	if (skim_top(s)->has_bindings)
		skim_targets(s, p, skim_trim(s, p, end));
	return end;
}

/* The statement whose keyword ends at p; start is that of the keyword, or of the `async` before it. */
static uint32_t compound(struct skim *s, enum keyword keyword, uint32_t start, uint32_t p, bool *ret_inline)
{
	struct arm first = { .kind = BLOCK_LOOP, .start = start };

	switch (keyword) {
	case KEYWORD_IF: first.kind = BLOCK_IF; return first_arm(s, CHAIN_IF, first, p, ret_inline);
	case KEYWORD_TRY: first.kind = BLOCK_TRY; return first_arm(s, CHAIN_TRY, first, p, ret_inline);
	case KEYWORD_WITH: first.kind = BLOCK_WITH; return first_arm(s, CHAIN_NONE, first, p, ret_inline);
	case KEYWORD_FOR: first.is_for = true; return first_arm(s, CHAIN_LOOP, first, p, ret_inline);
	default: return first_arm(s, CHAIN_LOOP, first, p, ret_inline);
	}
}

/* What `async` stands before. */
static uint32_t async_statement(struct skim *s, uint32_t start, uint32_t p, bool *ret_inline)
{
	p = skim_space(s, p, false);
	switch (find_keyword(s, p)) {
	case KEYWORD_DEF: return definition(s, DEF_FUNCTION, start, true, p + 3, ret_inline);
	case KEYWORD_FOR: return compound(s, KEYWORD_FOR, start, p + 3, ret_inline);
	case KEYWORD_WITH: return compound(s, KEYWORD_WITH, start, p + 4, ret_inline);
	default: return other_statement(s, start);
	}
}

static uint32_t later_arm(struct skim *s, enum block_kind kind, uint32_t start, uint32_t p, bool *ret_inline)
{
	return arm(s, (struct arm){ .kind = kind, .start = start }, p, ret_inline);
}

/* A suite on its header's line holds none of these; looking for the colons of a thousand would take forever. */
static bool is_compound(enum keyword keyword)
{
	switch (keyword) {
	case KEYWORD_NONE:
	case KEYWORD_DEL:
	case KEYWORD_FROM:
	case KEYWORD_IMPORT:
	case KEYWORD_MATCH:
	case KEYWORD_CASE: return false;
	default: return true;
	}
}

/* The statement at p: returns its end, or, when *ret_inline, the beginning of the suite on its line. */
static uint32_t statement(struct skim *s, uint32_t p, bool *ret_inline)
{
	enum keyword keyword = find_keyword(s, p);

	s->statement = p;
	if (skim_top(s)->is_inline && is_compound(keyword)) {
		skim_broken(s, p, "compound statement behind a colon");
		keyword = KEYWORD_NONE;
	}
	switch (keyword) {
	case KEYWORD_NONE: return other_statement(s, p);
	case KEYWORD_ASYNC: return async_statement(s, p, p + 5, ret_inline);
	case KEYWORD_CLASS: return definition(s, DEF_CLASS, p, false, p + 5, ret_inline);
	case KEYWORD_DEF: return definition(s, DEF_FUNCTION, p, false, p + 3, ret_inline);
	case KEYWORD_DEL: return delete (s, p + 3);
	case KEYWORD_FROM: return skim_from(s, p, p + 4);
	case KEYWORD_IMPORT: return skim_import(s, p, p + 6);
	case KEYWORD_MATCH: return match(s, p, p + 5);
	case KEYWORD_CASE:
		if (skim_top(s)->kind != FRAME_MATCH)
			return other_statement(s, p);
		return later_arm(s, BLOCK_CASE, p, p + 4, ret_inline);
	case KEYWORD_ELIF: return later_arm(s, BLOCK_IF, p, p + 4, ret_inline);
	case KEYWORD_ELSE: return later_arm(s, else_kind(s), p, p + 4, ret_inline);
	case KEYWORD_EXCEPT: return later_arm(s, BLOCK_EXCEPT, p, p + 6, ret_inline);
	case KEYWORD_FINALLY: return later_arm(s, BLOCK_FINALLY, p, p + 7, ret_inline);
	case KEYWORD_IF: return compound(s, keyword, p, p + 2, ret_inline);
	case KEYWORD_FOR:
	case KEYWORD_TRY: return compound(s, keyword, p, p + 3, ret_inline);
	case KEYWORD_WITH: return compound(s, keyword, p, p + 4, ret_inline);
	case KEYWORD_WHILE: return compound(s, keyword, p, p + 5, ret_inline);
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

/*
 * The column of the line at p, whose rules are those of CPython's tokenizer:
 * tabs go to multiples of eight, a form feed begins anew, and of lines joined
 * before any code the first that is indented counts.
 */
static uint32_t measure_oddly(const struct skim *s, uint32_t p, uint32_t *ret_start)
{
	uint32_t column = 0, first = 0;

	for (;;) {
		switch (skim_byte(s, p)) {
		case ' ': column++; break;
		case '\t': column += TAB_WIDTH - column % TAB_WIDTH; break;
		case '\f': column = 0; break;
		case '\\':
			if (skim_is(s, p + 1, CHAR_NEWLINE)) {
				first = first ? first : column;
				p = skim_newline_end(s, p + 1);
				continue;
			}
			*ret_start = p;
			return first ? first : column;
		default: *ret_start = p; return first ? first : column;
		}
		p++;
	}
}

static inline uint32_t measure(const struct skim *s, uint32_t p, uint32_t *ret_start)
{
	uint32_t start = scan_spaces(s->text, p, s->len);

	if (skim_byte(s, start) <= ' ' || s->text[start] == '\\')
		return measure_oddly(s, p, ret_start);
	*ret_start = start;
	return start - p;
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

/* The first statement of the code at p. */
static uint32_t first_statement(const struct skim *s, uint32_t p)
{
	for (;;) {
		(void)measure(s, p, &p);
		if (skim_byte(s, p) == '#')
			p = scan_newline(s->text, p, s->len);
		if (!skim_is(s, p, CHAR_NEWLINE))
			return p;
		p = skim_newline_end(s, p);
	}
}

/* The first statement's text, if it is but a plain string; otherwise empty. */
static struct str docstring(struct skim *s, uint32_t p)
{
	struct literal l;

	if (!skim_literal(s, first_statement(s, p), &l) || !l.is_plain)
		return STR("");
	p = skim_space(s, l.end, false);
	if (p < s->len && !skim_is(s, p, CHAR_NEWLINE) && s->text[p] != ';' && s->text[p] != '#')
		return STR("");
	return skim_slice(s, l.text, l.text_end);
}

#define TAKE(of, counted)                                                                   \
	do {                                                                                \
		o->of = arena_copy(s->arena, s->of.items, s->of.len, sizeof(*s->of.items)); \
		o->counted = (uint32_t)s->of.len;                                           \
	} while (0)

static void finish(struct skim *s)
{
	struct outline *o = s->out;
	bool has_last_line = s->len > 0 && !(skim_chars[s->text[s->len - 1]] & CHAR_NEWLINE);

	o->line_count = scan_map_line(&s->map, s->len) - 1 + has_last_line;
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
