/* canonry rules: the catalogue. */
#include "base/base.h"
#include "cli/command.h"

#include <string.h>

#include "cli/page.h"
#include "cli/report/json_value.h"

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct rules_args {
	unsigned format;
};

static const struct opt rules_opts[] = {
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .choices = format_names,
		.offset = offsetof(struct rules_args, format), .help = "How to print the list." },
	{ .name = NULL },
};

#define SEVERITY_COLUMN 7
#define MEND_COLUMN 16
#define NAME_COLUMN 22
#define COLUMN_GAP 2

static unsigned summary_column(void)
{
	size_t widest = 0;

	for (size_t i = 0; rule_table[i]; i++)
		widest = MAX(widest, strlen(rule_table[i]->name));
	return NAME_COLUMN + (unsigned)widest + COLUMN_GAP;
}

static enum style style_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return STYLE_ERROR;
	case SEVERITY_WARNING: return STYLE_WARNING;
	case SEVERITY_NOTE: return STYLE_NOTE;
	default: return STYLE_DIM;
	}
}

static void add_row(struct page *p, const struct rule *rule, unsigned column)
{
	page_add(p, STYLE_BOLD, str_from(rule->code));
	page_pad(p, SEVERITY_COLUMN);
	page_add(p, style_of(rule->severity), str_from(severity_names[rule->severity]));
	page_pad(p, MEND_COLUMN);
	page_add(p, STYLE_PLAIN, str_from(mend_names[rule->mend]));
	page_pad(p, NAME_COLUMN);
	page_add(p, STYLE_PLAIN, str_from(rule->name));
	page_pad(p, column);
	page_wrap(p, STYLE_PLAIN, column, str_from(rule->summary));
	page_end(p);
}

static void add_head(struct page *p, unsigned column)
{
	page_add(p, STYLE_DIM, STR("CODE"));
	page_pad(p, SEVERITY_COLUMN);
	page_add(p, STYLE_DIM, STR("LEVEL"));
	page_pad(p, MEND_COLUMN);
	page_add(p, STYLE_DIM, STR("MEND"));
	page_pad(p, NAME_COLUMN);
	page_add(p, STYLE_DIM, STR("NAME"));
	page_pad(p, column);
	page_add(p, STYLE_DIM, STR("FINDS"));
	page_end(p);
}

static void write_text(const struct term *term, struct strbuf *out)
{
	struct page p = { .out = out, .width = term->width, .has_color = term->has_color };
	unsigned column = summary_column();

	add_head(&p, column);
	for (size_t i = 0; rule_table[i]; i++)
		add_row(&p, rule_table[i], column);
	page_end(&p);
	page_add(&p, STYLE_DIM, STR("canonry explain CODE says more."));
	page_end(&p);
}

static void write_json(struct strbuf *out)
{
	cJSON *list;

	json_init();
	list = cJSON_CreateArray();
	for (size_t i = 0; rule_table[i]; i++) {
		const struct rule *rule = rule_table[i];
		cJSON *item = json_append(list);

		json_text(item, "code", str_from(rule->code));
		json_text(item, "name", str_from(rule->name));
		json_text(item, "summary", str_from(rule->summary));
		json_text(item, "severity", str_from(severity_names[rule->severity]));
		json_text(item, "mend", str_from(mend_names[rule->mend]));
		json_text(item, "explanation", str_from(rule->explanation));
	}
	json_print(list, out);
}

static int rules(const struct session *s, const void *values)
{
	const struct rules_args *args = values;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (args->format == FORMAT_JSON)
		write_json(&text);
	else
		write_text(&s->out, &text);
	return print_out(s, strbuf_str(&text));
}

const struct command cmd_rules = {
	.name = "rules",
	.summary = "list the kinds of findings",
	.description =
		"Lists every rule: its code, how severe a finding is, how it can be mended (safe: by a change that is "
		"provably safe; ask: by one that wants a look; show: by hand), and what it finds.",
	.group = GROUP_MORE,
	.opts = rules_opts,
	.args_size = sizeof(struct rules_args),
	.run = rules,
};
