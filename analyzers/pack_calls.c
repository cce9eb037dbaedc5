/* What was read about calls and data classes as bytes and back. */
#include "base/base.h"
#include "analyzers/pack.h"

#include "analyzers/codec.h"
#include "analyzers/source.h"

/* Change one when its struct in source.h, or the order of anything below, changes. */
#define SITE_MAGIC 0x5F
#define FIELDS_MAGIC 0x5C

#define LEAST_KEYWORD 1 /* bytes that each takes at least in the blob */
#define LEAST_FIELD 4

static void code_site(struct codec *c, struct source_site *s)
{
	code_bool(c, &s->is_rebound);
	code_bool(c, &s->is_meant_to_fail);
	code_bool(c, &s->knows_keywords);
	code_list(c, s->keywords, s->keyword_count, LEAST_KEYWORD, code_str);
	code_str(c, &s->super_owner);
}

void site_pack(const struct source_site *s, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct source_site copy = *s;

	strbuf_addch(out, (char)SITE_MAGIC);
	code_site(&c, &copy);
}

bool site_unpack(struct str blob, struct arena *a, struct source_site *ret)
{
	struct source_site s = { 0 };
	struct codec c;

	if (!codec_start(&c, blob, a, SITE_MAGIC))
		return false;
	code_site(&c, &s);
	if (c.failed || c.at != c.end)
		return false;
	*ret = s;
	return true;
}

static void code_field(struct codec *c, struct source_field *f)
{
	code_str(c, &f->name);
	code_bool(c, &f->has_default);
	code_bool(c, &f->is_left_out);
	code_bool(c, &f->is_keyword);
}

static void code_fields(struct codec *c, struct source_fields *f)
{
	code_list(c, f->items, f->count, LEAST_FIELD, code_field);
	code_bool(c, &f->makes_no_constructor);
}

void fields_pack(const struct source_fields *f, struct strbuf *out)
{
	struct codec c = { .out = out };
	struct source_fields copy = *f;

	strbuf_addch(out, (char)FIELDS_MAGIC);
	code_fields(&c, &copy);
}

bool fields_unpack(struct str blob, struct arena *a, struct source_fields *ret)
{
	struct source_fields f = { 0 };
	struct codec c;

	if (!codec_start(&c, blob, a, FIELDS_MAGIC))
		return false;
	code_fields(&c, &f);
	if (c.failed || c.at != c.end)
		return false;
	*ret = f;
	return true;
}
