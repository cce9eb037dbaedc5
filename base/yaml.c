/* libyaml's events, copied into a tree in an arena, with limits against hostile files. */
#include "base/yaml.h"
#include "base/base.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/map.h"
#include "base/vec.h"

#define YAML_MAX_DEPTH 64
#define YAML_MAX_NODES 100000

struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	struct arena *arena;
	const char *name;
	struct str text;
	size_t node_count;
	unsigned depth;
};

typedef VEC(struct yaml_node) yaml_nodes;

static bool read_node(struct yaml_reader *r, struct yaml_node *ret_node, struct err *err);

static bool refuse_at(const struct yaml_reader *r, yaml_mark_t mark, const char *why, struct err *err)
{
	return err_at(err, r->name, (unsigned)mark.line + 1, (unsigned)mark.column + 1, "%s", why);
}

static bool refuse(const struct yaml_reader *r, const char *why, struct err *err)
{
	return refuse_at(r, r->event.start_mark, why, err);
}

/* Bytes that are no text are met far ahead of the scanner: libyaml knows their offset only. */
static yaml_mark_t mark_at(struct str text, size_t offset)
{
	struct str before = str_slice(text, 0, offset);
	yaml_mark_t mark = { .index = offset };
	size_t newline;

	while ((newline = str_find(before, '\n')) < before.len) {
		mark.line++;
		before = str_slice(before, newline + 1, before.len);
	}
	mark.column = before.len;
	return mark;
}

static bool refuse_syntax(const struct yaml_reader *r, struct err *err)
{
	const yaml_parser_t *parser = &r->parser;
	bool has_mark = parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR;
	const char *problem = parser->problem ? parser->problem : "cannot be read as YAML";

	if (parser->error == YAML_READER_ERROR)
		return refuse_at(r, mark_at(r->text, parser->problem_offset), problem, err);
	return refuse_at(r, has_mark ? parser->problem_mark : parser->mark, problem, err);
}

static bool next_event(struct yaml_reader *r, struct err *err)
{
	yaml_event_delete(&r->event);
	if (!yaml_parser_parse(&r->parser, &r->event))
		return refuse_syntax(r, err);
	if (r->event.type == YAML_ALIAS_EVENT)
		return refuse(r, "aliases are not accepted", err);
	return true;
}

static void read_scalar(struct yaml_reader *r, struct yaml_node *node)
{
	struct str text = { (const char *)r->event.data.scalar.value, r->event.data.scalar.length };

	node->kind = YAML_SCALAR;
	node->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_str(r->arena, text);
}

static bool read_items(struct yaml_reader *r, yaml_nodes *items, struct err *err)
{
	while (next_event(r, err)) {
		struct yaml_node item;

		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			return true;
		if (!read_node(r, &item, err))
			return false;
		vec_push(items, item);
	}
	return false;
}

static bool read_sequence(struct yaml_reader *r, struct yaml_node *node, struct err *err)
{
	yaml_nodes items = { 0 };
	bool ok = read_items(r, &items, err);

	node->kind = YAML_SEQUENCE;
	node->count = items.len;
	node->items = arena_copy(r->arena, items.items, items.len, sizeof(*items.items));
	vec_release(&items);
	return ok;
}

/* Two keys with one 64-bit hash are equal for all that happens by chance; a comparison settles the rest. */
static bool add_key(struct yaml_reader *r, yaml_nodes *keys, struct map *seen, struct err *err)
{
	struct yaml_node key;
	uint64_t hash;

	if (r->event.type != YAML_SCALAR_EVENT)
		return refuse(r, "a key must be plain text", err);
	if (!read_node(r, &key, err))
		return false;
	hash = str_hash(key.text);
	if (!map_add(seen, hash, (uint32_t)keys->len) && str_eq(keys->items[map_get(seen, hash)].text, key.text))
		return err_at(err, r->name, key.line, key.column, "duplicate key \"" STR_FMT "\"", STR_ARG(key.text));
	vec_push(keys, key);
	return true;
}

static bool read_pairs(struct yaml_reader *r, yaml_nodes *keys, yaml_nodes *items, struct err *err)
{
	struct map seen CLEANUP(map_release) = { 0 };

	while (next_event(r, err)) {
		struct yaml_node item;

		if (r->event.type == YAML_MAPPING_END_EVENT)
			return true;
		if (!add_key(r, keys, &seen, err) || !next_event(r, err) || !read_node(r, &item, err))
			return false;
		vec_push(items, item);
	}
	return false;
}

static bool read_mapping(struct yaml_reader *r, struct yaml_node *node, struct err *err)
{
	yaml_nodes keys = { 0 }, items = { 0 };
	bool ok = read_pairs(r, &keys, &items, err);

	node->kind = YAML_MAPPING;
	node->count = items.len;
	node->keys = arena_copy(r->arena, keys.items, items.len, sizeof(*keys.items));
	node->items = arena_copy(r->arena, items.items, items.len, sizeof(*items.items));
	vec_release(&keys);
	vec_release(&items);
	return ok;
}

/* Read the node that starts with the current event. */
static bool read_node(struct yaml_reader *r, struct yaml_node *ret_node, struct err *err)
{
	struct yaml_node node = {
		.line = (unsigned)r->event.start_mark.line + 1,
		.column = (unsigned)r->event.start_mark.column + 1,
	};
	bool ok = true;

	if (++r->node_count > YAML_MAX_NODES)
		return refuse(r, "more than 100,000 values", err);
	if (r->depth == YAML_MAX_DEPTH)
		return refuse(r, "more than 64 levels", err);
	r->depth++;
	if (r->event.type == YAML_SCALAR_EVENT)
		read_scalar(r, &node);
	else if (r->event.type == YAML_SEQUENCE_START_EVENT)
		ok = read_sequence(r, &node, err);
	else if (r->event.type == YAML_MAPPING_START_EVENT)
		ok = read_mapping(r, &node, err);
	else
		BUG("libyaml event %d where a value starts", (int)r->event.type);
	r->depth--;
	if (ok)
		*ret_node = node;
	return ok;
}

static bool is_nothing(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && !node->quoted && node->text.len == 0;
}

static bool read_stream(struct yaml_reader *r, struct yaml_node *ret_root, struct err *err)
{
	struct yaml_node root = { .kind = YAML_MAPPING, .line = 1, .column = 1 };

	if (!next_event(r, err) || !next_event(r, err)) /* stream start, document start */
		return false;
	if (r->event.type == YAML_DOCUMENT_START_EVENT) {
		struct yaml_node node;

		if (!next_event(r, err) || !read_node(r, &node, err))
			return false;
		if (!is_nothing(&node))
			root = node;
		if (!next_event(r, err) || !next_event(r, err)) /* document end, stream end */
			return false;
		if (r->event.type != YAML_STREAM_END_EVENT)
			return refuse(r, "a second document", err);
	}
	*ret_root = root;
	return true;
}

bool yaml_parse(struct arena *a, const char *name, struct str text, struct yaml_node *ret_root, struct err *err)
{
	struct yaml_reader r = { .arena = a, .name = name, .text = text };
	bool ok;

	if (!yaml_parser_initialize(&r.parser))
		return err_set(err, "%s: no memory for the YAML parser", name);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.ptr ? text.ptr : ""), text.len);
	ok = read_stream(&r, ret_root, err);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return ok;
}

const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
	if (!node || node->kind != YAML_MAPPING)
		return NULL;
	for (size_t i = 0; i < node->count; i++)
		if (str_is(node->keys[i].text, key))
			return &node->items[i];
	return NULL;
}
