/* What the parts of the planner share. Private to rewriters/. */
#ifndef REWRITERS_PLANNER_IMPL_H
#define REWRITERS_PLANNER_IMPL_H

#include "base/map.h"
#include "base/strbuf.h"
#include "rewriters/planner.h"
#include "rewriters/rewriter.h"

/* What is known of one file's text. */
struct planner_text {
	bool is_read;
	const char *refusal; /* why it may not be changed, or NULL */
	struct str source;
	struct source_names *names; /* NULL until asked for */
	struct source_style *style;
};

/* A name of an import statement that a change moves. */
struct planner_move {
	file_id file, target;
	uint32_t import, n, change;
};

/* Bytes that a change wants for itself. */
struct planner_claim {
	struct str path;
	uint32_t start, end, change;
};

struct planner_star {
	struct star_names names;
	uint32_t change;
};

struct planner_graph; /* who imports whom when it is loaded: planner_graph.c */

struct planner {
	const struct plan_options *options;
	struct plan *plan;
	struct arena arena;
	struct map texts; /* file -> items of text_items */
	VEC(struct planner_text *) text_items;
	struct lang_parsers parsers;
	struct map changes_of;        /* finding -> the last change that mends it */
	VEC(struct planner_move) moves;
	VEC(struct planner_claim) claims;
	struct map move_of;           /* (file, import, n) -> moves */
	VEC(struct planner_move) included; /* #include lines: n is 0 */
	struct map include_of;        /* (file, include) -> included */
	VEC(struct planner_star) stars;
	struct map star_of;           /* (file, import) -> stars */
	VEC(const struct rewriter *) kinds; /* by change */
	struct planner_memo memo;     /* when the options have none */
	bool has_asked_units;         /* those that read what findings on includes are about are parsed */
	struct planner_graph *graph;  /* NULL until asked for */
	struct twin_links *links;     /* the same, of C and C++: twin_link.c; in the arena */
};

/* --- planner_text.c --- */

struct planner_text *text_of(struct planner *p, file_id file);
void texts_release(struct planner *p);

/* --- planner_graph.c --- */

void graph_free(struct planner_graph *g);

/* --- planner_newline.c --- */

/* Changes edits at the end of a file, whose edits are sorted, so that its last line ends as it did. */
void keep_final_newline(struct planner *p, struct plan_file *f);

/* --- planner_steps.c: from changes to steps, order and states --- */

void plan_settle(struct planner *p);

#endif
