/* What no test of a C or C++ family shows: functions of the canonical's header that none calls, promises that none speaks of. */
#include "base/base.h"
#include "rules/ctests.h"

#include <stdlib.h>

#include "rules/cstate.h"

/* --- What the canonical's header offers --- */

static bool is_product(struct ctests *c, file_id header, struct str type, struct record_id product)
{
	struct type_shape shape = type_shape(type);
	unsigned depth = shape.depth;

	return shape.base.len && same_record(record_of_type(c->c, header, shape.base, &depth), product);
}

static bool is_about(struct ctests *c, file_id header, const struct cproto *p, struct record_id product)
{
	if (is_product(c, header, p->returns, product))
		return true;
	for (uint32_t i = 0; i < p->param_count; i++)
		if (is_product(c, header, p->params[i].type, product))
			return true;
	return false;
}

/* An underscore at either end says that a name is for the library itself. */
static bool is_offered(const struct cproto *p)
{
	return !(p->flags & (CFUNC_STATIC | CFUNC_METHOD | CFUNC_STATIC_METHOD | CFUNC_DEPRECATED | CFUNC_INACTIVE | CFUNC_CONDITIONAL | CFUNC_MACRO_MADE)) &&
	       p->name.len && p->name.ptr[0] != '_' &&
	       p->name.ptr[p->name.len - 1] != '_';
}

static const struct cproto *proto_of(const struct ctests *c, file_id header, struct str name)
{
	const struct cfacts *facts = cfacts_of(c->c, header);

	for (uint32_t i = 0; i < facts->proto_count; i++)
		if (str_eq(facts->protos[i].name, name))
			return &facts->protos[i];
	return NULL;
}

static bool is_member_of_other_class(const struct family *fam, struct str name)
{
	vec_foreach (const struct member, m, &fam->members)
		if (str_eq(m->symbol, name) && m->class != CLASS_CANONICAL && m->class != CLASS_ACCESSOR)
			return true;
	return false;
}

/* Functions that give or take the product, in the header that declares the canonical. */
static void collect_api(struct ctests *c, const struct family *fam, const struct member *canonical, struct family_tests *ret)
{
	struct record_id product = { fam->product_file, fam->product_record };
	file_id header = header_of(c->c, canonical->symbol);
	VEC(struct str) names = { 0 };
	const struct cfacts *facts;

	if (header == NONE || product.file == NONE || !proto_of(c, header, canonical->symbol))
		return;
	facts = cfacts_of(c->c, header);
	for (uint32_t i = 0; i < facts->proto_count; i++) {
		const struct cproto *p = &facts->protos[i];
		bool is_known = false;

		if (!is_offered(p) || is_member_of_other_class(fam, p->name) || !is_about(c, header, p, product))
			continue;
		vec_foreach (struct str, n, &names)
			is_known |= str_eq(*n, str_tail(p->name, ':'));
		if (!is_known)
			vec_push(&names, str_tail(p->name, ':'));
	}
	ret->methods = arena_copy(c->arena, names.items, names.len, sizeof(*names.items));
	ret->method_count = (uint32_t)names.len;
	ret->is_met = arena_array(c->arena, bool, names.len + 1);
	vec_release(&names);
}

/* --- Guarantees --- */

static bool lets_go(struct str name)
{
	static const char *const words[] = { "deinit", "delete", "fini", "free", "put", "unref" };
	struct tokens t;

	tokens_split(name, &t);
	for (uint32_t i = 0; i < t.count; i++)
		for (size_t k = 0; k < ARRAY_LEN(words); k++)
			if (str_is(t.token[i], words[k]))
				return true;
	return tests_speaks_of(GUARANTEE_CLEANUP, name);
}

static bool takes_users(struct ctests *c, const struct member *canonical)
{
	const struct cfunc *f = cfunc_at(c->c, canonical->file, canonical->def);

	for (uint32_t i = 0; i < f->param_count; i++)
		if (cstate_is_user(&f->params[i]))
			return true;
	return false;
}

/* That every path gives the same object is no question where names are linked. */
static void find_needs(struct ctests *c, const struct family *fam, const struct member *canonical, struct family_tests *ret)
{
	ret->needs[GUARANTEE_UNIQUE] = tests_has_rivals(fam);
	ret->needs[GUARANTEE_ISOLATION] = takes_users(c, canonical);
	for (uint32_t i = 0; i < ret->method_count; i++) {
		ret->needs[GUARANTEE_CLEANUP] |= lets_go(ret->methods[i]);
		ret->needs[GUARANTEE_SHUTDOWN] |= tests_speaks_of(GUARANTEE_SHUTDOWN, ret->methods[i]);
	}
}

/* --- What tests do --- */

static bool runs_at_once(struct str word)
{
	static const char *const words[] = { "async", "create_thread", "fork", "g_thread_new", "jthread", "pthread_create", "thrd_create", "thread", "uv_thread_create", NULL };

	return str_is_one_of(word, words);
}

static void note_file(const struct ctests *c, struct family_tests *ret, file_id file, struct map *seen)
{
	const struct ctest_file *f = c->files.items[map_get(&c->by_file, file)];

	if (!map_add(seen, file, 0))
		return;
	for (uint32_t i = 0; i < ret->method_count; i++) {
		ret->is_met[i] |= map_has(&f->words, str_hash(ret->methods[i]));
		ret->is_shown[GUARANTEE_CLEANUP] |= ret->is_met[i] && lets_go(ret->methods[i]);
		ret->is_shown[GUARANTEE_SHUTDOWN] |= ret->is_met[i] && tests_speaks_of(GUARANTEE_SHUTDOWN, ret->methods[i]);
	}
	for (uint32_t i = 0; i < f->facts.mention_count; i++)
		ret->is_shown[GUARANTEE_ISOLATION] |= f->facts.mentions[i].is_called && runs_at_once(ctest_word(f, i));
}

/* Helpers of other files call what their users let them call. */
static void note_helpers(const struct ctests *c, struct family_tests *ret, struct map *seen)
{
	for (size_t i = 0; i < c->files.len; i++)
		if (c->files.items[i]->is_helper)
			note_file(c, ret, c->files.items[i]->file, seen);
}

static int by_place(const void *a, const void *b, void *context)
{
	const struct family_test *x = a, *y = b;
	const struct test *items = context, *p = &items[x->test], *q = &items[y->test];

	if (p->file != q->file)
		return p->file < q->file ? -1 : 1;
	if (p->span.start != q->span.start)
		return p->span.start < q->span.start ? -1 : 1;
	return (x->test > y->test) - (x->test < y->test);
}

void ctests_gaps_find(struct ctests *c, uint32_t family)
{
	const struct family *fam = &c->t->in->families->items.items[family];
	const struct member *canonical = canonical_of(fam);
	struct family_tests *ret = &c->t->families[family];
	struct map seen = { 0 };
	bool is_met = false;

	if (ret->items.len)
		qsort_r(ret->items.items, ret->items.len, sizeof(*ret->items.items), by_place, c->t->items.items);
	if (!canonical || canonical->def == NONE || canonical->kind > MEMBER_METHOD)
		return;
	collect_api(c, fam, canonical, ret);
	find_needs(c, fam, canonical, ret);
	vec_foreach (struct family_test, x, &ret->items) {
		const struct test *test = &c->t->items.items[x->test];

		if (!(x->meets & MEETS_REAL) || test->cannot_fail || test->never_runs)
			continue;
		is_met |= (x->meets & (MEETS_CANONICAL | MEETS_SHIM)) != 0;
		note_file(c, ret, test->file, &seen);
		for (enum guarantee g = 0; g < GUARANTEE_COUNT; g++)
			ret->is_shown[g] = ret->is_shown[g] || tests_speaks_of(g, test->symbol);
	}
	if (is_met)
		note_helpers(c, ret, &seen);
	else
		ret->reached = ctests_reach(c, family);
	map_release(&seen);
}
