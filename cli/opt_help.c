/* Usage and help, from the same table that parses. */
#include "base/base.h"
#include "cli/opt.h"

#include <string.h>

#include "cli/page.h"

#define HELP_INDENT 2
#define HELP_COLUMN 28 /* where explanations begin; a longer option gets a line of its own */

void opt_usage(const struct opt *opts, struct page *out)
{
	page_add(out, STYLE_PLAIN, STR("[OPTIONS]"));
	for (const struct opt *o = opts; o->name; o++) {
		if (!opt_is_argument(o) || o->is_hidden)
			continue;
		page_add(out, STYLE_PLAIN, o->is_required ? STR(" ") : STR(" ["));
		page_add(out, STYLE_PLAIN, str_from(o->name));
		if (o->type == OPT_ARGS)
			page_add(out, STYLE_PLAIN, STR("..."));
		if (!o->is_required)
			page_add(out, STYLE_PLAIN, STR("]"));
	}
}

static void add_name(const struct opt *o, struct page *out)
{
	page_pad(out, HELP_INDENT);
	if (opt_is_argument(o)) {
		page_add(out, STYLE_BOLD, str_from(o->name));
		return;
	}
	if (o->alias)
		page_printf(out, STYLE_BOLD, "-%c, ", o->alias);
	else
		page_add(out, STYLE_PLAIN, STR("    "));
	page_printf(out, STYLE_BOLD, "--%s", o->name);
	if (opt_takes_value(o))
		page_printf(out, STYLE_PLAIN, " %s", o->value);
	else if (o->is_optional)
		page_printf(out, STYLE_PLAIN, "[=%s]", o->value);
}

static void add_option(const struct opt *o, struct page *out)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&text, o->help);
	if (o->choices) {
		strbuf_addz(&text, " One of ");
		opt_add_choices(o, &text);
		strbuf_addz(&text, ".");
	}
	if (o->type == OPT_LIST)
		strbuf_addz(&text, " May be repeated.");
	add_name(o, out);
	if (out->column + 2 > HELP_COLUMN)
		page_end(out);
	page_pad(out, HELP_COLUMN);
	page_wrap(out, STYLE_PLAIN, HELP_COLUMN, strbuf_str(&text));
	page_end(out);
}

static const char *group_of(const struct opt *o)
{
	if (opt_is_argument(o))
		return "Arguments";
	return o->group ? o->group : "Options";
}

void opt_help(const struct opt *opts, struct page *out)
{
	const char *group = "";

	for (const struct opt *o = opts; o->name; o++) {
		if (o->is_hidden)
			continue;
		if (strcmp(group, group_of(o)) != 0) {
			group = group_of(o);
			page_end(out);
			page_printf(out, STYLE_BOLD, "%s:", group);
			page_end(out);
		}
		add_option(o, out);
	}
}
