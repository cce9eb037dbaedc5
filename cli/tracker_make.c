/* The tracker's lines, from an audit: each family with its problem, priority, measures, members, phases and risks. */
#include "base/base.h"
#include "cli/tracker_make.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/utf8.h"
#include "cli/member_text.h"
#include "cli/page.h"
#include "cli/report/markdown.h"
#include "cli/tracker_tasks.h"
#include "rules/rule.h"

#define SHOWN_BYTES 300 /* of a name; hostile ones are longer */

struct maker {
	struct audit *audit;
	const struct tracker_wish *wish;
	struct tracker *out;
	const struct family *family;
	uint64_t id; /* of the family */
	struct standing standing;
};

uint64_t tracker_key(const char *what, struct str product, struct str symbol, struct str path)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	uint64_t key;

	strbuf_printf(&text, "%s%c" STR_FMT "%c" STR_FMT "%c" STR_FMT, what, 0, STR_ARG(product), 0, STR_ARG(symbol), 0, STR_ARG(path));
	key = str_hash(strbuf_str(&text));
	return key > TRACKER_LOG_KEY ? key : key + TRACKER_LOG_KEY + 1;
}

/* Products of one name are told apart by where they are defined. */
uint64_t tracker_family(const struct audit *a, const struct family *fam)
{
	return tracker_key("family", fam->product, STR(""), fam->product_file == NONE ? STR("") : a->project.files[fam->product_file].path);
}

/* --- Text --- */

static struct str shortened(struct str text)
{
	return str_slice(text, 0, SHOWN_BYTES);
}

static struct str code(struct maker *m, struct str text)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	markdown_add_code(&b, shortened(text));
	return arena_str(&m->out->arena, strbuf_str(&b));
}

static struct str literal(struct maker *m, struct str text)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	markdown_add_text(&b, text);
	return arena_str(&m->out->arena, strbuf_str(&b));
}

static struct str path_of(const struct maker *m, file_id file)
{
	return m->audit->project.files[file].path;
}

static struct tracker_line *add(struct maker *m, enum tracker_kind kind, const char *what, struct str symbol, struct str path, struct str text)
{
	struct tracker_line x = { .kind = kind, .family = m->id, .text = text };

	x.key = kind == TRACKER_PLAIN ? 0 : tracker_key(what, arena_printf(&m->out->arena, "%016llx", (unsigned long long)m->id), symbol, path);
	vec_push(&m->out->lines, x);
	return vec_last(&m->out->lines);
}

static void add_heading(struct maker *m, const char *what, struct str text)
{
	bool is_first = m->out->lines.len == 0;

	add(m, TRACKER_HEADING, what, STR(""), STR(""), text)->is_after_blank = !is_first;
}

static struct tracker_line *add_text(struct maker *m, const char *what, struct str text)
{
	struct tracker_line *x = add(m, TRACKER_TEXT, what, STR(""), STR(""), text);

	x->is_after_blank = m->out->lines.len > 1 && x[-1].kind == TRACKER_HEADING;
	return x;
}

static void add_head(struct maker *m, const char *head, const char *rule)
{
	add(m, TRACKER_PLAIN, "", STR(""), STR(""), str_from(head))->is_after_blank = true;
	add(m, TRACKER_PLAIN, "", STR(""), STR(""), str_from(rule));
}

/* --- The parts --- */

static void add_problem(struct maker *m)
{
	const struct family *fam = m->family;
	const struct member *c = canonical_of(fam);
	struct arena *a = &m->out->arena;

	add_heading(m, "problem", STR("### Problem"));
	add_text(m, "implementations", arena_printf(a, STR_FMT " is made by %u %s of production code; one is wanted", STR_ARG(code(m, fam->product)),
		fam->independent, plural(fam->independent, "definition", "definitions")));
	if (c)
		add_text(m, "elected", arena_printf(a, "canonical: " STR_FMT " in " STR_FMT ":%u, %u %% sure", STR_ARG(code(m, c->symbol)),
			STR_ARG(code(m, path_of(m, c->file))), member_place(c).line, fam->confidence));
	else
		add_text(m, "undecided", arena_printf(a, "no canonical: " STR_FMT, STR_ARG(literal(m, fam->decision))));
}

static int claim_of(const struct maker *m)
{
	int claim = tracker_claim(m->wish->document, m->id);

	if (m->wish->claimed >= 0)
		return m->wish->claimed;
	return claim >= 0 ? claim : priority_by_count(&m->standing);
}

static void add_priority(struct maker *m)
{
	struct str reasons[PRIORITY_REASONS];
	struct arena *a = &m->out->arena;
	int now = priority_of(&m->standing), claimed = claim_of(m);
	uint32_t count = priority_reasons(&m->standing, m->family, a, reasons);
	struct tracker_line *x;

	add_heading(m, "priority", STR("### Priority"));
	x = add(m, TRACKER_PRIORITY, "priority", STR(""), STR(""), arena_printf(a, "**P%d** by evidence", now));
	x->is_after_blank = true;
	x->words[0] = arena_printf(a, "P%d", claimed);
	x->words[1] = arena_printf(a, "P%d", now);
	if (claimed != now)
		add_text(m, "assessment", arena_printf(a, "P%d claimed, P%d by evidence: " STR_FMT, claimed, now, STR_ARG(reasons[0])));
	for (uint32_t i = 0; i < count; i++)
		add_text(m, arena_printf(a, "reason %u", i).ptr, reasons[i]);
	if (m->standing.shims && !m->standing.rivals)
		add_text(m, "shims", STR("what stands beside the canonical are shims, there on purpose: nothing has to be merged"));
}

static void add_measure(struct maker *m, const char *what, uint32_t now, uint32_t target)
{
	struct arena *a = &m->out->arena;
	struct tracker_line *x = add(m, TRACKER_MEASURE, what, STR(""), STR(""), STR(""));
	struct str words[TRACKER_WORDS] = { arena_printf(a, "%u", now), arena_printf(a, "%u", now), arena_printf(a, "%u", target) };
	struct str before[TRACKER_WORDS];

	if (tracker_recall(m->wish->document, TRACKER_MEASURE, x->key, before))
		words[0] = before[0];
	x->text = arena_printf(a, "| %s | " STR_FMT " | " STR_FMT " | " STR_FMT " |", what, STR_ARG(words[0]), STR_ARG(words[1]), STR_ARG(words[2]));
	memcpy(x->words, words, sizeof(words));
}

static void add_measures(struct maker *m)
{
	const struct standing *s = &m->standing;

	add_heading(m, "measures", STR("### Success measures"));
	add_head(m, "| measure | before | now | target |", "| --- | ---: | ---: | ---: |");
	add_measure(m, "independent implementations", s->independent, 1);
	add_measure(m, "production imports from a rival", s->bypassing, 0);
	add_measure(m, "production imports through a shim", s->indirect, 0);
	add_measure(m, "imports of tests not from the canonical", s->other_imports, 0);
	add_measure(m, "imports of what is not there", s->dangling, 0);
	add_measure(m, "shims", s->shims, MIN(s->allowed, s->shims));
	add_measure(m, "findings", s->findings, 0);
}

/* --- Members --- */

static const char *const actions[CLASS_COUNT] = {
	[CLASS_CANONICAL] = "keep: everybody takes it from here",
	[CLASS_REDIRECT] = "keep while somebody imports it, then remove",
	[CLASS_WRAPPER] = "call the canonical; remove when nobody imports it",
	[CLASS_IMPURE_WRAPPER] = "move what it adds to the canonical, or to its callers",
	[CLASS_ALIAS] = "keep while somebody imports it, then remove",
	[CLASS_EMPTY_SUBCLASS] = "make it another name of the canonical",
	[CLASS_DUPLICATE] = "make it hand on to the canonical",
	[CLASS_NEAR_DUPLICATE] = "settle the differences, then make it hand on",
	[CLASS_FALLBACK] = "remove it with the try around the import",
	[CLASS_VARIANT] = "keep: it makes something else on purpose",
	[CLASS_TEST_DOUBLE] = "keep: it stands in for tests",
	[CLASS_HELPER] = "keep: a part of making it",
	[CLASS_IMPOSTOR] = "rename it: it makes something else",
	[CLASS_BYPASS] = "ask the canonical instead",
	[CLASS_ACCESSOR] = "keep: it hands out what was made",
	[CLASS_CONFIGURATOR] = "keep: it sets up the canonical",
	[CLASS_SCOPE_HELPER] = "keep: it holds what was made for a while",
	[CLASS_BACKUP] = "remove it: the history has it",
};

static void add_member(struct maker *m, const struct member *x)
{
	const struct config_allow *allow = family_allowance(m->family, &m->audit->config, &m->audit->project, m->audit->link, x->file);
	struct arena *a = &m->out->arena;
	bool stays = str_starts(str_from(actions[x->class]), STR("keep:")) || !x->is_production || (allow && !allow->until.len);
	struct str state = stays ? STR("stays") : STR("open"), action = str_from(actions[x->class]);
	struct tracker_line *line;

	if (allow)
		action = arena_printf(a, "allowed%s" STR_FMT ": " STR_FMT, allow->until.len ? " until " : "", STR_ARG(allow->until),
			STR_ARG(literal(m, shortened(allow->reason))));
	line = add(m, TRACKER_MEMBER, "member", x->symbol,
		arena_printf(a, STR_FMT "%c%d", STR_ARG(path_of(m, x->file)), 0, (int)x->kind),
		arena_printf(a, "| %s | " STR_FMT ":%u | " STR_FMT ": " STR_FMT " | " STR_FMT " | " STR_FMT " |", member_class_names[x->class],
			STR_ARG(code(m, path_of(m, x->file))), member_place(x).line, STR_ARG(code(m, x->symbol)),
			STR_ARG(literal(m, member_best_evidence(x))), STR_ARG(action), STR_ARG(state)));
	line->words[0] = state;
}

static void add_members(struct maker *m)
{
	add_heading(m, "members", STR("### Members and evidence"));
	add_head(m, "| class | where | what, and why | action | state |", "| --- | --- | --- | --- | --- |");
	vec_foreach (struct member, x, &m->family->members)
		add_member(m, x);
}

/* --- Tasks --- */

static const char *const phase_titles[PHASE_COUNT] = {
	[PHASE_ESTABLISH] = "### Phase 1: establish the canonical",
	[PHASE_ELIMINATE] = "### Phase 2: eliminate duplicates",
	[PHASE_MOVE] = "### Phase 3: move importers",
	[PHASE_REMOVE] = "### Phase 4: remove what is left",
};

static void add_tasks(struct maker *m)
{
	struct tasks tasks = { 0 };

	tasks_find(m->audit, m->family, &m->out->arena, &tasks);
	for (unsigned phase = 0; phase < PHASE_COUNT; phase++) {
		bool has_heading = false;

		vec_foreach (struct task, t, &tasks.items) {
			struct tracker_line *x;

			if (t->phase != phase)
				continue;
			if (!has_heading)
				add_heading(m, phase_titles[phase], str_from(phase_titles[phase]));
			x = add(m, TRACKER_TASK, t->what, t->symbol, t->path, t->text);
			x->is_after_blank = !has_heading;
			x->words[0] = t->is_done ? STR("done") : STR("open");
			has_heading = true;
		}
	}
	vec_release(&tasks.items);
}

static void add_risks(struct maker *m)
{
	const struct standing *s = &m->standing;
	const struct family *fam = m->family;
	struct arena *a = &m->out->arena;
	struct verdict verdict = audit_verdict(m->audit, &(struct gate){ 0 }, 0);

	add_heading(m, "risks", STR("### Risks"));
	add_text(m, "proven", arena_printf(a, "of %u %s %u can be mended with proof, %u need somebody's eye, %u can only be shown", s->findings,
		plural(s->findings, "finding", "findings"), s->safe, s->ask, s->show));
	if (fam->canonical != NONE && !fam->is_declared)
		add_text(m, "election", arena_printf(a, "the canonical is elected, %u %% sure; the configuration does not name it", fam->confidence));
	if (verdict.unread || verdict.unparsed)
		add_text(m, "unread", arena_printf(a, "%u %s of the code base could not be read or understood", verdict.unread + verdict.unparsed,
			plural(verdict.unread + verdict.unparsed, "file", "files")));
	add_text(m, "outside", STR("code outside of this tree that imports a shim is not seen: `canonry status --usage` counts it"));
}

/* --- The document --- */

static void add_family(struct maker *m, const struct family *fam)
{
	m->family = fam;
	m->id = tracker_family(m->audit, fam);
	m->standing = standing_of(m->audit, fam);
	add_heading(m, "family", arena_printf(&m->out->arena, "## " STR_FMT, STR_ARG(code(m, fam->product))));
	add_problem(m);
	add_priority(m);
	add_measures(m);
	add_members(m);
	add_tasks(m);
	add_risks(m);
}

static void add_start(struct maker *m)
{
	struct tracker_line log = { .kind = TRACKER_HEADING, .key = TRACKER_LOG_KEY, .text = STR("## Log"), .is_after_blank = true };

	vec_push(&m->out->lines, log);
}

/* Is there anything to do about it, or was there, as the document has it? */
static bool is_wanted(const struct maker *m, const struct family *fam, uint32_t taken)
{
	uint32_t index = (uint32_t)(fam - m->audit->families.items.items);
	bool is_known = tracker_knows(m->wish->document, tracker_family(m->audit, fam));

	if (is_known || !m->audit->shows_family[index])
		return is_known && m->audit->shows_family[index];
	if (m->wish->document.len && !m->wish->adds_families)
		return false;
	return !m->wish->top || taken < m->wish->top;
}

static bool has_findings(const struct audit *a, const struct family *fam)
{
	vec_foreach (struct finding, f, &a->findings.items)
		if (f->family == (uint32_t)(fam - a->families.items.items))
			return true;
	return false;
}

static uint32_t gaps_of(const struct audit *a)
{
	struct verdict verdict = audit_verdict(a, &(struct gate){ 0 }, 0);

	return verdict.unread + verdict.unparsed;
}

bool tracker_sees_enough(const struct audit *a, const struct tracker *now, struct str document)
{
	struct str words[TRACKER_WORDS];
	unsigned long before = 0;

	if (a->scope.focus_count)
		return false;
	if (tracker_recall(document, TRACKER_HEADING, now->lines.items[0].key, words))
		before = strtoul(words[0].ptr, NULL, 10);
	return gaps_of(a) <= before;
}

uint32_t tracker_make(struct audit *a, const struct tracker_wish *wish, struct tracker *ret)
{
	struct maker m = { .audit = a, .wish = wish, .out = ret };
	uint32_t taken = 0, left = 0;
	struct map seen = { 0 };

	add_heading(&m, "document", STR("# Remediation"));
	vec_last(&ret->lines)->words[0] = arena_printf(&ret->arena, "%u", gaps_of(a));
	vec_foreach (struct family, fam, &a->families.items) {
		bool is_known = tracker_knows(wish->document, tracker_family(a, fam));

		if (!is_known && !has_findings(a, fam) && !(wish->adds_families && wish->top == 0))
			continue;
		if (!is_wanted(&m, fam, taken)) {
			left++;
		} else if (map_add(&seen, tracker_family(a, fam), 0)) {
			add_family(&m, fam);
			taken++;
		}
	}
	m.id = 0;
	add_start(&m);
	map_release(&seen);
	return left;
}
