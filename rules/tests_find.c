/* Which functions of a file are tests, by the conventions of pytest and unittest, and of which kind. */
#include "base/base.h"
#include "analyzers/config.h"
#include "analyzers/ignore.h"
#include "rules/tests.h"

const char *const test_category_names[CATEGORY_COUNT] = {
	[CATEGORY_UNIT] = "unit",
	[CATEGORY_INTEGRATION] = "integration",
	[CATEGORY_END_TO_END] = "end-to-end",
	[CATEGORY_CRITICAL] = "critical",
};

/* --- Names --- */

/* pytest's patterns: a prefix, or a glob when it has a star, question mark or bracket. */
static bool matches(struct str pattern, struct str name)
{
	if (str_find(pattern, '*') < pattern.len || str_find(pattern, '?') < pattern.len || str_find(pattern, '[') < pattern.len)
		return path_glob(pattern, name);
	return str_starts(name, pattern);
}

static bool matches_any(const struct str *patterns, uint32_t count, struct str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (matches(patterns[i], name))
			return true;
	return false;
}

static bool is_class_name(const struct test_config *c, struct str name)
{
	return c->class_count ? matches_any(c->python_classes, c->class_count, name) : str_starts(name, STR("Test"));
}

static bool is_function_name(const struct test_config *c, struct str name)
{
	return c->function_count ? matches_any(c->python_functions, c->function_count, name) : str_starts(name, STR("test"));
}

bool tests_is_collected_file(const struct tests *t, const struct test_file *f, enum test_framework framework)
{
	struct str path = t->in->project->files[f->file].path, base = path_base(path);

	if (framework == FRAMEWORK_UNITTEST && str_starts(base, STR("test")))
		return true; /* as `python -m unittest` finds them */
	if (!f->config->file_count)
		return str_starts(base, STR("test_")) || str_ends(base, STR("_test.py"));
	for (uint32_t i = 0; i < f->config->file_count; i++)
		if (path_glob(f->config->python_files[i], base) || path_glob(f->config->python_files[i], path))
			return true;
	return false;
}

/* --- Functions --- */

static enum known is_unittest(struct tests *t, const struct test_file *f, uint32_t class_def)
{
	uint32_t known = map_get(&t->unittests, map_pair(f->file, class_def));
	struct lineage l;

	if (known != NONE)
		return (enum known)known;
	tests_lineage(t, f, class_def, &l);
	map_set(&t->unittests, map_pair(f->file, class_def), (uint32_t)l.is_unittest);
	return l.is_unittest;
}

bool tests_is_test(struct tests *t, const struct test_file *f, uint32_t def, enum test_framework *ret)
{
	const struct outline *o = &t->in->project->files[f->file].outline;
	const struct def *d = &o->defs[def];

	if (d->kind != DEF_FUNCTION || (f->facts.defs[def].flags & TEST_DEF_FIXTURE))
		return false;
	*ret = FRAMEWORK_PYTEST;
	if (d->parent == NONE)
		return is_function_name(f->config, d->name);
	if (o->defs[d->parent].kind != DEF_CLASS || (f->facts.defs[d->parent].flags & TEST_DEF_NO_TEST) ||
	    !(str_starts(d->name, STR("test")) || is_function_name(f->config, d->name)))
		return false;
	if (is_unittest(t, f, d->parent) == KNOWN_YES) {
		*ret = FRAMEWORK_UNITTEST;
		return str_starts(d->name, STR("test"));
	}
	return is_class_name(f->config, o->defs[d->parent].name);
}

/* --- Categories --- */

bool tests_word_category(struct str word, enum test_category *ret)
{
	static const struct {
		const char *part;
		enum test_category category;
	} parts[] = {
		{ "critical", CATEGORY_CRITICAL }, { "smoke", CATEGORY_CRITICAL },   { "e2e", CATEGORY_END_TO_END },
		{ "end_to_end", CATEGORY_END_TO_END }, { "end-to-end", CATEGORY_END_TO_END }, { "endtoend", CATEGORY_END_TO_END },
		{ "acceptance", CATEGORY_END_TO_END }, { "functional", CATEGORY_END_TO_END }, { "system", CATEGORY_END_TO_END },
		{ "integration", CATEGORY_INTEGRATION }, { "unit", CATEGORY_UNIT },
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (str_is(word, parts[i].part) || (parts[i].category != CATEGORY_UNIT && i != 8 && str_has_nocase(word, str_from(parts[i].part)))) {
			*ret = parts[i].category;
			return true;
		}
	}
	return str_is(word, "units") || str_is(word, "unittests") || str_is(word, "unit_tests") ? (*ret = CATEGORY_UNIT, true) : false;
}

static bool find_mark(const struct str *marks, uint32_t count, enum test_category *ret)
{
	for (uint32_t i = 0; i < count; i++)
		if (tests_word_category(marks[i], ret))
			return true;
	return false;
}

bool tests_configured_category(const struct tests *t, file_id file, enum test_category *ret)
{
	for (enum test_category c = CATEGORY_UNIT; c < CATEGORY_COUNT; c++)
		for (size_t i = 0; i < t->in->config->test_category_counts[c]; i++)
			if (ignore_pattern_has(t->in->config->test_categories[c][i], t->in->project->files[file].path)) {
				*ret = c;
				return true;
			}
	return false;
}

enum test_category tests_folder_category(const struct tests *t, file_id file)
{
	struct str rest = path_dir(t->in->project->files[file].path), part;
	enum test_category found = CATEGORY_UNIT;

	while (str_next(&rest, '/', &part))
		tests_word_category(part, &found); /* the innermost folder has the last word */
	return found;
}

enum test_category tests_category(const struct tests *t, const struct test_file *f, uint32_t def)
{
	const struct outline *o = &t->in->project->files[f->file].outline;
	enum test_category found;

	if (tests_configured_category(t, f->file, &found))
		return found;
	for (uint32_t d = def; d != NONE; d = o->defs[d].parent)
		if (find_mark(f->facts.defs[d].marks, f->facts.defs[d].mark_count, &found))
			return found;
	if (find_mark(f->facts.marks, f->facts.mark_count, &found))
		return found;
	return tests_folder_category(t, f->file);
}
