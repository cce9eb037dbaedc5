/* Where statements and definitions begin and end, whole lines of them. */
#include "base/base.h"
#include "analyzers/lang/python/names.h"

#include "analyzers/lang/python/logical_line.h"

static bool begins_any(
	const struct logical_lines *l, const struct logical_line *line, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (logical_line_begins(l, line, words[i]))
			return true;
	return false;
}

/* --- Definitions --- */

/* A line that is known to begin a statement and is not far before the definition. */
static uint32_t line_before(struct str source, const struct outline *o, uint32_t def)
{
	uint32_t start;

	if (def == 0)
		return 0;
	if (o->defs[def - 1].end <= o->defs[def].span.start)
		return o->defs[def - 1].end;
	start = o->defs[def - 1].span.start;
	while (start > 0 && source.ptr[start - 1] != '\n' && source.ptr[start - 1] != '\r')
		start--;
	return start;
}

void python_definition(struct str source, const struct outline *o, uint32_t def, uint32_t *ret_start, uint32_t *ret_end)
{
	struct logical_lines lines;
	struct logical_line line;
	struct decorators d = DECORATORS_START;
	uint32_t at = o->defs[def].span.start;

	*ret_start = at;
	*ret_end = o->defs[def].end;
	logical_lines_init(&lines, source, line_before(source, o, def));
	while (logical_lines_next(&lines, &line)) {
		uint32_t start = decorators_step(&d, &lines, &line);

		if (line.end <= at)
			continue;
		*ret_start = MIN(start, at);
		break;
	}
	logical_lines_release(&lines);
}

/* --- Statements --- */

static bool is_definition(const struct logical_lines *l, const struct logical_line *line)
{
	const struct skim *s = l->skim;
	uint32_t second = skim_space(s, skim_identifier_end(s, line->code), false);

	return logical_line_begins(l, line, "def") || logical_line_begins(l, line, "class") ||
		(logical_line_begins(l, line, "async") && skim_is_word(s, second, "def"));
}

/* Does the line open a block, on lines of its own or behind the colon? */
static bool is_compound(const struct logical_lines *l, const struct logical_line *line)
{
	static const char *const keywords[] = {
		"async",
		"case",
		"class",
		"def",
		"elif",
		"else",
		"except",
		"finally",
		"for",
		"if",
		"try",
		"while",
		"with",
	};

	return line->is_header || (line->colon != NONE && begins_any(l, line, keywords, ARRAY_LEN(keywords)));
}

/* An arm other than the first. */
static bool is_later_arm(const struct logical_lines *l, const struct logical_line *line)
{
	static const char *const keywords[] = { "elif", "else", "except", "finally" };

	return line->colon != NONE && begins_any(l, line, keywords, ARRAY_LEN(keywords));
}

/* Behind the blocks that belong to the header. */
static uint32_t end_of_blocks(struct logical_lines *l, const struct logical_line *header)
{
	bool has_arms = !is_definition(l, header);
	uint32_t end = header->end;
	struct logical_line line;

	while (logical_lines_next(l, &line)) {
		bool is_arm = has_arms && line.column == header->column && is_later_arm(l, &line);

		if (line.column <= header->column && !is_arm)
			break;
		end = line.end;
	}
	return end;
}

/* From a decorator to what it decorates; false when that never comes. */
static bool skip_decorators(struct logical_lines *l, struct logical_line *line)
{
	while (skim_byte(l->skim, line->code) == '@')
		if (!logical_lines_next(l, line))
			return false;
	return true;
}

static bool end_of_statement(struct logical_lines *l, struct logical_line line, uint32_t at, uint32_t *ret_end)
{
	if (!skip_decorators(l, &line))
		return false;
	if (!is_compound(l, &line)) {
		*ret_end = line.end;
		return !line.is_joined;
	}
	if (is_later_arm(l, &line) || logical_line_begins(l, &line, "case") || (!line.is_header && at > line.colon))
		return false;
	*ret_end = end_of_blocks(l, &line);
	return true;
}

bool python_statement(struct str source, uint32_t at, uint32_t *ret_start, uint32_t *ret_end)
{
	struct logical_lines lines;
	struct logical_line line;
	struct decorators d = DECORATORS_START;
	bool is_found = false;

	logical_lines_init(&lines, source, 0);
	while (!is_found && logical_lines_next(&lines, &line)) {
		uint32_t start = decorators_step(&d, &lines, &line), end;

		if (line.end <= at && line.end < source.len)
			continue;
		if (at < line.start || !end_of_statement(&lines, line, at, &end) || line.is_open ||
			lines.outline.is_broken)
			break;
		*ret_start = start;
		*ret_end = end;
		is_found = true;
	}
	logical_lines_release(&lines);
	return is_found;
}
