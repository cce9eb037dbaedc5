/* CN201 for C and C++: an #include of a header that stands in the place of another. */
#include "base/base.h"
#include "analyzers/cfacts.h"
#include "rules/creators.h"
#include "rules/headers.h"

#define SILENT (ROLE_BACKUP | ROLE_VENDORED | ROLE_GENERATED)

static const char *const reasons[] = {
	[HEADER_CONFIGURED] = "stands in the place of",
	[HEADER_PRIVATE] = "is private and names",
	[HEADER_MAPPED] = "is mapped to",
	[HEADER_SHIM] = "only forwards to",
	[HEADER_COPY] = "declares again what belongs to",
};

static const struct header_detour *detour_of(const struct header_detours *d, file_id file)
{
	vec_foreach(struct header_detour, x, &d->items)
		if (x->from == file)
			return x;
	return NULL;
}

static void report(const struct rule *self, const struct rule_input *in, struct findings *out, file_id file, const struct cinclude *i,
		   const struct header_detour *d, file_id last)
{
	struct str from = in->project->files[d->from].path, to = in->project->files[last].path;
	struct finding *x = finding_add(out, self, d->family, file, i->span, i->path, "`" STR_FMT "` %s " STR_FMT, STR_ARG(from), reasons[d->reason], STR_ARG(to));

	x->confidence = d->reason == HEADER_COPY ? 70 : d->reason == HEADER_SHIM ? 80 : 95;
	finding_relate(out, x, d->from, d->line, "the header that it takes");
	finding_relate(out, x, last, 1, "the canonical header");
	finding_mend(out, x, MEND_SHOW, "include " STR_FMT, STR_ARG(to));
}

/* The line says itself that it is to stay, or that this file hands the header on. */
static bool is_meant(const struct cinclude *i)
{
	return str_has(i->pragma, STR("keep")) || str_has(i->pragma, STR("export"));
}

/* A header may forward to another that does: the includes of those in between are their own business. */
void report_includes(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	const struct creators *c = in->families->creators;
	struct header_detours d;

	headers_find(in, &d);
	for (uint32_t i = 0; d.items.len && i < c->file_count; i++) {
		file_id file = c->files[i];
		const struct cfacts *f = cfacts_of(c, file);

		for (uint32_t k = 0; k < f->include_count && !(in->project->files[file].roles & SILENT); k++) {
			const struct header_detour *x = c->targets[file][k] == NONE ? NULL : detour_of(&d, c->targets[file][k]);

			file_id last = x ? headers_last(&d, x->to) : NONE;

			if (x && !is_meant(&f->includes[k]) && last != file && last != x->from && !detour_of(&d, file))
				report(self, in, out, file, &f->includes[k], x, last);
		}
	}
	headers_release(&d);
}
