/* Fuzzes the reader of plans: any text is refused with a message that has a place, or is a plan that survives being written. */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#include "rewriters/plan_json.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What others rely upon without asking again. */
static void check_plan(const struct plan *p)
{
	vec_foreach (struct change, x, &p->changes) {
		CHECK(x->needs == NONE || x->needs < p->changes.len);
		CHECK(x->step == NONE || x->step < p->steps.len);
		CHECK(x->edit_count == 0 || x->step != NONE);
	}
	vec_foreach (struct plan_file, f, &p->files) {
		CHECK(f->path.len && f->path.ptr[0] != '/' && !str_starts(f->path, STR("../")) && f->hash.len == 32);
		CHECK(!f->is_removed || f->remover < p->changes.len);
		vec_foreach (struct edit, e, &f->edits)
			CHECK(e->start <= e->end && e->end <= f->size && e->old.len == e->end - e->start && e->change < p->changes.len);
	}
}

/* Every file renders from bytes that are as the edits expect, whatever is chosen. */
static void check_renders(const struct plan *p)
{
	bool *all = xcalloc(p->changes.len + 1, sizeof(bool));
	struct strbuf old = { 0 }, new = { 0 };
	struct err err = { 0 };
	bool is_removed;

	memset(all, 1, p->changes.len);
	vec_foreach (struct plan_file, f, &p->files) {
		if (f->size > 1 << 16)
			continue;
		strbuf_clear(&old);
		strbuf_grow(&old, f->size);
		memset(old.ptr, ' ', f->size + 1);
		old.len = f->size;
		vec_foreach (struct edit, e, &f->edits)
			if (e->old.len)
				memcpy(old.ptr + e->start, e->old.ptr, e->old.len);
		plan_render(p, f, all, strbuf_str(&old), &new, &is_removed, &err);
	}
	strbuf_release(&old);
	strbuf_release(&new);
	free(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct strbuf written = { 0 }, again = { 0 };
	struct err err = { 0 };
	struct plan plan, copy;

	if (!plan_read_json("plan.json", text, &plan, &err)) {
		CHECK(err.set && strncmp(err.message, "plan.json:", strlen("plan.json:")) == 0);
		return 0;
	}
	CHECK(!err.set);
	check_plan(&plan);
	check_renders(&plan);
	plan_write_json(&plan, plan.root, &written);
	CHECK(plan_read_json("plan.json", strbuf_str(&written), &copy, &err));
	plan_write_json(&copy, copy.root, &again);
	check_same(&written, &again);
	plan_release(&plan);
	plan_release(&copy);
	strbuf_release(&written);
	strbuf_release(&again);
	return 0;
}
