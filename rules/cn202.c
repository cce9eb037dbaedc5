/* CN202: an import of a member that does not exist where it is sought. */
#include "base/base.h"
#include "rules/rule.h"

static bool is_dangling(const struct importer *x)
{
	return x->status == IMPORT_NO_MODULE || x->status == IMPORT_NO_NAME;
}

/* The member of that name that lives in the canonical's module: where the import can go without a doubt. */
static bool has_home(const struct rule_input *in, const struct family *fam, struct str name)
{
	const struct member *c = canonical_of(fam);
	struct target t;

	if (!c)
		return false;
	t = link_name(in->link, c->file, name);
	return t.kind == TARGET_DEF && t.file == c->file;
}

static void report(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam, const struct importer *a)
{
	const struct outline *o = &in->project->files[a->file].outline;
	const struct import *im = &o->imports[a->import];
	struct str name = a->n == NONE ? STR("*") : o->names[im->first_name + a->n].name, module = import_module_text(out, in, a);
	struct finding *x;

	if (a->status == IMPORT_NO_MODULE)
		x = finding_add(out, self, family_index(in, fam), a->file, im->span, name, "`" STR_FMT "` is imported from " STR_FMT ", a module that does not exist",
				STR_ARG(name), STR_ARG(module));
	else
		x = finding_add(out, self, family_index(in, fam), a->file, im->span, name, "`" STR_FMT "` is imported from " STR_FMT ", which does not define it",
				STR_ARG(name), STR_ARG(module));
	if (is_guarded(in, a))
		x->severity = SEVERITY_WARNING;
	x->confidence = 95;
	relate_canonical(out, x, fam);
	if (has_home(in, fam, name))
		finding_mend(out, x, MEND_ASK, "import it from " STR_FMT, STR_ARG(canonical_module(in, fam)));
	else
		finding_mend(out, x, MEND_SHOW, "nothing of that name is known; " STR_FMT " is the canonical", STR_ARG(canonical_path(out, in, fam)));
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		for (uint32_t i = 0; i < fam->importers.len; i++) {
			const struct importer *x = &fam->importers.items[i];
			bool is_first = true;

			if (!is_dangling(x))
				continue;
			for (uint32_t k = i; k-- > 0 && is_same_statement(&fam->importers.items[k], x);)
				is_first = is_first && !is_dangling(&fam->importers.items[k]);
			if (is_first)
				report(self, in, out, fam, x);
		}
	}
}

const struct rule rule_cn202 = {
	.code = "CN202",
	.name = "dangling-import",
	.summary = "dangling import of a member",
	.explanation =
	"An import statement that takes a member from a module that does not exist, or from one that\n"
	"does not define the name. It fails when it runs; inside a try it makes the handler the only\n"
	"path that is ever taken (then this is a warning).\n"
	"\n"
	"What to do: import from the canonical module where the name exists there; otherwise find\n"
	"out what the code needs.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_ASK,
	.run = run,
};
