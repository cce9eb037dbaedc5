/* What the build files around a source say: which program it becomes, and whether that is run as a test. */
#include "base/base.h"
#include "rules/ctests.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"

#define BUILD_FILE_MAX ((size_t)1 << 20)
#define OTHER_FILE_MAX ((size_t)256 << 10)
#define ENTRIES_MAX 400 /* of a folder: in a larger one nothing is looked for */

/* The calls of one folder's build files, and what else lies there that may name programs. */
struct build_dir {
	struct str dir;
	struct str paths[3];
	struct build_calls calls[3];
	uint32_t count;
	struct str others; /* the text of all scripts and lists, one after the other */
	bool is_read;      /* others were */
	bool is_large;     /* they were not all read */
};

static const char *const build_files[] = { "CMakeLists.txt", "Makefile.am", "meson.build" };

static struct str in_root(struct ctests *c, struct str dir, const char *base)
{
	struct str below = dir.len ? path_join(c->arena, c->t->in->project->root, dir) : c->t->in->project->root;

	return base ? path_join(c->arena, below, str_from(base)) : arena_str(c->arena, below);
}

static struct build_dir *dir_of(struct ctests *c, struct str dir)
{
	uint32_t known = map_get(&c->builds, str_hash(dir));
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct build_dir *d;

	if (known != NONE)
		return c->build_dirs.items[known];
	d = arena_new(c->arena, struct build_dir);
	d->dir = arena_str(c->arena, dir);
	for (size_t i = 0; i < ARRAY_LEN(build_files); i++) {
		if (!file_read(in_root(c, dir, build_files[i]).ptr, BUILD_FILE_MAX, &text, NULL) ||
		    !build_calls_read(str_from(build_files[i]), strbuf_str(&text), c->arena, &d->calls[d->count]))
			continue;
		d->paths[d->count++] = dir.len ? path_join(c->arena, dir, str_from(build_files[i])) : str_from(build_files[i]);
	}
	map_set(&c->builds, str_hash(dir), (uint32_t)c->build_dirs.len);
	vec_push(&c->build_dirs, d);
	return d;
}

/* --- Words --- */

static bool has_text(const struct build_call *call, struct str text)
{
	for (uint32_t i = 0; i < call->word_count; i++)
		if (str_eq(call->words[i], text))
			return true;
	return false;
}

/* Does a word mean the source? From the build file's folder, or by ${CMAKE_CURRENT_SOURCE_DIR} and the like. */
static bool means_source(struct ctests *c, const struct build_dir *d, struct str word, struct str path)
{
	size_t close = str_find(word, '}');
	struct str below = close < word.len && str_starts(word, STR("${")) ? str_slice(word, close + 2, word.len) : word;

	if (!str_ends(path, path_base(below)) || str_find(below, '$') < below.len || str_find(below, '@') < below.len)
		return false;
	return str_eq(path_normalise(c->arena, d->dir.len ? path_join(c->arena, d->dir, below) : below), path);
}

static bool names_source(struct ctests *c, const struct build_dir *d, const struct build_call *call, struct str path)
{
	for (uint32_t i = 0; i < call->word_count; i++)
		if (call->words[i].len && means_source(c, d, call->words[i], path))
			return true;
	return false;
}

/* "t", "$<TARGET_FILE:t>", "./t", "bin/t", "t$(EXEEXT)" */
static bool means_program(struct str word, struct str name)
{
	struct str tail;

	if (str_starts(word, STR("$<TARGET_FILE:")))
		return str_eq(str_slice(word, 14, word.len - 1), name);
	tail = str_tail(word, '/');
	return str_eq(str_slice(tail, 0, str_find(tail, '$')), name);
}

static bool names_program(const struct build_call *call, struct str name, struct str into)
{
	for (uint32_t i = 0; i < call->word_count; i++)
		if (means_program(call->words[i], name) || (into.len && str_eq(call->words[i], into)))
			return true;
	return false;
}

static bool is_program_call(const struct build_call *call)
{
	return str_ends(call->callee, STR("executable")) || (str_is(call->callee, "=") && str_ends(call->into, STR("_SOURCES")));
}

/* Runs something as a test: add_test, test, gtest_discover_tests, TESTS = ..., and whatever a project calls its own. */
static bool is_test_call(const struct build_call *call)
{
	if (str_is(call->callee, "="))
		return str_is(call->into, "TESTS") || str_is(call->into, "check_PROGRAMS");
	return (str_has(call->callee, STR("test")) && !str_has(call->callee, STR("properties")) && !str_is(call->callee, "enable_testing")) ||
	       str_is(call->callee, "benchmark");
}

/* --- The program of a source --- */

#define CALLS(d, call)                                                                  \
	for (uint32_t k_##call = 0; k_##call < (d)->count; k_##call++)                    \
		for (const struct build_call *call = (d)->calls[k_##call].items,          \
					     *end_##call = call ? call + (d)->calls[k_##call].count : NULL; \
		     call < end_##call; call++)

static bool is_plain(struct str word)
{
	return word.len && str_find(word, '$') == word.len && str_find(word, '@') == word.len;
}

static void take_program(const struct build_dir *d, uint32_t which, const struct build_call *call, struct ctest_build *ret, struct str *ret_into)
{
	struct str name = call->word_count ? call->words[0] : STR("");

	if (str_is(call->callee, "="))
		name = str_slice(call->into, 0, call->into.len - 8);
	ret->is_known = true;
	ret->source_of = d->paths[which];
	ret->line = call->line;
	if (is_plain(name))
		ret->name = name;
	if (!str_is(call->callee, "="))
		*ret_into = call->into;
}

/* In the nearest folder whose build file names the source. */
static struct build_dir *find_program(struct ctests *c, struct str path, struct ctest_build *ret, struct str *ret_into)
{
	struct str dir = path_dir(path);

	for (;; dir = path_dir(dir)) {
		struct build_dir *d = dir_of(c, dir);

		CALLS (d, call) {
			if (!is_program_call(call) && !is_test_call(call))
				continue;
			if (!names_source(c, d, call, path))
				continue;
			take_program(d, k_call, call, ret, ret_into);
			ret->is_run = is_test_call(call);
			return d;
		}
		if (!dir.len)
			return NULL;
	}
}

/* The first word of what is not the command: "n" of add_test(NAME n COMMAND t), test('n', t). */
static struct str test_name(const struct build_call *call, struct str otherwise)
{
	for (uint32_t i = 0; i + 1 < call->word_count; i++)
		if (str_is(call->words[i], "NAME"))
			return is_plain(call->words[i + 1]) ? call->words[i + 1] : otherwise;
	if (!(str_is(call->callee, "add_test") || str_is(call->callee, "test")) || !call->word_count || !is_plain(call->words[0]))
		return otherwise;
	return call->words[0];
}

static struct str label_of(const struct build_call *call)
{
	for (uint32_t i = 0; i + 1 < call->word_count; i++)
		if (str_is(call->words[i], "suite:") || str_is(call->words[i], "LABELS"))
			return call->words[i + 1];
	return STR("");
}

/* How else a test may tell: by what it prints. */
static bool is_compared(const struct build_call *call)
{
	for (uint32_t i = 0; i < call->word_count; i++)
		if (str_has(call->words[i], STR("REGULAR_EXPRESSION")) || str_is(call->words[i], "WILL_FAIL") || str_is(call->words[i], "protocol:") ||
		    str_is(call->words[i], "should_fail:"))
			return true;
	return false;
}

static void find_runs(struct ctests *c, struct str path, struct str into, struct ctest_build *ret)
{
	struct str program = ret->name, dir = path_dir(path);

	for (bool is_top = false; !is_top; dir = path_dir(dir)) {
		struct build_dir *d = dir_of(c, dir);

		is_top = !dir.len;
		CALLS (d, call) {
			bool names = program.len && names_program(call, program, into);

			if (is_test_call(call) && names) {
				ret->is_run = true;
				ret->name = test_name(call, ret->name);
			}
			if (names || has_text(call, ret->name)) {
				ret->is_compared |= is_compared(call);
				ret->label = ret->label.len ? ret->label : label_of(call);
			}
		}
	}
}

/* --- Programs that nothing names --- */

static bool is_source(struct str base)
{
	static const char *const endings[] = { "a", "bin", "c", "cc", "cpp", "cxx", "gz", "h", "hh", "hpp", "html", "hxx", "jpg", "md", "o", "pdf", "png", "rst", "so", "svg", "zip", NULL };

	return str_is_one_of(path_extension(base), endings);
}

static void read_others(struct ctests *c, struct build_dir *d)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 }, all CLEANUP(strbuf_release) = { 0 };
	DIR *stream = opendir(in_root(c, d->dir, NULL).ptr);
	uint32_t count = 0;

	d->is_read = true;
	d->is_large = !stream;
	for (struct dirent *e = stream ? readdir(stream) : NULL; e; e = readdir(stream)) {
		if (e->d_name[0] == '.' || is_source(str_from(e->d_name)) || str_is_one_of(str_from(e->d_name), (const char *const[]){ "CMakeLists.txt", "meson.build", NULL }))
			continue;
		d->is_large |= ++count > ENTRIES_MAX;
		if (d->is_large)
			break;
		if (file_read(in_root(c, d->dir, e->d_name).ptr, OTHER_FILE_MAX, &text, NULL)) {
			strbuf_add(&all, strbuf_str(&text));
			strbuf_addch(&all, '\n');
		}
	}
	if (stream)
		closedir(stream);
	d->others = arena_str(c->arena, strbuf_str(&all));
}

/* Whoever takes all that is in a folder takes this one, too. */
static bool takes_all(struct str text)
{
	static const char *const patterns[] = { "*.c", "GLOB", "aux_source_directory", "wildcard", "find . " };

	for (size_t i = 0; i < ARRAY_LEN(patterns); i++)
		if (str_has(text, str_from(patterns[i])))
			return true;
	return false;
}

static bool is_named_around(struct ctests *c, struct str path, struct str word)
{
	struct str dir = path_dir(path);

	for (bool is_top = false; !is_top; dir = path_dir(dir)) {
		struct build_dir *d = dir_of(c, dir);

		is_top = !dir.len;
		if (!d->is_read)
			read_others(c, d);
		if (d->is_large || str_has(d->others, word) || takes_all(d->others))
			return true;
	}
	return false;
}

/* Only says how it is built: names the program, and does nothing with it. */
static bool only_builds(const struct build_call *call)
{
	return is_program_call(call) || str_starts(call->callee, STR("target_")) || str_is(call->callee, "set_target_properties") || str_is(call->callee, "install");
}

/* Is it told by the same files that others are run, and nothing but how it is built of this one? */
static bool is_idle(struct ctests *c, struct str path, const struct ctest_build *b, struct str into)
{
	struct str dir = path_dir(path);
	bool has_runs = false;

	for (bool is_top = false; !is_top; dir = path_dir(dir)) {
		struct build_dir *d = dir_of(c, dir);

		is_top = !dir.len;
		CALLS (d, call) {
			has_runs |= is_test_call(call) && !str_is(call->callee, "=");
			if (str_is(call->callee, "foreach") || (!only_builds(call) && (names_program(call, b->name, into) || has_text(call, STR("${BUILDSYSTEM_TARGETS}")))))
				return false;
			for (uint32_t i = 0; !only_builds(call) && i < call->word_count; i++)
				if (str_has(call->words[i], b->name))
					return false;
		}
	}
	return has_runs && !is_named_around(c, path, b->name);
}

/* "kettle" of test_kettle, which a loop may put together with what is common to all. */
static bool is_piece(struct str word, struct str stem)
{
	static const char *const common[] = { "check", "test", "tests", "unit", NULL };
	size_t before = stem.len - MIN(word.len, stem.len);

	if (str_has(word, stem))
		return true;
	if (word.len < 2 || before < 2)
		return false;
	return (str_ends(stem, word) && (stem.ptr[before - 1] == '_' || stem.ptr[before - 1] == '-')) ||
	       (str_starts(stem, word) && (stem.ptr[word.len] == '_' || stem.ptr[word.len] == '-') && !str_is_one_of(word, common));
}

static bool is_pieced_together(struct ctests *c, struct str path)
{
	struct str dir = path_dir(path), stem = path_stem(path);

	for (bool is_top = false; !is_top; dir = path_dir(dir)) {
		struct build_dir *d = dir_of(c, dir);

		is_top = !dir.len;
		CALLS (d, call)
			for (uint32_t i = 0; i < call->word_count; i++)
				if (is_piece(call->words[i], stem))
					return true;
	}
	return false;
}

static bool has_build_files(struct ctests *c, struct str path)
{
	for (struct str dir = path_dir(path);; dir = path_dir(dir)) {
		if (dir_of(c, dir)->count)
			return true;
		if (!dir.len)
			return false;
	}
}

void ctests_build_of(struct ctests *c, file_id file, bool with_idle, struct ctest_build *ret)
{
	struct str path = c->t->in->project->files[file].path, into = STR("");
	struct build_dir *d;

	*ret = (struct ctest_build){ .name = STR(""), .source_of = STR(""), .label = STR("") };
	d = find_program(c, path, ret, &into);
	if (d)
		find_runs(c, path, into, ret);
	if (!with_idle)
		return;
	if (!d)
		ret->is_absent = has_build_files(c, path) && !is_pieced_together(c, path) && !is_named_around(c, path, path_stem(path));
	else if (!ret->is_run && ret->name.len && !str_ends(ret->source_of, STR("Makefile.am")))
		ret->is_idle = is_idle(c, path, ret, into);
}

void ctests_build_release(struct ctests *c)
{
	map_release(&c->builds);
	vec_release(&c->build_dirs);
}
