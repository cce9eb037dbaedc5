/* GitLab's Code Quality report: an array of issues, of which GitLab shows what a merge request adds. */
#include "base/base.h"
#include "cli/report/report.h"

#include "cli/report/item.h"
#include "cli/report/json_value.h"

static const char *const severities[SEVERITY_COUNT] = {
	[SEVERITY_OFF] = "info",
	[SEVERITY_NOTE] = "info",
	[SEVERITY_WARNING] = "minor",
	[SEVERITY_ERROR] = "major",
};

static void add_location(cJSON *issue, const struct item *x)
{
	cJSON *location = json_object(issue, "location"), *lines;

	json_text(location, "path", x->path);
	lines = json_object(location, "lines");
	json_number(lines, "begin", x->finding->span.line);
	json_number(lines, "end", MAX(x->finding->span.end_line, x->finding->span.line));
}

static void add_issue(cJSON *issues, const struct item *x, struct arena *a)
{
	const struct finding *f = x->finding;
	cJSON *issue = json_append(issues), *categories;

	json_text(issue, "type", STR("issue"));
	json_text(issue, "description", arena_printf(a, "%s: " STR_FMT, f->rule->code, STR_ARG(x->message)));
	json_text(issue, "check_name", arena_printf(a, "%s %s", f->rule->code, f->rule->name));
	json_text(issue, "fingerprint", f->fingerprint);
	json_text(issue, "severity", str_from(severities[f->severity]));
	categories = json_array(issue, "categories");
	json_append_text(categories, str_from(item_kind(f->rule)->category));
	add_location(issue, x);
}

static bool write_gitlab(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	struct items items CLEANUP(items_release) = { 0 };
	cJSON *issues;

	json_init();
	issues = cJSON_CreateArray();
	items_find(a, o, ITEM_PLACES, &items);
	for (size_t i = 0; i < items.count; i++)
		add_issue(issues, &items.items[i], &items.arena);
	json_print_compact(issues, out);
	return true;
}

const struct report report_gitlab = {
	.name = "gitlab",
	.description = "GitLab's Code Quality report",
	.write = write_gitlab,
};
