/* canonry help: the same as --help, for those who ask in words. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/suggest.h"

struct help_args {
	const char *command;
};

static const struct opt help_opts[] = {
	{ OPT_ARG, "COMMAND", .offset = offsetof(struct help_args, command), .complete = COMPLETE_COMMANDS,
		.help = "The command to explain." },
	{ .name = NULL },
};

static int help(const struct session *s, const void *values)
{
	const struct help_args *args = values;
	const struct command *command = args->command ? command_find(str_from(args->command)) : NULL;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (args->command && !command)
		return say_unknown_command(s, args->command);
	command_help(command, &s->out, &text);
	return print_out(s, strbuf_str(&text));
}

const struct command cmd_help = {
	.name = "help",
	.summary = "show help for the program or a command",
	.description = "Shows what the program or one of its commands does and which options it takes.",
	.group = GROUP_MORE,
	.opts = help_opts,
	.args_size = sizeof(struct help_args),
	.run = help,
};
