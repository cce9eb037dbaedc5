/* The walk over the functions of a file that looks for state which outlives a call; private to this folder. */
#ifndef ANALYZERS_LANG_C_STATE_H
#define ANALYZERS_LANG_C_STATE_H

#include "analyzers/cfacts.h"
#include "analyzers/cstate.h"
#include "analyzers/lang/c/token.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/strbuf.h"

/* What a local variable holds, as far as the walk has come. */
struct state_local {
	struct str name;
	uint64_t params;    /* the parameters that reached it */
	uint32_t slot;      /* it is another name for this one, or NONE */
	struct str callee;  /* the call that made it; or empty */
	bool is_indexed;    /* slot[i] */
	bool is_linked;     /* what a slot held was put into it: the next of a list */
};

/* An open parenthesis. */
struct state_paren {
	uint32_t callee;   /* token, or NONE */
	uint32_t argument; /* the one that the walk is in */
};

/* Scratch for one file after the other; zeroed is valid. */
struct state_walk {
	struct str source;
	const struct cfacts *facts;
	struct arena *arena;
	bool is_cpp, is_inside; /* is_inside: declarations of a function are read */

	/* One masked stretch of the source; its tokens are offsets into text. */
	struct strbuf text;
	uint32_t base;
	token_vec tokens;
	struct c_tokens t;
	VEC(uint32_t) closes; /* by token: of an opening bracket the closing one, of others themselves */
	VEC(uint32_t) blocks; /* by token: the `{` around it, or NONE */

	VEC(uint32_t) lines; /* offsets of line starts */
	VEC(struct cslot) slots;
	uint64_t bloom[16]; /* of the names of slots outside of functions: state_in_bloom() */
	struct map by_name; /* hash of a name -> the last slot outside of functions */
	VEC(struct cstate_event) events;
	VEC(struct cstate_callee) callees;
	VEC(struct cstate_thread) threads;
	VEC(struct cstate_foreign) foreigns;
	VEC(struct cstate_null) nulls;
	VEC(struct cstate_need) needs;
	uint32_t lock_line, thread_line;

	/* The function that is walked over. */
	const struct cfunc *func;
	uint32_t func_index, first_slot, first_event;
	VEC(struct state_local) locals;
	VEC(struct state_paren) parens;
	uint32_t guard_count; /* of the function */
	uint32_t return_end; /* token behind the return statement that the walk is in */
	struct map shadows;  /* state_key() of a name that a function has for itself -> the parameter, or NONE */
	struct map called;   /* state_key() of a callee -> callees */
};

/* A name in a function, so that nothing need be cleared between functions. */
static inline uint64_t state_key(uint32_t func, uint64_t name)
{
	return name ^ (func + UINT64_C(1)) * UINT64_C(0x9E3779B97F4A7C15);
}

/* A bit for a name by its length and its ends. */
static inline unsigned state_bloom(struct str name)
{
	return ((unsigned)name.len * 37u + (unsigned char)name.ptr[0] * 5u + (unsigned char)name.ptr[name.len - 1] * 17u + (unsigned char)name.ptr[name.len / 2]) % 1024u;
}

static inline bool state_in_bloom(const struct state_walk *w, struct str name)
{
	unsigned bit = state_bloom(name);

	return w->bloom[bit / 64] >> (bit % 64) & 1;
}

void state_walk_release(struct state_walk *w);

/* Everything of one file; `facts` are of the same source. */
void state_read(struct state_walk *w, struct str source, const struct cfacts *facts, struct arena *a, struct cstate_facts *ret);

/* The paths through the functions [first, end); see project_steps(). */
void state_read_steps(struct state_walk *w, struct str source, const struct cfacts *facts, uint32_t first, uint32_t end, const struct cwatch *watch,
		      struct arena *a, struct csteps *ret);

/* --- state.c: the text under the walk --- */

void state_begin(struct state_walk *w, struct str source, const struct cfacts *facts, struct arena *a); /* another source */
bool state_enter(struct state_walk *w, uint32_t func); /* load a function with its local names; false when it is none to walk over */

void state_load(struct state_walk *w, uint32_t start, uint32_t end); /* source[start, end) as tokens, with their brackets */
uint32_t state_offset(const struct state_walk *w, uint32_t token);   /* in the file; behind the last one the end of the text */
struct span state_span(const struct state_walk *w, uint32_t from, uint32_t to); /* tokens [from, to) */
struct span state_span_of(const struct state_walk *w, uint32_t start, uint32_t end); /* bytes of the file */
struct str state_text(struct state_walk *w, uint32_t from, uint32_t to);        /* a copy in the arena */
uint32_t state_statement_end(const struct state_walk *w, uint32_t from);        /* the token behind the statement that starts here */

static inline struct str state_word(const struct state_walk *w, uint32_t i)
{
	return i < w->t.count ? token_text(&w->t, i) : STR("");
}

static inline uint8_t state_kind(const struct state_walk *w, uint32_t i)
{
	return token_kind(&w->t, i);
}

/* --- state_look.c --- */

/* The quick look at every function: whom it calls, what it sets and needs; true when it is worth a walk. */
bool state_look(struct state_walk *w, uint32_t func);

/* --- state_slots.c --- */

void state_find_slots(struct state_walk *w);             /* outside of functions */
void state_find_locals(struct state_walk *w);            /* static ones of the function, and the names that it has for itself */
bool state_is_own(const struct state_walk *w, struct str name); /* a parameter or local variable */
bool state_is_param(const struct state_walk *w, struct str name);
bool state_is_smart(struct str type); /* of C++: an object that leads to another, as unique_ptr<T> */
uint32_t state_name_start(const struct state_walk *w, uint32_t token); /* of Engine::one_ the token of Engine */
uint32_t state_slot_at(const struct state_walk *w, uint32_t token); /* the slot that a name means, or NONE */

/* --- state_value.c --- */

uint64_t state_params_in(const struct state_walk *w, uint32_t from, uint32_t to); /* which parameters reach an expression */
void state_take_value(struct state_walk *w, uint32_t from, uint32_t to, struct cstate_event *ret);
void state_take_local(struct state_walk *w, uint32_t name); /* `name = ...` of a local variable */
uint32_t state_before_angle(const struct state_walk *w, uint32_t i); /* of `make<T>`, from the `>`, the token in front of the `<`; 0: there is none */
void state_note_link(struct state_walk *w, uint32_t from, uint32_t to); /* tokens [from, to) are a slot: is it put into a member of a local variable? */
uint32_t state_value_end(const struct state_walk *w, uint32_t from); /* the `;`, `,` or closing bracket behind an expression */
const struct state_local *state_local(const struct state_walk *w, struct str name); /* NULL when nothing is known of it */

/* --- state_names.c: what a callee's name says --- */

enum call_meaning { CALL_OTHER, CALL_ADD, CALL_DROP, CALL_LOOKUP, CALL_WRITE, CALL_LOCK, CALL_LOCK_SCOPE, CALL_UNLOCK, CALL_ONCE, CALL_ATOMIC, CALL_THREAD };
enum call_meaning state_call_meaning(struct str callee);
bool state_is_for_threads(struct str callee); /* a lock: does it keep out threads, by its name? Streams and documents are locked, too */
bool state_says_creation(struct str name); /* new, create, make, build, open or init is in it */
bool state_may_guard(struct str callee); /* might it be about locks, threads or once? Most are not, and cutting them into words takes its time */

/* --- state_events.c --- */

void state_find_events(struct state_walk *w);

/* --- state_check.c --- */

void state_take_condition(struct state_walk *w, uint32_t keyword); /* `if` with what it asks of slots */

/* --- state_guard.c --- */

void state_take_guard(struct state_walk *w, uint32_t callee, enum call_meaning meaning);
void state_mark_guarded(struct state_walk *w); /* callees of the function */

#endif
