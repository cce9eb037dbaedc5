/* Calls with keywords that a callable takes no more, and what the configured maps make of each. */
#ifndef RULES_ARGUMENTS_H
#define RULES_ARGUMENTS_H

#include "analyzers/config.h"
#include "rules/finding.h"

/*
 * A map (config.h) says what becomes of keywords that a callable took once.
 * It counts only for those that its signature does not take: what a signature
 * says is true, what a map says is meant.
 */

/* What a callable takes. */
struct signature {
	const struct param *params; /* the object's own left out; of data classes their fields */
	uint32_t count;
	bool is_known;  /* false when a part of it is outside of the project */
	bool takes_any; /* by **more */
	file_id file;   /* where it is written */
	uint32_t line;
};

/* The signature of a function, or of what makes an instance of a class. Needs details of it and of its bases. */
struct signature signature_of(const struct project *p, struct link *l, file_id file, uint32_t def, struct arena *a);

/* NULL when no parameter has that name. */
const struct param *signature_find(const struct signature *s, struct str name);

/* The map of what is called; NONE when there is none. (callee.c) */
uint32_t argument_map_of(const struct argument_maps *maps, const struct project *p, struct link *l, file_id file, const struct use *call);

/* --- One call --- */

enum argument_action { ARGUMENT_RENAME, ARGUMENT_DROP, ARGUMENT_MOVE };
extern const char *const argument_action_names[]; /* "rename", "drop", "move" */

struct argument_change {
	enum argument_action action;
	uint32_t argument;     /* index in the call */
	struct str keyword, to; /* `to` is the new keyword, or the dict that it moves into */
};

struct call_plan {
	VEC(struct argument_change) items; /* in the order of the call; none = nothing is wrong with it */
	enum mend level;
	struct str reason; /* why it is not safe, or why it is */
};

/* Does nothing happen when the value is not computed: a name, an attribute, a constant? */
bool argument_is_plain(struct str value);

/* What the map makes of a call. Texts live in the arena. */
void call_judge(const struct argument_map *map, const struct signature *s, const struct use *call, struct arena *a, struct call_plan *ret);
void call_plan_release(struct call_plan *c); /* accepts zeroed ones */

/* "rename user= to user_id=; drop session_id=". In the arena. */
struct str call_plan_text(const struct call_plan *c, struct arena *a);

#endif
