/* Creators in C and C++: who makes which record, over the whole tree; private to rules/. */
#ifndef RULES_CREATORS_H
#define RULES_CREATORS_H

#include "analyzers/cfacts.h"
#include "rules/finder.h"

/*
 * The steps, in order; each reads what the ones before it left:
 *	macros    functions that macros of frameworks define         (creators_framework.c)
 *	names     tables of functions, records, prototypes by name   (creators_names.c)
 *	includes  which file an #include means, what a file sees     (creators_include.c)
 *	types     a type's name, seen from a file -> its record      (creators_type.c)
 *	allocs    what gives memory: known names, and wrappers       (creators_alloc.c)
 *	makers    which function makes which record, and what of it  (creators_make.c)
 *	kin       records that were copied with their makers         (creators_kin.c)
 *	governors which makers others can be told to use             (creators_govern.c)
 *	families  makers of one record                               (creators_group.c)
 *	declared  what the user says of families                     (creators_declared.c, creators_asked.c)
 *	election  the canonical                                      (creators_elect.c)
 *	variants  who is meant to be there                           (creators_variant.c)
 *	classes   what the others are                                (creators_class.c)
 *	other     wrappers, macros, doubles, backups                 (creators_other.c)
 *	units     a compiler's reading of those that have a family   (creators_unit.c;
 *	          their flags without a database, what earlier runs heard: creators_guess.c, creators_memory.c)
 *	judging   which makers it confirms, or makes of another      (creators_semantic.c)
 * ... and what was judged is grouped, elected and classed once more.
 *
 * A record is known by the place of its body: two structs of one tag are two,
 * unless one was copied from the other together with its functions.
 */

/* Something with a name, in a file: index is into the array of its kind. */
struct name_ref {
	uint64_t hash;
	file_id file;
	uint32_t index;
};

struct name_table {
	VEC(struct name_ref) items; /* by hash, file, index */
};

/* Those of one name; their texts are not compared. Returns how many. */
uint32_t table_find(const struct name_table *t, struct str name, const struct name_ref **ret);

struct closure {
	file_id *files; /* sorted; the file itself too */
	uint32_t count;
	bool is_made;
};

/* The body of a record: the key of a product. */
struct record_id {
	file_id file; /* NONE: no record of this tree */
	uint32_t index;
};

/* What one function does about one record. */
struct maker {
	struct record_id record;
	struct record_id kin; /* the record, or that which it is a copy of */
	file_id file;
	uint32_t func, site; /* into funcs, its allocs */
	enum cflow flow;     /* the furthest of its sites' */
	bool is_transformer; /* it is given one, too */
	bool is_slot;        /* only ever put into a table of functions */
	enum basis basis;    /* what says that it makes this record */
};

struct compdb;
struct creator_units;

struct creators {
	struct finder *finder; /* NULL once the search is over */
	struct project *project;
	struct arena *arena;
	file_id *files; /* of C and C++ */
	uint32_t file_count;
	struct name_table funcs, records, protos, bases; /* bases: files by their last component */
	struct name_table object_types;                   /* typedefs by folded name: gproxyaddress */
	struct name_table passers; /* functions that do nothing but call, by the callee */
	struct name_table macros;  /* by the first name of their body */
	struct name_table alloc_macros; /* with "alloc" in their name, by that */
	struct name_table inits;   /* external functions that set up what they are given */
	struct cfacts **extended; /* by file: facts with what macros of frameworks define, or NULL */
	struct map framework_names; /* hash of a function that a framework's macro names as the one that makes its type */
	struct map virtuals;     /* hash of "Class::method" that a class body declares virtual */
	struct map initialisers;   /* hash of every macro X_INIT */
	struct map addressed;  /* hash of a name that the program uses other than in a call -> how often */
	struct map called;     /* hash of a callee -> how many calls */
	struct map allocators; /* (file, func) of a wrapper of an allocator */
	file_id **targets;     /* by file: what its includes mean, NONE where that is unknown; NULL for others than C */
	struct closure *closures; /* by file, made when asked for */
	VEC(struct maker) makers; /* by kin, file, func */
	struct creator_units *units; /* what a compiler read; NULL without, and once the search is over */
	struct compdb *database;  /* read when somebody asks whether a file is built; NULL before */
	VEC(file_id) queue;       /* scratch */
};

/* With the functions that macros of frameworks define; they stand behind the others. */
static inline const struct cfacts *cfacts_of(const struct creators *c, file_id file)
{
	return c->extended && c->extended[file] ? c->extended[file] : c->project->files[file].creations;
}

static inline const struct cfunc *cfunc_at(const struct creators *c, file_id file, uint32_t func)
{
	return &cfacts_of(c, file)->funcs[func];
}

static inline const struct crecord *crecord_at(const struct creators *c, struct record_id id)
{
	return &cfacts_of(c, id.file)->records[id.index];
}

static inline bool same_record(struct record_id a, struct record_id b)
{
	return a.file == b.file && a.index == b.index;
}

/* --- creators_names.c --- */

void creators_index(struct creators *c);
bool is_header(struct str path);
bool is_for_tests(struct str path); /* by the words of its base */
uint32_t common_directories(struct str a, struct str b); /* how many leading components two paths share */

/* The function that a call in a file means: the file's own, else the external one; false when there is none, or several. */
bool find_callee(const struct creators *c, file_id file, struct str name, file_id *ret_file, uint32_t *ret_func);

bool is_declared_virtual(const struct creators *c, const struct cfunc *f);

/* Is a prototype of the name in some header? Its file, or NONE. */
file_id header_of(const struct creators *c, struct str name);

/* --- creators_framework.c --- */

void creators_expand(struct creators *c); /* before the index: reads the invocations of all files */
bool is_framework_name(const struct creators *c, struct str function);

/* --- creators_include.c --- */

void creators_resolve_includes(struct creators *c);
bool sees(struct creators *c, file_id file, file_id other); /* by #include, at any remove */
uint32_t seen_files(struct creators *c, file_id file, const file_id **ret); /* all of them, sorted; the file itself too */

/* --- creators_type.c --- */

struct type_shape {
	struct str base; /* "struct conn", "conn_t", "ns::Engine" */
	unsigned depth;  /* of pointers; what owns or counts one is a pointer too */
};
struct type_shape type_shape(struct str type);
struct record_id record_of_type(struct creators *c, file_id file, struct str base, unsigned *depth); /* adds the depth of typedefs */
struct str record_name(const struct crecord *r); /* without `struct` */
struct str without_keyword(struct str type);     /* "conn" of "struct conn" */
bool is_scoped_name(struct str whole, struct str name); /* "Engine::get" is one of ns::Engine::get */
bool is_record_body(const struct crecord *r);
struct str product_name(const struct creators *c, struct record_id id); /* of `struct _Conn` the typedef's: "Conn" */

/* --- creators_alloc.c --- */

void creators_find_allocators(struct creators *c, struct word_list *words); /* adds names whose callers were not looked into */
bool is_allocation(struct creators *c, file_id file, const struct calloc_site *site);

/* --- creators_macro.c --- */

bool creators_only_looks(const struct creators *c, struct str macro); /* makes nothing, as CHECK_ALLOC(p) */

/* --- creators_make.c --- */

void creators_find_makers(struct creators *c);
void creators_sort_makers(struct creators *c);
bool is_given_one(struct creators *c, file_id file, const struct cfunc *f, struct record_id record);
bool is_root(const struct maker *m); /* what it makes gets out, and it was given none */

/* --- creators_kin.c --- */

void creators_find_kin(struct creators *c);

/* --- creators_govern.c --- */

bool names_product(struct str name, struct str product); /* all words of the product stand in it */

bool is_reading(struct str name); /* says that it makes it out of a text or a file: nobody else can use it */

bool is_asking(const struct cfunc *f); /* says that it fetches what is to be in it, and does: nobody who has that can use it */

/* The function of its file by which others get what a static one makes; NULL when there is none. */
const struct cfunc *creators_face(const struct creators *c, file_id file, const struct cfunc *f, enum cflow flow);

/* Can others be told to use it? Weakly: its name says neither what it makes nor that it does, so only what is like it could be that. */
enum governing { GOVERNS_NOT, GOVERNS_WEAKLY, GOVERNS };
enum governing creators_governs(struct creators *c, file_id file, uint32_t func, enum cflow flow, struct record_id record, struct str product);

/* --- creators_group.c, creators_elect.c, creators_class.c, creators_other.c --- */

bool creators_counts(const struct creators *c, const struct maker *m); /* in the program itself: no test, no glue, no other people's code */
uint32_t caller_count(const struct creators *c, struct str name);
bool creators_seed(struct creators *c, const struct maker *first, size_t count, struct family *fam); /* may others be told to use it? */
void creators_add_maker(struct creators *c, struct family *fam, const struct maker *m); /* one without a site stands for itself */
void creators_add_family(struct creators *c, struct family *fam, bool is_governed); /* creators.c: elects, classes, ranks; takes it */
void creators_find_chooser(struct creators *c, struct family *fam); /* creators_class.c; before the election */
bool is_named_member(const struct creators *c, struct str file, struct str name, const struct member *m); /* no file: in any */
void creators_elect(struct creators *c, struct family *fam);
bool is_named_maker(struct creators *c, struct str product, struct str function);
const struct cfunc *member_func(const struct creators *c, const struct member *m);
bool same_body(const struct cfunc *a, const struct cfunc *b);
bool same_signature(struct creators *c, const struct member *a, const struct member *b);
unsigned likeness(const struct cfunc *a, const struct cfunc *b); /* in percent of the smaller body */
void creators_classify(struct creators *c, struct family *fam, bool is_governed);
void creators_add_other(struct creators *c, struct family *fam);

/* --- creators_declared.c --- */

void creators_declared_words(struct creators *c, struct word_list *words);
void creators_add_named(struct creators *c, struct family *fam); /* canonical and members that the configuration names */
void creators_add_declared(struct creators *c); /* families of such that no maker belongs to */

/* --- creators_asked.c --- */

void creators_add_asked(struct creators *c); /* families of what is asked for by a name under which nothing is made */

/* --- creators_variant.c --- */

#define NEAR_PERCENT 50 /* of the smaller body's shingles, from which it is a diverged copy */

/* Why a maker is meant to be beside the canonical, in words; NULL when nothing excuses it. The others are its grounds. */
bool is_built(struct creators *c, file_id file);
bool are_twins(const struct creators *c, const struct member *m, const struct member *canonical);
bool are_link_time(struct creators *c, const struct member *m, const struct member *canonical);
bool are_platforms(const struct creators *c, const struct member *m, const struct member *canonical);
bool is_own_file(const struct creators *c, const struct family *fam, const struct member *m);
const char *variant_reason(struct creators *c, const struct family *fam, const struct member *m, const struct member *canonical, unsigned alike);

/* --- creators_semantic.c --- */

void creators_judge(struct creators *c); /* by what the units say */
bool creators_is_left_out(const struct creators *c, const struct member *m); /* no unit that reads its file has the function */
void creators_confirm_wrappers(const struct creators *c, struct family *fam);

#endif
