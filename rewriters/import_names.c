/* Where each name of an import statement should come from, as the families say. */
#include "base/base.h"
#include "rewriters/import_impl.h"

static const struct member *member_at(const struct family *fam, const struct target *t)
{
	vec_foreach(struct member, m, &fam->members)
		if (m->file == t->file && m->def == t->index && m->kind <= MEMBER_METHOD)
			return m;
	return NULL;
}

/* Does this plan, or the next one, make the member another name of the canonical? Its own finding says so. */
static bool becomes_canonical(struct planner *p, const struct member *m)
{
	if (m->class != CLASS_DUPLICATE && m->class != CLASS_EMPTY_SUBCLASS)
		return false;
	vec_foreach(struct finding, x, &planner_findings(p)->items)
		if (x->file == m->file && x->span.start == m->span.start && x->mend == MEND_SAFE && x->rule->code[2] == '1')
			return true;
	return false;
}

static bool is_rival(const struct member *m)
{
	switch (m->class) {
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_FALLBACK:
	case CLASS_IMPOSTOR:
	case CLASS_WRAPPER:
	case CLASS_EMPTY_SUBCLASS:
	case CLASS_BACKUP:
		return true;
	default:
		return false;
	}
}

/* A name at the top level of a module that means exactly this definition. */
static bool is_named_at(struct planner *p, file_id file, struct str name, const struct target *t)
{
	struct target found = link_name(planner_input(p)->link, file, name);

	return found.kind == TARGET_DEF && found.file == t->file && found.index == t->index;
}

bool find_home(struct planner *p, const struct family *fam, const struct target *t, file_id *ret_file, struct str *ret_name)
{
	const struct member *c = canonical_of(fam), *m = member_at(fam, t);
	const struct def *d = &outline_of(p, t->file)->defs[t->index];

	if (!c)
		return false;
	if (m && m != c && becomes_canonical(p, m)) {
		*ret_file = c->file;
		*ret_name = c->symbol;
		return true;
	}
	/* What belongs to the family under this name or is made by it; anything else has its name here by mistake. */
	if (!m && !(t->file == fam->product_file && t->index == fam->product_def))
		return false;
	if ((m && is_rival(m)) || d->parent != NONE || !is_named_at(p, t->file, d->name, t))
		return false;
	*ret_file = t->file;
	*ret_name = d->name;
	return true;
}

static const char *const reason_same = "the canonical module defines the very same object";
static const char *const reason_home = "the module that defines the very same object";
static const char *const reason_equal = "what it names now is equal to the canonical, and becomes a redirect to it";

static void plan_other(struct planner *p, const struct family *fam, const struct importer *x, struct name_plan *ret)
{
	const struct member *c = canonical_of(fam);
	file_id home;
	struct str name;

	ret->level = MEND_SHOW;
	ret->reason = x->target.kind == TARGET_VARIABLE ? "a variable is copied by its import: what is bound where may differ later" :
							  "it ends at no definition that could be named elsewhere";
	if (x->target.kind != TARGET_DEF)
		return;
	ret->reason = x->member != NONE && fam->members.items[x->member].class == CLASS_IMPOSTOR ?
			      "the name is bound to something else than it says: to find out what the code means is for you" :
			      "what it names is another implementation: to move it would change what runs";
	if ((x->member != NONE && fam->members.items[x->member].class == CLASS_IMPOSTOR) || !find_home(p, fam, &x->target, &home, &name) || home == x->through)
		return;
	ret->target = home;
	ret->move.kind = MOVE_TO;
	ret->move.name = name;
	ret->level = MEND_SAFE;
	ret->reason = home != x->target.file ? reason_equal : c && home == c->file ? reason_same : reason_home;
}

/* Around an import that fails today: may somebody count on the failure? */
static bool is_watched(struct planner *p, const struct statement_plan *s)
{
	const struct outline *o = outline_of(p, s->file);

	for (uint32_t b = o->imports[s->import].block; b != NONE; b = o->blocks[b].parent)
		if (o->blocks[b].kind != BLOCK_IF && o->blocks[b].kind != BLOCK_ELSE && o->blocks[b].kind != BLOCK_TYPE_CHECKING)
			return true;
	return false;
}

/* Does a handler of the same try give another object under the name? Then that is what runs today. */
static bool is_replaced(struct planner *p, const struct statement_plan *s, uint32_t n, const struct target *canonical)
{
	const struct outline *o = outline_of(p, s->file);
	const struct import *im = import_of(p, s);

	for (uint32_t i = 0; im->block != NONE && i < o->import_count; i++) {
		if (i == s->import || o->imports[i].form != IMPORT_FROM || !is_in_same_try(o, o->imports[i].block, im->block))
			continue;
		for (uint32_t k = 0; k < o->imports[i].name_count; k++) {
			struct target t = link_import(planner_input(p)->link, s->file, i, k);

			if (str_eq(bound_of(p, s->file, i, k), bound_of(p, s->file, s->import, n)) && t.kind == TARGET_DEF &&
			    !(t.file == canonical->file && t.index == canonical->index))
				return true;
		}
	}
	return false;
}

static void plan_dangling(struct planner *p, const struct family *fam, const struct importer *x, const struct statement_plan *s, struct name_plan *ret)
{
	const struct member *c = canonical_of(fam);
	const struct outline *o = outline_of(p, s->file);
	struct str name = o->names[o->imports[s->import].first_name + x->n].name;
	struct target t;

	ret->level = MEND_SHOW;
	ret->reason = "nothing of that name is known";
	if (!c || o->imports[s->import].form != IMPORT_FROM)
		return;
	t = link_name(planner_input(p)->link, c->file, name);
	if (t.kind != TARGET_DEF || t.file != c->file)
		return;
	if (is_replaced(p, s, x->n, &t)) {
		ret->reason = "the import fails today, and its handler gives something else: to mend it would change what runs";
		return;
	}
	ret->target = c->file;
	ret->move.kind = MOVE_TO;
	ret->move.name = name;
	ret->level = str_eq(name, c->symbol) && !is_watched(p, s) ? MEND_SAFE : MEND_ASK;
	ret->reason = ret->level == MEND_SAFE ? "the import fails today, and the canonical has exactly this name" :
		      is_watched(p, s)	      ? "the import fails today, and what stands around it may count on that" :
						"the canonical module has a definition of this name; whether it is what is meant is for you to say";
}

static void plan_importer(struct planner *p, const struct family *fam, const struct importer *x, struct statement_plan *s)
{
	const struct import *im = import_of(p, s);

	switch (x->status) {
	case IMPORT_OTHER:
		if (x->is_allowed)
			return;
		if (x->target.kind == TARGET_MODULE || im->form == IMPORT_MODULE)
			plan_module(p, fam, x, s);
		else if (x->n != NONE)
			plan_other(p, fam, x, &s->names[x->n]);
		return;
	case IMPORT_NO_MODULE:
	case IMPORT_NO_NAME:
		if (x->n != NONE)
			plan_dangling(p, fam, x, s, &s->names[x->n]);
		return;
	case IMPORT_STAR_OF:
		plan_star(p, x, s);
		return;
	default:
		return;
	}
}

static void keep_name(struct name_plan *x, const char *reason)
{
	x->level = MEND_SHOW;
	x->reason = reason;
	x->move.kind = MOVE_KEEP;
	x->target = NONE;
}

/* How the destination is written, and what it is bound to. */
static void finish_name(struct planner *p, struct statement_plan *s, uint32_t n)
{
	struct name_plan *x = &s->names[n];

	if (x->move.kind != MOVE_TO || x->move.module.len)
		return;
	x->move.module = planner_module_text(p, s->file, s->import, x->target);
	x->move.bound = bound_of(p, s->file, s->import, n);
	if (!x->move.module.len)
		keep_name(x, "the canonical module cannot be named from here");
}

void statement_keep_doubles(struct planner *p, struct statement_plan *s)
{
	for (uint32_t n = 0; n < s->count; n++)
		if (s->names[n].move.kind == MOVE_TO && import_of(p, s)->form == IMPORT_FROM && doubles_arm(p, s, n))
			keep_name(&s->names[n], "another arm of the same try imports it from there already");
}

/* A definition at the top level of its own module, by its own name: may be taken from there. */
bool is_at_home(struct planner *p, const struct target *t)
{
	const struct def *d = t->kind == TARGET_DEF ? &outline_of(p, t->file)->defs[t->index] : NULL;

	return d && d->parent == NONE && is_named_at(p, t->file, d->name, t);
}

/* Does a module define nothing of its own? */
static bool only_hands_on(struct planner *p, const struct target *module)
{
	return module->kind == TARGET_MODULE && module->file != NONE && outline_of(p, module->file)->def_count == 0;
}

/*
 * Neighbours in the statement come along when the same module defines them,
 * or when the one that they are taken from defines nothing at all: they would
 * be all that still needs the way round.
 */
static void move_along(struct planner *p, struct statement_plan *s, file_id home)
{
	struct link *l = planner_input(p)->link;
	struct target module = link_import_module(l, s->file, s->import);

	for (uint32_t n = 0; n < s->count; n++) {
		struct name_plan *x = &s->names[n];
		struct target t = link_import(l, s->file, s->import, n);

		if (x->level != MEND_NONE || !is_at_home(p, &t) || (t.file != home && !only_hands_on(p, &module)))
			continue;
		x->target = t.file;
		x->move.kind = MOVE_TO;
		x->move.name = outline_of(p, t.file)->defs[t.index].name;
		x->level = MEND_SAFE;
		x->reason = reason_home;
	}
}

static file_id safe_home(const struct statement_plan *s)
{
	for (uint32_t n = 0; n < s->count; n++)
		if (s->names[n].level == MEND_SAFE && s->names[n].move.kind == MOVE_TO)
			return s->names[n].target;
	return NONE;
}

/* Does the statement fail today, and would it go on to fail by a name that stays? Then nothing is mended yet. */
static void doubt_half_mends(struct planner *p, struct statement_plan *s)
{
	bool stays_broken = false;

	for (uint32_t n = 0; n < s->count; n++) {
		struct target t = link_import(planner_input(p)->link, s->file, s->import, n);

		stays_broken |= (t.kind == TARGET_NO_MODULE || t.kind == TARGET_NO_NAME) && s->names[n].level != MEND_SAFE;
	}
	for (uint32_t n = 0; n < s->count && stays_broken; n++) {
		if (s->names[n].level != MEND_SAFE)
			continue;
		s->names[n].level = MEND_ASK;
		s->names[n].reason = "the statement would still fail by its other names";
	}
}

struct statement_plan statement_plan(struct planner *p, file_id file, uint32_t import)
{
	struct statement_plan s = { .file = file, .import = import };
	const struct families *families = planner_input(p)->families;
	bool is_star = import_of(p, &s)->form == IMPORT_STAR;

	s.count = is_star ? 0 : import_of(p, &s)->name_count;
	s.names = arena_array(planner_arena(p), struct name_plan, s.count);
	for (uint32_t n = 0; n < s.count; n++)
		s.names[n].target = NONE;
	vec_foreach(struct family, fam, &families->items)
		vec_foreach(struct importer, x, &fam->importers)
			if (x->file == file && x->import == import && (x->n == NONE || s.count == 0 || s.names[x->n].level == MEND_NONE))
				plan_importer(p, fam, x, &s);
	if (import_of(p, &s)->form == IMPORT_FROM && safe_home(&s) != NONE)
		move_along(p, &s, safe_home(&s));
	for (uint32_t n = 0; n < s.count; n++)
		finish_name(p, &s, n);
	if (!is_star)
		doubt_half_mends(p, &s);
	return s;
}
