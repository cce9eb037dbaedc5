/* The words that every file of Canonry may use: fixed-width types, bool, small macros, BUG(). */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/banned.h"

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))
#define CLEANUP(function) __attribute__((cleanup(function)))
#define PRINTF_LIKE(position, first) __attribute__((format(printf, position, first)))
#define UNUSED __attribute__((unused))

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* An index that names nothing. Ids between stages are uint32_t indexes into a store. */
#define NONE UINT32_MAX

/* Our own mistake, never the user's: says where, and aborts. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);

/*
 * Memory that cannot be had ends the program in one place: xmalloc() and
 * friends never return NULL. xrealloc_array() checks count * size for overflow.
 */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc_array(void *old, size_t count, size_t size);
char *xstrdup(const char *text);

#endif
