/* Facts over many units: workers read and pack, a header's facts are sent and kept once. */
#include "base/base.h"
#include "analyzers/lang/c/clang_facts.h"

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

static void answer_facts(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct wire w = wire_writer(answer);
	VEC(struct packed) files = { 0 };
	struct clang_gather *gathered = NULL;
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
	wire_outcome(&w, &tu.outcome);
	sent = (uint32_t)files.len;
	wire_array(&w, struct packed, files.items, sent, wire_packed);
	vec_release(&files);
	clang_tu_release(&tu);
}

/* --- The parent's side --- */

struct heard {
	struct clang_outcome outcome;
	struct packed *files;
	uint32_t file_count;
};

static bool hear(const struct clang_answer *answer, struct arena *a, struct heard *ret)
{
	struct wire w = wire_reader(answer->bytes, a);

	*ret = (struct heard){ 0 };
	if (answer->end != WORK_ANSWERED)
		return false;
	wire_outcome(&w, &ret->outcome);
	wire_array(&w, struct packed, ret->files, ret->file_count, wire_packed);
	return wire_is_done(&w);
}

/* Every worker sends a header once; the parent unpacks it once. */
struct store {
	struct map by_hash;
	VEC(const struct cfacts *) facts;
	struct arena *arena;
};

static void keep(struct store *s, const struct packed *p)
{
	struct cfacts *facts;

	if (p->bytes.len == 0 || map_has(&s->by_hash, p->hash))
		return;
	facts = arena_new(s->arena, struct cfacts);
	if (!clang_facts_read(p->bytes, s->arena, facts))
		return;
	map_set(&s->by_hash, p->hash, (uint32_t)s->facts.len);
	vec_push(&s->facts, facts);
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

bool clang_facts_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_unit_facts **ret_facts, struct err *err)
{
	struct clang_unit_facts *facts = arena_array(a, struct clang_unit_facts, count);
	struct heard *heard = arena_array(a, struct heard, count);
	struct store store = { .arena = a };
	struct clang_answer *answers;
	struct clang_job job;

	if (!clang_job_init(&job, run, units, a, err))
		return false;
	job.work = answer_facts;
	answers = clang_job_run(&job, count, a);
	for (uint32_t i = 0; i < count; i++) {
		if (!hear(&answers[i], a, &heard[i]))
			heard[i] = (struct heard){ .outcome = clang_job_failure(&job, &answers[i], a) };
		for (uint32_t file = 0; file < heard[i].file_count; file++)
			keep(&store, &heard[i].files[file]);
	}
	for (uint32_t i = 0; i < count; i++)
		facts[i] = join(&store, &heard[i], a);
	map_release(&store.by_hash);
	vec_release(&store.facts);
	*ret_facts = facts;
	return true;
}
