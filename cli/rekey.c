/* From applied changes to the baseline that belongs to them: always from the file as it was, whatever was taken back. */
#include "base/base.h"
#include "cli/rekey.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"
#include "cli/ratchet.h"
#include "rewriters/apply.h"

void rekey_note_before(struct rekey *r, const struct audit *a)
{
	baseline_of(a, &r->before);
}

void rekey_note_after(struct rekey *r, const struct audit *a)
{
	vec_foreach (struct finding, x, &a->findings.items) {
		struct str path = a->project.files[x->file].path;

		if (!baseline_find(&r->before, x->identity))
			vec_push(&r->arrivals,
				(struct rekey_arrival){ arena_str(&r->arena, x->identity), arena_str(&r->arena, path),
					arena_str(&r->arena, finding_product(x, &a->families)),
					baseline_text(&r->arena, x->rule->code, path, x->symbol) });
	}
}

/* A finding's fingerprint leads to its line, also that of the second of its kind. */
static void index_fingerprints(struct rekey *r)
{
	for (uint32_t i = 0; i < r->baseline.lines.len; i++) {
		const struct baseline_line *line = &r->baseline.lines.items[i];

		for (uint32_t ordinal = 0; ordinal < line->count; ordinal++)
			map_set(&r->by_fingerprint, str_hash(finding_fingerprint(&r->arena, line->identity, ordinal)), i);
	}
}

bool rekey_open(struct rekey *r, const struct config *c, struct str root, struct err *err)
{
	struct str path = ratchet_configured_path(c, root, &r->arena), real;

	if (path.len == 0 || !file_exists(path.ptr) || !path_real(&r->arena, path.ptr, &real, NULL) || !path_is_inside(real, root))
		return true;
	if (!file_read(path.ptr, BASELINE_BYTES_MAX, &r->bytes, err) ||
		!baseline_parse(path.ptr, strbuf_str(&r->bytes), false, &r->baseline, err))
		return false;
	r->path = arena_str(&r->arena, path_normalise(&r->arena, c->baseline));
	index_fingerprints(r);
	return true;
}

void rekey_release(struct rekey *r)
{
	strbuf_release(&r->bytes);
	baseline_release(&r->baseline);
	baseline_release(&r->before);
	map_release(&r->by_fingerprint);
	vec_release(&r->arrivals);
	arena_release(&r->arena);
}

/* --- Rendering --- */

struct rendering {
	const struct rekey *rekey;
	const struct plan *plan;
	const bool *chosen, *applied;
	struct baseline now;
	struct map waiting; /* hash of a fingerprint: a change that mends it is chosen and not made */
	struct map left;    /* hash of a path, or of a product: a known finding went from there */
	struct map taken;   /* hash of a fingerprint: it went */
};

static void find_waiting(struct rendering *t)
{
	for (size_t i = 0; i < t->plan->changes.len; i++)
		if (t->chosen[i] && !t->applied[i])
			map_set(&t->waiting, str_hash(t->plan->changes.items[i].fingerprint), 0);
}

static void take_out(struct rendering *t, const struct change *c)
{
	uint64_t key = str_hash(c->fingerprint);
	uint32_t at = map_get(&t->rekey->by_fingerprint, key);

	if (at == NONE || map_has(&t->waiting, key))
		return;
	map_set(&t->left, str_hash(c->path), 0);
	if (c->product.len)
		map_set(&t->left, str_hash(c->product), 0);
	if (map_add(&t->taken, key, 0))
		baseline_add(&t->now, t->rekey->baseline.lines.items[at].identity, -1, STR(""));
}

static void put_in(struct rendering *t)
{
	vec_foreach (struct rekey_arrival, x, &t->rekey->arrivals)
		if (map_has(&t->left, str_hash(x->path)) || (x->product.len && map_has(&t->left, str_hash(x->product))))
			baseline_add(&t->now, x->identity, 1, x->text);
}

/* As it was, where nothing of it changes: also its order and its ends of lines. */
void rekey_render(const struct rekey *r, const struct plan *p, const bool *chosen, const bool *applied, struct strbuf *out)
{
	struct rendering t = { .rekey = r, .plan = p, .chosen = chosen, .applied = applied };

	vec_foreach (struct baseline_line, line, &r->baseline.lines)
		baseline_add(&t.now, line->identity, (int)line->count, line->text);
	t.now.scope = r->baseline.scope;
	find_waiting(&t);
	for (size_t i = 0; i < p->changes.len; i++)
		if (applied[i])
			take_out(&t, &p->changes.items[i]);
	put_in(&t);
	if (t.left.len)
		baseline_write(&t.now, out);
	else
		strbuf_add(out, strbuf_str(&r->bytes));
	baseline_release(&t.now);
	map_release(&t.waiting);
	map_release(&t.left);
	map_release(&t.taken);
}

void rekey_add(const struct rekey *r, const struct plan *p, const bool *chosen, const bool *before, const bool *after,
	struct arena *scratch, struct write_set *set)
{
	struct strbuf old CLEANUP(strbuf_release) = { 0 }, new CLEANUP(strbuf_release) = { 0 };

	if (r->path.len == 0)
		return;
	rekey_render(r, p, chosen, before, &old);
	rekey_render(r, p, chosen, after, &new);
	if (str_eq(strbuf_str(&old), strbuf_str(&new)))
		return;
	vec_push(&set->items, (struct write_item){
				      .path = r->path,
				      .old_hash = apply_hash(strbuf_str(&old), scratch),
				      .old_size = old.len,
				      .new_bytes = arena_str(scratch, strbuf_str(&new)),
			      });
}
