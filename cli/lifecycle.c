/* Which state a shim is in, from what the tree says of it and what running programs wrote down. */
#include "base/base.h"
#include "cli/lifecycle.h"

#include "base/strbuf.h"

const char *const stage_names[STAGE_COUNT] = {
	[STAGE_DETECTED] = "detected",
	[STAGE_REDIRECTED] = "redirected",
	[STAGE_WARNED] = "warned",
	[STAGE_COUNTED] = "counted",
	[STAGE_UNUSED] = "unused",
	[STAGE_REMOVABLE] = "removable",
	[STAGE_REMOVED] = "removed",
};

static bool hands_on(enum member_class class)
{
	return class == CLASS_REDIRECT || class == CLASS_ALIAS || class == CLASS_WRAPPER;
}

bool is_shim_or_rival(const struct member *m)
{
	switch (m->class) {
	case CLASS_REDIRECT:
	case CLASS_ALIAS:
	case CLASS_WRAPPER:
	case CLASS_IMPURE_WRAPPER:
	case CLASS_EMPTY_SUBCLASS:
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_FALLBACK: return m->is_production;
	default: return false;
	}
}

static bool is_warned(const struct audit *a, const struct member *m)
{
	return m->is_deprecated || a->project.files[m->file].outline.marks & MARK_DEPRECATED;
}

static enum stage stage_in_use(const struct audit *a, const struct usage_row *row)
{
	if (row->is_counted || row->uses)
		return STAGE_COUNTED;
	return is_warned(a, row->member) ? STAGE_WARNED : STAGE_REDIRECTED;
}

static enum stage stage_of(const struct audit *a, const struct usage *u, const struct usage_row *row, const struct life *life, bool has_logs)
{
	bool may_stay = life->allow && !life->is_overdue;

	if (!row->member)
		return STAGE_REMOVED;
	if (!hands_on(row->member->class))
		return STAGE_DETECTED;
	if (row->importers || row->state == USAGE_USED)
		return stage_in_use(a, row);
	return has_logs && row->state == USAGE_UNUSED && u->reaches_back && !may_stay ? STAGE_REMOVABLE : STAGE_UNUSED;
}

struct life life_of(struct audit *a, const struct usage *u, const struct usage_row *row, const struct owners *owners, bool has_logs)
{
	struct life life = { .owners = STR("") };

	if (row->member) {
		struct strbuf path CLEANUP(strbuf_release) = { 0 };

		life.allow = family_allowance(row->family, &a->config, &a->project, a->link, row->member->file);
		life.is_overdue = life.allow && config_is_over(&a->config, life.allow, audit_rule_input(a).today);
		strbuf_printf(&path, STR_FMT STR_FMT, STR_ARG(a->scope.in_repository), STR_ARG(a->project.files[row->member->file].path));
		life.owners = owners_find(owners, strbuf_str(&path));
	}
	life.stage = stage_of(a, u, row, &life, has_logs);
	return life;
}
