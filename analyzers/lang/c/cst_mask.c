/* A body without its preprocessor lines and attribute macros, byte for byte where it was. */
#include "base/base.h"
#include "analyzers/lang/c/cst.h"

#include <string.h>

#include "analyzers/lang/c/token.h"

/* Macros that are no part of an expression or a type; with their arguments. */
static const char *const attribute_macros[] = { "UNUSED", "UNUSED_PARAM", "MAYBE_UNUSED", "FALLTHROUGH",
	"G_GNUC_UNUSED", "G_GNUC_FALLTHROUGH", "ATTRIBUTE_UNUSED", "__maybe_unused", "__unused", "__init", "__exit",
	"__user", "__iomem", "__rcu", "__force", "__percpu", "g_autofree", "_cleanup_free_", "__attribute__",
	"__attribute", "__extension__", "G_GNUC_BEGIN_IGNORE_DEPRECATIONS", "G_GNUC_END_IGNORE_DEPRECATIONS",
	"VIR_WARNINGS_NO_CAST_ALIGN", "VIR_WARNINGS_RESET", "_cleanup_", "__free", "__cleanup", "QEMU_UNUSED_VAR",
	"CLEANUP", "__restrict", "restrict", NULL };

/* Their first argument is the name of a type, which the grammars only know without its `struct`. */
static const char *const not_calls[] = { "sizeof", "if", "while", "for", "switch", "return", "typeof", "__typeof__",
	"alignof", "_Alignof", "catch", NULL };

struct arm {
	uint32_t start, end;     /* text between the directives */
	uint32_t line, line_end; /* the directive in front */
	int braces, lowest, parens;
	uint8_t first, last; /* kinds of its outermost tokens; TOKEN_END when it is empty */
	bool is_never;
};

struct open_arm {
	uint32_t first, current; /* into arms */
};

struct mask {
	const char *source;
	char *out;
	uint32_t base;
	VEC(struct arm) arms;
	VEC(struct open_arm) open;
	VEC(uint32_t) nexts; /* by arm: the next of its group, or NONE */
};

static void blank(struct mask *m, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (m->source[i] != '\n' && m->source[i] != '\r')
			m->out[i - m->base] = ' ';
}

static uint32_t line_end(const char *source, uint32_t at, uint32_t end)
{
	const char *p = source + at, *stop = source + end;

	while (p < stop && *p != '\n') {
		if (*p == '\\' && p + 1 < stop)
			p += p[1] == '\r' && p + 2 < stop ? 3 : 2;
		else if (*p == '/' && p + 1 < stop && (p[1] == '*' || p[1] == '/'))
			p = token_skip_comment(p, stop);
		else if (*p == '"')
			p = token_skip_string(p, stop);
		else
			p++;
	}
	return (uint32_t)(MIN(p, stop) - source);
}

/* --- Arms of #if --- */

static void add_arm(struct mask *m, uint32_t line, uint32_t end, bool is_never)
{
	struct arm a = { .start = end, .line = line, .line_end = end, .is_never = is_never };

	vec_push(&m->arms, a);
	vec_push(&m->nexts, NONE);
}

static void count_token(struct mask *m, uint8_t kind)
{
	for (size_t i = 0; i < m->open.len; i++) {
		struct arm *a = &m->arms.items[m->open.items[i].current];

		a->braces += (kind == '{') - (kind == '}');
		a->parens += (kind == '(') - (kind == ')');
		a->lowest = MIN(a->lowest, MIN(a->braces, a->parens));
		a->last = kind;
		if (!a->first)
			a->first = kind;
	}
}

/* Can the arm stand beside its siblings: a run of whole statements? */
static bool is_whole(const struct arm *a)
{
	return a->last == TOKEN_END ||
		(a->braces == 0 && a->parens == 0 && a->lowest == 0 && (a->last == ';' || a->last == '}'));
}

/* Where arms exclude each other in the middle of a statement, the first one that is not `#if 0` stays. */
static void close_group(struct mask *m, uint32_t first)
{
	bool all_whole = true, has_kept = false;

	for (uint32_t i = first; i != NONE; i = m->nexts.items[i])
		all_whole &= is_whole(&m->arms.items[i]);
	for (uint32_t i = first; i != NONE; i = m->nexts.items[i]) {
		const struct arm *a = &m->arms.items[i];

		if (a->is_never || (!all_whole && has_kept))
			blank(m, a->start, a->end);
		has_kept |= !a->is_never;
	}
}

static void next_arm(struct mask *m, uint32_t line, uint32_t end)
{
	struct open_arm *open = vec_last(&m->open);
	uint32_t old = open->current;

	m->arms.items[old].end = line;
	open->current = (uint32_t)m->arms.len;
	m->nexts.items[old] = open->current;
	add_arm(m, line, end, false);
}

static void read_conditional(struct mask *m, struct str word, struct str rest, uint32_t line, uint32_t end)
{
	if (str_starts(word, STR("if"))) {
		vec_push(&m->open, (struct open_arm){ (uint32_t)m->arms.len, (uint32_t)m->arms.len });
		add_arm(m, line, end, str_is(word, "if") && str_is(str_trim(rest), "0"));
	} else if (m->open.len > 0 && str_starts(word, STR("el"))) {
		next_arm(m, line, end);
	} else if (m->open.len > 0 && str_is(word, "endif")) {
		struct open_arm open = vec_pop(&m->open);

		m->arms.items[open.current].end = line;
		close_group(m, open.first);
	}
}

static uint32_t read_directive(struct mask *m, uint32_t at, uint32_t end)
{
	uint32_t stop = line_end(m->source, at, end), i = at + 1, word;

	while (i < stop && (m->source[i] == ' ' || m->source[i] == '\t'))
		i++;
	for (word = i; i < stop && char_in_name[(unsigned char)m->source[i]];)
		i++;
	blank(m, at, stop);
	read_conditional(
		m, (struct str){ m->source + word, i - word }, (struct str){ m->source + i, stop - i }, at, stop);
	return stop;
}

/* --- Macros --- */

static uint32_t group_end(const struct mask *m, uint32_t at, uint32_t end)
{
	struct c_token t;
	uint32_t depth = 0;

	while (token_next(m->source, m->source + at, m->source + end, &t)) {
		depth += t.kind == '(';
		at = t.end;
		if (t.kind == ')' && --depth == 0)
			return at;
		if (t.kind == ';' || t.kind == '{' || t.kind == '}')
			break;
	}
	return 0;
}

static bool is_call_before(const struct mask *m, const struct c_token *before)
{
	struct str name = { m->source + before->start, before->end - before->start };

	return before->kind == TOKEN_NAME && !str_is_one_of(name, not_calls);
}

/* A name among `before` (two tokens back and one back). The byte to go on from. */
static uint32_t read_name(struct mask *m, const struct c_token *t, const struct c_token before[2], uint32_t end)
{
	struct str name = { m->source + t->start, t->end - t->start };
	struct c_token next;

	if ((str_is(name, "struct") || str_is(name, "union")) &&
		((before[1].kind == '(' && is_call_before(m, &before[0])) || before[1].kind == ',')) {
		blank(m, t->start, t->end);
		return t->end;
	}
	if (!str_is_one_of(name, attribute_macros))
		return t->end;
	blank(m, t->start, t->end);
	if (token_next(m->source, m->source + t->end, m->source + end, &next) && next.kind == '(') {
		uint32_t close = group_end(m, next.start, end);

		blank(m, next.start, MAX(close, next.start));
		return MAX(close, t->end);
	}
	return t->end;
}

static bool starts_line(const struct mask *m, uint32_t at)
{
	while (at > m->base && (m->source[at - 1] == ' ' || m->source[at - 1] == '\t'))
		at--;
	return at == 0 || m->source[at - 1] == '\n';
}

/* Digraphs and trigraphs are unknown to the grammars: the brace itself, and spaces. */
static void write_brace(struct mask *m, const struct c_token *t)
{
	if (t->end - t->start < 2 || !strchr("{}[]", t->kind))
		return;
	blank(m, t->start, t->end);
	m->out[t->start - m->base] = (char)t->kind;
}

static void run(struct mask *m, uint32_t end)
{
	struct c_token t = { .end = m->base }, before[2] = { { 0 } };

	while (token_next(m->source, m->source + t.end, m->source + end, &t)) {
		if (t.kind == '#' && starts_line(m, t.start)) {
			t.end = read_directive(m, t.start, end);
			continue;
		}
		count_token(m, t.kind);
		write_brace(m, &t);
		if (t.kind == TOKEN_NAME)
			t.end = read_name(m, &t, before, end);
		before[0] = before[1];
		before[1] = t;
	}
}

void cst_mask(struct str source, uint32_t start, uint32_t end, struct strbuf *out)
{
	struct mask m = { .source = source.ptr, .base = start };

	strbuf_clear(out);
	strbuf_add(out, str_slice(source, start, end));
	m.out = out->ptr;
	run(&m, end);
	vec_release(&m.arms);
	vec_release(&m.open);
	vec_release(&m.nexts);
}
