/* Facts over many units: workers read and pack, a header's facts are sent and kept once. */
#include "base/base.h"
#include "analyzers/lang/c/clang_facts.h"

#include "analyzers/lang/c/clang_memory.h"
#include "analyzers/lang/c/clang_scan.h"
#include "analyzers/lang/c/clang_wire.h"

/* --- The worker's side --- */

/* Facts of one file: the first time whole, then by their hash. A worker's answers reach the parent in order, or not at all. */
struct packed {
	struct str path;
	bool is_main;
	uint64_t hash;
	struct str bytes; /* empty when this worker has sent them before */
	struct clang_range *inactive;
	uint32_t inactive_count;
};

static void wire_range(struct wire *w, struct clang_range *r)
{
	wire_u32(w, &r->start);
	wire_u32(w, &r->end);
}

static void wire_packed(struct wire *w, struct packed *p)
{
	wire_str(w, &p->path);
	wire_bool(w, &p->is_main);
	wire_u64(w, &p->hash);
	wire_str(w, &p->bytes);
	wire_array(w, struct clang_range, p->inactive, p->inactive_count, wire_range);
}

static struct packed pack(struct clang_job *job, struct clang_tu *tu, clang_file_id file, struct clang_gather *g)
{
	struct packed p = { .path = tu->files.items[file].path, .is_main = file == tu->main_file };
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	p.inactive = g->inactive;
	p.inactive_count = g->inactive_count;
	clang_facts_write(&g->facts, &out);
	p.hash = str_hash(strbuf_str(&out)) ^ str_hash(p.path);
	if (map_add(&job->sent, p.hash, 1))
		p.bytes = arena_str(tu->arena, strbuf_str(&out));
	return p;
}

static int compare_packed(const void *a, const void *b)
{
	const struct packed *x = a, *y = b;

	return x->is_main != y->is_main ? (int)y->is_main - (int)x->is_main : str_cmp(x->path, y->path);
}

/* All that the answer rests on, as libclang has it in memory. */
static struct clang_reads reads_of(struct clang_tu *tu)
{
	struct clang_reads reads = { .items = arena_array(tu->arena, struct clang_read, tu->files.len + 1) };

	vec_foreach (struct clang_file, file, &tu->files) {
		struct str bytes = file->bytes.len ? file->bytes : clang_tu_bytes(tu, file->handle);

		reads.items[reads.count++] = (struct clang_read){ file->path, clang_hash_of(bytes) };
	}
	return reads;
}

static void answer_facts(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct wire w = wire_writer(answer);
	VEC(struct packed) files = { 0 };
	struct clang_gather *gathered = NULL;
	struct clang_reads reads = { 0 };
	uint32_t count = 0, sent;
	struct clang_tu tu;

	clang_tu_parse(&tu, job, item, true, a);
	if (tu.handle)
		gathered = clang_scan(&tu, &count);
	for (uint32_t i = 0; i < count; i++)
		if (tu.files.items[i].is_project)
			vec_push(&files, pack(job, &tu, i, &gathered[i]));
	vec_sort(&files, compare_packed);
	clang_tu_finish(&tu);
	if (tu.handle && job->run->memory)
		reads = reads_of(&tu);
	wire_reads(&w, &reads);
	wire_outcome(&w, &tu.outcome);
	sent = (uint32_t)files.len;
	wire_array(&w, struct packed, files.items, sent, wire_packed);
	vec_release(&files);
	clang_tu_release(&tu);
}

/* --- The parent's side --- */

struct heard {
	struct clang_reads reads;
	struct clang_outcome outcome;
	struct packed *files;
	uint32_t file_count;
};

static void wire_heard(struct wire *w, struct heard *h)
{
	wire_reads(w, &h->reads);
	wire_outcome(w, &h->outcome);
	wire_array(w, struct packed, h->files, h->file_count, wire_packed);
}

static bool hear(struct str bytes, struct arena *a, struct heard *ret)
{
	struct wire w = wire_reader(bytes, a);

	*ret = (struct heard){ 0 };
	wire_heard(&w, ret);
	return wire_is_done(&w);
}

/* Every worker sends a header once; the parent unpacks it once. */
struct store {
	struct map by_hash;
	VEC(const struct cfacts *) facts;
	struct arena *arena;
};

static bool keep(struct store *s, uint64_t hash, struct str bytes)
{
	struct cfacts *facts;

	if (bytes.len == 0 || map_has(&s->by_hash, hash))
		return bytes.len > 0;
	facts = arena_new(s->arena, struct cfacts);
	if (!clang_facts_read(bytes, s->arena, facts))
		return false;
	map_set(&s->by_hash, hash, (uint32_t)s->facts.len);
	vec_push(&s->facts, facts);
	return true;
}

static struct clang_unit_facts join(const struct store *s, const struct heard *h, struct arena *a)
{
	struct clang_unit_facts unit = { .outcome = h->outcome,
		.files = arena_array(a, struct clang_file_facts, MAX(h->file_count, 1)) };

	for (uint32_t i = 0; i < h->file_count; i++) {
		const struct packed *p = &h->files[i];
		uint32_t id = map_get(&s->by_hash, p->hash);

		if (id != NONE)
			unit.files[unit.file_count++] = (struct clang_file_facts){ .path = p->path,
				.is_main = p->is_main,
				.facts = s->facts.items[id],
				.inactive = p->inactive,
				.inactive_count = p->inactive_count };
	}
	return unit;
}

/* --- A run: what is remembered, then what has to be asked --- */

struct facts_run {
	const struct clang_run *run;
	const struct clang_unit *units;
	struct heard *heard;
	struct store store;
	struct arena *arena;
	struct clang_unit *asked; /* units that are not remembered */
	uint32_t *asked_as;       /* their indexes in units */
	uint32_t asked_count;
};

static bool recall_facts(struct facts_run *r, const struct heard *h)
{
	for (uint32_t i = 0; i < h->file_count; i++) {
		struct str bytes;

		if (map_has(&r->store.by_hash, h->files[i].hash))
			continue;
		if (!clang_memory_get_facts(r->run, h->files[i].hash, &bytes) || !keep(&r->store, h->files[i].hash, bytes))
			return false;
	}
	return true;
}

static bool recall(struct facts_run *r, uint32_t unit)
{
	struct heard *h = &r->heard[unit];
	struct str answer;

	return clang_memory_recall(r->run, &r->units[unit], r->arena, &answer) && hear(answer, r->arena, h) && recall_facts(r, h);
}

static void recall_all(struct facts_run *r, uint32_t count)
{
	r->asked = arena_array(r->arena, struct clang_unit, count);
	r->asked_as = arena_array(r->arena, uint32_t, count);
	for (uint32_t i = 0; i < count; i++) {
		if (recall(r, i))
			continue;
		r->asked[r->asked_count] = r->units[i];
		r->asked_as[r->asked_count++] = i;
	}
}

/* Without the facts, which stand under their own hashes. */
static void remember(struct facts_run *r, uint32_t unit, struct str library)
{
	struct strbuf answer CLEANUP(strbuf_release) = { 0 };
	struct wire w = wire_writer(&answer);
	struct heard bare = r->heard[unit];

	if (bare.outcome.status != CLANG_PARSED && bare.outcome.status != CLANG_HAS_ERRORS)
		return;
	for (uint32_t i = 0; i < bare.file_count; i++)
		bare.files[i].bytes = STR("");
	bare.reads = (struct clang_reads){ 0 };
	wire_heard(&w, &bare);
	clang_memory_keep(r->run, &r->units[unit], &r->heard[unit].reads, library, bare.outcome.error_count > 0, strbuf_str(&answer));
}

static void take_facts(struct facts_run *r, const struct heard *h)
{
	for (uint32_t i = 0; i < h->file_count; i++) {
		const struct packed *p = &h->files[i];

		if (p->bytes.len && !map_has(&r->store.by_hash, p->hash))
			clang_memory_keep_facts(r->run, p->hash, p->bytes);
		keep(&r->store, p->hash, p->bytes);
	}
}

static bool ask(struct facts_run *r, struct err *err)
{
	struct clang_answer *answers;
	struct clang_job job;
	struct str library;

	if (r->asked_count == 0)
		return true;
	if (!clang_job_init(&job, r->run, r->asked, r->arena, err))
		return false;
	job.work = answer_facts;
	answers = clang_job_run(&job, r->asked_count, r->arena);
	library = clang_job_library(&job, r->arena);
	for (uint32_t i = 0; i < r->asked_count; i++) {
		struct heard *h = &r->heard[r->asked_as[i]];

		if (answers[i].end != WORK_ANSWERED || !hear(answers[i].bytes, r->arena, h))
			*h = (struct heard){ .outcome = clang_job_failure(&job, &answers[i], r->arena) };
		take_facts(r, h);
	}
	for (uint32_t i = 0; i < r->asked_count; i++)
		remember(r, r->asked_as[i], library);
	return true;
}

bool clang_facts_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_unit_facts **ret_facts, struct err *err)
{
	struct clang_unit_facts *facts = arena_array(a, struct clang_unit_facts, count);
	struct facts_run r = { .run = run, .units = units, .heard = arena_array(a, struct heard, count), .store = { .arena = a }, .arena = a };
	bool ok;

	recall_all(&r, count);
	ok = ask(&r, err);
	for (uint32_t i = 0; ok && i < count; i++)
		facts[i] = join(&r.store, &r.heard[i], a);
	map_release(&r.store.by_hash);
	vec_release(&r.store.facts);
	if (ok)
		*ret_facts = facts;
	return ok;
}
