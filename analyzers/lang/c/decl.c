/* Which kind of declaration a run of tokens is, and which of its parentheses hold a function's parameters. */
#include "base/base.h"
#include "analyzers/lang/c/decl.h"

/* May stand behind a parameter list, before the body. */
static const char *const postfix[] = { "const", "volatile", "override", "final", "noexcept", "throw", "try", "mutable",
	"requires", NULL };

static const struct {
	const char *word;
	unsigned flag;
} flag_words[] = {
	{ "static", CFUNC_STATIC },
	{ "inline", CFUNC_INLINE },
	{ "__inline", CFUNC_INLINE },
	{ "__inline__", CFUNC_INLINE },
	{ "virtual", CFUNC_VIRTUAL },
	{ "override", CFUNC_VIRTUAL },
	{ "deprecated", CFUNC_DEPRECATED },
	{ "__deprecated__", CFUNC_DEPRECATED },
};

/* A name with parentheses behind it. */
struct group {
	uint32_t open, close, name_from, name_to;
};

/* template <...>, several of them; requires-clauses stay. */
static uint32_t skip_templates(const struct c_tokens *t, uint32_t i, unsigned *flags)
{
	while (token_is(t, i, "template") && token_kind(t, i + 1) == '<') {
		uint32_t close = token_close_angle(t, i + 1);

		if (close == i + 1)
			break;
		*flags |= CFUNC_TEMPLATE;
		i = close + 1;
	}
	return i;
}

static uint32_t skip_linkage(const struct c_tokens *t, uint32_t i, unsigned *flags)
{
	if (!token_is(t, i, "extern") || token_kind(t, i + 1) != TOKEN_STRING)
		return i;
	*flags |= CFUNC_EXTERN_C;
	return i + 2;
}

/* --- Functions --- */

/* `operator` with its symbol, which may be (), [] or a type: the token behind the symbol; 0 when there is none. */
static uint32_t operator_end(const struct c_tokens *t, uint32_t i)
{
	if (!token_is(t, i, "operator"))
		return 0;
	if (token_kind(t, i + 1) == '(' && token_kind(t, i + 2) == ')' && token_kind(t, i + 3) == '(')
		return i + 3;
	for (i++; i < t->count && token_kind(t, i) != '('; i++)
		;
	return i;
}

/* The first token of a name that ends before `end`: over `a::b<c>::~d`. */
static uint32_t name_start(const struct c_tokens *t, uint32_t first, uint32_t end)
{
	uint32_t i = end - 1;

	if (i > first && token_kind(t, i - 1) == '~')
		i--;
	while (i >= first + 2 && token_kind(t, i - 1) == TOKEN_SCOPE) {
		if (token_kind(t, i - 2) == '>') {
			uint32_t depth = 0;

			for (i -= 2; i > first; i--) {
				depth += token_kind(t, i) == '>';
				if (token_kind(t, i) == '<' && --depth == 0)
					break;
			}
			if (i <= first)
				return end - 1;
			i--;
		} else if (token_kind(t, i - 2) == TOKEN_NAME) {
			i -= 2;
		} else {
			break;
		}
	}
	return i;
}

static bool group_at(const struct c_tokens *t, uint32_t first, uint32_t open, struct group *ret)
{
	uint32_t end = open;

	if (open == first)
		return false;
	if (token_kind(t, open - 1) == '>') { /* f<int>(...): an explicit specialisation */
		for (end = open - 1; end > first && token_kind(t, end) != '<'; end--)
			;
		if (end == first || token_close_angle(t, end) != open - 1)
			return false;
	}
	if (token_kind(t, end - 1) != TOKEN_NAME || token_is_attribute(t, end - 1) || token_is_keyword(t, end - 1))
		return false;
	*ret = (struct group){ open, token_close(t, open), name_start(t, first, end), end };
	return true;
}

/* Lua's way: `int (name) (args)`; or a function that returns a function's address: `void (*name(args))(args)`. */
static bool take_second_group(const struct c_tokens *t, const struct group *g, uint32_t open, struct group *ret)
{
	uint32_t i = g->open + 1;

	if (g->close == g->open + 2 && token_kind(t, i) == TOKEN_NAME && !token_is_capitals(t, g->name_to - 1)) {
		*ret = (struct group){ open, token_close(t, open), i, i + 1 };
		return true;
	}
	if (token_kind(t, i) != '*')
		return false;
	while (i < g->close && token_kind(t, i) != TOKEN_NAME)
		i++;
	if (token_kind(t, i + 1) != '(')
		return false;
	*ret = (struct group){ i + 1, token_close(t, i + 1), i, i + 1 };
	return true;
}

static bool is_postfix_only(const struct c_tokens *t, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (!token_in(t, i, postfix) && !token_is_capitals(t, i) && token_kind(t, i) != '&' &&
			token_kind(t, i) != TOKEN_OPERATOR)
			return false;
	return true;
}

/* `void printflike(1, 2) f(const char *, ...)`: no parameter is a number. */
static bool has_numbers_only(const struct c_tokens *t, const struct group *g)
{
	for (uint32_t i = g->open + 1; i < g->close; i++)
		if (token_kind(t, i) != TOKEN_NUMBER && token_kind(t, i) != ',')
			return false;
	return g->close > g->open + 1;
}

/* Is the later of two groups the function, the earlier one a macro? */
static bool is_later_better(const struct c_tokens *t, uint32_t first, const struct group *g, const struct group *later)
{
	if (has_numbers_only(t, g))
		return true;
	if (later->name_from > g->close + 1)
		return !is_postfix_only(t, g->close + 1, later->name_from) ||
			(g->name_from == first && !token_is_capitals(t, later->name_from));
	return g->name_from == first && token_is_capitals(t, g->name_from) && !token_is_capitals(t, later->name_from);
}

/* Token where the search for parameter lists ends: `: a(1)`, `-> T`, `=`. */
static bool ends_head(const struct c_tokens *t, uint32_t i, bool has_group)
{
	return has_group &&
		(token_kind(t, i) == ':' || token_kind(t, i) == TOKEN_ARROW || token_kind(t, i) == '=' ||
			token_is(t, i, "requires"));
}

struct search {
	const struct c_tokens *t;
	uint32_t first;
	struct group best;
	bool has_best, is_pointer;
};

static uint32_t search_group(struct search *s, uint32_t i)
{
	const struct c_tokens *t = s->t;
	struct group g;

	if (s->has_best && i == s->best.close + 1) {
		if (take_second_group(t, &s->best, i, &g))
			s->best = g;
		else if (token_kind(t, s->best.open + 1) == '*')
			s->is_pointer = true;
	} else if (group_at(t, s->first, i, &g)) {
		if (!s->has_best || is_later_better(t, s->first, &s->best, &g))
			s->best = g;
		s->has_best = true;
	} else if (!s->has_best && i > s->first && token_kind(t, i + 1) == '*') {
		s->is_pointer = token_kind(t, i - 1) == '*' || token_kind(t, i - 1) == '>';
	}
	return token_close(t, i);
}

/* Over operator and its symbol: its parentheses are the parameters. */
static uint32_t search_operator(struct search *s, uint32_t i)
{
	uint32_t open = operator_end(s->t, i);

	if (token_kind(s->t, open) != '(')
		return i;
	s->best = (struct group){ open, token_close(s->t, open), name_start(s->t, s->first, i + 1), open };
	s->has_best = true;
	return s->best.close;
}

static bool find_params(const struct c_tokens *t, uint32_t first, struct group *ret)
{
	struct search s = { .t = t, .first = first };

	for (uint32_t i = first; i < t->count && !ends_head(t, i, s.has_best); i++) {
		if (token_is(t, i, "operator") && !s.has_best)
			i = search_operator(&s, i);
		else if (token_kind(t, i) == '(')
			i = search_group(&s, i);
		else if (token_kind(t, i) == '<' && i > first && token_close_angle(t, i) != i &&
			token_kind(t, token_close_angle(t, i) + 1) != '(')
			i = token_close_angle(t, i);
		else if (token_kind(t, i) == '[')
			i = token_close(t, i);
	}
	*ret = s.best;
	return s.has_best && !s.is_pointer && s.best.close < t->count;
}

/* --- Other kinds --- */

static const struct {
	const char *word;
	enum crecord_kind kind;
} record_words[] = {
	{ "struct", CRECORD_STRUCT },
	{ "union", CRECORD_UNION },
	{ "class", CRECORD_CLASS },
	{ "enum", CRECORD_ENUM },
};

static bool record_word(const struct c_tokens *t, uint32_t i, enum crecord_kind *ret)
{
	for (size_t w = 0; w < ARRAY_LEN(record_words); w++)
		if (token_is(t, i, record_words[w].word)) {
			*ret = record_words[w].kind;
			return true;
		}
	return false;
}

static uint32_t skip_attributes(const struct c_tokens *t, uint32_t i)
{
	for (;;) {
		bool has_more = token_kind(t, i + 1) == TOKEN_NAME || token_kind(t, i + 1) == '(';

		if (token_kind(t, i) == '[')
			i = token_close(t, i) + 1;
		else if (token_is_attribute(t, i) ||
			(token_is_capitals(t, i) && has_more && !token_is(t, i + 1, "final")))
			i = token_kind(t, i + 1) == '(' ? token_close(t, i + 1) + 1 : i + 1;
		else
			return i;
	}
}

/* `class Kit_EXPORT Name {`: of two names before a body the first can only be a macro, whatever its letters. */
static uint32_t skip_export(const struct c_tokens *t, uint32_t i)
{
	uint8_t behind = token_kind(t, i + 2);
	bool is_end = i + 2 == t->count || behind == ':' || behind == '<' || token_is(t, i + 2, "final");

	if (token_kind(t, i) == TOKEN_NAME && token_kind(t, i + 1) == TOKEN_NAME && !token_is(t, i + 1, "final") && is_end)
		return i + 1;
	return i;
}

/* `struct foo`, `class A B : C`, `enum class e : int` and nothing more. */
static bool read_record(const struct c_tokens *t, struct decl *d, bool is_body)
{
	uint32_t i = d->first, end;

	while (i < t->count && !record_word(t, i, &d->record)) {
		if (token_kind(t, i) == '(' || token_kind(t, i) == '=' || token_kind(t, i) == '<')
			return false;
		i++;
	}
	if (i >= t->count)
		return false;
	i += 1 + (d->record == CRECORD_ENUM && (token_is(t, i + 1, "class") || token_is(t, i + 1, "struct")));
	i = skip_attributes(t, i);
	if (is_body && d->record != CRECORD_ENUM)
		i = skip_export(t, i);
	d->name_from = end = i;
	while (token_kind(t, end) == TOKEN_NAME && !token_is(t, end, "final")) {
		end++;
		if (token_kind(t, end) == '<' && token_close_angle(t, end) != end)
			end = token_close_angle(t, end) + 1;
		if (token_kind(t, end) != TOKEN_SCOPE)
			break;
		end++;
	}
	d->name_to = end;
	if (end < t->count &&
		!(is_body &&
			(token_is(t, end, "final") || token_kind(t, end) == ':' || token_is_attribute(t, end) ||
				token_is_capitals(t, end))))
		return false;
	d->kind = d->record == CRECORD_ENUM ? DECL_ENUM : DECL_RECORD;
	return true;
}

static bool read_namespace(const struct c_tokens *t, struct decl *d)
{
	uint32_t i = d->first + token_is(t, d->first, "inline");

	if (!token_is(t, i, "namespace"))
		return false;
	i = skip_attributes(t, i + 1);
	d->name_from = i;
	while (token_kind(t, i) == TOKEN_NAME || token_kind(t, i) == TOKEN_SCOPE)
		i++;
	d->name_to = i;
	d->kind = DECL_NAMESPACE;
	return true;
}

static uint32_t find_equals(const struct c_tokens *t, uint32_t first)
{
	for (uint32_t i = first; i < t->count; i++)
		switch (token_kind(t, i)) {
		case '=': return i;
		case '(':
		case '[': i = token_close(t, i); break;
		case TOKEN_NAME: i = token_is(t, i, "operator") ? operator_end(t, i) - 1 : i; break;
		default: break;
		}
	return NONE;
}

/* = 0, = default, = delete behind a parameter list are no initialisers. */
static bool is_initialiser(const struct c_tokens *t, const struct decl *d)
{
	uint32_t i = d->equals;

	if (i == NONE)
		return false;
	if (i > 0 && (token_kind(t, i - 1) == ')' || token_in(t, i - 1, postfix)))
		return !(i + 2 == t->count &&
			(str_is(token_text(t, i + 1), "0") || token_is(t, i + 1, "default") ||
				token_is(t, i + 1, "delete")));
	return true;
}

static void read_flags(const struct c_tokens *t, struct decl *d)
{
	for (uint32_t i = d->first; i < t->count; i++) {
		for (size_t w = 0; w < ARRAY_LEN(flag_words); w++)
			if (token_is(t, i, flag_words[w].word))
				d->flags |= flag_words[w].flag;
		d->is_friend |= token_is(t, i, "friend");
		if (token_is_capitals(t, i) && str_has(token_text(t, i), STR("DEPRECATED")))
			d->flags |= CFUNC_DEPRECATED;
		if (i == d->open)
			i = d->close;
	}
	if (d->close > 0 && token_kind(t, d->close - 1) == TOKEN_ELLIPSIS)
		d->flags |= CFUNC_VARIADIC;
	if (d->equals != NONE && str_is(token_text(t, d->equals + 1 < t->count ? d->equals + 1 : d->equals), "0"))
		d->flags |= CFUNC_VIRTUAL;
}

static bool read_function(const struct c_tokens *t, struct decl *d, bool is_in_record)
{
	struct group g;

	if (!find_params(t, d->first, &g))
		return false;
	d->open = g.open;
	d->close = g.close;
	d->name_from = g.name_from;
	d->name_to = g.name_to;
	d->has_initialisers = token_kind(t, g.close + 1) == ':';
	d->kind = DECL_FUNCTION;
	if (g.name_from == d->first && !is_in_record && g.name_to == g.name_from + 1)
		d->flags |= CFUNC_MACRO_MADE; /* no return type: DEFINE_TEST(x) { */
	return true;
}

/* Macros that stand alone on their lines, such as G_BEGIN_DECLS or DEFINE_IT (a, b), run into what comes behind them. */
static uint32_t skip_to_typedef(const struct c_tokens *t, uint32_t first)
{
	for (uint32_t i = first; i < t->count; i++)
		if (token_is(t, i, "typedef"))
			return i;
	return first;
}

void decl_read(const struct c_tokens *t, bool is_body, bool is_in_record, struct decl *ret)
{
	struct decl *d = ret;
	bool is_template;

	*d = (struct decl){ .equals = NONE };
	d->first = skip_linkage(t, skip_templates(t, 0, &d->flags), &d->flags);
	d->first = skip_to_typedef(t, d->first);
	is_template = d->flags & CFUNC_TEMPLATE;
	if (d->first == t->count && d->flags & CFUNC_EXTERN_C) {
		d->kind = DECL_EXTERN_C;
		return;
	}
	if (read_namespace(t, d))
		return;
	d->equals = find_equals(t, d->first);
	if (token_is(t, d->first, "typedef"))
		d->kind = DECL_TYPEDEF;
	else if (token_is(t, d->first, "using"))
		d->kind = d->equals == NONE ? DECL_OTHER : DECL_USING;
	else if (!is_initialiser(t, d) && (read_record(t, d, is_body) || read_function(t, d, is_in_record)))
		d->flags |= is_template ? CFUNC_TEMPLATE : 0;
	else if (is_initialiser(t, d))
		d->kind = DECL_INIT;
	if (is_body && d->kind == DECL_TYPEDEF)
		read_record(t, d, is_body);
	read_flags(t, d);
}

bool decl_is_old_style(const struct c_tokens *t, const struct decl *d)
{
	uint32_t i = d->open + 1;

	if (d->kind != DECL_FUNCTION || i >= d->close || d->close + 2 >= t->count || d->equals != NONE)
		return false;
	for (; i < d->close; i++)
		if (token_kind(t, i) != ((i - d->open) % 2 == 1 ? TOKEN_NAME : ',') || token_is(t, i, "void"))
			return false;
	if (token_kind(t, d->close + 1) != TOKEN_NAME || token_is_attribute(t, d->close + 1) ||
		token_is_capitals(t, d->close + 1))
		return false;
	for (i = d->close + 2; i < t->count; i++)
		if (token_kind(t, i) == '(')
			return false;
	return true;
}
