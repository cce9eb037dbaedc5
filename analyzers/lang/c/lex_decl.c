/* Outside of bodies: collects the tokens of each declaration, and decides at its `{` or `;` what it was. */
#include "base/base.h"
#include "analyzers/lang/c/lex.h"

static bool is_in_record(const struct lex *l)
{
	return l->s.scope_count > 0 && l->scopes.items[l->s.scope_count - 1].kind == SCOPE_RECORD;
}

static void truncate_tokens(struct lex *l, uint32_t start, uint32_t count)
{
	l->s.decl_start = start;
	l->s.token_count = count;
}

/* The next declaration begins. Tokens that an #else may want back stay where they are. */
static void clear_decl(struct lex *l)
{
	uint32_t start =
		is_in_record(l) || l->s.scope_count > 0 ? l->scopes.items[l->s.scope_count - 1].token_count : 0;

	start = MAX(start, l->floor);
	truncate_tokens(l, start, start);
	l->s.parens = 0;
}

static void push_token(struct lex *l, struct c_token t)
{
	if (l->s.token_count == l->s.decl_start) {
		const char *gap = token_skip_layout(l->source.ptr + l->comment_end, l->source.ptr + t.start);
		bool is_documented = l->comment_end > l->comment_start && gap == l->source.ptr + t.start;

		l->s.doc_start = is_documented ? l->comment_start : 0;
		l->s.doc_end = is_documented ? l->comment_end : 0;
		l->comment_start = l->comment_end = 0; /* it is this declaration's, and no other one's */
	}
	l->tokens.len = l->s.token_count;
	vec_push(&l->tokens, t);
	l->s.token_count++;
}

static void enter(struct lex *l, enum lex_mode mode)
{
	l->s.mode = mode;
	l->s.depth = 1;
}

static void push_scope(struct lex *l, enum scope_kind kind, struct str name, uint32_t record)
{
	struct lex_scope s = { kind, name, l->s.decl_start, l->s.token_count, l->s.parens, record, false };

	l->scopes.len = l->s.scope_count;
	vec_push(&l->scopes, s);
	l->s.scope_count++;
	truncate_tokens(l, l->s.token_count, l->s.token_count);
	l->s.parens = 0;
}

#define DECL_TOKENS_MAX 512 /* macros without a semicolon may stand in front of a declaration in any number */

static struct c_tokens short_tokens(struct lex *l)
{
	l->s.decl_start = MAX(l->s.decl_start, l->s.token_count - MIN(l->s.token_count, DECL_TOKENS_MAX));
	return lex_decl_tokens(l);
}

static struct str scope_name(struct lex *l, const struct decl *d)
{
	struct c_tokens t = lex_decl_tokens(l);

	strbuf_clear(&l->text);
	tokens_join(&t, d->name_from, d->name_to, &l->text);
	return arena_str(l->arena, strbuf_str(&l->text));
}

/* --- `{` --- */

static void open_function(struct lex *l, const struct decl *d, uint32_t body)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct lex_func f = {
		.start = t.items[0].start,
		.body = body,
		.name = t.items[d->name_from].start,
		.name_end = t.items[d->name_to - 1].end,
		.params = t.items[d->open].start,
		.params_end = t.items[d->close].end,
		.fact = lex_record_function(l, d),
	};

	l->s.func = (uint32_t)l->funcs.len;
	vec_push(&l->funcs, f);
	l->s.mode = LEX_BODY;
	l->s.depth = 1;
}

/* `: a(1), b{2} {`: the brace behind a member's name is its initialiser. */
static bool is_member_initialiser(const struct c_tokens *t, const struct decl *d)
{
	uint8_t last = token_kind(t, t->count - 1);

	return d->has_initialisers && t->count > d->close + 2 && (last == TOKEN_NAME || last == '>');
}

static void open_record(struct lex *l, const struct decl *d)
{
	uint32_t record = lex_record_record(l, d, true);

	l->is_cpp |= d->record == CRECORD_CLASS;
	push_scope(l, SCOPE_RECORD, scope_name(l, d), record);
	l->scopes.items[l->s.scope_count - 1].is_hidden = d->record == CRECORD_CLASS;
}

static bool is_control(const struct c_tokens *t, const struct decl *d)
{
	return d->kind == DECL_FUNCTION && (token_is_keyword(t, d->name_from) || token_is_keyword(t, d->first));
}

static void open_brace(struct lex *l, uint32_t body)
{
	struct c_tokens t = short_tokens(l);
	struct decl d = { 0 };

	if (t.count == 0 || l->s.parens > 0) {
		enter(l, LEX_BRACES);
		return;
	}
	decl_read(&t, true, is_in_record(l), &d);
	if (is_member_initialiser(&t, &d)) {
		enter(l, LEX_BRACES);
		return;
	}
	switch (is_control(&t, &d) ? DECL_OTHER : d.kind) {
	case DECL_EXTERN_C: push_scope(l, SCOPE_EXTERN_C, STR(""), NONE); break;
	case DECL_NAMESPACE:
		l->is_cpp = true;
		push_scope(l, SCOPE_NAMESPACE, scope_name(l, &d), NONE);
		break;
	case DECL_RECORD: open_record(l, &d); break;
	case DECL_FUNCTION: open_function(l, &d, body); break;
	case DECL_INIT: enter(l, LEX_INIT); break;
	case DECL_ENUM:
		lex_record_record(l, &d, true);
		enter(l, LEX_BRACES);
		break;
	default: /* `T x{1}`, or nothing that is known: all has been said */
		clear_decl(l);
		enter(l, LEX_BRACES);
	}
}

/* --- `}` --- */

void lex_close_function(struct lex *l)
{
	struct lex_func *f = &l->funcs.items[l->s.func];

	f->end = MAX(f->end, (uint32_t)(l->at - l->source.ptr));
	l->s.func = NONE;
	l->s.mode = LEX_DECL;
	clear_decl(l);
}

/* Behind the closing brace of whatever was no scope. */
void lex_leave_braces(struct lex *l)
{
	uint32_t end = (uint32_t)(l->at - l->source.ptr);

	l->s.depth = 0;
	if (l->s.mode == LEX_BODY) {
		lex_close_function(l);
		return;
	}
	l->s.mode = LEX_DECL;
	if (l->s.token_count > l->s.decl_start)
		push_token(l, (struct c_token){ end - 1, end, TOKEN_BRACES });
}

static void close_scope(struct lex *l, uint32_t start)
{
	struct lex_scope s;

	if (l->s.scope_count == 0) {
		lex_error(l, l->source.ptr + start, "a brace is closed that was not opened");
		clear_decl(l);
		return;
	}
	s = l->scopes.items[--l->s.scope_count];
	truncate_tokens(l, s.decl_start, s.token_count);
	l->s.parens = s.parens;
	if (s.kind == SCOPE_RECORD)
		push_token(l, (struct c_token){ start, start + 1, TOKEN_BRACES });
	else
		clear_decl(l);
}

/* --- `;` --- */

static bool looks_like_proto(const struct lex *l, const struct c_tokens *t, const struct decl *d)
{
	uint8_t first = token_kind(t, d->open + 1);

	if (d->name_from == d->first && !(is_in_record(l) && l->is_cpp))
		return false;
	if (is_in_record(l) && !l->is_cpp)
		return false;
	if (token_is_keyword(t, d->name_from) || token_is_keyword(t, d->first) || d->has_initialisers)
		return false;
	return first != TOKEN_STRING && first != TOKEN_NUMBER && first != TOKEN_CHAR && first != '&' && first != '-';
}

static void end_decl(struct lex *l, uint32_t end)
{
	struct c_tokens t = short_tokens(l);
	struct decl d;

	if (t.count == 0)
		return;
	decl_read(&t, false, is_in_record(l), &d);
	if (decl_is_old_style(&t, &d)) {
		push_token(l, (struct c_token){ end - 1, end, ';' });
		return;
	}
	switch (d.kind) {
	case DECL_TYPEDEF: lex_record_typedef(l, &d); break;
	case DECL_USING: lex_record_using(l, &d); break;
	case DECL_ENUM:
	case DECL_RECORD: lex_record_record(l, &d, false); break;
	case DECL_FUNCTION:
		if (looks_like_proto(l, &t, &d) && !d.is_friend)
			lex_record_proto(l, &d, end);
		break;
	default: break;
	}
	clear_decl(l);
}

/* --- Tokens --- */

static bool token_has_capital(const struct c_tokens *t, uint32_t i)
{
	struct str name = token_text(t, i);

	for (size_t k = 0; k < name.len; k++)
		if (name.ptr[k] >= 'A' && name.ptr[k] <= 'Z')
			return true;
	return false;
}

static const char *const access_words[] = { "public", "private", "protected", "signals", "slots", "Q_SIGNALS",
	"Q_SLOTS", NULL };

static bool is_access(const struct lex *l)
{
	struct c_tokens t = lex_decl_tokens(l);

	return t.count > 0 && t.count <= 2 && token_in(&t, 0, access_words);
}

static void read_colon(struct lex *l, struct c_token t)
{
	if (is_in_record(l) && is_access(l)) {
		struct c_tokens own = lex_decl_tokens(l);

		l->scopes.items[l->s.scope_count - 1].is_hidden = token_is(&own, 0, "private") || token_is(&own, 0, "protected");
		l->is_cpp = true;
		clear_decl(l);
		return;
	}
	push_token(l, t);
}

/* A newline or `;` behind it, and something other than a brace or a constructor's colon on the next line. */
static bool stands_alone(const struct lex *l)
{
	const char *at = l->at, *next;

	while (at < l->end && char_classes[(unsigned char)*at] == CHAR_SPACE)
		at++;
	if (at == l->end || *at == ';')
		return true;
	next = token_skip_layout(at, l->end);
	return next == l->end || (*at == '\n' && *next != '{' && *next != ':' && *next != '=' && *next != ',');
}

static bool is_constructor(const struct lex *l, struct str name)
{
	return is_in_record(l) && str_eq(str_tail(l->scopes.items[l->s.scope_count - 1].name, ':'), name);
}

/* Words in capitals may stand before it: BEGIN_DECLS, EXPORT. */
uint32_t lex_invoked_name(const struct c_tokens *t)
{
	uint32_t i = 0;

	while (i + 1 < t->count && token_is_capitals(t, i) && token_kind(t, i + 1) == TOKEN_NAME)
		i++;
	return i + 1 < t->count && token_kind(t, i) == TOKEN_NAME && token_kind(t, i + 1) == '(' && token_has_capital(t, i) ? i : NONE;
}

/* NAME(...) where a declaration could begin, with a capital in the name: a macro, as far as one can see. */
static bool ends_invocation(const struct lex *l)
{
	struct c_tokens t = lex_decl_tokens(l);
	uint32_t name = lex_invoked_name(&t);

	if (name == NONE || token_close(&t, name + 1) != t.count - 1)
		return false;
	return !is_constructor(l, token_text(&t, name)) && stands_alone(l);
}

#define STATEMENTS_MAX 400 /* tokens */

/* Where the parentheses that are open close, a macro's arguments; 0 when that is far away, or there is more on that line. */
static uint32_t arguments_end(struct lex *l)
{
	const char *start = l->at, *at = start;
	uint32_t depth = l->s.parens, end = 0;

	for (unsigned i = 0; i < STATEMENTS_MAX && end == 0; i++) {
		struct c_token t;

		at = token_skip_layout(at, l->end);
		if (at == l->end || *at == '#')
			return 0;
		t = token_at(l->source.ptr, at, l->end);
		at = l->source.ptr + t.end;
		depth += (t.kind == '(') - (t.kind == ')');
		end = depth == 0 ? t.end : 0;
	}
	l->at = at;
	end = end && stands_alone(l) ? end : 0;
	l->at = start;
	return end;
}

/* `DEFINE_TYPE_WITH_CODE (Conn, conn, first (); second ())`: statements and blocks may be arguments. */
static bool is_in_arguments(struct lex *l, struct c_token t)
{
	struct c_tokens decl = lex_decl_tokens(l);

	if (l->s.parens == 0 || t.start < l->arguments_end)
		return l->s.parens > 0;
	if (t.kind == '}' || lex_invoked_name(&decl) == NONE)
		return false;
	l->arguments_end = arguments_end(l);
	return t.start < l->arguments_end;
}

static void read_token(struct lex *l)
{
	struct c_token t = token_at(l->source.ptr, l->at, l->end);

	l->at = l->source.ptr + t.end;
	l->has_content = true;
	if ((t.kind == '{' || t.kind == '}' || t.kind == ';') && is_in_arguments(l, t)) {
		push_token(l, t);
		return;
	}
	switch (t.kind) {
	case '{': open_brace(l, t.start); return;
	case '}': close_scope(l, t.start); return;
	case ';': end_decl(l, t.end); return;
	case ':': read_colon(l, t); return;
	case '(': l->s.parens++; break;
	case ')':
		l->s.parens -= l->s.parens > 0;
		push_token(l, t);
		if (l->s.parens == 0 && ends_invocation(l))
			lex_record_invocation(l);
		return;
	default: break;
	}
	push_token(l, t);
}

static void read_slash(struct lex *l)
{
	const char *start = l->at;

	if (start + 1 < l->end && (start[1] == '/' || start[1] == '*')) {
		const char *gap;

		l->at = token_skip_comment(start, l->end);
		/* Line comments in a row are one. */
		gap = l->comment_end > 0 ? token_skip_layout(l->source.ptr + l->comment_end, start) : NULL;
		if (gap != start || start[1] == '*')
			l->comment_start = (uint32_t)(start - l->source.ptr);
		l->comment_end = (uint32_t)(l->at - l->source.ptr);
		return;
	}
	read_token(l);
}

static bool is_hash(const struct lex *l)
{
	return *l->at == '#' || (*l->at == '%' && l->at + 1 < l->end && l->at[1] == ':') ||
		(l->end - l->at >= 3 && l->at[0] == '?' && l->at[1] == '?' && l->at[2] == '=');
}

void lex_decl(struct lex *l)
{
	while (l->at < l->end && l->s.mode == LEX_DECL)
		switch (char_classes[(unsigned char)*l->at]) {
		case CHAR_NEWLINE:
			l->is_at_line_start = true;
			l->at++;
			break;
		case CHAR_SPACE: l->at++; break;
		case CHAR_SLASH: read_slash(l); break;
		default:
			if (l->is_at_line_start && is_hash(l)) {
				lex_directive(l);
				return;
			}
			if (*l->at == '\\' && l->at + 1 < l->end) {
				l->at += 2;
				break;
			}
			l->is_at_line_start = false;
			read_token(l);
		}
}
