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

/* Is the test among what a wildcard of a makefile names? Only plain ones are read. */
static bool takes_by_wildcard(const struct build *b, struct str path)
{
	static const char word[] = "$(wildcard ";
	struct str text = strbuf_str(&b->text);
	struct str below = b->folder.len ? str_slice(path, b->folder.len + 1, path.len) : path;

	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_slice(text, i, text.len), pattern;

		if (!str_starts(rest, str_from(word)))
			continue;
		rest = str_slice(rest, sizeof(word) - 1, str_find(rest, ')'));
		while (str_next(&rest, ' ', &pattern))
			if (pattern.len && !str_has(pattern, STR("$")) && path_glob(pattern, below))
				return true;
	}
	return false;
}

static const char *framework_name(const struct guard_c *g)
{
	return g->framework == FRAMEWORK_CHECK ? "Check" : g->framework == FRAMEWORK_GOOGLETEST ? "GoogleTest and its main" : NULL;
}

static void add_links(const struct guard_c *g, struct strbuf *b)
{
	bool needs_code = g->made.call.len || g->aliases.len;

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

	if (!find_build(in, g, a, &b)) {
		strbuf_addz(&out, "to be built as a program, ");
	} else if (b.kind >= BUILD_AUTOMAKE && takes_by_wildcard(&b, g->path)) {
		strbuf_printf(&out, STR_FMT " takes it in by a wildcard, ", STR_ARG(b.path));
	} else {
		strbuf_printf(&out, "for " STR_FMT ": ", STR_ARG(b.path));
		add_lines(&b, g->path, &out);
		strbuf_addz(&out, ", ");
	}
	add_links(g, &out);
	strbuf_release(&b.text);
	return arena_str(a, strbuf_str(&out));
}
