/* Fuzzes the C front end: any bytes give facts whose places lie in the text, in C and in C++, with bodies and without. */
#include "base/base.h"

#include "analyzers/cstate.h"
#include "analyzers/lang/c/c.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct span s, size_t size)
{
	CHECK(s.start <= s.end && s.end <= size && s.line >= 1 && s.column >= 1 && s.end_line >= s.line);
}

static void check_condition(const struct cfacts *f, uint32_t condition)
{
	CHECK(condition == NONE || condition < f->condition_count);
}

static void check_func(const struct cfacts *f, const struct cfunc *func, size_t size)
{
	check_span(func->span, size);
	CHECK(func->start <= func->span.start && func->span.end <= func->body && func->body < func->end &&
		func->end <= size);
	check_condition(f, func->condition);
	for (uint32_t i = 0; i < func->alloc_count; i++)
		CHECK(func->allocs[i].flow < CFLOW_COUNT && func->allocs[i].span.end <= func->end);
	for (uint32_t i = 0; i < func->call_count; i++)
		CHECK(func->calls[i].flow < CFLOW_COUNT && func->calls[i].span.end <= func->end);
	for (uint32_t i = 1; i < func->shingle_count; i++)
		CHECK(func->shingles[i - 1] < func->shingles[i]);
	CHECK(!(func->flags & CFUNC_SKIPPED) || func->alloc_count + func->call_count == 0);
}

static void check_facts(const struct cfacts *f, size_t size)
{
	uint32_t skipped = 0;

	for (uint32_t i = 0; i < f->func_count; i++) {
		check_func(f, &f->funcs[i], size);
		skipped += (f->funcs[i].flags & CFUNC_SKIPPED) != 0;
	}
	CHECK(skipped == f->skipped_funcs);
	for (uint32_t i = 0; i < f->record_count; i++)
		check_span(f->records[i].span, size);
	for (uint32_t i = 0; i < f->proto_count; i++)
		CHECK(f->protos[i].start < f->protos[i].end && f->protos[i].end <= size);
	for (uint32_t i = 0; i < f->include_count; i++)
		CHECK(f->includes[i].start <= f->includes[i].span.start &&
			f->includes[i].span.end <= f->includes[i].end);
	for (uint32_t i = 0; i < f->condition_count; i++) {
		CHECK(f->conditions[i].start <= f->conditions[i].end && f->conditions[i].end <= size);
		CHECK(f->conditions[i].group <= i && (f->conditions[i].parent == NONE || f->conditions[i].parent < i));
	}
	for (uint32_t i = 0; i < f->macro_count; i++)
		check_span(f->macros[i].span, size);
	for (uint32_t i = 0; i < f->invocation_count; i++) {
		check_span(f->invocations[i].span, size);
		check_condition(f, f->invocations[i].condition);
	}
	for (uint32_t i = 1; i < f->address_count; i++)
		CHECK(f->addresses[i - 1].span.start <= f->addresses[i].span.start);
}

/* A closer look is the same with and without what is known already. */
static void check_closer(struct c_parser *p, struct str source, bool is_cpp, const struct cfacts *known, struct arena *a)
{
	static const struct str words[] = { STR_INIT("free"), STR_INIT("b*"), STR_INIT("*e") };
	struct c_words *more = c_words_new(words, ARRAY_LEN(words));
	struct strbuf with = { 0 }, without = { 0 };
	struct cfacts facts;

	c_skim(p, source, is_cpp, more, known, a, &facts);
	cfacts_dump(&facts, &with);
	c_skim(p, source, is_cpp, more, NULL, a, &facts);
	cfacts_dump(&facts, &without);
	check_same(&with, &without);
	strbuf_release(&with);
	strbuf_release(&without);
	c_words_free(more);
}

static void check_state(struct c_parser *p, struct str source, const struct cfacts *facts, struct arena *a)
{
	struct cstate_facts f;

	c_read_state(p, source, facts, a, &f);
	for (uint32_t i = 0; i < f.slot_count; i++) {
		check_span(f.slots[i].span, source.len);
		CHECK(f.slots[i].func == NONE || f.slots[i].func < facts->func_count);
	}
	for (uint32_t i = 0; i < f.event_count; i++) {
		check_span(f.events[i].span, source.len);
		CHECK(f.events[i].func < facts->func_count && f.events[i].region_end <= source.len);
		CHECK((i >= f.first_guard) == (f.events[i].slot == NONE));
	}
	for (uint32_t i = 0; i < f.callee_count; i++)
		CHECK(f.callees[i].func < facts->func_count);
	for (uint32_t i = 0; i < f.need_count; i++)
		CHECK(f.needs[i].param < facts->funcs[f.needs[i].func].param_count);
}

/* One name is in most inputs, so that there is something to watch. */
static void check_steps(struct c_parser *p, struct str source, const struct cfacts *facts, struct arena *a)
{
	struct csteps *steps = arena_array(a, struct csteps, facts->func_count + 1);

	for (uint32_t i = 0; i < facts->func_count; i++) {
		struct cwatch watch = { .name = STR("p"), .is_param = i % 2 != 0 };

		c_read_steps(p, source, facts, i, i + 1, &watch, a, steps);
		for (uint32_t k = 0; k < steps->count; k++) {
			check_span(steps->items[k].span, source.len);
			CHECK(steps->items[k].kind < CSTEP_KIND_COUNT && (steps->items[k].kind == CSTEP_LEAVE) == (steps->items[k].name.len == 0));
			CHECK(steps->items[k].span.start >= facts->funcs[i].body && steps->items[k].span.end <= facts->funcs[i].end);
		}
	}
	c_read_steps(p, source, facts, 0, facts->func_count, &(struct cwatch){ .name = STR("p") }, a, steps);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct c_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct strbuf text = { 0 };
	struct arena arena = { 0 };
	struct cfacts facts;

	p = p ? p : c_parser_new();
	for (int is_cpp = 0; is_cpp < 2; is_cpp++) {
		c_lex_only(p, source, is_cpp != 0, NULL, &arena, &facts);
		check_facts(&facts, size);
		c_skim(p, source, is_cpp != 0, NULL, NULL, &arena, &facts);
		check_facts(&facts, size);
		cfacts_dump(&facts, &text);
		check_state(p, source, &facts, &arena);
		check_steps(p, source, &facts, &arena);
		check_closer(p, source, is_cpp != 0, &facts, &arena);
	}
	strbuf_release(&text);
	arena_release(&arena);
	return 0;
}
