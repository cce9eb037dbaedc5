/* How a text is written: line ends, indentation, byte order mark, encoding. */
#include "base/base.h"
#include "analyzers/lang/python/names.h"

#include <string.h>

#include "analyzers/lang/python/encoding.h"
#include "analyzers/lang/python/logical_line.h"

#define USUAL_STEP 4 /* blanks, as PEP 8 wants them */
#define STEP_MAX 16  /* blanks; more is an alignment */

/* --- Line ends --- */

enum line_end { END_LF, END_CRLF, END_CR, END_COUNT };

static const struct str line_ends[END_COUNT] = {
	[END_LF] = STR_INIT("\n"), [END_CRLF] = STR_INIT("\r\n"), [END_CR] = STR_INIT("\r")
};

static void count_line_ends(struct str source, uint32_t counts[END_COUNT])
{
	for (size_t i = 0; i < source.len; i++) {
		if (source.ptr[i] == '\n')
			counts[END_LF]++;
		if (source.ptr[i] != '\r')
			continue;
		if (i + 1 < source.len && source.ptr[i + 1] == '\n') {
			counts[END_CRLF]++;
			i++;
		} else {
			counts[END_CR]++;
		}
	}
}

static void read_line_ends(struct str source, struct source_style *ret)
{
	uint32_t counts[END_COUNT] = { 0 }, most = END_LF, kinds = 0;

	count_line_ends(source, counts);
	for (uint32_t i = 0; i < END_COUNT; i++) {
		kinds += counts[i] > 0;
		if (counts[i] > counts[most])
			most = i;
	}
	ret->eol = line_ends[most];
	ret->is_mixed = kinds > 1;
	ret->ends_in_eol = source.len > 0 && (source.ptr[source.len - 1] == '\n' || source.ptr[source.len - 1] == '\r');
}

/* --- Indentation --- */

static const struct str blanks = STR_INIT("                ");
_Static_assert(sizeof("                ") - 1 == STEP_MAX, "there are as many blanks as a step can have");

/* What a block has more than its header: slot 0 is for tabs, the others for that many blanks. */
static uint32_t step_between(struct str outer, struct str inner)
{
	size_t more = inner.len > outer.len ? inner.len - outer.len : 0;

	if (!str_starts(inner, outer) || more == 0 || more > STEP_MAX)
		return STEP_MAX + 1;
	if (inner.ptr[outer.len] == '\t')
		return 0;
	return memchr(inner.ptr + outer.len, '\t', more) ? STEP_MAX + 1 : (uint32_t)more;
}

static struct str read_indent(struct str source)
{
	uint32_t counts[STEP_MAX + 2] = { 0 }, most = USUAL_STEP;
	struct logical_lines lines;
	struct logical_line line;
	struct str outer = STR("");
	bool is_first = false;

	logical_lines_init(&lines, source, 0);
	while (logical_lines_next(&lines, &line)) {
		struct str indent = str_slice(source, line.start, line.code);

		if (is_first)
			counts[step_between(outer, indent)]++;
		is_first = line.is_header;
		outer = indent;
	}
	logical_lines_release(&lines);
	for (uint32_t i = 0; i <= STEP_MAX; i++)
		if (counts[i] > counts[most])
			most = i;
	return most == 0 ? STR("\t") : str_slice(blanks, 0, most);
}

/* --- Encoding --- */

/* The usual names in lower case; a rarer one is given as it is written. */
static struct str usual_name(struct str declared)
{
	static const struct str names[] = {
		STR_INIT("utf-8"),
		STR_INIT("utf8"),
		STR_INIT("utf_8"),
		STR_INIT("utf-8-sig"),
		STR_INIT("ascii"),
		STR_INIT("us-ascii"),
		STR_INIT("latin-1"),
		STR_INIT("latin1"),
		STR_INIT("iso-8859-1"),
		STR_INIT("iso-8859-2"),
		STR_INIT("iso-8859-15"),
		STR_INIT("cp1250"),
		STR_INIT("cp1251"),
		STR_INIT("cp1252"),
		STR_INIT("windows-1252"),
		STR_INIT("koi8-r"),
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (declared.len == names[i].len && str_has_nocase(declared, names[i]))
			return names[i];
	return declared.len > 0 ? declared : names[0];
}

void python_style(struct str source, struct source_style *ret)
{
	*ret = (struct source_style){
		.has_bom = str_starts(source, STR("\xEF\xBB\xBF")),
		.indent = read_indent(source),
		.encoding = usual_name(encoding_declared(source)),
	};
	read_line_ends(source, ret);
}
