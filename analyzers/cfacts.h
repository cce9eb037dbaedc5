/* What C and C++ sources say: functions and what they allocate, records, prototypes, includes, macros. */
#ifndef ANALYZERS_CFACTS_H
#define ANALYZERS_CFACTS_H

#include "analyzers/facts.h"

/*
 * The C family has no modules that name each other, and names of functions
 * say little about what they make: these facts are about creation and
 * inclusion instead of names and imports. Two producers yield them:
 *
 *	syntactic  tree-sitter over the functions that the lexer lets through:
 *	           every file, all branches of #if, no macros expanded
 *	semantic   libclang over translation units with the flags of a compile
 *	           database: exact types and references, one configuration
 *
 * Texts live in the arena of the facts. Spans are as in facts.h. A type is
 * written canonically: "struct conn *", qualifiers of the pointee left out.
 */

/* Who says so. */
enum csource { CSOURCE_SYNTACTIC, CSOURCE_SEMANTIC };

enum cfunc_flag {
	CFUNC_STATIC = 1 << 0,
	CFUNC_INLINE = 1 << 1,
	CFUNC_VARIADIC = 1 << 2,
	CFUNC_CONDITIONAL = 1 << 3, /* stands inside of some #if other than the include guard */
	CFUNC_INACTIVE = 1 << 4,    /* ... that the configuration leaves out (semantic), or `#if 0` */
	CFUNC_MACRO_MADE = 1 << 5,  /* its name or body comes out of a macro expansion */
	CFUNC_METHOD = 1 << 6,      /* C++ */
	CFUNC_STATIC_METHOD = 1 << 7,
	CFUNC_VIRTUAL = 1 << 8,     /* virtual, override or pure */
	CFUNC_TEMPLATE = 1 << 9,
	CFUNC_EXTERN_C = 1 << 10,
	CFUNC_DEPRECATED = 1 << 11, /* by attribute, or the comment above says so */
	CFUNC_TEST = 1 << 12,       /* by place */
	CFUNC_SKIPPED = 1 << 13,    /* syntactic: no word of creation in its body, which was not looked into */
	CFUNC_HIDDEN = 1 << 14,     /* syntactic, in the body of a class: private or protected */
	CFUNC_RETURNS_CONST = 1 << 15 /* syntactic: what it returns points to something const */
};

struct cparam {
	struct str type, name; /* name may be empty */
	bool is_const;         /* syntactic: what it points or refers to is const */
};

/* Where an allocated thing goes. */
enum cflow {
	CFLOW_RETURN, /* reaches the returned value */
	CFLOW_OUT,    /* is stored through a `T **` (or unique_ptr<T> *, shared_ptr<T> &) parameter */
	CFLOW_STORE,  /* is kept elsewhere: a member, a global, an argument of a call */
	CFLOW_LOCAL,  /* is not seen to leave the function */
	CFLOW_COUNT
};

/*
 * A call that makes memory or an object. It is among the calls too (but for `new`): who knows its callee
 * as a factory takes it for a call of that. Without a sizeof or a type among the arguments, the product is
 * what the variable or a cast says that takes the value.
 */
struct calloc_site {
	struct str callee;  /* "malloc", "g_new0", "new", "std::make_unique", "CALLOC_ARRAY" */
	struct str product; /* the concrete type made: "struct conn", "ns::Engine"; empty when it is not known */
	enum cflow flow;
	bool is_array;      /* more than one of them */
	bool is_macro;      /* the callee is (taken for) a macro */
	struct span span;
	struct str properties; /* of g_object_new(): the names that it is given, "address,port"; syntactic only */
	struct str place;   /* semantic: of the product's definition, "real/path.h:offset" */
};

/* Any other call; only in functions that the lexer lets through, or all under semantic. */
struct ccall {
	struct str callee;  /* as written; semantic: qualified */
	enum cflow flow;    /* of what it gives */
	bool is_indirect;   /* through a pointer or a member */
	uint32_t argument_count;
	struct span span;   /* the callee's name */
	struct str usr;     /* semantic: of the callee; empty when it is indirect */
};

struct cfunc {
	struct str name;    /* "conn_new", "Engine::create", "ns::make_engine" */
	struct str returns; /* canonical return type: "struct conn *", "std::unique_ptr<Engine>", "void" */
	struct cparam *params;
	uint32_t param_count;
	unsigned flags;     /* enum cfunc_flag */
	struct span span;   /* the name in its definition */
	uint32_t start, end;       /* whole definition, from its first token to behind the brace */
	uint32_t body, end_line;   /* byte of `{` */
	uint32_t condition;        /* into conditions, or NONE */
	struct calloc_site *allocs;
	struct ccall *calls;
	uint32_t alloc_count, call_count;
	bool frees;                /* calls a release function of what it is given: no factory by itself */

	/* The body as normalised tokens, as in struct detail: locals numbered, comments and layout left out. */
	uint64_t body_hash;
	uint32_t token_count;
	uint64_t *shingles;
	uint32_t shingle_count;

	/* Semantic only; empty otherwise. */
	struct str usr;            /* an identity: with the real path where linkage is internal */
	struct str product_place;  /* "real/path.h:offset" of the record that it returns or gives out */
};

enum crecord_kind { CRECORD_STRUCT, CRECORD_UNION, CRECORD_CLASS, CRECORD_ENUM, CRECORD_TYPEDEF };

struct crecord {
	enum crecord_kind kind;
	struct str name;   /* the tag, or the typedef's name; qualified in C++ */
	struct str target; /* CRECORD_TYPEDEF: canonical type that it stands for; "struct" alone: one without a tag */
	struct str bases;  /* syntactic: of a class "Base,ns::Other", without their arguments; or empty */
	bool is_definition;
	struct span span;
	uint32_t condition;
};

/* A function that is declared, not defined. */
struct cproto {
	struct str name, returns;
	struct cparam *params;
	uint32_t param_count;
	unsigned flags;
	struct span span;    /* the name */
	uint32_t start, end; /* the declaration with its semicolon */
	uint32_t condition;
	struct str usr;      /* semantic */
};

enum cinclude_form { CINCLUDE_QUOTED, CINCLUDE_ANGLED, CINCLUDE_MACRO, CINCLUDE_NEXT, CINCLUDE_IMPORT };

struct cinclude {
	enum cinclude_form form;
	struct str path;     /* as written, without the quotes; of CINCLUDE_MACRO the macro's name */
	struct span span;    /* the path with its quotes or brackets */
	uint32_t start, end; /* the directive's line, without the line's end */
	uint32_t condition;
	bool is_in_extern_c; /* or in a namespace, class or function: cannot be moved */
	struct str target;   /* semantic: real path of what is included; empty when it was not found */
	struct str pragma;   /* "IWYU pragma: export" and the like behind it; empty when there is none */
};

/* One arm of an #if. What stands directly in the include guard of a file has the condition NONE. */
struct ccondition {
	uint32_t parent;  /* NONE */
	uint32_t group;   /* first arm of the same #if */
	struct str text;  /* "defined(HAVE_EPOLL)", "!(...)" for #else; white space folded */
	uint32_t start, end, line;
	bool is_guard;    /* the include guard of the whole file */
	bool is_never;    /* #if 0 */
};

struct cmacro {
	struct str name, body;
	struct str *params; /* NULL for an object-like one */
	uint32_t param_count;
	bool is_function_like, is_variadic, pastes; /* has # or ## */
	struct span span;    /* the name */
	uint32_t start, end;
	uint32_t condition;
};

/*
 * `FOO_DEFINE_TYPE (Conn, conn)` or `fooNewMacro(Conn);` where declarations stand: what looks like a macro that is
 * called for what it defines. Syntactic only.
 */
struct cinvocation {
	struct str name;
	struct str scope;  /* the class around, qualified; empty outside of classes */
	struct str *args;  /* as written */
	uint32_t arg_count;
	struct span span;  /* the name */
	uint32_t condition;
};

/* A function's name used other than in a call: `.create = conn_create`, `&make`. */
struct caddress {
	struct str name;
	struct str slot;  /* the member that it is put into, or empty */
	struct str type;  /* of the initialised object when it is written there: "struct conn_ops" */
	struct span span;
	struct str usr;   /* semantic */
};

struct cfacts {
	enum csource source;
	struct cfunc *funcs;
	struct crecord *records;
	struct cproto *protos;
	struct cinclude *includes;
	struct ccondition *conditions;
	struct cmacro *macros;
	struct caddress *addresses;
	struct cinvocation *invocations;
	uint32_t func_count, record_count, proto_count, include_count, condition_count, macro_count, address_count, invocation_count;
	uint32_t skipped_funcs;  /* without an allocation word: not looked into */
	bool has_guard;          /* #pragma once, or an include guard */
	bool is_cpp;             /* C++ by its name, or by what it holds */
	bool is_generated;
	bool has_remarks; /* REMARK_SIGN is in the text */
	struct str public_header;   /* of `IWYU pragma: private, include "x.h"`: with its quotes or brackets off; or empty */
	bool has_error;
	uint32_t error_line;
	const char *error;       /* static text */
};

/* Stable text for tests: `canonry dump cfacts FILE`. */
struct strbuf;
void cfacts_dump(const struct cfacts *f, struct strbuf *out);

#endif
