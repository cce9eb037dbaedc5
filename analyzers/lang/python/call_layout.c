/* A call as it is laid out: its brackets and its arguments, told by tokens alone. */
#include "base/base.h"
#include "analyzers/lang/python/names.h"

#include "analyzers/lang/python/logical_line.h"

struct layout {
	struct skim *skim;
	struct arena *arena;
	VEC(struct source_argument) arguments;
};

/* The brackets may stand on a later line only where brackets around them join the lines. */
static bool is_one_logical_line(struct str source, uint32_t from, uint32_t to)
{
	struct logical_lines lines;
	struct logical_line line;
	bool is_one = false;

	logical_lines_init(&lines, source, 0);
	while (logical_lines_next(&lines, &line)) {
		if (line.end <= from)
			continue;
		is_one = line.start <= from && to < line.code_end;
		break;
	}
	logical_lines_release(&lines);
	return is_one;
}

static bool find_open(const struct skim *s, struct str source, uint32_t callee_end, uint32_t *ret_open)
{
	uint32_t p = skim_space(s, callee_end, false);

	if (skim_byte(s, p) != '(') {
		p = skim_space(s, callee_end, true);
		if (skim_byte(s, p) != '(' || !is_one_logical_line(source, callee_end, p))
			return false;
	}
	*ret_open = p;
	return true;
}

/* `def f(` and `class C(` look like calls. */
static bool is_header(const struct skim *s, uint32_t callee_start)
{
	uint32_t end = callee_start, start;

	while (end > 0 && (skim_chars[s->text[end - 1]] & CHAR_BLANK))
		end--;
	for (start = end; start > 0 && (skim_chars[s->text[start - 1]] & CHAR_IDENTIFIER);)
		start--;
	return skim_is_word(s, start, "def") || skim_is_word(s, start, "class");
}

/* --- Arguments --- */

/* "*", "**" or "name =" before the value; returns where the value begins. */
static uint32_t read_keyword(const struct layout *l, uint32_t p, struct str *ret_keyword)
{
	const struct skim *s = l->skim;
	uint32_t end = p, equals;

	*ret_keyword = STR("");
	if (skim_byte(s, p) == '*') {
		end += skim_byte(s, p + 1) == '*' ? 2 : 1;
		*ret_keyword = arena_str(l->arena, skim_slice(s, p, end));
		return skim_space(s, end, true);
	}
	end = skim_identifier_end(s, p);
	equals = skim_space(s, end, true);
	if (end == p || skim_byte(s, equals) != '=' || skim_byte(s, equals + 1) == '=')
		return p;
	*ret_keyword = arena_str(l->arena, skim_slice(s, p, end));
	return skim_space(s, equals + 1, true);
}

/* Behind the value's last token; *ret_stop is the comma or bracket that follows. A lambda's commas are its own. */
static uint32_t read_value(const struct layout *l, uint32_t p, uint32_t *ret_stop)
{
	struct skim *s = l->skim;
	uint32_t end = p, lambdas = 0;

	for (;;) {
		unsigned char c;

		p = skim_space(s, p, true);
		c = skim_byte(s, p);
		if (p == s->len || c == ')' || c == ']' || c == '}' || c == ';' || (c == ',' && lambdas == 0))
			break;
		end = skim_token(s, p, s->len);
		if (c == 'l' && str_is(skim_slice(s, p, end), "lambda"))
			lambdas++;
		else if (c == ':' && skim_byte(s, end) != '=' && lambdas > 0)
			lambdas--;
		p = end;
	}
	*ret_stop = p;
	return end;
}

/* Up to the closing bracket; false when it does not come. */
static bool read_arguments(struct layout *l, uint32_t open, uint32_t *ret_close)
{
	const struct skim *s = l->skim;
	uint32_t p = skim_space(s, open + 1, true), stop;

	while (skim_byte(s, p) != ')') {
		struct source_argument a = { .start = p };

		a.value_start = read_keyword(l, p, &a.keyword);
		a.end = read_value(l, a.value_start, &stop);
		if (a.end == a.value_start || (skim_byte(s, stop) != ',' && skim_byte(s, stop) != ')'))
			return false;
		a.value = arena_str(l->arena, skim_slice(s, a.value_start, a.end));
		vec_push(&l->arguments, a);
		p = skim_byte(s, stop) == ',' ? skim_space(s, stop + 1, true) : stop;
	}
	*ret_close = p;
	return true;
}

bool python_arguments(
	struct skim *s, uint32_t open, struct arena *a, struct source_argument **ret_arguments, uint32_t *ret_count)
{
	struct layout l = { .skim = s, .arena = a };
	uint32_t close;
	bool is_whole = read_arguments(&l, open, &close);

	*ret_count = is_whole ? (uint32_t)l.arguments.len : 0;
	*ret_arguments = arena_copy(a, l.arguments.items, *ret_count, sizeof(**ret_arguments));
	vec_release(&l.arguments);
	return is_whole;
}

static bool has_comment(struct skim *s, uint32_t p, uint32_t end)
{
	while ((p = scan_map_next(&s->map, p)) < end) {
		if (s->text[p] == '#')
			return true;
		p = s->text[p] == '"' || s->text[p] == '\'' ? skim_string(s, p) : p + 1;
	}
	return false;
}

bool python_call(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, struct arena *a,
	struct source_call *ret)
{
	struct outline outline;
	struct arena scratch = { 0 };
	struct layout l = { .arena = a };
	uint32_t open, close;
	bool is_call;

	if (!p->skim)
		p->skim = skim_new();
	l.skim = p->skim;
	skim_start(l.skim, source, &scratch, &outline);
	is_call = callee_start < callee_end && callee_end <= l.skim->len && !is_header(l.skim, callee_start) &&
		find_open(l.skim, source, callee_end, &open) && read_arguments(&l, open, &close);
	if (is_call && !outline.is_broken)
		*ret = (struct source_call){
			.open = open,
			.close = close,
			.arguments = arena_copy(a, l.arguments.items, l.arguments.len, sizeof(*l.arguments.items)),
			.argument_count = (uint32_t)l.arguments.len,
			.has_comment = has_comment(l.skim, open + 1, close),
		};
	is_call &= !outline.is_broken;
	vec_release(&l.arguments);
	arena_release(&scratch);
	return is_call;
}
