/* The translation units that are worth a compiler's look, and what it read in them; private to rules/. */
#ifndef RULES_CREATORS_UNIT_H
#define RULES_CREATORS_UNIT_H

#include "analyzers/lang/c/clang_unit.h"
#include "analyzers/lang/c/compdb.h"
#include "rules/creators.h"

/* One file as one unit reads it. */
struct unit_reading {
	file_id file;
	const struct cfacts *facts;
	bool has_errors; /* only under guessed flags */
};

/* What a file holds now, by the hash of its bytes; files outside of the project only. */
struct content {
	uint64_t high, low;
	bool is_there;
};

struct creator_units {
	struct map file_of;                  /* hash of a path -> file of C */
	VEC(struct unit_reading) readings;   /* by file; only of units without an error, but for guessed ones */
	const struct compdb *db;             /* NULL without one: flags are guessed */
	bool *is_taken;                      /* by entry of db: was read, or tried */
	struct map is_guessed;               /* files that were read, or tried, with guessed flags */
	struct map is_seen;                  /* files that were asked for */
	struct map content_of;               /* hash of a path -> contents */
	VEC(struct content) contents;
	VEC(struct semantic_gap) gaps;
	struct semantic_cover *cover;
	struct arena arena;
};

/* Readings of a file; their count. */
uint32_t creators_readings(const struct creator_units *u, file_id file, const struct unit_reading **ret);

/*
 * Parse the units that define members of the families from `first` on, or
 * whose headers do, and that were not parsed yet; or all units, where that is
 * asked for. False when nothing new was read: no libclang, no such unit;
 * families.semantic says why.
 *
 * Without a compile database flags are guessed. What is read then can show
 * that a maker makes something else, but confirms nothing: no edit may rest on
 * it.
 */
bool creators_read_units(struct creators *c, size_t first);
void creators_close_units(struct creators *c);

/* --- creators_guess.c --- */

/* The unit of a file that no database names. In the arena of the units. */
struct clang_unit creators_guess(struct creators *c, file_id file);

/* --- creators_memory.c --- */

/* The project's cache; borrows from the creators. */
struct clang_memory;
void creators_open_memory(struct creators *c, struct clang_memory *ret);

#endif
