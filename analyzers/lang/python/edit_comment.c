/* Comments, taken apart into directives and remarks. */
#include "base/base.h"
#include "analyzers/lang/python/edit_comment.h"

#include "base/strbuf.h"

/* What directives that speak of their own line begin with. */
static const struct str directives[] = {
	STR_INIT("autopep8:"),
	STR_INIT("canonry:"),
	STR_INIT("codespell:"),
	STR_INIT("flake8:"),
	STR_INIT("fmt: skip"),
	STR_INIT("fmt:skip"),
	STR_INIT("isort: skip"),
	STR_INIT("isort:skip"),
	STR_INIT("mypy:"),
	STR_INIT("noinspection"),
	STR_INIT("nopep8"),
	STR_INIT("nopycln"),
	STR_INIT("noqa"),
	STR_INIT("nosec"),
	STR_INIT("nosemgrep"),
	STR_INIT("nosonar"),
	STR_INIT("pragma:"),
	STR_INIT("pylint:"),
	STR_INIT("pyre-"),
	STR_INIT("pyright:"),
	STR_INIT("pytype:"),
	STR_INIT("ruff:"),
	STR_INIT("type: ignore"),
	STR_INIT("type:ignore"),
	STR_INIT("yapf:"),
};

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* `part` begins with its `#`. */
static bool is_directive(struct str part)
{
	struct str text = str_trim(str_slice(part, 1, part.len));

	for (size_t i = 0; i < ARRAY_LEN(directives); i++) {
		size_t len = directives[i].len;

		if (text.len < len || !str_has_nocase(str_slice(text, 0, len), directives[i]))
			continue;
		if (text.len == len || !is_word_byte(text.ptr[len - 1]) || !is_word_byte(text.ptr[len]))
			return true;
	}
	return false;
}

/* A `#` begins a part only where a blank stands before it: "#12" may be somebody's number. */
static size_t part_end(struct str comment, size_t from)
{
	for (size_t i = from + 1; i < comment.len; i++)
		if (comment.ptr[i] == '#' && (comment.ptr[i - 1] == ' ' || comment.ptr[i - 1] == '\t'))
			if (is_directive(str_slice(comment, from, i)) ||
				is_directive(str_slice(comment, i, comment.len)))
				return i;
	return comment.len;
}

static struct str pick(struct str comment, bool wants_directives, struct arena *a)
{
	struct strbuf text = { 0 };
	struct str picked;

	for (size_t from = 0, end; from < comment.len; from = end) {
		end = part_end(comment, from);
		if (is_directive(str_slice(comment, from, end)) != wants_directives)
			continue;
		if (text.len > 0)
			strbuf_addz(&text, "  ");
		strbuf_add(&text, str_trim(str_slice(comment, from, end)));
	}
	picked = arena_str(a, strbuf_str(&text));
	strbuf_release(&text);
	return picked;
}

struct str edit_directives(struct str comment, struct arena *a)
{
	return pick(comment, true, a);
}

struct str edit_remarks(struct str comment, struct arena *a)
{
	return pick(comment, false, a);
}
