/* Tests of analyzers/lang/c/clang_memory: what is recalled without libclang, and everything that makes it be asked again. */
#include "base/base.h"
#include "analyzers/lang/c/clang_memory.h"

#include "analyzers/lang/c/clang_facts.h"
#include "base/file.h"
#include "base/map.h"
#include "base/vec.h"
#include "tests/unit/clang_code.h"

/* Blobs in an array; where `cut` is set, only so many bytes of each are left. */
struct shelf {
	struct map by_key;
	VEC(struct str) blobs;
	size_t cut;
	uint32_t gets, puts;
};

static struct shelf shelf;
static struct clang_memory memory;

static bool get(void *context, uint64_t high, uint64_t low, struct str *ret_blob)
{
	struct shelf *s = context;
	uint32_t known = map_get(&s->by_key, high ^ low);

	s->gets++;
	if (known == NONE)
		return false;
	*ret_blob = str_slice(s->blobs.items[known], 0, s->cut);
	return true;
}

static void put(void *context, uint64_t high, uint64_t low, struct str blob)
{
	struct shelf *s = context;

	s->puts++;
	map_set(&s->by_key, high ^ low, (uint32_t)s->blobs.len);
	vec_push(&s->blobs, arena_str(&clang_arena, blob));
}

static bool hash(void *context, struct str path, uint64_t *ret_high, uint64_t *ret_low)
{
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	struct clang_hash found;

	if (!file_read(arena_str(&clang_arena, path).ptr, 0, &bytes, NULL))
		return false;
	found = clang_hash_of(strbuf_str(&bytes));
	*ret_high = found.high;
	*ret_low = found.low;
	return true;
}

static void open_shelf(void)
{
	code_open();
	shelf = (struct shelf){ .cut = SIZE_MAX };
	memory = (struct clang_memory){ .context = &shelf, .get = get, .put = put, .hash = hash, .listing = 7 };
	clang_run.memory = &memory;
	sandbox_write("lamp.h", STR("struct lamp { int watt; };\nstruct lamp *lamp_new(void);\n"));
	sandbox_write("lamp.c", STR("#include <stdlib.h>\n#include \"lamp.h\"\nstruct lamp *lamp_new(void) { return malloc(sizeof(struct lamp)); }\n"));
	sandbox_write("desk.c", STR("#include \"lamp.h\"\nstruct lamp *desk(void) { return lamp_new(); }\n"));
}

static void close_shelf(void)
{
	unsetenv("CANONRY_CLANG_FAULT");
	map_release(&shelf.by_key);
	vec_release(&shelf.blobs);
	code_close();
}

static struct clang_unit_facts *read_both(void)
{
	struct clang_unit units[] = { code_unit("desk.c"), code_unit("lamp.c") };
	struct clang_unit_facts *facts = NULL;
	struct err err = { 0 };

	ck_assert_msg(clang_facts_run(&clang_run, arena_copy(&clang_arena, units, ARRAY_LEN(units), sizeof(*units)), ARRAY_LEN(units), &clang_arena, &facts, &err),
		"%s", err.message);
	return facts;
}

/* Whoever reads lamp.c dies of it. */
static bool is_asked(void)
{
	struct clang_unit_facts *facts;

	setenv("CANONRY_CLANG_FAULT", "crash:lamp.c", 1);
	facts = read_both();
	unsetenv("CANONRY_CLANG_FAULT");
	return facts[1].outcome.status == CLANG_CRASHED;
}

static struct str dump_all(const struct clang_unit_facts *units)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < 2; i++)
		for (uint32_t k = 0; k < units[i].file_count; k++) {
			strbuf_printf(&out, STR_FMT "\n", STR_ARG(units[i].files[k].path));
			cfacts_dump(units[i].files[k].facts, &out);
		}
	return arena_str(&clang_arena, strbuf_str(&out));
}

START_TEST(an_unchanged_unit_is_recalled_whole)
{
	struct str first = dump_all(read_both());

	ck_assert_uint_gt(first.len, 100);
	ck_assert_uint_ge(shelf.puts, 4); /* two answers, and facts of which the header's are shared */
	ck_assert(!is_asked());
	ck_assert(str_eq(dump_all(read_both()), first));
}
END_TEST

START_TEST(a_header_is_shared_when_recalled)
{
	struct clang_unit_facts *facts;

	read_both();
	facts = read_both();
	ck_assert_uint_eq(facts[0].file_count, 2);
	ck_assert_uint_eq(facts[1].file_count, 2);
	ck_assert_ptr_eq(facts[0].files[1].facts, facts[1].files[1].facts);
}
END_TEST

START_TEST(a_changed_header_is_read)
{
	read_both();
	sandbox_write("lamp.h", STR("struct lamp { int watt, volt; };\nstruct lamp *lamp_new(void);\n"));
	ck_assert(is_asked());
}
END_TEST

START_TEST(a_new_file_may_come_first)
{
	read_both();
	memory.listing = 8;
	ck_assert(is_asked());
}
END_TEST

START_TEST(other_arguments_are_another_unit)
{
	const char *arg = "-DWATT=3";
	struct clang_unit unit = code_unit("lamp.c");
	struct clang_unit_facts *facts;
	struct err err = { 0 };

	read_both();
	unit.args = &arg;
	unit.arg_count = 1;
	setenv("CANONRY_CLANG_FAULT", "crash:lamp.c", 1);
	ck_assert(clang_facts_run(&clang_run, &unit, 1, &clang_arena, &facts, &err));
	ck_assert_int_eq(facts[0].outcome.status, CLANG_CRASHED);
}
END_TEST

START_TEST(what_a_change_would_make_of_files_is_not_remembered)
{
	struct clang_overlay overlay = { .path = code_path("lamp.h"), .bytes = STR("struct lamp { int volt; };\nstruct lamp *lamp_new(void);\n") };

	read_both();
	clang_run.overlays = &overlay;
	clang_run.overlay_count = 1;
	shelf.puts = 0;
	ck_assert(is_asked());
	read_both();
	ck_assert_uint_eq(shelf.puts, 0);
}
END_TEST

START_TEST(a_unit_that_fails_is_not_remembered)
{
	ck_assert(is_asked());
	ck_assert_int_eq(read_both()[1].outcome.status, CLANG_PARSED);
}
END_TEST

START_TEST(a_lacking_header_may_have_come)
{
	struct clang_unit_facts *facts;
	const char *args[] = { arena_printf(&clang_arena, "-I%s/inc", sandbox).ptr };
	struct clang_unit unit = code_unit("lack.c");
	struct err err = { 0 };

	unit.args = args;
	unit.arg_count = 1;
	sandbox_write("inc/other.h", STR("\n"));
	sandbox_write("lack.c", STR("#include \"late.h\"\n"));
	for (int i = 0; i < 2; i++) {
		ck_assert(clang_facts_run(&clang_run, &unit, 1, &clang_arena, &facts, &err));
		ck_assert_int_eq(facts[0].outcome.status, CLANG_HAS_ERRORS);
	}
	sandbox_write("inc/late.h", STR("int late;\n"));
	ck_assert(clang_facts_run(&clang_run, &unit, 1, &clang_arena, &facts, &err));
	ck_assert_int_eq(facts[0].outcome.status, CLANG_PARSED);
}
END_TEST

/* Every answer cut short is none, and harms nothing. */
START_TEST(a_damaged_memory_is_none)
{
	size_t longest = 0;

	read_both();
	vec_foreach (struct str, blob, &shelf.blobs)
		longest = MAX(longest, blob->len);
	for (shelf.cut = 0; shelf.cut < 40; shelf.cut += 7)
		ck_assert(is_asked());
	shelf.cut = longest - 1;
	ck_assert(is_asked());
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("clang_memory");

	tcase_add_checked_fixture(tests, open_shelf, close_shelf);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, an_unchanged_unit_is_recalled_whole);
	tcase_add_test(tests, a_header_is_shared_when_recalled);
	tcase_add_test(tests, a_changed_header_is_read);
	tcase_add_test(tests, a_new_file_may_come_first);
	tcase_add_test(tests, other_arguments_are_another_unit);
	tcase_add_test(tests, what_a_change_would_make_of_files_is_not_remembered);
	tcase_add_test(tests, a_unit_that_fails_is_not_remembered);
	tcase_add_test(tests, a_lacking_header_may_have_come);
	tcase_add_test(tests, a_damaged_memory_is_none);
	return unit_run("clang_memory", tests);
}
