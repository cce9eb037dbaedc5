/* Macros with an allocator's name that make nothing: CHECK_ALLOC(p) only looks whether somebody else did. */
#include "base/base.h"
#include "rules/creators.h"

#include <ctype.h>
#include <string.h>

/* What a check does when it fails, and what it is written with. */
static bool is_harmless(struct str name)
{
	static const char *const words[] = { "abort", "assert", "check", "die", "err", "error", "exit",	 "expect", "fail",    "failed", "for",
					     "if",    "likely", "log",	 "oom", "panic", "perror", "printf", "fprintf", "return", "sizeof", "switch",
					     "throw", "trace",	"unlikely", "warn", "while", NULL };

	return name_has_word(name, words);
}

static bool is_assignment(struct str body, size_t i)
{
	char before = i ? body.ptr[i - 1] : ' ', after = i + 1 < body.len ? body.ptr[i + 1] : ' ';

	return body.ptr[i] == '=' && after != '=' && !strchr("=!<>+-*/%&|^", before);
}

static bool is_name_letter(char c)
{
	return c == '_' || isalnum((unsigned char)c);
}

/* No value is taken, and nothing is called that could make one. */
static bool body_only_looks(struct str body)
{
	for (size_t i = 0; i < body.len; i++) {
		size_t start = i, end;

		if (is_assignment(body, i))
			return false;
		while (i < body.len && is_name_letter(body.ptr[i]))
			i++;
		if (i == start)
			continue;
		for (end = i; i < body.len && body.ptr[i] == ' ';)
			i++;
		if (i < body.len && body.ptr[i] == '(' && !is_harmless(str_slice(body, start, end)))
			return false;
		i = end - 1;
	}
	return true;
}

bool creators_only_looks(const struct creators *c, struct str macro)
{
	static const char *const words[] = { "assert", "check", "verify", NULL };
	const struct name_ref *refs;
	uint32_t count = table_find(&c->alloc_macros, macro, &refs), found = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct cmacro *m = &cfacts_of(c, refs[i].file)->macros[refs[i].index];

		if (!str_eq(m->name, macro))
			continue;
		if (!body_only_looks(m->body))
			return false;
		found++;
	}
	return found > 0 || name_has_word(macro, words);
}
