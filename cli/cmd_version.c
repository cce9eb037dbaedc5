/* canonry version: what a bug report needs to know. */
#include "base/base.h"
#include "cli/command.h"

#include <cjson/cJSON.h>
#include <xxhash.h>
#include <yaml.h>

#include "analyzers/lang.h"
#include "analyzers/lang/c/clang_unit.h"
#include "cli/report/report.h"

static const struct opt version_opts[] = {
	{ .name = NULL },
};

static void add_languages(struct strbuf *out)
{
	strbuf_addz(out, "languages:");
	for (size_t i = 0; lang_table[i]; i++)
		strbuf_printf(out, " %s", lang_table[i]->name);
	strbuf_addch(out, '\n');
}

static void add_formats(struct strbuf *out)
{
	strbuf_addz(out, "formats:");
	for (size_t i = 0; report_names[i]; i++)
		strbuf_printf(out, " %s", report_names[i]);
	strbuf_addch(out, '\n');
}

/* Loaded when it is needed, so this says what is there now. */
static void add_libclang(struct strbuf *out)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct str about;

	if (clang_is_usable(&arena, &about, &err))
		strbuf_printf(out, "libclang: " STR_FMT "\n", STR_ARG(about));
	else
		strbuf_printf(out, "libclang: none, %s\n", err.message);
	arena_release(&arena);
}

static int version(const struct session *s, const void *values)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&text, "canonry %s\n", program_version);
	add_languages(&text);
	add_formats(&text);
	strbuf_printf(&text, "libraries: libyaml %s, cJSON %s, xxHash %u.%u.%u\n", yaml_get_version_string(),
		cJSON_Version(), XXH_versionNumber() / 10000, XXH_versionNumber() / 100 % 100,
		XXH_versionNumber() % 100);
	add_libclang(&text);
	return print_out(s, strbuf_str(&text));
}

const struct command cmd_version = {
	.name = "version",
	.summary = "show the version and what is built in",
	.description = "Shows the version, the languages and formats that are built in, and the libraries in use.",
	.group = GROUP_MORE,
	.opts = version_opts,
	.run = version,
};
