/* CN206: a function is declared by hand where its header should be included. */
#include "base/base.h"
#include "rules/creators.h"
#include "rules/rule.h"

#define SILENT (ROLE_NOT_PRODUCTION | ROLE_GENERATED)

/* The one production file that defines the external function, or NONE. */
static file_id defined_in(const struct creators *c, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, name, &refs);
	file_id home = NONE;

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (!str_eq(f->name, name) || c->project->files[refs[i].file].roles & SILENT)
			continue;
		if (f->flags & CFUNC_STATIC || is_header(c->project->files[refs[i].file].path) || (home != NONE && home != refs[i].file))
			return NONE;
		home = refs[i].file;
	}
	return home;
}

/* The one header that declares the function and that the defining file sees, or NONE. */
static file_id canonical_header(struct creators *c, struct str name, file_id home, uint32_t *ret_line)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, name, &refs);
	file_id found = NONE;

	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *p = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (!is_header(c->project->files[refs[i].file].path) || !str_eq(p->name, name) || !sees(c, home, refs[i].file))
			continue;
		if (found != NONE && found != refs[i].file)
			return NONE;
		found = refs[i].file;
		*ret_line = p->span.line;
	}
	return found;
}

static void check(const struct rule *self, const struct rule_input *in, struct findings *out, file_id file, const struct cproto *p)
{
	struct creators *c = in->families->creators;
	file_id home = defined_in(c, p->name), header;
	uint32_t line = 1;
	struct finding *x;

	if (home == NONE || home == file)
		return;
	header = canonical_header(c, p->name, home, &line);
	if (header == NONE)
		return;
	x = finding_add(out, self, NONE, file, p->span, p->name, "`" STR_FMT "` is declared by hand; its header is " STR_FMT, STR_ARG(p->name),
			STR_ARG(in->project->files[header].path));
	x->confidence = 85;
	finding_relate(out, x, header, line, "the header's declaration");
	finding_mend(out, x, MEND_SHOW, "include " STR_FMT " and remove the declaration", STR_ARG(in->project->files[header].path));
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
	"both with one type, in every unit that reads the file.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SAFE,
	.run = run,
};
