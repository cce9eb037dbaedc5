/* Blocks of a guard file in Python: their comments, their quotes, how a test begins and how one is skipped. */
#include "base/base.h"
#include "rewriters/guard_python.h"

/* As formatters have it: a comment is apart from imports, and further from a function. */
static const char *lines_before_end(struct str body)
{
	struct str last = str_slice(body, 0, body.len ? body.len - 1 : 0);

	last = str_slice(last, str_rfind(last, '\n') + 1, last.len);
	if (str_starts(last, STR(" ")))
		return "\n\n";
	return str_starts(last, STR("import ")) ? "\n" : "";
}

void guard_python_block(struct guard_writer *w, const char *name, const struct strbuf *text, bool is_near)
{
	struct strbuf own CLEANUP(strbuf_release) = { 0 };
	struct str body;

	guard_add_requoted(&own, strbuf_str(text), w->style->has_single_quotes);
	body = strbuf_str(&own);
	if (w->out->len)
		strbuf_addz(w->out, is_near ? "\n" : "\n\n");
	strbuf_addz(&own, lines_before_end(body));
	guard_add_block(w->out, false, name, strbuf_str(&own));
}

void guard_add_quoted(struct strbuf *b, struct str text)
{
	strbuf_addch(b, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			strbuf_printf(b, "\\%c", c);
		else if (c < ' ' || c == 0x7f)
			strbuf_printf(b, "\\x%02x", c);
		else
			strbuf_addch(b, (char)c);
	}
	strbuf_addch(b, '"');
}

/* --- Quotes --- */

#define TRIPLE STR("\"\"\"")

/* What begins at the front and is taken as it is: a comment, a docstring, or nothing. */
static size_t untouched_length(struct str text)
{
	if (text.ptr[0] == '#')
		return str_find(text, '\n');
	if (str_starts(text, TRIPLE)) {
		struct str rest = str_slice(text, TRIPLE.len, text.len);

		for (size_t i = 0; i < rest.len; i++)
			if (str_starts(str_slice(rest, i, rest.len), TRIPLE))
				return i + 2 * TRIPLE.len;
		return text.len;
	}
	return 0;
}

/* The length of the string at the front, with its quotes; *ret_is_plain: nothing in it would have to be escaped. */
static size_t string_length(struct str text, bool *ret_is_plain)
{
	*ret_is_plain = true;
	for (size_t i = 1; i < text.len && text.ptr[i] != '\n'; i++) {
		if (text.ptr[i] == '"')
			return i + 1;
		*ret_is_plain &= text.ptr[i] != '\'' && text.ptr[i] != '\\';
		i += text.ptr[i] == '\\';
	}
	*ret_is_plain = false;
	return 1;
}

void guard_add_requoted(struct strbuf *b, struct str text, bool has_single_quotes)
{
	if (!has_single_quotes) {
		strbuf_add(b, text);
		return;
	}
	while (text.len) {
		size_t length = untouched_length(text);
		bool is_plain = false;

		if (!length && text.ptr[0] == '"')
			length = string_length(text, &is_plain);
		length = length ? length : 1;
		if (is_plain) {
			strbuf_addch(b, '\'');
			strbuf_add(b, str_slice(text, 1, length - 1));
			strbuf_addch(b, '\'');
		} else {
			strbuf_add(b, str_slice(text, 0, length));
		}
		text = str_slice(text, length, text.len);
	}
}

/* --- Two frameworks --- */

const char *guard_begin_test(const struct guard_writer *w, struct strbuf *b, const char *class_name, const char *test)
{
	if (w->is_pytest) {
		strbuf_printf(b, "def %s():\n", test);
		return "    ";
	}
	strbuf_printf(b, "class %s(unittest.TestCase):\n    def %s(self):\n", class_name, test);
	return "        ";
}

void guard_add_skip(const struct guard_writer *w, struct strbuf *b, const char *indent, bool has_error)
{
	if (w->is_pytest)
		strbuf_printf(b, "%spytest.skip(reason)\n", indent);
	else
		strbuf_printf(b, "%sraise unittest.SkipTest(reason)%s\n", indent, has_error ? " from error" : "");
}
