/* Tests of analyzers/lang/python/tree*: the outline from the tree, ranges, token sequences, broken and hostile sources. */
#include "base/base.h"
#include "analyzers/lang.h"

#include "tests/unit/python_facts.h"
#include "tests/unit/unit.h"

/* --- The outline --- */

static const struct {
	const char *source;
	const char *part; /* of the dump */
} outlines[] = {
	{ "", "lines 0\n" },
	{ "x", "lines 1\n" },
	{ "a\n\nb\n", "lines 3\n" },

	/* definitions */
	{ "class C:\n  async def f(self):\n    pass\n\n# end\n",
		"def 1:1-1:8 [0,7) class C parent=- block=- end=39 end_line=3\n"
		"def 2:3-2:14 [11,22) async function f parent=0 block=- end=39 end_line=3\n" },
	{ "@d\ndef f(): pass", "def 2:1-2:6 [3,8) function f parent=- block=- end=16 end_line=2\n" },
	{ "if a:\n  def f(): pass\n",
		" function f parent=- block=0 end=22 end_line=2\nblock 1 [0] if parent=- def=- group=0 text=a\n" },
	{ "\357\273\277def f(): pass", "def 1:4-1:9 [3,8) function f" },
	{ "def f():\r\n  pass\r\nx", "end=18 end_line=2\n" },

	/* imports */
	{ "import a.b as c, d",
		"import 1:1-1:19 [0,18) module level=0 def=- block=-\n"
		"  name 1:8-1:16 [7,15) a.b as=c\n  name 1:18-1:19 [17,18) d\n" },
	{ "from . import x", " from level=1 def=- block=-\n  name 1:15-1:16 [14,15) x\n" },
	{ "from ...a.b import (x,)", " from level=3 module=a.b def=- block=- parenthesised\n" },
	{ "from a import *", " star level=0 module=a def=- block=-\n" },
	{ "from __future__ import annotations", " from level=0 module=__future__" },
	{ "import a; import b", "[0,8) module level=0 def=- block=- joined\n" },
	{ "import a;", "[0,8) module level=0 def=- block=-\n" },
	{ "from a . b import x", " module=a.b " },
	{ "def f():\n import a", " module level=0 def=0 block=-\n" },
	{ "from a import (x, # one\n y)  # two\n", "import 1:1-2:4 [0,27) from" },

	/* blocks */
	{ "try:\n import a\nexcept ImportError as e:\n a = None\n",
		"block 1 [0] try parent=- def=- group=0\n"
		"block 3 [15] except-import parent=- def=- group=0 text=ImportError\n" },
	{ "try:\n pass\nexcept:\n a = None\nelse:\n b = 1\nfinally:\n c = 1\n",
		"block 3 [11] except-any parent=- def=- group=0\nblock 5 [29] try-else parent=- def=- group=0\n"
		"block 7 [42] finally parent=- def=- group=0\n" },
	{ "try:\n pass\nexcept* (A, Exception):\n a = 1\n", "except-any parent=- def=- group=0 text=(A, Exception)\n" },
	{ "if TYPE_CHECKING:\n import a\nelif x:\n import b\nelse:\n import c\n",
		"type-checking parent=- def=- group=0 text=TYPE_CHECKING\n"
		"block 3 [28] if parent=- def=- group=0 text=x\nblock 5 [46] else parent=- def=- group=0\n" },
	{ "if __name__ == '__main__':\n import a\n", "block 1 [0] main parent=-" },
	{ "async def f():\n async for x in y:\n  import a\n",
		"block 2 [16] loop parent=- def=0 group=0 text=x in y\n" },
	{ "while x:\n pass\nelse:\n import a\n", "block 3 [15] loop parent=-" },
	{ "with a as b:\n import a\n", " with parent=- def=- group=0 text=a as b\n" },
	{ "match x:\n case 1 if y:\n  import a\n", "block 2 [10] case parent=- def=- group=0 text=1 if y\n" },
	{ "if a:\n for b in c:\n  import d\n", "block 2 [7] loop parent=0 def=- group=1 text=b in c\n" },

	/* bindings */
	{ "X = a.b.C", "binding 1:1-1:2 [0,1) alias X value=a.b.C def=- block=-\n" },
	{ "X = a.B(1)", " call X value=a.B def=- block=-\n" },
	{ "X = await a.B()", " call X value=a.B def=- block=-\n" },
	{ "X = None", " none X def=- block=-\n" },
	{ "X = True", " other X def=- block=-\n" },
	{ "X = (a)", " other X def=- block=-\n" },
	{ "X = a.B().c", " other X def=- block=-\n" },
	{ "X = Y = a", " alias X value=a def=- block=-\nbinding 1:5-1:6 [4,5) alias Y value=a" },
	{ "X: 'T[int]' = a", " alias X value=a annotation='T[int]' def=- block=-\n" },
	{ "X: int", " other X annotation=int def=- block=-\n" },
	{ "a, (b, *c), d.e = x",
		" other a def=- block=-\nbinding 1:5-1:6 [4,5) other b def=- block=-\nbinding 1:9-1:10 [8,9) other c" },
	{ "a += 1", " other a def" },
	{ "del a, b[0]", " other a def" },
	{ "for a in b: pass", " other a def=- block=-\n" },
	{ "with a as b, c as (d, e): pass",
		"[10,11) other b def=- block=-\nbinding 1:20-1:21 [19,20) other d def=- block=-\nbinding" },
	{ "class C:\n x = y", " alias x value=y def=0 block=-\n" },
	{ "a,\nb: int = 1", "\nbinding 2:1-2:2 [3,4) other b annotation=int def=- block=-\n" },

	/* exports */
	{ "__all__ = ['a'] + ('b',)\n__all__ += ['c']\n__all__.extend(['d'])\n__all__.append('e')",
		"exports a b c d e\n" },
	{ "__all__ = 'a', 'b'", "exports a b\n" },
	{ "__all__ = ['a', b]", "marks all-dynamic\n" },
	{ "__all__ = a.__all__ + ['b']", "marks all-dynamic\n" },
	{ "__all__.remove('a')", "marks all-dynamic\n" },

	/* seams */
	{ "with mock.patch('a.b.C') as m: pass", "seam 1:17-1:24 [16,23) mock.patch text=a.b.C def=- block=-\n" },
	{ "@patch('a.b')\ndef f(m): pass", " patch text=a.b def=- block=-\n" },
	{ "def f():\n import_module('a')\n import_module(x)",
		" import_module text=a def=0 block=-\nseam 3:16-3:17 [44,45) import_module dynamic def=0 block=-\n" },
	{ "patch.dict('a.b')", " patch.dict text=a.b" },

	/* marks */
	{ "'''A legacy module.'''", "marks deprecated\n" },
	{ "# DO NOT EDIT\n", "marks generated\n" },
	{ "def __getattr__(name): pass", "marks lazy\n" },
};

START_TEST(the_tree_gives_an_outline)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	const char *dump;

	facts_parse(&f, str_from(outlines[_i].source));
	ck_assert_msg(!f.details.has_error, "does not parse: %s", outlines[_i].source);
	dump = facts_outline(&f);
	ck_assert_msg(strstr(dump, outlines[_i].part), "%s\nlacks \"%s\" in\n%s", outlines[_i].source,
		outlines[_i].part, dump);
}
END_TEST

static const struct {
	const char *source, *part;
} no_outlines[] = {
	{ "def f():\n x = y\n", "binding" },
	{ "if a:\n pass\n", "block" },
	{ "a.b = c", "binding" },
	{ "del a.b, c[0]", "binding" },
	{ "f'{patch(\"a.b\")}'", "seam" },
	{ "patch(f'a.b')\npatch('a' '.b')\npatch('no name')\npatch.object(a, 'b')", "seam" },
	{ "class C:\n __all__ = ['a']", "exports" },
	{ "a,\nb = 1", "other a" },
};

START_TEST(the_outline_has_no_more_than_there_is)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_parse(&f, str_from(no_outlines[_i].source));
	ck_assert_msg(
		!strstr(facts_outline(&f), no_outlines[_i].part), "%s\nhas %s", no_outlines[_i].source, f.text.ptr);
}
END_TEST

/* --- Token sequences --- */

static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{ "def f(a): return a + 1", "def g(b):\n\t'Doc.'\n\treturn b+1 # sum", true },
	{ "def f(a: int = 1) -> int: return a", "def g(x=1): return x", true },
	{ "def f(a):\n\tb = a\n\treturn b", "def f(x):\n\ty: int = x\n\treturn y", true },
	{ "def f(a): return \"x\"", "def f(a): return 'x'", true },
	{ "def f(a): return g(a, 1)", "def f(a):\n\treturn g(\n\t\ta,\n\t\t1,\n\t)", true },
	{ "def f(a):\n\tlogger.info(a)\n\twarnings.warn('x')\n\treturn a", "def f(a): return a", true },
	{ "def f(): return [i for i in x]", "def f(): return [j for j in x]", true },
	{ "class A:\n\tdef m(self, a): return a", "class B:\n\t'Doc.'\n\tdef m(self, b): return b", true },
	{ "class A:\n\tpass", "class B:\n\t'Doc.'", true },
	{ "def f(x):\n\tdef g(y): return x + y\n\treturn g", "def f(a):\n\tdef h(b): return a + b\n\treturn h", true },
	{ "def f(a): a(); g()", "def f(a):\n\ta()\n\tg()", true },

	{ "def f(a): return a + 1", "def f(a): return a + 2", false },
	{ "def f(a, b): return a - b", "def f(a, b): return b - a", false },
	{ "def f(a=1): return a", "def f(a=2): return a", false },
	{ "def f(a): return a.x", "def f(a): return a.y", false },
	{ "def f(a): return g(x=a)", "def f(a): return g(y=a)", false },
	{ "def f(a): return 'x'", "def f(a): return b'x'", false },
	{ "def f(a): return 'x'", "def f(a): return x", false },
	{ "def f(): return A()", "def f(): return B()", false },
	{ "def f():\n\tglobal a\n\ta = 1", "def f():\n\tglobal b\n\tb = 1", false },
	{ "def f(a):\n\tif a:\n\t\tg()\n\th()", "def f(a):\n\tif a:\n\t\tg()\n\t\th()", false },
	{ "def f(a):\n\ta\n\t-g()", "def f(a):\n\ta - g()", false },
	{ "def f(a): return (a)", "def f(a): return (a,)", false },
	{ "class A:\n\tdef m(self): return 1", "class A:\n\tdef n(self): return 1", false },
	{ "def f(self, a): return self", "def f(self, a): return a", false },
	{ "def f(x):\n\tdef g(y): return x + y\n\treturn g", "def f(x):\n\tdef g(y): return y + x\n\treturn g", false },
};

static uint64_t first_hash(const char *source)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_parse(&f, str_from(source));
	ck_assert_msg(f.details.count > 0 && !f.details.has_error, "does not parse: %s", source);
	return f.details.items[0].body_hash;
}

START_TEST(bodies_that_do_the_same_have_one_hash)
{
	ck_assert_msg((first_hash(pairs[_i].a) == first_hash(pairs[_i].b)) == pairs[_i].same, "%s\n%s\n%s", pairs[_i].a,
		pairs[_i].same ? "differs from" : "is like", pairs[_i].b);
}
END_TEST

START_TEST(a_body_has_one_hash_wherever_it_stands)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_parse(&f,
		STR("class C:\n\tdef a(self): f()\n\tdef b(self): f()\nif x:\n\tif y:\n\t\tdef c(self): f()\n"
		    "def d(self): f()\n"));
	ck_assert_uint_eq(f.details.count, 5);
	for (uint32_t i = 2; i < f.details.count; i++) {
		ck_assert_uint_eq(f.details.items[i].body_hash, f.details.items[1].body_hash);
		ck_assert_uint_eq(f.details.items[i].token_count, f.details.items[1].token_count);
	}
}
END_TEST

START_TEST(shingles_are_sorted_and_unique)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	const struct detail *d;

	facts_parse(&f, STR("def f(a):\n\tg(a, 1)\n\tg(a, 1)\n\tg(a, 1)\n\nclass C: pass\n"));
	d = &f.details.items[0];
	ck_assert_uint_gt(d->shingle_count, 0);
	ck_assert_uint_lt(d->shingle_count, d->token_count - 4);
	for (uint32_t i = 1; i < d->shingle_count; i++)
		ck_assert(d->shingles[i - 1] < d->shingles[i]);
	ck_assert_uint_eq(f.details.items[1].shingle_count, 1);
}
END_TEST

/* --- Ranges --- */

START_TEST(ranges_yield_what_the_whole_yields_for_them)
{
	static const struct str source = STR_INIT("import a\n"
						  "def one():\n\treturn f()\n"
						  "broken(\n"
						  "x = g()\n"
						  "class Two(B):\n\tdef m(self): self.y = h()\n"
						  "z = 1");
	static const struct range ranges[] = { { 9, 32, 2 }, { 48, 89, 6 } };
	const struct lang *python = lang_get("python");
	struct lang_parser *parser = python->parser_new();
	struct facts f CLEANUP(facts_release) = { 0 };

	python->parse(parser, source, ranges, 2, &f.arena, NULL, &f.details);
	python->parser_free(parser);
	ck_assert(!f.details.has_error);
	ck_assert_uint_eq(f.details.count, 3);
	ck_assert_uint_eq(f.details.items[0].start, 9);
	ck_assert_uint_eq(f.details.items[1].start, 48);
	ck_assert_ptr_eq(details_find(&f.details, 63), &f.details.items[2]);
	ck_assert_ptr_eq(details_find(&f.details, 62), NULL);
	facts_details(&f);
	ck_assert_ptr_nonnull(strstr(f.text.ptr, "use 3:9-3:10 [28,29) call f def=9 returned\n"));
	ck_assert_ptr_nonnull(strstr(f.text.ptr, "use 7:24-7:25 [85,86) call h def=63 target=self.y\n"));
	ck_assert_ptr_null(strstr(f.text.ptr, "call g"));
}
END_TEST

START_TEST(an_empty_range_yields_nothing)
{
	static const struct range range = { 3, 3, 1 };
	const struct lang *python = lang_get("python");
	struct lang_parser *parser = python->parser_new();
	struct facts f CLEANUP(facts_release) = { 0 };

	python->parse(parser, STR("x = f()"), &range, 1, &f.arena, NULL, &f.details);
	python->parser_free(parser);
	ck_assert_uint_eq(f.details.count + f.details.use_count, 0);
	ck_assert(!f.details.has_error);
}
END_TEST

/* --- Broken and hostile sources --- */

static const struct {
	const char *source;
	unsigned line, column; /* of the first error */
	const char *kept;      /* in the details in spite of it */
} broken[] = {
	{ "def f():\n\treturn g()\n\nx = = 1\n", 4, 5, " call g def=0 returned" },
	{ "x = )\ndef f(): return g()\n", 1, 1, " call g " },
	{ "def f(:\n\tg()\n", 1, 7, " call g" },
	{ "class C\n", 1, 1, "" },
	{ "x = 'abc\n", 1, 5, "" },
	{ "def f():\n    from a import (\nb\n    x = 1\n", 2, 5, "" },
};

START_TEST(what_is_broken_is_said_and_the_rest_is_kept)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_parse(&f, str_from(broken[_i].source));
	ck_assert(f.details.has_error);
	ck_assert_msg(f.details.error_line == broken[_i].line && f.details.error_column == broken[_i].column,
		"%s\nat %u:%u", broken[_i].source, f.details.error_line, f.details.error_column);
	ck_assert_msg(strstr(facts_details(&f), broken[_i].kept), "%s\ngives\n%s", broken[_i].source, f.text.ptr);
}
END_TEST

START_TEST(indentation_is_as_wide_as_it_likes)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	struct strbuf source CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&source, "class C:\n%300sdef f(self):\n%600sreturn g()\n%300sx = 1\n", "", "", "");
	facts_parse(&f, strbuf_str(&source));
	ck_assert(!f.details.has_error);
	ck_assert_uint_eq(f.outline.def_count, 2);
	ck_assert_uint_eq(f.outline.binding_count, 1);
	assert_str(f.details.items[1].delegate, "g");
}
END_TEST

#define DEEP 10000

static const struct {
	const char *head, *repeated, *middle, *closing, *tail;
} nests[] = {
	{ "x = ", "(", "1", ")", "\n" },
	{ "x = ", "[", "", "]", "\n" },
	{ "x = ", "f(", "1", ")", "\n" },
	{ "x = ", "(", "1", "", "\n" },
	{ "x = a", ".b()", "", "", "\n" },
	{ "def f(): return a", " or g(x)", "", "", "\n" },
	{ "x = a", "[0]", "", "", "\n" },
	{ "", "x = ", "f()", "", "\n" },
	{ "x = ", "lambda: ", "1", "", "\n" },
	{ "x = ", "not ", "1", "", "\n" },
	{ "__all__ = ['a']", " + ['b']", "", "", "\n" },
	{ "", "import a; ", "", "", "\n" },
	{ "if a: pass\n", "elif b: import c\n", "", "", "" },
	{ "match x:\n", " case (a, b): import c\n", "", "", "" },
	{ "", "{", "", "", "" },
	{ "", "f'{", "", "", "" },
	{ "", "def f(", "", "", "" },
	{ "", "@", "", "", "" },
};

START_TEST(no_depth_is_too_deep)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	struct strbuf source CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&source, nests[_i].head);
	for (int i = 0; i < DEEP; i++)
		strbuf_addz(&source, nests[_i].repeated);
	strbuf_addz(&source, nests[_i].middle);
	for (int i = 0; i < DEEP; i++)
		strbuf_addz(&source, nests[_i].closing);
	strbuf_addz(&source, nests[_i].tail);
	facts_parse(&f, strbuf_str(&source));
	ck_assert_ptr_nonnull(facts_outline(&f));
	ck_assert_ptr_nonnull(facts_details(&f));
}
END_TEST

static const struct str odd_bytes[] = {
	STR_INIT(""),
	STR_INIT("\0"),
	STR_INIT("import a\0\nimport b\n"),
	STR_INIT("x = 'a\0b'\n"),
	STR_INIT("\xFF\xFE"
		 "i\0m\0p\0o\0r\0t\0"),
	STR_INIT("x = '\xFF\xE9'\n\xE9 = 1\n"),
	STR_INIT("# \xE9\ndef f(): return '\xC3'\n"),
	STR_INIT("\xEF\xBB\xBF"),
	STR_INIT("def f():\rpass\r"),
	STR_INIT("\f\v\t x = 1\n"),
	STR_INIT("\\"),
	STR_INIT("'''"),
	STR_INIT("f'''{"),
	STR_INIT("def"),
	STR_INIT("class C("),
	STR_INIT("from . import"),
	STR_INIT("import a as"),
	STR_INIT("x = getattr("),
	STR_INIT("with a as"),
	STR_INIT("try:\nexcept"),
	STR_INIT("@a"),
};

/* Every beginning of the source too. */
START_TEST(no_bytes_are_too_odd)
{
	struct str source = odd_bytes[_i];

	for (size_t len = 0; len <= source.len; len++) {
		struct facts f CLEANUP(facts_release) = { 0 };

		facts_parse(&f, str_slice(source, 0, len));
		ck_assert_ptr_nonnull(facts_outline(&f));
		ck_assert_ptr_nonnull(facts_details(&f));
	}
}
END_TEST

START_TEST(python_claims_its_files)
{
	ck_assert_ptr_eq(lang_of_path(STR("a/b.py")), lang_get("python"));
	ck_assert_ptr_eq(lang_of_path(STR("a/b.pyi")), lang_get("python"));
	ck_assert_ptr_null(lang_of_path(STR("a/b.py.bak")));
	ck_assert_ptr_null(lang_of_path(STR("py")));
	ck_assert_ptr_null(lang_get("cobol"));
}
END_TEST

static const struct {
	const char *path, *source;
} copies[] = {
	{ "a/b.py.bak", "a/b.py" },
	{ "a/b.py~", "a/b.py" },
	{ "a/b.py.backup_20250912", "a/b.py" },
	{ "a/b.py.old.1", "a/b.py" },
	{ "a/b.py", "" },
	{ "a/b.py.in", "" },
	{ "a/b.py.orig.j2", "" },
	{ "a/b.txt.bak", "" },
	{ "a.py.d/b", "" },
	{ ".py", "" },
	{ "", "" },
	{ "~", "" },
};

START_TEST(a_copy_is_named_after_its_source)
{
	assert_str(lang_copied_path(str_from(copies[_i].path)), copies[_i].source);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("tree");

	tcase_set_timeout(tests, 60);
	unit_add_table(tests, the_tree_gives_an_outline, outlines);
	unit_add_table(tests, the_outline_has_no_more_than_there_is, no_outlines);
	unit_add_table(tests, bodies_that_do_the_same_have_one_hash, pairs);
	tcase_add_test(tests, a_body_has_one_hash_wherever_it_stands);
	tcase_add_test(tests, shingles_are_sorted_and_unique);
	tcase_add_test(tests, ranges_yield_what_the_whole_yields_for_them);
	tcase_add_test(tests, an_empty_range_yields_nothing);
	unit_add_table(tests, what_is_broken_is_said_and_the_rest_is_kept, broken);
	tcase_add_test(tests, indentation_is_as_wide_as_it_likes);
	unit_add_table(tests, no_depth_is_too_deep, nests);
	unit_add_table(tests, no_bytes_are_too_odd, odd_bytes);
	tcase_add_test(tests, python_claims_its_files);
	unit_add_table(tests, a_copy_is_named_after_its_source, copies);
	return unit_run("tree", tests);
}
