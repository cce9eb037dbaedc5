/* Readers of values, and what they say when a value is another one. */
#include "base/base.h"
#include "analyzers/schema.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"

#define SCHEMA_SHOWN_BYTES 60 /* of a wrong value that a message repeats */
#define SUGGEST_MAX_EDITS 3

const char *schema_shown(struct schema *s, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&safe, str_slice(text, 0, SCHEMA_SHOWN_BYTES));
	if (text.len > SCHEMA_SHOWN_BYTES)
		strbuf_addz(&safe, "...");
	return arena_str(s->arena, strbuf_str(&safe)).ptr;
}

static size_t edits_allowed(struct str wrong)
{
	/* Two letters that changed places are two edits. */
	return wrong.len < 4 ? 1 : MIN(MAX(wrong.len / 3, (size_t)2), (size_t)SUGGEST_MAX_EDITS);
}

/* The nearest of a list of names, or one that it begins; NULL when none is near. */
static const char *nearest(struct str wrong, const char *const *names)
{
	size_t least = edits_allowed(wrong) + 1;
	const char *best = NULL;

	for (; *names; names++) {
		struct str name = str_from(*names);
		size_t edits = str_distance(wrong, name, least);

		if (edits < least || (!best && wrong.len >= 3 && str_starts(name, wrong))) {
			best = *names;
			least = MIN(edits, least);
		}
	}
	return best;
}

/* "a, b or c" */
static const char *alternatives(struct schema *s, const char *const *names)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; names[i]; i++)
		strbuf_printf(&text, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
	return arena_str(s->arena, strbuf_str(&text)).ptr;
}

static bool refuse_name(struct schema *s, const struct yaml_node *node, const char *what, const char *const *names)
{
	const char *best = nearest(node->text, names);
	const char *shown = schema_shown(s, node->text);

	if (best)
		return schema_refuse(s, node, "unknown %s \"%s\"; did you mean \"%s\"?", what, shown, best);
	return schema_refuse(s, node, "unknown %s \"%s\"; expected %s", what, shown, alternatives(s, names));
}

bool schema_is_null(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && !node->quoted &&
		(node->text.len == 0 || str_is(node->text, "~") || str_is(node->text, "null"));
}

bool schema_read_text(struct schema *s, const struct yaml_node *value, struct str *ret)
{
	if (value->kind != YAML_SCALAR)
		return schema_refuse(
			s, value, "expected text, found a %s", value->kind == YAML_SEQUENCE ? "list" : "mapping");
	if (schema_is_null(value) || str_trim(value->text).len == 0)
		return schema_refuse(s, value, "expected text, found nothing");
	if (memchr(value->text.ptr, '\0', value->text.len))
		return schema_refuse(s, value, "text with a NUL character");
	*ret = value->text;
	return true;
}

bool schema_read_bool(struct schema *s, const struct yaml_node *value, bool *ret)
{
	bool is_true = value->kind == YAML_SCALAR && !value->quoted && str_is(value->text, "true");
	bool is_false = value->kind == YAML_SCALAR && !value->quoted && str_is(value->text, "false");

	if (!is_true && !is_false)
		return schema_refuse(s, value, "expected true or false");
	*ret = is_true;
	return true;
}

bool schema_read_name(
	struct schema *s, const struct yaml_node *value, const char *what, const char *const *names, struct str *ret)
{
	struct str name;

	if (!schema_read_text(s, value, &name))
		return false;
	for (size_t i = 0; names[i]; i++) {
		if (str_is(name, names[i])) {
			*ret = name;
			return true;
		}
	}
	return refuse_name(s, value, what, names);
}

bool schema_count(struct schema *s, const struct yaml_node *value, const char *expected, size_t *ret)
{
	*ret = 0;
	if (schema_is_null(value))
		return true;
	if (value->kind != YAML_SEQUENCE)
		return schema_refuse(s, value, "%s", expected);
	*ret = value->count;
	return true;
}

bool schema_read_list(struct schema *s, const struct yaml_node *value, struct str **ret_items, size_t *ret_count)
{
	struct str *items;
	size_t count;

	if (schema_is_null(value))
		return true;
	if (!schema_count(s, value, "expected a list, such as [a, b]", &count))
		return false;
	items = arena_array(s->arena, struct str, count);
	for (size_t i = 0; i < count; i++)
		if (!schema_read_text(s, &value->items[i], &items[i]))
			return false;
	*ret_items = items;
	*ret_count = count;
	return true;
}

static const struct schema_key *find_key(const struct schema_key *keys, struct str name)
{
	for (; keys->name; keys++)
		if (str_is(name, keys->name))
			return keys;
	return NULL;
}

static bool refuse_key(struct schema *s, const struct yaml_node *node, const struct schema_key *keys)
{
	VEC(const char *) names = { 0 };

	for (; keys->name; keys++)
		vec_push(&names, keys->name);
	vec_push(&names, NULL);
	refuse_name(s, node, "key", names.items);
	vec_release(&names);
	return false;
}

bool schema_read_mapping(struct schema *s, const struct yaml_node *node, const struct schema_key *keys, void *into)
{
	if (schema_is_null(node))
		return true;
	if (node->kind != YAML_MAPPING)
		return schema_refuse(s, node, "expected a mapping, such as \"%s: ...\"", keys->name);
	for (size_t i = 0; i < node->count; i++) {
		const struct schema_key *key = find_key(keys, node->keys[i].text);

		if (!key)
			return refuse_key(s, &node->keys[i], keys);
		if (!key->read(s, &node->items[i], into))
			return false;
	}
	return true;
}
