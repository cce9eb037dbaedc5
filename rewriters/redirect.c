/* CN101, CN102: a duplicate that is proven equal becomes a redirect to the canonical. */
#include "base/base.h"
#include "rewriters/redirect_impl.h"

/* --- What moves out of a module --- */

static bool is_code(const struct finding *x, const char *const *codes)
{
	for (; *codes; codes++)
		if (str_is(str_from(x->rule->code), *codes))
			return true;
	return false;
}

static void add_moved(struct redirect *r, const struct finding *x)
{
	struct planner *p = r->planner;
	const struct member *m = member_of_finding(p, x), *c = canonical_of_finding(p, x);
	struct moved moved = { .finding = x };

	if (!m || !c || m->def == NONE || c->file == x->file || x->mend < MEND_ASK || planner_has_mended(p, x))
		return;
	moved.name = r->outline->defs[m->def].name;
	moved.home = c->file;
	moved.target = c->symbol;
	planner_lang(p, r->file)->definition(r->source, r->outline, m->def, &moved.start, &moved.end);
	vec_push(&r->moved, moved);
}

bool is_in_moved(const struct redirect *r, uint32_t at)
{
	vec_foreach(struct moved, m, &r->moved)
		if (at >= m->start && at < m->end)
			return true;
	return false;
}

bool is_moved_name(const struct redirect *r, struct str name)
{
	vec_foreach(struct moved, m, &r->moved)
		if (str_eq(m->name, name))
			return true;
	return false;
}

/* Of the module's name, or of one that nothing binds. */
static bool is_read_of(const struct source_read *x, struct str name)
{
	return str_eq(x->name, name) && (x->binder == 0 || x->binder == NONE);
}

enum readers readers_of(const struct redirect *r, struct str name)
{
	enum readers found = READ_BY_NOBODY;

	for (uint32_t i = 0; i < r->names->read_count; i++) {
		const struct source_read *x = &r->names->reads[i];

		if (!is_read_of(x, name))
			continue;
		if (!is_in_moved(r, x->start))
			return READ_BY_REST;
		found = READ_BY_MOVED;
	}
	return found;
}

bool is_taken(const struct redirect *r, struct str name)
{
	struct users users = { 0 };
	bool taken;

	users_of_name(r->planner, r->file, name, &users);
	taken = users.items.len > 0;
	users_release(&users);
	return taken;
}

/* --- Can the module of an import be left unloaded? --- */

/* In a definition's header or decorators, or what an alias is assigned. */
static bool is_header(const struct outline *o, uint32_t at)
{
	for (uint32_t i = 0; i < o->def_count; i++)
		if (at >= o->defs[i].span.start && at < o->defs[i].end)
			return true;
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].kind == BINDING_ALIAS && at >= o->bindings[i].span.end && at <= o->bindings[i].span.end + o->bindings[i].value.len + 8)
			return true;
	return false;
}

/* What a module reads at its top without a call: the headers of conditions and handlers around imports. */
static bool is_idle_read(const struct source_read *r)
{
	static const char *const names[] = { "TYPE_CHECKING", "ImportError", "ModuleNotFoundError" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(r->name, names[i]))
			return true;
	return false;
}

/* Nothing is called when it loads, as far as its text shows. */
static bool is_quiet(struct planner *p, file_id file)
{
	const struct outline *o = &planner_input(p)->project->files[file].outline;
	const struct source_names *names = planner_names(p, file);

	if (names->has_error)
		return false;
	for (uint32_t i = 0; i < names->read_count; i++)
		if (names->reads[i].scope == 0 && !is_header(o, names->reads[i].start) && !is_idle_read(&names->reads[i]))
			return false;
	return true;
}

/* The module that the statement loads; NONE when it is none of this project. */
static file_id loaded_by(struct planner *p, file_id file, uint32_t import, uint32_t n)
{
	const struct import *im = &planner_input(p)->project->files[file].outline.imports[import];
	struct target t = im->form == IMPORT_MODULE ? link_import(planner_input(p)->link, file, import, n) : link_import_module(planner_input(p)->link, file, import);

	return t.kind == TARGET_MODULE ? t.file : NONE;
}

/* The canonical's own module loads it just as well. */
static bool is_loaded_by_home(const struct redirect *r, file_id module)
{
	vec_foreach(struct moved, m, &r->moved)
		if (m->home == module || planner_loads(r->planner, m->home, module))
			return true;
	return false;
}

bool may_stay_unloaded(const struct redirect *r, uint32_t import, uint32_t n)
{
	file_id module = loaded_by(r->planner, r->file, import, n);

	return module == NONE || is_loaded_by_home(r, module) || is_quiet(r->planner, module);
}

struct str bound_by_import(const struct outline *o, uint32_t import, uint32_t n)
{
	const struct import_name *x = &o->names[o->imports[import].first_name + n];

	if (x->alias.len)
		return x->alias;
	return o->imports[import].form == IMPORT_MODULE ? str_slice(x->name, 0, str_find(x->name, '.')) : x->name;
}

/* --- What a patch would miss --- */

static bool is_read_by_moved(const struct redirect *r, struct str name)
{
	for (uint32_t i = 0; i < r->names->read_count; i++)
		if (is_read_of(&r->names->reads[i], name) && is_in_moved(r, r->names->reads[i].start))
			return true;
	return false;
}

/* patch("old.helper") reaches a body that stands in `old`; in the canonical it would silently do nothing. */
static const struct seam *find_patch(const struct redirect *r, file_id *ret_file)
{
	const struct rule_input *in = planner_input(r->planner);
	struct str module = link_module_name(in->link, r->file);

	for (file_id f = 0; f < in->project->file_count; f++) {
		const struct outline *o = &in->project->files[f].outline;

		for (uint32_t i = 0; i < o->seam_count; i++) {
			struct str rest = o->seams[i].text, name;

			if (!str_starts(rest, module) || rest.len <= module.len || rest.ptr[module.len] != '.')
				continue;
			rest = str_slice(rest, module.len + 1, rest.len);
			name = str_slice(rest, 0, str_find(rest, '.'));
			*ret_file = f;
			if (!is_moved_name(r, name) && is_read_by_moved(r, name))
				return &o->seams[i];
		}
	}
	return NULL;
}

/* --- The change --- */

static struct str names_text(const struct redirect *r)
{
	struct str text = { 0 };

	vec_foreach(struct moved, m, &r->moved)
		text = text.len ? arena_printf(planner_arena(r->planner), STR_FMT ", " STR_FMT, STR_ARG(text), STR_ARG(m->name)) : m->name;
	return text;
}

static struct str home_text(const struct redirect *r)
{
	struct link *l = planner_input(r->planner)->link;
	struct str first = link_module_name(l, r->moved.items[0].home);

	vec_foreach(struct moved, m, &r->moved)
		if (m->home != r->moved.items[0].home)
			return arena_printf(planner_arena(r->planner), STR_FMT " and elsewhere", STR_ARG(first));
	return first;
}

static uint32_t begin(const struct rewriter *self, struct redirect *r, const char *how)
{
	uint32_t c = change_begin(r->planner, self, r->moved.items[0].finding, MEND_SAFE, "replace %s" STR_FMT " by a redirect to " STR_FMT, how,
				  STR_ARG(names_text(r)), STR_ARG(home_text(r)));

	change_reason(r->planner, c, "body, signature and every name in it are the canonical's, and neither keeps state of its own");
	change_details(r->planner, c, STR("Comments and docstrings go with the copy; the canonical's stay."));
	vec_foreach(struct moved, m, &r->moved)
		change_mends_too(r->planner, c, m->finding);
	return c;
}

static void settle(const struct rewriter *self, struct redirect *r)
{
	struct source_edits edits = { 0 };
	const char *why = NULL;
	file_id file = NONE;
	const struct seam *patch = find_patch(r, &file);
	bool whole;
	uint32_t c;

	if (patch) {
		show_reason(r->planner, self, r->moved.items[0].finding, STR_FMT ":%u replaces `" STR_FMT "`, which the body would no longer look up there",
			    STR_ARG(planner_input(r->planner)->project->files[file].path), patch->span.line, STR_ARG(patch->text));
		return;
	}
	whole = redirect_whole(r, &edits);
	if (!whole && !redirect_in_place(r, &edits, &why)) {
		show_reason(r->planner, self, r->moved.items[0].finding, "%s", why);
		return;
	}
	c = begin(self, r, whole ? "the module of " : "");
	change_edits(r->planner, c, r->file, &edits);
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct redirect r = { .planner = p, .file = x->file };

	if (planner_has_mended(p, x) || x->mend < MEND_ASK || planner_refusal(p, x->file))
		return;
	r.outline = &planner_input(p)->project->files[x->file].outline;
	r.source = planner_source(p, x->file);
	r.names = planner_names(p, x->file);
	r.removal = removal_of(p, x);
	vec_foreach(struct finding, y, &planner_findings(p)->items)
		if (y->file == x->file && is_code(y, self->codes))
			add_moved(&r, y);
	if (r.moved.len)
		settle(self, &r);
	vec_release(&r.moved);
}

static const char *const codes[] = { "CN101", "CN102", NULL };

extern const struct rewriter rewriter_redirect;
const struct rewriter rewriter_redirect = {
	.name = "redirect",
	.codes = codes,
	.title = "replace duplicates by redirects",
	.why = "They are the canonical's equals, statement by statement and name by name. Old imports go on working, and give the very same object.",
	.plan = plan,
};
