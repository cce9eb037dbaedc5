/* Completion for zsh. */
#include "base/base.h"
#include "cli/generate.h"

#include "cli/command.h"
#include "rules/finding.h"

/* For the inside of '...[here]...': quotes, brackets and colons have a meaning there. */
static void add_escaped(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '\'')
			strbuf_addz(out, "'\\'");
		else if (c == '[' || c == ']' || c == ':' || c == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, c);
	}
}

/* What may stand there: the last part of an _arguments specification. */
static void add_action(struct strbuf *out, const struct opt *o)
{
	const char *before = "(";

	if (o->choices) {
		for (size_t i = 0; o->choices[i]; i++, before = " ")
			strbuf_printf(out, "%s%s", before, o->choices[i]);
		strbuf_addch(out, ')');
	} else if (o->complete == COMPLETE_RULES) {
		for (size_t i = 0; rule_table[i]; i++, before = " ")
			strbuf_printf(out, "%s%s", before, rule_table[i]->code);
		strbuf_addch(out, ')');
	} else if (o->complete == COMPLETE_COMMANDS) {
		strbuf_addz(out, "_canonry_commands");
	} else if (o->complete != COMPLETE_NOTHING) {
		strbuf_addz(out, o->complete == COMPLETE_FOLDERS ? "_files -/" : "_files");
	}
}

static void add_option(struct strbuf *out, const struct opt *o)
{
	const char *star = o->type == OPT_LIST ? "*" : "";
	const char *equals = opt_takes_value(o) ? "=" : "";

	strbuf_addz(out, " \\\n\t\t");
	if (o->alias)
		strbuf_printf(out, "'%s'{-%c%s,--%s%s}'[", star, o->alias, *equals ? "+" : "", o->name, equals);
	else
		strbuf_printf(out, "'%s--%s%s[", star, o->name, equals);
	add_escaped(out, generate_short_help(o->help));
	strbuf_addch(out, ']');
	if (opt_takes_value(o)) {
		strbuf_addch(out, ':');
		add_escaped(out, str_from(o->value));
		strbuf_addch(out, ':');
		add_action(out, o);
	}
	strbuf_addch(out, '\'');
}

static void add_argument(struct strbuf *out, const struct opt *o)
{
	strbuf_printf(out, " \\\n\t\t'%s:%s:", o->type == OPT_ARGS ? "*" : "", o->name);
	add_action(out, o);
	strbuf_addch(out, '\'');
}

static void add_options(struct strbuf *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o->name; o++) {
		if (o->is_hidden)
			continue;
		if (opt_is_argument(o))
			add_argument(out, o);
		else
			add_option(out, o);
	}
}

static void add_commands(struct strbuf *out)
{
	strbuf_addz(out, "_canonry_commands() {\n\tlocal -a commands=(");
	for (size_t i = 0; command_table[i]; i++) {
		if (command_table[i]->group == GROUP_HIDDEN)
			continue;
		strbuf_printf(out, "\n\t\t'%s:", command_table[i]->name);
		add_escaped(out, str_from(command_table[i]->summary));
		strbuf_addch(out, '\'');
	}
	strbuf_addz(out, "\n\t)\n\t_describe command commands\n}\n\n");
}

void generate_zsh(struct strbuf *out)
{
	strbuf_addz(out,
		"#compdef canonry\n# Completion of canonry for zsh; made from its tables of commands and options.\n\n");
	add_commands(out);
	strbuf_addz(out, "_canonry() {\n\tlocal curcontext=$curcontext state line\n\t_arguments -C -S");
	add_options(out, global_opts);
	strbuf_addz(out, " \\\n\t\t'1: :_canonry_commands' \\\n\t\t'*:: :->rest'\n");
	strbuf_addz(out, "\t[[ $state == rest ]] || return\n\tcase $words[1] in\n");
	for (size_t i = 0; command_table[i]; i++) {
		if (command_table[i]->group == GROUP_HIDDEN)
			continue;
		strbuf_printf(out, "\t%s)\n\t\t_arguments -S", command_table[i]->name);
		add_options(out, global_opts);
		add_options(out, command_table[i]->opts);
		strbuf_addz(out, " ;;\n");
	}
	strbuf_addz(out, "\tesac\n}\n\n_canonry \"$@\"\n");
}
