/* Parsing for the project: from the cache where it can be, whole files or some of their statements. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/file.h"
#include "base/pool.h"

void project_hash(struct str source, uint64_t *ret_high, uint64_t *ret_low)
{
	XXH128_hash_t hash = XXH3_128bits(source.ptr ? source.ptr : "", source.len);

	*ret_high = hash.high64;
	*ret_low = hash.low64;
}

struct lang_parser *project_parser(struct project_worker *w, const struct lang *lang)
{
	return lang_parsers_get(&w->parsers, lang);
}

static void note_errors(struct file *file)
{
	if (!file->details.has_error || file->unparsed)
		return;
	file->unparsed = "syntax error";
	file->unparsed_line = file->details.error_line;
}

static void note_parsed(struct file *file, uint32_t count)
{
	file->is_parsed = true;
	file->is_whole = count == 0;
	note_errors(file);
}

/* What an earlier run made of the same content needs no source. */
static bool take_parsed(const struct project *p, unsigned worker, struct file *file, const struct range *ranges,
	uint32_t count, struct outline *outline)
{
	if (!project_cache_get(p, worker, file, ranges, count, outline, &file->details))
		return false;
	note_parsed(file, count);
	return true;
}

void project_parse(const struct project *p, unsigned worker, struct file *file, struct str source,
	const struct range *ranges, uint32_t count, bool with_outline)
{
	struct project_worker *w = &p->workers[worker];
	struct outline *outline = with_outline ? &file->outline : NULL;
	struct details details = { 0 };

	if (take_parsed(p, worker, file, ranges, count, outline))
		return;
	file->lang->parse(project_parser(w, file->lang), source, ranges, count, &w->arena, outline, &details);
	file->details = details;
	project_cache_put(p, worker, file, ranges, count, outline, &details);
	note_parsed(file, count);
}

/* --- Deepening --- */

struct deepen_job {
	struct project *project;
	const struct deepen *want;
	const struct words *words;
	struct question question;
	const char **skips; /* by item: why it was left as it was, or NULL */
	size_t done;
};

/*
 * What was parsed before and what is wanted now, in one list. Both are made of
 * whole statements, so that two ranges are equal, apart, or one holds the other.
 */
static uint32_t merge_ranges(const struct file *file, const struct range *wanted, uint32_t count, struct arena *a, struct range **ret)
{
	struct range *all = arena_array(a, struct range, (size_t)file->range_count + count + 1);
	uint32_t i = 0, k = 0, len = 0;

	while (i < file->range_count || k < count) {
		bool old = k == count || (i < file->range_count && file->ranges[i].start <= wanted[k].start);
		struct range next = old ? file->ranges[i++] : wanted[k++];

		if (len && next.start <= all[len - 1].end)
			all[len - 1].end = MAX(all[len - 1].end, next.end);
		else
			all[len++] = next;
	}
	*ret = all;
	return len;
}

static bool are_parsed(const struct file *file, const struct range *ranges, uint32_t count)
{
	if (count != file->range_count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (ranges[i].start != file->ranges[i].start || ranges[i].end != file->ranges[i].end)
			return false;
	return true;
}

/* --- Cutting classes down to what matters --- */

/* The outermost class that is the whole of a range's statement; NONE when the range holds anything else. */
static uint32_t class_of_range(const struct outline *o, const struct range *r)
{
	uint32_t found = NONE;

	for (uint32_t d = outline_def_from(o, r->start); d < o->def_count && o->defs[d].span.start < r->end; d++) {
		if (o->defs[d].parent != NONE)
			continue;
		if (found != NONE || o->defs[d].kind != DEF_CLASS || o->defs[d].block != NONE)
			return NONE;
		found = d;
	}
	return found;
}

/*
 * May a method be left out? Only one without a decorator: nothing between the
 * definition before and its own line may hold an '@'.
 */
static bool is_cuttable(struct str source, const struct def *d, uint32_t after, uint32_t *ret_start)
{
	uint32_t start = d->span.start;

	while (start > after && (source.ptr[start - 1] == ' ' || source.ptr[start - 1] == '\t'))
		start--;
	*ret_start = start;
	if (start <= after || (source.ptr[start - 1] != '\n' && source.ptr[start - 1] != '\r') || str_is(d->name, "__init__"))
		return false;
	return str_find(str_slice(source, after, start), '@') == start - after;
}

struct cutter {
	const struct words *words;
	struct str source;
	const struct file *file;
	struct lang_parser *parser;
	struct arena *arena;
	struct range *out;
	uint32_t count;
};

static bool mentions(const struct cutter *c, uint32_t start, uint32_t end)
{
	struct str text = str_slice(c->source, start, end);
	struct range *ignored;

	return words_in_text(c->words, text) && c->file->lang->find(c->parser, text, c->words, c->arena, &ignored) > 0;
}

static void keep_range(struct cutter *c, uint32_t start, uint32_t end, uint32_t line)
{
	if (start < end)
		c->out[c->count++] = (struct range){ start, end, line };
}

static void cut_class(struct cutter *c, const struct range *r, uint32_t class_def)
{
	const struct outline *o = &c->file->outline;
	uint32_t from = r->start, line = r->line, after = o->defs[class_def].span.end;

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < r->end; d++) {
		uint32_t start;

		if (o->defs[d].parent != class_def)
			continue;
		if (o->defs[d].kind == DEF_FUNCTION && o->defs[d].block == o->defs[class_def].block &&
		    is_cuttable(c->source, &o->defs[d], after, &start) && !mentions(c, start, o->defs[d].end)) {
			keep_range(c, from, start, line);
			from = o->defs[d].end;
			line = o->defs[d].end_line + 1;
		}
		after = o->defs[d].end;
	}
	keep_range(c, from, r->end, line);
}

static uint32_t cut_ranges(struct deepen_job *job, struct lang_parser *parser, struct arena *a, const struct file *file, struct str source,
			   struct range **ranges, uint32_t count)
{
	struct cutter c = { .words = job->words, .source = source, .file = file, .parser = parser, .arena = a };

	if (job->want->cut == CUT_NOTHING)
		return count;
	c.out = arena_array(a, struct range, (size_t)count + file->outline.def_count + 1);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t class_def = class_of_range(&file->outline, &(*ranges)[i]);

		if (class_def == NONE)
			keep_range(&c, (*ranges)[i].start, (*ranges)[i].end, (*ranges)[i].line);
		else if (job->want->cut == CUT_METHODS)
			cut_class(&c, &(*ranges)[i], class_def);
	}
	*ranges = c.out;
	return c.count;
}

bool project_has_all(const struct file *file, uint32_t def)
{
	const struct def *d = &file->outline.defs[def];

	for (uint32_t i = 0; i < file->range_count; i++)
		if (file->ranges[i].start <= d->span.start && d->end <= file->ranges[i].end)
			return true;
	return file->is_whole;
}

static bool take_amended(const struct project *p, file_id file, struct strbuf *ret)
{
	const struct amendment *amended = p->amended ? p->amended[file] : NULL;

	if (!amended)
		return false;
	strbuf_clear(ret);
	strbuf_add(ret, amended->bytes);
	return true;
}

bool project_source(const struct project *p, file_id file, struct strbuf *ret, struct err *err)
{
	const struct file *f = &p->files[file];
	uint64_t high, low;

	if (take_amended(p, file, ret))
		return true;
	if (!file_read_at(p->root_fd, f->path.ptr, PROJECT_FILE_MAX, ret, err))
		return false;
	if (file >= p->file_count)
		return true;
	project_hash(strbuf_str(ret), &high, &low);
	return (high == f->hash_high && low == f->hash_low) || err_set(err, "changed since it was analyzed");
}

/* Why the file cannot be looked at again, or NULL. */
static const char *read_again(struct deepen_job *job, unsigned worker, const struct file *file)
{
	const struct project *p = job->project;
	struct strbuf *source = &p->workers[worker].source;
	uint64_t high, low;

	if (take_amended(p, (file_id)(file - p->files), source))
		return NULL;
	if (!file_read_at(job->project->root_fd, file->path.ptr, PROJECT_FILE_MAX, source, NULL))
		return "gone or unreadable since it was listed";
	project_hash(strbuf_str(source), &high, &low);
	return high == file->hash_high && low == file->hash_low ? NULL : "changed while it was being analyzed";
}

/* One file of a job; its source is read when the cache lacks an answer. */
struct task {
	struct deepen_job *job;
	struct file *file;
	unsigned worker;
	bool has_source;
	const char *skip; /* why it cannot be read again, or NULL */
};

static bool need_source(struct task *t)
{
	if (!t->has_source && !t->skip)
		t->skip = read_again(t->job, t->worker, t->file);
	t->has_source = !t->skip;
	return t->has_source;
}

static struct str source_of(const struct task *t)
{
	return strbuf_str(&t->job->project->workers[t->worker].source);
}

static uint32_t search(struct task *t, struct range **ret_ranges)
{
	struct project_worker *w = &t->job->project->workers[t->worker];
	struct lang_parser *parser = project_parser(w, t->file->lang);
	struct str source = source_of(t);
	uint32_t count;

	*ret_ranges = NULL;
	if (!words_in_text(t->job->words, source)) /* most files: cheaper than reading their tokens */
		return 0;
	count = t->file->lang->find(parser, source, t->job->words, &w->scratch, ret_ranges);
	return cut_ranges(t->job, parser, &w->scratch, t->file, source, ret_ranges, count);
}

/* The statements that the job asks for. */
static bool find_ranges(struct task *t, struct range **ret_ranges, uint32_t *ret_count)
{
	const struct project *p = t->job->project;

	if (project_cache_get_ranges(p, t->worker, t->file, &t->job->question, ret_ranges, ret_count))
		return true;
	if (!need_source(t))
		return false;
	*ret_count = search(t, ret_ranges);
	project_cache_put_ranges(p, t->worker, t->file, &t->job->question, *ret_ranges, *ret_count);
	return true;
}

static void parse_ranges(struct task *t, const struct range *ranges, uint32_t count)
{
	const struct project *p = t->job->project;

	if (!take_parsed(p, t->worker, t->file, ranges, count, NULL) && need_source(t))
		project_parse(p, t->worker, t->file, source_of(t), ranges, count, false);
}

static void deepen_ranges(struct task *t)
{
	struct project_worker *w = &t->job->project->workers[t->worker];
	struct file *file = t->file;
	struct range *ranges;
	uint32_t count;

	arena_reset(&w->scratch);
	if (!find_ranges(t, &ranges, &count))
		return;
	count = merge_ranges(file, ranges, count, &w->scratch, &ranges);
	if (are_parsed(file, ranges, count))
		return;
	file->ranges = arena_copy(&w->arena, ranges, count, sizeof(*ranges));
	file->range_count = count;
	parse_ranges(t, file->ranges, count);
}

static void deepen_one(void *context, unsigned worker, size_t item)
{
	struct deepen_job *job = context;
	struct project *p = job->project;
	struct task t = { .job = job, .file = &p->files[job->want->files[item]], .worker = worker };

	if (t.file->lang->parse && !t.file->is_whole && !t.file->is_unreadable && !t.file->is_gone) {
		if (job->want->whole && job->want->whole[item])
			parse_ranges(&t, NULL, 0);
		else
			deepen_ranges(&t);
	}
	job->skips[item] = t.skip;
	project_told(p, "parse", &job->done, job->want->file_count);
}

/* All that the found ranges depend on beside the source. */
static struct question question_of(const struct deepen *want)
{
	struct strbuf text = { 0 };
	struct question q;

	strbuf_printf(&text, "%d", (int)want->cut);
	for (size_t i = 0; i < want->word_count; i++) {
		strbuf_addch(&text, '\0');
		strbuf_add(&text, want->words[i]);
	}
	project_hash(strbuf_str(&text), &q.high, &q.low);
	strbuf_release(&text);
	return q;
}

static void add_skips(struct project *p, const struct deepen_job *job)
{
	for (uint32_t i = 0; i < job->want->file_count; i++)
		if (job->skips[i])
			project_skip(p, p->files[job->want->files[i]].path, job->skips[i]);
	project_sort_skips(p);
}

static void count_parsed(struct project *p)
{
	p->parsed = 0;
	for (uint32_t i = 0; i < p->file_count; i++)
		p->parsed += p->files[i].is_parsed;
}

bool project_deepen(struct project *p, const struct deepen *want, struct err *err)
{
	struct deepen_job job = { .project = p, .want = want };
	struct words *words;

	project_cache_open(p);
	job.words = words = words_new(want->words, want->word_count);
	words_set_mention(words, want->cut == CUT_METHODS ? MENTION_USE : MENTION_ANY);
	job.question = question_of(want);
	job.skips = xcalloc(MAX(want->file_count, 1), sizeof(*job.skips));
	pool_run(p->jobs, want->file_count, deepen_one, &job, p->options->cancel);
	add_skips(p, &job);
	count_parsed(p);
	free(job.skips);
	words_free(words);
	return !project_is_cancelled(p) || err_set(err, "interrupted");
}
