/* What the parts of reading test code share: statements, and where facts go. Private to tests*.c. */
#ifndef ANALYZERS_LANG_PYTHON_TESTS_H
#define ANALYZERS_LANG_PYTHON_TESTS_H

#include "analyzers/lang/python/logical_line.h"
#include "analyzers/tests.h"
#include "base/map.h"
#include "base/vec.h"

enum test_statement_kind {
	STATEMENT_OTHER,
	STATEMENT_ASSERT,
	STATEMENT_RAISE,
	STATEMENT_RETURN,
	STATEMENT_PASS, /* continue and an ellipsis too */
	STATEMENT_TRY,
	STATEMENT_EXCEPT,
	STATEMENT_ARM, /* else, finally, elif, case: the arm of a statement before it */
	STATEMENT_WITH,
	STATEMENT_BLOCK /* if, for, while, match */
};

struct test_statement {
	enum test_statement_kind kind;
	uint32_t def;        /* the enclosing definition, or NONE */
	uint32_t start, end; /* its code, without a comment */
	uint32_t colon;      /* of a header, or NONE */
	uint32_t column;
	bool is_inline;      /* a header with its body on the same line */
};

#define TEST_RECENT 1024

/* Where a word was mentioned last. */
struct test_recent {
	uint64_t hash;
	uint32_t mention; /* plus one; 0 for none */
};

struct test_reader {
	struct logical_lines lines;
	struct arena *arena;
	const struct outline *outline;
	struct str source;
	struct test_def *defs;
	VEC(struct test_statement) statements;
	VEC(struct test_flaw) flaws;
	VEC(struct str) words;
	VEC(struct test_word) mentions;
	VEC(struct str) marks;    /* of the file */
	struct map word_index;    /* hash -> words */
	struct map mention_index; /* (def, word) -> mentions */
	struct test_recent recent[TEST_RECENT]; /* by hash of the word */
};

static inline struct str test_slice(const struct test_reader *r, uint32_t start, uint32_t end)
{
	return str_slice(r->source, start, end);
}

/* A flaw at [start, end) of a definition. */
void test_flaw_add(struct test_reader *r, enum test_flaw_kind kind, uint32_t def, uint32_t start, uint32_t end);

/* tests_words.c: the names between two bytes, as what the definition mentions. */
void test_words_read(struct test_reader *r, uint32_t def, uint32_t from, uint32_t to);

/* tests_header.c: a decorator's text (behind the @), and a definition's header. */
void test_decorator_read(struct test_reader *r, uint32_t def, uint32_t from, uint32_t to);
void test_header_read(struct test_reader *r, uint32_t def, uint32_t from, uint32_t to);
/* "slow" for each `mark.slow` in the text. */
uint32_t test_marks_read(struct test_reader *r, struct str text, struct str **ret);
/* Does the text say that a test is skipped, whatever happens? */
bool test_text_skips(struct str text);

/* tests_body.c: what the statements of one function say of its assertions. */
void test_body_judge(struct test_reader *r, uint32_t def, const struct test_statement *s, size_t count);
bool test_is_skip_call(struct str text);

/* The file's facts; o is the outline of the same source. */
void python_tests(struct str source, const struct outline *o, struct arena *a, struct test_facts *ret);

#endif
