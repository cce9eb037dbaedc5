/* Writing a guard file anew: blocks that nobody has edited are renewed, everything else stays. */
#include "base/base.h"
#include "rewriters/guard.h"

#define BEGIN STR("# guard: begin ")
#define END STR("# guard: end ")

bool guard_is_ours(struct str text)
{
	/* People may have put something before the first block, but not much. */
	return str_has(str_slice(text, 0, 4096), BEGIN);
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

	ret->name = word_at(line, BEGIN.len);
	ret->digest = word_at(line, BEGIN.len + ret->name.len + 1);
	while (at.len) {
		const char *before = at.ptr;

		line = take_line(&at);
		if (!str_starts(line, END) || !str_eq(word_at(line, END.len), ret->name))
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
	if (str_starts(*rest, BEGIN) && read_block(rest, ret))
		return true;
	ret->name = STR("");
	do
		take_line(rest);
	while (rest->len && !str_starts(*rest, BEGIN));
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

void guard_merge(struct str old, struct str fresh, struct strbuf *ret, uint32_t *ret_kept)
{
	struct str rest = old;
	struct piece p, known;

	*ret_kept = 0;
	while (next_piece(&rest, &p)) {
		if (p.name.len)
			add_renewed(&p, fresh, ret, ret_kept);
		else
			strbuf_add(ret, p.whole);
	}
	for (rest = fresh; next_piece(&rest, &p);) {
		if (!p.name.len || find_block(old, p.name, &known))
			continue;
		strbuf_addz(ret, "\n\n");
		strbuf_add(ret, p.whole);
	}
}
