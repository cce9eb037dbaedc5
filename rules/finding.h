/* Findings: what is wrong, where, how sure, and whether it can be mended. */
#ifndef RULES_FINDING_H
#define RULES_FINDING_H

#include "rules/family.h"
#include "rules/suppress.h"

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_COUNT };
extern const char *const severity_names[SEVERITY_COUNT]; /* "off", "note", "warning", "error" */

/* How safely a finding can be mended by a change of the source. */
enum mend { MEND_NONE, MEND_SHOW, MEND_ASK, MEND_SAFE, MEND_COUNT };
extern const char *const mend_names[MEND_COUNT]; /* "none", "show", "ask", "safe" */

struct related {
	file_id file;
	uint32_t line;
	struct str text; /* "the canonical definition" */
};

struct finding {
	const struct rule *rule;
	enum severity severity;
	unsigned confidence;
	enum basis basis;
	file_id file;
	struct span span;
	struct str symbol;
	uint32_t family;      /* into families, or NONE */
	struct str message;   /* one sentence, no full stop */
	VEC(struct related) related;
	struct str identity;    /* 16 hex digits: see finding_identity(); findings that differ in their lines only share it */
	struct str fingerprint; /* the identity, or for the second and later ones in the file 16 other digits: unique */
	bool is_known;          /* a baseline allows it; the rules leave that to others */
	uint32_t suppression;   /* that is about it: into suppressions, or NONE; then it stands among the suppressed */
	enum mend mend;
	struct str mend_text; /* what the change would be: "import it from app.engine" */
};

/* A VEC, by path, line, column, rule, symbol. */
struct finding_list {
	struct finding *items;
	size_t len, cap;
};

struct findings {
	struct finding_list items;      /* without what is suppressed */
	struct finding_list suppressed; /* in no count of what is wrong */
	VEC(struct suppression) suppressions; /* suppress.h; by path, line */
	struct arena arena;
};

struct cstates;
struct states;
struct tests;

struct rule_input {
	struct project *project;
	struct link *link;
	const struct families *families;
	const struct config *config;
	struct str today; /* YYYY-MM-DD, for expiry dates; tests fix it */
	bool is_narrowed; /* not all families are looked at: what is not found may be there all the same */
	struct states *states; /* made by findings_run() for the rules about state (rules/state.h); NULL in what it is given */
	struct cstates *cstates; /* the same of C and C++ (rules/cstate.h) */
	struct tests *tests;   /* the same for the rules about tests (rules/tests.h) */
};

/*
 * One kind of finding. A rule is a file rules/<code in lower case>.c that
 * defines `const struct rule rule_cnNNN`, and its code in the list of
 * rules/meson.build. Rules see facts and families only, never a language.
 */
struct rule {
	const char *code;        /* "CN101" */
	const char *name;        /* "duplicate-factory": kebab case, unique */
	const char *summary;     /* one line for `canonry rules` */
	const char *explanation; /* what, why it is bad, an example, what to do; paragraphs of text */
	enum severity severity;  /* the default */
	enum mend mend;          /* the best it offers */
	void (*run)(const struct rule *self, const struct rule_input *in, struct findings *out);
};

extern const struct rule *const rule_table[]; /* sorted by code, NULL-terminated */
const struct rule *rule_find(struct str code_or_name); /* NULL when unknown; case does not matter */

/* What the configuration says of a rule, or what the rule says. */
enum severity rule_level(const struct config *c, const struct rule *rule);

/* Run every rule that the configuration leaves on; sort, number, fingerprint. Unknown codes in the configuration are an error. */
bool findings_run(const struct rule_input *in, struct findings *ret, struct err *err);
void findings_release(struct findings *f);

/* Keep those of which `keep` is true. */
typedef bool finding_test(void *context, const struct finding *x);
void findings_keep(struct finding_list *list, finding_test *keep, void *context);

/*
 * Who a finding is, whatever line it stands on: rule, product, symbol and
 * path. 16 hexadecimal digits of XXH3, in the arena; baselines hold them, so
 * that a change of what goes in makes every baseline void.
 */
struct str finding_identity(struct arena *a, const char *code, struct str product, struct str symbol, struct str path);

/* What the ordinal-th finding (from 0) of one identity is called. */
struct str finding_fingerprint(struct arena *a, struct str identity, uint32_t ordinal);

/* The product of its family, or empty. */
struct str finding_product(const struct finding *x, const struct families *families);

/* Stable text for tests: `canonry dump findings`. */
struct strbuf;
void findings_dump(const struct findings *f, const struct project *p, struct strbuf *out);

/* For rules: append one finding and return it, to be filled further; text is copied into findings.arena. */
struct finding *finding_add(struct findings *f, const struct rule *rule, uint32_t family, file_id file, struct span span, struct str symbol,
			    const char *format, ...) PRINTF_LIKE(7, 8);
void finding_relate(struct findings *f, struct finding *x, file_id file, uint32_t line, const char *format, ...) PRINTF_LIKE(5, 6);
void finding_mend(struct findings *f, struct finding *x, enum mend mend, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
