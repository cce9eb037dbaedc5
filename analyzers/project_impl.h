/* What the parts of the project share: the state of its threads and the memory of earlier runs. */
#ifndef ANALYZERS_PROJECT_IMPL_H
#define ANALYZERS_PROJECT_IMPL_H

#include <time.h>

#include "analyzers/project.h"
#include "base/strbuf.h"

/* What one thread keeps from file to file. */
struct project_worker {
	struct strbuf asked;  /* the source of a file that several questions in turn are about ... */
	file_id asked_file;   /* ... which is this one less one; 0 is none */
	struct arena arena; /* facts of the files that fell to it */
	struct arena scratch;
	struct lang_parsers parsers;
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

/* What a content does with state, as far as the question goes. */
bool project_cache_get_state(const struct project *p, unsigned worker, const struct file *file, const struct state_question *q, struct state_facts *ret);
void project_cache_put_state(const struct project *p, unsigned worker, const struct file *file, const struct state_question *q, const struct state_facts *facts);

/* The same of C and C++. */
bool project_cache_get_statics(const struct project *p, unsigned worker, const struct file *file, struct cstate_facts *ret);
void project_cache_put_statics(const struct project *p, unsigned worker, const struct file *file, const struct cstate_facts *facts);

/* What test code of a content says. */
bool project_cache_get_tests(const struct project *p, unsigned worker, const struct file *file, struct test_facts *ret);
void project_cache_put_tests(const struct project *p, unsigned worker, const struct file *file, const struct test_facts *facts);

/* The outline that skimming gave for a content: file->outline, from file->hash_*. */
bool project_cache_get_outline(const struct project *p, unsigned worker, struct file *file);
void project_cache_put_outline(const struct project *p, unsigned worker, const struct file *file);

/* The hash of what deepening asks for. */
struct question {
	uint64_t high, low;
};

/* What a C file creates: file->creations, from file->hash_*. */
bool project_cache_get_creations(const struct project *p, unsigned worker, struct file *file);
void project_cache_put_creations(const struct project *p, unsigned worker, const struct file *file);

/* The same with a closer look at what a question asks for; NULL facts, in and out: it asks for nothing that the file has. */
bool project_cache_get_closer(const struct project *p, unsigned worker, const struct file *file, const struct question *q, struct cfacts **ret);
void project_cache_put_closer(const struct project *p, unsigned worker, const struct file *file, const struct question *q, const struct cfacts *facts);

/* The ranges that a question found in a content; in the worker's scratch arena. */
bool project_cache_get_ranges(const struct project *p, unsigned worker, const struct file *file, const struct question *q,
	struct range **ret_ranges, uint32_t *ret_count);
void project_cache_put_ranges(const struct project *p, unsigned worker, const struct file *file, const struct question *q,
	const struct range *ranges, uint32_t count);

/* What is asked of a content about calls, under a key that says it all (project_calls.c). */
bool project_cache_get_blob(const struct project *p, uint64_t high, uint64_t low, struct str *ret_blob);
void project_cache_put_blob(const struct project *p, unsigned worker, uint64_t high, uint64_t low, struct str blob);

/* What is known of the file at a path, whatever its content; see project_recall.c. */
bool project_cache_get_memory(const struct project *p, const struct file *file, struct str *ret_blob);
void project_cache_put_memory(const struct project *p, unsigned worker, const struct file *file, struct str blob);

/* --- project_recall.c --- */

/* What tells that a file is still the same, as far as the disk's word is good. */
struct file_stamp {
	uint64_t device, inode, size;
	int64_t modified, modified_nano, changed, changed_nano;
};

/* False for what is no file, and for what changed so shortly before now that the next change might not show. */
bool project_stamp(int root_fd, const char *path, time_t now, struct file_stamp *ret);

/* Hash, size and outline of a file that an earlier run read with this stamp: it need not be read. */
bool project_recall(const struct project *p, unsigned worker, const struct file_stamp *stamp, struct file *file);

/* For later runs. The stamp was made before the file was read, so that a change in between shows. */
void project_remember(const struct project *p, unsigned worker, const struct file_stamp *stamp, const struct file *file);

/* --- project_c.c: files of a language with `creations` --- */

void project_read_c(const struct project *p, unsigned worker, struct file *file, struct str source);

/* The same from the cache alone, by file->hash_*. */
bool project_recall_c(const struct project *p, unsigned worker, struct file *file);

/* --- project_parse.c --- */

/* Parse ranges of a source, or take the result from the cache; set file.unparsed when it has errors. */
void project_parse(const struct project *p, unsigned worker, struct file *file, struct str source,
	const struct range *ranges, uint32_t count, bool with_outline);

#endif
