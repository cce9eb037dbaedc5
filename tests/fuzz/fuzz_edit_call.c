/* Fuzzes the rewriting of calls: edits stay inside of the brackets, in order, and what they leave is a call. */
#include "base/base.h"

#include "analyzers/lang.h"
#include "base/strbuf.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_named(const struct source_argument *a)
{
	return a->keyword.len && a->keyword.ptr[0] != '*';
}

/* Each keyword in turn: renamed, dropped, moved into one of two dicts. */
static void choose(const struct source_call *call, struct argument_edit *fates, uint32_t seed)
{
	static const struct argument_edit choices[] = {
		{ FATE_KEEP, STR_INIT("") },
		{ FATE_RENAME, STR_INIT("renamed") },
		{ FATE_DROP, STR_INIT("") },
		{ FATE_INTO, STR_INIT("notes") },
		{ FATE_INTO, STR_INIT("metadata") },
	};

	for (uint32_t i = 0; i < call->argument_count; i++)
		fates[i] = choices[is_named(&call->arguments[i]) ? (seed + i * 3) % ARRAY_LEN(choices) : 0];
}

static uint32_t count_gone(const struct source_call *call, const struct argument_edit *fates)
{
	uint32_t gone = 0;

	for (uint32_t i = 0; i < call->argument_count; i++)
		gone += fates[i].fate == FATE_DROP || fates[i].fate == FATE_INTO;
	return gone;
}

static void check_call(const struct lang *lang, struct lang_parser *p, struct str source, const struct source_read *r, uint32_t seed, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct source_edits edits = { 0 };
	struct argument_edit *fates;
	struct source_call call, again;
	struct err err;
	uint32_t gone;

	if (!lang->source->call(p, source, r->start, r->dotted_end, a, &call))
		return;
	fates = arena_array(a, struct argument_edit, call.argument_count);
	choose(&call, fates, seed);
	if (!lang->source->edit_call(p, source, &call, fates, a, &edits, &err))
		return;
	for (uint32_t i = 0; i < edits.count; i++) {
		CHECK(edits.items[i].start > call.open && edits.items[i].start <= edits.items[i].end && edits.items[i].end <= call.close);
		CHECK(i == 0 || edits.items[i - 1].end <= edits.items[i].start);
	}
	source_apply(source, edits.items, edits.count, &text);
	gone = count_gone(&call, fates);
	CHECK(lang->source->call(p, strbuf_str(&text), r->start, r->dotted_end, a, &again));
	CHECK(again.argument_count + gone >= call.argument_count && again.argument_count <= call.argument_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct lang *lang = lang_get("python");
	static struct lang_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct arena arena = { 0 };
	struct source_names names;

	p = p ? p : lang->parser_new();
	lang->source->names(p, source, &arena, &names);
	for (uint32_t i = 0; i < names.read_count; i += names.read_count / 64 + 1)
		for (uint32_t seed = 0; seed < 5; seed++)
			check_call(lang, p, source, &names.reads[i], seed, &arena);
	arena_release(&arena);
	return 0;
}
