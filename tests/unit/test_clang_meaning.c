/* Tests of analyzers/lang/c/clang_meaning: when one function does what another does, and when that cannot be said. */
#include "base/base.h"
#include "analyzers/lang/c/clang_meaning.h"

#include "tests/unit/clang_code.h"

static const char lamp_h[] = "#ifndef LAMP_H\n"
			     "#define LAMP_H\n"
			     "#include <stddef.h>\n"
			     "void *calloc(size_t, size_t);\n"
			     "void free(void *);\n"
			     "extern int lamps;\n"
			     "struct lamp { int watts; char *name; struct lamp *next; };\n"
			     "typedef struct lamp lamp_t;\n"
			     "enum { LAMP_MAX = 9 };\n"
			     "#define MAKE(type) ((type *)calloc(1, sizeof(type)))\n"
			     "#define COUNT(l) do { lamps += (l)->watts; note(#l); } while (0)\n"
			     "#define HERE() note(__FILE__)\n"
			     "#define DEFAULT_WATTS (BASE_WATTS * 2)\n"
			     "void note(const char *);\n"
			     "static int in_header;\n"
			     "static const int fixed = 3;\n"
			     "static const struct lamp shape = { 1, 0, 0 };\n"
			     "static inline int twice(int n) { return n * 2; }\n"
			     "#endif\n";

/* Where `f` is defined. */
static struct clang_wanted wanted_of(const char *file, const char *text)
{
	const char *at = strstr(text, "f(");

	while (at && at > text && at[-1] != ' ' && at[-1] != '*' && at[-1] != '\n')
		at = strstr(at + 1, "f(");
	ck_assert_ptr_nonnull(at);
	return (struct clang_wanted){ code_path(file), (uint32_t)(at - text) };
}

/* "" when both are equal. */
static struct str compare_files(const char *file_a, const char *a, const char *file_b, const char *b)
{
	struct clang_wanted wanted[] = { wanted_of(file_a, a), wanted_of(file_b, b) };
	struct clang_unit units[] = { code_unit(file_a), code_unit(file_b) };
	struct clang_unit_meanings *read;
	const struct clang_meaning *x, *y;
	struct str reason = { 0 };
	struct err err = { 0 };

	sandbox_write("lamp.h", str_from(lamp_h));
	sandbox_write(file_a, str_from(a));
	sandbox_write(file_b, str_from(b));
	ck_assert_msg(clang_meanings_run(&clang_run, wanted, 2, units, 2, &clang_arena, &read, &err), "%s", err.message);
	ck_assert_msg(read[0].outcome.status == CLANG_PARSED, "%s: %s", file_a, read[0].outcome.message.ptr);
	ck_assert_msg(read[1].outcome.status == CLANG_PARSED, "%s: %s", file_b, read[1].outcome.message.ptr);
	x = clang_meaning_find(&read[0], wanted[0]);
	y = clang_meaning_find(&read[1], wanted[1]);
	ck_assert_ptr_nonnull(x);
	ck_assert_ptr_nonnull(y);
	ck_assert_int_eq(clang_meanings_equal(&read[0], x, &read[1], y, &clang_arena, &reason), reason.len == 0);
	return reason;
}

#define H "#include \"lamp.h\"\n"
#define F "struct lamp *f(int watts) { "
#define MADE "struct lamp *l = calloc(1, sizeof *l); if (!l) return 0; "

static const struct {
	const char *name, *a, *b;
} equal_pairs[] = {
	{ "layout, comments and locals", H F MADE "l->watts = watts; return l; }",
		H "struct lamp *\nf(int w)\n{\n\t/* more */\n\tstruct lamp *made = calloc(1, sizeof *made);\n\n\tif (!made) return 0;\n"
		  "\tmade->watts = w; return made;\n}\n" },
	{ "static and external", H "static " F MADE "return l; }\nstruct lamp *g(void) { return f(1); }", H F MADE "return l; }" },
	{ "macros, and text made of the same argument", H F MADE "COUNT(l); return l; }", H F MADE "COUNT(l); return l; }" },
	{ "a constant of a header", H F MADE "l->watts = fixed + LAMP_MAX; return l; }", H F MADE "l->watts = fixed + LAMP_MAX; return l; }" },
	{ "an inline function of a header", H F MADE "l->watts = twice(watts); return l; }", H F MADE "l->watts = twice(watts); return l; }" },
	{ "helpers of other names that are equal",
		H "static void set(struct lamp *l, int n) { l->watts = n; }\n" F MADE "set(l, watts); return l; }",
		H "static void put(struct lamp *x, int m) { x->watts = m; }\n" F MADE "put(l, watts); return l; }" },
	{ "helpers that call each other",
		H "static int odd(int); static int even(int n) { return n ? odd(n - 1) : 1; } static int odd(int n) { return n ? even(n - 1) : 0; }\n"
		F MADE "l->watts = even(watts); return l; }",
		H "static int odd(int); static int even(int n) { return n ? odd(n - 1) : 1; } static int odd(int n) { return n ? even(n - 1) : 0; }\n"
		F MADE "l->watts = even(watts); return l; }" },
	{ "a macro of each file with the same text", H "#define WATTS 40\n" F MADE "l->watts = WATTS; return l; }",
		H "#define WATTS 40\n" F MADE "l->watts = WATTS; return l; }" },
	{ "itself", H "static " F MADE "if (watts) l->next = f(watts - 1); return l; }\nstruct lamp *g(void) { return f(1); }",
		H F MADE "if (watts) l->next = f(watts - 1); return l; }" },
	{ "a label, a loop, a local record",
		H F "struct pair { int a, b; } p = { .a = watts, .b = 1 }; " MADE "again: l->watts += p.a; if (p.b--) goto again; return l; }",
		H F "struct two { int a, b; } q = { .a = watts, .b = 1 }; " MADE "more: l->watts += q.a; if (q.b--) goto more; return l; }" },
};

START_TEST(equal_but_for_names_of_its_own)
{
	struct str reason = compare_files("a.c", equal_pairs[_i].a, "b.c", equal_pairs[_i].b);

	ck_assert_msg(reason.len == 0, "%s: %s", equal_pairs[_i].name, reason.ptr);
}
END_TEST

static const struct {
	const char *a, *b, *reason;
} other_pairs[] = {
	{ H F MADE "l->watts = watts; return l; }", H F MADE "l->watts = lamps; return l; }", "a.c:2 has `watts` where b.c:2 has `lamps`" },
	{ H F MADE "l->watts = 1; return l; }", H F MADE "l->watts = 2; return l; }", "a.c:2 has `1` where b.c:2 has `2`" },
	{ H F MADE "l->watts = watts; return l; }", H F MADE "l->watts -= watts; return l; }", "a.c:2 has `=` where b.c:2 has `-`" },
	{ H F MADE "return l; }", H F MADE "lamps++; return l; }", "a.c:2 has `return` where b.c:2 has `lamps`" },
	{ H F "struct lamp *l = MAKE(struct lamp); return l; }", H "#undef MAKE\n#define MAKE(t) ((t *)calloc(2, sizeof(t)))\n" F "struct lamp *l = MAKE(struct lamp); return l; }",
		"`f` cannot be compared: the macro MAKE is defined in more than one way" },
	{ H "#define N 1\n" F MADE "l->watts = N; return l; }", H "#define N 2\n" F MADE "l->watts = N; return l; }", "the macro N is defined otherwise" },
	{ H "#define BASE_WATTS 1\n" F MADE "l->watts = DEFAULT_WATTS; return l; }", H "#define BASE_WATTS 2\n" F MADE "l->watts = DEFAULT_WATTS; return l; }",
		"the macro BASE_WATTS is defined otherwise" },
	{ H "#define BASE_WATTS 1\n" F MADE "l->watts = DEFAULT_WATTS; return l; }", H "static const int BASE_WATTS = 1;\n" F MADE "l->watts = DEFAULT_WATTS; return l; }",
		"`BASE_WATTS` is a macro in one of the two only" },
	{ H "static int limit;\n" F MADE "limit++; return l; }", H "static int limit;\n" F MADE "limit++; return l; }", "`limit` (a.c:3) is not the one of b.c:3" },
	{ H F MADE "l->watts = in_header; return l; }", H F MADE "l->watts = in_header; return l; }", "`in_header` (a.c:2) is not the one of b.c:2" },
	{ H "static int limit;\n#define LIMIT limit\n" F MADE "l->watts = LIMIT; return l; }", H "static int limit;\n#define LIMIT limit\n" F MADE "l->watts = LIMIT; return l; }",
		"`limit` (a.c:4) is not the one of b.c:4" },
	{ H F MADE "l->watts = __LINE__; return l; }", H F MADE "l->watts = __LINE__; return l; }", "`f` cannot be compared: it asks for its own line" },
	{ H F MADE "note(__func__); return l; }", H F MADE "note(__func__); return l; }", "`f` cannot be compared: it asks for its own name" },
	{ H F MADE "HERE(); return l; }", H F MADE "HERE(); return l; }", "`f` cannot be compared: it asks for its own file, through the macro HERE" },
	{ H F "static int n; " MADE "l->watts = n++; return l; }", H F "static int n; " MADE "l->watts = n++; return l; }",
		"`f` cannot be compared: it keeps a static variable, `n`" },
	{ H F MADE "COUNT(l); return l; }", H F "struct lamp *m = calloc(1, sizeof *m); if (!m) return 0; COUNT(m); return m; }",
		"a.c:2 has `\"l\"` where b.c:2 has `\"m\"`" },
	{ H F MADE "\n#ifdef X\nlamps++;\n#endif\nreturn l; }", H F MADE "\n#ifdef X\nlamps++;\n#endif\nreturn l; }",
		"`f` cannot be compared: its body holds a preprocessor directive" },
	{ H "static void set(struct lamp *l, int n) { l->watts = n; }\n" F MADE "set(l, watts); return l; }",
		H "static void set(struct lamp *l, int n) { l->watts = n + 1; }\n" F MADE "set(l, watts); return l; }", "a.c:2 has `;` where b.c:2 has `+`" },
	{ H "static int left;\nstatic void set(struct lamp *l, int n) { l->watts = n - left; }\n" F MADE "set(l, watts); return l; }",
		H "static int left;\nstatic void set(struct lamp *l, int n) { l->watts = n - left; }\n" F MADE "set(l, watts); return l; }",
		"`left` (a.c:3) is not the one of b.c:3" },
	{ H "void set(int n);\n" F MADE "set(watts); return l; }", H "static void set(int n) { lamps = n; }\n" F MADE "set(watts); return l; }",
		"a.c:3 has `set` where b.c:3 has `set`" },
	{ H F MADE "l->next = (struct lamp *)&shape; return l; }", H F MADE "l->next = (struct lamp *)&shape; return l; }",
		"`shape` (a.c:2) is not the one of b.c:2" },
	{ H "static void drop(void *p) { free(p); }\nvoid at(void (*)(void *));\n" F MADE "at(drop); return l; }",
		H "static void drop(void *p) { free(p); }\nvoid at(void (*)(void *));\n" F MADE "at(drop); return l; }",
		"`f` cannot be compared: it takes the address of a function that only its file knows" },
	{ H "__attribute__((weak)) " F MADE "return l; }", H F MADE "return l; }",
		"`f` cannot be compared: it carries the attribute `weak`" },
	{ H F MADE "return l; }", H "struct lamp *f(long watts) { " MADE "return l; }", "a.c:2 has `an expression` where b.c:2 has `an expression`" },
	{ H "__attribute__((constructor)) static void f(void) { lamps++; }", H "void f(void) { lamps++; }",
		"`f` cannot be compared: it carries the attribute `constructor`" },
	{ "struct box { int a; };\nvoid *calloc(unsigned long, unsigned long);\nstruct box *f(void) { return calloc(1, sizeof(struct box)); }",
		"struct box { int a; };\nvoid *calloc(unsigned long, unsigned long);\nstruct box *f(void) { return calloc(1, sizeof(struct box)); }",
		"a.c:3 and b.c:3 are about different types of one name" },
	{ H F "__asm__ volatile(\"\"); " MADE "return l; }", H F "__asm__ volatile(\"\"); " MADE "return l; }", "`f` cannot be compared: it holds assembly" },
};

START_TEST(a_difference_is_said)
{
	struct str reason = compare_files("a.c", other_pairs[_i].a, "b.c", other_pairs[_i].b);

	assert_str(reason, other_pairs[_i].reason);
}
END_TEST

/* What one translation unit is given may make another function of the same text. */
START_TEST(flags_count_as_definitions)
{
	static const char text[] = H F MADE "l->watts = WATTS; return l; }";
	static const char *const one[] = { "-DWATTS=1" }, *const two[] = { "-DWATTS=2" };
	struct clang_wanted wanted = { 0 };
	struct clang_unit units[] = { code_unit("a.c"), code_unit("a.c") };
	struct clang_unit_meanings *read;
	struct str reason = { 0 };
	struct err err = { 0 };

	sandbox_write("lamp.h", str_from(lamp_h));
	sandbox_write("a.c", str_from(text));
	wanted = wanted_of("a.c", text);
	units[0].args = one;
	units[1].args = two;
	units[0].arg_count = units[1].arg_count = 1;
	ck_assert(clang_meanings_run(&clang_run, &wanted, 1, units, 2, &clang_arena, &read, &err));
	ck_assert(!clang_meanings_equal(&read[0], clang_meaning_find(&read[0], wanted), &read[1], clang_meaning_find(&read[1], wanted), &clang_arena, &reason));
	assert_str(reason, "the macro WATTS is defined otherwise");
}
END_TEST

static const struct {
	const char *a, *b, *reason;
} cpp_pairs[] = {
	{ "#include \"engine.h\"\nnamespace one { eng::Engine *f(int n) { return new eng::Engine(n); } }",
		"#include \"engine.h\"\nnamespace two { eng::Engine *f(int m) { return new eng::Engine(m); } }", "" },
	{ "#include \"engine.h\"\nnamespace eng { Engine *f(int n) { return new Engine(n); } }",
		"#include \"engine.h\"\nnamespace two { eng::Engine *f(int m) { return new eng::Engine(m); } }", "" },
	{ "#include \"engine.h\"\neng::Engine *f(int n) { return new eng::Engine(n); }", "#include \"engine.h\"\neng::Engine *f(int n) { return new eng::Engine('x'); }",
		"a.cpp:2 has `n` where b.cpp:2 has `'x'`" },
	{ "#include \"engine.h\"\nnamespace { int base = 1; }\neng::Engine *f(int n) { return new eng::Engine(n + base); }",
		"#include \"engine.h\"\nnamespace { int base = 1; }\neng::Engine *f(int n) { return new eng::Engine(n + base); }",
		"`base` (a.cpp:3) is not the one of b.cpp:3" },
	{ "#include \"engine.h\"\neng::Engine *f(int n) { auto g = [n] { return n; }; return new eng::Engine(g()); }",
		"#include \"engine.h\"\neng::Engine *f(int n) { auto g = [n] { return n; }; return new eng::Engine(g()); }",
		"`f` cannot be compared: it holds a lambda" },
};

START_TEST(cpp_is_compared_by_what_is_called)
{
	sandbox_write("engine.h", STR("#pragma once\nnamespace eng { struct Engine { explicit Engine(int); explicit Engine(char); int n; }; }\n"));
	assert_str(compare_files("a.cpp", cpp_pairs[_i].a, "b.cpp", cpp_pairs[_i].b), cpp_pairs[_i].reason);
}
END_TEST

START_TEST(damaged_bytes_are_refused)
{
	struct clang_unit_meanings unit;

	ck_assert(!clang_meanings_read(STR("\x05\x01"), &clang_arena, &unit));
	ck_assert(!clang_meanings_read(STR(""), &clang_arena, &unit));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("clang_meaning");

	tcase_add_checked_fixture(tests, code_open, code_close);
	tcase_set_timeout(tests, 120);
	unit_add_table(tests, equal_but_for_names_of_its_own, equal_pairs);
	unit_add_table(tests, a_difference_is_said, other_pairs);
	tcase_add_test(tests, flags_count_as_definitions);
	unit_add_table(tests, cpp_is_compared_by_what_is_called, cpp_pairs);
	tcase_add_test(tests, damaged_bytes_are_refused);
	return unit_run("clang_meaning", tests);
}
