/* A parsed translation unit in a worker: libclang's handle, its files by real path, its places. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_IMPL_H
#define ANALYZERS_LANG_C_CLANG_IMPL_H

#include "analyzers/lang/c/clang_api.h"
#include "analyzers/lang/c/clang_unit.h"
#include "analyzers/lang/c/clang_work.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"

struct wire;

/* Shared by all units of a run; made by the parent, seen by the workers as it was when they were forked. */
struct clang_job {
	struct clang_api api;
	struct str headers; /* folder of stddef.h and friends where libclang lacks its own; else empty */
	const struct clang_run *run;
	const struct clang_unit *units;
	void (*work)(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer);
	const void *context;
	struct map sent;      /* a worker's own: hashes of the facts that it has told already */
	struct arena scratch; /* a worker's own: one item */
};

/* Loads libclang and finds its headers. */
bool clang_job_init(struct clang_job *job, const struct clang_run *run, const struct clang_unit *units, struct arena *a,
	struct err *err);
struct clang_answer *clang_job_run(struct clang_job *job, uint32_t count, struct arena *a);

/* Which libclang that is: see clang_library_stamp(). */
struct str clang_job_library(const struct clang_job *job, struct arena *a);

/* What is said of a unit whose worker did not answer. */
struct clang_outcome clang_job_failure(const struct clang_job *job, const struct clang_answer *answer, struct arena *a);

struct clang_file {
	struct str path;  /* real */
	struct str bytes; /* as libclang read them; empty for a system header */
	CXFile handle;    /* the first by which it was met */
	bool is_cpp;      /* read as C++ */
	bool is_project;  /* below the root, and no system header */
};

typedef uint32_t clang_file_id; /* into clang_tu.files */

struct clang_tu {
	const struct clang_job *job;
	const struct clang_api *api;
	const struct clang_unit *unit;
	struct arena *arena;
	CXIndex index;
	CXTranslationUnit handle; /* NULL: not parsed, the outcome says why */
	struct clang_outcome outcome;
	VEC(struct clang_file) files;
	struct map by_handle, by_path; /* CXFile, hash of the real path -> file */
	clang_file_id main_file;
	bool is_cpp;
	uint64_t started_us;
};

/* Always leaves a valid tu; overlays are applied when asked for. May not return: it can crash, hang, or exit. */
void clang_tu_parse(
	struct clang_tu *tu, const struct clang_job *job, uint32_t item, bool has_overlays, struct arena *a);
void clang_tu_release(struct clang_tu *tu);

/* Diagnostics and files into the outcome, and the time that all has taken. */
void clang_tu_finish(struct clang_tu *tu);

/* A file's content as libclang read it; good as long as the unit. */
struct str clang_tu_bytes(const struct clang_tu *tu, CXFile handle);

/* NONE for no file. */
clang_file_id clang_tu_file(struct clang_tu *tu, CXFile handle);

struct clang_place {
	clang_file_id file; /* NONE: nowhere, or in no file */
	uint32_t offset, line, column;
};

struct clang_place clang_tu_expansion(struct clang_tu *tu, CXSourceLocation location); /* the macro's use */
struct clang_place clang_tu_spelling(struct clang_tu *tu, CXSourceLocation location);  /* where the token is written */
struct clang_place clang_tu_written(
	struct clang_tu *tu, CXSourceLocation location); /* in a file, through arguments only */

/* The identifier that stands at a place; empty when none does. */
struct str clang_tu_word(const struct clang_tu *tu, struct clang_place place);

struct str clang_tu_take(struct clang_tu *tu, CXString text);

/* Children of a cursor in order. */
struct clang_children {
	CXCursor *items;
	size_t len, cap;
};
void clang_tu_children(const struct clang_tu *tu, CXCursor parent, struct clang_children *ret); /* vec_release() it */

/* An expression without parentheses, casts and what the compiler puts around it by itself. */
CXCursor clang_tu_unwrap(const struct clang_tu *tu, CXCursor expression);

uint64_t clang_now_us(void);

#endif
