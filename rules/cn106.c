/* CN106: a redirect or wrapper that has served its time. */
#include "base/base.h"
#include "rules/rule.h"

#include "analyzers/config.h"

/* Hands on a member in one way or the other. */
static bool hands_on(const struct member *m)
{
	return m->class == CLASS_WRAPPER || m->class == CLASS_IMPURE_WRAPPER || m->class == CLASS_REDIRECT || m->class == CLASS_ALIAS;
}

/* Hands on a member, and has no other reason to be: a wrapper that is not on its way out may be somebody's entry. */
static bool is_gone(const struct rule_input *in, const struct member *m)
{
	if (m->basis != BASIS_LINKED)
		return false; /* who includes a header may do so for anything in it */
	if (m->class == CLASS_WRAPPER || m->class == CLASS_IMPURE_WRAPPER)
		return m->is_deprecated || in->project->files[m->file].outline.marks & MARK_DEPRECATED;
	return m->class == CLASS_REDIRECT || m->class == CLASS_ALIAS;
}

static bool is_file_unused(const struct rule_input *in, const struct family *fam, const struct member *m)
{
	const struct file *f = &in->project->files[m->file];

	if (is_package_file(f))
		return false;
	vec_foreach(struct member, other, &fam->members)
		if (other->file == m->file && (!is_gone(in, other) || other->importers))
			return false;
	return !is_module_used(in, m->file);
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		file_id last = NONE;

		vec_foreach(struct member, m, &fam->members) {
			const struct config_allow *allow;
			struct finding *x = NULL;

			if (!hands_on(m) || !m->is_production || m->file == last)
				continue;
			allow = family_allowance(fam, in->config, in->project, in->link, m->file);
			if (allow && config_is_over(in->config, allow, in->today))
				x = find_member(out, self, in, fam, m, "`" STR_FMT "` was allowed until " STR_FMT ", which has passed", STR_ARG(m->symbol),
						STR_ARG(allow->until));
			else if (!allow && is_gone(in, m) && is_file_unused(in, fam, m))
				x = find_member(out, self, in, fam, m, "nobody imports this module any more: it only hands on `" STR_FMT "`", STR_ARG(m->symbol));
			if (!x)
				continue;
			last = m->file;
			finding_mend(out, x, MEND_ASK, "remove it");
		}
	}
}

const struct rule rule_cn106 = {
	.code = "CN106",
	.name = "unused-redirect",
	.summary = "redirect or wrapper that nobody imports any more, or past its date",
	.explanation =
	"A redirect, alias module or deprecated wrapper that no import statement of this code base\n"
	"uses, or one that the configuration allowed until a date that has passed.\n"
	"\n"
	"What to do: remove it; if it is public interface for others, allow it in canonry.yaml with\n"
	"a reason and a date.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_ASK,
	.run = run,
};
