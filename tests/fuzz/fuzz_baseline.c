/* Fuzzes the reader of baselines: any text is read or refused with a place, and what is read is written the same again. */
#include "base/base.h"

#include <string.h>

#include "base/strbuf.h"
#include "cli/baseline.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Written, read and written again: the same bytes. */
static void check_round(struct baseline *b)
{
	struct strbuf once = { 0 }, twice = { 0 };
	struct baseline again;

	baseline_write(b, &once);
	CHECK(baseline_parse("b.txt", strbuf_str(&once), false, &again, NULL));
	baseline_write(&again, &twice);
	CHECK(str_eq(strbuf_str(&once), strbuf_str(&twice)));
	strbuf_release(&once);
	strbuf_release(&twice);
	baseline_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };

	for (int settles = 0; settles < 2; settles++) {
		struct err err = { 0 };
		struct baseline b;
		bool ok = baseline_parse("b.txt", text, settles, &b, &err);

		CHECK(ok != err.set);
		CHECK(ok || strncmp(err.message, "b.txt:", strlen("b.txt:")) == 0);
		if (ok)
			check_round(&b);
		baseline_release(&b);
	}
	return 0;
}
