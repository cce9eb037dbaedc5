/* Reading a code base: list the files, take each in once, keep what it says. */
#include "base/base.h"
#include "analyzers/project.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "analyzers/cache.h"
#include "analyzers/config.h"
#include "analyzers/project_impl.h"
#include "analyzers/roles.h"
#include "base/bisect.h"
#include "base/file.h"
#include "base/pool.h"

/* --- For all parts --- */

int project_open_root(const struct project *p, struct err *err)
{
	int fd = open(p->root.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		err_errno(err, "cannot open " STR_FMT, STR_ARG(p->root));
	return fd;
}

bool project_is_cancelled(const struct project *p)
{
	const volatile bool *cancel = p->options->cancel;

	return cancel && __atomic_load_n(cancel, __ATOMIC_RELAXED);
}

void project_told(const struct project *p, const char *stage, size_t *done, size_t total)
{
	size_t now = __atomic_add_fetch(done, 1, __ATOMIC_RELAXED);

	if (p->options->progress)
		p->options->progress(p->options->progress_context, stage, now, total);
}

void project_skip(struct project *p, struct str path, const char *reason)
{
	vec_push(&p->skips, (struct project_skip){ path, arena_str(&p->arena, str_from(reason)) });
}

static int compare_skips(const void *left, const void *right)
{
	const struct project_skip *a = left, *b = right;
	int order = str_cmp(a->path, b->path);

	return order ? order : str_cmp(a->reason, b->reason);
}

void project_sort_skips(struct project *p)
{
	vec_sort(&p->skips, compare_skips);
}

/* --- Reading --- */

struct read_job {
	struct project *project;
	struct err **errors; /* by file: why it could not be read; NULL when it could */
	size_t done;
	int root_fd;
};

/* What the cache has for the content of a file that skimming could read, or anew. */
static void skim(const struct project *p, unsigned worker, struct file *file, struct str source)
{
	struct project_worker *w = &p->workers[worker];

	if (project_cache_get_outline(p, worker, file))
		return;
	file->lang->skim(project_parser(w, file->lang), source, &w->arena, &file->outline);
	if (!file->outline.is_broken)
		project_cache_put_outline(p, worker, file);
}

/* What cannot be trusted lexically is parsed at once: skimming would go on saying so. */
static void take_in(const struct project *p, unsigned worker, struct file *file, struct str source)
{
	const char *reason;
	uint32_t line;

	project_hash(source, &file->hash_high, &file->hash_low);
	if (file->lang->creations) {
		project_read_c(p, worker, file, source);
		return;
	}
	if (!p->options->parse_all)
		skim(p, worker, file, source);
	if (!p->options->parse_all && !file->outline.is_broken)
		return;
	reason = file->outline.broken_reason;
	line = file->outline.broken_line;
	project_parse(p, worker, file, source, NULL, 0, true);
	if (file->unparsed && reason) {
		file->unparsed = reason;
		file->unparsed_line = line;
	}
}

/* Is false, with *err, when it cannot be read. */
static bool read_file(const struct read_job *job, unsigned worker, struct file *file, struct err *err)
{
	const struct project *p = job->project;
	struct strbuf *source = &p->workers[worker].source;
	bool may_recall = p->cache && !p->options->parse_all;
	struct file_stamp stamp;
	bool has_stamp = may_recall && project_stamp(job->root_fd, file->path.ptr, time(NULL), &stamp);

	if (has_stamp && project_recall(p, worker, &stamp, file))
		return true;
	if (!file_read_at(job->root_fd, file->path.ptr, PROJECT_FILE_MAX, source, err))
		return false;
	file->size = source->len;
	take_in(p, worker, file, strbuf_str(source));
	if (has_stamp && !file->is_parsed)
		project_remember(p, worker, &stamp, file);
	return true;
}

static void read_one(void *context, unsigned worker, size_t item)
{
	struct read_job *job = context;
	struct project *p = job->project;
	struct file *file = &p->files[item];
	struct err err = { 0 };

	if (!read_file(job, worker, file, &err)) {
		file->is_unreadable = true;
		job->errors[item] = arena_copy(&p->workers[worker].arena, &err, 1, sizeof(err));
	}
	project_told(p, "read", &job->done, p->file_count);
}

static bool wants(struct str path)
{
	return lang_of_path(path) != NULL || lang_copied_path(path).len > 0;
}

/* Source files first, in order; then the copies. */
static void take_files(struct project *p, const struct walk_result *found)
{
	p->files = arena_array(&p->arena, struct file, found->files.len);
	for (size_t i = 0; i < found->files.len; i++) {
		struct str path = found->files.items[i].path;

		if (lang_of_path(path))
			p->files[p->file_count++] = (struct file){ .path = path, .lang = lang_of_path(path) };
	}
	for (size_t i = 0; i < found->files.len; i++) {
		struct str path = found->files.items[i].path, source = lang_copied_path(path);

		if (source.len)
			p->files[p->file_count + p->copy_count++] =
				(struct file){ .path = path, .lang = lang_of_path(source), .roles = ROLE_BACKUP };
	}
}

static bool list_files(struct project *p, struct err *err)
{
	const struct project_options *o = p->options;
	struct walk_options walk = { .root = p->root,
		.starts = o->starts,
		.start_count = o->start_count,
		.excludes = o->config->excludes,
		.exclude_count = o->config->exclude_count,
		.want_dirty = o->want_dirty,
		.jobs = o->jobs,
		.wants = wants };
	struct walk_result found = { 0 };

	if (!walk_run(&walk, &p->arena, &found, err))
		return false;
	take_files(p, &found);
	for (size_t i = 0; i < found.skips.len; i++)
		project_skip(p, found.skips.items[i].path, found.skips.items[i].reason);
	p->from_git = found.from_git;
	p->is_dirty = found.is_dirty;
	p->commit = found.commit;
	return true;
}

static void start_workers(struct project *p)
{
	p->jobs = pool_jobs(p->options->jobs, p->file_count);
	p->workers = xcalloc(p->jobs, sizeof(*p->workers));
}

static void finish_reading(struct project *p, const struct read_job *job)
{
	for (uint32_t i = 0; i < p->file_count; i++) {
		p->bytes += p->files[i].size;
		p->parsed += p->files[i].is_parsed;
		if (job->errors[i])
			project_skip(p, p->files[i].path, job->errors[i]->message);
	}
	project_sort_skips(p);
	roles_set(p, p->options->config);
}

bool project_read(const struct project_options *options, struct project *ret, struct err *err)
{
	struct project *p = ret;
	struct read_job job = { .project = p };

	*p = (struct project){ .options = options };
	p->root = arena_str(&p->arena, options->root);
	if (!list_files(p, err))
		return false;
	job.root_fd = project_open_root(p, err);
	if (job.root_fd < 0)
		return false;
	start_workers(p);
	project_cache_open(p);
	job.errors = xcalloc(MAX(p->file_count, 1), sizeof(*job.errors));
	pool_run(p->jobs, p->file_count, read_one, &job, options->cancel);
	close(job.root_fd);
	finish_reading(p, &job);
	free(job.errors);
	return !project_is_cancelled(p) || err_set(err, "interrupted");
}

static void release_worker(struct project_worker *w)
{
	lang_parsers_release(&w->parsers);
	strbuf_release(&w->source);
	strbuf_release(&w->asked);
	strbuf_release(&w->blob);
	arena_release(&w->scratch);
	arena_release(&w->arena);
}

void project_release(struct project *p)
{
	if (!p)
		return;
	for (unsigned i = 0; p->workers && i < p->jobs; i++)
		release_worker(&p->workers[i]);
	free(p->workers);
	cache_close(p->cache);
	vec_release(&p->skips);
	arena_release(&p->arena);
	*p = (struct project){ 0 };
}

/* --- What the code base would be like --- */

struct amend_job {
	struct project *project;
	const struct amendment *items;
};

static void amend_one(void *context, unsigned worker, size_t item)
{
	struct amend_job *job = context;
	const struct amendment *a = &job->items[item];
	struct file *old = &job->project->files[a->file];
	struct file file = { .path = old->path, .lang = old->lang, .roles = old->roles, .is_gone = a->is_gone };

	if (!a->is_gone) {
		file.size = a->bytes.len;
		take_in(job->project, worker, &file, a->bytes);
	}
	*old = file;
}

void project_amend(struct project *p, const struct amendment *items, size_t count)
{
	struct amendment *kept = arena_copy(&p->arena, items, count, sizeof(*items));
	struct amend_job job = { p, kept };

	for (size_t i = 0; i < count; i++)
		kept[i].bytes = arena_str(&p->arena, items[i].bytes);
	if (!p->amended)
		p->amended = arena_array(&p->arena, const struct amendment *, (size_t)p->file_count + p->copy_count);
	for (size_t i = 0; i < count; i++)
		p->amended[kept[i].file] = &kept[i];
	p->amendments++;
	pool_run(p->jobs, count, amend_one, &job, NULL);
}

/* --- Questions --- */

file_id project_find(const struct project *p, struct str path)
{
	file_id at;

	bisect(at, p->file_count, str_cmp(p->files[at].path, path) < 0);
	return at < p->file_count && str_eq(p->files[at].path, path) ? at : NONE;
}

bool project_is_production(const struct project *p, file_id file)
{
	return !(p->files[file].roles & ROLE_NOT_PRODUCTION);
}
