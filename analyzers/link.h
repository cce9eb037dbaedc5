/* Names across files: which definition does this name end at, and if none, why. */
#ifndef ANALYZERS_LINK_H
#define ANALYZERS_LINK_H

#include "analyzers/project.h"
#include "base/map.h"

/*
 * Resolution works on outlines only, so that it holds for every file. It is
 * static: what a name is bound to once the module has been imported.
 *
 *  - Several bindings of one name in one module: the last one that is live
 *    wins. An arm `except ImportError` is live only when the try arm cannot
 *    succeed (one of its imports names a module or a name that does not exist
 *    in this project); imports of outside modules are taken to succeed.
 *    TYPE_CHECKING blocks bind for the resolver too, but lose to any other.
 *  - Chains: imports of imports, alias assignments, star imports (with
 *    __all__, or every public name), submodules as attributes of packages,
 *    PEP 562 lazy names; any length, cycles are found.
 *  - Module names are looked up from import roots; which root wins for an
 *    importer is said at link_module().
 */

enum target_kind {
	TARGET_DEF,      /* a definition: file, index into outline.defs */
	TARGET_VARIABLE, /* a binding that is no alias: file, index into outline.bindings */
	TARGET_MODULE,   /* a module or package of this project: file (NONE for a namespace package) */
	TARGET_EXTERNAL, /* outside of this project (standard library, dependencies) */
	TARGET_NO_MODULE,/* a module that should be in this project (its first component is) and does not exist */
	TARGET_NO_NAME,  /* the module exists and does not bind the name */
	TARGET_UNKNOWN,  /* may exist: dynamic __all__, module-level __getattr__, star import from outside, setattr */
	TARGET_CYCLE,    /* an alias or import chain that ends in itself */
	TARGET_KIND_COUNT
};

/* One step of the chain that resolution walked. */
struct hop {
	file_id file;
	uint32_t line;
	enum { HOP_IMPORT, HOP_ALIAS, HOP_STAR, HOP_SUBMODULE, HOP_LAZY } kind;
	uint32_t index; /* import or binding */
};

#define HOPS_MAX 16 /* of a chain, kept; longer chains are followed but not kept */

struct target {
	enum target_kind kind;
	file_id file;          /* where it ends; for TARGET_NO_NAME the module that lacks it */
	uint32_t index;        /* def or binding, see kind; TARGET_MODULE: the linker's own number of the module */
	struct str name;       /* name that could not be resolved, or the external dotted name; stable */
	uint32_t hop_count;    /* all of them, also those not kept */
	struct hop hops[HOPS_MAX];
};

struct link; /* owns its tables; reads the project, which must outlive it */

struct link *link_new(const struct project *p, const struct str *roots, size_t root_count);
void link_free(struct link *l);

/*
 * The import roots that every file sees, relative to the project root ("" is
 * the root itself), in order of preference. Those of the configuration, or
 * else what is found: the directories of project files, src/ and lib/, the
 * parents of the topmost packages, the root. A directory without a package
 * marker is a root for the files below it too (scripts and tests import
 * their neighbours by base name); these are not listed.
 */
const struct str *link_roots(const struct link *l, size_t *ret_count);

/*
 * The file of a dotted module name as seen by an importing file: the nearest
 * root that is an ancestor of the importer wins, then roots in order. A
 * regular module wins over its .pyi twin. *ret_is_package for a package or
 * namespace package. TARGET_MODULE, TARGET_EXTERNAL or TARGET_NO_MODULE.
 */
struct target link_module(struct link *l, file_id importer, struct str dotted);

/* The absolute dotted name of a relative import ("" when it leaves the top). */
struct str link_absolute(struct link *l, file_id importer, uint32_t level, struct str module);

/* The name of a module as importers should write it: from the first root that holds it. Interned; stable. */
struct str link_module_name(struct link *l, file_id file);

/* What a name is bound to at the top level of a module, followed to its end. */
struct target link_name(struct link *l, file_id file, struct str name);

/*
 * What the n-th name of an import ends at (for IMPORT_MODULE the module
 * itself). The hops are those behind the statement: none when the module that
 * it names defines the name.
 */
struct target link_import(struct link *l, file_id file, uint32_t import, uint32_t n);

/*
 * Does what stands at byte `at`, in this block (NONE = in none), take part
 * when the module is imported or the function runs? False in the handlers of
 * a try that succeeds, behind the import at which a try fails, under
 * TYPE_CHECKING and `if __name__ == "__main__"`, and under a condition that
 * is known not to hold.
 */
bool link_is_live(struct link *l, file_id file, uint32_t block, uint32_t at);

/* The module file that an import statement names (IMPORT_FROM, IMPORT_STAR), before any chain. */
struct target link_import_module(struct link *l, file_id file, uint32_t import);

/*
 * What a dotted name means where it stands: imports inside of the enclosing
 * functions first, then class and module level, then the first component's
 * attributes. `def` is the enclosing definition or NONE. A first component
 * that is a parameter or local of unknown value gives TARGET_UNKNOWN.
 * Methods and class attributes: "Engine.create" ends at the method's def,
 * looked up through base classes of this project. An attribute that a class
 * does not define may be one of its instances': TARGET_UNKNOWN, as is a name
 * that nothing in sight binds.
 */
struct target link_dotted(struct link *l, file_id file, uint32_t def, struct str dotted);

/*
 * A member of a class by name, its own or inherited; TARGET_UNKNOWN with NONE
 * in index when there is none. Bases are known for classes with details only.
 */
struct target link_member(struct link *l, file_id file, uint32_t class_def, struct str name);

/*
 * "a.b.C" or "a.b:C" in a string: longest module prefix, then names in it.
 * Never TARGET_UNKNOWN for a missing module. The reader is NONE for a string
 * of no file, of the configuration say: it is read from the project's root.
 */
struct target link_string(struct link *l, file_id reader, struct str dotted);

/* Every name that a module binds at its top level, sorted, unique; star imports expanded. In the arena. */
uint32_t link_names(struct link *l, file_id file, struct arena *a, struct str **ret_names);

/* Files that bind the name at their top level by import, alias or definition; sorted. Borrowed. */
uint32_t link_binders(struct link *l, struct str name, const file_id **ret_files);

/* All import statements of the project that name (`from _ import name`, any level) a name; (file, import) pairs sorted. Borrowed. */
struct import_ref {
	file_id file;
	uint32_t import;
	uint32_t n; /* which name of the statement */
};
uint32_t link_importers_of_name(struct link *l, struct str name, const struct import_ref **ret_refs);

/*
 * All import statements that name a module by its last component: `import
 * x.mod`, `from x.mod import ...` (n is NONE), `from x import mod`; `from .
 * import ...` counts for the package's own name. Sorted, borrowed.
 */
uint32_t link_importers_of_module(struct link *l, struct str last_component, const struct import_ref **ret_refs);

/* Stable text for tests: what every top-level name of a file ends at. `canonry dump links`. */
struct strbuf;
void link_dump(struct link *l, file_id file, struct strbuf *out);

/* The end and the hops of one target, as in link_dump(): "def app/engine.py:3 by import app/api.py:1". */
void target_dump(struct link *l, const struct target *t, struct strbuf *out);

extern const char *const target_kind_names[TARGET_KIND_COUNT];

#endif
