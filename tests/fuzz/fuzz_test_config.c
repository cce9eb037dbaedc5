/* Fuzzes pytest's configuration and guard files: any bytes give lists, and a merge that loses nothing of what is no block. */
#include "base/base.h"
#include "analyzers/test_config.h"

#include "rewriters/guard.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg" };
	struct str text = { (const char *)data, size };
	struct strbuf merged = { 0 };
	struct guard_former former = { .paths = { 0 } };
	struct arena arena = { 0 };
	uint32_t kept;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct test_config c;

		test_config_parse(str_from(names[i]), text, &arena, &c);
		for (uint32_t k = 0; k < c.testpath_count; k++)
			CHECK(str_find(c.testpaths[k], '\n') == c.testpaths[k].len);
	}
	guard_merge(text, text, &merged, &kept);
	CHECK(str_eq(strbuf_str(&merged), text));
	guard_former_read(text, &former);
	vec_foreach (struct guard_former_path, x, &former.paths)
		CHECK(x->path.len > 0 && str_find(x->path, '\n') == x->path.len && str_find(x->path, '\\') == x->path.len);
	guard_former_release(&former);
	strbuf_release(&merged);
	arena_release(&arena);
	return 0;
}
