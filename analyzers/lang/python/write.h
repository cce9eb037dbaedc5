/* Python text that Canonry writes: redirects and wrappers that a user will read and keep. */
#ifndef ANALYZERS_LANG_PYTHON_WRITE_H
#define ANALYZERS_LANG_PYTHON_WRITE_H

#include "analyzers/source.h"
#include "base/strbuf.h"

/*
 * The hooks `redirect` and `wrapper` of source.h. What they write needs
 * Python 3.9, imports the standard library only, and is in the given style.
 *
 * The lazy redirect keeps the promises of the old module: `old.X is new.X`
 * after any patch or reload, `import *` and dir() show the moved names, type
 * checkers see them, and a name that never was gives a plain AttributeError.
 * Each call site is warned once, at its own line; all its uses are counted in
 * `_USES`, a Counter by (name, file, line), when the text has_counter. With
 * CANONRY_USES=FILE in the environment the counts are appended to FILE at
 * exit, one JSON object a line.
 */
struct str python_redirect(const struct redirect_text *t, const struct source_style *style, struct arena *a);

/* The definition only: `warnings` and the target's name must be bound in the file. */
struct str python_wrapper(const struct wrapper_text *t, const struct source_style *style, struct arena *a);

/* --- Shared by both writers --- */

/* Text written with "\n" and four blanks, in the style of the file. In the arena. */
struct str write_styled(struct str text, const struct source_style *style, struct arena *a);

/* Without the characters that would end or change a Python string or format: for dates, versions and module names. */
void write_plain(struct strbuf *out, struct str text);

/* " and will be removed on 2027-01-31", "... in 2.0", or nothing when that is open. */
void write_removal(struct strbuf *out, struct str removal);

#endif
