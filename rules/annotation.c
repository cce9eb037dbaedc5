/* Two annotations side by side: each is brought into one form, token by token. */
#include "base/base.h"
#include "rules/annotation.h"

#include "base/strbuf.h"
#include "base/vec.h"

#define DEPTH_MAX 20 /* of brackets; what is deeper says nothing */

/* What has two names, in the name that it has here. */
static const struct {
	const char *name, *plain;
} synonyms[] = {
	{ "AsyncGenerator", "AsyncIterator" }, { "AsyncIterable", "AsyncIterator" }, { "Dict", "dict" }, { "FrozenSet", "frozenset" },
	{ "Generator", "Iterator" }, { "Iterable", "Iterator" }, { "List", "list" }, { "Set", "set" },
	{ "Tuple", "tuple" }, { "Type", "type" },
};

/* What may be anything. */
static const char *const silent[] = { "Any", "Self", "object" };

struct reader {
	struct str text;
	size_t at;
	unsigned depth;
	bool failed;
};

static bool is_name_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

static void skip(struct reader *r)
{
	while (r->at < r->text.len && (r->text.ptr[r->at] <= ' ' || r->text.ptr[r->at] == '"' || r->text.ptr[r->at] == '\'' || r->text.ptr[r->at] == '\\'))
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip(r);
	if (r->at == r->text.len || r->text.ptr[r->at] != c)
		return false;
	r->at++;
	return true;
}

/* The last component of a dotted name, by its plain name. */
static struct str read_name(struct reader *r)
{
	struct str name;
	size_t start;

	skip(r);
	start = r->at;
	while (r->at < r->text.len && (is_name_byte(r->text.ptr[r->at]) || r->text.ptr[r->at] == '.'))
		r->at++;
	name = str_tail(str_slice(r->text, start, r->at), '.');
	for (size_t i = 0; i < ARRAY_LEN(synonyms); i++)
		if (str_is(name, synonyms[i].name))
			return str_from(synonyms[i].plain);
	return name;
}

/* Alternatives, each once and in order. */
struct arms {
	VEC(struct str) items;
	struct arena *arena;
};

static void add_arm(struct arms *arms, struct str arm)
{
	size_t i = 0;

	while (i < arms->items.len && str_cmp(arms->items.items[i], arm) < 0)
		i++;
	if (i < arms->items.len && str_eq(arms->items.items[i], arm))
		return;
	vec_push(&arms->items, arm);
	for (size_t k = arms->items.len - 1; k > i; k--)
		arms->items.items[k] = arms->items.items[k - 1];
	arms->items.items[i] = arm;
}

static void read_arms(struct reader *r, struct arms *arms);

static struct str read_type(struct reader *r, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arms arms = { .arena = a };

	read_arms(r, &arms);
	vec_foreach (struct str, arm, &arms.items)
		strbuf_printf(&text, "%s" STR_FMT, text.len ? "|" : "", STR_ARG(*arm));
	vec_release(&arms.items);
	return arena_str(a, strbuf_str(&text));
}

/* What stands in brackets; of a generator only what it yields. */
static struct str read_arguments(struct reader *r, struct str head, struct arena *a)
{
	bool is_iterator = str_is(head, "Iterator") || str_is(head, "AsyncIterator");
	struct str text = arena_printf(a, STR_FMT "[", STR_ARG(head));

	for (uint32_t n = 0; !r->failed && !take(r, ']'); n++) {
		struct str item = read_type(r, a);

		if (!is_iterator || n == 0)
			text = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(text), n ? "," : "", STR_ARG(item));
		if (!take(r, ',') && (skip(r), r->at == r->text.len || r->text.ptr[r->at] != ']'))
			r->failed = true;
	}
	return arena_printf(a, STR_FMT "]", STR_ARG(text));
}

static void read_arm(struct reader *r, struct arms *arms)
{
	struct str name = read_name(r);
	bool is_optional = str_is(name, "Optional");

	if (!is_optional && !str_is(name, "Union")) {
		if (take(r, '['))
			name = read_arguments(r, name, arms->arena);
		r->failed |= name.len == 0;
		add_arm(arms, name);
		return;
	}
	if (!take(r, '['))
		r->failed = true;
	do
		read_arms(r, arms);
	while (!r->failed && take(r, ','));
	r->failed |= !take(r, ']');
	if (is_optional)
		add_arm(arms, STR("None"));
}

static void read_arms(struct reader *r, struct arms *arms)
{
	r->failed |= ++r->depth > DEPTH_MAX;
	do
		if (!r->failed)
			read_arm(r, arms);
	while (!r->failed && take(r, '|'));
	r->depth--;
}

/* Empty when it says nothing, or nothing that is understood. */
static struct str plain(struct str annotation, struct arena *a)
{
	struct reader r = { .text = annotation };
	struct str text = read_type(&r, a);

	skip(&r);
	if (r.failed || r.at != r.text.len || text.len == 1)
		return STR("");
	for (size_t i = 0; i < ARRAY_LEN(silent); i++)
		if (str_is(text, silent[i]))
			return STR("");
	return text;
}

bool annotations_agree(struct str a, struct str b)
{
	struct arena arena = { 0 };
	struct str x = a.len && b.len ? plain(a, &arena) : STR(""), y = x.len ? plain(b, &arena) : STR("");
	bool agree = !x.len || !y.len || str_eq(x, y);

	arena_release(&arena);
	return agree;
}
