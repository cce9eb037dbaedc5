/* A command of the user's, run by the shell in the root: their tests, mostly. */
#ifndef CLI_SHELL_H
#define CLI_SHELL_H

#include "base/strbuf.h"

/*
 * It has nothing to read, both its outputs are kept together as they come,
 * and it may take as long as it likes. When the user interrupts, it ends with
 * everything that it has started. Python writes no compiled files meanwhile:
 * of a file that changes twice within a second and keeps its size it would
 * take the old ones.
 */
struct shell_result {
	int status; /* exit status; -1 when it did not start or was killed */
	struct strbuf output;
};

/* `cancel` may be NULL. */
void shell_run(const char *root, const char *command, const volatile bool *cancel, struct shell_result *ret);
void shell_release(struct shell_result *r);

/* The last lines of the output, at most so many; borrowed. */
struct str shell_last_lines(const struct shell_result *r, unsigned count);

#endif
