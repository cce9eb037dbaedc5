/* The lines of a tracker: how each kind looks, and how its anchor is written and read. */
#include "base/base.h"
#include "cli/tracker.h"

#include "cli/tracker_impl.h"

#include <inttypes.h>

#define MARK "<!-- canonry:"

static const char *const kind_names[TRACKER_KIND_COUNT] = {
	[TRACKER_PLAIN] = "plain",
	[TRACKER_HEADING] = "heading",
	[TRACKER_TEXT] = "text",
	[TRACKER_PRIORITY] = "priority",
	[TRACKER_TASK] = "task",
	[TRACKER_MEASURE] = "measure",
	[TRACKER_MEMBER] = "member",
	[TRACKER_LOG] = "log",
};

bool tracker_is_row(enum tracker_kind kind)
{
	return kind == TRACKER_MEASURE || kind == TRACKER_MEMBER;
}

void tracker_release(struct tracker *t)
{
	vec_release(&t->lines);
	arena_release(&t->arena);
}

/* --- Anchors --- */

static bool take_hex(struct str *rest, uint64_t *ret)
{
	uint64_t value = 0;

	if (rest->len < 17 || rest->ptr[16] != ' ')
		return false;
	for (size_t i = 0; i < 16; i++) {
		char c = rest->ptr[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

		if (digit < 0)
			return false;
		value = value << 4 | (uint64_t)digit;
	}
	*ret = value;
	*rest = str_slice(*rest, 17, rest->len);
	return true;
}

static bool is_word(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-')
			return false;
	}
	return text.len > 0;
}

static bool take_words(struct str rest, struct str words[TRACKER_WORDS])
{
	struct str word;
	size_t count = 0;

	while (str_next(&rest, ' ', &word)) {
		if (count == TRACKER_WORDS || !is_word(word))
			return false;
		words[count++] = word;
	}
	return count == TRACKER_WORDS;
}

static bool take_kind(struct str *rest, enum tracker_kind *ret)
{
	struct str name;

	if (!str_next(rest, ' ', &name))
		return false;
	for (unsigned i = TRACKER_PLAIN + 1; i < TRACKER_KIND_COUNT; i++)
		if (str_is(name, kind_names[i])) {
			*ret = (enum tracker_kind)i;
			return true;
		}
	return false;
}

/* `body`: between the mark and " -->". */
static bool read_anchor(struct str body, struct anchor *ret)
{
	return take_kind(&body, &ret->kind) && take_hex(&body, &ret->family) && take_hex(&body, &ret->key) && take_hex(&body, &ret->hash) &&
	       take_words(body, ret->words);
}

static bool str_search(struct str text, size_t from, struct str what, size_t *ret)
{
	for (size_t i = from; i + what.len <= text.len; i++) {
		const char *next = memchr(text.ptr + i, what.ptr[0], text.len - i);

		if (!next)
			return false;
		i = (size_t)(next - text.ptr);
		if (str_starts(str_slice(text, i, text.len), what)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

bool tracker_find_anchor(struct str line, struct anchor *ret)
{
	size_t from = 0, start, end;

	while (line.len <= TRACKER_LINE_MAX && str_search(line, from, STR(MARK), &start)) {
		struct anchor x = { .start = start };

		if (!str_search(line, start, STR(" -->"), &end))
			return false;
		x.end = end + sizeof(" -->") - 1;
		if (read_anchor(str_slice(line, start + sizeof(MARK) - 1, end), &x)) {
			*ret = x;
			return true;
		}
		from = start + 1;
	}
	return false;
}

static void add_anchor(struct strbuf *out, const struct tracker_line *x, uint64_t hash)
{
	strbuf_printf(out, MARK "%s %016" PRIx64 " %016" PRIx64 " %016" PRIx64, kind_names[x->kind], x->family, x->key, hash);
	for (size_t i = 0; i < TRACKER_WORDS; i++)
		strbuf_printf(out, " " STR_FMT, STR_ARG(x->words[i].len ? x->words[i] : STR("-")));
	strbuf_addz(out, " -->");
}

/* --- Lines --- */

/* "- [x] rest", also with *, + or a number in front; `ret_box` is where the letter stands. */
bool tracker_find_box(struct str line, size_t *ret_box)
{
	for (size_t i = 0; i + 2 < line.len; i++)
		if (line.ptr[i] == '[' && line.ptr[i + 2] == ']' && strchr(" xX", line.ptr[i + 1])) {
			*ret_box = i + 1;
			return true;
		}
	return false;
}

/* All but the anchor, the white space around it, and what a box holds: it is no edit to tick it. */
uint64_t tracker_hash(struct str line, const struct anchor *at)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	size_t box;

	strbuf_add(&text, str_trim(str_slice(line, 0, at->start)));
	strbuf_addch(&text, '\n');
	strbuf_add(&text, str_trim(str_slice(line, at->end, line.len)));
	if (at->kind == TRACKER_TASK && tracker_find_box(strbuf_str(&text), &box))
		text.ptr[box] = ' ';
	return str_hash(strbuf_str(&text));
}

static void add_visible(struct strbuf *out, const struct tracker_line *x)
{
	if (x->kind == TRACKER_TASK)
		strbuf_addz(out, x->is_ticked || str_is(x->words[0], "done") ? "- [x] " : "- [ ] ");
	else if (x->kind == TRACKER_TEXT || x->kind == TRACKER_PRIORITY || x->kind == TRACKER_LOG)
		strbuf_addz(out, "- ");
	strbuf_add(out, x->text);
}

void tracker_add_line(struct strbuf *out, const struct tracker_line *x, bool has_anchor)
{
	struct strbuf line CLEANUP(strbuf_release) = { 0 };
	struct anchor at = { .kind = x->kind };

	add_visible(&line, x);
	if (x->kind == TRACKER_PLAIN || !has_anchor) {
		strbuf_add(out, strbuf_str(&line));
		return;
	}
	at.start = at.end = tracker_is_row(x->kind) ? line.len - 1 : line.len; /* a row ends in its bar */
	strbuf_add(out, str_slice(strbuf_str(&line), 0, at.start));
	if (!tracker_is_row(x->kind))
		strbuf_addch(out, ' ');
	add_anchor(out, x, tracker_hash(strbuf_str(&line), &at));
	if (tracker_is_row(x->kind))
		strbuf_addz(out, " |");
}

void tracker_print(const struct tracker *t, bool has_anchors, struct strbuf *out)
{
	vec_foreach (struct tracker_line, x, &t->lines) {
		if (x->is_after_blank)
			strbuf_addch(out, '\n');
		tracker_add_line(out, x, has_anchors);
		strbuf_addch(out, '\n');
	}
}

/* --- Questions --- */

bool tracker_recall(struct str document, enum tracker_kind kind, uint64_t key, struct str words[TRACKER_WORDS])
{
	struct anchor at;
	struct str line;

	while (str_next(&document, '\n', &line))
		if (tracker_find_anchor(line, &at) && at.kind == kind && at.key == key) {
			memcpy(words, at.words, sizeof(at.words));
			return true;
		}
	return false;
}

bool tracker_knows(struct str document, uint64_t family)
{
	struct anchor at;
	struct str line;

	while (str_next(&document, '\n', &line))
		if (tracker_find_anchor(line, &at) && at.family == family)
			return true;
	return false;
}

static int priority_in(struct str text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.ptr[i] == 'P' && text.ptr[i + 1] >= '0' && text.ptr[i + 1] <= '3')
			return text.ptr[i + 1] - '0';
	return -1;
}

int tracker_claim(struct str document, uint64_t family)
{
	struct anchor at;
	struct str line;

	while (str_next(&document, '\n', &line)) {
		int shown;

		if (!tracker_find_anchor(line, &at) || at.kind != TRACKER_PRIORITY || at.family != family)
			continue;
		shown = priority_in(str_slice(line, 0, at.start));
		return shown >= 0 && shown != priority_in(at.words[1]) ? shown : priority_in(at.words[0]);
	}
	return -1;
}
