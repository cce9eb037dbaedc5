/* Patterns are sorted into the few shapes that need no glob matcher: a name, "*.suffix", a plain path. */
#include "base/base.h"
#include "analyzers/ignore.h"

#include <string.h>

#include "base/path.h"

enum rule_shape {
	RULE_NAME,      /* equals the last component */
	RULE_SUFFIX,    /* ends the last component */
	RULE_NAME_GLOB, /* matches the last component */
	RULE_PATH,      /* equals the path */
	RULE_PATH_GLOB  /* matches the path */
};

struct ignore_rule {
	struct str text; /* RULE_SUFFIX: without the star */
	size_t plain;    /* bytes of text before the first special character */
	uint32_t index;  /* in its file */
	enum rule_shape shape;
	bool is_negated;
	bool is_dir_only;
	const struct ignore_rule *older; /* with the same last byte */
};

#define NO_LAST_BYTE 256

static bool is_special(char c)
{
	return c == '*' || c == '?' || c == '[' || c == '\\';
}

static size_t plain_prefix(struct str text)
{
	size_t len = 0;

	while (len < text.len && !is_special(text.ptr[len]))
		len++;
	return len;
}

static enum rule_shape shape_of_name(struct str text, size_t plain)
{
	if (plain == text.len)
		return RULE_NAME;
	if (text.ptr[0] == '*' && plain_prefix(str_slice(text, 1, text.len)) == text.len - 1)
		return RULE_SUFFIX;
	return RULE_NAME_GLOB;
}

static void rule_init(struct ignore_rule *rule, struct str text)
{
	if (text.len && text.ptr[0] == '!') {
		rule->is_negated = true;
		text = str_slice(text, 1, text.len);
	}
	if (text.len && text.ptr[text.len - 1] == '/') {
		rule->is_dir_only = true;
		text.len--;
	}
	rule->plain = plain_prefix(text);
	if (str_find(text, '/') == text.len) {
		rule->shape = shape_of_name(text, rule->plain);
		rule->text = rule->shape == RULE_SUFFIX ? str_slice(text, 1, text.len) : text;
		return;
	}
	if (text.ptr[0] == '/') {
		text = str_slice(text, 1, text.len);
		rule->plain -= rule->plain > 0;
	}
	rule->shape = rule->plain == text.len ? RULE_PATH : RULE_PATH_GLOB;
	rule->text = text;
}

/* Behind a '*' or a ']' anything can be, and behind a backslash it takes more than one look to know. */
static unsigned last_byte(const struct ignore_rule *rule)
{
	struct str tail = str_slice(rule->text, rule->text.len - MIN(rule->text.len, (size_t)2), rule->text.len);

	if (tail.len == 0 || tail.ptr[0] == '\\' || is_special(tail.ptr[tail.len - 1]) || tail.ptr[tail.len - 1] == ']')
		return NO_LAST_BYTE;
	return (unsigned char)tail.ptr[tail.len - 1];
}

void ignore_add(struct ignore *list, struct arena *a, struct str pattern)
{
	struct ignore_rule *rule = arena_new(a, struct ignore_rule);
	unsigned byte;

	rule_init(rule, arena_str(a, pattern));
	byte = last_byte(rule);
	rule->index = list->count++;
	rule->older = list->last[byte];
	list->last[byte] = rule;
}

/* Spaces at the end do not count, unless a backslash stands before them. */
static struct str trim_spaces(struct str line)
{
	size_t end = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == ' ')
			continue;
		if (line.ptr[i] == '\\' && i + 1 < line.len)
			i++;
		end = i + 1;
	}
	return str_slice(line, 0, end);
}

static struct str clean_line(struct str line)
{
	line.len = str_find(line, '\0');
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return trim_spaces(line);
}

void ignore_read(struct ignore *list, struct arena *a, struct str text)
{
	struct str line;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_slice(text, 3, text.len);
	while (str_next(&text, '\n', &line)) {
		if (line.len && line.ptr[0] == '#')
			continue;
		line = clean_line(line);
		if (line.len)
			ignore_add(list, a, line);
	}
}

/* git takes the plain part off before it looks for stars, which makes the "**" of "a**" + "/b" a component: so do we. */
static bool glob_matches(const struct ignore_rule *rule, struct str text)
{
	return str_starts(text, str_slice(rule->text, 0, rule->plain)) &&
		path_glob(str_slice(rule->text, rule->plain, rule->text.len), str_slice(text, rule->plain, text.len));
}

static bool rule_matches(const struct ignore_rule *rule, struct str path, struct str name)
{
	switch (rule->shape) {
	case RULE_NAME: return str_eq(name, rule->text);
	case RULE_SUFFIX: return str_ends(name, rule->text);
	case RULE_NAME_GLOB: return glob_matches(rule, name);
	case RULE_PATH: return str_eq(path, rule->text);
	case RULE_PATH_GLOB: return glob_matches(rule, path);
	}
	return false;
}

/* The newest of two chains that matches, or NULL. */
static const struct ignore_rule *find_rule(const struct ignore *list, struct str path, struct str name, bool is_dir)
{
	const struct ignore_rule *left = list->last[(unsigned char)name.ptr[name.len - 1]];
	const struct ignore_rule *right = list->last[NO_LAST_BYTE];

	while (left || right) {
		const struct ignore_rule **newer = !right || (left && left->index > right->index) ? &left : &right;
		const struct ignore_rule *rule = *newer;

		if ((is_dir || !rule->is_dir_only) && rule_matches(rule, path, name))
			return rule;
		*newer = rule->older;
	}
	return NULL;
}

enum ignore_verdict ignore_find(const struct ignore *list, struct str path, bool is_dir)
{
	struct str name = path_base(path);

	for (; list && name.len; list = list->outer) {
		const struct ignore_rule *rule = find_rule(list, str_slice(path, list->base, path.len), name, is_dir);

		if (rule)
			return rule->is_negated ? IGNORE_NO : IGNORE_YES;
	}
	return IGNORE_UNDECIDED;
}

bool ignore_has(const struct ignore *list, struct str path)
{
	for (size_t i = list ? list->base : path.len; i < path.len; i++)
		if (path.ptr[i] == '/' && ignore_find(list, str_slice(path, 0, i), true) == IGNORE_YES)
			return true;
	return ignore_find(list, path, false) == IGNORE_YES;
}

bool ignore_pattern_has(struct str pattern, struct str path)
{
	struct ignore_rule rule = { 0 };

	rule_init(&rule, pattern);
	if (rule.is_negated)
		return false;
	for (size_t end = 0; end <= path.len; end++) {
		struct str part = str_slice(path, 0, end);
		bool is_dir = end < path.len;

		if (is_dir && path.ptr[end] != '/')
			continue;
		if ((is_dir || !rule.is_dir_only) && rule_matches(&rule, part, path_base(part)))
			return true;
	}
	return false;
}
