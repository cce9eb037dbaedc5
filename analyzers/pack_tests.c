/* Facts about test code as bytes and back; those of Python, which are read from text. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/codec.h"
#include "analyzers/tests.h"

#define TESTS_MAGIC 0x7E /* change it when tests.h or the order of anything below changes */
#define LEAST_DEF 5      /* bytes that each takes at least in the blob */
#define LEAST_MENTION 4
#define LEAST_FLAW 9
#define LEAST_TEXT 1

static void code_text(struct codec *c, struct str *text)
{
	code_str(c, text);
}

static void code_def(struct codec *c, struct test_def *d)
{
	code_u32(c, &d->flags);
	code_list(c, d->bases, d->base_count, LEAST_TEXT, code_text);
	code_list(c, d->params, d->param_count, LEAST_TEXT, code_text);
	code_list(c, d->marks, d->mark_count, LEAST_TEXT, code_text);
	code_u32(c, &d->header_line);
}

static void code_mention(struct codec *c, struct test_word *m)
{
	uint32_t bits = (uint32_t)m->is_called | (uint32_t)m->is_set << 1 | (uint32_t)m->is_doubled << 2;

	code_id(c, &m->def);
	code_u32(c, &m->word);
	code_u32(c, &m->line);
	code_u32(c, &bits);
	m->is_called = bits & 1;
	m->is_set = bits >> 1 & 1;
	m->is_doubled = bits >> 2 & 1;
}

static void code_flaw(struct codec *c, struct test_flaw *f)
{
	code_kind(c, f->kind, FLAW_COUNT);
	code_id(c, &f->def);
	code_span(c, &f->span);
	code_str(c, &f->text);
}

static void code_facts(struct codec *c, struct test_facts *f)
{
	code_list(c, f->defs, f->def_count, LEAST_DEF, code_def);
	code_list(c, f->words, f->word_count, LEAST_TEXT, code_text);
	code_list(c, f->mentions, f->mention_count, LEAST_MENTION, code_mention);
	code_list(c, f->flaws, f->flaw_count, LEAST_FLAW, code_flaw);
	code_list(c, f->marks, f->mark_count, LEAST_TEXT, code_text);
}

void tests_pack(const struct test_facts *f, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct test_facts copy = *f;

	strbuf_addch(out, (char)TESTS_MAGIC);
	code_facts(&c, &copy);
}

/* Ids of a damaged blob lead nowhere. */
static bool is_sound(const struct test_facts *f, uint32_t def_count)
{
	for (uint32_t i = 0; i < f->mention_count; i++)
		if (!is_id(f->mentions[i].def, def_count) || f->mentions[i].word >= f->word_count)
			return false;
	for (uint32_t i = 0; i < f->flaw_count; i++)
		if (!is_id(f->flaws[i].def, def_count))
			return false;
	return f->def_count == def_count;
}

bool tests_unpack(struct str blob, uint32_t def_count, struct arena *a, struct test_facts *ret)
{
	struct test_facts f = { .is_read = true };
	struct codec c;

	if (!codec_start(&c, blob, a, TESTS_MAGIC))
		return false;
	code_facts(&c, &f);
	if (c.failed || c.at != c.end || !is_sound(&f, def_count))
		return false;
	*ret = f;
	return true;
}
