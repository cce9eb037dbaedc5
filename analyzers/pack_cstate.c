/* What C and C++ do with state, as bytes and back. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/codec.h"
#include "analyzers/cstate.h"

#define CSTATE_MAGIC 0x5D /* change it when cstate.h or the order of anything below changes */

/* Bytes that a record takes at least in the blob. */
enum { LEAST_SLOT = 15, LEAST_EVENT = 23, LEAST_CALLEE = 10, LEAST_THREAD = 9, LEAST_FOREIGN = 9, LEAST_NULL = 9, LEAST_NEED = 8 };

static void code_slot(struct codec *c, struct cslot *s)
{
	code_kind(c, s->kind, CSLOT_KIND_COUNT);
	code_str(c, &s->name);
	code_str(c, &s->owner);
	code_str(c, &s->type);
	code_id(c, &s->func);
	code_u32(c, &s->pointers);
	code_bool(c, &s->is_array);
	code_bool(c, &s->is_set);
	code_bool(c, &s->is_atomic);
	code_span(c, &s->span);
}

static void code_bits(struct codec *c, uint64_t *bits)
{
	if (c->out)
		put_varint(c->out, *bits);
	else
		*bits = get_varint(c);
}

static void code_event(struct codec *c, struct cstate_event *e)
{
	code_kind(c, e->kind, CSTATE_KIND_COUNT);
	code_kind(c, e->value_kind, CVALUE_KIND_COUNT);
	code_id(c, &e->slot);
	code_u32(c, &e->func);
	code_str(c, &e->value);
	code_str(c, &e->text);
	code_bits(c, &e->params);
	code_bits(c, &e->keys);
	code_bool(c, &e->is_whole);
	code_bool(c, &e->is_indexed);
	code_bool(c, &e->is_const);
	code_bool(c, &e->is_busy);
	code_bool(c, &e->is_used);
	code_bool(c, &e->is_address);
	code_span(c, &e->span);
	code_difference(c, e->span.start, &e->region_start);
	code_difference(c, e->region_start, &e->region_end);
}

static void code_callee(struct codec *c, struct cstate_callee *callee)
{
	code_hashes(c, &callee->name, 1);
	code_u32(c, &callee->func);
	code_bool(c, &callee->is_guarded);
}

static void code_thread(struct codec *c, struct cstate_thread *t)
{
	code_str(c, &t->name);
	code_bool(c, &t->is_repeated);
	code_u32(c, &t->func);
	code_span(c, &t->span);
}

static void code_foreign(struct codec *c, struct cstate_foreign *f)
{
	code_str(c, &f->name);
	code_str(c, &f->callee);
	code_u32(c, &f->func);
	code_span(c, &f->span);
}

static void code_null(struct codec *c, struct cstate_null *n)
{
	code_str(c, &n->callee);
	code_bits(c, &n->arguments);
	code_u32(c, &n->func);
	code_span(c, &n->span);
}

static void code_need(struct codec *c, struct cstate_need *n)
{
	code_u32(c, &n->func);
	code_u32(c, &n->param);
	code_span(c, &n->span);
}

static void code_all(struct codec *c, struct cstate_facts *f)
{
	code_list(c, f->slots, f->slot_count, LEAST_SLOT, code_slot);
	code_list(c, f->events, f->event_count, LEAST_EVENT, code_event);
	code_list(c, f->callees, f->callee_count, LEAST_CALLEE, code_callee);
	code_list(c, f->threads, f->thread_count, LEAST_THREAD, code_thread);
	code_list(c, f->foreigns, f->foreign_count, LEAST_FOREIGN, code_foreign);
	code_list(c, f->nulls, f->null_count, LEAST_NULL, code_null);
	code_list(c, f->needs, f->need_count, LEAST_NEED, code_need);
	code_u32(c, &f->lock_line);
	code_u32(c, &f->thread_line);
}

void cstate_pack(const struct cstate_facts *f, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct cstate_facts copy = *f;

	strbuf_addch(out, (char)CSTATE_MAGIC);
	code_all(&c, &copy);
}

/* Guards have no slot, and all else has one. */
static bool are_kinds_sound(const struct cstate_facts *f)
{
	for (uint32_t i = 0; i < f->event_count; i++)
		if ((f->events[i].kind == CSTATE_LOCK || f->events[i].kind == CSTATE_ONCE) != (f->events[i].slot == NONE))
			return false;
	return true;
}

bool cstate_unpack(struct str blob, struct arena *a, struct cstate_facts *ret)
{
	struct cstate_facts f = { .is_read = true };
	struct codec c;

	if (!codec_start(&c, blob, a, CSTATE_MAGIC))
		return false;
	code_all(&c, &f);
	if (c.failed || c.at != c.end || !are_kinds_sound(&f) || !cstate_index(&f))
		return false;
	*ret = f;
	return true;
}
