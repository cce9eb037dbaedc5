/* The translation units that are worth a compiler's look, and what it read in them; private to rules/. */
#ifndef RULES_CREATORS_UNIT_H
#define RULES_CREATORS_UNIT_H

#include "analyzers/lang/c/compdb.h"
#include "rules/creators.h"

/* One file as one unit reads it. */
struct unit_reading {
	file_id file;
	const struct cfacts *facts;
};

struct creator_units {
	struct map file_of;                  /* hash of a path -> file of C */
	VEC(struct unit_reading) readings;   /* by file; only of units without an error */
	struct compdb db;
	bool *is_taken;                      /* by entry of db: was read, or tried */
	struct map is_seen;                  /* files that were asked for */
	VEC(struct semantic_gap) gaps;
	struct semantic_cover *cover;
	struct arena arena;
};

/* Readings of a file; their count. */
uint32_t creators_readings(const struct creator_units *u, file_id file, const struct unit_reading **ret);

/*
 * Parse the units that define members of the families from `first` on, or
 * whose headers do, and that were not parsed yet. False when nothing new was
 * read: no compile database, no libclang, no such unit; families.semantic
 * says why.
 */
bool creators_read_units(struct creators *c, size_t first);
void creators_close_units(struct creators *c);

#endif
