/* What the tests of the runtime share: a factory in a few words, and a seeded generator. */
#ifndef RUNTIME_TESTS_TEST_H
#define RUNTIME_TESTS_TEST_H

#include <stdio.h>

#include "runtime/clock.h"
#include "runtime/engine.h"
#include "runtime/life.h"
#include "runtime/sub.h"

/*
 * What the tests of the runtime share: the library built for tests (EEF_TEST), a factory in a few words, and a seeded
 * generator. Drivers that are not Check programs end with "N passed, N failed".
 *
 * EEF_TEST_FULL=1 in the environment makes the long tests run in their full length.
 */

struct rig {
	eef_factory *factory;
	eef_bridge *bridge;
	eef_config config;
};

/* A sweeper that does nothing by itself, no audit; change config, then rig_start(). Aborts on failure. */
void rig_init(struct rig *rig);
void rig_start(struct rig *rig);
void rig_stop(struct rig *rig); /* shuts down, which must come to EEF_OK, and frees the bridge */

eef_context context_of(const char *user, const char *run);
eef_engine engine_of(struct rig *rig, const char *user, const char *run); /* must succeed */
eef_status emit_type(eef_factory *factory, eef_engine engine, eef_event_type type, const char *call);
void emit_five(eef_factory *factory, eef_engine engine); /* must succeed */
eef_metrics metrics_of(eef_factory *factory);
bool is_consistent(eef_factory *factory); /* created = cleaned + active */

/* Reads all there is, confirms it, returns how many; *last (may be NULL) gets a copy of the last text. */
size_t drain_sub(eef_sub *sub, char *last, size_t cap);

_Noreturn void leave_child(int status); /* the end of a forked child, with what it covered counted */

uint64_t random_next(uint64_t *seed);
size_t full(size_t quick, size_t whole); /* how long a test runs */

/* In YIELD(): one place in `one_in` gives way; 0 = never. */
void test_yield_often(unsigned one_in);

#define MUST(condition)                                                                 \
	do {                                                                            \
		if (!(condition)) {                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                        \
		}                                                                       \
	} while (0)

#endif
