/* What a file does with state as bytes and back: the events, and behind them the definitions as details. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/codec.h"
#include "analyzers/state.h"

#define STATE_MAGIC 0x5E /* change it when state.h or the order of anything below changes */
#define LEAST_EVENT 17   /* bytes that an event takes at least in the blob */

static void code_event(struct codec *c, struct state_event *e)
{
	code_kind(c, e->kind, STATE_KIND_COUNT);
	code_kind(c, e->value_kind, STATE_VALUE_COUNT);
	code_id(c, &e->def_start);
	code_str(c, &e->name);
	code_str(c, &e->value);
	code_str(c, &e->text);
	code_bool(c, &e->is_key);
	code_bool(c, &e->is_async);
	code_bool(c, &e->is_awaited);
	code_span(c, &e->span);
	code_difference(c, e->span.start, &e->region_start);
	code_difference(c, e->region_start, &e->region_end);
}

void state_pack(const struct state_facts *f, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct state_facts copy = *f;

	strbuf_addch(out, (char)STATE_MAGIC);
	code_list(&c, copy.events, copy.event_count, LEAST_EVENT, code_event);
	details_pack(&f->details, out);
}

bool state_unpack(struct str blob, struct arena *a, struct state_facts *ret)
{
	struct state_facts f = { .is_read = true };
	struct codec c;

	if (!codec_start(&c, blob, a, STATE_MAGIC))
		return false;
	code_list(&c, f.events, f.event_count, LEAST_EVENT, code_event);
	if (c.failed || !details_unpack((struct str){ (const char *)c.at, (size_t)(c.end - c.at) }, a, &f.details))
		return false;
	*ret = f;
	return true;
}
