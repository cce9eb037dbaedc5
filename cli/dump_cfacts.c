/* Reads each file by itself, and appends its facts. */
#include "base/base.h"
#include "cli/dump_cfacts.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "analyzers/lang/c/c.h"
#include "base/file.h"
#include "base/path.h"
#include "base/vec.h"

struct dumping {
	struct arena arena; /* of paths */
	struct c_parser *parser;
	struct strbuf *out;
	struct err *err;
	VEC(struct str) files;
};

static bool is_real_dir(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void find_files(struct dumping *d, struct str dir)
{
	DIR *open = opendir(dir.ptr);
	struct dirent *entry;

	while (open && (entry = readdir(open))) {
		struct str path;

		if (entry->d_name[0] == '.')
			continue;
		path = str_is(dir, ".") ? arena_str(&d->arena, str_from(entry->d_name))
					: path_join(&d->arena, dir, str_from(entry->d_name));
		if (is_real_dir(path.ptr))
			find_files(d, path);
		else if (c_is_source_path(path))
			vec_push(&d->files, path);
	}
	if (open)
		closedir(open);
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool dump_file(struct dumping *d, struct str path)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct cfacts facts;

	if (!file_read(path.ptr, 0, &source, d->err))
		return false;
	c_skim(d->parser, strbuf_str(&source), c_is_cpp_path(path), NULL, NULL, &arena, &facts);
	strbuf_printf(d->out, "file " STR_FMT "\n", STR_ARG(path));
	cfacts_dump(&facts, d->out);
	arena_release(&arena);
	return true;
}

bool dump_cfacts(const char *path, struct strbuf *out, struct err *err)
{
	struct dumping d = { .parser = c_parser_new(), .out = out, .err = err };
	bool ok = true;

	if (file_is_dir(path))
		find_files(&d, path_normalise(&d.arena, str_from(path)));
	else
		vec_push(&d.files, arena_str(&d.arena, str_from(path)));
	vec_sort(&d.files, by_name);
	for (size_t i = 0; ok && i < d.files.len; i++)
		ok = dump_file(&d, d.files.items[i]);
	vec_release(&d.files);
	c_parser_free(d.parser);
	arena_release(&d.arena);
	return ok;
}
