/* Translation units for rewriters and the check: which read a file, who is named in them, does a change compile. */
#ifndef REWRITERS_UNITS_H
#define REWRITERS_UNITS_H

#include "analyzers/lang/c/clang_refs.h"
#include "analyzers/lang/c/compdb.h"
#include "analyzers/lang/c/include_resolve.h"
#include "analyzers/project.h"

/*
 * Text of C and C++ is changed only with the word of a compiler, and only
 * under the flags that a compile database gives: flags that were made up are
 * no proof. A *unit* here is an entry of the database: a file that is built
 * twice, with different flags, is two units.
 *
 * Units are numbered from 0 in the database's order (by real path). Nothing is
 * read before the first question. Everything sees the project as it is amended
 * at the time of the question; answers are borrowed until the project is
 * amended again, outcomes as long as the units.
 *
 * Who reads a file is told by the text of all #includes, those in #if that are
 * not taken too, each looked up with its own unit's flags: more units than
 * really do, never fewer. `#include NAME` means whatever any definition of
 * the macro says; where one says no plain "file" it may mean any file.
 */
struct units;
struct planner;
struct planner_memo;

struct units *planner_units(struct planner *p); /* rewriters ask for them here; never NULL */

/* The same for whoever has no planner: kept with the memo, and released with it. */
struct units *units_of(struct planner_memo *memo, const struct project *project);
void units_free(struct units *u); /* accepts NULL */

/* Why no unit can be parsed: no database, a broken one, no libclang. NULL when they can. Loads both. */
const char *units_refusal(struct units *u);

/* The same, without asking for libclang: for drafts. */
const char *units_database_refusal(struct units *u);

uint32_t units_count(struct units *u);
const struct clang_unit *units_get(struct units *u, uint32_t unit);
const struct compdb_entry *units_entry(struct units *u, uint32_t unit);
const struct include_dirs *units_dirs(struct units *u, uint32_t unit); /* where it looks for headers */
struct include_resolver *units_resolver(struct units *u);

/* All that read the file, sorted; 0 where the database does not know it. */
uint32_t units_that_read(struct units *u, file_id file, const uint32_t **ret_units);

/*
 * Of those the ones that do read it as it is, by the compiler's word, and
 * those that give none because they do not compile to the end. All of them are
 * parsed; where that cannot be done, the answer is that of units_that_read().
 */
uint32_t units_that_compile(struct units *u, file_id file, struct arena *a, const uint32_t **ret_units);

/* Does the parse tell that the unit does not read the file? */
bool units_denies(struct units *u, const struct clang_outcome *o, file_id file);

/*
 * The files of the project that a unit reads by way of this one, itself first;
 * by text, as above, and without what an #include MACRO may mean.
 */
uint32_t units_files_below(struct units *u, uint32_t unit, file_id file, struct arena *a, file_id **ret_files);

/* All that read a file of the code base in which one of these names stands. */
uint32_t units_that_mention(struct units *u, const struct str *names, uint32_t count, struct arena *a, uint32_t **ret_units);

/*
 * References over the units that can mention a target's name. `refs.outcomes`
 * is by `units`, of which there are refs.unit_count, and so is ref.unit: an
 * index into `units`.
 */
struct unit_refs {
	struct clang_refs refs;
	const uint32_t *units;
};
bool units_refs(struct units *u, const struct clang_target *targets, uint32_t count, struct arena *a, struct unit_refs *ret,
	struct err *err);

/*
 * Parse units, as the project is amended, with these overlays on top (they win
 * over an amendment of the same path). ret_outcomes[i] is of units[i]. A unit
 * that was parsed before, by units_refs() too, is parsed again only if a file
 * that it read then is another now, or one came to be that the disk lacks.
 */
bool units_parse(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, uint32_t overlay_count,
	struct arena *a, const struct clang_outcome ***ret_outcomes, struct err *err);

/*
 * Would it compile with these overlays? verdicts[i] is of units[i]: what the
 * compiler says with them and not without.
 */
struct clang_verdict;
struct clang_unit_facts;
bool units_check(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, uint32_t overlay_count,
	struct arena *a, struct clang_verdict **ret_verdicts, struct err *err);

/*
 * The same for one who tries many sets of changes: readers[i] are all units
 * that may read overlays[i] under any of these sets. What a unit does not read
 * is no reason to parse it again.
 */
struct unit_readers {
	const uint32_t *units; /* sorted */
	uint32_t count;
};
bool units_try(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays,
	const struct unit_readers *readers, uint32_t overlay_count, struct arena *a, struct clang_verdict **ret_verdicts, struct err *err);

/* What the compiler knows of them with these overlays: types, declarations. ret_facts[i] is of units[i]. */
bool units_facts(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, uint32_t overlay_count,
	struct arena *a, struct clang_unit_facts **ret_facts, struct err *err);

#endif
