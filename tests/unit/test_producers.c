/* Tests that the two producers of a Python outline, skimmer and parser, agree to the letter. */
#include "base/base.h"
#include "analyzers/lang.h"

#include <fts.h>
#include <stdlib.h>

#include "base/file.h"
#include "tests/unit/unit.h"

/* One parser, and the memory for one file after the other. */
struct producers {
	const struct lang *python;
	struct lang_parser *parser;
	struct arena arena;
	struct strbuf source, skimmed, parsed;
	size_t files, unparsed, differing;
};

static struct producers producers_make(void)
{
	const struct lang *python = lang_get("python");

	return (struct producers){ .python = python, .parser = python->parser_new() };
}

static void producers_release(struct producers *p)
{
	p->python->parser_free(p->parser);
	arena_release(&p->arena);
	strbuf_release(&p->source);
	strbuf_release(&p->skimmed);
	strbuf_release(&p->parsed);
}

/* Where the dumps part; false when they do not. */
static bool find_difference(const struct producers *p, struct str *ret_skimmed, struct str *ret_parsed)
{
	struct str skimmed = strbuf_str(&p->skimmed), parsed = strbuf_str(&p->parsed);

	for (;;) {
		bool more = str_next(&skimmed, '\n', ret_skimmed), other = str_next(&parsed, '\n', ret_parsed);

		if (!more && !other)
			return false;
		if (!more)
			*ret_skimmed = STR("(end)");
		if (!other)
			*ret_parsed = STR("(end)");
		if (!str_eq(*ret_skimmed, *ret_parsed))
			return true;
	}
}

/* False when the source does not parse: then there is nothing to compare. */
static bool produce(struct producers *p, struct str source)
{
	struct outline skimmed, parsed;
	struct details details;

	arena_reset(&p->arena);
	p->python->parse(p->parser, source, NULL, 0, &p->arena, &parsed, &details);
	if (details.has_error)
		return false;
	p->python->skim(p->parser, source, &p->arena, &skimmed);
	strbuf_clear(&p->skimmed);
	strbuf_clear(&p->parsed);
	outline_dump(&skimmed, &p->skimmed);
	outline_dump(&parsed, &p->parsed);
	return true;
}

/* --- Forms that no directory can be relied on to hold --- */

static const char *const forms[] = {
	/* lines and ends */
	"",
	"\n\n",
	"x = a",
	"\357\273\277import a\n",
	"import a\r\nx = b\r\n",
	"def f():\r\n\tpass\r\n\r\n# end\r\nx = a\r\n",
	"class C:\n  def f(self):\n    pass\n\n    # in f\n  # in C\n# out\nx = a\n",
	"if a:\n\timport b # c\n\n\n",
	"def f(): pass; x = 1\ny = a\n",
	"def f(): # c\n  pass # d\n\n",
	"class C: x = a; y = b\n",
	"\fimport a\n\f\ndef f():\n\f  pass\n",
	"def f():\n\tx(\n)\n\tpass\ny = a\n",
	"def f():\n\t'''\ntext\n\t'''\nimport a\n",
	"if a: \\\n  import b\nx \\\n = \\\n c\n",

	/* imports */
	"import a.b.c as d, e.f, g as h\n",
	"import a . b as c\nfrom . a . b import c\n",
	"from .... import a\nfrom ... b import c\nfrom .\\\n.a import b\n",
	"from a import (\n  b, # one\n  c as d,\n  # two\n)\n",
	"from a import b, c as d; import e; f = g\n",
	"import a;\nimport b ;\nimport c; import d;\n",
	"if a: import b; import c\n",
	"from a import *\n",
	"from.a import(b)\nfrom .import c\n",
	"from __future__ import annotations, division as d\n",
	"try: import a\nexcept: a = None\n",
	"import a as b \\\n  , c\n",
	"def f():\n  from a import (b)\n  class C:\n    import d\n",

	/* blocks */
	"try:\n  import a\nexcept ImportError:\n  try:\n    import b\n  except (ModuleNotFoundError, x.y) as e:\n    b = None\n",
	"try:\n  import a\nexcept builtins.ImportError as e: a = 1\nexcept   Exception  : a = 2\nexcept(A, B): a = 3\n",
	"try:\n  pass\nexcept* ImportError:\n  import a\nexcept* (A, B) as e:\n  import b\n",
	"try:\n  pass\nexcept *A as e:\n  import b\n",
	"try:\n  pass\nfinally:\n  import a\n",
	"try: pass\nexcept A: pass\nelse: import a\nfinally: import b\n",
	"if TYPE_CHECKING:\n  import a\nif typing.TYPE_CHECKING: import b\nif (TYPE_CHECKING): import c\nif not TYPE_CHECKING: import d\n",
	"if __name__ == '__main__': import a\nif \"__main__\" == __name__:\n  import b\nif __name__=='__main__' : import c\n",
	"if a:\n  pass\nelif b  and \\\n  c:\n  import d\nelse:\n  if e:\n    import f\n",
	"for a, b in c:\n  import d\nelse:\n  import e\nwhile (f := g()):\n  import h\nelse: import i\n",
	"async def f():\n  async with a as b, c: import d\n  async for e in f: import g\n  async  for h in i:\n    import j\n",
	"with (a as b, c(d) as (e, f)):\n  import g\nwith(a): import b\nwith a(), b() as c.d, e as f[0]: x = y\n",
	"match a:\n  case B(c=d) if e:\n    import f\n  case [1, *_] | {'a': x}: import g\n  case _:\n    import h\n",
	"match(a):\n  case(1): import b\nmatch = a\ncase = match\nmatch[0] = 1\nmatch.a = b\nprint(match(a))\n",
	"def f():\n  if a:\n    def g():\n      if b:\n        import c\n      return d\n    return g\n",
	"if (a and\n    b): # c\n  import d\n",
	"if a[b:c] == {d: e} and (lambda: f): import g\n",
	"if 'a:b' in c: import d\n",
	"while lambda: a: import b\n",

	/* definitions */
	"@a\n@b.c(d, e=f)\n# c\n@g[h]\nasync def f(a: int = 1, *, b) -> c: pass\n",
	"async  def  f (a):\n  def g(): pass\n  async def h(): pass\n",
	"class A(B, metaclass=C): pass\nclass D: pass\nclass E (\n F,\n):\n  x = 1\n",
	"def f[T: int](a: T) -> T: return a\nclass A[T]: x = T\ntype X = int\n",
	"class A:\n  class B:\n    class C:\n      x = y\n    z = w\n",
	"def f():\n  return\nasync def g(): return\n",
	"def f(a=lambda: (yield), b={'c': 1}): pass\n",
	"class A: 'doc'; x = a\n",
	"def \\\n f(): pass\n",

	/* bindings */
	"a = b.c\nd = e . f\ng = h.i()\nj = k.l ( m )\nn = o.p()()\nq = r[s]\nt = u + v\nw = x.y().z\n",
	"a = None\nb = True\nc = ...\nd = (e)\nf = -g\nh = not i\nj = 'k'\nl = 1\nm = n if o else p\nq = r or s\n",
	"a = b = c = d.e\na = b = None\na, b = c = d\n(a), [b] = c\n(a, [b, (c)]), *d = e\n",
	"a: int\nb: c.d = e\nf: 'g' = None\nh: Dict[str, int] = {}\n(i): int = 1\nj.k: int = 2\nl[0]: int = 3\n",
	"a: b = lambda c=d: e\nf = lambda g: h\ni = lambda j=k, *l: m\n",
	"a += b\nc |= d\ne //= f\ng @= h\ni **= j\nk >>= l\nm.n += o\np[q] -= r\n",
	"a = b == c\nd = e != f\ng = h <= i\nj = k >= l\na == b\na <= b\nf(a=b)\nx = f(a=b)\n",
	"a = (b := c)\n(d := e)\nif (f := g): h = f\n",
	"del a\ndel b, c\ndel (d, e), [f]\ndel g.h, i[j]\n",
	"for a in b: pass\nfor c, (d, e) in f: pass\nfor g.h in i: pass\nfor j[k] in l: pass\n",
	"class A:\n  a = b\n  c: d\n  e, f = g\n  for h in i: j = k\n  def m(self): n = o\n",
	"global_ = a\nif a:\n  global b\n  b = c\n",
	"a = await b\nc = await d()\ne = await (f())\ng = yield\n",
	"a = b\\\n.c\nd = e(\n  f,\n)\ng = (\n  h\n)\ni = j.k(\n).l\n",
	"a = f'{b}'\nc = 'd' 'e'\nf = g('h')\ni = j['k']\nl = {m: n}\no = [p, q]\nr = s, t\nu = v,\n",
	"a = b # c = d\ne = f; g = h\n",
	"print = a\nexec = b\ntype = c\ntype.d = e\nasync_ = f\n_ = g\n",
	"a.b = c\na[b] = c\na().b = c\n(a.b, c) = d\n",
	"*a, b = c\n[a, *b] = c\na, = b\n",
	"x = not_a\nx = nota.b\nx = await_.c()\nx = None_\nx = Nonesuch.a\n",
	"caf\xC3\xA9 = na\xC3\xAFve.\xC3\xA9t\xC3\xA9\n",

	/* exports */
	"__all__ = ['a', \"b\", '''c''', r'd', u'e',]\n",
	"__all__ = ('a', 'b')\n__all__ += ['c']\n__all__ += ('d',)\n",
	"__all__ = 'a', 'b'\n",
	"__all__ = ['a'] + ['b'] + c.__all__\n",
	"__all__ = a + ['b']\n__all__ = (['a'])\n__all__ = ('a')\n",
	"__all__: list[str] = ['a']\n__all__: list\n",
	"__all__ = ['a' 'b', f'c', b'd', e, 'f']\n",
	"__all__ = [\n  'a', # b\n  # 'c',\n  'd'\n]\n",
	"__all__.append('a')\n__all__.extend(['b', 'c'])\n__all__.extend(d)\n__all__.append(e)\n",
	"__all__.remove('a')\n",
	"__all__ = a = ['b']\n__all__, c = d\n",
	"__all__ = []\n__all__ = ()\n__all__ = [a for a in b]\n__all__ = list(c)\n__all__ -= d\n",
	"if a:\n  __all__ = ['b']\nclass C:\n  __all__ = ['d']\ndef f():\n  __all__ = ['e']\n",
	"__all__ = ['a'] if b else ['c']\n",
	"__all__ = (\n  ['a']\n  + ['b']\n)\n",
	"__all__ += a.b + ['c']\n__all__ = [*a, 'b']\n__all__ = sorted(['a'])\n",

	/* seams */
	"patch('a.b')\nmock . patch ( 'a.b' )\nx = mock.patch(\n  'a.b.C',\n  autospec=True)\n",
	"patch('a.b', new='c.d')\npatch(target='a.b')\npatch('a.b' + c)\npatch('a' 'b')\npatch(f'a.b')\npatch(b'a.b')\npatch(r'a.b')\n",
	"patch.dict('a.b', {})\npatch.multiple('a.b', c=1)\npatch.object(a, 'b')\nf.dict('a.b')\n",
	"import_module('a')\nimport_module('.a', b)\nimport_module(a + 'b')\nimport_module(f'{a}')\nimport_module()\nimport_module(*a)\n",
	"__import__('a.b')\n__import__(a, fromlist=['b'])\nimportlib.import_module(name)\nimport_module(name=a)\n",
	"find_spec('a.b')\nimport_string('a.b:C')\nlocate('a:b:c')\nresolve_name('a b')\npatch('')\npatch('a..b')\npatch('1a')\n",
	"monkeypatch.setattr('a.b.c', d)\nsetattr(a, 'b', c)\nm.setattr('a', b)\nm.delattr('a.b')\nm.delattr('a')\n",
	"@patch('a.b')\n@patch('c.d')\nclass T:\n  @patch('e.f')\n  def t(self, m=patch('g.h')):\n    with patch('i.j') as k, patch('l.m'):\n      x = patch('n.o')\n",
	"f(patch('a.b'), g(patch('c.d')))\nx = [patch('a.b') for a in patch('e.f')]\n",
	"f().patch('a.b')\nf[0].patch('a.b')\n'x'.patch('a.b')\n(a).patch('a.b')\na.b().patch('c.d')\n",
	"x = f'{patch(\"a.b\")}'\nx = 'patch(\"a.b\")'\n# patch('a.b')\n",
	"if patch('a.b'): pass\nfor x in patch('a.b'): pass\nwhile patch('c.d'): import a\n",
	"def f():\n  if a:\n    patch('a.b')\n  return import_module(b if c else d)\n",
	"def patch(a): pass\nclass patch(B): pass\ndef import_module(x): pass\n",
	"patch(\n  # why\n  'a.b',\n)\npatch('a.b' # why\n)\npatch(('a.b'))\n",
	"lambda: patch('a.b')\nx = lambda p=patch('a.b'): import_module(p)\n",
	"await patch('a.b')\nprint(patch('a.b'))\nnot patch('a.b')\nreturn_ = patch('a.b')\n",

	/* marks */
	"'''Deprecated.'''\n",
	"# c\n\n\"\"\"Use b instead of a.\"\"\"\nx = 1\n",
	"'legacy' 'x'\n",
	"r'''A shim.'''\n",
	"b'legacy'\n",
	"f'legacy'\n",
	"x = 1\n'legacy'\n",
	"('legacy')\n",
	"# Generated by Django 3.2\nimport a\n",
	"def __getattr__(name): return a\n",
	"if a:\n  def __getattr__(name): return b\n",
	"class C:\n  def __getattr__(self, name): return b\n",

	/* legal, though the grammar stumbles over it at first */
	"def f():\n    from a import (\nb,\n# c\nd)\n    x = (e.\ng)\n    import h\n",
	"class C:\n    x = f'''{\na + f\"{b}\"\n}'''\n    import c\n",
	"def f():\n  return a, *b()\nx = *c(), 'd' * 2, *await_e\n",
	"import a\rx = b\rdef f():\r  import c\r",

	/* strings that look like code, code that looks like strings */
	"x = '''\nimport a\ndef f(): pass\n'''\nimport b\n",
	"x = 'a\\\nimport b'\nimport c\n",
	"x = r'\\\\'\ny = r'\\''\nz = a\n",
	"x = f\"{a['b']}\" f'{c:{d}}' f'{{e}}'\nimport g\n",
	"x = f'''{\n  a\n}'''\nimport b\n",
	"x = rb'a' Rb\"b\" bR'c' u'd'\ny = z\n",
	"x = (\n'''a''' # ''' b\n)\nimport c\n",
	"x = \"a # b\" # \"c\nimport d\n",
	"def f():\n  '''a'''\n  x = '''b\nc'''\n  import d\n",
};

START_TEST(forms_are_read_alike)
{
	struct producers p CLEANUP(producers_release) = producers_make();
	struct str skimmed, parsed;

	ck_assert_msg(produce(&p, str_from(forms[_i])), "does not parse:\n%s", forms[_i]);
	ck_assert_msg(!find_difference(&p, &skimmed, &parsed), "%s\nskim:  " STR_FMT "\nparse: " STR_FMT, forms[_i],
		STR_ARG(skimmed), STR_ARG(parsed));
}
END_TEST

/* --- Real code --- */

/* Another directory can be named in the environment; these are packages of the system, where they are installed. */
static const char *const directories[] = {
	"/usr/lib/python3/dist-packages/django",
	"/usr/lib/python3/dist-packages/sqlalchemy",
	"/usr/lib/python3/dist-packages/twisted",
};

#define DIRECTORY_VARIABLE "CANONRY_TEST_PYTHON"

static void compare_file(struct producers *p, const char *path)
{
	struct str skimmed, parsed;
	struct err err = { 0 };

	if (!file_read(path, 0, &p->source, &err))
		return;
	p->files++;
	if (!produce(p, strbuf_str(&p->source))) {
		p->unparsed++;
	} else if (find_difference(p, &skimmed, &parsed)) {
		p->differing++;
		printf("%s\n  skim:  " STR_FMT "\n  parse: " STR_FMT "\n", path, STR_ARG(skimmed), STR_ARG(parsed));
	}
}

static void compare_directory(struct producers *p, const char *directory)
{
	char *path = xstrdup(directory);
	FTS *tree = fts_open((char *[]){ path, NULL }, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;

	while (tree && (entry = fts_read(tree)))
		if (entry->fts_info == FTS_F && lang_of_path(str_from(entry->fts_path)) == p->python)
			compare_file(p, entry->fts_path);
	if (tree)
		fts_close(tree);
	free(path);
}

START_TEST(real_code_is_read_alike)
{
	struct producers p CLEANUP(producers_release) = producers_make();
	const char *chosen = getenv(DIRECTORY_VARIABLE);

	for (size_t i = 0; !chosen && i < ARRAY_LEN(directories); i++)
		compare_directory(&p, directories[i]);
	if (chosen)
		compare_directory(&p, chosen);
	printf("compared %zu files, %zu more do not parse\n", p.files - p.unparsed, p.unparsed);
	ck_assert_uint_eq(p.differing, 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("producers");

	tcase_set_timeout(tests, 600);
	unit_add_table(tests, forms_are_read_alike, forms);
	tcase_add_test(tests, real_code_is_read_alike);
	return unit_run("producers", tests);
}
