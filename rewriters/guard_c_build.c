/* How a guard of C comes into the build: what the nearest build file says, and what would have to be added. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include "base/file.h"
#include "base/path.h"

#define BUILD_BYTES ((size_t)4 << 20)

enum build_kind { BUILD_MESON, BUILD_CMAKE, BUILD_AUTOMAKE, BUILD_MAKE, BUILD_COUNT };

static const char *const build_files[BUILD_COUNT] = { "meson.build", "CMakeLists.txt", "Makefile.am", "Makefile" };

struct build {
	enum build_kind kind;
	struct str path, folder;
	struct strbuf text;
};

/* The nearest one, from the test's folder up. */
static bool find_build(const struct rule_input *in, const struct guard_c *g, struct arena *a, struct build *ret)
{
	struct str dir = path_dir(g->path);

	for (bool is_top = false; !is_top; dir = path_dir(dir)) {
		is_top = dir.len == 0;
		for (enum build_kind k = 0; k < BUILD_COUNT; k++) {
			struct str path = path_join(a, dir, str_from(build_files[k]));

			if (!file_read(path_join(a, in->project->root, path).ptr, BUILD_BYTES, &ret->text, NULL))
				continue;
			ret->kind = k;
			ret->path = path;
			ret->folder = dir;
			return true;
		}
	}
	return false;
}

/* --- Wildcards --- */

static bool holds_pattern(struct str list, struct str below)
{
	struct str word;

	for (size_t i = 0; i < list.len; i++)
		if (list.ptr[i] == '\n' || list.ptr[i] == '\t' || list.ptr[i] == '"')
			return holds_pattern(str_slice(list, 0, i), below) || holds_pattern(str_slice(list, i + 1, list.len), below);
	while (str_next(&list, ' ', &word)) {
		if (str_starts(word, STR("${CMAKE_CURRENT_SOURCE_DIR}/")))
			word = str_slice(word, sizeof("${CMAKE_CURRENT_SOURCE_DIR}/") - 1, word.len);
		if (str_has(word, STR("*")) && !str_has(word, STR("$")) && path_glob(word, below))
			return true;
	}
	return false;
}

/* Is the test among what a wildcard of make or CMake names? Only plain ones are read. */
static bool takes_by_wildcard(const struct build *b, struct str below)
{
	static const char *const words[] = { "$(wildcard ", "file(GLOB " };
	struct str text = strbuf_str(&b->text);

	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_slice(text, i, text.len);

		for (size_t k = 0; k < ARRAY_LEN(words); k++)
			if (str_starts(rest, str_from(words[k])) && holds_pattern(str_slice(rest, str_from(words[k]).len, str_find(rest, ')')), below))
				return true;
	}
	return false;
}

/* --- Lists: a line that holds nothing but the name of a test beside it --- */

struct entry {
	uint32_t line; /* 0: there is none */
	struct str text;
};

/* The line's own text without indentation: `'test_x.c',`, `test_x.c \`. */
static struct str name_in_line(struct str line)
{
	size_t start = 0, end = line.len;

	while (start < end && (line.ptr[start] == '\'' || line.ptr[start] == '"'))
		start++;
	while (end > start && (line.ptr[end - 1] == '\'' || line.ptr[end - 1] == '"' || line.ptr[end - 1] == ',' || line.ptr[end - 1] == '\\' || line.ptr[end - 1] == ' '))
		end--;
	return str_slice(line, start, end);
}

/* How the guard is called where the line has `name` for the test `sibling`; empty where it has not. */
static struct str counterpart(struct str name, struct str sibling, struct str own, struct arena *a)
{
	struct str stem = path_stem(sibling), own_stem = path_stem(own);
	size_t shared = 0;

	if (str_eq(name, path_base(sibling)))
		return path_base(own);
	if (str_eq(name, stem))
		return own_stem;
	/* `'x',` for test_x.c: what both have in front is said elsewhere. */
	while (shared < stem.len && shared < own_stem.len && stem.ptr[shared] == own_stem.ptr[shared])
		shared++;
	return shared && str_eq(name, str_slice(stem, shared, stem.len)) ? arena_str(a, str_slice(own_stem, shared, own_stem.len)) : STR("");
}

static bool find_entry(const struct rule_input *in, const struct build *b, const struct guard_c *g, struct arena *a, struct entry *ret)
{
	struct str text = strbuf_str(&b->text), line;

	for (uint32_t number = 1; str_next(&text, '\n', &line); number++) {
		struct str whole = str_trim(line), name = name_in_line(whole);

		for (file_id f = 0; name.len && name.len < whole.len + 1 && f < in->project->file_count; f++) {
			struct str sibling = in->project->files[f].path, mine;
			size_t at = (size_t)(name.ptr - whole.ptr);

			if (!str_eq(path_dir(sibling), path_dir(g->path)) || str_eq(sibling, g->path) || !guard_c_is_test(&in->project->files[f]))
				continue;
			mine = counterpart(name, sibling, g->path, a);
			if (!mine.len)
				continue;
			ret->line = number;
			ret->text = arena_printf(a, "%.*s" STR_FMT "%.*s", (int)at, whole.ptr, STR_ARG(mine), (int)(whole.len - at - name.len), name.ptr + name.len);
			return true;
		}
	}
	return false;
}

/* --- Words --- */

static const char *framework_name(const struct guard_c *g)
{
	return g->framework == FRAMEWORK_CHECK ? "Check" : g->framework == FRAMEWORK_GOOGLETEST ? "GoogleTest and its main" : NULL;
}

static void add_links(const struct guard_c *g, struct strbuf *b)
{
	bool needs_code = (g->made.call.len && (g->made.has_user || g->made.destroy.len || g->made.is_owner)) || g->aliases.len;

	strbuf_printf(b, "%s", needs_code ? "linked with what defines " : "linked with nothing of the project");
	if (needs_code)
		strbuf_add(b, g->name);
	if (framework_name(g))
		strbuf_printf(b, ", with %s", framework_name(g));
	if (g->made.call.len && g->made.has_user)
		strbuf_addz(b, ", with threads");
}

static void add_lines(const struct build *b, struct str path, struct strbuf *out)
{
	struct str file = b->folder.len ? str_slice(path, b->folder.len + 1, path.len) : path, name = path_stem(path);

	switch (b->kind) {
	case BUILD_MESON:
		strbuf_printf(out, "test('" STR_FMT "', executable('" STR_FMT "', '" STR_FMT "', dependencies: ...))", STR_ARG(name), STR_ARG(name), STR_ARG(file));
		break;
	case BUILD_CMAKE:
		strbuf_printf(out, "add_executable(" STR_FMT " " STR_FMT "), target_link_libraries(" STR_FMT " PRIVATE ...), add_test(NAME " STR_FMT " COMMAND " STR_FMT ")", STR_ARG(name),
			      STR_ARG(file), STR_ARG(name), STR_ARG(name), STR_ARG(name));
		break;
	case BUILD_AUTOMAKE:
		strbuf_printf(out, "check_PROGRAMS += " STR_FMT ", TESTS += " STR_FMT, STR_ARG(name), STR_ARG(name));
		break;
	default: strbuf_printf(out, "a rule for " STR_FMT ", as for the tests beside it", STR_ARG(name)); break;
	}
}

struct str guard_c_build_hint(const struct rule_input *in, const struct guard_c *g, struct arena *a)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct build b = { .kind = BUILD_COUNT };
	struct str below = g->path;
	struct entry e;

	if (!find_build(in, g, a, &b)) {
		strbuf_addz(&out, "to be built as a program, ");
	} else {
		below = b.folder.len ? str_slice(g->path, b.folder.len + 1, g->path.len) : g->path;
		if (takes_by_wildcard(&b, below)) {
			strbuf_printf(&out, STR_FMT " takes it in by a wildcard, ", STR_ARG(b.path));
		} else if (find_entry(in, &b, g, a, &e)) {
			strbuf_printf(&out, "add `" STR_FMT "` at " STR_FMT ":%u, ", STR_ARG(e.text), STR_ARG(b.path), e.line);
		} else {
			strbuf_printf(&out, "for " STR_FMT ": ", STR_ARG(b.path));
			add_lines(&b, g->path, &out);
			strbuf_addz(&out, ", ");
		}
	}
	add_links(g, &out);
	strbuf_release(&b.text);
	return arena_str(a, strbuf_str(&out));
}
