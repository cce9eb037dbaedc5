/* CN201: an import that takes a member from elsewhere than the canonical module. */
#include "base/base.h"
#include "rules/headers.h"
#include "rules/rule.h"

/* Does the statement's every wrong name exist in the canonical's module, as the same object? */
static bool is_safe(const struct rule_input *in, const struct family *fam, const struct importer *x)
{
	const struct member *c = canonical_of(fam);

	return c && x->target.kind == TARGET_DEF && x->target.file == c->file && x->n != NONE &&
	       in->project->files[x->file].outline.imports[x->import].form == IMPORT_FROM;
}

static struct str names_of(const struct rule_input *in, struct findings *out, const struct family *fam, uint32_t first, bool *ret_safe)
{
	const struct importer *a = &fam->importers.items[first];
	const struct outline *o = &in->project->files[a->file].outline;
	struct str names = { 0 };

	*ret_safe = true;
	for (uint32_t i = first; i < fam->importers.len && is_same_statement(a, &fam->importers.items[i]); i++) {
		const struct importer *x = &fam->importers.items[i];
		struct str name = x->n == NONE ? STR("*") : o->names[o->imports[x->import].first_name + x->n].name;

		if (x->status != IMPORT_OTHER)
			continue;
		names = names.len ? arena_printf(&out->arena, STR_FMT ", " STR_FMT, STR_ARG(names), STR_ARG(name)) : name;
		*ret_safe = *ret_safe && is_safe(in, fam, x);
	}
	return names;
}

static void report(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam, uint32_t first)
{
	const struct importer *a = &fam->importers.items[first];
	const struct import *im = &in->project->files[a->file].outline.imports[a->import];
	const struct member *m = a->member == NONE ? NULL : &fam->members.items[a->member];
	bool safe;
	struct str names = names_of(in, out, fam, first, &safe);
	struct finding *x = finding_add(out, self, family_index(in, fam), a->file, im->span, names, "`" STR_FMT "` is imported through %s " STR_FMT, STR_ARG(names),
					m ? member_class_names[m->class] : "module", STR_ARG(import_module_text(out, in, a)));

	if (m) {
		x->confidence = MAX(m->confidence, 60u);
		finding_relate(out, x, m->file, m->span.line, "the %s that it takes", member_class_names[m->class]);
	}
	relate_canonical(out, x, fam);
	if (safe)
		finding_mend(out, x, MEND_SAFE, "import it from " STR_FMT, STR_ARG(canonical_module(in, fam)));
	else
		finding_mend(out, x, MEND_SHOW, "move to " STR_FMT " after comparing the interfaces", STR_ARG(canonical_path(out, in, fam)));
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		for (uint32_t i = 0; i < fam->importers.len; i++) {
			const struct importer *x = &fam->importers.items[i];
			bool is_first = true;

			if (x->status != IMPORT_OTHER || x->is_allowed || x->is_reexport)
				continue;
			for (uint32_t k = i; k-- > 0 && is_same_statement(&fam->importers.items[k], x);)
				is_first = is_first && fam->importers.items[k].status != IMPORT_OTHER;
			if (is_first)
				report(self, in, out, fam, i);
		}
	}
	report_includes(self, in, out);
}

const struct rule rule_cn201 = {
	.code = "CN201",
	.name = "non-canonical-import",
	.summary = "non-canonical import",
	.explanation =
	"An import statement that takes a member of the family through a redirect, an alias, a\n"
	"wrapper, a duplicate or a re-export, and not from the canonical's own module (or the\n"
	"package that shows it). In C and C++: an #include of a header that only forwards to the\n"
	"canonical one, is said to stand in its place (`headers:` in canonry.yaml, or an IWYU\n"
	"pragma `private, include`, or a mapping file), or declares the canonical again. While\n"
	"such imports remain, the detour cannot be removed.\n"
	"\n"
	"What to do: import from the canonical module. Safe where the imported name ends at the\n"
	"canonical or exists there under the same name; otherwise somebody has to look at the\n"
	"interface first.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SAFE,
	.run = run,
};
