/* Tests of rules/suppress: what a suppression says, and what is refused. */
#include "base/base.h"
#include "rules/suppress.h"

#include "base/strbuf.h"
#include "rules/finding.h"
#include "tests/unit/unit.h"

static const struct {
	const char *text, *meaning; /* "intent scope CODE,CODE reason until" */
} good[] = {
	{ "ignore[CN105] public until 2.0 -- until 2027-01-31", "ignore line CN105 (public until 2.0) 2027-01-31" },
	{ "fixme[CN101, duplicate-factory ,cn201] later", "fixme line CN101,CN101,CN201 (later) " },
	{ "ignore-block[CN110] a -- b -- until 2026-12-31", "ignore block CN110 (a -- b) 2026-12-31" },
	{ "fixme-file[CN202] x", "fixme file CN202 (x) " },
	{ "ignore[CN105]tight", "ignore line CN105 (tight) " },
};

START_TEST(a_suppression_says_what_and_why)
{
	struct strbuf out = { 0 };
	struct arena a = { 0 };
	struct suppression s;

	suppress_parse(str_from(good[_i].text), &a, &s);
	assert_str(s.wrong, "");
	strbuf_printf(&out, "%s %s ", suppress_intent_names[s.intent], suppress_scope_names[s.scope]);
	for (uint32_t i = 0; i < s.rule_count; i++)
		strbuf_printf(&out, "%s%s", i ? "," : "", s.rules[i].rule->code);
	strbuf_printf(&out, " (" STR_FMT ") " STR_FMT, STR_ARG(s.reason), STR_ARG(s.until));
	assert_str(strbuf_str(&out), good[_i].meaning);
	strbuf_release(&out);
	arena_release(&a);
}
END_TEST

static const struct {
	const char *text, *wrong;
} bad[] = {
	{ "", "`` is neither ignore nor fixme, with -block or -file where that is meant" },
	{ "ignored[CN101] x", "`ignored` is neither ignore nor fixme, with -block or -file where that is meant" },
	{ "ignore-line[CN101] x", "`ignore-line` is neither ignore nor fixme, with -block or -file where that is meant" },
	{ "ignore", "it names no rule in brackets: to suppress whatever comes is not possible" },
	{ "ignore everything", "it names no rule in brackets: to suppress whatever comes is not possible" },
	{ "ignore[] x", "it names no rule in brackets: to suppress whatever comes is not possible" },
	{ "ignore[*] x", "there is no rule `*`" },
	{ "ignore[CN101", "it names no rule in brackets: to suppress whatever comes is not possible" },
	{ "ignore [CN101] x", "it names no rule in brackets: to suppress whatever comes is not possible" },
	{ "ignore[CN999] x", "there is no rule `CN999`" },
	{ "ignore[CN101,] x", "" },
	{ "ignore[CN901] x", "CN901 is about suppressions, and cannot be suppressed" },
	{ "ignore[CN101]", "it gives no reason" },
	{ "ignore[CN101] -- until 2027-01-31", "it gives no reason" },
	{ "ignore[CN101] x -- until soon", "`soon` is no day as YYYY-MM-DD" },
	{ "ignore[CN101] x -- until 2027-13-01", "`2027-13-01` is no day as YYYY-MM-DD" },
	{ "ignore[CN101] x -- until 2027-01-32", "`2027-01-32` is no day as YYYY-MM-DD" },
	{ "ignore[CN101] x -- until 2027-1-1", "`2027-1-1` is no day as YYYY-MM-DD" },
	{ "ignore[CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101,CN101] x",
		"it names more than 16 rules" },
};

START_TEST(what_is_wrong_is_said)
{
	struct arena a = { 0 };
	struct suppression s;

	suppress_parse(str_from(bad[_i].text), &a, &s);
	assert_str(s.wrong, bad[_i].wrong);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("suppress");

	unit_add_table(tests, a_suppression_says_what_and_why, good);
	unit_add_table(tests, what_is_wrong_is_said, bad);
	return unit_run("suppress", tests);
}
