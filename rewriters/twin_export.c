/* Who outside of this code base may know a function: flags, declarations, headers and libraries that were built. */
#include "base/base.h"
#include "rewriters/twin.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "rules/creators.h"

#define LIBRARY_MAX ((size_t)256 << 20)
#define LIBRARIES_MAX 50
#define DEPTH_MAX 3 /* of directories below the database's */

static bool has_flag(const struct compdb_entry *e, const char *flag)
{
	for (uint32_t i = 0; i < e->argument_count; i++)
		if (str_is(e->arguments[i], flag))
			return true;
	return false;
}

struct flags {
	bool is_library, is_hidden;
};

static struct flags flags_of(struct twin *t)
{
	struct units *u = planner_units(t->planner);
	struct flags f = { .is_hidden = true };
	const uint32_t *units;
	uint32_t count = units_that_read(u, t->old->file, &units);

	for (uint32_t i = 0; i < count; i++) {
		const struct compdb_entry *e = units_entry(u, units[i]);

		f.is_library |= has_flag(e, "-fPIC") || has_flag(e, "-fpic") || has_flag(e, "-shared");
		f.is_hidden &= has_flag(e, "-fvisibility=hidden") || has_flag(e, "-fvisibility=internal");
	}
	f.is_hidden &= count > 0;
	return f;
}

/* --- What its declarations say --- */

static bool is_export_mark(struct str word)
{
	return str_has(word, STR("EXPORT")) || str_ends(word, STR("_API")) || str_ends(word, STR("_PUBLIC")) || str_ends(word, STR("_EXTERN"));
}

static bool says_exported(struct str declaration)
{
	size_t start = 0;

	if (str_has(declaration, STR("visibility(\"default\")")) || str_has(declaration, STR("dllexport")))
		return true;
	for (size_t i = 0; i <= declaration.len; i++) {
		bool in_word = i < declaration.len && (declaration.ptr[i] == '_' || (declaration.ptr[i] >= 'A' && declaration.ptr[i] <= 'Z'));

		if (in_word)
			continue;
		if (i > start && is_export_mark(str_slice(declaration, start, i)))
			return true;
		start = i + 1;
	}
	return false;
}

static bool is_public_place(struct str path)
{
	struct str rest = path_dir(path), part;

	while (rest.len && str_next(&rest, '/', &part))
		if (str_is(part, "include") || str_is(part, "public"))
			return true;
	return false;
}

/* `#pragma GCC visibility push(default)` is about all that follows: where a file has one, it may be about this. */
static bool has_pragma(struct twin *t, file_id file)
{
	return str_has(planner_source(t->planner, file), STR("visibility push(default)"));
}

struct declared {
	bool is_marked, is_public;
};

static struct declared declarations_of(struct twin *t)
{
	const struct creators *c = planner_input(t->planner)->families->creators;
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, t->name, &refs);
	struct declared d = { .is_marked = says_exported(str_slice(planner_source(t->planner, t->old->file), t->func->start, t->func->body)) };

	d.is_marked |= has_pragma(t, t->old->file);
	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *proto = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (!str_eq(proto->name, t->func->name))
			continue;
		d.is_marked |= says_exported(str_slice(planner_source(t->planner, refs[i].file), proto->start, proto->end)) || has_pragma(t, refs[i].file);
		d.is_public |= is_public_place(c->project->files[refs[i].file].path);
	}
	return d;
}

/* --- Libraries that were built: the name as a whole stands in their table of strings --- */

struct libraries {
	struct str needle; /* with the bytes of zero around it */
	uint32_t left;
	bool found;
};

static bool is_library(const char *name)
{
	struct str base = str_from(name);

	return str_ends(base, STR(".so")) || str_has(base, STR(".so.")) || str_ends(base, STR(".dylib"));
}

static void look_into(struct libraries *l, struct str path)
{
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };

	l->left--;
	if (file_read(path.ptr, LIBRARY_MAX, &bytes, &err) && str_starts(strbuf_str(&bytes), STR("\177ELF")))
		l->found = memmem(bytes.ptr, bytes.len, l->needle.ptr, l->needle.len) != NULL;
}

static void search(struct libraries *l, struct arena *a, struct str dir, unsigned depth)
{
	DIR *d = opendir(arena_str(a, dir).ptr);
	struct dirent *entry;

	while (d && l->left && !l->found && (entry = readdir(d))) {
		struct str path = path_join(a, dir, str_from(entry->d_name));

		if (entry->d_name[0] == '.')
			continue;
		if (entry->d_type == DT_DIR && depth < DEPTH_MAX)
			search(l, a, path, depth + 1);
		else if (entry->d_type == DT_REG && is_library(entry->d_name))
			look_into(l, path);
	}
	if (d)
		closedir(d);
}

static bool is_in_library(struct twin *t)
{
	struct units *u = planner_units(t->planner);
	struct arena scratch = { 0 };
	struct strbuf needle CLEANUP(strbuf_release) = { 0 };
	struct libraries l = { .left = LIBRARIES_MAX };

	if (t->is_cpp || !units_count(u))
		return false;
	strbuf_addch(&needle, '\0');
	strbuf_add(&needle, t->name);
	strbuf_addch(&needle, '\0');
	l.needle = strbuf_str(&needle);
	search(&l, &scratch, units_entry(u, 0)->directory, 0);
	arena_release(&scratch);
	return l.found;
}

/* --- Programs --- */

static bool is_main_file(const struct project *project, file_id file)
{
	const struct cfacts *facts = project->files[file].creations;

	if (!facts || !project_is_production(project, file) || is_for_tests(project->files[file].path))
		return false;
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (str_is(facts->funcs[i].name, "main"))
			return true;
	return false;
}

/* A library may be static, and then no flag says so: a program that holds the file does. */
static bool is_in_program(struct twin *t)
{
	const struct project *project = planner_input(t->planner)->project;

	for (file_id i = 0; i < project->file_count; i++)
		if (is_main_file(project, i) && is_linked_with(t->planner, i, t->old->file))
			return true;
	return false;
}

const char *twin_exported(struct twin *t)
{
	struct declared d;
	struct flags f;

	if (t->is_static)
		return NULL;
	d = declarations_of(t);
	if (d.is_marked)
		return "its declaration says that it is exported";
	f = flags_of(t);
	if (f.is_library && !f.is_hidden)
		return "its file is built for a shared library";
	if (d.is_public)
		return "a public header declares it";
	if (is_in_library(t))
		return "a library that was built here exports it";
	return is_in_program(t) ? NULL : "no program of this code base is seen to hold it";
}
