/* Looks for indentation that Python refuses and the grammar takes: every parse error has to be one of ours too. */
#include "base/base.h"
#include "analyzers/lang/python/indentation.h"

#include <stdlib.h>

#include "analyzers/lang/python/logical_line.h"
#include "base/vec.h"

struct levels {
	VEC(uint32_t) columns; /* of the blocks around, outermost first */
	bool wants_block;      /* the line before ends in a colon */
};

/* Does the line fit what is open? Takes it in. */
static bool takes(struct levels *l, const struct logical_line *line)
{
	bool is_deeper = line->column > *vec_last(&l->columns);

	if (is_deeper != l->wants_block)
		return false;
	if (is_deeper)
		vec_push(&l->columns, line->column);
	while (*vec_last(&l->columns) > line->column)
		l->columns.len--;
	l->wants_block = line->is_header;
	return *vec_last(&l->columns) == line->column;
}

uint32_t python_bad_indentation(struct str source)
{
	struct logical_lines lines;
	struct logical_line line;
	struct levels levels = { 0 };
	uint32_t at = NONE;

	vec_push(&levels.columns, 0);
	logical_lines_init(&lines, source, 0);
	while (at == NONE && logical_lines_next(&lines, &line))
		if (!takes(&levels, &line))
			at = line.code;
	if (at == NONE && levels.wants_block)
		at = (uint32_t)source.len;
	logical_lines_release(&lines);
	vec_release(&levels.columns);
	return at;
}
