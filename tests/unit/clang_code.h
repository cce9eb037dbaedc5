/* Small C sources on disk and their units, for tests of what libclang makes of them. */
#ifndef TESTS_UNIT_CLANG_CODE_H
#define TESTS_UNIT_CLANG_CODE_H

#include "analyzers/lang/c/clang_unit.h"

#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static struct arena clang_arena;
static struct clang_run clang_run;

static inline void code_open(void)
{
	sandbox_open();
	clang_run = (struct clang_run){ .root = str_from(sandbox), .jobs = 2, .limit_ms = 60000 };
}

static inline void code_close(void)
{
	arena_release(&clang_arena);
	sandbox_close();
}

/* A unit of the sandbox without arguments of its own. */
static inline struct clang_unit code_unit(const char *path)
{
	return (struct clang_unit){ .path = str_from(path), .directory = str_from(sandbox) };
}

/* Absolute, as results name files. */
static inline struct str code_path(const char *path)
{
	return arena_printf(&clang_arena, "%s/%s", sandbox, path);
}

/* Without the sandbox in front. */
static inline struct str code_short(struct str path)
{
	struct str root = str_from(sandbox);

	return str_starts(path, root) ? str_slice(path, root.len + 1, path.len) : path;
}

#endif
