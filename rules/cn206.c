/* CN206: a function is declared by hand where its header should be included. */
#include "base/base.h"
#include "rules/creators.h"
#include "rules/rule.h"

#define SILENT (ROLE_NOT_PRODUCTION | ROLE_GENERATED)

/* The one production file that defines the external function, or NONE; also where the declaring file defines it itself. */
static file_id defined_in(const struct creators *c, struct str name, file_id declarer)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, name, &refs);
	file_id home = NONE;

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);
		bool is_own = refs[i].file == declarer;

		if (!str_eq(f->name, name) || (!is_own && (f->flags & CFUNC_STATIC || c->project->files[refs[i].file].roles & SILENT)))
			continue;
		if (is_own || is_header(c->project->files[refs[i].file].path) || (home != NONE && home != refs[i].file))
			return NONE;
		home = refs[i].file;
	}
	return home;
}

struct declared {
	file_id header; /* NONE: none, or several */
	uint32_t line;
	uint32_t count; /* of headers */
};

/* The one header that declares the function, of those that the defining file sees, or of all. */
static struct declared declared_in(struct creators *c, struct str name, file_id home, bool is_seen)
{
	struct declared found = { .header = NONE, .line = 1 };
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, name, &refs);
	file_id last = NONE;

	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *p = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (refs[i].file == last || !is_header(c->project->files[refs[i].file].path) || !str_eq(p->name, name) ||
		    (is_seen && !sees(c, home, refs[i].file)))
			continue;
		last = refs[i].file;
		found.header = found.count++ ? NONE : last;
		found.line = p->span.line;
	}
	return found;
}

static void report(const struct rule *self, const struct rule_input *in, struct findings *out, file_id file, const struct cproto *p, struct declared by)
{
	struct str header = in->project->files[by.header].path;
	struct finding *x = finding_add(out, self, NONE, file, p->span, p->name, "`" STR_FMT "` is declared by hand; its header is " STR_FMT,
					STR_ARG(p->name), STR_ARG(header));

	x->confidence = 85;
	finding_relate(out, x, by.header, by.line, "the header's declaration");
	finding_mend(out, x, MEND_SHOW, "include " STR_FMT " and remove the declaration", STR_ARG(header));
}

/* Nothing to include yet: worth knowing, no more. */
static void report_without_header(const struct rule *self, const struct rule_input *in, struct findings *out, file_id file, const struct cproto *p,
				  file_id home)
{
	struct str path = in->project->files[home].path;
	struct finding *x = finding_add(out, self, NONE, file, p->span, p->name, "`" STR_FMT "` of " STR_FMT " is declared by hand, and no header declares it",
					STR_ARG(p->name), STR_ARG(path));

	x->confidence = 85;
	x->severity = SEVERITY_NOTE;
	finding_mend(out, x, MEND_SHOW, "declare it in a header that " STR_FMT " includes, too", STR_ARG(path));
}

static void check(const struct rule *self, const struct rule_input *in, struct findings *out, file_id file, const struct cproto *p)
{
	struct creators *c = in->families->creators;
	file_id home = defined_in(c, p->name, file);
	struct declared seen, all;

	if (home == NONE)
		return;
	seen = declared_in(c, p->name, home, true);
	all = declared_in(c, p->name, home, false);
	if (seen.header != NONE)
		report(self, in, out, file, p, seen);
	else if (seen.count == 0 && all.header != NONE && project_is_production(in->project, all.header))
		report(self, in, out, file, p, all);
	else if (all.count == 0)
		report_without_header(self, in, out, file, p, home);
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	const struct creators *c = in->families->creators;

	for (uint32_t i = 0; c && i < c->file_count; i++) {
		const struct file *file = &in->project->files[c->files[i]];
		const struct cfacts *f = file->creations;

		if (is_header(file->path) || file->roles & SILENT)
			continue;
		for (uint32_t k = 0; k < f->proto_count; k++)
			if (!(f->protos[k].flags & (CFUNC_STATIC | CFUNC_METHOD)))
				check(self, in, out, c->files[i], &f->protos[k]);
	}
}

const struct rule rule_cn206 = {
	.code = "CN206",
	.name = "declared-by-hand",
	.summary = "prototype repeated outside of the function's header",
	.explanation =
	"A C file declares a function that another file defines and a header declares. When the\n"
	"function changes, the header changes with it and the compiler checks every caller but\n"
	"this one: it goes on calling with the old types.\n"
	"\n"
	"Example: engine.h declares `engine *engine_new(int size)`; tools.c says\n"
	"`extern engine *engine_new(void);` itself.\n"
	"\n"
	"What to do: include the header and remove the declaration. Safe where the compiler sees\n"
	"both with one type, in every unit that reads the file. Where no header declares the\n"
	"function, which is reported as a note: declare it in one.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SAFE,
	.run = run,
};
