/* The table of one callable's calls. */
#include "base/base.h"
#include "cli/argument_sites.h"

/* What the audit says of the call: its level is that of the planned change. */
static const struct finding *finding_at(const struct audit *a, file_id file, const struct use *call)
{
	vec_foreach (struct finding, x, &a->findings.items)
		if (x->file == file && x->span.start == call->span.start && str_is(str_from(x->rule->code), "CN403"))
			return x;
	return NULL;
}

static bool is_mapped(const struct config_argument *m, struct str keyword)
{
	for (size_t i = 0; i < m->rename_count; i++)
		if (str_eq(m->renames[i].from, keyword))
			return true;
	for (size_t i = 0; i < m->drop_count; i++)
		if (str_eq(m->drops[i], keyword))
			return true;
	for (size_t i = 0; i < m->move_count; i++)
		if (str_eq(m->moves[i].from, keyword))
			return true;
	return false;
}

/* Keywords that would raise, and of which the map says nothing. */
static struct str unknown_keywords(
	const struct argument_map *m, const struct signature *s, const struct use *call, struct arena *a)
{
	struct str text = STR("");

	for (uint32_t i = 0; s->is_known && !s->takes_any && i < call->argument_count; i++) {
		struct str keyword = call->arguments[i].keyword;

		if (keyword.len && keyword.ptr[0] != '*' && !signature_find(s, keyword) && !is_mapped(m->config, keyword))
			text = arena_printf(a, STR_FMT "%s" STR_FMT "=", STR_ARG(text), text.len ? ", " : "", STR_ARG(keyword));
	}
	return text;
}

static void settle(const struct audit *a, struct argument_site *x)
{
	const struct finding *f = x->plan.items.len ? finding_at(a, x->file, x->call) : NULL;

	x->level = f ? f->mend : x->plan.level;
	x->reason = x->level == MEND_SAFE ? STR("") : f && f->mend != x->plan.level ? f->mend_text : x->plan.reason;
}

static void add_call(struct audit *a, struct argument_table *t, file_id file, const struct use *call, struct arena *arena)
{
	struct argument_site x = { .file = file, .call = call };

	t->calls++;
	call_judge(t->map, &t->signature, call, arena, &x.plan);
	x.unknown = unknown_keywords(t->map, &t->signature, call, arena);
	if (!x.plan.items.len && !x.unknown.len) {
		call_plan_release(&x.plan);
		return;
	}
	settle(a, &x);
	if (x.plan.items.len)
		t->levels[x.level]++;
	t->unknown += x.unknown.len > 0;
	vec_push(&t->sites, x);
}

void argument_table_make(struct audit *a, uint32_t map, struct arena *arena, struct argument_table *ret)
{
	const struct argument_maps *maps = &a->families.arguments;
	const struct argument_map *m = &maps->items.items[map];

	*ret = (struct argument_table){ .map = m, .signature = signature_of(&a->project, a->link, m->file, m->def, arena) };
	for (file_id i = 0; i < a->project.file_count; i++) {
		const struct file *f = &a->project.files[i];

		if (f->roles & (ROLE_BACKUP | ROLE_VENDORED) || !audit_in_focus(a, i))
			continue;
		for (uint32_t k = 0; k < f->details.use_count; k++)
			if (argument_map_of(maps, &a->project, a->link, i, &f->details.uses[k]) == map)
				add_call(a, ret, i, &f->details.uses[k], arena);
	}
}

void argument_table_release(struct argument_table *t)
{
	vec_foreach (struct argument_site, x, &t->sites)
		call_plan_release(&x->plan);
	vec_release(&t->sites);
}
