/* Tests of analyzers/link: what the names of a module end at. */
#include "base/base.h"
#include "analyzers/link.h"

#include "tests/unit/link_cases.h"

/* The module that most cases take their names from. */
#define ENGINE            \
	"--- engine.py\n" \
	"class Engine:\n" \
	"    pass\n"      \
	"def make():\n"   \
	"    return 1\n"  \
	"_hidden = object()\n"

static const struct link_case plain[] = {
	{ "a class", ENGINE, "name engine.py Engine", "def engine.py:1" },
	{ "a function", ENGINE, "name engine.py make", "def engine.py:3" },
	{ "a variable", ENGINE, "name engine.py _hidden", "variable engine.py:5" },
	{ "nothing", ENGINE, "name engine.py Nope", "no-name Nope in engine.py" },
	{ "what every module has", ENGINE, "name engine.py __file__", "unknown __file__" },
	{ "from", ENGINE "--- a.py\nfrom engine import Engine\n", "name a.py Engine",
		"def engine.py:1 by import a.py:1" },
	{ "from as", ENGINE "--- a.py\nfrom engine import Engine as E\n", "name a.py E",
		"def engine.py:1 by import a.py:1" },
	{ "an alias leaves the old name unbound", ENGINE "--- a.py\nfrom engine import Engine as E\n",
		"name a.py Engine", "no-name Engine in a.py" },
	{ "the statement itself is no hop", ENGINE "--- a.py\nfrom engine import Engine\n", "import a.py 0 0",
		"def engine.py:1" },
	{ "the second name", ENGINE "--- a.py\nfrom engine import (Engine,\n  make)\n", "import a.py 0 1",
		"def engine.py:3" },
	{ "a missing name", ENGINE "--- a.py\nfrom engine import Gone\n", "import a.py 0 0",
		"no-name Gone in engine.py" },
	{ "a missing name, from afar", ENGINE "--- a.py\nfrom engine import Gone\n--- b.py\nfrom a import Gone\n",
		"import b.py 0 0", "no-name Gone in engine.py by import a.py:1" },
	{ "outside", "--- a.py\nfrom os.path import join\n", "name a.py join",
		"external os.path.join by import a.py:1" },
	{ "a module", ENGINE "--- a.py\nimport engine\n", "name a.py engine", "module engine by import a.py:1" },
	{ "a module as", ENGINE "--- a.py\nimport engine as e\n", "name a.py e", "module engine by import a.py:1" },
	{ "import a.b.c binds a", "--- p/__init__.py\n--- p/q/__init__.py\n--- p/q/r.py\n--- a.py\nimport p.q.r\n",
		"name a.py p", "module p by import a.py:1" },
	{ "import a.b.c as d binds c",
		"--- p/__init__.py\n--- p/q/__init__.py\n--- p/q/r.py\n--- a.py\nimport p.q.r as d\n", "name a.py d",
		"module p.q.r by import a.py:1" },
	{ "import a.b.c itself", "--- p/__init__.py\n--- p/q/__init__.py\n--- p/q/r.py\n--- a.py\nimport p.q.r\n",
		"import a.py 0 0", "module p.q.r" },
	{ "an alias", ENGINE "--- a.py\nfrom engine import Engine\nOld = Engine\n", "name a.py Old",
		"def engine.py:1 by alias a.py:2, import a.py:1" },
	{ "a dotted alias", ENGINE "--- a.py\nimport engine\nOld = engine.Engine\n", "name a.py Old",
		"def engine.py:1 by alias a.py:2, import a.py:1" },
	{ "a call is a variable", ENGINE "--- a.py\nfrom engine import make\nX = make()\n", "name a.py X",
		"variable a.py:2" },
	{ "an alias of what cannot be known is a variable", "--- a.py\nimport os\nx = os.getenv('A')\nY = x.value\n",
		"name a.py Y", "variable a.py:3" },
	{ "an alias of a builtin", "--- a.py\nText = str\n", "name a.py Text", "external str by alias a.py:1" },
	{ "a builtin kept under its own name", "--- a.py\ninput = input\n", "name a.py input",
		"external input by alias a.py:1" },
	{ "the last definition wins", "--- a.py\ndef f():\n  return 1\ndef f():\n  return 2\n", "name a.py f",
		"def a.py:3" },
	{ "a later assignment wins over an import", ENGINE "--- a.py\nfrom engine import Engine\nEngine = make()\n",
		"name a.py Engine", "variable a.py:2" },
	{ "a later import wins over a definition", ENGINE "--- a.py\nclass Engine: pass\nfrom engine import Engine\n",
		"name a.py Engine", "def engine.py:1 by import a.py:2" },
	{ "an alias sees what stands before it",
		ENGINE "--- a.py\nfrom engine import Engine\nBase = Engine\nclass Engine(Base):\n  x = 1\n",
		"name a.py Base", "def engine.py:1 by alias a.py:2, import a.py:1" },
	{ "an alias of its own name", ENGINE "--- a.py\nfrom engine import Engine\nEngine = Engine\n",
		"name a.py Engine", "def engine.py:1 by alias a.py:2, import a.py:1" },
	{ "two names for a builtin", "--- a.py\nsix_next = next\nnext = six_next\n", "name a.py next",
		"external next by alias a.py:2, alias a.py:1" },
	{ "a module that imports from itself what it has so far", "--- a.py\nclass X: pass\nfrom a import X\n",
		"name a.py X", "def a.py:1" },
	{ "two modules, one of which has the name so far",
		"--- a.py\nclass X: pass\nfrom b import X\n--- b.py\nfrom a import X\n", "name b.py X",
		"def a.py:1 by import b.py:1" },
	{ "nested definitions are not bound", "--- a.py\ndef f():\n  def g(): pass\nclass C:\n  x = 1\n", "name a.py g",
		"no-name g in a.py" },
	{ "a cycle of two", "--- a.py\nfrom b import X\n--- b.py\nfrom a import X\n", "name a.py X",
		"cycle X by import a.py:1, import b.py:1" },
	{ "a module that imports itself", "--- a.py\nfrom a import X\n", "name a.py X", "cycle X by import a.py:1" },
	{ "names of a module",
		ENGINE "--- a.py\nimport os.path, engine as e\nfrom engine import make\nx = 1\ndef f(): pass\n",
		"names a.py", "e f make os x" },
};

static const struct link_case stars[] = {
	{ "a public name", ENGINE "--- a.py\nfrom engine import *\n", "name a.py Engine",
		"def engine.py:1 by star a.py:1" },
	{ "a private name", ENGINE "--- a.py\nfrom engine import *\n", "name a.py _hidden", "no-name _hidden in a.py" },
	{ "listed", "--- e.py\n__all__ = ['A']\nclass A: pass\nclass B: pass\n--- a.py\nfrom e import *\n",
		"name a.py A", "def e.py:2 by star a.py:1" },
	{ "not listed", "--- e.py\n__all__ = ['A']\nclass A: pass\nclass B: pass\n--- a.py\nfrom e import *\n",
		"name a.py B", "no-name B in a.py" },
	{ "private but listed", "--- e.py\n__all__ = ['_A']\nclass _A: pass\n--- a.py\nfrom e import *\n",
		"name a.py _A", "def e.py:2 by star a.py:1" },
	{ "listed but absent", "--- e.py\n__all__ = ['A']\n--- a.py\nfrom e import *\n", "name a.py A",
		"no-name A in a.py" },
	{ "a submodule that is listed",
		"--- p/__init__.py\n__all__ = ['q']\n--- p/q.py\nx = 1\n--- a.py\nfrom p import *\n", "name a.py q",
		"module p.q by star a.py:1, submodule" },
	{ "a star of a star", ENGINE "--- a.py\nfrom engine import *\n--- b.py\nfrom a import *\n", "name b.py Engine",
		"def engine.py:1 by star b.py:1, star a.py:1" },
	{ "stars in a circle", "--- a.py\nfrom b import *\nclass A: pass\n--- b.py\nfrom a import *\n", "name b.py A",
		"def a.py:2 by star b.py:1" },
	{ "stars in a circle without the name", "--- a.py\nfrom b import *\n--- b.py\nfrom a import *\n", "name b.py A",
		"no-name A in b.py" },
	{ "the last of two stars",
		ENGINE "--- other.py\nclass Engine: pass\n--- a.py\nfrom engine import *\nfrom other import *\n",
		"name a.py Engine", "def other.py:1 by star a.py:2" },
	{ "a star behind a definition", ENGINE "--- a.py\nclass Engine: pass\nfrom engine import *\n",
		"name a.py Engine", "def engine.py:1 by star a.py:2" },
	{ "a definition behind a star", ENGINE "--- a.py\nfrom engine import *\nclass Engine: pass\n",
		"name a.py Engine", "def a.py:2" },
	{ "exports that are made at run time", "--- e.py\n__all__ = make()\nclass A: pass\n--- a.py\nfrom e import *\n",
		"name a.py A", "unknown A" },
	{ "exports that are made at run time, of what is not in sight",
		"--- e.py\n__all__ = make()\n--- a.py\nfrom e import *\n", "name a.py A", "unknown A" },
	{ "exports do not matter to a plain import",
		"--- e.py\n__all__ = make()\nclass A: pass\n--- a.py\nfrom e import A\n", "name a.py A",
		"def e.py:2 by import a.py:1" },
	{ "a star from outside", "--- a.py\nfrom numpy import *\n", "name a.py array", "unknown array" },
	{ "a definition and a star from outside", "--- a.py\ndef array(): pass\nfrom numpy import *\n",
		"name a.py array", "def a.py:1" },
	{ "a star of a missing module", ENGINE "--- a.py\nfrom engine.gone import *\n", "name a.py A",
		"no-name A in a.py" },
	{ "names through stars", ENGINE "--- a.py\nfrom engine import *\nx = 1\n--- b.py\nfrom a import *\n",
		"names b.py", "Engine make x" },
	{ "names through lists",
		"--- e.py\n__all__ = ['_A']\nclass _A: pass\nclass B: pass\n--- a.py\nfrom e import *\n", "names a.py",
		"_A" },
};

/* A try whose import ends at `name` of engine.py, and a handler with a class of its own. */
#define TRY(name)                           \
	"--- a.py\n"                        \
	"try:\n"                            \
	"    from engine import " name "\n" \
	"except ImportError:\n"             \
	"    class " name ":\n"             \
	"        pass\n"

static const struct link_case arms[] = {
	{ "the import succeeds", ENGINE TRY("Engine"), "name a.py Engine", "def engine.py:1 by import a.py:2" },
	{ "its handler is dead", ENGINE TRY("Engine"), "live a.py 1", "no" },
	{ "the name is missing", ENGINE TRY("Gone"), "name a.py Gone", "def a.py:4" },
	{ "its handler is live", ENGINE TRY("Gone"), "live a.py 1", "yes" },
	{ "the module is missing",
		"--- p/__init__.py\n--- a.py\ntry:\n    from p.gone import X\nexcept ImportError:\n    X = 1\n",
		"name a.py X", "variable a.py:4" },
	{ "outside modules are taken to be there",
		"--- a.py\ntry:\n    import yaml\nexcept ImportError:\n    yaml = None\n", "name a.py yaml",
		"external yaml by import a.py:2" },
	{ "what stands before the failure is bound",
		ENGINE
		"--- a.py\ntry:\n    x = 1\n    from engine import Gone\n    y = 2\nexcept ImportError:\n    y = 3\n",
		"name a.py x", "variable a.py:2" },
	{ "what stands behind it is not",
		ENGINE
		"--- a.py\ntry:\n    x = 1\n    from engine import Gone\n    y = 2\nexcept ImportError:\n    y = 3\n",
		"name a.py y", "variable a.py:6" },
	{ "else of a try that succeeds",
		ENGINE
		"--- a.py\ntry:\n    from engine import make\nexcept ImportError:\n    f = 1\nelse:\n    f = make\n",
		"name a.py f", "def engine.py:3 by alias a.py:6, import a.py:2" },
	{ "else of a try that fails",
		ENGINE
		"--- a.py\ntry:\n    from engine import Gone\nexcept ImportError:\n    f = 1\nelse:\n    f = 2\n",
		"name a.py f", "variable a.py:4" },
	{ "a bare handler catches too", ENGINE "--- a.py\ntry:\n    from engine import Gone as f\nexcept:\n    f = 1\n",
		"name a.py f", "variable a.py:4" },
	{ "another exception's handler does not",
		ENGINE "--- a.py\ntry:\n    from engine import make as f\nexcept AttributeError:\n    f = 1\n",
		"name a.py f", "def engine.py:3 by import a.py:2" },
	{ "only the first handler that catches",
		ENGINE
		"--- a.py\ntry:\n    from engine import Gone\nexcept ImportError:\n    f = 1\nexcept Exception:\n    f = 2\n",
		"name a.py f", "variable a.py:4" },
	{ "a cascade: the first",
		ENGINE
		"--- a.py\ntry:\n    from engine import Engine\nexcept ImportError:\n    try:\n        from engine import make as Engine\n"
		"    except ImportError:\n        Engine = None\n",
		"name a.py Engine", "def engine.py:1 by import a.py:2" },
	{ "a cascade: the second",
		ENGINE
		"--- a.py\ntry:\n    from engine import Gone as E\nexcept ImportError:\n    try:\n        from engine import Engine as E\n"
		"    except ImportError:\n        E = None\n",
		"name a.py E", "def engine.py:1 by import a.py:5" },
	{ "a cascade: the third",
		ENGINE
		"--- a.py\ntry:\n    from engine import Gone as E\nexcept ImportError:\n    try:\n        from engine import Gone as E\n"
		"    except ImportError:\n        try:\n            from engine import make as E\n        except ImportError:\n"
		"            E = None\n",
		"name a.py E", "def engine.py:3 by import a.py:8" },
	{ "a cascade: the last resort",
		ENGINE
		"--- a.py\ntry:\n    from engine import Gone as E\nexcept ImportError:\n    try:\n        from engine import Gone as E\n"
		"    except ImportError:\n        try:\n            from engine import Gone as E\n        except ImportError:\n"
		"            E = None\n",
		"name a.py E", "variable a.py:10" },
	{ "two modules that try each other",
		"--- a.py\ntry:\n    from b import X\nexcept ImportError:\n    X = 1\n"
		"--- b.py\ntry:\n    from a import X\nexcept ImportError:\n    X = 2\n",
		"name a.py X", "cycle X by import a.py:2, import b.py:2" },
	{ "type checkers' imports lose",
		ENGINE
		"--- a.py\nfrom typing import TYPE_CHECKING\nEngine = None\nif TYPE_CHECKING:\n    from engine import Engine\n",
		"name a.py Engine", "variable a.py:2" },
	{ "but they bind",
		ENGINE "--- a.py\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from engine import Engine\n",
		"name a.py Engine", "def engine.py:1 by import a.py:3" },
	{ "else of TYPE_CHECKING",
		ENGINE
		"--- a.py\nimport typing\nif typing.TYPE_CHECKING:\n    from engine import Engine\nelse:\n    Engine = 1\n",
		"name a.py Engine", "variable a.py:5" },
	{ "of two branches the last",
		ENGINE
		"--- a.py\nif FLAG:\n    from engine import Engine as E\nelse:\n    from engine import make as E\n",
		"name a.py E", "def engine.py:3 by import a.py:4" },
	{ "but not by None", ENGINE "--- a.py\nif FLAG:\n    from engine import Engine as E\nelse:\n    E = None\n",
		"name a.py E", "def engine.py:1 by import a.py:2" },
	{ "what is sure wins over what may be",
		ENGINE "--- a.py\nfrom engine import make as E\nif FLAG:\n    from engine import Engine as E\n",
		"name a.py E", "def engine.py:3 by import a.py:1" },
	{ "unless it is a placeholder", ENGINE "--- a.py\nE = None\nif FLAG:\n    from engine import Engine as E\n",
		"name a.py E", "def engine.py:1 by import a.py:3" },
	{ "the version of today",
		"--- a.py\nimport sys\nif sys.version_info >= (3, 8):\n    def f(): pass\nelse:\n    f = 1\n",
		"name a.py f", "def a.py:3" },
	{ "the version of yesterday",
		"--- a.py\nimport sys\nif sys.version_info[0] == 2:\n    def f(): pass\nelse:\n    f = 1\n",
		"name a.py f", "variable a.py:5" },
	{ "an elif behind what is known",
		"--- a.py\nimport sys\nif sys.version_info < (3,):\n    f = 1\nelif FLAG:\n    f = 2\nelse:\n    f = 3\n",
		"name a.py f", "variable a.py:7" },
	{ "what only a program does", "--- a.py\nx = 1\nif __name__ == '__main__':\n    x = main()\n", "name a.py x",
		"variable a.py:1" },
	{ "with does not matter",
		ENGINE "--- a.py\nx = 1\nwith suppress(ImportError):\n    from engine import Engine as x\n",
		"name a.py x", "def engine.py:1 by import a.py:3" },
};

static const struct link_case lazy[] = {
	{ "a name that the hook imports",
		ENGINE "--- p/__init__.py\ndef __getattr__(name):\n    if name == 'Engine':\n"
		       "        from engine import Engine\n        return Engine\n    raise AttributeError(name)\n",
		"name p/__init__.py Engine", "def engine.py:1 by lazy p/__init__.py:1, import p/__init__.py:3" },
	{ "a name that nobody knows of", ENGINE "--- p/__init__.py\ndef __getattr__(name):\n    return load(name)\n",
		"name p/__init__.py Other", "unknown Other" },
	{ "a hook that is imported", "--- hook.py\ndef make(): pass\n--- p.py\nfrom hook import make as __getattr__\n",
		"name p.py Other", "unknown Other" },
	{ "a hook that is made", "--- p.py\n__getattr__ = make(__name__)\n", "name p.py Other", "unknown Other" },
	{ "exports that are made at run time may be other names too", "--- p.py\n__all__ = list(NAMES)\n",
		"name p.py Other", "unknown Other" },
	{ "a submodule is no lazy name",
		"--- p/__init__.py\ndef __getattr__(name):\n    return load(name)\n--- p/q.py\nx = 1\n",
		"name p/__init__.py q", "module p.q by submodule" },
	{ "a lazy name is not starred",
		"--- p.py\ndef __getattr__(name):\n    return load(name)\n--- a.py\nfrom p import *\n",
		"name a.py Other", "no-name Other in a.py" },
};

START_TEST(plain_names)
{
	link_case_check(&plain[_i]);
}
END_TEST

START_TEST(star_imports)
{
	link_case_check(&stars[_i]);
}
END_TEST

START_TEST(arms_that_take_part)
{
	link_case_check(&arms[_i]);
}
END_TEST

START_TEST(lazy_names)
{
	link_case_check(&lazy[_i]);
}
END_TEST

/* A chain of re-exports: m0 defines, m1 imports from m0, and so on. */
static void write_chain(unsigned length)
{
	char path[64], text[128];

	sandbox_write("m0.py", STR("class Engine: pass\n"));
	for (unsigned i = 1; i <= length; i++) {
		snprintf(path, sizeof(path), "m%u.py", i);
		snprintf(text, sizeof(text), "from m%u import Engine\n", i - 1);
		sandbox_write(path, str_from(text));
	}
}

static struct target end_of_chain(struct code_base *c, unsigned length)
{
	char path[64];

	write_chain(length);
	code_base_read(c, "", NULL, 0);
	snprintf(path, sizeof(path), "m%u.py", length);
	return link_name(c->link, code_base_file(c, str_from(path)), STR("Engine"));
}

START_TEST(follows_chains_of_any_length)
{
	struct code_base c;
	struct target t = end_of_chain(&c, 20);

	ck_assert_int_eq(t.kind, TARGET_DEF);
	ck_assert_uint_eq(t.hop_count, 20);
	assert_str(c.project.files[t.file].path, "m0.py");
	assert_str(c.project.files[t.hops[0].file].path, "m20.py");
	code_base_release(&c);
}
END_TEST

START_TEST(does_not_overflow_on_a_hostile_chain)
{
	struct code_base c;
	struct target t = end_of_chain(&c, 600);

	ck_assert_int_eq(t.kind, TARGET_UNKNOWN);
	code_base_release(&c);
}
END_TEST

/* Every module stars and tries every other: as many ways as there are orders of them. */
START_TEST(walks_circles_once)
{
	struct strbuf text = { 0 };
	struct code_base c;
	char path[32];

	for (unsigned i = 0; i < 30; i++) {
		strbuf_clear(&text);
		for (unsigned k = 0; k < 30; k++)
			strbuf_printf(&text,
				"from m%u import *\ntry:\n    from m%u import X\nexcept ImportError:\n    X = %u\n", k,
				k, k);
		strbuf_printf(&text, "own%u = 1\n", i);
		snprintf(path, sizeof(path), "m%u.py", i);
		sandbox_write(path, strbuf_str(&text));
	}
	code_base_read(&c, "", NULL, 0);
	for (file_id file = 0; file < c.project.file_count; file++) {
		ck_assert_int_eq(link_name(c.link, file, STR("own17")).kind, TARGET_VARIABLE);
		ck_assert_int_eq(link_name(c.link, file, STR("gone")).kind, TARGET_NO_NAME);
		link_name(c.link, file, STR("X"));
	}
	strbuf_release(&text);
	code_base_release(&c);
}
END_TEST

START_TEST(knows_an_answer_again)
{
	struct code_base c;
	struct target first = end_of_chain(&c, 20);
	struct target again = link_name(c.link, code_base_file(&c, STR("m20.py")), STR("Engine"));

	ck_assert_int_eq(first.kind, again.kind);
	ck_assert_uint_eq(first.file, again.file);
	ck_assert_uint_eq(first.index, again.index);
	ck_assert_uint_eq(first.hop_count, again.hop_count);
	for (unsigned i = 0; i < HOPS_MAX; i++)
		ck_assert_uint_eq(first.hops[i].file, again.hops[i].file);
	code_base_release(&c);
}
END_TEST

START_TEST(learns_lazy_names_from_details)
{
	struct code_base c;
	file_id file;

	code_base_write("--- p.py\ndef __getattr__(name):\n    if name == 'Known':\n        return load()\n"
			"    raise AttributeError(name)\n");
	code_base_read(&c, "", NULL, 0);
	file = code_base_file(&c, STR("p.py"));
	ck_assert_int_eq(link_name(c.link, file, STR("Known")).kind, TARGET_UNKNOWN);
	ck_assert_int_eq(link_name(c.link, file, STR("Gone")).kind, TARGET_UNKNOWN);
	code_base_parse(&c);
	ck_assert_int_eq(link_name(c.link, file, STR("Known")).kind, TARGET_UNKNOWN);
	ck_assert_int_eq(link_name(c.link, file, STR("Gone")).kind, TARGET_NO_NAME);
	code_base_release(&c);
}
END_TEST

START_TEST(dumps_every_name)
{
	struct strbuf out = { 0 };
	struct code_base c;

	code_base_write(ENGINE
		"--- p/__init__.py\nfrom engine import *\nfrom . import q\nOld = Engine\nimport os\n--- p/q.py\nx = 1\n");
	code_base_read(&c, "", NULL, 0);
	link_dump(c.link, code_base_file(&c, STR("p/__init__.py")), &out);
	ck_assert_str_eq(out.ptr,
		"module p\n"
		"Engine def engine.py:1 by star p/__init__.py:1\n"
		"Old def engine.py:1 by alias p/__init__.py:3, star p/__init__.py:1\n"
		"make def engine.py:3 by star p/__init__.py:1\n"
		"os external os by import p/__init__.py:4\n"
		"q module p.q by import p/__init__.py:2, submodule\n");
	strbuf_release(&out);
	code_base_release(&c);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("link");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, plain_names, plain);
	unit_add_table(tests, star_imports, stars);
	unit_add_table(tests, arms_that_take_part, arms);
	unit_add_table(tests, lazy_names, lazy);
	tcase_add_test(tests, follows_chains_of_any_length);
	tcase_add_test(tests, does_not_overflow_on_a_hostile_chain);
	tcase_add_test(tests, walks_circles_once);
	tcase_add_test(tests, knows_an_answer_again);
	tcase_add_test(tests, learns_lazy_names_from_details);
	tcase_add_test(tests, dumps_every_name);
	return unit_run("link", tests);
}
