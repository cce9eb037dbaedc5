/* Fuzzes the edits of Python imports and try statements: sorted, within the text, and what parsed still does. */
#include "base/base.h"

#include "analyzers/lang/python/edit_import.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	STATEMENTS_MAX = 24, /* of one input */
	WAYS = 4             /* to move the names of one import */
};

struct fuzzed {
	struct lang_parser *parser;
	struct str source;
	struct outline outline;
	struct arena arena;
	bool parses;
};

static bool parses(struct lang_parser *p, struct str source)
{
	struct arena arena = { 0 };
	struct details details;

	lang_get("python")->parse(p, source, NULL, 0, &arena, NULL, &details);
	arena_release(&arena);
	return !details.has_error;
}

static void check_edits(struct fuzzed *f, const struct source_edits *edits)
{
	struct strbuf text = { 0 };
	uint32_t at = 0;

	for (uint32_t i = 0; i < edits->count; i++) {
		const struct source_edit *e = &edits->items[i];

		CHECK(at <= e->start && e->start <= e->end && e->end <= f->source.len);
		CHECK(e->start < e->end || e->text.len > 0);
		strbuf_add(&text, str_slice(f->source, at, e->start));
		strbuf_add(&text, e->text);
		at = e->end;
	}
	strbuf_add(&text, str_slice(f->source, at, f->source.len));
	CHECK(!f->parses || parses(f->parser, strbuf_str(&text)));
	strbuf_release(&text);
}

/* The names stay, go to one of two modules, or are dropped, in an order that depends on `way`. */
static void fill_moves(const struct outline *o, const struct import *i, uint32_t way, struct import_move *moves)
{
	static const struct str modules[] = { STR_INIT("target.one"), STR_INIT("target_two") };

	for (uint32_t n = 0; n < i->name_count; n++) {
		uint32_t turn = (n + way) * (way + 1);
		const struct import_name *name = &o->names[i->first_name + n];

		moves[n].kind = way == 0 ? MOVE_TO : (enum move_kind)(turn % (MOVE_DROP + 1));
		moves[n].module = modules[way == 0 ? 0 : turn / 2 % ARRAY_LEN(modules)];
		moves[n].name = turn % 2 ? STR("moved") : STR("also_moved");
		moves[n].bound = name->alias;
	}
}

static void check_import(struct fuzzed *f, uint32_t import)
{
	const struct import *i = &f->outline.imports[import];
	struct import_move *moves = arena_array(&f->arena, struct import_move, i->name_count + 1);

	for (uint32_t way = 0; way < WAYS; way++) {
		struct source_edits edits;
		struct err err = { 0 };

		fill_moves(&f->outline, i, way, moves);
		if (python_move_import(f->source, &f->outline, import, moves, i->name_count, &f->arena, &edits, &err))
			check_edits(f, &edits);
		else
			CHECK(err.set);
	}
}

static void check_block(struct fuzzed *f, uint32_t block)
{
	for (int keeps = 0; keeps < 2; keeps++) {
		struct source_edits edits;
		struct err err = { 0 };

		if (python_unwrap_try(f->source, &f->outline, block, keeps, &f->arena, &edits, &err))
			check_edits(f, &edits);
		else
			CHECK(err.set);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct lang_parser *parser; /* for all inputs, as in a thread's life */
	struct fuzzed f = { .source = { (const char *)data, size } };
	struct outline *o = &f.outline;

	f.parser = parser = parser ? parser : lang_get("python")->parser_new();
	lang_get("python")->skim(parser, f.source, &f.arena, o);
	f.parses = parses(parser, f.source);
	for (uint32_t i = 0; i < o->import_count; i += o->import_count / STATEMENTS_MAX + 1)
		check_import(&f, i);
	for (uint32_t i = 0; i < o->block_count; i += o->block_count / STATEMENTS_MAX + 1)
		check_block(&f, i);
	arena_release(&f.arena);
	return 0;
}
