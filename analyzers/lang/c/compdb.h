/* Reads compile_commands.json: which files are built, from which directory, with which flags. */
#ifndef ANALYZERS_LANG_C_COMPDB_H
#define ANALYZERS_LANG_C_COMPDB_H

#include "base/arena.h"
#include "base/err.h"

/*
 * Both forms of an entry are read: `arguments`, and `command` with a shell's
 * quoting. Response files (@file) are put in place. Only what stands in the
 * database counts: no command is ever made up for a file that it lacks.
 */
struct compdb_entry {
	struct str file;       /* absolute, as the database says, normalised by text */
	struct str real;       /* realpath of it; the same as file when is_missing */
	struct str directory;  /* absolute: relative flags start here */
	struct str compiler;   /* without ccache and its like: "gcc", "/usr/bin/c++" */
	struct str *arguments; /* the whole command */
	struct str *flags;     /* for libclang, see compdb_flags(); include directories absolute */
	uint32_t argument_count, flag_count;
	uint64_t flag_hash; /* equal for equal flags of the same language and directory */
	bool is_cpp;
	bool is_missing; /* not (yet) there: a generated source, most often */
	uint32_t index;  /* in the database, from 0 */
};

/* Entries by real path, then as in the database; a file's entries with the same flags are one. */
struct compdb {
	struct str path; /* of the database */
	struct compdb_entry *entries;
	uint32_t count, duplicate_count, missing_count;
};

/* Messages have file:line:column where the JSON is broken, and the entry's number where one is wrong. */
bool compdb_read(const char *path, struct arena *a, struct compdb *ret, struct err *err);

/* The same from text; `path` is where relative directories start. */
bool compdb_parse(const char *path, struct str text, struct arena *a, struct compdb *ret, struct err *err);

/*
 * The database of a tree: in root itself, else in out/, Debug/, Release/ or a
 * directory whose name begins with "build" or "cmake-build"; the one that was
 * written last when several have one. False when there is none.
 */
bool compdb_find(const char *root, struct arena *a, struct str *ret_path);

/*
 * The database for the tree at `root` (real): the file `given`, or the one in
 * the folder `given`, or with NULL the one that compdb_find() comes to. Where
 * there is none, ret->path is empty and that is no error. One of which no
 * entry lies below the root is an error; ret->path then says which it was.
 */
bool compdb_open(const char *given, struct str root, struct arena *a, struct compdb *ret, struct err *err);

/*
 * The same for a copy of the tree `from` at `to`, both real, which may be of
 * another time: an entry whose source the copy has is read there, with the
 * include directories of the copy; after all others those of the tree itself
 * are searched, and the source's own, for what only a build makes.
 */
void compdb_move(const struct compdb *db, struct str from, struct str to, struct arena *a, struct compdb *ret);

/* What an entry's flag_hash has to be. */
uint64_t compdb_hash(const struct compdb_entry *e);

/* The entries of a file, by its real path: *ret_first into entries. */
uint32_t compdb_entries_of(const struct compdb *db, struct str real, uint32_t *ret_first);

/*
 * Of a compiler's arguments what libclang is to get: includes, macros,
 * standard, language, and -f and -m options that change the meaning of code
 * and that clang knows. Output, dependency, warning, debug and linker options
 * go, and so do the compiler, the source and other inputs. Directories become
 * absolute.
 */
void compdb_flags(struct str directory, struct str file, const struct str *arguments, uint32_t count, struct arena *a,
	struct str **ret_flags, uint32_t *ret_count);

/* Splits as a shell does: quotes and backslashes, no expansion. A response file follows the same rules. */
struct str *compdb_split(struct str command, struct arena *a, uint32_t *ret_count);

#endif
