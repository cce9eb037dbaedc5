/* From names to the files and import statements that mention them. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"

/*
 * Hundreds of thousands of names are mentioned and a few dozen are asked for.
 * So a table holds hashes only, in buckets by their high bits; the texts are
 * compared at the question, and its answer is kept.
 */
struct entry {
	uint32_t hash;
	struct import_ref ref;
};

/* In ref.n of what binds a name otherwise than by an import; ref.import is its index then. */
#define N_DEF NONE
#define N_BINDING (NONE - 1)

#define BUCKET_BITS 15
#define BUCKETS (UINT32_C(1) << BUCKET_BITS)

struct table {
	struct entry *items; /* by bucket, then in the order of files and statements */
	uint32_t *starts;    /* BUCKETS + 1 */
};

enum question { ASK_BINDERS, ASK_NAME, ASK_MODULE, ASK_COUNT };

struct answer {
	enum question question;
	struct str name;
	const struct import_ref *refs;
	const file_id *files; /* ASK_BINDERS: those of refs, each once */
	uint32_t ref_count, file_count;
};

struct index {
	struct table tables[ASK_COUNT];
	struct map answer_ids; /* (question, name) -> answers */
	VEC(struct answer) answers;
};

struct entries {
	struct entry *items;
	size_t len, cap;
};

/* --- What one file mentions --- */

static void add_entry(struct entries *to, struct str name, file_id file, uint32_t import, uint32_t n)
{
	vec_push(to, (struct entry){ (uint32_t)str_hash(name), { file, import, n } });
}

static struct str last_part(struct str dotted)
{
	return str_tail(dotted, '.');
}

/* The last component of the module that a from-import names; of `from . import x` the package's own. */
static struct str module_word(const struct link *l, file_id file, const struct import *import)
{
	uint32_t package;

	if (import->module.len > 0)
		return last_part(import->module);
	package = modules_up(l, file, import->level);
	return package == NONE ? STR("") : l->map.modules.items[package].name;
}

static void add_imports(const struct link *l, file_id file, struct entries *names, struct entries *modules)
{
	const struct outline *o = link_outline(l, file);

	for (uint32_t i = 0; i < o->import_count; i++) {
		const struct import *import = &o->imports[i];

		if (import->form != IMPORT_MODULE)
			add_entry(modules, module_word(l, file, import), file, i, NONE);
		for (uint32_t n = 0; n < import->name_count; n++) {
			struct str name = o->names[import->first_name + n].name;

			if (import->form == IMPORT_MODULE)
				add_entry(modules, last_part(name), file, i, n);
			else
				add_entry(names, name, file, i, n);
		}
	}
}

static void add_binders(const struct link *l, file_id file, struct entries *to)
{
	const struct outline *o = link_outline(l, file);

	if (!link_hooks(l, file))
		return; /* nothing can be taken from it by name */
	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].parent == NONE)
			add_entry(to, o->defs[i].name, file, i, N_DEF);
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == NONE && o->bindings[i].kind == BINDING_ALIAS)
			add_entry(to, o->bindings[i].name, file, i, N_BINDING);
	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; o->imports[i].def == NONE && n < o->imports[i].name_count; n++)
			add_entry(to, bound_name(o, &(struct bound){ .kind = BOUND_IMPORT, .index = i, .n = n }), file,
				i, n);
}

/* --- Tables --- */

/* What a run of files mentions: gathered in parallel, joined in the order of files. */
#define CHUNK_FILES 128

struct chunk {
	struct entries entries[ASK_COUNT];
};

struct build {
	const struct link *l;
	struct index *x;
	struct chunk *chunks;
	size_t chunk_count;
};

static void fill_chunk(void *context, unsigned worker, size_t item)
{
	const struct build *build = context;
	struct entries *to = build->chunks[item].entries;
	size_t end = MIN((item + 1) * CHUNK_FILES, build->l->project->file_count);

	for (size_t file = item * CHUNK_FILES; file < end; file++) {
		add_imports(build->l, (file_id)file, &to[ASK_NAME], &to[ASK_MODULE]);
		add_binders(build->l, (file_id)file, &to[ASK_BINDERS]);
	}
}

static uint32_t bucket_of(uint32_t hash)
{
	return hash >> (32 - BUCKET_BITS);
}

/* A counting sort: stable, so that every bucket stays in the order of files. */
static void fill_table(void *context, unsigned worker, size_t question)
{
	const struct build *build = context;
	struct table *table = &build->x->tables[question];
	uint32_t *next = xcalloc(BUCKETS + 1, sizeof(*next));

	for (size_t c = 0; c < build->chunk_count; c++)
		vec_foreach (struct entry, entry, &build->chunks[c].entries[question])
			next[bucket_of(entry->hash) + 1]++;
	for (uint32_t b = 0; b < BUCKETS; b++)
		next[b + 1] += next[b];
	table->starts = xrealloc_array(NULL, BUCKETS + 1, sizeof(*table->starts));
	memcpy(table->starts, next, (BUCKETS + 1) * sizeof(*next));
	table->items = xrealloc_array(NULL, MAX(next[BUCKETS], 1), sizeof(*table->items));
	for (size_t c = 0; c < build->chunk_count; c++) {
		vec_foreach (struct entry, entry, &build->chunks[c].entries[question])
			table->items[next[bucket_of(entry->hash)]++] = *entry;
		vec_release(&build->chunks[c].entries[question]);
	}
	free(next);
}

static struct index *index_new(const struct link *l)
{
	struct build build = { .l = l, .x = xcalloc(1, sizeof(*build.x)) };

	build.chunk_count = (l->project->file_count + CHUNK_FILES - 1) / CHUNK_FILES;
	build.chunks = xcalloc(MAX(build.chunk_count, 1), sizeof(*build.chunks));
	pool_run(l->project->jobs, build.chunk_count, fill_chunk, &build, NULL);
	pool_run(l->project->jobs, ASK_COUNT, fill_table, &build, NULL);
	free(build.chunks);
	return build.x;
}

void index_free(struct index *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < ASK_COUNT; i++) {
		free(x->tables[i].items);
		free(x->tables[i].starts);
	}
	map_release(&x->answer_ids);
	vec_release(&x->answers);
	free(x);
}

/* --- Answers --- */

/* The text that an entry stands for. */
static struct str entry_text(const struct link *l, enum question question, const struct import_ref *ref)
{
	const struct outline *o = link_outline(l, ref->file);
	const struct import *import;

	if (question == ASK_BINDERS && ref->n == N_DEF)
		return o->defs[ref->import].name;
	if (question == ASK_BINDERS && ref->n == N_BINDING)
		return o->bindings[ref->import].name;
	if (question == ASK_BINDERS)
		return bound_name(o, &(struct bound){ .kind = BOUND_IMPORT, .index = ref->import, .n = ref->n });
	import = &o->imports[ref->import];
	if (question == ASK_NAME)
		return o->names[import->first_name + ref->n].name;
	if (import->form == IMPORT_MODULE)
		return last_part(o->names[import->first_name + ref->n].name);
	return module_word(l, ref->file, import);
}

struct refs {
	struct import_ref *items;
	size_t len, cap;
};

static void collect(const struct link *l, enum question question, struct str name, struct refs *to)
{
	const struct table *table = &l->index->tables[question];
	uint32_t hash = (uint32_t)str_hash(name);
	uint32_t bucket = bucket_of(hash);

	for (uint32_t i = table->starts[bucket]; i < table->starts[bucket + 1]; i++) {
		const struct entry *entry = &table->items[i];

		if (entry->hash == hash && str_eq(entry_text(l, question, &entry->ref), name))
			vec_push(to, entry->ref);
	}
}

static int compare_ref(const void *left, const void *right)
{
	const struct import_ref *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->import != b->import)
		return a->import < b->import ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

static void list_files(struct link *l, const struct refs *refs, struct answer *answer)
{
	file_id *files = arena_array(&l->arena, file_id, refs->len);
	uint32_t count = 0;

	for (size_t i = 0; i < refs->len; i++)
		if (count == 0 || files[count - 1] != refs->items[i].file)
			files[count++] = refs->items[i].file;
	answer->files = files;
	answer->file_count = count;
}

static struct answer answer_new(struct link *l, enum question question, struct str name)
{
	struct answer answer = { .question = question, .name = link_text(l, name) };
	struct refs refs = { 0 };

	collect(l, question, name, &refs);
	if (question == ASK_MODULE)
		collect(l, ASK_NAME, name, &refs); /* `from x import mod` */
	vec_sort(&refs, compare_ref);
	if (question == ASK_BINDERS) {
		list_files(l, &refs, &answer);
	} else {
		answer.refs = arena_copy(&l->arena, refs.items, refs.len, sizeof(*refs.items));
		answer.ref_count = (uint32_t)refs.len;
	}
	vec_release(&refs);
	return answer;
}

static const struct answer *ask(struct link *l, enum question question, struct str name)
{
	struct index *x = l->index ? l->index : (l->index = index_new(l));

	for (uint64_t key = str_hash(name) + question;; key += ASK_COUNT) {
		uint32_t id = map_get(&x->answer_ids, key);

		if (id == NONE) {
			map_set(&x->answer_ids, key, (uint32_t)x->answers.len);
			vec_push(&x->answers, answer_new(l, question, name));
			return vec_last(&x->answers);
		}
		if (x->answers.items[id].question == question && str_eq(x->answers.items[id].name, name))
			return &x->answers.items[id];
	}
}

uint32_t link_binders(struct link *l, struct str name, const file_id **ret_files)
{
	const struct answer *answer = ask(l, ASK_BINDERS, name);

	*ret_files = answer->files;
	return answer->file_count;
}

uint32_t link_importers_of_name(struct link *l, struct str name, const struct import_ref **ret_refs)
{
	const struct answer *answer = ask(l, ASK_NAME, name);

	*ret_refs = answer->refs;
	return answer->ref_count;
}

uint32_t link_importers_of_module(struct link *l, struct str last_component, const struct import_ref **ret_refs)
{
	const struct answer *answer = ask(l, ASK_MODULE, last_component);

	*ret_refs = answer->refs;
	return answer->ref_count;
}
