/* Tests of moving Python imports: the statement in all its layouts, and the line around it. */
#include "base/base.h"

#include "tests/unit/python_edits.h"
#include "tests/unit/unit.h"

#define REFUSED NULL

/* Sources with one import, what is asked for its names (see edited_moves()), and what it becomes. */
static const struct {
	struct str source;
	const char *moves;
	const char *becomes;
} moves[] = {
	/* all names to one module: only the module's text changes */
	{ STR_INIT("from a.b import c\n"), "x.y:c", "from x.y import c\n" },
	{ STR_INIT("from a.b import c, d\n"), "x:c x:d", "from x import c, d\n" },
	{ STR_INIT("from a.b import c as d\n"), "x:c=d", "from x import c as d\n" },
	{ STR_INIT("from a.b import c as d\n"), "x:e=d", "from x import e as d\n" },
	{ STR_INIT("from a.b import c as d\n"), "x:d=d", "from x import d\n" },
	{ STR_INIT("from a.b import c\n"), "x:d=c", "from x import d as c\n" },
	{ STR_INIT("from a.b import c\n"), "x:d=d", "from x import d\n" },
	{ STR_INIT("from a.b import c as d\n"), "x:c=e", "from x import c as e\n" },
	{ STR_INIT("from a.b import c as c\n"), "x:c=c", "from x import c as c\n" },
	{ STR_INIT("from a.b import c as c\n"), "x:d=c", "from x import d as c\n" },
	{ STR_INIT("from a.b import c  # why\n"), "x:c", "from x import c  # why\n" },
	{ STR_INIT("from a.b import c"), "x:c", "from x import c" },
	{ STR_INIT("from a . b import c\n"), "x:c", "from x import c\n" },
	{ STR_INIT("from a \\\n  . b \\\n    import c\n"), "x:c", "from x \\\n    import c\n" },
	{ STR_INIT("from \\\n  a.b import c\n"), "x:c", "from \\\n  x import c\n" },
	{ STR_INIT("from a import(b)\n"), "x:b", "from x import(b)\n" },
	{ STR_INIT("from a import(b, c)\n"), "x:b x:d=c", "from x import(b, d as c)\n" },
	{ STR_INIT("from a import (b , c ,)\n"), "x:b x:c", "from x import (b , c ,)\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c as d,\n    # two\n    e\n)  # three\n"), "x:b x:c=d x:f=e",
		"from x import (\n    b,  # one\n    c as d,\n    # two\n    f as e\n)  # three\n" },
	{ STR_INIT("from a import b, \\\n    c\n"), "x:b x:c", "from x import b, \\\n    c\n" },
	{ STR_INIT("from  a  import  b  as  c\n"), "x:d=c", "from  x  import  d  as  c\n" },
	{ STR_INIT("from  a  import  b  as  c\n"), "x:b=d", "from  x  import  b  as  d\n" },
	{ STR_INIT("from a import (b  # one\n    as c)\n"), "x:d=c", "from x import (d  # one\n    as c)\n" },
	{ STR_INIT("from a import (b  # one\n    as c)\n"), "x:c=c", "from x import (c  # one\n    as c)\n" },
	{ STR_INIT("from a import (b\n    as c)\n"), "x:c=c", "from x import (c\n    as c)\n" },
	{ STR_INIT("from .a import b\n"), "..c.d:b", "from ..c.d import b\n" },
	{ STR_INIT("from .a import b\n"), "c.d:b", "from c.d import b\n" },
	{ STR_INIT("from.a import b\n"), "c.d:b", "from c.d import b\n" },
	{ STR_INIT("from.a import b\n"), ".c:b", "from.c import b\n" },
	{ STR_INIT("from . import a\n"), ".:b=a", "from . import b as a\n" },
	{ STR_INIT("from . import a\n"), "..:a", "from .. import a\n" },
	{ STR_INIT("from . import a\n"), ".x:a", "from .x import a\n" },
	{ STR_INIT("from .import a\n"), ".x:a", "from .x import a\n" },
	{ STR_INIT("from .import a\n"), "..:a", "from .. import a\n" },
	{ STR_INIT("from ... import a\n"), "x:a", "from x import a\n" },
	{ STR_INIT("from . . a import b\n"), ".c:b", "from .c import b\n" },
	{ STR_INIT("from a.b import old\n"), "a.b:new=old", "from a.b import new as old\n" },
	{ STR_INIT("from a.b import old, new\n"), "a.b:new=old keep", "from a.b import new as old, new\n" },
	{ STR_INIT("from a import b\n"), "a:b", "from a import b\n" },
	{ STR_INIT("from \303\251t\303\251 import \303\274ber\n"), "\303\240:\303\266=\303\274ber",
		"from \303\240 import \303\266 as \303\274ber\n" },
	{ STR_INIT("from a import b;\n"), "x:b", "from x import b;\n" },
	{ STR_INIT("from a import b;  # c\n"), "x:b", "from x import b;  # c\n" },
	{ STR_INIT("def f():\n\tfrom a import b\n\treturn b\n"), "x:b", "def f():\n\tfrom x import b\n\treturn b\n" },
	{ STR_INIT("if x: from a import b\n"), "x:b", "if x: from x import b\n" },
	{ STR_INIT("y = 1; from a import b; z = 2\n"), "x:b", "y = 1; from x import b; z = 2\n" },
	{ STR_INIT("\357\273\277from a import b\n"), "x:b", "\357\273\277from x import b\n" },
	{ STR_INIT("from a import b\r\nx = 1\r\n"), "x:b", "from x import b\r\nx = 1\r\n" },
	{ STR_INIT("from a import b\rx = 1\r"), "x:b", "from x import b\rx = 1\r" },
	{ STR_INIT("\014from a import b\n"), "x:b", "\014from x import b\n" },

	/* import of modules */
	{ STR_INIT("import a.b.old as x\n"), "a.b.new:=x", "import a.b.new as x\n" },
	{ STR_INIT("import a.b.old\n"), "a.b.new:", "import a.b.new\n" },
	{ STR_INIT("import a.b.old\n"), "a.b.new:=old", "import a.b.new as old\n" },
	{ STR_INIT("import old\n"), "new:=old", "import new as old\n" },
	{ STR_INIT("import old as x\n"), "x:=x", "import x\n" },
	{ STR_INIT("import old as x\n"), "new:", "import new as x\n" },
	{ STR_INIT("import a . b\n"), "c.d:", "import c.d\n" },
	{ STR_INIT("import a.b \\\n  as x\n"), "c.d:=x", "import c.d \\\n  as x\n" },
	{ STR_INIT("import a.b.old as x  # why\n"), "a.b.new:=y", "import a.b.new as y  # why\n" },
	{ STR_INIT("import x, y.z as q, w\n"), "keep n.m:=q keep", "import x, w\nimport n.m as q\n" },
	{ STR_INIT("import x, y.z as q, w  # noqa\n"), "keep n.m:=q keep",
		"import x, w  # noqa\nimport n.m as q  # noqa\n" },
	{ STR_INIT("import x, y\n"), "n: m:", "import n\nimport m\n" },
	{ STR_INIT("import x, y\n"), "n:=x n:=y", "import n as x, n as y\n" },
	{ STR_INIT("import x, y\n"), "drop keep", "import y\n" },
	{ STR_INIT("import x, y\n"), "keep drop", "import x\n" },
	{ STR_INIT("import x, \\\n    y\n"), "m: keep", "import y\nimport m\n" },
	{ STR_INIT("import x, y; z = 1\n"), "keep m:=y", "import x; import m as y; z = 1\n" },
	{ STR_INIT("if x: import a, b.c as d\n"), "keep n:=d", "if x: import a; import n as d\n" },
	{ STR_INIT("import a\n"), ".b:", REFUSED },

	/* names part: the statement keeps what stays */
	{ STR_INIT("from a import b, c\n"), "keep x:c", "from a import b\nfrom x import c\n" },
	{ STR_INIT("from a import b, c\n"), "x:b keep", "from a import c\nfrom x import b\n" },
	{ STR_INIT("from a import b, c, d\n"), "keep x:c keep", "from a import b, d\nfrom x import c\n" },
	{ STR_INIT("from a import b, c, d\n"), "x:b keep y:d", "from a import c\nfrom x import b\nfrom y import d\n" },
	{ STR_INIT("from a import b, c, d\n"), "x:b y:c z:d", "from x import b\nfrom y import c\nfrom z import d\n" },
	{ STR_INIT("from a import b, c, d, e\n"), "x:b y:c x:d y:e", "from x import b, d\nfrom y import c, e\n" },
	{ STR_INIT("from a import b, c, d\n"), "drop keep drop", "from a import c\n" },
	{ STR_INIT("from a import b, c, d\n"), "keep drop x:e=d", "from a import b\nfrom x import e as d\n" },
	{ STR_INIT("from a import b as c, d as e\n"), "keep x:d=e", "from a import b as c\nfrom x import d as e\n" },
	{ STR_INIT("from a import b as b, c as c\n"), "keep x:c=c", "from a import b as b\nfrom x import c as c\n" },
	{ STR_INIT("from a import b, c"), "keep x:c", "from a import b\nfrom x import c" },
	{ STR_INIT("x = 1\r\nfrom a import b, c"), "keep x:c", "x = 1\r\nfrom a import b\r\nfrom x import c" },
	{ STR_INIT("from a import b, c\r\nx = 1\n"), "keep x:c", "from a import b\r\nfrom x import c\r\nx = 1\n" },
	{ STR_INIT("from a import b, c\rx = 1\r"), "keep x:c", "from a import b\rfrom x import c\rx = 1\r" },
	{ STR_INIT("def f():\n    from a import b, c\n    return b\n"), "keep x:c",
		"def f():\n    from a import b\n    from x import c\n    return b\n" },
	{ STR_INIT("def f():\n\tfrom a import b, c\n\treturn b\n"), "x:b y:c",
		"def f():\n\tfrom x import b\n\tfrom y import c\n\treturn b\n" },
	{ STR_INIT("\357\273\277from a import b, c\n"), "x:b y:c", "\357\273\277from x import b\nfrom y import c\n" },
	{ STR_INIT("def f():\n  \014  from a import b, c\n"), "keep x:c",
		"def f():\n  \014  from a import b\n  from x import c\n" },
	{ STR_INIT("from a import b, c  # why\n"), "keep x:c", "from a import b  # why\nfrom x import c\n" },
	{ STR_INIT("from a import b, c  # why\n"), "x:b y:c", "from x import b  # why\nfrom y import c\n" },
	{ STR_INIT("from a import b, c  # noqa: F401\n"), "keep x:c",
		"from a import b  # noqa: F401\nfrom x import c  # noqa: F401\n" },
	{ STR_INIT("from a import b, c  # type: ignore  # noqa\n"), "x:b y:c",
		"from x import b  # type: ignore  # noqa\nfrom y import c  # type: ignore  # noqa\n" },
	{ STR_INIT("from a import b, c  # the fast one # noqa: F401\n"), "keep x:c",
		"from a import b  # the fast one # noqa: F401\nfrom x import c  # noqa: F401\n" },
	{ STR_INIT("from a import b, c  # isort:skip\n"), "keep x:c",
		"from a import b  # isort:skip\nfrom x import c  # isort:skip\n" },
	{ STR_INIT("from a import b, c  # pylint: disable=unused-import\n"), "keep x:c",
		"from a import b  # pylint: disable=unused-import\nfrom x import c  # pylint: disable=unused-import\n" },
	{ STR_INIT("from a import b, c  # see #12\n"), "keep x:c", "from a import b  # see #12\nfrom x import c\n" },
	{ STR_INIT("from a import (b, c)\n"), "keep x:c", "from a import (b)\nfrom x import c\n" },
	{ STR_INIT("from a import(b, c)\n"), "x:b keep", "from a import(c)\nfrom x import b\n" },
	{ STR_INIT("from a import (b, c,)\n"), "keep x:c", "from a import (b,)\nfrom x import c\n" },
	{ STR_INIT("from a import ( b , c )\n"), "keep x:c", "from a import ( b )\nfrom x import c\n" },
	{ STR_INIT("from a import b, \\\n    c\n"), "keep x:c", "from a import b\nfrom x import c\n" },
	{ STR_INIT("from a import b, \\\n    c\n"), "x:b keep", "from a import c\nfrom x import b\n" },
	{ STR_INIT("from a import b, \\\n    c, \\\n    d\n"), "keep x:c keep",
		"from a import b, \\\n    d\nfrom x import c\n" },
	{ STR_INIT("from a import \\\n    b, \\\n    c\n"), "x:b y:c", "from x import \\\n    b\nfrom y import c\n" },
	{ STR_INIT("from .a import b, c\n"), "keep .x:c", "from .a import b\nfrom .x import c\n" },
	{ STR_INIT("from . import b, c\n"), "keep ..x:c", "from . import b\nfrom ..x import c\n" },
	{ STR_INIT("from . import b, c\n"), "..:b keep", "from . import c\nfrom .. import b\n" },
	{ STR_INIT("from a import b, c\n"), "a:d=b x:c", "from a import d as b\nfrom x import c\n" },
	{ STR_INIT("from a import b, b2\n"), "x:b=b x:b=b", "from x import b, b\n" },
	{ STR_INIT("from a import b, c\n"),
		"keep a_module_with_a_rather_long_name.that_has_parts.and_more_parts.to_make_it_longer:AnotherLongName=c",
		"from a import b\n"
		"from a_module_with_a_rather_long_name.that_has_parts.and_more_parts.to_make_it_longer import (\n"
		"    AnotherLongName as c,\n)\n" },
	{ STR_INIT("from a import b, c, d\n"),
		"keep a_module_with_a_rather_long_name.that_has_parts:AnotherLongName=c a_module_with_a_rather_long_name.that_has_parts:d",
		"from a import b\n"
		"from a_module_with_a_rather_long_name.that_has_parts import AnotherLongName as c, d\n" },

	/* parentheses over several lines */
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "keep x:c keep",
		"from a import (\n    b,\n    d,\n)\nfrom x import (\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "x:b keep keep",
		"from a import (\n    c,\n    d,\n)\nfrom x import (\n    b,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "keep keep x:d",
		"from a import (\n    b,\n    c,\n)\nfrom x import (\n    d,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "x:b x:c keep",
		"from a import (\n    d,\n)\nfrom x import (\n    b,\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "x:b y:c z:d",
		"from x import (\n    b,\n)\nfrom y import (\n    c,\n)\nfrom z import (\n    d,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "x:b x:c y:d",
		"from x import (\n    b,\n    c,\n)\nfrom y import (\n    d,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d,\n)\n"), "drop keep drop", "from a import (\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d\n)\n"), "keep keep x:d",
		"from a import (\n    b,\n    c\n)\nfrom x import (\n    d\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d\n)\n"), "x:b keep keep",
		"from a import (\n    c,\n    d\n)\nfrom x import (\n    b\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d)\n"), "keep keep x:d",
		"from a import (\n    b,\n    c)\nfrom x import (\n    d\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n    d)\n"), "keep x:c x:d",
		"from a import (\n    b)\nfrom x import (\n    c,\n    d\n)\n" },
	{ STR_INIT("from a import (b,\n               c,\n               d)\n"), "x:b keep keep",
		"from a import (c,\n               d)\nfrom x import (\n    b\n)\n" },
	{ STR_INIT("from a import (b,\n               c,\n               d)\n"), "keep x:c keep",
		"from a import (b,\n               d)\nfrom x import (\n    c\n)\n" },
	{ STR_INIT("from a import (b,\n               c,\n               d)\n"), "keep keep x:d",
		"from a import (b,\n               c)\nfrom x import (\n    d\n)\n" },
	{ STR_INIT("from a import (b, c,\n               d, e)\n"), "keep x:c x:d keep",
		"from a import (b,\n               e)\nfrom x import (\n    c,\n    d\n)\n" },
	{ STR_INIT("from a import (b, c,\n               d, e)\n"), "x:b x:c keep keep",
		"from a import (d, e)\nfrom x import (\n    b,\n    c\n)\n" },
	{ STR_INIT("from a import (\n    b, c,\n    d, e,\n)\n"), "keep x:c x:d keep",
		"from a import (\n    b,\n    e,\n)\nfrom x import (\n    c,\n    d,\n)\n" },
	{ STR_INIT("from a import (\n    b, c,\n    d, e,\n)\n"), "keep keep x:d x:e",
		"from a import (\n    b, c,\n)\nfrom x import (\n    d,\n    e,\n)\n" },
	{ STR_INIT("from a import (\n\tb,\n\tc\n)\n"), "keep x:c",
		"from a import (\n\tb\n)\nfrom x import (\n\tc\n)\n" },
	{ STR_INIT("if x:\n\tfrom a import (\n\t\tb,\n\t\tc,\n\t)\n"), "keep x:c",
		"if x:\n\tfrom a import (\n\t\tb,\n\t)\n\tfrom x import (\n\t\tc,\n\t)\n" },
	{ STR_INIT("from a import (\r\n    b,\r\n    c,\r\n)\r\n"), "keep x:c",
		"from a import (\r\n    b,\r\n)\r\nfrom x import (\r\n    c,\r\n)\r\n" },
	{ STR_INIT("from a import (\r    b,\r    c,\r)\r"), "keep x:c",
		"from a import (\r    b,\r)\rfrom x import (\r    c,\r)\r" },
	{ STR_INIT("from a import (\n    b\n    , c\n    , d\n)\n"), "keep x:c keep",
		"from a import (\n    b,\n    d\n)\nfrom x import (\n    c\n)\n" },
	{ STR_INIT("from a import (\n    b\n    , c\n    , d\n)\n"), "x:b x:c x:d",
		"from x import (\n    b\n    , c\n    , d\n)\n" },
	{ STR_INIT("from a import(b\n  , c\n)\n"), "keep x:c",
		"from a import (\n    b\n)\nfrom x import (\n    c\n)\n" },
	{ STR_INIT("from a import (\n\n    b,\n\n    c,\n\n)\n"), "keep x:c",
		"from a import (\n\n    b,\n\n\n)\nfrom x import (\n    c,\n)\n" },
	{ STR_INIT("from a import (b, \\\n    c, d)\n"), "x:b keep keep", "from a import (c, d)\nfrom x import b\n" },
	{ STR_INIT("if x:\n    from a import (\n        b,\n        c,\n    )\n"), "x:b y:c",
		"if x:\n    from x import (\n        b,\n    )\n    from y import (\n        c,\n    )\n" },
	{ STR_INIT("if x:\n    from a import (\n        b,\n        c,\n    )\n"), "drop drop", "if x:\n    pass\n" },

	/* comments within parentheses */
	{ STR_INIT("from a import (\n    b,  # one\n    c,  # two\n    d,  # three\n)\n"), "keep x:c keep",
		"from a import (\n    b,  # one\n    d,  # three\n)\nfrom x import (\n    c,  # two\n)\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c,  # two\n    d,  # three\n)\n"), "x:b keep x:d",
		"from a import (\n    c,  # two\n)\nfrom x import (\n    b,  # one\n    d,  # three\n)\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c,  # two\n    d,  # three\n)\n"), "x:b y:c z:d",
		"from x import (\n    b,  # one\n)\nfrom y import (\n    c,  # two\n)\nfrom z import (\n"
		"    d,  # three\n)\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c,  # two\n    d,  # three\n)\n"), "keep drop keep",
		"# two\nfrom a import (\n    b,  # one\n    d,  # three\n)\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c,  # two\n    d,  # three\n)\n"), "drop x:c keep",
		"# one\nfrom a import (\n    d,  # three\n)\nfrom x import (\n    c,  # two\n)\n" },
	{ STR_INIT("from a import (\n    b,  # one\n    c,  # two\n    d,  # three\n)\n"), "drop drop drop",
		"# one\n# two\n# three\n" },
	{ STR_INIT("from a import (  # head\n    b,\n    c,\n    # foot\n)  # tail\n"), "keep x:c",
		"from a import (  # head\n    b,\n    # foot\n)  # tail\nfrom x import (\n    c,\n)\n" },
	{ STR_INIT("from a import (  # head\n    b,\n    c,\n    # foot\n)  # tail\n"), "x:b y:c",
		"from x import (  # head\n    b,\n    # foot\n)  # tail\nfrom y import (\n    c,\n)\n" },
	{ STR_INIT("from a import (  # noqa: F401\n    b,\n    c,\n)\n"), "keep x:c",
		"from a import (  # noqa: F401\n    b,\n)\nfrom x import (  # noqa: F401\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b,\n    c,\n)  # noqa: F401\n"), "keep x:c",
		"from a import (\n    b,\n)  # noqa: F401\nfrom x import (\n    c,\n)  # noqa: F401\n" },
	{ STR_INIT("from a import (\n    # section one\n    b,\n    c,\n    # section two\n    d,\n)\n"),
		"x:b keep keep",
		"from a import (\n    # section one\n    c,\n    # section two\n    d,\n)\nfrom x import (\n    b,\n"
		")\n" },
	{ STR_INIT("from a import (\n    # section one\n    b,\n    c,\n    # section two\n    d,\n)\n"),
		"x:b x:c keep",
		"from a import (\n    # section two\n    d,\n)\nfrom x import (\n    # section one\n    b,\n    c,\n"
		")\n" },
	{ STR_INIT("from a import (\n    # section one\n    b,\n    c,\n    # section two\n    d,\n)\n"),
		"keep keep x:d",
		"from a import (\n    # section one\n    b,\n    c,\n)\nfrom x import (\n    # section two\n    d,\n"
		")\n" },
	{ STR_INIT("from a import (\n    # section one\n    b,\n    c,\n    # section two\n    d,\n)\n"),
		"keep keep drop", "# section two\nfrom a import (\n    # section one\n    b,\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    # about b\n    b,\n    c,\n)\n"), "x:b keep",
		"from a import (\n    c,\n)\nfrom x import (\n    # about b\n    b,\n)\n" },
	{ STR_INIT("from a import (\n    b, c,  # both\n    d,\n)\n"), "keep x:c keep",
		"from a import (\n    b,  # both\n    d,\n)\nfrom x import (\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b, c,  # both\n    d,\n)\n"), "x:b y:c keep",
		"from a import (\n    d,\n)\nfrom x import (\n    b,  # both\n)\nfrom y import (\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b, c,  # noqa\n    d,\n)\n"), "keep x:c keep",
		"from a import (\n    b,  # noqa\n    d,\n)\nfrom x import (\n    c,  # noqa\n)\n" },
	{ STR_INIT("from a import (\n    b, c,  # noqa\n    d,\n)\n"), "x:b y:c keep",
		"from a import (\n    d,\n)\nfrom x import (\n    b,  # noqa\n)\nfrom y import (\n    c,  # noqa\n)\n" },
	{ STR_INIT("from a import (b,  # one\n               c,  # two\n               d)  # three\n"), "x:b keep keep",
		"from a import (c,  # two\n               d)  # three\nfrom x import (\n    b  # one\n)\n" },
	{ STR_INIT("from a import (b,  # one\n               c,  # two\n               d)  # three\n"), "keep x:c keep",
		"from a import (b,  # one\n               d)  # three\nfrom x import (\n    c  # two\n)\n" },
	{ STR_INIT("from a import (b,  # one\n               c,  # two\n               d)  # three\n"), "keep keep x:d",
		"from a import (\n    b,  # one\n    c  # two\n)  # three\nfrom x import (\n    d\n)\n" },
	{ STR_INIT("from a import (\n    b  # one\n    , c  # two\n)\n"), "keep x:c",
		"from a import (\n    b  # one\n)\nfrom x import (\n    c  # two\n)\n" },
	{ STR_INIT("from a import (\n    b  # one\n    as c,\n    d,\n)\n"), "x:b=c keep",
		"from a import (\n    d,\n)\nfrom x import (\n    b as c,  # one\n)\n" },
	{ STR_INIT("from a import (\n    b,  # noqa: F401\n    c,\n)\n"), "drop keep", "from a import (\n    c,\n)\n" },
	{ STR_INIT("from a import (\n    b,  # old one  # noqa: F401\n    c,\n)\n"), "drop keep",
		"# old one\nfrom a import (\n    c,\n)\n" },

	/* lines that others share */
	{ STR_INIT("from a import b, c; y = 1\n"), "keep x:c", "from a import b; from x import c; y = 1\n" },
	{ STR_INIT("y = 1; from a import b, c\n"), "keep x:c", "y = 1; from a import b; from x import c\n" },
	{ STR_INIT("y = 1; from a import b, c  # noqa\n"), "keep x:c",
		"y = 1; from a import b; from x import c  # noqa\n" },
	{ STR_INIT("if x: from a import b, c\n"), "keep x:c", "if x: from a import b; from x import c\n" },
	{ STR_INIT("if x: from a import b, c; y = 1\n"), "x:b y:c", "if x: from x import b; from y import c; y = 1\n" },
	{ STR_INIT("class A: from a import b, c  # why\n"), "keep x:c",
		"class A: from a import b; from x import c  # why\n" },
	{ STR_INIT("y = 1; from a import (b,\n    c); z = 2\n"), "keep x:c",
		"y = 1; from a import (b); from x import c; z = 2\n" },
	{ STR_INIT("from a import (b,  # one\n    c); z = 2\n"), "x:b keep",
		"from a import (c); from x import (\n    b  # one\n); z = 2\n" },
	{ STR_INIT("from a import (b,  # one\n    c); z = 2\n"), "drop keep", "# one\nfrom a import (c); z = 2\n" },
	{ STR_INIT("y = 1; from a import (b,  # one\n    c)\n"), "drop keep", REFUSED },
	{ STR_INIT("from a import b; y = 1\n"), "drop", "y = 1\n" },
	{ STR_INIT("y = 1; from a import b\n"), "drop", "y = 1\n" },
	{ STR_INIT("y = 1; from a import b  # why\n"), "drop", "y = 1  # why\n" },
	{ STR_INIT("y = 1; from a import b; z = 1\n"), "drop", "y = 1; z = 1\n" },
	{ STR_INIT("y = 1; from a import b;\n"), "drop", "y = 1;\n" },
	{ STR_INIT("from a import b; \\\n  y = 1\n"), "drop", "y = 1\n" },
	{ STR_INIT("if x: from a import b; y = 1\n"), "drop", "if x: y = 1\n" },
	{ STR_INIT("if x: y = 1; from a import b\n"), "drop", "if x: y = 1\n" },
	{ STR_INIT("if x: from a import b\n"), "drop", "if x: pass\n" },
	{ STR_INIT("if x: from a import b  # why\n"), "drop", "if x: pass  # why\n" },
	{ STR_INIT("if x: from a import (b,  # why\n    c)\n"), "drop drop", REFUSED },
	{ STR_INIT("from a import b;  # c\n"), "drop", "# c\n" },
	{ STR_INIT("from a import b, c;  # noqa\n"), "keep x:c",
		"from a import b;  # noqa\nfrom x import c  # noqa\n" },

	/* everything dropped */
	{ STR_INIT("from a import b\n"), "drop", "" },
	{ STR_INIT("x = 1\nfrom a import b\ny = 2\n"), "drop", "x = 1\ny = 2\n" },
	{ STR_INIT("x = 1\nfrom a import b"), "drop", "x = 1" },
	{ STR_INIT("x = 1\r\nfrom a import b"), "drop", "x = 1" },
	{ STR_INIT("from a import b"), "drop", "" },
	{ STR_INIT("from a import b  # noqa: F401\n"), "drop", "" },
	{ STR_INIT("from a import b  # why\n"), "drop", "# why\n" },
	{ STR_INIT("x = 1\nfrom a import b  # why"), "drop", "x = 1\n# why" },
	{ STR_INIT("from a import b, c\n"), "drop drop", "" },
	{ STR_INIT("from a import (\n    b,\n    c,\n)\nx\n"), "drop drop", "x\n" },
	{ STR_INIT("from a import b, \\\n    c\nx\n"), "drop drop", "x\n" },
	{ STR_INIT("def f():\n    from a import b\n"), "drop", "def f():\n    pass\n" },
	{ STR_INIT("def f():\n    from a import b  # noqa\n"), "drop", "def f():\n    pass\n" },
	{ STR_INIT("def f():\n    from a import b  # why\n"), "drop", "def f():\n    pass  # why\n" },
	{ STR_INIT("def f():\n    from a import b  # why # noqa\n"), "drop", "def f():\n    pass  # why\n" },
	{ STR_INIT("def f():\n    from a import (  # why\n        b)\n"), "drop", "def f():\n    # why\n    pass\n" },
	{ STR_INIT("def f():\n    '''doc'''\n    from a import b\n"), "drop", "def f():\n    '''doc'''\n" },
	{ STR_INIT("def f():\n    from a import b\n    return 1\n"), "drop", "def f():\n    return 1\n" },
	{ STR_INIT("def f():\n    if x:\n        y\n    from a import b\n"), "drop",
		"def f():\n    if x:\n        y\n" },
	{ STR_INIT("try:\n    from a import b\nexcept ImportError:\n    b = None\n"), "drop",
		"try:\n    pass\nexcept ImportError:\n    b = None\n" },
	{ STR_INIT("if x:\n    # why\n    from a import b\n\nelse:\n    y\n"), "drop",
		"if x:\n    # why\n    pass\n\nelse:\n    y\n" },
	{ STR_INIT("def f():\n    from a import b;\n"), "drop", "def f():\n    pass;\n" },
	{ STR_INIT("def f():\n    from a import b"), "drop", "def f():\n    pass" },
	{ STR_INIT("import a.b\n"), "drop", "" },
	{ STR_INIT("\357\273\277from a import b\nx\n"), "drop", "\357\273\277x\n" },

	/* star */
	{ STR_INIT("from a import *\n"), "x:b x:c", "from x import b, c\n" },
	{ STR_INIT("from a import *\n"), "x:b=c", "from x import b as c\n" },
	{ STR_INIT("from a import *\n"), "x:b y:c x:d", "from x import b, d\nfrom y import c\n" },
	{ STR_INIT("from a import*\n"), "x:b", "from x import b\n" },
	{ STR_INIT("from .a import *  # noqa: F403\n"), ".x:b .y:c",
		"from .x import b  # noqa: F403\nfrom .y import c  # noqa: F403\n" },
	{ STR_INIT("from a import *\n"), "a:b a:c", "from a import b, c\n" },
	{ STR_INIT("from a import *\n"), "keep x:b", "from a import *\nfrom x import b\n" },
	{ STR_INIT("from a import *\n"), "drop", "" },
	{ STR_INIT("from a import *\n"), "", "" },
	{ STR_INIT("from a import *\n"), "x:b x:b", "from x import b\n" },
	{ STR_INIT("if x: from a import *\n"), "x:b y:c", "if x: from x import b; from y import c\n" },
	{ STR_INIT("if x:\n  from a import *\n"),
		"x:a_name_of_some_length_0 x:a_name_of_some_length_1 x:a_name_of_some_length_2 x:a_name_of_some_length_3 x:a_name_of_some_length_4",
		"if x:\n  from x import (\n    a_name_of_some_length_0,\n    a_name_of_some_length_1,\n"
		"    a_name_of_some_length_2,\n    a_name_of_some_length_3,\n    a_name_of_some_length_4,\n  )\n" },
	{ STR_INIT("if x:\r\n\tfrom a import *  # noqa\r\n"),
		"x:a_name_of_some_length_0 x:a_name_of_some_length_1 x:a_name_of_some_length_2 x:a_name_of_some_length_3 x:a_name_of_some_length_4",
		"if x:\r\n\tfrom x import (\r\n\t\ta_name_of_some_length_0,\r\n\t\ta_name_of_some_length_1,\r\n"
		"\t\ta_name_of_some_length_2,\r\n\t\ta_name_of_some_length_3,\r\n\t\ta_name_of_some_length_4,\r\n"
		"\t)  # noqa\r\n" },
	{ STR_INIT("from a import *\n"), "x:b y:c=d", "from x import b\nfrom y import c as d\n" },

	/* what cannot be written is refused */
	{ STR_INIT("from a import b\n"), "x:b x:c", REFUSED },
	{ STR_INIT("from a import b\n"), ":b", REFUSED },
	{ STR_INIT("from a import b\n"), "x..y:b", REFUSED },
	{ STR_INIT("from a import b\n"), "x.:b", REFUSED },
	{ STR_INIT("from a import b\n"), "x:b.c", REFUSED },
	{ STR_INIT("from a import b\n"), "x:class", REFUSED },
	{ STR_INIT("from a import b\n"), "x:b=c.d", REFUSED },
	{ STR_INIT("from a import b\n"), "x.import:b", REFUSED },
	{ STR_INIT("from a import b\n"), "x y:b", REFUSED },
	{ STR_INIT("import a\n"), "1x:", REFUSED },
	{ STR_INIT("import a\n"), "b:=c.d", REFUSED },
	{ STR_INIT("from a import b\nx = '''\n"), "x:b", REFUSED },
};

START_TEST(moves_names_and_keeps_the_rest)
{
	struct edited e = { 0 };
	bool ok = edited_move(&e, moves[_i].source, 0, str_from(moves[_i].moves));

	ck_assert_msg(ok == (moves[_i].becomes != REFUSED), STR_FMT ": %s: %s", STR_ARG(moves[_i].source),
		moves[_i].moves, ok ? e.text.ptr : e.err.message);
	ck_assert(ok != e.err.set);
	if (ok)
		assert_str(strbuf_str(&e.text), moves[_i].becomes);
	edited_release(&e);
}
END_TEST

/* Of several imports the one that is asked for, whatever lies between. */
static const struct {
	uint32_t import;
	const char *becomes;
} nth[] = {
	{ 0, "\nimport n as a; import b\nx = '''\nimport no\n'''\ndef f():\n\tfrom c import d, e\n" },
	{ 1, "\nimport a; import n as b\nx = '''\nimport no\n'''\ndef f():\n\tfrom c import d, e\n" },
};

START_TEST(changes_the_import_asked_for)
{
	struct str source = STR("\nimport a; import b\nx = '''\nimport no\n'''\ndef f():\n\tfrom c import d, e\n");
	struct edited e = { 0 };

	ck_assert(edited_move(&e, source, nth[_i].import, nth[_i].import ? STR("n:=b") : STR("n:=a")));
	assert_str(strbuf_str(&e.text), nth[_i].becomes);
	edited_release(&e);
}
END_TEST

START_TEST(keeps_everything_without_an_edit)
{
	struct str source = STR("from a import (b,  # one\n  c as d)\n");
	struct edited e = { 0 };

	ck_assert(edited_move(&e, source, 0, STR("keep keep")));
	ck_assert_uint_eq(e.edits.count, 0);
	edited_release(&e);
}
END_TEST

START_TEST(refuses_facts_of_another_text)
{
	struct str other = STR("import something; # from a import b, c\n");
	struct import_move *moved;
	struct source_edits edits;
	struct facts f = { 0 };
	struct err err = { 0 };
	uint32_t count;

	facts_skim(&f, STR("x = 1; from a import (b, c)\n"));
	count = edited_moves(STR("x:b x:c"), &f.arena, &moved);
	ck_assert(!python_move_import(other, &f.outline, 0, moved, count, &f.arena, &edits, &err));
	ck_assert(!python_move_import(STR(""), &f.outline, 0, moved, count, &f.arena, &edits, NULL));
	ck_assert(err.set);
	facts_release(&f);
}
END_TEST

/* A second run finds nothing to do: what was moved is where it should be. */
START_TEST(moves_once)
{
	struct edited e = { 0 }, again = { 0 };
	struct str once;

	ck_assert(edited_move(&e, STR("from a import (\n    b,\n    c,  # why\n)\n"), 0, STR("x:b=b x:d=c")));
	once = strbuf_str(&e.text);
	ck_assert(edited_move(&again, once, 0, STR("x:b=b x:d=c")));
	ck_assert(str_eq(strbuf_str(&again.text), once));
	edited_release(&e);
	edited_release(&again);
}
END_TEST

static const struct {
	const char *module, *name, *bound, *text;
} texts[] = {
	{ "app.engine", "Engine", "Engine", "from app.engine import Engine" },
	{ "app.engine", "Engine", "Old", "from app.engine import Engine as Old" },
	{ "app.engine", "Engine", "", "from app.engine import Engine" },
	{ ".", "engine", "engine", "from . import engine" },
	{ "..core", "Engine", "Old", "from ..core import Engine as Old" },
	{ "app.engine", "", "", "import app.engine" },
	{ "app.engine", "", "engine", "import app.engine as engine" },
	{ "engine", "", "engine", "import engine" },
};

START_TEST(writes_one_import)
{
	struct arena arena = { 0 };
	struct str text = python_import_text(
		str_from(texts[_i].module), str_from(texts[_i].name), str_from(texts[_i].bound), &arena);

	assert_str(text, texts[_i].text);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("edit_import");

	unit_add_table(tests, moves_names_and_keeps_the_rest, moves);
	unit_add_table(tests, changes_the_import_asked_for, nth);
	unit_add_table(tests, writes_one_import, texts);
	tcase_add_test(tests, keeps_everything_without_an_edit);
	tcase_add_test(tests, refuses_facts_of_another_text);
	tcase_add_test(tests, moves_once);
	return unit_run("edit_import", tests);
}
