/* Bringing a tracker up to date: what Canonry wrote is written anew, what people wrote stays where and as it is. */
#include "base/base.h"
#include "cli/tracker_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* A line of the document as it is. */
struct old_line {
	struct str text, end; /* "\n", "\r\n", or nothing behind the last one */
	struct anchor at;
	bool has_anchor;
	uint32_t line; /* of the new tracker, or NONE */
	VEC(uint32_t) next; /* new lines that go behind it */
};

struct update {
	const struct tracker *now;
	const struct tracker_scope *scope;
	struct tracker_news *news;
	struct strbuf *out;
	struct str eol;
	VEC(struct old_line) old;
	uint32_t *places; /* of each new line: the old line that it is, or goes behind; NONE: before all */
	bool *is_new, *has_blank;
	VEC(uint32_t) first; /* new lines before all */
	bool is_changed;
};

/* --- Matching --- */

static void split(struct update *u, struct str document)
{
	u->eol = STR("\n");
	for (size_t at = 0; at < document.len;) {
		struct str rest = str_slice(document, at, document.len);
		size_t end = str_find(rest, '\n'), text = end < rest.len && end > 0 && rest.ptr[end - 1] == '\r' ? end - 1 : end;
		struct old_line x = { .text = str_slice(rest, 0, text), .end = str_slice(rest, text, end + 1), .line = NONE };

		x.has_anchor = tracker_find_anchor(x.text, &x.at);
		if (!u->old.len && x.end.len)
			u->eol = x.end;
		vec_push(&u->old, x);
		at += text + x.end.len;
	}
}

static uint64_t map_key(enum tracker_kind kind, uint64_t key)
{
	return key * TRACKER_KIND_COUNT + (uint64_t)kind;
}

static void match(struct update *u)
{
	struct map by_key = { 0 };

	for (size_t i = 0; i < u->now->lines.len; i++) {
		const struct tracker_line *x = &u->now->lines.items[i];

		u->places[i] = NONE;
		u->is_new[i] = true;
		if (x->kind != TRACKER_PLAIN)
			u->is_new[i] = map_add(&by_key, map_key(x->kind, x->key), (uint32_t)i);
	}
	for (size_t i = 0; i < u->old.len; i++) {
		struct old_line *x = &u->old.items[i];

		if (!x->has_anchor)
			continue;
		x->line = map_get(&by_key, map_key(x->at.kind, x->at.key));
		if (x->line == NONE || !u->is_new[x->line])
			continue;
		u->places[x->line] = (uint32_t)i;
		u->is_new[x->line] = false;
	}
	map_release(&by_key);
}

/* --- Where new lines go --- */

static bool is_indented(struct str line)
{
	return line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
}

static bool is_blank(struct str line)
{
	return str_trim(line).len == 0;
}

/* The last line of what somebody wrote below a line of ours: text that goes on, or a paragraph that is indented. */
static uint32_t skip_notes(const struct update *u, uint32_t at)
{
	uint32_t last = at;

	for (uint32_t i = at + 1; i < u->old.len && !u->old.items[i].has_anchor; i++) {
		struct str line = u->old.items[i].text;

		if (is_blank(line))
			continue;
		if (last + 1 < i && !is_indented(line))
			break;
		last = i;
	}
	return last;
}

/* The head of a table stands below its heading. */
static uint32_t skip_head(const struct update *u, uint32_t at)
{
	uint32_t i = at + 1;

	while (i < u->old.len && !u->old.items[i].has_anchor && is_blank(u->old.items[i].text))
		i++;
	if (i == u->old.len || u->old.items[i].has_anchor || !str_starts(str_trim(u->old.items[i].text), STR("|")))
		return at;
	while (i < u->old.len && !u->old.items[i].has_anchor && str_starts(str_trim(u->old.items[i].text), STR("|")))
		i++;
	return i - 1;
}

static uint32_t place_behind(const struct update *u, uint32_t at, const struct tracker_line *x)
{
	if (at == NONE)
		return NONE;
	if (tracker_is_row(x->kind))
		return u->old.items[at].at.kind == TRACKER_HEADING ? skip_head(u, at) : at;
	return skip_notes(u, at);
}

static void add_at(struct update *u, uint32_t place, uint32_t line)
{
	if (place == NONE)
		vec_push(&u->first, line);
	else
		vec_push(&u->old.items[place].next, line);
}

/* Each new line goes behind the one before it, wherever that is; heads of tables come with their section only. */
static void place_new(struct update *u)
{
	bool is_section_new = true;

	for (uint32_t i = 0; i < u->now->lines.len; i++) {
		const struct tracker_line *x = &u->now->lines.items[i];

		if (x->kind == TRACKER_HEADING)
			is_section_new = u->is_new[i];
		if (!u->is_new[i] && u->places[i] == NONE)
			u->places[i] = i ? u->places[i - 1] : NONE; /* the same key twice */
		if (!u->is_new[i])
			continue;
		u->places[i] = i ? u->places[i - 1] : NONE;
		u->is_new[i] = x->kind != TRACKER_PLAIN || is_section_new;
		u->has_blank[i] = x->is_after_blank && is_section_new;
		if (!u->is_new[i])
			continue;
		if (!i || !u->is_new[i - 1])
			u->places[i] = place_behind(u, u->places[i], x);
		add_at(u, u->places[i], i);
	}
}

/* --- Writing --- */

/* What comes next begins a line. */
static void begin_line(struct update *u)
{
	if (u->out->len && u->out->ptr[u->out->len - 1] != '\n')
		strbuf_add(u->out, u->eol);
}

static void put_new(struct update *u, uint32_t line)
{
	const struct tracker_line *x = &u->now->lines.items[line];

	begin_line(u);
	if (u->has_blank[line] && u->out->len)
		strbuf_add(u->out, u->eol);
	tracker_add_line(u->out, x, true);
	strbuf_add(u->out, u->eol);
	u->is_changed = true;
	u->news->added += x->kind == TRACKER_TASK;
}

static void put_news(struct update *u, const uint32_t *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_new(u, lines[i]);
}

/* In the place of an old line, as far indented. */
static void put_fresh(struct update *u, const struct old_line *x, const struct tracker_line *line)
{
	size_t indent = 0;

	while (indent < x->text.len && (x->text.ptr[indent] == ' ' || x->text.ptr[indent] == '\t'))
		indent++;
	begin_line(u);
	strbuf_add(u->out, str_slice(x->text, 0, indent));
	tracker_add_line(u->out, line, true);
	strbuf_add(u->out, x->end);
	u->is_changed = true;
}

static void put_old(struct update *u, const struct old_line *x)
{
	strbuf_add(u->out, x->text);
	strbuf_add(u->out, x->end);
}

/* The words that somebody has changed become a line of theirs; where lines were joined there are several anchors. */
static void put_without_anchor(struct update *u, const struct old_line *x)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct anchor at = x->at;

	strbuf_add(&text, x->text);
	do {
		size_t start = at.start;

		while (start > 0 && text.ptr[start - 1] == ' ')
			start--;
		memmove(text.ptr + start, text.ptr + at.end, text.len - at.end + 1);
		text.len -= at.end - start;
	} while (tracker_find_anchor(strbuf_str(&text), &at));
	strbuf_add(u->out, strbuf_str(&text));
	strbuf_add(u->out, x->end);
}

static bool is_edited(const struct old_line *x)
{
	return tracker_hash(x->text, &x->at) != x->at.hash;
}

static uint64_t hash_of_new(const struct tracker_line *x)
{
	struct strbuf line CLEANUP(strbuf_release) = { 0 };
	struct anchor at;

	tracker_add_line(&line, x, true);
	return tracker_find_anchor(strbuf_str(&line), &at) ? at.hash : 0;
}

/* The same line with one piece of its text and one word of its anchor replaced; the hash stays: it is still edited. */
static void put_patched(struct update *u, const struct old_line *x, size_t start, size_t end, struct str piece, size_t word, struct str said)
{
	struct str old_word = x->at.words[word];
	size_t at = (size_t)(old_word.ptr - x->text.ptr);
	struct str line = x->text;

	/* The piece stands before the anchor: see find_cell() and box_of(). */
	strbuf_add(u->out, str_slice(line, 0, start));
	strbuf_add(u->out, piece);
	strbuf_add(u->out, str_slice(line, end, at));
	strbuf_add(u->out, said);
	strbuf_add(u->out, str_slice(line, at + old_word.len, line.len));
	strbuf_add(u->out, x->end);
}

/* --- Tasks --- */

static bool box_of(const struct old_line *x, size_t *ret)
{
	return tracker_find_box(str_slice(x->text, 0, x->at.start), ret);
}

static void count_task(struct update *u, bool was_done, bool is_done, bool is_ticked)
{
	u->news->done += is_done && !was_done;
	u->news->reopened += !is_done && was_done;
	u->news->disputed += !is_done && !was_done && is_ticked;
	u->is_changed |= is_done != was_done;
}

/* A box that somebody has ticked stays ticked: perhaps they know more. One that Canonry has ticked follows the evidence. */
static void put_task(struct update *u, const struct old_line *x, const struct tracker_line *now)
{
	bool was_done = str_is(x->at.words[0], "done"), is_done = !now || str_is(now->words[0], "done"), is_ticked;
	struct tracker_line line;
	size_t box;

	if (!box_of(x, &box)) {
		put_old(u, x);
		return;
	}
	is_ticked = is_done || (x->text.ptr[box] != ' ' && !was_done);
	count_task(u, was_done, is_done, is_ticked);
	if (!now || is_edited(x) || hash_of_new(now) == x->at.hash) {
		put_patched(u, x, box, box + 1, is_ticked ? STR("x") : STR(" "), 0, is_done ? STR("done") : STR("open"));
		return;
	}
	line = *now;
	line.is_ticked = is_ticked;
	put_fresh(u, x, &line);
}

/* --- Rows --- */

/* The n-th cell, trimmed, from 0; bars that are escaped are text. False when it is not in front of the anchor. */
static bool find_cell(const struct old_line *x, unsigned n, struct str *ret)
{
	size_t start = str_find(x->text, '|') + 1;

	for (size_t i = start; i < x->at.start; i++) {
		if (x->text.ptr[i] != '|' || x->text.ptr[i - 1] == '\\')
			continue;
		if (n-- == 0) {
			*ret = str_trim(str_slice(x->text, start, i));
			return true;
		}
		start = i + 1;
	}
	*ret = start <= x->at.start ? str_trim(str_slice(x->text, start, x->at.start)) : STR("");
	return n == 0 && ret->len > 0;
}

struct cell {
	unsigned column;
	size_t word; /* that says what stands in it */
};

static struct cell state_cell(enum tracker_kind kind)
{
	return kind == TRACKER_MEASURE ? (struct cell){ 2, 1 } : (struct cell){ 4, 0 };
}

/* Sets the cell of the present state; false when it is not there as it was written. */
static bool put_cell(struct update *u, const struct old_line *x, struct str said)
{
	struct cell cell = state_cell(x->at.kind);
	struct str text;

	if (!find_cell(x, cell.column, &text) || !str_eq(text, x->at.words[cell.word]))
		return false;
	put_patched(u, x, (size_t)(text.ptr - x->text.ptr), (size_t)(text.ptr - x->text.ptr) + text.len, said, cell.word, said);
	return true;
}

static void count_row(struct update *u, const struct old_line *x, struct str said)
{
	bool is_moved = !str_eq(said, x->at.words[state_cell(x->at.kind).word]);

	u->news->moved += is_moved;
	u->is_changed |= is_moved;
}

/* What is not found any more has come to its target; whoever was to stay is without rivals. */
static struct str end_of_row(const struct old_line *x)
{
	if (x->at.kind == TRACKER_MEASURE)
		return x->at.words[2];
	return str_is(x->at.words[0], "stays") ? x->at.words[0] : STR("gone");
}

static void put_row(struct update *u, const struct old_line *x, const struct tracker_line *now)
{
	struct cell cell = state_cell(x->at.kind);
	struct str said = now ? now->words[cell.word] : end_of_row(x);

	count_row(u, x, said);
	if (now && !is_edited(x) && hash_of_new(now) != x->at.hash) {
		put_fresh(u, x, now);
	} else if (str_eq(said, x->at.words[cell.word])) {
		put_old(u, x);
	} else if (!put_cell(u, x, said)) {
		put_without_anchor(u, x);
		if (now)
			put_fresh(u, x, now);
	}
}

/* --- Everything else --- */

static void put_text(struct update *u, const struct old_line *x, const struct tracker_line *now)
{
	if (now && hash_of_new(now) == x->at.hash) {
		put_old(u, x);
		return;
	}
	u->is_changed = true;
	if (is_edited(x))
		put_without_anchor(u, x);
	if (now)
		put_fresh(u, x, now);
}

static void put_heading(struct update *u, const struct old_line *x, const struct tracker_line *now)
{
	if (!now || is_edited(x) || hash_of_new(now) == x->at.hash) {
		put_old(u, x);
		return;
	}
	put_fresh(u, x, now);
}

/* A family that is not found any more has no rivals left. */
static void put_priority(struct update *u, const struct old_line *x, const struct tracker_line *now)
{
	struct tracker_line end = { TRACKER_PRIORITY, x->at.family, x->at.key, STR("**P3** by evidence: nothing stands beside the canonical any more"),
		{ x->at.words[0], STR("P3") }, false, false };

	if (!is_edited(x) && hash_of_new(now ? now : &end) != x->at.hash)
		put_fresh(u, x, now ? now : &end);
	else
		put_old(u, x);
}

static void put_line(struct update *u, const struct old_line *x, const struct tracker_line *now)
{
	switch (x->at.kind) {
	case TRACKER_TASK: put_task(u, x, now); return;
	case TRACKER_MEASURE:
	case TRACKER_MEMBER: put_row(u, x, now); return;
	case TRACKER_TEXT: put_text(u, x, now); return;
	case TRACKER_HEADING: put_heading(u, x, now); return;
	case TRACKER_PRIORITY: put_priority(u, x, now); return;
	default: put_old(u, x); return;
	}
}

static bool is_covered(const struct update *u, uint64_t family)
{
	for (size_t i = 0; i < u->scope->family_count; i++)
		if (u->scope->families[i] == family)
			return true;
	return u->scope->family_count == 0;
}

/* A second line with the anchor of a first one is somebody's copy. */
static bool is_copy(const struct update *u, size_t i)
{
	const struct old_line *x = &u->old.items[i];

	return x->line != NONE && u->places[x->line] != i;
}

static void put_all(struct update *u)
{
	put_news(u, u->first.items, u->first.len);
	for (size_t i = 0; i < u->old.len; i++) {
		struct old_line *x = &u->old.items[i];
		bool is_stale = x->line == NONE;

		if (!x->has_anchor || is_copy(u, i) || (is_stale && !(u->scope->is_complete && is_covered(u, x->at.family))))
			put_old(u, x);
		else
			put_line(u, x, is_stale ? NULL : &u->now->lines.items[x->line]);
		put_news(u, x->next.items, x->next.len);
		vec_release(&x->next);
	}
}

bool tracker_update(struct str document, const struct tracker *now, const struct tracker_scope *scope, struct tracker_news *ret_news,
	struct strbuf *out)
{
	struct update u = { .now = now, .scope = scope, .news = ret_news, .out = out };
	struct arena scratch = { 0 };

	*ret_news = (struct tracker_news){ 0 };
	u.places = arena_array(&scratch, uint32_t, now->lines.len + 1);
	u.is_new = arena_array(&scratch, bool, now->lines.len + 1);
	u.has_blank = arena_array(&scratch, bool, now->lines.len + 1);
	split(&u, document);
	match(&u);
	place_new(&u);
	put_all(&u);
	vec_release(&u.old);
	vec_release(&u.first);
	arena_release(&scratch);
	return u.is_changed;
}

static bool is_of_log(const struct old_line *x)
{
	return x->has_anchor && (x->at.kind == TRACKER_LOG || (x->at.kind == TRACKER_HEADING && x->at.key == TRACKER_LOG_KEY));
}

/* Behind the last entry, or the heading, and what somebody wrote there. */
void tracker_add_log(struct str document, struct str text, struct strbuf *out)
{
	struct tracker_line line = { .kind = TRACKER_LOG, .key = str_hash(text), .text = text };
	struct update u = { .out = out };
	uint32_t last = NONE;

	split(&u, document);
	for (uint32_t i = 0; i < u.old.len; i++)
		if (is_of_log(&u.old.items[i]))
			last = i;
	last = last == NONE ? (uint32_t)u.old.len - 1 : skip_notes(&u, last);
	for (uint32_t i = 0; i < u.old.len; i++) {
		put_old(&u, &u.old.items[i]);
		if (i != last)
			continue;
		begin_line(&u);
		if (u.old.items[i].has_anchor && u.old.items[i].at.kind == TRACKER_HEADING)
			strbuf_add(out, u.eol);
		tracker_add_line(out, &line, true);
		strbuf_add(out, u.eol);
	}
	vec_release(&u.old);
}
