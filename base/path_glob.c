/* Glob patterns over paths: one pass with two places to come back to, the last `*` and the last `**`. */
#include "base/base.h"
#include "base/path.h"

#include <ctype.h>

#include "base/utf8.h"

#define NOWHERE SIZE_MAX

/* Where to go on after a mismatch: the pattern from `pattern`, one character later in the path than last time. */
struct glob_retry {
	size_t pattern, path;
};

struct glob {
	struct str pattern, path;
	size_t p, t;
	struct glob_retry star, deep;
};

/* One character of a class, a backslash taken off; false at the end of the pattern. */
static bool class_char(struct str pattern, size_t *p, uint32_t *ret_c)
{
	size_t len;

	if (*p < pattern.len && pattern.ptr[*p] == '\\')
		(*p)++;
	if (*p >= pattern.len)
		return false;
	*ret_c = utf8_decode(str_slice(pattern, *p, pattern.len), &len);
	*p += len;
	return true;
}

/* A named class: "[:digit:]" inside of "[...]". Of ASCII only, as file names are bytes to whoever wrote the pattern. */
static const struct {
	struct str name;
	int (*has)(int c);
} named_classes[] = {
	{ STR_INIT("[:alnum:]"), isalnum },
	{ STR_INIT("[:alpha:]"), isalpha },
	{ STR_INIT("[:blank:]"), isblank },
	{ STR_INIT("[:cntrl:]"), iscntrl },
	{ STR_INIT("[:digit:]"), isdigit },
	{ STR_INIT("[:graph:]"), isgraph },
	{ STR_INIT("[:lower:]"), islower },
	{ STR_INIT("[:print:]"), isprint },
	{ STR_INIT("[:punct:]"), ispunct },
	{ STR_INIT("[:space:]"), isspace },
	{ STR_INIT("[:upper:]"), isupper },
	{ STR_INIT("[:xdigit:]"), isxdigit },
};

/* Moves *p behind a named class when one stands there. */
static bool named_class(struct str pattern, size_t *p, uint32_t c, bool *hit)
{
	for (size_t i = 0; i < ARRAY_LEN(named_classes); i++) {
		if (!str_starts(str_slice(pattern, *p, pattern.len), named_classes[i].name))
			continue;
		*p += named_classes[i].name.len;
		*hit |= c < 0x80 && named_classes[i].has((int)c);
		return true;
	}
	return false;
}

/* Match c against the class whose '[' is at *p; moves *p behind the ']'. An open class matches nothing. */
static bool class_match(struct str pattern, size_t *p, uint32_t c)
{
	size_t at = *p + 1;
	bool negated = at < pattern.len && (pattern.ptr[at] == '!' || pattern.ptr[at] == '^');
	bool hit = false;
	size_t first;

	at += negated;
	first = at;
	while (at < pattern.len && (pattern.ptr[at] != ']' || at == first)) {
		uint32_t low, high;

		if (named_class(pattern, &at, c, &hit))
			continue;
		if (!class_char(pattern, &at, &low))
			return false;
		high = low;
		if (at + 1 < pattern.len && pattern.ptr[at] == '-' && pattern.ptr[at + 1] != ']') {
			at++;
			if (!class_char(pattern, &at, &high))
				return false;
		}
		hit |= low <= c && c <= high;
	}
	if (at >= pattern.len)
		return false;
	*p = at + 1;
	return hit != negated;
}

/* '?' and classes take a whole character, which may be several bytes. */
static bool match_wild(struct glob *g)
{
	size_t p = g->p, len;
	uint32_t c = utf8_decode(str_slice(g->path, g->t, g->path.len), &len);

	if (c == '/')
		return false;
	if (g->pattern.ptr[p] == '?')
		p++;
	else if (!class_match(g->pattern, &p, c))
		return false;
	g->p = p;
	g->t += len;
	return true;
}

/* Match one character that is not a star; moves both sides when it does. */
static bool match_one(struct glob *g)
{
	size_t p = g->p;

	if (p == g->pattern.len || g->t == g->path.len)
		return false;
	if (g->pattern.ptr[p] == '?' || g->pattern.ptr[p] == '[')
		return match_wild(g);
	if (g->pattern.ptr[p] == '\\')
		p++;
	if (p == g->pattern.len || g->pattern.ptr[p] != g->path.ptr[g->t])
		return false;
	g->p = p + 1;
	g->t++;
	return true;
}

/* Only `**` that is a whole component crosses '/', as in .gitignore. */
static bool is_deep(const struct glob *g, size_t end)
{
	bool starts = g->p == 0 || g->pattern.ptr[g->p - 1] == '/';
	bool ends = end == g->pattern.len || g->pattern.ptr[end] == '/';

	return end - g->p >= 2 && starts && ends;
}

/* Go behind the stars at g->p and remember the place. */
static void take_stars(struct glob *g)
{
	size_t end = g->p;

	while (end < g->pattern.len && g->pattern.ptr[end] == '*')
		end++;
	if (is_deep(g, end)) {
		g->p = MIN(end + 1, g->pattern.len);
		g->deep = (struct glob_retry){ g->p, g->t };
		g->star.path = NOWHERE;
	} else {
		g->p = end;
		g->star = (struct glob_retry){ g->p, g->t };
	}
}

/* `*` takes one more character, or else `**` one more directory. */
static bool retry(struct glob *g)
{
	if (g->star.path < g->path.len && g->path.ptr[g->star.path] != '/') {
		g->t = ++g->star.path;
		g->p = g->star.pattern;
		return true;
	}
	if (g->deep.path >= g->path.len)
		return false;
	g->deep.path += str_find(str_slice(g->path, g->deep.path, g->path.len), '/');
	if (g->deep.path == g->path.len)
		return false;
	g->t = ++g->deep.path;
	g->p = g->deep.pattern;
	g->star.path = NOWHERE;
	return true;
}

/* A final `**` takes all that is left. */
static bool is_all_taken(const struct glob *g)
{
	return g->p == g->pattern.len && (g->t == g->path.len || g->deep.pattern == g->pattern.len);
}

bool path_glob(struct str pattern, struct str path)
{
	struct glob g = { .pattern = pattern, .path = path, .star.path = NOWHERE, .deep = { NOWHERE, NOWHERE } };

	for (;;) {
		if (g.p < pattern.len && pattern.ptr[g.p] == '*')
			take_stars(&g);
		else if (is_all_taken(&g))
			return true;
		else if (!match_one(&g) && !retry(&g))
			return false;
	}
}
