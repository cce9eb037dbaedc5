/* Pragmas of include-what-you-use in comments. */
#include "base/base.h"
#include "analyzers/lang/c/imp.h"

#include <string.h>

#include "base/vec.h"

#define MARK "IWYU pragma:"

const char *const iwyu_kind_names[IWYU_KIND_COUNT] = {
	[IWYU_EXPORT] = "export",
	[IWYU_BEGIN_EXPORTS] = "begin_exports",
	[IWYU_END_EXPORTS] = "end_exports",
	[IWYU_KEEP] = "keep",
	[IWYU_BEGIN_KEEP] = "begin_keep",
	[IWYU_END_KEEP] = "end_keep",
	[IWYU_ALWAYS_KEEP] = "always_keep",
	[IWYU_PRIVATE] = "private",
	[IWYU_FRIEND] = "friend",
	[IWYU_NO_INCLUDE] = "no_include",
	[IWYU_NO_FORWARD] = "no_forward_declare",
	[IWYU_ASSOCIATED] = "associated",
};

/* The comment must begin with the mark: who only writes about a pragma has none. */
static const char *comment_start(struct str source, const char *mark)
{
	const char *at = mark;

	while (at > source.ptr && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	if (at - source.ptr < 2 || at[-2] != '/' || (at[-1] != '/' && at[-1] != '*'))
		return NULL;
	return at - 2;
}

static struct str text_behind(struct str source, const char *mark, bool is_block)
{
	const char *start = mark + sizeof(MARK) - 1, *end = source.ptr + source.len, *stop;
	const char *newline = memchr(start, '\n', (size_t)(end - start));

	end = newline ? newline : end;
	stop = is_block ? memmem(start, (size_t)(end - start), "*/", 2) : NULL;
	return str_trim((struct str){ start, (size_t)((stop ? stop : end) - start) });
}

/* `private, include "x.h"`: the header; else all behind the word. */
static struct str read_argument(enum iwyu_kind kind, struct str rest)
{
	if (kind != IWYU_PRIVATE)
		return rest;
	if (rest.len > 0 && rest.ptr[0] == ',')
		rest = str_trim(str_slice(rest, 1, rest.len));
	if (!str_starts(rest, STR("include")))
		return STR("");
	return str_trim(str_slice(rest, 7, rest.len));
}

static bool read_pragma(struct str text, struct iwyu_pragma *ret)
{
	size_t end = 0;
	struct str word;

	while (end < text.len && ((text.ptr[end] >= 'a' && text.ptr[end] <= 'z') || text.ptr[end] == '_'))
		end++;
	word = str_slice(text, 0, end);
	for (size_t i = 0; i < ARRAY_LEN(iwyu_kind_names); i++)
		if (str_is(word, iwyu_kind_names[i])) {
			ret->kind = (enum iwyu_kind)i;
			ret->argument = read_argument(ret->kind, str_trim(str_slice(text, end, text.len)));
			return true;
		}
	return false;
}

static uint32_t count_lines(const char *from, const char *to)
{
	uint32_t count = 0;

	while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
		count++;
		from++;
	}
	return count;
}

void iwyu_pragmas_read(struct str source, struct arena *a, struct iwyu_pragma **ret, uint32_t *ret_count)
{
	const char *at = source.ptr, *end = source.ptr + source.len, *counted = at;
	VEC(struct iwyu_pragma) found = { 0 };
	uint32_t line = 1;

	while (at < end && (at = memmem(at, (size_t)(end - at), MARK, sizeof(MARK) - 1))) {
		const char *start = comment_start(source, at);
		struct iwyu_pragma p;

		if (start && read_pragma(text_behind(source, at, start[1] == '*'), &p)) {
			line += count_lines(counted, start);
			counted = start;
			p.line = line;
			p.offset = (uint32_t)(start - source.ptr);
			p.argument = arena_str(a, p.argument);
			vec_push(&found, p);
		}
		at += sizeof(MARK) - 1;
	}
	*ret = arena_copy(a, found.items, found.len, sizeof(*found.items));
	*ret_count = (uint32_t)found.len;
	vec_release(&found);
}
