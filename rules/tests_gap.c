/* What no test of a family shows: methods of the canonical that none calls, and promises that none speaks of. */
#include "base/base.h"
#include "rules/state.h"
#include "rules/tests.h"

#include <stdlib.h>

static const struct outline *outline_of(const struct tests *t, file_id file)
{
	return &t->in->project->files[file].outline;
}

/* --- What the canonical offers --- */

static bool is_public(struct str name)
{
	return name.len && name.ptr[0] != '_';
}

static void collect_methods(struct tests *t, const struct member *c, struct family_tests *ret)
{
	const struct outline *o = outline_of(t, c->file);
	const struct details *details = &t->in->project->files[c->file].details;
	VEC(struct str) names = { 0 };

	for (uint32_t d = c->def + 1; c->kind == MEMBER_CLASS && d < o->def_count && o->defs[d].span.start < o->defs[c->def].end; d++) {
		const struct detail *detail = details_find(details, o->defs[d].span.start);
		bool is_known = false;

		if (o->defs[d].parent != c->def || o->defs[d].kind != DEF_FUNCTION || !is_public(o->defs[d].name) || (detail && (detail->flags & BODY_PROPERTY)))
			continue;
		vec_foreach (struct str, n, &names)
			is_known |= str_eq(*n, o->defs[d].name);
		if (!is_known)
			vec_push(&names, o->defs[d].name);
	}
	ret->methods = arena_copy(&t->arena, names.items, names.len, sizeof(*names.items));
	ret->method_count = (uint32_t)names.len;
	ret->is_met = arena_array(&t->arena, bool, names.len + 1);
	vec_release(&names);
}

/* --- What names say --- */

bool tests_speaks_of(enum guarantee g, struct str name)
{
	static const char *const words[GUARANTEE_COUNT][10] = {
		[GUARANTEE_UNIQUE] = { "unique", "single_source", "ssot", "one_definition", "no_duplicate", "duplicate", "canonical", "only_one" },
		[GUARANTEE_IDENTITY] = { "same_object", "identity", "import_path", "same_class", "is_same", "reexport", "re_export", "shim", "alias" },
		[GUARANTEE_ISOLATION] = { "isolat", "concurren", "two_users", "multi_user", "multiuser", "cross_user", "leak", "race", "parallel", "contamination" },
		[GUARANTEE_CLEANUP] = { "cleanup", "clean_up", "close", "dispose", "release", "destroy", "teardown", "leak", "weakref" },
		[GUARANTEE_SHUTDOWN] = { "shutdown", "shut_down", "stop", "terminate" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words[g]) && words[g][i]; i++)
		if (str_has_nocase(name, str_from(words[g][i])))
			return true;
	return false;
}

/* Runs things at once: a call that only tests of concurrency make. */
static bool runs_at_once(struct str tail)
{
	static const char *const words[] = { "Process", "TaskGroup", "Thread", "ThreadPoolExecutor", "gather" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(tail, words[i]))
			return true;
	return false;
}

bool tests_has_rivals(const struct family *fam)
{
	vec_foreach (struct member, m, &fam->members)
		if (m->is_production && m->class != CLASS_CANONICAL && m->class != CLASS_HELPER && m->class != CLASS_BYPASS && m->class != CLASS_ACCESSOR &&
		    m->class != CLASS_CONFIGURATOR && m->class != CLASS_SCOPE_HELPER && m->class != CLASS_BACKUP)
			return true;
	return false;
}

/* Does a method of the canonical, or the canonical itself, take what stands for one user of many? */
static bool takes_users(struct tests *t, const struct member *c)
{
	const struct outline *o = outline_of(t, c->file);

	for (uint32_t d = c->def; d < o->def_count && o->defs[d].span.start < o->defs[c->def].end; d++) {
		const struct detail *detail = details_find(&t->in->project->files[c->file].details, o->defs[d].span.start);

		for (uint32_t i = 0; detail && i < detail->param_count; i++)
			if (state_is_user_param(&detail->params[i]))
				return true;
	}
	return false;
}

static void find_needs(struct tests *t, const struct family *fam, const struct member *c, struct family_tests *ret)
{
	ret->needs[GUARANTEE_UNIQUE] = ret->needs[GUARANTEE_IDENTITY] = tests_has_rivals(fam);
	ret->needs[GUARANTEE_ISOLATION] = takes_users(t, c);
	for (uint32_t i = 0; i < ret->method_count; i++) {
		ret->needs[GUARANTEE_CLEANUP] |= tests_speaks_of(GUARANTEE_CLEANUP, ret->methods[i]);
		ret->needs[GUARANTEE_SHUTDOWN] |= tests_speaks_of(GUARANTEE_SHUTDOWN, ret->methods[i]);
	}
}

/* --- What tests do --- */

static struct test_file *file_of(const struct tests *t, file_id file)
{
	uint32_t known = map_get(&t->by_file, file);

	return known == NONE ? NULL : t->files.items[known];
}

static void note_words(struct test_file *f)
{
	bool *is_called = xcalloc(f->facts.word_count + 1, sizeof(*is_called));

	f->is_noted = true;
	for (uint32_t i = 0; i < f->facts.mention_count; i++)
		is_called[f->facts.mentions[i].word] |= f->facts.mentions[i].is_called;
	for (uint32_t i = 0; i < f->facts.word_count; i++) {
		struct str tail = str_tail(f->facts.words[i], '.');

		if (!map_add(&f->tails, str_hash(tail), 0) && !is_called[i])
			continue;
		f->shows[GUARANTEE_ISOLATION] |= runs_at_once(tail);
		for (enum guarantee g = GUARANTEE_CLEANUP; is_called[i] && g <= GUARANTEE_SHUTDOWN; g++)
			f->shows[g] = f->shows[g] || tests_speaks_of(g, tail);
	}
	free(is_called);
}

/* All words of a file that has a test of the family: helpers and fixtures of it are used by that. */
static void note_file(const struct tests *t, struct family_tests *ret, file_id file, struct map *seen)
{
	struct test_file *f = file_of(t, file);

	if (!f || !map_add(seen, file, 0))
		return;
	if (!f->is_noted)
		note_words(f);
	for (uint32_t i = 0; i < ret->method_count; i++)
		ret->is_met[i] |= map_has(&f->tails, str_hash(ret->methods[i]));
	for (enum guarantee g = 0; g < GUARANTEE_COUNT; g++)
		ret->is_shown[g] |= f->shows[g];
}

static void note_test(const struct tests *t, struct family_tests *ret, const struct test *x)
{
	const struct test_file *f = file_of(t, x->file);

	for (enum guarantee g = 0; g < GUARANTEE_COUNT; g++)
		ret->is_shown[g] = ret->is_shown[g] || tests_speaks_of(g, x->symbol);
	if (f && x->def < f->facts.def_count && (f->facts.defs[x->def].flags & TEST_DEF_COMPARES))
		ret->is_shown[GUARANTEE_IDENTITY] = true;
}

void tests_gaps_find(struct tests *t, uint32_t family)
{
	const struct family *fam = &t->in->families->items.items[family];
	const struct member *c = canonical_of(fam);
	struct family_tests *ret = &t->families[family];
	struct map seen = { 0 };

	if (!c || c->def == NONE || c->basis != BASIS_LINKED)
		return;
	collect_methods(t, c, ret);
	find_needs(t, fam, c, ret);
	vec_foreach (struct family_test, x, &ret->items) {
		const struct test *test = &t->items.items[x->test];

		if (!(x->meets & MEETS_REAL) || test->cannot_fail || test->never_runs)
			continue;
		note_file(t, ret, test->file, &seen);
		note_test(t, ret, test);
	}
	map_release(&seen);
}
