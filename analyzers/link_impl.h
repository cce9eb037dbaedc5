/* What the parts of the linker share: the tree of modules, roots, scopes, chains and indexes. */
#ifndef ANALYZERS_LINK_IMPL_H
#define ANALYZERS_LINK_IMPL_H

#include "analyzers/link.h"
#include "base/intern.h"

/* --- The tree of modules: one node for every directory and module --- */

struct module {
	uint32_t parent; /* NONE for the topmost */
	struct str name;
	file_id file;       /* NONE: a directory without a package file, a namespace package */
	uint32_t root;      /* into roots when this directory is one, or NONE */
	unsigned rank;      /* of file, see struct module_place */
	file_id stub;       /* declares what file defines, or NONE */
	bool is_package;    /* file is a package's */
	bool is_outside;    /* above the project's root: most of what it holds is not ours to know */
	bool holds_modules; /* has modules directly inside */
};

struct root {
	struct str path; /* relative to the project's root */
	uint32_t module;
	bool is_global;       /* seen from everywhere; otherwise only from below it */
	bool is_inside;       /* inside of a regular package: imports work, but nobody should spell them so */
	uint32_t spelled;     /* imports from elsewhere whose names begin here */
	uint32_t overspelled; /* imports that name what lies here, but begin further up */
};

/* Where a file stands in the tree. */
struct place {
	uint32_t module; /* NONE for a file that no import can name */
	bool is_package;
};

/* What a dotted name came to, as seen from one root. */
struct lookup {
	struct str dotted;
	uint32_t root;
	uint32_t module; /* TARGET_MODULE; otherwise the deepest that exists, or NONE */
	uint32_t depth;  /* components of the deepest */
	enum target_kind
		kind; /* TARGET_MODULE, TARGET_EXTERNAL or TARGET_NO_MODULE; TARGET_KIND_COUNT: nobody has asked which */
};

struct module_map {
	VEC(struct module) modules; /* the first is the directory of the topmost root */
	struct map children;        /* (parent, hash of name) -> module */
	uint32_t top;               /* the project's root */
	VEC(struct root) roots;     /* global ones first, in order of preference */
	size_t global_count;
	struct str *global_paths;
	struct place *places; /* by file */
	VEC(struct lookup) lookups;
	struct map lookup_ids; /* (dotted, root) -> lookups */
	uint8_t *is_used;      /* by module: imports go into it; NULL until asked for */
};

/* --- Scopes: what a module, class or function body binds --- */

enum bound_kind { BOUND_DEF, BOUND_IMPORT, BOUND_BINDING, BOUND_STAR };

struct bound {
	uint32_t hash;  /* of the name */
	uint32_t start; /* its place in the file: the order of execution */
	uint32_t block;
	uint32_t index; /* def, import or binding */
	uint32_t n;     /* BOUND_IMPORT: which name of the statement */
	enum bound_kind kind;
};

/* Some of them; to be released when cap says that they are not borrowed. */
struct bounds {
	struct bound *items;
	size_t len, cap;
};

/* The top level of one file. */
struct scope {
	struct bound *items; /* by hash, then start */
	struct bound *stars; /* by start */
	uint32_t count, star_count;
};

/* --- The linker --- */

struct index;
struct known;

struct link {
	const struct project *project;
	struct arena arena;
	struct intern texts; /* made up here */
	struct module_map map;
	struct scope **scopes; /* by file; NULL until asked for */
	struct map fails;      /* (file, try block) -> where its imports fail: link_live.c */
	uint32_t busy;         /* try blocks that are being looked at */
	uint32_t assumptions;  /* how often one of them was taken to succeed meanwhile */
	struct query *query;   /* the resolution under way */
	uint32_t steps;        /* of it and of those within */
	unsigned depth;        /* of nested resolution */
	struct map known_ids;  /* (file, name) -> known */
	VEC(struct known *) known;
	struct index *index; /* link_index.c; NULL until asked for */
};

static inline const struct outline *link_outline(const struct link *l, file_id file)
{
	return &l->project->files[file].outline;
}

/* NULL when the file's language has no modules. */
static inline const struct lang_modules *link_hooks(const struct link *l, file_id file)
{
	return l->project->files[file].lang->modules;
}

/* A copy that lives as long as the linker. */
static inline struct str link_text(struct link *l, struct str text)
{
	return intern_str(&l->texts, intern_add(&l->texts, text));
}

/* "left.right", or right alone when left is empty. */
struct str link_join(struct link *l, struct str left, struct str right);

/* --- link_modules.c: the tree --- */

/* Those of the first file that has some; NULL when none has. */
const struct lang_modules *modules_hooks(const struct project *p);

void modules_init(struct link *l, const struct str *roots, size_t root_count);
void modules_release(struct link *l);

/* A module or directory inside of another; NONE when there is none. What is no package holds none. */
uint32_t modules_child(const struct link *l, uint32_t parent, struct str name);
uint32_t modules_descend(const struct link *l, uint32_t base, struct str dotted, uint32_t *ret_deepest);

/* Steps from base down to module; the n-th component of a dotted name. */
uint32_t modules_depth(const struct link *l, uint32_t base, uint32_t module);
struct str modules_part(struct str dotted, uint32_t n); /* empty when there are fewer */
uint32_t modules_parts(struct str dotted);

/* The directory that a file's relative imports start from. */
uint32_t modules_dir(const struct link *l, file_id file);

/* The package that `level` dots name; NONE beyond the top. */
uint32_t modules_up(const struct link *l, file_id importer, uint32_t level);

/* The path of a module relative to the project's root, without extension. In the arena. */
struct str modules_path(const struct link *l, uint32_t module, struct arena *a);

/* --- link_lookup.c: dotted names --- */

/* As a file sees it. */
struct lookup modules_find(struct link *l, file_id importer, struct str dotted);

/* The same without a decision about misses and directories: their kind may be TARGET_KIND_COUNT. */
struct lookup modules_search(struct link *l, file_id importer, struct str dotted);

/* Is it sure that a module which is not among the files does not exist? The last part that does is `depth` parts long. */
bool modules_is_missing(
	struct link *l, const struct lang_modules *hooks, uint32_t deepest, uint32_t depth, struct str name);

/* The name of a module from the root that importers should use. Interned. */
struct str modules_name(struct link *l, uint32_t module);

/* --- link_used.c: what the imports of the whole project show --- */

/*
 * Is a directory without a package file, reached by a name of `depth` parts
 * (NONE = not known), a package of this project? It may have the name of an
 * outside one by accident (docker/, alembic/).
 */
bool used_is_ours(struct link *l, uint32_t module, uint32_t depth);

/* Do imports of what lies below a root begin there, and not further up? */
bool used_as_root(struct link *l, uint32_t root);

/* --- link_roots.c --- */

/* Fill map.roots and module.root. */
void roots_find(struct link *l, const struct str *configured, size_t count);

/* The nearest root at or above a directory. There is always one. */
uint32_t roots_nearest(const struct link *l, uint32_t dir);

/* --- link_scope.c --- */

const struct scope *scope_of_file(struct link *l, file_id file);

/* Candidates for what binds a name in a body (def, or NONE for the top level), by start; compare names again with bound_name(). */
struct bounds scope_find(struct link *l, file_id file, uint32_t def, struct str name);
struct str bound_name(const struct outline *o, const struct bound *b);

/* --- link_live.c --- */

enum force {
	FORCE_DEAD,  /* does not happen when the module is imported */
	FORCE_TYPES, /* for type checkers only */
	FORCE_CONDITIONAL,
	FORCE_SURE
};

/* How sure is it that what stands at byte `at` in this block happens, once the body of def (or the module) runs? */
enum force live_force(struct link *l, file_id file, uint32_t def, uint32_t block, uint32_t at);

/* --- link_names.c, link_dotted.c: chains --- */

/* Hops of one chain and of what has to be known on the way; people write a handful. */
#define CHAIN_DEPTH_MAX 400

/* Bindings that may be looked at for one answer: stars in circles have a way for every subset of them. */
#define CHAIN_STEPS_MAX 5000

/* Places that lack a name or a member: a second way to them leads nowhere either. */
struct query {
	struct map dead_ends;
	struct query *outer;
};

void query_begin(struct link *l, struct query *q);
void query_end(struct link *l);
bool query_is_dead(const struct link *l, file_id file, uint32_t def, struct str name);
void query_add_dead(struct link *l, file_id file, uint32_t def, struct str name);

/* A name that is being resolved further up the stack. */
struct visit {
	file_id file;
	uint32_t def;
	struct str name;
	uint32_t before;
	const struct visit *up;
};

/* Follow what a body binds the name to before a byte (NONE: at its end). False when it binds none; then *t is as it was. */
bool chain_in_body(struct link *l, struct target *t, file_id file, uint32_t def, struct str name, uint32_t before,
	const struct visit *up);

/* An attribute of a module: a name that it binds, a submodule, a lazy name. */
void chain_in_module(struct link *l, struct target *t, uint32_t module, struct str name, const struct visit *up);

/* A dotted name that stands at a byte of a body; false when nothing in sight binds its first component. */
bool chain_dotted(struct link *l, struct target *t, file_id file, uint32_t def, struct str dotted, uint32_t before,
	const struct visit *up);

/* The attributes of what *t has ended at. */
void chain_attributes(struct link *l, struct target *t, struct str dotted, const struct visit *up);

void chain_end(struct target *t, enum target_kind kind, file_id file, uint32_t index, struct str name);
void chain_to_module(struct link *l, struct target *t, uint32_t module);
void chain_to_lookup(struct link *l, struct target *t, const struct lookup *found);

/* The module that a from-import names; *ret_base is its number, or NONE. */
void chain_import_base(struct link *l, struct target *t, file_id file, const struct import *import);
void chain_import(struct link *l, struct target *t, file_id file, uint32_t import, uint32_t n, const struct visit *up);

/* --- link_index.c --- */

void index_free(struct index *x);

#endif
