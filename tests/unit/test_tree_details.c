/* Tests of analyzers/lang/python/tree_*: flags, statements, delegates, headers and uses of definitions. */
#include "base/base.h"
#include "analyzers/lang.h"

#include "tests/unit/python_facts.h"
#include "tests/unit/unit.h"

/* The detail of the first definition in the source. */
static const struct detail *first_detail(struct facts *f, const char *source)
{
	facts_parse(f, str_from(source));
	ck_assert_msg(f->details.count > 0 && !f->details.has_error, "does not parse: %s", source);
	return &f->details.items[0];
}

/* --- Flags --- */

static const struct {
	const char *source;
	unsigned flags;
} flags[] = {
	{ "def f(): x()", 0 },
	{ "def f():\n\t'Doc.'\n\tx()", BODY_HAS_DOC },
	{ "def f():\n\t'Doc ' 'in parts.'\n\tx()", BODY_HAS_DOC },
	{ "def f():\n\tf'no {doc}'\n\tx()", 0 },
	{ "def f():\n\tb'no doc'\n\tx()", 0 },
	{ "def f():\n\t'Deprecated.'\n\tx()", BODY_HAS_DOC | BODY_DOC_DEPRECATED },
	{ "def f():\n\t'An obsolete thing.'\n\tx()", BODY_HAS_DOC | BODY_DOC_DEPRECATED },
	{ "def f():\n\t'Kept for backwards compatibility.'\n\tx()", BODY_HAS_DOC | BODY_DOC_DEPRECATED },
	{ "def f():\n\t'Please use g() instead.'\n\tx()", BODY_HAS_DOC | BODY_DOC_DEPRECATED },

	{ "def f():\n\twarnings.warn('old', DeprecationWarning, stacklevel=2)\n\tx()", BODY_WARNS },
	{ "def f():\n\twarnings.warn('old', category=PendingDeprecationWarning)\n\tx()", BODY_WARNS },
	{ "def f():\n\tif y: warn('old', FutureWarning)\n\tx()", BODY_WARNS },
	{ "def f():\n\twarnings.warn('f() is deprecated')\n\tx()", BODY_WARNS },
	{ "def f():\n\twarn_deprecated('f')\n\tx()", BODY_WARNS },
	{ "def f():\n\twarnings.warn('slow', RuntimeWarning)\n\tx()", 0 },
	{ "def f():\n\tdef g(): warnings.warn('', DeprecationWarning)\n\tx(g)", 0 },
	{ "@deprecated('use g')\ndef f(): x()", BODY_WARNS },
	{ "@typing_extensions.deprecated('use g')\nclass C: x = 1", BODY_WARNS },
	{ "@deprecated_argument('x')\ndef f(): x()", 0 },
	{ "class C:\n\tdef __init__(self):\n\t\twarnings.warn('', DeprecationWarning)\n\t\tself.x = 1", BODY_WARNS },
	{ "class C:\n\tdef m(self):\n\t\twarnings.warn('', DeprecationWarning)\n\t\tself.x = 1", 0 },

	{ "def f(): pass", BODY_EMPTY },
	{ "def f(): ...", BODY_EMPTY },
	{ "def f():\n\t'Doc.'\n\tpass", BODY_EMPTY | BODY_HAS_DOC },
	{ "class C(B):\n\t'Doc.'", BODY_EMPTY | BODY_HAS_DOC },
	{ "class C: x = 1", 0 },
	{ "class C:\n\tdef m(self): pass", 0 },
	{ "def f(): logger.info('x')", 0 },

	{ "def f(): raise NotImplementedError", BODY_RAISES },
	{ "def f():\n\t'Doc.'\n\tlogger.error('x')\n\traise E('x') from None", BODY_RAISES | BODY_HAS_DOC },
	{ "def f():\n\tif x: raise E\n", 0 },
	{ "def f():\n\tx()\n\traise E\n", 0 },
	{ "class C:\n\tdef a(self): raise E\n\tdef b(self): raise E", BODY_RAISES },
	{ "class C:\n\tdef a(self): raise E\n\tdef b(self): return 1", 0 },

	{ "def f(): yield 1", BODY_YIELDS },
	{ "def f():\n\tdef g(): yield 1\n\treturn g", 0 },
	{ "@abc.abstractmethod\ndef f(self): x()", BODY_ABSTRACT },
	{ "class C(ABC): x = 1", BODY_ABSTRACT },
	{ "class C(typing.Protocol[T]): x = 1", BODY_ABSTRACT },
	{ "class C(metaclass=ABCMeta): x = 1", BODY_ABSTRACT },
	{ "class C:\n\t@abstractmethod\n\tdef m(self): x()", BODY_ABSTRACT },
	{ "@overload\ndef f(x: int) -> int: ...", BODY_OVERLOAD | BODY_EMPTY },
	{ "@property\ndef f(self): return x()", BODY_PROPERTY },
	{ "@f.setter\ndef f(self, x): self.x = x", BODY_PROPERTY },
	{ "@functools.cached_property\ndef f(self): return x()", BODY_PROPERTY | BODY_CACHED },
	{ "@classmethod\ndef f(cls): return cls()", BODY_CLASSMETHOD },
	{ "@staticmethod\ndef f(): return x()", BODY_STATICMETHOD },
	{ "@contextlib.contextmanager\ndef f(): yield x()", BODY_CONTEXT | BODY_YIELDS },
	{ "@asynccontextmanager\nasync def f(): yield x()", BODY_CONTEXT | BODY_YIELDS },
	{ "@lru_cache(maxsize=None)\ndef f(): return x()", BODY_CACHED },
	{ "@pytest.fixture(scope='session')\ndef f(): return x()", BODY_FIXTURE | BODY_SHARED },
	{ "@pytest.fixture(autouse=True, scope=\"module\")\ndef f(): return x()", BODY_FIXTURE | BODY_SHARED },
	{ "@pytest.fixture(scope='function')\ndef f(): return x()", BODY_FIXTURE },
	{ "@pytest.fixture\ndef f(): return x()", BODY_FIXTURE },
	{ "@lru_cache(scope='session')\ndef f(): return x()", BODY_CACHED },
	{ "@app.get('/x')\nasync def f(): return x()", BODY_ROUTE },
	{ "@router.websocket('/x')\nasync def f(): return x()", BODY_ROUTE },
	{ "@cli.command()\ndef f(): x()", BODY_ROUTE },
	{ "@celery_app.task\ndef f(): x()", BODY_ROUTE },
	{ "@self.event\ndef f(): x()", 0 },
	{ "@mock.patch('a.b')\ndef f(m): x()", 0 },
	{ "@patch('a.b')\ndef f(m): x()", 0 },
	{ "@dataclasses.dataclass(frozen=True)\nclass C: x: int", BODY_DATA },
	{ "@attr.s\nclass C: x = attr.ib()", BODY_DATA },
	{ "class C(enum.Enum): X = 1", BODY_DATA },
	{ "class C(NamedTuple): x: int", BODY_DATA },
	{ "class C(collections.namedtuple('C', 'x')): y = 1", BODY_DATA },
	{ "class C(pydantic.BaseModel): x: int", BODY_DATA },
	{ "class C(metaclass=M): x = 1", BODY_MADE },
	{ "class C(*bases): x = 1", BODY_MADE },
	{ "class C(metaclass=abc.ABCMeta): x = 1", BODY_ABSTRACT },
	{ "class C(ValueError): pass", BODY_DATA | BODY_EMPTY },
	{ "class ErrorFactory(Base): x = 1", 0 },
};

START_TEST(flags_say_what_a_body_is)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	ck_assert_msg(first_detail(&f, flags[_i].source)->flags == flags[_i].flags, "%s\nis %s", flags[_i].source,
		facts_details(&f));
}
END_TEST

/* --- Statements and delegates --- */

static const struct {
	const char *body; /* of `async def f(self):` */
	unsigned count;
	const char *delegate;
} bodies[] = {
	{ "pass", 0, "" },
	{ "'Doc.'", 0, "" },
	{ "import a\nfrom b import c\nglobal d", 0, "" },
	{ "logger.info('x')\nself.logger.debug('x')\nself._logger.error('x')", 0, "" },
	{ "logging.getLogger(__name__).warning('x')\nprint('x')\nlog.info('x')", 0, "" },
	{ "logger = logging.getLogger(__name__)\nlogger.info('x')", 0, "" },
	{ "warnings.warn('x', DeprecationWarning)\nif a:\n\tlogger.info('x')", 0, "" },
	{ "x: int", 0, "" },

	{ "g()", 1, "g" },
	{ "await g()", 1, "g" },
	{ "return g()", 1, "g" },
	{ "return await a.b.g()", 1, "a.b.g" },
	{ "return (await g())", 1, "g" },
	{ "yield g()", 1, "g" },
	{ "yield from g()", 1, "g" },
	{ "return self._delegate.create(1)", 1, "self._delegate.create" },
	{ "return super().create()", 1, "super().create" },
	{ "return (await get()).create()", 1, "get().create" },
	{ "return getattr(self._delegate, 'create')()", 1, "self._delegate.create" },
	{ "return self._pool[key].get()", 1, "self._pool[].get" },
	{ "x = g()\nreturn x", 1, "g" },
	{ "x = await g()\nlogger.info(x)\nreturn x", 1, "g" },
	{ "async with g() as e:\n\tyield e", 1, "g" },
	{ "with g():\n\tyield", 1, "g" },
	{ "async with g() as e:\n\tlogger.info('x')\n\tyield e", 1, "g" },
	{ "async for x in g():\n\tyield x", 1, "g" },
	{ "'Doc.'\nfrom a import g\nwarnings.warn('x')\nreturn g()", 1, "g" },
	{ "with warnings.catch_warnings():\n\twarnings.simplefilter('ignore')\n\treturn g()", 1, "g" },

	{ "return x", 1, "" },
	{ "raise E()", 1, "" },
	{ "self.x = g()", 1, "" },
	{ "return g() or h()", 1, "" },
	{ "return not g()", 1, "" },
	{ "return 'x'.join(y)", 1, "" },
	{ "x = g()\nreturn y", 2, "" },
	{ "x = g()\nx.y()\nreturn x", 3, "" },
	{ "with g() as e:\n\tyield f", 2, "" },
	{ "with lock:\n\treturn g()", 2, "" },
	{ "if x:\n\treturn g()\nreturn h()", 3, "" },
	{ "for x in y:\n\tpass", 1, "" },
	{ "try:\n\treturn g()\nexcept E:\n\tlogger.error('x')\n\traise", 3, "" },
	{ "try:\n\tlogger.info('x')\nfinally:\n\tpass", 0, "" },
	{ "match x:\n\tcase 1:\n\t\treturn g()", 2, "" },
	{ "def h():\n\treturn 1\nreturn h", 2, "" },
};

/* The body, one tab deeper, below the header of a method. */
static void add_method(struct strbuf *b, const char *body)
{
	struct str rest = str_from(body), line;

	strbuf_addz(b, "async def f(self):\n");
	while (str_next(&rest, '\n', &line))
		strbuf_printf(b, "\t" STR_FMT "\n", STR_ARG(line));
}

START_TEST(a_body_is_counted_without_its_talk)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	const struct detail *d;

	add_method(&source, bodies[_i].body);
	d = first_detail(&f, source.ptr);
	ck_assert_msg(d->statement_count == bodies[_i].count && str_is(d->delegate, bodies[_i].delegate),
		"%s\nhas %u statements, delegate \"" STR_FMT "\"", bodies[_i].body, d->statement_count,
		STR_ARG(d->delegate));
}
END_TEST

START_TEST(a_class_has_the_statements_of_its_methods)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	const struct detail *d = first_detail(&f,
		"class C:\n\tx = 1\n\tdef a(self):\n\t\tg()\n\t\th()\n"
		"\tdef b(self): return 1\n\tdef c(self): pass\n");

	ck_assert_uint_eq(d->statement_count, 3);
	assert_str(d->delegate, "");
}
END_TEST

/* --- What the dump shows --- */

static const struct {
	const char *source;
	const char *line; /* that the dump must have a part of */
} shown[] = {
	/* headers */
	{ "def f(a, /, b: int, *args, c: 'Foo' = 1, **kw) -> Optional['Bar']: pass", " returns=Optional[Bar]" },
	{ "def f(a, /, b): pass", "param positional a\n  param plain b\n" },
	{ "def f(b: int = 3): pass", "param plain b annotation=int default=3\n" },
	{ "def f(*args: int, c): pass", "param args args annotation=int\n  param keyword c\n" },
	{ "def f(*, c: 'Foo' = None): pass", "param keyword c annotation=Foo default=None\n" },
	{ "def f(**kw): pass", "param kwargs kw\n" },
	{ "def f(x: Literal['a']): pass", "annotation=Literal['a']" },
	{ "class C(a.B[T], D, metaclass=M): pass", " base=a.B base=D empty" },
	{ "@a.b(1)\n@c\ndef f(): pass", " decorator=a.b decorator=c empty" },

	/* calls: targets, returns, arguments */
	{ "x = f()", "use 1:5-1:6 [4,5) call f def=- target=x\n" },
	{ "self.x = await f()", " call f def=- target=self.x awaited\n" },
	{ "x: T = (f())", " call f def=- target=x\n" },
	{ "x = f() if a else b", " call f def=- target=x\n" },
	{ "x = a if f() else b", " call f def=-\n" },
	{ "x = a or f()", " call f def=- target=x\n" },
	{ "x = a and f()", " call f def=- target=x\n" },
	{ "x = f() and a", " call f def=-\n" },
	{ "x = [f()]", " call f def=-\n" },
	{ "x = not f()", " call f def=-\n" },
	{ "x = y = f()", " copy x def=- target=y\n" },
	{ "a, b = f(), g()", " call g def=- target=b\n" },
	{ "cache[key] = f()", " call f def=- target=cache[]\n" },
	{ "if (x := f()): pass", " call f def=- target=x\n" },
	{ "with f() as x: pass", " call f def=- target=x\n" },
	{ "async def a():\n\tasync with f() as self.x: pass", " call f def=0 target=self.x\n" },
	{ "def a(): return f()", " call f def=0 returned\n" },
	{ "def a(): return await f()", " call f def=0 returned awaited\n" },
	{ "def a(): return x or (f() if y else z)", " call f def=0 returned\n" },
	{ "def a(): yield f()", " call f def=0 returned\n" },
	{ "def a(): return [f()]", " call f def=0\n" },
	{ "def a(): return f().g()", " call f().g def=0 returned\n" },
	{ "def a(): return f(g())", " call g def=0\n" },
	{ "a.b(1, *c, d='e', **g)",
		" call a.b def=-\n  argument value=1\n  argument keyword=* value=c\n"
		"  argument keyword=d value='e'\n  argument keyword=** value=g\n" },
	{ "f(x for x in y)", "  argument value=(x for x in y)\n" },
	{ "f(g(\n\t1,\n\t2))", "  argument value=g( 1, 2)\n" },
	{ "@f(1)\ndef g(): pass", " call f def=-\n" },
	{ "def g(x=f()): pass", " call f def=-\n" },

	/* copies, returns and the rest */
	{ "def a(self, y): self.x = y", " copy y def=0 target=self.x\n" },
	{ "def a(self): x = self.y", " copy self.y def=0 target=x\n" },
	{ "x = getattr(y, 'z', None)", " copy y.z def=- target=x\n" },
	{ "x = y or z", " copy z def=- target=x\n" },
	{ "x = y = z", " copy z def=- target=y\n" },
	{ "def a(): return x.y", " return x.y def=0 returned\n" },
	{ "def a(): yield x", " return x def=0 returned\n" },
	{ "def a(): return getattr(x, 'y')", " return x.y def=0 returned\n" },
	{ "def a(): return x if y else z", " return z def=0 returned\n" },
	{ "def a(): return", " return-value None def=0 returned\n" },
	{ "def a(): return True", " return-value True def=0 returned\n" },
	{ "def a(): return x or {}", " return-value  def=0 returned\n" },
	{ "def a(): return x, y", " return-value  def=0 returned\n" },
	{ "def a(): return await x", " return-value  def=0 returned\n" },
	{ "raise a.E", " raise a.E def=-\n" },
	{ "raise a.E('x') from e", " raise a.E def=-\n" },
	{ "class C(a.B[T]): pass", " base a.B def=0\n" },
	{ "isinstance(x, (A, b.C))", " isinstance A def=-\nuse 1:19-1:22 [18,21) isinstance b.C def=-\n" },
	{ "issubclass(x, A | B)", " isinstance B def=-\n" },
	{ "def a():\n\tglobal x, y", " global y def=0\n" },
	{ "try: x()\nexcept a.E as e: y()", " swallow a.E def=-\n" },
	{ "try: x()\nexcept (A, b.C): pass", " swallow A def=-\nuse 2:12-2:15 [20,23) swallow b.C def=-\n" },
	{ "try: x()\nexcept: pass", " swallow BaseException def=-\n" },
	{ "try: x()\nexcept* E: pass", " swallow E def=-\n" },
	{ "def f():\n\ttry: x()\n\texcept E:\n\t\tdef g(): raise e", " swallow E def=0\n" },
	{ "x = {}", " setdefault {} def=- target=x\n" },
	{ "class C:\n\tx: Dict = []", " setdefault [] def=0 target=x\n" },
	{ "x = weakref.WeakValueDictionary()", " setdefault weakref.WeakValueDictionary def=- target=x\n" },

	/* order: module level first, then by definition */
	{ "def a(): f()\ng()", "call g def=-\nuse 1:10-1:11 [9,10) call f def=0\n" },

	/* names that a module makes when it is asked for them */
	{ "def __getattr__(name):\n\tif name == 'A': return x", "lazy A\n" },
	{ "def __getattr__(n: str):\n\tif n in ('A', 'B'): return x", "lazy A\nlazy B\n" },
	{ "_T = {'B': 1, 'A': 2}\ndef __getattr__(n):\n\treturn _T[n]", "lazy A\nlazy B\n" },
	{ "_T = frozenset({'A'})\ndef __getattr__(n):\n\tif n not in _T: raise E", "lazy A\n" },
	{ "def __getattr__(n):\n\tmatch n:\n\t\tcase 'A' | 'B': return x", "lazy A\nlazy B\n" },
};

START_TEST(details_show_headers_and_uses)
{
	struct facts f CLEANUP(facts_release) = { 0 };
	const char *dump;

	facts_parse(&f, str_from(shown[_i].source));
	ck_assert_msg(!f.details.has_error, "does not parse: %s", shown[_i].source);
	dump = facts_details(&f);
	ck_assert_msg(strstr(dump, shown[_i].line), "%s\nlacks \"%s\" in\n%s", shown[_i].source, shown[_i].line, dump);
}
END_TEST

/* What is no use of the kind must not be taken for one. */
static const struct {
	const char *source, *line;
} hidden[] = {
	{ "try: x()\nexcept E: raise", "swallow" },
	{ "try: x()\nexcept E as e:\n\tif y: raise F from e", "swallow" },
	{ "x = {'a': 1}", "setdefault" },
	{ "def a(): x = {}", "setdefault" },
	{ "x = 1", "copy" },
	{ "x = lambda: y", "copy" },
	{ "def a(): return f()", "return-value" },
	{ "class C:\n\tdef __getattr__(self, n):\n\t\tif n == 'A': return x", "lazy" },
	{ "f(x, key=y)", "copy" },
};

START_TEST(details_show_no_more_than_there_is)
{
	struct facts f CLEANUP(facts_release) = { 0 };

	facts_parse(&f, str_from(hidden[_i].source));
	ck_assert_msg(!strstr(facts_details(&f), hidden[_i].line), "%s\nhas %s", hidden[_i].source, f.text.ptr);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("tree_details");

	unit_add_table(tests, flags_say_what_a_body_is, flags);
	unit_add_table(tests, a_body_is_counted_without_its_talk, bodies);
	tcase_add_test(tests, a_class_has_the_statements_of_its_methods);
	unit_add_table(tests, details_show_headers_and_uses, shown);
	unit_add_table(tests, details_show_no_more_than_there_is, hidden);
	return unit_run("tree_details", tests);
}
