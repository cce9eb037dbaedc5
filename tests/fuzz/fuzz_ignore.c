/* Fuzzes ignore files and globs: the first line is a path, the second a pattern, all from there on an ignore file. */
#include "base/base.h"

#include <string.h>

#include "analyzers/ignore.h"
#include "base/path.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_escaped(struct str s)
{
	return memchr(s.ptr, '\\', s.len) || memchr(s.ptr, '[', s.len) || memchr(s.ptr, '?', s.len) ||
		memchr(s.ptr, '*', s.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, path = STR(""), pattern = STR("");
	struct arena arena = { 0 };
	struct ignore outer = { 0 }, list = { .outer = &outer };
	enum ignore_verdict verdict;

	str_next(&rest, '\n', &path);
	ignore_read(&outer, &arena, rest);
	str_next(&rest, '\n', &pattern);
	ignore_add(&list, &arena, pattern);
	ignore_read(&list, &arena, rest);

	/* A pattern of plain letters matches itself and nothing else. */
	if (size > 0 && !is_escaped(pattern))
		CHECK(path_glob(pattern, path) == str_eq(pattern, path));
	else
		path_glob(pattern, path);
	verdict = ignore_find(&list, path, false);
	CHECK(verdict == IGNORE_UNDECIDED || verdict == IGNORE_NO || verdict == IGNORE_YES);
	ignore_find(&list, path, true);
	ignore_has(&list, path);
	arena_release(&arena);
	return 0;
}
