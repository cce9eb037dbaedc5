/* The files of C and C++ that test families: which they are, which of them are read, in what order all is found. */
#include "base/base.h"
#include "rules/ctests.h"

#include <stdlib.h>

#include "base/bisect.h"
#include "base/strbuf.h"
#include "rules/cstate.h"

#define ROUNDS 3         /* of helpers that helpers use */
#define HELPER_NAME_MIN 5 /* letters: a shorter name says too little */
#define NOT_TESTS (ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE)

/* --- Names --- */

static int by_hash(const void *a, const void *b)
{
	const struct ctest_ref *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return (x->part > y->part) - (x->part < y->part);
}

uint32_t ctests_find(const ctest_refs *refs, struct str name, const struct ctest_ref **ret)
{
	uint64_t hash = str_hash(str_tail(name, ':'));
	size_t at, end;

	bisect(at, refs->len, refs->items[at].hash < hash);
	for (end = at; end < refs->len && refs->items[end].hash == hash;)
		end++;
	*ret = refs->items + at;
	return (uint32_t)(end - at);
}

static bool is_met_by_name(const struct member *m)
{
	if (m->class == CLASS_BACKUP || m->class == CLASS_HELPER || m->class == CLASS_BYPASS)
		return false;
	return m->kind == MEMBER_ASSIGNMENT || (m->kind <= MEMBER_METHOD && m->def != NONE);
}

static void collect_members(struct ctests *c)
{
	const struct families *all = c->t->in->families;

	for (uint32_t k = 0; k < all->items.len; k++) {
		const struct family *fam = &all->items.items[k];

		for (uint32_t i = 0; is_cfamily(fam) && i < fam->members.len; i++)
			if (is_met_by_name(&fam->members.items[i]))
				vec_push(&c->members, (struct ctest_ref){ .hash = str_hash(str_tail(fam->members.items[i].symbol, ':')), .family = k, .member = i, .part = NONE, .file = NONE });
	}
	vec_sort(&c->members, by_hash);
}

/* --- Candidates --- */

static enum test_framework framework_of(const struct cfacts *facts)
{
	for (uint32_t i = 0; i < facts->include_count; i++) {
		enum test_framework f = ctest_framework_of_header(facts->includes[i].path);

		if (f != FRAMEWORK_COUNT)
			return f;
	}
	return FRAMEWORK_COUNT;
}

/* Says so by its base: what measures, shows or feeds at random tests nothing. */
bool ctests_is_named_test(struct str path)
{
	static const char *const words[] = { "check", "test", "testing", "tests", "unittest", "unittests" };
	struct tokens t;

	tokens_split(path_stem(path), &t);
	for (uint32_t i = 0; i < t.count; i++)
		for (size_t k = 0; k < ARRAY_LEN(words); k++)
			if (str_is(t.token[i], words[k]) && (k > 0 || i == 0))
				return true;
	return false;
}

static bool has_main(const struct cfacts *facts)
{
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (str_is(facts->funcs[i].name, "main"))
			return true;
	return false;
}

static bool is_candidate(const struct project *p, file_id file)
{
	const struct file *f = &p->files[file];

	if (!f->creations || !f->lang->trials || f->roles & NOT_TESTS || f->is_gone || f->is_unreadable)
		return false;
	if (framework_of(f->creations) != FRAMEWORK_COUNT)
		return true;
	/* A program may have files that are about tests, and test_config.c among them. */
	if (f->roles & ROLE_TEST && str_has_nocase(path_dir(f->path), STR("test")))
		return true;
	return (f->roles & ROLE_TEST || ctests_is_named_test(f->path)) && has_main(f->creations);
}

/* The framework that headers of the project bring in; those that lie nearest are seen first. */
static unsigned hint_of(struct ctests *c, file_id file)
{
	const struct project *p = c->t->in->project;
	enum test_framework found = framework_of(p->files[file].creations);
	const file_id *seen;
	uint32_t count;

	if (found != FRAMEWORK_COUNT)
		return found;
	count = seen_files(c->c, file, &seen);
	for (uint32_t i = 0; i < count && found == FRAMEWORK_COUNT; i++)
		if (p->files[seen[i]].creations)
			found = framework_of(p->files[seen[i]].creations);
	return found;
}

static void collect_candidates(struct ctests *c)
{
	const struct project *p = c->t->in->project;

	for (file_id file = 0; file < p->file_count; file++) {
		if (!is_candidate(p, file))
			continue;
		vec_push(&c->candidates, file);
		vec_push(&c->hints, (unsigned)framework_of(p->files[file].creations));
	}
}

/* --- Reading --- */

static void index_file(struct ctest_file *f, struct arena *a)
{
	f->next = arena_array(a, uint32_t, f->facts.part_count + 1);
	for (uint32_t i = f->facts.part_count; i > 0; i--) {
		uint64_t hash = str_hash(str_tail(f->facts.parts[i - 1].name, ':'));

		f->next[i - 1] = map_get(&f->by_name, hash);
		map_set(&f->by_name, hash, i - 1);
	}
	for (uint32_t i = 0; i < f->facts.word_count; i++)
		map_set(&f->words, str_hash(f->facts.words[i]), i);
}

static void add_file(struct ctests *c, file_id file, const struct ctest_facts *facts)
{
	struct ctest_file *f = arena_new(c->arena, struct ctest_file);

	f->file = file;
	f->facts = *facts;
	f->own = xcalloc(facts->part_count + 1, sizeof(*f->own));
	index_file(f, c->arena);
	map_set(&c->by_file, file, (uint32_t)c->files.len);
	vec_push(&c->files, f);
	ctests_meet_own(c, f);
}

/* Of the candidates that were not read yet those that mention one of the words. */
static void read_files(struct ctests *c, const struct str *words, size_t count)
{
	struct words *filter = words_new(words, count);
	uint32_t left = 0;
	file_id *files = xcalloc(c->candidates.len + 1, sizeof(*files));
	unsigned *hints = xcalloc(c->candidates.len + 1, sizeof(*hints));
	struct ctest_facts *facts = xcalloc(c->candidates.len + 1, sizeof(*facts));

	for (size_t i = 0; i < c->candidates.len; i++) {
		if (map_has(&c->by_file, c->candidates.items[i]))
			continue;
		hints[left] = c->hints.items[i];
		files[left++] = c->candidates.items[i];
	}
	project_trials(c->t->in->project, files, hints, left, filter, facts);
	for (uint32_t i = 0; i < left; i++) {
		unsigned hint = facts[i].is_read && hints[i] == FRAMEWORK_COUNT ? hint_of(c, files[i]) : FRAMEWORK_COUNT;

		/* What its macros mean is known only when its headers are: read with that once more. */
		if (hint != FRAMEWORK_COUNT)
			project_trials(c->t->in->project, &files[i], &hint, 1, filter, &facts[i]);
		if (facts[i].is_read)
			add_file(c, files[i], &facts[i]);
	}
	words_free(filter);
	free(files);
	free(hints);
	free(facts);
}

static void read_members(struct ctests *c)
{
	const struct families *all = c->t->in->families;
	VEC(struct str) words = { 0 };

	for (size_t i = 0; i < c->members.len; i++) {
		const struct ctest_ref *r = &c->members.items[i];
		const struct family *fam = &all->items.items[r->family];

		vec_push(&words, str_tail(fam->members.items[r->member].symbol, ':'));
		/* A class that stands in for another one names it, and none of its makers. */
		if (str_has(fam->members.items[r->member].symbol, STR("::")))
			vec_push(&words, str_tail(fam->product, ':'));
	}
	read_files(c, words.items, words.len);
	vec_release(&words);
}

/* --- Helpers for other files --- */

static bool is_offered(const struct ctests *c, const struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];
	bool is_shared = is_header(c->t->in->project->files[f->file].path);

	if (p->kind == CTEST_CASE || p->flags & CTEST_ENTERS || p->name.len < HELPER_NAME_MIN)
		return false;
	if (p->parent != NONE && f->facts.parts[p->parent].kind == CTEST_CLASS)
		return false; /* with its class */
	return is_shared || (p->kind == CTEST_FUNCTION && !(p->flags & CTEST_STATIC) && !str_has(p->name, STR("::")));
}

/* What the files from `first` on offer and meets a family. */
static void read_helpers(struct ctests *c, size_t first)
{
	VEC(struct str) words = { 0 };

	for (size_t i = first; i < c->files.len; i++) {
		struct ctest_file *f = c->files.items[i];

		for (uint32_t part = 0; part < f->facts.part_count; part++) {
			struct ctest_walk w = { .tells = false };
			struct str name = f->facts.parts[part].name;

			if (!is_offered(c, f, part))
				continue;
			ctests_walk_plain(c, f, part, &w);
			if (w.met.len) {
				vec_push(&words, str_tail(name, ':'));
				vec_push(&c->helpers, (struct ctest_ref){ .hash = str_hash(str_tail(name, ':')), .family = NONE, .member = NONE, .part = part, .file = f->file });
			}
			ctests_walk_release(&w);
		}
	}
	vec_sort(&c->helpers, by_hash);
	if (words.len)
		read_files(c, words.items, words.len);
	vec_release(&words);
}

/* --- Who names what --- */

bool ctests_is_named(struct ctests *c, struct str word, file_id but)
{
	const struct project *p = c->t->in->project;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct words *filter = words_new(&word, 1);
	bool found = false;

	for (file_id file = 0; !found && file < p->file_count; file++) {
		bool is_near = p->files[file].creations && str_eq(path_dir(p->files[file].path), path_dir(p->files[but].path));

		if (file != but && (is_near || is_candidate(p, file)) && project_source(p, file, &text, NULL))
			found = words_in_text(filter, strbuf_str(&text));
	}
	words_free(filter);
	return found;
}

void ctests_look(struct ctests *c, const file_id *files, uint32_t count, const struct words *filter)
{
	file_id *left = xcalloc(count + 1, sizeof(*left));
	unsigned *hints = xcalloc(count + 1, sizeof(*hints));
	struct ctest_facts *facts = xcalloc(count + 1, sizeof(*facts));
	uint32_t n = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (map_has(&c->looked_at, files[i]))
			continue;
		hints[n] = FRAMEWORK_COUNT;
		left[n++] = files[i];
	}
	project_trials(c->t->in->project, left, hints, n, filter, facts);
	for (uint32_t i = 0; i < n; i++) {
		if (!facts[i].is_read)
			continue;
		map_set(&c->looked_at, left[i], (uint32_t)c->looks.len);
		vec_push(&c->looks, arena_copy(c->arena, &facts[i], 1, sizeof(facts[i])));
	}
	free(left);
	free(hints);
	free(facts);
}

const struct ctest_facts *ctests_seen(const struct ctests *c, file_id file)
{
	uint32_t known = map_get(&c->looked_at, file);

	return known == NONE ? NULL : c->looks.items[known];
}

/* --- All of it --- */

static int compare_files(const void *a, const void *b)
{
	const struct ctest_file *const *x = a, *const *y = b;

	return ((*x)->file > (*y)->file) - ((*x)->file < (*y)->file);
}

static void sort_files(struct ctests *c)
{
	vec_sort(&c->files, compare_files);
	for (size_t i = 0; i < c->files.len; i++)
		map_set(&c->by_file, c->files.items[i]->file, (uint32_t)i);
}

static void find_all(struct ctests *c)
{
	const struct families *all = c->t->in->families;

	for (size_t i = 0; i < c->files.len; i++)
		ctests_find_tests(c, c->files.items[i]);
	for (size_t i = 0; i < c->files.len; i++)
		ctests_find_rest(c, c->files.items[i]);
	for (size_t i = 0; i < c->files.len; i++)
		if (c->files.items[i]->test_count)
			ctests_flaws_find(c, c->files.items[i]);
	for (uint32_t i = 0; i < all->items.len; i++)
		if (is_cfamily(&all->items.items[i]))
			ctests_gaps_find(c, i);
}

static bool has_cfamilies(const struct families *all)
{
	vec_foreach (const struct family, fam, &all->items)
		if (is_cfamily(fam))
			return true;
	return false;
}

struct ctests *ctests_new(struct tests *t)
{
	struct ctests *c;
	size_t known = 0;

	if (!t->in->families->creators || !has_cfamilies(t->in->families))
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->t = t;
	c->c = t->in->families->creators;
	c->arena = &t->arena;
	t->c = c;
	collect_candidates(c);
	t->has_ctests = c->candidates.len > 0;
	if (!t->has_ctests)
		return c;
	collect_members(c);
	read_members(c);
	for (int round = 0; round < ROUNDS && known < c->files.len; round++) {
		size_t first = known;

		known = c->files.len;
		read_helpers(c, first);
	}
	sort_files(c);
	find_all(c);
	return c;
}

void ctests_free(struct ctests *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->files.len; i++) {
		struct ctest_file *f = c->files.items[i];

		for (uint32_t k = 0; k <= f->facts.part_count; k++)
			vec_release(&f->own[k]);
		free(f->own);
		map_release(&f->by_name);
		map_release(&f->words);
	}
	vec_release(&c->files);
	map_release(&c->by_file);
	vec_release(&c->candidates);
	vec_release(&c->hints);
	vec_release(&c->members);
	vec_release(&c->helpers);
	map_release(&c->visited);
	cstates_free(c->states);
	map_release(&c->looked_at);
	vec_release(&c->looks);
	ctests_build_release(c);
	free(c);
}
