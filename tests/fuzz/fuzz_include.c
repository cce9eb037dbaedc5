/* Fuzzes the include search: the first line are flags, each further one a spelling. Nothing but an answer comes of it. */
#include "base/base.h"

#include "analyzers/lang/c/compdb.h"
#include "analyzers/lang/c/include_resolve.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, line = { "", 0 }, *words, *flags;
	struct include_resolver resolver;
	struct arena arena = { 0 };
	struct include_dirs dirs;
	uint32_t count, kept;

	(void)str_next(&rest, '\n', &line);
	words = compdb_split(line, &arena, &count);
	compdb_flags(STR("/usr"), STR("/usr/a.c"), words, count, &arena, &flags, &kept);
	include_dirs_from(flags, kept, NULL, 0, &arena, &dirs);
	include_resolver_init(&resolver);
	while (str_next(&rest, '\n', &line))
		for (int is_angled = 0; is_angled < 2; is_angled++) {
			struct include_target first = { 0 }, again = { 0 };
			enum include_answer answer = include_resolve_spelling(
				&resolver, &dirs, STR("/usr/include/a.h"), line, is_angled, &first);

			CHECK(answer ==
				include_resolve_spelling(
					&resolver, &dirs, STR("/usr/include/a.h"), line, is_angled, &again));
			CHECK(answer != INCLUDE_FOUND || (first.real.len > 0 && str_eq(first.real, again.real)));
		}
	include_resolver_release(&resolver);
	arena_release(&arena);
	return 0;
}
