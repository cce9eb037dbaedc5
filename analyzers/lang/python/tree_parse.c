/* Feeding tree-sitter: ranges, a bound on the work, and a second try with the masked text. */
#include "base/base.h"
#include "analyzers/lang/python/tree_parse.h"

#include <stdlib.h>

#include "analyzers/lang/python/tree_mask.h"

/*
 * Error recovery can take time out of all proportion to the text; a count,
 * unlike a clock, gives up at the same place. Sound code needs one check for
 * a few hundred bytes.
 */
#define BYTES_PER_CHECK 4
#define CHECKS_AT_LEAST 10000

/* The columns of indentation that the grammar's scanner remembers; of more it keeps the low byte, and says nothing. */
#define COLUMNS_MAX 255
#define TAB_WIDTH 8

struct feed {
	struct str source;
	uint64_t checks_left;
};

static const char *feed_read(void *payload, uint32_t offset, TSPoint position, uint32_t *ret_len)
{
	const struct feed *f = payload;

	if (offset >= f->source.len) {
		*ret_len = 0;
		return "";
	}
	*ret_len = (uint32_t)(f->source.len - offset);
	return f->source.ptr + offset;
}

static bool feed_is_exhausted(TSParseState *state)
{
	struct feed *f = state->payload;

	return f->checks_left-- == 0;
}

static uint32_t end_of_line(const struct tree *t, uint32_t offset)
{
	uint32_t line = tree_line(t, offset);

	return line < t->lines.len ? t->lines.items[line] : (uint32_t)t->source.len;
}

/*
 * Each range as far as the end of its last line: two statements without a
 * newline between them would be none. False when nothing is left to parse.
 */
static bool include_ranges(struct tree *t, const struct range *ranges, uint32_t count)
{
	TSRange *included = xcalloc(MAX(count, 1), sizeof(*included));
	uint32_t used = 0, done = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t start = MAX(ranges[i].start, done), end;

		if (ranges[i].start >= ranges[i].end)
			continue;
		end = end_of_line(t, ranges[i].end - 1);
		if (start >= end)
			continue;
		included[used].start_byte = start;
		included[used].end_byte = done = end;
		included[used].start_point.row = tree_line(t, start) - 1;
		included[used++].end_point.row = tree_line(t, end) - 1;
	}
	ts_parser_set_included_ranges(t->parser, included, used);
	free(included);
	return used > 0 || count == 0;
}

static TSTree *parse(struct tree *t, struct str source)
{
	struct feed feed = { source, CHECKS_AT_LEAST + source.len / BYTES_PER_CHECK };
	TSInput input = { .payload = &feed, .read = feed_read, .encoding = TSInputEncodingUTF8 };
	TSParseOptions options = { .payload = &feed, .progress_callback = feed_is_exhausted };
	TSTree *parsed = ts_parser_parse_with_options(t->parser, NULL, input, options);

	ts_parser_reset(t->parser);
	return parsed;
}

static bool is_sound(TSTree *parsed)
{
	return parsed && !ts_node_has_error(ts_tree_root_node(parsed));
}

static bool is_wide(struct str line)
{
	size_t columns = 0;

	for (size_t i = 0; i < line.len && columns <= COLUMNS_MAX; i++) {
		if (line.ptr[i] != ' ' && line.ptr[i] != '\t')
			return false;
		columns += line.ptr[i] == ' ' ? 1 : TAB_WIDTH;
	}
	return columns > COLUMNS_MAX;
}

static bool has_wide_line(const struct tree *t)
{
	for (size_t i = 0; i + 1 < t->lines.len; i++)
		if (t->lines.items[i + 1] - t->lines.items[i] > COLUMNS_MAX / TAB_WIDTH &&
			is_wide(str_slice(t->source, t->lines.items[i], t->lines.items[i + 1])))
			return true;
	return false;
}

/* An error may be the grammar's own: then the masked text has none. */
static TSTree *parse_twice(struct tree *t)
{
	TSTree *parsed = has_wide_line(t) ? NULL : parse(t, t->source), *masked;

	if (is_sound(parsed))
		return parsed;
	if (!tree_mask(t->source, &t->text))
		return parsed ? parsed : parse(t, t->source);
	masked = parse(t, strbuf_str(&t->text));
	if (!parsed)
		return masked;
	if (!is_sound(masked)) {
		ts_tree_delete(masked);
		return parsed;
	}
	ts_tree_delete(parsed);
	return masked;
}

bool tree_parse(struct tree *t, const struct range *ranges, uint32_t count, TSTree **ret_parsed)
{
	if (!include_ranges(t, ranges, count))
		return false;
	*ret_parsed = parse_twice(t);
	return true;
}
