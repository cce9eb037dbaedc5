/* Controls in the compliance report: what speaks for each and what against it. */
#include "base/base.h"
#include "cli/compliance.h"

#include "base/path.h"
#include "cli/audit.h"
#include "cli/page.h"
#include "cli/report/json_value.h"
#include "cli/statement.h"

const char *const support_names[SUPPORT_COUNT] = {
	[SUPPORT_NONE] = "no-evidence",
	[SUPPORT_FOR] = "supports",
	[SUPPORT_MIXED] = "mixed",
	[SUPPORT_AGAINST] = "speaks-against",
};

/* A fact of this audit: does it hold, and in which words. */
struct answer {
	bool holds;
	struct str text;
};

struct asked {
	const struct compliance_input *in;
	const cJSON *report;
	const struct control *control;
	uint32_t families, single; /* that the control is about; those of them with one implementation, and it is known which */
	uint64_t imports, astray;
	struct arena arena;
};

static bool is_about(const struct control *c, struct str product)
{
	for (size_t i = 0; i < c->product_count; i++)
		if (path_glob(c->products[i], product))
			return true;
	return c->product_count == 0;
}

static void count_families(struct asked *q)
{
	const struct audit *a = q->in->audit;

	for (size_t i = 0; i < a->families.items.len; i++) {
		const struct family *f = &a->families.items.items[i];
		struct statements statements;

		if (!a->shows_family[i] || !is_about(q->control, f->product))
			continue;
		statements = statements_of(f, &q->arena);
		q->families++;
		q->single += f->canonical != NONE && f->independent <= 1;
		q->imports += statements.len - statements.reexports;
		q->astray += statements.astray;
	}
}

/* --- Facts --- */

static struct answer one_implementation(struct asked *q)
{
	return (struct answer){ q->families && q->single == q->families,
		arena_printf(&q->arena, "%u of %u %s %s one implementation, and it is known which", q->single, q->families,
			plural(q->families, "product", "products"), plural(q->single, "has", "have")) };
}

static struct answer one_way(struct asked *q)
{
	return (struct answer){ q->families && q->astray == 0,
		arena_printf(&q->arena, "%s of %s %s by a way round, or nowhere", number_text(q->astray).text, number_text(q->imports).text,
			plural(q->imports, "import ends", "imports end")) };
}

static struct answer read_whole(struct asked *q)
{
	const cJSON *read = cJSON_GetObjectItem(q->report, "read");
	bool holds = cJSON_IsTrue(cJSON_GetObjectItem(read, "complete"));
	int left = (int)(cJSON_GetNumberValue(cJSON_GetObjectItem(read, "unread")) + cJSON_GetNumberValue(cJSON_GetObjectItem(read, "unparsed")));

	return (struct answer){ holds, holds ? STR("every file was read and understood") :
		arena_printf(&q->arena, "%d %s could not be read or understood", left, plural((uint64_t)left, "file", "files")) };
}

static struct answer recorded_state(struct asked *q)
{
	const cJSON *dirty = cJSON_GetObjectItem(q->report, "dirty");

	if (cJSON_IsNull(dirty))
		return (struct answer){ false, STR("the sources belong to no commit") };
	return cJSON_IsFalse(dirty) ? (struct answer){ true, STR("the sources are those of the commit") } :
				      (struct answer){ false, STR("the sources differ from the commit") };
}

static struct answer reasons_given(struct asked *q)
{
	uint32_t all = 0, bad = 0;

	vec_foreach (struct suppression, s, &q->in->audit->findings.suppressions) {
		all++;
		bad += s->wrong.len || s->is_expired || !s->reason.len;
	}
	if (!all)
		return (struct answer){ true, STR("nothing is passed over") };
	return (struct answer){ bad == 0, arena_printf(&q->arena, "%u of %u %s a reason whose time is not over", all - bad, all,
		plural(all, "suppression has", "suppressions have")) };
}

static struct answer chained(struct asked *q)
{
	return q->in->previous ? (struct answer){ true, arena_printf(&q->arena, "follows the report of %s", q->in->previous->time) } :
				 (struct answer){ false, STR("names no report before it") };
}

static struct answer (*const ask[FACT_COUNT])(struct asked *q) = {
	[FACT_ONE_IMPLEMENTATION] = one_implementation,
	[FACT_ONE_WAY] = one_way,
	[FACT_READ_WHOLE] = read_whole,
	[FACT_RECORDED_STATE] = recorded_state,
	[FACT_REASONS_GIVEN] = reasons_given,
	[FACT_CHAINED] = chained,
};

/* Facts about families say nothing where there is none, and no fact does of a control whose products are not there. */
static bool is_silent(const struct asked *q, enum control_fact fact)
{
	return q->families == 0 && (q->control->product_count || fact == FACT_ONE_IMPLEMENTATION || fact == FACT_ONE_WAY);
}

/* Counts how many there are on both sides: [0] against, [1] for. */
static void add_facts(struct asked *q, cJSON *speaks_for, cJSON *against, uint32_t counts[2])
{
	for (size_t i = 0; i < q->control->fact_count; i++) {
		enum control_fact fact = q->control->facts[i];
		struct answer answer;
		cJSON *item;

		if (is_silent(q, fact))
			continue;
		answer = ask[fact](q);
		item = json_append(answer.holds ? speaks_for : against);
		json_text(item, "fact", str_from(control_fact_names[fact]));
		json_text(item, "text", answer.text);
		counts[answer.holds]++;
	}
}

/* --- Findings --- */

static bool is_against(const struct control *c, const struct rule *rule)
{
	for (size_t i = 0; i < c->against_count; i++)
		if (c->against[i] == rule)
			return true;
	return false;
}

static bool concerns(const struct asked *q, const struct finding *x)
{
	if (!is_against(q->control, x->rule))
		return false;
	return q->control->product_count == 0 ||
	       (x->family != NONE && is_about(q->control, q->in->audit->families.items.items[x->family].product));
}

static uint32_t add_findings(struct asked *q, cJSON *against)
{
	const struct audit *a = q->in->audit;
	uint32_t count = 0;

	vec_foreach (struct finding, x, &a->findings.items) {
		cJSON *item;

		if (!concerns(q, x))
			continue;
		item = json_append(against);
		json_text(item, "rule", str_from(x->rule->code));
		json_text(item, "text", x->message);
		json_place(item, &a->project, x->file, x->span.line);
		json_text_or_null(item, "product", x->family == NONE ? STR("") : a->families.items.items[x->family].product);
		json_text(item, "fingerprint", x->fingerprint);
		count++;
	}
	return count;
}

/* What would speak against the control and was passed over: an auditor asks for the reasons. */
static void add_accepted(cJSON *control, const struct asked *q)
{
	const struct audit *a = q->in->audit;
	cJSON *list = json_array(control, "accepted");

	vec_foreach (struct suppression, s, &a->findings.suppressions)
		for (uint32_t i = 0; i < s->rule_count; i++) {
			cJSON *item;

			if (!is_against(q->control, s->rules[i].rule) || !s->rules[i].count)
				continue;
			item = json_append(list);
			json_text(item, "rule", str_from(s->rules[i].rule->code));
			json_number(item, "findings", s->rules[i].count);
			json_text(item, "intent", str_from(suppress_intent_names[s->intent]));
			json_text_or_null(item, "reason", s->reason);
			json_text_or_null(item, "until", s->until);
			json_text_or_null(item, "path", s->file == NONE ? a->config_name : a->project.files[s->file].path);
			json_number(item, "line", s->span.line);
		}
}

/* --- Controls --- */

static enum support support_of(const struct asked *q, uint32_t speaks_for, uint32_t against)
{
	if (!speaks_for && !against)
		return SUPPORT_NONE;
	if (speaks_for && against)
		return SUPPORT_MIXED;
	return against ? SUPPORT_AGAINST : SUPPORT_FOR;
}

static void add_control(cJSON *list, const struct compliance_input *in, const cJSON *report, const struct control *c)
{
	struct asked q = { .in = in, .report = report, .control = c };
	uint32_t facts[2] = { 0 }, findings;
	cJSON *item = json_append(list), *speaks_for, *against;

	count_families(&q);
	json_text(item, "framework", c->framework);
	json_text(item, "id", c->id);
	json_text(item, "title", c->title);
	json_text_or_null(item, "statement", c->statement);
	speaks_for = cJSON_CreateArray();
	against = cJSON_CreateArray();
	add_facts(&q, speaks_for, against, facts);
	findings = add_findings(&q, against);
	json_text(item, "support", str_from(support_names[support_of(&q, facts[1], facts[0] + findings)]));
	json_number(item, "families", q.families);
	cJSON_AddItemToObject(item, "for", speaks_for);
	cJSON_AddItemToObject(item, "against", against);
	add_accepted(item, &q);
	arena_release(&q.arena);
}

void compliance_add_controls(cJSON *report, const struct compliance_input *in)
{
	cJSON *list = json_array(report, "controls");

	for (size_t i = 0; i < in->controls->len; i++)
		add_control(list, in, report, &in->controls->items[i]);
}
