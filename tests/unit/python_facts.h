/* Python sources as facts, for the tests of what makes them. */
#ifndef TESTS_UNIT_PYTHON_FACTS_H
#define TESTS_UNIT_PYTHON_FACTS_H

#include "analyzers/lang.h"
#include "base/strbuf.h"

/* Zeroed is empty; facts_release() it. */
struct facts {
	struct arena arena;
	struct outline outline;
	struct details details;
	struct strbuf text; /* of the dump asked for last */
};

static inline void facts_release(struct facts *f)
{
	arena_release(&f->arena);
	strbuf_release(&f->text);
}

/* The whole source, parsed. */
static inline void facts_parse(struct facts *f, struct str source)
{
	const struct lang *python = lang_get("python");
	struct lang_parser *parser = python->parser_new();

	python->parse(parser, source, NULL, 0, &f->arena, &f->outline, &f->details);
	python->parser_free(parser);
}

/* The same, skimmed: the outline only. */
static inline void facts_skim(struct facts *f, struct str source)
{
	const struct lang *python = lang_get("python");
	struct lang_parser *parser = python->parser_new();

	python->skim(parser, source, &f->arena, &f->outline);
	python->parser_free(parser);
}

/* NUL-terminated text, borrowed from f. */
static inline const char *facts_outline(struct facts *f)
{
	strbuf_clear(&f->text);
	strbuf_addz(&f->text, "");
	outline_dump(&f->outline, &f->text);
	return f->text.ptr;
}

static inline const char *facts_details(struct facts *f)
{
	strbuf_clear(&f->text);
	strbuf_addz(&f->text, "");
	details_dump(&f->details, &f->text);
	return f->text.ptr;
}

#endif
