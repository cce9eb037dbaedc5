/* Tests of analyzers/lang/c/clang_facts: what functions make and where it goes, records, prototypes, includes, macros. */
#include "base/base.h"
#include "analyzers/lang/c/clang_facts.h"

#include "base/strbuf.h"
#include "tests/unit/clang_code.h"

static const char *const flow_names[CFLOW_COUNT] = { "return", "out", "store", "local" };

static struct clang_unit_facts *read_units(const struct clang_unit *units, uint32_t count)
{
	struct clang_unit_facts *facts = NULL;
	struct err err = { 0 };

	ck_assert_msg(clang_facts_run(&clang_run, units, count, &clang_arena, &facts, &err), "%s", err.message);
	return facts;
}

static const struct cfacts *read_with(const char *name, const char *text, const char *arg)
{
	struct clang_unit unit = code_unit(name);
	struct clang_unit_facts *facts;

	unit.args = &arg;
	unit.arg_count = 1;
	sandbox_write(name, str_from(text));
	facts = read_units(&unit, 1);
	ck_assert_msg(facts->outcome.status == CLANG_PARSED, STR_FMT, STR_ARG(facts->outcome.message));
	ck_assert_uint_ge(facts->file_count, 1);
	ck_assert(facts->files[0].is_main);
	return facts->files[0].facts;
}

static const struct cfacts *read_as(const char *name, const char *text)
{
	return read_with(name, text, "-DNOTHING");
}

static const struct cfacts *facts_of(const char *text)
{
	return read_as("a.c", text);
}

/* --- What bodies make --- */

/* "name: callee product flow[ array][ macro]; ..." for each function that makes something. */
static struct str made(const struct cfacts *f)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = 0; i < f->func_count; i++) {
		const struct cfunc *func = &f->funcs[i];

		for (uint32_t k = 0; k < func->alloc_count; k++) {
			const struct calloc_site *site = &func->allocs[k];

			strbuf_printf(&out, STR_FMT ": " STR_FMT " (" STR_FMT ") %s%s%s\n", STR_ARG(func->name),
				STR_ARG(site->callee), STR_ARG(site->product), flow_names[site->flow],
				site->is_array ? " array" : "", site->is_macro ? " macro" : "");
		}
	}
	return arena_str(&clang_arena, strbuf_str(&out));
}

#define DECLARATIONS                                                                                                \
	"typedef unsigned long size_t;\n"                                                                           \
	"void *malloc(size_t); void *calloc(size_t, size_t); void *realloc(void *, size_t); void free(void *);\n"   \
	"void *memset(void *, int, size_t); void *zmalloc(size_t); void *grab(size_t); void *g_object_new(long);\n" \
	"struct lamp { int a; struct lamp *next; }; struct desk { struct lamp *l; struct lamp in; };\n"             \
	"struct lamp *keep(struct lamp *); extern struct lamp *all;\n"

static const struct {
	const char *text, *expected;
} bodies[] = {
	{ "struct lamp *f(void) { return malloc(sizeof(struct lamp)); }", "f: malloc (struct lamp) return\n" },
	{ "struct lamp *f(void) { struct lamp *l = malloc(sizeof(*l)); return l; }",
		"f: malloc (struct lamp) return\n" },
	{ "struct lamp *f(void) { struct lamp *l; l = zmalloc(sizeof *l); if (!l) return 0; return l; }",
		"f: zmalloc (struct lamp) return\n" },
	{ "void *f(void) { return malloc(sizeof(struct lamp)); }", "f: malloc (struct lamp) return\n" },
	{ "void *f(size_t n) { return malloc(n); }", "f: malloc () return\n" },
	{ "char *f(size_t n) { return malloc(n); }", "f: malloc () return\n" },
	{ "int f(struct lamp **out) { *out = malloc(sizeof(struct lamp)); return 0; }",
		"f: malloc (struct lamp) out\n" },
	{ "int f(struct lamp **out) { struct lamp *l = malloc(sizeof *l); out[0] = l; return 0; }",
		"f: malloc (struct lamp) out\n" },
	{ "void f(struct desk *d) { d->l = malloc(sizeof(struct lamp)); }", "f: malloc (struct lamp) store\n" },
	{ "void f(void) { all = malloc(sizeof *all); }", "f: malloc (struct lamp) store\n" },
	{ "void f(void) { keep(malloc(sizeof(struct lamp))); }", "f: malloc (struct lamp) store\n" },
	{ "void f(void) { struct lamp *l = malloc(sizeof *l); keep(l); }", "f: malloc (struct lamp) store\n" },
	{ "void f(void) { struct lamp *l = malloc(sizeof *l); memset(l, 0, sizeof *l); free(l); }",
		"f: malloc (struct lamp) local\n" },
	{ "void f(void) { static struct lamp *l; l = malloc(sizeof *l); }", "f: malloc (struct lamp) store\n" },
	{ "struct lamp *f(void) { struct lamp *a = malloc(sizeof *a), *b = a; return b; }",
		"f: malloc (struct lamp) return\n" },
	{ "struct lamp *f(int c) { return c ? malloc(sizeof(struct lamp)) : 0; }", "f: malloc (struct lamp) return\n" },
	{ "struct lamp *f(void) { struct lamp *l; if ((l = malloc(sizeof *l))) l->a = 1; return (struct lamp *)l; }",
		"f: malloc (struct lamp) return\n" },
	{ "struct lamp *f(void) { struct desk *d = malloc(sizeof *d); return &d->in; }",
		"f: malloc (struct desk) return\n" },
	{ "struct lamp *f(void) { struct desk *d = malloc(sizeof *d); return d->l; }",
		"f: malloc (struct desk) local\n" },
	{ "int f(void) { struct lamp *l = malloc(sizeof *l); return l->a; }", "f: malloc (struct lamp) local\n" },
	{ "struct lamp *f(size_t n) { return calloc(n, sizeof(struct lamp)); }",
		"f: calloc (struct lamp) return array\n" },
	{ "struct lamp *f(void) { return calloc(1, sizeof(struct lamp)); }", "f: calloc (struct lamp) return\n" },
	{ "struct lamp *f(size_t n) { return malloc(n * sizeof(struct lamp)); }",
		"f: malloc (struct lamp) return array\n" },
	{ "struct lamp *f(size_t n) { return malloc(sizeof(struct lamp) + n * 8); }",
		"f: malloc (struct lamp) return\n" },
	{ "struct lamp **f(size_t n) { return malloc(n * sizeof(struct lamp *)); }", "f: malloc () return array\n" },
	{ "void *f(void) { return malloc(sizeof(struct lamp *)); }", "f: malloc () return\n" },
	/* A wrong sizeof does not make another thing. */
	{ "struct lamp *f(void) { struct lamp *l = malloc(sizeof(struct desk)); return l; }",
		"f: malloc (struct lamp) return\n" },
	/* Whoever returns a pointer to anything for a size makes something. */
	{ "struct lamp *f(void) { return grab(sizeof(struct lamp)); }", "f: grab (struct lamp) return\n" },
	/* What is asked for by a number is not what it is declared as. */
	{ "struct lamp *f(void) { return g_object_new(7); }", "f: g_object_new () return\n" },
	{ "long desk_get_type(void); struct lamp *f(void) { return g_object_new((desk_get_type())); }",
		"f: g_object_new (desk_get_type) return\n" },
	{ "void *steal_pointer(void *); struct lamp *f(void) { struct lamp *l = malloc(sizeof *l); return (steal_pointer)(&l); }",
		"f: malloc (struct lamp) return\n" },
	{ "struct lamp *f(struct lamp *l) { return memset(l, 0, sizeof *l); }", "" },
	{ "#define NEW(p) ((p) = calloc(1, sizeof(*(p))))\nvoid f(struct desk *d) { NEW(d->l); }",
		"f: NEW (struct lamp) store macro\n" },
	{ "#define NEW_OF(T) ((T *)malloc(sizeof(T)))\nstruct lamp *f(void) { return NEW_OF(struct lamp); }",
		"f: NEW_OF (struct lamp) return macro\n" },
	{ "struct lamp *f(void) { return ({ struct lamp *l = malloc(sizeof *l); l; }); }",
		"f: malloc (struct lamp) return\n" },
};

START_TEST(what_is_made_and_where_it_goes)
{
	char text[2000];

	snprintf(text, sizeof(text), "%s%s\n", DECLARATIONS, bodies[_i].text);
	assert_str(made(facts_of(text)), bodies[_i].expected);
}
END_TEST

#define CPP_DECLARATIONS                                                                                                      \
	"namespace std {\n"                                                                                                   \
	"template <class T> struct unique_ptr { unique_ptr(T * = 0); unique_ptr(unique_ptr &&); ~unique_ptr();\n"             \
	"  unique_ptr &operator=(unique_ptr &&); void reset(T * = 0); T *release(); T *get(); };\n"                           \
	"template <class T, class... A> unique_ptr<T> make_unique(A &&...);\n"                                                \
	"template <class T> T &&move(T &);\n}\n"                                                                              \
	"namespace home { struct lamp { int a; virtual ~lamp(); static lamp *make(); }; struct big : lamp { big(int); }; }\n" \
	"using namespace home;\n"

static const struct {
	const char *text, *expected;
} cpp_bodies[] = {
	{ "lamp *f() { return new lamp; }", "f: new (home::lamp) return\n" },
	{ "lamp *f() { return new big(1); }", "f: new (home::big) return\n" },
	{ "lamp *f(int n) { return new lamp[n]; }", "f: new (home::lamp) return array\n" },
	{ "std::unique_ptr<lamp> f() { return std::make_unique<lamp>(); }",
		"f: std::make_unique (home::lamp) return\n" },
	{ "std::unique_ptr<lamp> f() { auto l = std::make_unique<lamp>(); return l; }",
		"f: std::make_unique (home::lamp) return\n" },
	{ "std::unique_ptr<lamp> f() { return std::unique_ptr<lamp>(new big(1)); }", "f: new (home::big) return\n" },
	{ "std::unique_ptr<lamp> f() { std::unique_ptr<lamp> l(new lamp); return l; }",
		"f: new (home::lamp) return\n" },
	{ "int f(std::unique_ptr<lamp> *out) { out->reset(new lamp); return 0; }", "f: new (home::lamp) out\n" },
	{ "int f(std::unique_ptr<lamp> &out) { out = std::make_unique<lamp>(); return 0; }",
		"f: std::make_unique (home::lamp) out\n" },
	{ "int f(lamp *&out) { out = new lamp; return 0; }", "f: new (home::lamp) out\n" },
	{ "struct s { std::unique_ptr<lamp> l; void set() { l.reset(new lamp); } };",
		"s::set: new (home::lamp) store\n" },
	{ "struct s { lamp *l; s() : l(new big(1)) {} };", "s::s: new (home::big) store\n" },
	{ "struct s { std::unique_ptr<lamp> l; s() : l(new lamp) {} };", "s::s: new (home::lamp) store\n" },
	{ "lamp *lamp::make() { return new lamp; }", "home::lamp::make: new (home::lamp) return\n" },
};

START_TEST(what_cpp_makes_and_where_it_goes)
{
	char text[4000];

	snprintf(text, sizeof(text), "%s%s\n", CPP_DECLARATIONS, cpp_bodies[_i].text);
	assert_str(made(read_with("a.cpp", text, "-std=c++17")), cpp_bodies[_i].expected);
	/* Copies are not elided by the language yet. */
	assert_str(made(read_with("a.cpp", text, "-std=c++11")), cpp_bodies[_i].expected);
}
END_TEST

/* --- Functions --- */

static const struct {
	const char *name, *text;
	const char *function, *returns, *param;
	unsigned flags;
} functions[] = {
	{ "a.c", "struct lamp; const struct lamp *f(void) { return 0; }", "f", "struct lamp *", NULL, 0 },
	{ "a.c", "typedef struct { int a; } lamp_t; static lamp_t *f(const lamp_t *l) { return 0; }", "f", "lamp_t *",
		"lamp_t *", CFUNC_STATIC },
	{ "a.c", "typedef int number; static inline number f(volatile number *n, ...) { return 0; }", "f", "int",
		"int *", CFUNC_STATIC | CFUNC_INLINE | CFUNC_VARIADIC },
	{ "a.c", "__attribute__((deprecated)) void f(void) {}", "f", "void", NULL, CFUNC_DEPRECATED },
	{ "a.c", "/* Deprecated: call g(). */\nvoid f(void) {}", "f", "void", NULL, CFUNC_DEPRECATED },
	{ "a.c", "#define MAKE(n) void n##_f(void) {}\nMAKE(my)", "my_f", "void", NULL, CFUNC_MACRO_MADE },
	{ "a.cpp", "extern \"C\" void f(int) {}", "f", "void", "int", CFUNC_EXTERN_C },
	{ "a.cpp", "namespace a { namespace b { void f() {} } }", "a::b::f", "void", NULL, 0 },
	{ "a.cpp", "namespace { void f() {} }", "f", "void", NULL, CFUNC_STATIC },
	{ "a.cpp", "struct s { virtual void f() {} };", "s::f", "void", NULL,
		CFUNC_METHOD | CFUNC_VIRTUAL | CFUNC_INLINE },
	{ "a.cpp", "struct s { static s *f() { return 0; } };", "s::f", "s *", NULL,
		CFUNC_METHOD | CFUNC_STATIC_METHOD | CFUNC_INLINE },
	{ "a.cpp", "template <class T> T *f() { return 0; }", "f", "T *", NULL, CFUNC_TEMPLATE },
};

START_TEST(a_function_is_known_by_its_types)
{
	const struct cfacts *f = read_as(functions[_i].name, functions[_i].text);

	ck_assert_uint_eq(f->func_count, 1);
	assert_str(f->funcs[0].name, functions[_i].function);
	assert_str(f->funcs[0].returns, functions[_i].returns);
	if (functions[_i].param)
		assert_str(f->funcs[0].params[0].type, functions[_i].param);
	else
		ck_assert_uint_eq(f->funcs[0].param_count, 0);
	ck_assert_uint_eq(f->funcs[0].flags, functions[_i].flags);
}
END_TEST

START_TEST(spans_are_of_the_file)
{
	static const char text[] = "int x;\nstruct s *\nmake(int a)\n{\n\treturn 0;\n}\nint y;\n";
	const struct cfunc *f = &facts_of(text)->funcs[0];

	assert_str(str_slice(str_from(text), f->span.start, f->span.end), "make");
	ck_assert_uint_eq(f->span.line, 3);
	ck_assert_uint_eq(f->start, 7);
	ck_assert_int_eq(text[f->body], '{');
	ck_assert_int_eq(text[f->end - 1], '}');
	ck_assert_uint_eq(f->end_line, 6);
}
END_TEST

static const struct {
	const char *text;
	bool frees;
} releases[] = {
	{ "void free(void *); void f(void *p) { free(p); }", true },
	{ "void lamp_unref(int *); void f(int *p) { if (p) lamp_unref(p); }", true },
	{ "void free(void *); void f(void **p) { free(*p); }", false },
	{ "void free(void *); void f(void) { int *p = 0; free(p); }", false },
	{ "void look(void *); void f(void *p) { look(p); }", false },
};

START_TEST(giving_back_an_argument_is_seen)
{
	ck_assert_int_eq(facts_of(releases[_i].text)->funcs[0].frees, releases[_i].frees);
}
END_TEST

START_TEST(a_call_names_what_it_calls)
{
	const struct cfacts *f = facts_of(
		"struct lamp; struct lamp *make(int, int); static int help(void) { return 0; }\n"
		"struct ops { struct lamp *(*make)(void); };\nint set(struct lamp **);\n"
		"struct lamp *f(struct ops *o) { struct lamp *l; help(); if (!o) return make(1, 2); set(&l); return o->make() ? l : 0; }\n");
	const struct cfunc *func = &f->funcs[1];
	struct str path = code_path("a.c");

	ck_assert_uint_eq(func->call_count, 4);
	assert_str(func->calls[0].callee, "help");
	assert_str(func->calls[0].usr, arena_printf(&clang_arena, "c:a.c@F@help@" STR_FMT, STR_ARG(path)).ptr);
	assert_str(func->calls[1].callee, "make");
	assert_str(func->calls[1].usr, "c:@F@make");
	ck_assert_int_eq(func->calls[1].flow, CFLOW_RETURN);
	ck_assert_uint_eq(func->calls[1].argument_count, 2);
	assert_str(func->calls[2].callee, "set");
	ck_assert_int_eq(func->calls[2].flow, CFLOW_RETURN);
	assert_str(func->calls[3].callee, "make");
	ck_assert(func->calls[3].is_indirect);
	assert_str(func->calls[3].usr, "");
}
END_TEST

static const struct {
	const char *a, *b;
	bool is_equal;
} copies[] = {
	{ "int f(int x) { return x + 1; }", "int f(int yy)\n{\n\treturn yy + 1; /* one more */\n}", true },
	{ "int f(void) { int a = 1, b = 2; return a - b; }", "int f(void) { int b = 1, a = 2; return b - a; }", true },
	{ "int f(void) { int a = 1, b = 2; return a - b; }", "int f(void) { int a = 1, b = 2; return b - a; }", false },
	{ "int g, h; int f(void) { return g; }", "int g, h; int f(void) { return h; }", false },
	{ "int f(int x) { return x + 1; }", "int f(int x) { return x + 2; }", false },
	{ "struct s { int x; }; int f(struct s *s) { return s->x; }",
		"struct s { int x; }; int f(struct s *x) { return x->x; }", true },
};

START_TEST(a_copy_with_other_locals_is_the_same)
{
	const struct cfacts *a = read_as("a.c", copies[_i].a), *b = read_as("a.c", copies[_i].b);

	ck_assert_int_eq(a->funcs[0].body_hash == b->funcs[0].body_hash, copies[_i].is_equal);
	ck_assert_uint_gt(a->funcs[0].token_count, 3);
	ck_assert_uint_gt(a->funcs[0].shingle_count, 0);
}
END_TEST

/* --- Other things --- */

START_TEST(records_of_one_tag_are_told_by_place)
{
	struct clang_unit units[] = { code_unit("a.c"), code_unit("b.c") };
	struct clang_unit_facts *facts;
	struct str a, b;

	sandbox_write("a.c",
		STR("void *malloc(unsigned long); struct node { int a; };\nstruct node *f(void) { return malloc(sizeof(struct node)); }\n"));
	sandbox_write("b.c",
		STR("void *malloc(unsigned long); struct node { char b; };\nint g(struct node **o) { *o = malloc(sizeof(**o)); return 0; }\n"));
	facts = read_units(units, 2);
	a = facts[0].files[0].facts->funcs[0].product_place;
	b = facts[1].files[0].facts->funcs[0].product_place;
	assert_str(code_short(a), "a.c:36");
	assert_str(code_short(b), "b.c:36");
	ck_assert(str_eq(facts[0].files[0].facts->funcs[0].allocs[0].place, a));
	ck_assert(str_eq(facts[1].files[0].facts->funcs[0].allocs[0].place, b));
	ck_assert_uint_eq(facts[0].files[0].facts->records[0].span.start, 36);
}
END_TEST

START_TEST(a_prototype_is_known_wherever_it_stands)
{
	static const char text[] =
		"#include \"lamp.h\"\nextern struct lamp *lamp_new(int a);\nstruct lamp *lamp_new(int a);\n";
	struct clang_unit unit = code_unit("a.c");
	struct clang_unit_facts *facts;
	const struct cproto *p;

	sandbox_write("lamp.h", STR("struct lamp;\nstruct lamp *lamp_new(int);\n"));
	sandbox_write("a.c", STR(""));
	sandbox_write("a.c", str_from(text));
	facts = read_units(&unit, 1);
	ck_assert_uint_eq(facts->file_count, 2);
	assert_str(code_short(facts->files[1].path), "lamp.h");
	ck_assert_uint_eq(facts->files[1].facts->proto_count, 1);
	ck_assert_uint_eq(facts->files[0].facts->proto_count, 2);
	p = &facts->files[0].facts->protos[0];
	assert_str(p->usr, "c:@F@lamp_new");
	assert_str(p->returns, "struct lamp *");
	assert_str(p->params[0].type, "int");
	assert_str(str_slice(str_from(text), p->start, p->end), "extern struct lamp *lamp_new(int a);");
}
END_TEST

START_TEST(includes_have_real_targets)
{
	struct clang_unit unit = code_unit("src/a.c");
	struct clang_unit_facts *facts;
	const struct cfacts *f;
	static const char text[] =
		"#include \"../inc/b.h\"\n#define B <stddef.h>\n#  include B // of the system\n#include \"../inc/b.h\"\n";

	sandbox_write("inc/b.h", STR("#pragma once\nint b;\n"));
	sandbox_write("src/a.c", str_from(text));
	facts = read_units(&unit, 1);
	f = facts->files[0].facts;
	ck_assert_uint_eq(f->include_count, 3);
	assert_str(f->includes[0].path, "../inc/b.h");
	assert_str(code_short(f->includes[0].target), "inc/b.h");
	assert_str(str_slice(str_from(text), f->includes[0].span.start, f->includes[0].span.end), "\"../inc/b.h\"");
	ck_assert_int_eq(f->includes[1].form, CINCLUDE_MACRO);
	assert_str(f->includes[1].path, "B");
	ck_assert(str_ends(f->includes[1].target, STR("/stddef.h")));
	assert_str(
		str_slice(str_from(text), f->includes[1].start, f->includes[1].end), "#  include B // of the system");
	ck_assert_uint_eq(f->includes[2].span.line, 4);
	ck_assert(str_eq(f->includes[2].target, f->includes[0].target));
	ck_assert(facts->files[1].facts->has_guard && !f->has_guard);
}
END_TEST

START_TEST(macros_have_parameters_and_bodies)
{
	const struct cfacts *f = facts_of(
		"#define PLAIN 1 + 2\n#define CALL(a, ...) \\\n\tf(a, \\\n\t__VA_ARGS__)\n#define GLUE(a) a##_new\n");

	ck_assert_uint_eq(f->macro_count, 3);
	assert_str(f->macros[0].name, "PLAIN");
	assert_str(f->macros[0].body, "1 + 2");
	ck_assert(!f->macros[0].is_function_like && !f->macros[0].pastes);
	ck_assert(f->macros[1].is_function_like && f->macros[1].is_variadic && !f->macros[1].pastes);
	ck_assert_uint_eq(f->macros[1].param_count, 1);
	assert_str(f->macros[1].params[0], "a");
	ck_assert(f->macros[2].pastes);
	ck_assert_uint_eq(f->macros[0].start, 0);
	ck_assert_uint_eq(f->macros[1].start, 20);
}
END_TEST

START_TEST(addresses_have_slots)
{
	const struct cfacts *f = facts_of(
		"int mk(void); int rm(void); int up(void); int on(void);\n"
		"struct ops { int (*make)(void), (*drop)(void); };\nstruct ops o = { .make = mk, .drop = &rm };\nstruct ops q = { mk, rm };\n"
		"void reg(int (*)(void));\nvoid f(struct ops *p) { p->drop = up; reg(on); on(); }\n");
	static const char *const expected[][3] = { { "mk", "make", "struct ops" }, { "rm", "drop", "struct ops" },
		{ "mk", "make", "struct ops" }, { "rm", "drop", "struct ops" }, { "up", "drop", "struct ops" },
		{ "on", "", "" } };

	ck_assert_uint_eq(f->address_count, ARRAY_LEN(expected));
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		assert_str(f->addresses[i].name, expected[i][0]);
		assert_str(f->addresses[i].slot, expected[i][1]);
		assert_str(f->addresses[i].type, expected[i][2]);
	}
	assert_str(f->addresses[0].usr, "c:@F@mk");
}
END_TEST

START_TEST(typedefs_say_what_they_stand_for)
{
	const struct cfacts *f = facts_of(
		"struct lamp;\ntypedef struct lamp lamp;\ntypedef struct { int a; } desk;\nenum e { A };\nunion u { int a; };\n");

	ck_assert_uint_eq(f->record_count, 6);
	ck_assert(!f->records[0].is_definition);
	ck_assert_int_eq(f->records[1].kind, CRECORD_TYPEDEF);
	assert_str(f->records[1].target, "struct lamp");
	ck_assert_int_eq(f->records[2].kind, CRECORD_STRUCT);
	assert_str(f->records[3].name, "desk");
	ck_assert_int_eq(f->records[4].kind, CRECORD_ENUM);
	ck_assert_int_eq(f->records[5].kind, CRECORD_UNION);
}
END_TEST

START_TEST(what_is_left_out_is_known)
{
	struct clang_unit unit = code_unit("a.c");
	static const char text[] = "#ifdef NEVER\nint a;\n#else\nint b;\n#endif\nint c;\n";
	struct clang_unit_facts *facts;
	struct str out;

	sandbox_write("a.c", str_from(text));
	facts = read_units(&unit, 1);
	ck_assert_uint_eq(facts->files[0].inactive_count, 1);
	out = str_slice(str_from(text), facts->files[0].inactive[0].start, facts->files[0].inactive[0].end);
	ck_assert(str_has(out, STR("int a;")) && !str_has(out, STR("int b;")));
}
END_TEST

/* A header's facts are sent once by each worker, and are the same for all. */
START_TEST(a_header_is_shared_by_its_units)
{
	struct clang_unit units[] = { code_unit("a.c"), code_unit("b.c"), code_unit("c.c") };

	sandbox_write("h.h", STR("static inline int twice(int a) { return a + a; }\n#ifdef WITH\nint with;\n#endif\n"));
	sandbox_write("a.c", STR("#include \"h.h\"\nint a;\n"));
	sandbox_write("b.c", STR("#include \"h.h\"\nint b;\n"));
	sandbox_write("c.c", STR("#define WITH\n#include \"h.h\"\nint twice_c(void) { return twice(1); }\n"));
	for (unsigned jobs = 1; jobs <= 3; jobs++) {
		struct clang_unit_facts *facts;

		clang_run.jobs = jobs;
		facts = read_units(units, 3);
		ck_assert_uint_eq(facts[0].file_count, 2);
		ck_assert_ptr_eq(facts[0].files[1].facts, facts[1].files[1].facts);
		ck_assert_ptr_eq(facts[0].files[1].facts, facts[2].files[1].facts);
		ck_assert_uint_eq(facts[0].files[1].inactive_count, 1);
		ck_assert_uint_eq(facts[2].files[1].inactive_count, 0);
		ck_assert(
			str_eq(facts[2].files[0].facts->funcs[0].calls[0].usr, facts[2].files[1].facts->funcs[0].usr));
	}
}
END_TEST

START_TEST(what_is_written_is_read)
{
	const struct cfacts *f = facts_of(DECLARATIONS
		"#include \"a.h\"\n#define M(a) a\nstruct lamp *f(int n) { return malloc(sizeof(struct lamp)); }\n");
	struct strbuf first = { 0 }, second = { 0 };
	struct cfacts copy;

	clang_facts_write(f, &first);
	ck_assert(clang_facts_read(strbuf_str(&first), &clang_arena, &copy));
	clang_facts_write(&copy, &second);
	ck_assert(str_eq(strbuf_str(&first), strbuf_str(&second)));
	for (size_t len = 0; len < first.len; len++)
		ck_assert(!clang_facts_read(str_slice(strbuf_str(&first), 0, len), &clang_arena, &copy));
	strbuf_release(&first);
	strbuf_release(&second);
}
END_TEST

static void open_with_header(void)
{
	code_open();
	sandbox_write("a.h", STR(""));
}

int main(void)
{
	TCase *tests = tcase_create("clang_facts");

	tcase_add_checked_fixture(tests, open_with_header, code_close);
	tcase_set_timeout(tests, 120);
	unit_add_table(tests, what_is_made_and_where_it_goes, bodies);
	unit_add_table(tests, what_cpp_makes_and_where_it_goes, cpp_bodies);
	unit_add_table(tests, a_function_is_known_by_its_types, functions);
	tcase_add_test(tests, spans_are_of_the_file);
	unit_add_table(tests, giving_back_an_argument_is_seen, releases);
	tcase_add_test(tests, a_call_names_what_it_calls);
	unit_add_table(tests, a_copy_with_other_locals_is_the_same, copies);
	tcase_add_test(tests, records_of_one_tag_are_told_by_place);
	tcase_add_test(tests, a_prototype_is_known_wherever_it_stands);
	tcase_add_test(tests, includes_have_real_targets);
	tcase_add_test(tests, macros_have_parameters_and_bodies);
	tcase_add_test(tests, addresses_have_slots);
	tcase_add_test(tests, typedefs_say_what_they_stand_for);
	tcase_add_test(tests, what_is_left_out_is_known);
	tcase_add_test(tests, a_header_is_shared_by_its_units);
	tcase_add_test(tests, what_is_written_is_read);
	return unit_run("clang_facts", tests);
}
