/* What a name says: its tokens, whether it claims to create something, and what. */
#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include "analyzers/facts.h"

#define NAME_TOKENS_MAX 16

/* An identifier cut at underscores and humps, in lower case: HTTPEngineFactory -> http engine factory. */
struct tokens {
	uint32_t count;
	char text[128];                     /* the lower-case letters, tokens one after the other */
	struct str token[NAME_TOKENS_MAX];  /* into text */
};

/* How a name says that it creates. */
enum claim {
	CLAIM_NONE,
	CLAIM_FACTORY,     /* ...Factory, ...Builder, ...Creator, ...Maker: a class, or a function named like one */
	CLAIM_CREATE,      /* create_..., make_..., build_..., new_..., construct_...: strong */
	CLAIM_GET,         /* get_..., obtain_..., provide_..., acquire_...: an accessor, or a creator in disguise */
	CLAIM_CONFIGURE,   /* configure_..., init_..., setup_..., set_..., reset_... */
	CLAIM_COUNT
};

struct claim_name {
	enum claim claim;
	bool of_factory;   /* a verb on a factory: get_engine_factory */
	struct str stem;   /* what is created, tokens joined by '_': "print_job"; empty when the name says nothing */
};

void tokens_split(struct str name, struct tokens *ret);

/* Are the tokens of `part` a contiguous run in `whole`? Both as "a_b_c". */
bool stem_within(struct str part, struct str whole);

/* Does `whole` end with the tokens of `part`? */
bool stem_ends(struct str whole, struct str part);

/* All tokens joined by '_'. In the arena. */
struct str stem_of(struct str name, struct arena *a);

/* Read the claim of a definition's name. The stem lives in the arena. */
struct claim_name name_claim(struct str name, enum def_kind kind, struct arena *a);

/*
 * A name that is made like a member's but creates nothing: ends in Error,
 * Config, Mixin, Protocol..., or begins with Test.
 */
bool name_is_helper(struct str name);

/* Begins or ends with mock, fake, stub, dummy, spy, noop, ...: a stand-in by name. */
bool name_is_double(struct str name);

/* Holds legacy, old, deprecated, compat, backup, ...: says itself that it is on its way out. */
bool name_is_legacy(struct str name);

/* Is one of the tokens among these words, which NULL ends? Of "ns::name" the last part is looked at. */
bool name_has_word(struct str name, const char *const *words);

/* "print_job" -> "PrintJob". In the arena. */
struct str stem_camel(struct str stem, struct arena *a);

/* Begins with '_' and is no dunder. */
bool name_is_private(struct str name);

#endif
