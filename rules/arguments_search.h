/* One search for the calls of callables; private to arguments_find.c and callables_find.c. */
#ifndef RULES_ARGUMENTS_SEARCH_H
#define RULES_ARGUMENTS_SEARCH_H

#include "rules/finder.h"

#define ROUNDS_MAX 6 /* of classes that derive from one another, and names of names */
#define NOT_CALLING (ROLE_BACKUP | ROLE_VENDORED)

struct argument_search {
	struct finder *finder;
	struct argument_maps *maps;
	struct word_list words;
};

/* A callable, or a class that inherits its constructor; false when it is known already. */
bool search_add(struct argument_search *s, file_id file, uint32_t def, uint32_t map);

/* Other names: `from a import Name as N`, `N = Name`. */
void search_aliases(struct argument_search *s);

/* Classes of the file that derive from a callable and make their instances as it does; true when there was a new one. */
bool search_heirs(struct argument_search *s, file_id file);

/* Details of the callables, and of bases where the constructor or the fields may be. */
bool search_definitions(struct argument_search *s, struct err *err);

#endif
