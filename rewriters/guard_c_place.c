/* Where a guard of C belongs, what it is called there, and for which framework it is written. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include "analyzers/cfacts.h"
#include "base/path.h"
#include "rewriters/guard.h"

/* --- The tests that are there --- */

static enum test_framework framework_of(const struct cfacts *f)
{
	for (uint32_t i = 0; i < f->include_count; i++) {
		if (str_is(f->includes[i].path, "check.h") && f->includes[i].form == CINCLUDE_ANGLED)
			return FRAMEWORK_CHECK;
		if (str_is(f->includes[i].path, "gtest/gtest.h") || str_is(f->includes[i].path, "gmock/gmock.h"))
			return FRAMEWORK_GOOGLETEST;
	}
	return FRAMEWORK_PROGRAM;
}

/* Frameworks that guards are not written for; a program of its own will do beside them. */
static bool includes_other_framework(const struct cfacts *f)
{
	static const char *const headers[] = { "Basic.h", "CUnit.h", "CppUTest.h", "catch.hpp", "catch_test_macros.hpp", "clar.h", "cmocka.h", "criterion.h", "doctest.h", "gstcheck.h", "greatest.h",
					       "munit.h", "tap.h", "unity.h", NULL };

	for (uint32_t i = 0; i < f->include_count; i++)
		if (str_is_one_of(path_base(f->includes[i].path), headers))
			return true;
	return false;
}

bool guard_c_is_test(const struct file *f)
{
	if (!f->creations || f->is_gone || !(f->roles & ROLE_TEST) || f->roles & (ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE) || str_starts(path_extension(f->path), STR("h")))
		return false;
	if (framework_of(f->creations) != FRAMEWORK_PROGRAM || includes_other_framework(f->creations))
		return true;
	for (uint32_t i = 0; i < f->creations->func_count; i++)
		if (str_is(f->creations->funcs[i].name, "main"))
			return true;
	return false;
}

/* Tests of the same part of the tree, or in a folder for tests beside it: what other people's sources bring with them is no place. */
static bool is_fit(struct str dir, struct str canonical)
{
	struct str top, own = STR("");

	if (!str_next(&canonical, '/', &own) || !canonical.len)
		own = STR("");
	return str_next(&dir, '/', &top) && (str_eq(top, own) || str_has_nocase(top, STR("test")) || str_is(top, "t"));
}

/* What a folder with tests of its own counts for beside what is only in it. */
#define TEST_WEIGHT 4

struct folder {
	struct str path;
	uint32_t tests;
};

/* Sources of tests without main() and without a framework that is known may be part of one program; then the folder has to say so. */
static uint32_t weight_of(const struct file *f, struct str dir)
{
	static const char *const words[] = { "check", "test", "unit" };

	if (guard_c_is_test(f))
		return TEST_WEIGHT;
	if (!f->creations || f->is_gone || !(f->roles & ROLE_TEST) || f->roles & (ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE) || str_starts(path_extension(f->path), STR("h")))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_has_nocase(path_base(dir), str_from(words[i])))
			return 1;
	return 0;
}

static bool is_better(const struct folder *x, const struct folder *best, struct str canonical)
{
	if (guard_is_nearer(x->path, best->path, canonical))
		return true;
	if (guard_is_nearer(best->path, x->path, canonical) || x->tests < best->tests)
		return false;
	return x->tests > best->tests || (str_has(path_base(x->path), STR("test")) && !str_has(path_base(best->path), STR("test")));
}

/* The nearest, of these the highest, of these the one with most tests. */
static struct str find_folder(const struct rule_input *in, const struct guard_c *g)
{
	VEC(struct folder) folders = { 0 };
	struct folder best = { STR("tests"), 0 };

	for (file_id file = 0; file < in->project->file_count; file++) {
		const struct file *f = &in->project->files[file];
		struct str dir = path_dir(f->path);
		uint32_t weight = weight_of(f, dir);
		bool is_known = false;

		if (!dir.len || !weight || !is_fit(dir, g->file))
			continue;
		vec_foreach(struct folder, x, &folders)
			if (str_eq(x->path, dir)) {
				x->tests += weight;
				is_known = true;
			}
		if (!is_known)
			vec_push(&folders, (struct folder){ dir, weight });
	}
	vec_foreach(struct folder, x, &folders)
		if (!best.tests || is_better(x, &best, g->file))
			best = *x;
	vec_release(&folders);
	return best.path;
}

/* --- What they have in common --- */

enum habit { HABIT_TEST_, HABIT_TEST_DASH, HABIT_CHECK_, HABIT__TEST, HABIT_DASH_TEST, HABIT_UNITTEST, HABIT_COUNT };

static const struct {
	const char *prefix, *suffix;
	char dash;
} habits[HABIT_COUNT] = {
	[HABIT_TEST_] = { "test_", "", '_' },   [HABIT_TEST_DASH] = { "test-", "", '-' }, [HABIT_CHECK_] = { "check_", "", '_' },
	[HABIT__TEST] = { "", "_test", '_' },   [HABIT_DASH_TEST] = { "", "-test", '-' }, [HABIT_UNITTEST] = { "", "_unittest", '_' },
};

#define INDENT_MAX 8

struct company {
	uint32_t indents[INDENT_MAX + 1]; /* by spaces; [0]: tabs */
	uint32_t frameworks[FRAMEWORK_COUNT], habits[HABIT_COUNT];
	uint32_t count, cpp;
	struct str extension; /* of the last one in C++ */
};

/* How the first line of each body is indented. */
static void count_indents(struct str text, struct company *c)
{
	struct str line, before = STR("");

	for (; str_next(&text, '\n', &line); before = line) {
		size_t spaces = 0;

		while (spaces < line.len && line.ptr[spaces] == ' ')
			spaces++;
		if (!str_starts(before, STR("{")) || !line.len)
			continue;
		if (line.ptr[0] == '\t')
			c->indents[0]++;
		else if (spaces > 0 && spaces <= INDENT_MAX)
			c->indents[spaces]++;
	}
}

static unsigned usual_indent(const struct company *c)
{
	unsigned best = 0;

	for (unsigned i = 0; i <= INDENT_MAX; i++)
		if (c->indents[i] > c->indents[best])
			best = i;
	return best;
}

static void count_one(const struct rule_input *in, file_id file, struct company *c)
{
	const struct file *f = &in->project->files[file];
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str stem = path_stem(f->path), extension = path_extension(f->path);

	c->count++;
	if (project_source(in->project, file, &text, NULL) && !guard_is_ours(strbuf_str(&text)))
		count_indents(strbuf_str(&text), c);
	c->frameworks[framework_of(f->creations)]++;
	if (!str_is(extension, "c")) {
		c->cpp++;
		c->extension = extension;
	}
	for (enum habit h = 0; h < HABIT_COUNT; h++)
		if (str_starts(stem, str_from(habits[h].prefix)) && str_ends(stem, str_from(habits[h].suffix))) {
			c->habits[h]++;
			break;
		}
}

/* Those of one folder; of all where it has none. */
static struct company company_in(const struct rule_input *in, struct str folder)
{
	struct company c = { .count = 0 };

	for (int round = 0; round < 2 && !c.count; round++)
		for (file_id file = 0; file < in->project->file_count; file++) {
			const struct file *f = &in->project->files[file];

			if (guard_c_is_test(f) && (round || str_eq(path_dir(f->path), folder)))
				count_one(in, file, &c);
		}
	return c;
}

static enum test_framework most_used(const struct company *c)
{
	enum test_framework best = FRAMEWORK_PROGRAM;

	for (enum test_framework f = 0; f < FRAMEWORK_COUNT; f++)
		if (c->frameworks[f] > c->frameworks[best])
			best = f;
	return best;
}

static struct str file_name(struct guard_c *g, const struct company *c, const char *extension)
{
	enum habit best = HABIT_TEST_;
	struct str stem = guard_stem(g->name, &g->arena);
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	for (enum habit h = 0; h < HABIT_COUNT; h++)
		if (c->habits[h] > c->habits[best])
			best = h;
	for (size_t i = 0; i < stem.len; i++)
		if (stem.ptr[i] == '_' || (stem.ptr[i] == ':' && i > 0 && stem.ptr[i - 1] == ':'))
			strbuf_addch(&b, habits[best].dash);
		else if (stem.ptr[i] != ':')
			strbuf_addch(&b, stem.ptr[i]);
	return arena_printf(&g->arena, "%sguard%c%s%s.%s", habits[best].prefix, habits[best].dash, b.ptr ? b.ptr : "", habits[best].suffix, extension);
}

static const char *extension_of(const struct company *c, struct guard_c *g)
{
	static const char *const headers[] = { "h", "hh", "hpp", "hxx", NULL };
	struct str own = path_extension(g->file);

	if (!g->is_cpp)
		return "c";
	if (c->cpp)
		return arena_str(&g->arena, c->extension).ptr;
	return str_is_one_of(own, headers) || str_is(own, "c") ? "cpp" : arena_str(&g->arena, own).ptr;
}

void guard_c_find_place(const struct rule_input *in, const struct guard_c_wish *wish, struct guard_c *g)
{
	struct str folder = wish->folder.len ? wish->folder : find_folder(in, g);
	struct company c = company_in(in, folder);
	file_id own = project_find(in->project, g->file);

	g->framework = most_used(&c);
	g->is_cpp = g->framework == FRAMEWORK_GOOGLETEST || (own != NONE && in->project->files[own].creations->is_cpp);
	g->indent = usual_indent(&c);
	g->path = path_join(&g->arena, folder, file_name(g, &c, extension_of(&c, g)));
	for (size_t i = 0; i < g->path.len; i++)
		g->depth += g->path.ptr[i] == '/';
}
