/* CN109: a second factory for the day on which an import fails. */
#include "base/base.h"
#include "rules/proof.h"
#include "rules/rule.h"

/* The first import of the try beside a handler that cannot succeed; NONE when all can. */
static uint32_t failing_import(const struct rule_input *in, file_id file, uint32_t group, struct target *ret)
{
	const struct outline *o = &in->project->files[file].outline;

	for (uint32_t i = 0; i < o->import_count; i++) {
		uint32_t b = o->imports[i].block;

		if (b == NONE || o->blocks[b].kind != BLOCK_TRY || o->blocks[b].group != group)
			continue;
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			*ret = link_import(in->link, file, i, n);
			if (ret->kind == TARGET_NO_MODULE || ret->kind == TARGET_NO_NAME)
				return i;
		}
	}
	return NONE;
}

static uint32_t handler_of(const struct rule_input *in, const struct member *m)
{
	const struct outline *o = &in->project->files[m->file].outline;
	uint32_t b = m->def != NONE ? o->defs[m->def].block : m->index != NONE && m->kind == MEMBER_ASSIGNMENT ? o->bindings[m->index].block : NONE;

	while (b != NONE && o->blocks[b].kind != BLOCK_EXCEPT_IMPORT && o->blocks[b].kind != BLOCK_EXCEPT_ANY && o->blocks[b].kind != BLOCK_EXCEPT)
		b = o->blocks[b].parent;
	return b;
}

static void mend_dead(const struct rule_input *in, struct findings *out, struct finding *x, file_id file, uint32_t handler)
{
	struct str why;

	if (is_try_certain(in, file, handler, &out->arena, &why))
		finding_mend(out, x, MEND_SAFE, "remove the handler and the try around the import");
	else
		finding_mend(out, x, MEND_ASK, "remove the handler and the try around the import, if that can be: " STR_FMT, STR_ARG(why));
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		file_id last_file = NONE;
		uint32_t last_handler = NONE;

		vec_foreach(struct member, m, &fam->members) {
			uint32_t handler = m->class == CLASS_FALLBACK ? handler_of(in, m) : NONE, import;
			struct target t;
			struct finding *x;

			/* Sorted by path and line: one finding for a handler. */
			if (handler == NONE || (m->file == last_file && handler == last_handler))
				continue;
			last_file = m->file;
			last_handler = handler;
			import = failing_import(in, m->file, in->project->files[m->file].outline.blocks[handler].group, &t);
			if (import == NONE) {
				x = find_member(out, self, in, fam, m, "fallback `" STR_FMT "` is dead code: the import before it succeeds", STR_ARG(m->symbol));
				mend_dead(in, out, x, m->file, handler);
			} else {
				uint32_t line = in->project->files[m->file].outline.imports[import].span.line;
				x = find_member(out, self, in, fam, m, "fallback `" STR_FMT "` is live: the import before it names `" STR_FMT "`, which does not exist",
						STR_ARG(m->symbol), STR_ARG(t.name));
				x->severity = m->is_production ? SEVERITY_ERROR : SEVERITY_WARNING;
				finding_relate(out, x, m->file, line, "the import that always fails");
				finding_mend(out, x, MEND_SHOW, "mend the import, then remove the fallback");
			}
			relate_canonical(out, x, fam);
		}
	}
}

const struct rule rule_cn109 = {
	.code = "CN109",
	.name = "error-fallback",
	.summary = "error fallback that defines a second factory",
	.explanation =
	"`try: from app.engine import EngineFactory` with an `except ImportError` that defines\n"
	"another EngineFactory. While the import works the fallback is dead code that searches find.\n"
	"When a name that the try imports does not exist in its target, the import always fails and\n"
	"the fallback is live: then this is an error.\n"
	"\n"
	"What to do: mend the import, remove the fallback.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SAFE,
	.run = run,
};
