/* The skimmer's inside: what it knows while it walks one source, and the steps it walks by. */
#ifndef ANALYZERS_LANG_PYTHON_SKIM_IMPL_H
#define ANALYZERS_LANG_PYTHON_SKIM_IMPL_H

#include "analyzers/lang.h"
#include "analyzers/lang/python/skim_scan.h"

/*
 * The skimmer goes from statement to statement. Only their beginnings are
 * looked at: a keyword decides who reads on; everybody else just runs to the
 * end of the statement over strings, brackets and comments. Positions are
 * byte offsets; len stands for the end. Lines are counted only where a fact
 * is recorded. Nothing recurses: nesting lives in the vectors below.
 */

struct piece {
	uint32_t start, end;
};

/* An open suite: the module, a body of a definition, or an arm of a compound statement. */
enum frame_kind { FRAME_MODULE, FRAME_CLASS, FRAME_FUNCTION, FRAME_BLOCK, FRAME_MATCH };

/* Which statement the arms of a suite's latest compound statement belong to: decides what an `else` is. */
enum chain { CHAIN_NONE, CHAIN_IF, CHAIN_TRY, CHAIN_LOOP };

struct frame {
	enum frame_kind kind;
	enum block_kind block_kind; /* FRAME_BLOCK */
	bool has_bindings;          /* statements here bind names of a module or class */
	bool is_inline;             /* the suite stands on the header's own line */
	uint32_t indent;            /* column of its statements; NONE until the first is seen */
	uint32_t def;               /* innermost definition around its statements, or NONE */
	uint32_t block;             /* innermost recorded block around them, or NONE */
	uint32_t start;             /* FRAME_BLOCK: keyword */
	struct piece text;          /* FRAME_BLOCK: of its header */

	/* Of the compound statement last begun in this suite. */
	enum chain chain;
	uint32_t group; /* its first recorded arm, or NONE */
};

/* A call of import_module() whose argument has not ended yet. */
struct open_argument {
	uint32_t seam;
	uint32_t depth; /* number of brackets open inside of the call's own */
};

/* A mode of reading nested f-strings; see skim_string.c. */
struct fstring {
	char quote;
	bool is_triple, is_raw;
	bool in_field;  /* inside of {} */
	bool in_format; /* behind the field's colon */
	uint32_t depth; /* brackets open in the field */
	uint32_t field; /* where it began */
};

struct skim {
	const unsigned char *text;
	uint32_t len;
	struct scan_map map;
	struct arena *arena;
	struct outline *out;

	uint32_t depth; /* number of open brackets */
	uint64_t kinds; /* of the innermost 32 of them, two bits each; 0 is forgotten */
	VEC(struct frame) frames;
	size_t recorded_frames; /* so many frames have their blocks recorded */
	VEC(struct open_argument) arguments;
	VEC(struct fstring) fstrings;
	uint32_t fstring_limit; /* one from here has no end: it and all behind are read as plain strings */

	uint32_t line, line_start; /* the line whose beginning is known */
	uint32_t statement;        /* where the current one begins */
	bool after_semicolon;      /* another one stands before it on its line */
	uint32_t code_end;         /* where the last line with code ends, before its newline */
	struct piece comments;     /* the latest run of comments inside of brackets */
	VEC(uint32_t) equals;      /* places of `=` in an assignment */
	VEC(struct piece) targets; /* names in a pattern */
	VEC(size_t) patterns;      /* brackets open in it: how many targets came before */

	VEC(struct def) defs;
	VEC(struct block) blocks;
	VEC(struct import) imports;
	VEC(struct import_name) names;
	VEC(struct binding) bindings;
	VEC(struct seam) seams;
	VEC(struct str) exports;

	/* python_find() only. */
	const struct words *words;
	VEC(struct piece) fields; /* of the f-string that was read last, outermost only */
	VEC(struct range) ranges;
};

/* --- Characters --- */

enum {
	CHAR_IDENTIFIER = 1,
	CHAR_DIGIT = 2,
	CHAR_PREFIX = 4, /* letters of a string's */
	CHAR_BLANK = 8,
	CHAR_NEWLINE = 16,
	CHAR_OPENER = 32,      /* ( [ { */
	CHAR_FIELD = 64,       /* matters in the code of an f-string's field */
	CHAR_BEFORE_TEXT = 128 /* a plain string may begin with it, or with what follows it */
};
extern const uint8_t skim_chars[256];

static inline bool skim_is(const struct skim *s, uint32_t p, unsigned classes)
{
	return p < s->len && (skim_chars[s->text[p]] & classes);
}

/* The byte at p, NUL at the end. */
static inline unsigned char skim_byte(const struct skim *s, uint32_t p)
{
	return p < s->len ? s->text[p] : '\0';
}

static inline struct str skim_slice(const struct skim *s, uint32_t start, uint32_t end)
{
	return (struct str){ (const char *)s->text + start, end - start };
}

static inline uint32_t skim_identifier_end(const struct skim *s, uint32_t p)
{
	while (skim_is(s, p, CHAR_IDENTIFIER))
		p++;
	return p;
}

/* Behind the newline at p; p itself when there is none. */
static inline uint32_t skim_newline_end(const struct skim *s, uint32_t p)
{
	if (skim_byte(s, p) == '\r' && skim_byte(s, p + 1) == '\n')
		return p + 2;
	return p + skim_is(s, p, CHAR_NEWLINE);
}

/* --- Steps (skim_step.c, skim_string.c) --- */

/* Over blanks and joined lines; in brackets over newlines and comments too. */
uint32_t skim_space(const struct skim *s, uint32_t p, bool in_brackets);

/* Back from p over the same, down to `from`; comments are known only when they are the last that was stepped over. */
uint32_t skim_trim(const struct skim *s, uint32_t from, uint32_t p);

/* A string literal. */
struct literal {
	uint32_t start, end;     /* with prefix and quotes */
	uint32_t text, text_end; /* between the quotes */
	bool is_plain;           /* no prefix but r and u */
};

/* Where the literal begins whose quote is at p: at its prefix. */
uint32_t skim_prefix(const struct skim *s, uint32_t p);

/* Is there a literal at p? */
bool skim_literal(struct skim *s, uint32_t p, struct literal *ret);

/* Behind the literal whose quote is at p. */
uint32_t skim_string(struct skim *s, uint32_t p);

/* The next special byte at or after p. */
uint32_t skim_next(const struct skim *s, uint32_t p);

/*
 * The special byte at p: returns where to go on. At the end of the statement
 * (newline, `;`, comment or limit outside of brackets) returns p itself.
 */
uint32_t skim_step(struct skim *s, uint32_t p);

/* From p, outside of brackets, to the end of the statement but not beyond limit. */
uint32_t skim_run(struct skim *s, uint32_t p, uint32_t limit);

/* --- Words and tokens, without looking for seams (skim_step.c) --- */

/* Is the identifier at p this one? */
bool skim_is_word(const struct skim *s, uint32_t p, const char *word);

/* Behind the dotted name at p; p when there is none. */
uint32_t skim_dotted_end(const struct skim *s, uint32_t p, bool in_brackets);

/* Behind the bracket that closes the one at p; at most limit. */
uint32_t skim_bracket(struct skim *s, uint32_t p, uint32_t limit);

/* Behind what begins at p: an identifier or number, a string, a comment, brackets with all in them, or a byte. */
uint32_t skim_token(struct skim *s, uint32_t p, uint32_t limit);

/* The first such identifier outside of brackets; `to` when there is none. */
uint32_t skim_find_word(struct skim *s, uint32_t p, uint32_t to, const char *word);

/* The first colon outside of brackets that is no lambda's and no `:=`; NONE when the statement has none. */
uint32_t skim_colon(struct skim *s, uint32_t p);

/* --- Recording (skim_record.c) --- */

struct span skim_span(struct skim *s, uint32_t start, uint32_t end);
void skim_broken(struct skim *s, uint32_t p, const char *reason);

static inline struct frame *skim_top(const struct skim *s)
{
	return &s->frames.items[s->frames.len - 1];
}

/* The innermost block here; it and all around it are recorded with that. */
uint32_t skim_block(struct skim *s);

/* A def begins; returns its id. */
uint32_t skim_add_def(struct skim *s, enum def_kind kind, bool is_async, uint32_t start, struct piece name);

/* Opens a suite in the one that is open; valid until the next push. */
struct frame *skim_push(struct skim *s, enum frame_kind kind);
void skim_pop(struct skim *s);

/* --- Statements (skim_statement.c) --- */

/* The statement at p: returns its end, or, when *ret_inline, where the suite on its line begins. */
uint32_t skim_statement(struct skim *s, uint32_t p, bool *ret_inline);

/* --- Kinds of statements; each begins behind its keyword and returns the end of the statement --- */

uint32_t skim_import(struct skim *s, uint32_t start, uint32_t p);
uint32_t skim_from(struct skim *s, uint32_t start, uint32_t p);

/* Any statement without a keyword, where names are bound. */
uint32_t skim_assignment(struct skim *s, uint32_t p);

/* The plain names among targets, as BINDING_OTHER. */
void skim_targets(struct skim *s, uint32_t from, uint32_t to);

/* The names behind each `as` of a with statement's header. */
void skim_with_targets(struct skim *s, uint32_t from, uint32_t to);

/* The value that __all__ is set to or extended by. */
void skim_exports(struct skim *s, uint32_t from, uint32_t to);

/* An expression at module level, which may be `__all__.extend([...])`. */
void skim_exports_method(struct skim *s, uint32_t from, uint32_t to);

/* The open bracket at p, if it may belong to a call of a reader of names. */
void skim_call(struct skim *s, uint32_t p);

/* --- Life --- */

struct skim *skim_new(void);

/* Begin with a source: everything is cleared, the map is made, the byte order mark skipped. Returns where code begins. */
uint32_t skim_start(struct skim *s, struct str source, struct arena *a, struct outline *out);

#endif
