/* Facts as text, one line each, and the names of their kinds. */
#include "base/base.h"
#include "analyzers/facts.h"

#include "base/bisect.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define NAMES(table, count) _Static_assert(ARRAY_LEN(table) == (count), "a kind without a name")

const char *const def_kind_names[DEF_KIND_COUNT] = {
	[DEF_CLASS] = "class",
	[DEF_FUNCTION] = "function",
};
NAMES(def_kind_names, DEF_FUNCTION + 1);

const char *const block_kind_names[BLOCK_KIND_COUNT] = {
	[BLOCK_TRY] = "try",
	[BLOCK_EXCEPT_IMPORT] = "except-import",
	[BLOCK_EXCEPT_ANY] = "except-any",
	[BLOCK_EXCEPT] = "except",
	[BLOCK_TRY_ELSE] = "try-else",
	[BLOCK_FINALLY] = "finally",
	[BLOCK_TYPE_CHECKING] = "type-checking",
	[BLOCK_MAIN] = "main",
	[BLOCK_IF] = "if",
	[BLOCK_ELSE] = "else",
	[BLOCK_WITH] = "with",
	[BLOCK_LOOP] = "loop",
	[BLOCK_CASE] = "case",
};
NAMES(block_kind_names, BLOCK_CASE + 1);

const char *const import_form_names[IMPORT_FORM_COUNT] = {
	[IMPORT_MODULE] = "module",
	[IMPORT_FROM] = "from",
	[IMPORT_STAR] = "star",
};
NAMES(import_form_names, IMPORT_STAR + 1);

const char *const binding_kind_names[BINDING_KIND_COUNT] = {
	[BINDING_ALIAS] = "alias",
	[BINDING_CALL] = "call",
	[BINDING_NONE] = "none",
	[BINDING_OTHER] = "other",
};
NAMES(binding_kind_names, BINDING_OTHER + 1);

const char *const use_kind_names[USE_KIND_COUNT] = {
	[USE_CALL] = "call",
	[USE_COPY] = "copy",
	[USE_RETURN] = "return",
	[USE_RETURN_VALUE] = "return-value",
	[USE_RAISE] = "raise",
	[USE_BASE] = "base",
	[USE_ISINSTANCE] = "isinstance",
	[USE_GLOBAL] = "global",
	[USE_SETDEFAULT] = "setdefault",
	[USE_SWALLOW] = "swallow",
};
NAMES(use_kind_names, USE_SWALLOW + 1);

static const char *const param_kind_names[PARAM_KIND_COUNT] = {
	[PARAM_POSITIONAL] = "positional",
	[PARAM_PLAIN] = "plain",
	[PARAM_ARGS] = "args",
	[PARAM_KEYWORD] = "keyword",
	[PARAM_KWARGS] = "kwargs",
};
NAMES(param_kind_names, PARAM_KWARGS + 1);

/* By bit number. */
static const char *const mark_names[] = { "generated", "deprecated", "lazy", "all-dynamic", "remarks" };
NAMES(mark_names, __builtin_ctz(MARK_REMARKS) + 1);

static const char *const body_flag_names[] = {
	"has-doc",
	"doc-deprecated",
	"warns",
	"empty",
	"raises",
	"yields",
	"abstract",
	"overload",
	"property",
	"classmethod",
	"staticmethod",
	"context",
	"cached",
	"fixture",
	"route",
	"data",
	"shared",
	"made",
};
NAMES(body_flag_names, __builtin_ctz(BODY_MADE) + 1);

uint32_t outline_def_from(const struct outline *o, uint32_t start)
{
	uint32_t at;

	bisect(at, o->def_count, o->defs[at].span.start < start);
	return at;
}

const struct detail *details_find(const struct details *d, uint32_t start)
{
	uint32_t at;

	bisect(at, d->count, d->items[at].start < start);
	return at < d->count && d->items[at].start == start ? &d->items[at] : NULL;
}

/* --- Parts of a line --- */

static void add_id(struct strbuf *out, const char *key, uint32_t id)
{
	if (id == NONE)
		strbuf_printf(out, " %s=-", key);
	else
		strbuf_printf(out, " %s=%u", key, id);
}

static void add_text(struct strbuf *out, const char *key, struct str text)
{
	if (text.len == 0)
		return;
	strbuf_printf(out, " %s=", key);
	utf8_add_safe(out, text);
}

/* "12:1-12:13", with the bytes. */
static void add_span(struct strbuf *out, struct span s)
{
	strbuf_printf(out, " %u:%u-%u:%u [%u,%u)", s.line, s.column, s.end_line, s.end_column, s.start, s.end);
}

static void add_flags(struct strbuf *out, unsigned flags, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (flags & (1u << i))
			strbuf_printf(out, " %s", names[i]);
}

static void add_list(struct strbuf *out, const char *key, const struct str *items, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		add_text(out, key, items[i]);
}

/* --- Outline --- */

static void dump_def(struct strbuf *out, const struct def *d)
{
	strbuf_addz(out, "def");
	add_span(out, d->span);
	strbuf_printf(out, " %s%s ", d->is_async ? "async " : "", def_kind_names[d->kind]);
	utf8_add_safe(out, d->name);
	add_id(out, "parent", d->parent);
	add_id(out, "block", d->block);
	strbuf_printf(out, " end=%u end_line=%u\n", d->end, d->end_line);
}

static void dump_block(struct strbuf *out, const struct block *b)
{
	strbuf_printf(out, "block %u [%u] %s", b->line, b->start, block_kind_names[b->kind]);
	add_id(out, "parent", b->parent);
	add_id(out, "def", b->def);
	add_id(out, "group", b->group);
	add_text(out, "text", b->text);
	strbuf_addch(out, '\n');
}

static void dump_import(struct strbuf *out, const struct outline *o, const struct import *i)
{
	strbuf_addz(out, "import");
	add_span(out, i->span);
	strbuf_printf(out, " %s level=%u", import_form_names[i->form], i->level);
	add_text(out, "module", i->module);
	add_id(out, "def", i->def);
	add_id(out, "block", i->block);
	strbuf_addz(out, i->is_parenthesised ? " parenthesised" : "");
	strbuf_addz(out, i->is_joined ? " joined\n" : "\n");
	for (uint32_t n = i->first_name; n < i->first_name + i->name_count; n++) {
		strbuf_addz(out, "  name");
		add_span(out, o->names[n].span);
		strbuf_addch(out, ' ');
		utf8_add_safe(out, o->names[n].name);
		add_text(out, "as", o->names[n].alias);
		strbuf_addch(out, '\n');
	}
}

static void dump_binding(struct strbuf *out, const struct binding *b)
{
	strbuf_addz(out, "binding");
	add_span(out, b->span);
	strbuf_printf(out, " %s ", binding_kind_names[b->kind]);
	utf8_add_safe(out, b->name);
	add_text(out, "value", b->value);
	add_text(out, "annotation", b->annotation);
	add_id(out, "def", b->def);
	add_id(out, "block", b->block);
	strbuf_addch(out, '\n');
}

static void dump_seam(struct strbuf *out, const struct seam *s)
{
	strbuf_addz(out, "seam");
	add_span(out, s->span);
	strbuf_addch(out, ' ');
	utf8_add_safe(out, s->callee);
	add_text(out, "text", s->text);
	strbuf_addz(out, s->is_dynamic ? " dynamic" : "");
	add_id(out, "def", s->def);
	add_id(out, "block", s->block);
	strbuf_addch(out, '\n');
}

static void dump_exports(struct strbuf *out, const struct outline *o)
{
	if (!o->has_exports)
		return;
	strbuf_addz(out, "exports");
	for (uint32_t i = 0; i < o->export_count; i++) {
		strbuf_addch(out, ' ');
		utf8_add_safe(out, o->exports[i]);
	}
	strbuf_addch(out, '\n');
}

void outline_dump(const struct outline *o, struct strbuf *out)
{
	strbuf_printf(out, "lines %u\n", o->line_count);
	if (o->is_broken)
		strbuf_printf(out, "broken %u %s\n", o->broken_line, o->broken_reason);
	if (o->marks) {
		strbuf_addz(out, "marks");
		add_flags(out, o->marks, mark_names, ARRAY_LEN(mark_names));
		strbuf_addch(out, '\n');
	}
	for (uint32_t i = 0; i < o->def_count; i++)
		dump_def(out, &o->defs[i]);
	for (uint32_t i = 0; i < o->block_count; i++)
		dump_block(out, &o->blocks[i]);
	for (uint32_t i = 0; i < o->import_count; i++)
		dump_import(out, o, &o->imports[i]);
	for (uint32_t i = 0; i < o->binding_count; i++)
		dump_binding(out, &o->bindings[i]);
	for (uint32_t i = 0; i < o->seam_count; i++)
		dump_seam(out, &o->seams[i]);
	dump_exports(out, o);
}

/* --- Details --- */

static void dump_param(struct strbuf *out, const struct param *p)
{
	strbuf_printf(out, "  param %s ", param_kind_names[p->kind]);
	utf8_add_safe(out, p->name);
	add_text(out, "annotation", p->annotation);
	add_text(out, "default", p->default_value);
	strbuf_addch(out, '\n');
}

static void dump_detail(struct strbuf *out, const struct detail *d)
{
	strbuf_printf(out, "detail [%u] statements=%u tokens=%u shingles=%u hash=%016llx", d->start, d->statement_count,
		d->token_count, d->shingle_count, (unsigned long long)d->body_hash);
	add_text(out, "delegate", d->delegate);
	add_text(out, "returns", d->returns);
	add_list(out, "base", d->bases, d->base_count);
	add_list(out, "decorator", d->decorators, d->decorator_count);
	add_flags(out, d->flags, body_flag_names, ARRAY_LEN(body_flag_names));
	strbuf_addch(out, '\n');
	for (uint32_t i = 0; i < d->param_count; i++)
		dump_param(out, &d->params[i]);
}

static void dump_use(struct strbuf *out, const struct use *u)
{
	strbuf_addz(out, "use");
	add_span(out, u->span);
	strbuf_printf(out, " %s ", use_kind_names[u->kind]);
	utf8_add_safe(out, u->name);
	add_id(out, "def", u->def_start);
	add_text(out, "target", u->target);
	strbuf_addz(out, u->is_returned ? " returned" : "");
	strbuf_addz(out, u->is_awaited ? " awaited\n" : "\n");
	for (uint32_t i = 0; i < u->argument_count; i++) {
		strbuf_addz(out, "  argument");
		add_text(out, "keyword", u->arguments[i].keyword);
		add_text(out, "value", u->arguments[i].value);
		strbuf_addch(out, '\n');
	}
}

void details_dump(const struct details *d, struct strbuf *out)
{
	if (d->has_error)
		strbuf_printf(out, "error %u:%u\n", d->error_line, d->error_column);
	for (uint32_t i = 0; i < d->count; i++)
		dump_detail(out, &d->items[i]);
	for (uint32_t i = 0; i < d->use_count; i++)
		dump_use(out, &d->uses[i]);
	for (uint32_t i = 0; i < d->lazy_count; i++) {
		strbuf_addz(out, "lazy ");
		utf8_add_safe(out, d->lazy_names[i]);
		strbuf_addch(out, '\n');
	}
}
