/* Help on the terminal: of the program and of one command. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/page.h"

#define HELP_WIDTH_MAX 100 /* longer lines are hard to read */
#define HELP_INDENT 2
#define NAME_COLUMN 16

static void add_heading(struct page *p, const char *heading)
{
	page_end(p);
	page_printf(p, STYLE_BOLD, "%s:", heading);
	page_end(p);
}

static void add_row(struct page *p, enum style style, const char *name, const char *text)
{
	page_pad(p, HELP_INDENT);
	page_add(p, style, str_from(name));
	page_pad(p, NAME_COLUMN);
	page_wrap(p, STYLE_PLAIN, NAME_COLUMN, str_from(text));
	page_end(p);
}

static void add_commands(struct page *p, enum command_group group, const char *heading)
{
	add_heading(p, heading);
	for (size_t i = 0; command_table[i]; i++)
		if (command_table[i]->group == group)
			add_row(p, STYLE_BOLD, command_table[i]->name, command_table[i]->summary);
}

static void add_examples(struct page *p, const struct example *examples)
{
	if (!examples)
		return;
	add_heading(p, "Examples");
	for (const struct example *e = examples; e->line; e++) {
		page_pad(p, HELP_INDENT);
		page_printf(p, STYLE_BOLD, "%s", e->line);
		page_end(p);
		page_pad(p, HELP_INDENT * 3);
		page_wrap(p, STYLE_PLAIN, HELP_INDENT * 3, str_from(e->what));
		page_end(p);
	}
}

static void add_program(struct page *p)
{
	page_printf(p, STYLE_PLAIN, "canonry - %s", program_summary);
	page_end(p);
	page_end(p);
	page_add(p, STYLE_PLAIN, STR("Usage: canonry [OPTIONS] COMMAND ..."));
	page_end(p);
	page_end(p);
	page_paragraphs(p, 0, str_from(program_description));
	add_commands(p, GROUP_MAIN, "Commands");
	add_commands(p, GROUP_MORE, "More");
	opt_help(global_opts, p);
	add_examples(p, program_examples);
	add_heading(p, "Exit codes");
	for (const struct meaning *m = exit_meanings; m->name; m++)
		add_row(p, STYLE_BOLD, m->name, m->text);
	page_end(p);
	page_add(p, STYLE_PLAIN, STR("\"canonry help COMMAND\" says more, and so does canonry(1)."));
	page_end(p);
}

static void add_command(struct page *p, const struct command *c)
{
	page_printf(p, STYLE_PLAIN, "canonry %s - %s", c->name, c->summary);
	page_end(p);
	page_end(p);
	page_printf(p, STYLE_PLAIN, "Usage: canonry %s ", c->name);
	opt_usage(c->opts, p);
	page_end(p);
	page_end(p);
	page_paragraphs(p, 0, str_from(c->description));
	opt_help(c->opts, p);
	opt_help(global_opts, p);
	add_examples(p, c->examples);
}

void command_help(const struct command *command, const struct term *term, struct strbuf *out)
{
	struct page p = {
		.out = out,
		.width = MIN(term->width, HELP_WIDTH_MAX),
		.has_color = term->has_color,
	};

	if (command)
		add_command(&p, command);
	else
		add_program(&p);
}
