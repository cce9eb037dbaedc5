/* Rewriting the arguments of a call, and dicts among them. */
#ifndef ANALYZERS_LANG_PYTHON_EDIT_CALL_H
#define ANALYZERS_LANG_PYTHON_EDIT_CALL_H

#include "analyzers/lang/python/python_impl.h"

/* The member of struct lang_source with this name. */
bool python_edit_call(struct lang_parser *p, struct str source, const struct source_call *call,
	const struct argument_edit *edits, struct arena *a, struct source_edits *ret, struct err *err);

/* --- edit_dict.c --- */

/* An entry that a dict shall have: the key without quotes, the value as written. */
struct dict_entry {
	struct str key, value;
};

/*
 * The edit by which the value that begins at `start` and ends at `end`
 * becomes a dict with these entries too. False when a comment stands where
 * they would go.
 */
bool edit_dict(struct skim *s, uint32_t start, uint32_t end, const struct dict_entry *entries, uint32_t count, char quote,
	struct arena *a, struct source_edit *ret);

/* "{"a": x, "b": y}" */
struct str dict_text(const struct dict_entry *entries, uint32_t count, char quote, struct arena *a);

#endif
