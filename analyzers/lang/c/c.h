/* The syntactic front end of C and C++: source text to struct cfacts, without flags, headers or macro expansion. */
#ifndef ANALYZERS_LANG_C_C_H
#define ANALYZERS_LANG_C_C_H

#include "analyzers/cfacts.h"

/*
 * Two steps. The lexer runs over the whole text once, at some hundred
 * megabytes a second, and finds everything that stands outside of bodies:
 * functions with their signatures, records, prototypes, typedefs, includes,
 * conditions, macros, the names in initialisers. Of each body it only learns
 * where it ends, and whether it holds one of the words. Bodies that do are
 * "let through" to tree-sitter, one by one, so that what it cannot parse in
 * one of them does no harm to the next.
 *
 * Functions that were not let through are in the facts too, with signature
 * and CFUNC_SKIPPED. To look into further bodies (callers of a factory that
 * was found), call again with more words.
 *
 * `#if`: all arms are read. Where the arms of one #if open or close braces
 * differently, the first one (that is not `#if 0`) says how it goes on.
 */

/* What lets a body through: whole identifiers, or with `*` at the front, at the back, or both. */
struct c_words;

/* Malloc and friends, "*alloc*", "*_new*", "new", "make_unique" ..., and the list's. Borrows nothing. */
struct c_words *c_words_new(const struct str *list, size_t count);
void c_words_free(struct c_words *w);
bool c_words_has(const struct c_words *w, struct str identifier);

/* Scratch memory for many files, one after the other; one for each thread. */
struct c_parser;
struct c_parser *c_parser_new(void);
void c_parser_free(struct c_parser *p);

/*
 * Facts in the arena. Any bytes are accepted; has_error and error say where trust ends. NULL words: the usual ones.
 * `known`, which may be NULL, are facts of the same source: bodies that were looked into for them are not parsed again.
 */
void c_skim(struct c_parser *p, struct str source, bool is_cpp, const struct c_words *words, const struct cfacts *known,
	struct arena *a, struct cfacts *ret);

/* Without looking into bodies: no allocations, calls, hashes; addresses only of initialisers outside of functions. */
void c_lex_only(struct c_parser *p, struct str source, bool is_cpp, const struct c_words *words, struct arena *a,
	struct cfacts *ret);

/* What the source does with state that outlives a call: cstate.h. `facts` are those of the same source. */
struct cstate_facts;
void c_read_state(struct c_parser *p, struct str source, const struct cfacts *facts, struct arena *a, struct cstate_facts *ret);

/* The paths through functions: cstate.h, lang.steps. */
struct csteps;
struct cwatch;
void c_read_steps(struct c_parser *p, struct str source, const struct cfacts *facts, uint32_t first, uint32_t end, const struct cwatch *watch,
	struct arena *a, struct csteps *ret);

/* See lang.next_comment. */
bool c_next_comment(struct str source, size_t *at, struct str *ret);

/* C++ by its name: .cc .cpp .cxx .c++ .C .hh .hpp .hxx .h++ .ipp .tpp .inl .cu .mm; a .h is C until its text says otherwise. */
bool c_is_cpp_path(struct str path);

/* .c, .h and the above. */
bool c_is_source_path(struct str path);

#endif
