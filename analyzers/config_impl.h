/* What the readers of canonry.yaml's sections share; private to config*.c. */
#ifndef ANALYZERS_CONFIG_IMPL_H
#define ANALYZERS_CONFIG_IMPL_H

#include "analyzers/config.h"
#include "analyzers/schema.h"

/* "module:Name" in two; refuses anything else, with a suggestion for a dotted name. */
bool config_read_path(struct schema *s, const struct yaml_node *value, struct str *ret_module, struct str *ret_name);

/* A day as YYYY-MM-DD. */
bool config_read_date(struct schema *s, const struct yaml_node *value, struct str *ret);

/* The section `arguments` (config_arguments.c) into a struct config. */
bool config_read_arguments(struct schema *s, const struct yaml_node *value, void *into);

/* The section `api` (config_api.c) into a struct config. */
bool config_read_api(struct schema *s, const struct yaml_node *value, void *into);

/* The section `headers` (config_headers.c) into a struct config. */
bool config_read_headers(struct schema *s, const struct yaml_node *value, void *into);

/* The section `frameworks` (config_frameworks.c) into a struct config. */
bool config_read_frameworks(struct schema *s, const struct yaml_node *value, void *into);

/* Into c->imp. */
bool config_read_mappings(struct arena *a, struct str root, struct config *c, struct err *err);

/* The section `suppress` (config_suppress.c) into a struct config. */
bool config_read_suppress(struct schema *s, const struct yaml_node *value, void *into);

/* The section `tests` (config_tests.c) into a struct config. */
bool config_read_tests(struct schema *s, const struct yaml_node *value, void *into);

#endif
