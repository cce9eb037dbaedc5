/* What libclang said of a unit in an earlier run: it need not be asked again while nothing that it read has changed. */
#ifndef ANALYZERS_LANG_C_CLANG_MEMORY_H
#define ANALYZERS_LANG_C_CLANG_MEMORY_H

#include "base/arena.h"
#include "base/strbuf.h"

struct clang_run;
struct clang_unit;

/*
 * A memory is the caller's: blobs under keys, and what contents are now. It is
 * asked by one thread only. What it gives stays good as long as the memory.
 *
 * A unit is remembered under its path, directory, arguments and root. With it
 * stands everything that the answer rests on: the hash of each file that
 * libclang read, system headers too, as libclang read it; which libclang that
 * was (path, size and time of the library); and `listing`, because a new file
 * may come before one that was read. Where a unit has errors, a file that it
 * lacked may have come to be: then the times of its include directories
 * have to be the same as well. Anything else than a whole and matching answer
 * is none at all.
 */
struct clang_memory {
	void *context;
	bool (*get)(void *context, uint64_t high, uint64_t low, struct str *ret_blob);
	void (*put)(void *context, uint64_t high, uint64_t low, struct str blob);
	bool (*hash)(void *context, struct str path, uint64_t *ret_high, uint64_t *ret_low); /* XXH3-128 of the content */
	uint64_t listing; /* of the paths that the tree has */
};

struct clang_hash {
	uint64_t high, low;
};

/* A file that a unit read. */
struct clang_read {
	struct str path; /* real */
	struct clang_hash hash;
};

struct clang_reads {
	struct clang_read *items;
	uint32_t count;
};

struct wire;
void wire_reads(struct wire *w, struct clang_reads *reads);

struct clang_hash clang_hash_of(struct str bytes);

/* The file of the libclang that is in use, with size and time; empty when that cannot be told. */
struct str clang_library_stamp(const void *function, struct arena *a);

/* What was said of the unit: `answer` without what it rests on. False when it has to be asked. */
bool clang_memory_recall(const struct clang_run *run, const struct clang_unit *unit, struct arena *a, struct str *ret_answer);

/* `has_errors`: also for any other reason to look at the include directories. */
void clang_memory_keep(const struct clang_run *run, const struct clang_unit *unit, const struct clang_reads *reads, struct str library,
	bool has_errors, struct str answer);

/* Facts of a file, which many units share, by their own hash. */
bool clang_memory_get_facts(const struct clang_run *run, uint64_t hash, struct str *ret_facts);
void clang_memory_keep_facts(const struct clang_run *run, uint64_t hash, struct str facts);

#endif
