/* Values for cJSON. */
#include "base/base.h"
#include "cli/report/json_value.h"

#include <limits.h>
#include <stdlib.h>

#include "base/utf8.h"

void json_init(void)
{
	cJSON_InitHooks(&(cJSON_Hooks){ .malloc_fn = xmalloc, .free_fn = free });
}

/* cJSON takes C strings: a NUL inside would end the text in silence. */
static void add_valid(struct strbuf *b, struct str text)
{
	struct str part;

	while (text.len) {
		size_t end = str_find(text, '\0');

		part = str_slice(text, 0, end);
		utf8_add_valid(b, part);
		if (end < text.len)
			strbuf_addz(b, "\xEF\xBF\xBD");
		text = str_slice(text, end + 1, text.len);
	}
	strbuf_grow(b, 0);
}

static cJSON *new_text(struct str text)
{
	struct strbuf valid CLEANUP(strbuf_release) = { 0 };

	add_valid(&valid, text);
	return cJSON_CreateString(valid.ptr);
}

void json_text(cJSON *object, const char *key, struct str text)
{
	cJSON_AddItemToObject(object, key, new_text(text));
}

void json_text_or_null(cJSON *object, const char *key, struct str text)
{
	if (text.len)
		json_text(object, key, text);
	else
		cJSON_AddNullToObject(object, key);
}

/* cJSON prints what does not fit an int as a floating-point number. */
void json_number(cJSON *object, const char *key, uint64_t number)
{
	char digits[24];

	if (number <= INT_MAX) {
		cJSON_AddNumberToObject(object, key, (double)number);
		return;
	}
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	cJSON_AddRawToObject(object, key, digits);
}

void json_signed(cJSON *object, const char *key, int number)
{
	cJSON_AddNumberToObject(object, key, number);
}

void json_bool(cJSON *object, const char *key, bool value)
{
	cJSON_AddBoolToObject(object, key, value);
}

cJSON *json_object(cJSON *parent, const char *key)
{
	return cJSON_AddObjectToObject(parent, key);
}

cJSON *json_array(cJSON *parent, const char *key)
{
	return cJSON_AddArrayToObject(parent, key);
}

cJSON *json_append(cJSON *array)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddItemToArray(array, object);
	return object;
}

void json_append_text(cJSON *array, struct str text)
{
	cJSON_AddItemToArray(array, new_text(text));
}

void json_place(cJSON *object, const struct project *p, file_id file, uint32_t line)
{
	if (file == NONE) {
		cJSON_AddNullToObject(object, "path");
		cJSON_AddNullToObject(object, "line");
		return;
	}
	json_text(object, "path", p->files[file].path);
	json_number(object, "line", line);
}

/* Takes both. */
static void print(cJSON *tree, char *text, struct strbuf *out)
{
	cJSON_Delete(tree);
	if (!text)
		BUG("cJSON cannot print its own tree");
	strbuf_addz(out, text);
	strbuf_addch(out, '\n');
	cJSON_free(text);
}

void json_print(cJSON *tree, struct strbuf *out)
{
	print(tree, cJSON_Print(tree), out);
}

void json_print_compact(cJSON *tree, struct strbuf *out)
{
	print(tree, cJSON_PrintUnformatted(tree), out);
}
