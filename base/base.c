/* What every file may call: BUG() and memory that is there or ends the program. */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void bug_at(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "canonry: bug at %s:%d: ", file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

static _Noreturn void out_of_memory(size_t count, size_t size)
{
	fprintf(stderr, "canonry: out of memory (%zu x %zu bytes)\n", count, size);
	abort();
}

/* A size of 0 may give NULL in libc; callers are promised a pointer. */
static void *must_have(void *memory, size_t count, size_t size)
{
	if (!memory)
		out_of_memory(count, size);
	return memory;
}

void *xmalloc(size_t size)
{
	return must_have(malloc(size ? size : 1), 1, size);
}

void *xcalloc(size_t count, size_t size)
{
	if (count == 0 || size == 0)
		return must_have(calloc(1, 1), count, size);
	return must_have(calloc(count, size), count, size);
}

void *xrealloc_array(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory(count, size);
	return must_have(realloc(old, bytes ? bytes : 1), count, size);
}

char *xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xmalloc(size), text, size);
}
