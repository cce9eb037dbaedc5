/* The grammars that are compiled in: what tree-sitter's ts_parser_set_language() takes. */
#ifndef ANALYZERS_GRAMMARS_GRAMMARS_H
#define ANALYZERS_GRAMMARS_GRAMMARS_H

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_c(void);
const TSLanguage *tree_sitter_cpp(void);
const TSLanguage *tree_sitter_python(void);

#endif
