/* Through bodies, enums and initialisers as fast as possible: where they end, and what words they hold. */
#include "base/base.h"
#include "analyzers/lang/c/lex.h"

#include <string.h>

static uint8_t class_at(const char *at)
{
	return char_classes[(unsigned char)*at];
}

/* Behind a newline: is there a directive? Then it is read. */
static bool try_directive(struct lex *l)
{
	const char *at = l->at;

	while (at < l->end && class_at(at) == CHAR_SPACE)
		at++;
	l->at = at;
	if (at == l->end || !(*at == '#' || (*at == '%' && at + 1 < l->end && at[1] == ':')))
		return false;
	lex_directive(l);
	return true;
}

/* In bodies whose braces do not match, one in the first column ends a function. */
static bool is_end_by_column(const struct lex *l)
{
	return l->trusts_columns && l->s.mode == LEX_BODY && l->at < l->end && *l->at == '}' && l->at > l->source.ptr &&
		l->at[-1] == '\n';
}

/* A prefix of a raw string is a name, too. */
static const char *skip_quoted(const char *start, const char *at, const char *end)
{
	const char *behind = NULL;

	if (at < end && *at == '"' && at > start && at[-1] == 'R' && at - start <= 3)
		behind = token_skip_raw(at, end);
	return behind ? behind : at;
}

static const char *read_word(struct lex *l, const char *at)
{
	const char *start = at, *end = l->end;
	uint32_t letters = 0;

	do
		letters |= UINT32_C(1) << (*at & 31);
	while (++at < end && char_in_name[(unsigned char)*at]);
	if (l->s.func != NONE && !l->funcs.items[l->s.func].has_word)
		l->funcs.items[l->s.func].has_word =
			c_words_hit(l->words, (struct str){ start, (size_t)(at - start) }, letters);
	return at < end && *at == '"' ? skip_quoted(start, at, end) : at;
}

/* Braces, digraphs and trigraphs included: +1, -1 or 0; *ret_len is how long it is. */
static int odd_brace(const char *at, const char *end, size_t *ret_len)
{
	*ret_len = 1;
	if (end - at >= 2 && memcmp(at, "<%", 2) == 0)
		return *ret_len = 2, 1;
	if (end - at >= 2 && memcmp(at, "%>", 2) == 0)
		return *ret_len = 2, -1;
	if (end - at >= 3 && memcmp(at, "?\?<", 3) == 0)
		return *ret_len = 3, 1;
	if (end - at >= 3 && memcmp(at, "?\?>", 3) == 0)
		return *ret_len = 3, -1;
	return 0;
}

/* True when the braces are through. */
static bool close_brace(struct lex *l, const char *behind)
{
	l->at = behind;
	if (l->s.depth > 1) {
		l->s.depth--;
		return false;
	}
	lex_leave_braces(l);
	return true;
}

/* True when the loop is to be left. */
static bool read_newline(struct lex *l)
{
	l->at++;
	if (is_end_by_column(l))
		l->s.depth = 1;
	return try_directive(l);
}

static bool read_odd(struct lex *l)
{
	size_t len;
	int change = odd_brace(l->at, l->end, &len);

	if (change < 0)
		return close_brace(l, l->at + len);
	l->s.depth += (uint32_t)change;
	l->at += len;
	return false;
}

static const char *skip_slash(const char *at, const char *end)
{
	return at + 1 < end && (at[1] == '/' || at[1] == '*') ? token_skip_comment(at, end) : at + 1;
}

void lex_braces(struct lex *l)
{
	const char *end = l->end;

	while (l->at < end)
		switch (class_at(l->at)) {
		case CHAR_NAME: l->at = read_word(l, l->at); break;
		case CHAR_DIGIT: l->at = token_skip_number(l->at, end); break;
		case CHAR_QUOTE:
		case CHAR_APOSTROPHE: l->at = token_skip_string(l->at, end); break;
		case CHAR_SLASH: l->at = skip_slash(l->at, end); break;
		case CHAR_OPEN:
			l->s.depth++;
			l->at++;
			break;
		case CHAR_CLOSE:
			if (close_brace(l, l->at + 1))
				return;
			break;
		case CHAR_NEWLINE:
			if (read_newline(l))
				return;
			break;
		case CHAR_ODD:
			if (read_odd(l))
				return;
			break;
		default:
			if (*l->at == '\\' && l->at + 1 < end)
				l->at++; /* a newline behind it is none */
			l->at++;
		}
}

/* --- Initialisers --- */

/* Where in `{ .slot = (type)&name, name }` the last tokens have led. */
struct init {
	struct c_token slot, name;
	bool has_slot, has_name, expects_slot;
};

static bool is_lower_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z')
			return true;
	return false;
}

static struct str init_type(struct lex *l)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct declared d;

	declared_read(&t, 0, t.count, DECLARED_NAMED, &d);
	strbuf_clear(&l->text);
	if (d.is_array && d.pointers > 0)
		d.pointers--;
	declared_type(&t, &d, &l->text);
	return arena_str(l->arena, strbuf_str(&l->text));
}

static void add_address(struct lex *l, struct init *in)
{
	struct str name = str_slice(l->source, in->name.start, in->name.end);
	struct caddress a = { .name = name };

	if (!in->has_name || !is_lower_name(name) || str_is(name, "true") || str_is(name, "false") ||
		str_is(name, "nullptr"))
		return;
	a.name = arena_str(l->arena, name);
	if (in->has_slot)
		a.slot = lex_text(l, in->slot.start, in->slot.end);
	a.type = l->addresses.len > 0 && vec_last(&l->addresses)->span.start > l->tokens.items[l->s.decl_start].start &&
			vec_last(&l->addresses)->type.len > 0
		? vec_last(&l->addresses)->type
		: init_type(l);
	a.span = lex_span(l, in->name.start, in->name.end);
	vec_push(&l->addresses, a);
}

static void read_init_token(struct lex *l, struct init *in, struct c_token t)
{
	switch (t.kind) {
	case '.': in->expects_slot = true; return;
	case TOKEN_NAME:
		if (in->expects_slot)
			in->slot = t;
		else
			in->name = t;
		in->has_slot |= in->expects_slot;
		in->has_name = !in->expects_slot && (l->s.depth > 0);
		in->expects_slot = false;
		return;
	case '&':
	case '=':
	case '(':
	case ')': in->has_name &= t.kind == ')'; return;
	case ',':
	case '}':
		add_address(l, in);
		*in = (struct init){ 0 };
		return;
	case '{': in->has_name = false; return;
	default: in->has_name = in->expects_slot = false;
	}
}

void lex_init(struct lex *l)
{
	struct init in = { 0 };
	struct c_token t;

	while (l->at < l->end) {
		uint8_t class = class_at(l->at);

		if (class == CHAR_NEWLINE) {
			l->at++;
			if (try_directive(l))
				return;
			continue;
		}
		if (class == CHAR_SPACE || class == CHAR_SLASH || *l->at == '\\') {
			l->at = class == CHAR_SLASH ? skip_slash(l->at, l->end) : l->at + 1 + (*l->at == '\\');
			continue;
		}
		t = token_at(l->source.ptr, l->at, l->end);
		l->at = l->source.ptr + t.end;
		read_init_token(l, &in, t);
		if (t.kind == '{')
			l->s.depth++;
		else if (t.kind == '}' && close_brace(l, l->at))
			return;
	}
}
