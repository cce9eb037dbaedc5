/* Tests of what bodies of C and C++ say: allocations with product and flow, calls, releases, equal bodies. */
#include "base/base.h"
#include "analyzers/lang/c/c.h"

#include <string.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* Zeroed is empty; facts_release() it. */
struct facts {
	struct arena arena;
	struct cfacts facts;
	struct strbuf text;
};

static void facts_read(struct facts *f, const char *source, bool is_cpp)
{
	struct c_parser *parser = c_parser_new();

	c_skim(parser, str_from(source), is_cpp, NULL, NULL, &f->arena, &f->facts);
	strbuf_addz(&f->text, "");
	cfacts_dump(&f->facts, &f->text);
	c_parser_free(parser);
}

static void facts_release(struct facts *f)
{
	strbuf_release(&f->text);
	arena_release(&f->arena);
}

/* --- Products and flows: each body is that of `T *f(struct a *p, struct a **out) { ... }` --- */

static const struct {
	bool is_cpp;
	const char *body, *part;
} allocs[] = {
	{ false, "return malloc(sizeof(struct a));", "alloc malloc flow=return product=struct a [" },
	{ false, "return malloc(sizeof(a_t));", "alloc malloc flow=return product=a_t [" },
	{ false, "a_t *v = malloc(sizeof *v); return v;", "flow=return product=a_t [" },
	{ false, "a_t *v = malloc(sizeof(*v) + n); return v;", "flow=return product=a_t [" },
	{ false, "a_t *v = malloc(n * sizeof(*v)); return v;", "product=a_t array [" },
	{ false, "a_t *v = calloc(n, sizeof(*v)); return v;", "product=a_t array [" },
	{ false, "a_t *v = calloc(1, sizeof(*v)); return v;", "product=a_t [" },
	{ false, "a_t **v = malloc(sizeof(a_t *)); return v;", "alloc malloc flow=return [" },
	{ false, "return (a_t *)my_alloc(3);", "alloc my_alloc flow=return product=a_t [" },
	{ false, "a_t *v = pool_alloc(pool); return v;", "alloc pool_alloc flow=return product=a_t [" },
	{ false, "a_t *v = take_new(pool, sizeof(a_t)); return v;", "alloc take_new flow=return product=a_t [" },
	{ false, "a_t *v = size_of_alloc_get(1); malloc(1); return v;", "alloc malloc flow=local [" },
	{ false, "a_t *v = alloc_a(1); return v;", "alloc alloc_a flow=return product=a_t [" },
	{ false, "x = *out = malloc(sizeof(**out));", "flow=out product=struct a [" },
	{ false, "ALLOC_GROW(all, n, m);", "alloc ALLOC_GROW flow=local macro [" },
	{ false, "return XNEW(a_t);", "alloc XNEW flow=return product=a_t macro [" },
	{ false, "a_t v; memset(&v, 0, sizeof(a_t)); malloc(1);", "alloc malloc flow=local [" },
	{ false, "a_t *v; v = malloc(sizeof(*v)); *out = v;", "flow=out product=a_t" },
	{ false, "*out = malloc(sizeof(**out));", "flow=out" },
	{ false, "p->x = malloc(sizeof(struct b));", "flow=store product=struct b" },
	{ false, "struct b *v = wrap_alloc(malloc(sizeof(struct c))); return v;",
		"alloc wrap_alloc flow=return product=struct b [" },
	{ false, "struct b *v = xmalloc(st_add(sizeof(*v), n)); return v;", "flow=return product=struct b [" },
	{ false, "global = malloc(sizeof(struct b));", "flow=store product=struct b" },
	{ false, "list_add(p, malloc(sizeof(struct b)));", "flow=store product=struct b" },
	{ false, "struct b *v = malloc(sizeof(*v)); list_add(p, v);", "flow=store product=struct b" },
	{ false, "struct b *v = malloc(sizeof(*v)); free(v);", "flow=local product=struct b" },
	{ false, "struct b *v, *w; v = w = malloc(sizeof(*v)); return w;", "flow=return product=struct b" },
	{ false, "struct b *v = malloc(sizeof(*v)); struct b *w = v; return (T *)w;", "flow=return product=struct b" },
	{ false, "struct b *v; if (!(v = malloc(sizeof(*v)))) return 0; return &v->base;",
		"flow=return product=struct b" },
	{ false, "struct b *v = malloc(sizeof(*v)); return v ? v : p;", "flow=return product=struct b" },
	{ false, "struct b *v = malloc(sizeof(*v)); return v->x;", "flow=local product=struct b" },
	{ false, "return g_new0(struct b, 1);", "alloc g_new0 flow=return product=struct b macro [" },
	{ false, "return g_new (BThing, n);", "product=BThing array macro [" },
	{ false, "g_autoptr(b_t) v = g_new0(b_t, 1); return g_steal_pointer(&v);", "flow=return product=b_t macro" },
	{ false, "return talloc_zero(ctx, struct b);", "alloc talloc_zero flow=return product=struct b" },
	{ false, "return g_object_new(MY_TYPE_BIG_BOX, NULL);", "alloc g_object_new flow=return product=MyBigBox [" },
	{ false, "return g_object_new(my_big_box_get_type(), NULL);", "product=MyBigBox [" },
	{ false, "return MY_BOX(g_object_new(MY_TYPE_BOX, NULL));", "flow=return product=MyBox [" },
	{ false, "struct b *v; ALLOC_ARRAY(v, 3); return v;",
		"alloc ALLOC_ARRAY flow=return product=struct b array macro" },
	{ false, "struct b *v; FLEX_ALLOC_STR(v, name, s); return v;",
		"alloc FLEX_ALLOC_STR flow=return product=struct b macro" },
	{ false, "struct b *v; posix_memalign(&v, 8, 8); return v;",
		"alloc posix_memalign flow=return product=struct b [" },
	{ false, "struct b *v = x(\n#if A\n 1\n#else\n 2\n#endif\n ); v = malloc(sizeof(*v)); return v;",
		"product=struct b" },
	{ false, "G_GNUC_UNUSED struct b *v UNUSED = malloc(sizeof(*v)); return v;", "flow=return product=struct b" },
	{ true, "return new ns::B(1);", "alloc new flow=return product=ns::B [" },
	{ true, "return new (std::nothrow) B;", "alloc new flow=return product=B [" },
	{ true, "return new B[n];", "product=B array [" },
	{ true, "auto *v = new B{1}; return v;", "flow=return product=B" },
	{ true, "return std::make_unique<ns::B>(1);", "alloc std::make_unique flow=return product=ns::B [" },
	{ true, "std::unique_ptr<B> v(new B); return v.release();", "alloc new flow=return product=B" },
	{ true, "auto v = std::unique_ptr<B>(new B); return std::move(v);", "alloc new flow=return product=B" },
	{ true, "out->reset(new B);", "alloc new flow=out product=B" },
	{ true, "member_ = std::make_shared<B>();", "flow=store product=B" },
	{ true, "return memnew(B(1));", "alloc memnew flow=return product=B macro" },
	{ true, "return static_cast<T *>(new B);", "flow=return product=B" },
};

START_TEST(allocations_say_what_they_make_and_where_it_goes)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct facts f = { 0 };

	strbuf_printf(&source, "T *f(struct a *p, struct a **out)\n{\n%s\n}\n", allocs[_i].body);
	facts_read(&f, source.ptr, allocs[_i].is_cpp);
	ck_assert_msg(strstr(f.text.ptr, allocs[_i].part), "%s\ngives\n%swithout\n%s", source.ptr, f.text.ptr,
		allocs[_i].part);
	facts_release(&f);
}
END_TEST

/* --- Calls, releases, addresses --- */

static const struct {
	bool is_cpp;
	const char *source, *part, *has_not;
} others[] = {
	{ false, "T *f(int n) { return b_new(n, 1); }", "call b_new/2 flow=return [", "alloc b_new" },
	{ false, "T *f(void) { T *v = b_new(); v->x = 1; return v; }", "call b_new/0 flow=return", NULL },
	{ false, "void f(T *p) { p->make(malloc(1)); }", "call p->make/1 flow=local indirect [18,22)", NULL },
	{ false, "void f(T *(*make)(int)) { make(malloc(1)); }", "call make/1 flow=local indirect", NULL },
	{ true, "T *f() { return ns::make<int>(new A); }", "call ns::make<int>/1 flow=return [", NULL },
	{ false, "void f(T *p) { free(p); p = malloc(1); }", " frees ", NULL },
	{ false, "void f(T *p) { T *q = malloc(1); free(q); }", "func f", " frees " },
	{ true, "void f(T *p) { delete p; p = new T; }", " frees ", NULL },
	{ false, "void f(struct ops *o) { o->make = b_make; malloc(1); }", "address b_make slot=make type=struct ops",
		NULL },
	{ false, "void f(void) { add(&b_make, malloc(1)); }", "address b_make", NULL },
	{ false, "void f(void) { int b_make = 1; add(b_make, malloc(1)); }", "func f", "address" },
	{ false, "void f(void) { b_make(malloc(1)); }", "func f", "address" },
};

START_TEST(calls_releases_and_addresses_are_told_apart)
{
	struct facts f = { 0 };

	facts_read(&f, others[_i].source, others[_i].is_cpp);
	ck_assert_msg(strstr(f.text.ptr, others[_i].part), "%s\ngives\n%s", others[_i].source, f.text.ptr);
	ck_assert_msg(!others[_i].has_not || !strstr(f.text.ptr, others[_i].has_not), "%s\ngives\n%s",
		others[_i].source, f.text.ptr);
	facts_release(&f);
}
END_TEST

/* --- Equal bodies --- */

static const struct {
	const char *one, *other;
	bool is_same;
} pairs[] = {
	{ "T *f(int a) { T *v = malloc(a); return v; }", "T *g(int b)\n{\n\tT *w = malloc(b); /* c */\n\treturn w;\n}",
		true },
	{ "T *f(int a) { T *v = malloc(a); return v; }", "T *g(int a) { T *v = calloc(a); return v; }", false },
	{ "T *f(int a) { T *v = malloc(a); return v; }", "T *g(int a) { T *v = malloc(a); return a; }", false },
	{ "T *f(int a, int b) { return malloc(a - b); }", "T *g(int a, int b) { return malloc(b - a); }", false },
	{ "T *f(int a) { return malloc(a + 1); }", "T *g(int a) { return malloc(a + 2); }", false },
	{ "T *f(T *a) { malloc(a->x); }", "T *g(T *a) { malloc(a->y); }", false },
	{ "void f(void) { malloc(1); goto out; out: ; }", "void g(void) { malloc(1); goto end; end: ; }", true },
	{ "void f(void) { say(\"a\"); malloc(1); }", "void g(void) { say(\"b\"); malloc(1); }", false },
	{ "void f(void) { malloc(1); } ", "void g(void) {\n#ifdef A\nmalloc(1);\n#endif\n}", true },
};

START_TEST(bodies_are_equal_but_for_the_names_of_locals)
{
	struct facts one = { 0 }, other = { 0 };

	facts_read(&one, pairs[_i].one, false);
	facts_read(&other, pairs[_i].other, false);
	ck_assert_uint_eq(one.facts.func_count, 1);
	ck_assert_uint_eq(other.facts.func_count, 1);
	ck_assert_uint_gt(one.facts.funcs[0].token_count, 0);
	ck_assert((one.facts.funcs[0].body_hash == other.facts.funcs[0].body_hash) == pairs[_i].is_same);
	facts_release(&one);
	facts_release(&other);
}
END_TEST

/* --- Bounds --- */

START_TEST(one_broken_body_leaves_the_others_alone)
{
	struct facts f = { 0 };

	facts_read(&f, "T *f(void) { return malloc(((; if }\nT *g(void) { return malloc(sizeof(struct b)); }", false);
	ck_assert_uint_eq(f.facts.func_count, 2);
	ck_assert(strstr(f.text.ptr, "product=struct b"));
	facts_release(&f);
}
END_TEST

/* Error recovery on this costs far more than reading it: it must end, and whatever was given up must be said. */
START_TEST(hostile_bodies_end)
{
	static const char *const parts[] = { "(", "{(", "if(", "a?b:", "x(*", "<a" };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct strbuf source CLEANUP(strbuf_release) = { 0 };
		struct facts f = { 0 };

		strbuf_addz(&source, "T *f(void) { malloc(1); ");
		for (unsigned n = 0; n < 20000; n++)
			strbuf_addz(&source, parts[i]);
		strbuf_addz(&source, "\n}\n");
		facts_read(&f, source.ptr, i % 2 == 1);
		ck_assert(f.facts.skipped_funcs == 0 || f.facts.has_error);
		facts_release(&f);
	}
}
END_TEST

/* Of the second look only what it adds is parsed; nothing may tell. */
START_TEST(a_closer_look_takes_what_is_known)
{
	static const char source[] = "struct a { int x; };\n"
				     "static struct ops o = { .make = a_new };\n"
				     "struct a *a_new(void) { struct a *p = malloc(sizeof(*p)); hand(a_new, &a_free); return p; }\n"
				     "void a_free(struct a *p) { free(p); }\n"
				     "struct a *other(void) { o.make = a_twin; return a_get(); }\n"
				     "struct a *a_twin(void) { return calloc(1, sizeof(struct a)); }\n";
	static const struct str words[] = { { "a_get", 5 }, { "free", 4 } };
	struct c_parser *parser = c_parser_new();
	struct c_words *more = c_words_new(words, ARRAY_LEN(words));
	struct facts first = { 0 }, closer = { 0 }, anew = { 0 };

	facts_read(&first, source, false);
	ck_assert_uint_eq(first.facts.skipped_funcs, 2);
	c_skim(parser, str_from(source), false, more, &first.facts, &closer.arena, &closer.facts);
	c_skim(parser, str_from(source), false, more, NULL, &anew.arena, &anew.facts);
	ck_assert_uint_eq(anew.facts.skipped_funcs, 0);
	cfacts_dump(&closer.facts, &closer.text);
	cfacts_dump(&anew.facts, &anew.text);
	ck_assert(str_eq(strbuf_str(&closer.text), strbuf_str(&anew.text)));
	/* Taken, not made again. */
	ck_assert_ptr_eq(closer.facts.funcs[0].allocs, first.facts.funcs[0].allocs);
	c_words_free(more);
	c_parser_free(parser);
	facts_release(&first);
	facts_release(&closer);
	facts_release(&anew);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_body");

	tcase_add_test(tests, a_closer_look_takes_what_is_known);
	unit_add_table(tests, allocations_say_what_they_make_and_where_it_goes, allocs);
	unit_add_table(tests, calls_releases_and_addresses_are_told_apart, others);
	unit_add_table(tests, bodies_are_equal_but_for_the_names_of_locals, pairs);
	tcase_add_test(tests, one_broken_body_leaves_the_others_alone);
	tcase_add_test(tests, hostile_bodies_end);
	return unit_run("c_body", tests);
}
