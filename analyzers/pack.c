/* Each struct of facts.h is described once; the description writes it or reads it. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/codec.h"

#define DETAILS_MAGIC 0xD3 /* change one when facts.h or the order of anything below changes */
#define OUTLINE_MAGIC 0x02

/* --- Details --- */

/* Bytes that a record takes at least in the blob: a count that promises more than there is allocates nothing. */
enum {
	LEAST_STR = 1,
	LEAST_PARAM = 4,
	LEAST_ARGUMENT = 2,
	LEAST_USE = 13,
	LEAST_DETAIL = 20,
	LEAST_HASH = 8,
	LEAST_DEF = 13,
	LEAST_BLOCK = 7,
	LEAST_NAME = 8,
	LEAST_IMPORT = 15,
	LEAST_BINDING = 12,
	LEAST_SEAM = 11
};

static void code_param(struct codec *c, struct param *p)
{
	code_kind(c, p->kind, PARAM_KIND_COUNT);
	code_str(c, &p->name);
	code_str(c, &p->annotation);
	code_str(c, &p->default_value);
}

static void code_argument(struct codec *c, struct argument *argument)
{
	code_str(c, &argument->keyword);
	code_str(c, &argument->value);
}

static void code_use(struct codec *c, struct use *u)
{
	code_kind(c, u->kind, USE_KIND_COUNT);
	code_id(c, &u->def_start);
	code_str(c, &u->name);
	code_str(c, &u->target);
	code_bool(c, &u->is_returned);
	code_bool(c, &u->is_awaited);
	code_list(c, u->arguments, u->argument_count, LEAST_ARGUMENT, code_argument);
	code_span(c, &u->span);
}

static void code_detail(struct codec *c, struct detail *d)
{
	code_u32(c, &d->start);
	code_u32(c, &d->flags);
	code_list(c, d->bases, d->base_count, LEAST_STR, code_str);
	code_list(c, d->decorators, d->decorator_count, LEAST_STR, code_str);
	code_list(c, d->params, d->param_count, LEAST_PARAM, code_param);
	code_str(c, &d->returns);
	code_u32(c, &d->statement_count);
	code_str(c, &d->delegate);
	code_u32(c, &d->first_use);
	code_u32(c, &d->use_count);
	code_hashes(c, &d->body_hash, 1);
	code_u32(c, &d->token_count);
	code_u32(c, &d->shingle_count);
	if (!c->out)
		d->shingles = list_room(c, d->shingle_count, LEAST_HASH, sizeof(*d->shingles));
	code_hashes(c, d->shingles, c->failed ? 0 : d->shingle_count);
}

static void code_details(struct codec *c, struct details *d)
{
	code_list(c, d->items, d->count, LEAST_DETAIL, code_detail);
	code_list(c, d->uses, d->use_count, LEAST_USE, code_use);
	code_u32(c, &d->module_use_count);
	code_list(c, d->lazy_names, d->lazy_count, LEAST_STR, code_str);
	code_bool(c, &d->has_error);
	code_u32(c, &d->error_line);
	code_u32(c, &d->error_column);
}

static bool check_details(const struct details *d)
{
	if (d->module_use_count > d->use_count)
		return false;
	for (uint32_t i = 0; i < d->count; i++)
		if (!is_slice(d->items[i].first_use, d->items[i].use_count, d->use_count))
			return false;
	return true;
}

/* --- Outline --- */

static void code_def(struct codec *c, struct def *d)
{
	code_kind(c, d->kind, DEF_KIND_COUNT);
	code_bool(c, &d->is_async);
	code_id(c, &d->parent);
	code_id(c, &d->block);
	code_str(c, &d->name);
	code_span(c, &d->span);
	code_difference(c, d->span.end, &d->end);
	code_difference(c, d->span.line, &d->end_line);
}

static void code_block(struct codec *c, struct block *b)
{
	code_kind(c, b->kind, BLOCK_KIND_COUNT);
	code_id(c, &b->parent);
	code_id(c, &b->def);
	code_id(c, &b->group);
	code_u32(c, &b->start);
	code_u32(c, &b->line);
	code_str(c, &b->text);
}

static void code_import_name(struct codec *c, struct import_name *n)
{
	code_str(c, &n->name);
	code_str(c, &n->alias);
	code_span(c, &n->span);
}

static void code_import(struct codec *c, struct import *i)
{
	code_kind(c, i->form, IMPORT_FORM_COUNT);
	code_u32(c, &i->level);
	code_id(c, &i->def);
	code_id(c, &i->block);
	code_bool(c, &i->is_parenthesised);
	code_bool(c, &i->is_joined);
	code_str(c, &i->module);
	code_u32(c, &i->first_name);
	code_u32(c, &i->name_count);
	code_span(c, &i->span);
}

static void code_binding(struct codec *c, struct binding *b)
{
	code_kind(c, b->kind, BINDING_KIND_COUNT);
	code_id(c, &b->def);
	code_id(c, &b->block);
	code_str(c, &b->name);
	code_str(c, &b->value);
	code_str(c, &b->annotation);
	code_span(c, &b->span);
}

static void code_seam(struct codec *c, struct seam *s)
{
	code_id(c, &s->def);
	code_id(c, &s->block);
	code_str(c, &s->callee);
	code_str(c, &s->text);
	code_bool(c, &s->is_dynamic);
	code_span(c, &s->span);
}

/* The reason is static text where it is made, and text of the arena when read. */
static void code_broken(struct codec *c, struct outline *o)
{
	struct str reason = str_from(o->broken_reason);

	code_bool(c, &o->is_broken);
	code_u32(c, &o->broken_line);
	code_str(c, &reason);
	if (!c->out)
		o->broken_reason = o->is_broken && !c->failed ? arena_str(c->arena, reason).ptr : NULL;
}

static void code_outline(struct codec *c, struct outline *o)
{
	code_list(c, o->defs, o->def_count, LEAST_DEF, code_def);
	code_list(c, o->blocks, o->block_count, LEAST_BLOCK, code_block);
	code_list(c, o->imports, o->import_count, LEAST_IMPORT, code_import);
	code_list(c, o->names, o->name_count, LEAST_NAME, code_import_name);
	code_list(c, o->bindings, o->binding_count, LEAST_BINDING, code_binding);
	code_list(c, o->seams, o->seam_count, LEAST_SEAM, code_seam);
	code_list(c, o->exports, o->export_count, LEAST_STR, code_str);
	code_bool(c, &o->has_exports);
	code_u32(c, &o->marks);
	code_u32(c, &o->line_count);
	code_broken(c, o);
}

static bool is_placed(const struct outline *o, uint32_t def, uint32_t block)
{
	return is_id(def, o->def_count) && is_id(block, o->block_count);
}

static bool check_def(const struct outline *o, uint32_t i)
{
	const struct def *d = &o->defs[i];

	return is_parent(d->parent, i) && is_id(d->block, o->block_count) &&
		(d->block == NONE || o->blocks[d->block].start < d->span.start);
}

static bool check_block(const struct outline *o, uint32_t i)
{
	const struct block *b = &o->blocks[i];

	return is_parent(b->parent, i) && is_placed(o, b->def, b->group) &&
		(b->def == NONE || o->defs[b->def].span.start < b->start);
}

static bool check_structure(const struct outline *o)
{
	for (uint32_t i = 0; i < o->def_count; i++)
		if (!check_def(o, i))
			return false;
	for (uint32_t i = 0; i < o->block_count; i++)
		if (!check_block(o, i))
			return false;
	return true;
}

static bool check_outline(const struct outline *o)
{
	for (uint32_t i = 0; i < o->import_count; i++) {
		const struct import *import = &o->imports[i];

		if (!is_placed(o, import->def, import->block) ||
			!is_slice(import->first_name, import->name_count, o->name_count))
			return false;
	}
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (!is_placed(o, o->bindings[i].def, o->bindings[i].block))
			return false;
	for (uint32_t i = 0; i < o->seam_count; i++)
		if (!is_placed(o, o->seams[i].def, o->seams[i].block))
			return false;
	return check_structure(o);
}

/* --- Blobs --- */

void details_pack(const struct details *d, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct details copy = *d;

	strbuf_addch(out, (char)DETAILS_MAGIC);
	code_details(&c, &copy);
}

void outline_pack(const struct outline *o, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct outline copy = *o;

	strbuf_addch(out, (char)OUTLINE_MAGIC);
	code_outline(&c, &copy);
}

bool details_unpack(struct str blob, struct arena *a, struct details *ret)
{
	struct details d = { 0 };
	struct codec c;

	if (!codec_start(&c, blob, a, DETAILS_MAGIC))
		return false;
	code_details(&c, &d);
	if (c.failed || c.at != c.end || !check_details(&d))
		return false;
	*ret = d;
	return true;
}

bool outline_unpack(struct str blob, struct arena *a, struct outline *ret)
{
	struct outline o = { 0 };
	struct codec c;

	if (!codec_start(&c, blob, a, OUTLINE_MAGIC))
		return false;
	code_outline(&c, &o);
	if (c.failed || c.at != c.end || !check_outline(&o))
		return false;
	*ret = o;
	return true;
}
