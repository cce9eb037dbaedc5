/* One declarator: which of its names is the type, which the declared name, and which are macros in between. */
#include "base/base.h"
#include "analyzers/lang/c/decl.h"

#include <ctype.h>
#include <string.h>

static const char *const tags[] = { "struct", "union", "enum", "class", NULL };

static const char *const builtins[] = { "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned",
	"_Bool", "bool", "_Complex", "__int128", "__signed__", NULL };

/* Qualifiers and storage: nothing to do with which type it is. */
static const char *const ignored[] = { "const", "volatile", "restrict", "__restrict", "__restrict__", "__const",
	"static", "extern", "inline", "__inline", "__inline__", "register", "auto", "_Noreturn", "noreturn", "typename",
	"constexpr", "consteval", "constinit", "explicit", "virtual", "friend", "mutable", "thread_local",
	"_Thread_local", "__thread", "__extension__", "typedef", "_Atomic", "__volatile__", "override", "final",
	"noexcept", "__cdecl", "__stdcall", "WINAPI", "APIENTRY", "CALLBACK", NULL };

/* Attributes with arguments. */
static const char *const attributes[] = { "__attribute__", "__attribute", "__declspec", "alignas", "_Alignas", "asm",
	"__asm__", "__asm", "noexcept", "throw", "requires", NULL };

static const char *const keywords[] = { "if", "else", "for", "while", "do", "switch", "case", "default", "return",
	"goto", "break", "continue", "sizeof", "typeof", "__typeof__", "_Static_assert", "static_assert", "_Generic",
	"catch", "try", "throw", "delete", "new", "alignof", "defined", "decltype", "_Alignof", NULL };

bool token_is_keyword(const struct c_tokens *t, uint32_t i)
{
	return token_in(t, i, keywords);
}

bool token_is_attribute(const struct c_tokens *t, uint32_t i)
{
	return token_in(t, i, attributes);
}

bool token_is_capitals(const struct c_tokens *t, uint32_t i)
{
	struct str name = token_text(t, i);
	size_t letters = 0;

	if (token_kind(t, i) != TOKEN_NAME)
		return false;
	for (size_t c = 0; c < name.len; c++) {
		if (islower((unsigned char)name.ptr[c]) || (unsigned char)name.ptr[c] > 127)
			return false;
		letters += isupper((unsigned char)name.ptr[c]) != 0;
	}
	return letters > 2;
}

#define NAMES_MAX 16

/* Names of a declarator that are no known words, in order. */
struct name_run {
	uint32_t from, to; /* with its qualification and template arguments */
	bool is_behind_pointer;
};

struct reading {
	const struct c_tokens *t;
	uint32_t to;
	struct name_run names[NAMES_MAX];
	uint32_t count;
	uint32_t base_names; /* how many names stood before the built-in or tagged base */
	struct declared *d;
};

/* a::b<c>::d; the token behind it. */
static uint32_t name_end(const struct reading *r, uint32_t i)
{
	const struct c_tokens *t = r->t;

	for (;;) {
		i++;
		if (i < r->to && token_kind(t, i) == '<') {
			uint32_t close = token_close_angle(t, i);

			if (close == i || close >= r->to)
				return i;
			i = close + 1;
		}
		if (i + 1 >= r->to || token_kind(t, i) != TOKEN_SCOPE || token_kind(t, i + 1) != TOKEN_NAME)
			return i;
		i++;
	}
}

static uint32_t read_name(struct reading *r, uint32_t i)
{
	uint32_t end = name_end(r, i);

	if (r->count == NAMES_MAX) {
		memmove(r->names, r->names + 1, (NAMES_MAX - 1) * sizeof(*r->names));
		r->count--;
		r->base_names -= r->base_names > 0;
	}
	r->names[r->count++] = (struct name_run){ i, end, r->d->pointers + r->d->references > 0 };
	return end;
}

static uint32_t read_tag(struct reading *r, uint32_t i)
{
	uint32_t tag = i + 1;

	while (tag < r->to && (token_is_attribute(r->t, tag) || token_kind(r->t, tag) == '[')) {
		tag += token_is_attribute(r->t, tag);
		tag = token_kind(r->t, tag) == '(' || token_kind(r->t, tag) == '[' ? token_close(r->t, tag) + 1 : tag;
	}
	r->d->is_tagged = true;
	r->d->base_from = i;
	r->d->base_to = tag < r->to && token_kind(r->t, tag) == TOKEN_NAME ? name_end(r, tag) : i + 1;
	r->base_names = r->count;
	return MAX(r->d->base_to, MIN(tag, r->to));
}

static uint32_t read_builtin(struct reading *r, uint32_t i)
{
	struct declared *d = r->d;

	if (!d->is_builtin) {
		d->base_from = i;
		r->base_names = r->count;
	}
	d->is_builtin = true;
	d->base_to = i + 1;
	return i + 1;
}

static uint32_t read_word(struct reading *r, uint32_t i)
{
	const struct c_tokens *t = r->t;
	struct declared *d = r->d;

	if (token_is_attribute(t, i))
		return token_kind(t, i + 1) == '(' ? token_close(t, i + 1) + 1 : i + 1;
	if (token_in(t, i, ignored)) {
		d->is_const |= d->pointers == 0 && token_is(t, i, "const");
		return i + 1;
	}
	if (token_in(t, i, tags) && d->base_to == 0)
		return read_tag(r, i);
	if (token_in(t, i, builtins) && !d->is_tagged && d->pointers == 0 && d->name == NONE)
		return read_builtin(r, i);
	return read_name(r, i);
}

/* (*name)(...), (^name)(...), (*name)[...]: the token behind all of it. Or a macro's arguments: over them. */
static uint32_t read_group(struct reading *r, uint32_t i)
{
	const struct c_tokens *t = r->t;
	uint32_t close = token_close(t, i), inner = i + 1;

	while (inner < close && (token_kind(t, inner) == TOKEN_NAME || token_kind(t, inner) == TOKEN_SCOPE) &&
		token_kind(t, inner + 1) != ')')
		inner++; /* a calling convention, or the class of a member pointer */
	if (token_kind(t, inner) != '*' && token_kind(t, inner) != '^' && token_kind(t, inner) != '&')
		return close + 1;
	while (inner < close && token_kind(t, inner) != TOKEN_NAME)
		inner++;
	if (inner < close)
		r->d->name = inner;
	r->d->is_function_pointer = token_kind(t, close + 1) == '(';
	r->d->pointers += !r->d->is_function_pointer;
	while (token_kind(t, close + 1) == '(' || token_kind(t, close + 1) == '[')
		close = token_close(t, close + 1);
	return close + 1;
}

static uint32_t read_array(struct reading *r, uint32_t i)
{
	if (token_kind(r->t, i + 1) != '[') { /* [[attribute]] */
		r->d->is_array = true;
		r->d->pointers++;
	}
	return token_close(r->t, i) + 1;
}

/* The next token, or r->to where the declarator ends. */
static uint32_t read_token(struct reading *r, uint32_t i)
{
	switch (token_kind(r->t, i)) {
	case TOKEN_NAME: return read_word(r, i);
	case '*':
	case '^': r->d->pointers++; return i + 1;
	case '&': r->d->references++; return i + 1;
	case TOKEN_OPERATOR: r->d->references += 2 * (r->t->source[r->t->items[i].start] == '&'); return i + 1;
	case '(': return read_group(r, i);
	case '[': return read_array(r, i);
	case TOKEN_ELLIPSIS: r->d->is_variadic = true; return i + 1;
	case '=':
	case ':':
	case ';':
	case '{': return r->to;
	default: return i + 1;
	}
}

static void take_base(struct declared *d, struct name_run run)
{
	d->base_from = run.from;
	d->base_to = run.to;
}

/* How many of the names stand before the first pointer. */
static uint32_t names_before_pointer(const struct reading *r)
{
	uint32_t n = 0;

	while (n < r->count && !r->names[n].is_behind_pointer)
		n++;
	return n;
}

/* Macros may stand behind the type as well: `foo_t ATTR *x`. */
static uint32_t base_among(const struct reading *r, uint32_t count)
{
	if (count > 1 && token_is_capitals(r->t, r->names[count - 1].from) &&
		!token_is_capitals(r->t, r->names[count - 2].from))
		return count - 2;
	return count - 1;
}

static void choose_named(struct reading *r, enum declared_use use)
{
	struct declared *d = r->d;
	uint32_t before = names_before_pointer(r), named = r->count;

	if (before < r->count) { /* T *x */
		if (before > 0)  /* else: auto *x */
			take_base(d, r->names[base_among(r, before)]);
		d->name = r->names[before].from;
		return;
	}
	if (d->name != NONE || (named == 1 && use == DECLARED_PARAM)) {
		take_base(d, r->names[base_among(r, named)]);
		return;
	}
	if (named > 2 && token_is_capitals(r->t, r->names[named - 1].from))
		named--;
	if (named > 1)
		take_base(d, r->names[named - 2]);
	if (d->pointers + d->references == 0 || d->is_array || named == 1)
		d->name = r->names[named - 1].to == r->names[named - 1].from + 1 ? r->names[named - 1].from : NONE;
	else
		take_base(d, r->names[named - 1]);
	if (named == 1 && use == DECLARED_PARAM)
		take_base(d, r->names[0]);
}

static void choose(struct reading *r, enum declared_use use)
{
	struct declared *d = r->d;

	if (d->base_to > 0) {
		if (use != DECLARED_RETURN && d->name == NONE && r->count > r->base_names)
			d->name = r->names[r->base_names].from;
		return;
	}
	if (r->count == 0)
		return;
	if (use == DECLARED_RETURN) {
		uint32_t before = names_before_pointer(r);

		take_base(d, r->names[before > 0 ? base_among(r, before) : 0]);
		return;
	}
	choose_named(r, use);
}

void declared_read(const struct c_tokens *t, uint32_t from, uint32_t to, enum declared_use use, struct declared *ret)
{
	struct reading r = { .t = t, .to = MIN(to, t->count), .d = ret };

	*ret = (struct declared){ .name = NONE };
	for (uint32_t i = from; i < r.to;)
		i = read_token(&r, i);
	choose(&r, use);
}

void tokens_join(const struct c_tokens *t, uint32_t from, uint32_t to, struct strbuf *out)
{
	for (uint32_t i = from; i < to && i < t->count; i++) {
		uint8_t before = i > from ? token_kind(t, i - 1) : TOKEN_END, kind = token_kind(t, i);
		bool is_text = kind == TOKEN_NAME || kind == TOKEN_NUMBER;

		if (before == ',' || (is_text && (before == TOKEN_NAME || before == TOKEN_NUMBER)))
			strbuf_addch(out, ' ');
		strbuf_add(out, token_text(t, i));
	}
}

void declared_type(const struct c_tokens *t, const struct declared *d, struct strbuf *out)
{
	if (d->is_variadic && d->base_to == 0) {
		strbuf_addz(out, "...");
		return;
	}
	if (d->is_tagged && d->base_to > d->base_from + 1) { /* attributes may stand between */
		strbuf_add(out, token_text(t, d->base_from));
		for (uint32_t i = d->base_from + 1; i < d->base_to; i++)
			if (token_kind(t, i) == TOKEN_NAME && !token_is_attribute(t, i)) {
				strbuf_addch(out, ' ');
				tokens_join(t, i, d->base_to, out);
				break;
			} else if (token_kind(t, i + 1) == '(' || token_kind(t, i) == '[') {
				i = token_close(t, token_kind(t, i) == '[' ? i : i + 1);
			}
	} else if (d->is_builtin) {
		bool is_first = true;

		for (uint32_t i = d->base_from; i < d->base_to; i++)
			if (token_in(t, i, builtins)) {
				strbuf_addz(out, is_first ? "" : " ");
				strbuf_add(out, token_text(t, i));
				is_first = false;
			}
	} else {
		tokens_join(t, d->base_from, d->base_to, out);
	}
	if (d->pointers + d->references > 0)
		strbuf_addch(out, ' ');
	for (uint32_t i = 0; i < d->pointers; i++)
		strbuf_addch(out, '*');
	for (uint32_t i = 0; i < d->references; i++)
		strbuf_addch(out, '&');
	if (d->is_function_pointer)
		strbuf_addz(out, " (*)()");
}

uint32_t tokens_item_end(const struct c_tokens *t, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		switch (token_kind(t, i)) {
		case ',': return i;
		case '<': {
			uint32_t close = token_close_angle(t, i);

			i = close < to ? close : i;
			break;
		}
		case '(':
		case '[':
		case '{': i = token_close(t, i); break;
		default: break;
		}
	return to;
}
