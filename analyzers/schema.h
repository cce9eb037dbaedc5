/* A YAML tree against tables of keys: each mapping has a table, each value a reader, each refusal its place. */
#ifndef ANALYZERS_SCHEMA_H
#define ANALYZERS_SCHEMA_H

#include "base/arena.h"
#include "base/err.h"
#include "base/yaml.h"

/* What the readers share; text of results and messages lives in the arena. */
struct schema {
	struct arena *arena;
	const char *name; /* of the file, for messages */
	struct err *err;
};

/* One key of a mapping; read() writes into the struct that the mapping is read into. Tables end with a NULL name. */
struct schema_key {
	const char *name;
	bool (*read)(struct schema *s, const struct yaml_node *value, void *into);
};

/* "file:line:column: message"; false. */
#define schema_refuse(s, node, ...) err_at((s)->err, (s)->name, (node)->line, (node)->column, __VA_ARGS__)

/* Text from the file as it may stand in a message: safe to show, and cut after this many bytes. */
#define SCHEMA_SHOWN_BYTES 60
const char *schema_shown(struct schema *s, struct str text);

/* Nothing behind the colon, `~` or `null`. Mappings and lists take it as empty. */
bool schema_is_null(const struct yaml_node *node);

/* How many entries a list has, 0 for null. Refuses, in the words of `expected`, what is none. */
bool schema_count(struct schema *s, const struct yaml_node *value, const char *expected, size_t *ret);

bool schema_read_text(struct schema *s, const struct yaml_node *value, struct str *ret); /* not blank */
bool schema_read_bool(struct schema *s, const struct yaml_node *value, bool *ret);
bool schema_read_list(struct schema *s, const struct yaml_node *value, struct str **ret_items, size_t *ret_count);

/* One of a NULL-terminated list of names; `what` says in the message what they are. */
bool schema_read_name(
	struct schema *s, const struct yaml_node *value, const char *what, const char *const *names, struct str *ret);

/* Unknown keys are refused, with a suggestion when one of the table is near. */
bool schema_read_mapping(struct schema *s, const struct yaml_node *node, const struct schema_key *keys, void *into);

#endif
