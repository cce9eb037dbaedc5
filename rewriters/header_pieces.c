/* Cuts a header's text at the ends of its directives, declarations and bodies. */
#include "base/base.h"
#include "rewriters/header_pieces.h"

#include <string.h>

#include "analyzers/lang/c/clang_lex.h"
#include "base/strbuf.h"

struct cutter {
	struct str text;
	take_piece *take;
	void *context;
	struct strbuf piece;
	uint32_t start, depth; /* of the piece; of braces */
	bool is_directive;
};

static void cut(struct cutter *c)
{
	if (c->piece.len)
		c->take(c->context, strbuf_str(&c->piece), c->start);
	strbuf_clear(&c->piece);
	c->is_directive = false;
	c->depth = 0;
}

/* Is there a line end between them that no backslash hides? */
static bool is_new_line(struct str text, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		uint32_t before = i > from && text.ptr[i - 1] == '\r' ? i - 1 : i;

		if (text.ptr[i] == '\n' && !(before > from && text.ptr[before - 1] == '\\'))
			return true;
	}
	return false;
}

static void add_token(struct cutter *c, struct clang_token t)
{
	struct str token = clang_token_text(c->text, t);

	if (c->piece.len == 0) {
		c->start = t.start;
		c->is_directive = str_is(token, "#");
	}
	strbuf_add(&c->piece, token);
	strbuf_addch(&c->piece, ' ');
	if (c->is_directive)
		return;
	c->depth += str_is(token, "{");
	c->depth -= str_is(token, "}") && c->depth > 0;
	if (c->depth == 0 && str_is(token, ";"))
		cut(c);
}

/* A body ends with its brace when nothing follows in the line: `} name;` is one piece. */
static bool ends_before(const struct cutter *c, uint32_t last, uint32_t next)
{
	bool after_brace = last > 0 && c->text.ptr[last - 1] == '}' && c->depth == 0;

	return c->piece.len && (c->is_directive || after_brace) && is_new_line(c->text, last, next);
}

void header_pieces(struct str text, uint32_t start, uint32_t end, take_piece *take, void *context)
{
	struct cutter c = { .text = str_slice(text, 0, end), .take = take, .context = context };
	uint32_t last = start;

	for (struct clang_token t = clang_lex(c.text, start); t.kind != CLANG_TOKEN_END; t = clang_lex(c.text, t.end)) {
		if (ends_before(&c, last, t.start))
			cut(&c);
		if (t.kind == CLANG_TOKEN_COMMENT && !(c.is_directive && is_new_line(c.text, t.start, t.end)))
			continue;
		if (t.kind != CLANG_TOKEN_COMMENT)
			add_token(&c, t);
		last = t.end;
	}
	cut(&c);
	strbuf_release(&c.piece);
}
