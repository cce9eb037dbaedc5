/* The compiler's word on a plan: after each step, what C and C++ files would be still compiles as it did. */
#ifndef REWRITERS_CHECK_UNITS_H
#define REWRITERS_CHECK_UNITS_H

#include "rewriters/planner.h"

/*
 * Steps are tried in order, each on top of what of the earlier ones holds: all
 * units of the compile database that read a file which the step touches, or
 * would read it then, are parsed under their own flags and may have nothing to
 * say that they do not say of the tree as it is: no error, no warning, no word
 * of deprecation. A step that fails is halved until the changes are found that
 * do the damage; each is refused with what the compiler said, and the rest is
 * kept. A unit that does not compile as it is, or a file that no unit reads,
 * can prove nothing: nothing that it reads is changed.
 *
 * *ret_holds is false when a change was refused. Fails when the run is
 * interrupted.
 */
bool check_units(const struct plan_options *o, struct planner_memo *memo, struct plan *p, bool *ret_holds, struct err *err);

#endif
