/* Checks a plan before anything is written: what the tree would be like afterwards. */
#ifndef REWRITERS_CHECK_H
#define REWRITERS_CHECK_H

#include "rewriters/planner.h"

/*
 * For every file that the ready changes touch: the new text parses where the
 * old did; each scope binds the same names, but for those that the plan means
 * to add or drop; no name is read that nothing binds, no import is unread,
 * where that was not so before; imports that resolved still do. A change that
 * fails is refused with its reason, with all that need it, and the rest is
 * checked again until it holds. Of C and C++ the compiler is asked, step by
 * step: see check_units.h.
 */
bool plan_check(const struct plan_options *o, struct plan *p, struct err *err);

#endif
