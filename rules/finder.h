/* The state of one search for families, shared by its steps; private to rules/. */
#ifndef RULES_FINDER_H
#define RULES_FINDER_H

#include "analyzers/config.h"
#include "base/map.h"
#include "base/path.h"
#include "rules/family.h"
#include "rules/names.h"

/*
 * The steps, in order; each reads what the ones before it left:
 *	candidates  definitions whose names claim to create something  (discover.c, names.c)
 *	values      what they create                                   (values.c)
 *	groups      candidates that create one product                 (group.c)
 *	seeds       groups, and names that the user gave, as families  (seed.c)
 *	members     other names, namesakes, mentions                   (bind.c, doubles.c, mentions.c)
 *	shapes      what a member is by itself                         (shape.c, similar.c)
 *	importers   who takes what from where                          (importers.c)
 *	election    the canonical                                      (elect.c)
 *	classes     what every other member is                         (classify.c)
 */

/* What an expression is, as far as it can be told without running it. */
enum value_kind {
	VALUE_UNKNOWN,
	VALUE_INSTANCE, /* an object of the class (file, def) */
	VALUE_DEF,      /* the class or function (file, def) itself */
	VALUE_STATE,    /* a module-level variable: (file, def) is the binding; of what kind is not known */
	VALUE_EXTERNAL  /* an object of a class, or a thing, from outside: name */
};

struct value {
	enum value_kind kind;
	file_id file;
	uint32_t def;
	struct str name;
	bool is_stored; /* read from a variable or attribute that outlives the call, not made in it */
	file_id state_file;      /* is_stored: the module-level variable, when it is one */
	uint32_t state_binding;  /* or NONE */
	uint32_t maker_file, maker_def; /* the definition whose call gave it (a function, method or class), or NONE */
};

struct candidate {
	file_id file;
	uint32_t def;
	struct claim_name claim;
	struct value product;    /* VALUE_INSTANCE or VALUE_EXTERNAL, or unknown */
	uint32_t parent;         /* union-find */
	bool is_kept;            /* worth a closer look */
	bool is_named;           /* asked for by the user */
};

struct file_list {
	file_id *items;
	size_t len, cap;
};

/* An alias assignment, found by the last component of what it is assigned. */
struct alias_ref {
	uint64_t tail; /* hash of the name */
	file_id file;
	uint32_t binding;
};

struct finder {
	struct project *project;
	struct link *link;
	const struct discover_options *options;
	struct families *out;
	struct arena *arena;            /* = &out->arena */
	VEC(struct candidate) candidates; /* sorted by file, def */
	struct map candidate_of;        /* (file, def) -> candidate */
	struct map product_memo;        /* (file, def) -> index into memo */
	VEC(struct value) memo;
	VEC(struct alias_ref) aliases;  /* module-level ones, sorted by tail, file, binding */
	bool is_narrow;                 /* the user named families */
};

static inline const struct def *def_at(const struct finder *f, file_id file, uint32_t def)
{
	return &f->project->files[file].outline.defs[def];
}

/* NULL when the definition was not parsed. */
const struct detail *detail_at(const struct finder *f, file_id file, uint32_t def);

/* "Outer.inner" of a definition. In the arena. */
struct str qualified_name(const struct finder *f, file_id file, uint32_t def);

/* --- values.c --- */

struct value value_of_name(struct finder *f, file_id file, uint32_t def, struct str dotted);
struct value value_of_call(struct finder *f, file_id file, const struct use *call);

/* What a call of this function, or an instance of this class' creating methods, gives. */
struct value product_of_function(struct finder *f, file_id file, uint32_t def);
struct value product_of_class(struct finder *f, file_id file, uint32_t def, struct str stem);

/* The index of the definition with this start; NONE when there is none. */
uint32_t def_by_start(const struct file *file, uint32_t start);

/* An annotation without its wrapping: Optional["a.B"], AsyncIterator[B] -> the dotted name that matters, or empty. */
struct str annotation_core(struct str annotation);

/* --- discover.c --- */

/* Words to look for, each once. Zeroed is empty. */
struct word_list {
	struct str *items;
	size_t len, cap;
	struct map seen;
};
void word_add(struct word_list *w, struct str word);
void word_list_release(struct word_list *w);

/* Parse the statements of these files (sorted and made unique here) that mention any of the words. */
bool finder_deepen(struct finder *f, struct file_list *files, const struct word_list *words, enum deepen_cut cut, struct err *err);

bool discover_candidates(struct finder *f, struct err *err);
bool deepen_candidates(struct finder *f, struct err *err);

/* Is a lone definition's name imported from anywhere else than its own module or a face of it? */
bool candidate_has_trouble(struct finder *f, const struct candidate *c);

/* --- group.c --- */

void group_candidates(struct finder *f);
uint32_t group_root(struct finder *f, uint32_t candidate);

/* --- seed.c: groups become families --- */

bool is_named_product(struct finder *f, const struct candidate *c);

bool families_seed(struct finder *f, struct err *err);

/* --- bind.c: aliases, redirects and re-exports of members --- */

void index_aliases(struct finder *f);
void expand_bindings(struct finder *f, struct family *fam, uint32_t first); /* of members from `first` on */

/* --- doubles.c: definitions named like members --- */

void expand_names(struct finder *f, const uint32_t *first); /* of members from first[family] on; NULL = all */

void expand_copies(struct finder *f);

/* --- mentions.c: production code that mentions the family --- */

bool expand_mentions(struct finder *f, struct err *err);
bool deepen_members(struct finder *f, struct err *err);
bool deepen_ancestors(struct finder *f, struct err *err); /* ancestors.c: the classes that members inherit from */

/* --- members.c --- */

/* Is a block, or one around it, of one of these kinds? `kinds` is a bit set of 1 << enum block_kind. */
bool in_block(const struct outline *o, uint32_t block, unsigned kinds);
#define BLOCKS_HANDLER (1u << BLOCK_EXCEPT_IMPORT | 1u << BLOCK_EXCEPT_ANY | 1u << BLOCK_EXCEPT)

/* The member that stands at a definition or binds a name in a file; NONE when there is none. */
uint32_t member_of_def(const struct family *fam, file_id file, uint32_t def);
uint32_t member_of_name(const struct family *fam, file_id file, struct str name);

/* Append a member; returns its index. */
uint32_t member_add(struct finder *f, struct family *fam, enum member_kind kind, file_id file, struct str symbol, struct span span, uint32_t def);
void member_say(struct finder *f, struct member *m, file_id file, uint32_t line, const char *format, ...) PRINTF_LIKE(5, 6);

/* --- similar.c --- */

/* Shared share of shingles, in percent of the smaller body. 0 when either is too small to tell. */
unsigned similarity(const struct detail *a, const struct detail *b);

/* How many of a's public methods exist in b by name, in percent; 0 when a has fewer than three. */
unsigned method_overlap(struct finder *f, file_id file_a, uint32_t def_a, file_id file_b, uint32_t def_b);

/* The same place in a parallel tree: one of several by design. */
bool are_parallel(const struct finder *f, const struct member *a, const struct member *b);

/* Do two classes derive from one class of this project? */
bool share_base(struct finder *f, const struct member *a, const struct member *b);

/*
 * Is a class data: a dataclass or the like, or one without a public method of
 * its own or of its bases? Data is made wherever it is needed; only a product
 * with a life of its own needs its factory.
 */
bool is_data_class(struct finder *f, file_id file, uint32_t def);

/* Public methods of a class: own ones, without dunders. */
uint32_t public_methods(const struct finder *f, file_id file, uint32_t def);

/* --- creators.c: families of C and C++, found by what their functions allocate --- */

void creators_find(struct finder *f);

/* What the search kept in families.creators. Accepts NULL. */
void creators_close(struct creators *c);

/* Is there a function or record of this name in C or C++? */
bool creators_know(const struct finder *f, struct str name);

/* --- arguments_find.c: callables with a map, whatever they are called, and their calls --- */

bool find_arguments(struct finder *f, struct err *err);

/* The families' members and products, and their calls; when CN403 is off there is no need. */
bool find_callables(struct finder *f, struct err *err);
void argument_maps_release(struct argument_maps *m);

/* --- apis.c --- */

/* Which APIs of the configuration have a family, before those are dropped in which nothing is wrong. In the arena. */
bool *apis_find(const struct finder *f);

/* Give them to their families. One whose product nothing here is called by is an error; `found` are those of apis_find(). */
bool apis_take(struct finder *f, const bool *found, struct err *err);

/* --- elect.c, classify.c, importers.c --- */

void family_shape(struct finder *f, struct family *fam);    /* shape.c: what each member is by itself */
void family_elect(struct finder *f, struct family *fam);    /* elect.c: the canonical */
void family_settle(struct finder *f, struct family *fam);   /* elect.c: the product is the canonical's */
void family_classify(struct finder *f, struct family *fam);
void shape_hooks(struct finder *f, struct family *fam);     /* shape.c: functions that a loader looks up, not rivals; once importers are known */
void family_import(struct finder *f, struct family *fam);   /* importers.c: who takes what, and how often */
void family_judge_imports(struct finder *f, struct family *fam); /* importers.c: which of it is right, once the canonical is known */
void family_rank(struct finder *f, struct family *fam);     /* family.c: counts, cost, order of members */

/* A definition of its own that competes for being the canonical: not said to be anything else by shape. */
bool is_contender(const struct member *m);

#endif
