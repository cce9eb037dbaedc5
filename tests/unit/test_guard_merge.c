/* Tests of rewriters/guard_merge: what is renewed of a guard file, and what stays as people left it. */
#include "base/base.h"
#include "rewriters/guard.h"

#include "tests/unit/unit.h"

#define BLOCK(name, digest, body) "# guard: begin " name " " digest "\n" body "# guard: end " name "\n"

#define C_BLOCK(name, digest, body) "/* guard: begin " name " " digest " */\n" body "/* guard: end " name " */\n"

/* %1 and %2 in a text stand for the digests of "one\n" and "two\n". */
static const struct {
	const char *old, *fresh, *merged;
	uint32_t kept;
} cases[] = {
	/* As it was written: renewed. */
	{ BLOCK("a", "%1", "one\n"), BLOCK("a", "%2", "two\n"), BLOCK("a", "%2", "two\n"), 0 },
	{ BLOCK("a", "%1", "one\n"), BLOCK("a", "%1", "one\n"), BLOCK("a", "%1", "one\n"), 0 },
	/* Edited, or emptied: kept. */
	{ BLOCK("a", "%1", "mine\n"), BLOCK("a", "%2", "two\n"), BLOCK("a", "%1", "mine\n"), 1 },
	{ BLOCK("a", "%1", ""), BLOCK("a", "%2", "two\n"), BLOCK("a", "%1", ""), 1 },
	/* What a formatter does to empty lines and ends of lines is no edit. */
	{ BLOCK("a", "%1", "\none  \n\n\n"), BLOCK("a", "%2", "two\n"), BLOCK("a", "%2", "two\n"), 0 },
	{ BLOCK("a", "%1", " one\n"), BLOCK("a", "%2", "two\n"), BLOCK("a", "%1", " one\n"), 1 },
	/* Text around blocks stays. */
	{ "x\n" BLOCK("a", "%1", "one\n") "y\n", BLOCK("a", "%2", "two\n"), "x\n" BLOCK("a", "%2", "two\n") "y\n", 0 },
	/* What is not made any more goes, unless somebody edited it. */
	{ BLOCK("a", "%1", "one\n") BLOCK("b", "%2", "two\n"), BLOCK("b", "%2", "two\n"), BLOCK("b", "%2", "two\n"), 0 },
	{ BLOCK("a", "%1", "mine\n") BLOCK("b", "%2", "two\n"), BLOCK("b", "%2", "two\n"), BLOCK("a", "%1", "mine\n") BLOCK("b", "%2", "two\n"), 1 },
	/* What is new comes at the end. */
	{ BLOCK("a", "%1", "one\n") "mine\n", BLOCK("a", "%1", "one\n") BLOCK("b", "%2", "two\n"), BLOCK("a", "%1", "one\n") "mine\n\n\n" BLOCK("b", "%2", "two\n"), 0 },
	/* What is new and belongs before what is there comes before it. */
	{ BLOCK("a", "%1", "one\n") BLOCK("c", "%1", "one\n"), BLOCK("a", "%1", "one\n") BLOCK("b", "%2", "two\n") BLOCK("c", "%1", "one\n"),
	  BLOCK("a", "%1", "one\n") BLOCK("b", "%2", "two\n") "\n" BLOCK("c", "%1", "one\n"), 0 },
	/* The comments of C. */
	{ C_BLOCK("a", "%1", "one\n"), C_BLOCK("a", "%2", "two\n"), C_BLOCK("a", "%2", "two\n"), 0 },
	{ "x\n" C_BLOCK("a", "%1", "mine\n"), C_BLOCK("a", "%2", "two\n"), "x\n" C_BLOCK("a", "%1", "mine\n"), 1 },
	/* A begin without an end is text. */
	{ "# guard: begin a %1\none\n", BLOCK("b", "%2", "two\n"), "# guard: begin a %1\none\n\n\n" BLOCK("b", "%2", "two\n"), 0 },
	{ "# guard: begin a", "", "# guard: begin a", 0 },
	{ "# guard: begin ", "", "# guard: begin ", 0 },
	{ "", "", "", 0 },
};

static struct str fill(struct arena *a, const char *text)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	for (; *text; text++) {
		if (*text == '%')
			strbuf_printf(&b, "%016llx", (unsigned long long)str_hash(*++text == '1' ? STR("one\n") : STR("two\n")));
		else
			strbuf_addch(&b, *text);
	}
	return arena_str(a, strbuf_str(&b));
}

START_TEST(blocks_are_renewed_or_kept)
{
	struct arena a = { 0 };
	struct strbuf merged = { 0 };
	uint32_t kept;

	guard_merge(fill(&a, cases[_i].old), fill(&a, cases[_i].fresh), &merged, &kept);
	assert_str(strbuf_str(&merged), fill(&a, cases[_i].merged).ptr);
	ck_assert_uint_eq(kept, cases[_i].kept);
	strbuf_release(&merged);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("guard_merge");

	unit_add_table(tests, blocks_are_renewed_or_kept, cases);
	return unit_run("guard_merge", tests);
}
