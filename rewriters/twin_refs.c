/* Who names a duplicate, where that can be changed, and what the names mean once it is. */
#include "base/base.h"
#include "rewriters/twin.h"

#include <ctype.h>
#include <stdlib.h>

#include "analyzers/lang/c/clang_lex.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "rewriters/guard.h"
#include "rules/creators.h"

static const struct project *project_of(const struct twin *t)
{
	return planner_input(t->planner)->project;
}

static file_id file_at(const struct twin *t, struct str real)
{
	return project_find(project_of(t), clang_project_relative(project_of(t), real));
}

static bool is_inside(const struct cfunc *f, uint32_t at)
{
	return at >= f->start && at < f->end;
}

static void add_rest(struct twin *t, struct str path, uint32_t line, const char *why, bool is_use)
{
	vec_push(&t->rests, (struct twin_rest){ arena_str(planner_arena(t->planner), clang_project_relative(project_of(t), path)), line, why, is_use });
}

/* --- Declarations --- */

/* One declaration for itself: `int f(void), g(void);` says two things. */
static bool is_single(struct str declaration)
{
	int depth = 0;

	for (size_t i = 0; i < declaration.len; i++) {
		depth += declaration.ptr[i] == '(' || declaration.ptr[i] == '[' || declaration.ptr[i] == '{';
		depth -= declaration.ptr[i] == ')' || declaration.ptr[i] == ']' || declaration.ptr[i] == '}';
		if (depth == 0 && declaration.ptr[i] == ',')
			return false;
	}
	return str_ends(declaration, STR(";"));
}

static const struct cproto *proto_at(const struct twin *t, file_id file, uint32_t offset)
{
	const struct cfacts *facts = project_of(t)->files[file].creations;

	for (uint32_t i = 0; facts && i < facts->proto_count; i++)
		if (facts->protos[i].span.start == offset)
			return &facts->protos[i];
	return NULL;
}

/* False when it cannot go by itself. */
static bool add_removal_of_proto(struct twin *t, const struct clang_ref *r, twin_edits *edits)
{
	file_id file = file_at(t, r->path);
	const struct cproto *proto = file == NONE || r->form != CLANG_REF_DIRECT || r->is_system ? NULL : proto_at(t, file, r->offset);

	if (!proto || planner_refusal(t->planner, file) || !is_single(str_slice(planner_source(t->planner, file), proto->start, proto->end)))
		return false;
	twin_edit_add(edits, twin_removal(t->planner, file, proto->start, proto->end));
	return true;
}

/* --- Uses --- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* `return ::make()` begins at the colons, `old ::make()` does not. */
static bool is_outermost(struct str s, uint32_t at)
{
	while (at > 0 && isspace((unsigned char)s.ptr[at - 1]))
		at--;
	return at == 0 || (!is_word(s.ptr[at - 1]) && s.ptr[at - 1] != '>') || (at >= 6 && str_is(str_slice(s, at - 6, at), "return"));
}

/* C++: back over `legacy::`. False for what ends in a template's arguments or is spaced out. */
static bool find_qualifier(struct str s, uint32_t *start)
{
	while (*start >= 2 && s.ptr[*start - 1] == ':' && s.ptr[*start - 2] == ':') {
		uint32_t at = *start - 2;

		if (at == 0 || !is_word(s.ptr[at - 1])) {
			*start = at;
			return is_outermost(s, at);
		}
		while (at > 0 && is_word(s.ptr[at - 1]))
			at--;
		*start = at;
	}
	return true;
}

static const char *obstacle(struct twin *t, const struct clang_ref *r, file_id file)
{
	if (r->form == CLANG_REF_PASTED)
		return "is put together by a macro";
	if (r->is_stringified)
		return "is made into a string, too";
	if (r->is_system || file == NONE)
		return "stands outside of the code base";
	return planner_refusal(t->planner, file);
}

static void add_use(struct twin *t, const struct clang_ref *r)
{
	file_id file = file_at(t, r->path);
	const char *why = obstacle(t, r, file);
	struct twin_move move = { .file = file, .start = r->offset, .end = r->offset + (uint32_t)t->name.len, .name = r->offset, .line = r->line };

	move.is_using = r->role == CLANG_ROLE_USE;
	move.is_address = r->role == CLANG_ROLE_ADDRESS;
	if (!why && t->is_cpp && !find_qualifier(planner_source(t->planner, file), &move.start))
		why = "is qualified by more than names";
	if (why)
		add_rest(t, r->path, r->line, why, true);
	else
		vec_push(&t->moves, move);
}

/* A guard test names what a migration leaves: it is no user, and to change it would take the point out of it. */
static bool is_guard(const struct twin *t, struct str real)
{
	file_id file = file_at(t, real);

	return file != NONE && guard_is_ours(planner_source(t->planner, file));
}

static void take_ref(struct twin *t, const struct clang_ref *r)
{
	bool is_here = file_at(t, r->path) == t->old->file;

	if ((is_here && is_inside(t->func, r->offset)) || is_guard(t, r->path))
		return;
	switch (r->role) {
	case CLANG_ROLE_DEFINITION: break;
	case CLANG_ROLE_DECLARATION:
		if (!add_removal_of_proto(t, r, &t->protos))
			t->has_other_protos = true;
		break;
	default: add_use(t, r); break;
	}
}

/* --- What no compiler sees --- */

static void take_leftover(struct twin *t, const struct clang_leftover *l)
{
	static const struct {
		const char *why;
		bool is_use;
	} kinds[CLANG_LEFT_KIND_COUNT] = {
		[CLANG_LEFT_STRING] = { "names it in a string", false },
		[CLANG_LEFT_HASH] = { "names it beside # or ##", true },
		[CLANG_LEFT_INACTIVE] = { "names it in an #if that no unit takes", true },
		[CLANG_LEFT_MACRO] = { "names it in a macro that no unit uses", true },
	};

	/* What only its own file knows is not meant elsewhere. */
	if (!kinds[l->kind].why || (t->is_static && !is_header(project_of(t)->files[t->old->file].path) && file_at(t, l->path) != t->old->file))
		return;
	if ((file_at(t, l->path) == t->old->file && is_inside(t->func, l->offset)) || is_guard(t, l->path))
		return;
	if (l->kind == CLANG_LEFT_STRING && !l->is_whole)
		return;
	t->is_looked_up |= l->kind == CLANG_LEFT_STRING && !t->is_static;
	add_rest(t, l->path, l->line, kinds[l->kind].why, kinds[l->kind].is_use || (l->is_whole && !t->is_static));
}

static bool is_read(const struct clang_refs *refs, struct str real)
{
	for (uint32_t i = 0; i < refs->unit_count; i++)
		for (uint32_t k = 0; k < refs->outcomes[i].file_count; k++)
			if (str_eq(refs->outcomes[i].files[k], real))
				return true;
	return false;
}

static uint32_t line_of_word(struct str s, struct str word)
{
	for (size_t i = 0, line = 1; i + word.len <= s.len; line += s.ptr[i] == '\n', i++)
		if (str_starts(str_slice(s, i, s.len), word) && (i == 0 || !is_word(s.ptr[i - 1])) && (i + word.len == s.len || !is_word(s.ptr[i + word.len])))
			return (uint32_t)line;
	return 0;
}

/* Files that no unit reads, of other languages too. */
static void look_elsewhere(struct twin *t, const struct clang_refs *refs)
{
	const file_id *files;
	uint32_t count = t->is_static ? 0 : planner_files_with(t->planner, t->name, &files);

	for (uint32_t i = 0; i < count; i++) {
		struct str path = clang_project_path(project_of(t), files[i], planner_arena(t->planner));
		uint32_t line = is_read(refs, path) ? 0 : line_of_word(planner_source(t->planner, files[i]), t->name);

		if (!line)
			continue;
		t->is_looked_up |= !project_of(t)->files[files[i]].creations;
		add_rest(t, path, line, "names it, and no unit reads that file", true);
	}
}

/* --- Helpers --- */

static bool is_needed(const struct twin *t, const struct clang_ref *r)
{
	if (r->role == CLANG_ROLE_DEFINITION || r->role == CLANG_ROLE_DECLARATION)
		return false;
	if (file_at(t, r->path) != t->old->file)
		return true;
	if (is_inside(t->func, r->offset))
		return false;
	for (uint32_t i = 0; i < t->helper_count; i++)
		if (t->helpers[i].is_free && is_inside(t->helpers[i].func, r->offset))
			return false;
	return true;
}

static bool lose_one(struct twin *t, const struct clang_refs *refs)
{
	for (uint32_t i = 0; i < refs->ref_count; i++) {
		uint32_t helper = refs->refs[i].target - 1;

		if (refs->refs[i].target == 0 || !t->helpers[helper].is_free || !is_needed(t, &refs->refs[i]))
			continue;
		t->helpers[helper].is_free = false;
		return true;
	}
	return false;
}

/* All are free until somebody else is found to need one, and what that one needs. */
static void find_free_helpers(struct twin *t, const struct clang_refs *refs)
{
	for (uint32_t i = 0; i < t->helper_count; i++)
		t->helpers[i].is_free = true;
	while (lose_one(t, refs))
		;
	for (uint32_t i = 0; i < t->helper_count; i++)
		if (t->helpers[i].is_free)
			twin_edit_add(&t->helpers_gone, twin_removal(t->planner, t->old->file, t->helpers[i].func->start, t->helpers[i].func->end));
	for (uint32_t i = 0; i < refs->ref_count; i++)
		if (refs->refs[i].target > 0 && t->helpers[refs->refs[i].target - 1].is_free && refs->refs[i].role == CLANG_ROLE_DECLARATION)
			add_removal_of_proto(t, &refs->refs[i], &t->helpers_gone);
}

/* --- Namesakes --- */

/* Where else a function of this name is defined for everybody: which of the two a caller gets, only the linker knows. */
static file_id other_definition(const struct twin *t)
{
	const struct creators *c = planner_input(t->planner)->families->creators;
	const struct name_ref *refs;
	uint32_t count = t->is_static ? 0 : table_find(&c->funcs, t->name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (f != t->func && str_eq(f->name, t->func->name) && f->param_count == t->func->param_count && !(f->flags & (CFUNC_STATIC | CFUNC_METHOD)))
			return refs[i].file;
	}
	return NONE;
}

/* --- All of it --- */

static struct clang_target *targets_of(const struct twin *t)
{
	struct clang_target *targets = arena_array(planner_arena(t->planner), struct clang_target, t->helper_count + 1);

	targets[0] = (struct clang_target){ .kind = CLANG_FUNCTION, .name = t->name, .usr = t->usr };
	for (uint32_t i = 0; i < t->helper_count; i++)
		targets[i + 1] = (struct clang_target){ .kind = CLANG_FUNCTION, .name = t->helpers[i].name, .usr = t->helpers[i].usr };
	return targets;
}

bool twin_locate(struct twin *t, struct str *ret_reason)
{
	struct unit_refs found;
	struct err err = { 0 };
	file_id other = other_definition(t);

	if (other != NONE) {
		*ret_reason = arena_printf(planner_arena(t->planner), STR_FMT " defines " STR_FMT ", too: who calls which is not known",
					   STR_ARG(project_of(t)->files[other].path), STR_ARG(t->func->name));
		return false;
	}
	if (!units_refs(planner_units(t->planner), targets_of(t), t->helper_count + 1, planner_arena(t->planner), &found, &err)) {
		*ret_reason = arena_str(planner_arena(t->planner), str_from(err.message));
		return false;
	}
	t->is_complete = found.refs.is_complete;
	t->units = found.units;
	t->outcomes = found.refs.outcomes;
	t->unit_count = found.refs.unit_count;
	for (uint32_t i = 0; i < found.refs.ref_count; i++)
		if (found.refs.refs[i].target == 0)
			take_ref(t, &found.refs.refs[i]);
	for (uint32_t i = 0; i < found.refs.leftover_count; i++)
		if (found.refs.leftovers[i].target == 0)
			take_leftover(t, &found.refs.leftovers[i]);
	look_elsewhere(t, &found.refs);
	find_free_helpers(t, &found.refs);
	return true;
}

/* --- Afterwards --- */

/* A file with its edits made, and where the names then stand. */
struct changed {
	struct str path, real, bytes;
	VEC(uint32_t) names;
};
typedef VEC(struct changed) changed_list;

static struct changed change_file(struct twin *t, const struct twin_edit *edits, size_t count)
{
	struct str source = planner_source(t->planner, edits[0].file);
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct changed c = { .path = clang_project_path(project_of(t), edits[0].file, planner_arena(t->planner)) };
	struct err err = { 0 };
	uint32_t at = 0;

	if (!path_real(planner_arena(t->planner), c.path.ptr, &c.real, &err))
		c.real = c.path;
	for (size_t i = 0; i < count; i++) {
		/* What another edit takes away goes with it. */
		if (edits[i].start < at)
			continue;
		strbuf_add(&out, str_slice(source, at, edits[i].start));
		if (edits[i].name_at)
			vec_push(&c.names, (uint32_t)out.len + edits[i].name_at - 1);
		strbuf_add(&out, edits[i].text);
		at = edits[i].end;
	}
	strbuf_add(&out, str_slice(source, at, source.len));
	c.bytes = arena_str(planner_arena(t->planner), strbuf_str(&out));
	return c;
}

static void change_all(struct twin *t, twin_edits *edits, changed_list *ret)
{
	twin_edits_sort(edits);
	for (size_t first = 0, end; first < edits->len; first = end) {
		for (end = first; end < edits->len && edits->items[end].file == edits->items[first].file;)
			end++;
		vec_push(ret, change_file(t, &edits->items[first], end - first));
	}
}

static uint32_t overlays_of(struct twin *t, const changed_list *changed, const struct clang_overlay **ret)
{
	const struct clang_overlay *amended;
	uint32_t count = clang_project_overlays(project_of(t), planner_arena(t->planner), &amended), kept = 0;
	struct clang_overlay *all = arena_array(planner_arena(t->planner), struct clang_overlay, count + changed->len + 1);

	vec_foreach(struct changed, c, changed)
		all[kept++] = (struct clang_overlay){ c->path, c->bytes, false };
	for (uint32_t i = 0; i < count; i++) {
		bool is_given = false;

		vec_foreach(struct changed, c, changed)
			is_given |= str_eq(c->path, amended[i].path);
		if (!is_given)
			all[kept++] = amended[i];
	}
	*ret = all;
	return kept;
}

static bool is_meant_at(const struct clang_refs *refs, struct str path, uint32_t offset)
{
	for (uint32_t i = 0; i < refs->ref_count; i++)
		if (refs->refs[i].offset == offset && refs->refs[i].form != CLANG_REF_PASTED && str_eq(refs->refs[i].path, path))
			return true;
	return false;
}

/* Did the unit read a file that is changed? */
static bool is_concerned(const struct clang_outcome *o, const changed_list *changed)
{
	bool found = false;

	for (uint32_t i = 0; i < o->file_count && !found; i++)
		vec_foreach(struct changed, c, changed)
			found |= str_eq(c->real, o->files[i]);
	return found;
}

static bool are_all_meant(struct twin *t, const struct clang_refs *refs, const struct clang_unit *units, const changed_list *changed, struct str *ret_reason)
{
	for (uint32_t i = 0; i < refs->unit_count; i++)
		if (refs->outcomes[i].status == CLANG_HAS_ERRORS && t->is_complete) {
			*ret_reason = arena_printf(planner_arena(t->planner), STR_FMT ": " STR_FMT,
						   STR_ARG(clang_project_relative(project_of(t), units[i].path)), STR_ARG(refs->outcomes[i].message));
			return false;
		}
	vec_foreach(struct changed, c, changed)
		vec_foreach(uint32_t, at, &c->names)
			if (!is_meant_at(refs, c->real, *at)) {
				*ret_reason = arena_printf(planner_arena(t->planner), "`" STR_FMT "` means something else in " STR_FMT, STR_ARG(t->target->name),
							   STR_ARG(clang_project_relative(project_of(t), c->path)));
				return false;
			}
	return true;
}

bool twin_holds(struct twin *t, twin_edits *edits, struct str *ret_reason)
{
	struct clang_run run = { .root = project_of(t)->root, .jobs = project_of(t)->jobs };
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = str_tail(t->target->name, ':'), .usr = t->target_usr };
	struct clang_unit *units = arena_array(planner_arena(t->planner), struct clang_unit, t->unit_count + 1);
	changed_list changed = { 0 };
	struct clang_refs refs;
	struct err err = { 0 };
	uint32_t count = 0;
	bool ok;

	run.cancel = project_of(t)->options ? project_of(t)->options->cancel : NULL;
	change_all(t, edits, &changed);
	for (uint32_t i = 0; i < t->unit_count; i++)
		if (is_concerned(&t->outcomes[i], &changed))
			units[count++] = *units_get(planner_units(t->planner), t->units[i]);
	run.overlay_count = overlays_of(t, &changed, &run.overlays);
	ok = clang_refs_run(&run, &target, 1, units, count, planner_arena(t->planner), &refs, &err);
	if (ok)
		ok = are_all_meant(t, &refs, units, &changed, ret_reason);
	else
		*ret_reason = arena_str(planner_arena(t->planner), str_from(err.message));
	vec_foreach(struct changed, c, &changed)
		vec_release(&c->names);
	vec_release(&changed);
	return ok;
}
