/* Numbers as varints, text with its length; what is read is believed in nothing. */
#include "base/base.h"
#include "analyzers/lang/c/clang_wire.h"

#include "analyzers/facts.h"
#include "analyzers/lang/c/clang_unit.h"

struct wire wire_reader(struct str bytes, struct arena *a)
{
	const unsigned char *at = (const unsigned char *)bytes.ptr;

	return (struct wire){ .at = at, .end = at ? at + bytes.len : at, .arena = a };
}

struct wire wire_writer(struct strbuf *out)
{
	return (struct wire){ .out = out };
}

bool wire_is_done(const struct wire *w)
{
	return !w->failed && w->at == w->end;
}

static void put(struct strbuf *out, uint64_t value)
{
	while (value >= 0x80) {
		strbuf_addch(out, (char)(value | 0x80));
		value >>= 7;
	}
	strbuf_addch(out, (char)value);
}

static uint64_t get(struct wire *w)
{
	uint64_t value = 0;

	for (unsigned shift = 0; shift < 64 && w->at < w->end; shift += 7) {
		unsigned char byte = *w->at++;

		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return value;
	}
	w->failed = true;
	w->at = w->end;
	return 0;
}

void wire_u64(struct wire *w, uint64_t *value)
{
	if (w->out)
		put(w->out, *value);
	else
		*value = get(w);
}

void wire_u32(struct wire *w, uint32_t *value)
{
	uint64_t wide = *value;

	wire_u64(w, &wide);
	w->failed |= wide > UINT32_MAX;
	if (!w->out)
		*value = w->failed ? 0 : (uint32_t)wide;
}

void wire_bool(struct wire *w, bool *value)
{
	uint32_t number = wire_below(w, *value, 2);

	if (!w->out)
		*value = number;
}

uint32_t wire_below(struct wire *w, uint32_t value, uint32_t count)
{
	wire_u32(w, &value);
	w->failed |= value >= count;
	return w->failed ? 0 : value;
}

uint32_t wire_count(struct wire *w, uint32_t count)
{
	wire_u32(w, &count);
	w->failed |= !w->out && count > (size_t)(w->end - w->at);
	return w->failed ? 0 : count;
}

void wire_str(struct wire *w, struct str *text)
{
	uint64_t len = text->len;

	wire_u64(w, &len);
	if (w->out) {
		strbuf_add(w->out, *text);
		return;
	}
	w->failed |= len > (uint64_t)(w->end - w->at);
	*text = w->failed ? STR("") : (struct str){ (const char *)w->at, (size_t)len };
	w->at += text->len;
}

void wire_span(struct wire *w, struct span *span)
{
	uint32_t len = span->end - span->start;

	wire_u32(w, &span->start);
	wire_u32(w, &len);
	w->failed |= len > UINT32_MAX - span->start;
	wire_u32(w, &span->line);
	wire_u32(w, &span->column);
	wire_u32(w, &span->end_line);
	wire_u32(w, &span->end_column);
	if (!w->out)
		span->end = w->failed ? 0 : span->start + len;
}

/* Eight bytes each, of the machine: both ends are one program. */
void wire_hashes(struct wire *w, uint64_t **hashes, uint32_t *count)
{
	uint32_t number = wire_count(w, *count);
	size_t size = arena_size(number, sizeof(**hashes));

	if (w->out) {
		strbuf_add(w->out, (struct str){ (const char *)*hashes, size });
		return;
	}
	w->failed |= size > (size_t)(w->end - w->at);
	*count = w->failed ? 0 : number;
	*hashes = NULL;
	if (*count == 0)
		return;
	*hashes = arena_copy(w->arena, w->at, *count, sizeof(**hashes));
	w->at += size;
}

static void wire_diagnostic(struct wire *w, struct clang_diagnostic *d)
{
	wire_kind(w, d->severity, CLANG_SEVERITY_COUNT);
	wire_str(w, &d->path);
	wire_str(w, &d->message);
	wire_str(w, &d->option);
	wire_u32(w, &d->line);
	wire_u32(w, &d->column);
	wire_u32(w, &d->offset);
}

static void wire_arms(struct wire *w, struct clang_arms *x)
{
	wire_str(w, &x->path);
	wire_u64(w, &x->conditions);
	wire_u64(w, &x->left_out);
}

void wire_outcome(struct wire *w, struct clang_outcome *o)
{
	wire_kind(w, o->status, CLANG_STATUS_COUNT);
	wire_str(w, &o->message);
	wire_u32(w, &o->parse_us);
	wire_u32(w, &o->total_us);
	wire_bool(w, &o->is_retried);
	wire_array(w, struct clang_diagnostic, o->diagnostics, o->diagnostic_count, wire_diagnostic);
	wire_u32(w, &o->error_count);
	wire_u32(w, &o->warning_count);
	wire_array(w, struct str, o->files, o->file_count, wire_str);
	wire_array(w, struct clang_arms, o->arms, o->arms_count, wire_arms);
}
