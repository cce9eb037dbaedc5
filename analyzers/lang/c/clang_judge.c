/* The difference of what two parses of one unit say. */
#include "base/base.h"
#include "analyzers/lang/c/clang_check.h"

#include <stdlib.h>

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

/* Files that both have read, with the same conditions in them. */
static void compare_arms(struct clang_verdict *v)
{
	const struct clang_outcome *old = &v->before, *new = &v->after;

	for (uint32_t i = 0, k = 0; i < old->arms_count && k < new->arms_count;) {
		const struct clang_arms *x = &old->arms[i], *y = &new->arms[k];
		int order = str_cmp(x->path, y->path);

		if (order == 0 && x->conditions == y->conditions && x->left_out != y->left_out) {
			v->other_arm = y->path;
			return;
		}
		i += order <= 0;
		k += order >= 0;
	}
}

static bool is_parsed(const struct clang_outcome *o)
{
	return o->status == CLANG_PARSED || o->status == CLANG_HAS_ERRORS;
}

void clang_check_judge(struct clang_verdict *v, struct arena *a)
{
	v->is_unknown = !is_parsed(&v->before);
	if (v->is_unknown)
		return;
	if (!is_parsed(&v->after)) {
		v->is_worse = true;
		return;
	}
	compare(v, a);
	compare_arms(v);
	/* Beyond the limit of what is kept only the numbers are known. */
	v->is_worse = v->fresh_errors > 0 || v->after.error_count > v->before.error_count;
}
