/* What a body does with what it makes: allocations, calls, where their values go, and its tokens. */
#ifndef ANALYZERS_LANG_C_BODY_H
#define ANALYZERS_LANG_C_BODY_H

#include "analyzers/cfacts.h"
#include "analyzers/lang/c/cst.h"
#include "analyzers/lang/c/token.h"
#include "base/arena.h"
#include "base/map.h"

#define CALLEE_MAX 200 /* of a callee's text: a call of an expression may be of any length */

/* A parameter or local variable. Variables of one name in nested blocks are taken for one. */
struct local {
	struct str name;
	struct str type; /* canonical; empty when it could not be read, or is auto */
	enum cflow flow; /* of what it holds */
	bool is_param;
};

/* Where a value goes: somewhere, or into a local whose own flow is to be asked. */
struct destination {
	enum cflow flow;
	uint32_t local;  /* index, or NONE */
	uint32_t target; /* the node of the left side that it is assigned to, or NONE */
	bool is_used;    /* false for a statement of its own */
};

/* Scratch for one body after the other; zeroed is valid. */
struct body {
	struct cst *t;
	struct arena *arena; /* of the facts */
	struct cfunc *func;
	bool is_cpp;
	VEC(struct local) locals;
	struct map by_name;
	VEC(uint64_t) copies; /* map_pair(from, to) between locals */
	token_vec tokens;
	struct strbuf text;

	VEC(struct calloc_site) allocs;
	VEC(struct ccall) calls;
	VEC(struct caddress) addresses; /* of the whole file: the caller clears it */
	VEC(uint64_t) hashes, windows;
};

void body_release(struct body *b);

struct lex;
/* Everything of one function, whose body b->t holds. */
void body_read(struct body *b, const struct lex *l, struct cfunc *f, bool is_cpp, struct arena *a);

/* --- body_locals.c --- */
void body_find_locals(struct body *b);
uint32_t body_local(const struct body *b, struct str name); /* index, or NONE */

/* The type in source[start, end), without its pointers; empty when there is none, or when it has some. */
struct str body_product(struct body *b, uint32_t start, uint32_t end);

/* "struct conn" of "struct conn *", "T" of std::unique_ptr<T>; empty for all else. */
struct str body_pointee(struct str type);

/* --- body_flow.c --- */
struct destination body_destination(const struct body *b, uint32_t node);
enum cflow body_flow(const struct body *b, struct destination d);
void body_find_flows(struct body *b);
struct str body_callee(const struct body *b, uint32_t call); /* as written */
struct str callee_last(struct str callee);                   /* "make_unique" of "std::make_unique<T>" */
bool callee_is_release(struct str last);

/* --- body_alloc.c --- */
void body_find_allocs(struct body *b, const struct lex *l);
bool callee_takes_type(struct str last); /* g_new(T, n): an argument is the name of a type */

/* --- body_tokens.c --- */
void body_hash_tokens(struct body *b, struct cfunc *f);

#endif
