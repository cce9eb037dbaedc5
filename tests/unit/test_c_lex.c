/* Tests of the lexer for C and C++: where functions end, what stands around them, what directives say. */
#include "base/base.h"
#include "analyzers/lang/c/c.h"

#include <string.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* A row: a source, and a part of the dump that it must have; has_not: one that it must not have. */
struct row {
	bool is_cpp;
	const char *source, *part, *has_not;
};

static void check(const struct row *row)
{
	struct c_parser *parser = c_parser_new();
	struct strbuf text = { 0 };
	struct arena arena = { 0 };
	struct cfacts facts;

	c_lex_only(parser, str_from(row->source), row->is_cpp, NULL, &arena, &facts);
	strbuf_addz(&text, "");
	cfacts_dump(&facts, &text);
	ck_assert_msg(strstr(text.ptr, row->part), "%s\ngives\n%swithout\n%s", row->source, text.ptr, row->part);
	ck_assert_msg(!row->has_not || !strstr(text.ptr, row->has_not), "%s\ngives\n%swith\n%s", row->source, text.ptr,
		row->has_not);
	strbuf_release(&text);
	arena_release(&arena);
	c_parser_free(parser);
}

/* --- Where functions end --- */

static const struct row ends[] = {
	{ false, "int f(void) { return 1; }", "range=[0,12,25)", NULL },
	{ false, "int f(void) { char *s = \"}\"; char c = '}'; }", "range=[0,12,44)", NULL },
	{ false, "int f(void) { /* } */ // }\n }", "range=[0,12,29)", NULL },
	{ false, "int f(void) { // } \\\n }\n }", "range=[0,12,26)", NULL },
	{ false, "int f(void) { char *s = \"a\\\"}\"; }", "range=[0,12,33)", NULL },
	{ false, "int f(void) { char *s = \"open\n; }", "range=[0,12,33)", NULL },
	{ true, "int f() { auto s = R\"x(} )\" {)x\"; }", "range=[0,8,35)", NULL },
	{ true, "int f() { auto s = u8R\"(})\"; }", "range=[0,8,30)", NULL },
	{ true, "int f() { return 1'000'000; }", "range=[0,8,29)", NULL },
	{ false, "int f(void) <% if (1) <% %> %>", "range=[0,12,30)", NULL },
	{ false, "int f(void) ?\?< return 0; ?\?>", "range=[0,12,29)", NULL },
	{ false, "int f(void) { return 1;\n", "error line=2 a brace is not closed", "func" },
	{ false, "int f(void) { if (1) {\n}\nint g(void) { }\n", "func g", NULL },
	{ false, "}\nint f(void) { }\n", "func f", NULL },
	{ false, "}\nint f(void) { }\n", "error line=1 a brace is closed that was not opened", NULL },
	{ false, "int f(a, b) int a; char *b; { }", "func f (int a, char * b) -> int", NULL },
	{ true, "A::A() : a_(1), b_{2} { }", "range=[0,22,25)", NULL },
	{ true, "A::A() try : a_(1) { } ", "func A::A", NULL },
};

START_TEST(functions_end_at_their_brace)
{
	check(&ends[_i]);
}
END_TEST

/* --- Conditions --- */

static const struct row conditions[] = {
	{ false, "int f(void) {\n#if A\n if (x) {\n#else\n if (y) {\n#endif\n }\n}\nint g(void) { }", "func g",
		"error" },
	{ false, "#if A\nint f(int a)\n#else\nint f(long a)\n#endif\n{ }\nint g(void) { }", "func f (int a) -> int",
		"long" },
	{ false, "#if A\nint f(int a) {\n#else\nint f(long a) {\n#endif\n }\nint g(void) { }", "func g () -> int",
		"error" },
	{ false, "int f(void) {\n#ifdef A\n }\n#else\n x(); }\n#endif\nint g(void) { }", "func g", "error" },
	{ false, "#if 0\nint f(void) {\n#endif\nint g(void) { }", "func g", "error" },
	{ false, "#if 0\nint f(void) { }\n#endif\n", "conditional inactive", NULL },
	{ false, "#if 0\nit's \"prose\n#endif\nint g(void) { }", "func g", "error" },
	{ false, "#if A\n#elif B\nint x(void);\n#endif\n", "condition 1 group=0 line=2 range=[6,27) B\n", NULL },
	{ false, "#if A\n#elif B\n#else\n#endif\n", "!(A) && !(B)\n", NULL },
	{ false, "#ifdef A /* why */\n#endif", "defined(A)\n", NULL },
	{ false, "#if A && \\\n  B\n#endif", " A && B\n", NULL },
	{ false, "# /* x */ if A\n#endif", " A\n", NULL },
	{ false, "%:if A\n%:endif", " A\n", NULL },
	{ false, "#if A\n#if B\n#endif\n#endif", "condition 1 group=1 line=2 range=[6,12) parent=0 B\n", NULL },
	{ false, "#if A\n", "error line=1 #if without #endif", NULL },
	{ false, "#endif\n", "error line=1 #endif without #if", NULL },
	{ false, "#if A\n#else\n#else\n#endif", "error line=3 an arm behind #else", NULL },
	{ false, "#else\n", "error line=1 #else or #elif without #if", NULL },
	{ false, "/* c */\n#ifndef A_H\n#define A_H\nint f(void);\n#endif /* A_H */\n", "guarded", "condition=0" },
	{ false, "#if !defined(A_H)\n#define A_H\n#endif\n", "guard !defined(A_H)", NULL },
	{ false, "#pragma once\n", "guarded", NULL },
	{ false, "#ifndef A_H\n#define A_H\n#endif\nint x;\n", "source syntactic skipped", " guard" },
	{ false, "#ifndef A_H\n#define B_H\n#endif\n", "source syntactic skipped", " guard" },
	{ false, "#ifndef A_H\n#define A_H\n#else\n#endif\n", "source syntactic skipped", " guard" },
	{ false, "int x;\n#ifndef A_H\n#define A_H\n#endif\n", "source syntactic skipped", " guard" },
};

START_TEST(conditions_set_braces_back)
{
	check(&conditions[_i]);
}
END_TEST

/* --- Other directives --- */

static const struct row directives[] = {
	{ false, "#include \"a/b.h\"\n", "include quoted a/b.h [9,16) 1:10 line=[0,16)\n", NULL },
	{ false, "#  include <b.h> // c\n", "include angled b.h [11,16) 1:12 line=[0,21)\n", NULL },
	{ false, "#include MACRO_H\n", "include macro MACRO_H", NULL },
	{ false, "#include_next <x.h>\n", "include next x.h", NULL },
	{ false, "#import \"x.h\"\n", "include import x.h", NULL },
	{ false, "#include \"x.h\"\r\n", "line=[0,14)\n", NULL },
	{ false, "#include \"x.h\" // IWYU pragma: keep\n", "pragma=IWYU pragma: keep\n", NULL },
	{ false, "#include \"x.h\" /* IWYU pragma: export */\n", "pragma=IWYU pragma: export\n", NULL },
	{ false, "extern \"C\" {\n#include \"x.h\"\n}", " enclosed", NULL },
	{ false, "int f(void) {\n#include \"x.h\"\n}", " enclosed", NULL },
	{ false, "int x[] = {\n#include \"x.h\"\n};", " enclosed", NULL },
	{ false, "#include \"open\nint f(void) { }", "func f", "include" },
	{ false, "#define A\n", "macro A [8,9) 1:9 range=[0,9)\n", NULL },
	{ false, "#define A (1)\n", "body=(1)\n", "macro A(" },
	{ false, "#define A(x, y) x + \\\n  y /* c */\n", "macro A(x,y) [8,9) 1:9 range=[0,33) body=x + y\n", NULL },
	{ false, "#define A(x) #x\n", "pastes", NULL },
	{ false, "#define A \"#\"\n", "macro A", "pastes" },
	{ false, "#define A(x, ...) x\n", "variadic", NULL },
	{ false, "#define OPEN {\nint f(void) { }", "func f", "error" },
};

START_TEST(directives_are_read)
{
	check(&directives[_i]);
}
END_TEST

/* --- Declarations --- */

static const struct row declarations[] = {
	{ false, "static inline struct conn *const *f(void) { }", "func f () -> struct conn **", NULL },
	{ false, "const struct conn *f(const char *restrict a, int b[3]) { }", "(const char * a, int * b) -> struct conn * ",
		NULL },
	{ false, "LUA_API int (lua_f) (lua_State *L) { }", "func lua_f (lua_State * L) -> int", NULL },
	{ true, "class Kit_EXPORT Conn { int a; };", "class Conn [17,21)", "Kit_EXPORT" },
	{ true, "class Kit_EXPORT Conn : public Base { };", "class Conn bases=Base [", "Kit_EXPORT" },
	{ true, "class Conn final { };", "class Conn [", "final" },
	{ true, "vtkStandardNewMacro(Conn);\nDEFINE_TYPE (Conn, conn)\n", "invocation DEFINE_TYPE (Conn, conn)", NULL },
	{ true, "struct Conn {\n Conn(int a);\n itkNewMacro(Self);\n};", "invocation itkNewMacro (Self) scope=Conn", "invocation Conn" },
	{ false, "BEGIN_DECLS\n\nDECLARE_TYPE (Conn, conn)\n\nEND_DECLS\n", "invocation DECLARE_TYPE (Conn, conn)", "invocation BEGIN_DECLS" },
	{ false, "DEFINE_CODE (Conn, conn, first (); if (x) { second (); })\nint f(void) { return 1; }\n", "invocation DEFINE_CODE (Conn, conn, ", "func first" },
	{ false, "DEFINE_CODE (Conn, first ();\nint f(void) { return 1; }\n", "func f ()", "invocation" },
	{ false, "LOCAL(int)\nf(void) { }", "func f () -> ", NULL },
	{ false, "EXPORT conn_t *f(void) ATTR_NONNULL(1) { }", "func f () -> conn_t *", NULL },
	{ false, "noreturn void printflike(1, 2) f(const char *text, ...);", "proto f (const char * text, ...) -> ", "proto printflike" },
	{ false, "void f(const char *text, ...) printflike(1, 2);", "proto f (const char * text, ...) -> void", "proto printflike" },
	{ false, "conn_t * __attribute__((malloc)) f(int x UNUSED) { }", "func f (int x) -> conn_t *", NULL },
	{ false, "MODULE(\"x\")\nstatic int f(void) { }", "func f () -> int", NULL },
	{ false, "DEFINE_CASE(one) { }", "func DEFINE_CASE (one) ->  [0,11) 1:1 range=[0,17,20) end-line=1 macro-made",
		NULL },
	{ false, "unsigned long long f(int (*cb)(void *), ...) { }", "(int (*)() cb, ...) -> unsigned long long",
		NULL },
	{ false, "void (*f(int sig))(int) { }", "func f (int sig)", NULL },
	{ false, "void (*table)(int);", "source", "proto" },
	{ false, "extern int f(struct a *);\n", "proto f (struct a *) -> int [11,12) 1:12 range=[0,25)", NULL },
	{ false, "int a = f(1), b;", "source", "proto" },
	{ false, "RUN(test);", "source", "proto" },
	{ false, "return f(1);", "source", "proto" },
	{ false, "typedef struct { int a; } conn, *conn_p;", "typedef conn target=struct [", NULL },
	{ false, "typedef struct c { int a; } conn, *conn_p;", "typedef conn_p target=struct c * [", NULL },
	{ false, "typedef int (*cb)(void);", "typedef cb target=int (*)()", NULL },
	{ false, "struct a;", "struct a declared", NULL },
	{ false, "struct __attribute__((packed)) a { int f(void); };", "struct a [", "proto" },
	{ false, "enum e { A, B } f(void) { }", "func f", NULL },
	{ false, "union u { int a; } x;", "union u [", NULL },
	{ false, "/* Deprecated: use g. */\nint f(void);", "deprecated", NULL },
	{ false, "/* Deprecated: use g. */\nint g;\nint f(void);", "proto f", "deprecated" },
	{ true, "namespace a { namespace b { int f() { } } }", "func a::b::f", NULL },
	{ true, "namespace a::b { int f(); }", "proto a::b::f", NULL },
	{ true, "class A { public: static A *make(); virtual void b() = 0; };", "proto A::make () -> A *", NULL },
	{ true, "class A { virtual void b() = 0; };", "method virtual", NULL },
	{ true, "struct A : B<int()> { void f() override { } };", "func A::f () -> void [27,28) 1:28 range=[22,40,43)",
		NULL },
	{ true, "template <class T, int N = 3> T *f() { }",
		"func f () -> T * [33,34) 1:34 range=[0,37,40) end-line=1 template", NULL },
	{ true, "auto f() -> std::unique_ptr<A> { }", "-> std::unique_ptr<A>", NULL },
	{ true, "bool operator==(const A &a, const A &b) { }", "func operator== (const A & a, const A & b) -> bool", NULL },
	{ true, "void A::operator()(int x) const { }", "func A::operator() (int x)", NULL },
	{ true, "extern \"C\" int f(void) { }", "extern-c", NULL },
	{ true, "using A = std::vector<B *>;", "typedef A target=std::vector<B*>", NULL },
	{ true, "class A final : public B, private ns::C<int, 2> { };", "class A bases=B,ns::C [", NULL },
	{ true, "enum class E : int { X };", "enum E [", "bases" },
	{ true, "class A { int f(); public: int g(); };", "proto A::f () -> int [14,15) 1:15 range=[10,18) method hidden\nproto A::g () -> int [31,32) 1:32 range=[27,35) method\n", NULL },
	{ true, "struct A { int f(); protected: int g() { } };", "method skipped hidden", NULL },
	{ true, "class A { struct B { int f(); }; };", "proto A::B::f () -> int [25,26) 1:26 range=[21,29) method hidden", NULL },
	{ false, "const struct a *f(const struct b *one, struct b *const two, const int n);", "proto f (const struct b * one, struct b * two, int n) -> struct a * ", NULL },
	{ false, "const struct a *f(void);", "returns-const", NULL },
	{ false, "const int f(void);", "proto f () -> int", "returns-const" },
	{ false, "struct a *f(p) const char *p; { }", "func f (const char * p)", NULL },
	{ false, "namespace a { }", "c++", NULL },
	{ false, "class A { };", "c++", NULL },
};

START_TEST(declarations_say_their_types)
{
	check(&declarations[_i]);
}
END_TEST

/* --- Addresses and words --- */

static const struct row addresses[] = {
	{ false, "struct ops o = { .make = make, .n = 1 };", "address make slot=make type=struct ops [25,29)", NULL },
	{ false, "struct ops o = { (cb)&make };", "address make type=struct ops", NULL },
	{ false, "struct ops o[] = { { \"a\", make }, { \"b\", mend } };", "address mend type=struct ops", NULL },
	{ false, "int o[] = { FLAG, 3, true };", "source", "address" },
	{ false, "struct ops o = { .make = make(1) };", "source", "address" },
	{ false, "int f(void) { x = malloc(1); }", "skipped=0", NULL },
	{ false, "int f(void) { /* malloc */ x(\"malloc\"); }", "skipped=1", NULL },
	{ false, "int f(void) { XALLOC_ARRAY(x); }", "skipped=0", NULL },
	{ true, "int f() { return new A; }", "skipped=0", NULL },
	{ false, "int malloc_it(void) { return 0; }", "skipped=1", NULL },
};

START_TEST(names_in_tables_and_words_in_bodies_are_seen)
{
	check(&addresses[_i]);
}
END_TEST

static const struct {
	const char *word, *identifier;
	bool is_hit;
} words[] = {
	{ "conn_open", "conn_open", true },
	{ "conn_open", "conn_opened", false },
	{ "conn_*", "conn_opened", true },
	{ "*_opened", "conn_opened", true },
	{ "*_opened", "conn_opened_", false },
	{ "*qq*", "aqqb", true },
	{ "*qq*", "aqb", false },
	{ "x", "g_new0", true },
	{ "x", "plain", false },
};

START_TEST(words_are_whole_or_with_stars)
{
	struct str word = str_from(words[_i].word);
	struct c_words *w = c_words_new(&word, 1);

	ck_assert(c_words_has(w, str_from(words[_i].identifier)) == words[_i].is_hit);
	c_words_free(w);
}
END_TEST

/* Whatever costs the square of its length would take minutes here. */
static const char *const repeated[] = { "#if A\n", "#if A\n#else\n", "#else\n", "#elif B\n", "namespace a {",
	"struct a {", "a {}", "a < ", "(", "X(a) ", "a,", "/* c */ a;", "{", "}", "[", "\"", "= {", "= { .a = b,",
	"#define a(", "template <", "operator(", "a::", "~a(", "#ifdef A\nint f(", "#include \"a\"\n", "R\"x(",
	"int f(void) {}", "int f(void) { ?\?<" };

START_TEST(hostile_text_is_read_in_linear_time)
{
	struct c_parser *parser = c_parser_new();
	struct strbuf text = { 0 };
	struct arena arena = { 0 };
	struct cfacts facts;

	for (unsigned i = 0; i < 200000; i++)
		strbuf_addz(&text, repeated[_i]);
	c_lex_only(parser, strbuf_str(&text), _i % 2 == 1, NULL, &arena, &facts);
	ck_assert(!facts.has_error || facts.error_line > 0);
	strbuf_release(&text);
	arena_release(&arena);
	c_parser_free(parser);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_lex");

	unit_add_table(tests, functions_end_at_their_brace, ends);
	unit_add_table(tests, conditions_set_braces_back, conditions);
	unit_add_table(tests, directives_are_read, directives);
	unit_add_table(tests, declarations_say_their_types, declarations);
	unit_add_table(tests, names_in_tables_and_words_in_bodies_are_seen, addresses);
	unit_add_table(tests, hostile_text_is_read_in_linear_time, repeated);
	tcase_set_timeout(tests, 20);
	unit_add_table(tests, words_are_whole_or_with_stars, words);
	return unit_run("c_lex", tests);
}
