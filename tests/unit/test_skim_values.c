/* Tests of what the Python skimmer reads inside of statements: bindings, exports, seams, marks, strings, breaks. */
#include "base/base.h"
#include "analyzers/lang.h"

#include "tests/unit/python_facts.h"
#include "tests/unit/unit.h"

/* Where a dump goes on behind its first line, the number of lines. */
static const char *behind_lines(const char *dump)
{
	return strchr(dump, '\n') + 1;
}

static const struct {
	struct str source;
	const char *dump; /* without that line */
} outlines[] = {
	/* bindings */
	{ STR_INIT(
		  "X = a.b.C\nY = a . b\nZ = a.B(1)(2)\nW = a.B(\n  1)  # c\nV = await f()\nU = (a)\nT = None\nS = True\n"
		  "R = a or b\nQ = -a\nP = \"a\"\n"),
		"binding 1:1-1:2 [0,1) alias X value=a.b.C def=- block=-\n"
		"binding 2:1-2:2 [10,11) alias Y value=a.b def=- block=-\nbinding 3:1-3:2 [20,21) other Z def=- block=-\n"
		"binding 4:1-4:2 [34,35) call W value=a.B def=- block=-\n"
		"binding 6:1-6:2 [53,54) call V value=f def=- block=-\nbinding 7:1-7:2 [67,68) other U def=- block=-\n"
		"binding 8:1-8:2 [75,76) none T def=- block=-\nbinding 9:1-9:2 [84,85) other S def=- block=-\n"
		"binding 10:1-10:2 [93,94) other R def=- block=-\nbinding 11:1-11:2 [104,105) other Q def=- block=-\n"
		"binding 12:1-12:2 [111,112) other P def=- block=-\n" },
	{ STR_INIT("X = Y = a.b\nX = Y[0] = Z.w = b()\n"),
		"binding 1:1-1:2 [0,1) alias X value=a.b def=- block=-\n"
		"binding 1:5-1:6 [4,5) alias Y value=a.b def=- block=-\n"
		"binding 2:1-2:2 [12,13) call X value=b def=- block=-\n" },
	{ STR_INIT("X: int\nX: \"T[int]\" = a\nX : A.B = None # c\nself.x: int = 1\n(Y): int = 2\n"),
		"binding 1:1-1:2 [0,1) other X annotation=int def=- block=-\n"
		"binding 2:1-2:2 [7,8) alias X value=a annotation=\"T[int]\" def=- block=-\n"
		"binding 3:1-3:2 [23,24) none X annotation=A.B def=- block=-\n"
		"binding 5:2-5:3 [59,60) other Y def=- block=-\n" },
	{ STR_INIT("a, (b, *c), [d], e.f, g[h] = x\n[i, j] = (k) = y\n*l, = z\n"),
		"binding 1:1-1:2 [0,1) other a def=- block=-\nbinding 1:5-1:6 [4,5) other b def=- block=-\n"
		"binding 1:9-1:10 [8,9) other c def=- block=-\nbinding 1:14-1:15 [13,14) other d def=- block=-\n"
		"binding 2:2-2:3 [32,33) other i def=- block=-\nbinding 2:5-2:6 [35,36) other j def=- block=-\n"
		"binding 2:11-2:12 [41,42) other k def=- block=-\nbinding 3:2-3:3 [49,50) other l def=- block=-\n" },
	{ STR_INIT("a[b][c], (d)[0], {e: f}[g], h(i)(j), k = x\n"),
		"binding 1:38-1:39 [37,38) other k def=- block=-\n" },
	{ STR_INIT("(a).b = x\n[(c)[0], (d)] = [e] = y\n"),
		"binding 2:11-2:12 [20,21) other d def=- block=-\nbinding 2:18-2:19 [27,28) other e def=- block=-\n" },
	{ STR_INIT("a += 1\nb <<= c\nd //= e\nf.g += 1\nh @= i\na <= b\nc == d\n"),
		"binding 1:1-1:2 [0,1) other a def=- block=-\nbinding 2:1-2:2 [7,8) other b def=- block=-\n"
		"binding 3:1-3:2 [15,16) other d def=- block=-\nbinding 5:1-5:2 [32,33) other h def=- block=-\n" },
	{ STR_INIT("del a, b.c, (d, [e]), f[g]\n"),
		"binding 1:5-1:6 [4,5) other a def=- block=-\nbinding 1:14-1:15 [13,14) other d def=- block=-\n"
		"binding 1:18-1:19 [17,18) other e def=- block=-\n" },
	{ STR_INIT(
		  "for a, (b, c.d) in e: x = a\nwith f() as g, h as (i, j), k as l.m: pass\nwith (a as b, c as d,): pass\n"
		  "with (a, b) as c: pass\n"),
		"block 1 [0] loop parent=- def=- group=0 text=a, (b, c.d) in e\n"
		"binding 1:5-1:6 [4,5) other a def=- block=-\nbinding 1:9-1:10 [8,9) other b def=- block=-\n"
		"binding 1:23-1:24 [22,23) alias x value=a def=- block=0\n"
		"binding 2:13-2:14 [40,41) other g def=- block=-\nbinding 2:22-2:23 [49,50) other i def=- block=-\n"
		"binding 2:25-2:26 [52,53) other j def=- block=-\nbinding 3:12-3:13 [82,83) other b def=- block=-\n"
		"binding 3:20-3:21 [90,91) other d def=- block=-\nbinding 4:16-4:17 [115,116) other c def=- block=-\n" },
	{ STR_INIT("x = lambda a=1, *b, c=2: d\nlambda e=1: e\ny = {a: b for a in c}\nf(z=1)\nassert a == b, c\n"),
		"binding 1:1-1:2 [0,1) other x def=- block=-\nbinding 3:1-3:2 [41,42) other y def=- block=-\n" },
	{ STR_INIT("class A:\n  x = y\n  if z:\n    w: int = 1\n  def f(self):\n    no = 1\n  v = f(1)\n"),
		"def 1:1-1:8 [0,7) class A parent=- block=- end=77 end_line=7\n"
		"def 5:3-5:8 [42,47) function f parent=0 block=- end=66 end_line=6\n"
		"block 3 [19] if parent=- def=0 group=0 text=z\nbinding 2:3-2:4 [11,12) alias x value=y def=0 block=-\n"
		"binding 4:5-4:6 [29,30) other w annotation=int def=0 block=0\n"
		"binding 7:3-7:4 [68,69) call v value=f def=0 block=-\n" },
	{ STR_INIT("def f():\n  no = 1\n  class A:\n    yes = 1\n"),
		"def 1:1-1:6 [0,5) function f parent=- block=- end=41 end_line=4\n"
		"def 3:3-3:10 [20,27) class A parent=0 block=- end=41 end_line=4\n"
		"binding 4:5-4:8 [33,36) other yes def=1 block=-\n" },
	{ STR_INIT("try: a = b\nexcept E as no: c = None\nif (no := d): pass\n"),
		"block 1 [0] try parent=- def=- group=0\nblock 2 [11] except parent=- def=- group=0 text=E\n"
		"binding 1:6-1:7 [5,6) alias a value=b def=- block=0\nbinding 2:17-2:18 [27,28) none c def=- block=1\n" },
	{ STR_INIT("type X = int\nx = yield\nprint >>f, \"x\"\nexec \"y = 1\"\n"),
		"binding 2:1-2:2 [13,14) other x def=- block=-\n" },
	{ STR_INIT("x = a.b if c else d\ny = a.b,\nz = a\\\n  .b\n"),
		"binding 1:1-1:2 [0,1) other x def=- block=-\nbinding 2:1-2:2 [20,21) other y def=- block=-\n"
		"binding 3:1-3:2 [29,30) alias z value=a.b def=- block=-\n" },
	{ STR_INIT("(\n  a\n) = b\nx = f\"{y=}\"\nz = \"a\" if b else c\n"),
		"binding 2:3-2:4 [4,5) other a def=- block=-\nbinding 4:1-4:2 [12,13) other x def=- block=-\n"
		"binding 5:1-5:2 [24,25) other z def=- block=-\n" },

	/* exports */
	{ STR_INIT(
		  "__all__ = ['a', \"b\", r'c']\n__all__ += ('d',)\n__all__.extend(['e', 'f'])\n__all__.append('g')\n"),
		"binding 1:1-1:8 [0,7) other __all__ def=- block=-\nbinding 2:1-2:8 [27,34) other __all__ def=- block=-\n"
		"exports a b c d e f g\n" },
	{ STR_INIT("__all__ = 'a', 'b'\n__all__ = ('c')\n__all__: list[str] = []\n"),
		"binding 1:1-1:8 [0,7) other __all__ def=- block=-\nbinding 2:1-2:8 [19,26) other __all__ def=- block=-\n"
		"binding 3:1-3:8 [35,42) other __all__ annotation=list[str] def=- block=-\nexports a b c\n" },
	{ STR_INIT("__all__ = ['a', b, f'c', 'd' 'e', *f]\n"),
		"marks all-dynamic\nbinding 1:1-1:8 [0,7) other __all__ def=- block=-\nexports a\n" },
	{ STR_INIT("__all__ = ['a'] + x.__all__ + ['b']\n"),
		"marks all-dynamic\nbinding 1:1-1:8 [0,7) other __all__ def=- block=-\nexports a b\n" },
	{ STR_INIT("__all__ = (\n    x.__all__  # c\n    + ['a']  # d\n)\n__all__ += (['b'])\n"),
		"marks all-dynamic\nbinding 1:1-1:8 [0,7) other __all__ def=- block=-\n"
		"binding 5:1-5:8 [50,57) other __all__ def=- block=-\nexports a b\n" },
	{ STR_INIT("__all__ = ('a' + ['no'])\n__all__ = (x, 'b')\n__all__ = (['no'] if x else ['no'])\n"),
		"marks all-dynamic\nbinding 1:1-1:8 [0,7) other __all__ def=- block=-\n"
		"binding 2:1-2:8 [25,32) other __all__ def=- block=-\n"
		"binding 3:1-3:8 [44,51) other __all__ def=- block=-\nexports b\n" },
	{ STR_INIT("__all__ = [n for n in x]\n"),
		"marks all-dynamic\nbinding 1:1-1:8 [0,7) other __all__ def=- block=-\nexports\n" },
	{ STR_INIT("__all__.remove('a')\n"), "marks all-dynamic\n" },
	{ STR_INIT("__all__ -= ['a']\n"), "marks all-dynamic\nbinding 1:1-1:8 [0,7) other __all__ def=- block=-\n" },
	{ STR_INIT("__all__.extend(x.__all__)\n"), "marks all-dynamic\nexports\n" },
	{ STR_INIT("__all__ = [  # c\n    'a',\n    # 'no',\n    'b'\n]\n"),
		"binding 1:1-1:8 [0,7) other __all__ def=- block=-\nexports a b\n" },
	{ STR_INIT("class A:\n  __all__ = ['no']\ndef f():\n  __all__ = ['no']\nprint(__all__)\n"),
		"def 1:1-1:8 [0,7) class A parent=- block=- end=28 end_line=2\n"
		"def 3:1-3:6 [28,33) function f parent=- block=- end=56 end_line=4\n"
		"binding 2:3-2:10 [11,18) other __all__ def=0 block=-\n" },
	{ STR_INIT("if a:\n  __all__ = X = ['a']\n"),
		"block 1 [0] if parent=- def=- group=0 text=a\nbinding 2:3-2:10 [8,15) other __all__ def=- block=0\n"
		"binding 2:13-2:14 [18,19) other X def=- block=0\nexports a\n" },

	/* seams */
	{ STR_INIT("@patch(\"a.b.C\")\n@mock.patch.dict('d.e', {})\ndef f():\n"
		   "  with mocker.patch(\"f\"), monkeypatch.setattr(r\"g.h\", 1): pass\n"),
		"def 3:1-3:6 [44,49) function f parent=- block=- end=116 end_line=4\n"
		"seam 1:8-1:15 [7,14) patch text=a.b.C def=- block=-\n"
		"seam 2:18-2:23 [33,38) mock.patch.dict text=d.e def=- block=-\n"
		"seam 4:21-4:24 [73,76) mocker.patch text=f def=0 block=-\n"
		"seam 4:47-4:53 [99,105) monkeypatch.setattr text=g.h def=0 block=-\n" },
	{ STR_INIT("patch.object(a, \"b\")\npatch(\"no name\")\npatch(\"a\" \"b\")\npatch(f\"a.b\")\npatch(b\"a.b\")\n"
		   "patch(\"a.\" + b)\npatch(\"a.b\" % c)\npatch(x=\"a.b\")\n"),
		"" },
	{ STR_INIT(
		  "importlib.import_module(\"a.b\")\nimport_module(\".c\", \"d\")\nimport_module(name)\n"
		  "import_module(f\"a.{b}\", c)\n__import__(\"a\" + b)\nimport_module()\nimport_module(\"a\" \"b\")\n"),
		"seam 1:25-1:30 [24,29) importlib.import_module text=a.b def=- block=-\n"
		"seam 3:15-3:19 [70,74) import_module dynamic def=- block=-\n"
		"seam 4:15-4:23 [90,98) import_module dynamic def=- block=-\n"
		"seam 5:12-5:19 [114,121) __import__ dynamic def=- block=-\n"
		"seam 7:15-7:22 [153,160) import_module dynamic def=- block=-\n" },
	{ STR_INIT("import_module(  # c\n    f(a, b)  # d\n    # e\n)\nimport_module(import_module(a), \"b\")\n"),
		"seam 2:5-2:12 [24,31) import_module dynamic def=- block=-\n"
		"seam 5:15-5:31 [61,77) import_module dynamic def=- block=-\n"
		"seam 5:29-5:30 [75,76) import_module dynamic def=- block=-\n" },
	{ STR_INIT("find_spec(\"a\"); locate(\"a.b\"); import_string(\"a:b\"); resolve_name(\n  \"c.d:E\",\n)\n"
		   "patch ( \"f\" )\na . patch(\"g\")\n"),
		"seam 1:11-1:14 [10,13) find_spec text=a def=- block=-\n"
		"seam 1:24-1:29 [23,28) locate text=a.b def=- block=-\n"
		"seam 1:46-1:51 [45,50) import_string text=a:b def=- block=-\n"
		"seam 2:3-2:10 [69,76) resolve_name text=c.d:E def=- block=-\n"
		"seam 4:9-4:12 [88,91) patch text=f def=- block=-\n"
		"seam 5:11-5:14 [104,107) a.patch text=g def=- block=-\n" },
	{ STR_INIT("def import_module(name): pass\nclass patch(a): pass\nf().patch(\"a\")\nx[0].patch(\"b\")\n"),
		"def 1:1-1:18 [0,17) function import_module parent=- block=- end=30 end_line=1\n"
		"def 2:1-2:12 [30,41) class patch parent=- block=- end=51 end_line=2\n" },
	{ STR_INIT("x = f\"{patch('a.b')}\"\ny = \"patch('a.b')\"\n# patch(\"a.b\")\n"),
		"binding 1:1-1:2 [0,1) other x def=- block=-\nbinding 2:1-2:2 [22,23) other y def=- block=-\n" },
	{ STR_INIT("class A:\n  def f(self):\n    if a:\n      return [g(patch(\"a.b\")) for _ in c]\n"),
		"def 1:1-1:8 [0,7) class A parent=- block=- end=76 end_line=4\n"
		"def 2:3-2:8 [11,16) function f parent=0 block=- end=76 end_line=4\n"
		"block 3 [28] if parent=- def=1 group=0 text=a\nseam 4:23-4:28 [56,61) patch text=a.b def=1 block=0\n" },
	{ STR_INIT("if patch(\"a\"): pass\nelif patch(\"b\"): import x\nif c: patch(\"d\")\n"),
		"block 2 [20] if parent=- def=- group=0 text=patch(\"b\")\n"
		"block 3 [46] if parent=- def=- group=1 text=c\nimport 2:18-2:26 [37,45) module level=0 def=- block=0\n"
		"  name 2:25-2:26 [44,45) x\nseam 1:10-1:13 [9,12) patch text=a def=- block=-\n"
		"seam 2:12-2:15 [31,34) patch text=b def=- block=-\nseam 3:13-3:16 [58,61) patch text=d def=- block=1\n" },
	{ STR_INIT("dict(\"a\")\nmy.dict(\"b\")\nsetattr(a, \"b\", c)\nx.patch.multiple(\"a.b\", c=1)\n"),
		"seam 4:18-4:23 [59,64) x.patch.multiple text=a.b def=- block=-\n" },

	/* marks */
	{ STR_INIT("#!/usr/bin/env python\n# c\n\n\"\"\"A Legacy module.\"\"\"\n"), "marks deprecated\n" },
	{ STR_INIT("r'''Use `b`\ninstead.'''\n"), "marks deprecated\n" },
	{ STR_INIT("\"\"\"Backwards-compatible names.\"\"\"; import a\n"),
		"marks deprecated\nimport 1:36-1:44 [35,43) module level=0 def=- block=- joined\n"
		"  name 1:43-1:44 [42,43) a\n" },
	{ STR_INIT("\"\"\"Use it.\n\nOr something instead.\"\"\"\n"), "" },
	{ STR_INIT("\"\"\"Undeprecated legacyness shimmer.\"\"\"\n"), "" },
	{ STR_INIT("x = \"\"\"deprecated\"\"\"\n"), "binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("f\"\"\"deprecated\"\"\"\n"), "" },
	{ STR_INIT("# Code generated by x. DO NOT EDIT.\n"), "marks generated\n" },
	{ STR_INIT("# @generated\n"), "marks generated\n" },
	{ STR_INIT("# Generated by Django 3\n"), "marks generated\n" },
	{ STR_INIT("# autogenerated file\n"), "marks generated\n" },
	{ STR_INIT("# generated by hand\n"), "" },
	{ STR_INIT("def __getattr__(name): pass\n"),
		"marks lazy\ndef 1:1-1:16 [0,15) function __getattr__ parent=- block=- end=28 end_line=1\n" },
	{ STR_INIT("class A:\n  def __getattr__(self, name): pass\n"),
		"def 1:1-1:8 [0,7) class A parent=- block=- end=45 end_line=2\n"
		"def 2:3-2:18 [11,26) function __getattr__ parent=0 block=- end=45 end_line=2\n" },

	/* strings */
	{ STR_INIT("x = 'it\\'s'; import a\n"),
		"import 1:14-1:22 [13,21) module level=0 def=- block=- joined\n  name 1:21-1:22 [20,21) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = \"a\\\nb\"; import a\n"),
		"import 2:5-2:13 [12,20) module level=0 def=- block=- joined\n  name 2:12-2:13 [19,20) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = r'\\'; import no'; import a\n"),
		"import 1:23-1:31 [22,30) module level=0 def=- block=- joined\n  name 1:30-1:31 [29,30) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = \"\"\"a\"b\"\"c\\\"\"\"d\"\"\"; import a\n"),
		"import 1:24-1:32 [23,31) module level=0 def=- block=- joined\n  name 1:31-1:32 [30,31) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = f\"{a[\"b\"]}{{{c!r:>{d}}}}}\" f'{e:\\x7d{f}}'; import a\n"),
		"import 1:48-1:56 [47,55) module level=0 def=- block=- joined\n  name 1:55-1:56 [54,55) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = f'''{\n  a  # }\n}''' rf'\\{b}' f'\\N{DASH}'; import a\n"),
		"import 3:28-3:36 [46,54) module level=0 def=- block=- joined\n  name 3:35-3:36 [53,54) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = f\"{f\"{f\"{1}\"}\"}\"; import a\n"),
		"import 1:23-1:31 [22,30) module level=0 def=- block=- joined\n  name 1:30-1:31 [29,30) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = f'{lambda_}:{x:{'{'}>10}'; import a\n"),
		"import 1:32-1:40 [31,39) module level=0 def=- block=- joined\n  name 1:39-1:40 [38,39) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = BR\"a\", Rb'b', U\"c\", fR\"d{e}\", t\"{f}\"; import a\n"),
		"import 1:43-1:51 [42,50) module level=0 def=- block=- joined\n  name 1:50-1:51 [49,50) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("if\"a\":import b\n"),
		"block 1 [0] if parent=- def=- group=0 text=\"a\"\nimport 1:7-1:15 [6,14) module level=0 def=- block=0\n"
		"  name 1:14-1:15 [13,14) b\n" },
	{ STR_INIT("x = \"\" + '' + \"\"\"\"\"\" + ''''''; import a\n"),
		"import 1:32-1:40 [31,39) module level=0 def=- block=- joined\n  name 1:39-1:40 [38,39) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = 1if'a'else\"b\"; import c\n"),
		"import 1:20-1:28 [19,27) module level=0 def=- block=- joined\n  name 1:27-1:28 [26,27) c\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },

	/* broken */
	{ STR_INIT("x = \"a\nimport b\n"),
		"broken 1 unterminated string\nimport 2:1-2:9 [7,15) module level=0 def=- block=-\n"
		"  name 2:8-2:9 [14,15) b\nbinding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = \"\"\"a\nimport b\n"),
		"broken 1 unterminated string\nbinding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = (a\nimport b\n"),
		"broken 1 unterminated bracket\nbinding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = a)\nimport b\n"),
		"broken 1 unmatched bracket\nimport 2:1-2:9 [7,15) module level=0 def=- block=-\n"
		"  name 2:8-2:9 [14,15) b\nbinding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("x = (a]\nimport b\n"),
		"broken 1 mismatched brackets\nimport 2:1-2:9 [8,16) module level=0 def=- block=-\n"
		"  name 2:8-2:9 [15,16) b\nbinding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("import a\000b\nimport c\n"),
		"broken 1 NUL byte\nimport 2:1-2:9 [11,19) module level=0 def=- block=-\n  name 2:8-2:9 [18,19) c\n" },
	{ STR_INIT("if a:\n    b\n  import c\n"),
		"broken 3 inconsistent dedent\nimport 3:3-3:11 [14,22) module level=0 def=- block=-\n"
		"  name 3:10-3:11 [21,22) c\n" },
	{ STR_INIT("if a:\nimport b\n"),
		"broken 2 expected an indented block\nimport 2:1-2:9 [6,14) module level=0 def=- block=-\n"
		"  name 2:8-2:9 [13,14) b\n" },
	{ STR_INIT("if a:\n  b\n   import c\n"),
		"broken 3 unexpected indent\nblock 1 [0] if parent=- def=- group=0 text=a\n"
		"import 3:4-3:12 [13,21) module level=0 def=- block=0\n  name 3:11-3:12 [20,21) c\n" },
	{ STR_INIT("x = f\"{a\nimport b\n"),
		"broken 1 unterminated f-string\nimport 2:1-2:9 [9,17) module level=0 def=- block=-\n"
		"  name 2:8-2:9 [16,17) b\nbinding 1:1-1:2 [0,1) other x def=- block=-\n" },
	{ STR_INIT("import a as b as c\n"), "broken 1 malformed import\n" },
	{ STR_INIT("from a import (b as)\n"), "broken 1 malformed import\n" },
	{ STR_INIT("from import a\n"), "broken 1 malformed import\n" },
	{ STR_INIT("if a\n  import b\n"),
		"broken 1 expected ':'\nimport 2:3-2:11 [7,15) module level=0 def=- block=-\n  name 2:10-2:11 [14,15) b\n" },
	{ STR_INIT("def (x): pass\n"), "broken 1 definition without a name\n" },
	{ STR_INIT("if a: if b: import c\n"), "broken 1 compound statement behind a colon\n" },
};

START_TEST(the_outline_is_what_the_source_says)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_skim(&f, outlines[_i].source);
	ck_assert_str_eq(behind_lines(facts_outline(&f)), outlines[_i].dump);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("skim_values");

	unit_add_table(tests, the_outline_is_what_the_source_says, outlines);
	return unit_run("skim_values", tests);
}
