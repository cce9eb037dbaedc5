/* Calls of given names in some files, what stands around one of them, the fields of a class: from the cache, or read again. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include "analyzers/pack.h"
#include "analyzers/source.h"
#include "base/pool.h"

/* What is asked of a content, for its key. */
enum call_question { ASKED_CALLS = 1, ASKED_SITE, ASKED_FIELDS, ASKED_NAMELESS_SITE };

struct key {
	uint64_t high, low;
};

static struct key key_of(const struct file *file, enum call_question question, const struct key *more)
{
	return (struct key){ file->hash_high ^ more->high ^ str_hash(str_from(file->lang->name)), file->hash_low ^ more->low ^ (uint64_t)question << 56 };
}

static struct key key_of_place(const struct file *file, enum call_question question, uint32_t start, uint32_t end)
{
	struct {
		uint32_t start, end;
	} place = { start, end };
	struct key key;

	project_hash((struct str){ (const char *)&place, sizeof(place) }, &key.high, &key.low);
	return key_of(file, question, &key);
}

static struct key key_of_words(const struct str *words, size_t count)
{
	struct strbuf all CLEANUP(strbuf_release) = { 0 };
	struct key key;

	for (size_t i = 0; i < count; i++) {
		strbuf_add(&all, words[i]);
		strbuf_addch(&all, '\0');
	}
	project_hash(strbuf_str(&all), &key.high, &key.low);
	return key;
}

/* --- Calls --- */

struct calls_job {
	const struct project *project;
	const file_id *files;
	const struct words *words;
	struct key asked;
	struct file_calls *found;
};

static bool may_call(const struct file *f)
{
	return f->lang && f->lang->source && f->lang->source->calls && !f->is_gone && !f->is_unreadable && !f->outline.is_broken;
}

/* Uses are packed as the details of nothing else. */
static bool recall_calls(const struct calls_job *job, struct arena *a, struct key key, struct details *ret)
{
	struct str blob;

	return project_cache_get_blob(job->project, key.high, key.low, &blob) && details_unpack(blob, a, ret);
}

static void keep_calls(const struct calls_job *job, unsigned worker, struct key key, const struct details *facts)
{
	struct strbuf *blob = &job->project->workers[worker].blob;

	strbuf_clear(blob);
	details_pack(facts, blob);
	project_cache_put_blob(job->project, worker, key.high, key.low, strbuf_str(blob));
}

static void read_calls(const struct calls_job *job, struct project_worker *w, const struct file *file, struct details *ret)
{
	struct str source = strbuf_str(&w->source);

	ret->use_count = file->lang->source->calls(project_parser(w, file->lang), source, job->words, &file->outline, &w->arena, &ret->uses);
}

static void find_calls(void *context, unsigned worker, size_t item)
{
	struct calls_job *job = context;
	struct project_worker *w = &job->project->workers[worker];
	const struct file *file = &job->project->files[job->files[item]];
	struct details facts = { 0 };
	struct key key;

	job->found[item] = (struct file_calls){ .file = job->files[item] };
	if (!may_call(file))
		return;
	key = key_of(file, ASKED_CALLS, &job->asked);
	if (!recall_calls(job, &w->arena, key, &facts)) {
		if (!project_source(job->project, job->files[item], &w->source, NULL))
			return;
		read_calls(job, w, file, &facts);
		keep_calls(job, worker, key, &facts);
	}
	job->found[item].calls = facts.uses;
	job->found[item].count = facts.use_count;
}

void project_calls(const struct project *p, const file_id *files, uint32_t count, const struct str *words, size_t word_count, struct file_calls *ret)
{
	struct words *set = words_new(words, word_count);
	struct calls_job job = { .project = p, .files = files, .words = set, .asked = key_of_words(words, word_count), .found = ret };

	pool_run(p->jobs, count, find_calls, &job, p->options->cancel);
	words_free(set);
}

/* --- One place; asked by the main thread alone, whose worker is the first --- */

static void keep(const struct project *p, struct key key)
{
	project_cache_put_blob(p, 0, key.high, key.low, strbuf_str(&p->workers[0].blob));
}

/* Places are asked about file by file: the source is read once for all of them. */
static bool hold_source(const struct project *p, file_id file, struct str *ret)
{
	struct project_worker *w = &p->workers[0];

	if (w->held_amendments != p->amendments + 1 || w->held_file != file) {
		w->held_amendments = 0;
		if (!project_source(p, file, &w->held, NULL))
			return false;
		w->held_file = file;
		w->held_amendments = p->amendments + 1;
	}
	*ret = strbuf_str(&w->held);
	return true;
}

/* The outermost function around a call, with `in_class` the outermost definition, or the whole file. */
static void surroundings(const struct file *f, const struct use *call, bool in_class, uint32_t *start, uint32_t *end)
{
	uint32_t def = call->def_start == NONE ? NONE : outline_def_from(&f->outline, call->def_start), outer = NONE, length = *end;

	for (; def != NONE && def < f->outline.def_count; def = f->outline.defs[def].parent)
		if (f->outline.defs[def].kind == DEF_FUNCTION || in_class)
			outer = def;
	if (outer == NONE || call->span.start < f->outline.defs[outer].span.start || call->span.end > f->outline.defs[outer].end ||
	    f->outline.defs[outer].end > length)
		return;
	*start = f->outline.defs[outer].span.start;
	*end = f->outline.defs[outer].end;
}

static bool unpacks_keywords(const struct use *call)
{
	for (uint32_t i = 0; i < call->argument_count; i++)
		if (str_is(call->arguments[i].keyword, "**"))
			return true;
	return false;
}

bool project_call_site(const struct project *p, file_id file, const struct use *call, bool asks_name, struct source_site *ret)
{
	const struct file *f = &p->files[file];
	struct key key = key_of_place(f, asks_name ? ASKED_SITE : ASKED_NAMELESS_SITE, call->span.start, call->span.end);
	struct project_worker *w = &p->workers[0];
	uint32_t start = 0, end;
	struct str blob, source;

	if (!f->lang->source || !f->lang->source->call_site)
		return false;
	if (project_cache_get_blob(p, key.high, key.low, &blob) && site_unpack(blob, &w->arena, ret))
		return true;
	if (!hold_source(p, file, &source))
		return false;
	end = (uint32_t)source.len;
	surroundings(f, call, false, &start, &end);
	if (!f->lang->source->call_site(project_parser(w, f->lang), str_slice(source, start, end), call->span.start - start,
					call->span.end - start, (unpacks_keywords(call) ? SITE_UNPACKED : 0u) | (asks_name ? SITE_NAME : 0u), &w->arena, ret))
		return false;
	strbuf_clear(&w->blob);
	site_pack(ret, &w->blob);
	keep(p, key);
	return true;
}

/* Many calls of one file are asked about in turn. Nothing is kept: to look again costs no more. */
bool project_receiver(const struct project *p, file_id file, const struct use *call, const struct words *classes, struct source_receiver *ret)
{
	const struct file *f = &p->files[file];
	struct project_worker *w = &p->workers[0];
	uint32_t start = 0, end;
	struct str source;

	if (!f->lang->source || !f->lang->source->receiver || !hold_source(p, file, &source))
		return false;
	end = (uint32_t)source.len;
	surroundings(f, call, str_starts(call->name, STR("self.")), &start, &end);
	return f->lang->source->receiver(project_parser(w, f->lang), str_slice(source, start, end), call->span.start - start,
					 call->span.end - start, classes, &w->arena, ret);
}

/* The text of a class; at the top level with its decorators. */
static struct str class_text(const struct file *f, uint32_t class, struct str source)
{
	uint32_t start = f->outline.defs[class].span.start, end = f->outline.defs[class].end;

	if (f->outline.defs[class].parent == NONE && f->outline.defs[class].span.column == 1)
		f->lang->source->definition(source, &f->outline, class, &start, &end);
	return str_slice(source, start, end);
}

bool project_fields(const struct project *p, file_id file, uint32_t class, struct source_fields *ret)
{
	const struct file *f = &p->files[file];
	const struct def *d = &f->outline.defs[class];
	struct key key = key_of_place(f, ASKED_FIELDS, d->span.start, d->end);
	struct project_worker *w = &p->workers[0];
	struct str blob, source;

	if (!f->lang->source || !f->lang->source->fields)
		return false;
	if (project_cache_get_blob(p, key.high, key.low, &blob) && fields_unpack(blob, &w->arena, ret))
		return true;
	if (!hold_source(p, file, &source) ||
	    !f->lang->source->fields(project_parser(w, f->lang), class_text(f, class, source), &w->arena, ret))
		return false;
	strbuf_clear(&w->blob);
	fields_pack(ret, &w->blob);
	keep(p, key);
	return true;
}
