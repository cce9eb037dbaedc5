/* Tests of cli/term and cli/page: colours, widths, wrapping, and that nothing from outside is shown raw. */
#include "base/base.h"
#include "cli/page.h"
#include "cli/term.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/* "NAME=value" pairs of the environment that a test sees. */
static const char *const *environment;

static char *find_variable(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; environment && environment[i]; i++)
		if (strncmp(environment[i], name, len) == 0 && environment[i][len] == '=')
			return (char *)(uintptr_t)(environment[i] + len + 1);
	return NULL;
}

static const struct {
	enum color_choice choice;
	bool is_terminal;
	const char *environment[4];
	bool has_color;
} colors[] = {
	{ COLOR_AUTO, true, { "TERM=xterm" }, true },
	{ COLOR_AUTO, false, { "TERM=xterm" }, false },
	{ COLOR_AUTO, true, { "TERM=dumb" }, false },
	{ COLOR_AUTO, true, { "TERM=" }, false },
	{ COLOR_AUTO, true, { NULL }, false },
	{ COLOR_AUTO, true, { "TERM=xterm", "NO_COLOR=1" }, false },
	{ COLOR_AUTO, true, { "TERM=xterm", "NO_COLOR=" }, true },
	{ COLOR_AUTO, false, { "TERM=xterm", "CLICOLOR_FORCE=1" }, true },
	{ COLOR_AUTO, false, { "TERM=xterm", "CLICOLOR_FORCE=0" }, false },
	{ COLOR_AUTO, false, { "TERM=xterm", "CLICOLOR_FORCE=1", "NO_COLOR=1" }, false },
	{ COLOR_ALWAYS, false, { "TERM=dumb", "NO_COLOR=1" }, true },
	{ COLOR_NEVER, true, { "TERM=xterm", "CLICOLOR_FORCE=1" }, false },
};

START_TEST(colors_follow_the_environment)
{
	environment = colors[_i].environment;
	ck_assert_int_eq(
		term_wants_color(colors[_i].choice, colors[_i].is_terminal, find_variable), colors[_i].has_color);
}
END_TEST

static const struct {
	const char *columns;
	unsigned width;
} widths[] = {
	{ "COLUMNS=120", 120 },
	{ "COLUMNS=1", TERM_WIDTH_MIN },
	{ "COLUMNS=99999999999999999999", 1000 },
	{ "COLUMNS=0", TERM_WIDTH },
	{ "COLUMNS=", TERM_WIDTH },
	{ "COLUMNS=-5", TERM_WIDTH },
	{ "COLUMNS=80x", TERM_WIDTH },
	{ "OTHER=1", TERM_WIDTH },
};

START_TEST(width_is_what_the_environment_says)
{
	const char *const variables[] = { widths[_i].columns, NULL };
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	environment = variables;
	ck_assert_uint_eq(term_width(fds[1], find_variable), widths[_i].width);
	close(fds[0]);
	close(fds[1]);
}
END_TEST

static const struct {
	unsigned width, start, indent;
	const char *text, *page;
} wraps[] = {
	{ 10, 0, 2, "one two three", "one two\n  three\n" },
	{ 10, 0, 0, "one two three", "one two\nthree\n" },
	{ 13, 0, 2, "one two three", "one two three\n" },
	{ 0, 0, 2, "one two three four five six", "one two three four five six\n" },
	{ 10, 0, 2, "one extraordinarily two", "one\n  extraordinarily\n  two\n" },
	{ 10, 8, 2, "one two", "........\n  one two\n" },
	{ 10, 4, 2, "one  two ", "....one\n  two\n" },
	{ 10, 0, 2, "", "\n" },
	{ 6, 0, 0, "\xE4\xB8\xAD\xE6\x96\x87 \xE4\xB8\xAD", "\xE4\xB8\xAD\xE6\x96\x87\n\xE4\xB8\xAD\n" },
	{ 40, 0, 0, "a\nb \x1b[31mred\x07", "a\\x0Ab \\x1B[31mred\\x07\n" },
	{ 20, 0, 0, "bad \xFF\xFE utf", "bad \\xFF\\xFE utf\n" },
};

START_TEST(text_is_wrapped_between_words)
{
	struct strbuf out = { 0 };
	struct page page = { .out = &out, .width = wraps[_i].width };

	for (unsigned i = 0; i < wraps[_i].start; i++)
		page_add(&page, STYLE_PLAIN, STR("."));
	page_wrap(&page, STYLE_PLAIN, wraps[_i].indent, str_from(wraps[_i].text));
	page_end(&page);
	assert_str(strbuf_str(&out), wraps[_i].page);
	strbuf_release(&out);
}
END_TEST

START_TEST(every_line_of_wrapped_text_has_its_own_style)
{
	struct strbuf out = { 0 };
	struct page page = { .out = &out, .width = 10, .has_color = true };

	page_wrap(&page, STYLE_BOLD, 2, STR("one two three"));
	page_end(&page);
	ck_assert_str_eq(out.ptr, "\x1b[1mone two\x1b[0m\n  \x1b[1mthree\x1b[0m\n");
	strbuf_release(&out);
}
END_TEST

START_TEST(columns_are_padded)
{
	struct strbuf out = { 0 };
	struct page page = { .out = &out, .has_color = true };

	page_pad(&page, 2);
	page_add(&page, STYLE_ERROR, STR("ab"));
	page_pad(&page, 6);
	page_printf(&page, STYLE_PLAIN, "%s", "cd\x1b");
	page_pad(&page, 3);
	page_add(&page, STYLE_PLAIN, STR("e"));
	page_pad(&page, 20);
	page_end(&page);
	ck_assert_str_eq(out.ptr, "  \x1b[1;31mab\x1b[0m  cd\\x1B e\n");
	strbuf_release(&out);
}
END_TEST

START_TEST(paragraphs_are_filled_and_examples_kept)
{
	struct strbuf out = { 0 };
	struct page page = { .out = &out, .width = 12 };

	page_paragraphs(&page, 1, STR("one two\nthree four\n\n  kept   as  it is\nfive\n"));
	ck_assert_str_eq(out.ptr, " one two\n three four\n\n   kept   as  it is\n five\n");
	strbuf_release(&out);
}
END_TEST

static const struct {
	uint64_t number;
	const char *text;
} numbers[] = {
	{ 0, "0" },
	{ 999, "999" },
	{ 1000, "1,000" },
	{ 9977, "9,977" },
	{ 1234567, "1,234,567" },
	{ UINT64_MAX, "18,446,744,073,709,551,615" },
};

START_TEST(numbers_are_grouped)
{
	ck_assert_str_eq(number_text(numbers[_i].number).text, numbers[_i].text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("term");

	unit_add_table(tests, colors_follow_the_environment, colors);
	unit_add_table(tests, width_is_what_the_environment_says, widths);
	unit_add_table(tests, text_is_wrapped_between_words, wraps);
	tcase_add_test(tests, every_line_of_wrapped_text_has_its_own_style);
	tcase_add_test(tests, columns_are_padded);
	tcase_add_test(tests, paragraphs_are_filled_and_examples_kept);
	unit_add_table(tests, numbers_are_grouped, numbers);
	return unit_run("term", tests);
}
