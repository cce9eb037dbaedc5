/* Each struct of cfacts.h described once, to be written or read. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/cfacts.h"
#include "analyzers/codec.h"

#define CFACTS_MAGIC 0xC2 /* change it when cfacts.h or the order of anything below changes */

/* Bytes that a record takes at least in the blob. */
enum {
	LEAST_TEXT = 1,
	LEAST_PARAM = 3,
	LEAST_ALLOC = 12,
	LEAST_CALL = 10,
	LEAST_FUNC = 32,
	LEAST_RECORD = 12,
	LEAST_PROTO = 13,
	LEAST_INCLUDE = 13,
	LEAST_CONDITION = 8,
	LEAST_MACRO = 16,
	LEAST_ADDRESS = 9,
	LEAST_INVOCATION = 8,
	LEAST_SHINGLE = 8
};

static void code_param(struct codec *c, struct cparam *p)
{
	code_str(c, &p->type);
	code_str(c, &p->name);
	code_bool(c, &p->is_const);
}

static void code_alloc(struct codec *c, struct calloc_site *a)
{
	code_str(c, &a->callee);
	code_str(c, &a->product);
	code_str(c, &a->properties);
	code_kind(c, a->flow, CFLOW_COUNT);
	code_bool(c, &a->is_array);
	code_bool(c, &a->is_macro);
	code_span(c, &a->span);
}

static void code_call(struct codec *c, struct ccall *call)
{
	code_str(c, &call->callee);
	code_kind(c, call->flow, CFLOW_COUNT);
	code_bool(c, &call->is_indirect);
	code_u32(c, &call->argument_count);
	code_span(c, &call->span);
}

static void code_shingles(struct codec *c, struct cfunc *f)
{
	code_u32(c, &f->shingle_count);
	if (!c->out)
		f->shingles = list_room(c, f->shingle_count, LEAST_SHINGLE, sizeof(*f->shingles));
	code_hashes(c, f->shingles, c->failed ? 0 : f->shingle_count);
}

static void code_func(struct codec *c, struct cfunc *f)
{
	code_str(c, &f->name);
	code_str(c, &f->returns);
	code_list(c, f->params, f->param_count, LEAST_PARAM, code_param);
	code_u32(c, &f->flags);
	code_span(c, &f->span);
	code_difference(c, f->span.start, &f->start);
	code_difference(c, f->span.end, &f->end);
	code_difference(c, f->span.end, &f->body);
	code_difference(c, f->span.line, &f->end_line);
	code_id(c, &f->condition);
	code_list(c, f->allocs, f->alloc_count, LEAST_ALLOC, code_alloc);
	code_list(c, f->calls, f->call_count, LEAST_CALL, code_call);
	code_bool(c, &f->frees);
	code_hashes(c, &f->body_hash, 1);
	code_u32(c, &f->token_count);
	code_shingles(c, f);
	code_str(c, &f->usr);
	code_str(c, &f->product_place);
}

static void code_record(struct codec *c, struct crecord *r)
{
	code_kind(c, r->kind, CRECORD_TYPEDEF + 1);
	code_str(c, &r->name);
	code_str(c, &r->target);
	code_str(c, &r->bases);
	code_bool(c, &r->is_definition);
	code_span(c, &r->span);
	code_id(c, &r->condition);
}

static void code_proto(struct codec *c, struct cproto *p)
{
	code_str(c, &p->name);
	code_str(c, &p->returns);
	code_list(c, p->params, p->param_count, LEAST_PARAM, code_param);
	code_u32(c, &p->flags);
	code_span(c, &p->span);
	code_difference(c, p->span.start, &p->start);
	code_difference(c, p->span.end, &p->end);
	code_id(c, &p->condition);
}

static void code_include(struct codec *c, struct cinclude *i)
{
	code_kind(c, i->form, CINCLUDE_IMPORT + 1);
	code_str(c, &i->path);
	code_span(c, &i->span);
	code_difference(c, i->span.start, &i->start);
	code_difference(c, i->span.end, &i->end);
	code_id(c, &i->condition);
	code_bool(c, &i->is_in_extern_c);
	code_str(c, &i->pragma);
}

static void code_condition(struct codec *c, struct ccondition *x)
{
	code_id(c, &x->parent);
	code_id(c, &x->group);
	code_str(c, &x->text);
	code_u32(c, &x->start);
	code_difference(c, x->start, &x->end);
	code_u32(c, &x->line);
	code_bool(c, &x->is_guard);
	code_bool(c, &x->is_never);
}

static void code_macro(struct codec *c, struct cmacro *m)
{
	code_str(c, &m->name);
	code_str(c, &m->body);
	code_list(c, m->params, m->param_count, LEAST_TEXT, code_str);
	code_bool(c, &m->is_function_like);
	code_bool(c, &m->is_variadic);
	code_bool(c, &m->pastes);
	code_span(c, &m->span);
	code_difference(c, m->span.start, &m->start);
	code_difference(c, m->span.end, &m->end);
	code_id(c, &m->condition);
}

static void code_address(struct codec *c, struct caddress *a)
{
	code_str(c, &a->name);
	code_str(c, &a->slot);
	code_str(c, &a->type);
	code_span(c, &a->span);
}

static void code_invocation(struct codec *c, struct cinvocation *x)
{
	code_str(c, &x->name);
	code_str(c, &x->scope);
	code_list(c, x->args, x->arg_count, LEAST_TEXT, code_str);
	code_span(c, &x->span);
	code_id(c, &x->condition);
}

/* The text is static where it is made, and of the arena when read. */
static void code_error(struct codec *c, struct cfacts *f)
{
	struct str error = str_from(f->error);

	code_bool(c, &f->has_error);
	code_u32(c, &f->error_line);
	code_str(c, &error);
	if (!c->out)
		f->error = error.len && !c->failed ? arena_str(c->arena, error).ptr : NULL;
}

static void code_cfacts(struct codec *c, struct cfacts *f)
{
	code_kind(c, f->source, CSOURCE_SEMANTIC + 1);
	code_list(c, f->funcs, f->func_count, LEAST_FUNC, code_func);
	code_list(c, f->records, f->record_count, LEAST_RECORD, code_record);
	code_list(c, f->protos, f->proto_count, LEAST_PROTO, code_proto);
	code_list(c, f->includes, f->include_count, LEAST_INCLUDE, code_include);
	code_list(c, f->conditions, f->condition_count, LEAST_CONDITION, code_condition);
	code_list(c, f->macros, f->macro_count, LEAST_MACRO, code_macro);
	code_list(c, f->addresses, f->address_count, LEAST_ADDRESS, code_address);
	code_list(c, f->invocations, f->invocation_count, LEAST_INVOCATION, code_invocation);
	code_u32(c, &f->skipped_funcs);
	code_bool(c, &f->has_guard);
	code_bool(c, &f->is_cpp);
	code_bool(c, &f->is_generated);
	code_bool(c, &f->has_remarks);
	code_str(c, &f->public_header);
	code_error(c, f);
}

/* --- Promises --- */

static bool is_condition(const struct cfacts *f, uint32_t condition)
{
	return condition == NONE || condition < f->condition_count;
}

static bool check_conditions(const struct cfacts *f)
{
	for (uint32_t i = 0; i < f->condition_count; i++)
		if ((f->conditions[i].parent != NONE && f->conditions[i].parent >= i) || f->conditions[i].group > i)
			return false;
	for (uint32_t i = 0; i < f->include_count; i++)
		if (!is_condition(f, f->includes[i].condition))
			return false;
	for (uint32_t i = 0; i < f->macro_count; i++)
		if (!is_condition(f, f->macros[i].condition))
			return false;
	for (uint32_t i = 0; i < f->invocation_count; i++)
		if (!is_condition(f, f->invocations[i].condition))
			return false;
	return true;
}

static bool check_cfacts(const struct cfacts *f)
{
	for (uint32_t i = 0; i < f->func_count; i++)
		if (!is_condition(f, f->funcs[i].condition))
			return false;
	for (uint32_t i = 0; i < f->record_count; i++)
		if (!is_condition(f, f->records[i].condition))
			return false;
	for (uint32_t i = 0; i < f->proto_count; i++)
		if (!is_condition(f, f->protos[i].condition))
			return false;
	return check_conditions(f);
}

void cfacts_pack(const struct cfacts *f, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct cfacts copy = *f;

	strbuf_addch(out, (char)CFACTS_MAGIC);
	code_cfacts(&c, &copy);
}

bool cfacts_unpack(struct str blob, struct arena *a, struct cfacts *ret)
{
	struct cfacts f = { 0 };
	struct codec c;

	if (!codec_start(&c, blob, a, CFACTS_MAGIC))
		return false;
	code_cfacts(&c, &f);
	if (c.failed || c.at != c.end || !check_cfacts(&f))
		return false;
	*ret = f;
	return true;
}
