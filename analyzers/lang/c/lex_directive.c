/* Preprocessor directives: conditions and what they set back, includes, macro definitions. */
#include "base/base.h"
#include "analyzers/lang/c/lex.h"

#include <string.h>

/* A directive's text: behind its word, to the end of its last line. */
struct directive {
	const char *hash, *at, *end;
};

/* The newline that ends a logical line; comments may hold further ones. */
static const char *line_end(const char *at, const char *end)
{
	while (at < end && *at != '\n') {
		if (*at == '\\' && at + 1 < end)
			at += at[1] == '\r' && at + 2 < end && at[2] == '\n' ? 3 : 2;
		else if (*at == '/' && at + 1 < end && (at[1] == '*' || at[1] == '/'))
			at = token_skip_comment(at, end);
		else if (*at == '"' || *at == '\'')
			at = token_skip_string(at, end);
		else
			at++;
	}
	return MIN(at, end);
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && *at != '\n') {
		if (char_classes[(unsigned char)*at] == CHAR_SPACE)
			at++;
		else if (*at == '\\' && at + 1 < end && (at[1] == '\n' || at[1] == '\r'))
			at += 2;
		else if (*at == '/' && at + 1 < end && at[1] == '*')
			at = token_skip_comment(at, end);
		else
			break;
	}
	return MIN(at, end);
}

static const char *skip_word(const char *at, const char *end)
{
	while (at < end && char_in_name[(unsigned char)*at])
		at++;
	return at;
}

/* Appends text with comments left out and white space folded. */
static void add_folded(struct strbuf *out, const char *at, const char *end)
{
	size_t start = out->len;

	while (at < end) {
		const char *next = token_skip_layout(at, end);

		if (next > at && out->len > start && next < end)
			strbuf_addch(out, ' ');
		if (next >= end)
			break;
		at = *next == '"' || *next == '\'' ? token_skip_string(next, end) : next + 1;
		strbuf_add(out, (struct str){ next, (size_t)(at - next) });
	}
}

static struct str folded(struct lex *l, const char *at, const char *end)
{
	strbuf_clear(&l->text);
	add_folded(&l->text, at, end);
	return arena_str(l->arena, strbuf_str(&l->text));
}

static uint32_t offset(const struct lex *l, const char *at)
{
	return (uint32_t)(at - l->source.ptr);
}

/* --- Conditions --- */

/* The name X of a possible guard: #ifndef X, #if !defined(X), #if !defined X. */
static struct str guarded_name(const struct directive *d, struct str word)
{
	const char *at = d->at, *end;

	if (str_is(word, "if")) {
		if (at >= d->end || *at != '!')
			return STR("");
		at = skip_blanks(at + 1, d->end);
		end = skip_word(at, d->end);
		if (!str_is((struct str){ at, (size_t)(end - at) }, "defined"))
			return STR("");
		at = skip_blanks(end, d->end);
		if (at < d->end && *at == '(')
			at = skip_blanks(at + 1, d->end);
	} else if (!str_is(word, "ifndef")) {
		return STR("");
	}
	end = skip_word(at, d->end);
	return (struct str){ at, (size_t)(end - at) };
}

static bool is_literal_zero(struct str text)
{
	return str_is(text, "0") || str_is(text, "(0)") || str_is(text, "FALSE") || str_is(text, "false");
}

/* The arm's condition as one expression, whatever the directive was. */
static struct str arm_text(struct lex *l, const struct directive *d, const char *before, const char *after)
{
	strbuf_clear(&l->text);
	strbuf_addz(&l->text, before);
	add_folded(&l->text, d->at, d->end);
	strbuf_addz(&l->text, after);
	return arena_str(l->arena, strbuf_str(&l->text));
}

static struct str text_of(struct lex *l, const struct directive *d, struct str word)
{
	if (str_is(word, "ifdef") || str_is(word, "elifdef"))
		return arm_text(l, d, "defined(", ")");
	if (str_is(word, "ifndef") || str_is(word, "elifndef"))
		return arm_text(l, d, "!defined(", ")");
	return arm_text(l, d, "", "");
}

static uint32_t add_arm(struct lex *l, const struct directive *d, struct str text, uint32_t parent, uint32_t group)
{
	struct ccondition c = { .parent = parent, .group = group, .text = text, .start = offset(l, d->hash) };

	if (group == NONE)
		c.group = (uint32_t)l->conditions.len;
	c.line = lex_line(l, c.start);
	c.is_never = is_literal_zero(text);
	vec_push(&l->conditions, c);
	return (uint32_t)l->conditions.len - 1;
}

/* Tokens of declarations that were begun before the #if, or in its first arm, are wanted again. */
static void find_floor(struct lex *l)
{
	const struct lex_if *open = vec_last(&l->ifs);

	l->floor = open->floor;
	if (open->before.token_count > open->before.decl_start)
		l->floor = MAX(l->floor, open->before.token_count);
	if (open->has_after && open->after.token_count > open->after.decl_start)
		l->floor = MAX(l->floor, open->after.token_count);
}

static void find_flags(struct lex *l)
{
	struct lex_if *open = vec_last(&l->ifs);

	open->flags = l->ifs.len > 1 ? open[-1].flags : 0;
	if (open->arm != l->guard)
		open->flags |= CFUNC_CONDITIONAL;
	if (l->conditions.items[open->arm].is_never)
		open->flags |= CFUNC_INACTIVE;
}

static void open_if(struct lex *l, const struct directive *d, struct str word)
{
	struct lex_if new = { .before = l->s, .floor = l->floor };
	struct str guard = l->has_content || l->conditions.len > 0 ? STR("") : guarded_name(d, word);

	new.arm = new.first = add_arm(l, d, text_of(l, d, word), lex_condition(l), NONE);
	if (guard.len > 0) {
		l->guard = new.arm;
		l->guard_name = guard;
	}
	vec_push(&l->ifs, new);
	find_floor(l);
	find_flags(l);
}

/* The end of an arm: the first that counts says how it goes on behind the #endif. */
static void close_arm(struct lex *l, struct lex_if *open, const struct directive *d)
{
	struct ccondition *arm = &l->conditions.items[open->arm];

	arm->end = offset(l, d->hash);
	if (!open->has_after && !arm->is_never) {
		open->after = l->s;
		open->has_after = true;
	}
}

/* #else of `#if A`, `#elif B`: "!(A) && !(B)". */
static struct str else_text(struct lex *l, const struct lex_if *open)
{
	const char *glue = "";

	strbuf_clear(&l->text);
	for (uint32_t i = open->first; i < l->conditions.len; i++) {
		if (l->conditions.items[i].group != open->first)
			continue;
		strbuf_printf(&l->text, "%s!(" STR_FMT ")", glue, STR_ARG(l->conditions.items[i].text));
		glue = " && ";
	}
	return arena_str(l->arena, strbuf_str(&l->text));
}

/* What was begun before the #if goes on in the next arm, from a copy where the last arm's tokens are still wanted. */
static void set_back(struct lex *l, const struct lex_if *open)
{
	uint32_t pending = open->before.token_count - open->before.decl_start;

	l->s = open->before;
	if (!open->has_after || open->after.token_count <= open->before.token_count)
		return;
	l->tokens.len = MAX(l->tokens.len, open->after.token_count);
	l->s.decl_start = (uint32_t)l->tokens.len;
	for (uint32_t i = 0; i < pending; i++) {
		struct c_token t = l->tokens.items[open->before.decl_start + i];

		vec_push(&l->tokens, t);
	}
	l->s.token_count = (uint32_t)l->tokens.len;
}

static void next_arm(struct lex *l, const struct directive *d, struct str word)
{
	struct lex_if *open;
	uint32_t parent;

	if (l->ifs.len == 0) {
		lex_error(l, d->hash, "#else or #elif without #if");
		return;
	}
	open = vec_last(&l->ifs);
	close_arm(l, open, d);
	if (open->first == l->guard)
		l->guard = NONE; /* a guard has one arm */
	parent = l->conditions.items[open->first].parent;
	set_back(l, open);
	find_floor(l);
	if (open->has_else)
		lex_error(l, d->hash, "an arm behind #else");
	open->arm = add_arm(l, d,
		str_is(word, "else") ? (open->has_else ? STR("") : else_text(l, open)) : text_of(l, d, word), parent,
		open->first);
	open->has_else |= str_is(word, "else");
	find_flags(l);
}

static void close_if(struct lex *l, const struct directive *d)
{
	struct lex_if open;

	if (l->ifs.len == 0) {
		lex_error(l, d->hash, "#endif without #if");
		return;
	}
	close_arm(l, vec_last(&l->ifs), d);
	open = vec_pop(&l->ifs);
	l->s = open.has_after ? open.after : open.before;
	l->floor = open.floor;
	if (open.first == l->guard && l->ifs.len == 0 && l->guard_is_defined && l->guard_end == NONE)
		l->guard_end = offset(l, d->end);
}

void lex_end_conditions(struct lex *l)
{
	if (l->ifs.len > 0)
		lex_error(l, l->source.ptr + l->conditions.items[vec_last(&l->ifs)->arm].start, "#if without #endif");
	while (l->ifs.len > 0) {
		struct directive d = { l->end, l->end, l->end };

		close_if(l, &d);
	}
}

/* --- #include --- */

static bool read_path(const struct directive *d, struct cinclude *in, const char **ret_end)
{
	char close = *d->at == '<' ? '>' : '"';
	const char *end = memchr(d->at + 1, close, (size_t)(d->end - d->at - 1));

	if (!end)
		return false;
	if (in->form == CINCLUDE_QUOTED && close == '>')
		in->form = CINCLUDE_ANGLED;
	in->path = (struct str){ d->at + 1, (size_t)(end - d->at - 1) };
	*ret_end = end + 1;
	return true;
}

static struct str pragma_behind(struct lex *l, const char *at, const char *end)
{
	struct str rest = { at, (size_t)(end - at) };
	static const char mark[] = "IWYU pragma:";
	const char *found = memmem(at, rest.len, mark, sizeof(mark) - 1), *stop;

	if (!found)
		return STR("");
	stop = memmem(found, (size_t)(end - found), "*/", 2);
	return arena_str(l->arena, str_trim((struct str){ found, (size_t)((stop ? stop : end) - found) }));
}

static const char *physical_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	if (!newline)
		return end;
	return newline > at && newline[-1] == '\r' ? newline - 1 : newline;
}

static void add_include(struct lex *l, const struct directive *d, enum cinclude_form form)
{
	struct cinclude in = { .form = form, .start = offset(l, d->hash), .condition = lex_condition(l) };
	const char *end;

	if (d->at >= d->end)
		return;
	if (*d->at == '<' || *d->at == '"') {
		if (!read_path(d, &in, &end))
			return;
	} else {
		end = skip_word(d->at, d->end);
		in.form = CINCLUDE_MACRO;
		in.path = (struct str){ d->at, (size_t)(end - d->at) };
		if (end == d->at)
			return;
	}
	in.path = arena_str(l->arena, in.path);
	in.span = lex_span(l, offset(l, d->at), offset(l, end));
	in.end = offset(l, physical_end(end, l->end));
	in.is_in_extern_c = l->s.mode != LEX_DECL || l->s.scope_count > 0 || l->s.token_count > l->s.decl_start;
	in.pragma = pragma_behind(l, end, l->source.ptr + in.end);
	vec_push(&l->includes, in);
}

/* --- #define --- */

static const char *read_params(struct lex *l, struct cmacro *m, const char *at, const char *end)
{
	VEC(struct str) names = { 0 };
	struct c_token t = { .end = offset(l, at) };

	while (token_next(l->source.ptr, l->source.ptr + t.end, end, &t) && t.kind != ')') {
		if (t.kind == TOKEN_NAME)
			vec_push(&names, lex_text(l, t.start, t.end));
		m->is_variadic |= t.kind == TOKEN_ELLIPSIS;
	}
	m->param_count = (uint32_t)names.len;
	m->params = arena_copy(l->arena, names.items, names.len, sizeof(*names.items));
	vec_release(&names);
	return l->source.ptr + t.end;
}

static bool has_paste(struct str body)
{
	struct c_token t = { 0 };

	while (token_next(body.ptr, body.ptr + t.end, body.ptr + body.len, &t))
		if (t.kind == '#')
			return true;
	return false;
}

static void add_macro(struct lex *l, const struct directive *d)
{
	const char *end = skip_word(d->at, d->end);
	struct cmacro m = { .start = offset(l, d->hash), .condition = lex_condition(l) };

	if (end == d->at)
		return;
	m.name = lex_text(l, offset(l, d->at), offset(l, end));
	m.span = lex_span(l, offset(l, d->at), offset(l, end));
	if (l->guard != NONE && l->conditions.len == 1 && str_eq(m.name, l->guard_name))
		l->guard_is_defined = true;
	m.is_function_like = end < d->end && *end == '(';
	if (m.is_function_like)
		end = read_params(l, &m, end + 1, d->end);
	m.body = folded(l, end, d->end);
	m.pastes = has_paste(m.body);
	m.end = offset(l, d->end);
	if (m.end > m.start && l->source.ptr[m.end - 1] == '\r')
		m.end--;
	vec_push(&l->macros, m);
}

/* --- All of them --- */

static void dispatch(struct lex *l, const struct directive *d, struct str word)
{
	if (str_is(word, "if") || str_is(word, "ifdef") || str_is(word, "ifndef"))
		open_if(l, d, word);
	else if (str_is(word, "else") || str_starts(word, STR("elif")))
		next_arm(l, d, word);
	else if (str_is(word, "endif"))
		close_if(l, d);
	else if (str_is(word, "include"))
		add_include(l, d, CINCLUDE_QUOTED);
	else if (str_is(word, "include_next"))
		add_include(l, d, CINCLUDE_NEXT);
	else if (str_is(word, "import"))
		add_include(l, d, CINCLUDE_IMPORT);
	else if (str_is(word, "define"))
		add_macro(l, d);
	else if (str_is(word, "pragma"))
		l->has_pragma_once |= str_starts((struct str){ d->at, (size_t)(d->end - d->at) }, STR("once"));
}

void lex_directive(struct lex *l)
{
	struct directive d = { .hash = l->at, .end = line_end(l->at + 1, l->end) };
	const char *word = skip_blanks(l->at + (*l->at == '#' ? 1 : *l->at == '%' ? 2 : 3), d.end);
	const char *end = skip_word(word, d.end);

	d.at = skip_blanks(end, d.end);
	dispatch(l, &d, (struct str){ word, (size_t)(end - word) });
	l->has_content = true;
	l->is_at_line_start = false;
	l->at = d.end;
}
