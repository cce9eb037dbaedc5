/* What the parts of the benchmark share. */
#ifndef RUNTIME_BENCH_BENCH_H
#define RUNTIME_BENCH_BENCH_H

#include <stdbool.h>
#include <stdint.h>

uint64_t now_ns(void);
void must(bool ok, const char *what);      /* ends the program when not */
int by_size(const void *a, const void *b); /* of uint64_t, for qsort() */

/* Over a connection of the loopback, with no factory there. Nothing in a build without the bridge. */
void bench_bridge(void);

#endif
