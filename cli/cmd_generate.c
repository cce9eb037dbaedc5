/* canonry __generate: what the build installs beside the program; not for users. */
#include "base/base.h"
#include "cli/command.h"

#include <string.h>

#include "cli/generate.h"

static const struct generator {
	const char *name;
	void (*generate)(struct strbuf *out);
} generators[] = {
	{ "bash", generate_bash },
	{ "fish", generate_fish },
	{ "man", generate_man },
	{ "zsh", generate_zsh },
};
static const char *const generator_names[] = { "bash", "fish", "man", "zsh", NULL };

struct generate_args {
	const char *what;
};

static const struct opt generate_opts[] = {
	{ OPT_ARG, "WHAT", .offset = offsetof(struct generate_args, what), .choices = generator_names,
		.is_required = true, .help = "What to print." },
	{ .name = NULL },
};

struct str generate_short_help(const char *help)
{
	struct str text = str_from(help);

	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '.' && (i + 1 == text.len || text.ptr[i + 1] == ' '))
			return str_slice(text, 0, i);
	return text;
}

static int generate(const struct session *s, const void *values)
{
	const struct generate_args *args = values;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(generators); i++)
		if (strcmp(generators[i].name, args->what) == 0)
			generators[i].generate(&text);
	return print_out(s, strbuf_str(&text));
}

const struct command cmd_generate = {
	.name = "__generate",
	.summary = "print the manual or a shell completion",
	.description = "Prints the manual or a shell completion, for the build.",
	.group = GROUP_HIDDEN,
	.opts = generate_opts,
	.args_size = sizeof(struct generate_args),
	.run = generate,
};
