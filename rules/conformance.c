/* The public surface of a class or function beside the canonical's, method by method. */
#include "base/base.h"
#include "rules/conformance.h"
#include "rules/conformance_c.h"

#include "analyzers/config.h"
#include "base/strbuf.h"
#include "rules/annotation.h"
#include "rules/differences.h"
#include "rules/names.h"

#define BASES_MAX 16
#define RENAME_SIMILARITY 60 /* percent of common shingles from which a method is the other one by another name */

const char *const surface_state_names[SURFACE_STATE_COUNT] = {
	[SURFACE_SAME] = "same", [SURFACE_DIFFERS] = "differs", [SURFACE_RENAMED] = "renamed", [SURFACE_LACKS] = "missing", [SURFACE_EXTRA] = "extra",
};

struct method {
	struct definition at;
	struct str name;
	bool is_taken;
};

struct methods {
	const struct project *project;
	struct link *link;
	const struct config_api *api; /* nothing but what it lists; or NULL */
	VEC(struct method) items; /* own first, then what is inherited; each name once */
	unsigned depth;
	bool is_open;
};

static const struct def *def_of(const struct project *p, struct definition at)
{
	return &p->files[at.file].outline.defs[at.def];
}

static const struct detail *detail_of(const struct project *p, struct definition at)
{
	return details_find(&p->files[at.file].details, def_of(p, at)->span.start);
}

static bool is_listed(const struct config_api *api, struct str name)
{
	for (size_t i = 0; i < api->method_count; i++)
		if (str_eq(api->methods[i], name))
			return true;
	return false;
}

static bool is_surface(const struct methods *m, struct str name)
{
	static const char *const shape[] = { "__aenter__", "__aexit__", "__call__", "__enter__", "__exit__" };

	if (m->api)
		return is_listed(m->api, name);
	for (size_t i = 0; i < ARRAY_LEN(shape); i++)
		if (str_is(name, shape[i]))
			return true;
	return name.len && name.ptr[0] != '_';
}

static struct method *find_method(struct methods *m, struct str name)
{
	vec_foreach (struct method, x, &m->items)
		if (str_eq(x->name, name))
			return x;
	return NULL;
}

static void collect_own(struct methods *m, struct definition class)
{
	const struct outline *o = &m->project->files[class.file].outline;

	for (uint32_t d = class.def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class.def].end; d++) {
		if (o->defs[d].parent != class.def)
			continue;
		m->is_open |= str_is(o->defs[d].name, "__getattr__") || str_is(o->defs[d].name, "__getattribute__");
		if (o->defs[d].kind == DEF_FUNCTION && is_surface(m, o->defs[d].name) && !find_method(m, o->defs[d].name))
			vec_push(&m->items, (struct method){ { class.file, d }, o->defs[d].name, false });
	}
}

/* `old = new` in a class is a method too, of which no more is known. */
static bool binds(const struct methods *m, struct definition class, struct str name)
{
	const struct outline *o = &m->project->files[class.file].outline;

	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == class.def && str_eq(o->bindings[i].name, name))
			return true;
	return false;
}

static void collect(struct methods *m, struct definition class)
{
	const struct detail *d = detail_of(m->project, class);

	if (!d || m->depth++ == BASES_MAX) {
		m->is_open = true;
		return;
	}
	collect_own(m, class);
	for (uint32_t i = 0; i < d->base_count; i++) {
		struct target t = link_dotted(m->link, class.file, def_of(m->project, class)->parent, d->bases[i]);
		struct str base = str_tail(d->bases[i], '.');

		if (t.kind == TARGET_DEF && !(t.file == class.file && t.index == class.def))
			collect(m, (struct definition){ t.file, t.index });
		else if (!str_is(base, "object") && !str_is(base, "ABC") && !str_is(base, "Protocol") && !str_is(base, "Generic"))
			m->is_open = true;
	}
}

/* --- Two methods --- */

/* What callers meet; the rest is the body's own business. */
static bool is_met_by_callers(const struct difference *d)
{
	return d->kind == DIFFERENCE_ASYNC || d->kind == DIFFERENCE_PARAMETER || d->kind == DIFFERENCE_DEFAULT;
}

static bool takes(const struct detail *d, enum param_kind kind)
{
	for (uint32_t i = 0; d && i < d->param_count; i++)
		if (d->params[i].kind == kind)
			return true;
	return false;
}

/* What takes any keyword drops none, and what takes everything can be called as the other is. */
static bool is_taken_all_the_same(const struct detail *own, const struct difference *d)
{
	if (d->kind != DIFFERENCE_PARAMETER || str_starts(d->text, STR("is ")) || !takes(own, PARAM_KWARGS))
		return false;
	return takes(own, PARAM_ARGS) || str_starts(d->text, STR("drops "));
}

/* On an instance a static method is called as any other. */
static bool is_called_alike(const struct detail *canonical, const struct detail *own, const struct difference *d)
{
	unsigned bound = BODY_STATICMETHOD | BODY_CLASSMETHOD;

	return str_ends(d->text, STR(" method")) && own->flags & bound && !(canonical->flags & (bound | BODY_PROPERTY));
}

/* What hands the other's coroutine or context manager on is called as that is. */
static bool hands_on(const struct project *p, struct definition canonical, struct definition own)
{
	const struct detail *d = detail_of(p, own);

	return d && !def_of(p, own)->is_async && d->delegate.len && str_eq(str_tail(d->delegate, '.'), def_of(p, canonical)->name);
}

/* Errors of Python's own that a handler of the one does not catch when the other is raised, by what they have in common. */
static const struct {
	const char *name, *root;
} builtin_errors[] = {
	{ "AssertionError", "AssertionError" }, { "AttributeError", "AttributeError" }, { "ConnectionError", "OSError" },
	{ "FileNotFoundError", "OSError" }, { "IOError", "OSError" }, { "ImportError", "ImportError" }, { "IndexError", "LookupError" },
	{ "KeyError", "LookupError" }, { "LookupError", "LookupError" }, { "OSError", "OSError" }, { "PermissionError", "OSError" },
	{ "RuntimeError", "RuntimeError" }, { "TimeoutError", "OSError" }, { "TypeError", "TypeError" }, { "ValueError", "ValueError" },
};

/* NULL for others: which errors are theirs, too, is not known. */
static const char *error_root(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(builtin_errors); i++)
		if (str_is(name, builtin_errors[i].name))
			return builtin_errors[i].root;
	return NULL;
}

struct raised {
	uint32_t count;
	struct str first;
	bool is_builtin; /* all are */
};

static struct raised raised_by(const struct project *p, struct definition at)
{
	const struct details *all = &p->files[at.file].details;
	const struct detail *d = detail_of(p, at);
	struct raised r = { .first = STR(""), .is_builtin = true };

	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];

		if (u->kind != USE_RAISE || !u->name.len)
			continue;
		r.first = r.count++ ? r.first : u->name;
		r.is_builtin &= error_root(u->name) != NULL;
	}
	return r;
}

static bool raises_root(const struct project *p, struct definition at, const char *root)
{
	const struct details *all = &p->files[at.file].details;
	const struct detail *d = detail_of(p, at);

	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];

		if (u->kind == USE_RAISE && error_root(u->name) && str_is(str_from(root), error_root(u->name)))
			return true;
	}
	return false;
}

/* "raises KeyError, not ValueError": only where both raise builtin errors, and none that one handler catches of both. */
static void add_raised(const struct project *p, struct definition canonical, struct definition own, struct strbuf *text)
{
	struct raised a = raised_by(p, canonical), b = raised_by(p, own);
	const struct details *all = &p->files[own.file].details;
	const struct detail *d = detail_of(p, own);

	if (!a.count || !b.count || !a.is_builtin || !b.is_builtin)
		return;
	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];

		if (u->kind == USE_RAISE && u->name.len && raises_root(p, canonical, error_root(u->name)))
			return;
	}
	strbuf_printf(text, "%sraises " STR_FMT ", not " STR_FMT, text->len ? "; " : "", STR_ARG(b.first), STR_ARG(a.first));
}

static struct str class_of(const struct project *p, struct definition method)
{
	uint32_t parent = def_of(p, method)->parent;

	return parent == NONE ? STR("") : p->files[method.file].outline.defs[parent].name;
}

/* Each gives back one of its own kind. */
static bool returns_own(const struct project *p, struct definition canonical, struct definition own)
{
	struct str a = class_of(p, canonical), b = class_of(p, own);

	return a.len && b.len && str_eq(detail_of(p, canonical)->returns, a) && str_eq(detail_of(p, own)->returns, b);
}

static void add_returned(const struct project *p, struct definition canonical, struct definition own, struct strbuf *text)
{
	const struct detail *a = detail_of(p, canonical), *b = detail_of(p, own);

	if (a && b && !hands_on(p, canonical, own) && !returns_own(p, canonical, own) && !annotations_agree(a->returns, b->returns))
		strbuf_printf(text, "%sreturns " STR_FMT ", not " STR_FMT, text->len ? "; " : "", STR_ARG(b->returns), STR_ARG(a->returns));
}

/* What each raises in its own body; not of one that hands on, where the other raises it. */
static struct str errors_text(const struct project *p, struct link *l, struct definition canonical, struct definition own, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct differences d = { 0 };

	if (!hands_on(p, canonical, own) && differences_find(p, l, canonical, own, a, &d))
		vec_foreach (struct difference, x, &d.items)
			if (x->kind == DIFFERENCE_RAISES && !x->method.len)
				strbuf_printf(&text, "%s" STR_FMT, text.len ? "; " : "", STR_ARG(x->text));
	differences_release(&d);
	return arena_str(a, strbuf_str(&text));
}

static struct str drift_text(const struct project *p, struct link *l, struct definition canonical, struct definition own, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct differences d = { 0 };

	if (differences_find(p, l, canonical, own, a, &d))
		vec_foreach (struct difference, x, &d.items) {
			if (!is_met_by_callers(x) || x->method.len || is_taken_all_the_same(detail_of(p, own), x) ||
			    is_called_alike(detail_of(p, canonical), detail_of(p, own), x))
				continue;
			if (hands_on(p, canonical, own) && (x->kind == DIFFERENCE_ASYNC || str_is(x->text, "is no context manager")))
				continue;
			strbuf_printf(&text, "%s" STR_FMT, text.len ? "; " : "", STR_ARG(x->text));
		}
	differences_release(&d);
	add_returned(p, canonical, own, &text);
	add_raised(p, canonical, own, &text);
	return arena_str(a, strbuf_str(&text));
}

static unsigned common_share(const struct detail *a, const struct detail *b)
{
	uint32_t i = 0, k = 0, common = 0;

	while (a && b && i < a->shingle_count && k < b->shingle_count) {
		common += a->shingles[i] == b->shingles[k];
		if (a->shingles[i] <= b->shingles[k]) {
			k += a->shingles[i] == b->shingles[k];
			i++;
		} else {
			k++;
		}
	}
	return a && b && a->shingle_count + b->shingle_count ? 200 * common / (a->shingle_count + b->shingle_count) : 0;
}

/* --- The whole --- */

struct facing {
	const struct project *project;
	struct link *link;
	struct arena *arena;
	struct methods canonical, own;
	struct definition class, own_class;
	struct surface *out;
};

static void add(struct facing *f, enum surface_state state, const struct method *canonical, const struct method *own, struct str text)
{
	struct definition at = own ? own->at : f->own_class, from = canonical ? canonical->at : f->class;

	f->out->counts[state]++;
	vec_push(&f->out->items, (struct surface_entry){
					 .state = state,
					 .method = canonical ? canonical->name : own->name,
					 .renamed = state == SURFACE_RENAMED ? own->name : STR(""),
					 .file = at.file,
					 .line = def_of(f->project, at)->span.line,
					 .canonical_file = from.file,
					 .canonical_line = def_of(f->project, from)->span.line,
					 .text = text,
					 .errors = canonical && own ? errors_text(f->project, f->link, from, at, f->arena) : STR(""),
				 });
}

static struct method *renamed_to(struct facing *f, const struct method *m, unsigned *ret_similarity)
{
	struct method *best = NULL;

	*ret_similarity = RENAME_SIMILARITY - 1;
	vec_foreach (struct method, x, &f->own.items) {
		unsigned s;

		if (x->is_taken || find_method(&f->canonical, x->name))
			continue;
		s = common_share(detail_of(f->project, m->at), detail_of(f->project, x->at));
		if (s > *ret_similarity) {
			best = x;
			*ret_similarity = s;
		}
	}
	return best;
}

static void face_method(struct facing *f, const struct method *m)
{
	struct method *own = find_method(&f->own, m->name);
	enum surface_state state = SURFACE_RENAMED;
	unsigned percent = 100;
	struct str text;

	if (!own && (f->own.is_open || binds(&f->own, f->own_class, m->name)))
		return;
	if (!own && !(own = renamed_to(f, m, &percent))) {
		add(f, SURFACE_LACKS, m, NULL, STR(""));
		return;
	}
	own->is_taken = true;
	text = drift_text(f->project, f->link, m->at, own->at, f->arena);
	if (percent == 100 && str_eq(own->name, m->name))
		state = text.len ? SURFACE_DIFFERS : SURFACE_SAME;
	add(f, state, m, own, text);
	vec_last(&f->out->items)->similarity = percent;
}

static void face_classes(struct facing *f)
{
	collect(&f->canonical, f->class);
	collect(&f->own, f->own_class);
	f->out->is_open = f->own.is_open;
	vec_foreach (struct method, m, &f->canonical.items)
		face_method(f, m);
	vec_foreach (struct method, m, &f->own.items)
		if (!m->is_taken && !find_method(&f->canonical, m->name))
			add(f, SURFACE_EXTRA, NULL, m, STR(""));
	vec_release(&f->canonical.items);
	vec_release(&f->own.items);
}

/* Members with a surface of their own: what is an alias has the canonical's, an accessor none. */
static bool has_surface(const struct member *m)
{
	switch (m->class) {
	case CLASS_WRAPPER:
	case CLASS_IMPURE_WRAPPER:
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_FALLBACK:
	case CLASS_VARIANT:
	case CLASS_TEST_DOUBLE: return m->kind <= MEMBER_METHOD;
	default: return false;
	}
}

bool surface_find(const struct surface_input *in, const struct family *fam, const struct member *m, struct surface *ret)
{
	const struct project *p = in->project;
	const struct member *c = canonical_of(fam);
	struct facing f = { .project = p, .link = in->link, .arena = in->arena, .out = ret };

	if (fam->basis != BASIS_LINKED)
		return csurface_find(in->families->creators, fam, m, in->arena, ret);
	*ret = (struct surface){ 0 };
	if (!c || c == m || c->kind > MEMBER_METHOD || !has_surface(m))
		return false;
	f.class = (struct definition){ c->file, c->def };
	f.own_class = (struct definition){ m->file, m->def };
	f.canonical = f.own = (struct methods){ .project = p, .link = in->link, .api = fam->api };
	if (def_of(p, f.class)->kind != def_of(p, f.own_class)->kind || !detail_of(p, f.class) || !detail_of(p, f.own_class))
		return false;
	if (def_of(p, f.class)->kind == DEF_CLASS) {
		face_classes(&f);
	} else {
		struct method canonical = { f.class, STR(""), false }, own = { f.own_class, STR(""), false };
		struct str text = drift_text(p, in->link, f.class, f.own_class, in->arena);

		add(&f, text.len ? SURFACE_DIFFERS : SURFACE_SAME, &canonical, &own, text);
	}
	return true;
}

uint32_t surface_unmet(const struct surface_input *in, const struct family *fam, struct str **ret)
{
	const struct member *c = canonical_of(fam);
	struct methods m = { .project = in->project, .link = in->link, .api = fam->api };
	uint32_t count = 0;

	if (fam->basis != BASIS_LINKED)
		return csurface_unmet(in->families->creators, fam, in->arena, ret);
	if (!fam->api || !c || c->kind != MEMBER_CLASS)
		return 0;
	*ret = arena_array(in->arena, struct str, fam->api->method_count + 1);
	collect(&m, (struct definition){ c->file, c->def });
	for (size_t i = 0; i < fam->api->method_count && !m.is_open; i++)
		if (!find_method(&m, fam->api->methods[i]) && !binds(&m, (struct definition){ c->file, c->def }, fam->api->methods[i]))
			(*ret)[count++] = fam->api->methods[i];
	vec_release(&m.items);
	return count;
}

void surface_release(struct surface *s)
{
	vec_release(&s->items);
}
