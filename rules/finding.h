/* Findings: what is wrong, where, how sure, and whether it can be mended. */
#ifndef RULES_FINDING_H
#define RULES_FINDING_H

#include "rules/family.h"

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
	struct str fingerprint; /* 16 hex digits: rule + family + symbol + place, multiplicity; no line numbers */
	enum mend mend;
	struct str mend_text; /* what the change would be: "import it from app.engine" */
};

struct findings {
	VEC(struct finding) items; /* by path, line, column, rule, symbol */
	struct arena arena;
};

struct states;

struct rule_input {
	struct project *project;
	struct link *link;
	const struct families *families;
	const struct config *config;
	struct str today; /* YYYY-MM-DD, for expiry dates; tests fix it */
	struct states *states; /* made by findings_run() for the rules about state (rules/state.h); NULL in what it is given */
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

/* Run every rule that the configuration leaves on; sort, number, fingerprint. Unknown codes in the configuration are an error. */
bool findings_run(const struct rule_input *in, struct findings *ret, struct err *err);
void findings_release(struct findings *f);

/* Stable text for tests: `canonry dump findings`. */
struct strbuf;
void findings_dump(const struct findings *f, const struct project *p, struct strbuf *out);

/* For rules: append one finding and return it, to be filled further; text is copied into findings.arena. */
struct finding *finding_add(struct findings *f, const struct rule *rule, uint32_t family, file_id file, struct span span, struct str symbol,
			    const char *format, ...) PRINTF_LIKE(7, 8);
void finding_relate(struct findings *f, struct finding *x, file_id file, uint32_t line, const char *format, ...) PRINTF_LIKE(5, 6);
void finding_mend(struct findings *f, struct finding *x, enum mend mend, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
