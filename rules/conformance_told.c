/* Which members' surfaces are findings of their own, and how loud: where another finding says the same, a note. */
#include "base/base.h"
#include "rules/conformance.h"
#include "rules/finder.h"
#include "rules/rule.h"

#define BASES_MAX 16

static const struct detail *detail_of(const struct rule_input *in, file_id file, uint32_t def)
{
	return details_find(&in->project->files[file].details, in->project->files[file].outline.defs[def].span.start);
}

/* A class that derives from the canonical has all of it, and overrides what it means to. */
static bool derives(const struct rule_input *in, file_id file, uint32_t def, const struct member *from, unsigned depth)
{
	const struct detail *d = detail_of(in, file, def);
	uint32_t parent = in->project->files[file].outline.defs[def].parent;

	for (uint32_t i = 0; d && depth < BASES_MAX && i < d->base_count; i++) {
		struct target t = link_dotted(in->link, file, parent, d->bases[i]);

		if (t.kind != TARGET_DEF || (t.file == file && t.index == def))
			continue;
		if ((t.file == from->file && t.index == from->def) || derives(in, t.file, t.index, from, depth + 1))
			return true;
	}
	return false;
}

/* The same two, of a family before this one: a class and its base can each be declared. */
static bool is_told_before(const struct rule_input *in, const struct family *fam, const struct member *m, const struct member *c)
{
	vec_foreach (const struct family, before, &in->families->items) {
		const struct member *other = before == fam ? NULL : canonical_of(before);

		if (before == fam)
			break;
		if (other && other->file == c->file && other->def == c->def && member_of_def(before, m->file, m->def) != NONE)
			return true;
	}
	return false;
}

bool conformance_is_told(const struct rule_input *in, const struct family *fam, const struct member *m)
{
	const struct member *c = canonical_of(fam);
	const struct detail *d;

	if (!m->is_production || m->class == CLASS_VARIANT || m->class == CLASS_TEST_DOUBLE)
		return false;
	if (!c || c->def == NONE || m->def == NONE || m->basis != BASIS_LINKED || c->basis != BASIS_LINKED)
		return true;
	d = detail_of(in, m->file, m->def);
	if (m->class == CLASS_FALLBACK && d && d->flags & BODY_RAISES)
		return false; /* nobody can have one */
	return !is_told_before(in, fam, m, c) && !(m->kind == MEMBER_CLASS && !fam->api && derives(in, m->file, m->def, c, 0));
}

enum severity conformance_severity(const struct rule_input *in, const struct family *fam, const struct member *m, enum severity level)
{
	const struct rule *louder = m->class == CLASS_DUPLICATE      ? rule_find(STR("CN101")) :
				    m->class == CLASS_NEAR_DUPLICATE ? rule_find(STR("CN102")) :
								       NULL;

	return louder && !fam->api && rule_level(in->config, louder) != SEVERITY_OFF ? SEVERITY_NOTE : level;
}
