/* Looks for a source's name in build files: in lists of sources or objects, whatever the build system. */
#include "base/base.h"
#include "analyzers/lang/c/built.h"

#include <ctype.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"

#define BUILD_FILE_MAX (UINT64_C(4) << 20)

static const char *const build_files[] = { "BUILD",	    "BUILD.bazel", "BUILD.gn",	  "CMakeLists.txt", "GNUmakefile", "Jamfile",	  "Kbuild",
					   "Makefile",	    "Makefile.am", "Makefile.in", "Makefile.inc",   "SConscript",  "SConstruct", "SCsub",
					   "configure.ac", "meson.build", "sources",	  "sources.cmake",  "sources.list" };

/* Whoever takes all files of a directory builds this one, too. */
static const char *const patterns[] = { "*.c", "*.cc", "*.cpp", "*.cxx", "GLOB", "aux_source_directory", "wildcard" };

static bool takes_all(struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++)
		if (str_has(text, str_from(patterns[i])))
			return true;
	return false;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* As a word: "conn" of conn.c, conn.o, conn.lo and "conn", none of conn_pool.c. */
static bool names(struct str text, struct str stem)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	while (stem.len > 0 && (at = memmem(at, (size_t)(end - at), stem.ptr, stem.len))) {
		const char *behind = at + stem.len;

		if ((at == text.ptr || !is_word(at[-1])) && (behind == end || !is_word(*behind)))
			return true;
		at = behind;
	}
	return false;
}

static enum built ask(struct arena *a, struct str dir, const char *base, struct str stem)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };
	struct str path = path_join(a, dir, str_from(base));

	if (!file_exists(path.ptr) || !file_read(path.ptr, BUILD_FILE_MAX, &text, &err))
		return BUILT_UNKNOWN;
	return takes_all(strbuf_str(&text)) || names(strbuf_str(&text), stem) ? BUILT_YES : BUILT_NO;
}

static bool is_in_database(const struct compdb *db, struct str path)
{
	uint32_t first;

	return db && db->count > 0 && compdb_entries_of(db, path, &first) > 0;
}

enum built built_find(struct str root, struct str path, const struct compdb *db)
{
	struct arena arena = { 0 };
	enum built said = db && db->count > 0 ? BUILT_NO : BUILT_UNKNOWN;
	struct str dir = path_dir(path), stem = path_stem(path);

	if (is_in_database(db, path_join(&arena, root, path)))
		said = BUILT_YES;
	for (bool is_top = false; said != BUILT_YES && !is_top; dir = path_dir(dir)) {
		is_top = dir.len == 0 || str_is(dir, ".");
		for (size_t i = 0; said != BUILT_YES && i < ARRAY_LEN(build_files); i++)
			said = MAX(said, ask(&arena, is_top ? root : path_join(&arena, root, dir), build_files[i], stem));
	}
	arena_release(&arena);
	return said;
}
