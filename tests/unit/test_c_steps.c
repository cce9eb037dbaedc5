/* Tests of the path through a function of C or C++: what is done in any case, what only sometimes, where it may end. */
#include "base/base.h"
#include "analyzers/cstate.h"

#include "analyzers/lang/c/c.h"
#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* One word for each step: `a()` a call, `one` a read, `one=` a write, `leave`; `?` behind it: not sure; `!` in a head, `.` of an object. */
static void dump(const struct csteps *steps, struct strbuf *out)
{
	static const char *const ends[CSTEP_KIND_COUNT] = { "()", "", "=", "leave" };

	strbuf_clear(out);
	for (uint32_t i = 0; i < steps->count; i++) {
		const struct cstep *s = &steps->items[i];

		strbuf_printf(out, "%s" STR_FMT "%s" STR_FMT "%s%s%s%s", i ? " " : "", STR_ARG(s->scope), s->scope.len ? "::" : "", STR_ARG(s->name), ends[s->kind],
			      s->is_asked ? "!" : "", s->is_member ? "." : "", s->is_sure ? "" : "?");
	}
}

static void read_all(const char *source, bool is_cpp, const struct cwatch *watch, struct strbuf *out)
{
	struct c_parser *parser = c_parser_new();
	struct arena arena = { 0 };
	struct cfacts facts;
	struct csteps steps;

	c_skim(parser, str_from(source), is_cpp, NULL, NULL, &arena, &facts);
	ck_assert_msg(facts.func_count > 0, "no function in\n%s", source);
	c_read_steps(parser, str_from(source), &facts, 0, 1, watch, &arena, &steps);
	dump(&steps, out);
	c_parser_free(parser);
	arena_release(&arena);
}

/* Each is the body of `int f(int n, struct a *p)`. */
static const struct {
	const char *body, *steps;
	bool is_cpp;
} bodies[] = {
	{ "a(); b(c(1), d()); return e();", "a() b() c() d() e()", false },
	{ "int x = a(1), y = b();", "a() b()", false },
	{ "", "", false },
	{ "if (a()) b(); else c(); d();", "a()! b()? c()? d()", false },
	{ "if (n) { a(); } else if (b()) { c(); } d();", "a()? b()!? c()? d()", false },
	{ "if (n && a()) b();", "a()!? b()?", false },
	{ "n ? a() : b(); c();", "a()? b()? c()", false },
	{ "g(n ? a() : b(), c());", "g() a()? b()? c()", false },
	{ "n || a(); b();", "a()? b()", false },
	{ "for (a(); b(); c()) d(); e();", "a()! b()!? c()!? d()? e()", false },
	{ "while (a()) b();", "a()! b()?", false },
	{ "do { a(); } while (b()); c();", "a()? b()!? c()", false },
	{ "do { a(); } while (0); c();", "a() c()", false },
	{ "switch (n) { case 1: a(); break; default: b(); } c();", "a()? b()? c()", false },
	{ "each(p) { a(); } b();", "each() a()? b()", false },
	{ "each(p) a(); b();", "each() a()? b()", false },
	{ "{ a(); { b(); } } c();", "a() b() c()", false },
	/* What comes behind the end, or behind a label, is reached by a jump. */
	{ "a(); return 1; b();", "a() b()?", false },
	{ "if (n) return a(); b();", "a()? b()", false },
	{ "a(); exit(1); b();", "a() exit() b()?", false },
	{ "a(); again: b(); if (n--) goto again; c();", "a() b()? c()?", false },
	{ "{ a(); goto out; } b(); out: c();", "a() b()? c()?", false },
	/* Arms of an #if */
	{ "a();\n#ifdef X\nb();\n#else\nc();\n#endif\nd();", "a() b()? c()? d()", false },
	{ "#ifdef X\nreturn 1;\n#endif\na();", "a()", false },
	/* What it may end for: other than what it was given, and what it failed to make */
	{ "if (!p) return 1; a();", "a()", false },
	{ "if (n < LIMIT || p->x == NULL) return 1; a();", "a()", false },
	{ "if (is_ready) return 1; a();", "leave! a()", false },
	{ "if (is_ready(n)) return 1; a();", "is_ready()! leave! a()", false },
	{ "if (is_ready) a(); b();", "a()? b()", false },
	{ "struct b *b = b_new(n); if (!b) return 1; a();", "b_new() a()", false },
	{ "struct b *b = find(n); if (b) return 1; a();", "find() leave! a()", false },
	{ "if (b_init(&all, n) < 0) return 1; a();", "b_init()! a()", false },
	{ "while (n) { if (done) break; a(); }", "leave!? a()?", false },
	{ "assert(one != 0); a();", "assert() leave a()", false },
	{ "assert(n != 0); a();", "assert() a()", false },
	/* The watched variable */
	{ "one = a(); n = one->x;", "one= a() one", false },
	{ "n = *one; n = one[1]; n = n * one; f(&one, one);", "one one f()", false },
	{ "if (one) one->x = 1;", "one?", false },
	{ "if (!one) return 1; one->x = 1;", "leave! one", false },
	{ "n = sizeof(*one) + sizeof one->x;", "", false },
	{ "n = p->one->x + p->one[1];", "", false },
	{ "struct a *one = p; one->x = 1;", "", false },
	/* No calls */
	{ "int g(int); if (n) ; return (n);", "", false },
	{ "p->make(n); (*p->make)(n);", "make().", false },
	/* C++ */
	{ "A a(n); a.open(); B::make(n); x::B::make(n);", "open(). B::make() B::make()", true },
	{ "auto g = [&](int i) { a(i); return b(); }; c();", "a()? b()? c()", true },
	{ "try { a(); } catch (const E &e) { b(); } c();", "a()? b()? c()", true },
	{ "for (auto &x : all()) a(x); b();", "all()! a()? b()", true },
	{ "std::vector<A> v{a(), b()}; if constexpr (n > 1) { c(); }", "a()? b()? c()?", true },
	{ "throw a(); b();", "a() b()?", true },
	/* Broken text is read to its end. */
	{ "if (a() b(); c(", "", false },
	{ "do a(); while", "a()?", false },
	{ "else a(); ) } b();", "a()?", false },
};

START_TEST(steps_of_a_body_are_read)
{
	struct strbuf text = { 0 }, source = { 0 };

	strbuf_printf(&source, "int f(int n, struct a *p)\n{\n%s\n}\n", bodies[_i].body);
	read_all(source.ptr, bodies[_i].is_cpp, &(struct cwatch){ .name = STR("one") }, &text);
	ck_assert_msg(str_is(strbuf_str(&text), bodies[_i].steps), "%s\nshould be \"%s\"\nbut is    \"%s\"", bodies[_i].body, bodies[_i].steps,
		      text.len ? text.ptr : "");
	strbuf_release(&text);
	strbuf_release(&source);
}
END_TEST

START_TEST(a_watched_parameter_is_no_variable_of_that_name)
{
	const char *source = "int f(struct a *one)\n{\n\tif (!one)\n\t\treturn 0;\n\treturn one->x;\n}\n";
	struct strbuf text = { 0 };

	read_all(source, false, &(struct cwatch){ .name = STR("one"), .is_param = true }, &text);
	ck_assert_str_eq(text.ptr, "leave! one");
	read_all(source, false, &(struct cwatch){ .name = STR("one") }, &text);
	ck_assert(!str_has(strbuf_str(&text), STR("one")));
	strbuf_release(&text);
}
END_TEST

START_TEST(deep_nesting_is_passed_over)
{
	struct strbuf source = { 0 }, text = { 0 };

	strbuf_addz(&source, "int f(int n)\n{\n");
	for (int i = 0; i < 20000; i++)
		strbuf_addz(&source, "if (n) {");
	strbuf_addz(&source, "a();");
	for (int i = 0; i < 20000; i++)
		strbuf_addz(&source, "}");
	strbuf_addz(&source, "b();\n}\n");
	read_all(source.ptr, false, &(struct cwatch){ .name = STR("one") }, &text);
	ck_assert_msg(str_ends(strbuf_str(&text), STR("b()")), "%s", text.ptr);
	strbuf_release(&source);
	strbuf_release(&text);
}
END_TEST

/* Of several functions only those are read that mention what is watched. */
START_TEST(functions_that_name_nothing_of_it_are_left_out)
{
	struct str source = STR("int f(void)\n{\n\treturn a();\n}\nint g(void)\n{\n\treturn one->x + b();\n}\n");
	struct c_parser *parser = c_parser_new();
	struct arena arena = { 0 };
	struct cfacts facts;
	struct csteps steps[2];

	c_skim(parser, source, false, NULL, NULL, &arena, &facts);
	ck_assert_uint_eq(facts.func_count, 2);
	c_read_steps(parser, source, &facts, 0, 2, &(struct cwatch){ .name = STR("one") }, &arena, steps);
	ck_assert_uint_eq(steps[0].count, 0);
	ck_assert_uint_eq(steps[1].count, 2);
	ck_assert_uint_eq(steps[1].items[0].span.line, 7);
	c_parser_free(parser);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_steps");

	unit_add_table(tests, steps_of_a_body_are_read, bodies);
	tcase_add_test(tests, a_watched_parameter_is_no_variable_of_that_name);
	tcase_add_test(tests, deep_nesting_is_passed_over);
	tcase_add_test(tests, functions_that_name_nothing_of_it_are_left_out);
	return unit_run("c_steps", tests);
}
