/* Remarks: all comments of a text, and the lines that those for us are about. */
#include "base/base.h"
#include "analyzers/remark.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/lang.h"

bool remark_is_in(struct str source)
{
	return source.len && memmem(source.ptr, source.len, REMARK_SIGN, strlen(REMARK_SIGN));
}

/* Where a comment begins and ends. */
struct piece {
	size_t start, end;
};

typedef VEC(struct piece) piece_list;

/* The text of a comment without what makes it one. */
static struct str inside(struct str comment)
{
	if (str_starts(comment, STR("/*")) && str_ends(comment, STR("*/")) && comment.len >= 4)
		comment = str_slice(comment, 2, comment.len - 2);
	while (comment.len && strchr("#/*! \t", comment.ptr[0]))
		comment = str_slice(comment, 1, comment.len);
	return str_trim(comment);
}

/* --- Lines --- */

struct lines {
	struct str source;
	size_t at;     /* where the counted line begins */
	uint32_t line; /* its number */
};

/* Go on to the line that holds an offset; offsets only grow. */
static void go_to(struct lines *l, size_t offset)
{
	for (;;) {
		struct str rest = str_slice(l->source, l->at, l->source.len);
		size_t end = l->at + str_find(rest, '\n');

		if (end >= offset || end >= l->source.len)
			return;
		l->at = end + 1;
		l->line++;
	}
}

static bool is_blank(struct str text)
{
	return str_trim(text).len == 0;
}

/* The comment that begins at this offset, or NULL. */
static const struct piece *piece_at(const piece_list *pieces, size_t first, size_t offset)
{
	for (size_t i = first; i < pieces->len && pieces->items[i].start <= offset; i++)
		if (pieces->items[i].start == offset)
			return &pieces->items[i];
	return NULL;
}

/* The first line behind a comment that holds more than comments and decorators; 0 when there is none. */
static uint32_t next_code_line(struct lines l, const piece_list *pieces, size_t own)
{
	size_t at = pieces->items[own].end;

	while (at < l.source.len) {
		const struct piece *comment;

		while (at < l.source.len && strchr(" \t\r\n\f", l.source.ptr[at]))
			at++;
		comment = piece_at(pieces, own + 1, at);
		if (comment) {
			at = comment->end;
			continue;
		}
		if (at == l.source.len || l.source.ptr[at] != '@')
			break;
		at += str_find(str_slice(l.source, at, l.source.len), '\n');
	}
	if (at >= l.source.len)
		return 0;
	go_to(&l, at);
	return l.line;
}

static void add_remark(struct remarks *r, struct lines *l, const piece_list *pieces, size_t i)
{
	const struct piece *p = &pieces->items[i];
	struct str text = inside(str_slice(l->source, p->start, p->end));
	bool is_alone;

	if (!str_starts(text, STR(REMARK_SIGN)))
		return;
	go_to(l, p->start);
	is_alone = is_blank(str_slice(l->source, l->at, p->start));
	vec_push(&r->items, (struct remark){
				    .text = str_trim(str_slice(text, strlen(REMARK_SIGN), text.len)),
				    .offset = (uint32_t)p->start,
				    .len = (uint32_t)str_find(str_slice(l->source, p->start, p->end), '\n'),
				    .line = l->line,
				    .column = (uint32_t)(p->start - l->at) + 1,
				    .code_line = is_alone ? next_code_line(*l, pieces, i) : l->line,
			    });
}

void remarks_read(const struct lang *lang, struct str source, struct remarks *ret)
{
	struct lines lines = { .source = source, .line = 1 };
	piece_list pieces = { 0 };
	struct str comment;
	size_t at = 0;

	*ret = (struct remarks){ 0 };
	if (!lang->next_comment || !remark_is_in(source))
		return;
	while (lang->next_comment(source, &at, &comment)) {
		size_t start = (size_t)(comment.ptr - source.ptr);

		vec_push(&pieces, (struct piece){ start, start + comment.len });
	}
	for (size_t i = 0; i < pieces.len; i++)
		add_remark(ret, &lines, &pieces, i);
	vec_release(&pieces);
}

void remarks_release(struct remarks *r)
{
	vec_release(&r->items);
}
