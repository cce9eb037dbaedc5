/* JUnit's XML as CI systems read it: one test case for each finding, one that passes when there is none. */
#include "base/base.h"
#include "cli/report/report.h"

#include "base/utf8.h"
#include "base/map.h"
#include "cli/command.h"
#include "cli/page.h"
#include "cli/report/item.h"

/* GitLab takes 30 MB a file. */
#define CASES_MAX 20000

/* Control characters are shown by their numbers, so all that XML cannot hold are two that are no characters. */
static void add_escaped(struct strbuf *out, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };
	struct str rest;
	size_t len;

	utf8_add_safe(&safe, text);
	for (rest = strbuf_str(&safe); rest.len; rest = str_slice(rest, len, rest.len)) {
		uint32_t point = utf8_decode(rest, &len);

		if (point == 0xFFFE || point == 0xFFFF)
			strbuf_addz(out, "\xEF\xBF\xBD");
		else if (point < 0x80 && strchr("&<>\"'", (int)point))
			strbuf_printf(out, "&#%u;", point);
		else
			strbuf_add(out, str_slice(rest, 0, len));
	}
}

static void add_attribute(struct strbuf *out, const char *name, struct str value)
{
	strbuf_printf(out, " %s=\"", name);
	add_escaped(out, value);
	strbuf_addch(out, '"');
}

/* Of cases with one name only the first is shown: the second one is "... #2". */
static struct str name_of(const struct item *x, struct map *seen, struct arena *a)
{
	struct str name = arena_printf(a, "%s %s: " STR_FMT, x->finding->rule->code, x->finding->rule->name, STR_ARG(x->symbol));
	uint64_t key = str_hash(arena_printf(a, STR_FMT "|" STR_FMT, STR_ARG(x->path), STR_ARG(name)));
	uint32_t before = map_get(seen, key), times = before == NONE ? 1 : before + 1;

	map_set(seen, key, times);
	return times == 1 ? name : arena_printf(a, STR_FMT " #%u", STR_ARG(name), times);
}

/* Why it is skipped comes first: "known: ", "ignored (public until 2.0): ". */
static struct str outcome_message(const struct audit *a, const struct item *x, struct arena *arena)
{
	const struct suppression *s = item_suppression(a, x);

	if (s)
		return arena_printf(arena, "%s (" STR_FMT "): " STR_FMT, suppress_intent_names[s->intent], STR_ARG(s->reason), STR_ARG(x->message));
	return x->finding->is_known ? arena_printf(arena, "known: " STR_FMT, STR_ARG(x->message)) : x->message;
}

/* What makes the gate fail has failed; what does not is skipped, and says why. GitLab shows the text, others the message. */
static void add_outcome(struct strbuf *out, const struct audit *a, const struct item *x, struct arena *arena)
{
	const struct finding *f = x->finding;
	const char *element = x->is_failing ? "failure" : "skipped";

	strbuf_printf(out, "      <%s", element);
	add_attribute(out, "message", outcome_message(a, x, arena));
	if (x->is_failing)
		add_attribute(out, "type", str_from(f->rule->code));
	strbuf_addch(out, '>');
	add_escaped(out, x->path);
	strbuf_printf(out, ":%u:%u: %s %s ", f->span.line, f->span.column, severity_names[f->severity], f->rule->code);
	add_escaped(out, x->message);
	vec_foreach (struct related, r, &f->related) {
		strbuf_addz(out, "\n  ");
		if (r->file != NONE) {
			add_escaped(out, item_path(arena, a, r->file));
			strbuf_printf(out, ":%u: ", r->line);
		}
		add_escaped(out, r->text);
	}
	if (f->mend_text.len) {
		strbuf_addz(out, "\n  help: ");
		add_escaped(out, f->mend_text);
	}
	strbuf_printf(out, "</%s>\n", element);
}

static void add_case(struct strbuf *out, const struct audit *a, const struct item *x, struct map *seen, struct arena *arena)
{
	strbuf_addz(out, "    <testcase");
	add_attribute(out, "classname", x->path);
	add_attribute(out, "name", name_of(x, seen, arena));
	add_attribute(out, "file", x->path);
	strbuf_printf(out, " line=\"%u\" time=\"0\">\n", x->finding->span.line);
	add_outcome(out, a, x, arena);
	strbuf_addz(out, "    </testcase>\n");
}

static void add_cases(struct strbuf *out, const struct audit *a, const struct items *items, struct arena *arena)
{
	struct map seen = { 0 };

	for (size_t i = 0; i < MIN(items->count, (size_t)CASES_MAX); i++)
		add_case(out, a, items->count > CASES_MAX ? items->rank[i] : &items->items[i], &seen, arena);
	if (items->count == 0)
		strbuf_addz(out, "    <testcase classname=\"canonry\" name=\"every product has one canonical factory\" time=\"0\"/>\n");
	if (items->count > CASES_MAX)
		strbuf_printf(out, "    <system-out>%s more findings, none worse than these, are left out</system-out>\n",
			number_text(items->count - CASES_MAX).text);
	map_release(&seen);
}

/* No published schema knows of "skipped" on the element around the suites. */
static void add_suite_head(struct strbuf *out, bool is_suite, const struct items *items)
{
	size_t shown = MIN(items->count, (size_t)CASES_MAX), failures = 0;

	for (size_t i = 0; i < shown; i++)
		failures += (items->count > CASES_MAX ? items->rank[i] : &items->items[i])->is_failing;
	strbuf_printf(out, "<%s name=\"canonry\" tests=\"%zu\" failures=\"%zu\" errors=\"0\"", is_suite ? "testsuite" : "testsuites",
		MAX(shown, 1u), failures);
	if (is_suite)
		strbuf_printf(out, " skipped=\"%zu\"", shown - failures);
	strbuf_addz(out, " time=\"0\">\n");
}

static bool write_junit(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	struct items items CLEANUP(items_release) = { 0 };

	items_find_all(a, o, ITEM_PLACES, &items);
	strbuf_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	add_suite_head(out, false, &items);
	strbuf_addz(out, "  ");
	add_suite_head(out, true, &items);
	strbuf_printf(out, "    <properties><property name=\"canonry\" value=\"%s\"/></properties>\n", program_version);
	add_cases(out, a, &items, &items.arena);
	strbuf_addz(out, "  </testsuite>\n</testsuites>\n");
	return true;
}

const struct report report_junit = {
	.name = "junit",
	.description = "JUnit's XML, a test case for each finding",
	.write = write_junit,
};
