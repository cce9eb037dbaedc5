/* A YAML document as a tree of nodes that know their line and column. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/err.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING, YAML_KIND_COUNT };

/*
 * Built from libyaml's events into an arena: unlike its document API they
 * show each limit where it is passed. Aliases are refused (a hostile file
 * could otherwise grow without bound), and so are duplicate keys, keys that
 * are not scalars, a second document, more than 64 levels and more than
 * 100,000 nodes; each refusal has file:line:column.
 */
struct yaml_node {
	enum yaml_kind kind;
	bool quoted;             /* a quoted scalar is text whatever it looks like */
	unsigned line, column;   /* from 1 */
	struct str text;         /* YAML_SCALAR */
	size_t count;            /* YAML_SEQUENCE: items; YAML_MAPPING: pairs */
	struct yaml_node *items; /* values */
	struct yaml_node *keys;  /* YAML_MAPPING: scalars, same index as items */
};

/* An empty document gives an empty mapping. `name` is used in messages. */
bool yaml_parse(struct arena *a, const char *name, struct str text, struct yaml_node *ret_root, struct err *err);

/* NULL when absent or when node is no mapping. */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);

#endif
