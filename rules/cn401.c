/* CN401: a member lacks methods that the canonical API has. */
#include "base/base.h"
#include "rules/conformance.h"
#include "rules/rule.h"

#define METHODS_NAMED 5 /* in the message; the others are told beside it */

static struct str missing_text(const struct surface *s, struct arena *a)
{
	struct str text = STR("");
	uint32_t shown = 0, count = s->counts[SURFACE_LACKS];

	vec_foreach(struct surface_entry, e, &s->items)
		if (e->state == SURFACE_LACKS && shown++ < METHODS_NAMED)
			text = arena_printf(a, STR_FMT "%s`" STR_FMT "`", STR_ARG(text), text.len ? ", " : "", STR_ARG(e->method));
	return count > METHODS_NAMED ? arena_printf(a, STR_FMT " and %u more", STR_ARG(text), count - METHODS_NAMED) : text;
}

/* A variant is meant to differ, and a double need not have it all. */
static bool should_conform(const struct member *m)
{
	return m->is_production && m->class != CLASS_VARIANT && m->class != CLASS_TEST_DOUBLE;
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct surface s = { 0 };

		if (should_conform(m) && surface_find(in->project, in->link, fam, m, &out->arena, &s) && s.counts[SURFACE_LACKS]) {
			struct finding *x = find_member(out, self, in, fam, m, "`" STR_FMT "` lacks " STR_FMT " of the API of " STR_FMT,
							STR_ARG(m->symbol), STR_ARG(missing_text(&s, &out->arena)),
							STR_ARG(canonical_path(out, in, fam)));

			vec_foreach(struct surface_entry, e, &s.items)
				if (e->state == SURFACE_LACKS)
					finding_relate(out, x, e->canonical_file, e->canonical_line, "`" STR_FMT "` of the canonical",
						       STR_ARG(e->method));
			finding_mend(out, x, MEND_SHOW, "callers that come from the canonical need them: use " STR_FMT " in its place",
				     STR_ARG(canonical_path(out, in, fam)));
		}
		surface_release(&s);
	}
}

const struct rule rule_cn401 = {
	.code = "CN401",
	.name = "missing-method",
	.summary = "member lacks a method of the canonical API",
	.explanation =
	"A duplicate, wrapper or fallback has not all the public methods of the canonical, neither\n"
	"its own nor inherited. Callers that were written for the one fail with the other, and an\n"
	"import that is rewritten cannot mend that. A method whose body is mostly another's counts\n"
	"as renamed (CN402). Nothing is said of classes with a base outside of the code base or\n"
	"with `__getattr__`, which may have it all the same, of variants and of test doubles.\n"
	"\n"
	"Example: `EngineFactory` has `create` and `close`, and the copy only `create`.\n"
	"\n"
	"What to do: use the canonical, or bring the member's surface up to it.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
