/* Who loads whom: the import graph as it would be, asked before an edge is added that closes a circle. */
#include "base/base.h"
#include "rewriters/planner_impl.h"

#include <stdlib.h>

/* Edges of one file, found when it is first asked for. */
struct node_edges {
	bool is_known;
	VEC(file_id) items;
};

struct planner_graph {
	struct node_edges *nodes; /* by file */
	uint32_t count;
	uint32_t *seen; /* by file: the question in which it was met */
	uint32_t question;
	VEC(file_id) stack;
};

static struct planner_graph *graph_of(struct planner *p)
{
	uint32_t count = p->options->input->project->file_count;

	if (!p->graph) {
		p->graph = xcalloc(1, sizeof(*p->graph));
		p->graph->nodes = xcalloc(MAX(count, 1), sizeof(*p->graph->nodes));
		p->graph->seen = xcalloc(MAX(count, 1), sizeof(*p->graph->seen));
		p->graph->count = count;
	}
	return p->graph;
}

void graph_free(struct planner_graph *g)
{
	if (!g)
		return;
	for (uint32_t i = 0; i < g->count; i++)
		vec_release(&g->nodes[i].items);
	vec_release(&g->stack);
	free(g->nodes);
	free(g->seen);
	free(g);
}

/* A module is loaded after the packages around it. */
static void add_edge(struct planner *p, struct node_edges *e, file_id from, file_id to)
{
	struct link *l = p->options->input->link;
	struct str name;

	if (to == NONE)
		return;
	if (to != from)
		vec_push(&e->items, to);
	for (name = str_head(link_module_name(l, to), '.'); name.len; name = str_head(name, '.')) {
		struct target t = link_module(l, to, name);

		if (t.kind == TARGET_MODULE && t.file != NONE && t.file != from)
			vec_push(&e->items, t.file);
	}
}

static bool runs_at_load(struct planner *p, file_id file, const struct import *im)
{
	return im->def == NONE && link_is_live(p->options->input->link, file, im->block, im->span.start);
}

/* Is every name of the statement moved elsewhere? Then its module is loaded by it no more. */
static bool is_moved_whole(const struct planner *p, file_id file, uint32_t import)
{
	const struct import *im = &p->options->input->project->files[file].outline.imports[import];
	uint32_t change;

	for (uint32_t n = 0; n < im->name_count; n++)
		if (planner_moved_to(p, file, import, n, &change) == NONE)
			return false;
	return im->name_count > 0;
}

/* A star that is replaced by names loads what those come from. */
static bool add_star(struct planner *p, struct node_edges *e, file_id file, uint32_t import)
{
	const struct star_names *star = planner_star(p, file, import);

	for (uint32_t i = 0; star && i < star->count; i++)
		add_edge(p, e, file, star->homes[i]);
	return star != NULL;
}

/* Can a name that is taken from it be a module below it? What else it hands out it has loaded itself. */
static bool holds_modules(const struct planner *p, const struct target *t)
{
	const struct file *f;
	struct module_place place;

	if (t->kind != TARGET_MODULE || t->file == NONE)
		return true;
	f = &p->options->input->project->files[t->file];
	return !f->lang || !f->lang->modules || !f->lang->modules->place(f->path, &place) || place.is_package;
}

static void add_import(struct planner *p, struct node_edges *e, file_id file, uint32_t import)
{
	struct link *l = p->options->input->link;
	const struct import *im = &p->options->input->project->files[file].outline.imports[import];
	struct target t = { .kind = TARGET_UNKNOWN };
	bool has_names = true;
	uint32_t change;

	if (im->form == IMPORT_STAR && add_star(p, e, file, import))
		return;
	if (im->form != IMPORT_MODULE) {
		t = link_import_module(l, file, import);
		has_names = holds_modules(p, &t);
		if (t.kind == TARGET_MODULE && !is_moved_whole(p, file, import))
			add_edge(p, e, file, t.file);
	}
	for (uint32_t n = 0; n < im->name_count; n++) {
		file_id moved = planner_moved_to(p, file, import, n, &change);

		if (moved != NONE) {
			add_edge(p, e, file, moved);
			continue;
		}
		t = has_names ? link_import(l, file, import, n) : (struct target){ .kind = TARGET_UNKNOWN };
		if (t.kind == TARGET_MODULE)
			add_edge(p, e, file, t.file);
	}
}

static const struct node_edges *edges_of(struct planner *p, file_id file)
{
	struct node_edges *e = &graph_of(p)->nodes[file];
	const struct outline *o = &p->options->input->project->files[file].outline;

	if (e->is_known)
		return e;
	e->is_known = true;
	for (uint32_t i = 0; i < o->import_count; i++)
		if (runs_at_load(p, file, &o->imports[i]))
			add_import(p, e, file, i);
	return e;
}

static void visit(struct planner_graph *g, file_id file)
{
	if (g->seen[file] == g->question)
		return;
	g->seen[file] = g->question;
	vec_push(&g->stack, file);
}

bool planner_loads(struct planner *p, file_id from, file_id to)
{
	struct planner_graph *g = graph_of(p);

	g->question++;
	vec_clear(&g->stack);
	visit(g, from);
	while (g->stack.len) {
		const struct node_edges *e = edges_of(p, vec_pop(&g->stack));

		for (size_t i = 0; i < e->items.len; i++)
			visit(g, e->items.items[i]);
		if (g->seen[to] == g->question)
			return true;
	}
	return g->seen[to] == g->question;
}

bool planner_makes_cycle(struct planner *p, file_id importer, file_id target)
{
	/* What is loaded already by another way closes no new circle. */
	return importer != target && planner_loads(p, target, importer) && !planner_loads(p, importer, target);
}
