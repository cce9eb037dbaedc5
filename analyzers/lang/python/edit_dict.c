/* A value that becomes a dict with more entries. */
#include "base/base.h"
#include "analyzers/lang/python/edit_call.h"

#include <string.h>

#include "analyzers/lang/python/skim_impl.h"
#include "base/strbuf.h"

struct display {
	bool is_dict;      /* written out: {}, {"a": 1}, {**x} */
	bool is_empty;
	bool has_comma;    /* behind the last entry */
	uint32_t last_start, last_end; /* of the last entry; last_end is behind its comma when it has one */
	uint32_t close;    /* the closing brace */
};

static bool is_comprehension(const struct skim *s, uint32_t p, uint32_t end)
{
	struct str word = skim_slice(s, p, end);

	return str_is(word, "for") || str_is(word, "async");
}

/* Token by token between the braces; a bracket with all that is in it is one token. */
static void read_entries(struct skim *s, uint32_t p, struct display *d)
{
	uint32_t lambdas = 0;
	bool begins = true;

	for (p = skim_space(s, p, true); p < d->close; p = skim_space(s, p, true)) {
		uint32_t end = skim_token(s, p, s->len);
		unsigned char c = skim_byte(s, p);

		if (begins) {
			d->last_start = p;
			d->is_dict |= c == '*' && skim_byte(s, p + 1) == '*';
		}
		if (str_is(skim_slice(s, p, end), "lambda"))
			lambdas++;
		else if (c == ':' && lambdas > 0)
			lambdas--;
		else if (c == ':' && skim_byte(s, p + 1) != '=')
			d->is_dict = true;
		d->has_comma = c == ',';
		begins = c == ',' && lambdas == 0;
		d->is_empty = false;
		d->last_end = end;
		p = end > p ? end : p + 1;
	}
}

/* Does a `for` stand among the entries? Then they are made one by one. */
static bool has_for(struct skim *s, uint32_t p, uint32_t close)
{
	while ((p = skim_space(s, p, true)) < close) {
		uint32_t end = skim_token(s, p, s->len);

		if (is_comprehension(s, p, end))
			return true;
		p = end > p ? end : p + 1;
	}
	return false;
}

static struct display read_display(struct skim *s, uint32_t start, uint32_t end)
{
	struct display d = { .is_empty = true, .close = end - 1 };

	if (skim_byte(s, start) != '{' || skim_token(s, start, s->len) != end)
		return d;
	read_entries(s, start + 1, &d);
	d.is_dict = (d.is_dict || d.is_empty) && !has_for(s, start + 1, d.close);
	return d;
}

/* --- Writing --- */

static void add_entry(struct strbuf *out, const struct dict_entry *e, char quote)
{
	strbuf_printf(out, "%c" STR_FMT "%c: " STR_FMT, quote, STR_ARG(e->key), quote, STR_ARG(e->value));
}

static void add_entries(
	struct strbuf *out, const struct dict_entry *entries, uint32_t count, char quote, struct str separator)
{
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			strbuf_add(out, separator);
		add_entry(out, &entries[i], quote);
	}
}

struct str dict_text(const struct dict_entry *entries, uint32_t count, char quote, struct arena *a)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	strbuf_addch(&out, '{');
	add_entries(&out, entries, count, quote, STR(", "));
	strbuf_addch(&out, '}');
	return arena_str(a, strbuf_str(&out));
}

/* The line break and the indentation before the entry, or empty when something else stands before it on its line. */
static struct str own_line(const struct skim *s, uint32_t entry)
{
	uint32_t p = entry;

	while (p > 0 && (s->text[p - 1] == ' ' || s->text[p - 1] == '\t'))
		p--;
	if (p == 0 || (s->text[p - 1] != '\n' && s->text[p - 1] != '\r'))
		return STR("");
	p--;
	if (p > 0 && s->text[p] == '\n' && s->text[p - 1] == '\r')
		p--;
	return skim_slice(s, p, entry);
}

static struct source_edit grow(const struct skim *s, const struct display *d, const struct dict_entry *entries,
	uint32_t count, char quote, struct arena *a)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct str line = own_line(s, d->last_start), gap = line.len ? line : STR(" ");
	struct str separator = arena_printf(a, "," STR_FMT, STR_ARG(gap));

	strbuf_add(&out, d->has_comma ? gap : separator);
	add_entries(&out, entries, count, quote, separator);
	if (d->has_comma)
		strbuf_addch(&out, ',');
	return (struct source_edit){ d->last_end, d->last_end, arena_str(a, strbuf_str(&out)) };
}

/* A name with attributes, calls and subscripts can be unpacked as it is; anything else is put in parentheses. */
static bool is_primary(struct skim *s, uint32_t start, uint32_t end)
{
	for (uint32_t p = start; p < end;) {
		unsigned char c = skim_byte(s, p);

		if (p > start && c != '.' && c != '(' && c != '[' && s->text[p - 1] != '.')
			return false;
		if (!(skim_chars[c] & CHAR_IDENTIFIER) && c != '.' && c != '(' && c != '[')
			return false;
		p = skim_token(s, p, s->len);
	}
	return true;
}

static bool has_comment(struct str text)
{
	return memchr(text.ptr, '#', text.len) != NULL;
}

bool edit_dict(struct skim *s, uint32_t start, uint32_t end, const struct dict_entry *entries, uint32_t count, char quote,
	struct arena *a, struct source_edit *ret)
{
	struct str value = skim_slice(s, start, end), all = dict_text(entries, count, quote, a);
	struct display d = read_display(s, start, end);
	bool is_plain = is_primary(s, start, end);

	if (str_is(value, "None") || (d.is_dict && d.is_empty && !has_comment(value))) {
		*ret = (struct source_edit){ start, end, all };
		return true;
	}
	if (d.is_dict && has_comment(skim_slice(s, d.is_empty ? start : d.last_end, d.close)))
		return false;
	if (d.is_dict) {
		*ret = grow(s, &d, entries, count, quote, a);
		return true;
	}
	*ret = (struct source_edit){ start, end,
		arena_printf(a, "{**%s" STR_FMT "%s, " STR_FMT, is_plain ? "" : "(", STR_ARG(value), is_plain ? "" : ")",
			STR_ARG(str_slice(all, 1, all.len))) };
	return true;
}
