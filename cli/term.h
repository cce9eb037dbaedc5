/* What stands at the other end of an output stream: a screen or not, how wide, with colours or not. */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include "base/base.h"

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER, COLOR_COUNT };
extern const char *const color_choice_names[COLOR_COUNT + 1]; /* NULL-terminated, as options want it */

struct term {
	int fd;
	bool is_terminal; /* a screen on which a line can be drawn again */
	bool has_color;
	unsigned width; /* columns; TERM_WIDTH where nothing is known */
};

#define TERM_WIDTH 80
#define TERM_WIDTH_MIN 40 /* below that, lines had better be broken by the terminal */

/* Looks up an environment variable: getenv(), or a test's own. */
typedef char *term_env(const char *name);

struct term term_open(int fd, enum color_choice color, term_env *env);

/*
 * auto: a terminal whose TERM is not "dumb" gets colours. NO_COLOR (not
 * empty) takes them away, CLICOLOR_FORCE (not empty, not 0) gives them to
 * pipes too; --color wins over both.
 */
bool term_wants_color(enum color_choice color, bool is_terminal, term_env *env);

/* COLUMNS, then what the terminal says, then TERM_WIDTH. */
unsigned term_width(int fd, term_env *env);

#endif
