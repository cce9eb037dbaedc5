/* State that outlives a call, in the files of factories: which slots there are, who sets, checks, locks and returns them. */
#ifndef RULES_STATE_H
#define RULES_STATE_H

#include "analyzers/state.h"
#include "base/map.h"
#include "rules/rule.h"

/*
 * A slot is a place that one process has once: a variable of a module, an
 * attribute of a class or of a function. Looked at are the files that define
 * a member or a product of a family, and production files that define
 * something that is named a factory, and of these what can matter
 * (lang.state_ranges): details of other definitions are absent. What has to be
 * known of one definition, wherever it is, is a part.
 *
 * Names are led to slots by the language's scoping as far as it matters:
 * parameters and local variables are none, `global x` is one, `cls.x`,
 * `type(self).x` and `Name.x` are attributes of the class, `self.x` too while no
 * method gives the instance an `x` of its own.
 */
enum slot_kind { SLOT_MODULE, SLOT_CLASS, SLOT_FUNCTION };

struct slot_access {
	const struct state_event *event;
	uint32_t def; /* the enclosing definition: a function; a class or NONE where the slot is declared */
};

struct slot {
	enum slot_kind kind;
	file_id file;
	uint32_t owner;  /* class or function def, or NONE */
	struct str name; /* without its owner */
	struct span span; /* where it is declared, else where it is first set */
	bool is_declared;
	bool is_shadowed; /* SLOT_CLASS: instances have their own */
	const struct state_event *declared; /* the event, or NULL */
	VEC(struct slot_access) accesses; /* in source order */
};

/* A definition's events, those of definitions inside of it too. */
struct event_range {
	uint32_t first, end;
};

struct state_file {
	file_id file;
	uint32_t family;       /* the first that has a member or its product here, or NONE */
	bool is_looked_at;     /* findings of every kind are sought in it */
	bool is_part;          /* facts of one definition */
	bool is_neighbour;     /* production code that uses members or what works with their products: its calls and the application's state */
	struct state_facts facts;
	struct event_range *ranges; /* by index of outline.defs */
	VEC(struct slot) slots;
	struct map slot_index; /* hash of kind, owner and name -> slots */
	struct map locals;     /* hash of function and name -> is it local, as far as asked */
};

/* How much of a definition is asked for. */
enum state_part {
	STATE_PART_WHOLE,
	STATE_PART_CHANGES, /* of a class the constructor and methods that change the instance; of the long ones only those for users */
	STATE_PART_ALL_CHANGES, /* the same with all long ones */
	STATE_PART_BUILT,   /* of a class the methods that keep what they call for as a collaborator */
	STATE_PART_HANDED,  /* of a class the constructor and short ways to hand out an attribute */
	STATE_PARTS
};

struct states {
	const struct rule_input *in;
	VEC(struct state_file *) files; /* by path; parts as they were asked for */
	struct map by_file;             /* without parts */
	struct map parts[STATE_PARTS];  /* file and definition -> files */
	struct map callers;             /* file and hash of a name -> files */
	struct arena arena;
};

/* Read what the rules about state need. */
struct states *states_new(const struct rule_input *in);
void states_free(struct states *s); /* accepts NULL */

/* Facts of one definition, read now when they were not yet; never NULL, but facts.is_read may be false. */
struct state_file *states_part(struct states *s, enum state_part part, file_id file, uint32_t def);

/* What a file's functions that mention a name do, and its module-level code; as states_part(). */
struct state_file *states_callers(struct states *s, file_id file, struct str name);

/* What the methods of a class do that mention `name` or `_name`; as states_part(). */
struct state_file *states_users(struct states *s, file_id file, uint32_t class_def, struct str name);

bool states_look_at(const struct states *s, file_id file);

#define STATES_EACH(s, f)                                                                                         \
	for (size_t f##_i = 0; f##_i < (s)->files.len; f##_i++)                                                   \
		for (struct state_file *f = (s)->files.items[f##_i]; f && f->is_looked_at; f = NULL)

/* state_slots.c: fill file->slots from the events. */
void state_slots_find(struct states *s, struct state_file *file);

/* The local name of an event is a parameter or local variable of `def`, or of a function around it. */
bool state_is_local(const struct states *s, struct state_file *f, uint32_t def, struct str name);

/* --- Definitions --- */

const struct def *state_def(const struct states *s, const struct state_file *f, uint32_t def);
const struct detail *state_detail(const struct states *s, const struct state_file *f, uint32_t def);
uint32_t state_def_at(const struct states *s, const struct state_file *f, uint32_t def_start); /* NONE stays NONE */

/* Walk the events of a function's own body; of def NONE, of the whole file. */
#define STATE_EVENTS(s, f, of_def, e)                                                                              \
	for (const struct state_event *e = (f)->facts.events + state_range((f), (of_def)).first,                       \
	     *e##_end = (f)->facts.events + state_range((f), (of_def)).end; e < e##_end; e++)                          \
		if ((of_def) == NONE || e->def_start == state_def((s), (f), (of_def))->span.start)
static inline struct event_range state_range(const struct state_file *f, uint32_t def)
{
	return def == NONE ? (struct event_range){ 0, f->facts.event_count } : f->ranges[def];
}

/* The innermost class around a definition, itself apart; NONE when there is none. */
uint32_t state_class_of(const struct states *s, const struct state_file *f, uint32_t def);

/* "Engine.create" */
struct str state_symbol(struct states *s, const struct state_file *f, uint32_t def);
/* "_one", "Engine._one", "get_engine.one" */
struct str state_slot_symbol(struct states *s, const struct state_file *f, const struct slot *slot);

/* --- Locks (state_lock.c) --- */

/* Does the name say lock, mutex, semaphore, guard, condition? */
bool state_is_lock(struct str name);

/* The lock's region in function `def` around a place, or NULL. */
const struct state_event *state_lock_around(const struct states *s, const struct state_file *f, uint32_t def, uint32_t at);

/* Is the function entered under a lock: by a decorator, its name, or because every call in its file is made under one? */
bool state_is_entered_locked(const struct states *s, const struct state_file *f, uint32_t def);

/* --- Users (state_user.c) --- */

/* Does a parameter stand for one user, request or session among many? By the words of its name and annotation. */
bool state_is_user_param(const struct param *p);
bool state_is_user_name(struct str name);

/* The first parameter of a definition that is one and occurs in the text; NULL when none. */
const struct param *state_user_param_in(const struct detail *d, struct str text);

/* Does an identifier occur in the text, not as a part of a longer one? */
bool state_mentions(struct str text, struct str identifier);

/* What an instance of a class keeps after it was made. */
struct class_state {
	bool is_known;       /* the class is of this project and was read */
	file_id file;
	uint32_t def;
	uint32_t user_line;  /* a method keeps what it was given for a user; 0: none does */
	struct str user_method, user_param;
	uint32_t change_line; /* a method changes the instance; 0: none does after it was made */
	struct str change_method;
	bool is_data;        /* nothing changes it, and its making calls nothing but built-in functions: two of them are alike */
};
struct class_state state_of_class(struct states *s, file_id file, uint32_t class_def);

/* Is it, or a class that it derives from, one whose attributes are fields: each instance gets its own? `depth` begins with 0. */
bool state_is_data_class(struct states *s, file_id file, uint32_t class_def, unsigned depth);

/* The class that a call in `def` makes an instance of, through annotated functions too; false when unknown. */
bool state_made_class(struct states *s, const struct state_file *f, uint32_t def, struct str callee, file_id *ret_file, uint32_t *ret_def);

/* Is this text of a method one for STATE_PART_CHANGES, for STATE_PART_ALL_CHANGES and so on? */
bool state_is_change(struct str text);
bool state_is_any_change(struct str text);
bool state_is_build(struct str text);
bool state_is_handed(struct str text);

/* The list of parameters of the function that begins in the text; empty when there is none. */
struct str state_parameters_in(struct str text);

/* Is it named like an object that does work for others, a bridge, client or registry? Data and options are none. */
bool state_is_collaborator(struct str name);

/* Is it named after a family's product: websocket_bridge for AgentWebSocketBridge? One word alone says too little. */
bool state_is_product_name(const struct states *s, struct str name);

/* Is it surely one of many, a user or what is made for one: user, tenant_id, request? Of session, run and thread only their ids. */
bool state_is_surely_user(struct str name);

/* --- Findings --- */

/* CN301's other forms, beside the instance that an accessor hands out. */
void cn301_fixtures(const struct rule *self, struct states *s, struct findings *out);
void cn301_handed(const struct rule *self, struct states *s, struct findings *out);
void cn301_kept(const struct rule *self, struct states *s, struct findings *out);

/* Note in tests and other code that is not in production; else `otherwise`. */
enum severity state_severity(const struct states *s, file_id file, enum severity otherwise);

/* The family a finding about this file and definition belongs to, or NONE. */
uint32_t state_family(const struct states *s, const struct state_file *f, uint32_t def);

/* Relate who imports a function, the first few and how many. */
void state_relate_callers(struct states *s, struct findings *out, struct finding *x, const struct state_file *f, uint32_t def);

#endif
