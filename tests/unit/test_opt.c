/* Tests of cli/opt: what a command line means, what is refused and how, and what help looks like. */
#include "base/base.h"
#include "cli/opt.h"

#include <stdio.h>

#include "base/arena.h"
#include "cli/page.h"
#include "tests/unit/unit.h"

struct args {
	bool quiet, verbose;
	const char *file, *what; /* required, so never NULL when all is well */
	struct opt_list names, paths;
	unsigned jobs, level, color;
};

static const char *const levels[] = { "error", "warning", "never", NULL };
static const char *const stages[] = { "facts", "links", NULL };

static const struct opt opts[] = {
	{ OPT_ARG, "WHAT", .offset = offsetof(struct args, what), .choices = stages, .is_required = true,
		.help = "What to do." },
	{ OPT_ARGS, "PATH", .offset = offsetof(struct args, paths), .help = "Where." },
	{ OPT_FLAG, "quiet", 'q', .offset = offsetof(struct args, quiet), .help = "Say less." },
	{ OPT_FLAG, "verbose", 'v', .offset = offsetof(struct args, verbose), .help = "Say more." },
	{ OPT_TEXT, "file", 'f', .value = "FILE", .group = "More", .offset = offsetof(struct args, file),
		.help = "A file, and a text that is long enough to be broken into two lines of help." },
	{ OPT_LIST, "name", .value = "NAME", .group = "More", .offset = offsetof(struct args, names),
		.help = "A name." },
	{ OPT_NUMBER, "jobs", 'j', .value = "N", .group = "More", .min = 1, .max = 64,
		.offset = offsetof(struct args, jobs), .help = "How many." },
	{ OPT_CHOICE, "fail-on-a-certain-level", .value = "LEVEL", .group = "More", .choices = levels,
		.offset = offsetof(struct args, level), .help = "When to fail." },
	{ OPT_FLAG, "secret", .is_hidden = true, .offset = offsetof(struct args, verbose), .help = "Hidden." },
	{ .name = NULL },
};

static const struct opt more_opts[] = {
	{ OPT_NUMBER, "color", .value = "N", .max = 9, .offset = offsetof(struct args, color), .help = "More." },
	{ .name = NULL },
};

/* Splits a line at spaces; "''" is an empty word. */
static char **split(struct arena *a, const char *line)
{
	char **argv = arena_array(a, char *, 32);
	struct str rest = str_from(line), word;
	size_t count = 0;

	while (str_next(&rest, ' ', &word)) {
		struct str copy = arena_str(a, str_is(word, "''") ? STR("") : word);

		argv[count] = arena_alloc(a, copy.len + 1);
		memcpy(argv[count++], copy.ptr, copy.len);
	}
	return argv;
}

static void describe(const struct args *args, struct strbuf *out)
{
	if (args->quiet)
		strbuf_addz(out, "quiet ");
	if (args->verbose)
		strbuf_addz(out, "verbose ");
	if (args->file)
		strbuf_printf(out, "file=%s ", args->file);
	if (args->jobs)
		strbuf_printf(out, "jobs=%u ", args->jobs);
	if (args->level)
		strbuf_printf(out, "level=%u ", args->level);
	if (args->color)
		strbuf_printf(out, "color=%u ", args->color);
	for (size_t i = 0; i < args->names.len; i++)
		strbuf_printf(out, "name=%s ", args->names.items[i]);
	for (size_t i = 0; i < args->paths.len; i++)
		strbuf_printf(out, "path=%s ", args->paths.items[i]);
	strbuf_addz(out, args->what);
}

/* What the line means, or the message. */
static void parse(const char *line, struct strbuf *out)
{
	struct arena a = { 0 };
	struct args args = { 0 };
	struct opt_set sets[] = { { opts, &args }, { more_opts, &args } };
	struct opt_cursor at = { .argv = split(&a, line) };
	struct err err = { 0 };

	if (opt_parse(sets, ARRAY_LEN(sets), &at, false, &err) && opt_check_required(&sets[0], &err))
		describe(&args, out);
	else
		strbuf_addz(out, err.message);
	opt_release(&sets[0]);
	arena_release(&a);
}

static const struct {
	const char *line, *meaning;
} lines[] = {
	{ "facts", "facts" },
	{ "facts a b", "path=a path=b facts" },
	{ "facts -q", "quiet facts" },
	{ "-q facts", "quiet facts" },
	{ "facts -qv", "quiet verbose facts" },
	{ "facts --quiet --verbose", "quiet verbose facts" },
	{ "facts --file x", "file=x facts" },
	{ "facts --file=x", "file=x facts" },
	{ "facts --file=", "file= facts" },
	{ "facts --file=a=b", "file=a=b facts" },
	{ "facts --file --quiet", "file=--quiet facts" },
	{ "facts -f x", "file=x facts" },
	{ "facts -fx", "file=x facts" },
	{ "facts -qfx", "quiet file=x facts" },
	{ "facts -qf x", "quiet file=x facts" },
	{ "facts -f x -f y", "file=y facts" },
	{ "facts -j 4", "jobs=4 facts" },
	{ "facts -j64", "jobs=64 facts" },
	{ "facts --name a --name=b", "name=a name=b facts" },
	{ "facts --fail-on-a-certain-level never", "level=2 facts" },
	{ "facts --color 3", "color=3 facts" },
	{ "facts --secret", "verbose facts" },
	{ "facts -", "path=- facts" },
	{ "facts -- -q --file", "path=-q path=--file facts" },
	{ "-- facts", "facts" },
	{ "facts ''", "path= facts" },
};

START_TEST(a_line_means)
{
	struct strbuf out = { 0 };

	parse(lines[_i].line, &out);
	assert_str(strbuf_str(&out), lines[_i].meaning);
	strbuf_release(&out);
}
END_TEST

static const struct {
	const char *line, *message;
} refusals[] = {
	{ "", "WHAT is missing" },
	{ "facts --fil x", "unknown option '--fil'; did you mean '--file'?" },
	{ "facts --quit", "unknown option '--quit'; did you mean '--quiet'?" },
	{ "facts --verb", "unknown option '--verb'; did you mean '--verbose'?" },
	{ "facts --nonsense=1", "unknown option '--nonsense'" },
	{ "facts --secre", "unknown option '--secre'" },
	{ "facts -x", "unknown option '-x'" },
	{ "facts -qx", "unknown option '-x'" },
	{ "facts -name", "unknown option '-n'; did you mean '--name'?" },
	{ "facts --quiet=1", "--quiet takes no value" },
	{ "facts --file", "--file needs a value: FILE" },
	{ "facts -qf", "--file needs a value: FILE" },
	{ "facts --jobs x", "--jobs takes a number from 1 to 64, not 'x'" },
	{ "facts --jobs 0", "--jobs takes a number from 1 to 64, not '0'" },
	{ "facts --jobs 65", "--jobs takes a number from 1 to 64, not '65'" },
	{ "facts --jobs -1", "--jobs takes a number from 1 to 64, not '-1'" },
	{ "facts --jobs 4x", "--jobs takes a number from 1 to 64, not '4x'" },
	{ "facts --jobs=", "--jobs takes a number from 1 to 64, not ''" },
	{ "facts -j 99999999999999999999", "--jobs takes a number from 1 to 64, not '99999999999999999999'" },
	{ "facts --fail-on-a-certain-level eror", "--fail-on-a-certain-level cannot be 'eror'; did you mean 'error'?" },
	{ "facts --fail-on-a-certain-level 3",
		"--fail-on-a-certain-level cannot be '3': it is one of error, warning or never" },
	{ "fact", "WHAT cannot be 'fact'; did you mean 'facts'?" },
	{ "xyzzy", "WHAT cannot be 'xyzzy': it is one of facts or links" },
};

START_TEST(a_wrong_line_is_refused)
{
	struct strbuf out = { 0 };

	parse(refusals[_i].line, &out);
	assert_str(strbuf_str(&out), refusals[_i].message);
	strbuf_release(&out);
}
END_TEST

START_TEST(parsing_stops_before_the_command)
{
	struct arena a = { 0 };
	struct args args = { 0 };
	struct opt_set set = { more_opts, &args };
	struct opt_cursor at = { .argv = split(&a, "--color 2 audit --quiet") };
	struct err err = { 0 };

	ck_assert_msg(opt_parse(&set, 1, &at, true, &err), "%s", err.message);
	ck_assert_uint_eq(args.color, 2);
	ck_assert_str_eq(at.argv[at.next], "audit");
	arena_release(&a);
}
END_TEST

START_TEST(too_many_arguments_are_refused)
{
	static const struct opt one[] = {
		{ OPT_ARG, "WHAT", .offset = offsetof(struct args, what) },
		{ .name = NULL },
	};
	struct arena a = { 0 };
	struct args args = { 0 };
	struct opt_set set = { one, &args };
	struct opt_cursor at = { .argv = split(&a, "a b") };
	struct err err = { 0 };

	ck_assert(!opt_parse(&set, 1, &at, false, &err));
	ck_assert_str_eq(err.message, "unexpected argument 'b'");
	arena_release(&a);
}
END_TEST

static const char help[] = "\n"
			   "Arguments:\n"
			   "  WHAT                      What to do. One of facts or\n"
			   "                            links.\n"
			   "  PATH                      Where.\n"
			   "\n"
			   "Options:\n"
			   "  -q, --quiet               Say less.\n"
			   "  -v, --verbose             Say more.\n"
			   "\n"
			   "More:\n"
			   "  -f, --file FILE           A file, and a text that is long\n"
			   "                            enough to be broken into two\n"
			   "                            lines of help.\n"
			   "      --name NAME           A name. May be repeated.\n"
			   "  -j, --jobs N              How many.\n"
			   "      --fail-on-a-certain-level LEVEL\n"
			   "                            When to fail. One of error,\n"
			   "                            warning or never.\n";

START_TEST(help_is_wrapped_and_grouped)
{
	struct strbuf out = { 0 };
	struct page page = { .out = &out, .width = 60 };

	opt_help(opts, &page);
	ck_assert_str_eq(out.ptr, help);
	strbuf_clear(&out);
	opt_usage(opts, &page);
	ck_assert_str_eq(out.ptr, "[OPTIONS] WHAT [PATH...]");
	strbuf_release(&out);
}
END_TEST

/* A value that may be left out stands behind `=` only: the next word is something else. */
static const struct {
	const char *line, *text;
	unsigned number;
	size_t words;
} optional[] = {
	{ "", NULL, 0, 0 },
	{ "--controls", "", 0, 0 },
	{ "--controls=map.yaml", "map.yaml", 0, 0 },
	{ "--controls map.yaml", "", 0, 1 },
	{ "--new", NULL, 3, 0 },
	{ "--new=7 --controls= x", "", 7, 1 },
};

START_TEST(a_value_may_be_left_out)
{
	struct optional_args {
		const char *text;
		unsigned number;
		struct opt_list words;
	} args = { 0 };
	const struct opt table[] = {
		{ OPT_TEXT, "controls", .value = "FILE", .is_optional = true, .offset = offsetof(struct optional_args, text), .help = "Which." },
		{ OPT_NUMBER, "new", .value = "N", .min = 3, .max = 9, .is_optional = true, .offset = offsetof(struct optional_args, number), .help = "How many." },
		{ OPT_ARGS, "PATH", .offset = offsetof(struct optional_args, words), .help = "Where." },
		{ .name = NULL },
	};
	struct opt_set set = { table, &args };
	struct arena a = { 0 };
	struct opt_cursor at = { .argv = split(&a, optional[_i].line) };
	struct err err = { 0 };

	ck_assert_msg(opt_parse(&set, 1, &at, false, &err), "%s", err.message);
	ck_assert_pstr_eq(args.text, optional[_i].text);
	ck_assert_uint_eq(args.number, optional[_i].number);
	ck_assert_uint_eq(args.words.len, optional[_i].words);
	opt_release(&set);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("opt");

	unit_add_table(tests, a_line_means, lines);
	unit_add_table(tests, a_wrong_line_is_refused, refusals);
	tcase_add_test(tests, parsing_stops_before_the_command);
	tcase_add_test(tests, too_many_arguments_are_refused);
	tcase_add_test(tests, help_is_wrapped_and_grouped);
	unit_add_table(tests, a_value_may_be_left_out, optional);
	return unit_run("opt", tests);
}
