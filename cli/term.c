/* Questions to the terminal and to the environment. */
#include "base/base.h"
#include "cli/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TERM_WIDTH_MAX 1000

const char *const color_choice_names[COLOR_COUNT + 1] = {
	[COLOR_AUTO] = "auto",
	[COLOR_ALWAYS] = "always",
	[COLOR_NEVER] = "never",
};

static bool is_given(const char *value)
{
	return value && *value;
}

static bool is_dumb(term_env *env)
{
	const char *name = env("TERM");

	return !is_given(name) || strcmp(name, "dumb") == 0;
}

bool term_wants_color(enum color_choice color, bool is_terminal, term_env *env)
{
	const char *force = env("CLICOLOR_FORCE");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	if (is_given(env("NO_COLOR")))
		return false;
	if (is_given(force) && strcmp(force, "0") != 0)
		return true;
	return is_terminal && !is_dumb(env);
}

static unsigned clamp_width(unsigned long width)
{
	return (unsigned)MIN(MAX(width, (unsigned long)TERM_WIDTH_MIN), (unsigned long)TERM_WIDTH_MAX);
}

unsigned term_width(int fd, term_env *env)
{
	const char *columns = env("COLUMNS");
	struct winsize size;
	char *end;

	if (is_given(columns) && *columns >= '1' && *columns <= '9') {
		unsigned long width = strtoul(columns, &end, 10);

		if (*end == '\0')
			return clamp_width(width);
	}
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return clamp_width(size.ws_col);
	return TERM_WIDTH;
}

struct term term_open(int fd, enum color_choice color, term_env *env)
{
	bool is_terminal = isatty(fd) == 1;

	return (struct term){
		.fd = fd,
		.is_terminal = is_terminal && !is_dumb(env),
		.has_color = term_wants_color(color, is_terminal, env),
		.width = term_width(fd, env),
	};
}
