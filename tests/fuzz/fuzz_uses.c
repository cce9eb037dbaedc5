/* Fuzzes the reader of logs of uses: each line is a use that keeps its promises, or a problem with a place; none is both. */
#include "base/base.h"

#include "rewriters/uses.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_use(const struct uses *u, const struct logged_use *x)
{
	CHECK(x->name.len && x->count > 0 && x->last >= 0);
	CHECK(x->last == 0 || (u->first > 0 && u->first <= x->last && x->last <= u->last));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct uses u = { 0 };
	uint64_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	uses_parse(&u, STR("log"), (struct str){ (const char *)data, size }, 1);
	CHECK(u.lines == u.items.len && u.lines + u.problems.len <= lines);
	vec_foreach (struct uses_problem, p, &u.problems)
		CHECK(p->line > 0 && p->line <= lines && p->message.len);
	uses_merge(&u);
	CHECK(u.items.len <= u.lines);
	vec_foreach (struct logged_use, x, &u.items)
		check_use(&u, x);
	uses_release(&u);
	return 0;
}
