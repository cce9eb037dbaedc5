/* Fuzzes the reader of CODEOWNERS: each line is a rule or none, and a pattern of a path's own name finds some answer. */
#include "base/base.h"

#include "cli/owners.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "app/old.py", "a", "docs/a b/c.md", "" };
	struct owners o = { 0 };
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	owners_parse(&o, (struct str){ (const char *)data, size });
	CHECK(o.rules.len <= lines);
	vec_foreach (struct owners_rule, rule, &o.rules)
		CHECK(rule->pattern.len && !str_has(rule->names, STR("\n")) && str_trim(rule->names).len == rule->names.len);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		CHECK(owners_find(&o, str_from(paths[i])).len <= size);
	owners_release(&o);
	return 0;
}
