/* CN403: a call that passes what a configured map says is taken no more. */
#include "base/base.h"
#include "rules/arguments.h"
#include "rules/rule.h"

static struct str keywords_text(const struct call_plan *c, struct arena *a)
{
	struct str text = { 0 };

	vec_foreach(struct argument_change, x, &c->items)
		text = arena_printf(a, STR_FMT "%s" STR_FMT "=", STR_ARG(text), text.len ? ", " : "", STR_ARG(x->keyword));
	return text;
}

static struct str reason_text(const struct config_argument *m, struct arena *a)
{
	struct str until = m->until.len ? arena_printf(a, " (until " STR_FMT ")", STR_ARG(m->until)) : STR("");

	if (!m->reason.len)
		return until;
	return arena_printf(a, "; the map says why: " STR_FMT STR_FMT, STR_ARG(m->reason), STR_ARG(until));
}

static void report(const struct rule *self, const struct rule_input *in, struct findings *out, const struct argument_map *map,
		   const struct signature *s, file_id file, const struct use *u)
{
	struct str name = in->project->files[map->file].outline.defs[map->def].name;
	struct finding *x;
	struct call_plan plan;

	call_judge(map, s, u, &out->arena, &plan);
	if (plan.items.len) {
		x = finding_add(out, self, map->family, file, u->span, name, "`" STR_FMT "` does not take " STR_FMT, STR_ARG(name),
				STR_ARG(keywords_text(&plan, &out->arena)));
		finding_relate(out, x, s->file, s->line, "what it takes" STR_FMT, STR_ARG(reason_text(map->config, &out->arena)));
		if (plan.level == MEND_SAFE)
			finding_mend(out, x, MEND_SAFE, STR_FMT, STR_ARG(call_plan_text(&plan, &out->arena)));
		else
			finding_mend(out, x, plan.level, STR_FMT " (" STR_FMT ")", STR_ARG(call_plan_text(&plan, &out->arena)),
				     STR_ARG(plan.reason));
	}
	call_plan_release(&plan);
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	const struct argument_maps *maps = &in->families->arguments;
	struct signature *signatures = arena_array(&out->arena, struct signature, maps->items.len);

	for (size_t i = 0; i < maps->items.len; i++)
		signatures[i] = signature_of(in->project, in->link, maps->items.items[i].file, maps->items.items[i].def, &out->arena);
	for (file_id i = 0; i < in->project->file_count && maps->items.len; i++) {
		const struct file *f = &in->project->files[i];

		for (uint32_t k = 0; k < f->details.use_count && !(f->roles & (ROLE_BACKUP | ROLE_VENDORED)); k++) {
			uint32_t map = argument_map_of(maps, in->project, in->link, i, &f->details.uses[k]);

			if (map != NONE)
				report(self, in, out, &maps->items.items[map], &signatures[map], i, &f->details.uses[k]);
		}
	}
}

const struct rule rule_cn403 = {
	.code = "CN403",
	.name = "removed-argument",
	.summary = "constructor called with a removed or renamed argument",
	.explanation =
	"A call passes a keyword that the callable does not take, and the configuration says what\n"
	"has become of it: renamed, dropped, or now an entry of a dict argument. When the line is\n"
	"reached it raises a TypeError. Only what the signature itself does not take is reported,\n"
	"whatever the map says.\n"
	"\n"
	"Example: `UserContext(user=u, trace=t)`, where canonry.yaml has\n"
	"\n"
	"  arguments:\n"
	"    - callable: app.context:UserContext\n"
	"      rename: {user: user_id}\n"
	"      into: {metadata: [trace]}\n"
	"\n"
	"What to do: write `UserContext(user_id=u, metadata={\"trace\": t})`. `canonry argument-map`\n"
	"shows what becomes of every call, and with --suggest proposes a map.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_SAFE,
	.run = run,
};
