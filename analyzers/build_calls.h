/* What a build file of CMake, Meson or Automake calls, and with which words: enough to see what is built of what, and run as a test. */
#ifndef ANALYZERS_BUILD_CALLS_H
#define ANALYZERS_BUILD_CALLS_H

#include "base/arena.h"

/*
 * Nothing is evaluated: variables, loops and conditions stay what they are.
 *
 *	add_executable(t ${S} a.c)        callee "add_executable", words "t", "${S}", "a.c"
 *	x = executable('t', 'a.c')        callee "executable", into "x", words "t", "a.c"
 *	test('n', x, suite: 'unit')       callee "test", words "n", "x", "suite:", "unit"
 *	l += ['a', 'b']                   callee "=", into "l", words "a", "b"; a list or table of Meson outside of calls
 *	t_SOURCES = a.c                   callee "=", into "t_SOURCES", words "a.c"
 */
struct build_call {
	struct str callee; /* of CMake in lower case */
	struct str into;   /* the variable that takes it, or empty */
	struct str *words; /* without quotes; those of calls among the arguments, too */
	uint32_t word_count;
	uint32_t line;
};

struct build_calls {
	struct build_call *items; /* by the place where each ends */
	uint32_t count;
};

/* `name` is the base name: CMakeLists.txt, *.cmake, meson.build, Makefile.am. False for others. Damaged text yields what it yields. */
bool build_calls_read(struct str name, struct str text, struct arena *a, struct build_calls *ret);

#endif
