/* How the tokens of test code are cut into tests, functions, macros and classes. */
#include "base/base.h"
#include "analyzers/lang/c/tests.h"

#include <stdlib.h>

#include "base/bisect.h"

bool ctest_is_conditional(const struct ctest_reader *r, uint32_t start)
{
	for (uint32_t i = 0; i < r->facts->condition_count; i++)
		if (!r->facts->conditions[i].is_guard && r->facts->conditions[i].start <= start && start < r->facts->conditions[i].end)
			return true;
	return false;
}

static void add_part(struct ctest_reader *r, struct ctest_part p)
{
	p.parent = NONE;
	p.flags |= ctest_is_conditional(r, p.start) ? CTEST_CONDITIONAL : 0;
	p.end_line = ctest_line(r, p.end ? p.end - 1 : 0) + 1;
	vec_push(&r->parts, p);
}

/* Its n-th argument; a string without its quotes. */
static struct str argument_text(struct ctest_reader *r, uint32_t open, int n, struct span *ret)
{
	uint32_t end, from = n < 0 ? NONE : ctest_argument(r, open, n, &end);
	struct str text;

	if (from == NONE)
		return STR("");
	text = ctest_text(r, from, end);
	if (ret)
		*ret = ctest_span(r, from, end);
	return token_kind(&r->t, from) == TOKEN_STRING && end == from + 1 && text.len > 1 ? str_slice(text, 1, text.len - 1) : text;
}

/* The word that ends it, or the count where another one begins before. */
static uint32_t end_of_test(const struct ctest_reader *r, uint32_t from)
{
	for (uint32_t i = from; i < r->t.count; i++) {
		struct str word = token_text(&r->t, i);

		if (token_kind(&r->t, i) != TOKEN_NAME || r->directives.items[i])
			continue;
		if (str_ends(word, STR("END_TEST")))
			return i;
		if (str_ends(word, STR("START_TEST")))
			break;
	}
	return r->t.count;
}

/* The last token of what the macro at i opens; NONE when nothing follows that could be a body. */
static uint32_t body_end(const struct ctest_reader *r, uint32_t i, const struct ctest_opener *o)
{
	uint32_t body = r->closes.items[i + 1] + 1, end;

	if (o->flags & OPENS_TO_END) {
		end = end_of_test(r, body);
		if (end < r->t.count)
			return end;
	}
	if (token_kind(&r->t, body) != '{' || r->directives.items[body])
		return NONE;
	end = r->closes.items[body];
	return end < r->t.count ? end : NONE;
}

/* Words of the head that switch it off: .disabled = true, * utf::disabled(), "[.slow]", DISABLED_. */
static bool says_disabled(const struct ctest_reader *r, uint32_t i, const struct ctest_opener *o, const struct ctest_part *p)
{
	uint32_t close = r->closes.items[i + 1];

	if (o->flags & OPENS_DISABLED || (p->framework == FRAMEWORK_GOOGLETEST && (str_starts(p->name, STR("DISABLED_")) || str_starts(p->suite, STR("DISABLED_")))))
		return true;
	for (uint32_t k = i + 2; k < close && k < r->t.count; k++) {
		struct str text = token_text(&r->t, k);

		if (token_kind(&r->t, k) == TOKEN_STRING && p->framework == FRAMEWORK_CATCH2 && str_starts(text, STR("\"[.")))
			return true;
		if (token_is(&r->t, k, "disabled") && (p->framework == FRAMEWORK_BOOST ? token_kind(&r->t, k + 1) == '(' && token_kind(&r->t, k + 2) == ')'
										     : token_kind(&r->t, k + 1) == '=' && (token_is(&r->t, k + 2, "true"))))
			return true;
		if (p->framework == FRAMEWORK_DOCTEST && token_is(&r->t, k, "skip") && token_kind(&r->t, k + 1) == '(' && token_kind(&r->t, k + 2) == ')')
			return true;
	}
	return false;
}

/* From the macro to its last token; i when it opens nothing. */
static uint32_t take_opener(struct ctest_reader *r, uint32_t i)
{
	struct ctest_part p = { .kind = CTEST_CASE };
	const struct ctest_opener *o = ctest_opener(r->framework, token_text(&r->t, i), &p.framework);
	uint32_t end = o ? body_end(r, i, o) : NONE;

	if (end == NONE)
		return i;
	p.name = argument_text(r, i + 1, o->test, &p.span);
	p.suite = argument_text(r, i + 1, o->suite, NULL);
	if (!p.name.len)
		return i;
	for (uint32_t k = i; k <= r->closes.items[i + 1]; k++)
		r->arguments.items[k] = true;
	p.start = r->t.items[i].start;
	p.end = r->t.items[end].end;
	p.kind = o->flags & OPENS_CLASS ? CTEST_CLASS : CTEST_CASE;
	p.flags = (o->flags & OPENS_FIXTURE ? CTEST_FIXTURE : 0) | (o->flags & OPENS_PARAMETER ? CTEST_PARAMETER : 0);
	if (p.kind == CTEST_CLASS)
		p.framework = FRAMEWORK_COUNT;
	add_part(r, p);
	if (p.kind == CTEST_CLASS)
		return r->closes.items[i + 1];
	if (says_disabled(r, i, o, &p)) {
		uint32_t stop = r->closes.items[i + 1] + 1;

		ctest_add_flaw(r, FLAW_SKIPPED, NONE, i, stop, "is switched off in its head");
		vec_last(&r->flaws)->part = p.start; /* parts get their numbers when all are there */
	}
	return end;
}

#define HEAD_MAX 200 /* tokens before the brace of a class */

/* `class Name final : public Base {`: the token of the brace, or NONE. */
static uint32_t class_body(const struct ctest_reader *r, uint32_t i, uint32_t *ret_name)
{
	*ret_name = NONE;
	for (uint32_t k = i + 1; k < r->t.count && k < i + HEAD_MAX; k++) {
		uint8_t kind = token_kind(&r->t, k);

		if (r->directives.items[k] || kind == ';' || kind == ')' || kind == '=' || kind == '*' || kind == '&')
			return NONE;
		if (kind == '{')
			return *ret_name == NONE ? NONE : k;
		if (kind == '(')
			k = r->closes.items[k];
		else if (kind == ':')
			for (; k + 1 < r->t.count && k < i + HEAD_MAX && token_kind(&r->t, k + 1) != '{' && token_kind(&r->t, k + 1) != ';';)
				k++;
		else if (kind == TOKEN_NAME && !token_is(&r->t, k, "final"))
			*ret_name = k;
	}
	return NONE;
}

static void take_class(struct ctest_reader *r, uint32_t i)
{
	uint32_t name, body = class_body(r, i, &name);
	struct ctest_part p = { .kind = CTEST_CLASS, .framework = FRAMEWORK_COUNT };

	if (body == NONE || r->closes.items[body] >= r->t.count)
		return;
	p.name = arena_str(r->arena, token_text(&r->t, name));
	p.suite = STR("");
	p.span = ctest_span(r, name, name + 1);
	p.start = r->t.items[i].start;
	p.end = r->t.items[r->closes.items[body]].end;
	add_part(r, p);
}

static void find_openers(struct ctest_reader *r)
{
	for (uint32_t i = 0; i < r->t.count; i++) {
		if (r->directives.items[i])
			continue;
		if (ctest_is_called(r, i))
			i = take_opener(r, i);
		else if (r->facts->is_cpp && (token_is(&r->t, i, "class") || token_is(&r->t, i, "struct")))
			take_class(r, i);
	}
}

static bool is_in_case(const struct ctest_reader *r, size_t cases, uint32_t at)
{
	for (size_t i = 0; i < cases; i++)
		if (r->parts.items[i].kind == CTEST_CASE && r->parts.items[i].start <= at && at < r->parts.items[i].end)
			return true;
	return false;
}

/* The lexer's functions, but for those that it has seen in tests. */
static void take_functions(struct ctest_reader *r)
{
	size_t cases = r->parts.len;

	for (uint32_t i = 0; i < r->facts->func_count; i++) {
		const struct cfunc *f = &r->facts->funcs[i];
		struct ctest_part p = { .kind = CTEST_FUNCTION, .framework = FRAMEWORK_COUNT, .name = f->name, .suite = STR("") };

		if (f->end > r->source.len || f->span.start >= f->end || is_in_case(r, cases, f->body) || is_in_case(r, cases, f->span.start))
			continue;
		p.flags = (f->flags & CFUNC_STATIC ? CTEST_STATIC : 0) | (str_is(f->name, "main") ? CTEST_ENTERS : 0);
		p.span = f->span;
		p.start = f->span.start;
		p.end = f->end;
		add_part(r, p);
	}
}

static void take_macros(struct ctest_reader *r)
{
	for (uint32_t i = 0; i < r->facts->macro_count; i++) {
		const struct cmacro *m = &r->facts->macros[i];
		struct ctest_part p = { .kind = CTEST_MACRO, .framework = FRAMEWORK_COUNT, .name = m->name, .suite = STR(""), .span = m->span };

		p.start = m->span.start;
		p.end = m->end;
		if (p.start < p.end && p.end <= r->source.len)
			add_part(r, p);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct ctest_part *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);
}

static uint32_t part_at(const struct ctest_reader *r, uint32_t start)
{
	uint32_t i;

	bisect(i, (uint32_t)r->parts.len, r->parts.items[i].start < start);
	return i < r->parts.len && r->parts.items[i].start == start ? i : NONE;
}

static bool is_macro(const struct ctest_reader *r, uint32_t part)
{
	return part != NONE && r->parts.items[part].kind == CTEST_MACRO;
}

/* Which part each token is in, and which part each part. */
static void number_parts(struct ctest_reader *r)
{
	uint32_t next = 0, part = NONE;

	vec_sort(&r->parts, by_place);
	for (uint32_t i = 0; i < r->t.count; i++) {
		uint32_t at = r->t.items[i].start;

		while (part != NONE && r->parts.items[part].end <= at)
			part = r->parts.items[part].parent;
		for (; next < r->parts.len && r->parts.items[next].start <= at; next++) {
			r->parts.items[next].parent = part;
			part = next;
			vec_push(&r->bodies, i);
		}
		vec_push(&r->part_of, r->directives.items[i] && !is_macro(r, part) ? NONE : part);
	}
	r->parts.len = next; /* all of them: each begins at a token */
	vec_foreach (struct ctest_flaw, f, &r->flaws)
		f->part = part_at(r, f->part);
}

/* The head is over at the brace, or behind the macro's arguments. */
static void find_bodies(struct ctest_reader *r)
{
	for (uint32_t i = 0; i < r->parts.len; i++) {
		uint32_t at = r->bodies.items[i];

		while (at < r->t.count && r->parts.items[i].kind != CTEST_MACRO && r->t.items[at].start < r->parts.items[i].end && (r->arguments.items[at] || r->directives.items[at]))
			at++;
		if (r->parts.items[i].kind == CTEST_FUNCTION)
			while (at < r->t.count && token_kind(&r->t, at) != '{' && r->t.items[at].start < r->parts.items[i].end)
				at = token_kind(&r->t, at) == '(' ? MAX(r->closes.items[at], at) + 1 : at + 1;
		if (at < r->t.count && token_kind(&r->t, at) == '{')
			at++;
		r->bodies.items[i] = at;
	}
}

void ctest_find_parts(struct ctest_reader *r)
{
	find_openers(r);
	take_functions(r);
	take_macros(r);
	number_parts(r);
	find_bodies(r);
}
