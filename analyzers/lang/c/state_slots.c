/* Variables that outlive a call: read from the declarations outside of functions, and from `static` ones inside. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include "analyzers/lang/c/decl.h"

#define STATEMENT_MAX 60 /* tokens before the `=`: more is no declaration of a variable */
#define SCOPES_MAX 64
#define LOCALS_MAX 200 /* static ones of one function */

static const char *const qualifiers[] = { "static", "const", "volatile", "inline", "register", "mutable", "constinit", "G_GNUC_UNUSED", "__read_mostly", NULL };
static const char *const not_variables[] = { "typedef", "extern", "using", "template", "friend", "return", "goto", "constexpr", "case", "else",
					     "operator", "throw", "delete", "public", "private", "protected", "asm", "__asm__", NULL };
static const char *const thread_locals[] = { "_Thread_local", "__thread", "thread_local", "G_THREAD_LOCAL", "THREAD_LOCAL", "PA_STATIC_TLS", NULL };
static const char *const zeros[] = { "NULL", "nullptr", "false", "FALSE", NULL };

static bool in_range(const struct state_walk *w, uint32_t from, uint32_t to, const char *const *words)
{
	for (uint32_t i = from; i < to; i++)
		if (token_in(&w->t, i, words))
			return true;
	return false;
}

/* --- One declarator --- */

struct declarator {
	uint32_t base_from, base_to; /* the type without its pointers */
	uint32_t name, pointers;
	uint32_t owner;     /* token of the class in `Owner::name`, or NONE */
	bool is_array, is_const, is_set;
};

static bool is_zero(const struct state_walk *w, uint32_t from, uint32_t to)
{
	if (to - from != 1)
		return false;
	return token_in(&w->t, from, zeros) || str_is(state_word(w, from), "0");
}

/* `struct { int a; } name`: the braces belong to the type. */
static bool is_record_body(const struct state_walk *w, uint32_t from, uint32_t open)
{
	static const char *const records[] = { "struct", "union", "enum", NULL };

	return (open >= from + 1 && token_in(&w->t, open - 1, records)) || (open >= from + 2 && token_in(&w->t, open - 2, records));
}

/* Where the declarator itself ends: before `=`, `{` or `:`. */
static uint32_t head_end(const struct state_walk *w, uint32_t from, uint32_t to, struct declarator *ret)
{
	for (uint32_t i = from; i < to; i++)
		switch (state_kind(w, i)) {
		case '=': ret->is_set = !is_zero(w, i + 1, to); return i;
		case '{':
			if (is_record_body(w, from, i)) {
				i = w->closes.items[i];
				break;
			}
			ret->is_set = w->closes.items[i] > i + 1;
			return i;
		case ':': return i;
		default: break;
		}
	return to;
}

static uint32_t name_of(const struct state_walk *w, uint32_t from, uint32_t to, struct declarator *ret)
{
	for (uint32_t i = from; i < to; i++) {
		if (state_kind(w, i) == '(' && w->is_inside && w->is_cpp && i > from + 1) { /* static Engine one(arguments) */
			to = i;
			break;
		}
		if (state_kind(w, i) == '(')
			return NONE;
		if (state_kind(w, i) == '{')
			i = w->closes.items[i];
		if (state_kind(w, i) == '[') {
			ret->is_array = true;
			to = i;
		}
	}
	return to > from && state_kind(w, to - 1) == TOKEN_NAME ? to - 1 : NONE;
}

/* The token behind the type, when pointers stand before the name; false for a reference. */
static bool read_pointers(const struct state_walk *w, uint32_t from, uint32_t at, struct declarator *ret)
{
	ret->is_const = at > from && token_is(&w->t, at - 1, "const");
	while (at > from && (state_kind(w, at - 1) == '*' || token_in(&w->t, at - 1, qualifiers))) {
		ret->pointers += state_kind(w, at - 1) == '*';
		at--;
	}
	ret->base_to = at;
	return at == from || (state_kind(w, at - 1) != '&' && state_kind(w, at - 1) != TOKEN_OPERATOR);
}

/* The declarator in [from, to); `base` is NULL for the first of a declaration. */
static bool read_declarator(const struct state_walk *w, uint32_t from, uint32_t to, const struct declarator *base, struct declarator *ret)
{
	uint32_t end, at;

	*ret = (struct declarator){ .owner = NONE };
	end = head_end(w, from, to, ret);
	ret->name = name_of(w, from, end, ret);
	if (ret->name == NONE || token_is_keyword(&w->t, ret->name))
		return false;
	at = ret->name;
	if (at >= from + 2 && state_kind(w, at - 1) == TOKEN_SCOPE && state_kind(w, at - 2) == TOKEN_NAME)
		ret->owner = at - 2;
	while (at >= from + 2 && state_kind(w, at - 1) == TOKEN_SCOPE && state_kind(w, at - 2) == TOKEN_NAME)
		at -= 2;
	if (!read_pointers(w, from, at, ret))
		return false;
	ret->base_from = base ? base->base_from : from;
	if (base)
		ret->base_to = base->base_to;
	if (ret->pointers == 0 && in_range(w, ret->base_from, ret->base_to, (const char *const[]){ "const", NULL }))
		ret->is_const = true;
	return ret->base_to > ret->base_from;
}

static struct str type_of(struct state_walk *w, const struct declarator *d)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	uint32_t from = d->base_from, end = d->base_from;

	while (end < d->base_to && state_kind(w, end) != '{')
		end++;
	while (from < end) {
		uint32_t to = from;

		while (to < end && !token_in(&w->t, to, qualifiers))
			to++;
		if (text.len && to > from)
			strbuf_addch(&text, ' ');
		tokens_join(&w->t, from, to, &text);
		from = to + 1;
	}
	if (text.len == 0)
		return STR("");
	for (uint32_t i = 0; i < d->pointers; i++)
		strbuf_addz(&text, i ? "*" : " *");
	return arena_str(w->arena, strbuf_str(&text));
}

/* What stands in for a lock, a once-control or a key of thread-local memory guards others and is no state itself. */
static bool is_guard_type(struct str type)
{
	static const char *const words[] = { "mutex", "lock", "once", "cond", "GPrivate", "StaticPrivate", "pthread_key", "tss_t", "semaphore", "sem_t",
					     "barrier", "thread_specific" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_has_nocase(type, str_from(words[i])) && !str_has_nocase(type, STR("block")) && !str_has_nocase(type, STR("clock")))
			return true;
	return false;
}

/* std::unique_ptr<T>, QSharedPointer<T>: an object that leads to another is a pointer. */
bool state_is_smart(struct str type)
{
	static const char *const names[] = { "ComPtr", "QScopedPointer", "QSharedPointer", "RefPtr", "intrusive_ptr", "scoped_ptr", "scoped_refptr", "shared_ptr", "unique_ptr", NULL };
	size_t open = str_find(type, '<');

	return open < type.len && str_is_one_of(str_tail(str_tail(str_trim(str_slice(type, 0, open)), ' '), ':'), names);
}

static uint32_t type_name_end(const struct state_walk *w, uint32_t from)
{
	while (state_kind(w, from) == TOKEN_NAME || state_kind(w, from) == TOKEN_SCOPE)
		from++;
	return from;
}

/* `auto x = std::make_unique<T>()`, `auto *x = new T`: the type stands behind the `=`. */
static void take_auto(struct state_walk *w, const struct declarator *d, struct cslot *slot)
{
	uint32_t at = d->name + 2, end;

	if (!str_starts(slot->type, STR("auto")) || state_kind(w, d->name + 1) != '=')
		return;
	at += token_is(&w->t, at, "std") ? 2 : 0;
	if (token_is(&w->t, at, "new")) {
		end = type_name_end(w, at + 1);
		slot->type = arena_printf(w->arena, STR_FMT " *", STR_ARG(state_text(w, at + 1, end)));
		slot->pointers = 1;
	} else if ((token_is(&w->t, at, "make_unique") || token_is(&w->t, at, "make_shared")) && state_kind(w, at + 1) == '<') {
		end = type_name_end(w, at + 2);
		slot->type = arena_printf(w->arena, "std::%s_ptr<" STR_FMT ">", token_is(&w->t, at, "make_unique") ? "unique" : "shared", STR_ARG(state_text(w, at + 2, end)));
	}
}

static void add_slot(struct state_walk *w, const struct declarator *d, enum cslot_kind kind, struct str owner)
{
	struct cslot slot = { .kind = kind, .func = kind == CSLOT_LOCAL ? w->func_index : NONE, .pointers = d->pointers, .is_array = d->is_array, .is_set = d->is_set };

	slot.type = type_of(w, d);
	if (slot.type.len == 0 || is_guard_type(slot.type))
		return;
	take_auto(w, d, &slot);
	slot.pointers += w->is_cpp && state_is_smart(slot.type);
	slot.name = state_text(w, d->name, d->name + 1);
	slot.owner = d->owner == NONE ? owner : state_text(w, d->owner, d->owner + 1);
	if (d->owner != NONE)
		slot.kind = CSLOT_CLASS;
	slot.is_atomic = str_has_nocase(slot.type, STR("atomic"));
	slot.span = state_span(w, d->name, d->name + 1);
	if (kind != CSLOT_LOCAL)
		w->bloom[state_bloom(slot.name) / 64] |= UINT64_C(1) << state_bloom(slot.name) % 64;
	if (kind != CSLOT_LOCAL)
		map_set(&w->by_name, str_hash(slot.name), (uint32_t)w->slots.len);
	vec_push(&w->slots, slot);
}

/* The declarators of a statement [from, to). */
static void read_statement(struct state_walk *w, uint32_t from, uint32_t to, enum cslot_kind kind, struct str owner)
{
	struct declarator base, own;
	uint32_t end = tokens_item_end(&w->t, from, to);

	if (to - from < 2 || in_range(w, from, MIN(end, from + 6), not_variables) || in_range(w, from, end, thread_locals))
		return;
	if (!read_declarator(w, from, end, NULL, &base))
		return;
	if (!base.is_const)
		add_slot(w, &base, kind, owner);
	for (uint32_t i = end + 1; i < to; i = end + 1) {
		end = tokens_item_end(&w->t, i, to);
		if (!read_declarator(w, i, end, &base, &own))
			return;
		if (!own.is_const)
			add_slot(w, &own, kind, owner);
	}
}

/* --- Outside of functions --- */

struct outside {
	struct str classes[SCOPES_MAX]; /* of the braces that are open: the class, or empty */
	bool are_classes[SCOPES_MAX];
	bool are_skipped[SCOPES_MAX]; /* holds no declarations of ours: a body that a function in it cuts in two */
	uint32_t depth;
};

static struct str class_name(struct state_walk *w, uint32_t from, uint32_t to)
{
	struct str name = STR("");

	for (uint32_t i = from; i < to && state_kind(w, i) != ':'; i++)
		if (state_kind(w, i) == TOKEN_NAME && !token_is(&w->t, i, "final"))
			name = state_text(w, i, i + 1);
	return name;
}

/* What a `{` opens, by the tokens of its statement: braces that hold declarations are entered. */
static bool is_entered(struct state_walk *w, struct outside *o, uint32_t from, uint32_t open)
{
	static const char *const spaces[] = { "namespace", "extern", NULL };
	static const char *const records[] = { "class", "struct", "union", NULL };
	bool is_class = false;

	for (uint32_t i = from; i < open; i++) {
		if (token_in(&w->t, i, spaces))
			break;
		if (state_kind(w, i) == '=' || state_kind(w, i) == '(')
			return false;
		is_class = is_class || (w->is_cpp && token_in(&w->t, i, records));
	}
	if (!is_class && (from == open || !token_in(&w->t, from, spaces)) && !in_range(w, from, MIN(open, from + 2), spaces))
		return false;
	if (o->depth == SCOPES_MAX)
		return false;
	o->are_classes[o->depth] = is_class;
	o->are_skipped[o->depth] = false;
	o->classes[o->depth++] = is_class ? class_name(w, from, open) : STR("");
	return true;
}

static bool is_skipped(const struct outside *o)
{
	return o->depth > 0 && o->are_skipped[o->depth - 1];
}

/* Past a `{` that is not entered: to where it closes, or into it when that is behind a function. */
static uint32_t skip_braces(struct state_walk *w, struct outside *o, uint32_t open)
{
	if (w->closes.items[open] < w->t.count || o->depth == SCOPES_MAX)
		return w->closes.items[open];
	o->are_classes[o->depth] = false;
	o->are_skipped[o->depth] = true;
	o->classes[o->depth++] = STR("");
	return open;
}

static void read_outside(struct state_walk *w, struct outside *o, uint32_t from, uint32_t to)
{
	bool is_static = in_range(w, from, MIN(to, from + 4), (const char *const[]){ "static", NULL });
	bool is_in_class = o->depth > 0 && o->are_classes[o->depth - 1];

	if (is_skipped(o))
		return;
	if (to - from > STATEMENT_MAX && !in_range(w, from, MIN(to, from + 4), (const char *const[]){ "static", "struct", NULL }))
		return;
	if (is_in_class && !is_static)
		return;
	read_statement(w, from, to, is_in_class ? CSLOT_CLASS : is_static ? CSLOT_FILE : CSLOT_EXTERNAL, is_in_class ? o->classes[o->depth - 1] : STR(""));
}

/* One stretch between two functions. */
static void read_gap(struct state_walk *w, struct outside *o)
{
	uint32_t start = 0;

	for (uint32_t i = 0; i < w->t.count; i++)
		switch (state_kind(w, i)) {
		case ';':
			read_outside(w, o, start, i);
			start = i + 1;
			break;
		case '{':
			if (!is_skipped(o) && is_entered(w, o, start, i)) {
				start = i + 1;
				break;
			}
			start = w->closes.items[i] < w->t.count ? start : i + 1;
			i = skip_braces(w, o, i);
			break;
		case '}':
			o->depth -= o->depth > 0;
			start = i + 1;
			break;
		case '(':
		case '[': i = w->closes.items[i]; break;
		case ':':
			if (i == start + 1 && w->is_cpp)
				start = i + 1;
			break;
		default: break;
		}
}

void state_find_slots(struct state_walk *w)
{
	struct outside o = { .depth = 0 };
	uint32_t at = 0;

	w->is_inside = false;
	for (uint32_t i = 0; i < w->facts->func_count; i++) {
		const struct cfunc *f = &w->facts->funcs[i];

		if (f->start > at && f->start <= w->source.len) {
			state_load(w, at, f->start);
			read_gap(w, &o);
		}
		at = MAX(at, f->end);
	}
	if (at < w->source.len) {
		state_load(w, at, (uint32_t)w->source.len);
		read_gap(w, &o);
	}
}

/* --- Inside --- */

static bool starts_statement(const struct state_walk *w, uint32_t i)
{
	switch (state_kind(w, i - 1)) {
	case '{':
	case '}':
	case ';':
	case ')':
	case ':': return true;
	default: return i == 0;
	}
}

/* `type name`, `type *name`, at the start of a statement or of a for. */
static bool is_declared_here(const struct state_walk *w, uint32_t i)
{
	static const char *const no_types[] = { "return", "else", "goto", "case", "sizeof", "new", "delete", "throw", "do", "in", "not", "co_return", NULL };
	uint32_t at = i;
	uint8_t next = state_kind(w, i + 1);

	if (i == 0 || !(next == '=' || next == ';' || next == ',' || next == '[' || next == ')' || next == ':'))
		return false;
	while (at > 0 && (state_kind(w, at - 1) == '*' || state_kind(w, at - 1) == '&' || token_in(&w->t, at - 1, qualifiers)))
		at--;
	if (at == 0 || !(state_kind(w, at - 1) == TOKEN_NAME || (w->is_cpp && state_kind(w, at - 1) == '>')) || token_in(&w->t, at - 1, no_types))
		return false;
	if (at == i)
		return true;
	while (at > 0 && (state_kind(w, at - 1) == TOKEN_NAME || state_kind(w, at - 1) == TOKEN_SCOPE))
		at--;
	return at == 0 || starts_statement(w, at) || state_kind(w, at - 1) == '(' || state_kind(w, at - 1) == '>';
}

static void add_shadows(struct state_walk *w)
{
	for (uint32_t i = 0; i < w->func->param_count; i++)
		if (w->func->params[i].name.len)
			map_set(&w->shadows, state_key(w->func_index, str_hash(w->func->params[i].name)), i);
	for (uint32_t i = 0; i < w->t.count; i++)
		if (state_kind(w, i) == TOKEN_NAME && is_declared_here(w, i))
			map_add(&w->shadows, state_key(w->func_index, str_hash(state_word(w, i))), NONE);
}

bool state_is_own(const struct state_walk *w, struct str name)
{
	return map_has(&w->shadows, state_key(w->func_index, str_hash(name)));
}

bool state_is_param(const struct state_walk *w, struct str name)
{
	uint64_t key = state_key(w->func_index, str_hash(name));

	return map_has(&w->shadows, key) && map_get(&w->shadows, key) != NONE;
}

void state_find_locals(struct state_walk *w)
{
	add_shadows(w);
	w->is_inside = true;
	w->first_slot = (uint32_t)w->slots.len;
	for (uint32_t i = 1; i + 2 < w->t.count; i++) {
		uint32_t end;

		if (!token_is(&w->t, i, "static") && !(token_in(&w->t, i, qualifiers) && token_is(&w->t, i + 1, "static")))
			continue;
		if (!starts_statement(w, i))
			continue;
		end = state_value_end(w, i);
		while (state_kind(w, end) == ',')
			end = state_value_end(w, end + 1);
		read_statement(w, i, end, CSLOT_LOCAL, STR(""));
		i = end;
	}
}

/* --- What a name means --- */

uint32_t state_name_start(const struct state_walk *w, uint32_t token)
{
	while (token >= 1 && state_kind(w, token - 1) == TOKEN_SCOPE)
		token -= token >= 2 && state_kind(w, token - 2) == TOKEN_NAME ? 2 : 1;
	return token;
}

static bool is_of_class(const struct state_walk *w, const struct cslot *slot, uint32_t token)
{
	struct str name = w->func->name;
	size_t len = slot->owner.len;

	if (token >= 2 && state_kind(w, token - 1) == TOKEN_SCOPE)
		return str_eq(state_word(w, token - 2), slot->owner);
	for (size_t i = 0; i + len + 2 < name.len; i++)
		if (str_eq(str_slice(name, i, i + len), slot->owner) && (i == 0 || name.ptr[i - 1] == ':') && name.ptr[i + len] == ':')
			return true;
	return false;
}

uint32_t state_slot_at(const struct state_walk *w, uint32_t token)
{
	struct str name = state_word(w, token);
	uint8_t before = token > 0 ? state_kind(w, token - 1) : TOKEN_END;
	uint32_t i;

	if (state_kind(w, token) != TOKEN_NAME || before == '.' || before == TOKEN_ARROW)
		return NONE;
	for (i = (uint32_t)w->slots.len; i > w->first_slot && w->slots.len - i < LOCALS_MAX; i--)
		if (str_eq(w->slots.items[i - 1].name, name))
			return i - 1;
	i = map_get(&w->by_name, str_hash(name));
	if (i == NONE || !str_eq(w->slots.items[i].name, name))
		return NONE;
	if (w->slots.items[i].kind == CSLOT_CLASS)
		return is_of_class(w, &w->slots.items[i], token) ? i : NONE;
	return before == TOKEN_SCOPE || state_is_own(w, name) ? NONE : i;
}
