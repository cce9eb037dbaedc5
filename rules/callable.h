/* What a callable takes to the letter, and what is wrong with a call of it. */
#ifndef RULES_CALLABLE_H
#define RULES_CALLABLE_H

#include "analyzers/lang.h"
#include "base/strbuf.h"
#include "rules/arguments.h"

/*
 * signature_of() says what is known; this says only what is certain, because a
 * call is called wrong on the strength of it. Not certain is what a decorator
 * of unknown kind wraps, what a class outside of the project may bring, models
 * that drop what they do not know, constructors made at run time.
 */
struct callable {
	const struct param *params; /* the object's own left out; default_value of a field is only empty or not */
	uint32_t count;
	bool is_exact;   /* everything below is certain; else nothing is said of calls */
	bool takes_any;  /* by **more */
	bool takes_more; /* by *more */
	file_id file;    /* of the function, or of the data class, that says so */
	uint32_t line;
	uint32_t maker;  /* the class that has the constructor or the fields, or NONE for a function */
	file_id maker_file;
};

/* Reads callables, each once. */
struct callables {
	const struct project *project;
	struct link *link;
	struct arena *arena;
	struct map seen; /* (file, def) -> items */
	VEC(struct callable) items;
};

void callables_init(struct callables *c, const struct project *p, struct link *l, struct arena *a);
void callables_release(struct callables *c);

/* A function, or what makes an instance of a class. Needs details of it and of its bases. Good until the next one is asked for. */
const struct callable *callable_read(struct callables *c, file_id file, uint32_t def);

/* Is the class the first argument that a function gets: of a class method, of __new__? */
bool callable_takes_class(const struct def *d, const struct detail *x);

/* "(user_id, run_id, *, trace=...)". In the arena. */
struct str callable_text(const struct callable *c, struct arena *a);

/* --- Calls --- */

enum call_form {
	CALL_PLAIN,
	CALL_PARTIAL, /* functools.partial(name, ...): what lacks may come later */
	CALL_OWN,     /* cls(...): of this class, or of one that derives from it */
	CALL_BASE,    /* super().__init__(...) */
	CALL_INSTANCE, /* engine.run(...) */
	CALL_FORM_COUNT
};

/* What is called. */
struct callee {
	file_id file;
	uint32_t def;
	uint32_t map; /* into argument_maps.items, or NONE */
	enum call_form form;
};

/* Is it a call of one of the callables, or of a class that derives from one? */
bool callee_of(const struct argument_maps *maps, const struct project *p, struct link *l, file_id file, const struct use *call, struct callee *ret);

/*
 * Is it a call of a method of one of the classes, on an object that is
 * certainly an instance of it, and which does not fit? Calls that fit are none.
 */
bool callee_on_instance(struct callables *c, const struct argument_maps *maps, file_id file, const struct use *call, struct callee *ret);

enum call_fault_kind {
	FAULT_UNKNOWN, /* a keyword that is not taken */
	FAULT_DOUBLED, /* given twice: by position and by keyword, or by keyword and in a dict */
	FAULT_MANY,    /* more by position than it takes */
	FAULT_MISSING, /* required and not given */
	FAULT_COUNT
};

struct call_fault {
	enum call_fault_kind kind;
	struct str name;      /* of the keyword or parameter; empty for FAULT_MANY */
	struct str suggested; /* FAULT_UNKNOWN: a parameter with a name near it that is not given; or empty */
};

/*
 * Everything wrong with a call, most certain first; zero when nothing is, or
 * when the call is meant to fail. In the arena.
 */
uint32_t call_faults(struct callables *c, const struct callable *callable, const struct callee *callee, file_id file, const struct use *call,
		     struct arena *a, const struct call_fault **ret);

/* Is anything wrong with it, as far as the call alone shows? call_faults() has the last word. */
bool call_may_fail(struct callables *c, const struct callable *callable, const struct callee *callee, const struct use *call);

/* "does not take trace=, user=; lacks run_id; gives user_id twice". In the arena. */
struct str call_faults_text(const struct call_fault *faults, uint32_t count, const struct callable *callable, struct arena *a);

#endif
