/* Tests of what C and C++ do with variables that outlive a call: which there are, and what happens to them under which guard. */
#include "base/base.h"
#include "analyzers/cstate.h"

#include "analyzers/lang/c/c.h"
#include "analyzers/pack.h"
#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* Zeroed is empty; reading_release() it. */
struct reading {
	struct arena arena;
	struct cfacts creations;
	struct cstate_facts facts;
	struct strbuf text;
};

static const char *const kinds[CSTATE_KIND_COUNT] = { "set", "change", "add", "drop", "lookup", "check", "return", "pass", "lock", "once" };
static const char *const values[CVALUE_KIND_COUNT] = { "", " null", " call", " name", " constant" };
static const char *const slot_kinds[CSLOT_KIND_COUNT] = { "file", "external", "local", "class" };

static void dump_slot(const struct cslot *s, struct strbuf *out)
{
	strbuf_printf(out, "slot %s " STR_FMT " type=" STR_FMT "%s%s%s\n", slot_kinds[s->kind], STR_ARG(s->name), STR_ARG(s->type), s->is_array ? " array" : "",
		    s->is_set ? " set" : "", s->is_atomic ? " atomic" : "");
}

static void dump_event(const struct reading *r, const struct cstate_event *e, struct strbuf *out)
{
	strbuf_printf(out, "%s " STR_FMT "%s " STR_FMT " params=%llx keys=%llx line=%u%s%s%s%s%s in=" STR_FMT "\n", kinds[e->kind],
		    STR_ARG(e->slot == NONE ? STR("-") : r->facts.slots[e->slot].name), e->kind <= CSTATE_CHANGE ? values[e->value_kind] : "", STR_ARG(e->value),
		    (unsigned long long)e->params, (unsigned long long)e->keys, e->span.line, e->is_whole ? " whole" : "", e->is_const ? " const" : "",
		    e->is_busy ? " busy" : "", e->is_used ? " used" : "", e->is_address ? " address" : "", STR_ARG(r->creations.funcs[e->func].name));
}

static void reading_make(struct reading *r, const char *source, bool is_cpp)
{
	struct c_parser *parser = c_parser_new();

	c_skim(parser, str_from(source), is_cpp, NULL, NULL, &r->arena, &r->creations);
	c_read_state(parser, str_from(source), &r->creations, &r->arena, &r->facts);
	strbuf_addz(&r->text, "");
	for (uint32_t i = 0; i < r->facts.slot_count; i++)
		dump_slot(&r->facts.slots[i], &r->text);
	for (uint32_t i = 0; i < r->facts.event_count; i++)
		dump_event(r, &r->facts.events[i], &r->text);
	for (uint32_t i = 0; i < r->facts.thread_count; i++)
		strbuf_printf(&r->text, "thread " STR_FMT "\n", STR_ARG(r->facts.threads[i].name));
	for (uint32_t i = 0; i < r->facts.foreign_count; i++)
		strbuf_printf(&r->text, "foreign " STR_FMT " " STR_FMT "\n", STR_ARG(r->facts.foreigns[i].name), STR_ARG(r->facts.foreigns[i].callee));
	for (uint32_t i = 0; i < r->facts.null_count; i++)
		strbuf_printf(&r->text, "null " STR_FMT " %llx\n", STR_ARG(r->facts.nulls[i].callee), (unsigned long long)r->facts.nulls[i].arguments);
	for (uint32_t i = 0; i < r->facts.need_count; i++)
		strbuf_printf(&r->text, "need %u\n", r->facts.needs[i].param);
	c_parser_free(parser);
}

static void reading_release(struct reading *r)
{
	strbuf_release(&r->text);
	arena_release(&r->arena);
}

static void check_part(const char *source, bool is_cpp, const char *part, bool is_there)
{
	struct reading r = { .arena = { 0 } };

	reading_make(&r, source, is_cpp);
	ck_assert_msg(str_has(strbuf_str(&r.text), str_from(part)) == is_there, "%s\n%s \"%s\", but is\n%s", source, is_there ? "lacks" : "has", part, r.text.ptr);
	reading_release(&r);
}

/* --- Variables: with `struct a *get(int n) { if (!p) p = a_new(n); return p; }` behind --- */

static const struct {
	bool is_cpp;
	const char *declaration, *part; /* NULL: there is no variable p */
} slots[] = {
	{ false, "static struct a *p;", "slot file p type=struct a *\n" },
	{ false, "struct a *p = NULL;", "slot external p type=struct a *\n" },
	{ false, "static struct a *o, *p;", "slot file p type=struct a *\n" },
	{ false, "static a_t *volatile p = 0;", "slot file p type=a_t *\n" },
	{ false, "static const a_t *p = &none;", "slot file p type=a_t * set\n" },
	{ false, "static a_t p[4] = { 1 };", "slot file p type=a_t array set\n" },
	{ false, "static struct { int n; } p;", "slot file p type=struct\n" },
	{ false, "static _Atomic(a_t *) q;\nstatic atomic_ptr_t p;", "slot file p type=atomic_ptr_t atomic\n" },
	{ false, "#ifdef X\nstatic struct b *p;\n#endif\n", "slot file p type=struct b *\n" },
	{ false, "static struct a *const p = &one;", NULL },
	{ false, "static const struct a p = { 0 };", NULL },
	{ false, "static _Thread_local struct a *p;", NULL },
	{ false, "static __thread struct a *p;", NULL },
	{ false, "extern struct a *p;", NULL },
	{ false, "typedef struct a *p;", NULL },
	{ false, "static pthread_mutex_t p;", NULL },
	{ false, "static struct a *(*p)(int);", NULL },
	{ false, "static struct a *p(int);", NULL },
	{ true, "namespace n { static A *p = nullptr; }", "slot file p type=A *\n" },
	{ true, "namespace { std::unique_ptr<A> p; }", "slot external p type=std::unique_ptr<A>\n" },
	{ true, "static auto p = std::make_unique<n::A>(1);", "slot file p type=std::unique_ptr<n::A> set\n" },
	{ true, "static auto *p = new A(1);", "slot file p type=A * set\n" },
	{ true, "static thread_local A *p;", NULL },
	{ true, "static constexpr int p = 1;", NULL },
};

START_TEST(variables_that_outlive_a_call_are_found)
{
	char source[400];

	snprintf(source, sizeof(source), "%s\nstruct a *get(int n)\n{\n\tif (!p)\n\t\tp = a_new(n);\n\treturn p;\n}\n", slots[_i].declaration);
	check_part(source, slots[_i].is_cpp, slots[_i].part ? slots[_i].part : " p type=", slots[_i].part != NULL);
}
END_TEST

/* --- Events: each body is that of `struct a *f(int n, struct a **out)`; `p`, `q` and `list` are variables of the file --- */

static const struct {
	bool is_cpp;
	const char *body, *part;
	bool is_not;
} events[] = {
	{ false, "if (!p)\n p = a_new(n);\nreturn p;", "check p  params=0 keys=0 line=3 whole used in=f\n", false },
	{ false, "if (!p)\n p = a_new(n);\nreturn p;", "set p call a_new params=1", false },
	{ false, "if (p == NULL) p = a_new(2);", "check p ", false },
	{ false, "if (NULL == p) p = a_new(2);", "check p ", false },
	{ false, "if (unlikely(!p)) p = a_new(2);", "check p ", false },
	{ false, "if (p) return p;\np = a_new(2); return p;", "check p ", false },
	{ false, "if (p) use(); else p = a_new(2);", "check p ", false },
	{ false, "if (p) use(p);\np = a_new(2); return p;", "check p ", true },
	{ false, "if (p->x == n) p = a_new(2);", "check p ", true },
	{ false, "if (p && n) return p;\np = a_new(2); return p;", "check p ", true },
	{ false, "if (!p || n) p = a_new(n);", "check p  params=1 ", false },
	{ false, "struct a *made = a_new(n); p = made; return p;", "set p call a_new params=1", false },
	{ false, "int k = n + 1; p = a_new(k); return p;", "set p call a_new params=1", false },
	{ false, "char t[9]; fill(&t, n); char *s = t; read_it(&s, n); p = a_new(s); return p;", "set p call a_new params=1", false },
	{ false, "p = (struct a *)a_new(2); return p;", "set p call a_new params=0", false },
	{ false, "p = malloc(sizeof(*p)); return p;", "set p call malloc ", false },
	{ false, "p = NULL; return p;", "set p null ", false },
	{ false, "p = OTHER; return p;", "set p constant ", false },
	{ false, "p->x = n; return p;", "change p name n params=1 ", false },
	{ false, "p->count++; return p;", "change p", false },
	{ false, "list = append(list, n);", "add list append params=1", false },
	{ false, "list_add(&list, n, 3);", "add list list_add params=1 keys=1 ", false },
	{ false, "list_add(&list, 3, n);", "add list list_add params=1 keys=0 ", false },
	{ false, "list_add(&list, 3); list_remove(&list, n);", "drop list list_remove params=1", false },
	{ false, "list_add(&list, 3); table_find(&list, n);", "lookup list table_find params=1", false },
	{ false, "return p;", "return p  params=0 keys=0 line=3 whole", false },
	{ false, "return &q;", "return q  params=0 keys=0 line=3 whole", false },
	{ false, "return q.next;", "return q  params=0 keys=0 line=3 in", false },
	{ false, "return dup(p);", "return p", true },
	{ false, "return p == q.next ? NULL : out;", "return p", true },
	{ false, "return n ? p : NULL;", "return p ", false },
	{ false, "*out = p; return 0;", "return p ", false },
	{ false, "struct a *same = p; return same;", "return p ", false },
	{ false, "struct a *same = p; while (same) { if (n) return same; same = same->next; } return 0;", "return p  params=0 keys=0 line=3 in", false },
	{ false, "struct a *p = a_new(n); return p;", "slot", true },
	{ false, "static struct a *own; if (!own) own = a_new(n); return own;", "slot local own type=struct a *\n", false },
	{ false, "static char text[20]; snprintf(text, 20, \"%d\", n); return text;", "change text snprintf params=1", false },
	{ false, "static const char *const names[] = { \"a\" }; return names[n];", "names", true },
	{ false, "if (p) { stop(); return 0; }\np = a_new(n); return 0;", "line=3 whole used", true },
	{ false, "struct a copy = q; copy.next = out; return &copy;", "return q", true },
	{ false, "struct a *made = a_new(n); *made = q; return made;", "return q", true },
	{ false, "struct a *made = a_new(n); made->next = p; p = made; return p;", "set p  ", false },
	{ false, "fill(&q, n); return &q;", "pass q fill params=1 keys=1 line=3 whole address", false },
	{ false, "fill(p, n); return p;", "whole address", true },
	{ false, "return p; p->ops->LockRect(p, &n);", "lock -", true },
	{ false, "return p; pthread_mutex_lock(&m); p->x = 1; pthread_mutex_unlock(&m);", "lock - pthread_mutex_lock", false },
	{ false, "return p; lock_file(&m);", "lock -", true },
	{ false, "return p; block(&m); clock();", "lock -", true },
	{ false, "pthread_once(&o, make_p); return p;", "once - pthread_once", false },
	{ false, "if (!p) { struct a *k = a_new(n); atomic_compare_exchange(&p, 0, k); } return p;", "slot file p type=struct a * atomic\n", false },
	{ false, "pthread_create(&t, NULL, worker, NULL);", "thread worker\n", false },
	{ false, "\n#if 0\nreturn p;\n#else\nreturn 0;\n#endif\n", "return p", true },
	{ false, "other = a_new(n);", "foreign other a_new\n", false },
	{ false, "struct a *other; other = a_new(n);", "foreign", true },
	{ false, "n = a_new(2);", "foreign", true },
	{ false, "a_new(NULL, n, NULL);", "null a_new 5\n", false },
	{ false, "use(NULL);", "null", true },
	{ true, "std::lock_guard<std::mutex> guard(m); if (!p) p = new A(n); return p;", "lock - lock_guard", false },
	{ true, "if (!p) p = new A(n); return p;", "set p call new A params=1", false },
	{ true, "std::call_once(o, [] { p = new A(1); }); return p;", "once - call_once", false },
	{ true, "if (!p) p = safenew A; return p;", "set p call safenew A", false },
	{ true, "if (!p) p = made<A>(n); return p;", "set p call made params=1", false },
	{ true, "static std::unique_ptr<A> own; if (!own) own.reset(new A(n)); return own.get();", "set own call new A params=1", false },
	{ true, "static std::unique_ptr<A> own; if (!own) own.reset(new A(n)); return own.get();", "return own  params=0 keys=0 line=3 whole", false },
	{ true, "static std::unique_ptr<A> own; own.reset(); return own.get();", "drop own reset", false },
	{ true, "return 0; } n::A *n::B::r = nullptr; n::A *n::B::get() { if (!r) r = new A; return r;", "slot class r type=n::A *\n", false },
	{ true, "return made<A>(p);", "return p", true },
	{ true, "return p; } auto all() -> const std::list<A *> & { return list;", "whole const in=all", false },
	{ true, "return p; } const std::list<A *> &all() { return list;", "whole const in=all", false },
	{ true, "return p; } const std::shared_ptr<A> &one() { static std::shared_ptr<A> own; return own;", "const in=one", true },
	{ true, "struct a &same = q; return &same;", "return q", false },
	{ true, "list.push_back(n);", "add list push_back params=1", false },
	{ true, "static A one(n); return &one;", "slot local one type=A", false },
	{ true, "std::thread t(serve, n);", "thread serve\n", false },
};

START_TEST(events_of_a_body_are_read)
{
	char source[800];

	snprintf(source, sizeof(source), "static struct a *p; static struct a q; static struct list list;\nstruct a *f(int n, struct a **out)\n{%s\n}\n", events[_i].body);
	check_part(source, events[_i].is_cpp, events[_i].part, !events[_i].is_not);
}
END_TEST

START_TEST(a_method_in_a_class_body_does_not_end_the_class)
{
	check_part("class A {\npublic:\n\tint one() const { return n_; }\n\tB *get() { return p; }\nprivate:\n\tB *p;\n\tint n_;\n};\n", true, " p type=", false);
}
END_TEST

START_TEST(regions_end_where_the_lock_is_given_back)
{
	static const char source[] = "static struct a *p;\nstruct a *f(void)\n{\n\tmutex_lock(&m);\n\tif (!p) {\n\t\tmutex_unlock(&m);\n\t\treturn NULL;\n\t}\n"
				     "\tp = a_new();\n\tmutex_unlock(&m);\n\treturn p;\n}\n";
	struct reading r = { .arena = { 0 } };
	const struct cstate_event *lock;

	reading_make(&r, source, false);
	ck_assert_uint_lt(r.facts.first_guard, r.facts.event_count);
	lock = &r.facts.events[r.facts.first_guard];
	ck_assert_int_eq(lock->kind, CSTATE_LOCK);
	ck_assert(str_starts(str_slice(str_from(source), lock->region_end, sizeof(source) - 1), STR("mutex_unlock(&m);\n\treturn p;")));
	ck_assert_uint_eq(r.facts.lock_line, 4);
	reading_release(&r);
}
END_TEST

START_TEST(what_is_locked_but_not_for_threads_is_no_evidence_of_them)
{
	static const char source[] = "static struct a *p;\nstruct a *f(struct stream *s)\n{\n\tstream_lock(s);\n\tp = a_new();\n\treturn p;\n}\n";
	struct reading r = { .arena = { 0 } };

	reading_make(&r, source, false);
	ck_assert_uint_lt(r.facts.first_guard, r.facts.event_count);
	ck_assert_uint_eq(r.facts.lock_line, 0);
	reading_release(&r);
}
END_TEST

START_TEST(a_parameter_that_is_looked_into_unasked_is_needed)
{
	check_part("void *a_new(struct b *b)\n{\n\tb->users++;\n\treturn b;\n}\n", false, "need 0\n", true);
	check_part("void *a_new(struct b *b)\n{\n\tif (b)\n\t\tb->users++;\n\treturn b;\n}\n", false, "need", false);
	check_part("void *a_new(struct b *b, int n)\n{\n\tif (n) {\n\t\tb->users++;\n\t}\n\treturn b;\n}\n", false, "need", false);
	check_part("void *look(struct b *b)\n{\n\tb->users++;\n\treturn b;\n}\n", false, "need", false);
}
END_TEST

START_TEST(members_of_a_class_are_known_in_its_methods_only)
{
	static const char class[] = "class C { static A *one_; public: static A *get(); }; A *C::one_ = nullptr;\n";
	char source[300];

	snprintf(source, sizeof(source), "%sA *C::get() { if (!one_) one_ = new A(); return one_; }\n", class);
	check_part(source, true, "return one_", true);
	snprintf(source, sizeof(source), "%sA *D::get() { if (!one_) one_ = new A(); return one_; }\n", class);
	check_part(source, true, "return one_", false);
	snprintf(source, sizeof(source), "%sA *D::get() { if (!C::one_) C::one_ = new A(); return C::one_; }\n", class);
	check_part(source, true, "return one_", true);
}
END_TEST

/* --- Packing --- */

static const char packed_source[] = "static struct a *p;\nstatic struct list list;\nstruct a *a_new(struct b *b)\n{\n\tb->n++;\n\tlock(&m);\n\tif (!p)\n\t\tp = make(b, NULL);\n"
				    "\tlist_add(&list, b);\n\tunlock(&m);\n\tother = make_it(NULL);\n\tpthread_create(&t, NULL, worker, b);\n\treturn p;\n}\n";

START_TEST(facts_survive_the_way_through_bytes)
{
	struct reading r = { .arena = { 0 } };
	struct strbuf blob = { 0 }, again = { 0 };
	struct cstate_facts back;

	reading_make(&r, packed_source, false);
	ck_assert_msg(r.facts.slot_count == 2 && r.facts.thread_count == 2 && r.facts.foreign_count == 1 && r.facts.null_count == 3 && r.facts.need_count == 1, "%s", r.text.ptr);
	cstate_pack(&r.facts, &blob);
	ck_assert(cstate_unpack(strbuf_str(&blob), &r.arena, &back));
	cstate_pack(&back, &again);
	ck_assert(str_eq(strbuf_str(&blob), strbuf_str(&again)));
	ck_assert_uint_eq(back.first_guard, r.facts.first_guard);
	ck_assert_uint_eq(back.slots[1].first_event, r.facts.slots[1].first_event);
	ck_assert_uint_eq(back.slots[1].event_count, r.facts.slots[1].event_count);
	strbuf_release(&blob);
	strbuf_release(&again);
	reading_release(&r);
}
END_TEST

START_TEST(cut_and_damaged_blobs_are_refused_or_keep_the_promises)
{
	struct reading r = { .arena = { 0 } };
	struct strbuf blob = { 0 };
	struct cstate_facts back;

	reading_make(&r, packed_source, false);
	cstate_pack(&r.facts, &blob);
	for (size_t len = 0; len < blob.len; len++)
		ck_assert(!cstate_unpack(str_slice(strbuf_str(&blob), 0, len), &r.arena, &back));
	for (size_t i = 0; i < blob.len; i++) {
		blob.ptr[i] = (char)(blob.ptr[i] ^ 1);
		if (cstate_unpack(strbuf_str(&blob), &r.arena, &back))
			for (uint32_t k = 0; k < back.event_count; k++)
				ck_assert((k >= back.first_guard) == (back.events[k].slot == NONE) && (back.events[k].slot == NONE || back.events[k].slot < back.slot_count));
		blob.ptr[i] = (char)(blob.ptr[i] ^ 1);
	}
	strbuf_release(&blob);
	reading_release(&r);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_state");

	unit_add_table(tests, variables_that_outlive_a_call_are_found, slots);
	unit_add_table(tests, events_of_a_body_are_read, events);
	tcase_add_test(tests, a_method_in_a_class_body_does_not_end_the_class);
	tcase_add_test(tests, what_is_locked_but_not_for_threads_is_no_evidence_of_them);
	tcase_add_test(tests, regions_end_where_the_lock_is_given_back);
	tcase_add_test(tests, a_parameter_that_is_looked_into_unasked_is_needed);
	tcase_add_test(tests, members_of_a_class_are_known_in_its_methods_only);
	tcase_add_test(tests, facts_survive_the_way_through_bytes);
	tcase_add_test(tests, cut_and_damaged_blobs_are_refused_or_keep_the_promises);
	return unit_run("c_state", tests);
}
