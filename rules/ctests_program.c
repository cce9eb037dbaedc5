/* Whether what a test calls of the program may stop it: assertions of the program's own fail a test as well as its. */
#include "base/base.h"
#include "rules/ctests.h"

#define FUNCS_MAX 200 /* functions that are looked into for one test: with more of them there is no saying */

struct look {
	struct ctests *c;
	struct map seen;        /* hashes of names */
	VEC(struct str) names;  /* to be looked into */
	bool tells;
};

static void add_name(struct look *l, struct str name)
{
	const struct name_ref *refs;

	if (table_find(&l->c->c->funcs, name, &refs) && map_add(&l->seen, str_hash(name), 0))
		vec_push(&l->names, name);
}

/* The facts of a file of the program, as if it were one of tests. */
static const struct ctest_facts *facts_of(struct ctests *c, file_id file, struct str name)
{
	struct words *filter;

	if (!ctests_seen(c, file)) {
		filter = words_new(&name, 1);
		ctests_look(c, &file, 1, filter);
		words_free(filter);
	}
	return ctests_seen(c, file);
}

static void look_into(struct look *l, file_id file, struct str name)
{
	const struct ctest_facts *f = facts_of(l->c, file, name);

	l->tells |= !f;
	for (uint32_t i = 0; f && i < f->part_count && !l->tells; i++) {
		const struct ctest_part *p = &f->parts[i];

		if (!str_eq(str_tail(p->name, ':'), name))
			continue;
		l->tells |= (p->flags & CTEST_TELLS) != 0;
		for (uint32_t k = 0; k < p->mention_count; k++) {
			const struct ctest_mention *m = &f->mentions[p->first_mention + k];

			if (m->is_called)
				add_name(l, f->words[m->word]);
		}
	}
}

bool ctests_program_tells(struct ctests *c, const struct str *names, size_t count)
{
	struct look l = { .c = c };

	for (size_t i = 0; i < count; i++)
		add_name(&l, str_tail(names[i], ':'));
	for (size_t i = 0; i < l.names.len && !l.tells; i++) {
		const struct name_ref *refs;
		struct str name = l.names.items[i];
		uint32_t found = table_find(&c->c->funcs, name, &refs);

		l.tells |= l.names.len > FUNCS_MAX;
		for (uint32_t k = 0; k < found && !l.tells; k++)
			look_into(&l, refs[k].file, name);
	}
	vec_release(&l.names);
	map_release(&l.seen);
	return l.tells;
}
