/* Tests of rules/differences: what is said of a copy, in which order, and that nothing is said where nothing differs. */
#include "base/base.h"
#include "rules/differences.h"

#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

#define ALL 100

struct pair {
	struct code_base base;
	struct arena arena;
	struct differences found;
};

/* The definition called Kiln, or kiln, of each text. */
static void compare(struct pair *p, const char *canonical, const char *copy)
{
	struct definition sides[2];

	sandbox_write("shop/__init__.py", STR(""));
	sandbox_write("shop/other.py", STR("class Oven: pass\ndef bake(): return 1\n"));
	sandbox_write("shop/new.py", str_from(canonical));
	sandbox_write("shop/old.py", str_from(copy));
	code_base_read(&p->base, "", NULL, 0);
	code_base_parse(&p->base);
	for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
		sides[i].file = code_base_file(&p->base, i ? STR("shop/old.py") : STR("shop/new.py"));
		sides[i].def = 0;
		while (!str_has_nocase(p->base.project.files[sides[i].file].outline.defs[sides[i].def].name, STR("kiln")))
			sides[i].def++;
	}
	ck_assert(differences_find(&p->base.project, p->base.link, sides[0], sides[1], &p->arena, &p->found));
}

static void pair_release(struct pair *p)
{
	differences_release(&p->found);
	arena_release(&p->arena);
	code_base_release(&p->base);
}

static const struct {
	const char *canonical, *copy, *words;
} said[] = {
	/* nothing */
	{ "def kiln(a, b=1):\n\treturn f(a, b)\n", "def kiln(a, b=1):\n\t'Doc.'\n\t# comment\n\treturn f(a, b)\n", "" },
	{ "import json\ndef kiln(): return json.dumps(1)\n", "from json import dumps\ndef kiln(): return dumps(1)\n", "" },
	{ "from shop.other import Oven\ndef kiln(): return Oven()\n", "from shop import other\ndef kiln(): return other.Oven()\n", "" },
	{ "def kiln():\n\te = f()\n\te.start()\n", "def kiln():\n\tengine = f()\n\tengine.start()\n", "" },
	{ "def kiln():\n\tlogger.info('x')\n\treturn f()\n", "def kiln():\n\tprint('y')\n\treturn f()\n", "" },
	{ "def helper(): return 1\ndef kiln(): return helper()\n", "def helper(): return 1\ndef kiln(): return helper()\n", "" },
	{ "class Kiln:\n\tdef a(self): f()\n\tdef b(self): g()\n", "class Kiln:\n\tdef b(self): g()\n\tdef a(self): f()\n", "" },
	{ "class Kiln:\n\tdef copy(self): return Kiln()\n", "class Kiln:\n\tdef copy(self): return Kiln()\n", "" },

	/* parameters */
	{ "def kiln(a, timeout=1): f(a)\n", "def kiln(a): f(a)\n", "drops timeout=" },
	{ "def kiln(*args, **more): f()\n", "def kiln(): f()\n", "drops *args; drops **more" },
	{ "def kiln(a, user): f()\n", "def kiln(a, owner): f()\n", "takes owner= in place of user=" },
	{ "def kiln(*args): f()\n", "def kiln(*rest): f()\n", "" },
	{ "def kiln(a): f()\n", "def kiln(a, b): f()\n", "requires b= too" },
	{ "def kiln(a): f()\n", "def kiln(a, b=2): f()\n", "adds b=" },
	{ "def kiln(a=1): f()\n", "def kiln(a=2): f()\n", "defaults to a=2 instead of 1" },
	{ "def kiln(a=1): f()\n", "def kiln(a): f()\n", "requires a=" },
	{ "def kiln(a): f()\n", "def kiln(a=None): f()\n", "makes a= optional: None" },
	{ "def kiln(a, b): f()\n", "def kiln(b, a): f()\n", "takes its parameters in another order" },
	{ "def kiln(a): f()\n", "def kiln(*, a): f()\n", "takes a= by keyword only" },

	/* how it runs */
	{ "def kiln(): f()\n", "async def kiln(): f()\n", "is async" },
	{ "async def kiln(): await f()\n", "async def kiln(): f()\n", "does not await `f`" },
	{ "def kiln(): return f()\n", "@lru_cache\ndef kiln(): return f()\n", "is cached" },
	{ "@retry(3)\ndef kiln(): f()\n", "def kiln(): f()\n", "lacks @retry" },
	{ "class Kiln:\n\tdef m(self): return 1\n", "class Kiln:\n\t@property\n\tdef m(self): return 1\n", "`m` is a property" },
	{ "def kiln(): return f()\n", "class Kiln:\n\tpass\n", "is a class, not a function" },

	/* exceptions */
	{ "def kiln(): f()\n", "def kiln():\n\ttry: f()\n\texcept OSError: pass\n", "swallows OSError" },
	{ "def kiln():\n\ttry: f()\n\texcept OSError: return None\n", "def kiln(): f()\n", "does not catch OSError" },
	{ "def kiln():\n\tif f(): raise ValueError('x')\n", "def kiln():\n\tif f(): raise KeyError('x')\n",
		"raises KeyError; does not raise ValueError" },

	/* state */
	{ "def kiln(k): return f(k)\n", "_cache = {}\ndef kiln(k):\n\t_cache[k] = f(k)\n\treturn f(k)\n", "shares a module-level cache `_cache`" },
	{ "_pots = {}\ndef kiln(k): return _pots.get(k)\n", "_pots = {}\ndef kiln(k): return _pots.get(k)\n",
		"keeps a module-level `_pots` of its own" },
	{ "def kiln(): return f()\n", "_one = None\ndef kiln():\n\tglobal _one\n\t_one = f()\n\treturn f()\n", "shares a module-level variable `_one`" },
	{ "class Kiln:\n\tdef m(self): return 1\n", "class Kiln:\n\tpots = []\n\tdef m(self): return 1\n",
		"shares a class-level variable `pots` among its instances" },

	/* calls */
	{ "def kiln(self):\n\tself.check()\n\treturn f()\n", "def kiln(self):\n\treturn f()\n", "does not call `self.check`" },
	{ "def kiln(): f()\n", "def kiln():\n\tf()\n\tg()\n", "calls `g`" },
	{ "def kiln(x): f(x['a'])\n", "def kiln(x):\n\tf(x['a'].strip())\n\tg()\n", "calls `g`; calls `x[...].strip`" },
	{ "def kiln(): f(a=1, b=x)\n", "def kiln(): f(a=2)\n", "passes a=2 to `f` instead of 1; does not pass b= to `f`" },
	{ "def kiln(): f(x)\n", "def kiln(): f(y)\n", "differs in its constants, its conditions or the order of its statements" },
	{ "from shop.other import Oven\ndef kiln(): return Oven()\n", "class Oven: x = 1\ndef kiln(): return Oven()\n",
		"its `Oven` is shop.old:Oven" },

	/* what comes back */
	{ "def kiln(): return f()\n", "def kiln(): f()\n", "returns nothing" },
	{ "def kiln(): return f()\n", "def kiln():\n\tif f(): return None\n\treturn f()\n", "may return None" },

	/* classes */
	{ "class Kiln:\n\tdef a(self): f()\n\tdef b(self): f()\n", "class Kiln:\n\tdef b(self): f()\n\tdef c(self): f()\n",
		"lacks `a`; adds `c`" },
	{ "class Kiln:\n\tdef bake(self): f()\n", "class Base:\n\tdef bake(self): g()\nclass Kiln(Base):\n\tpass\n",
		"inherits `bake` from shop.old; derives from Base" },
	{ "class Kiln(A): x = 1\n", "class Kiln(B): x = 1\n", "derives from B instead of A" },
	{ "class Kiln:\n\tdef _a(self): f()\n", "class Kiln: x = 1\n", "lacks `_a`" },

	/* the important first */
	{ "class Kiln:\n\tdef a(self, x=1): f()\n\tdef b(self, t): f()\n\tdef c(self): f()\n",
		"class Kiln:\n\tdef a(self, x=2): f()\n\tdef b(self):\n\t\ttry: f()\n\t\texcept E: pass\n",
		"lacks `c`; `b` drops t=; `b` swallows E; `a` defaults to x=2 instead of 1" },
};

START_TEST(a_copy_is_described_in_words)
{
	struct pair p = { 0 };
	struct str words;

	compare(&p, said[_i].canonical, said[_i].copy);
	words = differences_words(&p.found, ALL, &p.arena);
	ck_assert_msg(str_is(words, said[_i].words), "%s\nbeside\n%s\nis said: " STR_FMT, said[_i].canonical, said[_i].copy, STR_ARG(words));
	pair_release(&p);
}
END_TEST

START_TEST(what_is_not_told_is_counted)
{
	struct pair p = { 0 };

	compare(&p, "def kiln(a=1, b=1, c=1): f()\n", "def kiln(): f()\n");
	assert_str(differences_words(&p.found, 2, &p.arena), "drops a=; drops b=; 1 more");
	pair_release(&p);
}
END_TEST

START_TEST(the_table_goes_method_by_method)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct pair p = { 0 };

	compare(&p, "class Kiln(A):\n\tdef a(self): f()\n\tdef b(self): f()\n\tdef c(self): f()\n",
		"class Kiln:\n\tdef a(self): f()\n\tdef b(self, x): g()\n\tdef d(self): f()\n");
	differences_table(&p.found, &p.base.project, &text);
	assert_str(strbuf_str(&text), "canonical: Kiln at shop/new.py:1\n"
				      "copy:      Kiln at shop/old.py:1\n"
				      "  Kiln                     differs: does not derive from A\n"
				      "  a                        same\n"
				      "  b                        differs: requires x= too; does not call `f`; calls `g`\n"
				      "  c                        only in the canonical (line 4)\n"
				      "  d                        only in the copy (line 4)\n");
	pair_release(&p);
}
END_TEST

START_TEST(what_was_not_parsed_is_not_compared)
{
	struct definition side = { 0, 0 };
	struct pair p = { 0 };

	sandbox_write("new.py", STR("def kiln(): f()\n"));
	code_base_read(&p.base, "", NULL, 0);
	ck_assert(!differences_find(&p.base.project, p.base.link, side, side, &p.arena, &p.found));
	pair_release(&p);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("differences");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, a_copy_is_described_in_words, said);
	tcase_add_test(tests, what_is_not_told_is_counted);
	tcase_add_test(tests, the_table_goes_method_by_method);
	tcase_add_test(tests, what_was_not_parsed_is_not_compared);
	return unit_run("differences", tests);
}
