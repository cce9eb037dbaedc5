/* sh -c, in another directory than ours. */
#include "base/base.h"
#include "cli/shell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/process.h"
#include "base/vec.h"

#define NO_COMPILED_FILES "PYTHONDONTWRITEBYTECODE="

static void start(struct process *p, const char *const *argv, const volatile bool *cancel)
{
	struct process_how how = { .has_group = true, .is_patient = true, .cancel = cancel };
	VEC(const char *) environment = { 0 };

	for (char *const *variable = environ; variable && *variable; variable++)
		if (strncmp(*variable, NO_COMPILED_FILES, strlen(NO_COMPILED_FILES)) != 0)
			vec_push(&environment, *variable);
	vec_push(&environment, NO_COMPILED_FILES "1");
	vec_push(&environment, NULL);
	process_start_how(p, argv, (char *const *)(uintptr_t)environment.items, &how);
	vec_release(&environment);
}

void shell_run(const char *root, const char *command, const volatile bool *cancel, struct shell_result *ret)
{
	static const char script[] = "exec 2>&1; cd -- \"$0\" && eval \"$1\"";
	const char *const argv[] = { "sh", "-c", script, root, command, NULL };
	struct process p;

	*ret = (struct shell_result){ 0 };
	start(&p, argv, cancel);
	process_finish(&p);
	ret->status = p.status;
	strbuf_add(&ret->output, strbuf_str(&p.out));
	process_release(&p);
}

void shell_release(struct shell_result *r)
{
	strbuf_release(&r->output);
}

struct str shell_last_lines(const struct shell_result *r, unsigned count)
{
	struct str text = strbuf_str(&r->output);
	size_t start;

	while (str_ends(text, STR("\n")))
		text.len--;
	for (start = text.len; start > 0; start--)
		if (text.ptr[start - 1] == '\n' && --count == 0)
			break;
	return str_slice(text, start, text.len);
}
