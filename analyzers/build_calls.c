/* Reading build files: the calls of CMake and Meson, the variables of Automake. */
#include "base/base.h"
#include "analyzers/build_calls.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

#define DEPTH_MAX 32 /* of calls in calls; deeper ones are read as words */

struct frame {
	struct build_call call;
	size_t first_word; /* into words */
};

struct reader {
	struct str text;
	size_t at;
	uint32_t line;
	struct arena *arena;
	VEC(struct str) words; /* of all open frames */
	VEC(struct frame) frames;
	VEC(struct build_call) calls;
};

static char peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->text.len ? r->text.ptr[r->at + ahead] : '\0';
}

static bool is_at_end(const struct reader *r)
{
	return r->at >= r->text.len;
}

static void step(struct reader *r)
{
	r->line += r->text.ptr[r->at++] == '\n';
}

static void skip_line(struct reader *r)
{
	while (!is_at_end(r) && peek(r, 0) != '\n')
		r->at++;
}

static struct str slice(const struct reader *r, size_t start)
{
	return str_slice(r->text, start, r->at);
}

static void open_frame(struct reader *r, struct str callee, struct str into)
{
	struct frame f = { .call = { .callee = callee, .into = into, .line = r->line }, .first_word = r->words.len };

	vec_push(&r->frames, f);
}

static void close_frame(struct reader *r)
{
	struct frame f = vec_pop(&r->frames);

	f.call.word_count = (uint32_t)(r->words.len - f.first_word);
	f.call.words = arena_copy(r->arena, r->words.items ? r->words.items + f.first_word : NULL, f.call.word_count, sizeof(struct str));
	vec_push(&r->calls, f.call);
	if (r->frames.len == 0)
		vec_clear(&r->words);
}

static void add_word(struct reader *r, struct str word)
{
	if (r->frames.len && word.len)
		vec_push(&r->words, arena_str(r->arena, word));
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct str read_name(struct reader *r)
{
	size_t start = r->at;

	while (is_name(peek(r, 0)))
		r->at++;
	return slice(r, start);
}

/* From the quote to behind its twin; what is between. A backslash takes the next byte with it. */
static struct str read_quoted(struct reader *r, size_t quotes)
{
	char quote = peek(r, 0);
	struct str text;
	size_t start;

	for (size_t i = 0; i < quotes; i++)
		step(r);
	start = r->at;
	while (!is_at_end(r)) {
		if (peek(r, 0) == quote && (quotes == 1 || (peek(r, 1) == quote && peek(r, 2) == quote)))
			break;
		if (peek(r, 0) == '\\' && r->at + 1 < r->text.len)
			step(r);
		step(r);
	}
	text = slice(r, start);
	for (size_t i = 0; i < quotes && !is_at_end(r); i++)
		step(r);
	return text;
}

/* --- CMake --- */

/* How many `=` stand between the brackets of [==[; -1: it is no such bracket. */
static int bracket_level(const struct reader *r)
{
	size_t i = 1;

	while (peek(r, i) == '=')
		i++;
	return peek(r, 0) == '[' && peek(r, i) == '[' ? (int)i - 1 : -1;
}

static struct str read_bracket(struct reader *r, int level)
{
	size_t start;

	r->at += (size_t)level + 2;
	for (start = r->at; !is_at_end(r); step(r)) {
		size_t i = 1;

		while (peek(r, 0) == ']' && peek(r, i) == '=')
			i++;
		if (peek(r, 0) == ']' && i == (size_t)level + 1 && peek(r, i) == ']') {
			struct str text = slice(r, start);

			r->at += i + 1;
			return text;
		}
	}
	return slice(r, start);
}

static void cmake_comment(struct reader *r)
{
	int level;

	r->at++;
	level = bracket_level(r);
	if (level >= 0)
		read_bracket(r, level);
	else
		skip_line(r);
}

static void cmake_word(struct reader *r)
{
	size_t start = r->at;

	while (!is_at_end(r) && !isspace((unsigned char)peek(r, 0)) && !strchr("()\"#", peek(r, 0))) {
		if (peek(r, 0) == '\\' && r->at + 1 < r->text.len)
			step(r);
		step(r);
	}
	if (r->at == start && !is_at_end(r))
		step(r);
	add_word(r, slice(r, start));
}

static void cmake_arguments(struct reader *r)
{
	unsigned depth = 1;

	while (!is_at_end(r) && depth) {
		char c = peek(r, 0);

		if (c == '#') {
			cmake_comment(r);
		} else if (c == '"') {
			add_word(r, read_quoted(r, 1));
		} else if (c == '[' && bracket_level(r) >= 0) {
			add_word(r, read_bracket(r, bracket_level(r)));
		} else if (c == '(' || c == ')') {
			depth = c == '(' ? depth + 1 : depth - 1;
			step(r);
		} else if (isspace((unsigned char)c)) {
			step(r);
		} else {
			cmake_word(r);
		}
	}
}

static struct str lower(struct arena *a, struct str s)
{
	char *text = arena_alloc(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		text[i] = (char)tolower((unsigned char)s.ptr[i]);
	return (struct str){ text, s.len };
}

static void read_cmake(struct reader *r)
{
	while (!is_at_end(r)) {
		struct str name;

		if (peek(r, 0) == '#') {
			cmake_comment(r);
			continue;
		}
		if (!is_name(peek(r, 0))) {
			step(r);
			continue;
		}
		name = read_name(r);
		while (peek(r, 0) == ' ' || peek(r, 0) == '\t')
			r->at++;
		if (peek(r, 0) != '(')
			continue;
		open_frame(r, lower(r->arena, name), STR(""));
		r->at++;
		cmake_arguments(r);
		close_frame(r);
	}
}

/* --- Meson --- */

/* A name: a call begins, a keyword, or a word. `into` is what stood before an `=` in front of it. */
static void meson_name(struct reader *r, struct str *into, struct str *last)
{
	struct str name = read_name(r);

	while (peek(r, 0) == ' ' || peek(r, 0) == '\t')
		r->at++;
	if (peek(r, 0) == '(' && r->frames.len < DEPTH_MAX) {
		open_frame(r, arena_str(r->arena, name), arena_str(r->arena, *into));
		r->at++;
		*into = STR("");
	} else if (peek(r, 0) == ':' && r->frames.len) {
		add_word(r, arena_printf(r->arena, STR_FMT ":", STR_ARG(name)));
	} else {
		add_word(r, name);
	}
	*last = name;
}

static void read_meson(struct reader *r)
{
	struct str into = STR(""), last = STR("");
	unsigned depth = 0; /* of brackets that are no calls */

	while (!is_at_end(r)) {
		char c = peek(r, 0);

		if (c == '#') {
			skip_line(r);
		} else if (c == '\'') {
			add_word(r, read_quoted(r, peek(r, 1) == '\'' && peek(r, 2) == '\'' ? 3 : 1));
		} else if (is_name(c)) {
			meson_name(r, &into, &last);
		} else {
			if (c == '=' && peek(r, 1) != '=' && !r->frames.len)
				into = last;
			else if ((c == '[' || c == '{') && !r->frames.len)
				open_frame(r, STR("="), arena_str(r->arena, into)), into = STR(""), depth = 1;
			else if (c == '\n' && !r->frames.len)
				into = STR("");
			else if (c == ')' && r->frames.len && !str_is(vec_last(&r->frames)->call.callee, "="))
				close_frame(r);
			else if (r->frames.len == 1 && str_is(vec_last(&r->frames)->call.callee, "=") && strchr("[]{}", c)) {
				depth = c == '[' || c == '{' ? depth + 1 : depth - 1;
				if (depth == 0)
					close_frame(r);
			}
			step(r);
		}
	}
}

/* --- Automake --- */

/* Lines that a backslash joins are one. */
static void automake_words(struct reader *r)
{
	while (!is_at_end(r) && peek(r, 0) != '\n' && peek(r, 0) != '#') {
		size_t start = r->at;

		if (peek(r, 0) == '\\' && (peek(r, 1) == '\n' || (peek(r, 1) == '\r' && peek(r, 2) == '\n'))) {
			while (peek(r, 0) != '\n')
				step(r);
			step(r);
			continue;
		}
		if (isspace((unsigned char)peek(r, 0))) {
			step(r);
			continue;
		}
		while (!is_at_end(r) && !isspace((unsigned char)peek(r, 0)) && !(peek(r, 0) == '\\' && (peek(r, 1) == '\n' || peek(r, 1) == '\r')))
			r->at++;
		add_word(r, slice(r, start));
	}
}

static void read_automake(struct reader *r)
{
	while (!is_at_end(r)) {
		struct str name = read_name(r);

		while (peek(r, 0) == ' ' || peek(r, 0) == '\t' || (name.len && strchr("+:?", peek(r, 0)) && peek(r, 0)))
			r->at++;
		if (name.len && peek(r, 0) == '=') {
			open_frame(r, STR("="), arena_str(r->arena, name));
			r->at++;
			automake_words(r);
			close_frame(r);
		}
		skip_line(r);
		if (!is_at_end(r))
			step(r);
	}
}

/* --- All of them --- */

bool build_calls_read(struct str name, struct str text, struct arena *a, struct build_calls *ret)
{
	struct reader r = { .text = text, .line = 1, .arena = a };

	*ret = (struct build_calls){ .items = NULL };
	if (str_is(name, "meson.build"))
		read_meson(&r);
	else if (str_is(name, "Makefile.am"))
		read_automake(&r);
	else if (str_is(name, "CMakeLists.txt") || str_ends(name, STR(".cmake")))
		read_cmake(&r);
	else
		return false;
	while (r.frames.len)
		close_frame(&r);
	ret->count = (uint32_t)r.calls.len;
	ret->items = arena_copy(a, r.calls.items, r.calls.len, sizeof(*r.calls.items));
	vec_release(&r.words);
	vec_release(&r.frames);
	vec_release(&r.calls);
	return true;
}
