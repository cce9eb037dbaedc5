/* Completion for bash; it needs none of the functions of the bash-completion package. */
#include "base/base.h"
#include "cli/generate.h"

#include "cli/command.h"
#include "rules/finding.h"

static const char head[] = "# Completion of canonry for bash; made from its tables of commands and options.\n"
			   "_canonry()\n"
			   "{\n"
			   "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} name= words= i\n"
			   "\tCOMPREPLY=()\n"
			   "\t# \"=\" is a word of its own.\n"
			   "\tif [[ $cur == = ]]; then\n"
			   "\t\tcur=\n"
			   "\telif [[ $prev == = ]]; then\n"
			   "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
			   "\tfi\n";

static const char tail[] = "\tif [[ -z $name || $cur == -* ]]; then\n"
			   "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
			   "\telif [[ -n $words ]]; then\n"
			   "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
			   "\telse\n"
			   "\t\tcompopt -o default\n"
			   "\tfi\n"
			   "}\n"
			   "complete -F _canonry canonry\n";

static bool is_visible(const struct command *c)
{
	return c->group != GROUP_HIDDEN;
}

static void add_command_names(struct strbuf *out, const char *between)
{
	const char *before = "";

	for (size_t i = 0; command_table[i]; i++) {
		if (!is_visible(command_table[i]))
			continue;
		strbuf_printf(out, "%s%s", before, command_table[i]->name);
		before = between;
	}
}

static void add_choices(struct strbuf *out, const char *const *choices)
{
	for (size_t i = 0; choices[i]; i++)
		strbuf_printf(out, "%s%s", i ? " " : "", choices[i]);
}

/* What completes an argument, as words of the shell; nothing for files. */
static void add_words(struct strbuf *out, const struct opt *o)
{
	if (o->choices)
		add_choices(out, o->choices);
	else if (o->complete == COMPLETE_COMMANDS)
		add_command_names(out, " ");
	else if (o->complete == COMPLETE_RULES)
		for (size_t i = 0; rule_table[i]; i++)
			strbuf_printf(out, "%s%s", i ? " " : "", rule_table[i]->code);
}

/* A pattern for "command:option" and what to offer behind it. */
static void add_value_case(struct strbuf *out, const char *command, const struct opt *o)
{
	if (!opt_takes_value(o) || o->is_hidden)
		return;
	strbuf_printf(out, "\t%s:--%s", command, o->name);
	if (o->alias)
		strbuf_printf(out, " | %s:-%c", command, o->alias);
	strbuf_addz(out, ")\n\t\t");
	if (o->choices) {
		strbuf_addz(out, "COMPREPLY=($(compgen -W '");
		add_choices(out, o->choices);
		strbuf_addz(out, "' -- \"$cur\"))\n\t\t");
	} else if (o->complete == COMPLETE_FILES || o->complete == COMPLETE_FOLDERS) {
		strbuf_addz(out, "compopt -o default\n\t\t");
	}
	strbuf_addz(out, "return ;;\n");
}

static void add_values(struct strbuf *out)
{
	strbuf_addz(out, "\tcase $name:$prev in\n");
	for (const struct opt *o = global_opts; o->name; o++)
		add_value_case(out, "*", o);
	for (size_t i = 0; command_table[i]; i++)
		for (const struct opt *o = command_table[i]->opts; is_visible(command_table[i]) && o->name; o++)
			add_value_case(out, command_table[i]->name, o);
	strbuf_addz(out, "\tesac\n");
}

static void add_option_names(struct strbuf *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o->name; o++)
		if (!opt_is_argument(o) && !o->is_hidden)
			strbuf_printf(out, " --%s", o->name);
}

static void add_command_case(struct strbuf *out, const struct command *c)
{
	strbuf_printf(out, "\t%s)\n\t\toptions+='", c->name);
	add_option_names(out, c->opts);
	strbuf_addz(out, "'\n\t\twords='");
	for (const struct opt *o = c->opts; o->name; o++) {
		if (!opt_is_argument(o))
			continue;
		add_words(out, o);
		break;
	}
	strbuf_addz(out, "' ;;\n");
}

void generate_bash(struct strbuf *out)
{
	strbuf_addz(out, head);
	strbuf_addz(out, "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	add_command_names(out, " | ");
	strbuf_addz(out, ")\n\t\t\tname=${COMP_WORDS[i]}\n\t\t\tbreak ;;\n\t\tesac\n\tdone\n");
	add_values(out);
	strbuf_addz(out, "\tlocal options='");
	add_option_names(out, global_opts);
	strbuf_addz(out, "'\n\tcase $name in\n\t'')\n\t\toptions+=' ");
	add_command_names(out, " ");
	strbuf_addz(out, "' ;;\n");
	for (size_t i = 0; command_table[i]; i++)
		if (is_visible(command_table[i]))
			add_command_case(out, command_table[i]);
	strbuf_addz(out, "\tesac\n");
	strbuf_addz(out, tail);
}
