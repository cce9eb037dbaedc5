/* Two parses in one worker, and the difference of what they say. */
#include "base/base.h"
#include "analyzers/lang/c/clang_check.h"

#include "analyzers/lang/c/clang_impl.h"
#include "analyzers/lang/c/clang_wire.h"

static void answer_check(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct wire w = wire_writer(answer);

	for (int has_overlays = 0; has_overlays < 2; has_overlays++) {
		struct clang_tu tu;

		clang_tu_parse(&tu, job, item, has_overlays, a);
		clang_tu_finish(&tu);
		wire_outcome(&w, &tu.outcome);
		clang_tu_release(&tu);
	}
}

/* Worst first; lines do not count, they move. */
static int compare_words(const struct clang_diagnostic *x, const struct clang_diagnostic *y)
{
	int order = (int)y->severity - (int)x->severity;

	if (!order)
		order = str_cmp(x->path, y->path);
	if (!order)
		order = str_cmp(x->option, y->option);
	return order ? order : str_cmp(x->message, y->message);
}

static int compare_diagnostics(const void *a, const void *b)
{
	const struct clang_diagnostic *x = a, *y = b;
	int order = compare_words(x, y);

	return order ? order : x->offset < y->offset ? -1 : x->offset > y->offset;
}

static struct clang_diagnostic *sorted(const struct clang_outcome *o, struct arena *a)
{
	struct clang_diagnostic *copy = arena_copy(a, o->diagnostics, o->diagnostic_count, sizeof(*copy));

	if (o->diagnostic_count > 1)
		qsort(copy, o->diagnostic_count, sizeof(*copy), compare_diagnostics);
	return copy;
}

/* Both lists in one order: what is only in the second is fresh, what is only in the first is gone. */
static void compare(struct clang_verdict *v, struct arena *a)
{
	struct clang_diagnostic *old = sorted(&v->before, a), *new = sorted(&v->after, a);
	uint32_t old_count = v->before.diagnostic_count, new_count = v->after.diagnostic_count;

	v->fresh = arena_array(a, struct clang_diagnostic, MAX(new_count, 1));
	for (uint32_t i = 0, k = 0; i < old_count || k < new_count;) {
		int order = i == old_count ? 1 : k == new_count ? -1 : compare_words(&old[i], &new[k]);

		if (order > 0) {
			v->fresh_errors += new[k].severity >= CLANG_ERROR;
			v->fresh[v->fresh_count++] = new[k];
		} else if (order < 0) {
			v->gone_errors += old[i].severity >= CLANG_ERROR;
		}
		i += order <= 0;
		k += order >= 0;
	}
}

static bool is_parsed(const struct clang_outcome *o)
{
	return o->status == CLANG_PARSED || o->status == CLANG_HAS_ERRORS;
}

static void judge(struct clang_verdict *v, struct arena *a)
{
	v->is_unknown = !is_parsed(&v->before);
	if (v->is_unknown)
		return;
	if (!is_parsed(&v->after)) {
		v->is_worse = true;
		return;
	}
	compare(v, a);
	/* Beyond the limit of what is kept only the numbers are known. */
	v->is_worse = v->fresh_errors > 0 || v->after.error_count > v->before.error_count;
}

static bool hear(const struct clang_answer *answer, struct arena *a, struct clang_verdict *ret)
{
	struct wire w = wire_reader(answer->bytes, a);

	if (answer->end != WORK_ANSWERED)
		return false;
	wire_outcome(&w, &ret->before);
	wire_outcome(&w, &ret->after);
	return wire_is_done(&w);
}

bool clang_check_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_verdict **ret_verdicts, struct err *err)
{
	struct clang_verdict *verdicts = arena_array(a, struct clang_verdict, count);
	struct clang_answer *answers;
	struct clang_job job;

	if (!clang_job_init(&job, run, units, a, err))
		return false;
	job.work = answer_check;
	answers = clang_job_run(&job, count, a);
	for (uint32_t i = 0; i < count; i++) {
		if (!hear(&answers[i], a, &verdicts[i])) {
			verdicts[i] = (struct clang_verdict){ .is_unknown = true };
			verdicts[i].before = verdicts[i].after = clang_job_failure(&job, &answers[i], a);
		} else {
			judge(&verdicts[i], a);
		}
	}
	*ret_verdicts = verdicts;
	return true;
}
