/* Tests of analyzers/pack: facts survive the way through bytes, and bytes that are no facts are refused. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/facts.h"
#include "analyzers/source.h"
#include "analyzers/state.h"
#include "tests/unit/unit.h"

#define ROUNDS 300 /* random facts for each property */

/* --- Random facts --- */

static uint64_t state;

static uint32_t any(uint32_t below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return below ? (uint32_t)(state >> 33) % below : 0;
}

/* Small ones mostly, but all sizes. */
static uint32_t any_number(void)
{
	return any(4) ? any(200) : any(2) ? UINT32_MAX - any(3) : any(UINT32_MAX);
}

static uint32_t any_id(uint32_t below)
{
	return below == 0 || any(3) == 0 ? NONE : any(below);
}

static struct str any_text(struct arena *a)
{
	static const char *const words[] = { "", "Engine", "a.b.c", "\xc3\xa9\xff", "self._engine", "x\ny" };

	if (any(20) == 0)
		return arena_printf(a, "%0*u", (int)any(400), any(100));
	return str_from(words[any(ARRAY_LEN(words))]);
}

static struct str *any_texts(struct arena *a, uint32_t *ret_count)
{
	uint32_t count = any(4);
	struct str *texts = arena_array(a, struct str, count);

	for (uint32_t i = 0; i < count; i++)
		texts[i] = any_text(a);
	*ret_count = count;
	return texts;
}

static struct span any_span(uint32_t start)
{
	return (struct span){ start, start + any_number(), any_number(), any_number(), any_number(), any_number() };
}

static void fill_arguments(struct arena *a, struct use *u)
{
	u->argument_count = any(4);
	u->arguments = arena_array(a, struct argument, u->argument_count);
	for (uint32_t i = 0; i < u->argument_count; i++)
		u->arguments[i] = (struct argument){ any_text(a), any_text(a) };
}

static void fill_params(struct arena *a, struct detail *d)
{
	d->param_count = any(4);
	d->params = arena_array(a, struct param, d->param_count);
	for (uint32_t i = 0; i < d->param_count; i++)
		d->params[i] =
			(struct param){ (enum param_kind)any(PARAM_KIND_COUNT), any_text(a), any_text(a), any_text(a) };
}

static void fill_shingles(struct arena *a, struct detail *d)
{
	d->shingle_count = any(40);
	d->shingles = arena_array(a, uint64_t, d->shingle_count);
	for (uint32_t i = 0; i < d->shingle_count; i++)
		d->shingles[i] = (uint64_t)any_number() << 32 | any_number();
}

static struct details any_details(struct arena *a)
{
	struct details d = { .count = any(5), .use_count = any(6) };

	d.items = arena_array(a, struct detail, d.count);
	for (uint32_t i = 0; i < d.count; i++) {
		struct detail *item = &d.items[i];

		item->start = any_number();
		item->flags = any(BODY_MADE * 2);
		item->bases = any_texts(a, &item->base_count);
		item->decorators = any_texts(a, &item->decorator_count);
		item->returns = any_text(a);
		item->statement_count = any_number();
		item->delegate = any_text(a);
		item->first_use = any(d.use_count + 1);
		item->use_count = any(d.use_count - item->first_use + 1);
		item->body_hash = (uint64_t)any_number() << 32 | any_number();
		item->token_count = any_number();
		fill_params(a, item);
		fill_shingles(a, item);
	}
	d.uses = arena_array(a, struct use, d.use_count);
	for (uint32_t i = 0; i < d.use_count; i++) {
		d.uses[i] = (struct use){ .kind = (enum use_kind)any(USE_KIND_COUNT), .def_start = any_id(1000) };
		d.uses[i].name = any_text(a);
		d.uses[i].target = any_text(a);
		d.uses[i].is_returned = any(2);
		d.uses[i].is_awaited = any(2);
		d.uses[i].span = any_span(any_number());
		fill_arguments(a, &d.uses[i]);
	}
	d.module_use_count = any(d.use_count + 1);
	d.lazy_names = any_texts(a, &d.lazy_count);
	d.has_error = any(2);
	d.error_line = any_number();
	d.error_column = any_number();
	return d;
}

static void fill_defs(struct arena *a, struct outline *o)
{
	o->defs = arena_array(a, struct def, o->def_count);
	for (uint32_t i = 0; i < o->def_count; i++) {
		struct def *d = &o->defs[i];

		*d = (struct def){ .kind = (enum def_kind)any(DEF_KIND_COUNT), .is_async = any(2) };
		d->parent = any_id(i);
		d->block = any_id(MIN(i, o->block_count));
		d->name = any_text(a);
		d->span = any_span(2 * i + 1);
		d->end = any_number();
		d->end_line = any_number();
	}
}

static void fill_blocks(struct arena *a, struct outline *o)
{
	o->blocks = arena_array(a, struct block, o->block_count);
	for (uint32_t i = 0; i < o->block_count; i++)
		o->blocks[i] = (struct block){
			(enum block_kind)any(BLOCK_KIND_COUNT),
			any_id(i),
			any_id(MIN(i, o->def_count)),
			any_id(o->block_count),
			2 * i,
			any_number(),
			any_text(a),
		};
}

static void fill_imports(struct arena *a, struct outline *o)
{
	o->names = arena_array(a, struct import_name, o->name_count);
	for (uint32_t i = 0; i < o->name_count; i++)
		o->names[i] = (struct import_name){ any_text(a), any_text(a), any_span(any_number()) };
	o->imports = arena_array(a, struct import, o->import_count);
	for (uint32_t i = 0; i < o->import_count; i++) {
		struct import *m = &o->imports[i];

		*m = (struct import){ .form = (enum import_form)any(IMPORT_FORM_COUNT), .level = any_number() };
		m->def = any_id(o->def_count);
		m->block = any_id(o->block_count);
		m->is_parenthesised = any(2);
		m->is_joined = any(2);
		m->module = any_text(a);
		m->first_name = any(o->name_count + 1);
		m->name_count = any(o->name_count - m->first_name + 1);
		m->span = any_span(any_number());
	}
}

static void fill_bindings(struct arena *a, struct outline *o)
{
	o->bindings = arena_array(a, struct binding, o->binding_count);
	for (uint32_t i = 0; i < o->binding_count; i++)
		o->bindings[i] = (struct binding){
			(enum binding_kind)any(BINDING_KIND_COUNT),
			any_id(o->def_count),
			any_id(o->block_count),
			any_text(a),
			any_text(a),
			any_text(a),
			any_span(any_number()),
		};
	o->seams = arena_array(a, struct seam, o->seam_count);
	for (uint32_t i = 0; i < o->seam_count; i++)
		o->seams[i] = (struct seam){
			any_id(o->def_count),
			any_id(o->block_count),
			any_text(a),
			any_text(a),
			any(2),
			any_span(any_number()),
		};
}

static struct outline any_outline(struct arena *a)
{
	struct outline o = {
		.def_count = any(6),
		.block_count = any(6),
		.import_count = any(4),
		.name_count = any(6),
		.binding_count = any(4),
		.seam_count = any(3),
	};

	fill_defs(a, &o);
	fill_blocks(a, &o);
	fill_imports(a, &o);
	fill_bindings(a, &o);
	o.exports = any_texts(a, &o.export_count);
	o.has_exports = any(2);
	o.marks = any(16);
	o.line_count = any_number();
	o.is_broken = any(2);
	o.broken_line = any_number();
	o.broken_reason = o.is_broken ? "an unterminated string" : NULL;
	return o;
}

/* --- All kinds behind one face --- */

struct kind {
	const char *name;
	void (*pack_any)(struct arena *a, struct strbuf *blob, struct strbuf *dump);
	bool (*unpack)(struct str blob, struct arena *a, struct strbuf *dump, struct strbuf *blob_again);
};

static void pack_any_details(struct arena *a, struct strbuf *blob, struct strbuf *dump)
{
	struct details d = any_details(a);

	details_pack(&d, blob);
	details_dump(&d, dump);
}

static bool unpack_details(struct str blob, struct arena *a, struct strbuf *dump, struct strbuf *blob_again)
{
	struct details d;

	if (!details_unpack(blob, a, &d))
		return false;
	details_dump(&d, dump);
	details_pack(&d, blob_again);
	return true;
}

static void pack_any_outline(struct arena *a, struct strbuf *blob, struct strbuf *dump)
{
	struct outline o = any_outline(a);

	outline_pack(&o, blob);
	outline_dump(&o, dump);
}

static bool unpack_outline(struct str blob, struct arena *a, struct strbuf *dump, struct strbuf *blob_again)
{
	struct outline o;

	if (!outline_unpack(blob, a, &o))
		return false;
	outline_dump(&o, dump);
	outline_pack(&o, blob_again);
	return true;
}

static void state_dump(const struct state_facts *f, struct strbuf *dump)
{
	for (uint32_t i = 0; i < f->event_count; i++) {
		const struct state_event *e = &f->events[i];

		strbuf_printf(dump, "%d %d %u " STR_FMT "=" STR_FMT "(" STR_FMT ") %d%d%d %u-%u:%u-%u\n", (int)e->kind, (int)e->value_kind, e->def_start,
			      STR_ARG(e->name), STR_ARG(e->value), STR_ARG(e->text), e->is_key, e->is_async, e->is_awaited, e->span.start, e->span.end,
			      e->region_start, e->region_end);
	}
}

static void pack_any_state(struct arena *a, struct strbuf *blob, struct strbuf *dump)
{
	struct state_facts f = { .event_count = any(6) };

	f.events = arena_array(a, struct state_event, f.event_count);
	for (uint32_t i = 0; i < f.event_count; i++)
		f.events[i] = (struct state_event){
			(enum state_kind)any(STATE_KIND_COUNT),
			(enum state_value)any(STATE_VALUE_COUNT),
			any_id(100),
			any_text(a),
			any_text(a),
			any_text(a),
			any(2),
			any(2),
			any(2),
			any_span(any_number()),
			any_number(),
			any_number(),
		};
	state_pack(&f, blob);
	state_dump(&f, dump);
}

static bool unpack_state(struct str blob, struct arena *a, struct strbuf *dump, struct strbuf *blob_again)
{
	struct state_facts f = { .is_read = false };

	if (!state_unpack(blob, a, &f))
		return false;
	state_dump(&f, dump);
	state_pack(&f, blob_again);
	return true;
}

static void dump_site(const struct source_site *s, struct strbuf *dump)
{
	strbuf_printf(dump, "%d %d %d", s->is_rebound, s->is_meant_to_fail, s->knows_keywords);
	for (uint32_t i = 0; i < s->keyword_count; i++)
		strbuf_printf(dump, " [" STR_FMT "]", STR_ARG(s->keywords[i]));
}

static void dump_fields(const struct source_fields *f, struct strbuf *dump)
{
	strbuf_printf(dump, "%d", f->makes_no_constructor);
	for (uint32_t i = 0; i < f->count; i++)
		strbuf_printf(dump, " [" STR_FMT "] %d %d %d", STR_ARG(f->items[i].name), f->items[i].has_default, f->items[i].is_left_out,
			      f->items[i].is_keyword);
}

static void pack_any_site(struct arena *a, struct strbuf *blob, struct strbuf *dump)
{
	struct source_site s = { .is_rebound = any(2), .is_meant_to_fail = any(2), .knows_keywords = any(2) };

	s.keywords = any_texts(a, &s.keyword_count);
	site_pack(&s, blob);
	dump_site(&s, dump);
}

static bool unpack_site(struct str blob, struct arena *a, struct strbuf *dump, struct strbuf *blob_again)
{
	struct source_site s;

	if (!site_unpack(blob, a, &s))
		return false;
	dump_site(&s, dump);
	site_pack(&s, blob_again);
	return true;
}

static void pack_any_fields(struct arena *a, struct strbuf *blob, struct strbuf *dump)
{
	struct source_fields f = { .count = any(4), .makes_no_constructor = any(2) };

	f.items = arena_array(a, struct source_field, f.count);
	for (uint32_t i = 0; i < f.count; i++)
		f.items[i] = (struct source_field){ any_text(a), any(2), any(2), any(2) };
	fields_pack(&f, blob);
	dump_fields(&f, dump);
}

static bool unpack_fields(struct str blob, struct arena *a, struct strbuf *dump, struct strbuf *blob_again)
{
	struct source_fields f;

	if (!fields_unpack(blob, a, &f))
		return false;
	dump_fields(&f, dump);
	fields_pack(&f, blob_again);
	return true;
}

static const struct kind kinds[] = {
	{ "details", pack_any_details, unpack_details },
	{ "outline", pack_any_outline, unpack_outline },
	{ "state", pack_any_state, unpack_state },
	{ "site", pack_any_site, unpack_site },
	{ "fields", pack_any_fields, unpack_fields },
};

/* What one round works with. */
struct round {
	struct arena made, read;
	struct strbuf blob, dump, blob_again, dump_again;
};

static bool unpack(const struct kind *kind, struct round *r, struct str blob)
{
	/* The blob may go: reading it later would be seen by the sanitizer. */
	struct str copy = { memcpy(xmalloc(blob.len + 1), blob.ptr ? blob.ptr : "", blob.len), blob.len };
	bool ok;

	arena_reset(&r->read);
	strbuf_clear(&r->dump_again);
	strbuf_clear(&r->blob_again);
	ok = kind->unpack(copy, &r->read, &r->dump_again, &r->blob_again);
	free((void *)(uintptr_t)copy.ptr);
	return ok;
}

static void begin(const struct kind *kind, struct round *r, uint64_t seed)
{
	*r = (struct round){ 0 };
	state = seed;
	kind->pack_any(&r->made, &r->blob, &r->dump);
}

static void end(struct round *r)
{
	arena_release(&r->made);
	arena_release(&r->read);
	strbuf_release(&r->blob);
	strbuf_release(&r->dump);
	strbuf_release(&r->blob_again);
	strbuf_release(&r->dump_again);
}

START_TEST(what_is_packed_is_unpacked)
{
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct round r;

		begin(&kinds[_i], &r, seed);
		ck_assert_msg(unpack(&kinds[_i], &r, strbuf_str(&r.blob)), "seed %u", (unsigned)seed);
		ck_assert(str_eq(strbuf_str(&r.blob), strbuf_str(&r.blob_again)));
		ck_assert_str_eq(r.dump.ptr ? r.dump.ptr : "", r.dump_again.ptr ? r.dump_again.ptr : "");
		end(&r);
	}
}
END_TEST

START_TEST(cut_or_longer_blobs_are_refused)
{
	for (uint64_t seed = 0; seed < ROUNDS / 10; seed++) {
		struct round r;

		begin(&kinds[_i], &r, seed);
		for (size_t len = 0; len < r.blob.len; len++)
			ck_assert(!unpack(&kinds[_i], &r, str_slice(strbuf_str(&r.blob), 0, len)));
		strbuf_addch(&r.blob, '\0');
		ck_assert(!unpack(&kinds[_i], &r, strbuf_str(&r.blob)));
		end(&r);
	}
}
END_TEST

/* Whatever is accepted can be dumped and packed. */
START_TEST(noise_is_refused_or_harmless)
{
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct round r;

		begin(&kinds[_i], &r, seed);
		for (unsigned n = 0; n < 200; n++) {
			char *byte = &r.blob.ptr[any((uint32_t)r.blob.len)];
			char before = *byte;

			*byte = any(2) ? (char)any(256) : (char)0xFF;
			if (unpack(&kinds[_i], &r, strbuf_str(&r.blob)))
				ck_assert_uint_gt(r.blob_again.len, 0);
			if (any(4))
				*byte = before;
		}
		end(&r);
	}
}
END_TEST

START_TEST(memory_is_in_proportion_to_the_blob)
{
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct round r;
		struct str blob;

		begin(&kinds[_i], &r, seed);
		strbuf_grow(&r.blob, 1000);
		memset(r.blob.ptr + r.blob.len, (int)any(256), 1000);
		r.blob.len += 1000;
		for (unsigned n = 0; n < 20; n++) {
			blob = str_slice(strbuf_str(&r.blob), 0, 1 + any((uint32_t)r.blob.len));
			unpack(&kinds[_i], &r, blob);
			ck_assert_uint_le(r.read.total, 32 * (blob.len + 32));
			r.blob.ptr[any((uint32_t)r.blob.len)] = (char)any(256);
		}
		end(&r);
	}
}
END_TEST

START_TEST(one_kind_is_not_taken_for_the_other)
{
	struct round r;

	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		begin(&kinds[_i], &r, seed);
		ck_assert(!unpack(&kinds[!_i], &r, strbuf_str(&r.blob)));
		end(&r);
	}
}
END_TEST

static bool refuses_outline(const struct outline *o)
{
	struct arena a = { 0 };
	struct strbuf blob = { 0 };
	struct outline read;
	bool refused;

	outline_pack(o, &blob);
	refused = !outline_unpack(strbuf_str(&blob), &a, &read);
	strbuf_release(&blob);
	arena_release(&a);
	return refused;
}

START_TEST(ids_out_of_range_are_refused)
{
	struct def defs[] = { { .parent = NONE, .block = NONE }, { .parent = NONE, .block = NONE } };
	struct block blocks[] = { { .parent = NONE, .def = NONE, .group = 0, .start = 5 } };
	struct binding bindings[] = { { .def = NONE, .block = NONE } };
	struct outline o = { .defs = defs, .def_count = 2, .blocks = blocks, .block_count = 1 };

	o.bindings = bindings;
	o.binding_count = 1;
	ck_assert(!refuses_outline(&o));
	defs[0].parent = 1;
	ck_assert(refuses_outline(&o));
	defs[0].parent = 0;
	ck_assert(refuses_outline(&o));
	defs[0].parent = NONE;
	bindings[0].def = 2;
	ck_assert(refuses_outline(&o));
	bindings[0].def = 1;
	bindings[0].block = 1;
	ck_assert(refuses_outline(&o));
	bindings[0].block = 0;
	ck_assert(!refuses_outline(&o));
	/* A definition in a block that lies in the definition. */
	defs[1].block = 0;
	defs[1].span.start = 5;
	ck_assert(refuses_outline(&o));
	defs[1].span.start = 6;
	ck_assert(!refuses_outline(&o));
	blocks[0].def = 1;
	ck_assert(refuses_outline(&o));
}
END_TEST

START_TEST(uses_out_of_range_are_refused)
{
	struct arena a = { 0 };
	struct strbuf blob = { 0 };
	struct detail item = { .first_use = 0, .use_count = 1 };
	struct details d = { .items = &item, .count = 1 }, read;

	details_pack(&d, &blob);
	ck_assert(!details_unpack(strbuf_str(&blob), &a, &read));
	item.first_use = UINT32_MAX;
	item.use_count = 2;
	strbuf_clear(&blob);
	details_pack(&d, &blob);
	ck_assert(!details_unpack(strbuf_str(&blob), &a, &read));
	strbuf_release(&blob);
	arena_release(&a);
}
END_TEST

START_TEST(packing_changes_nothing)
{
	static const struct use use = {
		.kind = USE_CALL, .def_start = NONE, .name = STR_INIT("f"), .span = { 4, 2, 3, 1, 1, 9 }
	};
	struct details d = { .uses = (struct use *)(uintptr_t)&use, .use_count = 1 };
	struct strbuf blob = { 0 };

	/* A write into the constant would be a fault. */
	details_pack(&d, &blob);
	ck_assert_uint_gt(blob.len, 0);
	strbuf_release(&blob);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("pack");

	tcase_set_timeout(tests, 60);
	unit_add_table(tests, what_is_packed_is_unpacked, kinds);
	unit_add_table(tests, cut_or_longer_blobs_are_refused, kinds);
	unit_add_table(tests, noise_is_refused_or_harmless, kinds);
	unit_add_table(tests, memory_is_in_proportion_to_the_blob, kinds);
	unit_add_table(tests, one_kind_is_not_taken_for_the_other, kinds);
	tcase_add_test(tests, ids_out_of_range_are_refused);
	tcase_add_test(tests, uses_out_of_range_are_refused);
	tcase_add_test(tests, packing_changes_nothing);
	return unit_run("pack", tests);
}
