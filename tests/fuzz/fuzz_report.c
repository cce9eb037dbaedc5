/* Fuzzes the readers of compliance reports and of mappings: any text is read or refused with the file's name, and a seal cannot be forged by chance. */
#include "base/base.h"

#include <string.h>

#include "base/strbuf.h"
#include "cli/compliance.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_message(bool ok, const struct err *err)
{
	CHECK(ok != err->set);
	CHECK(ok || strncmp(err->message, "r.json:", strlen("r.json:")) == 0);
}

/* What holds does not hold any more when a bit of it is another one. */
static void check_seal(struct str text)
{
	struct strbuf copy = { 0 };
	struct seal seal;
	struct err err = { 0 };
	bool ok = seal_check("r.json", text, &seal, &err);

	check_message(ok, &err);
	if (ok) {
		strbuf_add(&copy, text);
		copy.ptr[copy.len / 2] ^= 1;
		CHECK(!seal_check("r.json", strbuf_str(&copy), &seal, NULL));
	}
	strbuf_release(&copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct err earlier_err = { 0 }, controls_err = { 0 };
	struct earlier earlier;
	struct controls controls;

	check_seal(text);
	check_message(earlier_parse("r.json", text, &earlier, &earlier_err), &earlier_err);
	check_message(controls_parse(&arena, "r.json", text, &controls, &controls_err), &controls_err);
	earlier_release(&earlier);
	arena_release(&arena);
	return 0;
}
