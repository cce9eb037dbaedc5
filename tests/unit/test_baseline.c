/* Tests of cli/baseline: what is read comes back sorted, smaller numbers hold, and differences are told. */
#include "base/base.h"
#include "cli/baseline.h"

#include <string.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

#define HEAD "# canonry baseline 1\n"
#define A "0a00000000000001"
#define B "0b00000000000002"
#define C "ff00000000000003"

/* The lines that are no comments. */
static void write_lines(struct baseline *b, struct strbuf *out)
{
	struct strbuf text = { 0 };
	struct str rest, line = STR("");

	baseline_write(b, &text);
	rest = strbuf_str(&text);
	while (str_next(&rest, '\n', &line))
		if (line.ptr[0] != '#')
			strbuf_printf(out, STR_FMT "\n", STR_ARG(line));
	strbuf_release(&text);
}

static const struct {
	const char *text, *lines;
} readable[] = {
	{ HEAD, "" },
	{ HEAD "# any comment\n\n" A " 1 CN101 a b\n", A " 1 CN101 a b\n" },
	{ HEAD C " 1 c\n" A " 2 a\n" B " 1 b\n", A " 2 a\n" B " 1 b\n" C " 1 c\n" },
	{ HEAD A " 3 a\n" A " 2 a\n" A " 5 a\n", A " 2 a\n" },
	{ "# canonry baseline 1\r\n" A " 1 a\r\n", A " 1 a\n" },
	{ HEAD A " 1 no newline", A " 1 no newline\n" },
	{ HEAD A " 1", A " 1 \n" },
};

START_TEST(what_is_read_is_written_sorted)
{
	struct strbuf out = { 0 };
	struct baseline b;
	struct err err = { 0 };

	ck_assert_msg(baseline_parse("b.txt", str_from(readable[_i].text), false, &b, &err), "%s", err.message);
	write_lines(&b, &out);
	assert_str(strbuf_str(&out), readable[_i].lines);
	strbuf_release(&out);
	baseline_release(&b);
}
END_TEST

static const struct {
	const char *text, *place;
} unreadable[] = {
	{ "", "b.txt:1:1: " },
	{ "\n", "b.txt:1:1: " },
	{ A " 1 a\n", "b.txt:1:1: " },
	{ "# canonry baseline x\n", "b.txt:1:1: " },
	{ "# canonry baseline 99\n", "b.txt:1:20: " },
	{ HEAD "0a0000000000000 1 short\n", "b.txt:2:1: " },
	{ HEAD "0A00000000000001 1 upper\n", "b.txt:2:1: " },
	{ HEAD "#\n" A " 0 none\n", "b.txt:3:18: " },
	{ HEAD A " -1 less\n", "b.txt:2:18: " },
	{ HEAD A " 99999999999999999999 many\n", "b.txt:2:18: " },
	{ HEAD A "\n", "b.txt:2:18: " },
	{ "<<<<<<< HEAD\n" HEAD, "b.txt:1:1: " },
	{ HEAD A " 1 a\n<<<<<<< HEAD\n", "b.txt:3:1: " },
	{ HEAD "=======\n", "b.txt:2:1: " },
	{ HEAD ">>>>>>> other\n", "b.txt:2:1: " },
	{ HEAD "||||||| base\n", "b.txt:2:1: " },
};

START_TEST(what_is_wrong_has_a_place)
{
	struct baseline b;
	struct err err = { 0 };

	ck_assert(!baseline_parse("b.txt", str_from(unreadable[_i].text), false, &b, &err));
	ck_assert_msg(strncmp(err.message, unreadable[_i].place, strlen(unreadable[_i].place)) == 0, "%s", err.message);
	baseline_release(&b);
}
END_TEST

START_TEST(both_sides_of_a_conflict_are_read_by_who_settles_it)
{
	static const char text[] = HEAD "<<<<<<< HEAD\n" A " 1 a\n||||||| base\n" B " 1 b\n=======\n" C " 1 c\n>>>>>>> other\n";
	struct strbuf out = { 0 };
	struct baseline b;

	ck_assert(baseline_parse("b.txt", str_from(text), true, &b, NULL));
	write_lines(&b, &out);
	assert_str(strbuf_str(&out), A " 1 a\n" C " 1 c\n");
	strbuf_release(&out);
	baseline_release(&b);
}
END_TEST

static struct baseline parse(const char *lines)
{
	struct strbuf text = { 0 };
	struct baseline b;

	strbuf_printf(&text, HEAD "%s", lines);
	ck_assert(baseline_parse("b.txt", strbuf_str(&text), false, &b, NULL));
	strbuf_release(&text);
	return b;
}

START_TEST(tightening_only_takes)
{
	struct baseline b = parse(A " 3 a\n" B " 1 b\n"), now = parse(A " 2 a\n" C " 4 c\n");
	struct strbuf out = { 0 };

	baseline_tighten(&b, &now);
	write_lines(&b, &out);
	assert_str(strbuf_str(&out), A " 2 a\n");
	strbuf_release(&out);
	baseline_release(&b);
	baseline_release(&now);
}
END_TEST

START_TEST(differences_are_told_by_text)
{
	struct baseline before = parse(A " 3 x\n" B " 1 y\n"), after = parse(A " 1 x\n" C " 1 w\n");
	struct strbuf out = { 0 };
	struct baseline_difference d = baseline_compare(&before, &after, &out);

	assert_str(strbuf_str(&out), "+ w\n- x (2 times)\n- y\n");
	ck_assert_uint_eq(d.came, 1);
	ck_assert_uint_eq(d.went, 3);
	strbuf_release(&out);
	baseline_release(&before);
	baseline_release(&after);
}
END_TEST

START_TEST(adding_and_taking_away_never_goes_below_none)
{
	struct baseline b = parse(A " 1 a\n");

	baseline_add(&b, STR(A), -2, STR(""));
	ck_assert_uint_eq(baseline_find(&b, STR(A))->count, 0);
	baseline_add(&b, STR(A), 2, STR(""));
	ck_assert_uint_eq(baseline_find(&b, STR(A))->count, 2);
	baseline_add(&b, STR(C), -1, STR("c"));
	ck_assert_ptr_null(baseline_find(&b, STR(C)));
	baseline_release(&b);
}
END_TEST

START_TEST(sections_keep_lines_apart)
{
	struct baseline b = parse(A " 1 a\n" B " 1 b\n");
	struct strbuf out = { 0 };

	baseline_write(&b, &out);
	ck_assert(str_has(strbuf_str(&out), STR("# 0a\n" A " 1 a\n# 0b\n" B " 1 b\n# 0c\n")));
	ck_assert(str_ends(strbuf_str(&out), STR("# ff\n")));
	strbuf_release(&out);
	baseline_release(&b);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("baseline");

	unit_add_table(tests, what_is_read_is_written_sorted, readable);
	unit_add_table(tests, what_is_wrong_has_a_place, unreadable);
	tcase_add_test(tests, both_sides_of_a_conflict_are_read_by_who_settles_it);
	tcase_add_test(tests, tightening_only_takes);
	tcase_add_test(tests, differences_are_told_by_text);
	tcase_add_test(tests, adding_and_taking_away_never_goes_below_none);
	tcase_add_test(tests, sections_keep_lines_apart);
	return unit_run("baseline", tests);
}
