/* What fuzz targets and the noise program hold facts to, whatever the source was. */
#ifndef TESTS_FUZZ_CHECK_H
#define TESTS_FUZZ_CHECK_H

#include "base/base.h"

#include "analyzers/lang.h"
#include "analyzers/pack.h"
#include "base/strbuf.h"

/* A broken promise is an abort, so that a fuzzer and a sanitizer see it. */
#define CHECK(condition)                                                  \
	do {                                                              \
		if (!(condition))                                         \
			BUG("%s:%d: %s", __FILE__, __LINE__, #condition); \
	} while (0)

static inline void check_same(const struct strbuf *a, const struct strbuf *b)
{
	CHECK(str_eq(strbuf_str(a), strbuf_str(b)));
}

/* Spans lie in the source, and what unpacking asks of ids, orders and kinds holds. */
static inline void check_outline(const struct outline *o, size_t size)
{
	struct strbuf packed = { 0 }, again = { 0 };
	struct arena arena = { 0 };
	struct outline copy;

	for (uint32_t i = 0; i < o->def_count; i++)
		CHECK(o->defs[i].span.start < o->defs[i].span.end && o->defs[i].end <= size);
	for (uint32_t i = 0; i < o->import_count; i++)
		CHECK(o->imports[i].span.start < o->imports[i].span.end && o->imports[i].span.end <= size);
	for (uint32_t i = 0; i < o->name_count; i++)
		CHECK(o->names[i].span.start <= o->names[i].span.end && o->names[i].span.end <= size);
	for (uint32_t i = 0; i < o->binding_count; i++)
		CHECK(o->bindings[i].span.start < o->bindings[i].span.end && o->bindings[i].span.end <= size);
	for (uint32_t i = 0; i < o->seam_count; i++)
		CHECK(o->seams[i].span.start <= o->seams[i].span.end && o->seams[i].span.end <= size);
	outline_pack(o, &packed);
	CHECK(outline_unpack(strbuf_str(&packed), &arena, &copy));
	outline_pack(&copy, &again);
	check_same(&packed, &again);
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

static inline void check_details(const struct details *d, size_t size)
{
	struct strbuf packed = { 0 }, again = { 0 };
	struct arena arena = { 0 };
	struct details copy;

	for (uint32_t i = 0; i < d->count; i++) {
		CHECK(d->items[i].start < size);
		CHECK(details_find(d, d->items[i].start) == &d->items[i]);
		CHECK((size_t)d->items[i].first_use + d->items[i].use_count <= d->use_count);
	}
	for (uint32_t i = 0; i < d->use_count; i++)
		CHECK(d->uses[i].span.start <= d->uses[i].span.end && d->uses[i].span.end <= size);
	details_pack(d, &packed);
	CHECK(details_unpack(strbuf_str(&packed), &arena, &copy));
	details_pack(&copy, &again);
	check_same(&packed, &again);
	strbuf_release(&packed);
	strbuf_release(&again);
	arena_release(&arena);
}

/* Whichever of the two producers made it, an outline of a text that is no error says the same. */
static inline void check_same_outline(const struct outline *skimmed, const struct outline *parsed)
{
	struct strbuf a = { 0 }, b = { 0 };

	outline_dump(skimmed, &a);
	outline_dump(parsed, &b);
	if (!str_eq(strbuf_str(&a), strbuf_str(&b)))
		BUG("skimmed:\n%s\nparsed:\n%s", a.ptr, b.ptr);
	strbuf_release(&a);
	strbuf_release(&b);
}

/* Text and details of the statements alone say of a definition what those of the whole file say. */
static inline void check_part(const struct details *part, const struct details *whole)
{
	for (uint32_t i = 0; i < part->count; i++) {
		const struct detail *x = &part->items[i], *y = details_find(whole, x->start);

		CHECK(y && x->flags == y->flags && x->body_hash == y->body_hash && x->use_count == y->use_count);
		CHECK(x->statement_count == y->statement_count && str_eq(x->delegate, y->delegate));
	}
}

#endif
