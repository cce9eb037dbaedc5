/* What rules share: walking over members, saying where the canonical is. Private to rules/. */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "base/path.h"
#include "rules/finding.h"

#define RULE_MEMBERS(in, fam, m)                                                        \
	vec_foreach(struct family, fam, &(in)->families->items)                          \
		vec_foreach(struct member, m, &fam->members)

static inline uint32_t family_index(const struct rule_input *in, const struct family *fam)
{
	return (uint32_t)(fam - in->families->items.items);
}

/* A finding at a member's name; it carries the member's confidence and evidence. */
struct finding *find_member(struct findings *out, const struct rule *self, const struct rule_input *in, const struct family *fam,
			    const struct member *m, const char *format, ...) PRINTF_LIKE(6, 7);

/* Add the canonical as a related place, when there is one. */
void relate_canonical(struct findings *out, struct finding *x, const struct family *fam);

/* Relate what a rival does otherwise than the canonical: the most important, each at its line, and how many more there are. */
void relate_differences(struct findings *out, struct finding *x, const struct rule_input *in, const struct family *fam, const struct member *m);

/* "app.engine:EngineFactory", or the product's name where nothing is elected. In the findings' arena. */
struct str canonical_path(struct findings *out, const struct rule_input *in, const struct family *fam);

/* "app.engine", or empty where nothing is elected. */
struct str canonical_module(const struct rule_input *in, const struct family *fam);

/* A family's wrong import statements come name by name; a finding is a whole statement. */
bool is_same_statement(const struct importer *a, const struct importer *b);

/* Do the import statement's failures stay inside of a try? */
bool is_guarded(const struct rule_input *in, const struct importer *x);

/* The words of an import statement's module: dots of a relative import included. In the findings' arena. */
struct str import_module_text(struct findings *out, const struct rule_input *in, const struct importer *x);

/* Is anything of the file imported by anybody, by name, by star or as a module? */
bool is_module_used(const struct rule_input *in, file_id file);

#endif
