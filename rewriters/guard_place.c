/* What a guard file is called, where it goes, and how the project writes its own tests. */
#include "base/base.h"
#include "rewriters/guard.h"

#include "analyzers/test_config.h"
#include "base/map.h"
#include "base/path.h"

/* --- Where it belongs --- */

static unsigned slashes(struct str path)
{
	unsigned count = 0;

	for (size_t i = 0; i < path.len; i++)
		count += path.ptr[i] == '/';
	return count;
}

static bool holds_tests(const struct file *f)
{
	struct str base = path_base(f->path);

	if (!(f->roles & ROLE_TEST) || (f->roles & (ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE)) || !str_ends(base, STR(".py")))
		return false;
	if (!str_starts(base, STR("test_")) && !str_ends(base, STR("_test.py")))
		return false;
	/* A module of production may be called so, too. */
	for (uint32_t d = 0; d < f->outline.def_count; d++)
		if (f->outline.defs[d].kind == DEF_FUNCTION && str_starts(f->outline.defs[d].name, STR("test")))
			return true;
	return false;
}

/* How many folders two paths have in common at their beginning. */
static unsigned shared_folders(struct str a, struct str b)
{
	unsigned count = 0;
	struct str x, y;

	while (str_next(&a, '/', &x) && str_next(&b, '/', &y) && str_eq(x, y))
		count++;
	return count;
}

/* How many of a folder's names are names of the other's, too: "tests/parsing" mirrors "src/app/parsing". */
static unsigned mirrored_folders(struct str dir, struct str canonical)
{
	unsigned count = 0;
	struct str name, other;

	while (str_next(&dir, '/', &name))
		for (struct str rest = canonical; str_next(&rest, '/', &other);)
			count += str_eq(name, other);
	return count;
}

/* A folder for any tests, or for any that are quick, rather than one for those of some part. */
static unsigned generality(struct str dir)
{
	struct str name = path_base(dir);

	return str_is(name, "tests") || str_is(name, "test") ? 2 : str_is(name, "unit") || str_is(name, "unittests") ? 1 : 0;
}

bool guard_is_nearer(struct str dir, struct str best, struct str canonical)
{
	struct str own = path_dir(canonical);
	unsigned shared = shared_folders(own, dir), before = shared_folders(own, best);
	unsigned mirrored = mirrored_folders(dir, own), mirrored_before = mirrored_folders(best, own);

	if (shared != before)
		return shared > before;
	if (mirrored != mirrored_before)
		return mirrored > mirrored_before;
	if (slashes(dir) != slashes(best))
		return slashes(dir) < slashes(best);
	return generality(dir) > generality(best);
}

/* A folder with files in Python. */
struct folder {
	struct str dir; /* of a file's path */
	uint32_t tests, others;
};
typedef VEC(struct folder) folder_list;

static void count_folders(const struct rule_input *in, folder_list *ret)
{
	struct map known = { 0 };

	for (file_id file = 0; file < in->project->file_count; file++) {
		const struct file *f = &in->project->files[file];
		struct str dir = path_dir(f->path);
		uint32_t at;

		if (!dir.len || !f->lang || !str_is(str_from(f->lang->name), "python") || is_package_file(f))
			continue;
		if (map_add(&known, str_hash(dir), (uint32_t)ret->len))
			vec_push(ret, (struct folder){ .dir = dir });
		at = map_get(&known, str_hash(dir));
		ret->items[at].tests += holds_tests(f);
		ret->items[at].others += !(f->roles & ROLE_TEST);
	}
	map_release(&known);
}

/* Folders that pytest is told to look into, if it is told of any. */
static bool is_in_testpaths(const struct test_config *config, struct str dir, struct arena *a)
{
	for (uint32_t i = 0; i < config->testpath_count; i++) {
		struct str path = path_join(a, config->dir, config->testpaths[i]);

		if (path_is_inside(dir, path) || path_glob(path, dir))
			return true;
	}
	return config->testpath_count == 0;
}

/* A lone test_*.py among modules of production says less than a folder of tests, or than several of them. */
static unsigned fit_of(const struct folder *f, struct test_configs *configs, struct arena *a)
{
	bool is_lone = f->tests == 1 && f->others > 0;

	return f->tests == 0 ? 0 : (is_lone ? 1 : 3) + is_in_testpaths(test_configs_get(configs, f->dir), f->dir, a);
}

struct str guard_folder(const struct rule_input *in, const struct guard *g, struct arena *a)
{
	struct test_configs *configs = test_configs_new(in->project->root, a);
	struct str best = STR("tests");
	unsigned best_fit = 0;
	folder_list folders = { 0 };

	count_folders(in, &folders);
	vec_foreach (struct folder, f, &folders) {
		unsigned fit = fit_of(f, configs, a);

		if (fit > best_fit || (fit > 0 && fit == best_fit && guard_is_nearer(f->dir, best, g->file))) {
			best_fit = fit;
			best = f->dir;
		}
	}
	vec_release(&folders);
	test_configs_release(configs);
	return arena_str(a, best);
}

/* --- Framework --- */

/* Is the module imported, or something of it or of that name? A mock alone says nothing. */
static bool imports_name(const struct outline *o, const char *module, bool (*is_it)(struct str name))
{
	for (uint32_t i = 0; i < o->import_count; i++) {
		bool is_from = o->imports[i].form != IMPORT_MODULE;

		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct str name = o->names[o->imports[i].first_name + n].name;

			if (is_from ? is_it(name) || (str_is(o->imports[i].module, module) && !str_is(name, "mock")) : str_is(name, module))
				return true;
		}
	}
	return false;
}

static bool is_no_name(struct str name)
{
	return false;
}

/* A framework that stands on unittest: "from twisted.trial import unittest", "from django.test import TestCase". */
static bool is_unittest_name(struct str name)
{
	return str_is(name, "unittest") || str_ends(name, STR("TestCase"));
}

enum test_framework guard_framework(const struct rule_input *in)
{
	uint32_t pytest = 0, unittest = 0;

	for (file_id file = 0; file < in->project->file_count; file++) {
		const struct outline *o = &in->project->files[file].outline;
		bool uses_pytest, uses_unittest;

		if (!holds_tests(&in->project->files[file]))
			continue;
		uses_pytest = imports_name(o, "pytest", is_no_name);
		uses_unittest = imports_name(o, "unittest", is_unittest_name);
		pytest += uses_pytest || !uses_unittest;
		unittest += uses_unittest && !uses_pytest;
	}
	return pytest > unittest ? FRAMEWORK_PYTEST : FRAMEWORK_UNITTEST;
}

/* --- Quotes --- */

#define STYLE_FILES 40 /* as many are read as tell how strings are written */

struct quotes {
	uint64_t single, both;
};

static bool is_triple(struct str text, size_t at)
{
	return at + 2 < text.len && text.ptr[at + 1] == text.ptr[at] && text.ptr[at + 2] == text.ptr[at];
}

/* The end of what a quote begins; a string that nobody ends is over with its line. */
static size_t string_end(struct str text, size_t at)
{
	char quote = text.ptr[at];
	bool triple = is_triple(text, at);

	for (size_t i = at + (triple ? 3 : 1); i < text.len; i++) {
		if (text.ptr[i] == '\\')
			i++;
		else if (triple ? text.ptr[i] == quote && is_triple(text, i) : text.ptr[i] == quote || text.ptr[i] == '\n')
			return i + (triple ? 3 : 1);
	}
	return text.len;
}

static void count_quotes(struct str text, struct quotes *q)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '#') {
			i += str_find(str_slice(text, i, text.len), '\n');
		} else if (text.ptr[i] == '"' || text.ptr[i] == '\'') {
			q->both += !is_triple(text, i);
			q->single += !is_triple(text, i) && text.ptr[i] == '\'';
			i = string_end(text, i) - 1;
		}
	}
}

struct guard_style guard_style(const struct rule_input *in)
{
	struct guard_style style = { .framework = guard_framework(in) };
	struct quotes q = { 0 };

	for (file_id file = 0, read = 0; file < in->project->file_count && read < STYLE_FILES; file++) {
		struct strbuf text CLEANUP(strbuf_release) = { 0 };
		struct str path = in->project->files[file].path;

		if (!(in->project->files[file].roles & ROLE_TEST) || !str_ends(path, STR(".py")) || !project_source(in->project, file, &text, NULL))
			continue;
		if (guard_is_ours(strbuf_str(&text)))
			continue;
		count_quotes(strbuf_str(&text), &q);
		read++;
	}
	style.has_single_quotes = q.single * 3 > q.both * 2;
	return style;
}

/* --- Names --- */

struct str guard_stem(struct str symbol, struct arena *a)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < symbol.len; i++) {
		char c = symbol.ptr[i];
		bool is_upper = c >= 'A' && c <= 'Z';
		bool after_lower = i > 0 && !(symbol.ptr[i - 1] >= 'A' && symbol.ptr[i - 1] <= 'Z') && symbol.ptr[i - 1] != '_';

		if (is_upper && after_lower)
			strbuf_addch(&b, '_');
		strbuf_addch(&b, is_upper ? (char)(c - 'A' + 'a') : c);
	}
	return arena_str(a, strbuf_str(&b));
}

/* Names that pytest collects unless it is told otherwise come first. */
static const struct {
	const char *before, *after;
} names[] = { { "test_guard_", "" }, { "guard_", "_test" }, { "tests_guard_", "" }, { "guard_", "_tests" }, { "check_guard_", "" } };

static bool is_collected(const struct test_config *config, struct str name)
{
	for (uint32_t i = 0; i < config->file_count; i++)
		if (path_glob(config->python_files[i], name))
			return true;
	return config->file_count == 0;
}

struct str guard_path(const struct rule_input *in, struct str folder, struct str stem, unsigned number, struct arena *a)
{
	struct test_configs *configs = test_configs_new(in->project->root, a);
	const struct test_config *config = test_configs_get(configs, folder);
	struct str suffix = number > 1 ? arena_printf(a, "_%u", number) : STR(""), chosen = STR("");

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct str name = arena_printf(a, "%s" STR_FMT STR_FMT "%s.py", names[i].before, STR_ARG(stem), STR_ARG(suffix), names[i].after);

		if (is_collected(config, name)) {
			chosen = name;
			break;
		}
		chosen = i == 0 ? name : chosen;
	}
	test_configs_release(configs);
	return path_join(a, folder, chosen);
}

/* The canonical that a file of the tree guards; empty when it is no guard. */
static struct str guarded_by(const struct rule_input *in, file_id file, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str path = in->project->files[file].path;

	if (!str_has(path_base(path), STR("guard_")) || !str_ends(path, STR(".py")) || !project_source(in->project, file, &text, NULL))
		return STR("");
	return guard_is_ours(strbuf_str(&text)) ? arena_str(a, guard_canonical_in(strbuf_str(&text))) : STR("");
}

struct str guard_find_file(const struct rule_input *in, struct str canonical, struct arena *a)
{
	for (file_id file = 0; file < in->project->file_count; file++)
		if (str_eq(guarded_by(in, file, a), canonical))
			return in->project->files[file].path;
	return STR("");
}

size_t guard_list_canonicals(const struct rule_input *in, struct arena *a, struct str **ret)
{
	VEC(struct str) found = { 0 };
	size_t count;

	vec_foreach (struct family, fam, &in->families->items)
		if (canonical_of(fam) && fam->basis == BASIS_LINKED && canonical_of(fam)->kind <= MEMBER_FUNCTION)
			vec_push(&found, member_path(in->link, canonical_of(fam), a));
	for (file_id file = 0; file < in->project->file_count; file++) {
		struct str canonical = guarded_by(in, file, a);
		bool is_known = !canonical.len || link_string(in->link, NONE, canonical).kind != TARGET_DEF;

		vec_foreach (struct str, x, &found)
			is_known |= str_eq(*x, canonical);
		if (!is_known)
			vec_push(&found, canonical);
	}
	count = found.len;
	*ret = arena_array(a, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		(*ret)[i] = found.items[i];
	vec_release(&found);
	return count;
}
