/* What is the same for every language about changing a source text: applying edits, and names as text. */
#include "base/base.h"
#include "analyzers/source.h"

#include "base/strbuf.h"

const char *const scope_kind_names[SCOPE_KIND_COUNT] = {
	[SCOPE_MODULE] = "module",
	[SCOPE_CLASS] = "class",
	[SCOPE_FUNCTION] = "function",
	[SCOPE_LAMBDA] = "lambda",
	[SCOPE_COMPREHENSION] = "comprehension",
	[SCOPE_TYPES] = "types",
};
_Static_assert(ARRAY_LEN(scope_kind_names) == SCOPE_KIND_COUNT, "every kind of scope has a name");

const char *const bound_by_names[BOUND_BY_COUNT] = {
	[BOUND_BY_IMPORT] = "import",
	[BOUND_BY_DEFINITION] = "definition",
	[BOUND_BY_ASSIGNMENT] = "assignment",
	[BOUND_BY_PARAMETER] = "parameter",
	[BOUND_BY_OTHER] = "other",
};
_Static_assert(ARRAY_LEN(bound_by_names) == BOUND_BY_COUNT, "every way to bind has a name");

void source_apply(struct str source, const struct source_edit *edits, uint32_t count, struct strbuf *out)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (edits[i].start < at || edits[i].end < edits[i].start || edits[i].end > source.len)
			BUG("edit %u of [%u,%u) is out of order or of bounds", i, edits[i].start, edits[i].end);
		strbuf_add(out, str_slice(source, at, edits[i].start));
		strbuf_add(out, edits[i].text);
		at = edits[i].end;
	}
	strbuf_add(out, str_slice(source, at, source.len));
}

/* --- Dump --- */

static void add_id(struct strbuf *out, const char *key, uint32_t id)
{
	if (id == NONE)
		strbuf_printf(out, " %s=-", key);
	else
		strbuf_printf(out, " %s=%u", key, id);
}

static void dump_scope(const struct source_scope *s, uint32_t id, struct strbuf *out)
{
	strbuf_printf(out, "scope %u [%u,%u) %s", id, s->start, s->end, scope_kind_names[s->kind]);
	if (s->name.len > 0)
		strbuf_printf(out, " " STR_FMT, STR_ARG(s->name));
	add_id(out, "parent", s->parent);
	strbuf_printf(out, " line=%u%s\n", s->line, s->is_dynamic ? " dynamic" : "");
}

static void dump_bound(const struct source_bound *b, struct strbuf *out)
{
	strbuf_printf(out, "bound [%u,%u) " STR_FMT " by=%s scope=%u%s\n", b->start, b->end, STR_ARG(b->name),
		bound_by_names[b->by], b->scope, b->is_conditional ? " conditional" : "");
}

static void dump_read(const struct source_read *r, struct strbuf *out)
{
	strbuf_printf(out, "read [%u,%u) " STR_FMT, r->start, r->end, STR_ARG(r->name));
	if (r->dotted.len > r->name.len)
		strbuf_printf(out, " dotted=" STR_FMT " end=%u", STR_ARG(r->dotted), r->dotted_end);
	strbuf_printf(out, " scope=%u", r->scope);
	add_id(out, "binder", r->binder);
	strbuf_printf(out, "%s%s\n", r->is_quoted ? " quoted" : "", r->is_stored ? " stored" : "");
}

void source_names_dump(const struct source_names *n, struct strbuf *out)
{
	if (n->has_error)
		strbuf_printf(out, "error %u:%u\n", n->error_line, n->error_column);
	for (uint32_t i = 0; i < n->scope_count; i++)
		dump_scope(&n->scopes[i], i, out);
	for (uint32_t i = 0; i < n->bound_count; i++)
		dump_bound(&n->bounds[i], out);
	for (uint32_t i = 0; i < n->read_count; i++)
		dump_read(&n->reads[i], out);
}
