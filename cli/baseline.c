/* Baselines: reading, writing, comparing. */
#include "base/base.h"
#include "cli/baseline.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"

#define HEAD "# canonry baseline "
#define SCOPE "# of: "
#define IDENTITY_LEN 16
#define SECTIONS 256 /* what begins with the same two digits */
#define TEXT_MAX_LEN 600 /* bytes for people */

/* --- Lines --- */

struct baseline_line *baseline_find(const struct baseline *b, struct str identity)
{
	uint32_t at = map_get(&b->by_identity, str_hash(identity));

	return at == NONE ? NULL : &b->lines.items[at];
}

static void push_line(struct baseline *b, struct str identity, uint32_t count, struct str text)
{
	map_set(&b->by_identity, str_hash(identity), (uint32_t)b->lines.len);
	vec_push(&b->lines,
		(struct baseline_line){ .identity = arena_str(&b->arena, identity), .count = count, .text = arena_str(&b->arena, text) });
}

void baseline_add(struct baseline *b, struct str identity, int count, struct str text)
{
	struct baseline_line *line = baseline_find(b, identity);

	if (line)
		line->count = count < 0 && line->count < (uint32_t)-count ? 0 : line->count + (uint32_t)count;
	else if (count > 0)
		push_line(b, identity, (uint32_t)count, text);
}

static int compare_lines(const void *left, const void *right)
{
	const struct baseline_line *l = left, *r = right;

	return str_cmp(l->identity, r->identity);
}

static void sort_lines(struct baseline *b)
{
	vec_sort(&b->lines, compare_lines);
	for (size_t i = 0; i < b->lines.len; i++)
		map_set(&b->by_identity, str_hash(b->lines.items[i].identity), (uint32_t)i);
}

void baseline_release(struct baseline *b)
{
	vec_release(&b->lines);
	map_release(&b->by_identity);
	arena_release(&b->arena);
}

struct str baseline_safe_text(struct arena *a, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };
	struct str all;

	utf8_add_safe(&safe, text);
	all = str_trim(str_slice(strbuf_str(&safe), 0, TEXT_MAX_LEN));
	return arena_str(a, str_slice(all, 0, utf8_valid_prefix(all)));
}

struct str baseline_text(struct arena *a, const char *code, struct str path, struct str symbol)
{
	return baseline_safe_text(a, arena_printf(a, "%s " STR_FMT " " STR_FMT, code, STR_ARG(path), STR_ARG(symbol)));
}

/* --- Reading --- */

struct reader {
	struct baseline *baseline;
	const char *name;
	unsigned line;
	bool settles, is_in_base; /* of a conflict as diff3 shows it: what both sides came from */
	struct err *err;
};

static bool is_identity(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!(word.ptr[i] >= '0' && word.ptr[i] <= '9') && !(word.ptr[i] >= 'a' && word.ptr[i] <= 'f'))
			return false;
	return word.len == IDENTITY_LEN;
}

static bool parse_count(struct str word, uint32_t *ret)
{
	uint32_t number = 0;

	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] < '0' || word.ptr[i] > '9' || number > BASELINE_COUNT_MAX)
			return false;
		number = number * 10 + (uint32_t)(word.ptr[i] - '0');
	}
	*ret = number;
	return number > 0 && number <= BASELINE_COUNT_MAX;
}

static bool is_conflict(struct str line)
{
	return str_starts(line, STR("<<<<<<<")) || str_starts(line, STR("=======")) || str_starts(line, STR(">>>>>>>")) ||
	       str_starts(line, STR("|||||||"));
}

static bool read_head(struct reader *r, struct str line)
{
	struct str version = str_slice(line, sizeof(HEAD) - 1, line.len);
	uint32_t number;

	version = str_slice(version, 0, str_find(version, ' '));
	if (!str_starts(line, STR(HEAD)) || !parse_count(version, &number))
		return err_at(r->err, r->name, r->line, 1, "this is no baseline: it does not begin with \"" HEAD "%d\"", BASELINE_VERSION);
	return number == BASELINE_VERSION ||
	       err_at(r->err, r->name, r->line, sizeof(HEAD), "this is a baseline of version %u; only version %d can be read", number, BASELINE_VERSION);
}

static bool read_entry(struct reader *r, struct str line)
{
	struct str rest = line, identity = STR(""), count = STR("");
	struct baseline_line *old;
	uint32_t number;

	str_next(&rest, ' ', &identity);
	str_next(&rest, ' ', &count);
	if (!is_identity(identity))
		return err_at(r->err, r->name, r->line, 1, "a line begins with %d hexadecimal digits and a number", IDENTITY_LEN);
	if (!parse_count(count, &number))
		return err_at(r->err, r->name, r->line, IDENTITY_LEN + 2, "here stands how many findings are known, from 1 to %d", BASELINE_COUNT_MAX);
	old = baseline_find(r->baseline, identity);
	if (old)
		old->count = MIN(old->count, number);
	else
		push_line(r->baseline, identity, number, baseline_safe_text(&r->baseline->arena, rest));
	return true;
}

static bool read_line(struct reader *r, struct str line)
{
	if (str_ends(line, STR("\r")))
		line = str_slice(line, 0, line.len - 1);
	if (is_conflict(line) && r->settles) {
		r->is_in_base = line.ptr[0] == '|';
		return true;
	}
	if (is_conflict(line))
		return err_at(r->err, r->name, r->line, 1, "the mark of a merge conflict: settle it, or make the file anew with --update-baseline");
	if (r->line == 1)
		return read_head(r, line);
	if (str_starts(line, STR(SCOPE)))
		r->baseline->scope = baseline_safe_text(&r->baseline->arena, str_slice(line, sizeof(SCOPE) - 1, line.len));
	return line.len == 0 || line.ptr[0] == '#' || r->is_in_base || read_entry(r, line);
}

bool baseline_parse(const char *name, struct str text, bool settles, struct baseline *ret, struct err *err)
{
	struct reader r = { .baseline = ret, .name = name, .settles = settles, .err = err };
	struct str line = STR("");

	*ret = (struct baseline){ 0 };
	if (text.len == 0)
		return err_at(err, name, 1, 1, "this is no baseline: it is empty");
	while (str_next(&text, '\n', &line)) {
		r.line++;
		if (!read_line(&r, line))
			return false;
	}
	sort_lines(ret);
	return true;
}

bool baseline_read(const char *path, bool settles, struct baseline *ret, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	*ret = (struct baseline){ 0 };
	return file_read(path, BASELINE_BYTES_MAX, &text, err) && baseline_parse(path, strbuf_str(&text), settles, ret, err);
}

/* --- Writing --- */

static unsigned digit_of(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

static unsigned section_of(const struct baseline_line *line)
{
	return digit_of(line->identity.ptr[0]) * 16 + digit_of(line->identity.ptr[1]);
}

void baseline_write(struct baseline *b, struct strbuf *out)
{
	size_t at = 0;

	sort_lines(b);
	strbuf_printf(out, HEAD "%d\n", BASELINE_VERSION);
	if (b->scope.len)
		strbuf_printf(out, SCOPE STR_FMT "\n", STR_ARG(b->scope));
	for (unsigned section = 0; section < SECTIONS; section++) {
		strbuf_printf(out, "# %02x\n", section);
		for (; at < b->lines.len && section_of(&b->lines.items[at]) == section; at++) {
			const struct baseline_line *line = &b->lines.items[at];

			if (line->count)
				strbuf_printf(out, STR_FMT " %u " STR_FMT "\n", STR_ARG(line->identity), line->count, STR_ARG(line->text));
		}
	}
}

/* --- Findings --- */

void baseline_of(const struct audit *a, struct baseline *ret)
{
	*ret = (struct baseline){ 0 };
	vec_foreach (struct finding, x, &a->findings.items)
		baseline_add(ret, x->identity, 1, baseline_text(&ret->arena, x->rule->code, a->project.files[x->file].path, x->symbol));
	sort_lines(ret);
}

static bool take(const struct baseline *b, struct str identity)
{
	struct baseline_line *line = identity.len ? baseline_find(b, identity) : NULL;

	if (!line || !line->gone)
		return false;
	line->gone--;
	return true;
}

uint32_t baseline_mark(struct baseline *b, struct audit *a, baseline_old_identity *old, void *context)
{
	struct arena scratch = { 0 };
	uint32_t gone = 0;

	vec_foreach (struct baseline_line, line, &b->lines)
		line->gone = line->count;
	vec_foreach (struct finding, x, &a->findings.items)
		x->is_known = take(b, x->identity);
	/* What stayed where it was goes first: only then may a file that was moved take what is left. */
	vec_foreach (struct finding, x, &a->findings.items)
		if (!x->is_known && old)
			x->is_known = take(b, old(context, x, &scratch));
	vec_foreach (struct baseline_line, line, &b->lines)
		gone += line->gone;
	arena_release(&scratch);
	return gone;
}

void baseline_tighten(struct baseline *b, const struct baseline *now)
{
	vec_foreach (struct baseline_line, line, &b->lines) {
		const struct baseline_line *there = baseline_find(now, line->identity);

		line->count = there ? MIN(line->count, there->count) : 0;
	}
}

/* --- Differences --- */

struct difference {
	struct str text;
	int count;
};

static int compare_differences(const void *left, const void *right)
{
	const struct difference *l = left, *r = right;
	int order = str_cmp(l->text, r->text);

	if (order)
		return order;
	return l->count < r->count ? -1 : l->count > r->count;
}

struct baseline_difference baseline_compare(const struct baseline *before, const struct baseline *after, struct strbuf *out)
{
	VEC(struct difference) all = { 0 };
	struct baseline_difference sum = { 0 };

	vec_foreach (struct baseline_line, line, &after->lines) {
		const struct baseline_line *old = baseline_find(before, line->identity);

		vec_push(&all, (struct difference){ line->text, (int)line->count - (old ? (int)old->count : 0) });
	}
	vec_foreach (struct baseline_line, line, &before->lines)
		if (!baseline_find(after, line->identity))
			vec_push(&all, (struct difference){ line->text, -(int)line->count });
	vec_sort(&all, compare_differences);
	vec_foreach (struct difference, d, &all) {
		if (d->count == 0)
			continue;
		sum.came += d->count > 0 ? (uint32_t)d->count : 0;
		sum.went += d->count < 0 ? (uint32_t)-d->count : 0;
		strbuf_addz(out, d->count > 0 ? "+ " : "- ");
		utf8_add_safe(out, d->text);
		if (abs(d->count) > 1)
			strbuf_printf(out, " (%d times)", abs(d->count));
		strbuf_addch(out, '\n');
	}
	vec_release(&all);
	return sum;
}
