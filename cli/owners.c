/* CODEOWNERS: found where the forges look for it, read a line at a time. */
#include "base/base.h"
#include "cli/owners.h"

#include <stdlib.h>

#include "analyzers/ignore.h"
#include "base/file.h"
#include "base/strbuf.h"

#define FILE_MAX (3u << 20) /* GitHub reads no longer ones */

static const char *const places[] = { ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS" };

/* Up to the first blank that no backslash is in front of. */
static size_t end_of_pattern(struct str line)
{
	size_t i = 0;

	while (i < line.len && !((line.ptr[i] == ' ' || line.ptr[i] == '\t') && (i == 0 || line.ptr[i - 1] != '\\')))
		i++;
	return i;
}

static struct str without_comment(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '#' && (i == 0 || text.ptr[i - 1] == ' ' || text.ptr[i - 1] == '\t'))
			return str_trim(str_slice(text, 0, i));
	return str_trim(text);
}

/* "[Name]", "^[Name][2] @owner": whoever stands behind it. False when the line is none. */
static bool read_section(struct str line, struct str *ret)
{
	size_t close = str_rfind(line, ']');

	if (!(str_starts(line, STR("[")) || str_starts(line, STR("^["))) || close == line.len)
		return false;
	*ret = without_comment(str_slice(line, close + 1, line.len));
	return true;
}

void owners_parse(struct owners *o, struct str text)
{
	struct str rest = arena_str(&o->arena, text), line, section = STR("");

	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_slice(rest, 3, rest.len);
	while (str_next(&rest, '\n', &line)) {
		struct owners_rule rule;

		line = str_trim(line);
		if (!line.len || line.ptr[0] == '#' || line.ptr[0] == '!' || read_section(line, &section))
			continue;
		rule.pattern = str_slice(line, 0, end_of_pattern(line));
		rule.names = without_comment(str_slice(line, rule.pattern.len, line.len));
		if (!rule.names.len)
			rule.names = section;
		vec_push(&o->rules, rule);
	}
}

bool owners_read(const char *top, struct owners *ret, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	*ret = (struct owners){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct str path = arena_printf(&ret->arena, "%s/%s", top, places[i]);

		if (!file_exists(path.ptr))
			continue;
		ret->path = str_from(places[i]);
		if (!file_read(path.ptr, FILE_MAX, &text, err))
			return false;
		owners_parse(ret, strbuf_str(&text));
		return true;
	}
	return true;
}

static bool matches(struct str pattern, struct str path)
{
	struct ignore list = { 0 };
	struct arena scratch = { 0 };
	bool found;

	if (!str_ends(pattern, STR("/*")))
		return ignore_pattern_has(pattern, path);
	ignore_add(&list, &scratch, pattern);
	found = ignore_find(&list, path, false) == IGNORE_YES;
	arena_release(&scratch);
	return found;
}

struct str owners_find(const struct owners *o, struct str path)
{
	for (size_t i = o->rules.len; i-- > 0;)
		if (matches(o->rules.items[i].pattern, path))
			return o->rules.items[i].names;
	return STR("");
}

void owners_release(struct owners *o)
{
	vec_release(&o->rules);
	arena_release(&o->arena);
}
