/* Tests of rewriters/plan_json: a plan survives being written, and what no plan should say is refused with its place. */
#include "base/base.h"
#include "rewriters/plan_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

#define HASH "0123456789abcdef0123456789abcdef"
#define CHANGE(state, needs)                                                                                          \
	"{\"state\":\"" state "\",\"level\":\"safe\",\"kind\":\"import\",\"code\":\"CN201\",\"product\":\"Engine\","   \
	"\"path\":\"a.py\",\"line\":1,\"column\":1,\"text\":\"t\",\"reason\":\"r\",\"advice\":\"\",\"round\":0,\"details\":\"\","                  \
	"\"fingerprint\":\"f\",\"step\":0,\"needs\":" needs "}"
#define EDIT(start, end, old, change) \
	"{\"line\":1,\"start\":" start ",\"end\":" end ",\"old\":" old ",\"new\":\"n\",\"change\":" change "}"
#define FILE(path, edits)                                                                                       \
	"{\"path\":\"" path "\",\"hash\":\"" HASH "\",\"size\":9,\"mode\":\"0644\",\"removed_by\":null,\"edits\":[" \
	edits "]}"
#define PLAN(changes, files)                                                                                         \
	"{\"schema\":1,\"root\":\".\",\"commit\":null,\"steps\":[{\"kind\":\"import\",\"product\":\"Engine\","        \
	"\"title\":\"t\",\"body\":\"b\"}],\"changes\":[" changes "],\"files\":[" files "],\"skips\":[]}"
#define READY CHANGE("ready", "null")

static const char *const accepted[] = {
	PLAN("", ""),
	PLAN(READY, FILE("a.py", EDIT("0", "3", "\"old\"", "0"))),
	PLAN(READY "," CHANGE("held", "0"), FILE("a.py", EDIT("0", "3", "\"old\"", "0") "," EDIT("0", "3", "\"old\"", "1"))),
	PLAN(READY, FILE("a.py", EDIT("0", "3", "\"old\"", "0") "," EDIT("3", "3", "\"\"", "0") "," EDIT("3", "4", "\"x\"", "0"))),
	PLAN(READY "," CHANGE("refused", "null"), FILE("a.py", EDIT("0", "3", "\"old\"", "0") "," EDIT("2", "4", "\"dx\"", "1"))),
	PLAN(READY "," READY, FILE("a.py", EDIT("2", "2", "\"\"", "0") "," EDIT("2", "2", "\"\"", "1"))),
	PLAN(READY, FILE("a.py", EDIT("0", "0", "\"\"", "0")) "," FILE("b/c.py", "")),
	PLAN(CHANGE("ready", "1") "," CHANGE("ready", "0") "," CHANGE("ready", "1"), ""),
	" \n" PLAN("", "") "\n\n",
};

START_TEST(a_plan_is_read_and_written_back)
{
	struct strbuf first = { 0 }, second = { 0 };
	struct plan plan, copy;
	struct err err = { 0 };

	ck_assert_msg(plan_read_json("p", str_from(accepted[_i]), &plan, &err), "%s", err.message);
	plan_write_json(&plan, plan.root, &first);
	ck_assert_msg(plan_read_json("p", strbuf_str(&first), &copy, &err), "%s", err.message);
	plan_write_json(&copy, copy.root, &second);
	ck_assert_str_eq(first.ptr, second.ptr);
	strbuf_release(&first);
	strbuf_release(&second);
	plan_release(&plan);
	plan_release(&copy);
}
END_TEST

static const struct {
	const char *text, *message;
} refused[] = {
	{ "", "p:1: is not JSON" },
	{ "{\n\"a\": ,\n}", "p:2: is not JSON" },
	{ "{} x", "p:1: is not JSON" },
	{ "{}\n\xff", "p:2: is not UTF-8" },
	{ "[]", "p: is not a JSON object" },
	{ "{}", "p: schema: is missing" },
	{ "{\"schema\":\"1\"}", "p: schema: is not a number" },
	{ "{\"schema\":2}", "p: schema: is 2, and this program knows 1 only" },
	{ "{\"schema\":1.5}", "p: schema: is not a whole number" },
	{ "{\"schema\":-1}", "p: schema: is not from 0 to 4294967295" },
	{ "{\"schema\":1,\"root\":7}", "p: root: is not a text" },
	{ "{\"schema\":1,\"root_base64\":\"x\"}", "p: root_base64: is no base64" },
	{ "{\"schema\":1,\"root\":\".\",\"commit\":\"--help\"}", "p: commit: is no commit's hash" },
	{ "{\"schema\":1,\"root\":\".\",\"commit\":null,\"steps\":{}}", "p: steps: is not a list" },
	{ "{\"schema\":1,\"root\":\".\",\"commit\":null,\"steps\":[7]}", "p: steps[0]: is not an object" },
	{ PLAN(CHANGE("happy", "null"), ""), "p: changes[0].state: 'happy' is unknown" },
	{ PLAN(CHANGE("ready", "0"), ""), "p: changes[0].needs: is the change itself" },
	{ PLAN(CHANGE("ready", "5"), ""), "p: changes[0].needs: there are only 1" },
	{ PLAN(READY, FILE("/etc/passwd", "")), "p: files[0].path: is not a plain path below the root" },
	{ PLAN(READY, FILE("../x.py", "")), "p: files[0].path: is not a plain path below the root" },
	{ PLAN(READY, FILE("a/../../x.py", "")), "p: files[0].path: is not a plain path below the root" },
	{ PLAN(READY, FILE("a/./x.py", "")), "p: files[0].path: is not a plain path below the root" },
	{ PLAN(READY, FILE("", "")), "p: files[0].path: is not a plain path below the root" },
	{ PLAN(READY, FILE("b.py", "") "," FILE("a.py", "")), "p: files[1].path: the files are not in order, or one is there twice" },
	{ PLAN(READY, FILE("a.py", "") "," FILE("a.py", "")), "p: files[1].path: the files are not in order, or one is there twice" },
	{ PLAN(READY, FILE("a.py", EDIT("3", "2", "\"\"", "0"))), "p: files[0].edits[0].end: is not from start to the file's size" },
	{ PLAN(READY, FILE("a.py", EDIT("3", "10", "\"1234567\"", "0"))), "p: files[0].edits[0].end: is not from start to the file's size" },
	{ PLAN(READY, FILE("a.py", EDIT("3", "5000000000", "\"\"", "0"))), "p: files[0].edits[0].end: is not from 0 to 4294967294" },
	{ PLAN(READY, FILE("a.py", EDIT("0", "3", "\"ol\"", "0"))), "p: files[0].edits[0].old: is 2 bytes long, and end - start is 3" },
	{ PLAN(READY, FILE("a.py", EDIT("0", "3", "\"old\"", "1"))), "p: files[0].edits[0].change: there are only 1" },
	{ PLAN(READY, FILE("a.py", EDIT("0", "3", "\"old\"", "null"))), "p: files[0].edits[0].change: is missing" },
	{ PLAN(READY, FILE("a.py", EDIT("0", "3", "\"old\"", "0") "," EDIT("2", "4", "\"dx\"", "0"))),
		"p: files[0].edits[1].start: overlaps the edit before it" },
	{ PLAN(READY, FILE("a.py", EDIT("4", "5", "\"o\"", "0") "," EDIT("0", "1", "\"d\"", "0"))),
		"p: files[0].edits[1].start: lies before that of the edit before it" },
};

START_TEST(what_no_plan_should_say_is_refused)
{
	struct plan plan;
	struct err err = { 0 };

	ck_assert(!plan_read_json("p", str_from(refused[_i].text), &plan, &err));
	ck_assert_str_eq(err.message, refused[_i].message);
}
END_TEST

/* --- Bytes --- */

static const struct str texts[] = {
	STR_INIT("plain"), STR_INIT(""), STR_INIT("caf\xC3\xA9 \"quoted\"\t\r\n\x01"), STR_INIT("latin \xE9"), STR_INIT("a\0b"), STR_INIT("\xff\xfe\x00x"),
};

static struct plan make_plan(struct str text)
{
	struct plan p = { 0 };
	struct plan_file f = { .path = STR("a.py"), .hash = STR(HASH), .size = 1ull << 31, .mode = 0100644 & 07777 };

	vec_push(&p.steps, (struct step){ .kind = STR("import") });
	vec_push(&p.changes, (struct change){ .kind = STR("import"), .needs = NONE, .details = text });
	vec_push(&f.edits, (struct edit){ 7, 7 + (uint32_t)text.len, text, text, 0, 2 });
	vec_push(&p.files, f);
	vec_push(&p.skips, (struct plan_skip){ text, STR("generated"), 3 });
	return p;
}

START_TEST(every_byte_survives)
{
	struct plan plan = make_plan(texts[_i]), copy;
	struct strbuf out = { 0 };
	struct err err = { 0 };
	const struct edit *e;

	plan_write_json(&plan, STR("src"), &out);
	ck_assert_msg(plan_read_json("p", strbuf_str(&out), &copy, &err), "%s", err.message);
	e = &copy.files.items[0].edits.items[0];
	ck_assert(str_eq(e->old, texts[_i]) && str_eq(e->text, texts[_i]) && e->start == 7 && e->line == 2);
	ck_assert(str_eq(copy.changes.items[0].details, texts[_i]));
	ck_assert(str_eq(copy.skips.items[0].path, texts[_i]) && copy.skips.items[0].changes == 3);
	ck_assert(copy.files.items[0].size == 1ull << 31 && copy.files.items[0].mode == 0644);
	ck_assert_uint_eq(copy.changes.items[0].edit_count, 1);
	assert_str(copy.root, "src");
	strbuf_release(&out);
	plan_release(&plan);
	plan_release(&copy);
}
END_TEST

START_TEST(only_bytes_that_json_cannot_hold_are_escaped)
{
	struct plan plan = make_plan(STR("caf\xC3\xA9"));
	struct strbuf out = { 0 };

	plan_write_json(&plan, STR("."), &out);
	ck_assert_ptr_null(strstr(out.ptr, "base64"));
	strbuf_release(&out);
	plan_release(&plan);
}
END_TEST

START_TEST(changes_that_need_each_other_are_refused_together)
{
	static const uint32_t needs[] = { 1, 2, 0, 1, NONE };
	struct plan plan = { 0 };

	for (uint32_t i = 0; i < 5; i++)
		vec_push(&plan.changes, (struct change){ .path = STR("a.py"), .line = i, .needs = needs[i], .state = CHANGE_READY });
	plan_refuse(&plan, (uint32_t)_i, "because");
	for (uint32_t i = 0; i < 4; i++)
		ck_assert_int_eq(plan.changes.items[i].state, CHANGE_REFUSED);
	assert_str(plan.changes.items[_i].reason, "because");
	ck_assert_int_eq(plan.changes.items[4].state, CHANGE_READY);
	plan_release(&plan);
}
END_TEST

START_TEST(a_chain_of_needs_has_a_limit)
{
	struct strbuf out = { 0 };
	struct plan plan = { 0 }, copy;
	struct err err = { 0 };

	vec_push(&plan.steps, (struct step){ .kind = STR("import") });
	for (uint32_t i = 0; i < 20000; i++)
		vec_push(&plan.changes, (struct change){ .needs = i ? i - 1 : NONE, .step = NONE });
	plan_write_json(&plan, STR("."), &out);
	ck_assert(!plan_read_json("p", strbuf_str(&out), &copy, &err));
	ck_assert_str_eq(err.message, "p: changes[10000].needs: leads too far");
	strbuf_release(&out);
	plan_release(&plan);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("plan_json");

	unit_add_table(tests, a_plan_is_read_and_written_back, accepted);
	tcase_add_loop_test(tests, changes_that_need_each_other_are_refused_together, 0, 3);
	unit_add_table(tests, what_no_plan_should_say_is_refused, refused);
	unit_add_table(tests, every_byte_survives, texts);
	tcase_add_test(tests, only_bytes_that_json_cannot_hold_are_escaped);
	tcase_add_test(tests, a_chain_of_needs_has_a_limit);
	return unit_run("plan_json", tests);
}
