/* Python's side of analyzers/source.h, as far as it reads: names, calls, statements, and how a text is written. */
#ifndef ANALYZERS_LANG_PYTHON_NAMES_H
#define ANALYZERS_LANG_PYTHON_NAMES_H

#include "analyzers/lang/python/python_impl.h"

/* The members of struct lang_source with these names. */
void python_names(struct lang_parser *p, struct str source, struct arena *a, struct source_names *ret);
bool python_call(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, struct arena *a,
	struct source_call *ret);
uint32_t python_calls(struct lang_parser *p, struct str source, const struct words *words, const struct outline *o, struct arena *a,
	struct use **ret);
bool python_call_site(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, unsigned asked,
	struct arena *a, struct source_site *ret);
bool python_receiver(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, const struct words *classes,
	struct arena *a, struct source_receiver *ret);
bool python_fields(struct lang_parser *p, struct str source, struct arena *a, struct source_fields *ret);
void python_definition(
	struct str source, const struct outline *o, uint32_t def, uint32_t *ret_start, uint32_t *ret_end);
bool python_statement(struct str source, uint32_t at, uint32_t *ret_start, uint32_t *ret_end);
/* The arguments behind the opening bracket, up to the closing one; false when it does not come. */
struct skim;
bool python_arguments(
	struct skim *s, uint32_t open, struct arena *a, struct source_argument **ret_arguments, uint32_t *ret_count);
const char *python_refusal(struct str source);
void python_style(struct str source, struct source_style *ret);

#endif
