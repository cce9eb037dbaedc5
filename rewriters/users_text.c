/* Mentions of modules in texts that no import statement shows: strings of the sources, files that describe a project. */
#include "base/base.h"
#include "rewriters/users.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"

/* Files beside the sources that name modules: entry points, runners, images. Relative to the root. */
static const char *const project_texts[] = {
	".coveragerc", ".github/workflows/ci.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml", "Dockerfile", "MANIFEST.in", "Makefile",
	"Procfile", "docker-compose.yml", "mypy.ini", "noxfile.py", "pyproject.toml", "pytest.ini", "setup.cfg", "setup.py", "tox.ini",
};

#define TEXT_MAX (16u << 20) /* bytes of a project text: more is data */

struct needle {
	struct str dotted, path; /* "app.old", "app/old.py" */
	file_id module;
};

static bool is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The next place where it stands as a whole: not within a longer name, nor behind another component of one. */
static size_t find_whole(struct str text, struct str needle, size_t from)
{
	while (needle.len && from + needle.len <= text.len) {
		const char *found = memmem(text.ptr + from, text.len - from, needle.ptr, needle.len);
		size_t at, end;

		if (!found)
			return text.len;
		at = (size_t)(found - text.ptr);
		end = at + needle.len;
		if ((at == 0 || (!is_word(text.ptr[at - 1]) && text.ptr[at - 1] != '.')) && (end == text.len || !is_word(text.ptr[end])))
			return at;
		from = at + 1;
	}
	return text.len;
}

static bool is_in_import(const struct outline *o, size_t at)
{
	for (uint32_t i = 0; o && i < o->import_count; i++)
		if (at >= o->imports[i].span.start && at < o->imports[i].span.end)
			return true;
	return false;
}

static uint32_t line_at(struct str text, size_t at)
{
	uint32_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text.ptr[i] == '\n';
	return line;
}

/* A comment says something about it, and needs nothing. */
static bool is_in_comment(struct str text, size_t at)
{
	size_t start = at;

	while (start > 0 && text.ptr[start - 1] != '\n')
		start--;
	for (size_t i = start; i < at; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\'')
			return false;
		if (text.ptr[i] == '#')
			return true;
	}
	return false;
}

static void search(struct str text, struct str path, file_id file, const struct outline *o, struct str needle, struct users *ret)
{
	for (size_t at = find_whole(text, needle, 0); at < text.len; at = find_whole(text, needle, at + 1)) {
		if (is_in_import(o, at) || is_in_comment(text, at))
			continue;
		vec_push(&ret->items, (struct user){ file, path, line_at(text, at), "names it" });
		return; /* one place of a file says enough */
	}
}

static void search_all(struct str text, struct str path, file_id file, const struct outline *o, const struct needle *needles, uint32_t count,
		       struct users *ret)
{
	for (uint32_t i = 0; i < count; i++) {
		size_t before = ret[i].items.len;

		if (file == needles[i].module)
			continue;
		/* A module without a package has a name that is a plain word: only its path can be told from other words. */
		if (str_find(needles[i].dotted, '.') < needles[i].dotted.len)
			search(text, path, file, o, needles[i].dotted, &ret[i]);
		if (ret[i].items.len == before)
			search(text, path, file, o, needles[i].path, &ret[i]);
	}
}

static void search_project_texts(struct planner *p, const struct needle *needles, uint32_t count, struct users *ret)
{
	const struct project *project = planner_input(p)->project;
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(project_texts); i++) {
		struct str path = str_from(project_texts[i]);

		if (file_read(path_join(planner_arena(p), project->root, path).ptr, TEXT_MAX, &bytes, NULL))
			search_all(strbuf_str(&bytes), path, NONE, NULL, needles, count, ret);
	}
}

static void mark_holders(struct planner *p, struct str text, bool *holds)
{
	const file_id *files;
	uint32_t count = text.len ? planner_files_with(p, text, &files) : 0;

	for (uint32_t i = 0; i < count; i++)
		holds[files[i]] = true;
}

void users_in_texts(struct planner *p, const file_id *modules, uint32_t count, struct users *ret)
{
	const struct rule_input *in = planner_input(p);
	struct needle *needles = arena_array(planner_arena(p), struct needle, count);
	bool *holds = arena_array(planner_arena(p), bool, in->project->file_count);
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		bool is_copy = modules[i] >= in->project->file_count; /* which no import can name */

		needles[i].module = modules[i];
		needles[i].dotted = is_copy ? (struct str){ 0 } : link_module_name(in->link, modules[i]);
		needles[i].path = in->project->files[modules[i]].path;
		mark_holders(p, needles[i].dotted, holds);
		mark_holders(p, needles[i].path, holds);
	}
	for (file_id f = 0; f < in->project->file_count; f++)
		if (holds[f] && project_source(in->project, f, &bytes, NULL))
			search_all(strbuf_str(&bytes), in->project->files[f].path, f, &in->project->files[f].outline, needles, count, ret);
	search_project_texts(p, needles, count, ret);
}
