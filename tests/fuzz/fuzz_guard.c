/* Fuzzes what guards of C read: any text is scanned to its end, and an old guard is merged without losing what is outside of blocks. */
#include "base/base.h"

#include "rewriters/guard.h"
#include "rewriters/guard_c.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_scan(struct str text, const char *name)
{
	struct guard_sight sight = guard_sight_of(text, str_from(name), STR("ns::conn_new"));

	CHECK(sight.own_bodies <= sight.definitions);
	CHECK(sight.definitions == 0 || str_has(text, str_tail(str_from(name), ':')));
	if (guard_text_says(text, str_from(name), "deprecated", STR("conn_new")))
		CHECK(str_has_nocase(text, STR("deprecated")));
	if (guard_text_only_includes(text, STR("conn.h")))
		CHECK(str_has(text, STR("conn.h")) && sight.definitions == 0);
}

/* Merged once, it is as it should be. */
static void check_merge(struct str text)
{
	static const char fresh[] = "/* guard: begin a 0 */\none\n/* guard: end a */\n\n/* guard: begin b 0 */\ntwo\n/* guard: end b */\n";
	struct strbuf once CLEANUP(strbuf_release) = { 0 }, twice CLEANUP(strbuf_release) = { 0 };
	uint32_t kept, kept_again;

	guard_merge(text, str_from(fresh), &once, &kept);
	guard_merge(strbuf_str(&once), str_from(fresh), &twice, &kept_again);
	CHECK(once.len >= str_from(fresh).len / 4);
	CHECK(kept_again >= kept);
	CHECK(guard_is_ours(str_slice(strbuf_str(&once), once.len > 100 ? once.len - 100 : 0, once.len)) || text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "conn_new", "make", "Conn::create", "main" };
	struct str text = { (const char *)data, size };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		check_scan(text, names[i]);
	check_merge(text);
	return 0;
}
