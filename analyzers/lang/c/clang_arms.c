/* Which arms of #if a unit left out, file by file, so that two parses can be compared: lines may move, arms may not. */
#include "base/base.h"
#include "analyzers/lang/c/clang_arms.h"

#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t left, uint64_t right)
{
	uint64_t pair[2] = { left, right };

	return str_hash((struct str){ (const char *)pair, sizeof(pair) });
}

static struct str line_at(struct str text, size_t start)
{
	struct str rest = str_slice(text, start, text.len);

	return str_trim(str_slice(rest, 0, str_find(rest, '\n')));
}

static bool is_condition(struct str line)
{
	struct str word = str_trim(str_slice(line, 1, line.len));

	return str_starts(word, STR("if")) || str_starts(word, STR("el")) || str_starts(word, STR("endif"));
}

/* Of the directives themselves: where these are others, arms cannot be compared. */
static uint64_t hash_conditions(struct str text)
{
	uint64_t hash = 1;

	for (const char *at = text.ptr; text.len && (at = memchr(at, '#', (size_t)(text.ptr + text.len - at))); at++) {
		struct str line = line_at(text, (size_t)(at - text.ptr));

		if (is_condition(line))
			hash = mix(hash, str_hash(line));
	}
	return hash;
}

/* A skipped range begins with its directive; in a file that nobody edits its place will do. */
static uint64_t hash_skipped(struct clang_tu *tu, const struct clang_file *file)
{
	CXSourceRangeList *skipped = tu->api->getSkippedRanges(tu->handle, file->handle);
	uint64_t hash = 1;

	for (unsigned i = 0; skipped && i < skipped->count; i++) {
		uint32_t start = clang_tu_expansion(tu, tu->api->getRangeStart(skipped->ranges[i])).offset;

		hash = mix(hash, file->is_project ? str_hash(line_at(file->bytes, start)) : start);
	}
	if (skipped)
		tu->api->disposeSourceRangeList(skipped);
	return hash;
}

static int compare_arms(const void *a, const void *b)
{
	return str_cmp(((const struct clang_arms *)a)->path, ((const struct clang_arms *)b)->path);
}

void clang_add_arms(struct clang_tu *tu)
{
	VEC(struct clang_arms) arms = { 0 };

	for (size_t i = 0; i < tu->files.len; i++) {
		struct clang_file file = tu->files.items[i];

		/* <stddef.h> and its like are read again and again, for another part each time. */
		if (!file.is_project && !tu->api->isFileMultipleIncludeGuarded(tu->handle, file.handle))
			continue;
		vec_push(&arms, (struct clang_arms){ file.path, hash_conditions(file.bytes), hash_skipped(tu, &file) });
	}
	vec_sort(&arms, compare_arms);
	tu->outcome.arms_count = (uint32_t)arms.len;
	tu->outcome.arms = arena_copy(tu->arena, arms.items, arms.len, sizeof(*arms.items));
	vec_release(&arms);
}
