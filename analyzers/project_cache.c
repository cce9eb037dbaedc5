/* What the project keeps in the cache, and under which keys. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include "analyzers/build_id.h"
#include "analyzers/cache.h"
#include "analyzers/cfacts.h"
#include "analyzers/cstate.h"
#include "analyzers/pack.h"
#include "analyzers/state.h"
#include "analyzers/tests.h"
#include "base/path.h"

/* Another build may yield other facts for the same text. To be raised all the same: a linker may write no build id. */
#define FACTS_SALT "facts 2"

enum blob_kind { BLOB_OUTLINE = 1, BLOB_DETAILS, BLOB_SKIMMED, BLOB_MEMORY, BLOB_RANGES, BLOB_CREATIONS, BLOB_OTHER, BLOB_STATE, BLOB_STATICS, BLOB_CALLS, BLOB_TESTS };

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
	struct str build = build_id();

	if (p->options->use_cache && !p->cache)
		p->cache = cache_open(p->root, arena_printf(&p->arena, FACTS_SALT " %016llx", (unsigned long long)str_hash(build)).ptr);
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

bool project_cache_get_tests(const struct project *p, unsigned worker, const struct file *file, struct test_facts *ret)
{
	struct key k = key_of(file, NULL, 0, BLOB_TESTS);
	struct str blob;

	return p->cache && cache_get(p->cache, k.high, k.low, &blob) && tests_unpack(blob, file->outline.def_count, &p->workers[worker].arena, ret);
}

void project_cache_put_tests(const struct project *p, unsigned worker, const struct file *file, const struct test_facts *facts)
{
	struct strbuf *blob = &p->workers[worker].blob;

	if (!p->cache)
		return;
	strbuf_clear(blob);
	tests_pack(facts, blob);
	put(p, worker, key_of(file, NULL, 0, BLOB_TESTS));
}

static struct key key_of_state(const struct file *file, const struct state_question *q)
{
	struct key key = key_of(file, NULL, 0, BLOB_STATE);

	key.high ^= str_hash(str_from(q->name));
	key.low ^= (uint64_t)q->def << 32;
	return key;
}

bool project_cache_get_state(const struct project *p, unsigned worker, const struct file *file, const struct state_question *q, struct state_facts *ret)
{
	struct key key = key_of_state(file, q);
	struct str blob;

	return p->cache && cache_get(p->cache, key.high, key.low, &blob) && state_unpack(blob, &p->workers[worker].arena, ret);
}

void project_cache_put_state(const struct project *p, unsigned worker, const struct file *file, const struct state_question *q, const struct state_facts *facts)
{
	struct strbuf *blob = &p->workers[worker].blob;

	if (!p->cache)
		return;
	strbuf_clear(blob);
	state_pack(facts, blob);
	put(p, worker, key_of_state(file, q));
}

bool project_cache_get_outline(const struct project *p, unsigned worker, struct file *file)
{
	struct key key = key_of(file, NULL, 0, BLOB_SKIMMED);
	struct str blob;

	return p->cache && cache_get(p->cache, key.high, key.low, &blob) &&
		outline_unpack(blob, &p->workers[worker].arena, &file->outline);
}

void project_cache_put_outline(const struct project *p, unsigned worker, const struct file *file)
{
	struct strbuf *blob = &p->workers[worker].blob;

	if (!p->cache)
		return;
	strbuf_clear(blob);
	outline_pack(&file->outline, blob);
	put(p, worker, key_of(file, NULL, 0, BLOB_SKIMMED));
}

/* The same text under another ending may be of the other language. */
static struct key key_of_creations(const struct file *file)
{
	struct key key = key_of(file, NULL, 0, BLOB_CREATIONS);

	key.high ^= str_hash(path_extension(file->path));
	return key;
}

bool project_cache_get_creations(const struct project *p, unsigned worker, struct file *file)
{
	struct arena *a = &p->workers[worker].arena;
	struct key key = key_of_creations(file);
	struct cfacts *facts;
	struct str blob;

	if (!p->cache || !cache_get(p->cache, key.high, key.low, &blob))
		return false;
	facts = arena_new(a, struct cfacts);
	if (!cfacts_unpack(blob, a, facts))
		return false;
	file->creations = facts;
	return true;
}

void project_cache_put_creations(const struct project *p, unsigned worker, const struct file *file)
{
	struct strbuf *blob = &p->workers[worker].blob;

	if (!p->cache)
		return;
	strbuf_clear(blob);
	cfacts_pack(file->creations, blob);
	put(p, worker, key_of_creations(file));
}

static struct key key_of_statics(const struct file *file)
{
	struct key key = key_of(file, NULL, 0, BLOB_STATICS);

	key.high ^= str_hash(path_extension(file->path));
	return key;
}

bool project_cache_get_statics(const struct project *p, unsigned worker, const struct file *file, struct cstate_facts *ret)
{
	struct key key = key_of_statics(file);
	struct str blob;

	return p->cache && cache_get(p->cache, key.high, key.low, &blob) && cstate_unpack(blob, &p->workers[worker].arena, ret);
}

void project_cache_put_statics(const struct project *p, unsigned worker, const struct file *file, const struct cstate_facts *facts)
{
	struct strbuf *blob = &p->workers[worker].blob;

	if (!p->cache)
		return;
	strbuf_clear(blob);
	cstate_pack(facts, blob);
	put(p, worker, key_of_statics(file));
}

static struct key key_of_closer(const struct file *file, const struct question *q)
{
	struct key key = key_of_creations(file);

	return (struct key){ key.high ^ q->high, key.low ^ q->low };
}

bool project_cache_get_closer(const struct project *p, unsigned worker, const struct file *file, const struct question *q, struct cfacts **ret)
{
	struct arena *a = &p->workers[worker].arena;
	struct key key = key_of_closer(file, q);
	struct str blob;

	*ret = NULL;
	if (!p->cache || !cache_get(p->cache, key.high, key.low, &blob))
		return false;
	if (blob.len == 0)
		return true;
	*ret = arena_new(a, struct cfacts);
	return cfacts_unpack(blob, a, *ret);
}

void project_cache_put_closer(const struct project *p, unsigned worker, const struct file *file, const struct question *q, const struct cfacts *facts)
{
	if (!p->cache)
		return;
	strbuf_clear(&p->workers[worker].blob);
	if (facts)
		cfacts_pack(facts, &p->workers[worker].blob);
	put(p, worker, key_of_closer(file, q));
}

static struct key key_of_question(const struct file *file, const struct question *q)
{
	return (struct key){ file->hash_high ^ q->high, file->hash_low ^ q->low ^ (uint64_t)BLOB_RANGES };
}

/* Sorted, apart, and inside of the file: a parser may rely on it. */
static bool are_ranges(const struct range *ranges, uint32_t count, const struct file *file)
{
	uint32_t end = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (ranges[i].start < end || ranges[i].end <= ranges[i].start || ranges[i].end > file->size)
			return false;
		end = ranges[i].end;
	}
	return true;
}

bool project_cache_get_ranges(const struct project *p, unsigned worker, const struct file *file, const struct question *q,
	struct range **ret_ranges, uint32_t *ret_count)
{
	struct key key = key_of_question(file, q);
	struct range *ranges;
	uint32_t count;
	struct str blob;

	if (!p->cache || !cache_get(p->cache, key.high, key.low, &blob) || blob.len % sizeof(*ranges) != 0)
		return false;
	count = (uint32_t)(blob.len / sizeof(*ranges));
	ranges = arena_copy(&p->workers[worker].scratch, blob.ptr, count, sizeof(*ranges));
	if (!are_ranges(ranges, count, file))
		return false;
	*ret_ranges = ranges;
	*ret_count = count;
	return true;
}

void project_cache_put_ranges(const struct project *p, unsigned worker, const struct file *file, const struct question *q,
	const struct range *ranges, uint32_t count)
{
	struct key key = key_of_question(file, q);

	if (p->cache)
		cache_put(p->cache, worker, key.high, key.low, (struct str){ (const char *)ranges, count * sizeof(*ranges) });
}

static struct key key_of_memory(const struct file *file)
{
	struct key key;

	project_hash(file->path, &key.high, &key.low);
	key.low ^= (uint64_t)BLOB_MEMORY;
	return key;
}

bool project_cache_get_memory(const struct project *p, const struct file *file, struct str *ret_blob)
{
	struct key key = key_of_memory(file);

	return p->cache && cache_get(p->cache, key.high, key.low, ret_blob);
}

void project_cache_put_memory(const struct project *p, unsigned worker, const struct file *file, struct str blob)
{
	struct key key = key_of_memory(file);

	if (p->cache)
		cache_put(p->cache, worker, key.high, key.low, blob);
}

bool project_find_blob(struct project *p, uint64_t high, uint64_t low, struct str *ret_blob)
{
	project_cache_open(p);
	return p->cache && cache_get(p->cache, high, low ^ (uint64_t)BLOB_OTHER, ret_blob);
}

void project_keep_blob(struct project *p, uint64_t high, uint64_t low, struct str blob)
{
	project_cache_open(p);
	if (p->cache)
		cache_put(p->cache, 0, high, low ^ (uint64_t)BLOB_OTHER, blob);
}

bool project_cache_get_blob(const struct project *p, uint64_t high, uint64_t low, struct str *ret_blob)
{
	return p->cache && cache_get(p->cache, high, low ^ (uint64_t)BLOB_CALLS, ret_blob);
}

void project_cache_put_blob(const struct project *p, unsigned worker, uint64_t high, uint64_t low, struct str blob)
{
	if (p->cache)
		cache_put(p->cache, worker, high, low ^ (uint64_t)BLOB_CALLS, blob);
}

void project_save(struct project *p)
{
	struct err err = { 0 };

	if (p->cache && !cache_save(p->cache, &err))
		p->note = arena_printf(&p->arena, "the cache was not saved: %s", err.message);
}
