/* From the tokens of a declaration to facts: functions, prototypes, records, typedefs. */
#include "base/base.h"
#include "analyzers/lang/c/lex.h"

static struct str take_text(struct lex *l)
{
	return l->text.len > 0 ? arena_str(l->arena, strbuf_str(&l->text)) : STR("");
}

static unsigned condition_flags(const struct lex *l)
{
	return l->ifs.len > 0 ? vec_last(&l->ifs)->flags : 0;
}

#define SCOPES_MAX 64 /* that a name has in front of it: more is no code, and would cost its square */

static uint32_t first_scope(const struct lex *l)
{
	return l->s.scope_count > SCOPES_MAX ? l->s.scope_count - SCOPES_MAX : 0;
}

static unsigned scope_flags(const struct lex *l)
{
	unsigned flags = 0;

	for (uint32_t i = first_scope(l); i < l->s.scope_count; i++) {
		if (l->scopes.items[i].kind == SCOPE_EXTERN_C)
			flags |= CFUNC_EXTERN_C;
		if (l->scopes.items[i].kind == SCOPE_RECORD)
			flags |= CFUNC_METHOD | (l->scopes.items[i].is_hidden ? CFUNC_HIDDEN : 0);
	}
	return flags;
}

/* Namespaces and classes around, then the declaration's own name. */
static struct str qualified(struct lex *l, const struct c_tokens *t, uint32_t from, uint32_t to)
{
	strbuf_clear(&l->text);
	for (uint32_t i = first_scope(l); i < l->s.scope_count; i++)
		if (l->is_cpp && l->scopes.items[i].name.len > 0) {
			strbuf_add(&l->text, l->scopes.items[i].name);
			strbuf_addz(&l->text, "::");
		}
	tokens_join(t, from, to, &l->text);
	return take_text(l);
}

static struct str type_text(struct lex *l, const struct c_tokens *t, const struct declared *d)
{
	strbuf_clear(&l->text);
	declared_type(t, d, &l->text);
	return take_text(l);
}

static bool points_to_const(const struct declared *d)
{
	return d->is_const && d->pointers + d->references > 0;
}

/* Adds to the flags whether it points to something const. */
static struct str return_type(struct lex *l, const struct c_tokens *t, const struct decl *d, unsigned *flags)
{
	struct declared declared;
	uint32_t to = d->name_from;

	for (uint32_t i = d->close + 1; i + 1 < t->count; i++) /* auto f() -> T */
		if (token_kind(t, i) == TOKEN_ARROW) {
			uint32_t end = i + 1;

			while (end < t->count && token_kind(t, end) != '=' && token_kind(t, end) != '{')
				end++;
			declared_read(t, i + 1, end, DECLARED_RETURN, &declared);
			*flags |= points_to_const(&declared) ? CFUNC_RETURNS_CONST : 0;
			return type_text(l, t, &declared);
		}
	while (to > d->first && token_kind(t, to - 1) == '(')
		to--;
	declared_read(t, d->first, to, DECLARED_RETURN, &declared);
	*flags |= points_to_const(&declared) ? CFUNC_RETURNS_CONST : 0;
	return type_text(l, t, &declared);
}

/* --- Parameters --- */

/* `int a;` of the old style says the type of a name in the list. */
static bool old_style_type(struct lex *l, const struct c_tokens *t, const struct decl *d, struct cparam *p)
{
	uint32_t from = d->close + 1;

	while (from < t->count) {
		uint32_t semicolon = from;
		struct declared base, own;

		while (semicolon < t->count && token_kind(t, semicolon) != ';')
			semicolon++;
		declared_read(t, from, tokens_item_end(t, from, semicolon), DECLARED_NAMED, &base);
		for (uint32_t i = from; i < semicolon; i = tokens_item_end(t, i, semicolon) + 1) {
			declared_read(t, i, tokens_item_end(t, i, semicolon), DECLARED_NAMED, &own);
			if (own.name == NONE || !str_eq(token_text(t, own.name), p->name))
				continue;
			own.base_from = base.base_from;
			own.base_to = base.base_to;
			own.is_builtin = base.is_builtin;
			own.is_tagged = base.is_tagged;
			p->type = type_text(l, t, &own);
			p->is_const = base.is_const && own.pointers + own.references > 0;
			return true;
		}
		from = semicolon + 1;
	}
	return false;
}

static void add_param(struct lex *l, const struct c_tokens *t, const struct decl *d, uint32_t from, uint32_t to)
{
	struct declared declared;
	struct cparam p = { .type = STR(""), .name = STR("") };

	declared_read(t, from, to, DECLARED_PARAM, &declared);
	if (declared.name != NONE)
		p.name = arena_str(l->arena, token_text(t, declared.name));
	p.type = type_text(l, t, &declared);
	p.is_const = points_to_const(&declared);
	if (p.name.len == 0 && to == from + 1 && token_kind(t, d->close + 1) == TOKEN_NAME) {
		struct cparam old = { .name = p.type };

		if (old_style_type(l, t, d, &old))
			p = old;
	}
	if (!(p.name.len == 0 && str_is(p.type, "void")) && p.type.len + p.name.len > 0)
		vec_push(&l->params, p);
}

static struct cparam *read_params(struct lex *l, const struct c_tokens *t, const struct decl *d, uint32_t *ret_count)
{
	vec_clear(&l->params);
	for (uint32_t i = d->open + 1; i < d->close;) {
		uint32_t end = tokens_item_end(t, i, d->close);

		add_param(l, t, d, i, end);
		i = end + 1;
	}
	*ret_count = (uint32_t)l->params.len;
	return arena_copy(l->arena, l->params.items, l->params.len, sizeof(*l->params.items));
}

/* --- Functions --- */

static bool says_deprecated(struct str comment)
{
	return str_has_nocase(comment, STR("deprecated"));
}

static unsigned function_flags(struct lex *l, const struct c_tokens *t, const struct decl *d)
{
	unsigned flags = d->flags | scope_flags(l) | condition_flags(l);

	for (uint32_t i = d->name_from; i < d->name_to; i++)
		if (token_kind(t, i) == TOKEN_SCOPE)
			flags |= CFUNC_METHOD;
	if (flags & CFUNC_METHOD && flags & CFUNC_STATIC)
		flags = (flags & ~(unsigned)CFUNC_STATIC) | CFUNC_STATIC_METHOD;
	if (l->s.doc_end > l->s.doc_start && says_deprecated(str_slice(l->source, l->s.doc_start, l->s.doc_end)))
		flags |= CFUNC_DEPRECATED;
	return flags;
}

uint32_t lex_record_function(struct lex *l, const struct decl *d)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct cfunc f = { .flags = function_flags(l, &t, d), .condition = lex_condition(l) };

	f.name = qualified(l, &t, d->name_from, d->name_to);
	f.returns = return_type(l, &t, d, &f.flags);
	f.params = read_params(l, &t, d, &f.param_count);
	f.span = lex_span(l, t.items[d->name_from].start, t.items[d->name_to - 1].end);
	vec_push(&l->facts, f);
	return (uint32_t)l->facts.len - 1;
}

void lex_record_proto(struct lex *l, const struct decl *d, uint32_t end)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct cproto p = { .flags = function_flags(l, &t, d), .condition = lex_condition(l) };

	p.name = qualified(l, &t, d->name_from, d->name_to);
	p.returns = return_type(l, &t, d, &p.flags);
	p.params = read_params(l, &t, d, &p.param_count);
	p.span = lex_span(l, t.items[d->name_from].start, t.items[d->name_to - 1].end);
	p.start = t.items[0].start;
	p.end = end;
	vec_push(&l->protos, p);
}

/* --- Records and typedefs --- */

/* Of `class A final : public B, private ns::C<int>` the names "B,ns::C". */
static struct str base_names(struct lex *l, const struct c_tokens *t, uint32_t from)
{
	static const char *const access[] = { "public", "private", "protected", "virtual", NULL };

	while (from < t->count && token_kind(t, from) != ':')
		from++;
	strbuf_clear(&l->text);
	for (uint32_t i = from + 1; i < t->count;) {
		uint32_t end = tokens_item_end(t, i, t->count), to;

		while (i < end && token_in(t, i, access))
			i++;
		for (to = i; to < end && (token_kind(t, to) == TOKEN_NAME || token_kind(t, to) == TOKEN_SCOPE);)
			to++;
		if (to > i && l->text.len)
			strbuf_addch(&l->text, ',');
		tokens_join(t, i, to, &l->text);
		i = end + 1;
	}
	return take_text(l);
}

uint32_t lex_record_record(struct lex *l, const struct decl *d, bool is_definition)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct crecord r = { .kind = d->record, .is_definition = is_definition, .condition = lex_condition(l) };
	uint32_t at = d->name_from < d->name_to ? d->name_from : t.count - 1;

	r.name = d->name_from < d->name_to ? qualified(l, &t, d->name_from, d->name_to) : STR("");
	r.target = STR("");
	r.bases = is_definition && d->record != CRECORD_ENUM ? base_names(l, &t, d->name_to) : STR("");
	r.span = lex_span(
		l, t.items[at].start, d->name_from < d->name_to ? t.items[d->name_to - 1].end : t.items[at].end);
	vec_push(&l->records, r);
	return (uint32_t)l->records.len - 1;
}

static void add_typedef(struct lex *l, const struct c_tokens *t, const struct declared *d, uint32_t name)
{
	struct crecord r = { .kind = CRECORD_TYPEDEF, .is_definition = true, .condition = lex_condition(l) };

	r.target = type_text(l, t, d);
	r.bases = STR("");
	r.name = qualified(l, t, name, name + 1);
	r.span = lex_span(l, t->items[name].start, t->items[name].end);
	vec_push(&l->records, r);
}

/* The base is said once, each name has its own pointers. */
void lex_record_typedef(struct lex *l, const struct decl *d)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct declared base, own;
	uint32_t i = d->first + 1;

	declared_read(&t, i, tokens_item_end(&t, i, t.count), DECLARED_NAMED, &base);
	for (own = base; i < t.count; i = tokens_item_end(&t, i, t.count) + 1) {
		if (i > d->first + 1) {
			declared_read(&t, i, tokens_item_end(&t, i, t.count), DECLARED_NAMED, &own);
			own.base_from = base.base_from;
			own.base_to = base.base_to;
			own.is_tagged = base.is_tagged;
			own.is_builtin = base.is_builtin;
		}
		if (own.name != NONE && base.base_to > 0)
			add_typedef(l, &t, &own, own.name);
	}
}

void lex_record_using(struct lex *l, const struct decl *d)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct declared declared;

	if (token_kind(&t, d->first + 1) != TOKEN_NAME || d->equals <= d->first + 1)
		return;
	declared_read(&t, d->equals + 1, t.count, DECLARED_RETURN, &declared);
	add_typedef(l, &t, &declared, d->first + 1);
}

#define ARGUMENTS_MAX 16  /* of a macro that is called where declarations stand */
#define ARGUMENT_MAX 200  /* bytes of one; code given as an argument is longer */

/* The class around, as it is called from outside of all scopes. */
static struct str enclosing_class(struct lex *l)
{
	if (l->s.scope_count == 0 || l->scopes.items[l->s.scope_count - 1].kind != SCOPE_RECORD)
		return STR("");
	strbuf_clear(&l->text);
	for (uint32_t i = first_scope(l); i < l->s.scope_count; i++)
		if (l->scopes.items[i].name.len > 0)
			strbuf_printf(&l->text, "%s" STR_FMT, l->text.len ? "::" : "", STR_ARG(l->scopes.items[i].name));
	return take_text(l);
}

void lex_record_invocation(struct lex *l)
{
	struct c_tokens t = lex_decl_tokens(l);
	struct cinvocation x = { .condition = lex_condition(l) };
	struct str args[ARGUMENTS_MAX];
	uint32_t close = t.count - 1, name = lex_invoked_name(&t);

	for (uint32_t i = name + 2; i < close && x.arg_count < ARGUMENTS_MAX;) {
		uint32_t end = tokens_item_end(&t, i, close);
		struct str text = i < end ? str_slice(l->source, t.items[i].start, t.items[end - 1].end) : STR("");

		args[x.arg_count++] = text.len <= ARGUMENT_MAX ? arena_str(l->arena, text) : STR("");
		i = end + 1;
	}
	x.name = arena_str(l->arena, token_text(&t, name));
	x.scope = enclosing_class(l);
	x.args = arena_copy(l->arena, args, x.arg_count, sizeof(*args));
	x.span = lex_span(l, t.items[name].start, t.items[name].end);
	vec_push(&l->invocations, x);
}
