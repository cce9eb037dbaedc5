/* What the parts of the project share: the state of its threads and the memory of earlier runs. */
#ifndef ANALYZERS_PROJECT_IMPL_H
#define ANALYZERS_PROJECT_IMPL_H

#include "analyzers/project.h"
#include "base/strbuf.h"

/* What one thread keeps from file to file. */
struct project_worker {
	struct arena arena; /* facts of the files that fell to it */
	struct arena scratch;
	struct lang_parser **parsers; /* by place in lang_table; made at first use */
	struct strbuf source, blob;
};

/* Offsets are 32 bits; a source of this size is no source. */
#define PROJECT_FILE_MAX ((size_t)256 << 20)

/* --- project.c --- */

int project_open_root(const struct project *p, struct err *err); /* -1 and *err set when it fails */
bool project_is_cancelled(const struct project *p);
void project_told(const struct project *p, const char *stage, size_t *done, size_t total); /* one more is done */
void project_skip(struct project *p, struct str path, const char *reason);
void project_sort_skips(struct project *p);

/* The thread's parser of a language. */
struct lang_parser *project_parser(struct project_worker *w, const struct lang *lang);

/* --- project_cache.c: every question to the cache is here; without a cache they all find nothing --- */

void project_cache_open(struct project *p);

/* count 0 is the whole file, as in lang.parse. The facts live in the worker's arena. */
bool project_cache_get(const struct project *p, unsigned worker, const struct file *file, const struct range *ranges,
	uint32_t count, struct outline *ret_outline, struct details *ret_details);
void project_cache_put(const struct project *p, unsigned worker, const struct file *file, const struct range *ranges,
	uint32_t count, const struct outline *outline, const struct details *details);

/* --- project_parse.c --- */

/* Parse ranges of a source, or take the result from the cache; set file.unparsed when it has errors. */
void project_parse(const struct project *p, unsigned worker, struct file *file, struct str source,
	const struct range *ranges, uint32_t count, bool with_outline);

/* XXH3-128 of the content. */
void project_hash(struct str source, uint64_t *ret_high, uint64_t *ret_low);

#endif
