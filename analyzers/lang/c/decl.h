/* What a declaration outside of bodies says: read from its tokens, tolerant of macros that stand where they like. */
#ifndef ANALYZERS_LANG_C_DECL_H
#define ANALYZERS_LANG_C_DECL_H

#include "analyzers/cfacts.h"
#include "analyzers/lang/c/token.h"
#include "base/strbuf.h"

/* --- One declarator: specifiers with at most one name --- */

enum declared_use {
	DECLARED_PARAM, /* the name may be left out */
	DECLARED_NAMED, /* a variable, member or typedef: there is a name */
	DECLARED_RETURN /* what stands before a function's name: there is none */
};

struct declared {
	uint32_t base_from, base_to; /* tokens of the type without its pointers; empty when there is none */
	uint32_t name;               /* token, or NONE */
	uint32_t pointers, references;
	bool is_tagged;  /* struct, union, enum or class stands before the base */
	bool is_builtin; /* of int, unsigned and the like */
	bool is_function_pointer, is_array, is_const;
	bool is_variadic; /* "..." alone */
};

/* Tokens [from, to). */
void declared_read(const struct c_tokens *t, uint32_t from, uint32_t to, enum declared_use use, struct declared *ret);

/* Appends "struct conn *"; nothing when there is no type. */
void declared_type(const struct c_tokens *t, const struct declared *d, struct strbuf *out);

/* The tokens [from, to) as text: one space between names, none elsewhere but after commas. */
void tokens_join(const struct c_tokens *t, uint32_t from, uint32_t to, struct strbuf *out);

/* The end of the item of a comma list that starts at `from`: the comma, or `to`. Brackets and angles nest. */
uint32_t tokens_item_end(const struct c_tokens *t, uint32_t from, uint32_t to);

/* Is this the name of an attribute macro, or in the form of one: capitals only, more than two? */
bool token_is_attribute(const struct c_tokens *t, uint32_t i);
bool token_is_capitals(const struct c_tokens *t, uint32_t i);

/* A name that cannot be a function's or type's: if, return, sizeof ... */
bool token_is_keyword(const struct c_tokens *t, uint32_t i);

/* --- A whole declaration, up to its `{` or `;` --- */

enum decl_kind {
	DECL_OTHER,
	DECL_FUNCTION, /* has a name and a parameter list */
	DECL_RECORD,   /* struct, union, class: name may be empty */
	DECL_ENUM,
	DECL_NAMESPACE,
	DECL_EXTERN_C, /* extern "C" and nothing else */
	DECL_INIT,     /* has a `=` outside of parentheses */
	DECL_TYPEDEF,
	DECL_USING /* using X = Y */
};

struct decl {
	enum decl_kind kind;
	uint32_t first;              /* token behind a template's head and linkage */
	uint32_t name_from, name_to; /* tokens; "ns::Engine::create" are five */
	uint32_t open, close;        /* tokens: the parentheses of DECL_FUNCTION */
	uint32_t equals;             /* token, or NONE: of DECL_INIT, DECL_USING, and of = 0, = default, = delete */
	enum crecord_kind record;
	unsigned flags;                   /* enum cfunc_flag */
	bool is_friend, has_initialisers; /* `: a(1)` behind a constructor's head */
};

/* `is_body`: what follows is `{`, not `;`. Members of a record may lack a return type. */
void decl_read(const struct c_tokens *t, bool is_body, bool is_in_record, struct decl *ret);

/* Does `int f(a, b) int a;` go on: a definition in the old style? */
bool decl_is_old_style(const struct c_tokens *t, const struct decl *d);

#endif
