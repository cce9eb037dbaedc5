/* Whose method a call is: where the object in front of the dot gets its value, told by tokens, when that is one place and certain. */
#include "base/base.h"
#include "analyzers/lang/python/names.h"

#include <string.h>

#include "analyzers/lang.h"
#include "analyzers/lang/python/skim_impl.h"
#include "analyzers/source.h"

#define TARGETS_MAX 8 /* of one assignment */

struct receiver {
	struct skim *skim;
	struct arena *arena;
	struct str name;    /* "engine" or "self.engine" */
	struct str method;
	bool is_attribute;
	uint32_t call;      /* where its name begins */
	uint32_t depth;     /* of brackets */
	uint32_t header, header_end; /* of the last function: its parameters; the end is 0 inside of them */
	uint32_t def_column;
	bool expects_header; /* a function's parameters come with the next bracket */
	bool in_lambda, in_scope_words; /* between `lambda` and its colon; behind `global`, to the line's end */
	uint32_t column;    /* lines between the binding and the call may not begin before it; 0: there is no binding yet */
	uint32_t bindings;
	struct str made, type;
	bool is_lost;
};

/* --- The quick questions, before tokens are read --- */

static bool is_name_byte(char c)
{
	return skim_chars[(unsigned char)c] & CHAR_IDENTIFIER;
}

static bool is_identifier(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_name_byte(text.ptr[i]))
			return false;
	return text.len > 0;
}

/* The next place where the words stand, not as a part of longer ones; text.len when there is none. */
static size_t find_name(struct str text, struct str name, size_t from)
{
	const char *end = text.ptr + text.len, *at = text.ptr + from;

	for (; from < text.len && (at = memmem(at, (size_t)(end - at), name.ptr, name.len)); at++) {
		size_t start = (size_t)(at - text.ptr), stop = start + name.len;

		if ((!start || (!is_name_byte(text.ptr[start - 1]) && text.ptr[start - 1] != '.')) && (stop == text.len || !is_name_byte(text.ptr[stop])))
			return start;
	}
	return text.len;
}

/* As a word of its own, behind a dot too. */
static bool has_word(struct str text, struct str word)
{
	const char *end = text.ptr + text.len;

	for (const char *at = text.ptr; (at = memmem(at, (size_t)(end - at), word.ptr, word.len)); at++)
		if ((at == text.ptr || !is_name_byte(at[-1])) && (at + word.len == end || !is_name_byte(at[word.len])))
			return true;
	return false;
}

/* "run", 'app.Engine.run': somebody may put something else there. */
static bool is_quoted(struct str source, struct str method)
{
	const char *end = source.ptr + source.len;

	for (const char *at = source.ptr; (at = memmem(at, (size_t)(end - at), method.ptr, method.len)); at += method.len) {
		const char *stop = at + method.len;

		if (at > source.ptr && strchr(".\"'", at[-1]) && stop < end && (*stop == '"' || *stop == '\''))
			return true;
	}
	return false;
}

/* Tests replace methods, and functions ask which of several classes they were given. */
static bool may_be_replaced(struct str source, struct str name, struct str method)
{
	static const char *const asking[] = { "isinstance(", "issubclass(", "hasattr(", "type(" };

	if (has_word(source, STR("patch")) || has_word(source, STR("mocker")) || is_quoted(source, method))
		return true;
	for (size_t at = find_name(source, name, 0); at < source.len; at = find_name(source, name, at + 1))
		for (size_t i = 0; i < ARRAY_LEN(asking); i++)
			if (str_ends(str_slice(source, 0, at), str_from(asking[i])))
				return true;
	return false;
}

static size_t skip_blanks(struct str text, size_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
		at++;
	return at;
}

/* One of the classes, in what is left of the line. */
static bool names_class(struct str text, size_t at, const struct words *classes)
{
	while (at < text.len && text.ptr[at] != '\n') {
		size_t start = at;

		while (at < text.len && is_name_byte(text.ptr[at]))
			at++;
		if (at > start && words_has(classes, str_slice(text, start, at)))
			return true;
		at += at == start;
	}
	return false;
}

/* `: Type` or `= Class(` behind the name; of an attribute `= parameter`, too. */
static bool may_be_known(struct str source, struct str name, bool is_attribute, const struct words *classes)
{
	for (size_t at = find_name(source, name, 0); at < source.len; at = find_name(source, name, at + 1)) {
		size_t next = skip_blanks(source, at + name.len), value = skip_blanks(source, next + 1), end = value;

		if (next >= source.len || (source.ptr[next] != '=' && source.ptr[next] != ':'))
			continue;
		if (names_class(source, value, classes))
			return true;
		while (end < source.len && is_name_byte(source.ptr[end]))
			end++;
		end = skip_blanks(source, end);
		if (is_attribute && source.ptr[next] == '=' && (end >= source.len || source.ptr[end] == '\n' || source.ptr[end] == '\r') &&
			!str_is(str_trim(str_slice(source, value, end)), "None"))
			return true;
	}
	return false;
}

/* --- Where it gets its value --- */

static unsigned char byte_at(const struct receiver *r, uint32_t p)
{
	return skim_byte(r->skim, p);
}

static bool ends_statement(const struct receiver *r, uint32_t p)
{
	p = skim_space(r->skim, p, false);
	return p >= r->skim->len || strchr("\r\n;#", byte_at(r, p));
}

static void take_made(struct receiver *r, struct str callee)
{
	r->is_lost = r->is_lost || r->type.len || (r->made.len && !str_eq(r->made, callee));
	r->made = callee;
}

static void take_type(struct receiver *r, struct str type)
{
	type = str_trim(type);
	r->is_lost = r->is_lost || !type.len || r->made.len || (r->type.len && !str_eq(r->type, type));
	r->type = type;
}

/* From behind the colon to the `=`, comma or end that closes it. */
static struct str annotation_at(struct receiver *r, uint32_t p, uint32_t limit)
{
	uint32_t start = p;

	while (p < limit && !strchr("=,)\r\n#;", byte_at(r, p)))
		p = byte_at(r, p) == '[' ? skim_bracket(r->skim, p, limit) : p + 1;
	return skim_slice(r->skim, start, p);
}

/* self.engine = engine: the annotation of the parameter. */
static void take_parameter(struct receiver *r, struct str name)
{
	struct str header = skim_slice(r->skim, r->header, r->header_end);
	size_t at = find_name(header, name, 0), colon = skip_blanks(header, at + name.len);

	if (!r->header_end || at >= header.len || colon >= header.len || header.ptr[colon] != ':')
		r->is_lost = true;
	else
		take_type(r, annotation_at(r, r->header + (uint32_t)colon + 1, r->header_end));
}

/* What stands behind an `=`, or behind the last of several. False when it is None: something else comes to stand there. */
static bool take_value(struct receiver *r, uint32_t p)
{
	struct skim *s = r->skim;
	uint32_t start, end, next = p;
	struct str name;

	for (unsigned targets = 0;; targets++) {
		start = skim_space(s, next, false);
		end = skim_dotted_end(s, start, false);
		next = skim_space(s, end, false);
		if (start == end || byte_at(r, next) != '=' || byte_at(r, next + 1) == '=' || targets == TARGETS_MAX)
			break;
		next++;
	}
	name = skim_slice(s, start, end);
	if (str_is(name, "None") && ends_statement(r, end))
		return false;
	if (start < end && byte_at(r, next) == '(' && ends_statement(r, skim_bracket(s, next, s->len)))
		take_made(r, name);
	else if (r->is_attribute && is_identifier(name) && ends_statement(r, end))
		take_parameter(r, name);
	else
		r->is_lost = true;
	return true;
}

/* --- One mention of its name --- */

static uint32_t back_over_blanks(const struct receiver *r, uint32_t p)
{
	while (p > 0 && (byte_at(r, p - 1) == ' ' || byte_at(r, p - 1) == '\t'))
		p--;
	return p;
}

static bool begins_statement(const struct receiver *r, uint32_t p)
{
	p = back_over_blanks(r, p);
	return p == 0 || strchr("\r\n;", byte_at(r, p - 1));
}

static struct str word_before(const struct receiver *r, uint32_t p)
{
	uint32_t end = back_over_blanks(r, p), start = end;

	while (start > 0 && is_name_byte((char)byte_at(r, start - 1)))
		start--;
	return skim_slice(r->skim, start, end);
}

/* How far the line around p is indented. */
static uint32_t column_of(const struct receiver *r, uint32_t p)
{
	uint32_t start = p, end;

	while (start > 0 && byte_at(r, start - 1) != '\n' && byte_at(r, start - 1) != '\r')
		start--;
	for (end = start; byte_at(r, end) == ' ' || byte_at(r, end) == '\t';)
		end++;
	return end - start;
}

/* In the parameters of a function. */
static void see_parameter(struct receiver *r, uint32_t p, uint32_t next)
{
	uint32_t before = back_over_blanks(r, p);
	unsigned char last = before ? byte_at(r, before - 1) : 0;

	if (r->is_attribute || !strchr("(,*\r\n", last))
		return;
	if (byte_at(r, next) != ':' || last == '*') {
		r->is_lost = true;
		return;
	}
	r->bindings++;
	r->column = r->def_column + 2;
	take_type(r, annotation_at(r, next + 1, r->skim->len));
}

/* engine.run = something: the method is another one */
static bool is_method_set(const struct receiver *r, uint32_t end)
{
	uint32_t stop = byte_at(r, end) == '.' ? skim_identifier_end(r->skim, end + 1) : end, next;

	if (stop == end || !str_eq(skim_slice(r->skim, end + 1, stop), r->method))
		return false;
	next = skim_space(r->skim, stop, false);
	return byte_at(r, next) == '=' && byte_at(r, next + 1) != '=';
}

static bool is_augmented(const struct receiver *r, uint32_t p)
{
	return byte_at(r, p) && strchr("+-*/%&|^@", byte_at(r, p)) && (byte_at(r, p + 1) == '=' || byte_at(r, p + 2) == '=');
}

static void bind(struct receiver *r, uint32_t p)
{
	r->bindings++;
	r->column = column_of(r, p) + 1;
	if (!r->is_attribute && p > r->call)
		r->is_lost = true;
}

static void see_assignment(struct receiver *r, uint32_t p, uint32_t next)
{
	uint32_t before = back_over_blanks(r, p);

	if (before > 0 && byte_at(r, before - 1) == ',')
		r->is_lost = true;
	else if (take_value(r, next + 1))
		bind(r, p);
}

/* `= Class(`: what is made says more than the annotation. */
static bool makes_class(const struct receiver *r, uint32_t p)
{
	uint32_t start = skim_space(r->skim, p, false), end = skim_dotted_end(r->skim, start, false);
	struct str last = str_tail(skim_slice(r->skim, start, end), '.');

	return last.len && last.ptr[0] >= 'A' && last.ptr[0] <= 'Z' && byte_at(r, skim_space(r->skim, end, false)) == '(';
}

static void see_annotation(struct receiver *r, uint32_t p, uint32_t next)
{
	struct str type = annotation_at(r, next + 1, r->skim->len);
	uint32_t end = (uint32_t)(type.ptr + type.len - (const char *)r->skim->text);

	if (byte_at(r, end) == '=' && makes_class(r, end + 1)) {
		see_assignment(r, p, end);
		return;
	}
	bind(r, p);
	take_type(r, type);
}

/* The mention of the name at [p, end) outside of parameters. */
static void see(struct receiver *r, uint32_t p, uint32_t end)
{
	static const char *const binders[] = { "as", "class", "def", "del", "for", "import" };
	uint32_t next = skim_space(r->skim, end, false);
	unsigned char byte = byte_at(r, next), after = byte_at(r, next + 1);
	struct str before = word_before(r, p);

	for (size_t i = 0; i < ARRAY_LEN(binders); i++)
		r->is_lost = r->is_lost || (str_is(before, binders[i]) && !(r->is_attribute && str_is(before, "del")));
	r->is_lost = r->is_lost || r->in_lambda || r->in_scope_words || is_method_set(r, end) || is_augmented(r, next) || (byte == ':' && after == '=');
	if (skim_is_word(r->skim, next, "in") && back_over_blanks(r, p) > 0 && byte_at(r, back_over_blanks(r, p) - 1) == ',')
		r->is_lost = true;
	if (r->is_lost || r->depth > 0)
		return;
	if (byte == '=' && after != '=')
		see_assignment(r, p, next);
	else if (byte == ':' && begins_statement(r, p))
		see_annotation(r, p, next);
	else if (byte == ',' && begins_statement(r, p))
		r->is_lost = true;
}

/* --- All tokens --- */

static void see_keyword(struct receiver *r, uint32_t p, struct str word)
{
	if (str_is(word, "def") && r->depth == 0) {
		r->expects_header = true;
		r->header = r->header_end = 0;
		r->def_column = column_of(r, p);
	} else if (str_is(word, "lambda")) {
		r->in_lambda = true;
	} else if (str_is(word, "global") || str_is(word, "nonlocal")) {
		r->in_scope_words = true;
	}
}

static bool in_header(const struct receiver *r)
{
	return r->header && !r->header_end && r->depth == 1;
}

static uint32_t see_identifier(struct receiver *r, uint32_t p, uint32_t end)
{
	uint32_t stop = end;

	if (begins_statement(r, p)) {
		r->in_scope_words = false;
		if (!r->is_attribute && r->depth == 0 && p <= r->call && column_of(r, p) + 1 < r->column)
			r->is_lost = true; /* another block may not know it */
	}
	see_keyword(r, p, skim_slice(r->skim, p, end));
	if (r->is_attribute) {
		stop = byte_at(r, end) == '.' ? skim_identifier_end(r->skim, end + 1) : end;
		if (stop == end)
			return end;
	}
	if ((p > 0 && byte_at(r, p - 1) == '.') || !str_eq(skim_slice(r->skim, p, stop), r->name))
		return end;
	if (in_header(r))
		see_parameter(r, p, skim_space(r->skim, stop, true));
	else
		see(r, p, stop);
	return stop;
}

static void see_byte(struct receiver *r, uint32_t p)
{
	switch (byte_at(r, p)) {
	case '(':
		if (r->depth == 0 && r->expects_header) {
			r->expects_header = false;
			r->header = p;
		}
		r->depth++;
		break;
	case '[':
	case '{': r->depth++; break;
	case ')':
		if (in_header(r))
			r->header_end = p;
		r->depth -= r->depth > 0;
		break;
	case ']':
	case '}': r->depth -= r->depth > 0; break;
	case ':': r->in_lambda = false; break;
	default: break;
	}
}

static void read_tokens(struct receiver *r, uint32_t at)
{
	struct skim *s = r->skim;

	while (!r->is_lost && (at = skim_space(s, at, true)) < s->len) {
		uint32_t end = skim_identifier_end(s, at);
		unsigned char byte = byte_at(r, at);

		if (end > at) {
			at = see_identifier(r, at, end);
		} else if (byte == '"' || byte == '\'') {
			at = MAX(skim_string(s, at), at + 1);
		} else {
			see_byte(r, at);
			at++;
		}
	}
}

bool python_receiver(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, const struct words *classes,
	struct arena *a, struct source_receiver *ret)
{
	struct str callee = str_slice(source, callee_start, callee_end);
	struct receiver r = { .arena = a, .name = str_head(callee, '.'), .method = str_tail(callee, '.'), .call = callee_start, .made = STR(""), .type = STR("") };
	struct outline ignored;

	r.is_attribute = str_starts(r.name, STR("self.")) && is_identifier(str_slice(r.name, 5, r.name.len));
	if ((!r.is_attribute && !is_identifier(r.name)) || !may_be_known(source, r.name, r.is_attribute, classes) ||
		may_be_replaced(source, r.name, r.method))
		return false;
	r.skim = p->skim = p->skim ? p->skim : skim_new();
	read_tokens(&r, skim_start(r.skim, source, a, &ignored));
	r.skim->out = NULL; /* it was ours */
	if (r.is_lost || !r.bindings || (!r.is_attribute && r.bindings != 1))
		return false;
	*ret = (struct source_receiver){ .class = arena_str(a, r.made.len ? r.made : r.type), .is_declared = !r.made.len };
	return true;
}
