/* CN204: one file that is loaded under two module names. */
#include "base/base.h"
#include "rules/rule.h"

struct spelling {
	struct str name;
	file_id file; /* of the first importer that uses it */
	uint32_t line, count;
};

#define SPELLINGS_MAX 8

static void count_spelling(struct spelling *all, uint32_t *count, struct str name, file_id file, uint32_t line)
{
	for (uint32_t i = 0; i < *count; i++) {
		if (str_eq(all[i].name, name)) {
			all[i].count++;
			return;
		}
	}
	if (*count < SPELLINGS_MAX)
		all[(*count)++] = (struct spelling){ name, file, line, 1 };
}

static struct str spelling_of(struct findings *out, const struct rule_input *in, const struct importer *x)
{
	const struct import *im = &in->project->files[x->file].outline.imports[x->import];

	struct str module = im->level ? link_absolute(in->link, x->file, im->level, im->module) : im->module;
	struct str name = x->n == NONE ? STR("") : in->project->files[x->file].outline.names[im->first_name + x->n].name;

	if (im->form == IMPORT_MODULE)
		return name;
	if (x->target.kind != TARGET_MODULE || name.len == 0)
		return module;
	return arena_printf(&out->arena, STR_FMT "." STR_FMT, STR_ARG(module), STR_ARG(name)); /* from a import b */
}

static void check_file(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam, file_id file)
{
	struct spelling all[SPELLINGS_MAX];
	uint32_t count = 0, rare = 0;
	struct finding *x;

	vec_foreach(struct importer, i, &fam->importers)
		if (i->through == file)
			count_spelling(all, &count, spelling_of(out, in, i), i->file, in->project->files[i->file].outline.imports[i->import].span.line);
	if (count < 2)
		return;
	for (uint32_t i = 1; i < count; i++)
		if (all[i].count < all[rare].count)
			rare = i;
	const struct import *im = NULL;
	for (uint32_t i = 0; i < in->project->files[all[rare].file].outline.import_count; i++)
		if (in->project->files[all[rare].file].outline.imports[i].span.line == all[rare].line)
			im = &in->project->files[all[rare].file].outline.imports[i];
	if (!im)
		return;
	x = finding_add(out, self, family_index(in, fam), all[rare].file, im->span, all[rare].name,
			"this file is imported under %u names: here as " STR_FMT ", elsewhere as " STR_FMT, count, STR_ARG(all[rare].name),
			STR_ARG(all[rare ? 0 : 1].name));
	for (uint32_t i = 0; i < count; i++)
		if (i != rare)
			finding_relate(out, x, all[i].file, all[i].line, "%u times as " STR_FMT, all[i].count, STR_ARG(all[i].name));
	finding_mend(out, x, MEND_SHOW, "use one name everywhere");
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		struct map done = { 0 };

		vec_foreach(struct member, m, &fam->members)
			if (m->is_production && m->kind != MEMBER_CALL && map_add(&done, m->file, 0))
				check_file(self, in, out, fam, m->file);
		map_release(&done);
	}
}

const struct rule rule_cn204 = {
	.code = "CN204",
	.name = "double-import",
	.summary = "one file reachable under two module names (double import)",
	.explanation =
	"One file is imported as `pkg.engine` here and as `engine` there (two import roots reach it).\n"
	"Python then loads it twice: two classes of one name, two module-level instances, and\n"
	"isinstance() that says no.\n"
	"\n"
	"What to do: use one name everywhere; take the second root off the path.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
