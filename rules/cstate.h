/* State that outlives a call, in C and C++: who makes, changes and hands out which variable, and which threads come there. */
#ifndef RULES_CSTATE_H
#define RULES_CSTATE_H

#include "analyzers/cfacts.h"
#include "analyzers/cstate.h"
#include "base/map.h"
#include "rules/rule.h"

/*
 * Looked at are production files of C and C++. Two threads are claimed to
 * meet only on evidence: a function that a thread runs gets there by calls
 * (names alone, the file's own functions first); the variable is used under a
 * lock elsewhere; or it belongs to a library, with no main() in its folder or
 * around it, whose file takes locks, or the folder where the tree starts no
 * thread itself: then threads of its users meet there, in a tree that is a
 * program or starts threads only at what is given out. Of a family that the
 * user names it is enough that the tree starts threads at all. A tree without
 * any of that runs one thread, and has no races.
 */
struct cstate_file {
	file_id file;
	struct cstate_facts facts;
	uint32_t *first_callee; /* by function, one more than there are: into facts.callees */
};

/* A function by the hash of its name without classes; or a call of one, in the function that calls. */
struct cfunc_ref {
	uint64_t name;
	uint32_t file; /* into files */
	uint32_t func;
	bool is_guarded; /* calls: each in this function is made under a lock or once */
};

typedef VEC(struct cfunc_ref) cfunc_refs;

struct cstate_reach {
	uint32_t file, func, from; /* from: into reached, or NONE for the thread's own function */
	uint32_t depth;
	file_id start_file;        /* where the thread is started */
	uint32_t start_line;
	bool is_lone;              /* the thread's own function, and there is but one such thread */
};

/* What is known of a folder. */
struct cstate_folder {
	bool has_main;
	uint32_t lock_file; /* into files: one that takes locks; or NONE */
};

struct cstates {
	const struct rule_input *in;
	VEC(struct cstate_file) files; /* by path */
	cfunc_refs funcs, calls;       /* by name */
	VEC(struct cstate_reach) reached;
	struct map reached_by;  /* map_pair(file, func) -> reached */
	struct map folders_by;  /* hash of a folder -> folders */
	VEC(struct cstate_folder) folders;
	bool has_main;          /* the tree is a program, too */
	uint32_t thread_file;   /* into files: the first that starts a thread; or NONE */
	struct map once;        /* map_pair(file, hash) of a function that is run once */
	struct arena arena;
};

struct cstates *cstates_new(const struct rule_input *in);
void cstates_free(struct cstates *s); /* accepts NULL */

#define CSTATES_SLOTS(s, f, slot)                                                                                        \
	vec_foreach(struct cstate_file, f, &(s)->files)                                                                   \
		for (struct cslot *slot = (f)->facts.slots, *slot##_end = slot ? slot + (f)->facts.slot_count : slot;     \
		     slot < slot##_end; slot++)

/* The events of a slot. */
#define CSTATE_EVENTS(f, of_slot, e)                                                                                     \
	for (const struct cstate_event *e = (f)->facts.events ? (f)->facts.events + (of_slot)->first_event : NULL,         \
				       *e##_end = e ? e + (of_slot)->event_count : NULL;                                   \
	     e < e##_end; e++)

static inline const struct cfunc *cstate_func(const struct cstates *s, const struct cstate_file *f, uint32_t func)
{
	return &s->in->project->files[f->file].creations->funcs[func];
}

/* "one", "get_one.one", "Engine::one" */
struct str cstate_symbol(struct cstates *s, const struct cstate_file *f, const struct cslot *slot);

/* "struct kettle" of "struct kettle *" */
struct str cstate_type(const struct cslot *slot);

/* Is it a record or an object, by its type: no number, flag, text or void? */
bool cstate_is_record(const struct cslot *slot);

/* The first of a function's parameters among `bits` that a caller varies: no place for an error or a result, no allocator. NULL when there is none. */
const struct cparam *cstate_param(const struct cfunc *func, uint64_t bits);
uint64_t cstate_varied(const struct cfunc *func, uint64_t bits); /* all of these */

/* Is it named like, or of a type named like, what holds many: a list, map, cache? */
bool cstate_is_collection(const struct cslot *slot);


/* Does a name or type say one user, client, session, request among many? */
bool cstate_is_user(const struct cparam *p);

/* Says new, create, make, build, dup ... at its front or end. */
bool cstate_claims_creation(struct str name);

/* --- cstate_reach.c --- */

void cstate_find_reach(struct cstates *s); /* once the tables are there */

enum concurrency { ALONE, BY_THREAD, BY_LOCK, BY_LOCKS, BY_LIBRARY, BY_PROGRAM };

/* May two threads meet at this variable in this function, and why? */
enum concurrency cstate_concurrency(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cslot *slot);
void cstate_relate_threads(const struct cstates *s, struct findings *out, struct finding *x, const struct cstate_file *f, uint32_t func, const struct cslot *slot);

/* The guard around a place of a function, or NULL. */
const struct cstate_event *cstate_guard(const struct cstate_file *f, uint32_t func, uint32_t at);

/* Is the function only entered under a guard: by its name, because it is run once, or because every call of it is made so? */
bool cstate_is_entered_guarded(const struct cstates *s, const struct cstate_file *f, uint32_t func);

/* Is it run when the program starts, and by nobody later: main, init_x, or called by such only? */
bool cstate_is_startup(const struct cstates *s, const struct cstate_file *f, uint32_t func);

/* Or while the configuration is read, before any thread is there? */
bool cstate_is_setup(const struct cstates *s, const struct cstate_file *f, uint32_t func);

/* Functions of a name, without their classes; how many. */
uint32_t cstate_funcs_named(const struct cstates *s, struct str name, const struct cfunc_ref **ret);

/* Who calls a function, as far as names tell: refs into s->calls; how many. */
uint32_t cstate_callers(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cfunc_ref **ret);

/* --- cstate_report.c --- */

uint32_t cstate_family(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cslot *slot);
bool cstate_is_step(const struct cstate_event *e); /* of a list: slot = item->next, or an item that what was there hangs on */
bool cstate_is_declared(const struct cstates *s, uint32_t family); /* did somebody ask for it by name? Accepts NONE */

/* Relate the slot, who writes it, who returns it and who calls that. */
void cstate_relate_path(struct cstates *s, struct findings *out, struct finding *x, const struct cstate_file *f, const struct cslot *slot, uint32_t accessor);

/* --- What each rule finds of C and C++: cstate_shared.c and cstate_writers.c, cstate_lazy.c, cstate_keep.c, cstate_cache.c, cstate_null.c --- */

void cstate_cn301(const struct rule *self, const struct rule_input *in, struct findings *out);
bool cstate_has_main(const struct cstates *s, const struct cstate_file *f); /* a program's, or a fuzzer's */
void cstate_find_writers(const struct rule *self, struct cstates *s, struct findings *out); /* of CN301 */
void cstate_cn302(const struct rule *self, const struct rule_input *in, struct findings *out);
void cstate_cn303(const struct rule *self, const struct rule_input *in, struct findings *out);
void cstate_cn304(const struct rule *self, const struct rule_input *in, struct findings *out);
void cstate_cn305(const struct rule *self, const struct rule_input *in, struct findings *out);
void cstate_cn306(const struct rule *self, const struct rule_input *in, struct findings *out); /* cstate_order.c, cstate_path.c */

#endif
