/* The Python text of guards; private to rewriters/guard_python*.c. */
#ifndef REWRITERS_GUARD_PYTHON_H
#define REWRITERS_GUARD_PYTHON_H

#include "rewriters/guard.h"

/* How the text is written: as the project's own tests are. */
struct guard_writer {
	const struct guard *g;
	const struct guard_style *style;
	bool is_pytest;
	struct strbuf *out;
};

/* A block with its two comments; every block but the first has two empty lines before it, or one where `is_near`. */
void guard_python_block(struct guard_writer *w, const char *name, const struct strbuf *text, bool is_near);

/* A text inside of quotes, with whatever would end them or the line escaped. */
void guard_add_quoted(struct strbuf *b, struct str text);

/*
 * Text with "..." strings, in the project's quotes. Strings with a quote or
 * a backslash in them, docstrings and comments stay as they are.
 */
void guard_add_requoted(struct strbuf *b, struct str text, bool has_single_quotes);

/* Begins a test, as a function or as a method of a class of its own; returns the indentation of its body. */
const char *guard_begin_test(const struct guard_writer *w, struct strbuf *b, const char *class_name, const char *test);

/* What skips a test for the text in the variable `reason`, at this indentation. */
void guard_add_skip(const struct guard_writer *w, struct strbuf *b, const char *indent, bool has_error);

/* guard_python_users.c: the blocks "isolation" and "cleanup". */
void guard_add_isolation(struct guard_writer *w);
void guard_add_cleanup(struct guard_writer *w);

#endif
