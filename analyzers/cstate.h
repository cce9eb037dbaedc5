/* What a C or C++ file does with variables that outlive a call: makes, checks, changes, locks and hands them out. */
#ifndef ANALYZERS_CSTATE_H
#define ANALYZERS_CSTATE_H

#include "analyzers/facts.h"

struct cfacts;

/*
 * Made on demand, from the tokens of the functions that cfacts.h lists: no
 * type is looked up and no macro expanded. Texts live in the arena of the
 * facts. Of the variables only those are kept that some function returns,
 * asks for, adds to or makes.
 *
 *	static struct kettle *one;       slot "one", CSLOT_FILE
 *	if (!one) {                      CHECK one, region = the braces
 *		mutex_lock(&lock);       LOCK, region up to the unlock
 *		one = kettle_new(size);  SET one, CVALUE_CALL "kettle_new", params = {size}
 *	return one;                      RETURN one
 */
enum cslot_kind {
	CSLOT_FILE,     /* static, outside of functions */
	CSLOT_EXTERNAL, /* outside of functions, for other files too */
	CSLOT_LOCAL,    /* static, in a function */
	CSLOT_CLASS,    /* static, of a class */
	CSLOT_KIND_COUNT
};

/* Constants, thread-local variables and pointers to functions are left out. */
struct cslot {
	enum cslot_kind kind;
	struct str name;
	struct str owner;   /* of CSLOT_CLASS the class, else empty */
	struct str type;    /* "struct kettle *"; qualifiers left out */
	uint32_t func;      /* CSLOT_LOCAL: into cfacts.funcs, else NONE */
	uint32_t pointers;
	bool is_array, is_set; /* is_set: its initialiser is more than a zero */
	bool is_atomic;     /* by its type, or because an atomic operation is given it */
	struct span span;   /* the name */
	uint32_t first_event, event_count; /* its own, into events */
};

#define CSLOT_EVENTS_MAX 400 /* a variable with more is of generated code, and left out */

enum cstate_kind {
	CSTATE_SET,    /* slot = value */
	CSTATE_CHANGE, /* slot->x = value, slot[i] = value, *slot = value, slot++; a call that writes into it */
	CSTATE_ADD,    /* add(slot, key, value), slot.push_back(value), slot = append(slot, value) */
	CSTATE_DROP,   /* remove(slot, key), slot.clear(), free(slot) */
	CSTATE_LOOKUP, /* find(slot, key) */
	CSTATE_CHECK,  /* asks whether it is there; region: where it is known not to be */
	CSTATE_RETURN, /* return slot, return &slot, *out = slot */
	CSTATE_PASS,   /* any other call that is given it */
	CSTATE_LOCK,   /* no slot; region: where the lock is held */
	CSTATE_ONCE,   /* no slot; region: what is done once in the process */
	CSTATE_KIND_COUNT
};

enum cvalue_kind {
	CVALUE_OTHER,
	CVALUE_NULL,     /* 0, NULL, nullptr, false */
	CVALUE_CALL,     /* value is the callee, or "new T" */
	CVALUE_NAME,     /* value is a local variable, a parameter or a member */
	CVALUE_CONSTANT, /* a number, a string, a name in capitals */
	CVALUE_KIND_COUNT
};

struct cstate_event {
	enum cstate_kind kind;
	enum cvalue_kind value_kind; /* SET, CHANGE */
	uint32_t slot;    /* NONE of LOCK and ONCE */
	uint32_t func;    /* into cfacts.funcs */
	struct str value; /* SET, CHANGE: see value_kind; ADD, DROP, LOOKUP, PASS, LOCK, ONCE: the callee */
	struct str text;  /* as written, at most 120 bytes */
	uint64_t params;  /* which parameters of the function reach the value, the key or the condition: bit i is the i-th */
	uint64_t keys;    /* ADD: those that reach the first argument behind the slot */
	bool is_whole;    /* RETURN: the slot's own value or address, not a part of it; CHECK: of the slot itself, not of a member */
	bool is_indexed;  /* RETURN, CHANGE: slot[i] */
	bool is_const;    /* RETURN: by a function that gives out something const */
	bool is_busy;     /* CHECK: in its region other variables that outlive the call are named */
	bool is_used;     /* CHECK: the slot is named outside of its region, too: what is there is made use of */
	bool is_address;  /* PASS: &slot, which the callee may set */
	struct span span;
	uint32_t region_start, region_end; /* CHECK, LOCK, ONCE */
};

/* Who is called from where, by the hash of the callee's last name. */
struct cstate_callee {
	uint64_t name;
	uint32_t func;
	bool is_guarded; /* every such call in the function is made under a lock or in a region that is done once */
};

/* A name that is given to what starts a thread: a function that runs beside others. */
struct cstate_thread {
	struct str name;
	bool is_repeated; /* in a loop: there may be several of it */
	uint32_t func;    /* that starts it */
	struct span span;
};

/* `name = callee(...)` in C, where the name is a variable of another file. */
struct cstate_foreign {
	struct str name, callee;
	uint32_t func;
	struct span span;
};

/* A call of what says that it creates, with NULL for some argument. */
struct cstate_null {
	struct str callee;
	uint64_t arguments; /* bit i: the i-th is NULL */
	uint32_t func;
	struct span span;
};

/* A function that says that it creates looks into what a parameter points to, and never asks whether it is NULL. */
struct cstate_need {
	uint32_t func, param;
	struct span span;
};

struct cstate_facts {
	struct cslot *slots;
	struct cstate_event *events;   /* by slot, function and place; behind those of all slots LOCK and ONCE */
	struct cstate_callee *callees; /* by function */
	struct cstate_thread *threads;
	struct cstate_foreign *foreigns;
	struct cstate_null *nulls;
	struct cstate_need *needs;
	uint32_t slot_count, event_count, callee_count, thread_count, foreign_count, null_count, need_count;
	uint32_t lock_line;   /* the first place that takes a lock which keeps out threads; 0: none does */
	uint32_t thread_line; /* the first that starts a thread; 0: none does */
	uint32_t first_guard;  /* into events: the first LOCK or ONCE */
	bool is_read;
};

/* --- The path through one function: made when it is asked for, project_steps() --- */

enum cstep_kind {
	CSTEP_CALL,  /* name(...) */
	CSTEP_READ,  /* looks into what the watched variable points to: name->x, name[i], *name */
	CSTEP_SET,   /* name = ... of the watched variable */
	CSTEP_LEAVE, /* may end here, for a reason other than what the function was given or failed to make */
	CSTEP_KIND_COUNT
};

/*
 *	if (is_ready)                 LEAVE: asks for more than the parameters
 *		return 0;
 *	one = kettle_new(size);       SET one, CALL kettle_new
 *	if (kettle_heat(one) < 0)     CALL kettle_heat, is_asked
 *		kettle_report();      CALL kettle_report, not is_sure
 */
struct cstep {
	enum cstep_kind kind;
	struct str name;  /* "init" of Engine::init(); empty of LEAVE */
	struct str scope; /* "Engine"; empty without one */
	bool is_sure;     /* done whenever the function gets as far: no arm of an if, #if or ?:, no loop, no handler, not behind && */
	bool is_asked;    /* in the head of an if, loop or switch */
	bool is_member;   /* of an object: x.name(), x->name() */
	struct span span;
};

/* The variable whose reads and writes are wanted: one outside of functions, or a parameter. No name: none. */
struct cwatch {
	struct str name;
	bool is_param;
};

struct csteps {
	struct cstep *items; /* in the order of the text, but for what an expression evaluates otherwise */
	uint32_t count;
};

/* Sets first_event and event_count of slots, and first_guard; false when the events are not in their order. */
bool cstate_index(struct cstate_facts *f);

#endif
