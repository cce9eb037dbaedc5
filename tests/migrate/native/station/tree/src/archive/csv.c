#include "archive/archive.h"

#include <stdlib.h>

static size_t count_values(const char *text)
{
	size_t count = *text != '\0';
	for (; *text; text++)
		count += *text == ',';
	return count;
}

/* "1.5,2,3": a series without a name. */
struct series *csv_read(const char *text)
{
	struct series *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->capacity = count_values(text);
	s->values = calloc(s->capacity + 1, sizeof *s->values);
	for (size_t i = 0; s->values && i < s->capacity; i++) {
		char *end;
		s->values[s->count++] = strtod(text, &end);
		text = *end ? end + 1 : end;
	}
	return s;
}
