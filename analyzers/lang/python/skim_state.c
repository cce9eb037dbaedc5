/* The skimmer's memory: made once a thread, cleared for each source. */
#include "base/base.h"
#include "analyzers/lang/python/skim_impl.h"

#include <stdlib.h>

#include "analyzers/lang/python/python_impl.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct skim *skim_new(void)
{
	return xcalloc(1, sizeof(struct skim));
}

void skim_free(struct skim *s)
{
	if (!s)
		return;
	scan_map_release(&s->map);
	vec_release(&s->frames);
	vec_release(&s->arguments);
	vec_release(&s->fstrings);
	vec_release(&s->equals);
	vec_release(&s->targets);
	vec_release(&s->patterns);
	vec_release(&s->defs);
	vec_release(&s->blocks);
	vec_release(&s->imports);
	vec_release(&s->names);
	vec_release(&s->bindings);
	vec_release(&s->seams);
	vec_release(&s->exports);
	vec_release(&s->fields);
	vec_release(&s->ranges);
	free(s);
}

static void clear(struct skim *s)
{
	vec_clear(&s->frames);
	vec_clear(&s->arguments);
	vec_clear(&s->fstrings);
	vec_clear(&s->defs);
	vec_clear(&s->blocks);
	vec_clear(&s->imports);
	vec_clear(&s->names);
	vec_clear(&s->bindings);
	vec_clear(&s->seams);
	vec_clear(&s->exports);
	vec_clear(&s->fields);
	vec_clear(&s->ranges);
	s->after_semicolon = false;
	s->fstring_limit = NONE;
	s->line = s->line_start = s->statement = s->code_end = 0;
	s->depth = 0;
	s->kinds = 0;
	s->comments = (struct piece){ 0 };
	s->words = NULL;
}

uint32_t skim_start(struct skim *s, struct str source, struct arena *a, struct outline *out)
{
	bool is_too_long = source.len > UINT32_MAX - 64; /* offsets are 32 bits, NONE is no offset */

	clear(s);
	*out = (struct outline){ 0 };
	if (is_too_long)
		source.len = 0;
	s->text = (const unsigned char *)source.ptr;
	s->len = (uint32_t)source.len;
	s->arena = a;
	s->out = out;
	scan_map_build(&s->map, source);
	vec_push(&s->frames, (struct frame){ .has_bindings = true, .def = NONE, .block = NONE, .group = NONE });
	s->recorded_frames = 1;
	if (is_too_long)
		skim_broken(s, 0, "more than 4 GiB");
	else if (s->map.has_nul)
		skim_broken(s, (uint32_t)str_find(source, '\0'), "NUL byte");
	return str_starts(source, STR(BYTE_ORDER_MARK)) ? 3 : 0;
}
