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
	enum rule_shape shape;
	bool is_negated;
	bool is_dir_only;
};

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
	*rule = (struct ignore_rule){ 0 };
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

void ignore_add(struct ignore *list, struct arena *a, struct str pattern)
{
	if (list->count == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 16;
		struct ignore_rule *rules = arena_array(a, struct ignore_rule, cap);

		if (list->count)
			memcpy(rules, list->rules, list->count * sizeof(*rules));
		list->rules = rules;
		list->cap = cap;
	}
	rule_init(&list->rules[list->count++], arena_str(a, pattern));
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

enum ignore_verdict ignore_find(const struct ignore *list, struct str path, bool is_dir)
{
	struct str name = path_base(path);

	for (; list; list = list->outer) {
		struct str below = str_slice(path, list->base, path.len);

		for (size_t i = list->count; i-- > 0;) {
			const struct ignore_rule *rule = &list->rules[i];

			if (rule->is_dir_only && !is_dir)
				continue;
			if (rule_matches(rule, below, name))
				return rule->is_negated ? IGNORE_NO : IGNORE_YES;
		}
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
