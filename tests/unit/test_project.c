/* Tests of analyzers/project: the same facts for any number of threads, from the disk and from the cache. */
#include "base/base.h"
#include "analyzers/project.h"

#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

#define FILES 200

static void write_files(void)
{
	char path[64];
	struct strbuf text = { 0 };

	for (unsigned i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "p%u/m%u.py", i % 7, i);
		strbuf_clear(&text);
		strbuf_printf(&text,
			"from p%u.m%u import Engine as E\n\n\nclass Engine%u(E):\n    def make(self):\n        return E(%u)\n\n\n"
			"def build_%u():\n    return Engine%u()\n",
			(i + 1) % 7, i + 1, i, i, i, i);
		if (i % 50 == 9)
			strbuf_addz(&text, "x = (1,\n");
		sandbox_write(path, strbuf_str(&text));
	}
	strbuf_release(&text);
}

static void read_project(struct code_base *c, const struct project_options *options)
{
	struct err err = { 0 };

	*c = (struct code_base){ .options = *options };
	config_init(&c->config);
	c->options.root = str_from(sandbox);
	c->options.config = &c->config;
	ck_assert_msg(project_read(&c->options, &c->project, &err), "%s", err.message);
}

static void deepen(struct code_base *c, const struct str *words, size_t word_count, bool whole)
{
	uint32_t count = c->project.file_count;
	file_id *files = xcalloc(count, sizeof(*files));
	bool *flags = xcalloc(count, sizeof(*flags));
	struct deepen want = {
		.files = files, .file_count = count, .whole = flags, .words = words, .word_count = word_count
	};
	struct err err = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		files[i] = i;
		flags[i] = whole;
	}
	ck_assert_msg(project_deepen(&c->project, &want, &err), "%s", err.message);
	free(files);
	free(flags);
}

/* Everything that is known of the project, as text. */
static void dump_project(const struct project *p, struct strbuf *out)
{
	strbuf_clear(out);
	strbuf_printf(out, "%u files, %llu bytes, %u parsed\n", p->file_count, (unsigned long long)p->bytes, p->parsed);
	for (uint32_t i = 0; i < p->file_count; i++) {
		const struct file *f = &p->files[i];

		strbuf_printf(out, STR_FMT " %x %llu %016llx%016llx %s:%u\n", STR_ARG(f->path), f->roles,
			(unsigned long long)f->size, (unsigned long long)f->hash_high, (unsigned long long)f->hash_low,
			f->unparsed ? f->unparsed : "-", f->unparsed_line);
		outline_dump(&f->outline, out);
		details_dump(&f->details, out);
	}
	for (size_t i = 0; i < p->skips.len; i++)
		strbuf_printf(out, "skip " STR_FMT ": " STR_FMT "\n", STR_ARG(p->skips.items[i].path),
			STR_ARG(p->skips.items[i].reason));
}

static const struct str words[] = { STR_INIT("Engine3"), STR_INIT("Engine17"), STR_INIT("build_99") };

static void dump_deepened(const struct project_options *options, struct strbuf *out)
{
	struct code_base c;

	read_project(&c, options);
	deepen(&c, words, ARRAY_LEN(words), false);
	dump_project(&c.project, out);
	project_save(&c.project);
	ck_assert_uint_eq(c.project.note.len, 0);
	code_base_release(&c);
}

START_TEST(threads_do_not_matter)
{
	struct strbuf one = { 0 }, many = { 0 };
	static const unsigned jobs[] = { 2, 8 };

	write_files();
	dump_deepened(&(struct project_options){ .jobs = 1 }, &one);
	for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
		dump_deepened(&(struct project_options){ .jobs = jobs[i] }, &many);
		ck_assert_str_eq(one.ptr, many.ptr);
	}
	strbuf_release(&one);
	strbuf_release(&many);
}
END_TEST

START_TEST(the_cache_does_not_matter)
{
	struct strbuf without = { 0 }, with = { 0 };

	setenv("XDG_CACHE_HOME", sandbox, 1);
	write_files();
	dump_deepened(&(struct project_options){ .jobs = 2 }, &without);
	for (unsigned round = 0; round < 3; round++) {
		dump_deepened(&(struct project_options){ .jobs = 2, .use_cache = true }, &with);
		ck_assert_str_eq(without.ptr, with.ptr);
	}
	strbuf_release(&without);
	strbuf_release(&with);
}
END_TEST

static const struct file *file_at(const struct code_base *c, const char *path)
{
	return &c->project.files[code_base_file(c, str_from(path))];
}

START_TEST(says_what_does_not_parse)
{
	struct code_base c;

	code_base_write("--- good.py\ndef f():\n    return 1\n--- bad.py\ndef f():\n    return (1\n\ndef g(): pass\n");
	read_project(&c, &(struct project_options){ .jobs = 2 });
	ck_assert_ptr_null(file_at(&c, "good.py")->unparsed);
	ck_assert(!file_at(&c, "good.py")->is_parsed);
	ck_assert_ptr_nonnull(file_at(&c, "bad.py")->unparsed);
	ck_assert(file_at(&c, "bad.py")->is_parsed);
	ck_assert(file_at(&c, "bad.py")->is_whole);
	ck_assert_uint_gt(file_at(&c, "bad.py")->unparsed_line, 0);
	ck_assert_uint_gt(file_at(&c, "bad.py")->outline.def_count, 0);
	ck_assert_uint_eq(c.project.parsed, 1);
	code_base_release(&c);
}
END_TEST

START_TEST(parse_all_yields_the_same_outline)
{
	struct code_base skimmed, parsed;
	struct strbuf a = { 0 }, b = { 0 };

	write_files();
	read_project(&skimmed, &(struct project_options){ .jobs = 2 });
	read_project(&parsed, &(struct project_options){ .jobs = 2, .parse_all = true });
	ck_assert_uint_eq(parsed.project.parsed, FILES);
	for (uint32_t i = 0; i < FILES; i++) {
		strbuf_clear(&a);
		strbuf_clear(&b);
		outline_dump(&skimmed.project.files[i].outline, &a);
		outline_dump(&parsed.project.files[i].outline, &b);
		ck_assert_str_eq(a.ptr, b.ptr);
	}
	strbuf_release(&a);
	strbuf_release(&b);
	code_base_release(&skimmed);
	code_base_release(&parsed);
}
END_TEST

START_TEST(deepens_what_mentions_a_word)
{
	static const struct str one[] = { STR_INIT("one") }, both[] = { STR_INIT("one"), STR_INIT("two") };
	const struct file *file;
	struct code_base c;

	code_base_write(
		"--- a.py\ndef one():\n    return 1\n\ndef other():\n    return 2\n\ndef two():\n    return 3\n--- b.py\ndef three(): pass\n");
	read_project(&c, &(struct project_options){ .jobs = 2 });
	file = file_at(&c, "a.py");
	deepen(&c, one, 1, false);
	ck_assert_ptr_nonnull(details_find(&file->details, file->outline.defs[0].span.start));
	ck_assert_ptr_null(details_find(&file->details, file->outline.defs[1].span.start));
	ck_assert_uint_eq(c.project.parsed, 1);
	deepen(&c, both, 2, false);
	ck_assert_ptr_nonnull(details_find(&file->details, file->outline.defs[0].span.start));
	ck_assert_ptr_null(details_find(&file->details, file->outline.defs[1].span.start));
	ck_assert_ptr_nonnull(details_find(&file->details, file->outline.defs[2].span.start));
	deepen(&c, NULL, 0, true);
	ck_assert_ptr_nonnull(details_find(&file->details, file->outline.defs[1].span.start));
	ck_assert(file->is_whole);
	deepen(&c, one, 1, false);
	ck_assert_ptr_nonnull(details_find(&file->details, file->outline.defs[1].span.start));
	ck_assert_uint_eq(c.project.parsed, 2);
	code_base_release(&c);
}
END_TEST

START_TEST(does_not_mix_two_versions_of_a_file)
{
	static const struct str one[] = { STR_INIT("one") };
	struct code_base c;

	code_base_write("--- a.py\ndef one(): pass\n--- b.py\ndef one(): pass\n--- c.py\ndef one(): pass\n");
	read_project(&c, &(struct project_options){ .jobs = 2 });
	code_base_write("--- b.py\ndef one(): return 1\n");
	ck_assert_int_eq(unlink("c.py"), 0);
	deepen(&c, one, 1, false);
	ck_assert(file_at(&c, "a.py")->is_parsed);
	ck_assert(!file_at(&c, "b.py")->is_parsed);
	ck_assert(!file_at(&c, "c.py")->is_parsed);
	ck_assert_uint_eq(c.project.skips.len, 2);
	assert_str(c.project.skips.items[0].path, "b.py");
	assert_str(c.project.skips.items[1].path, "c.py");
	code_base_release(&c);
}
END_TEST

START_TEST(goes_on_without_what_cannot_be_read)
{
	struct code_base c;

	code_base_write("--- a.py\ndef one(): pass\n--- b.py\ndef one(): pass\n");
	sandbox_drop_rights();
	ck_assert_int_eq(seteuid(getuid()), 0);
	ck_assert_int_eq(chmod("b.py", 0), 0);
	sandbox_drop_rights();
	read_project(&c, &(struct project_options){ .jobs = 2 });
	sandbox_restore_rights();
	ck_assert(file_at(&c, "b.py")->is_unreadable);
	ck_assert_uint_eq(file_at(&c, "a.py")->outline.def_count, 1);
	ck_assert_uint_eq(c.project.skips.len, 1);
	assert_str(c.project.skips.items[0].path, "b.py");
	code_base_release(&c);
}
END_TEST

START_TEST(stops_when_told)
{
	volatile bool cancel = true;
	struct config config;
	struct project_options options = { .root = str_from(sandbox), .config = &config, .jobs = 2, .cancel = &cancel };
	struct project p;
	struct err err = { 0 };

	config_init(&config);
	write_files();
	ck_assert(!project_read(&options, &p, &err));
	ck_assert_str_eq(err.message, "interrupted");
	project_release(&p);
}
END_TEST

struct counts {
	unsigned calls;
	size_t total;
};

static void count_progress(void *context, const char *stage, size_t done, size_t total)
{
	struct counts *counts = context;

	(void)stage;
	(void)done;
	__atomic_add_fetch(&counts->calls, 1, __ATOMIC_RELAXED);
	__atomic_store_n(&counts->total, total, __ATOMIC_RELAXED);
}

START_TEST(tells_of_every_file)
{
	struct counts counts = { 0 };
	struct code_base c;

	write_files();
	read_project(
		&c, &(struct project_options){ .jobs = 8, .progress = count_progress, .progress_context = &counts });
	ck_assert_uint_eq(counts.calls, FILES);
	ck_assert_uint_eq(counts.total, FILES);
	code_base_release(&c);
}
END_TEST

START_TEST(finds_files_by_path)
{
	struct code_base c;

	code_base_write("--- b/c.py\n--- a.py\n--- b.py\n--- readme.txt\n");
	read_project(&c, &(struct project_options){ .jobs = 2 });
	ck_assert_uint_eq(c.project.file_count, 3);
	assert_str(c.project.files[project_find(&c.project, STR("b/c.py"))].path, "b/c.py");
	assert_str(c.project.files[project_find(&c.project, STR("a.py"))].path, "a.py");
	ck_assert_uint_eq(project_find(&c.project, STR("b")), NONE);
	ck_assert_uint_eq(project_find(&c.project, STR("")), NONE);
	code_base_release(&c);
}
END_TEST

START_TEST(an_amended_file_holds_what_it_was_given)
{
	static const struct str asked[] = { STR_INIT("Engine") };
	struct str text = STR("class Engine:\n    def start(self):\n        return 1\n");
	struct code_base c;

	code_base_write("--- a.py\nfrom b import Old\n--- b.py\nOld = 1\n--- c.py\nx = 1\n");
	code_base_read(&c, "", NULL, 0);
	project_amend(&c.project, (const struct amendment[]){ { .file = 1, .bytes = text }, { .file = 2, .is_gone = true } }, 2);
	ck_assert_uint_eq(c.project.files[1].outline.def_count, 2);
	ck_assert_uint_eq(c.project.files[1].size, text.len);
	deepen(&c, asked, 1, false);
	ck_assert_uint_eq(c.project.files[1].details.count, 2);
	ck_assert_uint_eq(c.project.skips.len, 0);
	link_free(c.link);
	c.link = link_new(&c.project, NULL, 0);
	ck_assert_int_eq(link_name(c.link, 0, STR("Old")).kind, TARGET_NO_NAME);
	ck_assert_int_eq(link_string(c.link, 0, STR("c.x")).kind, TARGET_EXTERNAL);
	code_base_release(&c);
}
END_TEST

START_TEST(an_empty_directory_is_a_project)
{
	struct code_base c;

	read_project(&c, &(struct project_options){ .jobs = 2 });
	ck_assert_uint_eq(c.project.file_count, 0);
	deepen(&c, words, ARRAY_LEN(words), false);
	code_base_release(&c);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("project");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, threads_do_not_matter);
	tcase_add_test(tests, the_cache_does_not_matter);
	tcase_add_test(tests, says_what_does_not_parse);
	tcase_add_test(tests, parse_all_yields_the_same_outline);
	tcase_add_test(tests, deepens_what_mentions_a_word);
	tcase_add_test(tests, does_not_mix_two_versions_of_a_file);
	tcase_add_test(tests, goes_on_without_what_cannot_be_read);
	tcase_add_test(tests, stops_when_told);
	tcase_add_test(tests, tells_of_every_file);
	tcase_add_test(tests, finds_files_by_path);
	tcase_add_test(tests, an_amended_file_holds_what_it_was_given);
	tcase_add_test(tests, an_empty_directory_is_a_project);
	return unit_run("project", tests);
}
