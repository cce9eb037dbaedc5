/* The report for machines, schema version 1 (docs/json-report.md): the same tree gives the same bytes. */
#include "base/base.h"
#include "cli/report/report.h"

#include "cli/baseline.h"
#include "cli/command.h"
#include "cli/report/json_value.h"
#include "cli/statement.h"

#define SCHEMA_VERSION 1

static void add_tool(cJSON *report)
{
	cJSON *tool = json_object(report, "tool");

	json_text(tool, "name", STR("canonry"));
	json_text(tool, "version", str_from(program_version));
}

static void add_texts(cJSON *object, const char *key, const struct str *texts, size_t count)
{
	cJSON *list = json_array(object, key);

	for (size_t i = 0; i < count; i++)
		json_append_text(list, texts[i]);
}

static const char *fail_on_name(const struct gate *gate)
{
	return gate->fail_on == SEVERITY_OFF ? "never" : severity_names[gate->fail_on];
}

/* Only what changes the result. */
static void add_options(cJSON *report, const struct audit *a, const struct gate *gate)
{
	cJSON *options = json_object(report, "options");
	bool has_focus = a->scope.focus_count > 0;

	add_texts(options, "paths", has_focus ? a->scope.focus : a->scope.starts,
		has_focus ? a->scope.focus_count : a->scope.start_count);
	add_texts(options, "families", a->options->families, a->options->family_count);
	add_texts(options, "canonicals", a->options->canonicals, a->options->canonical_count);
	json_text_or_null(options, "config", a->config_name);
	json_text(options, "fail_on", str_from(fail_on_name(gate)));
	json_bool(options, "exit_zero", gate->exit_zero);
	json_bool(options, "strict", gate->strict);
	json_text_or_null(options, "baseline", gate->has_baseline ? gate->baseline : STR(""));
	json_text_or_null(options, "changed_since", gate->changed_since);
	json_number(options, "allowed_new", gate->allowed_new);
}

struct totals {
	uint32_t families, fragmented, undecided, members, independent;
	uint32_t by_status[IMPORT_STATUS_COUNT];
	uint32_t by_class[CLASS_COUNT];
};

static void add_to_totals(const struct family *f, struct totals *t)
{
	struct arena scratch = { 0 };
	struct statements statements = statements_of(f, &scratch);

	t->families++;
	t->fragmented += f->independent > 1;
	t->undecided += f->canonical == NONE;
	t->members += (uint32_t)f->members.len;
	t->independent += f->independent;
	for (int i = 0; i < IMPORT_STATUS_COUNT; i++)
		t->by_status[i] += statements.by_status[i];
	vec_foreach (struct member, m, &f->members)
		t->by_class[m->class]++;
	arena_release(&scratch);
}

static void add_totals(cJSON *summary, const struct audit *a)
{
	struct totals t = { 0 };
	cJSON *importers, *classes;

	for (size_t i = 0; i < a->families.items.len; i++)
		if (a->shows_family[i])
			add_to_totals(&a->families.items.items[i], &t);
	json_number(summary, "families", t.families);
	json_number(summary, "fragmented", t.fragmented);
	json_number(summary, "undecided", t.undecided);
	json_number(summary, "members", t.members);
	json_number(summary, "independent", t.independent);
	classes = json_object(summary, "classes");
	for (int i = 0; i < CLASS_COUNT; i++)
		json_number(classes, member_class_names[i], t.by_class[i]);
	importers = json_object(summary, "importers");
	for (int i = 0; i < IMPORT_STATUS_COUNT; i++)
		json_number(importers, import_status_names[i], t.by_status[i]);
}

static const char *verdict_name(int code)
{
	switch (code) {
	case EXIT_CLEAN: return "pass";
	case EXIT_FINDINGS: return "fail";
	default: return "incomplete";
	}
}

static void add_finding_counts(cJSON *summary, const struct audit *a, const struct verdict *v)
{
	cJSON *counts = json_object(summary, "findings");
	cJSON *rules = json_object(summary, "rules");

	json_number(counts, "total", a->findings.items.len);
	json_number(counts, "known", v->known);
	json_number(counts, "stale", v->stale);
	json_number(counts, "ignored", v->suppressed[SUPPRESS_IGNORE]);
	json_number(counts, "fixme", v->suppressed[SUPPRESS_FIXME]);
	for (int severity = SEVERITY_ERROR; severity > SEVERITY_OFF; severity--)
		json_number(counts, severity_names[severity], v->by_severity[severity]);
	for (size_t i = 0; rule_table[i]; i++) {
		uint64_t count = 0;

		vec_foreach (struct finding, x, &a->findings.items)
			count += x->rule == rule_table[i];
		if (count)
			json_number(rules, rule_table[i]->code, count);
	}
}

static void add_summary(cJSON *report, const struct audit *a, const struct verdict *v)
{
	cJSON *summary = json_object(report, "summary");

	add_totals(summary, a);
	add_finding_counts(summary, a, v);
	json_number(summary, "failing", v->failing);
	json_bool(summary, "complete", !v->is_incomplete);
	json_text(summary, "verdict", str_from(verdict_name(v->code)));
	json_number(summary, "exit_code", (uint64_t)v->code);
}

static void add_related(cJSON *item, const struct project *p, const struct finding *x)
{
	cJSON *list = json_array(item, "related");

	vec_foreach (struct related, r, &x->related) {
		cJSON *place = json_append(list);

		json_place(place, p, r->file, r->line);
		json_text(place, "text", r->text);
	}
}

static cJSON *add_finding(cJSON *list, const struct audit *a, const struct finding *x)
{
	cJSON *item = json_append(list);

	json_text(item, "rule", str_from(x->rule->code));
	json_text(item, "name", str_from(x->rule->name));
	json_text(item, "severity", str_from(severity_names[x->severity]));
	json_text(item, "basis", str_from(basis_names[x->basis]));
	json_number(item, "confidence", x->confidence);
	json_place(item, &a->project, x->file, x->span.line);
	json_number(item, "column", x->span.column);
	json_number(item, "end_line", x->span.end_line);
	json_number(item, "end_column", x->span.end_column);
	json_text(item, "symbol", x->symbol);
	json_text_or_null(item, "family", x->family == NONE ? STR("") : a->families.items.items[x->family].product);
	json_text(item, "message", x->message);
	add_related(item, &a->project, x);
	json_text(item, "fingerprint", x->fingerprint);
	json_text(item, "identity", x->identity);
	json_bool(item, "known", x->is_known);
	json_text(item, "mend", str_from(mend_names[x->mend]));
	json_text_or_null(item, "mend_text", x->mend_text);
	return item;
}

static bool is_listed(const struct audit *a, const struct suppression *s)
{
	return s->file == NONE || audit_in_focus(a, s->file);
}

/* What is suppressed, each with the index of what does it in the list that add_suppressions() makes. */
static void add_suppressed(cJSON *report, const struct audit *a)
{
	const struct findings *f = &a->findings;
	struct arena scratch = { 0 };
	uint32_t *places = arena_array(&scratch, uint32_t, f->suppressions.len + 1), count = 0;
	cJSON *list = json_array(report, "suppressed");

	for (size_t i = 0; i < f->suppressions.len; i++) {
		places[i] = count;
		count += is_listed(a, &f->suppressions.items[i]);
	}
	vec_foreach (struct finding, x, &f->suppressed)
		json_number(add_finding(list, a, x), "suppression", places[x->suppression]);
	arena_release(&scratch);
}

/* By identity: the baseline has no more than a line of words for people. */
static void add_gone(cJSON *report, const struct report_options *o)
{
	cJSON *list = json_array(report, "gone");

	if (!o->gone)
		return;
	vec_foreach (struct baseline_line, line, &o->gone->lines) {
		cJSON *item;

		if (line->gone == 0)
			continue;
		item = json_append(list);
		json_text(item, "identity", line->identity);
		json_number(item, "findings", line->gone);
		json_text(item, "text", line->text);
	}
}

static void add_suppression(cJSON *list, const struct audit *a, const struct suppression *s)
{
	cJSON *item = json_append(list), *rules;

	json_text_or_null(item, "path", s->file == NONE ? a->config_name : a->project.files[s->file].path);
	json_number(item, "line", s->span.line);
	json_text_or_null(item, "pattern", s->pattern);
	json_text(item, "intent", str_from(suppress_intent_names[s->intent]));
	json_text(item, "scope", str_from(suppress_scope_names[s->scope]));
	rules = json_array(item, "rules");
	for (uint32_t i = 0; i < s->rule_count; i++) {
		cJSON *rule = json_append(rules);

		json_text(rule, "rule", str_from(s->rules[i].rule->code));
		json_number(rule, "findings", s->rules[i].count);
	}
	json_text_or_null(item, "reason", s->reason);
	json_text_or_null(item, "until", s->until);
	json_bool(item, "expired", s->is_expired);
	json_text_or_null(item, "wrong", s->wrong);
}

static void add_suppressions(cJSON *report, const struct audit *a)
{
	cJSON *list = json_array(report, "suppressions");

	vec_foreach (struct suppression, s, &a->findings.suppressions)
		if (is_listed(a, s))
			add_suppression(list, a, s);
}

cJSON *json_report(const struct audit *a, const struct report_options *o)
{
	cJSON *report, *findings;

	json_init();
	report = cJSON_CreateObject();
	json_number(report, "schema", SCHEMA_VERSION);
	add_tool(report);
	add_options(report, a, o->gate);
	json_text_or_null(report, "commit", a->project.commit);
	add_summary(report, a, o->verdict);
	json_families(report, a);
	findings = json_array(report, "findings");
	vec_foreach (struct finding, x, &a->findings.items)
		add_finding(findings, a, x);
	add_suppressions(report, a);
	add_suppressed(report, a);
	add_gone(report, o);
	json_coverage(report, a);
	return report;
}

static bool write_json(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	json_print(json_report(a, o), out);
	return true;
}

const struct report report_json = {
	.name = "json",
	.description = "everything, for programs (schema version 1)",
	.write = write_json,
};
