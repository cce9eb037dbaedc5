/* CN105: a redirect that does not say that it is one. */
#include "base/base.h"
#include "rules/rule.h"

static bool notices(const struct file *f)
{
	if (f->outline.marks & MARK_DEPRECATED)
		return true;
	for (uint32_t i = 0; i < f->details.module_use_count; i++)
		if (f->details.uses[i].kind == USE_CALL && is_notice(str_tail(f->details.uses[i].name, '.')))
			return true;
	return false;
}

static bool is_silent_redirect(const struct rule_input *in, const struct family *fam, const struct member *m)
{
	const struct member *c = canonical_of(fam);
	const struct file *f = &in->project->files[m->file];

	if (m->class != CLASS_REDIRECT || !m->is_production || !c || m->file == c->file)
		return false;
	if (is_package_file(f) || is_face(in->project, m->file, c->file))
		return false;
	return !notices(f);
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		file_id last = NONE;

		vec_foreach(struct member, m, &fam->members) {
			struct finding *x;

			/* Members are sorted by class, then path: one finding for a module. */
			if (!is_silent_redirect(in, fam, m) || m->file == last)
				continue;
			last = m->file;
			x = find_member(out, self, in, fam, m, "this module re-exports `" STR_FMT "` and does not say that " STR_FMT " is the place to import from",
					STR_ARG(m->symbol), STR_ARG(canonical_path(out, in, fam)));
			finding_mend(out, x, MEND_ASK, "add a deprecation notice that names " STR_FMT, STR_ARG(canonical_path(out, in, fam)));
		}
	}
}

const struct rule rule_cn105 = {
	.code = "CN105",
	.name = "silent-redirect",
	.summary = "redirect without a deprecation notice",
	.explanation =
	"A module that only re-exports members of a family from elsewhere, and tells nobody:\n"
	"neither a warning at run time nor a word in its docstring. People keep importing from it.\n"
	"The public face of a package (its `__init__`) is no such redirect.\n"
	"\n"
	"What to do: add a DeprecationWarning, or a docstring that names the canonical; or allow it\n"
	"in canonry.yaml with a reason and a date.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_ASK,
	.run = run,
};
