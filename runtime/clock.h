/* Time: the monotonic clock for all that is measured, wall time only for stamps that people read. */
#ifndef RUNTIME_CLOCK_H
#define RUNTIME_CLOCK_H

#include <time.h>

#include "runtime/common.h"

#define CLOCK_STAMP_MAX 28 /* "2025-09-14T17:00:15.123456Z" and a NUL */

uint64_t clock_ns(void);  /* precise: 28 ns a call */
uint64_t clock_ms(void);  /* coarse, a few ms behind: 6 ns a call; tests can push it forward */
uint64_t clock_utc(void); /* seconds */
void clock_stamp(char ret[CLOCK_STAMP_MAX]);

/* `ms` from now, for waits on a condition that uses the monotonic clock. */
struct timespec clock_deadline(uint32_t ms);

#ifdef EEF_TEST
void test_clock_advance(uint64_t ms);
#endif

#endif
