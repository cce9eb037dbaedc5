/* Families: everything that claims one product, each member classed with its evidence. */
#ifndef RULES_FAMILY_H
#define RULES_FAMILY_H

#include "analyzers/link.h"
#include "base/vec.h"

/* What a member is. The meanings are the glossary's (ARCHITECTURE.md, "The words"). */
enum member_class {
	CLASS_CANONICAL,
	CLASS_REDIRECT,
	CLASS_WRAPPER,
	CLASS_IMPURE_WRAPPER,
	CLASS_ALIAS,
	CLASS_EMPTY_SUBCLASS,
	CLASS_DUPLICATE,
	CLASS_NEAR_DUPLICATE,
	CLASS_FALLBACK,
	CLASS_VARIANT,
	CLASS_TEST_DOUBLE,
	CLASS_HELPER,
	CLASS_IMPOSTOR,
	CLASS_BYPASS,
	CLASS_ACCESSOR,
	CLASS_CONFIGURATOR,
	CLASS_SCOPE_HELPER,
	CLASS_BACKUP,
	CLASS_COUNT
};
extern const char *const member_class_names[CLASS_COUNT]; /* "canonical", ..., "scope-helper", "backup" */
extern const char *const member_class_meanings[CLASS_COUNT]; /* one sentence each, for explain and docs */

/* What is said of a member rests on. */
enum basis {
	BASIS_LINKED,    /* names followed through imports */
	BASIS_SYNTACTIC, /* the text of C and C++ alone: no flags, no macros expanded */
	BASIS_SEMANTIC,  /* a compiler's reading, with the flags of a compile database */
	BASIS_COUNT
};
extern const char *const basis_names[BASIS_COUNT]; /* "linked", "syntactic", "semantic" */

enum member_kind {
	MEMBER_CLASS,
	MEMBER_FUNCTION,
	MEMBER_METHOD,
	MEMBER_ASSIGNMENT, /* an alias statement */
	MEMBER_IMPORT,     /* a re-exported import */
	MEMBER_CALL,       /* a place that builds the product itself */
	MEMBER_MODULE,     /* a file: a backup */
	MEMBER_KIND_COUNT
};
extern const char *const member_kind_names[MEMBER_KIND_COUNT];

/* One fact that speaks for a class or for an election, and where it stands. */
struct evidence {
	struct str text; /* a sentence's worth, without a full stop: "every method only calls self._delegate" */
	file_id file;    /* NONE when the fact has no place */
	uint32_t line;
};

struct member {
	enum member_class class;
	enum member_kind kind;
	enum basis basis;
	unsigned confidence;  /* 0 to 100 */
	file_id file;
	struct str symbol;    /* "Engine", "Engine.create"; for an import or alias the name that is bound */
	struct span span;     /* the name; for MEMBER_CALL the enclosing definition's, for MEMBER_IMPORT the statement */
	uint32_t def;         /* index into outline.defs (MEMBER_CLASS/FUNCTION/METHOD, and the enclosing one for MEMBER_CALL), or NONE */
	uint32_t index;       /* of the import or binding (MEMBER_IMPORT, MEMBER_ASSIGNMENT), or NONE */
	uint32_t target;      /* the member it redirects, aliases or delegates to, or NONE */
	struct span place;    /* MEMBER_CALL: the call itself; MEMBER_IMPORT: the name in the statement */
	file_id made_file;    /* MEMBER_CALL: the class that is built (made_file, made_def) */
	uint32_t made_def;
	bool is_production;
	bool is_independent;  /* a real implementation of its own: canonical, duplicate, near-duplicate, bypass apart */
	bool is_deprecated;   /* says so, by warning or in words */
	bool is_keeper;       /* hands out or sets up a factory that is kept for everybody */
	bool is_slot;         /* C: no call names it; it is put into a table of functions */
	bool is_stranger;     /* named like a member, found to be none: dropped */
	unsigned similarity;  /* to the canonical, percent, near-duplicates */
	uint32_t importers;   /* import statements that reach the product through this member */
	int score;            /* of the election; 0 for those that did not stand */
	VEC(struct evidence) evidence;
};

/* How an import statement reaches the family. */
enum import_status {
	IMPORT_CANONICAL,  /* names the canonical's own module */
	IMPORT_MEMBER,     /* takes a member that is no rival of the canonical: a variant, an accessor, a helper */
	IMPORT_OTHER,      /* resolves, but through a redirect, alias, wrapper, duplicate or re-export */
	IMPORT_NO_MODULE,  /* names a module that does not exist */
	IMPORT_NO_NAME,    /* the module exists and lacks the name */
	IMPORT_STAR_OF,    /* star import of a module that binds a member */
	IMPORT_STATUS_COUNT
};
extern const char *const import_status_names[IMPORT_STATUS_COUNT]; /* "canonical", "member", "non-canonical", "no-module", "no-name", "star" */

/* One import statement's name that belongs to a family. */
struct importer {
	enum import_status status;
	file_id file;
	uint32_t import, n;   /* statement, and which of its names (NONE for a star) */
	uint32_t member;      /* the member it takes, or NONE when dangling */
	file_id through;      /* the module file it names, or NONE */
	struct target target; /* where it ends */
	bool is_allowed;      /* by the configuration, with a reason */
	bool is_reexport;     /* this import is itself a member (the shim's own line) */
};

struct family {
	struct str product;       /* name of what is created */
	file_id product_file;     /* where the product is defined, or NONE */
	uint32_t product_def;
	uint32_t product_record;  /* basis is not BASIS_LINKED: the record's body, into the creations of product_file; product_def is NONE then */
	enum basis basis;
	const struct config_api *api; /* the surface that the configuration lists for the product, or NULL */
	uint32_t canonical;       /* into members, or NONE: needs a decision */
	unsigned confidence;      /* of the election, 0 to 100 */
	struct str decision;      /* empty, or what would decide it: "two candidates are level: ..." */
	bool is_declared;         /* by --family, --canonical or the configuration */
	bool is_factory;          /* its members create the product; otherwise its members are the product's definitions */
	VEC(struct member) members;     /* canonical first, then by class, path, line */
	VEC(struct importer) importers; /* by path, line, name */
	uint32_t independent;     /* production members with is_independent, the canonical too */
	uint64_t cost;            /* the ranking: see family_cost() */
};

struct config;
struct config_api;
struct config_argument;
struct creators;

/* A map of arguments with the callable that it is about. */
struct argument_map {
	const struct config_argument *config; /* NULL in families.callables */
	file_id file; /* the callable's definition */
	uint32_t def;
	uint32_t family; /* whose product or member it is, or NONE */
};

struct instance_method {
	file_id file;
	uint32_t def, map; /* into items: what says whose it is */
	uint32_t before;   /* the one before it with the same name, or NONE */
};

struct argument_maps {
	VEC(struct argument_map) items;
	struct map callables; /* (file, def) of a callable, or of a class that inherits its constructor -> items */
	struct map words;     /* hash of every name that one of them goes by */
	VEC(struct instance_method) methods; /* public ones of the classes, which are called on instances */
	struct words *classes; /* every name that the classes go by; NULL when there is no method */
	struct map methods_of; /* hash of a name -> the last of that name in methods */
};

/* NULL when none is elected. */
static inline const struct member *canonical_of(const struct family *fam)
{
	return fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];
}

struct compdb;

struct discover_options {
	const struct config *config;
	const struct str *names;      /* --family */
	size_t name_count;
	const struct str *canonicals; /* --canonical "module:Name" */
	size_t canonical_count;
	const struct str *callables; /* "module:Name": to look at the calls of, though no map is configured */
	size_t callable_count;
	const struct compdb *database;  /* of C and C++; NULL, or without a path: there is none */
	struct str database_name;       /* as reports call it */
	struct str database_error;      /* why it cannot be used, or empty */
	bool is_syntactic; /* ask no compiler about C and C++ */
	bool is_full;      /* ... or about all units of the database */
	unsigned jobs;     /* of its processes; 0 = usable CPUs */
	const volatile bool *cancel; /* may be NULL */
};

/* A file of which no compiler's reading was to be had. */
struct semantic_gap {
	struct str path, reason;
};

/* What a compiler was asked about C and C++, and what came of it. */
struct semantic_cover {
	struct str database; /* the compile database as reports call it; empty: there is none */
	struct str why_not;  /* the database or libclang cannot be used: why; else empty */
	uint32_t units;      /* of the database */
	bool is_guessed;     /* no database: flags were guessed, so nothing is confirmed by what was read */
	uint32_t parsed, failed; /* units that define members; or all */
	uint32_t erroneous;  /* of the parsed: with errors, which only guessed flags may have */
	uint32_t absent;     /* files with members that no unit reads */
	uint32_t confirmed;  /* makers of which the compiler says the same, in the last round */
	uint32_t doubted;    /* makers of which a unit with errors says otherwise: they stay what they are */
	uint32_t moved;      /* makers that make something else than their text suggests */
	struct semantic_gap *gaps; /* the failed units and the absent files */
	uint32_t gap_count;
};

struct families {
	VEC(struct family) items; /* by cost, highest first, then product, then path */
	struct argument_maps arguments; /* those of the configuration whose callable is looked at */
	struct argument_maps callables; /* the members and products, whose calls are looked at; without maps (config is NULL) */
	VEC(struct file_calls) calls;   /* of the callables; by file. Those through cls and super() are in the details alone */
	struct semantic_cover semantic;
	struct creators *creators; /* tables over C and C++, or NULL when there are no such files; for rules */
	VEC(const struct config_api *) idle_apis; /* of the configuration, whose product is there and has no family */
	uint32_t candidates;      /* definitions of production code whose names claim to create something: what was looked at */
	struct arena arena;
};

/* The whole of classify: discover, deepen, group, elect, class. A --family name that names nothing is an error with a suggestion. */
bool families_find(struct project *p, struct link *l, const struct discover_options *o, struct families *ret, struct err *err);
void families_release(struct families *f);

/* Calls by which a module says at its top that it is deprecated: "warn", "warn_deprecated", ... */
#define NOTICE_CALLS "deprecated", "deprecation_warning", "warn", "warn_deprecated", "warn_explicit"
bool is_notice(struct str callee);

/* Is the file a package's own (an __init__), by its path? */
bool is_package_file(const struct file *file);

/*
 * Is a module the face of a definition: the __init__ of a package around it,
 * a public module beside a private one, or a facade that shows what many
 * modules hold? To import from a face is right.
 */
bool is_face(const struct project *p, file_id module, file_id definition);

/* Has the configuration allowed this file for the family, and until when? NULL when not. */
const struct config_allow *family_allowance(const struct family *fam, const struct config *c, const struct project *p, struct link *l, file_id file);

/* The line of the product's definition in product_file; 0 when it has none in this tree. */
uint32_t family_product_line(const struct family *fam, const struct project *p);

/* Stable text for tests: `canonry dump families`. */
struct strbuf;
void families_dump(const struct families *f, const struct project *p, struct strbuf *out);

/* "module:Name" of a member's own binding. In the arena. */
struct str member_path(struct link *l, const struct member *m, struct arena *a);

#endif
