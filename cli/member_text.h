/* What several outputs say about a member. */
#ifndef CLI_MEMBER_TEXT_H
#define CLI_MEMBER_TEXT_H

#include "rules/family.h"

/* Where it is: a call is where it stands, not where the function around it begins. */
struct span member_place(const struct member *m);

/* The points of the election are evidence of the form "+12: reason"; this tells them from other facts. */
bool evidence_is_points(const struct evidence *e);

/* The fact that speaks most for its class, for one line; empty when there is none. */
struct str member_best_evidence(const struct member *m);

#endif
