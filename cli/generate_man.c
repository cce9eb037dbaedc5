/* canonry(1), in the man macros that every system has. */
#include "base/base.h"
#include "cli/generate.h"

#include "cli/command.h"

/* Dashes and backslashes as they are; a leading dot or quote would be a request. */
static void add_escaped(struct strbuf *out, struct str text)
{
	bool is_line_start = out->len == 0 || out->ptr[out->len - 1] == '\n';

	if (is_line_start && text.len && (text.ptr[0] == '.' || text.ptr[0] == '\''))
		strbuf_addz(out, "\\&");
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '-': strbuf_addz(out, "\\-"); break;
		case '\\': strbuf_addz(out, "\\e"); break;
		default: strbuf_addch(out, text.ptr[i]);
		}
	}
}

static void add_text(struct strbuf *out, const char *text)
{
	add_escaped(out, str_from(text));
}

static void add_line(struct strbuf *out, const char *text)
{
	add_text(out, text);
	strbuf_addch(out, '\n');
}

/* Paragraphs are separated by empty lines. */
static void add_paragraphs(struct strbuf *out, const char *text)
{
	struct str rest = str_from(text), line;

	while (str_next(&rest, '\n', &line)) {
		if (line.len == 0) {
			strbuf_addz(out, ".PP\n");
			continue;
		}
		add_escaped(out, line);
		strbuf_addch(out, '\n');
	}
}

static void add_option(struct strbuf *out, const struct opt *o)
{
	strbuf_addz(out, ".TP\n");
	if (opt_is_argument(o)) {
		strbuf_printf(out, "\\fI%s\\fR", o->name);
	} else {
		if (o->alias)
			strbuf_printf(out, "\\fB\\-%c\\fR, ", o->alias);
		strbuf_addz(out, "\\fB");
		add_text(out, "--");
		add_text(out, o->name);
		strbuf_addz(out, "\\fR");
		if (opt_takes_value(o))
			strbuf_printf(out, " \\fI%s\\fR", o->value);
		else if (o->is_optional)
			strbuf_printf(out, "[=\\fI%s\\fR]", o->value);
	}
	strbuf_addch(out, '\n');
	add_text(out, o->help);
	if (o->choices) {
		struct strbuf choices CLEANUP(strbuf_release) = { 0 };

		opt_add_choices(o, &choices);
		strbuf_addz(out, " One of ");
		add_text(out, choices.ptr);
		strbuf_addch(out, '.');
	}
	strbuf_addz(out, o->type == OPT_LIST ? " May be repeated.\n" : "\n");
}

static void add_options(struct strbuf *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o->name; o++)
		if (!o->is_hidden)
			add_option(out, o);
}

static void add_arguments(struct strbuf *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o->name; o++)
		if (opt_is_argument(o))
			strbuf_printf(out, o->is_required ? " \\fI%s\\fR%s" : " [\\fI%s\\fR%s]", o->name,
				o->type == OPT_ARGS ? "..." : "");
}

static void add_examples(struct strbuf *out, const struct example *examples)
{
	for (const struct example *e = examples; e && e->line; e++) {
		strbuf_addz(out, ".TP\n\\fB");
		add_text(out, e->line);
		strbuf_addz(out, "\\fR\n");
		add_line(out, e->what);
	}
}

static void add_meanings(struct strbuf *out, const char *heading, const struct meaning *meanings)
{
	strbuf_printf(out, ".SH %s\n", heading);
	for (const struct meaning *m = meanings; m->name; m++) {
		strbuf_addz(out, ".TP\n\\fB");
		add_text(out, m->name);
		strbuf_addz(out, "\\fR\n");
		add_line(out, m->text);
	}
}

static void add_command(struct strbuf *out, const struct command *c)
{
	strbuf_printf(out, ".SS \"canonry %s\"\n", c->name);
	strbuf_printf(out, "\\fBcanonry %s\\fR [\\fIOPTIONS\\fR]", c->name);
	add_arguments(out, c->opts);
	strbuf_addz(out, "\n.PP\n");
	add_paragraphs(out, c->description);
	add_options(out, c->opts);
}

static void add_head(struct strbuf *out)
{
	strbuf_printf(out, ".TH CANONRY 1 \"\" \"canonry %s\" \"User Commands\"\n", program_version);
	strbuf_addz(out, ".SH NAME\ncanonry \\- ");
	add_line(out, program_summary);
	strbuf_addz(out, ".SH SYNOPSIS\n\\fBcanonry\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR ...\n.SH DESCRIPTION\n");
	add_paragraphs(out, program_description);
}

void generate_man(struct strbuf *out)
{
	add_head(out);
	strbuf_addz(out, ".SH COMMANDS\n");
	for (int group = GROUP_MAIN; group < GROUP_HIDDEN; group++)
		for (size_t i = 0; command_table[i]; i++)
			if ((int)command_table[i]->group == group)
				add_command(out, command_table[i]);
	strbuf_addz(out, ".SH \"OPTIONS OF EVERY COMMAND\"\n");
	add_options(out, global_opts);
	add_meanings(out, "\"EXIT STATUS\"", exit_meanings);
	add_meanings(out, "ENVIRONMENT", environment_meanings);
	add_meanings(out, "FILES", file_meanings);
	strbuf_addz(out, ".SH EXAMPLES\n");
	add_examples(out, program_examples);
	for (size_t i = 0; command_table[i]; i++)
		add_examples(out, command_table[i]->examples);
}
