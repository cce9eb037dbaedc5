/* Whether tests come to a canonical of C or C++ by what calls it: nobody says that nothing protects it who has not looked there. */
#include "base/base.h"
#include "rules/ctests.h"

#include <stdlib.h>

#include "rules/cstate.h"

#define NAMES_MAX 400 /* functions that lead there: with more of them it is part of everything */
#define ROUNDS_MAX 6
#define SEARCHES_MAX 20 /* of the whole text, each for one family: of the others nothing is claimed */

struct trail {
	struct ctests *c;
	struct cstates *s;
	struct map seen;            /* hashes of names */
	VEC(struct str) names;      /* that lead to the canonical */
	struct str unknown;         /* one whose callers cannot be told by calls */
};

/* Called by whoever has its address, or whoever has an object: there is no saying who does. */
static bool is_called_unseen(const struct trail *t, const struct cfunc *f, struct str name)
{
	return f->flags & (CFUNC_VIRTUAL | CFUNC_TEMPLATE | CFUNC_MACRO_MADE) || map_has(&t->c->c->addressed, str_hash(name)) || str_is(name, "main");
}

static void add_name(struct trail *t, const struct cfunc *f)
{
	struct str name = str_tail(f->name, ':');

	if (!map_add(&t->seen, str_hash(name), 0))
		return;
	vec_push(&t->names, name);
	if (!t->unknown.len && is_called_unseen(t, f, name))
		t->unknown = name;
}

static void add_callers(struct trail *t, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&t->c->c->macros, name, &refs);
	uint64_t hash = str_hash(name);
	size_t low = 0, high = t->s->calls.len;

	/* A macro that begins so is another name of it. */
	for (uint32_t i = 0; i < count; i++) {
		struct str macro = cfacts_of(t->c->c, refs[i].file)->macros[refs[i].index].name;

		if (map_add(&t->seen, str_hash(macro), 0))
			vec_push(&t->names, macro);
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->s->calls.items[middle].name < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < t->s->calls.len && t->s->calls.items[low].name == hash; low++) {
		const struct cfunc_ref *r = &t->s->calls.items[low];

		add_name(t, cstate_func(t->s, &t->s->files.items[r->file], r->func));
	}
}

/* The first of the names that a file of tests mentions. */
static struct str named_by_tests(struct trail *t)
{
	struct words *filter = words_new(t->names.items, t->names.len);
	struct str found = STR("");

	ctests_look(t->c, t->c->candidates.items, (uint32_t)t->c->candidates.len, filter);
	for (size_t i = 0; !found.len && i < t->c->candidates.len; i++) {
		const struct ctest_facts *f = ctests_seen(t->c, t->c->candidates.items[i]);

		for (uint32_t w = 0; f && !found.len && w < f->word_count; w++)
			if (words_has(filter, f->words[w]) && !ctests_is_doubled(t->c, t->c->candidates.items[i], f->words[w]))
				found = f->words[w];
	}
	words_free(filter);
	return found;
}

/* --- The whole text --- */

/* A test in the program's own file: `#ifdef UNITTESTS`. */
static bool is_inner_test(const struct cfacts *facts, const struct ctest_part *p)
{
	for (uint32_t i = 0; i < facts->condition_count; i++)
		if (facts->conditions[i].start <= p->start && p->start < facts->conditions[i].end && str_has_nocase(facts->conditions[i].text, STR("test")))
			return true;
	return p->kind == CTEST_CASE;
}

static bool is_macro(const struct trail *t, struct str name)
{
	const struct project *p = t->c->t->in->project;

	for (file_id file = 0; file < p->file_count; file++)
		for (uint32_t i = 0; p->files[file].creations && i < p->files[file].creations->macro_count; i++)
			if (str_eq(p->files[file].creations->macros[i].name, name))
				return true;
	return false;
}

/* A mention of a name that leads there: by whom? What is no call, or stands in no function, may come to anybody. */
static void take_mention(struct trail *t, file_id file, const struct ctest_facts *f, const struct ctest_mention *m)
{
	const struct ctest_part *p = m->part == NONE ? NULL : &f->parts[m->part];
	struct str name = f->words[m->word];

	if (p && p->kind == CTEST_CLASS)
		return;
	if (ctests_is_named_test(t->c->t->in->project->files[file].path))
		t->unknown = name;
	else if (!p && (!m->is_called || is_macro(t, name)))
		t->unknown = name; /* in a table, or made by a macro; a prototype looks like a call */
	else if (p && is_inner_test(t->c->t->in->project->files[file].creations, p))
		t->unknown = p->name;
	else if (p && map_add(&t->seen, str_hash(str_tail(p->name, ':')), 0))
		vec_push(&t->names, str_tail(p->name, ':'));
	if (p && !m->is_called && p->kind != CTEST_MACRO && !t->unknown.len)
		t->unknown = name;
}

/* What the calls that are known have left out: macros, tables of functions, bodies that nobody had looked into. */
static void look_everywhere(struct trail *t, const file_id *files, uint32_t count)
{
	struct words *filter = words_new(t->names.items, t->names.len);

	ctests_look(t->c, files, count, filter);
	for (uint32_t i = 0; i < count && !t->unknown.len; i++) {
		const struct ctest_facts *f = ctests_seen(t->c, files[i]);

		for (uint32_t k = 0; f && k < f->mention_count && !t->unknown.len; k++)
			if (words_has(filter, f->words[f->mentions[k].word]))
				take_mention(t, files[i], f, &f->mentions[k]);
	}
	words_free(filter);
}

static bool is_on_main_path(const struct trail *t)
{
	return map_has(&t->seen, str_hash(STR("main")));
}

static void follow_text(struct trail *t)
{
	const struct project *p = t->c->t->in->project;
	file_id *files = xcalloc(p->file_count + 1, sizeof(*files));
	size_t before = 0;
	uint32_t count = 0;

	for (file_id file = 0; file < p->file_count; file++)
		if (p->files[file].creations && project_is_production(p, file))
			files[count++] = file;
	for (int round = 0; !t->unknown.len && before < t->names.len; round++) {
		before = t->names.len;
		look_everywhere(t, files, count);
		if (!t->unknown.len && (round == ROUNDS_MAX || t->names.len > NAMES_MAX || is_on_main_path(t)))
			t->unknown = *vec_last(&t->names);
	}
	free(files);
}

struct str ctests_reach(struct ctests *c, uint32_t family)
{
	const struct rule_input *in = c->t->in;
	const struct member *m = canonical_of(&in->families->items.items[family]);
	struct trail t = { .c = c, .s = in->cstates, .unknown = STR("") };
	struct str found;

	if (!t.s)
		t.s = c->states = c->states ? c->states : cstates_new(in);
	add_name(&t, cfunc_at(c->c, m->file, m->def));
	for (size_t i = 0; i < t.names.len && t.names.len < NAMES_MAX && !t.unknown.len; i++)
		add_callers(&t, t.names.items[i]);
	if (!t.unknown.len && t.names.len >= NAMES_MAX)
		t.unknown = *vec_last(&t.names);
	if (!t.unknown.len && c->searches++ >= SEARCHES_MAX)
		t.unknown = m->symbol;
	if (!t.unknown.len)
		follow_text(&t);
	found = t.unknown.len ? arena_str(c->arena, t.unknown) : arena_str(c->arena, named_by_tests(&t));
	vec_release(&t.names);
	map_release(&t.seen);
	return found;
}
