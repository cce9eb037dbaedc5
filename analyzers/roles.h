/* What a file is for, told by its path. */
#ifndef ANALYZERS_ROLES_H
#define ANALYZERS_ROLES_H

#include "base/str.h"

struct config;
struct project;

/*
 * The roles (enum file_role) that the path of a file shows by itself. Places
 * whose names are also those of features (backup/, archive/) and copies that
 * are told by the file that they are copies of are left to roles_set().
 */
unsigned roles_of_path(struct str path, const struct config *config);

/* Fill file.roles of the whole project: paths, marks, packages and neighbours. */
void roles_set(struct project *p, const struct config *config);

#endif
