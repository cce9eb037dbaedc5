/* Command lines as words: a shell's quoting, and response files. */
#include "base/base.h"
#include "analyzers/lang/c/compdb.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/vec.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/* What a backslash makes of the byte behind it; in double quotes it stands for itself before most of them. */
static void add_escaped(struct strbuf *word, char c, char quote)
{
	if (quote == '"' && !strchr("\"\\$`\n", c))
		strbuf_addch(word, '\\');
	if (c != '\n')
		strbuf_addch(word, c);
}

static size_t read_word(struct str text, size_t at, struct strbuf *word)
{
	char quote = 0;

	strbuf_clear(word);
	for (; at < text.len && (quote || !is_space(text.ptr[at])); at++) {
		char c = text.ptr[at];

		if (c == '\\' && quote != '\'' && at + 1 < text.len)
			add_escaped(word, text.ptr[++at], quote);
		else if (quote && c == quote)
			quote = 0;
		else if (!quote && (c == '"' || c == '\''))
			quote = c;
		else
			strbuf_addch(word, c);
	}
	return at;
}

struct str *compdb_split(struct str command, struct arena *a, uint32_t *ret_count)
{
	VEC(struct str) words = { 0 };
	struct strbuf word = { 0 };
	struct str *result;

	for (size_t at = 0; at < command.len;) {
		if (is_space(command.ptr[at])) {
			at++;
			continue;
		}
		at = read_word(command, at, &word);
		vec_push(&words, arena_str(a, strbuf_str(&word)));
	}
	strbuf_release(&word);
	*ret_count = (uint32_t)words.len;
	result = arena_copy(a, words.items, words.len, sizeof(*words.items));
	vec_release(&words);
	return result;
}
