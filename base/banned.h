/* Functions that nobody may call here, because each has a safe sibling that is as short to write. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* The real declarations come first: a later #include of these would trip over the macros. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The compiler's message then reads: 'strcpy_is_banned__use_strbuf_or_arena_str' undeclared. */
#define BANNED(function, instead) function##_is_banned__use_##instead

/* They write without knowing how much room there is, or cut off in silence. */
#undef strcpy
#define strcpy(...) BANNED(strcpy, strbuf_or_arena_str)
#undef stpcpy
#define stpcpy(...) BANNED(stpcpy, strbuf_or_arena_str)
#undef strcat
#define strcat(...) BANNED(strcat, strbuf)
#undef strncpy
#define strncpy(...) BANNED(strncpy, strbuf_or_arena_str)
#undef strncat
#define strncat(...) BANNED(strncat, strbuf)
#undef sprintf
#define sprintf(...) BANNED(sprintf, strbuf_or_snprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, strbuf_or_vsnprintf)
#undef gets
#define gets(...) BANNED(gets, getline)

/* They cannot say that the text was no number, or too large a one. */
#undef atoi
#define atoi(...) BANNED(atoi, strtol)
#undef atol
#define atol(...) BANNED(atol, strtol)
#undef atoll
#define atoll(...) BANNED(atoll, strtoll)
#undef atof
#define atof(...) BANNED(atof, strtod)
#undef scanf
#define scanf(...) BANNED(scanf, strtol)
#undef fscanf
#define fscanf(...) BANNED(fscanf, strtol)
#undef sscanf
#define sscanf(...) BANNED(sscanf, strtol)

/* They keep their state or result in one place for all threads. */
#undef strtok
#define strtok(...) BANNED(strtok, struct_str)
#undef asctime
#define asctime(...) BANNED(asctime, strftime)
#undef ctime
#define ctime(...) BANNED(ctime, strftime)
#undef gmtime
#define gmtime(...) BANNED(gmtime, gmtime_r)
#undef localtime
#define localtime(...) BANNED(localtime, localtime_r)
#undef rand
#define rand(...) BANNED(rand, a_seeded_generator)

/* Between the name and the file somebody else can come first. */
#undef mktemp
#define mktemp(...) BANNED(mktemp, mkstemp)
#undef tmpnam
#define tmpnam(...) BANNED(tmpnam, mkstemp)
#undef tempnam
#define tempnam(...) BANNED(tempnam, mkstemp)

/* How much it takes is up to the input, and there is no error. */
#undef alloca
#define alloca(...) BANNED(alloca, arena_alloc)

#endif
