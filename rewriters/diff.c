/* Unified diffs: changed lines -> hunks with context -> text. */
#include "base/base.h"
#include "rewriters/diff.h"

#include <string.h>

#include "rewriters/diff_lines.h"

/* --- Paths --- */

static const char *escape_of(unsigned char c)
{
	static const char *const escapes[128] = {
		['\a'] = "\\a", ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\v'] = "\\v",
		['\f'] = "\\f", ['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\",
	};

	return c < ARRAY_LEN(escapes) ? escapes[c] : NULL;
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && !escape_of(c);
}

void diff_add_path(const char *prefix, struct str path, struct strbuf *out)
{
	bool is_quoted = false;

	for (size_t i = 0; i < path.len; i++)
		is_quoted |= !is_plain((unsigned char)path.ptr[i]);
	strbuf_addz(out, is_quoted ? "\"" : "");
	strbuf_addz(out, prefix);
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.ptr[i];

		if (is_plain(c))
			strbuf_addch(out, (char)c);
		else if (escape_of(c))
			strbuf_addz(out, escape_of(c));
		else
			strbuf_printf(out, "\\%03o", c);
	}
	strbuf_addz(out, is_quoted ? "\"" : "");
}

/* A name with blanks ends in a tab, or patch takes the blank for its end. */
static void add_name_line(const char *mark, const char *prefix, struct str path, struct strbuf *out)
{
	strbuf_addz(out, mark);
	diff_add_path(prefix, path, out);
	strbuf_addz(out, str_find(path, ' ') < path.len ? "\t\n" : "\n");
}

/* git keeps one bit of the mode. */
static void add_header(const struct diff_file *f, bool has_hunks, struct strbuf *out)
{
	strbuf_addz(out, "diff --git ");
	diff_add_path("a/", f->path, out);
	strbuf_addch(out, ' ');
	diff_add_path("b/", f->path, out);
	strbuf_addch(out, '\n');
	if (f->is_removed)
		strbuf_printf(out, "deleted file mode %s\n", f->mode & 0100 ? "100755" : "100644");
	else if (f->is_new)
		strbuf_printf(out, "new file mode %s\n", f->mode & 0100 ? "100755" : "100644");
	if (!has_hunks)
		return;
	if (f->is_new)
		strbuf_addz(out, "--- /dev/null\n");
	else
		add_name_line("--- ", "a/", f->path, out);
	if (f->is_removed)
		strbuf_addz(out, "+++ /dev/null\n");
	else
		add_name_line("+++ ", "b/", f->path, out);
}

/* --- Hunks --- */

/* Lines [start, end) of both texts. */
struct hunk {
	uint32_t old_start, old_end, new_start, new_end;
};

/* Goes on from *at to behind the next changed lines; false when there are none. Common lines pair off. */
static bool next_change(const struct diff_text *old, const struct diff_text *new, struct hunk *at)
{
	uint32_t o = at->old_end, n = at->new_end;

	while (o < old->count && n < new->count && !old->is_changed[o] && !new->is_changed[n]) {
		o++;
		n++;
	}
	at->old_start = o;
	at->new_start = n;
	while (o < old->count && old->is_changed[o])
		o++;
	while (n < new->count && new->is_changed[n])
		n++;
	at->old_end = o;
	at->new_end = n;
	return o > at->old_start || n > at->new_start;
}

/* A range is its first line and its length; an empty one names the line before it. */
static void add_range(uint32_t start, uint32_t end, struct strbuf *out)
{
	uint32_t count = end - start;

	strbuf_printf(out, "%u", count ? start + 1 : start);
	if (count != 1)
		strbuf_printf(out, ",%u", count);
}

static void add_line(char mark, struct str line, struct strbuf *out)
{
	strbuf_addch(out, mark);
	strbuf_add(out, line);
	if (!str_ends(line, STR("\n")))
		strbuf_addz(out, "\n\\ No newline at end of file\n");
}

static void add_hunk(const struct diff_text *old, const struct diff_text *new, const struct hunk *h, struct strbuf *out)
{
	uint32_t o = h->old_start, n = h->new_start;

	strbuf_addz(out, "@@ -");
	add_range(h->old_start, h->old_end, out);
	strbuf_addz(out, " +");
	add_range(h->new_start, h->new_end, out);
	strbuf_addz(out, " @@\n");
	while (o < h->old_end || n < h->new_end) {
		if (o < h->old_end && old->is_changed[o])
			add_line('-', old->lines[o++], out);
		else if (n < h->new_end && new->is_changed[n])
			add_line('+', new->lines[n++], out);
		else {
			add_line(' ', old->lines[o++], out);
			n++;
		}
	}
}

/* Changes that are no further apart than their contexts reach share a hunk. */
static void add_hunks(const struct diff_text *old, const struct diff_text *new, struct strbuf *out)
{
	struct hunk at = { 0 };
	bool has_more = next_change(old, new, &at);

	while (has_more) {
		struct hunk h = at;
		uint32_t before = MIN(MIN(h.old_start, h.new_start), (uint32_t)DIFF_CONTEXT), after;

		while ((has_more = next_change(old, new, &at)) && at.old_start - h.old_end <= 2 * DIFF_CONTEXT) {
			h.old_end = at.old_end;
			h.new_end = at.new_end;
		}
		h.old_start -= before;
		h.new_start -= before;
		after = MIN(old->count - h.old_end, (uint32_t)DIFF_CONTEXT);
		h.old_end += after;
		h.new_end += after;
		add_hunk(old, new, &h, out);
	}
}

void diff_add_file(const struct diff_file *f, struct strbuf *out)
{
	struct str new_bytes = f->is_removed ? STR("") : f->new_bytes;
	struct diff_text old, new;
	struct arena arena = { 0 };

	if (!f->is_removed && !f->is_new && str_eq(f->old_bytes, new_bytes))
		return;
	diff_lines(f->old_bytes, new_bytes, &arena, &old, &new);
	add_header(f, old.count > 0 || new.count > 0, out);
	add_hunks(&old, &new, out);
	arena_release(&arena);
}

enum diff_line diff_line_of(struct str line, bool *is_in_hunk)
{
	if (str_starts(line, STR("diff --git ")))
		*is_in_hunk = false;
	if (str_starts(line, STR("@@ "))) {
		*is_in_hunk = true;
		return DIFF_LINE_PLACE;
	}
	if (!*is_in_hunk || line.len == 0)
		return DIFF_LINE_HEADER;
	switch (line.ptr[0]) {
	case '-': return DIFF_LINE_OLD;
	case '+': return DIFF_LINE_NEW;
	case '\\': return DIFF_LINE_REMARK;
	default: return DIFF_LINE_SAME;
	}
}
