/* A second name of one function: the alias attribute, which keeps a symbol and gives both names one address. */
#include "base/base.h"
#include "rewriters/twin_impl.h"

#include "analyzers/lang/c/clang_lex.h"
#include "base/path.h"
#include "rules/creators.h"

/* --- Where it is understood: object files in ELF, compilers like gcc --- */

static bool has_other_format(struct str word)
{
	static const char *const systems[] = { "apple", "cl.exe", "clang-cl", "darwin", "emcc", "mingw", "msvc", "windows" };

	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		if (str_has_nocase(word, str_from(systems[i])))
			return true;
	return false;
}

static bool is_elf(struct twin *t)
{
	struct units *u = planner_units(t->planner);
	const uint32_t *units;
	uint32_t count = units_that_read(u, t->old->file, &units);

#ifndef __ELF__
	return false;
#endif
	for (uint32_t i = 0; i < count; i++) {
		const struct compdb_entry *e = units_entry(u, units[i]);

		if (has_other_format(path_base(e->compiler)))
			return false;
		for (uint32_t k = 0; k < e->argument_count; k++)
			if ((str_starts(e->arguments[k], STR("--target")) || (k > 0 && str_is(e->arguments[k - 1], "-target"))) && has_other_format(e->arguments[k]))
				return false;
	}
	return count > 0;
}

/* --- What a declaration says besides name and types --- */

/* Behind the parameters. */
static uint32_t behind_parameters(struct str s, uint32_t at, uint32_t end)
{
	unsigned depth = 0;

	for (struct clang_token t = clang_lex(s, at); t.kind != CLANG_TOKEN_END && t.start < end; t = clang_lex(s, t.end)) {
		char c = t.kind == CLANG_TOKEN_MARK ? s.ptr[t.start] : ' ';

		depth += c == '(';
		if (c == ')' && --depth == 0)
			return t.end;
	}
	return end;
}

/* gcc warns of an alias that lacks an attribute of its target: around names and parameters both have to say the same. */
static bool same_frame(struct str s, const struct cproto *x, struct str r, const struct cproto *y)
{
	struct str before_x = str_trim(str_slice(s, x->start, x->span.start)), before_y = str_trim(str_slice(r, y->start, y->span.start));
	struct str behind_x = str_trim(str_slice(s, behind_parameters(s, x->span.end, x->end), x->end));
	struct str behind_y = str_trim(str_slice(r, behind_parameters(r, y->span.end, y->end), y->end));

	return str_eq(before_x, before_y) && str_eq(behind_x, behind_y);
}

/* The only declaration of the function; NULL when there is none, or several. */
static const struct cproto *proto_of(struct twin *t, struct str name, file_id *ret_file)
{
	const struct creators *c = planner_input(t->planner)->families->creators;
	const struct name_ref *refs;
	const struct cproto *found = NULL;
	uint32_t count = table_find(&c->protos, name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *proto = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (!str_eq(proto->name, name))
			continue;
		if (found)
			return NULL;
		found = proto;
		*ret_file = refs[i].file;
	}
	return found;
}

static bool are_declared_alike(struct twin *t)
{
	file_id old_file, new_file;
	const struct cproto *x = proto_of(t, t->func->name, &old_file), *y = proto_of(t, t->target->name, &new_file);

	return x && y && same_frame(planner_source(t->planner, old_file), x, planner_source(t->planner, new_file), y);
}

/* --- The definition --- */

static struct str head_of(struct twin *t, file_id file, const struct cfunc *f)
{
	return str_trim(str_slice(planner_source(t->planner, file), f->start, f->body));
}

/* One symbol of its own, in every configuration: neither weak nor inline, and no parameters declared behind the parentheses. */
static bool is_plain(struct twin *t, file_id file, const struct cfunc *f)
{
	struct str head = head_of(t, file, f);

	return !(f->flags & (CFUNC_STATIC | CFUNC_INLINE | CFUNC_CONDITIONAL | CFUNC_MACRO_MADE)) && str_ends(head, STR(")")) && !str_has(head, STR("weak")) &&
	       !str_has(head, STR("__attribute__"));
}

/* A project that has some already builds nowhere else than where they are understood. */
static bool has_aliases(struct twin *t)
{
	const file_id *files;
	uint32_t count = planner_files_with(t->planner, STR("alias(\""), &files);

	for (uint32_t i = 0; i < count; i++)
		if (planner_input(t->planner)->project->files[files[i]].creations)
			return true;
	return false;
}

bool twin_can_alias(struct twin *t)
{
	bool is_near = t->old->file == t->canonical->file || is_built_with(t->planner, t->old->file, t->canonical->file);

	return !t->is_cpp && !t->is_static && is_near && is_plain(t, t->old->file, t->func) && is_plain(t, t->canonical->file, t->target) &&
	       are_declared_alike(t) && has_aliases(t) && is_elf(t);
}

/* Where the duplicate stood; or behind the canonical, for only there an alias can be. */
static bool add_alias(struct twin *t, twin_edits *edits)
{
	struct arena *a = planner_arena(t->planner);
	struct str source = planner_source(t->planner, t->canonical->file), eol = twin_eol(source), why;
	struct twin_edit e = { .file = t->canonical->file, .start = t->func->start, .end = t->func->end };
	struct str text = arena_printf(a, "__attribute__((alias(\"" STR_FMT "\")));", STR_ARG(t->target->name));
	file_id header;

	if (t->old->file == t->canonical->file) {
		e.text = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(head_of(t, e.file, t->func)), STR_ARG(text));
		twin_edit_add(edits, e);
		return true;
	}
	if (!proto_of(t, t->func->name, &header) || !twin_include(t->planner, e.file, header, edits, &why))
		return false;
	for (e.start = t->target->end; e.start < source.len && source.ptr[e.start] != '\n';)
		e.start++;
	e.end = e.start = (uint32_t)MIN(e.start + 1, source.len);
	e.text = arena_printf(a, STR_FMT "extern __typeof__(" STR_FMT ") " STR_FMT " " STR_FMT STR_FMT, STR_ARG(eol), STR_ARG(t->target->name), STR_ARG(t->name),
			      STR_ARG(text), STR_ARG(eol));
	twin_edit_add(edits, e);
	twin_edit_add(edits, twin_removal(t->planner, t->old->file, t->func->start, t->func->end));
	return true;
}

bool twin_alias(struct twin *t, twin_edits *edits)
{
	if (!add_alias(t, edits)) {
		vec_clear(edits);
		return false;
	}
	vec_foreach(struct twin_edit, helper, &t->helpers_gone)
		twin_edit_add(edits, *helper);
	return true;
}
