/* What one source file says: definitions, imports, bindings, seams (outline) and bodies (details). */
#ifndef ANALYZERS_FACTS_H
#define ANALYZERS_FACTS_H

#include "base/arena.h"
#include "base/vec.h"

/*
 * Facts come in two depths, because parsing costs a hundred times what reading does:
 *
 *	outline   what the file binds and imports, at every depth of nesting. Made
 *	          for every file by the language's skimmer at about a gigabyte a second.
 *	details   signatures, bodies, calls. Made by parsing, for the statements
 *	          that matter (or for the whole file).
 *
 * The parser can yield an outline too; for a file that parses both producers
 * yield the same one, and a test holds them to it.
 *
 * All text points into an arena of the facts, never into the source or the
 * parse tree. Offsets are bytes from the start of the file; lines and columns
 * count from 1, columns in bytes. Ids are indexes into the arrays of the same
 * file; NONE is no one. Every array is sorted by span.start.
 */

struct span {
	uint32_t start, end;      /* bytes, end exclusive */
	uint32_t line, column;    /* of start */
	uint32_t end_line, end_column; /* of end: the column is exclusive */
};

/* --- Outline --- */

enum def_kind { DEF_CLASS, DEF_FUNCTION, DEF_KIND_COUNT };

/* A class, function or method, at any depth. */
struct def {
	enum def_kind kind;
	bool is_async;
	uint32_t parent;   /* the enclosing definition, or NONE at module level */
	uint32_t block;    /* the innermost block around it (may lie outside of parent), or NONE */
	struct str name;
	struct span span;  /* from the `class`, `def` or `async` keyword to the end of the header's name */
	uint32_t end;      /* byte after the last line of the body */
	uint32_t end_line; /* line of the last line of the body */
};

enum block_kind {
	BLOCK_TRY,           /* body of a try */
	BLOCK_EXCEPT_IMPORT, /* handler that names ImportError or ModuleNotFoundError */
	BLOCK_EXCEPT_ANY,    /* handler that would catch them too: bare, Exception, BaseException */
	BLOCK_EXCEPT,        /* any other handler */
	BLOCK_TRY_ELSE,
	BLOCK_FINALLY,
	BLOCK_TYPE_CHECKING, /* if TYPE_CHECKING: or if typing.TYPE_CHECKING: */
	BLOCK_MAIN,          /* if __name__ == "__main__": */
	BLOCK_IF,            /* any other if or elif */
	BLOCK_ELSE,          /* else of an if */
	BLOCK_WITH,
	BLOCK_LOOP,          /* for, while, and their else */
	BLOCK_CASE,          /* match and case */
	BLOCK_KIND_COUNT
};

/* A compound statement's arm that holds at least one definition, import, binding or seam below it. */
struct block {
	enum block_kind kind;
	uint32_t parent; /* enclosing block, or NONE */
	uint32_t def;    /* enclosing definition, or NONE */
	uint32_t group;  /* id of the first recorded block of the same statement: arms of one try, branches of one if */
	uint32_t start;  /* byte of the arm's keyword */
	uint32_t line;
	struct str text; /* condition or caught types, as written, white space folded, at most 120 bytes */
};

enum import_form { IMPORT_MODULE, IMPORT_FROM, IMPORT_STAR, IMPORT_FORM_COUNT };

/* One name of an import: `a.b as c` or `X as Y`. */
struct import_name {
	struct str name;  /* IMPORT_MODULE: dotted */
	struct str alias; /* empty when there is no `as` */
	struct span span; /* the whole item, alias included */
};

/* The name that it binds: of a dotted one without an alias the first part. */
static inline struct str import_name_bound(const struct import_name *n)
{
	return n->alias.len ? n->alias : str_slice(n->name, 0, str_find(n->name, '.'));
}

/* One import statement, whatever its layout. */
struct import {
	enum import_form form;
	uint32_t level;      /* leading dots of a relative import */
	uint32_t def;        /* enclosing definition, or NONE */
	uint32_t block;
	bool is_parenthesised;
	bool is_joined;      /* shares its logical line with another statement (`;`) */
	struct str module;   /* IMPORT_FROM, IMPORT_STAR: dotted, without the dots of level */
	uint32_t first_name; /* into outline.names; IMPORT_STAR has none */
	uint32_t name_count;
	struct span span;    /* the statement, without comment and newline */
};

enum binding_kind {
	BINDING_ALIAS, /* X = a.b.C     value is the dotted name */
	BINDING_CALL,  /* X = a.B(...)  value is the dotted callee */
	BINDING_NONE,  /* X = None */
	BINDING_OTHER, /* anything else, also augmented assignment, annotation without a value, del, for and with targets */
	BINDING_KIND_COUNT
};

/* An assignment to a plain name at module or class level, in whatever block. One record a target. */
struct binding {
	enum binding_kind kind;
	uint32_t def;      /* the enclosing class, or NONE at module level */
	uint32_t block;
	struct str name;
	struct str value;
	struct str annotation; /* as written, or empty */
	struct span span;  /* the target name */
};

/* A string that a reader of names is called with: patch("a.b.C"), import_module("a.b"). */
struct seam {
	uint32_t def, block;
	struct str callee; /* dotted callee as written: "mock.patch", "importlib.import_module" */
	struct str text;   /* the string's content; empty and is_dynamic when the argument is no plain string */
	bool is_dynamic;   /* only recorded for import_module and __import__ */
	struct span span;  /* the literal with its quotes, or the argument */
};

/* Text that makes a whole file special. */
enum file_mark {
	MARK_GENERATED = 1 << 0,  /* "@generated", "DO NOT EDIT" and the like in the first 2 KiB */
	MARK_DEPRECATED = 1 << 1, /* the module docstring says deprecated, legacy, backward(s) compatib..., shim, or use ... instead */
	MARK_LAZY = 1 << 2,       /* defines __getattr__ at module level (PEP 562) */
	MARK_ALL_DYNAMIC = 1 << 3, /* __all__ is built by something else than literals */
	MARK_REMARKS = 1 << 4     /* the text holds REMARK_SIGN: comments may speak to us (remark.h) */
};

struct outline {
	struct def *defs;
	struct block *blocks;
	struct import *imports;
	struct import_name *names;
	struct binding *bindings;
	struct seam *seams;
	struct str *exports;      /* __all__, in order; strings of =, += and .extend()/.append() */
	uint32_t def_count, block_count, import_count, name_count, binding_count, seam_count, export_count;
	bool has_exports;
	unsigned marks;           /* enum file_mark */
	uint32_t line_count;

	/*
	 * Set when the text cannot be trusted lexically: an unterminated string or
	 * bracket, a NUL byte, an inconsistent dedent. The engine then parses it whole.
	 */
	bool is_broken;
	uint32_t broken_line;
	const char *broken_reason; /* static text */
};

/* --- Details --- */

enum param_kind { PARAM_POSITIONAL, PARAM_PLAIN, PARAM_ARGS, PARAM_KEYWORD, PARAM_KWARGS, PARAM_KIND_COUNT };

struct param {
	enum param_kind kind;
	struct str name;
	struct str annotation;    /* as written, quotes removed */
	struct str default_value; /* as written; empty when required */
};

enum body_flag {
	BODY_HAS_DOC = 1 << 0,
	BODY_DOC_DEPRECATED = 1 << 1, /* the docstring says deprecated, legacy, obsolete, backward compatib..., use ... instead */
	BODY_WARNS = 1 << 2,          /* warns with a DeprecationWarning kind, or is decorated as deprecated */
	BODY_EMPTY = 1 << 3,          /* nothing but docstring, pass, ... */
	BODY_RAISES = 1 << 4,         /* the only effect is to raise (docstring, logging and warnings apart); for a class: of every method */
	BODY_YIELDS = 1 << 5,
	BODY_ABSTRACT = 1 << 6,       /* abstractmethod; a class with one, or with ABC/Protocol/ABCMeta as base or metaclass */
	BODY_OVERLOAD = 1 << 7,
	BODY_PROPERTY = 1 << 8,
	BODY_CLASSMETHOD = 1 << 9,
	BODY_STATICMETHOD = 1 << 10,
	BODY_CONTEXT = 1 << 11,       /* contextmanager / asynccontextmanager */
	BODY_CACHED = 1 << 12,        /* lru_cache, cache, cached_property */
	BODY_FIXTURE = 1 << 13,       /* pytest.fixture */
	BODY_ROUTE = 1 << 14,         /* registered by a decorator as handler, command or task: @app.get(...), @click.command() */
	BODY_DATA = 1 << 15,          /* dataclass, NamedTuple, Enum, TypedDict, pydantic model, exception: a class that is data */
	BODY_SHARED = 1 << 16,        /* a fixture that several tests share: its scope is wider than one of them */
	BODY_MADE = 1 << 17           /* a class made by a metaclass of its own, or with a base that is no name: who calls it may meet anything */
};

/*
 * What a body is worth once docstring, logging, warnings, imports and `pass`
 * are set apart: the number of its own statements, counted through all nested
 * blocks, and, when it has exactly one and that one is a call (awaited,
 * returned, yielded from, or entered by `with ... : yield`), the callee.
 */
struct detail {
	uint32_t start;           /* = the def's span.start: the key */
	unsigned flags;           /* enum body_flag */
	struct str *bases;        /* as written, type arguments cut off: "a.Base" */
	struct str *decorators;   /* dotted, arguments cut off */
	struct param *params;
	uint32_t base_count, decorator_count, param_count;
	struct str returns;       /* annotation as written, quotes removed, or empty */
	uint32_t statement_count; /* own statements, see above; for a class the sum over its methods */
	struct str delegate;      /* dotted callee of a one-call body, or empty */
	uint32_t first_use, use_count; /* into details.uses: those of this body, nested functions' apart */

	/*
	 * The body as a normalised token sequence (docstrings, comments, layout,
	 * annotations, logging and warning calls left out; strings and numbers
	 * kept; local names of functions numbered in order of appearance).
	 */
	uint64_t body_hash;       /* XXH3 of that sequence; equal bodies have equal hashes */
	uint32_t token_count;
	uint64_t *shingles;       /* hashes of each window of 5 tokens, sorted, unique */
	uint32_t shingle_count;
};

enum use_kind {
	USE_CALL,         /* name(...) */
	USE_COPY,         /* target = name */
	USE_RETURN,       /* return name, yield name */
	USE_RETURN_VALUE, /* return or yield of anything that is neither a name nor a call; name is "None", "True", ... for constants */
	USE_RAISE,        /* raise name or raise name(...) */
	USE_BASE,         /* class X(name) */
	USE_ISINSTANCE,   /* isinstance(_, name), issubclass(_, name) */
	USE_GLOBAL,       /* global name */
	USE_SETDEFAULT,   /* target = {} / [] / set() ... at module or class level: mutable state */
	USE_SWALLOW,      /* except name: where nothing is raised again; "BaseException" for a bare one, one use for each type */
	USE_KIND_COUNT
};

struct argument {
	struct str keyword; /* empty for a positional one; "*" and "**" for unpacking */
	struct str value;   /* as written, at most 80 bytes */
};

/* One use of a name inside a body. */
struct use {
	enum use_kind kind;
	uint32_t def_start;   /* span.start of the enclosing definition, NONE at module level */
	struct str name;      /* dotted, as written: "self._delegate.create", "cls", "mod.Engine" */
	struct str target;    /* where the value goes: variable or dotted attribute ("self._engine"); `with f() as x` counts */
	bool is_returned;     /* the call's value is returned or yielded as it is (await set apart) */
	bool is_awaited;
	struct argument *arguments; /* USE_CALL */
	uint32_t argument_count;
	struct span span;     /* the name for calls, otherwise the expression */
};

struct details {
	struct detail *items;
	uint32_t count;
	struct use *uses;     /* in source order; those of one definition are together, module level first */
	uint32_t use_count, module_use_count;
	struct str *lazy_names;   /* PEP 562: string constants compared with or looked up by the name in __getattr__ */
	uint32_t lazy_count;
	bool has_error;           /* the parser found an error node or a missing token in what it was given */
	uint32_t error_line, error_column;
};

/* The detail of a definition; NULL when it was not parsed. Binary search. */
const struct detail *details_find(const struct details *d, uint32_t start);

/* The first definition that starts at `start` or behind it; def_count when there is none. */
uint32_t outline_def_from(const struct outline *o, uint32_t start);

/* Stable text of one file's facts for tests: `canonry dump facts`. */
struct strbuf;
void outline_dump(const struct outline *o, struct strbuf *out);
void details_dump(const struct details *d, struct strbuf *out);

extern const char *const def_kind_names[DEF_KIND_COUNT];
extern const char *const block_kind_names[BLOCK_KIND_COUNT];
extern const char *const import_form_names[IMPORT_FORM_COUNT];
extern const char *const binding_kind_names[BINDING_KIND_COUNT];
extern const char *const use_kind_names[USE_KIND_COUNT];

#endif
