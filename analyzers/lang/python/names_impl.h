/* The pass that finds a file's names: what is kept while the tree is walked, and the steps from the tree to struct source_names. */
#ifndef ANALYZERS_LANG_PYTHON_NAMES_IMPL_H
#define ANALYZERS_LANG_PYTHON_NAMES_IMPL_H

#include "analyzers/lang/python/tree.h"
#include "analyzers/source.h"
#include "base/map.h"

/*
 * Three steps. The walk (names_scope.c, names_definition.c) goes over the
 * nodes once, from the root to the leaves: each node tells its children in
 * which scope they stand and what they are there, so that a name knows both
 * when the walk comes to it. It is then recorded (names_record.c). Last, the
 * scopes are gone through from the module inwards, with what is visible at
 * hand, and each name is given its binder (names_resolve.c). All three are
 * linear: no chain of scopes is climbed for a name.
 *
 * Private names of classes (`__x`) are taken as they are written.
 */

/* What a node is where it stands. */
enum role {
	AS_NOTHING, /* no name: an attribute, a keyword, what has been recorded already */
	AS_READ,
	AS_ASSIGNED,  /* a target of `=` or `:=` */
	AS_AUGMENTED, /* read, and assigned */
	AS_DELETED,   /* the same to a scope */
	AS_BOUND,     /* a target of anything else */
	AS_PARAMETER,
	AS_TYPE_PARAMETER,
	AS_PATTERN /* of a case: a lone name is bound, a dotted one is read */
};

enum context_flag {
	IN_ARM = 1 << 0,      /* of a compound statement of this scope */
	IN_TYPE = 1 << 1,     /* a string here is code */
	IS_STORED = 1 << 2,   /* the attribute that it is the beginning of is assigned */
	IS_FIRST_FOR = 1 << 3 /* of a comprehension: what it loops over is read outside */
};

struct context {
	uint32_t scope;
	uint8_t role;  /* enum role */
	uint8_t flags; /* enum context_flag */
};

struct draft_scope {
	struct source_scope out;
	uint32_t home;        /* where `:=` binds: the scope itself, or the one around a comprehension */
	uint32_t defaults;    /* where a function's default values are read */
	uint32_t annotations; /* where its annotations are */
	uint32_t first_mention, last_mention;
	uint32_t first_child, last_child, next_sibling;
};

enum mention_kind { MENTIONS_BOUND, MENTIONS_READ, MENTIONS_GLOBAL, MENTIONS_NONLOCAL };

/* A name in a scope: a list for each scope, in source order. */
struct name_mention {
	uint32_t name;  /* number of the name in this file */
	uint32_t index; /* of the bound or read */
	uint32_t next;
	uint32_t live_from; /* of a bound: from which byte on the scope has the name */
	uint8_t kind;       /* enum mention_kind */
};

struct names_reader {
	struct tree *t;           /* the file's, or that of a quoted annotation */
	struct context *contexts; /* by node of t */
	uint32_t base;            /* what to add to an offset of t for one of the file */
	unsigned quotes;          /* how deep in strings */
	const struct tree *file;
	struct arena *arena;

	uint32_t live_from;   /* of the assignment or loop whose targets come next */
	uint32_t alias_scope; /* of the type parameters of the `type` statement at hand */
	bool has_type_scopes;
	bool has_error; /* the grammar takes it, the language does not */
	uint32_t error_offset;

	struct map numbers; /* hash of a name -> its number */
	uint32_t number_count;
	VEC(struct draft_scope) scopes;
	VEC(struct source_bound) bounds;
	VEC(struct source_read) reads;
	VEC(struct name_mention) mentions;
};

#define QUOTES_MAX 3 /* strings in strings that Python itself could write without escapes */

/* --- The walk --- */

/* Every node of r->t; the root's context is given. */
void names_walk(struct names_reader *r, struct context root);

static inline void names_give(struct names_reader *r, uint32_t node, struct context c)
{
	if (node != NONE)
		r->contexts[node] = c;
}

static inline void names_give_all(struct names_reader *r, uint32_t of, struct context c)
{
	tree_each_child (r->t, child, of)
		r->contexts[child] = c;
}

/* What a part of an expression is when nothing else is known of it. */
static inline struct context names_plain(struct context c)
{
	return (struct context){ c.scope, AS_READ, c.flags & IN_ARM };
}

/* What opens a scope (names_definition.c): contexts for all that is in it, names that it gives to the scope around. */
void names_function(struct names_reader *r, uint32_t i, struct context c);
void names_class(struct names_reader *r, uint32_t i, struct context c);
void names_lambda(struct names_reader *r, uint32_t i, struct context c);
void names_comprehension(struct names_reader *r, uint32_t i, struct context c);
void names_type_alias(struct names_reader *r, uint32_t i, struct context c);
void names_parameter(struct names_reader *r, uint32_t i, struct context c);

/* What is no target and no pattern but not plain either (names_type.c). */
bool names_keeps_type(enum node_kind kind);
void names_type(struct names_reader *r, uint32_t i, struct context c);
void names_subscript(struct names_reader *r, uint32_t i, struct context c);
void names_arguments(struct names_reader *r, uint32_t list, struct context c);
bool names_is_type_alias_mark(const struct tree *t, uint32_t type); /* X: TypeAlias */

/* A string that holds code is parsed and walked in place. */
void names_quoted(struct names_reader *r, uint32_t string, struct context c);

/* --- Recording --- */

uint32_t names_add_scope(
	struct names_reader *r, enum scope_kind kind, uint32_t parent, uint32_t name, uint32_t node, uint32_t body);
void names_add_bound(
	struct names_reader *r, uint32_t identifier, struct context c, enum bound_by by, uint32_t live_from);
void names_add_read(struct names_reader *r, uint32_t identifier, struct context c);
void names_add_quoted(struct names_reader *r, struct str dotted, struct context c); /* a slice of the source of r->t */
void names_add_keyword(struct names_reader *r, uint32_t statement, uint32_t len,
	struct context c); /* a name that the grammar takes for a keyword */
void names_declare(struct names_reader *r, uint32_t identifier, uint32_t scope, enum mention_kind kind);
void names_add_imports(struct names_reader *r, uint32_t statement, struct context c);
void names_refuse(struct names_reader *r, uint32_t node); /* the language does not take it */

static inline void names_bind(struct names_reader *r, uint32_t identifier, struct context c, enum bound_by by)
{
	names_add_bound(r, identifier, c, by, r->t->nodes.items[identifier].end);
}

/* --- Resolving --- */

void names_resolve(struct names_reader *r);

#endif
