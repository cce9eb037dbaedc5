/* The JSON report cut into lines: a head, then one line for each family, finding, suppression and so on, and the coverage. */
#include "base/base.h"
#include "cli/report/report.h"

#include "cli/report/json_value.h"

/* What becomes lines of its own; the head keeps the rest. */
static const struct {
	const char *key, *kind;
} parts[] = {
	{ "families", "family" },
	{ "findings", "finding" },
	{ "suppressions", "suppression" },
	{ "suppressed", "suppressed" },
	{ "gone", "gone" },
	{ "coverage", "coverage" },
};

/* "kind" comes first: who reads a line knows at once what it is. */
static void add_kind(cJSON *line, const char *kind)
{
	cJSON *first = cJSON_CreateString(kind);

	cJSON_AddItemToObject(line, "kind", first);
	cJSON_DetachItemViaPointer(line, first);
	cJSON_InsertItemInArray(line, 0, first);
}

static void print_line(cJSON *line, const char *kind, struct strbuf *out)
{
	add_kind(line, kind);
	json_print_compact(line, out);
}

static void print_part(cJSON *part, const char *kind, struct strbuf *out)
{
	if (cJSON_IsObject(part)) {
		print_line(part, kind, out);
		return;
	}
	while (part->child)
		print_line(cJSON_DetachItemViaPointer(part, part->child), kind, out);
	cJSON_Delete(part);
}

static bool write_jsonl(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	cJSON *report = json_report(a, o), *detached[ARRAY_LEN(parts)];

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		detached[i] = cJSON_DetachItemFromObject(report, parts[i].key);
	print_line(report, "head", out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		print_part(detached[i], parts[i].kind, out);
	return true;
}

const struct report report_jsonl = {
	.name = "jsonl",
	.description = "the same as json, one object a line",
	.write = write_jsonl,
};
