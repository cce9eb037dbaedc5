/* Reviewdog's Diagnostic Format: lines and columns in bytes, from 1, the end behind the last. */
#include "base/base.h"
#include "cli/report/report.h"

#include "cli/command.h"
#include "cli/report/item.h"
#include "cli/report/json_value.h"

static const char *const severities[SEVERITY_COUNT] = {
	[SEVERITY_OFF] = "INFO",
	[SEVERITY_NOTE] = "INFO",
	[SEVERITY_WARNING] = "WARNING",
	[SEVERITY_ERROR] = "ERROR",
};

static void add_position(cJSON *range, const char *key, uint32_t line, uint32_t column)
{
	cJSON *position = json_object(range, key);

	json_number(position, "line", line);
	if (column)
		json_number(position, "column", column);
}

static void add_location(cJSON *diagnostic, const struct item *x)
{
	const struct span *span = &x->finding->span;
	cJSON *location = json_object(diagnostic, "location"), *range;

	json_text(location, "path", x->path);
	range = json_object(location, "range");
	add_position(range, "start", span->line, span->column);
	if (span->end_line > span->line || (span->end_line == span->line && span->end_column > span->column))
		add_position(range, "end", span->end_line, span->end_column);
}

static void add_related(cJSON *diagnostic, const struct audit *a, const struct finding *x, struct arena *arena)
{
	cJSON *list = json_array(diagnostic, "related_locations");

	vec_foreach (struct related, r, &x->related) {
		cJSON *item, *location;

		if (r->file == NONE)
			continue;
		item = json_append(list);
		json_text(item, "message", r->text);
		location = json_object(item, "location");
		json_text(location, "path", item_path(arena, a, r->file));
		add_position(json_object(location, "range"), "start", r->line, 0);
	}
}

static void add_diagnostic(cJSON *list, const struct audit *a, const struct item *x, struct arena *arena)
{
	const struct finding *f = x->finding;
	cJSON *diagnostic = json_append(list);

	json_text(diagnostic, "message",
		f->mend_text.len ? arena_printf(arena, STR_FMT "\nHelp: " STR_FMT, STR_ARG(x->message), STR_ARG(f->mend_text)) : x->message);
	add_location(diagnostic, x);
	json_text(diagnostic, "severity", str_from(severities[f->severity]));
	json_text(json_object(diagnostic, "code"), "value", str_from(f->rule->code));
	add_related(diagnostic, a, f, arena);
}

/* What a baseline knows is no news for a review. */
static bool write_rdjson(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	struct items items CLEANUP(items_release) = { 0 };
	cJSON *report, *list;

	json_init();
	report = cJSON_CreateObject();
	items_find(a, o, ITEM_PLACES, &items);
	json_text(json_object(report, "source"), "name", arena_printf(&items.arena, "canonry %s", program_version));
	list = json_array(report, "diagnostics");
	for (size_t i = 0; i < items.count; i++)
		if (!items.items[i].finding->is_known)
			add_diagnostic(list, a, &items.items[i], &items.arena);
	json_print_compact(report, out);
	return true;
}

const struct report report_rdjson = {
	.name = "rdjson",
	.description = "reviewdog's diagnostic format",
	.write = write_rdjson,
};
