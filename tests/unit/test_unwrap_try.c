/* Tests of unwrapping Python try statements: layouts, comments, lines within statements, and what is refused. */
#include "base/base.h"

#include "tests/unit/python_edits.h"
#include "tests/unit/unit.h"

#define REFUSED NULL

enum { LOSE = false, KEEP = true }; /* comments of what is removed */

static const struct {
	struct str source;
	uint32_t block;
	bool keeps_comments;
	const char *becomes;
} unwraps[] = {
	/* blocks */
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\n"), 0, KEEP, "import a\n" },
	{ STR_INIT("x = 1\ntry:\n    import a\nexcept ImportError:\n    a = None\ny = 2\n"), 0, KEEP,
		"x = 1\nimport a\ny = 2\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    import b\n"), 1, KEEP, "import a\n" },
	{ STR_INIT("try:\n    f()\nexcept ImportError:\n    import b\nz\n"), 0, KEEP, "f()\nz\n" },
	{ STR_INIT(
		  "try:\n    import a\nexcept A:\n    import b\nexcept (B, C) as e:\n    import c\nexcept:\n    d\n\n\n"
		  "x\n"),
		0, KEEP, "import a\n\n\nx\n" },
	{ STR_INIT("try:\n    import a\n\n    import b\n\nexcept ImportError:\n    a = None\n\nx\n"), 0, KEEP,
		"import a\n\nimport b\n\nx\n" },
	{ STR_INIT("def f():\n    try:\n        import a\n    except ImportError:\n        a = None\n    return a\n"),
		0, KEEP, "def f():\n    import a\n    return a\n" },
	{ STR_INIT("def f():\n\ttry:\n\t\timport a\n\texcept ImportError:\n\t\ta = None\n\treturn a\n"), 0, KEEP,
		"def f():\n\timport a\n\treturn a\n" },
	{ STR_INIT("if x:\n\ttry:\n\t    import a\n\t    if y:\n\t      z\n\texcept ImportError:\n\t    a = None\n"), 1,
		KEEP, "if x:\n\timport a\n\tif y:\n\t  z\n" },
	{ STR_INIT("try:\r\n    import a\r\n    b\r\nexcept ImportError:\r\n    a = None\r\nx\r\n"), 0, KEEP,
		"import a\r\nb\r\nx\r\n" },
	{ STR_INIT("try:\r    import a\rexcept ImportError:\r    a = None\rx\r"), 0, KEEP, "import a\rx\r" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None"), 0, KEEP, "import a" },
	{ STR_INIT("try:\r\n    import a\r\nexcept ImportError:\r\n    a = None"), 0, KEEP, "import a" },
	{ STR_INIT("\357\273\277try:\n    import a\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"\357\273\277import a\n" },
	{ STR_INIT("try:\n    import a\n    class B:\n        def c(self):\n            return 1\nexcept ImportError:\n"
		   "    pass\n"),
		0, KEEP, "import a\nclass B:\n    def c(self):\n        return 1\n" },
	{ STR_INIT("try:\n  import a\nexcept ImportError:\n      a = None\n"), 0, KEEP, "import a\n" },
	{ STR_INIT("try :\n    import a\nexcept ImportError as e :\n    a = None\n"), 0, KEEP, "import a\n" },
	{ STR_INIT("try: # why\n    import a\nexcept ImportError:\n    a = None\n"), 0, KEEP, "# why\nimport a\n" },
	{ STR_INIT("try: # why\n    import a\nexcept ImportError:\n    a = None\n"), 0, LOSE, "import a\n" },
	{ STR_INIT("try:  # pragma: no cover\n    import a\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a\n" },
	{ STR_INIT("try:\n    import a\nexcept* ImportError:\n    a = None\n"), 0, KEEP, "import a\n" },
	{ STR_INIT("try:\n    import a; import b\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a; import b\n" },
	{ STR_INIT("try:\n    pass\nexcept ImportError:\n    import a\n"), 0, KEEP, "pass\n" },

	/* lines within statements */
	{ STR_INIT("try:\n    from a import (\n        b,\n        c,\n    )\nexcept ImportError:\n    b = c = None\n"),
		0, KEEP, "from a import (\n    b,\n    c,\n)\n" },
	{ STR_INIT("try:\n    from a import b, \\\n        c\nexcept ImportError:\n    b = c = None\n"), 0, KEEP,
		"from a import b, \\\n    c\n" },
	{ STR_INIT("try:\n    from a import (\n  b,\nc,\n    )\nexcept ImportError:\n    b = c = None\n"), 0, KEEP,
		"from a import (\nb,\nc,\n)\n" },
	{ STR_INIT("try:\n    import a\n    x = '''\n    text\n      more\n    '''\n    y = 1\nexcept ImportError:\n"
		   "    a = None\n"),
		0, KEEP, "import a\nx = '''\n    text\n      more\n    '''\ny = 1\n" },
	{ STR_INIT("try:\n    import a\n    def f():\n        \"\"\"Doc.\n\n        more\n        \"\"\"\n"
		   "        return f'''\n    {a}\n    '''\nexcept ImportError:\n    a = None\n"),
		0, KEEP,
		"import a\ndef f():\n    \"\"\"Doc.\n\n        more\n        \"\"\"\n    return f'''\n    {a}\n"
		"    '''\n" },
	{ STR_INIT("try:\n    import a\n    x = 'one\\\n    two'\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a\nx = 'one\\\n    two'\n" },
	{ STR_INIT(
		  "try:\n    import a\n    x = f(\n        1,\n    # within\n    )\nexcept ImportError:\n    a = None\n"),
		0, KEEP, "import a\nx = f(\n    1,\n# within\n)\n" },
	{ STR_INIT("try:\n    import a\n    \n        \n    b\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a\n\n    \nb\n" },

	/* comments */
	{ STR_INIT("try:\n    # first\n    import a  # second\n    # third\nexcept ImportError:\n    a = None\n"), 0,
		KEEP, "# first\nimport a  # second\n# third\n" },
	{ STR_INIT("try:\n    import a\n# about the handler\nexcept ImportError:\n    a = None\n"), 0, KEEP, REFUSED },
	{ STR_INIT("try:\n    import a\n# about the handler\nexcept ImportError:\n    a = None\n"), 0, LOSE,
		"import a\n" },
	{ STR_INIT("try:\n    import a\n    # about a\n# about the handler\nexcept ImportError:\n    a = None\n"), 0,
		LOSE, "import a\n# about a\n" },
	{ STR_INIT("try:\n    import a\n# not right above\n\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a\n# not right above\n" },
	{ STR_INIT("try:\n    import a\n  # between\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a\n# between\n" },
	{ STR_INIT("try:\n# unindented\n    import a\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"# unindented\nimport a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    # why\n    a = None\n"), 0, KEEP, REFUSED },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    # why\n    a = None\n"), 0, LOSE, "import a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:  # why\n    a = None  # not there\n"), 0, KEEP,
		"import a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\n    # deep below\n# below\nx\n"), 0, KEEP,
		REFUSED },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\n    # deep below\n# below\nx\n"), 0, LOSE,
		"import a\n# below\nx\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\n# below\nx\n"), 0, KEEP,
		"import a\n# below\nx\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\n\n    # deep below\n\n# below\nx\n"), 0,
		LOSE, "import a\n\n# below\nx\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    # pragma: no cover\n    a = None\n"), 0, KEEP,
		"import a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = f(\n        # why\n        1)\n"), 0, KEEP,
		REFUSED },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = '''\n# no comment\n'''\n"), 0, KEEP,
		"import a\n" },
	{ STR_INIT("try:\n    import a\n    # last\n\n\nexcept ImportError:\n    a = None\n"), 0, KEEP,
		"import a\n# last\n" },
	{ STR_INIT("try:\n    import a\n# one\n\n# two\nexcept ImportError:\n    a = None\n"), 0, LOSE,
		"import a\n# one\n" },

	/* one line */
	{ STR_INIT("try: import a\nexcept ImportError: a = None\n"), 0, KEEP, "import a\n" },
	{ STR_INIT("try: import a  # why\nexcept ImportError: a = None\nx\n"), 0, KEEP, "import a  # why\nx\n" },
	{ STR_INIT("try: import a; import b\nexcept ImportError:\n    a = None\n"), 0, KEEP, "import a; import b\n" },
	{ STR_INIT("def f():\n    try: import a\n    except ImportError: a = None\n    return a\n"), 0, KEEP,
		"def f():\n    import a\n    return a\n" },
	{ STR_INIT("try:import a\nexcept ImportError:a=None"), 0, KEEP, "import a" },
	{ STR_INIT("try: \\\n  import a\nexcept ImportError: a = None\n"), 0, KEEP, "import a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError: a = None\nx\n"), 0, KEEP, "import a\nx\n" },
	{ STR_INIT("try: from a import (\n    b,\n)\nexcept ImportError: b = None\n"), 0, KEEP,
		"from a import (\n    b,\n)\n" },

	/* else and finally */
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\nelse:\n    a.start()\n"), 0, KEEP,
		"import a\na.start()\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\nelse:\n    # now\n    a.start(\n        1)\n"
		   "    # deep\n# out\nx\n"),
		0, KEEP, "import a\n# now\na.start(\n    1)\n# deep\n# out\nx\n" },
	{ STR_INIT("try: import a\nexcept ImportError: a = None\nelse: a.start()\n"), 0, KEEP,
		"import a\na.start()\n" },
	{ STR_INIT("def f():\n    try:\n        import a\n    except ImportError:\n        a = None\n"
		   "    else: a.start()\n    return a\n"),
		0, KEEP, "def f():\n    import a\n    a.start()\n    return a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\nelse:  # works\n    a.start()\n"), 0, KEEP,
		"import a\n# works\na.start()\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\nelse:\n    a.start()"), 0, KEEP,
		"import a\na.start()" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    # why\n    a = None\nelse:\n    a.start()\n"), 0, KEEP,
		REFUSED },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    a = None\nfinally:\n    f()\n"), 0, KEEP, REFUSED },
	{ STR_INIT("try:\n    import a\nfinally:\n    f()\n"), 0, KEEP, REFUSED },

	/* nested */
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    try:\n        import b\n    except ImportError:\n"
		   "        b = None\n"),
		0, KEEP, "import a\n" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    try:\n        import b\n    except ImportError:\n"
		   "        b = None\n"),
		2, KEEP, "try:\n    import a\nexcept ImportError:\n    import b\n" },
	{ STR_INIT("try:\n    try:\n        import a\n    except A:\n        import b\nexcept ImportError:\n"
		   "    b = None\n"),
		0, KEEP, "try:\n    import a\nexcept A:\n    import b\n" },
	{ STR_INIT("try:\n    try:\n        import a\n    except A:\n        import b\nexcept ImportError:\n"
		   "    b = None\n"),
		1, KEEP, "try:\n    import a\nexcept ImportError:\n    b = None\n" },
	{ STR_INIT("if x:\n    y\nelse:\n    try:\n        import a\n    except A:\n        a = 1\n"), 1, KEEP,
		"if x:\n    y\nelse:\n    import a\n" },
	{ STR_INIT("try:\n    import a\nexcept A:\n    a = 1\ntry:\n    import b\nexcept A:\n    b = 1\n"), 0, KEEP,
		"import a\ntry:\n    import b\nexcept A:\n    b = 1\n" },
	{ STR_INIT("try:\n    import a\nexcept A:\n    a = 1\ntry:\n    import b\nexcept A:\n    b = 1\n"), 2, KEEP,
		"try:\n    import a\nexcept A:\n    a = 1\nimport b\n" },
	{ STR_INIT("try:\n    import a\nexcept A:\n    if y:\n        x\n    else:\n        import z\n"), 0, KEEP,
		"import a\n" },

	/* what is no such statement is refused */
	{ STR_INIT("if x:\n    import a\n"), 0, KEEP, REFUSED },
	{ STR_INIT("if x:\n    import a\nelse:\n    import b\n"), 1, KEEP, REFUSED },
	{ STR_INIT("for x in y:\n    import a\nelse:\n    import b\n"), 1, KEEP, REFUSED },
	{ STR_INIT("try:\n\timport a\n\tif x:\n\t\ty\nexcept A:\n\ta = 1\n"), 0, KEEP, "import a\nif x:\n\ty\n" },
	{ STR_INIT("try:\n  \014  import a\nexcept A:\n  a = 1\n"), 0, KEEP, REFUSED },
	{ STR_INIT("try:\n    import a\nexcept A:\n    x = '''\n"), 0, KEEP, REFUSED },
	{ STR_INIT("if 1:\n\ttry:\n            import a\n\texcept A:\n            a = 1\n"), 1, KEEP,
		"if 1:\n\timport a\n" },
};

START_TEST(leaves_the_try_arm)
{
	struct edited e = { 0 };
	bool ok = edited_unwrap(&e, unwraps[_i].source, unwraps[_i].block, unwraps[_i].keeps_comments);

	ck_assert_msg(ok == (unwraps[_i].becomes != REFUSED), STR_FMT ": %s", STR_ARG(unwraps[_i].source),
		ok ? e.text.ptr : e.err.message);
	ck_assert(ok != e.err.set);
	if (ok)
		assert_str(strbuf_str(&e.text), unwraps[_i].becomes);
	edited_release(&e);
}
END_TEST

static const struct {
	struct str source;
	const char *becomes;
} handlers[] = {
	{ STR_INIT("try:\n    from a import x\nexcept ImportError:\n    try:\n        from b import x\n    except ImportError:\n"
		   "        x = None\ny\n"),
		"try:\n    from b import x\nexcept ImportError:\n    x = None\ny\n" },
	{ STR_INIT("def f():\n\ttry:\n\t\tfrom a import (\n\t\t\tx,\n\t\t)\n\texcept ImportError:\n\t\ttry:\n\t\t\tfrom b import x\n"
		   "\t\texcept A:\n\t\t\tx = None\n\t\telse:\n\t\t\tz()\n"),
		"def f():\n\ttry:\n\t\tfrom b import x\n\texcept A:\n\t\tx = None\n\telse:\n\t\tz()\n" },
	{ STR_INIT("try:\r\n    import a\r\nexcept ImportError:  # old\r\n    # older\r\n    try:\r\n        import b\r\n    except ImportError:\r\n"
		   "        b = None"),
		"# old\r\n# older\r\ntry:\r\n    import b\r\nexcept ImportError:\r\n    b = None" },
	{ STR_INIT("try:\n    import a\nexcept ImportError:\n    b = None\n"), REFUSED },
	{ STR_INIT("try:\n    import a; f()\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\n"), REFUSED },
	{ STR_INIT("try:\n    f()\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\n"), REFUSED },
	{ STR_INIT("try: import a\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\n"), REFUSED },
	{ STR_INIT("try:\n    import a\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\n    f()\n"), REFUSED },
	{ STR_INIT("try:\n    import a\nexcept A:\n    f()\n    try:\n        import b\n    except B:\n        b = None\n"), REFUSED },
	{ STR_INIT("try:\n    import a\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\nelse:\n    f()\n"), REFUSED },
	{ STR_INIT("try:\n    import a\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\nexcept C:\n    f()\n"), REFUSED },
	{ STR_INIT("try:\n    # why a\n    import a\nexcept A:\n    try:\n        import b\n    except B:\n        b = None\n"), REFUSED },
};

START_TEST(leaves_the_try_in_the_handler)
{
	struct edited e = { 0 };
	bool ok = edited_unwrap_handler(&e, handlers[_i].source, 0);

	ck_assert_msg(ok == (handlers[_i].becomes != REFUSED), STR_FMT ": %s", STR_ARG(handlers[_i].source), ok ? e.text.ptr : e.err.message);
	if (ok)
		assert_str(strbuf_str(&e.text), handlers[_i].becomes);
	edited_release(&e);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("unwrap_try");

	unit_add_table(tests, leaves_the_try_arm, unwraps);
	unit_add_table(tests, leaves_the_try_in_the_handler, handlers);
	return unit_run("unwrap_try", tests);
}
