/* Answers of worker processes as bytes and back: each struct is described once, the description writes or reads. */
#ifndef ANALYZERS_LANG_C_CLANG_WIRE_H
#define ANALYZERS_LANG_C_CLANG_WIRE_H

#include "base/arena.h"
#include "base/strbuf.h"

struct span;
struct clang_outcome;

/*
 * Writes when `out` is set, and then changes nothing of what it is shown.
 * Reads from [at, end) otherwise: stops at the first thing that cannot be,
 * `failed` stays, all values from then on are zero. Text stays in the bytes.
 */
struct wire {
	struct strbuf *out;
	const unsigned char *at, *end;
	struct arena *arena;
	bool failed;
};

struct wire wire_reader(struct str bytes, struct arena *a);
struct wire wire_writer(struct strbuf *out);

/* Everything read, and nothing wrong with it. */
bool wire_is_done(const struct wire *w);

void wire_u64(struct wire *w, uint64_t *value);
void wire_u32(struct wire *w, uint32_t *value);
void wire_bool(struct wire *w, bool *value);
void wire_str(struct wire *w, struct str *text);
void wire_span(struct wire *w, struct span *span);
void wire_hashes(struct wire *w, uint64_t **hashes, uint32_t *count);
uint32_t wire_below(struct wire *w, uint32_t value, uint32_t count); /* a value of an enum of so many */
uint32_t wire_count(struct wire *w, uint32_t count); /* of an array: never more than there are bytes left */

void wire_outcome(struct wire *w, struct clang_outcome *o);

#define wire_kind(w, value, count)                                  \
	do {                                                        \
		uint32_t kind_ = wire_below((w), (value), (count)); \
		if (!(w)->out)                                      \
			(value) = kind_;                            \
	} while (0)

/* An array of `type` that `each(w, item)` describes. */
#define wire_array(w, type, items, count, each)                                          \
	do {                                                                             \
		uint32_t count_ = wire_count((w), (count));                              \
		if (!(w)->out) {                                                         \
			(items) = count_ ? arena_array((w)->arena, type, count_) : NULL; \
			(count) = count_;                                                \
		}                                                                        \
		for (uint32_t i_ = 0; i_ < count_; i_++)                                 \
			each((w), &(items)[i_]);                                         \
	} while (0)

#endif
