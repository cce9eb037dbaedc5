/* A command of the program: what it is called, what it takes, what it does; and how it may end. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/opt.h"
#include "cli/term.h"

/* How the program ends. Never a count. On a signal it is 128 + its number: 130 for SIGINT, 143 for SIGTERM. */
enum exit_code {
	EXIT_CLEAN = 0,      /* nothing wrong, or everything mended */
	EXIT_FINDINGS = 1,   /* findings at or above --fail-on */
	EXIT_USAGE = 2,      /* wrong options or configuration, or something that cannot be read or written */
	EXIT_INCOMPLETE = 3, /* under --strict: something was not read or not understood */
	EXIT_REFUSED = 4,    /* a change was refused or rolled back */
	EXIT_SIGNAL = 128,
	EXIT_PIPE = 141 /* nobody reads the output any more: no error, and nothing is said */
};

/* A name and what it means, for help and the manual. Tables end with a NULL name. */
struct meaning {
	const char *name;
	const char *text;
};
extern const struct meaning exit_meanings[];        /* the codes above */
extern const struct meaning environment_meanings[]; /* variables that are looked at */
extern const struct meaning file_meanings[];        /* files that are looked for */

/* What every command may use. */
struct session {
	struct term out, err;
	const volatile bool *cancel; /* becomes true on SIGINT and SIGTERM */
};

struct example {
	const char *line; /* as typed, without the prompt; NULL ends a table */
	const char *what;
};

enum command_group { GROUP_MAIN, GROUP_MORE, GROUP_HIDDEN };

struct command {
	const char *name;
	const char *summary;     /* one line without a full stop */
	const char *description; /* paragraphs with an empty line between them */
	const struct example *examples;
	enum command_group group;
	const struct opt *opts;
	size_t args_size;                                      /* of the struct that opts fills, handed to run() */
	const void *defaults;                                  /* such a struct, or NULL for zeroes */
	int (*run)(const struct session *s, const void *args); /* enum exit_code */
};

/* What the program is; the manual begins with it. */
extern const char program_summary[], program_description[], program_version[];
extern const struct example program_examples[];

/* The commands of meson.build's list, by name; NULL-terminated. */
extern const struct command *const command_table[];
const struct command *command_find(struct str name); /* NULL when unknown */

/* What is true for every command: --color, --help, --version. */
struct global_args {
	unsigned color; /* enum color_choice */
	bool wants_help, wants_version;
};
extern const struct opt global_opts[];

/* Help for a terminal: of the program when command is NULL. */
void command_help(const struct command *command, const struct term *term, struct strbuf *out);

/* "canonry: message" on standard error, safe to show. Always returns EXIT_USAGE. */
int say_error(const struct session *s, const char *format, ...) PRINTF_LIKE(2, 3);

/* "unknown command ...", with the nearest one. */
int say_unknown_command(const struct session *s, const char *name);

/* The same for what is worth knowing and no error: "canonry: note: message". */
void say_note(const struct session *s, const char *format, ...) PRINTF_LIKE(2, 3);

/* Write to standard output: EXIT_CLEAN, EXIT_PIPE when nobody listens, EXIT_USAGE (said) when it cannot be written. */
int print_out(const struct session *s, struct str text);

/* The same to a file, which holds the old or the new text; a pipe or a device is written as it is. */
int print_file(const struct session *s, const char *path, struct str text);

#endif
