/* What the writers of Python text share: style, and texts inside of strings. */
#include "base/base.h"
#include "analyzers/lang/python/write.h"

#define STEP 4 /* blanks of one indentation, as the writers write it */

struct str write_styled(struct str text, const struct source_style *style, struct arena *a)
{
	struct strbuf out = { 0 };
	struct str line, ret;

	while (str_next(&text, '\n', &line)) {
		size_t indent = 0;

		while (indent + STEP <= line.len && str_eq(str_slice(line, indent, indent + STEP), STR("    "))) {
			strbuf_add(&out, style->indent.len ? style->indent : STR("    "));
			indent += STEP;
		}
		strbuf_add(&out, str_slice(line, indent, line.len));
		strbuf_add(&out, style->eol.len ? style->eol : STR("\n"));
	}
	ret = arena_str(a, strbuf_str(&out));
	strbuf_release(&out);
	return ret;
}

void write_plain(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] >= ' ' && text.ptr[i] != '"' && text.ptr[i] != '\\' && text.ptr[i] != '{' && text.ptr[i] != '}')
			strbuf_addch(out, text.ptr[i]);
}

/* 2027-01-31 */
static bool is_date(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (i == 4 || i == 7 ? text.ptr[i] != '-' : text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.len == 10;
}

void write_removal(struct strbuf *out, struct str removal)
{
	if (!removal.len)
		return;
	strbuf_addz(out, is_date(removal) ? " and will be removed on " : " and will be removed in ");
	write_plain(out, removal);
}
