/* Tests of rewriters/guard_scan.inc: what a guard of C takes for a definition, for handing on, and for a notice. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include "tests/unit/unit.h"

/* How often `make` is defined, and with a body of its own; the canonical is `conn_new`. */
static const struct {
	const char *text;
	uint32_t definitions, own_bodies;
} definitions[] = {
	{ "struct conn *make(int x) { return malloc(x); }", 1, 1 },
	{ "struct conn *\nmake (int x)\n{\n\treturn conn_new (x);\n}\n", 1, 0 },
	{ "static conn_t make(void (*done)(int), int n) ATTR(1) __attribute__((cold)) { conn_new(n); }", 1, 0 },
	{ "API(conn *) make(void) { return conn_new(); }\nconn *make(void) { return 0; }", 2, 1 },
	{ "auto make(int x) noexcept -> std::unique_ptr<conn> { return ns::conn_new(x); }", 1, 0 },
	{ "conn *ns::make(int x) { return nullptr; }", 1, 1 },
	{ "std::unique_ptr<conn> make() { auto s = R\"x(})\" make() {)x\"; return conn_new(s); }", 1, 1 },
	{ "#if A\nint make(int x)\n{\n#else\nint make(long x)\n{\n#endif\n\treturn 1;\n}\n", 2, 2 },
	/* No more than to call it, and nothing less. */
	{ "int make(int x) { log(x); return conn_new(x); }", 1, 1 },
	{ "int make(int x) { if (x) { return conn_new(x); } }", 1, 1 },
	{ "int make(int x) { return conn_new(conn_new(x)); }", 1, 1 },
	{ "int make(int x) { return other(x); /* conn_new(x) */ }", 1, 1 },
	{ "int make(int x) { /* all */ return conn_new(x); // done\n}", 1, 0 },
	{ "int make(int x) { return ptr->conn_new_of(x); }", 1, 1 },
	/* None of them defines it. */
	{ "int make(int x);", 0, 0 },
	{ "int y = make(3);", 0, 0 },
	{ "void f(void) { if (make(1)) { return; } else make (2); return make(3); }", 0, 0 },
	{ "/* int make(int x) { } */\n// int make(int x) {\nchar *s = \"int make(int x) { }\";", 0, 0 },
	{ "#define M int make(int x) \\\n\t{ }\n  # define N /*\n*/ int make(int x) { }\n", 0, 0 },
	{ "int remake(int x) { } int make_one(int x) { } int MAKE(int x) { }", 0, 0 },
	{ "FOREACH(make, list) { } make(list) { }", 0, 0 },
	{ "struct ops o = { .make = f, }; x->make(1); Conn() : make(1) { }", 0, 0 },
	{ "char c = '\"'; int n = 1'000; char d = '{';", 0, 0 },
	{ "int make(int x", 0, 0 },
	{ "int make(int x) {", 1, 1 },
	{ "int make", 0, 0 },
	{ "/* never closed int make(int x) { }", 0, 0 },
	{ "\"never closed int make(int x) { }", 0, 0 },
	{ "R\"(never closed int make(int x) { }", 0, 0 },
	{ "", 0, 0 },
};

START_TEST(definitions_are_told_from_all_else)
{
	struct guard_sight sight = guard_sight_of(str_from(definitions[_i].text), STR("make"), STR("conn_new"));

	ck_assert_msg(sight.definitions == definitions[_i].definitions && sight.own_bodies == definitions[_i].own_bodies, "%s: %u, %u", definitions[_i].text,
		      sight.definitions, sight.own_bodies);
}
END_TEST

START_TEST(methods_are_known_with_their_class)
{
	struct str text = STR("Conn *Conn::create() { return new Conn; }\nPool *Pool::create() { return new Pool; }\nint create() { return 1; }\n");

	ck_assert_uint_eq(guard_sight_of(text, STR("Conn::create"), STR("x")).definitions, 1);
	ck_assert_uint_eq(guard_sight_of(text, STR("create"), STR("x")).definitions, 3);
	ck_assert_uint_eq(guard_sight_of(text, STR("Sink::create"), STR("x")).definitions, 0);
}
END_TEST

static const struct {
	const char *text;
	bool says;
} notices[] = {
	{ "__attribute__((deprecated(\"use conn_new\")))\nconn *make(int x);", true },
	{ "PROJECT_DEPRECATED_FOR(conn_new) conn *make(int x);", true },
	{ "conn *make(int x) __attribute__((deprecated(\"use conn_new\")));", true },
	{ "[[deprecated(\"conn_new\")]] conn *make(int x) { return conn_new(x); }", true },
	{ "int a; __attribute__((deprecated(\"use conn_new\"))) int b;\nconn *make(int x);", false },
	{ "__attribute__((deprecated)) conn *make(int x);", false },
	{ "__attribute__((deprecated(\"use conn_open\"))) conn *make(int x);", false },
	{ "/* deprecated: use conn_new */ conn *make(int x);", false },
	{ "#define X deprecated conn_new\nconn *make(int x);", false },
	{ "[[deprecated(\"conn_new\")]] conn *make(int x);\nconn *make(int x);", false },
	{ "conn *make(int x) { deprecated(conn_new); }", false },
	{ "deprecated conn_new;", false },
	{ "", false },
};

START_TEST(a_notice_is_in_the_declaration)
{
	ck_assert_msg(guard_text_says(str_from(notices[_i].text), STR("make"), "deprecated", STR("conn_new")) == notices[_i].says, "%s", notices[_i].text);
}
END_TEST

static const struct {
	const char *text;
	bool only;
} shims[] = {
	{ "/* Moved. */\n#ifndef A\n#define A\n#include \"../conn.h\"\n#endif\n", true },
	{ "#pragma once\n#include <net/conn.h> // here\n", true },
	{ "#include \"myconn.h\"\n", false },
	{ "#include \"conn.hpp\"\n", false },
	{ "#include \"conn.h\"\nint x;\n", false },
	{ "#include \"other.h\"\n", false },
	{ "", false },
};

START_TEST(a_shim_holds_an_include_alone)
{
	ck_assert_msg(guard_text_only_includes(str_from(shims[_i].text), STR("conn.h")) == shims[_i].only, "%s", shims[_i].text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("guard_scan");

	unit_add_table(tests, definitions_are_told_from_all_else, definitions);
	tcase_add_test(tests, methods_are_known_with_their_class);
	unit_add_table(tests, a_notice_is_in_the_declaration, notices);
	unit_add_table(tests, a_shim_holds_an_include_alone, shims);
	return unit_run("guard_scan", tests);
}
