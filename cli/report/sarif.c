/* SARIF 2.1.0 as GitHub's code scanning wants it, valid by its schema for everybody else; compact. */
#include "base/base.h"
#include "cli/report/report.h"

#include "cli/command.h"
#include "cli/report/item.h"
#include "cli/report/json_value.h"
#include "cli/page.h"

/* GitHub refuses an upload with more results, keeps the worst 5,000 of them, and shows 100 places of each. */
#define RESULTS_MAX 25000
#define RELATED_MAX 100

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
#define ROOT_ID "SRCROOT"

static const struct {
	const char *level, *problem, *precision;
} severities[SEVERITY_COUNT] = {
	[SEVERITY_OFF] = { "none", "recommendation", "low" },
	[SEVERITY_NOTE] = { "note", "recommendation", "medium" },
	[SEVERITY_WARNING] = { "warning", "warning", "high" },
	[SEVERITY_ERROR] = { "error", "error", "very-high" },
};

/* --- The tool and its rules --- */

static void add_message(cJSON *object, const char *key, struct str text)
{
	json_text(json_object(object, key), "text", text);
}

static void add_rule(cJSON *list, const struct rule *rule)
{
	cJSON *item = json_append(list), *properties;

	json_text(item, "id", str_from(rule->code));
	json_text(item, "name", str_from(rule->name));
	add_message(item, "shortDescription", str_from(rule->summary));
	add_message(item, "fullDescription", str_from(rule->summary));
	add_message(item, "help", str_from(rule->explanation));
	json_text(json_object(item, "defaultConfiguration"), "level", str_from(severities[rule->severity].level));
	properties = json_object(item, "properties");
	json_append_text(json_array(properties, "tags"), str_from(item_kind(rule)->tag));
	json_text(properties, "precision", str_from(severities[rule->severity].precision));
	json_text(properties, "problem.severity", str_from(severities[rule->severity].problem));
}

static void add_tool(cJSON *run)
{
	cJSON *driver = json_object(json_object(run, "tool"), "driver"), *rules;

	json_text(driver, "name", STR("canonry"));
	json_text(driver, "version", str_from(program_version));
	json_text(driver, "semanticVersion", str_from(program_version));
	rules = json_array(driver, "rules");
	for (size_t i = 0; rule_table[i]; i++)
		add_rule(rules, rule_table[i]);
}

static uint32_t rule_index(const struct rule *rule)
{
	uint32_t i = 0;

	while (rule_table[i] != rule)
		i++;
	return i;
}

/* --- Places --- */

/* A relative reference of RFC 3986: what is neither unreserved nor a slash is written as %XX. */
static void add_uri(struct strbuf *out, struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.ptr[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
				(c && strchr("-._~/", c));

		if (is_plain)
			strbuf_addch(out, (char)c);
		else
			strbuf_printf(out, "%%%02X", c);
	}
}

static cJSON *add_place(cJSON *location, struct str path)
{
	struct strbuf uri CLEANUP(strbuf_release) = { 0 };
	cJSON *physical = json_object(location, "physicalLocation"), *artifact;

	add_uri(&uri, path);
	artifact = json_object(physical, "artifactLocation");
	json_text(artifact, "uri", strbuf_str(&uri));
	json_text(artifact, "uriBaseId", STR(ROOT_ID));
	return json_object(physical, "region");
}

/* One line only: GitHub annotates a pull request when all lines of the region are part of it. */
static void add_location(cJSON *result, const struct item *x)
{
	cJSON *location = json_append(json_array(result, "locations"));
	cJSON *region = add_place(location, x->path), *logical;

	json_number(region, "startLine", MAX(x->finding->span.line, 1u));
	if (x->column)
		json_number(region, "startColumn", x->column);
	if (x->end_column > x->column) {
		json_number(region, "endLine", MAX(x->finding->span.line, 1u));
		json_number(region, "endColumn", x->end_column);
	}
	if (x->symbol.len) {
		logical = json_append(json_array(location, "logicalLocations"));
		json_text(logical, "fullyQualifiedName", x->symbol);
	}
}

static bool is_placed(const struct related *r)
{
	return r->file != NONE && r->line > 0;
}

static void add_related(cJSON *result, const struct audit *a, const struct finding *x, struct arena *arena)
{
	cJSON *list = json_array(result, "relatedLocations");
	uint32_t id = 0;

	vec_foreach (struct related, r, &x->related) {
		cJSON *location;

		if (!is_placed(r) || id == RELATED_MAX)
			continue;
		location = json_append(list);
		json_number(location, "id", ++id);
		json_number(add_place(location, item_path(arena, a, r->file)), "startLine", r->line);
		add_message(location, "message", r->text);
	}
}

/* --- Messages --- */

/* Brackets make links; those of a name do not. */
static void add_literal(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '[' || text.ptr[i] == ']' || text.ptr[i] == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, text.ptr[i]);
	}
}

/* Related places are shown when the message links to them: "[the canonical definition](1)". */
static void add_text(cJSON *result, const struct item *x)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const char *before = "\nSee: [";
	uint32_t id = 0;

	add_literal(&text, x->message);
	vec_foreach (struct related, r, &x->finding->related) {
		if (!is_placed(r) || id == RELATED_MAX)
			continue;
		strbuf_addz(&text, before);
		add_literal(&text, r->text);
		strbuf_printf(&text, "](%u)", ++id);
		before = ", [";
	}
	if (x->finding->mend_text.len) {
		strbuf_addz(&text, "\nHelp: ");
		add_literal(&text, x->finding->mend_text);
	}
	add_message(result, "message", strbuf_str(&text));
}

/* --- Results --- */

/* A comment, or a line of the configuration; a configuration outside of what is audited has no place here. */
static void add_suppression_place(cJSON *item, const struct audit *a, const struct suppression *s, struct arena *arena)
{
	struct str path;

	if (s->file == NONE && (a->config_name.len == 0 || a->config_name.ptr[0] == '/'))
		return;
	path = s->file != NONE ? item_path(arena, a, s->file) :
				 arena_printf(arena, STR_FMT STR_FMT, STR_ARG(a->scope.in_repository), STR_ARG(a->config_name));
	json_number(add_place(json_object(item, "location"), path), "startLine", MAX(s->span.line, 1u));
}

/* All results have the key or none (3.27.23): without it nobody knows whether they would be suppressed. */
static void add_suppressions(cJSON *result, const struct audit *a, const struct item *x, struct arena *arena)
{
	const struct suppression *s = item_suppression(a, x);
	cJSON *list = json_array(result, "suppressions"), *item, *properties;

	if (!s)
		return;
	item = json_append(list);
	json_text(item, "kind", s->file == NONE ? STR("external") : STR("inSource"));
	json_text(item, "status", STR("accepted"));
	json_text(item, "justification", s->reason);
	add_suppression_place(item, a, s, arena);
	properties = json_object(item, "properties");
	json_text(properties, "intent", str_from(suppress_intent_names[s->intent]));
	if (s->until.len)
		json_text(properties, "until", s->until);
}

static void add_properties(cJSON *result, const struct audit *a, const struct finding *x)
{
	cJSON *properties = json_object(result, "properties");

	json_number(properties, "confidence", x->confidence);
	json_text(properties, "basis", str_from(basis_names[x->basis]));
	json_text(properties, "mend", str_from(mend_names[x->mend]));
	if (x->family != NONE)
		json_text(properties, "family", finding_product(x, &a->families));
}

static void add_result(cJSON *list, const struct audit *a, const struct report_options *o, const struct item *x, struct arena *arena)
{
	const struct finding *f = x->finding;
	cJSON *result = json_append(list), *fingerprints;

	json_text(result, "ruleId", str_from(f->rule->code));
	json_number(result, "ruleIndex", rule_index(f->rule));
	json_text(result, "level", str_from(severities[f->severity].level));
	add_text(result, x);
	add_location(result, x);
	fingerprints = json_object(result, "partialFingerprints");
	if (x->line_hash.len)
		json_text(fingerprints, "primaryLocationLineHash", x->line_hash);
	json_text(fingerprints, "canonryFinding/v1", f->fingerprint);
	add_related(result, a, f, arena);
	if (o->gate->has_baseline && f->suppression == NONE)
		json_text(result, "baselineState", f->is_known ? STR("unchanged") : STR("new"));
	if (o->shows_suppressed)
		add_suppressions(result, a, x, arena);
	add_properties(result, a, f);
}

/* What SARIF has no result for: findings beyond the limit, files that were not read. */
static void add_notification(cJSON *list, struct str text)
{
	cJSON *item = json_append(list);

	json_text(item, "level", STR("warning"));
	add_message(item, "message", text);
}

static void add_invocation(cJSON *run, const struct report_options *o, const struct items *items, struct arena *arena)
{
	cJSON *invocation = json_append(json_array(run, "invocations"));
	cJSON *list = json_array(invocation, "toolExecutionNotifications");

	json_bool(invocation, "executionSuccessful", true);
	json_number(invocation, "exitCode", (uint64_t)o->verdict->code);
	if (items->count > RESULTS_MAX)
		add_notification(list, arena_printf(arena, "%s more findings, none worse than these, are beyond the limit of a SARIF upload",
						number_text(items->count - RESULTS_MAX).text));
	if (o->verdict->unread)
		add_notification(list, arena_printf(arena, "%s %s not read in full", number_text(o->verdict->unread).text,
						plural(o->verdict->unread, "path", "paths")));
	if (o->verdict->unparsed)
		add_notification(list, arena_printf(arena, "%s %s not parse", number_text(o->verdict->unparsed).text,
						plural(o->verdict->unparsed, "file does", "files do")));
}

/* Uploads for one commit replace each other when they have the same id: each root has its own. */
static void add_run(cJSON *run, const struct audit *a, const struct report_options *o)
{
	struct items items CLEANUP(items_release) = { 0 };
	struct arena *arena = &items.arena;
	cJSON *results;

	items_find_all(a, o, ITEM_HASHES, &items);
	add_tool(run);
	json_text(json_object(run, "automationDetails"), "id",
		arena_printf(arena, "canonry/" STR_FMT, STR_ARG(a->scope.in_repository)));
	add_message(json_object(json_object(run, "originalUriBaseIds"), ROOT_ID), "description", STR("the top of the repository"));
	json_text(run, "columnKind", STR("unicodeCodePoints"));
	add_invocation(run, o, &items, arena);
	results = json_array(run, "results");
	for (size_t i = 0; i < MIN(items.count, (size_t)RESULTS_MAX); i++)
		add_result(results, a, o, items.rank[i], arena);
	if (a->project.commit.len)
		json_text(json_object(run, "properties"), "commit", a->project.commit);
}

static bool write_sarif(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	cJSON *log;

	json_init();
	log = cJSON_CreateObject();
	json_text(log, "$schema", STR(SCHEMA));
	json_text(log, "version", STR("2.1.0"));
	add_run(json_append(json_array(log, "runs")), a, o);
	json_print_compact(log, out);
	return true;
}

const struct report report_sarif = {
	.name = "sarif",
	.description = "SARIF 2.1.0, for code scanning and editors",
	.write = write_sarif,
};
