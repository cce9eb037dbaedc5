/* The program: argv -> command -> exit code; signals and broken pipes end it in an orderly way. */
#include "base/base.h"
#include "cli/command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A handler can reach nothing else. */
static volatile sig_atomic_t caught_signal;
static volatile bool is_cancelled;

static void on_signal(int number)
{
	caught_signal = number;
	is_cancelled = true;
}

/* So that write() fails with EPIPE. Unlike SIG_IGN, a handler is not inherited by the programs we start. */
static void on_closed_pipe(int number)
{
}

/* The second SIGINT kills at once: whoever sends two will not wait. */
static void catch_signals(void)
{
	struct sigaction stop = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
	struct sigaction pipe = { .sa_handler = on_closed_pipe, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGPIPE, &pipe, NULL);
}

/*
 * When started with a standard stream closed, the next file opened would
 * take its place and a message would be written into it. Read-only, so that
 * writing there still fails.
 */
static void occupy_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static struct session open_session(enum color_choice color)
{
	return (struct session){
		.out = term_open(STDOUT_FILENO, color, getenv),
		.err = term_open(STDERR_FILENO, color, getenv),
		.cancel = &is_cancelled,
	};
}

static int print_help(const struct session *s, const struct command *command)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	command_help(command, &s->out, &text);
	return print_out(s, strbuf_str(&text));
}

static int print_version(const struct session *s)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&text, "canonry %s\n", program_version);
	return print_out(s, strbuf_str(&text));
}

/* The rest of the line belongs to the command; options for everywhere may stand there too. */
static int run_parsed(const struct command *c, struct global_args *global, struct opt_cursor *at, void *args)
{
	struct opt_set sets[] = { { global_opts, global }, { c->opts, args } };
	struct err err = { 0 };
	bool ok = opt_parse(sets, ARRAY_LEN(sets), at, false, &err);
	struct session s = open_session(global->color);

	if (ok && global->wants_help)
		return print_help(&s, c);
	if (ok && global->wants_version)
		return print_version(&s);
	if (!ok || !opt_check_required(&sets[1], &err))
		return say_error(&s, "%s; see: canonry %s --help", err.message, c->name);
	return c->run(&s, args);
}

static int run_command(const struct command *c, struct global_args *global, struct opt_cursor *at)
{
	void *args = xcalloc(1, MAX(c->args_size, (size_t)1));
	int code;

	if (c->defaults)
		memcpy(args, c->defaults, c->args_size);
	code = run_parsed(c, global, at, args);
	opt_release(&(struct opt_set){ c->opts, args });
	free(args);
	return code;
}

static int run_line(char **argv)
{
	struct global_args global = { 0 };
	struct opt_set set = { global_opts, &global };
	struct opt_cursor at = { .argv = argv, .next = 1 };
	struct err err = { 0 };
	bool ok = opt_parse(&set, 1, &at, true, &err);
	struct session s = open_session(global.color);
	const struct command *command;

	if (!ok)
		return say_error(&s, "%s; see: canonry --help", err.message);
	if (global.wants_version)
		return print_version(&s);
	if (!argv[at.next])
		return global.wants_help ? print_help(&s, NULL) : say_error(&s, "no command; see: canonry --help");
	command = command_find(str_from(argv[at.next]));
	if (!command)
		return say_unknown_command(&s, argv[at.next]);
	at.next++;
	return run_command(command, &global, &at);
}

int main(int argc, char **argv)
{
	int code;

	if (argc < 1)
		return EXIT_USAGE;
	occupy_standard_streams();
	catch_signals();
	code = run_line(argv);
	return caught_signal ? EXIT_SIGNAL + caught_signal : code;
}
