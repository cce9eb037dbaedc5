/* The lexer pre-pass: what stands outside of bodies, where bodies end, and which of them hold a word. */
#ifndef ANALYZERS_LANG_C_LEX_H
#define ANALYZERS_LANG_C_LEX_H

#include "analyzers/lang/c/decl.h"
#include "analyzers/lang/c/words.h"

enum lex_mode {
	LEX_DECL,  /* outside of bodies: tokens are collected */
	LEX_BODY,  /* in a function */
	LEX_INIT,  /* in a braced initialiser: names are collected */
	LEX_BRACES /* in an enum or whatever else has braces: only their end matters */
};

enum scope_kind { SCOPE_NAMESPACE, SCOPE_EXTERN_C, SCOPE_RECORD };

/* Braces that hold declarations. */
struct lex_scope {
	enum scope_kind kind;
	struct str name;                  /* into the source or the arena; may be empty */
	uint32_t decl_start, token_count; /* of the declaration that goes on behind it */
	uint32_t parens, record;
	bool is_hidden; /* SCOPE_RECORD: what comes next is private or protected */
};

/* A function, by offsets. */
struct lex_func {
	uint32_t start, body, end; /* end is 0 while it is open */
	uint32_t name, name_end, params, params_end;
	uint32_t fact; /* index into funcs */
	bool has_word;
};

/* All that an #if can set back. */
struct lex_state {
	enum lex_mode mode;
	uint32_t depth, parens, func, decl_start, token_count, scope_count, doc_start, doc_end;
	uint32_t init_decl; /* LEX_INIT: token behind the `=` of the declaration */
};

struct lex_if {
	uint32_t arm;                   /* the current one, into conditions */
	uint32_t first;                 /* the first one */
	struct lex_state before, after; /* after: at the end of the first arm that counts */
	bool has_after, has_else;
	uint32_t floor; /* of the #ifs around */
	unsigned flags; /* enum cfunc_flag of functions in the current arm */
};

struct lex {
	struct str source;
	const char *at, *end;
	bool is_cpp, trusts_columns, is_at_line_start;
	const struct c_words *words;
	struct arena *arena;
	struct lex_state s;
	token_vec tokens; /* of declarations; those of the current one start at s.decl_start */
	uint32_t floor;   /* tokens before this one may be wanted again by an #else */
	VEC(struct lex_scope) scopes;
	VEC(struct lex_if) ifs;
	VEC(struct lex_func) funcs;
	VEC(uint32_t) lines;                 /* offsets of line starts */
	uint32_t comment_start, comment_end; /* the last one outside of bodies */
	uint32_t arguments_end;              /* of a macro that is given statements */
	uint32_t guard, guard_end;           /* arm of a possible include guard, and where its #endif ends */
	struct str guard_name;
	bool has_content, has_pragma_once, guard_is_defined;
	struct strbuf text; /* scratch */

	/* What is found. */
	VEC(struct cfunc) facts;
	VEC(struct crecord) records;
	VEC(struct cproto) protos;
	VEC(struct cinclude) includes;
	VEC(struct ccondition) conditions;
	VEC(struct cmacro) macros;
	VEC(struct caddress) addresses;
	VEC(struct cinvocation) invocations;
	VEC(struct cparam) params;
	uint32_t error_at;
	const char *error;
};

void lex_release(struct lex *l);

/* Reads all of the source; what was found stays in *l until the next call. */
void lex_run(struct lex *l, struct str source, bool is_cpp, const struct c_words *words, struct arena *a);

/* --- For the lexer's own files --- */

uint32_t lex_line(const struct lex *l, uint32_t offset);
struct span lex_span(const struct lex *l, uint32_t start, uint32_t end);
struct str lex_text(struct lex *l, uint32_t start, uint32_t end); /* a copy in the arena */
uint32_t lex_condition(const struct lex *l);                      /* innermost open arm, or NONE */
void lex_error(struct lex *l, const char *at, const char *text);  /* the first one is kept */
struct c_tokens lex_decl_tokens(const struct lex *l);

/* lex_directive.c: from the `#`; ends at the newline. */
void lex_directive(struct lex *l);
void lex_end_conditions(struct lex *l);

/* lex_body.c: until the mode changes, a directive was read, or the end. */
void lex_braces(struct lex *l);
void lex_init(struct lex *l);

/* lex_decl.c */
void lex_decl(struct lex *l);
void lex_close_function(struct lex *l);
void lex_leave_braces(struct lex *l);
uint32_t lex_invoked_name(const struct c_tokens *t); /* of a declaration that begins like a macro's use; NONE where it does not */

/* lex_record.c: facts of the declaration whose tokens are collected. */
uint32_t lex_record_function(struct lex *l, const struct decl *d); /* into facts */
void lex_record_proto(struct lex *l, const struct decl *d, uint32_t end);
uint32_t lex_record_record(struct lex *l, const struct decl *d, bool is_definition);
void lex_record_typedef(struct lex *l, const struct decl *d);
void lex_record_invocation(struct lex *l); /* NAME(...) is all that there is so far */
void lex_record_using(struct lex *l, const struct decl *d);

#endif
