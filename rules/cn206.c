/* CN206: a function is declared by hand where its header should be included. */
#include "base/base.h"
#include "rules/creators.h"
#include "rules/rule.h"

#define SILENT (ROLE_BACKUP | ROLE_VENDORED | ROLE_GENERATED)

/* The files that define the external function. */
struct homes {
	file_id first; /* NONE: none */
	bool is_several;
};

/* An arm of an #if that has its own function excludes the arm that declares one of another file. */
static bool is_other_arm(const struct cfunc *own, const struct cproto *p)
{
	return own->flags & CFUNC_STATIC && own->flags & CFUNC_CONDITIONAL && p->flags & CFUNC_CONDITIONAL;
}

static void add_home(struct homes *h, file_id file)
{
	if (h->first == NONE)
		h->first = file;
	h->is_several |= h->first != file;
}

static bool defines_for(const struct creators *c, file_id file, const struct cfunc *f, file_id declarer)
{
	unsigned roles = c->project->files[file].roles;

	return !(f->flags & CFUNC_STATIC) && !(roles & SILENT) && (!(roles & ROLE_NOT_PRODUCTION) || !project_is_production(c->project, declarer));
}

/* Of an external function; none where the declaring file defines it itself. */
static struct homes homes_of(const struct creators *c, const struct cproto *p, file_id declarer)
{
	struct homes found = { .first = NONE };
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, p->name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);
		bool is_own = refs[i].file == declarer && str_eq(f->name, p->name) && !is_other_arm(f, p);

		if (is_own || (str_eq(f->name, p->name) && !(f->flags & CFUNC_STATIC) && is_header(c->project->files[refs[i].file].path)))
			return (struct homes){ .first = NONE };
		if (str_eq(f->name, p->name) && defines_for(c, refs[i].file, f, declarer))
			add_home(&found, refs[i].file);
	}
	return found;
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
	if (!project_is_production(in->project, file))
		x->severity = SEVERITY_NOTE;
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

/* Of several that define it, as one for each platform or program, all know the header. */
static bool all_see(struct creators *c, const struct cproto *p, file_id header, file_id declarer)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, p->name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (str_eq(f->name, p->name) && defines_for(c, refs[i].file, f, declarer) && !sees(c, refs[i].file, header))
			return false;
	}
	return true;
}

static void check(const struct rule *self, const struct rule_input *in, struct findings *out, file_id file, const struct cproto *p)
{
	struct creators *c = in->families->creators;
	struct homes homes = homes_of(c, p, file);
	struct declared seen, all;

	if (homes.first == NONE)
		return;
	seen = declared_in(c, p->name, homes.first, true);
	all = declared_in(c, p->name, homes.first, false);
	if (homes.is_several && (seen.header == NONE || !all_see(c, p, seen.header, file)))
		return;
	if (seen.header != NONE)
		report(self, in, out, file, p, seen);
	else if (seen.count == 0 && all.header != NONE && project_is_production(in->project, all.header))
		report(self, in, out, file, p, all);
	else if (all.count == 0)
		report_without_header(self, in, out, file, p, homes.first);
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
	"function, which is reported as a note: declare it in one. In tests all of this is a\n"
	"note. What a known macro defines counts, too: G_DEFINE_TYPE and x_get_type().\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SAFE,
	.run = run,
};
