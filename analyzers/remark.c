/* Remarks: all comments of a text, and the lines that those for us are about. */
#include "base/base.h"
#include "analyzers/remark.h"

#include <string.h>

#include "analyzers/lang.h"

bool remark_is_in(struct str source)
{
	return source.len && memmem(source.ptr, source.len, REMARK_SIGN, strlen(REMARK_SIGN));
}

/* Where a comment begins and ends. */
struct piece {
	size_t start, end;
	size_t code; /* see find_code() */
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

/* What follows a comment, seen from behind it: layout and decorators are passed over. */
static size_t pass_layout(struct str source, size_t at)
{
	while (at < source.len && strchr(" \t\r\n\f", source.ptr[at]))
		at++;
	return at;
}

/*
 * Where the code begins that each comment is about when it stands alone: what
 * follows the last of a run of comments is what follows all of them, so they
 * are gone through from the end, and no stretch of text is looked at twice.
 */
static void find_code(struct str source, piece_list *pieces)
{
	for (size_t i = pieces->len; i-- > 0;) {
		const struct piece *next = i + 1 < pieces->len ? &pieces->items[i + 1] : NULL;
		size_t at = pass_layout(source, pieces->items[i].end);
		size_t limit = next ? next->start : source.len;

		while (at < limit && source.ptr[at] == '@')
			at = pass_layout(source, at + str_find(str_slice(source, at, limit), '\n'));
		/* A comment that begins here, or behind a decorator. */
		pieces->items[i].code = next && at >= limit ? next->code : at;
	}
}

static void add_remark(struct remarks *r, struct lines *here, struct lines *there, const struct piece *p)
{
	struct str text = inside(str_slice(here->source, p->start, p->end));
	bool is_alone;

	if (!str_starts(text, STR(REMARK_SIGN)))
		return;
	go_to(here, p->start);
	go_to(there, p->code);
	is_alone = is_blank(str_slice(here->source, here->at, p->start));
	vec_push(&r->items, (struct remark){
				    .text = str_trim(str_slice(text, strlen(REMARK_SIGN), text.len)),
				    .offset = (uint32_t)p->start,
				    .len = (uint32_t)str_find(str_slice(here->source, p->start, p->end), '\n'),
				    .line = here->line,
				    .column = (uint32_t)(p->start - here->at) + 1,
				    .code_line = !is_alone ? here->line : p->code < here->source.len ? there->line : 0,
			    });
}

void remarks_read(const struct lang *lang, struct str source, struct remarks *ret)
{
	struct lines here = { .source = source, .line = 1 }, there = here;
	piece_list pieces = { 0 };
	struct str comment;
	size_t at = 0;

	*ret = (struct remarks){ 0 };
	if (!lang->next_comment || !remark_is_in(source))
		return;
	while (lang->next_comment(source, &at, &comment)) {
		size_t start = (size_t)(comment.ptr - source.ptr);

		vec_push(&pieces, (struct piece){ .start = start, .end = start + comment.len });
	}
	find_code(source, &pieces);
	vec_foreach (struct piece, p, &pieces)
		add_remark(ret, &here, &there, p);
	vec_release(&pieces);
}

void remarks_release(struct remarks *r)
{
	vec_release(&r->items);
}
