/* The compliance report for people, as Markdown: nothing that is not in the sealed report. */
#include "base/base.h"
#include "cli/compliance.h"

#include "base/strbuf.h"
#include "cli/page.h"
#include "cli/report/markdown.h"

#define AGAINST_SHOWN 25
#define NAME_SHOWN 300 /* bytes */

static const char *const support_sentences[SUPPORT_COUNT] = {
	[SUPPORT_NONE] = "There is no evidence for or against this control: no family is about it.",
	[SUPPORT_FOR] = "The evidence **supports** this control.",
	[SUPPORT_MIXED] = "The evidence is **mixed**: some of it supports this control, some speaks against it.",
	[SUPPORT_AGAINST] = "The evidence **speaks against** this control.",
};

static struct str text_of(const cJSON *object, const char *key)
{
	return str_from(cJSON_GetStringValue(cJSON_GetObjectItem(object, key)));
}

static int number_of(const cJSON *object, const char *key)
{
	return (int)cJSON_GetNumberValue(cJSON_GetObjectItem(object, key));
}

static void add_code(struct strbuf *out, struct str text)
{
	markdown_add_code(out, str_slice(text, 0, NAME_SHOWN));
}

/* " (`path`:12)", or nothing. */
static void add_place(struct strbuf *out, const cJSON *item)
{
	if (!text_of(item, "path").len)
		return;
	strbuf_addz(out, " (");
	add_code(out, text_of(item, "path"));
	strbuf_printf(out, ":%d)", number_of(item, "line"));
}

/* --- Head --- */

static void add_row(struct strbuf *out, const char *what, struct str value, const char *otherwise)
{
	strbuf_printf(out, "| %s | ", what);
	if (value.len)
		add_code(out, value);
	else
		strbuf_addz(out, otherwise);
	strbuf_addz(out, " |\n");
}

static void add_head(struct strbuf *out, const cJSON *r)
{
	const cJSON *read = cJSON_GetObjectItem(r, "read"), *dirty = cJSON_GetObjectItem(r, "dirty");

	strbuf_addz(out, "# What the code says about controls\n\n"
			 "This report says what was found in the source, and which of it supports a control or speaks against it. "
			 "It states compliance with nothing: that is the judgement of people who know more than the source.\n\n| | |\n|---|---|\n");
	add_row(out, "time", text_of(r, "time"), "");
	add_row(out, "commit", text_of(r, "commit"), "none");
	if (!cJSON_IsNull(dirty))
		strbuf_printf(out, "| sources | %s |\n", cJSON_IsTrue(dirty) ? "differ from the commit" : "those of the commit");
	strbuf_printf(out, "| read | %d files, %d not read, %d not understood |\n", number_of(read, "files"), number_of(read, "unread"), number_of(read, "unparsed"));
	add_row(out, "configuration", text_of(cJSON_GetObjectItem(r, "configuration"), "digest"), "none");
	add_row(out, "mapping", text_of(cJSON_GetObjectItem(r, "mapping"), "digest"), "");
	add_row(out, "compared with", text_of(r, "compared_with"), "nothing");
	add_row(out, "report before", text_of(r, "previous"), "none");
	add_row(out, "this report", text_of(r, "digest"), "");
	add_row(out, "made by canonry", text_of(cJSON_GetObjectItem(r, "tool"), "version"), "");
}

/* --- Controls --- */

static struct str sentence_of(const cJSON *control)
{
	struct str support = text_of(control, "support");

	for (int i = 0; i < SUPPORT_COUNT; i++)
		if (str_is(support, support_names[i]))
			return str_from(support_sentences[i]);
	return support;
}

static void add_evidence(struct strbuf *out, const char *title, const cJSON *list)
{
	const cJSON *item;
	int count = cJSON_GetArraySize(list), shown = 0;

	if (!count)
		return;
	strbuf_printf(out, "\n%s:\n\n", title);
	cJSON_ArrayForEach(item, list)
	{
		if (shown++ == AGAINST_SHOWN)
			break;
		strbuf_addz(out, "- ");
		if (text_of(item, "rule").len)
			strbuf_printf(out, STR_FMT " ", STR_ARG(text_of(item, "rule")));
		markdown_add_text(out, str_slice(text_of(item, "text"), 0, 2 * NAME_SHOWN));
		add_place(out, item);
		strbuf_addch(out, '\n');
	}
	if (count > AGAINST_SHOWN)
		strbuf_printf(out, "- and %s more, which the JSON report lists\n", number_text((uint64_t)(count - AGAINST_SHOWN)).text);
}

static void add_accepted(struct strbuf *out, const cJSON *list)
{
	const cJSON *item;

	if (cJSON_GetArraySize(list))
		strbuf_addz(out, "\nPassed over, with these reasons:\n\n");
	cJSON_ArrayForEach(item, list)
	{
		strbuf_printf(out, "- " STR_FMT ", %d %s: ", STR_ARG(text_of(item, "rule")), number_of(item, "findings"),
			plural((uint64_t)number_of(item, "findings"), "finding", "findings"));
		markdown_add_text(out, text_of(item, "reason"));
		if (text_of(item, "until").len)
			strbuf_printf(out, ", until " STR_FMT, STR_ARG(text_of(item, "until")));
		add_place(out, item);
		strbuf_addch(out, '\n');
	}
}

static void add_control(struct strbuf *out, const cJSON *control)
{
	strbuf_addz(out, "\n### ");
	markdown_add_text(out, text_of(control, "framework"));
	strbuf_addch(out, ' ');
	markdown_add_text(out, text_of(control, "id"));
	strbuf_addz(out, ": ");
	markdown_add_text(out, text_of(control, "title"));
	strbuf_addz(out, "\n\n");
	if (text_of(control, "statement").len) {
		strbuf_addz(out, "*");
		markdown_add_text(out, str_trim(text_of(control, "statement")));
		strbuf_addz(out, "*\n\n");
	}
	strbuf_printf(out, STR_FMT "\n", STR_ARG(sentence_of(control)));
	add_evidence(out, "For it", cJSON_GetObjectItem(control, "for"));
	add_evidence(out, "Against it", cJSON_GetObjectItem(control, "against"));
	add_accepted(out, cJSON_GetObjectItem(control, "accepted"));
}

/* --- Families --- */

static void add_family(struct strbuf *out, const cJSON *f)
{
	const cJSON *counts = cJSON_GetObjectItem(f, "implementations"), *canonical = cJSON_GetObjectItem(f, "canonical");

	strbuf_addz(out, "| ");
	add_code(out, text_of(f, "product"));
	strbuf_printf(out, " | " STR_FMT " | ", STR_ARG(text_of(f, "state")));
	if (cJSON_IsNumber(cJSON_GetObjectItem(counts, "before")))
		strbuf_printf(out, "%d → ", number_of(counts, "before"));
	strbuf_printf(out, "%d | ", number_of(counts, "after"));
	if (cJSON_IsObject(canonical)) {
		add_code(out, text_of(canonical, "symbol"));
		add_place(out, canonical);
	} else {
		markdown_add_text(out, str_slice(text_of(f, "decision"), 0, NAME_SHOWN));
	}
	strbuf_printf(out, " | %d of %d | %d |\n", number_of(f, "imports_astray"), number_of(f, "imports"), number_of(f, "findings"));
}

static void add_families(struct strbuf *out, const cJSON *r)
{
	const cJSON *f, *gone = cJSON_GetObjectItem(r, "families_gone");

	strbuf_addz(out, "\n## Families\n\n| product | state | implementations | canonical | imports astray | findings |\n|---|---|---|---|---|---|\n");
	cJSON_ArrayForEach(f, cJSON_GetObjectItem(r, "families"))
		add_family(out, f);
	if (cJSON_GetArraySize(gone))
		strbuf_addz(out, "\nNo longer there:\n\n");
	cJSON_ArrayForEach(f, gone)
	{
		strbuf_addz(out, "- ");
		add_code(out, text_of(f, "product"));
		strbuf_printf(out, ", which had %d %s\n", number_of(f, "before"), plural((uint64_t)number_of(f, "before"), "implementation", "implementations"));
	}
}

void compliance_write_markdown(const cJSON *report, struct strbuf *out)
{
	const cJSON *control;

	add_head(out, report);
	strbuf_addz(out, "\n## Controls\n");
	cJSON_ArrayForEach(control, cJSON_GetObjectItem(report, "controls"))
		add_control(out, control);
	add_families(out, report);
}
