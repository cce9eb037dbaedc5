/* What the project keeps in the cache, and under which keys. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include "analyzers/cache.h"
#include "analyzers/pack.h"

/* To be raised whenever an extractor yields other facts for the same text. */
#define FACTS_SALT "facts 1"

enum blob_kind { BLOB_OUTLINE = 1, BLOB_DETAILS };

struct key {
	uint64_t high, low;
};

/* The content, the ranges that were parsed, the language and the kind of facts. */
static struct key key_of(const struct file *file, const struct range *ranges, uint32_t count, enum blob_kind kind)
{
	struct key key, of_ranges;

	project_hash((struct str){ (const char *)ranges, count * sizeof(*ranges) }, &of_ranges.high, &of_ranges.low);
	key.high = file->hash_high ^ of_ranges.high ^ str_hash(str_from(file->lang->name));
	key.low = file->hash_low ^ of_ranges.low ^ (uint64_t)kind;
	return key;
}

void project_cache_open(struct project *p)
{
	if (p->options->use_cache && !p->cache)
		p->cache = cache_open(p->root, FACTS_SALT);
}

bool project_cache_get(const struct project *p, unsigned worker, const struct file *file, const struct range *ranges,
	uint32_t count, struct outline *ret_outline, struct details *ret_details)
{
	struct arena *a = &p->workers[worker].arena;
	struct key of_outline = key_of(file, ranges, count, BLOB_OUTLINE);
	struct key of_details = key_of(file, ranges, count, BLOB_DETAILS);
	struct outline outline;
	struct str blob;

	if (!p->cache)
		return false;
	if (ret_outline &&
		(!cache_get(p->cache, of_outline.high, of_outline.low, &blob) || !outline_unpack(blob, a, &outline)))
		return false;
	if (!cache_get(p->cache, of_details.high, of_details.low, &blob) || !details_unpack(blob, a, ret_details))
		return false;
	if (ret_outline)
		*ret_outline = outline;
	return true;
}

static void put(const struct project *p, unsigned worker, struct key key)
{
	cache_put(p->cache, worker, key.high, key.low, strbuf_str(&p->workers[worker].blob));
}

void project_cache_put(const struct project *p, unsigned worker, const struct file *file, const struct range *ranges,
	uint32_t count, const struct outline *outline, const struct details *details)
{
	struct strbuf *blob = &p->workers[worker].blob;

	if (!p->cache)
		return;
	if (outline) {
		strbuf_clear(blob);
		outline_pack(outline, blob);
		put(p, worker, key_of(file, ranges, count, BLOB_OUTLINE));
	}
	strbuf_clear(blob);
	details_pack(details, blob);
	put(p, worker, key_of(file, ranges, count, BLOB_DETAILS));
}

void project_save(struct project *p)
{
	struct err err = { 0 };

	if (p->cache && !cache_save(p->cache, &err))
		p->note = arena_printf(&p->arena, "the cache was not saved: %s", err.message);
}
