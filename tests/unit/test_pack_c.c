/* Tests of analyzers/pack_c: facts of C survive the way through bytes, and bytes that are no such facts are refused. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/cfacts.h"
#include "tests/unit/unit.h"

static struct cparam params[] = { { STR_INIT("struct lamp *"), STR_INIT("lamp"), true }, { STR_INIT("int"), STR_INIT(""), false } };
static struct calloc_site allocs[] = {
	{ .callee = STR_INIT("calloc"), .product = STR_INIT("struct lamp"), .flow = CFLOW_OUT, .is_array = true, .span = { 70, 76, 4, 9, 4, 15 } },
};
static struct ccall calls[] = {
	{ .callee = STR_INIT("light"), .flow = CFLOW_LOCAL, .is_indirect = true, .argument_count = 3, .span = { 90, 95, 5, 2, 5, 7 } },
};
static uint64_t shingles[] = { 7, UINT64_MAX };
static struct cfunc funcs[] = {
	{ .name = STR_INIT("lamp_new"), .returns = STR_INIT("struct lamp *"), .params = params, .param_count = 2, .flags = CFUNC_STATIC | CFUNC_SKIPPED,
	  .span = { 50, 58, 3, 14, 3, 22 }, .start = 36, .end = 120, .body = 60, .end_line = 7, .condition = 1, .allocs = allocs, .alloc_count = 1,
	  .calls = calls, .call_count = 1, .frees = true, .body_hash = 99, .token_count = 12, .shingles = shingles, .shingle_count = 2,
	  .usr = STR_INIT("c:@F@lamp_new"), .product_place = STR_INIT("lamp.h:12") },
	{ .name = STR_INIT("empty"), .returns = STR_INIT("void"), .condition = NONE },
};
static struct crecord records[] = {
	{ .kind = CRECORD_TYPEDEF, .name = STR_INIT("lamp_t"), .target = STR_INIT("struct lamp"), .bases = STR_INIT("Base,ns::Other"), .is_definition = true, .condition = 0 },
};
static struct cproto protos[] = { { .name = STR_INIT("lamp_free"), .returns = STR_INIT("void"), .params = params, .param_count = 1, .condition = NONE } };
static struct cinclude includes[] = { { .form = CINCLUDE_NEXT, .path = STR_INIT("lamp.h"), .condition = NONE, .pragma = STR_INIT("IWYU pragma: keep") } };
static struct ccondition conditions[] = {
	{ .parent = NONE, .group = 0, .text = STR_INIT("!defined(LAMP_H)"), .is_guard = true },
	{ .parent = 0, .group = 1, .text = STR_INIT("0"), .start = 10, .end = 130, .line = 2, .is_never = true },
};
static struct str macro_params[] = { STR_INIT("a"), STR_INIT("b") };
static struct cmacro macros[] = {
	{ .name = STR_INIT("make_lamp"), .body = STR_INIT("lamp_new(a, b)"), .params = macro_params, .param_count = 2, .is_function_like = true, .condition = NONE },
};
static struct str arguments[] = { STR_INIT("Lamp"), STR_INIT("lamp") };
static struct cinvocation invocations[] = { { .name = STR_INIT("DEFINE_TYPE"), .scope = STR_INIT("ns::Lamp"), .args = arguments, .arg_count = 2, .condition = NONE } };
static struct caddress addresses[] = { { .name = STR_INIT("lamp_new"), .slot = STR_INIT("create"), .type = STR_INIT("struct ops") } };

static const struct cfacts all = {
	.source = CSOURCE_SEMANTIC,
	.funcs = funcs, .func_count = ARRAY_LEN(funcs),
	.records = records, .record_count = ARRAY_LEN(records),
	.protos = protos, .proto_count = ARRAY_LEN(protos),
	.includes = includes, .include_count = ARRAY_LEN(includes),
	.conditions = conditions, .condition_count = ARRAY_LEN(conditions),
	.macros = macros, .macro_count = ARRAY_LEN(macros),
	.addresses = addresses, .address_count = ARRAY_LEN(addresses),
	.invocations = invocations, .invocation_count = ARRAY_LEN(invocations),
	.skipped_funcs = 5, .has_guard = true, .is_cpp = true, .is_generated = true, .public_header = STR_INIT("pub.h"),
	.has_error = true, .error_line = 3, .error = "a brace too many",
};

static void pack(const struct cfacts *f, struct strbuf *out)
{
	strbuf_clear(out);
	cfacts_pack(f, out);
}

START_TEST(everything_comes_back)
{
	struct strbuf blob = { 0 }, again = { 0 };
	struct arena arena = { 0 };
	struct cfacts back;

	pack(&all, &blob);
	ck_assert(cfacts_unpack(strbuf_str(&blob), &arena, &back));
	pack(&back, &again);
	ck_assert(str_eq(strbuf_str(&blob), strbuf_str(&again)));
	ck_assert_uint_eq(back.func_count, 2);
	ck_assert(str_is(back.funcs[0].allocs[0].product, "struct lamp"));
	ck_assert_uint_eq(back.funcs[0].allocs[0].span.start, 70);
	ck_assert_uint_eq(back.funcs[0].end, 120);
	ck_assert_uint_eq(back.funcs[0].shingles[1], UINT64_MAX);
	ck_assert_uint_eq(back.funcs[1].condition, NONE);
	ck_assert(str_is(back.macros[0].params[1], "b"));
	ck_assert_str_eq(back.error, "a brace too many");
	ck_assert(str_is(back.public_header, "pub.h"));
	strbuf_release(&blob);
	strbuf_release(&again);
	arena_release(&arena);
}
END_TEST

START_TEST(cut_or_longer_blobs_are_refused)
{
	struct strbuf blob = { 0 };
	struct arena arena = { 0 };
	struct cfacts back;

	pack(&all, &blob);
	for (size_t len = 0; len < blob.len; len++)
		ck_assert(!cfacts_unpack(str_slice(strbuf_str(&blob), 0, len), &arena, &back));
	strbuf_addch(&blob, 0);
	ck_assert(!cfacts_unpack(strbuf_str(&blob), &arena, &back));
	strbuf_release(&blob);
	arena_release(&arena);
}
END_TEST

START_TEST(damaged_blobs_yield_facts_that_keep_the_promises_or_none)
{
	struct strbuf blob = { 0 }, again = { 0 };
	struct arena arena = { 0 };
	struct cfacts back;

	pack(&all, &blob);
	for (size_t i = 0; i < blob.len; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			blob.ptr[i] = (char)(blob.ptr[i] ^ (1 << bit));
			if (cfacts_unpack(strbuf_str(&blob), &arena, &back)) {
				for (uint32_t k = 0; k < back.func_count; k++)
					ck_assert(back.funcs[k].condition == NONE || back.funcs[k].condition < back.condition_count);
				for (uint32_t k = 0; k < back.condition_count; k++)
					ck_assert(back.conditions[k].parent == NONE || back.conditions[k].parent < k);
				pack(&back, &again);
			}
			blob.ptr[i] = (char)(blob.ptr[i] ^ (1 << bit));
		}
	}
	strbuf_release(&blob);
	strbuf_release(&again);
	arena_release(&arena);
}
END_TEST

START_TEST(conditions_out_of_order_are_refused)
{
	struct ccondition circle[] = { { .parent = 0, .group = 0 } };
	struct cfacts f = { .conditions = circle, .condition_count = 1 };
	struct strbuf blob = { 0 };
	struct arena arena = { 0 };
	struct cfacts back;

	pack(&f, &blob);
	ck_assert(!cfacts_unpack(strbuf_str(&blob), &arena, &back));
	strbuf_release(&blob);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("pack_c");

	tcase_add_test(tests, everything_comes_back);
	tcase_add_test(tests, cut_or_longer_blobs_are_refused);
	tcase_add_test(tests, damaged_blobs_yield_facts_that_keep_the_promises_or_none);
	tcase_add_test(tests, conditions_out_of_order_are_refused);
	return unit_run("pack_c", tests);
}
