/* A page to look at: one file with everything in it, which asks nothing of any network. */
#include "base/base.h"
#include "cli/report/html.h"

#include <string.h>

#include "cli/report/html_text.h"
#include "cli/report/json_value.h"
#include "cli/report/report.h"

/*
 * JSON where HTML is read, too: what could end the element, begin a comment
 * or stand for something else is escaped. All of it occurs in texts only.
 */
static void add_escaped(struct strbuf *out, struct str json)
{
	size_t from = 0;

	for (size_t i = 0; i < json.len; i++) {
		bool is_separator = i + 2 < json.len && (json.ptr[i + 2] == '\xA8' || json.ptr[i + 2] == '\xA9') &&
				    memcmp(&json.ptr[i], "\xE2\x80", 2) == 0;

		if (!is_separator && json.ptr[i] != '<' && json.ptr[i] != '>' && json.ptr[i] != '&')
			continue;
		strbuf_add(out, str_slice(json, from, i));
		if (is_separator)
			strbuf_addz(out, json.ptr[i + 2] == '\xA8' ? "\\u2028" : "\\u2029");
		else
			strbuf_printf(out, "\\u%04x", json.ptr[i]);
		i += is_separator ? 2 : 0;
		from = i + 1;
	}
	strbuf_add(out, str_slice(json, from, json.len));
}

static void add_data(const struct audit *a, const struct report_options *o, struct strbuf *out)
{
	struct strbuf json CLEANUP(strbuf_release) = { 0 };
	cJSON *report = json_report(a, o);
	cJSON *page = cJSON_CreateObject();

	cJSON_AddItemToObject(page, "report", report);
	html_add_texts(page, a);
	json_print_compact(page, &json);
	add_escaped(out, strbuf_str(&json));
}

static bool write_html(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	strbuf_add(out, (struct str){ (const char *)html_head, html_head_len });
	add_data(a, o, out);
	strbuf_add(out, (struct str){ (const char *)html_tail, html_tail_len });
	return true;
}

const struct report report_html = {
	.name = "html",
	.description = "a page to look at, in one file that needs no network",
	.write = write_html,
};
