/* Are two files always parts of one program? By who calls whom, and by what the database builds. */
#include "base/base.h"
#include "rewriters/twin.h"

#include <ctype.h>
#include <stdlib.h>

#include "analyzers/lang/c/clang_lex.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/strbuf.h"
#include "rewriters/planner_impl.h"
#include "rules/creators.h"

/* --- By target: build systems put the objects of one target into one directory --- */

static struct str output_of(const struct compdb_entry *e)
{
	for (uint32_t i = 0; i + 1 < e->argument_count; i++)
		if (str_is(e->arguments[i], "-o"))
			return e->arguments[i + 1];
	return (struct str){ 0 };
}

/* "src/app.p" of "src/app.p/main.c.o", "CMakeFiles/app.dir" of "CMakeFiles/app.dir/main.c.o". */
static struct str target_of(const struct compdb_entry *e)
{
	struct str path = output_of(e), rest = path, part;

	while (str_next(&rest, '/', &part))
		if (rest.len && (str_ends(part, STR(".p")) || str_ends(part, STR(".dir"))))
			return str_slice(path, 0, (size_t)(part.ptr + part.len - path.ptr));
	return (struct str){ 0 };
}

static bool builds(const struct project *project, const struct compdb_entry *e, file_id file)
{
	return str_eq(clang_project_relative(project, e->real), project->files[file].path);
}

static bool is_in_target(struct planner *p, struct str target, file_id file)
{
	struct units *u = planner_units(p);

	for (uint32_t i = 0; i < units_count(u); i++)
		if (builds(planner_input(p)->project, units_entry(u, i), file) && str_eq(target_of(units_entry(u, i)), target))
			return true;
	return false;
}

/* Every target that has the one has the other. */
static bool have_one_target(struct planner *p, file_id from, file_id to)
{
	struct units *u = planner_units(p);
	bool found = false;

	for (uint32_t i = 0; i < units_count(u); i++) {
		struct str target = target_of(units_entry(u, i));

		if (!builds(planner_input(p)->project, units_entry(u, i), from))
			continue;
		if (!target.len || !is_in_target(p, target, to))
			return false;
		found = true;
	}
	return found;
}

/* --- By calls --- */

/* Whom each file needs: where the external functions are defined that it names before a parenthesis. */
struct twin_links {
	const file_id **needs; /* by file */
	uint32_t *counts;
	bool *has_main;
};

struct gather {
	const struct creators *c;
	struct map asked, found; /* hashes of names; files */
	VEC(file_id) needs;
};

/* `core::make` may be `app::core::make`. */
static bool may_mean(struct str written, struct str name)
{
	return str_ends(name, written) && (name.len == written.len || name.ptr[name.len - written.len - 1] == ':');
}

/* The one file that defines the external function; NONE when there is none, or several: then it is not known which is linked. */
static file_id home_of(const struct creators *c, file_id from, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, str_tail(name, ':'), &refs);
	file_id home = NONE;

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (!may_mean(name, f->name))
			continue;
		/* Its own comes first, whatever others have. */
		if (refs[i].file == from)
			return NONE;
		if (f->flags & (CFUNC_STATIC | CFUNC_METHOD | CFUNC_INACTIVE) || is_header(c->project->files[refs[i].file].path))
			continue;
		if (home != NONE && home != refs[i].file)
			return NONE;
		home = refs[i].file;
	}
	return home;
}

static void follow(struct gather *g, file_id from, struct str name)
{
	file_id home;

	if (!map_add(&g->asked, str_hash(name), 0))
		return;
	home = home_of(g->c, from, name);
	if (home != NONE && map_add(&g->found, home, 0))
		vec_push(&g->needs, home);
}

/* With what qualifies it. */
static struct str whole_name(struct str text, struct clang_token last)
{
	uint32_t start = last.start;

	while (start > 0 && (isalnum((unsigned char)text.ptr[start - 1]) || text.ptr[start - 1] == '_' || text.ptr[start - 1] == ':'))
		start--;
	while (start < last.start && text.ptr[start] == ':')
		start++;
	return str_slice(text, start, last.end);
}

static void look_into(struct gather *g, file_id file, struct str text)
{
	struct clang_token before = { .kind = CLANG_TOKEN_END };

	for (struct clang_token t = clang_lex(text, 0); t.kind != CLANG_TOKEN_END; t = clang_lex(text, t.end)) {
		if (before.kind == CLANG_TOKEN_WORD && t.kind == CLANG_TOKEN_MARK && text.ptr[t.start] == '(')
			follow(g, file, whole_name(text, before));
		if (t.kind != CLANG_TOKEN_COMMENT)
			before = t;
	}
}

static bool has_main(const struct cfacts *f)
{
	for (uint32_t i = 0; i < f->func_count; i++)
		if (str_is(f->funcs[i].name, "main"))
			return true;
	return false;
}

static void read_file(struct planner *p, struct twin_links *l, file_id file)
{
	struct gather g = { .c = planner_input(p)->families->creators };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (project_source(planner_input(p)->project, file, &text, NULL))
		look_into(&g, file, strbuf_str(&text));
	l->counts[file] = (uint32_t)g.needs.len;
	l->needs[file] = arena_copy(planner_arena(p), g.needs.items, g.needs.len, sizeof(*g.needs.items));
	l->has_main[file] = has_main(cfacts_of(g.c, file));
	map_release(&g.asked);
	map_release(&g.found);
	vec_release(&g.needs);
}

static const struct twin_links *links_of(struct planner *p)
{
	const struct creators *c = planner_input(p)->families->creators;
	struct arena *a = planner_arena(p);

	if (p->links)
		return p->links;
	p->links = arena_new(a, struct twin_links);
	p->links->needs = arena_array(a, const file_id *, c->project->file_count);
	p->links->counts = arena_array(a, uint32_t, c->project->file_count);
	p->links->has_main = arena_array(a, bool, c->project->file_count);
	for (uint32_t i = 0; i < c->file_count; i++)
		if (!is_header(c->project->files[c->files[i]].path))
			read_file(p, p->links, c->files[i]);
	return p->links;
}

/* All that a program with this file has, too. */
static void reach(const struct twin_links *l, file_id from, bool *has)
{
	VEC(file_id) queue = { 0 };

	if (!has[from])
		vec_push(&queue, from);
	has[from] = true;
	for (size_t i = 0; i < queue.len; i++)
		for (uint32_t k = 0; k < l->counts[queue.items[i]]; k++) {
			file_id to = l->needs[queue.items[i]][k];

			if (!has[to])
				vec_push(&queue, to);
			has[to] = true;
		}
	vec_release(&queue);
}

static bool leads_to(struct planner *p, file_id from, file_id to)
{
	bool *has = xcalloc(planner_input(p)->project->file_count, sizeof(*has)), found;

	reach(links_of(p), from, has);
	found = has[to];
	free(has);
	return found;
}

/* --- By programs --- */

static bool needs(const struct twin_links *l, file_id from, file_id to)
{
	for (uint32_t i = 0; i < l->counts[from]; i++)
		if (l->needs[from][i] == to)
			return true;
	return false;
}

/* `known` is what the programs that have both consist of: whoever else needs the first has to lead to the second himself. */
static bool is_known_everywhere(struct planner *p, const bool *known, file_id from, file_id to)
{
	for (file_id i = 0; i < planner_input(p)->project->file_count; i++)
		if (!known[i] && needs(links_of(p), i, from) && !leads_to(p, i, to))
			return false;
	return true;
}

/* Every program that has the one has the other. */
static bool are_in_same_programs(struct planner *p, file_id from, file_id to)
{
	const struct twin_links *l = links_of(p);
	uint32_t count = planner_input(p)->project->file_count;
	bool *known = xcalloc(count, sizeof(*known)), found = false, ok = true;

	for (file_id i = 0; ok && i < count; i++) {
		if (!l->has_main[i] || !leads_to(p, i, from))
			continue;
		ok = leads_to(p, i, to);
		found = true;
		reach(l, i, known);
	}
	ok = ok && found && is_known_everywhere(p, known, from, to);
	free(known);
	return ok;
}

bool is_built_with(struct planner *p, file_id a, file_id b)
{
	return have_one_target(p, a, b) && have_one_target(p, b, a);
}

bool is_linked_with(struct planner *p, file_id from, file_id to)
{
	if (from == to || is_header(planner_input(p)->project->files[to].path))
		return true;
	return have_one_target(p, from, to) || leads_to(p, from, to) || are_in_same_programs(p, from, to);
}
