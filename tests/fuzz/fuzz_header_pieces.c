/* Fuzzes the cutting of headers: pieces lie in the text, in order, and are never empty. */
#include "base/base.h"

#include "rewriters/header_pieces.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	size_t size;
	uint32_t count, last;
};

static void look(void *context, struct str piece, uint32_t at)
{
	struct seen *s = context;

	CHECK(piece.len > 0 && at < s->size);
	CHECK(s->count++ == 0 || at > s->last);
	s->last = at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };

	for (uint32_t start = 0; start <= 2 && start <= size; start++) {
		struct seen s = { .size = size };

		header_pieces(text, start, (uint32_t)size, look, &s);
	}
	return 0;
}
