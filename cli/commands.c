/* The table of commands, and what is true for all of them. */
#include "base/base.h"
#include "cli/command.h"

#include "base/file.h"
#include "cli/suggest.h"

#define X(name) extern const struct command cmd_##name;
#include "cli/command_list.h"
#undef X

const struct command *const command_table[] = {
#define X(name) &cmd_##name,
#include "cli/command_list.h"
#undef X
	NULL,
};

const struct command *command_find(struct str name)
{
	for (size_t i = 0; command_table[i]; i++)
		if (str_is(name, command_table[i]->name))
			return command_table[i];
	return NULL;
}

int say_unknown_command(const struct session *s, const char *name)
{
	struct suggestion near = { .given = str_from(name) };

	for (size_t i = 0; command_table[i]; i++)
		if (command_table[i]->group != GROUP_HIDDEN)
			suggest_try(&near, str_from(command_table[i]->name));
	if (near.best.len)
		return say_error(s, "unknown command '%s'; did you mean '" STR_FMT "'?", name, STR_ARG(near.best));
	if (file_exists(name))
		return say_error(s, "unknown command '%s'; to audit it: canonry audit %s", name, name);
	return say_error(s, "unknown command '%s'; see: canonry --help", name);
}

const struct opt global_opts[] = {
	{ OPT_CHOICE, "color", .value = "WHEN", .group = "Everywhere", .choices = color_choice_names,
		.offset = offsetof(struct global_args, color),
		.help = "Colours in what is printed; auto: on a terminal, unless NO_COLOR is set." },
	{ OPT_FLAG, "help", 'h', .group = "Everywhere", .offset = offsetof(struct global_args, wants_help),
		.help = "Show help, also behind a command." },
	{ OPT_FLAG, "version", 'V', .group = "Everywhere", .offset = offsetof(struct global_args, wants_version),
		.help = "Show the version." },
	{ .name = NULL },
};

const char program_version[] = CANONRY_VERSION;

const char program_summary[] = "every product has one canonical factory";

const char program_description[] =
	"Canonry finds where a code base creates the same thing in several places, proves which definition is the "
	"canonical one, says what every other definition is and who imports what from where, and reports what is "
	"wrong. It needs no configuration.";

const struct example program_examples[] = {
	{ "canonry audit", "Audit the current directory." },
	{ "canonry audit --family Engine src", "Everything about one family below src." },
	{ "canonry explain EngineFactory", "Why a definition is classed as it is." },
	{ "canonry migrate --diff", "What would mend it." },
	{ "canonry init", "Write down what was found as canonry.yaml." },
	{ .line = NULL },
};

const struct meaning exit_meanings[] = {
	{ "0", "Clean: no finding at or above --fail-on." },
	{ "1", "There are such findings; of migrate: there is something to change." },
	{ "2", "Wrong options or configuration, or something could not be read or written." },
	{ "3", "Under --strict: part of the code was not read or not understood." },
	{ "4", "A change was refused or rolled back." },
	{ "130, 143", "Stopped by SIGINT or SIGTERM." },
	{ "141", "Nobody reads the output any more." },
	{ .name = NULL },
};

const struct meaning environment_meanings[] = {
	{ "NO_COLOR", "When not empty, no colours." },
	{ "CLICOLOR_FORCE", "When neither empty nor 0, colours also where the output is no terminal." },
	{ "COLUMNS", "How wide the output is, instead of what the terminal says." },
	{ "TERM", "\"dumb\": no colours and no progress bar." },
	{ "XDG_CACHE_HOME", "Where the cache of facts lies; ~/.cache when it is not set." },
	{ "CANONRY_USES", "Where programs add what they used of redirects: a file, or a directory with a file for each process; \"canonry status --usage\" reads it." },
	{ "SOURCE_DATE_EPOCH", "The time that counts as now, in seconds since 1970, for expiry dates." },
	{ .name = NULL },
};

const struct meaning file_meanings[] = {
	{ "canonry.yaml, canonry.yml",
		"The configuration, in the root of the audit or in a directory above it inside of the same git work "
		"tree: families, canonical definitions, allowed redirects with reason and date, import roots, excludes, "
		"the gate. \"canonry init\" writes a commented one." },
	{ ".gitignore", "What it excludes is not read." },
	{ ".git/canonry/, .canonry/",
		"What undo and resume need: the journals of migrations with the bytes of the files before and after. In the "
		"git directory, or beside the code outside of a git work tree; gone when nothing is left to be undone." },
	{ .name = NULL },
};
