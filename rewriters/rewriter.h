/* One kind of change: turns findings into changes with edits. The interface for people who write one. */
#ifndef REWRITERS_REWRITER_H
#define REWRITERS_REWRITER_H

#include "analyzers/source.h"
#include "rewriters/plan.h"

/*
 * A rewriter is a file rewriters/<name>.c that defines
 * `const struct rewriter rewriter_<name>`, and its name in the list of
 * rewriters/meson.build; the order of the list is the order of the steps:
 * importers move before what they left changes.
 *
 * Rewriters see facts, families and findings, and ask the language
 * (lang->source) for everything that depends on how text is written.
 */
struct planner;

struct rewriter {
	const char *name;         /* "import" */
	const char *const *codes; /* of the findings that it mends, NULL-terminated */
	bool keeps_names;         /* its changes leave every scope with the names that it binds */
	const char *title;        /* of its commits, without the product: "take it from the canonical module" */
	const char *why;          /* a sentence or two for the body of the commits */

	bool for_creations;       /* mends findings of C and C++ (finding.basis is not BASIS_LINKED), and no others */

	/* Called once a finding, in the findings' order. It adds at least one change, or leaves the finding to be shown. */
	void (*plan)(const struct rewriter *self, struct planner *p, const struct finding *x);

	/* May be NULL: called once, when all rewriters have had their findings: for what follows from the other changes (seams whose readers moved). */
	void (*finish)(const struct rewriter *self, struct planner *p);
};
const struct rewriter *rewriter_find(struct str name); /* NULL when unknown */
extern const struct rewriter *const rewriter_table[]; /* in the order of steps, NULL-terminated */

/* --- What a rewriter may ask --- */

const struct rule_input *planner_input(const struct planner *p); /* project, link, families, config, today */
const struct findings *planner_findings(const struct planner *p);
bool planner_is_unsafe(const struct planner *p); /* will changes be applied that ask for a human's eye? */
bool planner_is_draft(const struct planner *p);  /* see plan_options */
bool planner_is_later(const struct planner *p);  /* the same */
struct arena *planner_arena(struct planner *p); /* lives as long as the plan is made; changes copy what they are given */

/* The bytes of a file, as they were audited. Empty, with a refusal said, when the file changed since or may not be edited: see planner_may_edit(). */
struct str planner_source(struct planner *p, file_id file);

/* NULL when the file may be changed; otherwise why not: "generated", "vendored", "does not parse", "outside of the root", an encoding, ... */
const char *planner_refusal(struct planner *p, file_id file);

/* Say that the file would have been changed, were it not for planner_refusal(). change_edit() does so by itself. */
void planner_skip(struct planner *p, file_id file);

/* Names and scopes of the file, parsed at the first question. */
const struct source_names *planner_names(struct planner *p, file_id file);
const struct source_style *planner_style(struct planner *p, file_id file);
const struct lang_source *planner_lang(struct planner *p, file_id file); /* its language's hooks */
struct lang_parser *planner_parser(struct planner *p, file_id file);     /* its language's parser, for the hooks that want one */

/* The module that importers in `importer` should name for `target`: relative where the statement `import` is, absolute otherwise. In the arena. */
struct str planner_module_text(struct planner *p, file_id importer, uint32_t import, file_id target);

/*
 * Would importing `target` when `importer` is loaded close a cycle, given the
 * import graph as it is with the changes so far? Only imports that run when a
 * module is loaded count (not those in functions or under TYPE_CHECKING).
 */
bool planner_makes_cycle(struct planner *p, file_id importer, file_id target);

/* The files in whose text this stands, anywhere; sorted. In the planner's arena, or the memo's. Reads all files at the first question. */
uint32_t planner_files_with(struct planner *p, struct str text, const file_id **ret_files);

/* Does loading one module load the other, directly or not, as the import graph is with the changes so far? */
bool planner_loads(struct planner *p, file_id from, file_id to);

/* --- What a rewriter yields --- */

/*
 * Begin a change that mends `x`, at x's place. Returns its index. The level
 * must not be better than the rewriter can prove; `reason` says why it is
 * that. A change without edits is shown only.
 */
uint32_t change_begin(struct planner *p, const struct rewriter *self, const struct finding *x, enum mend level, const char *text_format, ...)
	PRINTF_LIKE(5, 6);
void change_reason(struct planner *p, uint32_t change, const char *format, ...) PRINTF_LIKE(3, 4);
void change_advice(struct planner *p, uint32_t change, const char *format, ...) PRINTF_LIKE(3, 4); /* what a human can do */
void change_at(struct planner *p, uint32_t change, file_id file, struct span span); /* another place than the finding's */
void change_details(struct planner *p, uint32_t change, struct str lines);
void change_needs(struct planner *p, uint32_t change, uint32_t other); /* and they go into one commit */
void change_follows(struct planner *p, uint32_t change, uint32_t other); /* the same, when `other` alone is right too: a commit of its own */

/* Lower the level: safe -> ask -> show. Never raises it. */
void change_lower(struct planner *p, uint32_t change, enum mend level, const char *format, ...) PRINTF_LIKE(4, 5);

void change_edit(struct planner *p, uint32_t change, file_id file, uint32_t start, uint32_t end, struct str text);
void change_edits(struct planner *p, uint32_t change, file_id file, const struct source_edits *edits);
/* No other change may edit these bytes in the same round: the change moves what stands there. */
void change_claims(struct planner *p, uint32_t change, file_id file, uint32_t start, uint32_t end);

void change_remove_file(struct planner *p, uint32_t change, file_id file);

/*
 * The change moves this name of this import statement: for rewriters that
 * come later (seams, redirects, cycles). `target` is the file it then names.
 */
void change_moves_import(struct planner *p, uint32_t change, file_id file, uint32_t import, uint32_t n, file_id target);

/* Where a change so far moves this name of the statement; NONE when it stays. *ret_change is the one that does. */
file_id planner_moved_to(const struct planner *p, file_id file, uint32_t import, uint32_t n, uint32_t *ret_change);

/* C and C++: the change leads this #include of the file (an index of cfacts.includes) to another header; the last word holds. */
void change_moves_include(struct planner *p, uint32_t change, file_id file, uint32_t include, file_id target);
file_id planner_include_moved_to(const struct planner *p, file_id file, uint32_t include, uint32_t *ret_change); /* NONE when it stays */

/* A star import that is replaced by names: where each comes from then. */
struct star_names {
	const struct str *names; /* as its module gives them */
	const file_id *homes;
	uint32_t count;
};
void change_expands_star(struct planner *p, uint32_t change, file_id file, uint32_t import, const struct star_names *names);

/* What a change that will be made leaves of the star import; NULL when it stays. */
const struct star_names *planner_star(const struct planner *p, file_id file, uint32_t import);

/* The last change that mends the finding; NONE when none does so far. */
uint32_t planner_change_of(const struct planner *p, const struct finding *x);

/* Is this finding already mended by a change of another one? */
bool planner_has_mended(const struct planner *p, const struct finding *x);
/* Does a change that will be made take away or rewrite this byte of the file? */
bool planner_will_edit(const struct planner *p, file_id file, uint32_t at);
void change_mends_too(struct planner *p, uint32_t change, const struct finding *x);

#endif
