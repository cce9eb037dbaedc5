/* canonry export-imp: what is known of canonical headers, for include-what-you-use. */
#include "base/base.h"
#include "cli/command.h"

#include <string.h>

#include "base/strbuf.h"
#include "cli/page.h"
#include "cli/run.h"
#include "rules/headers.h"

struct export_imp_args {
	struct run_args run;
	struct opt_list paths;
	const char *output;
};

static const struct opt export_imp_opts[] = {
	{ OPT_ARGS, "PATH", .offset = offsetof(struct export_imp_args, paths), .complete = COMPLETE_FILES,
		.help = "The code base; the current directory when none is given." },
	{ OPT_TEXT, "output", 'o', .value = "FILE", .offset = offsetof(struct export_imp_args, output), .complete = COMPLETE_FILES,
		.help = "Where to write it; standard output when not given, or -." },
	RUN_OPTS(struct export_imp_args, run),
	{ .name = NULL },
};

static int write_imp(const struct session *s, const struct export_imp_args *args, struct audit *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct rule_input in = audit_rule_input(a);
	uint32_t count = headers_write_imp(&in, &text);
	int code;

	if (!args->output || strcmp(args->output, "-") == 0)
		return print_out(s, strbuf_str(&text));
	code = print_file(s, args->output, strbuf_str(&text));
	if (code == EXIT_CLEAN)
		say_note(s, "wrote %s with %u %s", args->output, count, plural(count, "header", "headers"));
	return code;
}

static int export_imp(const struct session *s, const void *values)
{
	const struct export_imp_args *args = values;
	struct run_wish wish = { .paths = &args->paths };
	struct run run;
	int code = run_audit(s, &args->run, &wish, &run);

	if (code == EXIT_CLEAN)
		code = write_imp(s, args, &run.audit);
	run_release(&run);
	return code;
}

const struct command cmd_export_imp = {
	.name = "export-imp",
	.summary = "write a mapping file for include-what-you-use",
	.description =
		"Writes which header of C and C++ stands in the place of which other, as a mapping file (.imp): by the "
		"configuration and the mapping files that it names, by `IWYU pragma: private, include` in the headers, and "
		"headers that hold nothing but one #include. Each header is listed as the code base writes it.",
	.examples =
		(const struct example[]){
			{ "canonry export-imp --output headers.imp", "Then: include-what-you-use -Xiwyu --mapping_file=headers.imp" },
			{ .line = NULL },
		},
	.group = GROUP_MORE,
	.opts = export_imp_opts,
	.args_size = sizeof(struct export_imp_args),
	.run = export_imp,
};
