/* What belongs to a handle of C: the functions beside a maker that take or return what it makes. */
#include "base/base.h"
#include "rules/conformance_c.h"

#include "base/strbuf.h"
#include "rules/names.h"

struct cface cface_of_func(file_id file, const struct cfunc *f)
{
	return (struct cface){
		.file = file, .line = f->span.line, .name = str_tail(f->name, ':'), .key = STR(""), .returns = f->returns,
		.params = f->params, .param_count = f->param_count, .flags = f->flags, .body = f,
	};
}

struct cface cface_of_proto(file_id file, const struct cproto *p)
{
	return (struct cface){
		.file = file, .line = p->span.line, .name = str_tail(p->name, ':'), .key = STR(""), .returns = p->returns,
		.params = p->params, .param_count = p->param_count, .flags = p->flags,
	};
}

struct cface *cface_find(cfaces *list, struct str name)
{
	vec_foreach(struct cface, x, list)
		if (str_eq(x->name, name))
			return x;
	return NULL;
}

struct handle {
	struct creators *creators;
	const struct family *family;
	const struct member *maker, *against;
	const struct cproduct *product;
	struct arena *arena;
	file_id home;
	bool is_in_header;
	cfaces *out;
};

/* --- What a function's name says beside its maker's --- */

static void take(const struct tokens *t, uint32_t from, uint32_t to, struct arena *a, struct str *ret)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = from; i < to; i++)
		strbuf_printf(&text, "%s" STR_FMT, i > from ? "_" : "", STR_ARG(t->token[i]));
	*ret = arena_str(a, strbuf_str(&text));
}

/* "free" of conn_free beside conn_new, "destroy" of destroy_conn beside create_conn; the count of words that they share. */
static uint32_t find_key(struct str name, struct str maker, struct arena *a, struct str *ret)
{
	struct tokens own, other;
	uint32_t lead = 0, tail = 0;

	tokens_split(name, &own);
	tokens_split(maker, &other);
	while (lead + 1 < own.count && lead + 1 < other.count && str_eq(own.token[lead], other.token[lead]))
		lead++;
	while (lead + tail + 1 < own.count && lead + tail + 1 < other.count &&
	       str_eq(own.token[own.count - 1 - tail], other.token[other.count - 1 - tail]))
		tail++;
	take(&own, lead, own.count - tail, a, ret);
	return lead + tail;
}

/* --- Which functions --- */

static bool is_member(const struct family *fam, struct str name)
{
	vec_foreach(const struct member, m, &fam->members)
		if (str_eq(str_tail(m->symbol, ':'), name))
			return true;
	return false;
}

/* What is listed counts, whatever it takes; so does a rival's function whose name begins as its maker's does, which may stand for that. */
static bool may_be_listed(const struct handle *h, const struct cface *f, uint32_t shared)
{
	const struct config_api *api = h->family->api;

	if (api && h->against)
		return shared > 0;
	for (size_t i = 0; api && i < api->method_count; i++)
		if (str_eq(api->methods[i], f->name) || str_eq(api->methods[i], f->key))
			return true;
	return false;
}

/* Where it is defined; the prototype's parameters may lack their names. */
static void find_body(const struct handle *h, struct cface *f)
{
	file_id file;
	uint32_t func;

	if (f->body || !find_callee(h->creators, f->file, f->name, &file, &func))
		return;
	f->body = cfunc_at(h->creators, file, func);
	if (f->body->param_count == f->param_count)
		f->params = f->body->params;
}

/* Another maker: by its name, or because it gives out what it made, or had made. */
static bool is_maker(const struct handle *h, const struct cface *f)
{
	static const char *const words[] = { "new", "create", "make", "alloc", "construct", NULL };
	bool makes = name_has_word(f->name, words);

	for (uint32_t i = 0; f->body && i < f->body->alloc_count; i++)
		makes |= f->body->allocs[i].flow <= CFLOW_OUT;
	for (uint32_t i = 0; f->body && i < f->body->call_count; i++)
		makes |= f->body->calls[i].flow <= CFLOW_OUT && is_member(h->family, f->body->calls[i].callee);
	return makes;
}

/* It takes one, or gives out one that is there: another maker is no part of what goes with this one. */
static bool deals_with(const struct handle *h, const struct cface *f)
{
	for (uint32_t i = 0; i < f->param_count; i++)
		if (is_of_product(h->creators, f->file, f->params[i].type, h->product))
			return type_shape(f->params[i].type).depth < 2 || !is_maker(h, f);
	return is_of_product(h->creators, f->file, f->returns, h->product) && !is_maker(h, f);
}

/* Functions of one record that two headers declare belong to the maker with which they share more words, as those of legacy_conn_new. */
static bool is_own(const struct handle *h, const struct cface *f, uint32_t shared)
{
	struct str key;

	if (!h->against || h->maker->made_file != h->against->made_file)
		return true;
	return shared > find_key(f->name, str_tail(h->against->symbol, ':'), h->arena, &key);
}

static void add(struct handle *h, struct cface f)
{
	uint32_t shared = find_key(f.name, str_tail(h->maker->symbol, ':'), h->arena, &f.key);

	if (is_member(h->family, f.name) || cface_find(h->out, f.name))
		return;
	find_body(h, &f);
	if ((may_be_listed(h, &f, shared) || deals_with(h, &f)) && is_own(h, &f, shared))
		vec_push(h->out, f);
}

static bool is_declared_by(const struct creators *c, file_id file, struct str name)
{
	const struct cfacts *facts = cfacts_of(c, file);

	for (uint32_t i = 0; i < facts->proto_count; i++)
		if (str_eq(facts->protos[i].name, name))
			return true;
	return false;
}

/* In a source only what others can call, or what is as much its own as the maker is. */
static bool is_offered(const struct handle *h, const struct cfunc *f)
{
	unsigned maker = member_func(h->creators, h->maker)->flags;

	if (f->flags & (CFUNC_METHOD | CFUNC_INACTIVE))
		return false;
	return h->is_in_header || (f->flags & CFUNC_STATIC) == (maker & CFUNC_STATIC);
}

static void add_all(struct handle *h)
{
	const struct cfacts *facts = cfacts_of(h->creators, h->home);
	file_id other = h->against ? header_of(h->creators, h->against->symbol) : NONE;

	for (uint32_t i = 0; h->is_in_header && i < facts->proto_count; i++)
		if (!(facts->protos[i].flags & (CFUNC_METHOD | CFUNC_STATIC)))
			add(h, cface_of_proto(h->home, &facts->protos[i]));
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (is_offered(h, &facts->funcs[i]) && (other == NONE || !is_declared_by(h->creators, other, facts->funcs[i].name)))
			add(h, cface_of_func(h->home, &facts->funcs[i]));
}

/* `#define old_conn_free(c) conn_free(c)` is as good as a function, if of one's own header. */
static void add_macros(struct handle *h)
{
	const struct cfacts *facts = cfacts_of(h->creators, h->home);

	for (uint32_t i = 0; h->is_in_header && i < facts->macro_count; i++) {
		const struct cmacro *m = &facts->macros[i];
		struct cface f = { .file = h->home, .line = m->span.line, .name = m->name, .returns = STR(""), .is_vague = true };

		if (is_own(h, &f, find_key(m->name, str_tail(h->maker->symbol, ':'), h->arena, &f.key)) && str_trim(m->body).len && !is_member(h->family, f.name) &&
		    !cface_find(h->out, f.name))
			vec_push(h->out, f);
	}
}

void cfaces_of_handle(struct creators *c, const struct family *fam, const struct member *m, const struct member *against, const struct cproduct *product,
		      struct arena *a, cfaces *ret)
{
	struct handle h = { .creators = c, .family = fam, .maker = m, .against = against, .product = product, .arena = a, .out = ret };

	h.home = member_func(c, m)->flags & CFUNC_STATIC ? NONE : header_of(c, m->symbol);
	if (against && (m->file == against->file || (h.home != NONE && h.home == header_of(c, against->symbol))))
		return; /* both have the same functions around them */
	h.is_in_header = h.home != NONE;
	if (against && !h.is_in_header && m->made_file == against->made_file)
		return; /* what a file does with everybody's record is no interface */
	h.home = h.is_in_header ? h.home : m->file;
	add_all(&h);
	if (ret->len > 0 && against)
		add_macros(&h);
}
