/* Tests that are never collected: names of functions, classes and files that no framework looks for. */
#include "base/base.h"
#include "rules/tests.h"

#define NEAR 2 /* letters that a slip of the finger changes */

static const struct outline *outline_of(const struct tests *t, const struct test_file *f)
{
	return &t->in->project->files[f->file].outline;
}

static bool is_imported(const struct tests *t, const struct test_file *f)
{
	return is_module_used(t->in, f->file);
}

/* A file that runs its tests itself. */
static bool runs_itself(const struct test_file *f)
{
	for (uint32_t i = 0; i < f->facts.mention_count; i++)
		if (f->facts.mentions[i].def == NONE && str_is(f->facts.words[f->facts.mentions[i].word], "__name__"))
			return true;
	return false;
}

/* --- Files --- */

/* Do nearly all other files of tests bear names that are collected? Otherwise somebody else collects them. */
static bool is_odd_one(const struct tests *t)
{
	uint32_t good = 0, bad = 0;

	for (size_t i = 0; i < t->files.len; i++) {
		const struct test_file *f = t->files.items[i];

		if (f->test_count)
			*(tests_is_collected_file(t, f, FRAMEWORK_PYTEST) ? &good : &bad) += 1;
	}
	return good >= 4 * bad && good > 0;
}

static void check_file(struct tests *t, const struct test_file *f)
{
	struct str base = path_base(t->in->project->files[f->file].path);
	const struct test *first = &t->items.items[f->first_test];

	if (tests_is_collected_file(t, f, first->framework) || tests_is_collected_file(t, f, FRAMEWORK_UNITTEST) || str_is(base, "conftest.py") ||
	    !str_has_nocase(base, STR("test")) || is_imported(t, f) || runs_itself(f) || !is_odd_one(t))
		return;
	tests_flaw_at(t, f, FLAW_FILE, NONE, first->span,
		      arena_printf(&t->arena, "pytest does not collect \"" STR_FMT "\": names of files of tests are " STR_FMT, STR_ARG(base),
				   STR_ARG(f->config->file_count ? f->config->python_files[0] : STR("test_*.py or *_test.py"))));
}

/* Is a folder of testpaths above the file? A glob counts as one of everything. */
static bool is_in_testpaths(const struct test_config *c, struct str path)
{
	struct str below = c->dir.len ? str_slice(path, c->dir.len + 1, path.len) : path;

	for (uint32_t i = 0; i < c->testpath_count; i++) {
		struct str p = c->testpaths[i];

		if (str_starts(p, STR("./")))
			p = str_slice(p, 2, p.len);
		while (p.len && p.ptr[p.len - 1] == '/')
			p.len--;
		if (!p.len || str_is(p, ".") || str_find(p, '*') < p.len || path_is_inside(below, p))
			return true;
	}
	return c->testpath_count == 0;
}

/* One for a folder: the first of its files. */
static void check_outside(struct tests *t, const struct test_file *f)
{
	struct str path = t->in->project->files[f->file].path, dir = path_dir(path);

	if (is_in_testpaths(f->config, path))
		return;
	vec_foreach (struct tests_flaw, x, &t->flaws)
		if (x->kind == FLAW_OUTSIDE && str_eq(path_dir(t->in->project->files[x->file].path), dir))
			return;
	tests_flaw_at(t, f, FLAW_OUTSIDE, NONE, t->items.items[f->first_test].span,
		      arena_printf(&t->arena, "pytest by itself does not come here: testpaths in " STR_FMT " names other folders than " STR_FMT,
				   STR_ARG(f->config->file), STR_ARG(dir.len ? dir : STR("the root"))));
}

/* --- Functions and classes that no test was made of, since their names are none --- */

static bool is_mentioned(const struct test_file *f, struct str name)
{
	for (uint32_t i = 0; i < f->facts.word_count; i++)
		if (str_eq(str_tail(f->facts.words[i], '.'), name))
			return true;
	return false;
}

/* No letters but those of "test", and an s among them: no word of its own. */
static bool is_made_of(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] != 't' && word.ptr[i] != 'e' && word.ptr[i] != 's')
			return false;
	return str_find(word, 's') < word.len;
}

/* "tets_runs", "tst_runs": one slip away from what is collected. */
static bool is_slip(struct str name)
{
	struct str word = str_slice(name, 0, str_find(name, '_'));

	return word.len >= 3 && word.len <= 5 && word.len < name.len && word.ptr[0] == 't' && !str_starts(name, STR("test")) && is_made_of(word) &&
	       str_distance(word, STR("test"), NEAR) <= NEAR;
}

/* It is none of the tests: what it protects is told by its neighbours. */
static void tests_stray_at(struct tests *t, const struct test_file *f, uint32_t def, struct span span, struct str message)
{
	size_t before = t->flaws.len;

	tests_flaw_at(t, f, FLAW_OUTSIDE, NONE, span, message);
	if (t->flaws.len == before)
		return;
	vec_last(&t->flaws)->kind = FLAW_NAME;
	vec_last(&t->flaws)->def = def;
	vec_last(&t->flaws)->test_count = 0;
}

static void check_name(struct tests *t, struct test_file *f, uint32_t def)
{
	const struct outline *o = outline_of(t, f);
	const struct def *d = &o->defs[def];
	unsigned flags = f->facts.defs[def].flags;
	bool is_stray = d->parent == NONE || (o->defs[d->parent].kind == DEF_CLASS && str_starts(o->defs[d->parent].name, STR("Test")));

	if (d->kind != DEF_FUNCTION || !is_stray || !is_slip(d->name) || !(flags & TEST_DEF_CHECKS) || !(flags & TEST_DEF_PLAIN) || is_mentioned(f, d->name))
		return;
	tests_stray_at(t, f, def, d->span, arena_printf(&t->arena, "`" STR_FMT "` never runs: its name does not begin with test", STR_ARG(d->name)));
}

static bool has_test_methods(const struct outline *o, const struct test_file *f, uint32_t class_def)
{
	bool any = false;

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++) {
		if (o->defs[d].parent != class_def)
			continue;
		if (str_is(o->defs[d].name, "__init__") || str_is(o->defs[d].name, "__call__"))
			return false;
		any |= str_starts(o->defs[d].name, STR("test_")) && (f->facts.defs[d].flags & TEST_DEF_CHECKS);
	}
	return any;
}

/* A class that is named and built like one of tests, and that nobody uses. */
static void check_class(struct tests *t, struct test_file *f, uint32_t def)
{
	const struct outline *o = outline_of(t, f);
	const struct def *d = &o->defs[def];
	const struct import_ref *refs;
	struct lineage l;

	if (d->kind != DEF_CLASS || d->parent != NONE || f->config->class_count || str_starts(d->name, STR("Test")) || d->name.ptr[0] == '_' ||
	    !(str_ends(d->name, STR("Test")) || str_ends(d->name, STR("Tests"))) || str_has(d->name, STR("Base")) || str_has(d->name, STR("Mixin")) ||
	    !(f->facts.defs[def].flags & TEST_DEF_PLAIN) || (f->facts.defs[def].flags & TEST_DEF_NO_TEST) || !has_test_methods(o, f, def) ||
	    is_mentioned(f, d->name) || link_importers_of_name(t->in->link, d->name, &refs))
		return;
	tests_lineage(t, f, def, &l);
	if (l.is_unittest == KNOWN_NO && l.count == 1)
		tests_stray_at(t, f, def, d->span,
			      arena_printf(&t->arena, "pytest does not collect `" STR_FMT "`: its name does not begin with Test", STR_ARG(d->name)));
}

void tests_collect_find(struct tests *t, struct test_file *f)
{
	check_file(t, f);
	check_outside(t, f);
	for (uint32_t d = 0; d < outline_of(t, f)->def_count; d++) {
		check_name(t, f, d);
		check_class(t, f, d);
	}
}
