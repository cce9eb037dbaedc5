/* Shapes: what a member is by itself, before it is known which one is the canonical. */
#include "base/base.h"
#include "rules/finder.h"

#define PURE_PERCENT 100   /* of a wrapper's methods that only delegate, for it to be pure */
#define WRAPPER_PERCENT 60 /* ... for it to be a wrapper at all */
#define PARALLELS_MIN 3    /* sibling directories with the same file and function, from which that is a design */
#define COPY_MIN 60        /* percent of shared shingles, from which two accessors are copies */
#define OVERLAP_MIN 30     /* percent of a class' methods that the named ones have too: it claims their job */

bool is_contender(const struct member *m)
{
	return m->class == CLASS_COUNT && !m->is_stranger && m->is_production && (m->kind == MEMBER_CLASS || m->kind == MEMBER_FUNCTION);
}

static void shape(struct finder *f, struct member *m, enum member_class class, unsigned confidence, const char *why)
{
	m->class = class;
	m->confidence = confidence;
	if (why)
		member_say(f, m, m->file, m->span.line, "%s", why);
}

/* --- Classes --- */

/* The member that an attribute of self holds, when it was built from a member. */
static uint32_t delegate_member(struct finder *f, const struct family *fam, file_id file, uint32_t def, struct str dotted)
{
	struct str base = str_head(dotted, '.');
	struct value v;

	if (base.len == 0)
		base = dotted;
	v = value_of_name(f, file, def, base);
	if (v.kind != VALUE_INSTANCE && v.kind != VALUE_DEF)
		return NONE;
	return member_of_def(fam, v.file, v.def);
}

struct delegation {
	uint32_t methods, pure, delegating;
	uint32_t target;    /* the member most recently seen behind a delegation */
	uint32_t impure_line; /* of the first public method that does more */
	struct str impure_name;
};

/* Does any call of a method's body go to a member? */
static uint32_t method_calls_member(struct finder *f, const struct family *fam, file_id file, uint32_t def, const struct detail *d)
{
	const struct details *all = &f->project->files[file].details;

	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		uint32_t to = u->kind == USE_CALL ? delegate_member(f, fam, file, def, u->name) : NONE;
		if (to != NONE)
			return to;
	}
	return NONE;
}

static void count_method(struct finder *f, const struct family *fam, const struct member *m, uint32_t def, struct delegation *ret)
{
	const struct def *d = def_at(f, m->file, def);
	const struct detail *detail = detail_at(f, m->file, def);
	uint32_t to;

	if (!detail || str_is(d->name, "__init__") || str_is(d->name, "__new__"))
		return;
	ret->methods++;
	to = detail->delegate.len ? delegate_member(f, fam, m->file, def, detail->delegate) : NONE;
	if (to != NONE && member_of_def(fam, m->file, m->def) != to) {
		ret->pure++;
		ret->delegating++;
		ret->target = to;
		return;
	}
	to = method_calls_member(f, fam, m->file, def, detail);
	if (to != NONE && member_of_def(fam, m->file, m->def) != to) {
		ret->delegating++;
		ret->target = to;
	}
	if (!ret->impure_line) {
		ret->impure_line = d->span.line;
		ret->impure_name = d->name;
	}
}

static struct delegation count_delegation(struct finder *f, const struct family *fam, const struct member *m)
{
	const struct outline *o = &f->project->files[m->file].outline;
	struct delegation ret = { .target = NONE };

	for (uint32_t i = m->def + 1; i < o->def_count && o->defs[i].span.start < o->defs[m->def].end; i++)
		if (o->defs[i].parent == m->def && o->defs[i].kind == DEF_FUNCTION)
			count_method(f, fam, m, i, &ret);
	return ret;
}

static bool shape_wrapper_class(struct finder *f, struct family *fam, struct member *m)
{
	struct delegation x = count_delegation(f, fam, m);

	if (x.target == NONE || x.methods == 0 || x.delegating * 100 < x.methods * WRAPPER_PERCENT || x.pure == 0)
		return false;
	m->target = x.target;
	shape(f, m, x.pure * 100 >= x.methods * PURE_PERCENT ? CLASS_WRAPPER : CLASS_IMPURE_WRAPPER, 60 + 35 * x.pure / x.methods, NULL);
	member_say(f, m, m->file, m->span.line, "%u of %u methods only pass the call on to " STR_FMT, x.pure, x.methods,
		   STR_ARG(fam->members.items[x.target].symbol));
	if (x.impure_line)
		member_say(f, m, m->file, x.impure_line, STR_FMT "() has logic of its own", STR_ARG(x.impure_name));
	return true;
}

/* To derive from an interface of the family is to implement it, not to vary a member. */
static bool is_interface(const struct finder *f, const struct member *m)
{
	const struct detail *d = detail_at(f, m->file, m->def);

	return m->class == CLASS_HELPER || (d && d->flags & (BODY_ABSTRACT | BODY_DATA)) ||
	       (name_is_helper(m->symbol) && !map_has(&f->candidate_of, map_pair(m->file, m->def)));
}

static uint32_t base_member(struct finder *f, const struct family *fam, const struct member *m, const struct detail *d)
{
	for (uint32_t b = 0; d && b < d->base_count; b++) {
		struct target t = link_dotted(f->link, m->file, def_at(f, m->file, m->def)->parent, d->bases[b]);
		uint32_t found = t.kind == TARGET_DEF ? member_of_def(fam, t.file, t.index) : NONE;

		if (found != NONE && !(t.file == m->file && t.index == m->def) && !is_interface(f, &fam->members.items[found]))
			return found;
	}
	return NONE;
}

static bool shape_subclass(struct finder *f, struct family *fam, struct member *m, const struct detail *d)
{
	uint32_t base = base_member(f, fam, m, d);

	if (base == NONE)
		return false;
	m->target = base;
	if (d->flags & BODY_EMPTY) {
		shape(f, m, CLASS_EMPTY_SUBCLASS, 98, NULL);
		member_say(f, m, m->file, m->span.line, "derives from " STR_FMT " and adds nothing: another class object under another name",
			   STR_ARG(fam->members.items[base].symbol));
	} else {
		shape(f, m, CLASS_VARIANT, 85, NULL);
		member_say(f, m, m->file, m->span.line, "derives from " STR_FMT " and overrides some of it", STR_ARG(fam->members.items[base].symbol));
	}
	return true;
}

static bool is_stem_of(struct finder *f, const struct member *m, struct str name)
{
	return str_eq(stem_of(str_tail(m->symbol, '.'), f->arena), stem_of(name, f->arena));
}

/* The members that the family is named after, or that claim to create by their names. */
static bool is_anchor(struct finder *f, const struct family *fam, const struct member *x)
{
	if (x->kind != MEMBER_CLASS || !x->is_production || x->class == CLASS_HELPER)
		return false;
	return fam->is_factory ? map_has(&f->candidate_of, map_pair(x->file, x->def)) : str_eq(x->symbol, fam->product);
}

/* Does it bear a name of the family's, or does it only hold one in its own? */
static bool is_named_like(struct finder *f, const struct family *fam, const struct member *m)
{
	if (map_has(&f->candidate_of, map_pair(m->file, m->def)) || is_stem_of(f, m, fam->product))
		return true;
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *x = &fam->members.items[i];

		if ((x->kind == MEMBER_IMPORT || x->kind == MEMBER_ASSIGNMENT || is_anchor(f, fam, x)) && x != m && is_stem_of(f, m, x->symbol))
			return true;
	}
	return false;
}

/* Does it implement what a namesake of the family implements? */
static bool shares_interface(struct finder *f, const struct family *fam, const struct member *m)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (&fam->members.items[i] != m && is_anchor(f, fam, &fam->members.items[i]) && share_base(f, m, &fam->members.items[i]))
			return true;
	return false;
}

static unsigned overlap_with_family(struct finder *f, const struct family *fam, const struct member *m)
{
	unsigned best = 0;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *x = &fam->members.items[i];
		unsigned percent;

		if (x == m || !is_anchor(f, fam, x) || (x->file == m->file && x->def == m->def))
			continue;
		percent = method_overlap(f, m->file, m->def, x->file, x->def);
		best = MAX(best, percent);
	}
	return best;
}

static void shape_relative(struct finder *f, struct family *fam, struct member *m)
{
	struct value product = product_of_class(f, m->file, m->def, stem_of(fam->product, f->arena));
	unsigned overlap = overlap_with_family(f, fam, m);

	if (fam->is_factory && product.kind == VALUE_INSTANCE && product.file == fam->product_file && product.def == fam->product_def) {
		member_say(f, m, m->file, m->span.line, "creates " STR_FMT " too", STR_ARG(fam->product));
		return; /* a contender */
	}
	if (overlap >= OVERLAP_MIN) {
		member_say(f, m, m->file, m->span.line, "%u %% of its public methods are the family's, by name", overlap);
		return;
	}
	if (!fam->is_factory && shares_interface(f, fam, m)) {
		member_say(f, m, m->file, m->span.line, "holds the family's name in its own, and implements the same interface");
		return;
	}
	if (fam->is_factory)
		shape(f, m, CLASS_HELPER, 60, "named like a member, creates nothing of the kind");
	else
		m->is_stranger = true; /* half of a code base may end in the same noun */
}

/* Languages and libraries without abstract classes have a base of this name. */
static bool derives_interface(const struct detail *d)
{
	for (uint32_t i = 0; i < d->base_count; i++)
		if (str_is(str_tail(d->bases[i], '.'), "Interface"))
			return true;
	return false;
}

static void shape_class(struct finder *f, struct family *fam, struct member *m, const struct detail *d)
{
	if (shape_subclass(f, fam, m, d))
		return;
	if (name_is_helper(str_tail(m->symbol, '.')) && !map_has(&f->candidate_of, map_pair(m->file, m->def)) && !is_named_like(f, fam, m)) {
		shape(f, m, CLASS_HELPER, 90, "named like a member, but its ending says that it is made to go with one");
		m->is_stranger = !fam->is_factory;
		return;
	}
	if (d->flags & BODY_DATA && fam->is_factory) {
		shape(f, m, CLASS_HELPER, 90, "is data or an exception: creates nothing");
		return;
	}
	if (d->flags & BODY_ABSTRACT || derives_interface(d)) {
		shape(f, m, CLASS_HELPER, 80, "is an interface: declares what others do");
		return;
	}
	if (shape_wrapper_class(f, fam, m))
		return;
	if (!is_named_like(f, fam, m))
		shape_relative(f, fam, m);
}

/* --- Functions --- */

static uint32_t maker_member(struct finder *f, const struct family *fam, const struct value *v)
{
	uint32_t found;

	if (v->maker_def == NONE)
		return NONE;
	found = member_of_def(fam, v->maker_file, v->maker_def);
	return found != NONE ? found : member_of_def(fam, v->maker_file, def_at(f, v->maker_file, v->maker_def)->parent);
}

/* Does the body call the product's constructor? */
static const struct use *builds_product(struct finder *f, const struct family *fam, const struct member *m, const struct detail *d)
{
	const struct details *all = &f->project->files[m->file].details;

	for (uint32_t i = 0; fam->product_def != NONE && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct value callee;

		if (u->kind != USE_CALL)
			continue;
		callee = value_of_name(f, m->file, m->def, u->name);
		if (callee.kind == VALUE_DEF && callee.file == fam->product_file && callee.def == fam->product_def)
			return u;
	}
	return NULL;
}

/* The instance handed out is of one of the family's factory classes. */
static bool gives_factory(const struct family *fam, const struct value *v)
{
	return v->kind == VALUE_INSTANCE && member_of_def(fam, v->file, v->def) != NONE;
}

static void shape_role(struct finder *f, const struct family *fam, struct member *m, enum member_class class, const struct value *v)
{
	shape(f, m, class, 85, NULL);
	m->is_keeper = gives_factory(fam, v) && (v->is_stored || v->state_binding != NONE);
	if (gives_factory(fam, v))
		m->target = member_of_def(fam, v->file, v->def);
	if (v->state_binding != NONE) {
		const struct binding *b = &f->project->files[v->state_file].outline.bindings[v->state_binding];
		member_say(f, m, v->state_file, b->span.line, "%s the shared " STR_FMT, class == CLASS_CONFIGURATOR ? "sets up" : "hands out", STR_ARG(b->name));
	} else {
		member_say(f, m, m->file, m->span.line, "%s",
			   class == CLASS_CONFIGURATOR                  ? "sets up what the factory needs" :
			   v->maker_def != NONE && !v->is_stored ? "gives a new one to every caller" :
								   "hands out what is kept elsewhere");
	}
}

/* `factory = get_factory(); return factory.create(x)`: every call of the body goes to the family. */
static bool calls_family_only(struct finder *f, const struct family *fam, const struct member *m, const struct detail *d)
{
	const struct details *all = &f->project->files[m->file].details;

	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct value v = { 0 };

		if (u->kind != USE_CALL)
			continue;
		v = value_of_call(f, m->file, u);
		if (maker_member(f, fam, &v) == NONE)
			return false;
	}
	return true;
}

static void shape_delegate(struct finder *f, struct family *fam, struct member *m, const struct detail *d, uint32_t target)
{
	const struct member *to = &fam->members.items[target];
	bool pure = d->statement_count <= 1 || (d->statement_count <= 2 && calls_family_only(f, fam, m, d));

	m->target = target;
	shape(f, m, pure ? CLASS_WRAPPER : CLASS_IMPURE_WRAPPER, pure ? 95 : 80, NULL);
	member_say(f, m, m->file, m->span.line, pure ? "only passes the call on to " STR_FMT : "gives back what " STR_FMT " made, with logic of its own around it",
		   STR_ARG(to->symbol));
}

/* A private function beside a public one that calls it is the public one's body, not a member. */
static bool is_own_part(const struct family *fam, const struct member *m, uint32_t maker)
{
	const struct member *part = &fam->members.items[maker];

	return part->kind == MEMBER_FUNCTION && part->file == m->file && name_is_private(part->symbol) && !name_is_private(m->symbol);
}

static bool has_class(const struct family *fam)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].kind == MEMBER_CLASS && fam->members.items[i].is_production)
			return true;
	return false;
}

/* Two accessors of one name that are copies of each other are rivals all the same. */
static bool has_copy(const struct finder *f, const struct family *fam, const struct member *m, const struct detail *d)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *x = &fam->members.items[i];

		if (x != m && x->kind == MEMBER_FUNCTION && x->is_production && x->file != m->file && str_eq(x->symbol, m->symbol) &&
		    similarity(d, detail_at(f, x->file, x->def)) >= COPY_MIN)
			return true;
	}
	return false;
}

static void shape_function(struct finder *f, struct family *fam, struct member *m, const struct detail *d)
{
	struct claim_name claim = name_claim(str_tail(m->symbol, '.'), DEF_FUNCTION, f->arena);
	struct value v = product_of_function(f, m->file, m->def);
	uint32_t maker = maker_member(f, fam, &v);
	const struct use *built = builds_product(f, fam, m, d);
	bool by_function = maker != NONE && v.maker_def != NONE && def_at(f, v.maker_file, v.maker_def)->kind == DEF_FUNCTION;

	if (maker != NONE && fam->members.items[maker].file == m->file && fam->members.items[maker].def == m->def)
		maker = NONE;
	if (maker != NONE && is_own_part(fam, m, maker)) {
		fam->members.items[maker].is_stranger = true;
		maker = NONE;
	}
	if (!fam->is_factory && maker == NONE) {
		return; /* declared by its name: what it creates is not asked */
	} else if (d->flags & BODY_RAISES) {
		shape(f, m, CLASS_HELPER, 70, "only raises: nothing is created");
	} else if (maker != NONE && by_function && d->delegate.len) {
		shape_delegate(f, fam, m, d, maker);
	} else if (d->flags & BODY_CONTEXT && !built) {
		shape(f, m, CLASS_SCOPE_HELPER, 85, "opens a scope around what the factory creates");
	} else if (claim.claim == CLAIM_CONFIGURE && (v.state_binding != NONE || v.kind == VALUE_UNKNOWN || gives_factory(fam, &v)) && !built) {
		shape_role(f, fam, m, CLASS_CONFIGURATOR, &v);
	} else if (v.state_binding != NONE || (v.is_stored && !built)) {
		shape_role(f, fam, m, CLASS_ACCESSOR, &v);
	} else if (v.kind == VALUE_DEF && claim.of_factory && member_of_def(fam, v.file, v.def) == NONE) {
		shape(f, m, CLASS_IMPOSTOR, 85, NULL);
		member_say(f, m, v.file, def_at(f, v.file, v.def)->span.line, "gives back " STR_FMT ", which is no factory of " STR_FMT,
			   STR_ARG(def_at(f, v.file, v.def)->name), STR_ARG(fam->product));
	} else if (maker != NONE && by_function) {
		shape_delegate(f, fam, m, d, maker);
	} else if (claim.claim == CLAIM_GET && !built && v.kind == VALUE_INSTANCE && v.maker_def != NONE && v.maker_file != m->file) {
		shape(f, m, CLASS_IMPURE_WRAPPER, 65, NULL);
		member_say(f, m, v.maker_file, def_at(f, v.maker_file, v.maker_def)->span.line, "gives back what " STR_FMT "() made",
			   STR_ARG(qualified_name(f, v.maker_file, v.maker_def)));
	} else if (claim.claim == CLAIM_GET && !built && v.kind == VALUE_INSTANCE && v.maker_def == NONE && !has_copy(f, fam, m, d)) {
		shape_role(f, fam, m, CLASS_ACCESSOR, &v);
	} else if (claim.of_factory && !built) {
		shape_role(f, fam, m, CLASS_ACCESSOR, &v);
	} else if (v.kind == VALUE_UNKNOWN && !built && claim.claim == CLAIM_GET && has_class(fam)) {
		shape(f, m, CLASS_IMPURE_WRAPPER, 55, "hands on what another object gives by the same name");
	}
}

/* --- All kinds --- */

/* A class says that it is deprecated by itself, or when one makes an instance. */
static bool is_deprecated(const struct finder *f, const struct member *m, const struct detail *d)
{
	const struct outline *o = &f->project->files[m->file].outline;

	if (!d)
		return false;
	if (d->flags & (BODY_WARNS | BODY_DOC_DEPRECATED))
		return true;
	for (uint32_t i = m->def + 1; m->kind == MEMBER_CLASS && i < o->def_count && o->defs[i].span.start < o->defs[m->def].end; i++) {
		const struct detail *method = o->defs[i].parent == m->def ? detail_at(f, m->file, i) : NULL;

		if (method && method->flags & BODY_WARNS && (str_is(o->defs[i].name, "__init__") || str_is(o->defs[i].name, "__new__") || method->flags & BODY_CLASSMETHOD))
			return true;
	}
	return false;
}

/* A stand-in of tests: what only uses the canonical is none. */
static void shape_test(struct finder *f, struct family *fam, struct member *m, const struct detail *d)
{
	if (m->kind == MEMBER_FUNCTION) {
		struct value v = product_of_function(f, m->file, m->def);

		if ((d && d->flags & (BODY_FIXTURE | BODY_CONTEXT)) || maker_member(f, fam, &v) != NONE || gives_factory(fam, &v)) {
			shape(f, m, CLASS_HELPER, 80, "sets up the real thing for tests");
			return;
		}
	}
	if (m->kind == MEMBER_CLASS)
		m->target = base_member(f, fam, m, d);
	shape(f, m, CLASS_TEST_DOUBLE, 90, name_is_double(str_tail(m->symbol, '.')) ? "stands in for it in tests, and says so by its name" : "is defined by test code for its own use");
}

static void shape_definition(struct finder *f, struct family *fam, struct member *m)
{
	const struct file *file = &f->project->files[m->file];
	const struct def *def = &file->outline.defs[m->def];
	const struct detail *d = detail_at(f, m->file, m->def);

	m->is_deprecated = is_deprecated(f, m, d);
	if (file->roles & ROLE_BACKUP)
		shape(f, m, CLASS_BACKUP, 95, "stands in a backup copy");
	else if (in_block(&file->outline, def->block, BLOCKS_HANDLER))
		shape(f, m, CLASS_FALLBACK, 95, "exists only when the import before it fails");
	else if (file->roles & ROLE_TEST)
		shape_test(f, fam, m, d);
	else if (file->roles & ROLE_EXAMPLE)
		m->is_stranger = true; /* an example shows how it is used */
	else if (!d)
		shape(f, m, CLASS_HELPER, 30, "could not be read");
	else if (d->flags & BODY_OVERLOAD)
		m->is_stranger = true; /* says a signature, is no definition */
	else if (m->kind == MEMBER_CLASS)
		shape_class(f, fam, m, d);
	else
		shape_function(f, fam, m, d);
}

/* An import statement in a try of which one name does not exist fails as a whole, each time. */
static bool never_binds(struct finder *f, const struct member *m)
{
	const struct outline *o = &f->project->files[m->file].outline;
	const struct import *im = &o->imports[m->index];

	if (!in_block(o, im->block, 1u << BLOCK_TRY))
		return false;
	for (uint32_t n = 0; n < im->name_count; n++) {
		enum target_kind kind = link_import(f->link, m->file, m->index, n).kind;

		if (kind == TARGET_NO_NAME || kind == TARGET_NO_MODULE)
			return true;
	}
	return false;
}

/* `create()`, `create.start()`, or it is passed as an argument. */
static bool does_use(const struct use *u, struct str name)
{
	if (str_eq(str_slice(u->name, 0, str_find(u->name, '.')), name))
		return true;
	for (uint32_t i = 0; i < u->argument_count; i++)
		if (str_eq(u->arguments[i].value, name))
			return true;
	return false;
}

/* A module without definitions that calls or passes what it imports is a program, unless it says that it hands the name on. */
static bool is_consumer(const struct finder *f, const struct member *m)
{
	const struct file *file = &f->project->files[m->file];

	if (file->outline.has_exports || is_package_file(file))
		return false;
	for (uint32_t i = 0; i < file->details.module_use_count && file->outline.def_count == 0; i++)
		if (file->details.uses[i].kind == USE_CALL && does_use(&file->details.uses[i], m->symbol))
			return true;
	return false;
}

static void shape_binding(struct finder *f, struct family *fam, struct member *m)
{
	const struct outline *o = &f->project->files[m->file].outline;
	uint32_t block = m->kind == MEMBER_IMPORT ? o->imports[m->index].block : o->bindings[m->index].block;
	const struct member *to = m->target == NONE ? NULL : &fam->members.items[m->target];

	m->is_deprecated = o->marks & MARK_DEPRECATED;
	if (m->kind == MEMBER_IMPORT && m->class != CLASS_IMPOSTOR && (never_binds(f, m) || is_consumer(f, m))) {
		m->is_stranger = true;
	} else if (m->class == CLASS_IMPOSTOR) {
		m->confidence = 90;
	} else if (f->project->files[m->file].roles & ROLE_BACKUP) {
		shape(f, m, CLASS_BACKUP, 95, "stands in a backup copy");
	} else if (m->kind == MEMBER_ASSIGNMENT && in_block(o, block, BLOCKS_HANDLER)) {
		shape(f, m, CLASS_FALLBACK, 95, "exists only when the import before it fails");
	} else if (m->kind == MEMBER_ASSIGNMENT) {
		shape(f, m, CLASS_ALIAS, 98, NULL);
		member_say(f, m, to->file, to->span.line, "another name for " STR_FMT, STR_ARG(to->symbol));
	} else {
		shape(f, m, CLASS_REDIRECT, 95, NULL);
		member_say(f, m, to->file, to->span.line, "only re-exports " STR_FMT, STR_ARG(to->symbol));
		if (is_face(f->project, m->file, to->file))
			member_say(f, m, m->file, m->span.line, "is the public face of its package");
	}
}

/* Same name, same file name, sibling directories. */
static bool is_sibling(const struct finder *f, const struct member *a, const struct member *b)
{
	struct str x = f->project->files[a->file].path, y = f->project->files[b->file].path;

	return are_parallel(f, a, b) || (str_eq(a->symbol, b->symbol) && path_dir(x).len && str_eq(path_base(x), path_base(y)) &&
					 !str_eq(path_dir(x), path_dir(y)) && str_eq(path_dir(path_dir(x)), path_dir(path_dir(y))));
}

static bool all_parallel(const struct finder *f, const struct family *fam, uint32_t first)
{
	for (uint32_t i = first + 1; i < fam->members.len; i++)
		if (is_contender(&fam->members.items[i]) && !are_parallel(f, &fam->members.items[first], &fam->members.items[i]))
			return false;
	return true;
}

/* The same function in the same place of sibling trees, and nothing else: providers of one interface, not rivals. */
static void shape_parallels(struct finder *f, struct family *fam)
{
	uint32_t first = NONE, count = 0, siblings = 0;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (!is_contender(m))
			continue;
		if (first == NONE)
			first = i;
		count++;
		siblings += i == first || is_sibling(f, &fam->members.items[first], m);
		if (siblings != count)
			return;
	}
	if (count < 2 || (count < PARALLELS_MIN && !all_parallel(f, fam, first)))
		return;
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (is_contender(&fam->members.items[i]))
			shape(f, &fam->members.items[i], CLASS_VARIANT, 75, "stands in the same place of a parallel tree: one of several by design");
}

static bool is_called_by(struct finder *f, const struct member *m, const struct member *callee)
{
	const struct detail *d = detail_at(f, m->file, m->def);
	const struct details *all = &f->project->files[m->file].details;

	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct value v = { 0 };

		if (u->kind != USE_CALL)
			continue;
		v = value_of_name(f, m->file, m->def, u->name);
		if (v.kind == VALUE_DEF && v.file == callee->file && v.def == callee->def)
			return true;
	}
	return false;
}

/* How many different contenders' definitions a function calls; two are enough to know. */
static uint32_t called_rivals(struct finder *f, const struct family *fam, const struct member *m, uint32_t *ret_first)
{
	const struct detail *d = detail_at(f, m->file, m->def);
	const struct details *all = &f->project->files[m->file].details;
	uint32_t count = 0;

	*ret_first = NONE;
	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct value callee = { 0 };
		uint32_t found;

		if (u->kind != USE_CALL)
			continue;
		callee = value_of_name(f, m->file, m->def, u->name);
		found = callee.kind == VALUE_DEF ? member_of_def(fam, callee.file, callee.def) : NONE;
		if (found == NONE || found == *ret_first || &fam->members.items[found] == m || !is_contender(&fam->members.items[found]))
			continue;
		if (*ret_first == NONE)
			*ret_first = found;
		count++;
	}
	return count;
}

/* A function that chooses between contenders is the way in, and they are what there is to choose from. */
static void shape_choices(struct finder *f, struct family *fam)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		struct member *m = &fam->members.items[i];
		uint32_t first;

		if (m->kind != MEMBER_FUNCTION || !m->is_production || (m->class != CLASS_IMPURE_WRAPPER && !is_contender(m)) ||
		    called_rivals(f, fam, m, &first) < 2)
			continue;
		for (uint32_t k = 0; k < fam->members.len; k++) {
			struct member *x = &fam->members.items[k];

			if (k == i || !is_contender(x) || !is_called_by(f, m, x))
				continue;
			shape(f, x, CLASS_VARIANT, 85, NULL);
			member_say(f, x, m->file, m->span.line, STR_FMT "() chooses between this one and others", STR_ARG(m->symbol));
		}
		m->class = CLASS_COUNT;
		m->target = NONE;
	}
}

void family_shape(struct finder *f, struct family *fam)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		struct member *m = &fam->members.items[i];

		switch (m->kind) {
		case MEMBER_CLASS:
		case MEMBER_FUNCTION:
		case MEMBER_METHOD:
			shape_definition(f, fam, m);
			break;
		case MEMBER_ASSIGNMENT:
		case MEMBER_IMPORT:
			shape_binding(f, fam, m);
			break;
		default:
			break;
		}
	}
	shape_choices(f, fam);
	shape_parallels(f, fam);
}

/* Does any import statement take this very definition by its name? */
static bool is_imported(const struct family *fam, const struct member *m)
{
	for (uint32_t i = 0; i < fam->importers.len; i++) {
		const struct target *t = &fam->importers.items[i].target;

		if (t->kind == TARGET_DEF && t->file == m->file && t->index == m->def)
			return true;
	}
	return false;
}

/*
 * One name in modules of several directories, and hardly anybody imports it by name: a
 * loader looks it up in each of them (a plug-in's entry point), so that each
 * has to have it.
 */
void shape_hooks(struct finder *f, struct family *fam)
{
	struct str name = { 0 };
	uint32_t count = 0, imported = 0, places = 0;
	struct map dirs = { 0 };

	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (is_contender(m))
			places += map_add(&dirs, str_hash(path_dir(f->project->files[m->file].path)), 0);
	}
	map_release(&dirs);
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (!is_contender(m))
			continue;
		if (m->kind != MEMBER_FUNCTION || name_is_private(m->symbol) || (name.len && !str_eq(name, m->symbol)))
			return;
		name = m->symbol;
		count++;
		imported += is_imported(fam, m);
	}
	if (count < PARALLELS_MIN || places < PARALLELS_MIN || imported * PARALLELS_MIN > count)
		return;
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (is_contender(&fam->members.items[i]))
			shape(f, &fam->members.items[i], CLASS_VARIANT, 70, "stands in several modules, and hardly anybody imports it by name: a hook that a loader looks up");
}
