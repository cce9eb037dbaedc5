/* Facts of C between worker and parent: cfacts.h once, field by field. */
#include "base/base.h"
#include "analyzers/lang/c/clang_facts.h"

#include "analyzers/lang/c/clang_wire.h"

static void wire_param(struct wire *w, struct cparam *p)
{
	wire_str(w, &p->type);
	wire_str(w, &p->name);
}

static void wire_alloc(struct wire *w, struct calloc_site *s)
{
	wire_str(w, &s->callee);
	wire_str(w, &s->product);
	wire_kind(w, s->flow, CFLOW_COUNT);
	wire_bool(w, &s->is_array);
	wire_bool(w, &s->is_macro);
	wire_span(w, &s->span);
	wire_str(w, &s->place);
}

static void wire_call(struct wire *w, struct ccall *c)
{
	wire_str(w, &c->callee);
	wire_kind(w, c->flow, CFLOW_COUNT);
	wire_bool(w, &c->is_indirect);
	wire_u32(w, &c->argument_count);
	wire_span(w, &c->span);
	wire_str(w, &c->usr);
}

static void wire_func(struct wire *w, struct cfunc *f)
{
	wire_str(w, &f->name);
	wire_str(w, &f->returns);
	wire_array(w, struct cparam, f->params, f->param_count, wire_param);
	wire_u32(w, &f->flags);
	wire_span(w, &f->span);
	wire_u32(w, &f->start);
	wire_u32(w, &f->end);
	wire_u32(w, &f->body);
	wire_u32(w, &f->end_line);
	wire_array(w, struct calloc_site, f->allocs, f->alloc_count, wire_alloc);
	wire_array(w, struct ccall, f->calls, f->call_count, wire_call);
	wire_bool(w, &f->frees);
	wire_u64(w, &f->body_hash);
	wire_u32(w, &f->token_count);
	wire_hashes(w, &f->shingles, &f->shingle_count);
	wire_str(w, &f->usr);
	wire_str(w, &f->product_place);
	f->condition = w->out ? f->condition : NONE;
}

static void wire_record(struct wire *w, struct crecord *r)
{
	wire_kind(w, r->kind, CRECORD_TYPEDEF + 1);
	wire_str(w, &r->name);
	wire_str(w, &r->target);
	wire_bool(w, &r->is_definition);
	wire_span(w, &r->span);
	r->condition = w->out ? r->condition : NONE;
}

static void wire_proto(struct wire *w, struct cproto *p)
{
	wire_str(w, &p->name);
	wire_str(w, &p->returns);
	wire_array(w, struct cparam, p->params, p->param_count, wire_param);
	wire_u32(w, &p->flags);
	wire_span(w, &p->span);
	wire_u32(w, &p->start);
	wire_u32(w, &p->end);
	wire_str(w, &p->usr);
	p->condition = w->out ? p->condition : NONE;
}

static void wire_include(struct wire *w, struct cinclude *i)
{
	wire_kind(w, i->form, CINCLUDE_IMPORT + 1);
	wire_str(w, &i->path);
	wire_span(w, &i->span);
	wire_u32(w, &i->start);
	wire_u32(w, &i->end);
	wire_bool(w, &i->is_in_extern_c);
	wire_str(w, &i->target);
	i->condition = w->out ? i->condition : NONE;
}

static void wire_macro(struct wire *w, struct cmacro *m)
{
	wire_str(w, &m->name);
	wire_str(w, &m->body);
	wire_array(w, struct str, m->params, m->param_count, wire_str);
	wire_bool(w, &m->is_function_like);
	wire_bool(w, &m->is_variadic);
	wire_bool(w, &m->pastes);
	wire_span(w, &m->span);
	wire_u32(w, &m->start);
	wire_u32(w, &m->end);
	m->condition = w->out ? m->condition : NONE;
}

static void wire_address(struct wire *w, struct caddress *a)
{
	wire_str(w, &a->name);
	wire_str(w, &a->slot);
	wire_str(w, &a->type);
	wire_span(w, &a->span);
	wire_str(w, &a->usr);
}

static void wire_facts(struct wire *w, struct cfacts *f)
{
	wire_array(w, struct cfunc, f->funcs, f->func_count, wire_func);
	wire_array(w, struct crecord, f->records, f->record_count, wire_record);
	wire_array(w, struct cproto, f->protos, f->proto_count, wire_proto);
	wire_array(w, struct cinclude, f->includes, f->include_count, wire_include);
	wire_array(w, struct cmacro, f->macros, f->macro_count, wire_macro);
	wire_array(w, struct caddress, f->addresses, f->address_count, wire_address);
	wire_bool(w, &f->has_guard);
	wire_bool(w, &f->is_cpp);
	f->source = CSOURCE_SEMANTIC;
}

void clang_facts_write(const struct cfacts *f, struct strbuf *out)
{
	struct wire w = wire_writer(out);
	struct cfacts copy = *f;

	wire_facts(&w, &copy);
}

bool clang_facts_read(struct str bytes, struct arena *a, struct cfacts *ret_facts)
{
	struct wire w = wire_reader(bytes, a);
	struct cfacts f = { 0 };

	wire_facts(&w, &f);
	if (!wire_is_done(&w))
		return false;
	*ret_facts = f;
	return true;
}
