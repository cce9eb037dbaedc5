/* Tests of analyzers/link: names in a place, members of classes, names in strings. */
#include "base/base.h"
#include "analyzers/link.h"

#include "tests/unit/link_cases.h"

#define ENGINE                             \
	"--- engine.py\n"                  \
	"class Base:\n"                    \
	"    def start(self): return 1\n"  \
	"    limit = 3\n"                  \
	"class Engine(Base):\n"            \
	"    def create(self): return 2\n" \
	"    make = create\n"              \
	"def build(): return Engine()\n"

static const struct link_case places[] = {
	{ "at the top", ENGINE "--- a.py\nfrom engine import Engine\n", "dotted a.py - Engine",
		"def engine.py:4 by import a.py:1" },
	{ "a module's attribute", ENGINE "--- a.py\nimport engine\n", "dotted a.py - engine.Engine",
		"def engine.py:4 by import a.py:1" },
	{ "through a package", "--- p/__init__.py\n--- p/q.py\nclass C: pass\n--- a.py\nimport p.q\n",
		"dotted a.py - p.q.C", "def p/q.py:1 by import a.py:1, submodule" },
	{ "an attribute that is missing", ENGINE "--- a.py\nimport engine\n", "dotted a.py - engine.Gone",
		"no-name Gone in engine.py by import a.py:1" },
	{ "outside", "--- a.py\nimport os\n", "dotted a.py - os.path.join", "external os.path.join by import a.py:1" },
	{ "a builtin", "--- a.py\n", "dotted a.py - dict.fromkeys", "external dict.fromkeys" },
	{ "nothing binds it", "--- a.py\n", "dotted a.py - nope.x", "unknown nope.x" },
	{ "an import in the function",
		ENGINE "--- a.py\ndef f():\n    from engine import Engine\n    return Engine()\n",
		"dotted a.py f Engine", "def engine.py:4 by import a.py:2" },
	{ "an import in the function does not bind outside",
		ENGINE "--- a.py\ndef f():\n    from engine import Engine\n", "dotted a.py - Engine",
		"unknown Engine" },
	{ "an import in the function around",
		ENGINE "--- a.py\ndef f():\n    from engine import Engine\n    def g():\n        return Engine()\n",
		"dotted a.py f.g Engine", "def engine.py:4 by import a.py:2" },
	{ "an import in a try in the function",
		ENGINE "--- a.py\ndef f():\n    try:\n        from engine import Engine\n"
		       "    except ImportError:\n        from os import Engine\n    return Engine()\n",
		"dotted a.py f Engine", "def engine.py:4 by import a.py:3" },
	{ "an import in a try that fails",
		ENGINE "--- a.py\ndef f():\n    try:\n        from engine import Gone as E\n"
		       "    except ImportError:\n        from engine import Base as E\n    return E()\n",
		"dotted a.py f E", "def engine.py:1 by import a.py:5" },
	{ "the function's import wins over the module's",
		ENGINE
		"--- a.py\nfrom engine import Base as X\ndef f():\n    from engine import Engine as X\n    return X\n",
		"dotted a.py f X", "def engine.py:4 by import a.py:3" },
	{ "a nested class", "--- a.py\ndef f():\n    class Local: pass\n    return Local()\n", "dotted a.py f Local",
		"def a.py:2" },
	{ "a parameter", ENGINE "--- a.py\nimport engine\ndef f(engine):\n    return engine.Engine()\n",
		"dotted a.py f engine.Engine", "unknown engine" },
	{ "a parameter of the function around",
		ENGINE
		"--- a.py\nimport engine\ndef f(engine):\n    def g():\n        return engine.Engine()\n    return g\n",
		"dotted a.py f.g engine.Engine", "unknown engine" },
	{ "a variable of the function",
		ENGINE "--- a.py\nimport engine\ndef f():\n    engine = load()\n    return engine.Engine()\n",
		"dotted a.py f engine.Engine", "unknown engine" },
	{ "a global one",
		ENGINE
		"--- a.py\nfrom engine import build as engine\ndef f():\n    global engine\n    engine = load()\n",
		"dotted a.py f engine", "def engine.py:7 by import a.py:1" },
	{ "a method does not see its class",
		"--- a.py\nclass C:\n    def one(self): pass\n    def two(self): return one()\n",
		"dotted a.py C.two one", "unknown one" },
	{ "the body of the class does", "--- a.py\nclass C:\n    def one(self): pass\n    two = one\n",
		"dotted a.py C one", "def a.py:2" },
	{ "a method", ENGINE "--- a.py\nfrom engine import Engine\n", "dotted a.py - Engine.create",
		"def engine.py:5 by import a.py:1" },
	{ "an inherited method", ENGINE "--- a.py\nfrom engine import Engine\n", "dotted a.py - Engine.start",
		"def engine.py:2 by import a.py:1" },
	{ "an attribute that may be an instance's", ENGINE "--- a.py\nfrom engine import Engine\n",
		"dotted a.py - Engine.gone", "unknown gone by import a.py:1" },
	{ "an attribute of a function", ENGINE "--- a.py\nfrom engine import build\n",
		"dotted a.py - build.cache_clear", "unknown cache_clear by import a.py:1" },
	{ "an attribute of a variable", ENGINE "--- a.py\nx = load()\n", "dotted a.py - x.create", "unknown create" },
	{ "self", ENGINE, "dotted engine.py Engine.create self.start", "unknown self" },
};

static const struct link_case members[] = {
	{ "its own", ENGINE, "member engine.py Engine create", "def engine.py:5" },
	{ "inherited", ENGINE, "member engine.py Engine start", "def engine.py:2" },
	{ "an inherited attribute", ENGINE, "member engine.py Engine limit", "variable engine.py:3" },
	{ "an alias", ENGINE, "member engine.py Engine make", "def engine.py:5 by alias engine.py:6" },
	{ "none", ENGINE, "member engine.py Engine gone", "unknown gone" },
	{ "from another file", ENGINE "--- a.py\nfrom engine import Engine as E\nclass Mine(E): pass\n",
		"member a.py Mine start", "def engine.py:2" },
	{ "through a module", ENGINE "--- a.py\nimport engine\nclass Mine(engine.Engine): pass\n",
		"member a.py Mine create", "def engine.py:5" },
	{ "of the second base",
		ENGINE "--- a.py\nfrom engine import Base\nclass A:\n  x = 1\nclass Mine(A, Base): pass\n",
		"member a.py Mine start", "def engine.py:2" },
	{ "of an outside base", "--- a.py\nimport abc\nclass Mine(abc.ABC): pass\n", "member a.py Mine register",
		"unknown register" },
	{ "of a class that inherits itself", "--- a.py\nclass A(B): pass\nclass B(A): pass\n", "member a.py B gone",
		"unknown gone" },
	{ "of a base of the same name", ENGINE "--- a.py\nfrom engine import Engine\nclass Engine(Engine): pass\n",
		"member a.py Engine create", "def engine.py:5" },
	{ "the last of two", "--- a.py\nclass A:\n    def f(self): return 1\n    def f(self): return 2\n",
		"member a.py A f", "def a.py:3" },
};

static const struct link_case strings[] = {
	{ "a class", ENGINE, "string engine.py engine.Engine", "def engine.py:4" },
	{ "a method", ENGINE "--- a.py\nfrom engine import Engine\n", "string a.py engine.Engine.create",
		"def engine.py:5" },
	{ "where it is imported", ENGINE "--- a.py\nfrom engine import Engine\n", "string a.py a.Engine",
		"def engine.py:4 by import a.py:1" },
	{ "an entry point", ENGINE, "string engine.py engine:Engine.create", "def engine.py:5" },
	{ "a module", ENGINE, "string engine.py engine", "module engine" },
	{ "read by nobody", ENGINE, "string - engine:Engine", "def engine.py:4" },
	{ "read by nobody, missing", ENGINE, "string - engine:Gone", "no-name Gone in engine.py" },
	{ "a deep module", "--- p/__init__.py\n--- p/q.py\nx = 1\n", "string p/q.py p.q", "module p.q" },
	{ "a name that is missing", ENGINE, "string engine.py engine.Gone", "no-name Gone in engine.py" },
	{ "behind a name that is missing", ENGINE, "string engine.py engine.Gone.create", "no-name Gone in engine.py" },
	{ "a module that is missing", "--- p/__init__.py\n--- p/q.py\nx = 1\n", "string p/q.py p.gone.C",
		"no-module p.gone" },
	{ "a name or a module that is missing", "--- p/__init__.py\n--- p/q.py\nx = 1\n", "string p/q.py p.gone",
		"no-name gone in p/__init__.py" },
	{ "a module that is missing before a colon", "--- p/__init__.py\n", "string p/__init__.py p.gone:C",
		"no-module p.gone" },
	{ "an attribute of a class", ENGINE, "string engine.py engine.Engine.gone", "unknown gone" },
	{ "outside", ENGINE, "string engine.py requests.get", "external requests.get" },
	{ "a builtin, looked up in a module", ENGINE, "string engine.py engine.open", "external open" },
	{ "what every module has", ENGINE, "string engine.py engine.__name__", "unknown __name__" },
	{ "an outside name that a module imports", "--- a.py\nimport time\n", "string a.py a.time.sleep",
		"external time.sleep by import a.py:1" },
	{ "relative", ENGINE, "string engine.py .engine", "unknown .engine" },
	{ "no name at all", ENGINE, "string engine.py some words, and a dot.", "external some words, and a dot." },
	{ "empty", ENGINE, "string engine.py ", "unknown " },
	{ "dots", ENGINE, "string engine.py engine..Engine", "external engine..Engine" },
};

START_TEST(names_in_a_place)
{
	link_case_check(&places[_i]);
}
END_TEST

START_TEST(members_of_classes)
{
	link_case_check(&members[_i]);
}
END_TEST

START_TEST(names_in_strings)
{
	link_case_check(&strings[_i]);
}
END_TEST

START_TEST(bases_need_details)
{
	struct code_base c;
	struct target t;
	file_id file;

	code_base_write(ENGINE);
	code_base_read(&c, "", NULL, 0);
	file = code_base_file(&c, STR("engine.py"));
	t = link_member(c.link, file, code_base_def(&c, file, STR("Engine")), STR("start"));
	ck_assert_int_eq(t.kind, TARGET_UNKNOWN);
	ck_assert_uint_eq(t.index, NONE);
	code_base_parse(&c);
	t = link_member(c.link, file, code_base_def(&c, file, STR("Engine")), STR("start"));
	ck_assert_int_eq(t.kind, TARGET_DEF);
	code_base_release(&c);
}
END_TEST

/* A thousand classes, each the base of the next. */
START_TEST(does_not_overflow_on_a_hostile_family)
{
	struct strbuf text = { 0 };
	struct code_base c;
	struct target t;

	strbuf_addz(&text, "class C0:\n    def f(self): pass\n");
	for (unsigned i = 1; i <= 1000; i++)
		strbuf_printf(&text, "class C%u(C%u): pass\n", i, i - 1);
	sandbox_write("a.py", strbuf_str(&text));
	code_base_read(&c, "", NULL, 0);
	code_base_parse(&c);
	t = link_member(c.link, 0, code_base_def(&c, 0, STR("C20")), STR("f"));
	ck_assert_int_eq(t.kind, TARGET_DEF);
	t = link_member(c.link, 0, code_base_def(&c, 0, STR("C1000")), STR("f"));
	ck_assert_int_eq(t.kind, TARGET_UNKNOWN);
	strbuf_release(&text);
	code_base_release(&c);
}
END_TEST

/* Forty diamonds on end: as many ways up as there are subsets. */
START_TEST(walks_diamonds_once)
{
	struct strbuf text = { 0 };
	struct code_base c;
	struct target t;

	strbuf_addz(&text, "class C0:\n    def f(self): pass\n");
	for (unsigned i = 1; i <= 40; i++)
		strbuf_printf(&text, "class A%u(C%u): pass\nclass B%u(C%u): pass\nclass C%u(A%u, B%u): pass\n", i,
			i - 1, i, i - 1, i, i, i);
	sandbox_write("a.py", strbuf_str(&text));
	code_base_read(&c, "", NULL, 0);
	code_base_parse(&c);
	t = link_member(c.link, 0, code_base_def(&c, 0, STR("C40")), STR("f"));
	ck_assert_int_eq(t.kind, TARGET_DEF);
	t = link_member(c.link, 0, code_base_def(&c, 0, STR("C40")), STR("gone"));
	ck_assert_int_eq(t.kind, TARGET_UNKNOWN);
	strbuf_release(&text);
	code_base_release(&c);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("link_dotted");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, names_in_a_place, places);
	unit_add_table(tests, members_of_classes, members);
	unit_add_table(tests, names_in_strings, strings);
	tcase_add_test(tests, bases_need_details);
	tcase_add_test(tests, does_not_overflow_on_a_hostile_family);
	tcase_add_test(tests, walks_diamonds_once);
	return unit_run("link_dotted", tests);
}
