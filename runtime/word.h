/* The state word of a slot: generation:48 | state:4 | pins:12; every race about an engine's life is decided here. */
#ifndef RUNTIME_WORD_H
#define RUNTIME_WORD_H

#include "runtime/common.h"

/*
 * FREE --claim--> CREATING --publish--> ACTIVE --close, reap--> CLOSING --last unpin--> WIPING --recycle--> FREE (gen + 1)
 *                     \--abandon------------------------------------------------------> WIPING --retire---> RETIRED
 *
 * Who closes takes a pin with the same step, so that the engine stays whole while it says its last event; whoever drops
 * the last pin of a CLOSING engine moves it to WIPING with that very step. So there is one closer and one wiper.
 * A slot whose generations are used up is RETIRED instead of FREE: no handle ever fits two engines.
 *
 * word_next() decides, word_step() is one atomic access, word_do() repeats it. tests/explore.c walks through every
 * interleaving of word_step().
 */

#define WORD_GENERATION_MAX ((UINT64_C(1) << 48) - 1)
#define WORD_PINS_MAX 4095u /* the last one is the closer's */

enum slot_state {
	SLOT_FREE,
	SLOT_CREATING,
	SLOT_ACTIVE,
	SLOT_CLOSING,
	SLOT_WIPING,
	SLOT_RETIRED,
};

enum word_op {
	WORD_CLAIM,
	WORD_PUBLISH,
	WORD_ABANDON,
	WORD_PIN,
	WORD_UNPIN,
	WORD_CLOSE, /* whatever is pinned */
	WORD_REAP,  /* only when nothing is */
	WORD_RECYCLE,
	WORD_RETIRE,
};

enum word_said {
	WORD_DONE,
	WORD_LAST,  /* done, and the caller must wipe */
	WORD_STALE, /* another generation, or the state forbids it */
	WORD_FULL,  /* no pin left */
	WORD_BUSY,  /* pinned */
};

static inline uint64_t word_make(uint64_t generation, enum slot_state state, uint32_t pins)
{
	return generation << 16 | (uint64_t)state << 12 | pins;
}

static inline uint64_t word_generation(uint64_t word)
{
	return word >> 16;
}

static inline enum slot_state word_state(uint64_t word)
{
	return (enum slot_state)(word >> 12 & 15);
}

static inline uint32_t word_pins(uint64_t word)
{
	return (uint32_t)(word & 4095);
}

/* What a word of this generation becomes; *ret_next only when the answer is WORD_DONE or WORD_LAST. */
static inline enum word_said word_next(enum word_op op, uint64_t old, uint64_t generation, uint64_t *ret_next)
{
	enum slot_state state = word_state(old);
	uint32_t pins = word_pins(old);
	bool last = state == SLOT_CLOSING && pins == 1;

	if (word_generation(old) != generation)
		return WORD_STALE;
	switch (op) {
	case WORD_CLAIM:
		*ret_next = word_make(generation, SLOT_CREATING, 0);
		return state == SLOT_FREE ? WORD_DONE : WORD_STALE;
	case WORD_PUBLISH:
		*ret_next = word_make(generation, SLOT_ACTIVE, 0);
		return state == SLOT_CREATING ? WORD_DONE : WORD_STALE;
	case WORD_ABANDON:
		*ret_next = word_make(generation, SLOT_WIPING, 0);
		return state == SLOT_CREATING ? WORD_LAST : WORD_STALE;
	case WORD_PIN:
		*ret_next = old + 1;
		return state != SLOT_ACTIVE ? WORD_STALE : pins + 1 >= WORD_PINS_MAX ? WORD_FULL : WORD_DONE;
	case WORD_UNPIN:
		*ret_next = last ? word_make(generation, SLOT_WIPING, 0) : old - 1;
		return pins == 0 ? WORD_STALE : last ? WORD_LAST : WORD_DONE;
	case WORD_CLOSE:
		*ret_next = word_make(generation, SLOT_CLOSING, pins + 1);
		return state == SLOT_ACTIVE ? WORD_DONE : WORD_STALE;
	case WORD_REAP:
		*ret_next = word_make(generation, SLOT_CLOSING, 1);
		return state != SLOT_ACTIVE ? WORD_STALE : pins > 0 ? WORD_BUSY : WORD_DONE;
	case WORD_RECYCLE:
		*ret_next = generation == WORD_GENERATION_MAX ? word_make(generation, SLOT_RETIRED, 0)
							      : word_make(generation + 1, SLOT_FREE, 0);
		return state == SLOT_WIPING ? WORD_DONE : WORD_STALE;
	case WORD_RETIRE: break;
	}
	*ret_next = word_make(generation, SLOT_RETIRED, 0);
	return state == SLOT_WIPING ? WORD_DONE : WORD_STALE;
}

struct word_try {
	uint64_t old;
	bool loaded;
};

/* One atomic access: the first reads, the following try to swap. True when it is over, with the answer. */
static inline bool word_step(
	_Atomic uint64_t *word, enum word_op op, uint64_t generation, struct word_try *try, enum word_said *ret_said)
{
	uint64_t next = 0;
	enum word_said said;

	if (!try->loaded) {
		try->old = atomic_load_explicit(word, memory_order_acquire);
		try->loaded = true;
		return false;
	}
	said = word_next(op, try->old, generation, &next);
	if (said <= WORD_LAST && !atomic_compare_exchange_strong(word, &try->old, next))
		return false;
	*ret_said = said;
	return true;
}

/*
 * For steps that nobody else can come between, because no step of others changes a word in that state: claiming a slot that
 * was taken off a list, publishing, abandoning, recycling, retiring. The explorer shows that their swap never fails.
 */
static inline enum word_said word_own(_Atomic uint64_t *word, enum word_op op, uint64_t generation)
{
	uint64_t next = 0;
	enum word_said said = word_next(op, atomic_load_explicit(word, memory_order_relaxed), generation, &next);

	if (said <= WORD_LAST)
		atomic_store_explicit(word, next, memory_order_release);
	return said;
}

static inline enum word_said word_do(_Atomic uint64_t *word, enum word_op op, uint64_t generation)
{
	struct word_try try = { 0 };
	enum word_said said = WORD_STALE;

	while (!word_step(word, op, generation, &try, &said))
		YIELD(op);
	return said;
}

#endif
