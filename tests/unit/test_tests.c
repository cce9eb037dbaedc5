/* Tests of reading Python's test code: flaws in bodies, headers, and who mentions what how. */
#include "base/base.h"
#include "analyzers/lang.h"
#include "analyzers/pack.h"
#include "analyzers/tests.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* Flaws as "kind:line", joined by a blank. */
static const struct {
	const char *source, *flaws;
} bodies[] = {
	{ "def test_a():\n    assert make()\n", "" },
	{ "def test_a():\n    make()\n", "" },
	{ "def test_a():\n    assert True\n", "constant:2" },
	{ "def test_a():\n    assert 1, 'one'\n", "constant:2" },
	{ "def test_a():\n    assert 'text'\n", "constant:2" },
	{ "def test_a():\n    assert 'text' in make()\n", "" },
	{ "def test_a():\n    assert True is make()\n", "" },
	{ "def test_a():\n    assert True\n    assert make()\n", "" },
	{ "def test_a():\n    assert (make(), 'message')\n", "tuple:2" },
	{ "def test_a():\n    assert (make(), )\n", "" },
	{ "def test_a():\n    assert (make(1, 2))\n", "" },
	{ "def test_a():\n    assert (make() and\n        more(1, 2)), 'message'\n", "" },
	{ "def test_a():\n    try:\n        assert make()\n    except Exception:\n        pass\n", "swallowed:4" },
	{ "def test_a():\n    try:\n        assert make()\n    except:  # all\n        ...\n", "swallowed:4" },
	{ "def test_a():\n    try:\n        assert make()\n    except (ValueError, AssertionError) as e:\n        print(e)\n", "swallowed:4" },
	{ "def test_a():\n    try:\n        assert make()\n    except ValueError:\n        pass\n    except Exception:\n        logger.info('x')\n", "swallowed:6" },
	{ "def test_a():\n    try:\n        assert make()\n    except ValueError:\n        pass\n", "" },
	{ "def test_a():\n    try:\n        assert make()\n    except Exception:\n        raise\n", "" },
	{ "def test_a():\n    try:\n        assert make()\n    except Exception as e:\n        seen.append(e)\n", "" },
	{ "def test_a():\n    try:\n        assert make()\n    except Exception:\n        return False\n", "" },
	{ "def test_a():\n    try:\n        assert make()\n    except Exception:\n        pass\n    assert other()\n", "" },
	{ "def test_a():\n    try:\n        pytest.fail('no')\n    except Exception:\n        pass\n", "" },
	{ "def test_a():\n    try:\n        pytest.fail('no')\n    except BaseException:\n        pass\n", "swallowed:4" },
	{ "def test_a():\n    try:\n        self.assertTrue(make())\n    except Exception:\n        self.fail('no')\n", "" },
	{ "def test_a():\n    try:\n        make()\n    except Exception:\n        assert other()\n", "" },
	{ "def test_a():\n    with pytest.raises(AssertionError):\n        assert make()\n", "inverted:2" },
	{ "class T:\n    def test_a(self):\n        with self.assertRaises(AssertionError):\n            self.assertEqual(1, make())\n", "inverted:3" },
	{ "def test_a():\n    with pytest.raises(AssertionError):\n        check(make())\n", "" },
	{ "def test_a():\n    with pytest.raises(ValueError):\n        assert make()\n", "" },
	{ "def test_a():\n    'why'\n    pytest.skip('later')\n    assert make()\n", "skipped:3" },
	{ "def test_a():\n    if not there():\n        pytest.skip('later')\n    assert make()\n", "" },
	{ "def test_a():\n    assert make()\n    pytest.skip('rest')\n", "" },
	{ "@pytest.mark.skip\ndef test_a():\n    assert make()\n", "skipped:1" },
	{ "@pytest.mark.skipif(True, reason='x')\ndef test_a():\n    assert make()\n", "skipped:1" },
	{ "@pytest.mark.skipif(TrueColor, reason='x')\ndef test_a():\n    assert make()\n", "" },
	{ "@unittest.skipUnless(False, 'x')\ndef test_a():\n    assert make()\n", "skipped:1" },
	{ "@pytest.mark.xfail\ndef test_a():\n    assert make()\n", "xfail:1" },
	{ "@pytest.mark.xfail(\n    reason='x',\n)\ndef test_a():\n    assert make()\n", "xfail:1" },
	{ "@pytest.mark.xfail(strict=True)\ndef test_a():\n    assert make()\n", "" },
	{ "@pytest.mark.xfail(raises=ValueError)\ndef test_a():\n    assert make()\n", "" },
	{ "@pytest.mark.xfail(WINDOWS, reason='x')\ndef test_a():\n    assert make()\n", "" },
	{ "pytestmark = pytest.mark.skip\n", "skipped:1" },
	{ "pytestmark = [pytest.mark.slow, pytest.mark.skip(reason='x')]\n", "skipped:1" },
	{ "pytestmark = pytest.mark.skipif(WINDOWS, reason='x')\n", "" },
	{ "def test_a(): assert True\n", "" },
	{ "def test_a():\n    x = 1; assert True\n", "" },
	{ "def test_a():\n    try: assert make()\n    except Exception: pass\n", "" },
	{ "def helper():\n    assert True\n", "" },
};

static void read_source(const char *source, struct arena *a, struct outline *o, struct test_facts *ret)
{
	const struct lang *python = lang_get("python");
	struct lang_parser *p = python->parser_new();

	python->skim(p, str_from(source), a, o);
	python->tests(str_from(source), o, a, ret);
	python->parser_free(p);
}

START_TEST(flaws_of_bodies_are_seen)
{
	struct arena a = { 0 };
	struct strbuf said = { 0 };
	struct test_facts facts;
	struct outline o;

	read_source(bodies[_i].source, &a, &o, &facts);
	for (uint32_t i = 0; i < facts.flaw_count; i++)
		strbuf_printf(&said, "%s%s:%u", i ? " " : "", test_flaw_names[facts.flaws[i].kind], facts.flaws[i].span.line);
	assert_str(strbuf_str(&said), bodies[_i].flaws);
	strbuf_release(&said);
	arena_release(&a);
}
END_TEST

/* What the first function, or module level where there is none, mentions: c called, s set, d only of doubles. */
static const struct {
	const char *source, *words;
} mentions[] = {
	{ "def f():\n    x = a.B(c)\n", "x:s a.B:c c:" },
	{ "def f():\n    Mock(spec=B)\n    B()\n", "Mock:c B:c" },
	{ "def f():\n    patch.object(B, 'x')\n", "patch.object:c B:d" },
	{ "def f():\n    'B' + f'{B}' # B\n", "" },
	{ "def f():\n    self.x: int = 1\n    self.y, z = 1, 2\n", "self.x:s int:s self.y:s z:s" },
	{ "def f():\n    if a == b: pass\n", "a: b:s" },
	{ "def f(a, *b, c=d):\n    pass\n", "a: b: d:" },
	{ "@deco(x)\ndef f():\n    pass\n", "deco:c x:" },
};

START_TEST(mentions_are_told_apart)
{
	struct arena a = { 0 };
	struct strbuf said = { 0 };
	struct test_facts facts;
	struct outline o;

	read_source(mentions[_i].source, &a, &o, &facts);
	for (uint32_t i = 0; i < facts.mention_count; i++) {
		const struct test_word *m = &facts.mentions[i];

		strbuf_printf(&said, "%s" STR_FMT ":%s%s%s", said.len ? " " : "", STR_ARG(facts.words[m->word]), m->is_called ? "c" : "", m->is_set ? "s" : "",
			      m->is_doubled ? "d" : "");
	}
	assert_str(strbuf_str(&said), mentions[_i].words);
	strbuf_release(&said);
	arena_release(&a);
}
END_TEST

/* What the cache gives is what was read; a cut-off blob, or one of another file, gives nothing. */
START_TEST(facts_are_packed_and_unpacked)
{
	struct arena a = { 0 };
	struct strbuf packed = { 0 }, again = { 0 };
	struct test_facts facts, copy;
	struct outline o;

	read_source(bodies[_i].source, &a, &o, &facts);
	tests_pack(&facts, &packed);
	ck_assert(tests_unpack(strbuf_str(&packed), o.def_count, &a, &copy));
	ck_assert(copy.is_read);
	tests_pack(&copy, &again);
	ck_assert(str_eq(strbuf_str(&packed), strbuf_str(&again)));
	ck_assert(!tests_unpack(strbuf_str(&packed), o.def_count + 1, &a, &copy));
	for (size_t len = 0; len < packed.len; len++)
		ck_assert(!tests_unpack(str_slice(strbuf_str(&packed), 0, len), o.def_count, &a, &copy));
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&a);
}
END_TEST

START_TEST(headers_are_read)
{
	struct arena a = { 0 };
	struct test_facts facts;
	struct outline o;

	read_source("class T(a.B, C[int], metaclass=M):\n    @pytest.mark.slow\n    @pytest.fixture(autouse=True)\n    def f(self, x: 'a, b', *, y=(1, 2)) -> None:\n        pass\n", &a, &o,
		    &facts);
	ck_assert_uint_eq(facts.def_count, 2);
	ck_assert_uint_eq(facts.defs[0].base_count, 2);
	assert_str(facts.defs[0].bases[0], "a.B");
	assert_str(facts.defs[0].bases[1], "C");
	ck_assert_uint_eq(facts.defs[1].param_count, 2);
	assert_str(facts.defs[1].params[0], "x");
	assert_str(facts.defs[1].params[1], "y");
	ck_assert_uint_eq(facts.defs[1].mark_count, 1);
	assert_str(facts.defs[1].marks[0], "slow");
	ck_assert_uint_eq(facts.defs[1].flags & (TEST_DEF_FIXTURE | TEST_DEF_AUTOUSE), TEST_DEF_FIXTURE | TEST_DEF_AUTOUSE);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("tests");

	unit_add_table(tests, flaws_of_bodies_are_seen, bodies);
	unit_add_table(tests, mentions_are_told_apart, mentions);
	unit_add_table(tests, facts_are_packed_and_unpacked, bodies);
	tcase_add_test(tests, headers_are_read);
	return unit_run("tests", tests);
}
