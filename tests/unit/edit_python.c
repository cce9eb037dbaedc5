/* A tiny program for tests in other languages: reads Python sources and what to change of them, writes what they become. */
#include "base/base.h"

#include "tests/unit/python_edits.h"

/*
 * Each request is a line, "move IMPORT LENGTH MOVES" (see python_edits.h) or
 * "unwrap BLOCK LENGTH keep|lose", and behind it LENGTH bytes of source. The
 * answer is "ok LENGTH" and the bytes, or "no" and the reason.
 */
static bool answer(struct str verb, uint32_t id, struct str source, struct str how)
{
	struct edited e = { 0 };
	bool ok = str_is(verb, "move") ? edited_move(&e, source, id, how)
				       : edited_unwrap(&e, source, id, str_is(how, "keep"));

	if (ok) {
		printf("ok %zu\n", e.text.len);
		fwrite(e.text.ptr, 1, e.text.len, stdout);
	} else {
		printf("no %s\n", e.err.message);
	}
	edited_release(&e);
	return fflush(stdout) == 0;
}

static unsigned long number(struct str *rest)
{
	struct str word = STR("");

	str_next(rest, ' ', &word);
	return word.len ? strtoul(word.ptr, NULL, 10) : 0;
}

int main(void)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	while ((len = getline(&line, &cap, stdin)) > 0) {
		struct str rest = { line, (size_t)len - 1 }, verb = STR("");
		unsigned long id, size;
		char *source;

		str_next(&rest, ' ', &verb);
		id = number(&rest);
		size = number(&rest);
		source = xmalloc(size + 1);
		if (fread(source, 1, size, stdin) != size ||
			!answer(verb, (uint32_t)id, (struct str){ source, size }, rest))
			return 1;
		free(source);
	}
	free(line);
	return 0;
}
