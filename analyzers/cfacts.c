/* Facts of C and C++ as stable text. */
#include "base/base.h"
#include "analyzers/cfacts.h"

#include "base/strbuf.h"

static const char *const flow_names[CFLOW_COUNT] = { "return", "out", "store", "local" };
static const char *const record_names[] = { "struct", "union", "class", "enum", "typedef" };
static const char *const form_names[] = { "quoted", "angled", "macro", "next", "import" };

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{ CFUNC_STATIC, "static" },
	{ CFUNC_INLINE, "inline" },
	{ CFUNC_VARIADIC, "variadic" },
	{ CFUNC_CONDITIONAL, "conditional" },
	{ CFUNC_INACTIVE, "inactive" },
	{ CFUNC_MACRO_MADE, "macro-made" },
	{ CFUNC_METHOD, "method" },
	{ CFUNC_STATIC_METHOD, "static-method" },
	{ CFUNC_VIRTUAL, "virtual" },
	{ CFUNC_TEMPLATE, "template" },
	{ CFUNC_EXTERN_C, "extern-c" },
	{ CFUNC_DEPRECATED, "deprecated" },
	{ CFUNC_TEST, "test" },
	{ CFUNC_SKIPPED, "skipped" },
	{ CFUNC_HIDDEN, "hidden" },
	{ CFUNC_RETURNS_CONST, "returns-const" },
};

static void add_span(struct strbuf *out, struct span s)
{
	strbuf_printf(out, " [%u,%u) %u:%u", s.start, s.end, s.line, s.column);
}

static void add_condition(struct strbuf *out, uint32_t condition)
{
	if (condition != NONE)
		strbuf_printf(out, " condition=%u", condition);
}

static void add_flags(struct strbuf *out, unsigned flags)
{
	for (size_t i = 0; i < ARRAY_LEN(flag_names); i++)
		if (flags & flag_names[i].flag)
			strbuf_printf(out, " %s", flag_names[i].name);
}

static void add_text(struct strbuf *out, const char *key, struct str text)
{
	if (text.len > 0)
		strbuf_printf(out, " %s=" STR_FMT, key, STR_ARG(text));
}

static void add_signature(struct strbuf *out, struct str returns, const struct cparam *params, uint32_t count)
{
	strbuf_addz(out, " (");
	for (uint32_t i = 0; i < count; i++)
		strbuf_printf(out, "%s%s" STR_FMT "%s" STR_FMT, i > 0 ? ", " : "", params[i].is_const ? "const " : "", STR_ARG(params[i].type),
			params[i].name.len > 0 ? " " : "", STR_ARG(params[i].name));
	strbuf_printf(out, ") -> " STR_FMT, STR_ARG(returns));
}

static void dump_alloc(struct strbuf *out, const struct calloc_site *a)
{
	strbuf_printf(out, "  alloc " STR_FMT " flow=%s", STR_ARG(a->callee), flow_names[a->flow]);
	add_text(out, "product", a->product);
	add_text(out, "properties", a->properties);
	strbuf_addz(out, a->is_array ? " array" : "");
	strbuf_addz(out, a->is_macro ? " macro" : "");
	add_span(out, a->span);
	strbuf_addch(out, '\n');
}

static void dump_call(struct strbuf *out, const struct ccall *c)
{
	strbuf_printf(out, "  call " STR_FMT "/%u flow=%s%s", STR_ARG(c->callee), c->argument_count,
		flow_names[c->flow], c->is_indirect ? " indirect" : "");
	add_span(out, c->span);
	strbuf_addch(out, '\n');
}

static void dump_func(struct strbuf *out, const struct cfunc *f)
{
	strbuf_printf(out, "func " STR_FMT, STR_ARG(f->name));
	add_signature(out, f->returns, f->params, f->param_count);
	add_span(out, f->span);
	strbuf_printf(out, " range=[%u,%u,%u) end-line=%u", f->start, f->body, f->end, f->end_line);
	add_condition(out, f->condition);
	add_flags(out, f->flags);
	strbuf_addz(out, f->frees ? " frees" : "");
	if (!(f->flags & CFUNC_SKIPPED))
		strbuf_printf(out, " tokens=%u shingles=%u", f->token_count, f->shingle_count);
	add_text(out, "usr", f->usr);
	add_text(out, "product-place", f->product_place);
	strbuf_addch(out, '\n');
	for (uint32_t i = 0; i < f->alloc_count; i++)
		dump_alloc(out, &f->allocs[i]);
	for (uint32_t i = 0; i < f->call_count; i++)
		dump_call(out, &f->calls[i]);
}

static void dump_proto(struct strbuf *out, const struct cproto *p)
{
	strbuf_printf(out, "proto " STR_FMT, STR_ARG(p->name));
	add_signature(out, p->returns, p->params, p->param_count);
	add_span(out, p->span);
	strbuf_printf(out, " range=[%u,%u)", p->start, p->end);
	add_condition(out, p->condition);
	add_flags(out, p->flags);
	strbuf_addch(out, '\n');
}

static void dump_invocation(struct strbuf *out, const struct cinvocation *x)
{
	strbuf_printf(out, "invocation " STR_FMT " (", STR_ARG(x->name));
	for (uint32_t i = 0; i < x->arg_count; i++)
		strbuf_printf(out, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(x->args[i]));
	strbuf_addch(out, ')');
	add_text(out, "scope", x->scope);
	add_span(out, x->span);
	add_condition(out, x->condition);
	strbuf_addch(out, '\n');
}

static void dump_record(struct strbuf *out, const struct crecord *r)
{
	strbuf_printf(out, "%s " STR_FMT, record_names[r->kind], STR_ARG(r->name));
	add_text(out, "target", r->target);
	add_text(out, "bases", r->bases);
	strbuf_addz(out, r->is_definition ? "" : " declared");
	add_span(out, r->span);
	add_condition(out, r->condition);
	strbuf_addch(out, '\n');
}

static void dump_include(struct strbuf *out, const struct cinclude *i)
{
	strbuf_printf(out, "include %s " STR_FMT, form_names[i->form], STR_ARG(i->path));
	add_span(out, i->span);
	strbuf_printf(out, " line=[%u,%u)", i->start, i->end);
	add_condition(out, i->condition);
	strbuf_addz(out, i->is_in_extern_c ? " enclosed" : "");
	add_text(out, "pragma", i->pragma);
	strbuf_addch(out, '\n');
}

static void dump_macro(struct strbuf *out, const struct cmacro *m)
{
	strbuf_printf(out, "macro " STR_FMT, STR_ARG(m->name));
	for (uint32_t i = 0; i < m->param_count; i++)
		strbuf_printf(out, "%s" STR_FMT, i > 0 ? "," : "(", STR_ARG(m->params[i]));
	strbuf_addz(out, m->is_function_like ? m->param_count > 0 ? ")" : "()" : "");
	strbuf_addz(out, m->is_variadic ? " variadic" : "");
	strbuf_addz(out, m->pastes ? " pastes" : "");
	add_span(out, m->span);
	strbuf_printf(out, " range=[%u,%u)", m->start, m->end);
	add_condition(out, m->condition);
	add_text(out, "body", m->body);
	strbuf_addch(out, '\n');
}

static void dump_conditions(struct strbuf *out, const struct cfacts *f)
{
	for (uint32_t i = 0; i < f->condition_count; i++) {
		const struct ccondition *c = &f->conditions[i];

		strbuf_printf(
			out, "condition %u group=%u line=%u range=[%u,%u)", i, c->group, c->line, c->start, c->end);
		if (c->parent != NONE)
			strbuf_printf(out, " parent=%u", c->parent);
		strbuf_printf(out, "%s%s " STR_FMT "\n", c->is_guard ? " guard" : "", c->is_never ? " never" : "",
			STR_ARG(c->text));
	}
}

static void dump_address(struct strbuf *out, const struct caddress *a)
{
	strbuf_printf(out, "address " STR_FMT, STR_ARG(a->name));
	add_text(out, "slot", a->slot);
	add_text(out, "type", a->type);
	add_span(out, a->span);
	strbuf_addch(out, '\n');
}

void cfacts_dump(const struct cfacts *f, struct strbuf *out)
{
	strbuf_printf(out, "source %s%s%s%s skipped=%u\n", f->source == CSOURCE_SEMANTIC ? "semantic" : "syntactic",
		f->is_cpp ? " c++" : "", f->has_guard ? " guarded" : "", f->is_generated ? " generated" : "",
		f->skipped_funcs);
	if (f->has_error)
		strbuf_printf(out, "error line=%u %s\n", f->error_line, f->error ? f->error : "");
	dump_conditions(out, f);
	for (uint32_t i = 0; i < f->include_count; i++)
		dump_include(out, &f->includes[i]);
	for (uint32_t i = 0; i < f->macro_count; i++)
		dump_macro(out, &f->macros[i]);
	for (uint32_t i = 0; i < f->record_count; i++)
		dump_record(out, &f->records[i]);
	for (uint32_t i = 0; i < f->proto_count; i++)
		dump_proto(out, &f->protos[i]);
	for (uint32_t i = 0; i < f->invocation_count; i++)
		dump_invocation(out, &f->invocations[i]);
	for (uint32_t i = 0; i < f->address_count; i++)
		dump_address(out, &f->addresses[i]);
	for (uint32_t i = 0; i < f->func_count; i++)
		dump_func(out, &f->funcs[i]);
}
