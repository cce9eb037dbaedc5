/* Who includes whom under whose flags, by text: from the main files down, and back up for the answers. */
#include "base/base.h"
#include "base/bisect.h"
#include "rewriters/units_impl.h"

#include <stdlib.h>

#include "analyzers/lang.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"

#define HEADER_MAX ((size_t)64 << 20)

/* --- Nodes --- */

/* A file that the project does not have: generated, ignored, or outside of the root. */
static const struct cfacts *read_facts(struct units *u, struct str real)
{
	const struct lang *lang = lang_get("c");
	struct cfacts *facts = arena_new(&u->graph_arena, struct cfacts);
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };

	if (file_read(real.ptr, HEADER_MAX, &text, &err))
		lang->creations(lang_parsers_get(&u->parsers, lang), real, arena_str(&u->graph_arena, strbuf_str(&text)), NULL,
				&u->graph_arena, facts);
	return facts;
}

static uint32_t node_at(struct units *u, struct str real)
{
	uint32_t node = map_get(&u->node_of, str_hash(real));
	struct unit_node new = { .real = real };
	const struct file *file;

	if (node != NONE)
		return node;
	new.file = project_find(u->project, clang_project_relative(u->project, real));
	file = new.file == NONE ? NULL : &u->project->files[new.file];
	if (file && file->creations)
		new.facts = file->creations;
	else if (!file || !file->is_gone)
		new.facts = read_facts(u, real);
	node = (uint32_t)u->nodes.len;
	map_set(&u->node_of, str_hash(real), node);
	vec_push(&u->nodes, new);
	return node;
}

static void visit(struct unit_group *g, uint32_t node)
{
	if (map_add(&g->seen, node, 0))
		vec_push(&g->queue, node);
}

/* --- Down --- */

static bool follow_spelling(struct units *u, struct unit_group *g, uint32_t node, struct str spelling, bool is_angled)
{
	struct include_target target;
	uint32_t to;

	if (include_resolve_spelling(&u->resolver, &g->dirs, u->nodes.items[node].real, spelling, is_angled, &target) != INCLUDE_FOUND)
		return false;
	if (target.is_system && !path_is_inside(target.real, u->project->root))
		return true;
	to = node_at(u, target.real);
	vec_push(&g->edges, (struct unit_edge){ to, node });
	visit(g, to);
	return true;
}

/* Which one is next depends on where the includer was found: it may be any. */
static void follow_next(struct units *u, struct unit_group *g, uint32_t node, struct str spelling)
{
	const struct include_dirs *d = &g->dirs;
	const struct {
		const struct str *dirs;
		uint32_t count;
	} lists[] = { { d->quote, d->quote_count }, { d->plain, d->plain_count }, { d->system, d->system_count }, { d->after, d->after_count } };

	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		for (uint32_t i = 0; i < lists[l].count; i++)
			follow_spelling(u, g, node, path_join(&u->graph_arena, lists[l].dirs[i], spelling), true);
}

static void follow(struct units *u, struct unit_group *g, uint32_t node, const struct cinclude *i)
{
	if (i->form == CINCLUDE_MACRO)
		vec_push(&g->waits, (struct unit_wait){ node, i->path });
	else if (i->form == CINCLUDE_NEXT)
		follow_next(u, g, node, i->path);
	else
		follow_spelling(u, g, node, i->path, i->form == CINCLUDE_ANGLED);
}

/* Returns where the queue ended. */
static void follow_all(struct units *u, struct unit_group *g, size_t *at)
{
	for (; *at < g->queue.len; (*at)++) {
		uint32_t node = g->queue.items[*at];
		const struct cfacts *f = u->nodes.items[node].facts;

		for (uint32_t i = 0; f && i < f->include_count; i++)
			follow(u, g, node, &f->includes[i]);
	}
}

/* "file" or <file>, which may be nowhere in the project; false for anything else. */
static bool follow_value(struct units *u, struct unit_group *g, uint32_t node, struct str value)
{
	value = str_trim(value);
	if (value.len < 3 || (value.ptr[0] != '"' && value.ptr[0] != '<'))
		return false;
	follow_spelling(u, g, node, str_slice(value, 1, value.len - 1), value.ptr[0] == '<');
	return true;
}

/* -DNAME=value of any unit. */
static bool follow_flags(struct units *u, struct unit_group *g, const struct unit_wait *w)
{
	bool is_plain = true;

	for (uint32_t e = 0; e < u->db.count; e++)
		for (uint32_t i = 0; i < u->db.entries[e].flag_count; i++) {
			struct str flag = u->db.entries[e].flags[i];

			flag = str_starts(flag, STR("-D")) ? str_slice(flag, 2, flag.len) : flag;
			if (!str_starts(flag, w->name) || (flag.len > w->name.len && flag.ptr[w->name.len] != '='))
				continue;
			is_plain &= follow_value(u, g, w->node, str_slice(flag, w->name.len + 1, flag.len));
		}
	return is_plain;
}

/* Every definition that this group's files have. What nobody defines stands in an #if that nobody takes. */
static bool follow_macro(struct units *u, struct unit_group *g, const struct unit_wait *w)
{
	bool is_plain = follow_flags(u, g, w);

	for (size_t n = 0; n < g->queue.len; n++) {
		const struct cfacts *f = u->nodes.items[g->queue.items[n]].facts;

		for (uint32_t i = 0; f && i < f->macro_count; i++)
			if (str_eq(f->macros[i].name, w->name))
				is_plain &= follow_value(u, g, w->node, f->macros[i].body);
	}
	return is_plain;
}

static int compare_edges(const void *a, const void *b)
{
	const struct unit_edge *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

static void explore(struct units *u, struct unit_group *g)
{
	size_t at = 0;

	follow_all(u, g, &at);
	for (size_t w = 0; w < g->waits.len; w++) {
		struct unit_wait wait = g->waits.items[w];

		if (!follow_macro(u, g, &wait))
			vec_push(&g->open, wait.node);
		follow_all(u, g, &at);
	}
	vec_sort(&g->edges, compare_edges);
}

/* --- Groups --- */

static uint64_t dirs_key(const struct include_dirs *d)
{
	struct strbuf all CLEANUP(strbuf_release) = { 0 };
	const struct {
		const struct str *dirs;
		uint32_t count;
	} lists[] = { { d->quote, d->quote_count }, { d->plain, d->plain_count }, { d->system, d->system_count }, { d->after, d->after_count } };

	for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
		strbuf_addch(&all, '\n');
		for (uint32_t i = 0; i < lists[l].count; i++) {
			strbuf_add(&all, lists[l].dirs[i]);
			strbuf_addch(&all, '\0');
		}
	}
	return str_hash(strbuf_str(&all));
}

static uint32_t group_for(struct units *u, const struct compdb_entry *e)
{
	struct unit_group new = { 0 };

	include_dirs_from(e->flags, e->flag_count, NULL, 0, &u->graph_arena, &new.dirs);
	new.key = dirs_key(&new.dirs);
	for (uint32_t i = 0; i < u->groups.len; i++)
		if (u->groups.items[i].key == new.key)
			return i;
	vec_push(&u->groups, new);
	return (uint32_t)u->groups.len - 1;
}

/* -include and -imacros: as if the main file began with it. */
static void add_forced(struct units *u, struct unit_group *g, const struct compdb_entry *e, uint32_t main)
{
	for (uint32_t i = 0; i < e->flag_count; i++) {
		struct str flag = e->flags[i];

		for (size_t k = 0; k < 2; k++) {
			struct str name = k ? STR("-imacros") : STR("-include");

			if (str_eq(flag, name) && i + 1 < e->flag_count)
				follow_spelling(u, g, main, e->flags[i + 1], false);
			else if (str_starts(flag, name))
				follow_spelling(u, g, main, str_slice(flag, name.len, flag.len), false);
		}
	}
}

static void build(struct units *u)
{
	include_resolver_init(&u->resolver);
	u->group_of = arena_array(&u->graph_arena, uint32_t, u->db.count + 1);
	u->main_of = arena_array(&u->graph_arena, uint32_t, u->db.count + 1);
	for (uint32_t i = 0; i < u->db.count; i++) {
		const struct compdb_entry *e = &u->db.entries[i];

		u->group_of[i] = group_for(u, e);
		u->main_of[i] = node_at(u, e->real);
		visit(&u->groups.items[u->group_of[i]], u->main_of[i]);
		add_forced(u, &u->groups.items[u->group_of[i]], e, u->main_of[i]);
	}
	vec_foreach(struct unit_group, g, &u->groups)
		explore(u, g);
}

void unit_graph_release(struct units *u)
{
	vec_foreach(struct unit_group, g, &u->groups) {
		map_release(&g->seen);
		vec_release(&g->queue);
		vec_release(&g->edges);
		vec_release(&g->waits);
		vec_release(&g->open);
	}
	vec_release(&u->groups);
	vec_release(&u->nodes);
	vec_release(&u->answers);
	map_release(&u->node_of);
	map_release(&u->asked);
	lang_parsers_release(&u->parsers);
	include_resolver_release(&u->resolver);
	arena_release(&u->graph_arena);
	u->resolver = (struct include_resolver){ 0 };
	u->parsers = (struct lang_parsers){ 0 };
}

void unit_graph_update(struct units *u)
{
	if (u->is_built && u->amendments == u->project->amendments)
		return;
	unit_graph_release(u);
	u->is_built = true;
	u->amendments = u->project->amendments;
	build(u);
}

/* --- Up --- */

static size_t first_edge(const struct unit_group *g, uint32_t to)
{
	size_t at;

	bisect(at, g->edges.len, g->edges.items[at].to < to);
	return at;
}

/* All that lead to these nodes in one group. */
static void climb(struct unit_group *g, const uint32_t *nodes, size_t count, struct map *seen)
{
	VEC(uint32_t) queue = { 0 };

	for (size_t i = 0; i < count; i++)
		if (map_has(&g->seen, nodes[i]) && map_add(seen, nodes[i], 0))
			vec_push(&queue, nodes[i]);
	vec_foreach(uint32_t, node, &g->open)
		if (map_add(seen, *node, 0))
			vec_push(&queue, *node);
	for (size_t i = 0; i < queue.len; i++) {
		uint32_t to = queue.items[i];

		for (size_t e = first_edge(g, to); e < g->edges.len && g->edges.items[e].to == to; e++)
			if (map_add(seen, g->edges.items[e].from, 0))
				vec_push(&queue, g->edges.items[e].from);
	}
	vec_release(&queue);
}

uint32_t unit_graph_readers(struct units *u, const uint32_t *nodes, size_t count, struct arena *a, uint32_t **ret)
{
	uint32_t *found = arena_array(a, uint32_t, u->db.count + 1), found_count = 0;
	struct map *seen = xcalloc(MAX(u->groups.len, 1), sizeof(*seen));

	for (size_t g = 0; g < u->groups.len; g++)
		climb(&u->groups.items[g], nodes, count, &seen[g]);
	for (uint32_t i = 0; i < u->db.count; i++)
		if (map_has(&seen[u->group_of[i]], u->main_of[i]))
			found[found_count++] = i;
	for (size_t g = 0; g < u->groups.len; g++)
		map_release(&seen[g]);
	free(seen);
	*ret = found;
	return found_count;
}

/* --- Down again, for one unit --- */

static int compare_down(const void *a, const void *b)
{
	const struct unit_edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

static const struct unit_edge *down_edges(struct units *u, struct unit_group *g)
{
	if (!g->down && g->edges.len) {
		g->down = arena_copy(&u->graph_arena, g->edges.items, g->edges.len, sizeof(*g->down));
		qsort(g->down, g->edges.len, sizeof(*g->down), compare_down);
	}
	return g->down;
}

static size_t first_down(const struct unit_edge *down, size_t count, uint32_t from)
{
	size_t at;

	bisect(at, count, down[at].from < from);
	return at;
}

uint32_t unit_graph_below(struct units *u, uint32_t unit, uint32_t node, struct arena *a, uint32_t **ret)
{
	struct unit_group *g = &u->groups.items[u->group_of[unit]];
	const struct unit_edge *down = down_edges(u, g);
	struct map seen = { 0 };
	VEC(uint32_t) queue = { 0 };
	uint32_t count;

	map_add(&seen, node, 0);
	vec_push(&queue, node);
	for (size_t i = 0; i < queue.len; i++) {
		uint32_t from = queue.items[i];

		for (size_t e = first_down(down, g->edges.len, from); e < g->edges.len && down[e].from == from; e++)
			if (map_add(&seen, down[e].to, 0))
				vec_push(&queue, down[e].to);
	}
	*ret = arena_copy(a, queue.items, queue.len, sizeof(*queue.items));
	count = (uint32_t)queue.len;
	vec_release(&queue);
	map_release(&seen);
	return count;
}
