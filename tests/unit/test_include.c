/* Tests of rewriters/include and prototype: which lines are led elsewhere, how they are spelled, and what is left alone. */
#include "base/base.h"
#include "rewriters/check.h"

#include "tests/unit/plan_base.h"
#include "tests/unit/unit.h"

#define CONN_H "#ifndef CONN_H\n#define CONN_H\n#define CONN_MAX 10\nstruct conn;\nstruct conn *conn_new(int size);\n#endif\n"

static const char tree[] = "--- inc/conn.h\n" CONN_H "--- inc/front.h\n#ifndef FRONT_H\n#define FRONT_H\n#include \"conn.h\"\n#endif\n"
			   "--- inc/gate.h\n#pragma once\n#include \"front.h\"\n"
			   "--- inc/wide.h\n#ifndef WIDE_H\n#define WIDE_H\n#include \"conn.h\"\n#define WIDE 4\nstruct wide { int a; };\n#endif\n"
			   "--- inc/twin.h\n#ifndef TWIN_H\n#define TWIN_H\n#define CONN_MAX 20\n#endif\n"
			   "--- inc/bare.h\nstruct conn *conn_new(int size);\n"
			   "--- inc/inner.h\n/* IWYU pragma: private, include \"conn.h\" */\n#ifndef INNER_H\n#define INNER_H\n#include \"conn.h\"\n#endif\n"
			   "--- inc/std.h\n#ifndef STD_H\n#define STD_H\n#include <stdio.h>\n#include \"conn.h\"\n#endif\n"
			   "--- other/front.h\n#ifndef OTHER_H\n#define OTHER_H\nvoid *conn_new(int size);\n#endif\n"
			   "--- src/conn.c\n#include <stdlib.h>\n#include \"conn.h\"\nstruct conn { int size; };\n"
			   "struct conn *conn_new(int size)\n{\n\tstruct conn *c = malloc(sizeof(*c));\n\n\tif (c)\n\t\tc->size = size;\n\treturn c;\n}\n";

static const char config[] = "headers:\n  - canonical: inc/conn.h\n    replaces: [inc/wide.h, inc/twin.h, inc/bare.h, inc/std.h]\n";

#define USE "void *use(void) { return conn_new(1); }\n"

struct row {
	const char *text, *result; /* of src/user.c; no result: it stays */
	enum change_state state;   /* of the change in the first line with one */
	const char *reason;        /* a part of it */
	const char *flags, *more;  /* a second configuration, when there are more */
};

static const struct row rows[] = {
	{ "#include \"front.h\"\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include <front.h> // why\n" USE, "#include <conn.h> // why\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "  #  include \t\"front.h\"\n" USE, "  #  include \t\"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"gate.h\"\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"inner.h\"\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"../inc/front.h\"\n" USE, "#include \"../inc/conn.h\"\n" USE, CHANGE_READY, NULL, "", NULL },
	{ "\xef\xbb\xbf#include \"front.h\"\r\n" USE, "\xef\xbb\xbf#include \"conn.h\"\r\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },

	/* two configurations: what leads there under both */
	{ "#include \"inc/front.h\"\n" USE, "#include \"inc/conn.h\"\n" USE, CHANGE_READY, NULL, "-I. -Iinc", "-I." },
	{ "#include \"inc/front.h\"\n" USE, "#include \"inc/conn.h\"\n" USE, CHANGE_READY, NULL, "-I.", "-I. -DBIG" },
	{ "#include \"front.h\"\n" USE, NULL, CHANGE_SHOWN, "another file under some flags", "-Iinc", "-Iother" },
	{ "#ifdef BIG\n#include \"front.h\"\n" USE "#endif\n", "#ifdef BIG\n#include \"conn.h\"\n" USE "#endif\n", CHANGE_READY, NULL, "-Iinc", "-Iinc -DBIG" },

	/* a line that has become one too many */
	{ "#include \"conn.h\"\n#include \"front.h\"\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"front.h\"\n#include \"gate.h\"\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"front.h\"\n#include \"conn.h\"\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"conn.h\"\n#include \"front.h\" // why\n" USE, "#include \"conn.h\"\n#include \"conn.h\" // why\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"conn.h\"\n#if 1\n#include \"front.h\"\n#endif\n" USE, "#include \"conn.h\"\n#if 1\n#include \"conn.h\"\n#endif\n" USE, CHANGE_READY,
	  NULL, "-Iinc", NULL },

	/* what is refused by the text */
	{ "#ifdef __cplusplus\nextern \"C\" {\n#endif\nstruct a {\n#include \"front.h\"\n};\n", NULL, CHANGE_SHOWN, "inside of a block", "-Iinc", NULL },
	{ "#include \"bare.h\"\n" "void *f(void) { return 0; }\n", "#include \"conn.h\"\nvoid *f(void) { return 0; }\n", CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include_next <front.h>\n" USE, NULL, CHANGE_SHOWN, "#include_next", "-Iother -Iinc", NULL },

	/* what only a closer look shows */
	{ "#include \"wide.h\"\nint w = WIDE;\n", NULL, CHANGE_HELD, "the macro `WIDE`", "-Iinc", NULL },
	{ "#include \"twin.h\"\nint w = CONN_MAX;\n", NULL, CHANGE_HELD, "another value", "-Iinc", NULL },

	/* what only the compiler knows */
	{ "#include \"wide.h\"\nstruct wide w;\n", NULL, CHANGE_REFUSED, "src/user.c:2: tentative definition", "-Iinc", NULL },
	{ "#include \"wide.h\"\n#ifdef WIDE_H\nint w;\n#endif\n", NULL, CHANGE_REFUSED, "an #if would take another arm", "-Iinc", NULL },
	{ "#include \"wide.h\"\n#ifdef BIG\nstruct wide w;\n#endif\n", NULL, CHANGE_REFUSED, "src/user.c:3", "-Iinc", "-Iinc -DBIG" },
	{ "#include \"std.h\"\nint main(void) { return puts(\"x\"); }\n", NULL, CHANGE_REFUSED, "src/user.c:2: call to undeclared", "-Iinc", NULL },
	{ "#include \"front.h\"\nint f(void) { return lost; }\n", NULL, CHANGE_SHOWN, "does not compile as it is", "-Iinc", NULL },
	{ "#include \"front.h\"\n" USE, NULL, CHANGE_SHOWN, "no unit of the compile database", NULL, NULL },

	/* declared by hand */
	{ "#include <stdio.h>\n\nstruct conn *conn_new(int size);\n\n" USE, "#include <stdio.h>\n#include \"conn.h\"\n\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "struct conn;\nextern struct conn *conn_new(int); /* there */\n" USE, "struct conn;\n#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "#include \"wide.h\"\nstruct conn *conn_new(int);\nstruct wide w;\n", "#include \"wide.h\"\nstruct wide w;\n", CHANGE_READY, NULL, "-Iinc", NULL },
	{ "struct conn *conn_new(long size);\n" USE, NULL, CHANGE_SHOWN, "conflicting types", "-Iinc", NULL },
	{ "struct conn *conn_new();\n" USE, "#include \"conn.h\"\n" USE, CHANGE_READY, NULL, "-Iinc", NULL },
	{ "void *conn_new(int);\n" USE, NULL, CHANGE_SHOWN, "conflicting types", "-Iinc", NULL },
	{ "struct conn *conn_new(int) __attribute__((malloc));\n" USE, NULL, CHANGE_SHOWN, "attributes of its own", "-Iinc", NULL },
	{ "struct conn *conn_new(int size), *other;\n" USE, NULL, CHANGE_SHOWN, "together with something else", "-Iinc", NULL },
	{ "#ifdef BIG\nstruct conn *conn_new(int size);\n" USE "#endif\n", NULL, CHANGE_SHOWN, "inside of an #if", "-Iinc", "-Iinc -DBIG" },
};

static void add_command(struct strbuf *out, const char *file, const char *flags)
{
	strbuf_printf(out, "%s{\"directory\": \"%s\", \"file\": \"%s\", \"command\": \"cc -c %s %s\"}", out->len ? ",\n" : "[\n", sandbox, file, flags, file);
}

static void write_database(const struct row *row)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	add_command(&text, "src/conn.c", "-Iinc");
	if (row->flags)
		add_command(&text, "src/user.c", row->flags);
	if (row->more)
		add_command(&text, "src/user.c", row->more);
	strbuf_addz(&text, "\n]\n");
	sandbox_write("compile_commands.json", strbuf_str(&text));
}

/* Since the check the project is as it would be. */
static struct str result(struct plan_base *p, const char *path)
{
	struct err err = { 0 };

	ck_assert_msg(project_source(&p->base.project, code_base_file(&p->base, str_from(path)), &p->text, &err), "%s", err.message);
	return strbuf_str(&p->text);
}

static void check(struct plan_base *p)
{
	struct plan_options options = { .input = &p->input, .findings = &p->findings };
	struct err err = { 0 };

	ck_assert_msg(plan_check(&options, &p->plan, &err), "%s", err.message);
}

/* Of all shown changes the one that says more than its finding. */
static const struct change *change_of_user(const struct plan_base *p, enum change_state state)
{
	const struct change *found = NULL;

	vec_foreach(struct change, c, &p->plan.changes)
		if (str_is(c->path, "src/user.c") && (!found || found->state != state))
			found = c;
	ck_assert_ptr_nonnull(found);
	return found;
}

START_TEST(a_line_becomes_what_holds_under_all_flags)
{
	const struct row *row = &rows[_i];
	struct strbuf files CLEANUP(strbuf_release) = { 0 };
	const struct change *c;
	struct plan_base p;

	write_database(row);
	strbuf_printf(&files, "%s--- src/user.c\n%s", tree, row->text);
	plan_base_make(&p, files.ptr, config, false);
	check(&p);
	c = change_of_user(&p, row->state);
	assert_str(result(&p, "src/user.c"), row->result ? row->result : row->text);
	ck_assert_msg(c->state == row->state, "%s: %s because " STR_FMT, row->text, change_state_names[c->state], STR_ARG(c->reason));
	ck_assert_msg(!row->reason || str_has(c->reason, str_from(row->reason)), "%s: because " STR_FMT, row->text, STR_ARG(c->reason));
	plan_base_release(&p);
}
END_TEST

START_TEST(without_a_database_nothing_is_changed)
{
	struct plan_base p;
	struct strbuf files CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&files, "%s--- src/user.c\n#include \"front.h\"\n" USE, tree);
	plan_base_make(&p, files.ptr, config, true);
	ck_assert_uint_eq(plan_count(&p.plan, CHANGE_READY), 0);
	assert_str(plan_base_change(&p, "include", "src/user.c", 1)->reason, "there is no compile_commands.json");
	plan_base_release(&p);
}
END_TEST

#define TWIN "#define CONN_MAX 10\nstruct conn;\nstruct conn *conn_new(int size);\n"

static const struct {
	const char *inside, *result; /* of the guard of inc/twin.h; no result: it stays */
} twins[] = {
	{ TWIN, "/* IWYU pragma: private, include \"conn.h\" */\n#include \"conn.h\"\n" },
	{ "/* the same */\n#define CONN_MAX  10\n\nstruct conn *conn_new( int size );\n", "/* IWYU pragma: private, include \"conn.h\" */\n#include \"conn.h\"\n" },
	{ TWIN "struct pond;\n", NULL },
	{ TWIN "#include <stdio.h>\n", NULL },
	{ TWIN "#define CONN_MIN 1\n", NULL },
	{ "#define CONN_MAX 11\nstruct conn *conn_new(int size);\n", NULL },
	{ "#if 1\n" TWIN "#endif\n", NULL },
};

START_TEST(a_header_that_says_the_same_forwards)
{
	struct row row = { .flags = "-Iinc" };
	struct strbuf files CLEANUP(strbuf_release) = { 0 }, want CLEANUP(strbuf_release) = { 0 };
	struct plan_base p;

	write_database(&row);
	strbuf_printf(&files, "%s--- inc/twin.h\n#ifndef TWIN_H\n#define TWIN_H\n%s#endif // TWIN_H\n--- src/user.c\n#include \"twin.h\"\n" USE, tree,
		      twins[_i].inside);
	strbuf_printf(&want, "#ifndef TWIN_H\n#define TWIN_H\n%s#endif // TWIN_H\n", twins[_i].result ? twins[_i].result : twins[_i].inside);
	plan_base_make(&p, files.ptr, config, false);
	check(&p);
	assert_str(result(&p, "inc/twin.h"), want.ptr);
	plan_base_release(&p);
}
END_TEST

/* Read by three units, by two ways of writing its path; src/a.c and src/b.c have headers of other names beside it. */
START_TEST(a_header_that_many_units_read_is_changed_once)
{
	struct strbuf files CLEANUP(strbuf_release) = { 0 }, text CLEANUP(strbuf_release) = { 0 };
	struct plan_base p;

	add_command(&text, "src/conn.c", "-Iinc");
	add_command(&text, "src/a.c", "-Iinc");
	add_command(&text, "src/b.c", "-Iinc -DB");
	add_command(&text, "tool/c.c", "-Iinc");
	strbuf_addz(&text, "\n]\n");
	sandbox_write("compile_commands.json", strbuf_str(&text));
	strbuf_printf(&files, "%s--- src/pool.h\n#ifndef POOL_H\n#define POOL_H\n#include \"front.h\"\nstruct pool { struct conn *first; };\n#endif\n"
		      "--- src/a.c\n#include \"pool.h\"\nvoid *a(void) { return conn_new(CONN_MAX); }\n"
		      "--- src/b.c\n#include \"../src/pool.h\"\nvoid *b(void) { return conn_new(1); }\n"
		      "--- tool/c.c\n#include \"../src/pool.h\"\n#include \"../tool/../src/pool.h\"\nvoid *c(void) { return conn_new(1); }\n", tree);
	plan_base_make(&p, files.ptr, config, false);
	check(&p);
	vec_foreach(struct change, c, &p.plan.changes)
		ck_assert_msg(c->state == CHANGE_READY, STR_FMT ": " STR_FMT, STR_ARG(c->path), STR_ARG(c->reason));
	assert_str(result(&p, "src/pool.h"), "#ifndef POOL_H\n#define POOL_H\n#include \"conn.h\"\nstruct pool { struct conn *first; };\n#endif\n");
	ck_assert_uint_eq(plan_find_file(&p.plan, STR("src/pool.h"))->edits.len, 1);
	plan_base_release(&p);
}
END_TEST

START_TEST(a_file_goes_on_without_a_newline_at_its_end)
{
	struct row row = { .flags = "-Iinc" };
	struct plan_base p;

	write_database(&row);
	code_base_write(tree);
	sandbox_write("src/user.c", STR("void *use(void);\r\n#include \"front.h\""));
	plan_base_make(&p, "", config, false);
	check(&p);
	assert_str(result(&p, "src/user.c"), "void *use(void);\r\n#include \"conn.h\"");
	plan_base_release(&p);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("include");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 120);
	unit_add_table(tests, a_line_becomes_what_holds_under_all_flags, rows);
	unit_add_table(tests, a_header_that_says_the_same_forwards, twins);
	tcase_add_test(tests, without_a_database_nothing_is_changed);
	tcase_add_test(tests, a_header_that_many_units_read_is_changed_once);
	tcase_add_test(tests, a_file_goes_on_without_a_newline_at_its_end);
	return unit_run("include", tests);
}
