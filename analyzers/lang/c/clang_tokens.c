/* Equal but for layout, comments and the names of locals: equal hashes. A name stands for what it refers to. */
#include "base/base.h"
#include "analyzers/lang/c/clang_body.h"

#include "analyzers/lang/c/clang_lex.h"

#define WINDOW 5 /* tokens in a shingle: as facts.h says */
#define SALT_LOCAL UINT64_C(0xC2B2AE3D27D4EB4F)
#define SALT_NAMED UINT64_C(0x9E3779B97F4A7C15)

typedef VEC(uint64_t) hash_list;

static int compare_marks(const void *a, const void *b)
{
	const struct clang_mark *x = a, *y = b;

	return x->offset != y->offset ? (x->offset < y->offset ? -1 : 1) : (int)y->is_local - (int)x->is_local;
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* A local is the how-manieth of its function. */
static uint64_t name_hash(const struct clang_mark *mark, struct map *locals)
{
	if (!mark->is_local)
		return SALT_NAMED ^ mark->hash;
	map_add(locals, mark->hash, (uint32_t)locals->len);
	return SALT_LOCAL * (map_get(locals, mark->hash) + 1);
}

static void add_tokens(
	struct str text, uint32_t start, uint32_t end, const struct clang_mark *marks, size_t count, hash_list *out)
{
	struct map locals = { 0 };
	size_t next = 0;

	for (struct clang_token t = clang_lex(text, start); t.kind != CLANG_TOKEN_END && t.start < end;
		t = clang_lex(text, t.end)) {
		while (next < count && marks[next].offset < t.start)
			next++;
		if (t.kind == CLANG_TOKEN_COMMENT)
			continue;
		if (t.kind == CLANG_TOKEN_WORD && next < count && marks[next].offset == t.start)
			vec_push(out, name_hash(&marks[next], &locals));
		else
			vec_push(out, str_hash(clang_token_text(text, t)));
	}
	map_release(&locals);
}

static void set_shingles(const hash_list *tokens, struct arena *a, struct cfunc *f)
{
	size_t count = tokens->len < WINDOW ? 0 : tokens->len - WINDOW + 1, kept = 0;
	uint64_t *hashes = arena_array(a, uint64_t, MAX(count, 1));

	for (size_t i = 0; i < count; i++)
		hashes[i] = str_hash((struct str){ (const char *)&tokens->items[i], WINDOW * sizeof(uint64_t) });
	if (count == 0)
		hashes[count++] = f->body_hash;
	qsort(hashes, count, sizeof(*hashes), compare_hashes);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || hashes[kept - 1] != hashes[i])
			hashes[kept++] = hashes[i];
	f->shingles = hashes;
	f->shingle_count = (uint32_t)kept;
}

void clang_body_hash(struct str text, uint32_t start, uint32_t end, struct clang_mark *marks, size_t mark_count,
	struct arena *a, struct cfunc *f)
{
	hash_list tokens = { 0 };

	if (mark_count > 1)
		qsort(marks, mark_count, sizeof(*marks), compare_marks);
	add_tokens(text, start, end, marks, mark_count, &tokens);
	f->token_count = (uint32_t)tokens.len;
	f->body_hash = str_hash((struct str){ (const char *)tokens.items, tokens.len * sizeof(uint64_t) });
	set_shingles(&tokens, a, f);
	vec_release(&tokens);
}
