/* What a file does with state that outlives a call: sets, checks, stores, locks and awaits, in the order of the text. */
#ifndef ANALYZERS_STATE_H
#define ANALYZERS_STATE_H

#include "analyzers/facts.h"

/*
 * These facts are made on demand, for the few files that a rule asks about,
 * and of these for what can matter (lang.state_ranges). They say what stands in
 * the text; whose state a name is, is for the rules to find out.
 *
 *	if _one is None:            CHECK  "_one", region = the body
 *	    with _lock:             WITH   "_lock", region = the body
 *	        _one = Engine()     SET    "_one", value "Engine", STATE_VALUE_CALL
 *	return _one                 RETURN "_one"
 *
 * Names are dotted chains as in struct use: "cls._one", "_all[].run".
 */
enum state_kind {
	STATE_SET,    /* name = value, also augmented, by `for`, `as` and `del` */
	STATE_STORE,  /* name[key] = value, name.append(key), name.add(key), name.update(key) ... */
	STATE_DROP,   /* del name[key], name.pop(key), name.clear() ... */
	STATE_CHECK,  /* a condition that asks whether something is there already; region: where it is known to be absent */
	STATE_WITH,   /* with name: region is the body; name.acquire(): region is the rest of the function */
	STATE_AWAIT,  /* another task may run here: await, async for, async with */
	STATE_RETURN, /* return name; the chain of a call or subscript too: "_all[]", "_all.get()" */
	STATE_GLOBAL, /* global name */
	STATE_CALL,   /* name() on the straight path of its definition or module, as far as its last part is a verb of set-up or access */
	STATE_KIND_COUNT
};

enum state_value {
	STATE_VALUE_OTHER,
	STATE_VALUE_NONE,
	STATE_VALUE_CALL,      /* value is the callee */
	STATE_VALUE_NAME,      /* value is the dotted name */
	STATE_VALUE_CONTAINER, /* a new dict, list, set, or one of their kind */
	STATE_VALUE_CONSTANT,
	STATE_VALUE_COUNT
};

struct state_event {
	enum state_kind kind;
	enum state_value value_kind; /* SET, STORE */
	uint32_t def_start;          /* span.start of the enclosing definition, NONE at module level */
	struct str name;
	struct str value;            /* callee or dotted name, see value_kind; else empty */
	struct str text;             /* SET: the value as written; STORE, DROP, CHECK: the key and the value; at most 160 bytes */
	bool is_key;                 /* CHECK: `key not in name`, `name.get(key) is None`, `except KeyError` behind a look at name[key] */
	bool is_async;               /* WITH */
	bool is_awaited;             /* SET: the value's call is awaited */
	struct span span;            /* of the statement or expression */
	uint32_t region_start, region_end; /* CHECK, WITH */
};

struct state_facts {
	struct details details;     /* of what was parsed, without hashes of bodies */
	struct state_event *events; /* by span.start; a CHECK stands before what is in its region */
	uint32_t event_count;
	bool is_read;               /* false: the file could not be read, or its language has no such facts */
};

#endif
