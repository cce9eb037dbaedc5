/* Edits of Python statements for tests: moves as text, and what a source becomes. */
#ifndef TESTS_UNIT_PYTHON_EDITS_H
#define TESTS_UNIT_PYTHON_EDITS_H

#include "analyzers/lang/python/edit_import.h"
#include "tests/unit/python_facts.h"

/* A source and what an edit makes of it. Zeroed is empty; edited_release() it. */
struct edited {
	struct facts facts;
	struct source_edits edits;
	struct strbuf text;
	struct err err;
};

static inline void edited_release(struct edited *e)
{
	facts_release(&e->facts);
	strbuf_release(&e->text);
}

/*
 * One move for each blank-separated word: "keep", "drop", "module:name",
 * "module:name=bound"; for `import` statements the name is left out.
 */
static inline uint32_t edited_moves(struct str words, struct arena *a, struct import_move **ret)
{
	struct import_move *moves = arena_array(a, struct import_move, words.len + 1);
	uint32_t count = 0;
	struct str word;

	for (; str_next(&words, ' ', &word); count++) {
		struct import_move *m = &moves[count];
		size_t colon = str_find(word, ':'), equals = str_find(word, '=');

		m->kind = str_is(word, "keep") ? MOVE_KEEP : str_is(word, "drop") ? MOVE_DROP : MOVE_TO;
		m->module = str_slice(word, 0, colon);
		m->name = str_slice(word, colon + 1, equals);
		m->bound = equals < word.len ? str_slice(word, equals + 1, word.len) : m->name;
	}
	*ret = moves;
	return count;
}

/* Into e->text. Edits that are not sorted, overlap or leave the source make it "BAD EDITS". */
static inline void edited_apply(struct edited *e, struct str source)
{
	uint32_t at = 0;

	strbuf_clear(&e->text);
	strbuf_addz(&e->text, "");
	for (uint32_t i = 0; i < e->edits.count; i++) {
		const struct source_edit *edit = &e->edits.items[i];

		if (edit->start < at || edit->end < edit->start || edit->end > source.len) {
			strbuf_clear(&e->text);
			strbuf_addz(&e->text, "BAD EDITS");
			return;
		}
		strbuf_add(&e->text, str_slice(source, at, edit->start));
		strbuf_add(&e->text, edit->text);
		at = edit->end;
	}
	strbuf_add(&e->text, str_slice(source, at, source.len));
}

static inline bool edited_move(struct edited *e, struct str source, uint32_t import, struct str words)
{
	struct import_move *moves;
	uint32_t count;

	facts_skim(&e->facts, source);
	count = edited_moves(words, &e->facts.arena, &moves);
	if (import >= e->facts.outline.import_count)
		return err_set(&e->err, "no such import");
	if (!python_move_import(source, &e->facts.outline, import, moves, count, &e->facts.arena, &e->edits, &e->err))
		return false;
	edited_apply(e, source);
	return true;
}

static inline bool edited_unwrap(struct edited *e, struct str source, uint32_t block, bool keeps_comments)
{
	facts_skim(&e->facts, source);
	if (block >= e->facts.outline.block_count)
		return err_set(&e->err, "no such block");
	if (!python_unwrap_try(source, &e->facts.outline, block, keeps_comments, &e->facts.arena, &e->edits, &e->err))
		return false;
	edited_apply(e, source);
	return true;
}

static inline bool edited_unwrap_handler(struct edited *e, struct str source, uint32_t block)
{
	facts_skim(&e->facts, source);
	if (block >= e->facts.outline.block_count)
		return err_set(&e->err, "no such block");
	if (!python_unwrap_handler(source, &e->facts.outline, block, true, &e->facts.arena, &e->edits, &e->err))
		return false;
	edited_apply(e, source);
	return true;
}

#endif
