/* Putting values into a cJSON tree: always valid UTF-8, numbers always whole. */
#ifndef CLI_REPORT_JSON_VALUE_H
#define CLI_REPORT_JSON_VALUE_H

#include <cjson/cJSON.h>

#include "cli/audit.h"

/* Memory that cannot be had aborts, as everywhere: no result needs checking. Call before anything else here. */
void json_init(void);

void json_text(cJSON *object, const char *key, struct str text);
void json_text_or_null(cJSON *object, const char *key, struct str text); /* null when empty */
void json_number(cJSON *object, const char *key, uint64_t number);
void json_signed(cJSON *object, const char *key, int number);
void json_bool(cJSON *object, const char *key, bool value);
cJSON *json_object(cJSON *parent, const char *key); /* a new one inside of parent */
cJSON *json_array(cJSON *parent, const char *key);
cJSON *json_append(cJSON *array); /* a new object at its end */
void json_append_text(cJSON *array, struct str text);

/* "path" and "line" of a place; null both for NONE. */
void json_place(cJSON *object, const struct project *p, file_id file, uint32_t line);

/* The tree as text with a newline at its end; frees it. */
void json_print(cJSON *tree, struct strbuf *out);

/* The same on one line, without white space. */
void json_print_compact(cJSON *tree, struct strbuf *out);

/* The whole of the JSON report. The caller owns it. */
struct report_options;
cJSON *json_report(const struct audit *a, const struct report_options *o);

/* The "families" of the report. */
void json_families(cJSON *report, const struct audit *a);
/* The "coverage" of the report. */
void json_coverage(cJSON *report, const struct audit *a);

#endif
