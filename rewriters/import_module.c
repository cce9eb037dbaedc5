/* A module imported as a whole, to reach the family through it: moved when everything used of it is in the canonical module too. */
#include "base/base.h"
#include "rewriters/import_impl.h"

#include "base/vec.h"

struct module_plan {
	struct planner *planner;
	struct statement_plan *statement;
	file_id from, to;
	struct str text;     /* how the canonical module is named from here */
	bool is_dotted;      /* `import a.b`: uses begin with the whole path */
	struct str spelled;  /* how uses begin: the bound name, or the dotted path of an import without `as` */
	struct str becomes;  /* how they begin then */
	VEC(struct source_edit) edits;
	uint32_t uses;
	const char *obstacle;
};

/* The name in the canonical module of what `attribute` is in the old one. Empty when it is not there. */
static struct str name_in_target(const struct module_plan *m, struct str attribute)
{
	struct link *l = planner_input(m->planner)->link;
	struct target old = link_name(l, m->from, attribute), new;
	struct str name;

	if (old.kind != TARGET_DEF || old.file != m->to)
		return (struct str){ 0 };
	name = outline_of(m->planner, old.file)->defs[old.index].name;
	new = link_name(l, m->to, name);
	return new.kind == TARGET_DEF && new.file == old.file && new.index == old.index ? name : (struct str){ 0 };
}

static void take_use(struct module_plan *m, const struct source_read *r)
{
	struct str rest = str_slice(r->dotted, m->spelled.len, r->dotted.len), attribute, name;
	uint32_t end = r->start + (uint32_t)m->spelled.len;

	if (rest.len == 0 || rest.ptr[0] != '.') {
		m->obstacle = "the module itself is handed on, not only what it holds";
		return;
	}
	rest = str_slice(rest, 1, rest.len);
	str_next(&rest, '.', &attribute);
	name = name_in_target(m, attribute);
	if (!name.len)
		m->obstacle = "it is used for something that the canonical module does not define";
	else if (r->is_stored)
		m->obstacle = "an attribute of the module is assigned";
	else if (r->dotted_end - r->start != r->dotted.len)
		m->obstacle = "a use of it is spread over lines";
	if (m->obstacle)
		return;
	m->uses++;
	if (!str_eq(m->spelled, m->becomes))
		vec_push(&m->edits, (struct source_edit){ r->start, end, m->becomes });
	if (!str_eq(name, attribute))
		vec_push(&m->edits, (struct source_edit){ end + 1, end + 1 + (uint32_t)attribute.len, name });
}

static bool is_use(const struct module_plan *m, const struct source_read *r)
{
	return str_starts(r->dotted, m->spelled) && (r->dotted.len == m->spelled.len || r->dotted.ptr[m->spelled.len] == '.');
}

/* The first component of a dotted path. */
static struct str first_part(struct str dotted)
{
	struct str part = dotted;

	str_next(&dotted, '.', &part);
	return part;
}

/* How often the name is bound: by anything but this statement it may mean something else. */
static uint32_t bindings_of(const struct source_names *names, struct str name)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < names->bound_count; i++)
		count += str_eq(names->bounds[i].name, name);
	return count;
}

static void take_uses(struct module_plan *m)
{
	const struct source_names *names = planner_names(m->planner, m->statement->file);
	struct str bound = first_part(m->spelled);
	bool is_dotted = bound.len != m->spelled.len;

	if (names->has_error)
		m->obstacle = "does not parse";
	else if (!is_dotted && bindings_of(names, bound) > 1)
		m->obstacle = "the name is bound more than once in this file";
	for (uint32_t i = 0; i < names->read_count && !m->obstacle; i++) {
		const struct source_read *r = &names->reads[i];

		if (!str_eq(r->name, bound))
			continue;
		if (is_use(m, r))
			take_use(m, r);
		else if (is_dotted && bindings_of(names, bound) < 2)
			m->obstacle = "the import also makes other modules of its package known here";
	}
	if (!m->obstacle && m->uses == 0)
		m->obstacle = "nothing of it is used here: it may be loaded for what it does";
}

/* "app.engine" -> "app" and "engine"; ".engine" -> "." and "engine": from where, and by which name, it is imported. */
static void split_module(struct planner *p, struct str text, struct str *ret_package, struct str *ret_name)
{
	size_t dots = 0;
	struct str head;

	while (dots < text.len && text.ptr[dots] == '.')
		dots++;
	head = str_head(str_slice(text, dots, text.len), '.');
	*ret_name = str_tail(str_slice(text, dots, text.len), '.');
	*ret_package = arena_str(planner_arena(p), str_slice(text, 0, dots + head.len));
}

static void settle(struct module_plan *m, struct name_plan *x)
{
	struct statement_plan *s = m->statement;
	struct import_move *move = &x->move;

	x->level = MEND_SHOW;
	x->reason = m->obstacle;
	if (m->obstacle)
		return;
	x->level = MEND_SAFE;
	x->reason = "all that is used of the module is defined by the canonical one, and is the very same";
	x->target = m->to;
	move->kind = MOVE_TO;
	/* An import by the dotted path binds its first component, whatever that is. */
	move->bound = m->is_dotted ? (struct str){ 0 } : m->spelled;
	if (import_of(m->planner, s)->form == IMPORT_MODULE)
		move->module = m->text;
	else
		split_module(m->planner, m->text, &move->module, &move->name);
	s->extra.items = arena_copy(planner_arena(m->planner), m->edits.items, m->edits.len, sizeof(*m->edits.items));
	s->extra.count = (uint32_t)m->edits.len;
}

/* `import app.engine` by another statement of the file: two of them would bind one name. */
static bool is_imported_already(struct planner *p, const struct statement_plan *s, struct str module)
{
	const struct outline *o = outline_of(p, s->file);

	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; i != s->import && o->imports[i].form == IMPORT_MODULE && n < o->imports[i].name_count; n++)
			if (str_eq(o->names[o->imports[i].first_name + n].name, module) && !o->names[o->imports[i].first_name + n].alias.len)
				return true;
	return false;
}

/* What stands in the way of the statement itself; NULL when it can be moved. */
static const char *obstacle_of(const struct module_plan *m)
{
	bool is_whole = import_of(m->planner, m->statement)->form == IMPORT_MODULE;

	/* A module in no package cannot be taken from one. */
	if (!m->text.len || (!is_whole && str_find(m->text, '.') == m->text.len))
		return "the canonical module cannot be named from here";
	if (is_whole && is_imported_already(m->planner, m->statement, m->text))
		return "another statement of the file imports the canonical module already: one of them can go";
	return NULL;
}

void plan_module(struct planner *p, const struct family *fam, const struct importer *x, struct statement_plan *s)
{
	const struct import *im = import_of(p, s);
	struct module_plan m = { .planner = p, .statement = s, .from = x->through };
	const struct member *canonical = canonical_of(fam);

	if (!canonical || x->n == NONE || planner_refusal(p, s->file))
		return;
	m.to = canonical->file;
	m.text = planner_module_text(p, s->file, s->import, m.to);
	m.is_dotted = im->form == IMPORT_MODULE && !outline_of(p, s->file)->names[im->first_name + x->n].alias.len;
	m.spelled = bound_of(p, s->file, s->import, x->n);
	m.becomes = m.is_dotted ? m.text : m.spelled;
	m.obstacle = obstacle_of(&m);
	if (!m.obstacle)
		take_uses(&m);
	settle(&m, &s->names[x->n]);
	vec_release(&m.edits);
}
