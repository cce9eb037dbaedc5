/* Writing a guard file anew: blocks that nobody has edited are renewed, everything else stays. */
#include "base/base.h"
#include "rewriters/guard.h"

/* Comments of Python, and of C; that these are closed behind all words matters to nobody here. */
static const char *const begins[] = { "# guard: begin ", "/* guard: begin " };
static const char *const ends[] = { "# guard: end ", "/* guard: end " };

#define HEAD_BYTES 4096 /* people may have put something before the first block, but not much */

bool guard_is_ours(struct str text)
{
	struct str head = str_slice(text, 0, HEAD_BYTES);

	return str_has(head, str_from(begins[0])) || str_has(head, str_from(begins[1]));
}

void guard_add_block(struct strbuf *out, bool is_c, const char *name, struct str body)
{
	strbuf_printf(out, "%s%s %016llx%s\n", begins[is_c], name, (unsigned long long)guard_digest(body), is_c ? " */" : "");
	strbuf_add(out, body);
	strbuf_printf(out, "%s%s%s\n", ends[is_c], name, is_c ? " */" : "");
}

/* How long the words before the name are; 0 when the line does not begin so. */
static size_t mark_of(struct str line, const char *const marks[2])
{
	for (int i = 0; i < 2; i++)
		if (str_starts(line, str_from(marks[i])))
			return str_from(marks[i]).len;
	return 0;
}

/* A part of a file: a block, or text between blocks (then name is empty). */
struct piece {
	struct str name, digest;
	struct str whole; /* with the two comments */
	struct str body;
};

/* The next line off the front, its end with it. */
static struct str take_line(struct str *rest)
{
	size_t end = str_find(*rest, '\n');
	struct str line = str_slice(*rest, 0, end + 1);

	*rest = str_slice(*rest, line.len, rest->len);
	return line;
}

static struct str word_at(struct str line, size_t at)
{
	struct str rest = str_trim(str_slice(line, at, line.len));

	return str_slice(rest, 0, str_find(rest, ' '));
}

/* From a begin comment to its end comment; false when there is none. */
static bool read_block(struct str *rest, struct piece *ret)
{
	struct str at = *rest, line = take_line(&at);
	const char *body = at.ptr;

	ret->name = word_at(line, mark_of(line, begins));
	ret->digest = word_at(line, mark_of(line, begins) + ret->name.len + 1);
	while (at.len) {
		const char *before = at.ptr;

		line = take_line(&at);
		if (!mark_of(line, ends) || !str_eq(word_at(line, mark_of(line, ends)), ret->name))
			continue;
		ret->body = (struct str){ body, (size_t)(before - body) };
		ret->whole = (struct str){ rest->ptr, (size_t)(at.ptr - rest->ptr) };
		*rest = at;
		return ret->name.len > 0;
	}
	return false;
}

static bool next_piece(struct str *rest, struct piece *ret)
{
	const char *start = rest->ptr;

	*ret = (struct piece){ .name = STR("") };
	if (!rest->len)
		return false;
	if (mark_of(*rest, begins) && read_block(rest, ret))
		return true;
	ret->name = STR("");
	do
		take_line(rest);
	while (rest->len && !mark_of(*rest, begins));
	ret->whole = (struct str){ start, (size_t)(rest->ptr - start) };
	return true;
}

static bool find_block(struct str text, struct str name, struct piece *ret)
{
	while (next_piece(&text, ret))
		if (str_eq(ret->name, name))
			return true;
	return false;
}

uint64_t guard_digest(struct str body)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	struct str line;

	while (str_next(&body, '\n', &line)) {
		while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\r'))
			line.len--;
		if (line.len)
			strbuf_printf(&b, STR_FMT "\n", STR_ARG(line));
	}
	return str_hash(strbuf_str(&b));
}

static bool is_as_written(const struct piece *p)
{
	struct strbuf digest CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&digest, "%016llx", (unsigned long long)guard_digest(p->body));
	return str_eq(strbuf_str(&digest), p->digest);
}

static void add_renewed(const struct piece *p, struct str fresh, struct strbuf *ret, uint32_t *kept)
{
	struct piece now;

	if (!is_as_written(p)) {
		++*kept;
		strbuf_add(ret, p->whole);
	} else if (find_block(fresh, p->name, &now)) {
		strbuf_add(ret, now.whole);
	}
}

/* New blocks that in the fresh text stand right before one that is there already; with an empty name those behind all of these. */
static void add_new(struct str old, struct str fresh, struct str there, struct strbuf *ret)
{
	struct strbuf waiting CLEANUP(strbuf_release) = { 0 };
	struct piece p, known;

	while (next_piece(&fresh, &p)) {
		if (!p.name.len)
			continue;
		if (!find_block(old, p.name, &known)) {
			strbuf_printf(&waiting, "%s" STR_FMT "%s", there.len ? "" : "\n\n", STR_ARG(p.whole), there.len ? "\n" : "");
			continue;
		}
		if (there.len && str_eq(p.name, there))
			break;
		strbuf_clear(&waiting);
	}
	strbuf_add(ret, strbuf_str(&waiting));
}

void guard_merge(struct str old, struct str fresh, struct strbuf *ret, uint32_t *ret_kept)
{
	struct str rest = old;
	struct piece p, known;

	*ret_kept = 0;
	while (next_piece(&rest, &p)) {
		if (!p.name.len) {
			strbuf_add(ret, p.whole);
			continue;
		}
		if (find_block(fresh, p.name, &known))
			add_new(old, fresh, p.name, ret);
		add_renewed(&p, fresh, ret, ret_kept);
	}
	add_new(old, fresh, STR(""), ret);
}
