/* Tests of the Python skimmer's statements: definitions, imports, blocks, and the bytes they may come in. */
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
	/* definitions */
	{ STR_INIT("class Engine:\n    async def run(self):\n        pass\n\n    # end\n"),
		"def 1:1-1:13 [0,12) class Engine parent=- block=- end=52 end_line=3\n"
		"def 2:5-2:18 [18,31) async function run parent=0 block=- end=52 end_line=3\n" },
	{ STR_INIT("@cached(1)\n@d\ndef f(a=b, *, c: int = 3) -> \"X\": return 1; pass\nx"),
		"def 3:1-3:6 [14,19) function f parent=- block=- end=63 end_line=3\n" },
	{ STR_INIT("def f():\n  class A(B[int], metaclass=M): x: int\n  return A"),
		"def 1:1-1:6 [0,5) function f parent=- block=- end=58 end_line=3\n"
		"def 2:3-2:10 [11,18) class A parent=0 block=- end=48 end_line=2\n"
		"binding 2:33-2:34 [41,42) other x annotation=int def=1 block=-\n" },
	{ STR_INIT("def f[T](x: T) -> T:\n\tdef g():\n\t\tpass\n\treturn g\n\n\n# comment\nclass C[T]: pass\n"),
		"def 1:1-1:6 [0,5) function f parent=- block=- end=48 end_line=4\n"
		"def 2:2-2:7 [22,27) function g parent=0 block=- end=38 end_line=3\n"
		"def 8:1-8:8 [60,67) class C parent=- block=- end=77 end_line=8\n" },
	{ STR_INIT("async  \\\n def f(): pass"),
		"def 1:1-2:7 [0,15) async function f parent=- block=- end=23 end_line=2\n" },
	{ STR_INIT("class A: pass; x = 1\ndef g(): \"\"\"doc\"\"\"\n"),
		"def 1:1-1:8 [0,7) class A parent=- block=- end=21 end_line=1\n"
		"def 2:1-2:6 [21,26) function g parent=- block=- end=40 end_line=2\n"
		"binding 1:16-1:17 [15,16) other x def=0 block=-\n" },
	{ STR_INIT("if a:\n  def f(): pass\nelse:\n  def f():\n    return \"\"\"\n\"\"\"  # c\n"),
		"def 2:3-2:8 [8,13) function f parent=- block=0 end=22 end_line=2\n"
		"def 4:3-4:8 [30,35) function f parent=- block=1 end=63 end_line=6\n"
		"block 1 [0] if parent=- def=- group=0 text=a\nblock 3 [22] else parent=- def=- group=0\n" },
	{ STR_INIT("for x in y:\n  while z:\n    def f(): pass\n"),
		"def 3:5-3:10 [27,32) function f parent=- block=1 end=41 end_line=3\n"
		"block 1 [0] loop parent=- def=- group=0 text=x in y\nblock 2 [14] loop parent=0 def=- group=1 text=z\n"
		"binding 1:5-1:6 [4,5) other x def=- block=-\n" },

	/* imports */
	{ STR_INIT("import a\nimport a.b.c as x, d\n"),
		"import 1:1-1:9 [0,8) module level=0 def=- block=-\n  name 1:8-1:9 [7,8) a\n"
		"import 2:1-2:21 [9,29) module level=0 def=- block=-\n  name 2:8-2:18 [16,26) a.b.c as=x\n"
		"  name 2:20-2:21 [28,29) d\n" },
	{ STR_INIT("from . import x\nfrom .. a . b import y as z\nfrom ...p import *\n"),
		"import 1:1-1:16 [0,15) from level=1 def=- block=-\n  name 1:15-1:16 [14,15) x\n"
		"import 2:1-2:28 [16,43) from level=2 module=a.b def=- block=-\n  name 2:22-2:28 [37,43) y as=z\n"
		"import 3:1-3:19 [44,62) star level=3 module=p def=- block=-\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c as d,\n    # two\n    e,\n)  # three\n"),
		"import 1:1-6:2 [0,60) from level=0 module=a def=- block=- parenthesised\n  name 2:5-2:6 [20,21) b\n"
		"  name 3:5-3:11 [34,40) c as=d\n  name 5:5-5:6 [56,57) e\n" },
	{ STR_INIT("from a import (b)\nfrom a import b, \\\n    c\nfrom a \\\n  import d\n"),
		"import 1:1-1:18 [0,17) from level=0 module=a def=- block=- parenthesised\n  name 1:16-1:17 [15,16) b\n"
		"import 2:1-3:6 [18,42) from level=0 module=a def=- block=-\n  name 2:15-2:16 [32,33) b\n"
		"  name 3:5-3:6 [41,42) c\nimport 4:1-5:11 [43,62) from level=0 module=a def=- block=-\n"
		"  name 5:10-5:11 [61,62) d\n" },
	{ STR_INIT("import a; import b; x = 1\nx = 1; from a import b; # c\nimport c;\n"),
		"import 1:1-1:9 [0,8) module level=0 def=- block=- joined\n  name 1:8-1:9 [7,8) a\n"
		"import 1:11-1:19 [10,18) module level=0 def=- block=- joined\n  name 1:18-1:19 [17,18) b\n"
		"import 2:8-2:23 [33,48) from level=0 module=a def=- block=- joined\n  name 2:22-2:23 [47,48) b\n"
		"import 3:1-3:9 [54,62) module level=0 def=- block=-\n  name 3:8-3:9 [61,62) c\n"
		"binding 1:21-1:22 [20,21) other x def=- block=-\nbinding 2:1-2:2 [26,27) other x def=- block=-\n" },
	{ STR_INIT("if x: import a\nelse: import b; import c\n"),
		"block 1 [0] if parent=- def=- group=0 text=x\nblock 2 [15] else parent=- def=- group=0\n"
		"import 1:7-1:15 [6,14) module level=0 def=- block=0\n  name 1:14-1:15 [13,14) a\n"
		"import 2:7-2:15 [21,29) module level=0 def=- block=1 joined\n  name 2:14-2:15 [28,29) b\n"
		"import 2:17-2:25 [31,39) module level=0 def=- block=1 joined\n  name 2:24-2:25 [38,39) c\n" },
	{ STR_INIT("try: import a\nexcept ImportError: a = None\n"),
		"block 1 [0] try parent=- def=- group=0\n"
		"block 2 [14] except-import parent=- def=- group=0 text=ImportError\n"
		"import 1:6-1:14 [5,13) module level=0 def=- block=0\n  name 1:13-1:14 [12,13) a\n"
		"binding 2:21-2:22 [34,35) none a def=- block=1\n" },
	{ STR_INIT("from __future__ import annotations\n"),
		"import 1:1-1:35 [0,34) from level=0 module=__future__ def=- block=-\n"
		"  name 1:24-1:35 [23,34) annotations\n" },
	{ STR_INIT("def f():\n    import a\n    class B:\n        from b import c\n"),
		"def 1:1-1:6 [0,5) function f parent=- block=- end=59 end_line=4\n"
		"def 3:5-3:12 [26,33) class B parent=0 block=- end=59 end_line=4\n"
		"import 2:5-2:13 [13,21) module level=0 def=0 block=-\n  name 2:12-2:13 [20,21) a\n"
		"import 4:9-4:24 [43,58) from level=0 module=b def=1 block=-\n  name 4:23-4:24 [57,58) c\n" },
	{ STR_INIT("from a import b # c \\\nimport d\n"),
		"import 1:1-1:16 [0,15) from level=0 module=a def=- block=-\n  name 1:15-1:16 [14,15) b\n"
		"import 2:1-2:9 [22,30) module level=0 def=- block=-\n  name 2:8-2:9 [29,30) d\n" },
	{ STR_INIT("x = \"\"\"\nimport no\n\"\"\"\n# import no\nimport yes\ny = (\nfrom_, import_)\n"),
		"import 5:1-5:11 [34,44) module level=0 def=- block=-\n  name 5:8-5:11 [41,44) yes\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\nbinding 6:1-6:2 [45,46) other y def=- block=-\n" },
	{ STR_INIT("from .import a\nfrom.b import(c)\nfrom . \\\n. import d\n"),
		"import 1:1-1:15 [0,14) from level=1 def=- block=-\n  name 1:14-1:15 [13,14) a\n"
		"import 2:1-2:17 [15,31) from level=1 module=b def=- block=- parenthesised\n  name 2:15-2:16 [29,30) c\n"
		"import 3:1-4:11 [32,51) from level=2 def=- block=-\n  name 4:10-4:11 [50,51) d\n" },
	{ STR_INIT("yield_ = 1\nimports = from_x\nraise A from b\n"),
		"binding 1:1-1:7 [0,6) other yield_ def=- block=-\n"
		"binding 2:1-2:8 [11,18) alias imports value=from_x def=- block=-\n" },

	/* the bytes around */
	{ STR_INIT("\357\273\277import a\n"),
		"import 1:4-1:12 [3,11) module level=0 def=- block=-\n  name 1:11-1:12 [10,11) a\n" },
	{ STR_INIT("import a\r\nif b:\r\n\timport c\r\n"),
		"block 2 [10] if parent=- def=- group=0 text=b\nimport 1:1-1:9 [0,8) module level=0 def=- block=-\n"
		"  name 1:8-1:9 [7,8) a\nimport 3:2-3:10 [18,26) module level=0 def=- block=0\n"
		"  name 3:9-3:10 [25,26) c\n" },
	{ STR_INIT("import a\rclass B:\r  import c\r\r# d\r"),
		"def 2:1-2:8 [9,16) class B parent=- block=- end=29 end_line=3\n"
		"import 1:1-1:9 [0,8) module level=0 def=- block=-\n  name 1:8-1:9 [7,8) a\n"
		"import 3:3-3:11 [20,28) module level=0 def=0 block=-\n  name 3:10-3:11 [27,28) c\n" },
	{ STR_INIT("# -*- coding: latin-1 -*-\nimport caf\351\n"),
		"import 2:1-2:12 [26,37) module level=0 def=- block=-\n  name 2:8-2:12 [33,37) caf\\xE9\n" },
	{ STR_INIT("if a:\n        import b\n\timport c\n"),
		"block 1 [0] if parent=- def=- group=0 text=a\nimport 2:9-2:17 [14,22) module level=0 def=- block=0\n"
		"  name 2:16-2:17 [21,22) b\nimport 3:2-3:10 [24,32) module level=0 def=- block=0\n"
		"  name 3:9-3:10 [31,32) c\n" },
	{ STR_INIT("\014import a\n  \014import b\n"),
		"import 1:2-1:10 [1,9) module level=0 def=- block=-\n  name 1:9-1:10 [8,9) a\n"
		"import 2:4-2:12 [13,21) module level=0 def=- block=-\n  name 2:11-2:12 [20,21) b\n" },
	{ STR_INIT("import a\\\n, b"),
		"import 1:1-2:4 [0,13) module level=0 def=- block=-\n  name 1:8-1:9 [7,8) a\n  name 2:3-2:4 [12,13) b\n" },
	{ STR_INIT("import a\n\\\nimport b"),
		"import 1:1-1:9 [0,8) module level=0 def=- block=-\n  name 1:8-1:9 [7,8) a\n"
		"import 3:1-3:9 [11,19) module level=0 def=- block=-\n  name 3:8-3:9 [18,19) b\n" },
	{ STR_INIT("if a:\n    import b\n\n  # odd\n\n    import c"),
		"block 1 [0] if parent=- def=- group=0 text=a\nimport 2:5-2:13 [10,18) module level=0 def=- block=0\n"
		"  name 2:12-2:13 [17,18) b\nimport 6:5-6:13 [33,41) module level=0 def=- block=0\n"
		"  name 6:12-6:13 [40,41) c\n" },
	{ STR_INIT("x = 1 \\\n\ndef f():\n  y \\\n\nimport a"),
		"def 3:1-3:6 [9,14) function f parent=- block=- end=24 end_line=4\n"
		"import 6:1-6:9 [25,33) module level=0 def=- block=-\n  name 6:8-6:9 [32,33) a\n"
		"binding 1:1-1:2 [0,1) other x def=- block=-\n" },

	/* blocks */
	{ STR_INIT("try:\n  import a\nexcept ImportError as e:\n  import b\nexcept (KeyError, ModuleNotFoundError):\n"
		   "  import c\nexcept:\n  import d\nelse:\n  import e\nfinally:\n  import f\n"),
		"block 1 [0] try parent=- def=- group=0\n"
		"block 3 [16] except-import parent=- def=- group=0 text=ImportError\n"
		"block 5 [52] except-import parent=- def=- group=0 text=(KeyError, ModuleNotFoundError)\n"
		"block 7 [103] except-any parent=- def=- group=0\nblock 9 [122] try-else parent=- def=- group=0\n"
		"block 11 [139] finally parent=- def=- group=0\nimport 2:3-2:11 [7,15) module level=0 def=- block=0\n"
		"  name 2:10-2:11 [14,15) a\nimport 4:3-4:11 [43,51) module level=0 def=- block=1\n"
		"  name 4:10-4:11 [50,51) b\nimport 6:3-6:11 [94,102) module level=0 def=- block=2\n"
		"  name 6:10-6:11 [101,102) c\nimport 8:3-8:11 [113,121) module level=0 def=- block=3\n"
		"  name 8:10-8:11 [120,121) d\nimport 10:3-10:11 [130,138) module level=0 def=- block=4\n"
		"  name 10:10-10:11 [137,138) e\nimport 12:3-12:11 [150,158) module level=0 def=- block=5\n"
		"  name 12:10-12:11 [157,158) f\n" },
	{ STR_INIT("try:\n  pass\nexcept* Exception:\n  import a\nexcept *builtins.ImportError as e:\n  import b\n"
		   "except my.ImportError:\n  import c\n"),
		"block 3 [12] except-any parent=- def=- group=0 text=Exception\n"
		"block 5 [42] except-import parent=- def=- group=0 text=builtins.ImportError\n"
		"block 7 [88] except parent=- def=- group=0 text=my.ImportError\n"
		"import 4:3-4:11 [33,41) module level=0 def=- block=0\n  name 4:10-4:11 [40,41) a\n"
		"import 6:3-6:11 [79,87) module level=0 def=- block=1\n  name 6:10-6:11 [86,87) b\n"
		"import 8:3-8:11 [113,121) module level=0 def=- block=2\n  name 8:10-8:11 [120,121) c\n" },
	{ STR_INIT("try:\n  import a\nexcept ImportError:\n  try:\n    import b\n  except ImportError:\n    try:\n"
		   "      import c\n    except ImportError:\n      pass\n"),
		"block 1 [0] try parent=- def=- group=0\n"
		"block 3 [16] except-import parent=- def=- group=0 text=ImportError\n"
		"block 4 [38] try parent=1 def=- group=2\n"
		"block 6 [58] except-import parent=1 def=- group=2 text=ImportError\n"
		"block 7 [82] try parent=3 def=- group=4\nimport 2:3-2:11 [7,15) module level=0 def=- block=0\n"
		"  name 2:10-2:11 [14,15) a\nimport 5:5-5:13 [47,55) module level=0 def=- block=2\n"
		"  name 5:12-5:13 [54,55) b\nimport 8:7-8:15 [93,101) module level=0 def=- block=4\n"
		"  name 8:14-8:15 [100,101) c\n" },
	{ STR_INIT("if TYPE_CHECKING:\n  import a\nelif (typing.TYPE_CHECKING):\n  import b\nelif not TYPE_CHECKING:\n"
		   "  import c\nelse:\n  import d\n"),
		"block 1 [0] type-checking parent=- def=- group=0 text=TYPE_CHECKING\n"
		"block 3 [29] type-checking parent=- def=- group=0 text=(typing.TYPE_CHECKING)\n"
		"block 5 [69] if parent=- def=- group=0 text=not TYPE_CHECKING\n"
		"block 7 [104] else parent=- def=- group=0\nimport 2:3-2:11 [20,28) module level=0 def=- block=0\n"
		"  name 2:10-2:11 [27,28) a\nimport 4:3-4:11 [60,68) module level=0 def=- block=1\n"
		"  name 4:10-4:11 [67,68) b\nimport 6:3-6:11 [95,103) module level=0 def=- block=2\n"
		"  name 6:10-6:11 [102,103) c\nimport 8:3-8:11 [112,120) module level=0 def=- block=3\n"
		"  name 8:10-8:11 [119,120) d\n" },
	{ STR_INIT("if __name__ == \"__main__\":\n  import a\nif ('__main__'==__name__): import b\n"),
		"block 1 [0] main parent=- def=- group=0 text=__name__ == \"__main__\"\n"
		"block 3 [38] main parent=- def=- group=1 text=('__main__'==__name__)\n"
		"import 2:3-2:11 [29,37) module level=0 def=- block=0\n  name 2:10-2:11 [36,37) a\n"
		"import 3:28-3:36 [65,73) module level=0 def=- block=1\n  name 3:35-3:36 [72,73) b\n" },
	{ STR_INIT("if a and (  # why\n    b):\n  pass\nelif c:\n  import x\n"),
		"block 4 [33] if parent=- def=- group=0 text=c\nimport 5:3-5:11 [43,51) module level=0 def=- block=0\n"
		"  name 5:10-5:11 [50,51) x\n" },
	{ STR_INIT("with a, patch(\"b.c\") as d:\n  import x\nasync def f():\n  async with a: import y\n"
		   "  async for b in c:\n    import z\n  else:\n    import w\n"),
		"def 3:1-3:12 [38,49) async function f parent=- block=- end=132 end_line=8\n"
		"block 1 [0] with parent=- def=- group=0 text=a, patch(\"b.c\") as d\n"
		"block 4 [55] with parent=- def=0 group=1 text=a\nblock 5 [80] loop parent=- def=0 group=2 text=b in c\n"
		"block 7 [113] loop parent=- def=0 group=2\nimport 2:3-2:11 [29,37) module level=0 def=- block=0\n"
		"  name 2:10-2:11 [36,37) x\nimport 4:17-4:25 [69,77) module level=0 def=0 block=1\n"
		"  name 4:24-4:25 [76,77) y\nimport 6:5-6:13 [102,110) module level=0 def=0 block=2\n"
		"  name 6:12-6:13 [109,110) z\nimport 8:5-8:13 [123,131) module level=0 def=0 block=3\n"
		"  name 8:12-8:13 [130,131) w\nbinding 1:25-1:26 [24,25) other d def=- block=-\n"
		"seam 1:15-1:20 [14,19) patch text=b.c def=- block=-\n" },
	{ STR_INIT("while a:\n  pass\nelse:\n  import b\nfor c in d: pass\nelse: import e\n"),
		"block 3 [16] loop parent=- def=- group=0\nblock 6 [50] loop parent=- def=- group=1\n"
		"import 4:3-4:11 [24,32) module level=0 def=- block=0\n  name 4:10-4:11 [31,32) b\n"
		"import 6:7-6:15 [56,64) module level=0 def=- block=1\n  name 6:14-6:15 [63,64) e\n"
		"binding 5:5-5:6 [37,38) other c def=- block=-\n" },
	{ STR_INIT("match x:\n  case 1 | 2 if y:\n    import a\n  case _:\n    match z:\n      case w: import b\n"),
		"block 2 [11] case parent=- def=- group=0 text=1 | 2 if y\n"
		"block 4 [43] case parent=- def=- group=0 text=_\nblock 6 [70] case parent=1 def=- group=2 text=w\n"
		"import 3:5-3:13 [32,40) module level=0 def=- block=0\n  name 3:12-3:13 [39,40) a\n"
		"import 6:15-6:23 [78,86) module level=0 def=- block=2\n  name 6:22-6:23 [85,86) b\n" },
	{ STR_INIT("match = 3\nmatch(x)\nmatch[a:b]\nmatch.x = 1\ncase = match\nmatch (a):\n  case (b): import c\n"
		   "print(match)\n"),
		"block 7 [68] case parent=- def=- group=0 text=(b)\n"
		"import 7:13-7:21 [78,86) module level=0 def=- block=0\n  name 7:20-7:21 [85,86) c\n"
		"binding 1:1-1:6 [0,5) other match def=- block=-\n"
		"binding 5:1-5:5 [42,46) alias case value=match def=- block=-\n" },
	{ STR_INIT("if lambda: x: import a\nif (y := f()): import b\nif {1: 2}[1:]: import c\n"),
		"block 1 [0] if parent=- def=- group=0 text=lambda: x\n"
		"block 2 [23] if parent=- def=- group=1 text=(y := f())\n"
		"block 3 [47] if parent=- def=- group=2 text={1: 2}[1:]\n"
		"import 1:15-1:23 [14,22) module level=0 def=- block=0\n  name 1:22-1:23 [21,22) a\n"
		"import 2:16-2:24 [38,46) module level=0 def=- block=1\n  name 2:23-2:24 [45,46) b\n"
		"import 3:16-3:24 [62,70) module level=0 def=- block=2\n  name 3:23-3:24 [69,70) c\n" },
	{ STR_INIT("def f():\n  if a:\n    def g():\n      if b:\n        import c\n"),
		"def 1:1-1:6 [0,5) function f parent=- block=- end=59 end_line=5\n"
		"def 3:5-3:10 [21,26) function g parent=0 block=0 end=59 end_line=5\n"
		"block 2 [11] if parent=- def=0 group=0 text=a\nblock 4 [36] if parent=0 def=1 group=1 text=b\n"
		"import 5:9-5:17 [50,58) module level=0 def=1 block=1\n  name 5:16-5:17 [57,58) c\n" },
	{ STR_INIT("if x:\n  y = 1\nelif z:\n  pass\n"),
		"block 1 [0] if parent=- def=- group=0 text=x\nbinding 2:3-2:4 [8,9) other y def=- block=0\n" },
	{ STR_INIT(
		  "if \"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678\303\251\":\n"
		  "  import a\n"),
		"block 1 [0] if parent=- def=- group=0 text=\"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678\n"
		"import 2:3-2:11 [129,137) module level=0 def=- block=0\n  name 2:10-2:11 [136,137) a\n" },
};

START_TEST(the_outline_is_what_the_source_says)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_skim(&f, outlines[_i].source);
	ck_assert_str_eq(behind_lines(facts_outline(&f)), outlines[_i].dump);
}
END_TEST

static const struct {
	const char *source;
	uint32_t lines;
} line_counts[] = {
	{ "", 0 },
	{ "\n", 1 },
	{ "x", 1 },
	{ "a\n\nb\n", 3 },
	{ "a\r\n\rb\n\r", 4 },
	{ "\"\"\"\n\"\"\"\n(\n)", 4 },
};

START_TEST(every_line_end_counts)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_skim(&f, str_from(line_counts[_i].source));
	ck_assert_uint_eq(f.outline.line_count, line_counts[_i].lines);
}
END_TEST

/* --- Sources that nobody would write --- */

/* `unit` so many times between a beginning and an end, then an import where it can still be seen. */
static const struct {
	const char *begin, *unit, *middle, *close, *end;
	uint32_t imports;
} hostile[] = {
	{ "x = ", "(", "", ")", "\nimport a\n", 1 },
	{ "x = ", "f'{", "1", "}'", "\nimport a\n", 1 },
	{ "x = f'{x", ":{x", "", "}", "}'\nimport a\n", 1 },
	{ "x = ", "import_module(", "y", ")", "\nimport a\n", 1 },
	{ "x = ", "import_module(# c\n", "y", "# c\n)", "\nimport a\n", 1 },
	{ "", "if x: ", "", "", "import a\n", 0 },
	{ "if ", "lambda: ", "y", "", ": import a\n", 1 },
	{ "", "x = ", "", "", "y\nimport a\n", 1 },
	{ "", "f'{\n", "", "", "", 0 },
	{ "__all__ = ", "['a'] + ", "x", "", "\nimport a\n", 1 },
	{ "", "[", "a", "]", " = x\nimport a\n", 1 },
	{ "", "\\\n", "", "", "import a\n", 1 },
	{ "", "import a;", "", "", "", 50000 },
	{ "import a", ".a", "", "", "\n", 1 },
	{ "try: import a\n", "except x: import a\n", "", "", "", 50001 },
	{ "x = (", "# c\n", "", "", ")\nimport a\n", 1 },
};

START_TEST(depth_and_length_cost_no_more_than_their_bytes)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct facts f CLEANUP(facts_release) = { 0 };
	const int times = 50000;

	strbuf_addz(&source, hostile[_i].begin);
	for (int i = 0; i < times; i++)
		strbuf_addz(&source, hostile[_i].unit);
	strbuf_addz(&source, hostile[_i].middle);
	for (int i = 0; i < times; i++)
		strbuf_addz(&source, hostile[_i].close);
	strbuf_addz(&source, hostile[_i].end);
	facts_skim(&f, strbuf_str(&source));
	ck_assert_uint_eq(f.outline.import_count, hostile[_i].imports);
}
END_TEST

START_TEST(indentation_may_go_on_and_on)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct facts f CLEANUP(facts_release) = { 0 };
	const int levels = 3000;

	for (int i = 0; i < levels; i++)
		strbuf_printf(&source, "%*sif x:\n", i, "");
	strbuf_printf(&source, "%*simport a\n", levels, "");
	facts_skim(&f, strbuf_str(&source));
	ck_assert(!f.outline.is_broken);
	ck_assert_uint_eq(f.outline.block_count, levels);
	ck_assert_uint_eq(f.outline.imports[0].block, levels - 1);
}
END_TEST

/* One thread's parser is used for one file after the other: nothing may stay behind. */
START_TEST(a_skimmer_forgets_the_last_source)
{
	const struct lang *python = lang_get("python");
	struct lang_parser *parser = python->parser_new();
	struct facts f CLEANUP(facts_release) = { 0 };

	python->skim(parser, STR("class A:\n  x = ((f'{a\nif b:\n"), &f.arena, &f.outline);
	ck_assert(f.outline.is_broken);
	python->skim(parser, STR("import a\n"), &f.arena, &f.outline);
	python->parser_free(parser);
	ck_assert_str_eq(behind_lines(facts_outline(&f)),
		"import 1:1-1:9 [0,8) module level=0 def=- block=-\n  name 1:8-1:9 [7,8) a\n");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("skim");

	unit_add_table(tests, the_outline_is_what_the_source_says, outlines);
	unit_add_table(tests, every_line_end_counts, line_counts);
	unit_add_table(tests, depth_and_length_cost_no_more_than_their_bytes, hostile);
	tcase_add_test(tests, indentation_may_go_on_and_on);
	tcase_add_test(tests, a_skimmer_forgets_the_last_source);
	return unit_run("skim", tests);
}
