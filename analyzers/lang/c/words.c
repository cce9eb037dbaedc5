/* The words that let a body through to the parser. */
#include "base/base.h"
#include "analyzers/lang/c/words.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/vec.h"

/* Seeds: what makes memory or objects in C, C++, and their common libraries. */
static const struct str usual[] = {
	/* clang-format off */
	STR_INIT("*alloc*"), STR_INIT("*ALLOC*"), STR_INIT("*Alloc*"), STR_INIT("*_new*"), STR_INIT("new*"), STR_INIT("*New*"),
	STR_INIT("*NEW*"), STR_INIT("make_unique*"), STR_INIT("make_shared*"), STR_INIT("make_intrusive"),
	STR_INIT("MakeUnique"), STR_INIT("MakeShared"), STR_INIT("MakeRef*"), STR_INIT("adoptRef"), STR_INIT("WrapUnique"),
	STR_INIT("*memdup*"), STR_INIT("g_object_new*"), STR_INIT("g_slice_*"), STR_INIT("*create*"), STR_INIT("*Create*"),
	STR_INIT("*CREATE*"), STR_INIT("memnew*"), STR_INIT("_malloc*"), STR_INIT("*_memalign"), STR_INIT("mmap"),
	STR_INIT("obstack_*"), STR_INIT("*zalloc*"), STR_INIT("*_strdup*"), STR_INIT("g_type_create_instance"),
	/* clang-format on */
};

enum shape { SHAPE_WHOLE, SHAPE_FRONT, SHAPE_BACK, SHAPE_ANYWHERE };

struct pattern {
	struct str text; /* without the stars */
	enum shape shape;
	uint32_t letters;
};

struct c_words {
	struct arena arena;
	VEC(struct pattern) patterns;
	VEC(uint32_t) masks; /* the letters of the patterns, each set once */
	struct map whole;    /* by hash */
	uint64_t lengths;    /* of whole words, a bit each; long ones share the last */
};

uint32_t c_word_letters(struct str word)
{
	uint32_t letters = 0;

	for (size_t i = 0; i < word.len; i++)
		letters |= UINT32_C(1) << (word.ptr[i] & 31);
	return letters;
}

static uint64_t length_bit(size_t len)
{
	return UINT64_C(1) << MIN(len, 63);
}

static void add_pattern(struct c_words *w, struct pattern p)
{
	p.letters = c_word_letters(p.text);
	vec_push(&w->patterns, p);
	for (size_t i = 0; i < w->masks.len; i++)
		if ((w->masks.items[i] & p.letters) == w->masks.items[i])
			return; /* whoever has these letters has those */
	vec_push(&w->masks, p.letters);
}

static void add_word(struct c_words *w, struct str word)
{
	struct pattern p = { .text = word };

	if (p.text.len > 0 && p.text.ptr[0] == '*') {
		p.shape = SHAPE_BACK;
		p.text = str_slice(p.text, 1, p.text.len);
	}
	if (p.text.len > 0 && p.text.ptr[p.text.len - 1] == '*') {
		p.shape = p.shape == SHAPE_BACK ? SHAPE_ANYWHERE : SHAPE_FRONT;
		p.text.len--;
	}
	if (p.text.len == 0)
		return;
	if (p.shape != SHAPE_WHOLE) {
		p.text = arena_str(&w->arena, p.text);
		add_pattern(w, p);
		return;
	}
	map_set(&w->whole, str_hash(p.text), 1);
	w->lengths |= length_bit(p.text.len);
}

struct c_words *c_words_new(const struct str *list, size_t count)
{
	struct c_words *w = xcalloc(1, sizeof(*w));

	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		add_word(w, usual[i]);
	for (size_t i = 0; i < count; i++)
		add_word(w, list[i]);
	return w;
}

void c_words_free(struct c_words *w)
{
	if (!w)
		return;
	arena_release(&w->arena);
	vec_release(&w->patterns);
	vec_release(&w->masks);
	map_release(&w->whole);
	free(w);
}

static bool fits(const struct pattern *p, struct str word)
{
	switch (p->shape) {
	case SHAPE_FRONT: return str_starts(word, p->text);
	case SHAPE_BACK: return str_ends(word, p->text);
	default: return str_has(word, p->text);
	}
}

static bool fits_any(const struct c_words *w, struct str word, uint32_t letters)
{
	for (size_t i = 0; i < w->patterns.len; i++)
		if ((w->patterns.items[i].letters & letters) == w->patterns.items[i].letters &&
			fits(&w->patterns.items[i], word))
			return true;
	return false;
}

bool c_words_hit(const struct c_words *w, struct str word, uint32_t letters)
{
	if (w->lengths & length_bit(word.len) && map_has(&w->whole, str_hash(word)))
		return true;
	for (size_t i = 0; i < w->masks.len; i++)
		if ((w->masks.items[i] & letters) == w->masks.items[i])
			return fits_any(w, word, letters);
	return false;
}

bool c_words_has(const struct c_words *w, struct str identifier)
{
	return c_words_hit(w, identifier, c_word_letters(identifier));
}
