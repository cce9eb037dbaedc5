/* Tests of reading build files: the calls of CMake and Meson, the variables of Automake. */
#include "base/base.h"
#include "analyzers/build_calls.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* Calls as "line into=callee(word word)", joined by "; ". */
static const struct {
	const char *name, *text, *calls;
} cases[] = {
	{ "CMakeLists.txt", "add_executable(t ${S} a.c)\nADD_TEST (NAME n COMMAND t)\n", "1 =add_executable(t ${S} a.c); 2 =add_test(NAME n COMMAND t)" },
	{ "CMakeLists.txt", "# add_test(no)\n#[[ add_test(no)\n]] add_test(yes) # add_test(no)\n", "3 =add_test(yes)" },
	{ "x.cmake", "set(A \"a b\" [=[c ]] d]=]\n  e)", "1 =set(A a b c ]] d e)" },
	{ "CMakeLists.txt", "if((A) AND (B))\nendif()\n", "1 =if(A AND B); 2 =endif()" },
	{ "CMakeLists.txt", "add_test(a", "1 =add_test(a)" },
	{ "CMakeLists.txt", "add_test(\"a\\\"b\" c\\ d)", "1 =add_test(a\\\"b c\\ d)" },
	{ "meson.build", "x = executable('t', 'a.c', dependencies: [d, e])\ntest('n', x, suite: 'unit')\n",
	  "1 x=executable(t a.c dependencies: d e); 2 =test(n x suite: unit)" },
	{ "meson.build", "test('n', executable('t',\n  'a.c')) # test('no')\n", "1 =executable(t a.c); 1 =test(n t a.c)" },
	{ "meson.build", "names = ['a', 'b']\nforeach n : names\n  test(n, executable(n, n + '.c'))\nendforeach\n",
	  "1 names==(a b); 3 =executable(n n .c); 3 =test(n n n .c)" },
	{ "meson.build", "m = '''test('no')'''\nt = meson.get_test('yes')\n", "2 t=get_test(yes)" },
	{ "meson.build", "t += {\n  'a' : { 'x' : ['b'] },\n}\nforeach n : ['c']\nendforeach\ntest('d')\n", "1 t==(a x b); 4 ==(c); 6 =test(d)" },
	{ "meson.build", "test('a", "1 =test(a)" },
	{ "meson.build", "x = 1\ntest('a')\n", "2 =test(a)" },
	{ "Makefile.am", "check_PROGRAMS = a b \\\n  c\n# TESTS = no\nTESTS += $(check_PROGRAMS)\na_SOURCES = a.c # why\nall:\n\techo = x\n",
	  "1 check_PROGRAMS==(a b c); 4 TESTS==($(check_PROGRAMS)); 5 a_SOURCES==(a.c)" },
	{ "Makefile.am", "A = b\\\r\n c\r\n", "1 A==(b c)" },
	{ "Makefile", "TESTS = a\n", "(none)" },
};

START_TEST(calls_are_read)
{
	struct arena a = { 0 };
	struct strbuf said = { 0 };
	struct build_calls calls;

	if (!build_calls_read(str_from(cases[_i].name), str_from(cases[_i].text), &a, &calls))
		strbuf_addz(&said, "(none)");
	for (uint32_t i = 0; i < calls.count; i++) {
		const struct build_call *c = &calls.items[i];

		strbuf_printf(&said, "%s%u " STR_FMT "=" STR_FMT "(", i ? "; " : "", c->line, STR_ARG(c->into), STR_ARG(c->callee));
		for (uint32_t k = 0; k < c->word_count; k++)
			strbuf_printf(&said, "%s" STR_FMT, k ? " " : "", STR_ARG(c->words[k]));
		strbuf_addch(&said, ')');
	}
	assert_str(strbuf_str(&said), cases[_i].calls);
	strbuf_release(&said);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("build_calls");

	unit_add_table(tests, calls_are_read, cases);
	return unit_run("build_calls", tests);
}
