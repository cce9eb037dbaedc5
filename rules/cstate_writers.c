/* Two files that each make what one global variable holds: two sources of one truth (CN301). */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"

struct writer {
	const struct cstate_file *file;
	uint32_t func;
	struct str callee;
	struct span span;
};

#define WRITERS_MAX 8

struct writers {
	struct writer items[WRITERS_MAX]; /* one of each file */
	uint32_t count;
};

static void add_writer(struct writers *w, struct writer item)
{
	for (uint32_t i = 0; i < w->count; i++)
		if (w->items[i].file == item.file)
			return;
	if (w->count < WRITERS_MAX)
		w->items[w->count++] = item;
}

static bool is_maker(struct str callee)
{
	static const char *const words[] = {
		"new", "create", "make", "alloc", "init", "open", "build", "malloc", "calloc", "load", "connect", "parse", NULL,
	};

	return name_has_word(callee, words);
}

bool cstate_has_main(const struct cstates *s, const struct cstate_file *f)
{
	const struct cfacts *c = s->in->project->files[f->file].creations;

	for (uint32_t i = 0; i < c->func_count; i++)
		if (str_is(c->funcs[i].name, "main") || str_starts(c->funcs[i].name, STR("LLVMFuzzer")))
			return true;
	return false;
}

/* The current one of several, one after the other: whoever begins the next sets it. */
static bool is_cursor(const struct cstate_file *home, const struct cslot *slot)
{
	static const char *const words[] = {
		"cur", "current", "last", "tmp", "temp", "next", "prev", "head", "tail", "curr", "this", "active", NULL,
	};

	if (name_has_word(slot->name, words) || str_starts(slot->name, STR("cur")))
		return true;
	CSTATE_EVENTS (home, slot, e)
		if (e->kind == CSTATE_SET && (e->value_kind == CVALUE_NAME || e->value_kind == CVALUE_OTHER))
			return true;
	return false;
}

/* Other variables of that name: of other programs, or a file's own. */
static bool is_ambiguous(const struct cstates *s, const struct cslot *slot)
{
	uint32_t count = 0;

	CSTATES_SLOTS (s, f, other)
		count += (other->kind == CSLOT_EXTERNAL || other->kind == CSLOT_FILE) && str_eq(other->name, slot->name);
	return count > 1;
}

static void find_writers(const struct cstates *s, const struct cstate_file *home, const struct cslot *slot, struct writers *ret)
{
	CSTATE_EVENTS (home, slot, e)
		if (e->kind == CSTATE_SET && e->value_kind == CVALUE_CALL && is_maker(e->value))
			add_writer(ret, (struct writer){ home, e->func, e->value, e->span });
	vec_foreach(struct cstate_file, f, &s->files)
		for (uint32_t i = 0; i < f->facts.foreign_count; i++) {
			const struct cstate_foreign *x = &f->facts.foreigns[i];

			if (str_eq(x->name, slot->name) && is_maker(x->callee) && !cstate_has_main(s, f))
				add_writer(ret, (struct writer){ f, x->func, x->callee, x->span });
		}
}

static void report(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *home, const struct cslot *slot, const struct writers *w)
{
	const struct writer *first = &w->items[0], *second = &w->items[1];
	struct str name = cstate_symbol(s, home, slot);
	struct finding *x = finding_add(out, self, cstate_family(s, home, first->func, slot), second->file->file, second->span, name,
					"`" STR_FMT "` makes what `" STR_FMT "` holds, and so does `" STR_FMT "` in another file: two sources of one truth",
					STR_ARG(cstate_func(s, second->file, second->func)->name), STR_ARG(name), STR_ARG(cstate_func(s, first->file, first->func)->name));

	x->severity = SEVERITY_WARNING;
	x->confidence = 75;
	finding_relate(out, x, home->file, slot->span.line, "the variable");
	for (uint32_t i = 0; i < w->count; i++)
		finding_relate(out, x, w->items[i].file->file, w->items[i].span.line, "`" STR_FMT "` puts what `" STR_FMT "` gives there",
			       STR_ARG(cstate_func(s, w->items[i].file, w->items[i].func)->name), STR_ARG(w->items[i].callee));
	finding_mend(out, x, MEND_SHOW, "let one function make it, and the others ask for it");
}

/* Is the name set anywhere but at home? Asked first: few are. */
static void index_foreigns(const struct cstates *s, struct map *ret)
{
	vec_foreach(struct cstate_file, f, &s->files)
		for (uint32_t i = 0; i < f->facts.foreign_count; i++)
			map_add(ret, str_hash(f->facts.foreigns[i].name), 1);
}

void cstate_find_writers(const struct rule *self, struct cstates *s, struct findings *out)
{
	struct map foreigns = { 0 };

	index_foreigns(s, &foreigns);
	CSTATES_SLOTS (s, f, slot) {
		struct writers w = { .count = 0 };

		if (slot->kind != CSLOT_EXTERNAL || slot->pointers != 1 || slot->is_array || !cstate_is_record(slot) || !map_has(&foreigns, str_hash(slot->name)))
			continue;
		find_writers(s, f, slot, &w);
		if (w.count > 1 && !is_cursor(f, slot) && !is_ambiguous(s, slot))
			report(self, s, out, f, slot, &w);
	}
	map_release(&foreigns);
}
