/* Tests of lang_source.calls, call_site and fields: which calls a text has, what stands around them, what a data class takes. */
#include "base/base.h"
#include "analyzers/source.h"

#include <string.h>

#include "analyzers/lang.h"
#include "base/strbuf.h"
#include "tests/unit/unit.h"

static struct arena arena;
static struct lang_parsers parsers;

static const struct lang *python(void)
{
	return lang_of_path(STR("a.py"));
}

/* --- Calls --- */

/* `words` is one; `calls` each as "name(keyword=value,value)" behind one another. */
static const struct {
	const char *source, *calls;
} call_cases[] = {
	{ "Boat(1, name='x')\n", "Boat(1,name='x') " },
	{ "a.b.Boat()\nmake().Boat()\n", "a.b.Boat() " },
	{ "Boat.small(2)\nBoat . small\nBoat.x.y(1)\n", "Boat.small(2) " },
	{ "class Boat(Base): pass\ndef Boat(x): pass\n", "" },
	{ "# Boat(1)\n'Boat(2)'\n\"\"\"Boat(3)\"\"\"\nboat(4)\nBoats(5)\nMyBoat(6)\n", "" },
	{ "Boat (\n  1,  # one\n  *rest,\n  **more\n)\n", "Boat(1,*=rest,**=more) " },
	{ "x = Boat(Boat(1))\n", "Boat(Boat(1)) Boat(1) " },
	{ "Boat(1\n", "" },
	{ "Boat(lambda x: (x, 1), key=[a, b])\n", "Boat(lambda x: (x, 1),key=[a, b]) " },
};

/* Definitions and what stands between them, in strings and decorators. */
static const char whole[] = "import Boat\n"
			    "x = 'Boat(0)'\n"
			    "Boat(1)\n"
			    "@mark(Boat(2))\n"
			    "def f(a=Boat(3)):\n"
			    "    '''Boat(4)'''\n"
			    "    def g():\n"
			    "        return Boat(5)\n"
			    "    return g, Boat(6)\n"
			    "Boat.make(7)\n"
			    "class C(Boat(8)):\n"
			    "    y = Boat(9)\n"
			    "    def m(self): return Boat(10)\n"
			    "    def n(self):  # Boat(11)\n"
			    "        return self.Boat(12)\n"
			    "    z = Boat(13)\n"
			    "if x:\n"
			    "    Boat(14)\n";

static struct str calls_text(const struct use *calls, uint32_t count)
{
	struct str text = STR("");

	for (uint32_t i = 0; i < count; i++) {
		text = arena_printf(&arena, STR_FMT STR_FMT "(", STR_ARG(text), STR_ARG(calls[i].name));
		for (uint32_t k = 0; k < calls[i].argument_count; k++) {
			const struct argument *x = &calls[i].arguments[k];

			text = arena_printf(&arena, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(text), k ? "," : "", STR_ARG(x->keyword),
					    x->keyword.len ? "=" : "", STR_ARG(x->value));
		}
		text = arena_printf(&arena, STR_FMT ") ", STR_ARG(text));
	}
	return text;
}

START_TEST(calls_are_told_by_tokens)
{
	struct lang_parser *parser = lang_parsers_get(&parsers, python());
	struct str word = STR("Boat"), source = str_from(call_cases[_i].source);
	struct words *words = words_new(&word, 1);
	struct outline outline = { 0 };
	struct use *calls;
	uint32_t count = python()->source->calls(parser, source, words, &outline, &arena, &calls);

	ck_assert_msg(str_is(calls_text(calls, count), call_cases[_i].calls), "%s: got %s", call_cases[_i].source, calls_text(calls, count).ptr);
	words_free(words);
}
END_TEST

START_TEST(calls_are_found_in_and_between_definitions)
{
	struct lang_parser *parser = lang_parsers_get(&parsers, python());
	struct str word = STR("Boat");
	struct words *words = words_new(&word, 1);
	struct outline outline;
	struct use *calls;
	uint32_t count;

	python()->skim(parser, str_from(whole), &arena, &outline);
	count = python()->source->calls(parser, str_from(whole), words, &outline, &arena, &calls);
	assert_str(calls_text(calls, count),
		   "Boat(1) Boat(2) Boat(3) Boat(5) Boat(6) Boat.make(7) Boat(8) Boat(9) Boat(10) self.Boat(12) Boat(13) Boat(14) ");
	for (uint32_t i = 0; i < count; i++)
		ck_assert_msg(!strncmp(whole + calls[i].span.start, calls[i].name.ptr, calls[i].name.len), "call %u", i);
	ck_assert_uint_eq(calls[3].span.line, 8);
	ck_assert_uint_eq(calls[3].span.column, 16);
	ck_assert_uint_eq(calls[11].span.line, 18);
	words_free(words);
}
END_TEST

/* --- Around a call --- */

/* The call is the first "Boat(" of the source. */
static const struct {
	const char *source;
	bool is_rebound, is_meant_to_fail, knows_keywords;
	const char *keywords;
} site_cases[] = {
	{ "def f():\n    Boat(1)\n", false, false, true, "" },
	{ "def f(Boat):\n    Boat(1)\n", true, false, true, "" },
	{ "def f(a, Boat=None):\n    Boat(1)\n", true, false, true, "" },
	{ "def f(a: Boat, b=Boat) -> Boat:\n    Boat(1)\n    isinstance(a, Boat)\n", false, false, true, "" },
	{ "def f():\n    from a import (\n        b,\n        Boat,\n    )\n    Boat(1)\n", false, false, true, "" },
	{ "def f():\n    from a import b, Boat\n    Boat(1)\n", false, false, true, "" },
	{ "def f():\n    with patch('x') as Boat:\n        Boat(1)\n", true, false, true, "" },
	{ "def f():\n    for Boat in mocks():\n        Boat(1)\n", true, false, true, "" },
	{ "def f():\n    (a, Boat) = mocks()\n    Boat(1)\n", true, false, true, "" },
	{ "def f():\n    Boat = mock()\n    Boat(1)\n", true, false, true, "" },
	{ "def f():\n    Boat = None\n    Boat(1)\n", false, false, true, "" },
	{ "def f():\n    try:\n        from a import Boat\n    except ImportError:\n        Boat = mock()\n    Boat(1)\n", false, false, true, "" },
	{ "def f():\n    with pytest.raises(TypeError):\n        x = Boat(1)\n", false, true, true, "" },
	{ "def f():\n    with pytest.raises((TypeError, ValueError)):\n        g(Boat(1))\n", false, true, true, "" },
	{ "def f():\n    with self.assertRaises(Exception):\n        Boat(1)\n", false, true, true, "" },
	{ "def f():\n    with self.assertRaises(Exception):\n        g(Boat(1))\n", false, false, true, "" },
	{ "def f():\n    with pytest.raises(ValueError):\n        Boat(1)\n", false, false, true, "" },
	{ "def f():\n    try:\n        Boat(1)\n    except TypeError as e:\n        pass\n", false, true, true, "" },
	{ "def f():\n    try:\n        g()\n        Boat(1)\n    except (KeyError, TypeError):\n        pass\n", false, false, true, "" },
	{ "def f():\n    try:\n        pass\n    except TypeError:\n        Boat(1)\n", false, false, true, "" },
	{ "def f():\n    with patch.object(Boat, '__init__', g):\n        Boat()\n", true, false, true, "" },
	{ "def f():\n    x = '__init__ and more'\n    Boat()\n", false, false, true, "" },
	{ "def f():\n    Boat(**{'a': 1, 'b': 2})\n", false, false, true, "a b " },
	{ "def f():\n    k = dict(a=1, b=2)\n    Boat(**k)\n", false, false, true, "a b " },
	{ "def f():\n    k = {'a': 1}\n    k['b'] = 2\n    Boat(**k)\n", false, false, false, "" },
	{ "def f():\n    k = {'a': 1}\n    g(k)\n    Boat(**k)\n", false, false, false, "" },
	{ "def f(k):\n    Boat(**k)\n", false, false, false, "" },
	{ "def f():\n    if x:\n        k = {'a': 1}\n    Boat(**k)\n", false, false, false, "" },
	{ "def f():\n    Boat(**{'a': 1, **more})\n", false, false, false, "a " },
};

START_TEST(what_stands_around_a_call_is_read)
{
	struct str source = str_from(site_cases[_i].source);
	const char *at = strstr(site_cases[_i].source, "Boat(");
	uint32_t start = (uint32_t)(at - site_cases[_i].source);
	struct str keywords = STR("");
	struct source_site site;

	ck_assert(python()->source->call_site(lang_parsers_get(&parsers, python()), source, start, start + 4, SITE_NAME | (strstr(at, "**") ? SITE_UNPACKED : 0u), &arena, &site));
	for (uint32_t i = 0; i < site.keyword_count; i++)
		keywords = arena_printf(&arena, STR_FMT STR_FMT " ", STR_ARG(keywords), STR_ARG(site.keywords[i]));
	ck_assert_msg(site.is_rebound == site_cases[_i].is_rebound, "%s: rebound %d", site_cases[_i].source, site.is_rebound);
	ck_assert_msg(site.is_meant_to_fail == site_cases[_i].is_meant_to_fail, "%s: meant to fail %d", site_cases[_i].source, site.is_meant_to_fail);
	ck_assert_msg(site.knows_keywords == site_cases[_i].knows_keywords, "%s: knows keywords %d", site_cases[_i].source, site.knows_keywords);
	ck_assert_msg(str_is(keywords, site_cases[_i].keywords), "%s: got %s", site_cases[_i].source, keywords.ptr);
}
END_TEST

/* --- Objects --- */

/* Whose method `x.run()` or `self.x.run()` is: the class, with : before an annotation; empty when there is no telling. */
static const struct {
	const char *source, *class;
} receiver_cases[] = {
	{ "def f():\n    x = Boat()\n    x.run()\n", "Boat" },
	{ "def f():\n    x = dock.Boat(1, [2])  # one\n    y = x.run()\n", "dock.Boat" },
	{ "def f():\n    x = None\n    x = y = Boat()\n    x.run()\n", "Boat" },
	{ "def f():\n    x: Ship = Boat()\n    x.run()\n", "Boat" },
	{ "def f():\n    x: Boat = g()\n    x.run()\n", ":Boat" },
	{ "def f(a, x: Boat = None, *b):\n    if x:\n        x.run()\n", ":Boat" },
	{ "def f(\n    a: Optional[int],\n    x: Optional[Boat],\n) -> int:\n    x.run()\n", ":Optional[Boat]" },
	{ "def f():\n    g(x=2)\n    x = Boat()\n    a['x'] = 1\n    x.run()\n", "Boat" },
	{ "class A:\n    def g(self):\n        self.x = Boat()\n\n    def f(self):\n        self.x.run()\n", "Boat" },
	{ "class A:\n    def g(self, b: Boat, c):\n        self.x = b\n\n    def f(self):\n        self.x.run()\n", ":Boat" },
	{ "class A:\n    x = 1\n\n    def g(self):\n        self.x: Boat = None\n\n    def f(self):\n        self.x.run()\n", ":Boat" },
	{ "class A:\n    def g(self, b: Boat, c):\n        self.x = c\n\n    def f(self, x: Boat):\n        self.x.run()\n", "" },
	{ "class A:\n    def g(self):\n        self.x = Boat()\n        self.x = Ship()\n\n    def f(self):\n        self.x.run()\n", "" },
	{ "def f():\n    x = Boat().y\n    x.run()\n", "" },
	{ "def f():\n    x = Boat() or y\n    x.run()\n", "" },
	{ "def f():\n    x.run()\n    x = Boat()\n", "" },
	{ "def f():\n    x = Boat()\n    x = y\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    for x in y: x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    with y as x:\n        x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    x, y = g()\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    y, x = g()\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    x += 1\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    if (x := g()):\n        x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    g(lambda x: x.run())\n", "" },
	{ "def f():\n    global x\n    x = Boat()\n    x.run()\n", "" },
	{ "def f():\n    def g():\n        x = Boat()\n    x.run()\n", "" },
	{ "def f():\n    def g(x: Boat):\n        pass\n    x.run()\n", "" },
	{ "def f(x):\n    'x = Boat()'\n    # x = Boat()\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    x.run = g\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    g(x, 'run')\n    x.run()\n", "" },
	{ "def f():\n    x = Boat()\n    with mock.patch(y):\n        x.run()\n", "" },
	{ "def f(x: Boat):\n    if isinstance(x, Ship):\n        x.run()\n", "" },
	{ "def f():\n    x = Canoe()\n    x.run()\n", "" }, /* no class that is asked for */
};

START_TEST(whose_method_a_call_calls_is_read)
{
	static const struct str classes[] = { STR_INIT("Boat"), STR_INIT("Ship") };
	const char *source = receiver_cases[_i].source, *at = strstr(source, "self.x.run()");
	struct words *words = words_new(classes, ARRAY_LEN(classes));
	struct source_receiver r = { .class = STR("") };
	struct str text = STR("");
	uint32_t start;

	at = at ? at : strstr(source, "x.run()");
	start = (uint32_t)(at - source);
	if (python()->source->receiver(lang_parsers_get(&parsers, python()), str_from(source), start, start + (at[0] == 's' ? 10 : 5), words, &arena, &r))
		text = arena_printf(&arena, "%s" STR_FMT, r.is_declared ? ":" : "", STR_ARG(r.class));
	words_free(words);
	ck_assert_msg(str_is(text, receiver_cases[_i].class), "%s: got %s", source, text.ptr);
}
END_TEST

/* --- Data classes --- */

/* Fields as "name", with = when it has a default, * by keyword only, - when the constructor leaves it out. */
static const struct {
	const char *source, *fields;
} field_cases[] = {
	{ "@dataclass\nclass A:\n    a: int\n    b: int = 2\n    c = 3\n", "a b= " },
	{ "@dataclass(kw_only=True)\nclass A:\n    a: int\n", "a* " },
	{ "@dataclass\nclass A:\n    a: int\n    _: KW_ONLY\n    b: int\n", "a b* " },
	{ "@dataclass\nclass A:\n    a: int = field(init=False)\n    b: list = field(default_factory=list)\n    c: int = field(repr=False)\n", "a- b= c " },
	{ "@dataclass\nclass A:\n    a: ClassVar[int] = 1\n    b: InitVar[int]\n\n    def f(self):\n        x: int = 1\n", "b " },
	{ "@dataclass(init=False)\nclass A:\n    a: int\n", "none" },
	{ "def f(): pass\n", "unread" },
};

START_TEST(fields_of_a_data_class_are_read)
{
	struct source_fields f;
	struct str text = STR("");

	if (!python()->source->fields(lang_parsers_get(&parsers, python()), str_from(field_cases[_i].source), &arena, &f))
		text = STR("unread");
	else if (f.makes_no_constructor)
		text = STR("none");
	else
		for (uint32_t i = 0; i < f.count; i++)
			text = arena_printf(&arena, STR_FMT STR_FMT "%s%s%s ", STR_ARG(text), STR_ARG(f.items[i].name), f.items[i].has_default ? "=" : "",
					    f.items[i].is_keyword ? "*" : "", f.items[i].is_left_out ? "-" : "");
	ck_assert_msg(str_is(text, field_cases[_i].fields), "%s: got %s", field_cases[_i].source, text.ptr);
}
END_TEST

static void tear_down(void)
{
	lang_parsers_release(&parsers);
	arena_release(&arena);
}

int main(void)
{
	TCase *tests = tcase_create("call_site");

	tcase_add_checked_fixture(tests, NULL, tear_down);
	unit_add_table(tests, calls_are_told_by_tokens, call_cases);
	tcase_add_test(tests, calls_are_found_in_and_between_definitions);
	unit_add_table(tests, what_stands_around_a_call_is_read, site_cases);
	unit_add_table(tests, whose_method_a_call_calls_is_read, receiver_cases);
	unit_add_table(tests, fields_of_a_data_class_are_read, field_cases);
	return unit_run("call_site", tests);
}
