/* CN401: a member lacks methods that the canonical API has. */
#include "base/base.h"
#include "rules/conformance.h"

#include "analyzers/config.h"
#include "base/path.h"
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

/* The canonical itself lacks what the configuration lists. */
static void look_at_canonical(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam)
{
	const struct member *c = canonical_of(fam);
	struct str *names, text = STR("");
	uint32_t count = c ? surface_unmet(&(struct surface_input){ in->project, in->link, in->families, &out->arena }, fam, &names) : 0;
	struct finding *x;

	if (!count)
		return;
	for (uint32_t i = 0; i < count && i < METHODS_NAMED; i++)
		text = arena_printf(&out->arena, STR_FMT "%s`" STR_FMT "`", STR_ARG(text), i ? ", " : "", STR_ARG(names[i]));
	if (count > METHODS_NAMED)
		text = arena_printf(&out->arena, STR_FMT " and %u more", STR_ARG(text), count - METHODS_NAMED);
	x = find_member(out, self, in, fam, c, "the canonical `" STR_FMT "` lacks " STR_FMT " of the API that " STR_FMT ":%u lists", STR_ARG(c->symbol),
			STR_ARG(text), STR_ARG(path_base(in->config->path)), fam->api->line);
	finding_mend(out, x, MEND_SHOW, "add what is missing, or list what the canonical has");
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct surface_input with = { in->project, in->link, in->families, &out->arena };

	vec_foreach(const struct family, fam, &in->families->items)
		look_at_canonical(self, in, out, fam);
	RULE_MEMBERS(in, fam, m) {
		struct surface s = { 0 };

		if (conformance_is_told(in, fam, m) && surface_find(&with, fam, m, &s) && s.counts[SURFACE_LACKS]) {
			struct finding *x = find_member(out, self, in, fam, m, "`" STR_FMT "` lacks " STR_FMT " of the API of " STR_FMT,
							STR_ARG(m->symbol), STR_ARG(missing_text(&s, &out->arena)),
							STR_ARG(canonical_path(out, in, fam)));

			x->severity = s.is_shared ? SEVERITY_NOTE : conformance_severity(in, fam, m, x->severity);
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
	"with `__getattr__`, which may have it all the same, of variants, of test doubles and of\n"
	"stubs that only raise. It is a note of a duplicate, which is to go: CN101 or CN102 shows\n"
	"the differences, too.\n"
	"\n"
	"In C it is the functions of the header that declares a maker, which take or give out what\n"
	"it makes, beside those of the canonical's header: conn_free(), conn_configure(). Compared\n"
	"is what a name says beside its maker's, so that old_conn_free() is conn_free(). Where both\n"
	"make the same type it is a note, for the canonical's functions can be given what the other\n"
	"makes. In C++ it is the public methods of two classes that both make the product. A maker\n"
	"beside which nothing is declared has no interface of its own.\n"
	"\n"
	"Where canonry.yaml lists under `api` what a family's members must have, that counts, and\n"
	"the canonical is held to it, too.\n"
	"\n"
	"Example: `EngineFactory` has `create` and `close`, and the copy only `create`.\n"
	"\n"
	"What to do: use the canonical, or bring the member's surface up to it.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
