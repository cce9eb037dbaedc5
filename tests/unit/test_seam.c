/* Tests of rewriters/seam: strings move exactly when whoever looks the name up moves too. */
#include "base/base.h"
#include "rewriters/rewriter.h"

#include "tests/unit/plan_base.h"
#include "tests/unit/unit.h"

/* A canonical, a redirect to it, and room for readers and a test. */
#define SHOP                                                                 \
	"--- shop/__init__.py\n"                                             \
	"--- shop/oven.py\n"                                                 \
	"class Oven:\n"                                                      \
	"    def __init__(self, heat): self.heat = heat\n"                   \
	"    def bake(self): return self.heat\n"                             \
	"--- shop/factory.py\n"                                              \
	"from shop.oven import Oven\n"                                       \
	"LIMITS = {}\n"                                                      \
	"class OvenFactory:\n"                                               \
	"    def create(self, heat): return Oven(heat)\n"                    \
	"    def close(self): return None\n"                                 \
	"--- shop/old.py\n"                                                  \
	"from shop.factory import LIMITS, OvenFactory\n"                     \
	"--- shop/use.py\n"                                                  \
	"from shop.factory import OvenFactory\n"                             \
	"def run(): return OvenFactory().create(1)\n"                       \
	"--- shop/early.py\n"                                               \
	"from shop.old import OvenFactory\n" /* copied when it was loaded: no patch of shop.old reaches it */ \
	"def early(): return OvenFactory().create(4)\n"

#define LATE                                     \
	"--- shop/late.py\n"                     \
	"def late():\n"                          \
	"    from shop.old import OvenFactory\n" \
	"    return OvenFactory().create(2)\n"

#define BOUND                      \
	"--- shop/bound.py\n"      \
	"from shop import old\n"   \
	"def late():\n"            \
	"    return old.OvenFactory().create(3)\n"

static const struct {
	const char *name;
	const char *files; /* of readers */
	const char *test, *result; /* the line in tests/test_it.py; NULL = as it was */
	enum mend level;
	const char *reason; /* a part of it, or NULL */
} cases[] = {
	{ "a late import moves", LATE, "patch(\"shop.old.OvenFactory\")", "patch(\"shop.factory.OvenFactory\")", MEND_SAFE, "from then on" },
	{ "quotes and prefix stay", LATE, "patch(r'shop.old.OvenFactory', x)", "patch(r'shop.factory.OvenFactory', x)", MEND_SAFE, NULL },
	{ "a module's attribute moves", BOUND, "patch(\"shop.old.OvenFactory\")", "patch(\"shop.factory.OvenFactory\")", MEND_SAFE, NULL },
	{ "monkeypatch too", LATE, "monkeypatch.setattr(\"shop.old.OvenFactory\", x)", "monkeypatch.setattr(\"shop.factory.OvenFactory\", x)", MEND_SAFE,
		NULL },
	{ "both readers move", LATE BOUND, "patch(\"shop.old.OvenFactory\")", "patch(\"shop.factory.OvenFactory\")", MEND_SAFE, NULL },
	{ "whoever copied it early is no reader", "", "patch(\"shop.old.OvenFactory\")", NULL, MEND_SHOW, "without effect" },
	{ "a method is the object's own", "", "patch(\"shop.old.OvenFactory.create\")", "patch(\"shop.factory.OvenFactory.create\")", MEND_SAFE,
		"the object itself" },
	{ "so it is whoever reads", LATE, "patch(\"shop.old.OvenFactory.create\")", "patch(\"shop.factory.OvenFactory.create\")", MEND_SAFE, NULL },
	{ "a list is data", LATE, "x = [\"shop.old.OvenFactory\"]", NULL, MEND_NONE, NULL },
	{ "a log message is data", LATE, "log(\"shop.old.OvenFactory\")", NULL, MEND_NONE, NULL },
	{ "an f-string is left alone", LATE, "patch(f\"shop.old.{x}\")", NULL, MEND_NONE, NULL },
	{ "one that is missing is shown", LATE, "patch(\"shop.gone.OvenFactory\")", NULL, MEND_SHOW, NULL },
	{ "the canonical's is left alone", LATE, "patch(\"shop.factory.OvenFactory\")", NULL, MEND_NONE, NULL },
	{ "a loaded module, its attribute known", "", "import_module(\"shop.old\").OvenFactory()", "import_module(\"shop.factory\").OvenFactory()",
		MEND_SAFE, "same object" },
	{ "a loaded module, kept and read", "", "mod = import_module(\"shop.old\"); mod.OvenFactory(); mod.LIMITS",
		"mod = import_module(\"shop.factory\"); mod.OvenFactory(); mod.LIMITS", MEND_SAFE, NULL },
	{ "a loaded module that is handed on", "", "keep(import_module(\"shop.old\"))", NULL, MEND_SHOW, "handed on" },
	{ "a loaded module, kept and handed on", "", "mod = import_module(\"shop.old\"); keep(mod)", NULL, MEND_SHOW, "handed on" },
	{ "a module that is asked for", "", "find_spec(\"shop.old\")", NULL, MEND_ASK, "about the module itself" },
};

static void add_test(struct strbuf *files, const char *readers, const char *line)
{
	strbuf_addz(files, SHOP);
	strbuf_addz(files, readers);
	strbuf_printf(files, "--- tests/test_it.py\nfrom unittest.mock import patch\ndef test_it(monkeypatch, x, keep, log):\n    %s\n", line);
}

START_TEST(a_string_moves_with_its_readers)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 }, want CLEANUP(strbuf_release) = { 0 };
	const struct change *c;
	struct plan_base p;

	add_test(&files, cases[_i].files, cases[_i].test);
	strbuf_printf(&want, "from unittest.mock import patch\ndef test_it(monkeypatch, x, keep, log):\n    %s\n",
		cases[_i].result ? cases[_i].result : cases[_i].test);
	plan_base_make(&p, files.ptr, "", false);
	ck_assert_msg(str_is(plan_base_result(&p, "tests/test_it.py"), want.ptr), "%s: %s", cases[_i].name, p.text.ptr);
	if (cases[_i].level == MEND_NONE) {
		vec_foreach(struct change, any, &p.plan.changes)
			ck_assert_msg(!str_is(any->kind, "seam"), "%s: " STR_FMT, cases[_i].name, STR_ARG(any->text));
	} else {
		c = plan_base_change(&p, "seam", "tests/test_it.py", 1);
		ck_assert_msg(c->level == cases[_i].level, "%s is %s: " STR_FMT, cases[_i].name, mend_names[c->level], STR_ARG(c->reason));
		ck_assert_msg(!cases[_i].reason || str_has(c->reason, str_from(cases[_i].reason)), "%s because " STR_FMT, cases[_i].name,
			STR_ARG(c->reason));
	}
	plan_base_release(&p);
}
END_TEST

/* The redirect's own function reads the name there: it stays, whoever else moves. */
static const char own_reader[] = "--- shop/old.py\n"
				 "from shop.factory import LIMITS, OvenFactory\n"
				 "def helper():\n"
				 "    return OvenFactory().create(5)\n";

START_TEST(with_readers_on_both_sides_nothing_moves_by_itself)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 };
	const struct change *seam, *late;
	struct plan_base p;

	add_test(&files, LATE, "patch(\"shop.old.OvenFactory\")");
	strbuf_addz(&files, own_reader);
	plan_base_make(&p, files.ptr, "", false);
	seam = plan_base_change(&p, "seam", "tests/test_it.py", 1);
	late = plan_base_change(&p, "import", "shop/late.py", 1);
	ck_assert_int_eq(seam->level, MEND_ASK);
	ck_assert(str_has(seam->reason, STR("shop/late.py:2 would look it up in shop.factory, shop/old.py:3 still in shop.old")));
	ck_assert(str_has(seam->details, STR("shop/late.py:2 looks it up in shop.old, and moves\nshop/old.py:3 looks it up in shop.old\n")));
	ck_assert_int_eq(seam->state, CHANGE_HELD);
	ck_assert_int_eq(late->state, CHANGE_HELD);
	plan_base_release(&p);
}
END_TEST

START_TEST(string_and_readers_stand_or_fall_together)
{
	static const char *const kinds[] = { "import", "seam" };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct strbuf files CLEANUP(strbuf_release) = { 0 };
		struct plan_base p;
		uint32_t refused = NONE;

		add_test(&files, LATE BOUND, "patch(\"shop.old.OvenFactory\"), patch(\"shop.old.OvenFactory\", x)");
		plan_base_make(&p, files.ptr, "", false);
		for (uint32_t c = 0; c < p.plan.changes.len && refused == NONE; c++)
			if (str_is(p.plan.changes.items[c].kind, kinds[i]) && p.plan.changes.items[c].state == CHANGE_READY)
				refused = c;
		ck_assert_uint_ne(refused, NONE);
		ck_assert_uint_ge(plan_count(&p.plan, CHANGE_READY), 4);
		plan_refuse(&p.plan, refused, "for a test");
		assert_str(plan_base_result(&p, "tests/test_it.py"),
			"from unittest.mock import patch\ndef test_it(monkeypatch, x, keep, log):\n"
			"    patch(\"shop.old.OvenFactory\"), patch(\"shop.old.OvenFactory\", x)\n");
		ck_assert(str_has(plan_base_result(&p, "shop/late.py"), STR("shop.old")));
		ck_assert(str_has(plan_base_result(&p, "shop/bound.py"), STR("old.OvenFactory")));
		plan_base_release(&p);
	}
}
END_TEST

START_TEST(who_is_reached_by_the_moved_patch_is_told)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 };
	struct plan_base p;

	add_test(&files, LATE, "patch(\"shop.old.OvenFactory\")");
	strbuf_addz(&files, "--- shop/new_late.py\ndef late():\n    from shop.factory import OvenFactory\n    return OvenFactory()\n");
	plan_base_make(&p, files.ptr, "", false);
	assert_str(plan_base_change(&p, "seam", "tests/test_it.py", 1)->details,
		"shop/late.py:2 looks it up in shop.old, and moves\n"
		"shop/new_late.py:2 looks it up in shop.factory, and is reached too from then on\n");
	plan_base_release(&p);
}
END_TEST

START_TEST(string_and_readers_are_one_step)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 };
	struct plan_base p;

	add_test(&files, LATE BOUND, "patch(\"shop.old.OvenFactory\")");
	plan_base_make(&p, files.ptr, "", false);
	ck_assert_uint_eq(plan_base_change(&p, "seam", "tests/test_it.py", 1)->step, plan_base_change(&p, "import", "shop/late.py", 1)->step);
	plan_base_release(&p);
}
END_TEST

/* Only imports are asked for: the patch would be left behind. */
START_TEST(readers_wait_for_a_string_that_is_not_asked_for)
{
	static const struct str codes[] = { STR_INIT("CN201") };
	struct strbuf files CLEANUP(strbuf_release) = { 0 };
	struct plan_options options = { .codes = codes, .code_count = 1 };
	struct err err = { 0 };
	struct plan_base p;

	add_test(&files, LATE, "patch(\"shop.old.OvenFactory\")");
	plan_base_make(&p, files.ptr, "", false);
	plan_release(&p.plan);
	options.input = &p.input;
	options.findings = &p.findings;
	ck_assert(plan_make(&options, &p.plan, &err));
	ck_assert_int_eq(plan_base_change(&p, "import", "shop/late.py", 1)->state, CHANGE_HELD);
	ck_assert(str_has(plan_base_change(&p, "import", "shop/late.py", 1)->reason, STR("tests/test_it.py:3")));
	plan_base_release(&p);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("seam");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, a_string_moves_with_its_readers, cases);
	tcase_add_test(tests, with_readers_on_both_sides_nothing_moves_by_itself);
	tcase_add_test(tests, string_and_readers_stand_or_fall_together);
	tcase_add_test(tests, who_is_reached_by_the_moved_patch_is_told);
	tcase_add_test(tests, string_and_readers_are_one_step);
	tcase_add_test(tests, readers_wait_for_a_string_that_is_not_asked_for);
	return unit_run("seam", tests);
}
