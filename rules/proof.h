/* What can be proven without running anything: that two definitions are the same, that a handler is dead. */
#ifndef RULES_PROOF_H
#define RULES_PROOF_H

#include "rules/finding.h"

/*
 * A finding is safe to mend only where one of these says yes. Each gives a
 * reason when it says no: one clause without a full stop, in the arena.
 */

/*
 * Do two definitions behave alike, so that one may stand for the other?
 * Their bodies are equal token by token (docstrings, logging and layout set
 * apart), so are headers and decorators; every name that they take from
 * outside of themselves ends at the same definition; neither keeps state of
 * its own, nor asks where it stands (`__name__`, globals()). Loggers of the
 * two modules count as the same.
 */
bool are_equal(const struct rule_input *in, file_id file_a, uint32_t def_a, file_id file_b, uint32_t def_b, struct arena *a, struct str *ret_reason);

/*
 * Can no handler of this try statement ever run? `block` is any of its arms.
 * Its arm only imports what this project defines, so do the modules that it
 * loads (or what comes with the language), the handlers catch no more than a
 * failing import, and bind no name that the arm does not bind.
 */
bool is_try_certain(const struct rule_input *in, file_id file, uint32_t block, struct arena *a, struct str *ret_reason);

#endif
