/* References of all units made one list: each place once, with the worst that any unit says of it. */
#include "base/base.h"
#include "analyzers/lang/c/clang_refs.h"

#include "analyzers/lang/c/clang_arms.h"
#include "analyzers/lang/c/clang_find.h"
#include "analyzers/lang/c/clang_wire.h"
#include "base/bisect.h"

/* --- The worker's side --- */

static void wire_ref(struct wire *w, struct clang_ref *r)
{
	wire_u32(w, &r->target);
	wire_kind(w, r->form, CLANG_REF_FORM_COUNT);
	wire_kind(w, r->role, CLANG_ROLE_COUNT);
	wire_str(w, &r->path);
	wire_u32(w, &r->offset);
	wire_u32(w, &r->line);
	wire_u32(w, &r->column);
	wire_bool(w, &r->is_stringified);
	wire_bool(w, &r->is_by_name);
	wire_bool(w, &r->is_system);
}

static void wire_leftover(struct wire *w, struct clang_leftover *l)
{
	wire_u32(w, &l->target);
	wire_kind(w, l->kind, CLANG_LEFT_KIND_COUNT);
	wire_bool(w, &l->is_whole);
	wire_str(w, &l->path);
	wire_u32(w, &l->offset);
	wire_u32(w, &l->line);
}

static void answer_refs(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct wire w = wire_writer(answer);
	clang_ref_list refs = { 0 };
	clang_leftover_list words = { 0 };
	uint32_t ref_count, word_count;
	struct clang_tu tu;

	clang_tu_parse(&tu, job, item, true, a);
	clang_tu_finish(&tu);
	clang_add_arms(&tu);
	if (tu.handle) {
		clang_find_refs(&tu, job->context, &refs);
		clang_find_words(&tu, job->context, &words);
	}
	wire_outcome(&w, &tu.outcome);
	ref_count = (uint32_t)refs.len;
	word_count = (uint32_t)words.len;
	wire_array(&w, struct clang_ref, refs.items, ref_count, wire_ref);
	wire_array(&w, struct clang_leftover, words.items, word_count, wire_leftover);
	vec_release(&refs);
	vec_release(&words);
	clang_tu_release(&tu);
}

/* --- The parent's side --- */

struct merge {
	clang_ref_list refs;
	clang_leftover_list words;
	struct arena *arena;
};

static bool hear(struct merge *m, const struct clang_answer *answer, uint32_t unit, uint32_t target_count,
	struct clang_outcome *ret)
{
	struct wire w = wire_reader(answer->bytes, m->arena);
	struct clang_leftover *words = NULL;
	struct clang_ref *refs = NULL;
	uint32_t ref_count = 0, word_count = 0;

	if (answer->end != WORK_ANSWERED)
		return false;
	wire_outcome(&w, ret);
	wire_array(&w, struct clang_ref, refs, ref_count, wire_ref);
	wire_array(&w, struct clang_leftover, words, word_count, wire_leftover);
	if (!wire_is_done(&w))
		return false;
	for (uint32_t i = 0; i < ref_count; i++) {
		refs[i].unit = unit;
		if (refs[i].target < target_count)
			vec_push(&m->refs, refs[i]);
	}
	for (uint32_t i = 0; i < word_count; i++)
		if (words[i].target < target_count)
			vec_push(&m->words, words[i]);
	return true;
}

static int compare_place(
	uint32_t target_a, struct str path_a, uint32_t a, uint32_t target_b, struct str path_b, uint32_t b)
{
	int order = target_a != target_b ? (target_a < target_b ? -1 : 1) : str_cmp(path_a, path_b);

	return order ? order : a != b ? (a < b ? -1 : 1) : 0;
}

static int compare_refs(const void *a, const void *b)
{
	const struct clang_ref *x = a, *y = b;
	int order = compare_place(x->target, x->path, x->offset, y->target, y->path, y->offset);

	return order ? order : x->unit != y->unit ? (x->unit < y->unit ? -1 : 1) : (int)x->role - (int)y->role;
}

static int compare_words(const void *a, const void *b)
{
	const struct clang_leftover *x = a, *y = b;

	return compare_place(x->target, x->path, x->offset, y->target, y->path, y->offset);
}

/* `x` is of the same place and a unit not before. */
static void fold_ref(struct clang_ref *into, const struct clang_ref *x, uint32_t last_unit)
{
	into->unit_count += x->unit != last_unit;
	into->form = MAX(into->form, x->form);
	into->role = MIN(into->role, x->role);
	into->is_stringified |= x->is_stringified;
	into->is_by_name &= x->is_by_name;
	into->is_system |= x->is_system;
}

static void take_refs(struct merge *m, struct clang_refs *ret)
{
	uint32_t last_unit = NONE;
	size_t kept = 0;

	vec_sort(&m->refs, compare_refs);
	vec_foreach (struct clang_ref, x, &m->refs) {
		struct clang_ref *last = kept ? &m->refs.items[kept - 1] : NULL;

		if (last && compare_place(last->target, last->path, last->offset, x->target, x->path, x->offset) == 0) {
			fold_ref(last, x, last_unit);
		} else {
			m->refs.items[kept] = *x;
			m->refs.items[kept++].unit_count = 1;
		}
		last_unit = x->unit;
	}
	ret->ref_count = (uint32_t)kept;
	ret->refs = arena_copy(m->arena, m->refs.items, kept, sizeof(*ret->refs));
}

static int compare_word(const struct clang_ref *r, const struct clang_leftover *word)
{
	return compare_place(r->target, r->path, r->offset, word->target, word->path, word->offset);
}

static bool is_ref(const struct clang_refs *refs, const struct clang_leftover *word)
{
	const struct clang_ref *r;
	size_t at;

	bisect(at, refs->ref_count, compare_word(&refs->refs[at], word) < 0);
	r = &refs->refs[at];
	return at < refs->ref_count && compare_word(r, word) == 0 && r->form != CLANG_REF_PASTED;
}

/* What one unit switches off and another takes is not inactive. */
static void take_words(struct merge *m, struct clang_refs *ret)
{
	size_t kept = 0;

	vec_sort(&m->words, compare_words);
	vec_foreach (struct clang_leftover, x, &m->words) {
		struct clang_leftover *last = kept ? &m->words.items[kept - 1] : NULL;

		if (is_ref(ret, x))
			continue;
		if (!last || compare_words(last, x) != 0)
			m->words.items[kept++] = *x;
		else if (last->kind == CLANG_LEFT_INACTIVE)
			last->kind = x->kind;
	}
	ret->leftover_count = (uint32_t)kept;
	ret->leftovers = arena_copy(m->arena, m->words.items, kept, sizeof(*ret->leftovers));
}

bool clang_refs_run(const struct clang_run *run, const struct clang_target *targets, uint32_t target_count,
	const struct clang_unit *units, uint32_t unit_count, struct arena *a, struct clang_refs *ret, struct err *err)
{
	struct clang_targets wanted = { targets, target_count };
	struct clang_refs refs = { .unit_count = unit_count, .is_complete = true };
	struct merge merge = { .arena = a };
	struct clang_answer *answers;
	struct clang_job job;

	if (!clang_job_init(&job, run, units, a, err))
		return false;
	job.work = answer_refs;
	job.context = &wanted;
	answers = clang_job_run(&job, unit_count, a);
	refs.outcomes = arena_array(a, struct clang_outcome, unit_count);
	for (uint32_t i = 0; i < unit_count; i++) {
		if (!hear(&merge, &answers[i], i, target_count, &refs.outcomes[i]))
			refs.outcomes[i] = clang_job_failure(&job, &answers[i], a);
		refs.is_complete &= refs.outcomes[i].status == CLANG_PARSED;
	}
	take_refs(&merge, &refs);
	take_words(&merge, &refs);
	vec_release(&merge.refs);
	vec_release(&merge.words);
	*ret = refs;
	return true;
}
