/* What the parts of units share. Private to rewriters/units*.c. */
#ifndef REWRITERS_UNITS_IMPL_H
#define REWRITERS_UNITS_IMPL_H

#include "analyzers/cfacts.h"
#include "base/map.h"
#include "base/vec.h"
#include "rewriters/units.h"

/* A file that some unit reads. */
struct unit_node {
	struct str real;
	file_id file; /* NONE: no file of the project's */
	const struct cfacts *facts;
};

struct unit_edge {
	uint32_t to, from; /* nodes: `from` includes `to` */
};

struct unit_wait {
	uint32_t node;
	struct str name;
};

/* Units that look for headers in the same places; each file means the same to all of them. */
struct unit_group {
	uint64_t key;
	struct include_dirs dirs;
	struct map seen; /* nodes */
	VEC(uint32_t) queue;
	VEC(struct unit_edge) edges; /* by `to` */
	struct unit_edge *down;      /* the same by `from`; NULL until asked for */
	VEC(struct unit_wait) waits; /* #include MACRO */
	VEC(uint32_t) open;          /* nodes with an #include that may mean anything */
};

struct unit_answer {
	const uint32_t *units;
	uint32_t count;
};

/* A text other than the disk's that units were parsed with. */
struct unit_text {
	struct str real;
	uint64_t text; /* its hash */
	bool is_new;   /* the disk has no such file */
};

struct unit_texts {
	const struct unit_text *items; /* by path */
	uint32_t count;
};

/* What a unit said of them. */
struct unit_said {
	const struct clang_outcome *outcome;
	struct unit_texts texts;
	uint32_t previous; /* of the same unit, or NONE */
};

struct units {
	const struct project *project;
	struct arena arena;
	struct compdb db;
	struct clang_unit *items;
	bool is_opened, is_tried;
	const char *no_database, *no_libclang;
	struct map parsed; /* hash of unit and overlays -> outcomes */
	VEC(const struct clang_outcome *) outcomes;
	struct map last_said; /* unit -> said */
	VEC(struct unit_said) said;
	struct map disk_of; /* hash of a path -> disk */
	VEC(uint64_t) disk; /* hashes of what lies there; 0: nothing */

	/* units_graph.c: made anew when the project has changed */
	bool is_built;
	uint32_t amendments; /* project.amendments at that time */
	struct arena graph_arena;
	struct include_resolver resolver;
	struct lang_parsers parsers;
	struct map node_of; /* hash of a real path -> nodes */
	VEC(struct unit_node) nodes;
	VEC(struct unit_group) groups;
	uint32_t *group_of, *main_of; /* by unit: into groups, nodes */
	struct map asked;             /* file -> answers */
	VEC(struct unit_answer) answers;
};

void units_open(struct units *u);
void unit_graph_update(struct units *u);
void unit_graph_release(struct units *u);

/* All units that read one of these nodes. */
uint32_t unit_graph_readers(struct units *u, const uint32_t *nodes, size_t count, struct arena *a, uint32_t **ret);

/* All nodes that a unit reads by way of one, itself first. */
uint32_t unit_graph_below(struct units *u, uint32_t unit, uint32_t node, struct arena *a, uint32_t **ret);

/*
 * units_recall.c: an outcome is good for all texts that are the same in every
 * file that the unit has read, and in those that the disk lacks: the compiler
 * is led to the same files by the same bytes, as long as no file comes to be.
 */
struct unit_texts unit_texts_of(const struct clang_overlay *overlays, const uint64_t *hashes, uint32_t count, struct arena *a);
void unit_keep(struct units *u, uint32_t unit, const struct unit_texts *texts, const struct clang_outcome *o);
const struct clang_outcome *unit_recall(const struct units *u, uint32_t unit, const struct unit_texts *texts); /* NULL: not known */

#endif
