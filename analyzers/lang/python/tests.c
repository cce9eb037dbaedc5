/* Test code of one file, statement by statement: who mentions what, and what becomes of assertions. */
#include "base/base.h"
#include "analyzers/lang/python/tests.h"

#include <stdlib.h>

void test_flaw_add(struct test_reader *r, enum test_flaw_kind kind, uint32_t def, uint32_t start, uint32_t end)
{
	struct test_flaw f = { .kind = kind, .def = def, .span = skim_span(r->lines.skim, start, end) };

	f.text = arena_str(r->arena, test_slice(r, start, MIN(end, start + TEST_TEXT)));
	f.text = str_slice(f.text, 0, str_find(f.text, '\n'));
	vec_push(&r->flaws, f);
}

/* --- Kinds --- */

static enum test_statement_kind kind_of(const struct test_reader *r, const struct logical_line *line)
{
	static const struct {
		const char *word;
		enum test_statement_kind kind;
		bool has_colon;
	} kinds[] = {
		{ "assert", STATEMENT_ASSERT, false },
		{ "case", STATEMENT_ARM, true },
		{ "continue", STATEMENT_PASS, false },
		{ "elif", STATEMENT_ARM, true },
		{ "else", STATEMENT_ARM, true },
		{ "except", STATEMENT_EXCEPT, true },
		{ "finally", STATEMENT_ARM, true },
		{ "for", STATEMENT_BLOCK, true },
		{ "if", STATEMENT_BLOCK, true },
		{ "match", STATEMENT_BLOCK, true },
		{ "pass", STATEMENT_PASS, false },
		{ "raise", STATEMENT_RAISE, false },
		{ "return", STATEMENT_RETURN, false },
		{ "try", STATEMENT_TRY, true },
		{ "while", STATEMENT_BLOCK, true },
		{ "with", STATEMENT_WITH, true },
	};
	struct skim *s = r->lines.skim;
	uint32_t at = line->code;
	struct str word = skim_slice(s, at, skim_identifier_end(s, at));

	if (word.len == 5 && str_is(word, "async")) {
		at = skim_space(s, at + (uint32_t)word.len, false);
		word = skim_slice(s, at, skim_identifier_end(s, at));
	}
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (word.len && word.ptr[0] == kinds[i].word[0] && str_is(word, kinds[i].word))
			return kinds[i].has_colon && line->colon == NONE ? STATEMENT_OTHER : kinds[i].kind;
	return str_starts(test_slice(r, line->code, line->code_end), STR("...")) ? STATEMENT_PASS : STATEMENT_OTHER;
}

/* --- Which definition a line stands in --- */

struct position {
	uint32_t next;   /* the definition that begins next */
	uint32_t inside; /* the innermost that is open, or NONE */
};

static bool begins_def(const struct test_reader *r, const struct position *at, const struct logical_line *line)
{
	return at->next < r->outline->def_count && r->outline->defs[at->next].span.start < line->code_end &&
	       r->outline->defs[at->next].span.start >= line->start;
}

static void leave(const struct test_reader *r, struct position *at, uint32_t byte)
{
	while (at->inside != NONE && r->outline->defs[at->inside].end <= byte)
		at->inside = r->outline->defs[at->inside].parent;
}

/* --- Module level --- */

static void read_module_statement(struct test_reader *r, const struct logical_line *line)
{
	struct str text = test_slice(r, line->code, line->code_end);
	struct str *marks;
	uint32_t count;

	if (str_starts(text, STR("pytestmark"))) {
		count = test_marks_read(r, text, &marks);
		for (uint32_t i = 0; i < count; i++)
			vec_push(&r->marks, marks[i]);
		if (test_text_skips(text))
			test_flaw_add(r, FLAW_SKIPPED, NONE, line->code, line->code_end);
	} else if (line->column == 0 && str_starts(text, STR("pytest.skip(")) && str_has(text, STR("allow_module_level"))) {
		test_flaw_add(r, FLAW_SKIPPED, NONE, line->code, line->code_end);
	}
}

static void read_class_statement(struct test_reader *r, uint32_t def, const struct logical_line *line)
{
	struct str text = test_slice(r, line->code, line->code_end);

	if (str_starts(text, STR("__test__")) && str_ends(text, STR("False")))
		r->defs[def].flags |= TEST_DEF_NO_TEST;
	else if (str_starts(text, STR("pytestmark")) && test_text_skips(text))
		test_flaw_add(r, FLAW_SKIPPED, def, line->code, line->code_end);
}

static void read_statement(struct test_reader *r, uint32_t def, const struct logical_line *line)
{
	struct test_statement s = { .def = def, .start = line->code, .end = line->code_end, .colon = line->colon, .column = line->column };

	s.kind = line->is_joined ? STATEMENT_OTHER : kind_of(r, line);
	s.is_inline = s.kind >= STATEMENT_TRY && !line->is_header;
	vec_push(&r->statements, s);
	if (def == NONE)
		read_module_statement(r, line);
	else if (r->outline->defs[def].kind == DEF_CLASS)
		read_class_statement(r, def, line);
}

/* --- The whole file --- */

struct pending {
	VEC(struct test_statement) decorators; /* start and end only */
};

static void begin_def(struct test_reader *r, struct position *at, const struct logical_line *line, struct pending *p)
{
	uint32_t def = at->next++;

	r->defs[def].header_line = r->outline->defs[def].span.line;
	if (!p->decorators.len)
		r->defs[def].flags |= TEST_DEF_PLAIN;
	vec_foreach (struct test_statement, d, &p->decorators)
		test_decorator_read(r, def, d->start, d->end);
	vec_clear(&p->decorators);
	test_header_read(r, def, line->code, line->colon == NONE ? line->code_end : line->colon);
	at->inside = def;
	if (line->colon != NONE && !line->is_header)
		test_words_read(r, def, line->colon + 1, line->code_end);
	while (begins_def(r, at, line)) /* `def` behind a `;` or in the same line: nothing that is looked at */
		at->next++;
}

static void read_lines(struct test_reader *r)
{
	struct position at = { .inside = NONE };
	struct pending pending = { 0 };
	struct logical_line line;

	while (logical_lines_next(&r->lines, &line)) {
		leave(r, &at, line.code);
		if (r->source.ptr[line.code] == '@') {
			vec_push(&pending.decorators, (struct test_statement){ .start = line.code + 1, .end = line.code_end });
			continue;
		}
		while (at.next < r->outline->def_count && r->outline->defs[at.next].span.start < line.start)
			at.next++;
		if (begins_def(r, &at, &line)) {
			begin_def(r, &at, &line, &pending);
			continue;
		}
		vec_clear(&pending.decorators);
		read_statement(r, at.inside, &line);
		test_words_read(r, at.inside, line.code, line.code_end);
	}
	vec_release(&pending.decorators);
}

/* Statements of one function, those of functions inside of it left out. */
static void judge_bodies(struct test_reader *r)
{
	VEC(struct test_statement) own = { 0 };
	size_t first = 0;

	for (uint32_t d = 0; d < r->outline->def_count; d++) {
		const struct def *def = &r->outline->defs[d];

		while (first < r->statements.len && r->statements.items[first].start < def->span.start)
			first++;
		if (def->kind != DEF_FUNCTION)
			continue;
		vec_clear(&own);
		for (size_t i = first; i < r->statements.len && r->statements.items[i].start < def->end; i++)
			if (r->statements.items[i].def == d)
				vec_push(&own, r->statements.items[i]);
		test_body_judge(r, d, own.items, own.len);
	}
	vec_release(&own);
}

static int compare_mentions(const void *a, const void *b)
{
	const struct test_word *x = a, *y = b;

	if (x->def != y->def)
		return x->def < y->def ? -1 : 1;
	return (x->word > y->word) - (x->word < y->word);
}

static int compare_flaws(const void *a, const void *b)
{
	const struct test_flaw *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

static void give_facts(struct test_reader *r, struct test_facts *ret)
{
	vec_sort(&r->mentions, compare_mentions);
	vec_sort(&r->flaws, compare_flaws);
	*ret = (struct test_facts){
		.defs = r->defs,
		.def_count = r->outline->def_count,
		.words = arena_copy(r->arena, r->words.items, r->words.len, sizeof(*r->words.items)),
		.word_count = (uint32_t)r->words.len,
		.mentions = arena_copy(r->arena, r->mentions.items, r->mentions.len, sizeof(*r->mentions.items)),
		.mention_count = (uint32_t)r->mentions.len,
		.flaws = arena_copy(r->arena, r->flaws.items, r->flaws.len, sizeof(*r->flaws.items)),
		.flaw_count = (uint32_t)r->flaws.len,
		.marks = arena_copy(r->arena, r->marks.items, r->marks.len, sizeof(*r->marks.items)),
		.mark_count = (uint32_t)r->marks.len,
		.is_read = true,
	};
}

void python_tests(struct str source, const struct outline *o, struct arena *a, struct test_facts *ret)
{
	struct test_reader r = { .arena = a, .outline = o, .source = source };

	r.defs = arena_array(a, struct test_def, o->def_count + 1);
	logical_lines_init(&r.lines, source, 0);
	read_lines(&r);
	judge_bodies(&r);
	give_facts(&r, ret);
	logical_lines_release(&r.lines);
	vec_release(&r.statements);
	vec_release(&r.flaws);
	vec_release(&r.words);
	vec_release(&r.mentions);
	vec_release(&r.marks);
	map_release(&r.word_index);
	map_release(&r.mention_index);
}
