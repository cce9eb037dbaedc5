/* Fuzzes packed facts: what unpacks is printed and packed again without harm; the rest is refused. */
#include "base/base.h"

#include "analyzers/cfacts.h"
#include "analyzers/cstate.h"
#include "analyzers/source.h"
#include "analyzers/state.h"
#include "analyzers/tests.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_outline(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf text = { 0 }, packed = { 0 }, again = { 0 };
	struct outline o, copy;

	if (outline_unpack(blob, &arena, &o)) {
		outline_dump(&o, &text);
		outline_pack(&o, &packed);
		CHECK(outline_unpack(strbuf_str(&packed), &arena, &copy));
		outline_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&text);
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static void try_details(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf text = { 0 }, packed = { 0 }, again = { 0 };
	struct details d, copy;

	if (details_unpack(blob, &arena, &d)) {
		details_dump(&d, &text);
		details_pack(&d, &packed);
		CHECK(details_unpack(strbuf_str(&packed), &arena, &copy));
		details_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&text);
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

/* Of a file with so many definitions. */
static void try_tests(struct str blob, uint32_t def_count)
{
	struct arena arena = { 0 };
	struct strbuf packed = { 0 }, again = { 0 };
	struct test_facts f, copy;

	if (tests_unpack(blob, def_count, &arena, &f)) {
		tests_pack(&f, &packed);
		CHECK(tests_unpack(strbuf_str(&packed), def_count, &arena, &copy));
		tests_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static void try_state(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf packed = { 0 }, again = { 0 };
	struct state_facts f = { .is_read = false }, copy = { .is_read = false };

	if (state_unpack(blob, &arena, &f)) {
		state_pack(&f, &packed);
		CHECK(state_unpack(strbuf_str(&packed), &arena, &copy));
		state_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static void try_site(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf packed = { 0 }, again = { 0 };
	struct source_site s, copy;

	if (site_unpack(blob, &arena, &s)) {
		site_pack(&s, &packed);
		CHECK(site_unpack(strbuf_str(&packed), &arena, &copy));
		site_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static void try_fields(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf packed = { 0 }, again = { 0 };
	struct source_fields f, copy;

	if (fields_unpack(blob, &arena, &f)) {
		fields_pack(&f, &packed);
		CHECK(fields_unpack(strbuf_str(&packed), &arena, &copy));
		fields_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static void try_cfacts(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf text = { 0 }, packed = { 0 }, again = { 0 };
	struct cfacts f, copy;

	if (cfacts_unpack(blob, &arena, &f)) {
		cfacts_dump(&f, &text);
		cfacts_pack(&f, &packed);
		CHECK(cfacts_unpack(strbuf_str(&packed), &arena, &copy));
		cfacts_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&text);
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static void try_cstate(struct str blob)
{
	struct arena arena = { 0 };
	struct strbuf packed = { 0 }, again = { 0 };
	struct cstate_facts f, copy;

	if (cstate_unpack(blob, &arena, &f)) {
		cstate_pack(&f, &packed);
		CHECK(cstate_unpack(strbuf_str(&packed), &arena, &copy));
		cstate_pack(&copy, &again);
		check_same(&packed, &again);
	}
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str blob = { (const char *)data, size };

	try_outline(blob);
	try_details(blob);
	try_cfacts(blob);
	try_tests(blob, 2);
	try_state(blob);
	try_cstate(blob);
	try_site(blob);
	try_fields(blob);
	return 0;
}
