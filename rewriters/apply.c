/* Reads what a plan touches, makes sure that it is what was planned for, and renders it. */
#include "base/base.h"
#include "rewriters/apply.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "rewriters/diff.h"
#include "rewriters/journal.h"

struct str apply_hash(struct str bytes, struct arena *a)
{
	return content_hash_text(content_hash(bytes), a);
}

static void refuse(struct apply *a, struct str path, const char *reason)
{
	vec_push(&a->refusals, (struct transaction_refusal){ path, arena_str(&a->arena, str_from(reason)) });
}

/* NULL when the bytes are those that were planned for. */
static const char *mismatch(struct apply *a, const struct plan_file *f, struct str bytes)
{
	if (bytes.len == f->size && str_eq(apply_hash(bytes, &a->arena), f->hash))
		return NULL;
	vec_foreach (struct edit, e, &f->edits)
		if (a->plan->changes.items[e->change].round == 0 && (e->end > bytes.len || !str_eq(str_slice(bytes, e->start, e->end), e->old)))
			return "has changed since the plan was made, where it would be edited";
	return "has changed since the plan was made";
}

/* A directory on the way may have become a link that leads elsewhere. */
static const char *leaves_root(struct apply *a, const char *path)
{
	struct err err = { 0 };
	struct str real;

	if (!path_real(&a->arena, path, &real, &err))
		return "is not there any more";
	return path_is_inside(real, a->root) ? NULL : "leads out of the root";
}

static void open_file(struct apply *a, const struct plan_file *f)
{
	const char *path = path_join(&a->arena, a->root, f->path).ptr;
	struct apply_file opened = { .file = f };
	struct err err = { 0 };
	const char *reason = leaves_root(a, path);

	if (!reason && !file_read(path, 0, &opened.bytes, &err))
		reason = err.message;
	if (!reason)
		reason = mismatch(a, f, strbuf_str(&opened.bytes));
	if (!reason) {
		vec_push(&a->files, opened);
		return;
	}
	refuse(a, f->path, reason);
	strbuf_release(&opened.bytes);
}

bool apply_open(const struct plan *p, struct str root, const bool *is_chosen, struct apply *ret, struct err *err)
{
	*ret = (struct apply){ .plan = p };
	if (!path_real(&ret->arena, arena_str(&ret->arena, root).ptr, &ret->root, err))
		return false;
	vec_foreach (struct plan_file, f, &p->files)
		if (plan_touches(p, f, is_chosen))
			open_file(ret, f);
	return true;
}

void apply_release(struct apply *a)
{
	vec_foreach (struct apply_file, f, &a->files)
		strbuf_release(&f->bytes);
	vec_release(&a->files);
	vec_release(&a->refusals);
	arena_release(&a->arena);
}

/* --- Rendering --- */

struct rendered {
	struct strbuf bytes;
	bool is_removed;
};

static bool render(const struct apply *a, const struct apply_file *f, const bool *is_chosen, struct rendered *ret, struct err *err)
{
	return plan_render(a->plan, f->file, is_chosen, strbuf_str(&f->bytes), &ret->bytes, &ret->is_removed, err);
}

static bool is_same(const struct rendered *x, const struct rendered *y)
{
	return x->is_removed == y->is_removed && (x->is_removed || str_eq(strbuf_str(&x->bytes), strbuf_str(&y->bytes)));
}

typedef void use_file(const struct apply_file *f, const struct rendered *old, const struct rendered *new, void *context);

/* Calls `use` for every file that differs between the two. */
static bool each_difference(struct apply *a, const bool *before, const bool *after, use_file *use, void *context, struct err *err)
{
	struct rendered old = { 0 }, new = { 0 };
	bool ok = true;

	vec_foreach (struct apply_file, f, &a->files) {
		ok = render(a, f, before, &old, err) && render(a, f, after, &new, err);
		if (!ok)
			break;
		if (!is_same(&old, &new) && !old.is_removed)
			use(f, &old, &new, context);
	}
	strbuf_release(&old.bytes);
	strbuf_release(&new.bytes);
	return ok;
}

struct write_context {
	struct write_set *set;
	struct arena *scratch;
};

static void add_item(const struct apply_file *f, const struct rendered *old, const struct rendered *new, void *context)
{
	struct write_context *c = context;
	struct write_item item = {
		.path = arena_str(c->scratch, f->file->path),
		.old_hash = apply_hash(strbuf_str(&old->bytes), c->scratch),
		.old_size = old->bytes.len,
		.is_removed = new->is_removed,
	};

	if (!new->is_removed)
		item.new_bytes = arena_str(c->scratch, strbuf_str(&new->bytes));
	vec_push(&c->set->items, item);
}

bool apply_between(struct apply *a, const bool *before, const bool *after, struct arena *scratch, struct write_set *ret, struct err *err)
{
	struct write_context c = { .set = ret, .scratch = scratch };

	*ret = (struct write_set){ .root = arena_str(scratch, a->root) };
	if (each_difference(a, before, after, add_item, &c, err))
		return true;
	vec_release(&ret->items);
	return false;
}

static void add_diff(const struct apply_file *f, const struct rendered *old, const struct rendered *new, void *context)
{
	struct diff_file d = {
		.path = f->file->path,
		.old_bytes = strbuf_str(&old->bytes),
		.new_bytes = strbuf_str(&new->bytes),
		.mode = f->file->mode,
		.is_removed = new->is_removed,
	};

	diff_add_file(&d, context);
}

bool apply_diff(struct apply *a, const bool *before, const bool *after, struct strbuf *out, struct err *err)
{
	return each_difference(a, before, after, add_diff, out, err);
}

/* --- Lines --- */

static void add_lines(const struct plan *p, struct plan_file *f, struct str bytes)
{
	uint32_t line = 1, at = 0;

	vec_foreach (struct edit, e, &f->edits) {
		if (p->changes.items[e->change].round > 0)
			break;
		for (; at < e->start && at < bytes.len; at++)
			line += bytes.ptr[at] == '\n';
		e->line = line;
	}
}

void apply_add_lines(struct plan *p, struct str root)
{
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	struct arena scratch = { 0 };
	struct err err = { 0 };

	vec_foreach (struct plan_file, f, &p->files)
		if (f->edits.len && file_read(path_join(&scratch, root, f->path).ptr, 0, &bytes, &err))
			add_lines(p, f, strbuf_str(&bytes));
	arena_release(&scratch);
}
