/* The walk over a body, in parts: where values go, what is made, what is called. Only for clang_body*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_BODY_IMPL_H
#define ANALYZERS_LANG_C_CLANG_BODY_IMPL_H

#include "analyzers/lang/c/clang_body.h"
#include "analyzers/lang/c/clang_type.h"

enum sink_kind {
	SINK_NONE, /* nobody keeps it */
	SINK_RETURN,
	SINK_OUT,
	SINK_STORE,
	SINK_LOCAL,
	SINK_CALLEE /* it is what is called */
};

/* Where an expression's value goes, and the type that it has there. */
struct sink {
	enum sink_kind kind;
	uint32_t local;
	CXType type;
	bool is_base;           /* the value is the address of a member: what it is a member of goes there */
	struct str slot, owner; /* member that it is put into, type of the object */
};

/* A variable or parameter. A value that goes into it goes wherever it goes. */
struct local {
	unsigned flows; /* bits of enum cflow */
	bool is_param;
};

struct edge {
	uint32_t from, to;
};

/* Of an allocation or a call: where its value went. */
struct origin {
	unsigned flows;
	uint32_t local;
};

struct body {
	struct clang_tu *tu;
	const struct clang_api *api;
	clang_file_id file;
	struct cfunc *f;
	CXType result;
	struct map by_cursor; /* hash of the declaration -> local */
	VEC(struct local) locals;
	VEC(struct edge) edges;
	VEC(struct calloc_site) allocs;
	VEC(struct origin) alloc_origins;
	VEC(struct ccall) calls;
	VEC(struct origin) call_origins;
	VEC(struct clang_mark) marks;
	caddress_list *addresses;
	unsigned depth;
};

/* What the arguments of a call say of the size of what it makes. */
struct sizes {
	struct body *b;
	CXType record;
	bool has_record;  /* a sizeof of one */
	bool has_sum;     /* what is added to it makes no second one */
	bool has_product; /* a multiplication: several */
};

/* clang_body.c: small questions; NONE where there is no variable of this body, '?' for an operator without interest. */
enum CXCursorKind clang_body_kind(const struct body *b, CXCursor cursor);
bool clang_body_is_function(enum CXCursorKind kind);
uint32_t clang_body_find_local(const struct body *b, CXCursor declaration);
uint32_t clang_body_referenced_local(const struct body *b, CXCursor expression);
char clang_body_unary_operator(struct body *b, CXCursor cursor);
char clang_body_binary_operator(struct body *b, CXCursor cursor, CXCursor left);
struct clang_place clang_body_place(struct body *b, CXCursor cursor);

/* clang_body.c: names, and variables with where they go. */
void clang_body_mark(struct body *b, CXCursor cursor, CXCursor declaration);
void clang_body_mark_reference(struct body *b, CXCursor cursor);
uint32_t clang_body_add_local(struct body *b, CXCursor declaration, bool is_param);
unsigned clang_body_flow_bit(enum sink_kind kind);
enum cflow clang_body_strongest(unsigned flows);
struct origin clang_body_origin(struct sink sink);
void clang_body_local_goes(struct body *b, uint32_t local, struct sink sink);

/* clang_body_alloc.c: what a call makes, and whether more than one. */
struct sizes clang_body_sizes(struct body *b, CXCursor call);
bool clang_body_makes_several(struct body *b, CXCursor call, struct str name, const struct sizes *sizes);
struct clang_product clang_body_made(
	struct body *b, CXCursor call, struct str name, const struct sizes *sizes, struct sink sink);
void clang_body_add_alloc(
	struct body *b, CXCursor cursor, struct calloc_site site, struct clang_product product, struct sink sink);

/* clang_body_call.c: every call, constructors and smart pointers too. */
void clang_body_walk_call(struct body *b, CXCursor call, struct sink sink);

/* clang_body_walk.c: where an assignment's value goes, and the walk itself. */
struct sink clang_body_sink(enum sink_kind kind, CXType type);
struct sink clang_body_assigned_sink(struct body *b, CXCursor left);
void clang_body_walk(struct body *b, CXCursor cursor, struct sink sink);

#endif
