/* What the rewriters of #include lines share. Private to rewriters/. */
#ifndef REWRITERS_INCLUDE_IMPL_H
#define REWRITERS_INCLUDE_IMPL_H

#include "analyzers/cfacts.h"
#include "rewriters/rewriter.h"
#include "rewriters/units.h"

/* The project's facts of a file; NULL for what is no C or C++. */
const struct cfacts *facts_of(struct planner *p, file_id file);

/* The units that matter to what a file includes: all that read it, for drafts by its text alone. */
uint32_t include_units(struct planner *p, file_id file, const uint32_t **ret_units);

/* Does the spelling lead to `target` from `file`, under the flags of every unit that reads it? */
bool include_leads_to(struct planner *p, file_id file, struct str spelling, bool is_angled, file_id target);

/*
 * How `file` is to name `target`, with its quotes or brackets: as the files of
 * its directory do already, else the shortest way. `wish` keeps quotes or
 * brackets where that leads to the same file. Every spelling is looked up under
 * all flags of all units that read the file; empty when none leads there under
 * all of them. In the planner's arena.
 */
enum include_wish { WISH_NONE, WISH_QUOTED, WISH_ANGLED };
struct str include_spelling(struct planner *p, file_id file, file_id target, enum include_wish wish);

/* Does reading `from` under this unit read `to`, by way of any #include? */
bool include_sees(struct planner *p, uint32_t unit, file_id from, file_id to);

/*
 * What the compiler cannot see go wrong when `file` includes `to` in the place
 * of `from`: a macro that is gone and that it uses, a macro, a record or an
 * inline function that both have, with other contents. A sentence, or NULL.
 */
const char *include_loss(struct planner *p, file_id file, uint32_t import, file_id from, file_id to);

/* From the start of the include's line to behind its end; false when the line holds more than the directive. */
bool include_whole_line(struct str source, const struct cinclude *i, uint32_t *ret_start, uint32_t *ret_end);

/*
 * An earlier #include of `target` that every configuration reads, outside of
 * any #if and block, before the byte `before`; or NONE. One that a change so
 * far leads to `target` counts: *ret_change is that change.
 */
uint32_t include_earlier(struct planner *p, file_id file, uint32_t before, file_id target, uint32_t *ret_change);

/* Why the file's includes cannot be changed at all: no database, not built, does not compile as it is. NULL when they can. */
const char *include_refusal(struct planner *p, file_id file);

#endif
