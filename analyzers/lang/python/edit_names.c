/* Single names of an import statement: where each goes, and how it is written there. */
#include "base/base.h"
#include "analyzers/lang/python/edit_import_impl.h"

#include "analyzers/lang/python/terms.h"

/* --- What may be written --- */

static bool is_identifier(struct str s)
{
	if (s.len == 0 || (skim_chars[(unsigned char)s.ptr[0]] & CHAR_DIGIT))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!(skim_chars[(unsigned char)s.ptr[i]] & CHAR_IDENTIFIER))
			return false;
	return !terms_is_keyword(s);
}

static bool is_dotted(struct str s)
{
	struct str part;

	if (s.len == 0 || s.ptr[s.len - 1] == '.')
		return false;
	while (str_next(&s, '.', &part))
		if (!is_identifier(part))
			return false;
	return true;
}

static bool is_module(struct str s, bool may_be_relative)
{
	size_t dots = 0;

	while (dots < s.len && s.ptr[dots] == '.')
		dots++;
	if (dots > 0 && !may_be_relative)
		return false;
	return (dots > 0 && dots == s.len) || is_dotted(str_slice(s, dots, s.len));
}

static bool check(const struct import_edit *e, const struct import_move *m, struct err *err)
{
	bool is_from = e->import->form != IMPORT_MODULE;

	if (!is_module(m->module, is_from))
		return err_set(err, "\"" STR_FMT "\" is no module to import", STR_ARG(m->module));
	if (is_from && !is_identifier(m->name))
		return err_set(err, "\"" STR_FMT "\" is no name to import", STR_ARG(m->name));
	if (m->bound.len > 0 && !is_identifier(m->bound) && !(!is_from && str_eq(m->bound, m->module)))
		return err_set(err, "\"" STR_FMT "\" is no name to bind", STR_ARG(m->bound));
	return true;
}

/* --- Groups --- */

/* The module as the statement writes it, without white space. */
static struct str own_module(const struct import_edit *e)
{
	struct strbuf text = { 0 };
	struct str module;

	for (uint32_t i = 0; i < e->import->level; i++)
		strbuf_addch(&text, '.');
	strbuf_add(&text, e->import->module);
	module = arena_str(e->arena, strbuf_str(&text));
	strbuf_release(&text);
	return module;
}

static uint32_t find_group(struct import_edit *e, struct str module, bool is_kept)
{
	for (uint32_t i = 0; i < e->groups.len; i++)
		if (e->groups.items[i].is_kept == is_kept && (is_kept || str_eq(e->groups.items[i].module, module)))
			return i;
	vec_push(&e->groups, (struct import_group){ module, is_kept });
	return (uint32_t)e->groups.len - 1;
}

/* --- The text of one name --- */

static struct str join(struct import_edit *e, struct str name, struct str bound, bool is_explicit)
{
	if (bound.len == 0 || (str_eq(name, bound) && !is_explicit))
		return name;
	return arena_printf(e->arena, STR_FMT " as " STR_FMT, STR_ARG(name), STR_ARG(bound));
}

static const struct import_name *old_name(const struct import_edit *e, uint32_t i)
{
	return e->import->form == IMPORT_STAR ? NULL : &e->outline->names[e->import->first_name + i];
}

/* `X as X` says that X is handed on, also where it moves. */
static bool is_handed_on(const struct import_name *old)
{
	return old && old->alias.len > 0 && str_eq(old->name, old->alias);
}

static void resolve_move(
	struct import_edit *e, const struct import_move *m, const struct import_name *old, struct import_part *part)
{
	bool is_from = e->import->form != IMPORT_MODULE;
	bool is_kept = e->import->form == IMPORT_FROM && str_eq(m->module, own_module(e));

	part->name = is_from ? m->name : m->module;
	part->bound = m->bound;
	if (part->bound.len == 0 && old)
		part->bound = old->alias;
	part->text = join(e, part->name, part->bound, is_handed_on(old));
	part->group = find_group(e, m->module, is_kept);
}

bool import_resolve(struct import_edit *e, uint32_t i, struct import_part *part, struct err *err)
{
	const struct import_move *m = &e->moves[i];
	const struct import_name *old = old_name(e, i);

	part->group = NONE;
	if (m->kind == MOVE_DROP)
		return true;
	if (m->kind == MOVE_TO) {
		if (!check(e, m, err))
			return false;
		resolve_move(e, m, old, part);
		return true;
	}
	part->group = find_group(e, own_module(e), true);
	if (old) {
		part->name = old->name;
		part->bound = old->alias;
		part->text = join(e, old->name, old->alias, true);
	}
	return true;
}

/* --- In place --- */

/* `X as Y` by its tokens; with a comment within, `as` cannot go. */
static void rename_aliased(struct import_edit *e, const struct import_part *part, const struct import_name *old)
{
	const struct skim *s = e->lines.skim;
	bool in_brackets = e->open != NONE;
	uint32_t name_end = skim_dotted_end(s, part->start, in_brackets);
	uint32_t alias = part->end - (uint32_t)old->alias.len;
	struct str bound = part->bound.len > 0 ? part->bound : part->name;

	if (!part->has_inner && (part->bound.len == 0 || (str_eq(part->name, bound) && !is_handed_on(old)))) {
		edit_set_add(&e->edits, part->start, part->end, part->name);
		return;
	}
	if (!str_eq(part->name, old->name))
		edit_set_add(&e->edits, part->start, name_end, part->name);
	if (!str_eq(bound, old->alias))
		edit_set_add(&e->edits, alias, part->end, bound);
}

void import_rename(struct import_edit *e)
{
	for (uint32_t i = 0; i < e->parts.len; i++) {
		const struct import_part *part = &e->parts.items[i];
		const struct import_name *old = old_name(e, i);

		if (part->group != 0 || e->moves[i].kind != MOVE_TO)
			continue;
		if (old->alias.len > 0)
			rename_aliased(e, part, old);
		else if (!str_eq(part->text, old->name))
			edit_set_add(&e->edits, part->start, part->end, part->text);
	}
}
