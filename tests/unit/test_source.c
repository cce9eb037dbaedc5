/* Tests of analyzers/source.c and of Python's answers to it: names, calls, statements, how texts are written, which are refused. */
#include "base/base.h"
#include "analyzers/lang.h"

#include <string.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct lang_source *python(void)
{
	return lang_get("python")->source;
}

/* --- Names --- */

/* Zeroed is empty; names_release() it. */
struct names {
	struct arena arena;
	struct source_names names;
	struct strbuf text;
};

static void names_read(struct names *n, struct str source)
{
	struct lang_parser *parser = lang_get("python")->parser_new();

	python()->names(parser, source, &n->arena, &n->names);
	strbuf_addz(&n->text, "");
	source_names_dump(&n->names, &n->text);
	lang_get("python")->parser_free(parser);
}

static void names_release(struct names *n)
{
	arena_release(&n->arena);
	strbuf_release(&n->text);
}

static const struct {
	const char *source;
	const char *part; /* of the dump */
} scopes[] = {
	{ "", "scope 0 [0,0) module parent=- line=1\n" },
	{ "class C:\n def f(a): pass\n",
		"scope 1 [10,24) class C parent=0 line=1\nscope 2 [20,24) function f parent=1 line=2\n" },
	{ "@d\nasync def f(): pass", " function f parent=0 line=2\n" },
	{ "x = lambda: [i for i in y]",
		"scope 1 [4,26) lambda parent=0 line=1\nscope 2 [12,26) comprehension parent=1 line=1\n" },
	{ "def f(a=lambda: 0): pass",
		"scope 1 [8,17) lambda parent=0 line=1\nscope 2 [20,24) function f parent=0 line=1\n" },
	{ "def f[T](a: T): pass",
		"scope 1 [5,20) types parent=0 line=1\nscope 2 [16,20) function f parent=1 line=1\n" },
	{ "def f():\n eval(x)\n", " function f parent=0 line=1 dynamic\n" },
	{ "from a import *\n", " module parent=- line=1 dynamic\n" },
	{ "x.eval()\n", " module parent=- line=1\n" },
	{ "\357\273\277x", "read [3,4) x scope=0 binder=-\n" },
};

START_TEST(scopes_nest_as_the_text_says)
{
	struct names n = { 0 };

	names_read(&n, str_from(scopes[_i].source));
	ck_assert(!n.names.has_error);
	ck_assert_msg(strstr(n.text.ptr, scopes[_i].part), "%s\nlacks\n%s", n.text.ptr, scopes[_i].part);
	names_release(&n);
}
END_TEST

static const struct {
	const char *source;
	const char *part;
} bounds[] = {
	/* imports */
	{ "import a.b", "bound [7,8) a by=import scope=0\n" },
	{ "import a.b as c", "bound [14,15) c by=import scope=0\n" },
	{ "from .a import (b, c as d,)", "bound [16,17) b by=import scope=0\nbound [24,25) d by=import scope=0\n" },
	{ "try:\n import a\nexcept E: pass", "bound [13,14) a by=import scope=0 conditional\n" },
	{ "def f():\n import a", "bound [17,18) a by=import scope=1\n" },
	{ "if x:\n def f():\n  import a", "bound [25,26) a by=import scope=1\n" },

	/* targets */
	{ "a = b = c", "bound [0,1) a by=assignment scope=0\nbound [4,5) b by=assignment scope=0\n" },
	{ "(a, [*b]), c.d = x", "bound [1,2) a by=assignment scope=0\nbound [6,7) b by=assignment scope=0\nread" },
	{ "a: int", "bound [0,1) a by=other scope=0\n" },
	{ "a: int = 1", "bound [0,1) a by=assignment scope=0\n" },
	{ "for a, b in c: d = 1",
		"bound [4,5) a by=other scope=0 conditional\nbound [7,8) b by=other scope=0 conditional\nbound [15,16) d" },
	{ "with a as b, c as (d, e): pass",
		"bound [10,11) b by=other scope=0\nbound [19,20) d by=other scope=0\nbound [22,23) e" },
	{ "with (a as b, c as d): pass", "bound [11,12) b by=other scope=0\nbound [19,20) d" },
	{ "try: pass\nexcept E as e: pass", "bound [22,23) e by=other scope=0 conditional\n" },
	{ "a,\nb = 1", "bound [3,4) b by=assignment scope=0\nread [0,1) a" },
	{ "x = a,\ny = b", "bound [0,1) x by=assignment scope=0\nbound [7,8) y by=assignment scope=0\nread [4,5) a" },
	{ "a += 1", "bound [0,1) a by=assignment scope=0\nread [0,1) a scope=0 binder=0\n" },
	{ "del a", "bound [4,5) a by=other scope=0\nread [4,5) a scope=0 binder=0\n" },
	{ "class C: pass", "bound [6,7) C by=definition scope=0\n" },
	{ "def f(a, /, b=1, *c, d: int, **e): pass",
		"bound [6,7) a by=parameter scope=1\nbound [12,13) b by=parameter scope=1\nbound [18,19) c by=parameter "
		"scope=1\nbound [21,22) d by=parameter scope=1\nbound [31,32) e by=parameter scope=1\n" },

	/* patterns */
	{ "match x:\n case A(b, c=d) | [*e] as f: pass",
		"bound [17,18) b by=other scope=0 conditional\nbound [22,23) d by=other scope=0 conditional\n"
		"bound [29,30) e by=other scope=0 conditional\nbound [35,36) f by=other scope=0 conditional\nread" },
	{ "match x:\n case {'a': b, **c}: pass",
		"bound [21,22) b by=other scope=0 conditional\nbound [26,27) c by=other scope=0 conditional\nread" },
	{ "match x:\n case _: pass", "line=1\nread [6,7) x" },

	/* elsewhere than where they stand */
	{ "def f():\n global a\n a = 1", "bound [20,21) a by=assignment scope=0\n" },
	{ "def f():\n a = 1\n def g():\n  nonlocal a\n  a = 2", "bound [41,42) a by=assignment scope=1\n" },
	{ "[(a := b) for b in c]", "bound [2,3) a by=assignment scope=0\nbound [14,15) b by=other scope=1\n" },
	{ "f = lambda: (a := 1)", "bound [13,14) a by=assignment scope=1\n" },
	{ "type A[T] = list[T]", "bound [5,6) A by=assignment scope=0\nbound [7,8) T by=parameter scope=1\n" },
	{ "class A[T: B, *U]: pass", "bound [8,9) T by=parameter scope=1\nbound [15,16) U by=parameter scope=1\n" },
};

START_TEST(what_binds_a_name_is_found)
{
	struct names n = { 0 };

	names_read(&n, str_from(bounds[_i].source));
	ck_assert(!n.names.has_error);
	ck_assert_msg(strstr(n.text.ptr, bounds[_i].part), "%s\nlacks\n%s", n.text.ptr, bounds[_i].part);
	names_release(&n);
}
END_TEST

static const struct {
	const char *source;
	const char *reads; /* all of the dump from the first read on */
} reads[] = {
	/* chains */
	{ "a.b .c(d)", "read [0,1) a dotted=a.b.c end=6 scope=0 binder=-\nread [7,8) d scope=0 binder=-\n" },
	{ "(a.\n b)", "read [1,2) a dotted=a.b end=6 scope=0 binder=-\n" },
	{ "a[b].c", "read [0,1) a scope=0 binder=-\nread [2,3) b scope=0 binder=-\n" },
	{ "a.b.c = 1", "read [0,1) a dotted=a.b.c end=5 scope=0 binder=- stored\n" },
	{ "a.b[c] = 1", "read [0,1) a dotted=a.b end=3 scope=0 binder=-\nread [4,5) c scope=0 binder=-\n" },
	{ "del a.b", "read [4,5) a dotted=a.b end=7 scope=0 binder=- stored\n" },
	{ "f(a=b)", "read [0,1) f scope=0 binder=-\nread [4,5) b scope=0 binder=-\n" },

	/* where headers are read */
	{ "class A:\n x = 1\n def f(self, a=x): pass", "read [31,32) x scope=1 binder=1\n" },
	{ "class A:\n x = 1\n def f(self): x", "read [30,31) x scope=2 binder=-\n" },
	{ "class A:\n x = 1\n y = [x for z in x]",
		"read [22,23) x scope=2 binder=-\nread [33,34) x scope=1 binder=1\n" },
	{ "class A(B, c=D): pass", "read [8,9) B scope=0 binder=-\nread [13,14) D scope=0 binder=-\n" },
	{ "@a.b\ndef f() -> c: pass",
		"read [1,2) a dotted=a.b end=4 scope=0 binder=-\nread [16,17) c scope=0 binder=-\n" },
	{ "a = 1\n[a for a in a]", "read [7,8) a scope=1 binder=1\nread [18,19) a scope=0 binder=0\n" },

	/* binders */
	{ "def f(a):\n return lambda: a", "read [26,27) a scope=2 binder=1\n" },
	{ "def f(a):\n def g():\n  global a\n  a", "read [33,34) a scope=2 binder=-\n" },
	{ "def f(): a\na = 1", "read [9,10) a scope=1 binder=0\n" },
	{ "class A:\n A = A", "read [14,15) A scope=1 binder=0\n" },
	{ "class A:\n a = 1\n b = a", "read [21,22) a scope=1 binder=1\n" },
	{ "class A:\n def f(self): __class__", "read [23,32) __class__ scope=2 binder=1\n" },
	{ "class A:\n X = 1\n def f[T: X](self): X",
		"read [26,27) X scope=2 binder=1\nread [36,37) X scope=3 binder=-\n" },
	{ "match x:\n case a.B: pass",
		"read [6,7) x scope=0 binder=-\nread [15,16) a dotted=a.B end=18 scope=0 binder=-\n" },

	/* in strings */
	{ "f'{a!r:{b}} {f\"{c}\"}'",
		"read [3,4) a scope=0 binder=-\nread [8,9) b scope=0 binder=-\nread [16,17) c scope=0 binder=-\n" },
	{ "f'{a:=5}'", "read [3,4) a scope=0 binder=-\n" },
	{ "x: 'a.B[C]'",
		"read [4,5) a dotted=a.B end=7 scope=0 binder=- quoted\nread [8,9) C scope=0 binder=- quoted\n" },
	{ "def f(a: 'B') -> \"\"\"C\"\"\": pass",
		"read [10,11) B scope=0 binder=- quoted\nread [20,21) C scope=0 binder=- quoted\n" },
	{ "x: Optional['A | B']",
		"read [3,11) Optional scope=0 binder=-\nread [13,14) A scope=0 binder=- quoted\n"
		"read [17,18) B scope=0 binder=- quoted\n" },
	{ "x: t.Callable[['A'], None]",
		"read [3,4) t dotted=t.Callable end=13 scope=0 binder=-\nread [16,17) A scope=0 binder=- quoted\n" },
	{ "x: Literal['a']", "read [3,10) Literal scope=0 binder=-\n" },
	{ "x: t.Literal['a', 'b']", "read [3,4) t dotted=t.Literal end=12 scope=0 binder=-\n" },
	{ "x: 'Literal[\"a\"]'", "read [4,11) Literal scope=0 binder=- quoted\n" },
	{ "x: Annotated['A', 'b']",
		"read [3,12) Annotated scope=0 binder=-\nread [14,15) A scope=0 binder=- quoted\n" },
	{ "x: 'List[\"A\"]'", "read [4,8) List scope=0 binder=- quoted\nread [10,11) A scope=0 binder=- quoted\n" },
	{ "x: 'A'", "read [4,5) A scope=0 binder=- quoted\n" },
	{ "def f():\n from a import B\n x: 'B'", "read [31,32) B scope=1 binder=1 quoted\n" },
	{ "x: 'None'", "" },
	{ "x: 'no type at all'", "" },
	{ "x: 'a\\x62'", "" },
	{ "x: ''", "" },
	{ "x: '''\n  A'''", "read [9,10) A scope=0 binder=- quoted\n" },
	{ "cast('A', 'b')", "read [0,4) cast scope=0 binder=-\nread [6,7) A scope=0 binder=- quoted\n" },
	{ "TypeVar('T', bound='A')", "read [0,7) TypeVar scope=0 binder=-\nread [20,21) A scope=0 binder=- quoted\n" },
	{ "X: TypeAlias = 'A'", "read [3,12) TypeAlias scope=0 binder=-\nread [16,17) A scope=0 binder=- quoted\n" },
	{ "__all__ = ['a']", "" },
	{ "x = d['a']", "read [4,5) d scope=0 binder=-\n" },

	/* what the grammar takes for something else */
	{ "print >>a, b",
		"read [0,5) print scope=0 binder=-\nread [8,9) a scope=0 binder=-\nread [11,12) b scope=0 binder=-\n" },
	{ "type(a).b = 'c'", "read [0,4) type scope=0 binder=-\nread [5,6) a scope=0 binder=-\n" },
	{ "match.case = type",
		"read [0,5) match dotted=match.case end=10 scope=0 binder=- stored\nread [13,17) type scope=0 binder=-\n" },
};

START_TEST(what_reads_a_name_is_found_with_its_binder)
{
	struct names n = { 0 };
	const char *first;

	names_read(&n, str_from(reads[_i].source));
	ck_assert(!n.names.has_error);
	first = strstr(n.text.ptr, "read ");
	ck_assert_str_eq(first ? first : "", reads[_i].reads);
	names_release(&n);
}
END_TEST

static const struct {
	const char *source;
	uint32_t line, column;
} errors[] = {
	{ "x = 1\ny = (\n", 2, 1 },
	{ "print 'a'\n", 1, 1 },
	{ "x = 1\nexec 'a'\n", 2, 1 },
	{ "try: pass\nexcept A, b: pass\n", 2, 1 },
	{ "a b\n", 1, 1 },
};

START_TEST(what_does_not_parse_is_said_with_its_place)
{
	struct names n = { 0 };

	names_read(&n, str_from(errors[_i].source));
	ck_assert(n.names.has_error);
	ck_assert_uint_eq(n.names.error_line, errors[_i].line);
	if (errors[_i].column > 1)
		ck_assert_uint_eq(n.names.error_column, errors[_i].column);
	ck_assert_msg(str_starts(strbuf_str(&n.text), STR("error ")), "%s", n.text.ptr);
	names_release(&n);
}
END_TEST

/* Each level reads names of all the others: climbing the scopes for each would take forever. */
START_TEST(deep_scopes_are_resolved_at_once)
{
	struct strbuf source = { 0 };
	struct names n = { 0 };

	for (int i = 0; i < 3000; i++)
		strbuf_printf(&source, "lambda a%d: (z%d, ", i, i);
	strbuf_addz(&source, "a0");
	for (int i = 0; i < 3000; i++)
		strbuf_addch(&source, ')');
	names_read(&n, strbuf_str(&source));
	ck_assert_uint_eq(n.names.scope_count, 3001);
	ck_assert_uint_eq(n.names.read_count, 3001);
	ck_assert_uint_eq(n.names.reads[3000].binder, 1);
	names_release(&n);
	strbuf_release(&source);
}
END_TEST

/* --- Calls --- */

static const struct {
	const char *source; /* the callee is the first `f` */
	const char *call;   /* open-close, comment, then the arguments as keyword|value */
} calls[] = {
	{ "f()", "1-2" },
	{ "f(a, b = c, *d, **e)", "1-19 |a b|c *|d **|e" },
	{ "f(a,)", "1-4 |a" },
	{ "f (\n  a, # first\n  b=1\n)", "2-23 # |a b|1" },
	{ "f(lambda x, y: (x, y), z)", "1-24 |lambda x, y: (x, y) |z" },
	{ "f(a == b)", "1-8 |a == b" },
	{ "f((x := 1), y := 2)", "1-18 |(x := 1) |y := 2" },
	{ "f(x for x in y)", "1-14 |x for x in y" },
	{ "f(g(a, b)[c, d], {e: 1, **h})", "1-28 |g(a, b)[c, d] |{e: 1, **h}" },
	{ "f('a, b', \"#)\", r'\\n', f'{x, \")\"}')", "1-34 |'a, b' |\"#)\" |r'\\n' |f'{x, \")\"}'" },
	{ "f \\\n (a)", "5-7 |a" },
	{ "(f\n (a))", "4-6 |a" },
	{ "x = f(\r\n    a,\r\n)\r\n", "5-16 |a" },
	{ "f\n(a)", "" },
	{ "f.g(a)", "" },
	{ "f[0](a)", "" },
	{ "f(a", "" },
	{ "f(a]", "" },
	{ "f('a)", "" },
	{ "def f(a): pass", "" },
	{ "class f(a): pass", "" },
	{ "f", "" },
};

static void add_call(struct strbuf *out, const struct source_call *call, struct str source)
{
	strbuf_printf(out, "%u-%u%s", call->open, call->close, call->has_comment ? " #" : "");
	for (uint32_t i = 0; i < call->argument_count; i++) {
		const struct source_argument *a = &call->arguments[i];

		strbuf_printf(out, " " STR_FMT "|" STR_FMT, STR_ARG(a->keyword), STR_ARG(a->value));
		ck_assert(str_eq(str_slice(source, a->value_start, a->end), a->value));
		ck_assert(str_starts(str_slice(source, a->start, a->end), a->keyword));
	}
}

/* The `f` that is a name of its own. */
static uint32_t callee_of(const char *source)
{
	const char *at = strncmp(source, "def ", 4) == 0 ? source + 4 : strchr(source, 'f');

	return (uint32_t)(at - source);
}

START_TEST(a_call_is_told_by_its_brackets_and_arguments)
{
	struct lang_parser *parser = lang_get("python")->parser_new();
	struct str source = str_from(calls[_i].source);
	uint32_t callee = callee_of(calls[_i].source);
	struct arena arena = { 0 };
	struct strbuf text = { 0 };
	struct source_call call;

	strbuf_addz(&text, "");
	if (python()->call(parser, source, callee, callee + 1, &arena, &call))
		add_call(&text, &call, source);
	ck_assert_str_eq(text.ptr, calls[_i].call);
	strbuf_release(&text);
	arena_release(&arena);
	lang_get("python")->parser_free(parser);
}
END_TEST

/* --- Definitions and statements: what is found replaces the mark "|" by itself --- */

static const struct {
	const char *source;
	uint32_t def;
	const char *definition;
} definitions[] = {
	{ "x\ndef f():\n  pass\n\n# c\ny", 0, "def f():\n  pass\n" },
	{ "x\n# c\n@a\n# d\n\n@b(\n  1,\n)\n# e\ndef f(): pass\n", 0, "@a\n# d\n\n@b(\n  1,\n)\n# e\ndef f(): pass\n" },
	{ "class C:\n  @p\n  def f(self):\n    x\n\n  async def g(self): pass", 0,
		"class C:\n  @p\n  def f(self):\n    x\n\n  async def g(self): pass" },
	{ "class C:\n  @p\n  def f(self):\n    x\n\n  async def g(self): pass", 1, "  @p\n  def f(self):\n    x\n" },
	{ "class C:\n  @p\n  def f(self):\n    x\n\n  async def g(self): pass", 2, "  async def g(self): pass" },
	{ "def f():\r\n\treturn '''\r\n@x'''\r\n@b\r\nclass C:\r\n\tpass\r\n", 1, "@b\r\nclass C:\r\n\tpass\r\n" },
	{ "\357\273\277@a\ndef f(): pass\n", 0, "@a\ndef f(): pass\n" },
	{ "if x:\n  def f(): pass\nelse:\n  def f():\n    pass\n", 1, "  def f():\n    pass\n" },
	{ "x = '''\n@a\n'''\ndef f(): pass\n", 0, "def f(): pass\n" },
};

START_TEST(a_definition_is_taken_with_its_decorators)
{
	struct lang_parser *parser = lang_get("python")->parser_new();
	struct str source = str_from(definitions[_i].source);
	struct arena arena = { 0 };
	struct outline outline;
	uint32_t start, end;

	lang_get("python")->skim(parser, source, &arena, &outline);
	ck_assert_uint_lt(definitions[_i].def, outline.def_count);
	python()->definition(source, &outline, definitions[_i].def, &start, &end);
	assert_str(str_slice(source, start, end), definitions[_i].definition);
	arena_release(&arena);
	lang_get("python")->parser_free(parser);
}
END_TEST

static const struct {
	const char *source;
	const char *at;        /* the statement around this piece of it */
	const char *statement; /* NULL: none by itself */
} statements[] = {
	{ "x\n  \ny = 1 # c\nz", "y", "y = 1 # c\n" },
	{ "x\n  \ny = 1 # c\nz", "# c", "y = 1 # c\n" },
	{ "if a:\n\timport b\n", "import", "\timport b\n" },
	{ "from a import (\n  b,\n\n  c,\n)\nd", "c,", "from a import (\n  b,\n\n  c,\n)\n" },
	{ "a = b + \\\n  c\n", "c", "a = b + \\\n  c\n" },
	{ "a = '''\nb\n'''\n", "b", "a = '''\nb\n'''\n" },
	{ "a = f'{x!r:{y}}'\nb", "y", "a = f'{x!r:{y}}'\n" },
	{ "a;\n", "a", "a;\n" },
	{ "a; b\n", "b", NULL },
	{ "if a: b\n", "b", NULL },
	{ "def f(): b\n", "b", NULL },
	{ "def f(): b\nc", "f", "def f(): b\n" },
	{ "x: int = 1", "int", "x: int = 1" },
	{ "x = lambda: 1\n", "1", "x = lambda: 1\n" },
	{ "# c\nx\n", "c", NULL },
	{ "\n\nx\n", "\n", NULL },
	{ "x = (", "x", NULL },
	{ "x = ((a)", "x", NULL },
	{ "x = f(')'", "x", NULL },
	{ "x = (a)", "x", "x = (a)" },
	{ "if a:\n  b\n\n  c\nelif d:\n  e\nelse:\n  f\ng\n", "a", "if a:\n  b\n\n  c\nelif d:\n  e\nelse:\n  f\n" },
	{ "if a:\n  b\nelse:\n  f\ng\n", "else", NULL },
	{ "try:\n  a\nexcept B:\n  c\nfinally:\n  d\n", "try", "try:\n  a\nexcept B:\n  c\nfinally:\n  d\n" },
	{ "@a\n# b\n@c\ndef f():\n  d\ne\n", "c", "@a\n# b\n@c\ndef f():\n  d\n" },
	{ "@a\n# b\n@c\ndef f():\n  d\ne\n", "f", "@a\n# b\n@c\ndef f():\n  d\n" },
	{ "\357\273\277x\r\ny", "x", "x\r\n" },
	{ "x\ry\rz", "y", "y\r" },
};

START_TEST(a_statement_is_whole_lines)
{
	struct str source = str_from(statements[_i].source);
	uint32_t at = (uint32_t)(strstr(statements[_i].source, statements[_i].at) - statements[_i].source);
	uint32_t start, end;
	bool is_found = python()->statement(source, at, &start, &end);

	ck_assert_int_eq(is_found, statements[_i].statement != NULL);
	if (is_found)
		assert_str(str_slice(source, start, end), statements[_i].statement);
}
END_TEST

/* --- How texts are written --- */

static const struct {
	const char *source, *eol, *indent, *encoding;
	bool has_bom, ends_in_eol, is_mixed;
} styles[] = {
	{ "", "\n", "    ", "utf-8", false, false, false },
	{ "if a:\n  b\n", "\n", "  ", "utf-8", false, true, false },
	{ "if a:\r\n\tb", "\r\n", "\t", "utf-8", false, false, false },
	{ "if a:\r    b\r", "\r", "    ", "utf-8", false, true, false },
	{ "a\nb\nc\r\n", "\n", "    ", "utf-8", false, true, true },
	{ "\357\273\277a\n", "\n", "    ", "utf-8", true, true, false },
	{ "# -*- coding: Latin-1 -*-\na = (\n  b)\n", "\n", "    ", "latin-1", false, true, false },
	{ "if a:\n   '''\n x\n'''\n   if b:\n      c\nif d:\n    e\n", "\n", "   ", "utf-8", false, true, false },
};

START_TEST(the_style_of_a_text_is_that_of_most_lines)
{
	struct source_style style;

	python()->style(str_from(styles[_i].source), &style);
	assert_str(style.eol, styles[_i].eol);
	assert_str(style.indent, styles[_i].indent);
	assert_str(style.encoding, styles[_i].encoding);
	ck_assert_int_eq(style.has_bom, styles[_i].has_bom);
	ck_assert_int_eq(style.ends_in_eol, styles[_i].ends_in_eol);
	ck_assert_int_eq(style.is_mixed, styles[_i].is_mixed);
}
END_TEST

#define TEXT(literal) STR_INIT(literal)

static const struct {
	struct str source;
	const char *reason; /* part of it; NULL: none */
} refusals[] = {
	{ TEXT(""), NULL },
	{ TEXT("x = 'gr\303\274n'"), NULL },
	{ TEXT("x = 'gr\374n'"), "UTF-8" },
	{ TEXT("# coding: utf-8\nx = 'gr\374n'"), "UTF-8" },
	{ TEXT("# coding: latin-1\nx = 'gr\374n'"), NULL },
	{ TEXT("#!/x\n# vim: set fileencoding=ISO-8859-15 :\n\374"), NULL },
	{ TEXT("#!/x\r\n#coding=cp1252\r\n\374"), NULL },
	{ TEXT("# coding: windows-1251\n\374"), NULL },
	{ TEXT("# coding: koi8-u\n\374"), NULL },
	{ TEXT("# coding: utf_8_sig\n"), NULL },
	{ TEXT("# coding: utf-8-unix\n"), NULL },
	{ TEXT("# coding: us-ascii\n"), NULL },
	{ TEXT("# coding: us-ascii\n\374"), "ASCII" },
	{ TEXT("\n\n# coding: utf-16\n"), NULL },
	{ TEXT("x = 1\n# coding: utf-16\n"), NULL },
	{ TEXT("# coding: utf-16\n"), "superset" },
	{ TEXT("# coding: utf-7\n"), "superset" },
	{ TEXT("# coding: shift_jis\n"), "superset" },
	{ TEXT("# coding: gbk\n"), "superset" },
	{ TEXT("# coding: big5\n"), "superset" },
	{ TEXT("# coding: iso-2022-jp\n"), "superset" },
	{ TEXT("# coding: cp037\n"), "superset" },
	{ TEXT("# coding: nonsense\n"), "superset" },
	{ TEXT("\n# coding: gbk\n"), "superset" },
	{ TEXT("\357\273\277# coding: utf-8\n"), NULL },
	{ TEXT("\357\273\277# coding: latin-1\n"), "byte order mark" },
	{ TEXT("x\0y"), "NUL" },
	{ TEXT("\377\376x"), "UTF-8" },
};

START_TEST(only_texts_that_can_be_edited_bytewise_are_taken)
{
	const char *reason = python()->refusal(refusals[_i].source);

	ck_assert_msg(!reason == !refusals[_i].reason, "%s", reason ? reason : "not refused");
	if (reason)
		ck_assert_msg(strstr(reason, refusals[_i].reason), "%s", reason);
}
END_TEST

/* --- Edits --- */

START_TEST(edits_replace_insert_and_delete)
{
	static const struct source_edit edits[] = {
		{ 0, 0, STR_INIT("<") },
		{ 1, 3, STR_INIT("xyz") },
		{ 3, 3, STR_INIT("!") },
		{ 4, 5, STR_INIT("") },
		{ 6, 6, STR_INIT(">") },
	};
	struct strbuf out = { 0 };

	source_apply(STR("abcdef"), edits, ARRAY_LEN(edits), &out);
	assert_str(strbuf_str(&out), "<axyz!df>");
	strbuf_clear(&out);
	source_apply(STR("abc"), NULL, 0, &out);
	assert_str(strbuf_str(&out), "abc");
	strbuf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("source");

	tcase_set_timeout(tests, 60);
	unit_add_table(tests, scopes_nest_as_the_text_says, scopes);
	unit_add_table(tests, what_binds_a_name_is_found, bounds);
	unit_add_table(tests, what_reads_a_name_is_found_with_its_binder, reads);
	unit_add_table(tests, what_does_not_parse_is_said_with_its_place, errors);
	tcase_add_test(tests, deep_scopes_are_resolved_at_once);
	unit_add_table(tests, a_call_is_told_by_its_brackets_and_arguments, calls);
	unit_add_table(tests, a_definition_is_taken_with_its_decorators, definitions);
	unit_add_table(tests, a_statement_is_whole_lines, statements);
	unit_add_table(tests, the_style_of_a_text_is_that_of_most_lines, styles);
	unit_add_table(tests, only_texts_that_can_be_edited_bytewise_are_taken, refusals);
	tcase_add_test(tests, edits_replace_insert_and_delete);
	return unit_run("source", tests);
}
