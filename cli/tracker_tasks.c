/* Tasks from findings and members: one for each file and rule, so that a box is ticked when the file is done. */
#include "base/base.h"
#include "cli/tracker_tasks.h"

#include "cli/page.h"
#include "cli/report/markdown.h"
#include "rules/rule.h"

#define SHOWN_BYTES 300 /* of a name; hostile ones are longer */
#define LINES_SHOWN 8   /* of one file */

/* Findings whose end the last phase brings, member by member. */
static const char *const of_last_phase[] = { "CN104", "CN106", "CN108" };

/* State that the canonical shares is mended before anybody moves to it; that of another member goes with the member. */
static enum phase phase_of_state(const struct audit *a, const struct finding *f)
{
	const struct member *c = f->family == NONE ? NULL : canonical_of(&a->families.items.items[f->family]);

	return c && c->file == f->file ? PHASE_ESTABLISH : PHASE_ELIMINATE;
}

static enum phase phase_of(const struct audit *a, const struct finding *f)
{
	for (size_t i = 0; i < ARRAY_LEN(of_last_phase); i++)
		if (strcmp(f->rule->code, of_last_phase[i]) == 0)
			return PHASE_REMOVE;
	if (f->rule->code[2] == '3' && strcmp(f->rule->code, "CN305") != 0)
		return phase_of_state(a, f);
	return f->rule->code[2] == '1' ? PHASE_ELIMINATE : PHASE_MOVE;
}

static struct str path_of(const struct audit *a, file_id file)
{
	return a->project.files[file].path;
}

static void add_code(struct strbuf *out, struct str text)
{
	markdown_add_code(out, str_slice(text, 0, SHOWN_BYTES));
}

/* --- Establish --- */

static void add_establish(struct audit *a, const struct family *fam, struct arena *arena, struct tasks *ret)
{
	const struct member *c = canonical_of(fam);
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (!c) {
		strbuf_addz(&text, "decide which definition is the canonical one: ");
		markdown_add_text(&text, fam->decision);
		vec_push(&ret->items, (struct task){ .phase = PHASE_ESTABLISH, .what = "decide", .text = arena_str(arena, strbuf_str(&text)) });
		return;
	}
	strbuf_addz(&text, "name the canonical in `canonry.yaml`: ");
	add_code(&text, member_path(a->link, c, arena));
	vec_push(&ret->items, (struct task){ PHASE_ESTABLISH, "declare", STR(""), STR(""), arena_str(arena, strbuf_str(&text)), fam->is_declared });
}

/* --- Findings --- */

/* Findings of one file and rule: where they are, and what is said of the first. */
static struct str text_of(const struct audit *a, const struct finding *const *group, size_t count, struct arena *arena)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const struct finding *first = group[0];

	add_code(&text, path_of(a, first->file));
	for (size_t i = 0; i < MIN(count, LINES_SHOWN); i++)
		strbuf_printf(&text, "%s%u", i ? ", " : ":", group[i]->span.line);
	strbuf_addz(&text, count > LINES_SHOWN ? " and more: " : ": ");
	markdown_add_text(&text, first->message);
	if (first->mend_text.len) {
		strbuf_addz(&text, "; ");
		markdown_add_text(&text, first->mend_text);
	}
	strbuf_printf(&text, " (%s, %s)", first->rule->code, mend_names[first->mend]);
	return arena_str(arena, strbuf_str(&text));
}

static bool is_same_task(const struct finding *a, const struct finding *b)
{
	return a->file == b->file && a->rule == b->rule;
}

static void add_group(const struct audit *a, const struct finding *const *all, size_t first, size_t end, struct arena *arena, struct tasks *ret)
{
	const struct finding **group = arena_array(arena, const struct finding *, end - first);
	size_t count = 0;

	for (size_t i = first; i < end && all[i]->file == all[first]->file; i++)
		if (is_same_task(all[i], all[first]))
			group[count++] = all[i];
	vec_push(&ret->items, (struct task){ phase_of(a, all[first]), all[first]->rule->code, STR(""), path_of(a, all[first]->file),
		text_of(a, group, count, arena), false });
}

static bool is_first(const struct finding *const *all, size_t at)
{
	for (size_t i = at; i-- > 0 && all[i]->file == all[at]->file;)
		if (is_same_task(all[i], all[at]))
			return false;
	return true;
}

static void add_findings(const struct audit *a, const struct family *fam, struct arena *arena, struct tasks *ret)
{
	uint32_t index = (uint32_t)(fam - a->families.items.items);
	const struct finding **all = arena_array(arena, const struct finding *, a->findings.items.len + 1);
	size_t count = 0;

	vec_foreach (struct finding, f, &a->findings.items)
		if (f->family == index && phase_of(a, f) != PHASE_REMOVE)
			all[count++] = f;
	/* Production first: what stands on it follows. */
	for (int is_production = 1; is_production >= 0; is_production--)
		for (size_t i = 0; i < count; i++)
			if (project_is_production(&a->project, all[i]->file) == is_production && is_first(all, i))
				add_group(a, all, i, count, arena, ret);
}

/* --- Remove --- */

static bool goes_at_last(const struct audit *a, const struct member *m)
{
	switch (m->class) {
	case CLASS_REDIRECT:
	case CLASS_ALIAS: return m->is_production;
	case CLASS_WRAPPER: return m->is_production && (m->is_deprecated || a->project.files[m->file].outline.marks & MARK_DEPRECATED);
	case CLASS_BACKUP: return true;
	default: return false;
	}
}

static void add_removal(struct audit *a, const struct member *m, const struct config_allow *allow, struct arena *arena, struct tasks *ret)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	add_code(&text, path_of(a, m->file));
	strbuf_printf(&text, ": remove the %s ", member_class_names[m->class]);
	add_code(&text, m->symbol);
	if (m->importers)
		strbuf_printf(&text, " once nobody imports it (%s %s now)", number_text(m->importers).text, plural(m->importers, "import", "imports"));
	if (allow)
		strbuf_printf(&text, ", allowed until " STR_FMT, STR_ARG(allow->until));
	vec_push(&ret->items, (struct task){ PHASE_REMOVE, "remove", m->symbol, path_of(a, m->file), arena_str(arena, strbuf_str(&text)), false });
}

static void add_removals(struct audit *a, const struct family *fam, struct arena *arena, struct tasks *ret)
{
	vec_foreach (struct member, m, &fam->members) {
		const struct config_allow *allow = family_allowance(fam, &a->config, &a->project, a->link, m->file);

		if (goes_at_last(a, m) && !(allow && !allow->until.len))
			add_removal(a, m, allow, arena, ret);
	}
}

void tasks_find(struct audit *a, const struct family *fam, struct arena *arena, struct tasks *ret)
{
	add_establish(a, fam, arena, ret);
	add_findings(a, fam, arena, ret);
	add_removals(a, fam, arena, ret);
}
