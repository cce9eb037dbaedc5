/* canonry init: what was discovered, written down as a configuration to be edited. */
#include "base/base.h"
#include "cli/command.h"

#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "cli/member_text.h"
#include "cli/page.h"
#include "cli/run.h"
#include "cli/statement.h"

#define CONFIG_NAME "canonry.yaml"

struct init_args {
	struct run_args run;
	struct opt_list paths;
	const char *output;
	bool force;
};

static const struct opt init_opts[] = {
	{ OPT_ARGS, "PATH", .offset = offsetof(struct init_args, paths), .complete = COMPLETE_FOLDERS,
		.help = "The root of the code base; the current directory when not given." },
	{ OPT_TEXT, "output", 'o', .value = "FILE", .offset = offsetof(struct init_args, output),
		.complete = COMPLETE_FILES,
		.help = "Write to this file instead of canonry.yaml in the root; \"-\" is standard output." },
	{ OPT_FLAG, "force", .offset = offsetof(struct init_args, force), .help = "Overwrite a file that is there." },
	RUN_OPTS(struct init_args, run),
	{ .name = NULL },
};

static const char head[] =
	"# What Canonry holds this code base to. Written by \"canonry init\" from what it found; every line is yours\n"
	"# to change. \"canonry explain NAME\" says why something is as it is, \"canonry audit\" checks it.\n"
	"version: 1\n"
	"\n"
	"# Where absolute imports start, relative to this file. Detected when not given:\n";

static const char after_roots[] = "\n"
				  "# Globs of what is not read, and of more places that count as tests:\n"
				  "# exclude: [\"docs/**\"]\n"
				  "# tests: [\"qa/**\"]\n"
				  "\n"
				  "# false: only the families listed below are looked at.\n"
				  "discover: true\n"
				  "\n";

static const char families_help[] =
	"# Products that must have a single source of truth. Of a family may be said:\n"
	"#   canonical: package.module:Name     the one definition that everybody should use\n"
	"#   members: [make_engine]             more names that claim the product\n"
	"#   ignore: [LegacyEngine]             names that are no members, whatever they look like\n"
	"#   allow:                             redirects, wrappers and bypasses that are there on purpose\n"
	"#     - path: app/compat.py            or module: app.compat\n"
	"#       reason: \"public until 2.0\"\n"
	"#       until: 2027-01-31              from then on they are findings again; optional\n";

static const char tail[] =
	"\n"
	"# Levels of single rules (off, note, warning, error); \"canonry rules\" lists them.\n"
	"# rules:\n"
	"#   CN110: note\n"
	"\n"
	"# When an audit fails: the level of findings from which it does (error, warning, note, never), and whether it\n"
	"# does when a file cannot be read or does not parse.\n"
	"gate:\n"
	"  fail-on: warning\n"
	"  strict: false\n"
	"  # Findings that are known: canonry audit --baseline FILE --update-baseline makes the file.\n"
	"  # baseline: canonry-baseline.txt\n";

/* --- YAML --- */

static bool is_plain(struct str text)
{
	static const char *const words[] = { "true", "false", "yes", "no", "on", "off", "null", "y", "n" };

	if (text.len == 0 || !((text.ptr[0] | 0x20) >= 'a' && (text.ptr[0] | 0x20) <= 'z'))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (text.len == strlen(words[i]) && str_has_nocase(text, str_from(words[i])))
			return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool is_word =
			(c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '/';

		if (!is_word && !((c == ':' || c == '.' || c == '-') && i + 1 < text.len))
			return false;
	}
	return true;
}

static void add_scalar(struct strbuf *out, struct str text)
{
	if (is_plain(text)) {
		strbuf_add(out, text);
		return;
	}
	strbuf_addch(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\\')
			strbuf_addch(out, '\\');
		if ((unsigned char)text.ptr[i] < 0x20)
			strbuf_printf(out, "\\x%02X", (unsigned)(unsigned char)text.ptr[i]);
		else
			strbuf_addch(out, text.ptr[i]);
	}
	strbuf_addch(out, '"');
}

/* One line: what a source calls itself may hold anything. */
static void add_comment(struct strbuf *out, const char *indent, struct str text)
{
	struct page p = { .out = out };

	strbuf_printf(out, "%s# ", indent);
	page_add(&p, STYLE_PLAIN, text);
	strbuf_addch(out, '\n');
}

/* --- Families --- */

static void add_roots(const struct audit *a, struct strbuf *out)
{
	size_t count;
	const struct str *roots = link_roots(a->link, &count);

	strbuf_addz(out, "# roots: [");
	for (size_t i = 0; i < count; i++) {
		strbuf_addz(out, i ? ", " : "");
		add_scalar(out, roots[i].len ? roots[i] : STR("."));
	}
	strbuf_addz(out, "]\n");
}

static void add_contenders(struct audit *a, const struct family *f, struct strbuf *out)
{
	add_comment(out, "    ", arena_printf(&a->arena, "Needs a decision: " STR_FMT ".", STR_ARG(f->decision)));
	vec_foreach (struct member, m, &f->members) {
		if (!m->is_independent || !m->is_production)
			continue;
		strbuf_addz(out, "    # canonical: ");
		add_scalar(out, member_path(a->link, m, &a->arena));
		strbuf_addch(out, '\n');
	}
}

static bool may_be_allowed(const struct member *m)
{
	return m->is_production &&
		(m->class == CLASS_REDIRECT || m->class == CLASS_WRAPPER || m->class == CLASS_IMPURE_WRAPPER);
}

/* What stands between the code and a clean audit, offered as lines to be uncommented: each file once. */
static void add_allowances(const struct audit *a, const struct family *f, struct strbuf *out)
{
	struct map seen = { 0 };

	vec_foreach (struct member, m, &f->members) {
		if (!may_be_allowed(m) || !map_add(&seen, m->file, 0))
			continue;
		if (seen.len == 1)
			strbuf_addz(out, "    # allow:\n");
		strbuf_addz(out, "    #   - path: ");
		add_scalar(out, a->project.files[m->file].path);
		strbuf_addz(out, "\n    #     reason: \"\"\n");
	}
	map_release(&seen);
}

static void add_family(struct audit *a, const struct family *f, struct strbuf *out)
{
	struct statements all = statements_of(f, &a->arena);

	add_comment(out, "  ",
		arena_printf(&a->arena, "%u independent %s, %u of %zu imports astray", f->independent,
			plural(f->independent, "definition", "definitions"), all.astray, all.len - all.reexports));
	strbuf_addz(out, "  - product: ");
	add_scalar(out, f->product);
	strbuf_addch(out, '\n');
	if (f->canonical == NONE) {
		add_contenders(a, f, out);
	} else {
		strbuf_addz(out, "    canonical: ");
		add_scalar(out, member_path(a->link, &f->members.items[f->canonical], &a->arena));
		strbuf_printf(out, " # %u %% sure\n", f->confidence);
	}
	add_allowances(a, f, out);
}

static bool is_listed_above(const struct families *all, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (str_eq(all->items.items[i].product, all->items.items[index].product))
			return true;
	return false;
}

static void write_config(struct audit *a, struct strbuf *out)
{
	strbuf_addz(out, head);
	add_roots(a, out);
	strbuf_addz(out, after_roots);
	strbuf_addz(out, families_help);
	if (a->families.items.len == 0)
		strbuf_addz(out, "# families:\n#   - product: Engine\n");
	else
		strbuf_addz(out, "families:\n");
	for (size_t i = 0; i < a->families.items.len; i++)
		if (!is_listed_above(&a->families, i))
			add_family(a, &a->families.items.items[i], out);
	strbuf_addz(out, tail);
}

/* --- The command --- */

static int refuse_existing(const struct session *s, const char *path)
{
	return say_error(s, "%s exists; --force overwrites it", path);
}

static int write_to(const struct session *s, const struct init_args *args, struct audit *a, struct str text)
{
	const char *path = args->output;
	int code;

	if (path && strcmp(path, "-") == 0)
		return print_out(s, text);
	if (!path)
		path = path_join(&a->arena, a->scope.root, STR(CONFIG_NAME)).ptr;
	if (file_exists(path) && !args->force)
		return refuse_existing(s, path);
	code = print_file(s, path, text);
	if (code == EXIT_CLEAN)
		say_note(s, "wrote %s with %s %s", path, number_text(a->families.items.len).text,
			plural(a->families.items.len, "family", "families"));
	return code;
}

static int init_audited(const struct session *s, const struct init_args *args, struct audit *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct config config;
	struct err err = { 0 };

	write_config(a, &text);
	if (!config_parse(&a->arena, CONFIG_NAME, strbuf_str(&text), &config, &err))
		BUG("wrote a configuration that cannot be read: %s", err.message);
	return write_to(s, args, a, strbuf_str(&text));
}

static int init(const struct session *s, const void *values)
{
	const struct init_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .ignore_config = true };
	struct run run;
	int code;

	if (args->paths.len > 1)
		return say_error(s, "one root at a time");
	if (args->output && strcmp(args->output, "-") != 0 && file_exists(args->output) && !args->force)
		return refuse_existing(s, args->output);
	code = run_audit(s, &args->run, &wish, &run);
	if (code == EXIT_CLEAN)
		code = init_audited(s, args, &run.audit);
	run_release(&run);
	return code;
}

const struct command cmd_init = {
	.name = "init",
	.summary = "write a configuration from what was found",
	.description =
		"Audits a code base without any configuration and writes down what was found as canonry.yaml, with a comment "
		"for each line: the families, their canonical definitions, what needs a decision, and what could be allowed.",
	.examples =
		(const struct example[]){
			{ "canonry init", "Write canonry.yaml into the current directory." },
			{ "canonry init --output - src", "Look at it first." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = init_opts,
	.args_size = sizeof(struct init_args),
	.run = init,
};
