/* Tests of cli/progress: the line at any width, silence where there is no terminal, drawing from many threads. */
#include "base/base.h"
#include "cli/progress.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/pool.h"
#include "base/strbuf.h"
#include "tests/unit/unit.h"

#define THREADS 4
#define ITEMS 2000

static const struct {
	unsigned width;
	size_t done, total;
	const char *line;
} drawn[] = {
	{ 40, 0, 10, "reading [>                   ]  0 of 10" },
	{ 40, 5, 10, "reading [==========>         ]  5 of 10" },
	{ 40, 10, 10, "reading [====================] 10 of 10" },
	{ 40, 12, 10, "reading [====================] 10 of 10" },
	{ 120, 1, 2, "reading [====================>                   ] 1 of 2" },
	{ 20, 1, 2, "reading 1 of 2" },
	{ 80, 1234, 0, "reading 1,234" },
};

START_TEST(a_line_fits_its_terminal)
{
	struct term term = { .width = drawn[_i].width };
	struct strbuf line = { 0 };

	progress_line(&term, "reading", drawn[_i].done, drawn[_i].total, &line);
	ck_assert_str_eq(line.ptr, drawn[_i].line);
	strbuf_release(&line);
}
END_TEST

static void update(void *context, unsigned worker, size_t item)
{
	struct timespec nap = { .tv_nsec = 2000000 };

	progress_update(context, "reading", item, ITEMS);
	nanosleep(&nap, NULL);
}

/* What a whole run writes; the file is its terminal. */
static void run(bool is_terminal, size_t items, struct strbuf *out)
{
	FILE *file = tmpfile();
	struct term term = { .fd = fileno(file), .is_terminal = is_terminal, .width = 60 };
	struct progress progress;
	char part[256];
	size_t got;

	progress_start(&progress, &term);
	pool_run(THREADS, items, update, &progress, NULL);
	progress_stop(&progress);
	rewind(file);
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		strbuf_add(out, (struct str){ part, got });
	fclose(file);
}

START_TEST(a_short_run_draws_nothing)
{
	struct strbuf out = { 0 };

	run(true, 8, &out);
	ck_assert_uint_eq(out.len, 0);
	strbuf_release(&out);
}
END_TEST

START_TEST(without_a_terminal_nothing_is_drawn)
{
	struct strbuf out = { 0 };

	run(false, ITEMS, &out);
	ck_assert_uint_eq(out.len, 0);
	strbuf_release(&out);
}
END_TEST

START_TEST(a_long_run_draws_whole_lines_and_clears_them)
{
	struct strbuf out = { 0 };
	struct str rest, frame;
	size_t frames = 0;

	run(true, ITEMS, &out);
	ck_assert(str_ends(strbuf_str(&out), STR("\r\x1b[K")));
	rest = strbuf_str(&out);
	while (str_next(&rest, '\r', &frame)) {
		ck_assert(frame.len == 0 || str_ends(frame, STR("\x1b[K")));
		ck_assert(frame.len <= 60 + 3);
		frames++;
	}
	ck_assert_uint_ge(frames, 3);
	ck_assert_uint_le(frames, 40);
	strbuf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("progress");

	unit_add_table(tests, a_line_fits_its_terminal, drawn);
	tcase_add_test(tests, a_short_run_draws_nothing);
	tcase_add_test(tests, without_a_terminal_nothing_is_drawn);
	tcase_add_test(tests, a_long_run_draws_whole_lines_and_clears_them);
	return unit_run("progress", tests);
}
