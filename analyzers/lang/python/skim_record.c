/* What the skimmer writes down: places, definitions, blocks, and which suites are open. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include "analyzers/lang/python/terms.h"

/* --- Places --- */

/* The column of p, which lies in this line. Facts often share one, so that its beginning is known. */
static uint32_t find_column(struct skim *s, uint32_t line, uint32_t p)
{
	if (line != s->line) {
		s->line = line;
		s->line_start = scan_map_line_start(&s->map, p);
	}
	return p - s->line_start + 1;
}

struct span skim_span(struct skim *s, uint32_t start, uint32_t end)
{
	struct span span = { .start = start, .end = end };

	span.line = scan_map_line(&s->map, start);
	span.column = find_column(s, span.line, start);
	span.end_line = scan_map_line(&s->map, end);
	span.end_column = find_column(s, span.end_line, end);
	return span;
}

void skim_broken(struct skim *s, uint32_t p, const char *reason)
{
	if (s->out->is_broken)
		return;
	s->out->is_broken = true;
	s->out->broken_line = scan_map_line(&s->map, p);
	s->out->broken_reason = reason;
}

/* --- Blocks --- */

static enum block_kind block_kind(const struct frame *f, struct str text)
{
	switch (f->block_kind) {
	case BLOCK_IF: return terms_condition(text);
	case BLOCK_EXCEPT: return terms_handler(text);
	default: return f->block_kind;
	}
}

/* f's block, given the frame around it. */
static uint32_t add_block(struct skim *s, const struct frame *f, struct frame *outer)
{
	struct str text = skim_slice(s, f->text.start, f->text.end);
	uint32_t id = (uint32_t)s->blocks.len;
	struct block b = {
		.kind = block_kind(f, text),
		.parent = outer->block,
		.def = outer->def,
		.start = f->start,
		.line = scan_map_line(&s->map, f->start),
		.text = terms_fold(s->arena, text),
	};

	if (outer->group == NONE)
		outer->group = id;
	b.group = outer->group;
	vec_push(&s->blocks, b);
	return id;
}

/*
 * An open block's start lies before everything recorded since it was opened,
 * so blocks recorded this late still come in the order of their starts.
 */
uint32_t skim_block(struct skim *s)
{
	for (; s->recorded_frames < s->frames.len; s->recorded_frames++) {
		struct frame *f = &s->frames.items[s->recorded_frames];

		f->block = f->kind == FRAME_BLOCK ? add_block(s, f, f - 1) : f[-1].block;
	}
	return skim_top(s)->block;
}

/* --- Suites --- */

struct frame *skim_push(struct skim *s, enum frame_kind kind)
{
	vec_push(&s->frames, (struct frame){ .kind = kind, .indent = NONE, .block = NONE, .group = NONE });
	vec_last(&s->frames)->def = vec_last(&s->frames)[-1].def;
	vec_last(&s->frames)->has_bindings = vec_last(&s->frames)[-1].has_bindings;
	return vec_last(&s->frames);
}

void skim_pop(struct skim *s)
{
	const struct frame *f = &vec_pop(&s->frames);
	struct def *d;

	s->recorded_frames = MIN(s->recorded_frames, s->frames.len);
	if (f->kind != FRAME_CLASS && f->kind != FRAME_FUNCTION)
		return;
	d = &s->defs.items[f->def];
	d->end = skim_newline_end(s, s->code_end);
	d->end_line = scan_map_line(&s->map, s->code_end);
}

uint32_t skim_add_def(struct skim *s, enum def_kind kind, bool is_async, uint32_t start, struct piece name)
{
	struct def d = {
		.kind = kind,
		.is_async = is_async,
		.parent = skim_top(s)->def,
		.block = skim_block(s),
		.name = arena_str(s->arena, skim_slice(s, name.start, name.end)),
		.span = skim_span(s, start, name.end),
	};

	if (kind == DEF_FUNCTION && d.parent == NONE && str_is(d.name, "__getattr__"))
		s->out->marks |= MARK_LAZY;
	vec_push(&s->defs, d);
	return (uint32_t)s->defs.len - 1;
}
