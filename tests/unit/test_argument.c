/* Tests of rewriters/argument: calls become what the map says, as safely as it says. */
#include "base/base.h"
#include "rewriters/rewriter.h"

#include "tests/unit/plan_base.h"
#include "tests/unit/unit.h"

static const char map[] = "discover: false\n"
			  "arguments:\n"
			  "  - callable: harbour.berth:Berth\n"
			  "    rename: {ship: vessel}\n"
			  "    drop: [pilot]\n"
			  "    into: {notes: [cargo, flag]}\n";

static const char berth[] = "--- harbour/__init__.py\n"
			    "--- harbour/berth.py\n"
			    "class Berth:\n"
			    "    def __init__(self, vessel, length=0, notes=None): ...\n"
			    "--- harbour/desk.py\n"
			    "from harbour.berth import Berth as B\n";

static const struct {
	const char *call, *result;
	enum mend level;
	const char *reason; /* a part of it, or NULL */
} calls[] = {
	{ "B(ship=x)", "B(vessel=x)", MEND_SAFE, "signature" },
	{ "B(x, pilot=None, cargo=\"tea\")", "B(x, notes={\"cargo\": \"tea\"})", MEND_SAFE, NULL },
	{ "B(x, notes=n, flag=f, length=2)", "B(x, notes={**n, \"flag\": f}, length=2)", MEND_SAFE, NULL },
	{ "B(\n    ship=x,\n    pilot=y.pilot,\n    cargo=1,\n)", "B(\n    vessel=x,\n    notes={\"cargo\": 1},\n)", MEND_SAFE, NULL },
	{ "B(x, pilot=find())", "B(x)", MEND_ASK, "`find()` would not be computed any more" },
	{ "B(length=a(), cargo=b())", "B(length=a(), notes={\"cargo\": b()})", MEND_ASK, "another order" },
	{ "B(ship=x, vessel=y)", NULL, MEND_SHOW, "both ship= and vessel= are given" },
	{ "B(x, ship=y)", NULL, MEND_SHOW, "by position" },
	{ "B(ship=x, **more)", NULL, MEND_SHOW, "**more" },
	{ "B(*more, pilot=1)", NULL, MEND_SHOW, "*more" },
	{ "B(ship=x, pilot=1,  # gone\n    length=2)", NULL, MEND_SHOW, "a comment" },
};

START_TEST(a_call_becomes_what_the_map_says)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 }, want CLEANUP(strbuf_release) = { 0 };
	const struct change *c;
	struct plan_base p;

	strbuf_printf(&files, "%sdef f(x, y, n, more):\n    return %s\n", berth, calls[_i].call);
	strbuf_printf(&want, "from harbour.berth import Berth as B\ndef f(x, y, n, more):\n    return %s\n",
		calls[_i].result ? calls[_i].result : calls[_i].call);
	plan_base_make(&p, files.ptr, map, true);
	assert_str(plan_base_result(&p, "harbour/desk.py"), want.ptr);
	c = plan_base_change(&p, "argument", "harbour/desk.py", 1);
	ck_assert_msg(c->level == calls[_i].level, "%s is %s", calls[_i].call, mend_names[c->level]);
	ck_assert_msg(!calls[_i].reason || str_has(c->reason, str_from(calls[_i].reason)), "%s because " STR_FMT, calls[_i].call,
		STR_ARG(c->reason));
	plan_base_release(&p);
}
END_TEST

START_TEST(what_asks_is_held)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 };
	struct plan_base p;

	strbuf_printf(&files, "%sB(1, pilot=find())\n", berth);
	plan_base_make(&p, files.ptr, map, false);
	assert_str(plan_base_result(&p, "harbour/desk.py"), "from harbour.berth import Berth as B\nB(1, pilot=find())\n");
	ck_assert_int_eq(plan_base_change(&p, "argument", "harbour/desk.py", 1)->state, CHANGE_HELD);
	plan_base_release(&p);
}
END_TEST

START_TEST(a_second_plan_is_empty)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 }, again CLEANUP(strbuf_release) = { 0 };
	struct plan_base p;

	strbuf_printf(&files, "%sB(ship=1, pilot=2, cargo=3, flag=4)\n", berth);
	plan_base_make(&p, files.ptr, map, true);
	strbuf_printf(&again, "--- harbour/desk.py\n" STR_FMT, STR_ARG(plan_base_result(&p, "harbour/desk.py")));
	ck_assert_uint_eq(plan_count(&p.plan, CHANGE_READY), 1);
	plan_base_release(&p);
	plan_base_make(&p, again.ptr, map, true);
	ck_assert_uint_eq(p.plan.changes.len, 0);
	plan_base_release(&p);
}
END_TEST

START_TEST(a_map_of_nothing_is_an_error_with_its_line)
{
	struct code_base base;
	struct families families = { 0 };
	struct discover_options discover = { .config = &base.config };
	struct arena arena = { 0 };
	struct err err = { 0 };

	code_base_write(berth);
	code_base_read(&base, "", NULL, 0);
	ck_assert(config_parse(&arena, "canonry.yaml", STR("arguments:\n  - {callable: harbour.berth:Bert, drop: [x]}\n"), &base.config, &err));
	ck_assert(!families_find(&base.project, base.link, &discover, &families, &err));
	ck_assert_str_eq(err.message, "canonry.yaml:2: arguments: \"harbour.berth:Bert\" names no class or function of this code base");
	families_release(&families);
	code_base_release(&base);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("argument");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, a_call_becomes_what_the_map_says, calls);
	tcase_add_test(tests, what_asks_is_held);
	tcase_add_test(tests, a_second_plan_is_empty);
	tcase_add_test(tests, a_map_of_nothing_is_an_error_with_its_line);
	return unit_run("argument", tests);
}
