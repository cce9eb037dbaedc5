/* Comments of a Python text: a `#` that is in no string. */
#include "base/base.h"
#include "analyzers/lang/python/python_impl.h"

#include <string.h>

/* From a quote to behind the string's end. A short string that is not closed ends with its line. */
static size_t skip_string(struct str source, size_t at)
{
	char quote = source.ptr[at];
	bool is_long = at + 2 < source.len && source.ptr[at + 1] == quote && source.ptr[at + 2] == quote;

	for (at += is_long ? 3 : 1; at < source.len; at++) {
		char c = source.ptr[at];

		if (c == '\\')
			at++;
		else if (!is_long && c == '\n')
			return at;
		else if (c == quote && !is_long)
			return at + 1;
		else if (c == quote && at + 2 < source.len && source.ptr[at + 1] == quote && source.ptr[at + 2] == quote)
			return at + 3;
	}
	return source.len;
}

bool python_next_comment(struct str source, size_t *at, struct str *ret)
{
	size_t i = *at;

	while (i < source.len) {
		char c = source.ptr[i];

		if (c == '#') {
			*ret = str_slice(source, i, source.len);
			*ret = str_slice(*ret, 0, str_find(*ret, '\n'));
			*at = i + ret->len;
			return true;
		}
		i = c == '"' || c == '\'' ? skip_string(source, i) : i + 1;
	}
	*at = source.len;
	return false;
}
