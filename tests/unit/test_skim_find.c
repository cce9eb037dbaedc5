/* Tests of the Python skimmer's find: which top-level statements mention a word. */
#include "base/base.h"
#include "analyzers/lang.h"

#include "tests/unit/python_facts.h"
#include "tests/unit/unit.h"

/* Every statement that mentions Engine, between brackets. */
static const struct search {
	struct str source;
	const char *found;
} searches[] = {
	{ STR_INIT(""), "" },
	{ STR_INIT("x = 1\nEngine()\ny = 2\n"), "x = 1\n[Engine()\n]y = 2\n" },
	{ STR_INIT("Engine"), "[Engine]" },

	/* what counts as a mention */
	{ STR_INIT("MyEngine\nEngine2\nengine\nx._Engine\n"), "MyEngine\nEngine2\nengine\nx._Engine\n" },
	{ STR_INIT("a.Engine\nb\nf(Engine=1)\n"), "[a.Engine\n]b\n[f(Engine=1)\n]" },
	{ STR_INIT("# Engine\nx = 1  # Engine\n"), "# Engine\nx = 1  # Engine\n" },
	{ STR_INIT("x = 'Engine'\ny = 1\n"), "[x = 'Engine'\n]y = 1\n" },
	{ STR_INIT("x = 'a.b:Engine'\ny = 1\n"), "[x = 'a.b:Engine'\n]y = 1\n" },
	{ STR_INIT("x: 'Optional[a.Engine | None, int]'\n"), "[x: 'Optional[a.Engine | None, int]'\n]" },
	{ STR_INIT("x = 'The Engine'\n'''Engine-like.'''\nb'Engine'\n"),
		"x = 'The Engine'\n'''Engine-like.'''\nb'Engine'\n" },
	{ STR_INIT("x = f'{Engine}'\ny = f'Engine {a}'\n"), "[x = f'{Engine}'\n]y = f'Engine {a}'\n" },
	{ STR_INIT("x = f'{f\"{a:{Engine}}\"}'\n"), "[x = f'{f\"{a:{Engine}}\"}'\n]" },

	/* imports do not */
	{ STR_INIT("import Engine\nfrom a import Engine\nfrom a import (\n  b,\n  Engine)\n"),
		"import Engine\nfrom a import Engine\nfrom a import (\n  b,\n  Engine)\n" },
	{ STR_INIT("def f():\n  from a import Engine\n"), "def f():\n  from a import Engine\n" },
	{ STR_INIT("try: import Engine\nexcept A: pass\n"), "try: import Engine\nexcept A: pass\n" },
	{ STR_INIT("import Engine; Engine\n"), "[import Engine; Engine\n]" },
	{ STR_INIT("x; import Engine\ny\n"), "x; import Engine\ny\n" },
	{ STR_INIT("yield_from(Engine)\nraise a from Engine\n"), "[yield_from(Engine)\nraise a from Engine\n]" },

	/* what is one statement */
	{ STR_INIT("a\n@d\n# c\n@e\ndef f():\n  Engine\n\n# end\nb\n"),
		"a\n[@d\n# c\n@e\ndef f():\n  Engine\n\n# end\n]b\n" },
	{ STR_INIT("@Engine\nclass A: pass\nb"), "[@Engine\nclass A: pass\n]b" },
	{ STR_INIT("if a:\n  b\nelif c:\n  d\nelse:\n  Engine\ne\n"),
		"[if a:\n  b\nelif c:\n  d\nelse:\n  Engine\n]e\n" },
	{ STR_INIT("try:\n  Engine\nexcept:\n  a\nfinally:\n  b\nc\n"),
		"[try:\n  Engine\nexcept:\n  a\nfinally:\n  b\n]c\n" },
	{ STR_INIT("x = (\nEngine,\n)\ny = '''\nEngine\n'''\n"), "[x = (\nEngine,\n)\n]y = '''\nEngine\n'''\n" },
	{ STR_INIT("x = \\\nEngine\ny\n"), "[x = \\\nEngine\n]y\n" },
	{ STR_INIT("Engine\nEngine\nx\nEngine\n"), "[Engine\nEngine\n]x\n[Engine\n]" },

	/* the bytes around */
	{ STR_INIT("\357\273\277Engine\n"), "\357\273\277[Engine\n]" },
	{ STR_INIT("x\r\nif a:\r\n\tEngine\r\ny\r\n"), "x\r\n[if a:\r\n\tEngine\r\n]y\r\n" },
	{ STR_INIT("x\rEngine\ry"), "x\r[Engine\r]y" },
	{ STR_INIT("\fEngine\n"), "\f[Engine\n]" },
};

/* Where only definitions, calls and bases count. */
static const struct search uses[] = {
	{ STR_INIT("Engine()\na\nx.Engine \\\n ()\nb\nf(Engine\n(1))\n"),
		"[Engine()\n]a\n[x.Engine \\\n ()\n]b\n[f(Engine\n(1))\n]" },
	{ STR_INIT("class Engine: pass\nx\ndef Engine(): pass\nx\nasync def Engine(): pass\n"),
		"[class Engine: pass\n]x\n[def Engine(): pass\n]x\n[async def Engine(): pass\n]" },
	{ STR_INIT("class A:\n  def Engine(self): pass\nb\n"), "[class A:\n  def Engine(self): pass\n]b\n" },
	{ STR_INIT("class A(b, c.Engine, d=Engine): pass\n"), "[class A(b, c.Engine, d=Engine): pass\n]" },
	{ STR_INIT("class A(\n  Engine,\n): pass\nb\n"), "[class A(\n  Engine,\n): pass\n]b\n" },
	{ STR_INIT("if a:\n  class A(Engine): pass\nb\n"), "[if a:\n  class A(Engine): pass\n]b\n" },
	{ STR_INIT("class A: x = Engine\nclass B:\n  Engine\n"), "class A: x = Engine\nclass B:\n  Engine\n" },
	{ STR_INIT("x: Engine = Engine\ndef f(a: Engine) -> Engine: return Engine\nx = 'Engine'\n"),
		"x: Engine = Engine\ndef f(a: Engine) -> Engine: return Engine\nx = 'Engine'\n" },
	{ STR_INIT("x = f'{Engine()}'\n"), "[x = f'{Engine()}'\n]" },
};

static uint32_t find_engine(struct str source, enum mention mention, struct arena *a, struct range **ret_ranges)
{
	const struct lang *python = lang_get("python");
	struct lang_parser *parser = python->parser_new();
	struct words *words = words_new(&STR("Engine"), 1);
	uint32_t count;

	words_set_mention(words, mention);
	count = python->find(parser, source, words, a, ret_ranges);
	words_free(words);
	python->parser_free(parser);
	return count;
}

static void check_search(const struct search *search, enum mention mention)
{
	struct str source = search->source;
	struct strbuf found CLEANUP(strbuf_release) = { 0 };
	struct arena arena CLEANUP(arena_release) = { 0 };
	struct range *ranges;
	uint32_t count = find_engine(source, mention, &arena, &ranges), at = 0;

	for (uint32_t i = 0; i < count; i++) {
		strbuf_add(&found, str_slice(source, at, ranges[i].start));
		strbuf_addch(&found, '[');
		strbuf_add(&found, str_slice(source, ranges[i].start, ranges[i].end));
		strbuf_addch(&found, ']');
		at = ranges[i].end;
	}
	strbuf_add(&found, str_slice(source, at, source.len));
	assert_str(strbuf_str(&found), search->found);
}

START_TEST(statements_with_a_word_are_found)
{
	check_search(&searches[_i], MENTION_ANY);
}
END_TEST

START_TEST(statements_that_use_a_word_are_found)
{
	check_search(&uses[_i], MENTION_USE);
}
END_TEST

START_TEST(a_range_knows_its_line)
{
	struct arena arena CLEANUP(arena_release) = { 0 };
	struct range *ranges;

	ck_assert_uint_eq(find_engine(STR("'''\n'''\r\n\rEngine\na\nEngine"), MENTION_ANY, &arena, &ranges), 2);
	ck_assert_uint_eq(ranges[0].line, 4);
	ck_assert_uint_eq(ranges[1].line, 6);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("skim_find");

	unit_add_table(tests, statements_with_a_word_are_found, searches);
	unit_add_table(tests, statements_that_use_a_word_are_found, uses);
	tcase_add_test(tests, a_range_knows_its_line);
	return unit_run("skim_find", tests);
}
