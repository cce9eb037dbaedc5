/* Comments of a C or C++ text. */
#include "base/base.h"
#include "analyzers/lang/c/c.h"

#include "analyzers/lang/c/token.h"

/* A name; behind one that ends in R a raw string may begin. */
static const char *skip_name(const char *at, const char *end)
{
	const char *start = at, *raw;

	while (at < end && char_in_name[(unsigned char)*at])
		at++;
	if (at < end && *at == '"' && at > start && at[-1] == 'R') {
		raw = token_skip_raw(at, end);
		return raw ? raw : at;
	}
	return at;
}

static const char *skip_other(const char *at, const char *end)
{
	if (*at >= '0' && *at <= '9')
		return token_skip_number(at, end);
	if (*at == '"' || *at == '\'')
		return token_skip_string(at, end);
	return char_in_name[(unsigned char)*at] ? skip_name(at, end) : at + 1;
}

bool c_next_comment(struct str source, size_t *at, struct str *ret)
{
	const char *p = source.ptr + *at, *end = source.ptr + source.len;

	while (p < end) {
		if (*p == '/' && p + 1 < end && (p[1] == '/' || p[1] == '*')) {
			const char *behind = token_skip_comment(p, end);

			*ret = (struct str){ p, (size_t)(behind - p) };
			*at = (size_t)(behind - source.ptr);
			return true;
		}
		p = skip_other(p, end);
	}
	*at = source.len;
	return false;
}
