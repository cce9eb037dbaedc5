/* The files of tests that families can be met in, and all that is found in them. */
#include "base/base.h"
#include "rules/ctests.h"
#include "rules/tests.h"

#include <stdlib.h>

#define NOT_TESTS (ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE)

const char *const guarantee_names[GUARANTEE_COUNT] = {
	[GUARANTEE_UNIQUE] = "uniqueness",
	[GUARANTEE_IDENTITY] = "identity",
	[GUARANTEE_ISOLATION] = "isolation",
	[GUARANTEE_CLEANUP] = "cleanup",
	[GUARANTEE_SHUTDOWN] = "shutdown",
};

const char *const guarantee_meanings[GUARANTEE_COUNT] = {
	[GUARANTEE_UNIQUE] = "there is one definition",
	[GUARANTEE_IDENTITY] = "every import path gives the same object",
	[GUARANTEE_ISOLATION] = "two users at once share nothing",
	[GUARANTEE_CLEANUP] = "what it made is let go of",
	[GUARANTEE_SHUTDOWN] = "it ends in good order",
};

const struct test_file *tests_file(struct tests *t, file_id file)
{
	uint32_t known = map_get(&t->by_file, file);
	struct test_file *f;

	if (known != NONE)
		return t->files.items[known];
	f = arena_new(&t->arena, struct test_file);
	f->file = file;
	f->config = test_configs_get(t->configs, path_dir(t->in->project->files[file].path));
	project_tests(t->in->project, &file, 1, &f->facts);
	map_set(&t->by_file, file, (uint32_t)t->files.len);
	vec_push(&t->files, f);
	return f;
}

/* --- Which files --- */

typedef VEC(file_id) file_ids;

static bool is_candidate(const struct tests *t, file_id file)
{
	const struct file *f = &t->in->project->files[file];

	return (f->roles & ROLE_TEST) && !(f->roles & NOT_TESTS) && f->lang && f->lang->tests && !f->is_gone && !f->is_unreadable;
}

static void add_candidate(struct tests *t, struct map *seen, file_ids *ret, file_id file)
{
	if (is_candidate(t, file) && map_add(seen, file, 0))
		vec_push(ret, file);
}

/* `import x.mod`, `from x import mod`, `from x.mod import *`; who takes single names from it is an importer of theirs. */
static bool takes_whole(struct tests *t, const struct import_ref *ref, file_id module)
{
	const struct import *im = &t->in->project->files[ref->file].outline.imports[ref->import];
	struct target x;

	if (im->form == IMPORT_FROM && ref->n == NONE)
		return false;
	x = ref->n == NONE ? link_import_module(t->in->link, ref->file, ref->import) : link_import(t->in->link, ref->file, ref->import, ref->n);
	return x.kind == TARGET_MODULE && x.file == module;
}

static void add_module_users(struct tests *t, struct map *seen, file_ids *ret, file_id module)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(t->in->link, str_tail(link_module_name(t->in->link, module), '.'), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (is_candidate(t, refs[i].file) && takes_whole(t, &refs[i], module))
			add_candidate(t, seen, ret, refs[i].file);
}

/* Tests that name a member in a string only. */
static void add_seam_users(struct tests *t, struct map *seen, file_ids *ret)
{
	const struct project *p = t->in->project;

	for (file_id file = 0; file < p->file_count; file++)
		for (uint32_t i = 0; is_candidate(t, file) && i < p->files[file].outline.seam_count; i++)
			if (map_has(&t->symbols, str_hash(str_tail(p->files[file].outline.seams[i].text, '.'))))
				add_candidate(t, seen, ret, file);
}

static int compare_ids(const void *a, const void *b)
{
	const file_id *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void collect_candidates(struct tests *t, file_ids *ret)
{
	struct map seen = { 0 }, modules = { 0 };

	vec_foreach (struct family, fam, &t->in->families->items) {
		vec_foreach (struct importer, x, &fam->importers)
			add_candidate(t, &seen, ret, x->file);
		vec_foreach (struct member, m, &fam->members) {
			if (m->basis != BASIS_LINKED || !m->is_production || m->kind == MEMBER_CALL)
				continue;
			map_add(&t->symbols, str_hash(m->symbol), 0);
			if (map_add(&modules, m->file, 0))
				add_module_users(t, &seen, ret, m->file);
		}
	}
	add_seam_users(t, &seen, ret);
	vec_sort(ret, compare_ids);
	map_release(&seen);
	map_release(&modules);
}

static void read_candidates(struct tests *t)
{
	file_ids files = { 0 };
	struct test_facts *facts;

	collect_candidates(t, &files);
	facts = arena_array(&t->arena, struct test_facts, files.len + 1);
	project_tests(t->in->project, files.items, (uint32_t)files.len, facts);
	for (size_t i = 0; i < files.len; i++) {
		struct test_file *f = arena_new(&t->arena, struct test_file);

		*f = (struct test_file){ .file = files.items[i], .facts = facts[i] };
		f->config = test_configs_get(t->configs, path_dir(t->in->project->files[f->file].path));
		map_set(&t->by_file, f->file, (uint32_t)t->files.len);
		vec_push(&t->files, f);
	}
	vec_release(&files);
}

/* --- All of it --- */

/* A code base without any tests lacks more than those of a factory, and is not told so for each. */
static bool has_tests(const struct project *p)
{
	for (file_id file = 0; file < p->file_count; file++) {
		const struct outline *o = &p->files[file].outline;

		for (uint32_t d = 0; (p->files[file].roles & ROLE_TEST) && d < o->def_count; d++)
			if (o->defs[d].kind == DEF_FUNCTION && str_starts(o->defs[d].name, STR("test")))
				return true;
	}
	return false;
}

static int compare_flaws(const void *a, const void *b)
{
	const struct tests_flaw *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

/* Of languages whose names are linked. */
static void find_linked(struct tests *t)
{
	size_t read;

	read_candidates(t);
	/* Base classes and conftest files join the list while these are looked at. */
	read = t->files.len;
	for (size_t i = 0; i < read; i++)
		if (t->files.items[i]->facts.is_read)
			tests_meet(t, t->files.items[i]);
	for (size_t i = 0; i < read; i++)
		if (t->files.items[i]->test_count)
			tests_flaws_find(t, t->files.items[i]);
	for (size_t i = 0; i < read; i++)
		if (t->files.items[i]->test_count)
			tests_collect_find(t, t->files.items[i]);
	for (uint32_t i = 0; i < t->in->families->items.len; i++)
		tests_gaps_find(t, i);
}

struct tests *tests_new(const struct rule_input *in)
{
	struct tests *t = xcalloc(1, sizeof(*t));

	t->in = in;
	t->configs = test_configs_new(in->project->root, &t->arena);
	t->families = arena_array(&t->arena, struct family_tests, in->families->items.len + 1);
	t->has_tests = has_tests(in->project);
	if (t->has_tests)
		find_linked(t);
	ctests_new(t);
	vec_sort(&t->flaws, compare_flaws);
	return t;
}

void tests_free(struct tests *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->in->families->items.len; i++)
		vec_release(&t->families[i].items);
	for (size_t i = 0; i < t->files.len; i++)
		map_release(&t->files.items[i]->tails);
	vec_release(&t->files);
	vec_release(&t->items);
	vec_release(&t->flaws);
	map_release(&t->by_file);
	map_release(&t->unittests);
	map_release(&t->symbols);
	ctests_free(t->c);
	test_configs_release(t->configs);
	arena_release(&t->arena);
	free(t);
}
