/* Roles by the names that people give to directories and files. */
#include "base/base.h"
#include "analyzers/roles.h"

#include <stdlib.h>

#include "analyzers/config.h"
#include "analyzers/ignore.h"
#include "analyzers/included.h"
#include "analyzers/project.h"
#include "base/map.h"
#include "base/path.h"

/* How a pattern is held against a name. */
enum fit { FIT_WHOLE, FIT_START, FIT_END, FIT_INSIDE };

struct hint {
	const char *text;
	enum fit fit;
	unsigned role;
};

static const struct hint directory_hints[] = {
	{ "test", FIT_WHOLE, ROLE_TEST },
	{ "tests", FIT_WHOLE, ROLE_TEST },
	{ "testing", FIT_WHOLE, ROLE_TEST },
	{ "Test", FIT_WHOLE, ROLE_TEST },
	{ "Tests", FIT_WHOLE, ROLE_TEST },
	{ "Testing", FIT_WHOLE, ROLE_TEST },
	{ "test_", FIT_START, ROLE_TEST },
	{ "tests_", FIT_START, ROLE_TEST },
	{ "_test", FIT_END, ROLE_TEST },
	{ "_tests", FIT_END, ROLE_TEST },
	{ "bench", FIT_WHOLE, ROLE_EXAMPLE },
	{ "benchmark", FIT_WHOLE, ROLE_EXAMPLE },
	{ "benchmarks", FIT_WHOLE, ROLE_EXAMPLE },
	{ "cookbook", FIT_WHOLE, ROLE_EXAMPLE },
	{ "cookbooks", FIT_WHOLE, ROLE_EXAMPLE },
	{ "demo", FIT_WHOLE, ROLE_EXAMPLE },
	{ "demos", FIT_WHOLE, ROLE_EXAMPLE },
	{ "doc", FIT_WHOLE, ROLE_EXAMPLE },
	{ "docs", FIT_WHOLE, ROLE_EXAMPLE },
	{ "example", FIT_WHOLE, ROLE_EXAMPLE },
	{ "examples", FIT_WHOLE, ROLE_EXAMPLE },
	{ "example_", FIT_START, ROLE_EXAMPLE },
	{ "Examples", FIT_WHOLE, ROLE_EXAMPLE },
	{ "notebooks", FIT_WHOLE, ROLE_EXAMPLE },
	{ "playground", FIT_WHOLE, ROLE_EXAMPLE },
	{ "quickstart", FIT_WHOLE, ROLE_EXAMPLE },
	{ "quickstarts", FIT_WHOLE, ROLE_EXAMPLE },
	{ "recipes", FIT_WHOLE, ROLE_EXAMPLE },
	{ "sample", FIT_WHOLE, ROLE_EXAMPLE },
	{ "samples", FIT_WHOLE, ROLE_EXAMPLE },
	{ "tutorial", FIT_WHOLE, ROLE_EXAMPLE },
	{ "tutorials", FIT_WHOLE, ROLE_EXAMPLE },
	{ ".ci", FIT_WHOLE, ROLE_SCRIPT },
	{ ".github", FIT_WHOLE, ROLE_SCRIPT },
	{ "script", FIT_WHOLE, ROLE_SCRIPT },
	{ "scripts", FIT_WHOLE, ROLE_SCRIPT },
	{ "backup_", FIT_START, ROLE_BACKUP },
	{ "backup-", FIT_START, ROLE_BACKUP },
	{ "backups_", FIT_START, ROLE_BACKUP },
	{ "backups-", FIT_START, ROLE_BACKUP },
	{ "_backup", FIT_END, ROLE_BACKUP },
	{ "_backups", FIT_END, ROLE_BACKUP },
	{ "-backup", FIT_END, ROLE_BACKUP },
	{ ".backup", FIT_INSIDE, ROLE_BACKUP },
	{ ".bak", FIT_END, ROLE_BACKUP },
	{ ".old", FIT_END, ROLE_BACKUP },
	{ "_bak", FIT_END, ROLE_BACKUP },
	{ "_old", FIT_END, ROLE_BACKUP },
	{ "archive_", FIT_START, ROLE_BACKUP },
	{ "archived_", FIT_START, ROLE_BACKUP },
	{ "_archive", FIT_END, ROLE_BACKUP },
	{ "_archived", FIT_END, ROLE_BACKUP },
	{ "3rdparty", FIT_WHOLE, ROLE_VENDORED },
	{ "ThirdParty", FIT_WHOLE, ROLE_VENDORED },
	{ "_vendor", FIT_WHOLE, ROLE_VENDORED },
	{ "extern", FIT_WHOLE, ROLE_VENDORED },
	{ "external", FIT_WHOLE, ROLE_VENDORED },
	{ "node_modules", FIT_WHOLE, ROLE_VENDORED },
	{ "third-party", FIT_WHOLE, ROLE_VENDORED },
	{ "third_party", FIT_WHOLE, ROLE_VENDORED },
	{ "thirdparty", FIT_WHOLE, ROLE_VENDORED },
	{ "vendor", FIT_WHOLE, ROLE_VENDORED },
	{ "vendored", FIT_WHOLE, ROLE_VENDORED },
	{ "migrations", FIT_WHOLE, ROLE_GENERATED },
};

/* Directories of the program itself may have these names when they are packages inside of a package. */
static const struct hint ambiguous_hints[] = {
	{ "archive", FIT_WHOLE, ROLE_BACKUP },
	{ "archived", FIT_WHOLE, ROLE_BACKUP },
	{ "archives", FIT_WHOLE, ROLE_BACKUP },
	{ "bin", FIT_WHOLE, ROLE_SCRIPT },
	{ "ci", FIT_WHOLE, ROLE_SCRIPT },
	{ "tools", FIT_WHOLE, ROLE_SCRIPT },
	{ "attic", FIT_WHOLE, ROLE_BACKUP },
	{ "backup", FIT_WHOLE, ROLE_BACKUP },
	{ "backups", FIT_WHOLE, ROLE_BACKUP },
};

static const struct hint stem_hints[] = {
	{ "conftest", FIT_WHOLE, ROLE_TEST },
	{ "test", FIT_WHOLE, ROLE_TEST },
	{ "tests", FIT_WHOLE, ROLE_TEST },
	{ "test_", FIT_START, ROLE_TEST },
	{ "_test", FIT_END, ROLE_TEST },
	{ "_tests", FIT_END, ROLE_TEST },
	{ ".backup", FIT_INSIDE, ROLE_BACKUP },
	{ ".bak", FIT_END, ROLE_BACKUP },
	{ ".old", FIT_END, ROLE_BACKUP },
	{ ".orig", FIT_END, ROLE_BACKUP },
	{ "_backup_2", FIT_INSIDE, ROLE_BACKUP }, /* a date follows */
	{ "_bak", FIT_END, ROLE_BACKUP },
	{ "_old", FIT_END, ROLE_BACKUP },
	{ "_orig", FIT_END, ROLE_BACKUP },
	{ " (copy)", FIT_END, ROLE_BACKUP },
	{ "Copy of ", FIT_START, ROLE_BACKUP },
	{ "copy_of_", FIT_START, ROLE_BACKUP },
	{ "_pb2", FIT_END, ROLE_GENERATED },
	{ "_pb2_grpc", FIT_END, ROLE_GENERATED },
};

/* `backup_name` is a copy when there is a `name` somewhere; by itself it may be about backups. */
static const struct hint copy_hints[] = {
	{ "backup_", FIT_START, ROLE_BACKUP },
	{ "backup-", FIT_START, ROLE_BACKUP },
	{ "old_", FIT_START, ROLE_BACKUP },
	{ "_backup", FIT_END, ROLE_BACKUP },
	{ "-backup", FIT_END, ROLE_BACKUP },
	{ "_copy", FIT_END, ROLE_BACKUP },
	{ "-copy", FIT_END, ROLE_BACKUP },
	{ " copy", FIT_END, ROLE_BACKUP },
};

static bool fits(const struct hint *hint, struct str name)
{
	struct str text = str_from(hint->text);

	switch (hint->fit) {
	case FIT_WHOLE: return str_eq(name, text);
	case FIT_START: return name.len > text.len && str_starts(name, text);
	case FIT_END: return name.len > text.len && str_ends(name, text);
	case FIT_INSIDE: return name.len > text.len && str_has(name, text);
	}
	return false;
}

static unsigned roles_of_name(const struct hint *hints, size_t count, struct str name)
{
	unsigned roles = 0;

	for (size_t i = 0; i < count; i++)
		if (fits(&hints[i], name))
			roles |= hints[i].role;
	return roles;
}

/* `versions` of a schema tool lie next to its `env` and scripts, in a directory that is named after it. */
static unsigned roles_of_directory(struct str path)
{
	struct str part, before = STR("");
	unsigned roles = 0;

	while (str_next(&path, '/', &part)) {
		roles |= roles_of_name(directory_hints, ARRAY_LEN(directory_hints), part);
		if (str_is(part, "versions") && (str_is(before, "alembic") || str_is(before, "migrations")))
			roles |= ROLE_GENERATED;
		before = part;
	}
	return roles;
}

unsigned roles_of_path(struct str path, const struct config *config)
{
	unsigned roles = roles_of_directory(path_dir(path));

	roles |= roles_of_name(stem_hints, ARRAY_LEN(stem_hints), path_stem(path));
	for (size_t i = 0; i < config->test_count; i++)
		if (ignore_pattern_has(config->tests[i], path))
			roles |= ROLE_TEST;
	return roles;
}

/* --- The whole project --- */

/* Directories that are packages, or that C includes from, and the names of files: by hash. */
struct census {
	struct map packages, included, stems;
};

static void count_files(const struct project *p, struct census *c)
{
	for (uint32_t i = 0; i < p->file_count; i++) {
		const struct file *file = &p->files[i];
		struct module_place place;

		map_add(&c->stems, str_hash(path_stem(file->path)), i);
		if (file->lang->modules && file->lang->modules->place(file->path, &place) && place.is_package)
			map_add(&c->packages, str_hash(place.path), i);
	}
}

static bool is_package(const struct census *c, struct str dir)
{
	return map_has(&c->packages, str_hash(dir));
}

/* The ambiguous names in a path, where a directory is not a package within a package; programs live beside packages. */
static unsigned roles_of_place(const struct census *c, struct str dir)
{
	unsigned roles = 0;

	for (; dir.len > 0; dir = path_dir(dir)) {
		unsigned named = roles_of_name(ambiguous_hints, ARRAY_LEN(ambiguous_hints), path_base(dir));

		if (map_has(&c->included, str_hash(dir)))
			continue;
		if (!is_package(c, path_dir(dir))) /* a directory in a package belongs to it, with a package file or without */
			roles |= named;
		else if (!is_package(c, dir))
			roles |= named & ~ROLE_SCRIPT;
	}
	return roles;
}

static unsigned roles_of_copy(const struct census *c, struct str stem)
{
	for (size_t i = 0; i < ARRAY_LEN(copy_hints); i++) {
		size_t cut = str_from(copy_hints[i].text).len;
		bool at_start = copy_hints[i].fit == FIT_START;

		if (!fits(&copy_hints[i], stem))
			continue;
		if (map_has(&c->stems,
			    str_hash(str_slice(stem, at_start ? cut : 0, at_start ? stem.len : stem.len - cut))))
			return copy_hints[i].role;
	}
	return 0;
}

/* A directory without a package file inside of a package is a part of it. */
static bool is_in_package(const struct census *c, struct str dir)
{
	for (; dir.len > 0; dir = path_dir(dir))
		if (is_package(c, dir))
			return true;
	return is_package(c, dir);
}

static unsigned roles_of_file(const struct census *c, const struct file *file, const struct config *config)
{
	const struct lang_modules *hooks = file->lang->modules;
	struct str dir = path_dir(file->path);
	struct module_place place;
	unsigned roles = roles_of_path(file->path, config) | roles_of_place(c, dir);

	if (file->outline.def_count > 0) /* what defines nothing is no copy of anything: old_x may hand x on */
		roles |= roles_of_copy(c, path_stem(file->path));

	if (file->outline.marks & MARK_GENERATED)
		roles |= ROLE_GENERATED;
	if (!hooks)
		return roles;
	hooks->place(file->path, &place);
	if (place.is_stub)
		roles |= ROLE_STUB;
	if (c->packages.len > 0 && !is_in_package(c, dir))
		roles |= ROLE_SCRIPT;
	return roles;
}

/* Following includes is paid for only where it can make a difference. */
static bool has_ambiguous_place(const struct project *p)
{
	for (uint32_t i = 0; i < p->file_count; i++)
		for (struct str dir = path_dir(p->files[i].path); p->files[i].creations && dir.len > 0; dir = path_dir(dir))
			if (roles_of_name(ambiguous_hints, ARRAY_LEN(ambiguous_hints), path_base(dir)))
				return true;
	return false;
}

void roles_set(struct project *p, const struct config *config)
{
	struct census c = { 0 };

	count_files(p, &c);
	if (has_ambiguous_place(p))
		included_find(p, &c.included);
	for (uint32_t i = 0; i < p->file_count; i++)
		p->files[i].roles = roles_of_file(&c, &p->files[i], config);
	map_release(&c.packages);
	map_release(&c.included);
	map_release(&c.stems);
}
