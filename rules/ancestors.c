/* The classes that members inherit from, parsed: what is inherited is part of a member's surface. */
#include "base/base.h"
#include "rules/finder.h"

struct climb {
	struct finder *finder;
	struct map seen;  /* of this round */
	struct map asked; /* parsed or not, a class is asked for once */
	struct file_list files;
	struct word_list words;
};

static void ask(struct climb *c, file_id file, uint32_t def)
{
	if (!map_add(&c->asked, map_pair(file, def), 0))
		return;
	vec_push(&c->files, file);
	word_add(&c->words, def_at(c->finder, file, def)->name);
}

/* Up to the first class that has not been parsed whole. */
static void climb(struct climb *c, file_id file, uint32_t def)
{
	const struct detail *d = detail_at(c->finder, file, def);

	if (!map_add(&c->seen, map_pair(file, def), 0))
		return;
	if (!d || !project_has_all(&c->finder->project->files[file], def)) {
		ask(c, file, def);
		return;
	}
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(c->finder->link, file, def_at(c->finder, file, def)->parent, d->bases[i]);

		if (t.kind == TARGET_DEF && def_at(c->finder, t.file, t.index)->kind == DEF_CLASS)
			climb(c, t.file, t.index);
	}
}

static void climb_all(struct climb *c)
{
	vec_foreach(struct family, fam, &c->finder->out->items)
		vec_foreach(struct member, m, &fam->members)
			if (fam->basis == BASIS_LINKED && m->kind == MEMBER_CLASS)
				climb(c, m->file, m->def);
}

bool deepen_ancestors(struct finder *f, struct err *err)
{
	struct climb c = { .finder = f };
	bool ok = true, any = true;

	while (ok && any) {
		climb_all(&c);
		any = c.files.len > 0;
		ok = finder_deepen(f, &c.files, &c.words, CUT_NOTHING, err);
		vec_clear(&c.files);
		word_list_release(&c.words);
		map_release(&c.seen);
	}
	map_release(&c.asked);
	vec_release(&c.files);
	return ok;
}
