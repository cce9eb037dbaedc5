/* What a client says of itself before it is known. */
#include "runtime/lws/query.h"

#include <string.h>
#include <strings.h>

static bool epoch_ok(const char *epoch)
{
	return strspn(epoch, "0123456789abcdef") == 16 && epoch[16] == '\0';
}

static bool number_parse(const char *text, uint64_t *ret)
{
	uint64_t n = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || __builtin_mul_overflow(n, 10u, &n) ||
			__builtin_add_overflow(n, (uint64_t)(*text - '0'), &n))
			return false;
	}
	*ret = n;
	return true;
}

bool resume_parse(const char *epoch, const char *after, struct resume *ret)
{
	struct resume resume = { 0 };

	if (!epoch != !after)
		return false;
	if (epoch) {
		if (!epoch_ok(epoch) || !number_parse(after, &resume.after))
			return false;
		resume.given = true;
		memcpy(resume.epoch, epoch, sizeof(resume.epoch));
	}
	*ret = resume;
	return true;
}

const char *query_bearer(const char *header)
{
	static const char scheme[] = "bearer ";

	if (strncasecmp(header, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	header += sizeof(scheme) - 1;
	return header + strspn(header, " ");
}

bool query_token_ok(const char *token)
{
	size_t len = 0;

	for (; token[len]; len++)
		if (token[len] <= ' ' || token[len] > '~' || len == QUERY_TOKEN_MAX)
			return false;
	return len >= QUERY_TOKEN_MIN;
}

const char *query_value(const char *argument, size_t len, const char *name)
{
	size_t name_len = strlen(name);

	if (len <= name_len || memcmp(argument, name, name_len) != 0 || argument[name_len] != '=' ||
		memchr(argument, '\0', len))
		return NULL;
	return argument + name_len + 1;
}
