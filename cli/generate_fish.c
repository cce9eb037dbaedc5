/* Completion for fish. */
#include "base/base.h"
#include "cli/generate.h"

#include "cli/command.h"
#include "rules/finding.h"

/* In single quotes fish knows two escapes. */
static void add_quoted(struct strbuf *out, struct str text)
{
	strbuf_addch(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\'' || text.ptr[i] == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, text.ptr[i]);
	}
	strbuf_addch(out, '\'');
}

static void add_value(struct strbuf *out, const struct opt *o)
{
	if (o->choices) {
		strbuf_addz(out, " -x -a '");
		for (size_t i = 0; o->choices[i]; i++)
			strbuf_printf(out, "%s%s", i ? " " : "", o->choices[i]);
		strbuf_addch(out, '\'');
	} else if (opt_takes_value(o)) {
		strbuf_addz(out, o->complete == COMPLETE_NOTHING ? " -x" : " -r -F");
	}
}

/* `when`: the condition, or NULL for everywhere. */
static void add_options(struct strbuf *out, const char *when, const struct opt *opts)
{
	for (const struct opt *o = opts; o->name; o++) {
		if (opt_is_argument(o) || o->is_hidden)
			continue;
		strbuf_addz(out, "complete -c canonry");
		if (when)
			strbuf_printf(out, " -n '__fish_seen_subcommand_from %s'", when);
		strbuf_printf(out, " -l %s", o->name);
		if (o->alias)
			strbuf_printf(out, " -s %c", o->alias);
		add_value(out, o);
		strbuf_addz(out, " -d ");
		add_quoted(out, generate_short_help(o->help));
		strbuf_addch(out, '\n');
	}
}

static void add_word(struct strbuf *out, const char *when, const char *word, const char *what)
{
	strbuf_printf(out, "complete -c canonry -f -n '__fish_seen_subcommand_from %s' -a %s -d ", when, word);
	add_quoted(out, str_from(what));
	strbuf_addch(out, '\n');
}

static void add_arguments(struct strbuf *out, const struct command *c)
{
	for (const struct opt *o = c->opts; o->name; o++) {
		if (!opt_is_argument(o))
			continue;
		for (size_t i = 0; o->choices && o->choices[i]; i++)
			add_word(out, c->name, o->choices[i], o->name);
		for (size_t i = 0; o->complete == COMPLETE_RULES && rule_table[i]; i++)
			add_word(out, c->name, rule_table[i]->code, rule_table[i]->name);
		for (size_t i = 0; o->complete == COMPLETE_COMMANDS && command_table[i]; i++)
			if (command_table[i]->group != GROUP_HIDDEN)
				add_word(out, c->name, command_table[i]->name, command_table[i]->summary);
	}
}

void generate_fish(struct strbuf *out)
{
	strbuf_addz(out, "# Completion of canonry for fish; made from its tables of commands and options.\n");
	for (size_t i = 0; command_table[i]; i++) {
		if (command_table[i]->group == GROUP_HIDDEN)
			continue;
		strbuf_printf(out, "complete -c canonry -f -n __fish_use_subcommand -a %s -d ", command_table[i]->name);
		add_quoted(out, str_from(command_table[i]->summary));
		strbuf_addch(out, '\n');
	}
	add_options(out, NULL, global_opts);
	for (size_t i = 0; command_table[i]; i++) {
		if (command_table[i]->group == GROUP_HIDDEN)
			continue;
		add_options(out, command_table[i]->name, command_table[i]->opts);
		add_arguments(out, command_table[i]);
	}
}
