/* A small code base for a test, written out from one text, read and linked. */
#ifndef TESTS_UNIT_CODE_BASE_H
#define TESTS_UNIT_CODE_BASE_H

#include "analyzers/config.h"
#include "analyzers/link.h"
#include "base/strbuf.h"
#include "tests/unit/sandbox.h"

struct code_base {
	struct config config;
	struct project_options options;
	struct project project;
	struct link *link;
};

/* Every "--- path" line begins a file; what follows is its text. */
static inline void code_base_write(const char *files)
{
	struct str rest = str_from(files), line;
	struct strbuf text = { 0 };
	char path[PATH_MAX] = "";

	while (str_next(&rest, '\n', &line)) {
		if (!str_starts(line, STR("--- "))) {
			strbuf_add(&text, line);
			strbuf_addch(&text, '\n');
			continue;
		}
		if (*path)
			sandbox_write(path, strbuf_str(&text));
		strbuf_clear(&text);
		snprintf(path, sizeof(path), STR_FMT, STR_ARG(str_slice(line, 4, line.len)));
	}
	if (*path)
		sandbox_write(path, strbuf_str(&text));
	strbuf_release(&text);
}

/* Reads what lies in a directory of the sandbox ("" = all of it). */
static inline void code_base_read(struct code_base *c, const char *dir, const struct str *roots, size_t root_count)
{
	static char root[PATH_MAX + 256];
	struct err err = { 0 };

	snprintf(root, sizeof(root), "%s%s%s", sandbox, *dir ? "/" : "", dir);
	*c = (struct code_base){ 0 };
	config_init(&c->config);
	c->options = (struct project_options){ .root = str_from(root), .config = &c->config, .jobs = 2 };
	ck_assert_msg(project_read(&c->options, &c->project, &err), "%s", err.message);
	c->link = link_new(&c->project, roots, root_count);
}

static inline void code_base_release(struct code_base *c)
{
	link_free(c->link);
	project_release(&c->project);
}

static inline file_id code_base_file(const struct code_base *c, struct str path)
{
	file_id file = project_find(&c->project, path);

	ck_assert_msg(file != NONE, "there is no " STR_FMT, STR_ARG(path));
	return file;
}

/* Details of every file. */
static inline void code_base_parse(struct code_base *c)
{
	file_id *files = xcalloc(c->project.file_count, sizeof(*files));
	bool *whole = xcalloc(c->project.file_count, sizeof(*whole));
	struct deepen want = { .files = files, .file_count = c->project.file_count, .whole = whole };
	struct err err = { 0 };

	for (uint32_t i = 0; i < c->project.file_count; i++) {
		files[i] = i;
		whole[i] = true;
	}
	ck_assert_msg(project_deepen(&c->project, &want, &err), "%s", err.message);
	free(files);
	free(whole);
}

/* "Engine.create" among the definitions of a file; "-" is NONE. */
static inline uint32_t code_base_def(const struct code_base *c, file_id file, struct str dotted)
{
	const struct outline *o = &c->project.files[file].outline;
	uint32_t def = NONE;
	struct str part;

	if (str_is(dotted, "-"))
		return NONE;
	while (str_next(&dotted, '.', &part)) {
		uint32_t i = 0;

		while (i < o->def_count && (o->defs[i].parent != def || !str_eq(o->defs[i].name, part)))
			i++;
		ck_assert_msg(i < o->def_count, "there is no " STR_FMT, STR_ARG(part));
		def = i;
	}
	return def;
}

#endif
