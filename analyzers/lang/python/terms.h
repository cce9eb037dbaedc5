/* What the two producers of a Python outline must decide alike, decided once: kinds, names, texts, marks. */
#ifndef ANALYZERS_LANG_PYTHON_TERMS_H
#define ANALYZERS_LANG_PYTHON_TERMS_H

#include "analyzers/facts.h"

/*
 * facts.h leaves these open; both producers hold to them:
 *
 *	blocks    The header of a compound statement (condition, items, types, the
 *	          subject of a match, a decorator, bases, defaults) belongs to the
 *	          scope and block around the statement, only the body to the arm.
 *	          The arms of a match are its cases. An arm's start is that of its
 *	          keyword, or of the `async` before it. Its text is what stands
 *	          between the keyword (`except*` too) and the colon or, for a
 *	          handler, the `as`; folded by terms_fold().
 *	imports   __future__ is a module like any other. is_joined needs another
 *	          statement, before or after; a trailing `;` alone does not join.
 *	          Dotted names lose the white space inside (terms_dotted()).
 *	bindings  Tuple and list targets yield each plain name in them, however
 *	          deep, as BINDING_OTHER; so does a lone name in brackets. Targets
 *	          of chained assignments come in their order. `except ... as x`,
 *	          `:=`, captures of a case and `type X = ...` are none.
 *	          A value is an alias or a call only when no bracket is around it;
 *	          an annotation is the source text, untouched.
 *	seams     The callee is dotted names only (no call or subscript in it); the
 *	          argument is its first one. A string counts as plain when its
 *	          prefix is none, r or u, and it is the whole argument. Nothing is
 *	          looked for inside of f-strings.
 *	exports   Operands of `+`, each a list or tuple display (one in brackets
 *	          without a comma too) of plain strings; the whole sum may stand in
 *	          brackets, unless it begins with a string. Strings are kept as
 *	          written. Whatever else is found leaves MARK_ALL_DYNAMIC and
 *	          keeps the strings around it. Any other method of __all__ than
 *	          extend and append is dynamic. Several assignments add up.
 *	marks     A module docstring counts when one plain string is the whole
 *	          first statement.
 *	ends      def.end is the byte after the line break of the body's last line
 *	          with code (the end of the file when there is none).
 *	lines     "\n", "\r\n" and "\r" end a line; line_count does not count an
 *	          empty last one. Columns of line 1 count a byte order mark.
 */

/* A handler's kind by the text of its types: empty for a bare `except:`. */
enum block_kind terms_handler(struct str types);

/* BLOCK_IF, or what else an if or elif with this condition is. */
enum block_kind terms_condition(struct str condition);

/* A block's text: runs of white space become one space, at most 120 bytes, no half characters. */
struct str terms_fold(struct arena *a, struct str text);

/* A dotted name without the white space, line joints and comments between its parts. */
struct str terms_dotted(struct arena *a, struct str text);

/* Does a call of this dotted name read its first argument as a name: "mock.patch", "importlib.import_module"? */
bool terms_is_reader(struct str callee);

/* May this be the last part of such a callee? */
bool terms_is_reader_name(struct str last);

/* Is a reader's argument worth recording when it is no plain string? */
bool terms_is_dynamic_reader(struct str callee);

/* Identifiers joined by dots, at most one of the joints a colon. */
bool terms_is_dotted_path(struct str text);

/* Is the text a name to this reader? To setattr and delattr it is one only with a dot: else it is an attribute's. */
bool terms_is_read(struct str callee, struct str text);

/* Does a docstring say that what it documents is on its way out? See MARK_DEPRECATED. */
bool terms_is_deprecated(struct str doc);

/* MARK_GENERATED of a whole source. */
bool terms_is_generated(struct str source);

bool terms_is_keyword(struct str word);

#endif
