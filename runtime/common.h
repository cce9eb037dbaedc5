/* What every file of the runtime starts with: the public header, the system's basics, and a place for tests to interfere. */
#ifndef RUNTIME_COMMON_H
#define RUNTIME_COMMON_H

#include <assert.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "runtime/include/eef.h"

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define CACHE_LINE 64

/* A place where another thread might come between; the test library gives way there now and then. */
#ifdef EEF_TEST
void test_yield(int place);
#define YIELD(place) test_yield(place)
#define YIELD_GUEST 100 /* in a guest that holds nothing but the door */
#else
#define YIELD(place) ((void)0)
#endif

#endif
