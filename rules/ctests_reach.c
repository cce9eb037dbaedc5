/* Whether tests come to a canonical of C or C++ by what calls it: nobody says that nothing protects it who has not looked there. */
#include "base/base.h"
#include "rules/ctests.h"

#include "rules/cstate.h"

#define NAMES_MAX 400 /* functions that lead there: with more of them it is part of everything */

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
	return f->flags & (CFUNC_VIRTUAL | CFUNC_TEMPLATE) || map_has(&t->c->c->addressed, str_hash(name)) || str_is(name, "main");
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
	struct ctest_facts *facts = xcalloc(t->c->candidates.len + 1, sizeof(*facts));
	struct str found = STR("");

	project_trials(t->c->t->in->project, t->c->candidates.items, t->c->hints.items, (uint32_t)t->c->candidates.len, filter, facts);
	for (size_t n = 0; !found.len && n < t->names.len; n++)
		for (size_t i = 0; !found.len && i < t->c->candidates.len; i++)
			for (uint32_t w = 0; !found.len && w < facts[i].word_count; w++)
				if (str_eq(facts[i].words[w], t->names.items[n]))
					found = t->names.items[n];
	words_free(filter);
	free(facts);
	return found;
}

struct str ctests_reach(struct ctests *c, uint32_t family)
{
	const struct rule_input *in = c->t->in;
	const struct member *m = canonical_of(&in->families->items.items[family]);
	struct cstates *own = in->cstates ? NULL : cstates_new(in);
	struct trail t = { .c = c, .s = own ? own : in->cstates, .unknown = STR("") };
	struct str found;

	add_name(&t, cfunc_at(c->c, m->file, m->def));
	for (size_t i = 0; i < t.names.len && t.names.len < NAMES_MAX && !t.unknown.len; i++)
		add_callers(&t, t.names.items[i]);
	if (!t.unknown.len && t.names.len >= NAMES_MAX)
		t.unknown = *vec_last(&t.names);
	found = t.unknown.len ? arena_str(c->arena, t.unknown) : arena_str(c->arena, named_by_tests(&t));
	vec_release(&t.names);
	map_release(&t.seen);
	cstates_free(own);
	return found;
}
