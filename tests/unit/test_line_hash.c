/* Tests of cli/report/line_hash: the values are those that GitHub's own program gives for the same texts. */
#include "base/base.h"
#include "cli/report/line_hash.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

#define TEN(text) text text text text text text text text text text

static const struct {
	struct str text;
	const char *hashes; /* of all lines; the last one begins behind the last end of a line */
} files[] = {
	{ STR_INIT(""), "c129715d7a2bc9a3:1" },
	{ STR_INIT("def make_engine():\n    return Engine()\n"), "fdcee077821f7edf:1 8b7637aa263a8970:1 c129715d7a2bc9a3:1" },
	/* All ends of lines are alike, but a space parts CR from LF. */
	{ STR_INIT("a\tb\r\nc \rd\n\n  \r\n e"),
		"a8b0646a45c49b80:1 e9dee6753ca5c1e3:1 42117489f9615ea2:1 b8c11b25dd7ee0b4:1 bbc8c6730435e79a:1 "
		"2be488999ca9e6d8:1" },
	/* Equal hashes are numbered; near the end the zeroes behind it tell lines apart. */
	{ STR_INIT(TEN("pass\n") TEN("pass\n") "pass\npass\npass\n"),
		"ce93db9bf14334ac:1 ce93db9bf14334ac:2 ce93db9bf14334ac:3 ce93db9bf14334ac:4 ce93dbb87d4741ea:1 "
		"4491825387662b71:1 c048b41b36c42ec4:1 6062999695960d3:1 de24c955888f8d4e:1 f351c9ead57d0da5:1 "
		"8cda5d805dafac08:1 1a7739f269098267:1 ebb12344ef2c8572:1 29a10340ac132b99:1 bd58a21ef209600c:1 "
		"dddf87aeec7cb1bb:1 5e76388199f96e56:1 707dbaee1680194d:1 3856e865f0b76ed0:1 77fbc1f786d6e2cf:1 "
		"55ebff5604a84bfa:1 58ea3309c492ac1:1 d9ebd24fce30bc54:1 c129715d7a2bc9a3:1" },
	/* UTF-16 units: two for what is beyond the first plane. */
	{ STR_INIT("# caf\xC3\xA9 \xF0\x9F\x9A\x80 \xE4\xB8\xAD\nx = '" TEN("long ") TEN("long ") TEN("long ") TEN("long ") "'\ny = 2\n"),
		"7161c6a4282b8fd6:1 45a0b03e148932dc:1 ab1f8ed3e7dc41c1:1 c129715d7a2bc9a3:1" },
	/* Bytes that are no UTF-8 are U+FFFD, as many as the decoder of a browser makes of them. */
	{ STR_INIT("# latin \xE9 \xE2\x82" "A\xF0\x90\x80\xFF\xED\xA0\x80\nz = 1\n"),
		"5c4b6a34271bfd6a:1 a15569c6871e1379:1 c129715d7a2bc9a3:1" },
	{ STR_INIT("\xEF\xBB\xBFimport x\n"), "ca75c40de2597c7f:1 c129715d7a2bc9a3:1" },
};

static void hash_lines(struct str text, uint32_t first, uint32_t count, struct strbuf *out)
{
	uint32_t lines[64] = { 0 };
	struct str hashes[64];
	struct arena a = { 0 };

	for (uint32_t i = 0; i < count; i++)
		lines[i] = first + i;
	line_hashes(text, lines, count, &a, hashes);
	for (uint32_t i = 0; i < count; i++)
		strbuf_printf(out, "%s" STR_FMT, i ? " " : "", STR_ARG(hashes[i]));
	arena_release(&a);
}

static uint32_t count_words(const char *text)
{
	uint32_t count = 1;

	for (; *text; text++)
		count += *text == ' ';
	return count;
}

START_TEST(every_line_has_the_hash_that_github_gives_it)
{
	struct strbuf out = { 0 };

	hash_lines(files[_i].text, 1, count_words(files[_i].hashes), &out);
	ck_assert_str_eq(out.ptr, files[_i].hashes);
	strbuf_release(&out);
}
END_TEST

START_TEST(some_lines_have_the_hashes_that_they_have_among_all)
{
	struct strbuf out = { 0 };

	hash_lines(files[3].text, 3, 3, &out);
	ck_assert_str_eq(out.ptr, "ce93db9bf14334ac:3 ce93db9bf14334ac:4 ce93dbb87d4741ea:1");
	strbuf_release(&out);
}
END_TEST

START_TEST(one_line_may_be_wanted_twice)
{
	const uint32_t lines[] = { 2, 2, 9 };
	struct str hashes[3];
	struct arena a = { 0 };

	line_hashes(files[1].text, lines, ARRAY_LEN(lines), &a, hashes);
	assert_str(hashes[0], "8b7637aa263a8970:1");
	assert_str(hashes[1], "8b7637aa263a8970:1");
	ck_assert_uint_eq(hashes[2].len, 0);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("line_hash");

	unit_add_table(tests, every_line_has_the_hash_that_github_gives_it, files);
	tcase_add_test(tests, some_lines_have_the_hashes_that_they_have_among_all);
	tcase_add_test(tests, one_line_may_be_wanted_twice);
	return unit_run("line_hash", tests);
}
