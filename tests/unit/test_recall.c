/* Tests of analyzers/project_recall: a file is taken from memory only while nothing about it has changed. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

#define LATER 100 /* seconds after which a file counts as settled */

static void read_project(struct code_base *c)
{
	struct err err = { 0 };

	setenv("XDG_CACHE_HOME", sandbox, 1);
	*c = (struct code_base){ 0 };
	config_init(&c->config);
	c->options = (struct project_options){ .root = str_from(sandbox), .config = &c->config, .use_cache = true };
	ck_assert_msg(project_read(&c->options, &c->project, &err), "%s", err.message);
}

static bool stamp(const char *name, time_t now, struct file_stamp *ret)
{
	int fd = open(sandbox, O_RDONLY | O_DIRECTORY);
	bool ok = project_stamp(fd, name, now, ret);

	close(fd);
	return ok;
}

/* As a run does that finds the file long settled. */
static void remember(const char *name, struct file_stamp *ret_stamp)
{
	struct code_base c;

	read_project(&c);
	ck_assert(stamp(name, time(NULL) + LATER, ret_stamp));
	project_remember(&c.project, 0, ret_stamp, &c.project.files[code_base_file(&c, str_from(name))]);
	project_save(&c.project);
	code_base_release(&c);
}

static bool recalls(const char *name, const struct file_stamp *by)
{
	struct code_base c;
	struct file file;
	bool found;

	read_project(&c);
	file = (struct file){ .path = str_from(name), .lang = c.project.files[0].lang };
	found = project_recall(&c.project, 0, by, &file);
	if (found) {
		const struct file *read = &c.project.files[code_base_file(&c, str_from(name))];

		ck_assert(file.hash_high == read->hash_high && file.hash_low == read->hash_low);
		ck_assert_uint_eq(file.size, read->size);
		ck_assert_uint_eq(file.outline.def_count, read->outline.def_count);
	}
	code_base_release(&c);
	return found;
}

START_TEST(what_did_not_change_is_recalled)
{
	struct file_stamp before, after;

	sandbox_write("a.py", STR("def f(): pass\n"));
	remember("a.py", &before);
	ck_assert(stamp("a.py", time(NULL) + LATER, &after));
	ck_assert(recalls("a.py", &after));
}
END_TEST

START_TEST(a_change_shows_that_keeps_size_and_time)
{
	struct file_stamp before, after;
	struct stat st;
	struct strbuf path = { 0 };

	sandbox_write("a.py", STR("def f(): pass\n"));
	remember("a.py", &before);
	strbuf_printf(&path, "%s/a.py", sandbox);
	ck_assert_int_eq(stat(path.ptr, &st), 0);
	usleep(50000);
	sandbox_write("a.py", STR("def g(): pass\n"));
	ck_assert_int_eq(utimensat(AT_FDCWD, path.ptr, (struct timespec[]){ st.st_atim, st.st_mtim }, 0), 0);
	ck_assert(stamp("a.py", time(NULL) + LATER, &after));
	ck_assert_uint_eq(after.size, before.size);
	ck_assert(!recalls("a.py", &after));
	strbuf_release(&path);
}
END_TEST

START_TEST(the_memory_of_the_last_run_counts)
{
	struct file_stamp first, second;

	sandbox_write("a.py", STR("def f(): pass\n"));
	remember("a.py", &first);
	sandbox_write("a.py", STR("def longer(): pass\n"));
	remember("a.py", &second);
	ck_assert(!recalls("a.py", &first));
	ck_assert(recalls("a.py", &second));
}
END_TEST

START_TEST(what_grew_while_it_was_read_is_not_remembered)
{
	struct file_stamp s;

	sandbox_write("a.py", STR("def f(): pass\n"));
	ck_assert(stamp("a.py", time(NULL) + LATER, &s));
	s.size--;

	struct code_base c;

	read_project(&c);
	project_remember(&c.project, 0, &s, &c.project.files[0]);
	project_save(&c.project);
	code_base_release(&c);
	ck_assert(!recalls("a.py", &s));
}
END_TEST

START_TEST(fresh_files_and_directories_have_no_stamp)
{
	struct file_stamp s;

	sandbox_write("d/a.py", STR(""));
	ck_assert(!stamp("d/a.py", time(NULL), &s));
	ck_assert(stamp("d/a.py", time(NULL) + LATER, &s));
	ck_assert(!stamp("d", time(NULL) + LATER, &s));
	ck_assert(!stamp("gone.py", time(NULL) + LATER, &s));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("recall");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_add_test(tests, what_did_not_change_is_recalled);
	tcase_add_test(tests, a_change_shows_that_keeps_size_and_time);
	tcase_add_test(tests, the_memory_of_the_last_run_counts);
	tcase_add_test(tests, what_grew_while_it_was_read_is_not_remembered);
	tcase_add_test(tests, fresh_files_and_directories_have_no_stamp);
	return unit_run("recall", tests);
}
