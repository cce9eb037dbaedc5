/* The statements and methods that can have to do with state that outlives a call: what is parsed for it. */
#include "base/base.h"
#include "analyzers/lang/python/python_impl.h"

#include <string.h>

#include "analyzers/lang/python/names.h"
#include "analyzers/lang/python/skim_impl.h"
#include "base/map.h"
#include "base/vec.h"

#define HEADER_MAX 4000 /* bytes of a list of parameters; a longer one is taken as it is */

/* What the text shows of a name that is bound at module or class level, and what it must show to be of interest. */
enum sign {
	SIGN_SLOT = 1 << 0,     /* it is one, whatever is done with it */
	SIGN_HELD = 1 << 1,     /* it holds a new collection, or what a call returned */
	SIGN_CHANGED = 1 << 2,  /* followed by an index, or by a method that changes it */
	SIGN_RETURNED = 1 << 3, /* follows `return` */
	SIGN_MADE = 1 << 4,     /* with HELD: by a call, so that only handing it out counts */
	SIGN_IMPORTED = 1 << 5, /* an import binds it, too: what it stands for is a module or class, and no state ... */
	SIGN_REPLACED = 1 << 6  /* ... unless something is made in its place */
};

/* A function at module level or a method of a class there, with its decorators, that can be left out; or a whole class. */
struct piece_of {
	uint32_t def, start, end;
	bool is_kept;
};
typedef VEC(struct piece_of) pieces; /* in the order of the text */

struct chooser {
	struct str source;
	const struct outline *o;
	struct map signs;  /* hash of a name -> enum sign */
	uint32_t lengths[256]; /* by first byte, a bit for each length of a name in signs: most words need no look there */
	struct map owners; /* hashes of definitions at module level */
	pieces pieces;
	const struct state_question *q;
};

static bool is_word_char(char c)
{
	return skim_chars[(unsigned char)c] & CHAR_IDENTIFIER;
}

/* The next run of identifier characters, in comments and strings too: what is found there does no harm. */
static bool next_word(struct str text, size_t *at, struct str *ret)
{
	size_t i = *at;

	while (i < text.len && !is_word_char(text.ptr[i]))
		i++;
	*ret = (struct str){ text.ptr + i, 0 };
	while (i < text.len && is_word_char(text.ptr[i]))
		i++;
	*at = i;
	ret->len = (size_t)(text.ptr + i - ret->ptr);
	return ret->len > 0;
}

static char char_at(struct str text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static size_t skip_blanks(struct str text, size_t at)
{
	while (char_at(text, at) == ' ' || char_at(text, at) == '\t')
		at++;
	return at;
}

/* Names of modules are written bare, those of classes and functions behind a dot, or as a string. */
enum level { LEVEL_MODULE, LEVEL_OWNER };

static void add_sign(struct chooser *c, enum level level, struct str name, unsigned sign)
{
	uint64_t key = str_hash(name) ^ level;
	uint32_t known = map_get(&c->signs, key);

	map_set(&c->signs, key, known == NONE ? sign : known | sign);
	c->lengths[(unsigned char)name.ptr[0]] |= 1u << name.len % 32;
}

/* NONE when nothing is known of the name. */
static uint32_t sign_of(const struct chooser *c, enum level level, struct str name)
{
	if (!(c->lengths[(unsigned char)name.ptr[0]] & 1u << name.len % 32))
		return NONE;
	return map_get(&c->signs, str_hash(name) ^ level);
}

static bool is_slot(uint32_t sign)
{
	if (sign == NONE || (sign & SIGN_IMPORTED && !(sign & SIGN_REPLACED)))
		return false;
	if (sign & SIGN_SLOT)
		return true;
	if (sign & SIGN_MADE)
		return sign & SIGN_RETURNED;
	return sign & SIGN_HELD && sign & (SIGN_CHANGED | SIGN_RETURNED);
}

/* --- Names that are bound at module and class level --- */

/* What stands behind the `=` of a binding. */
static char first_of_value(struct str source, const struct binding *b)
{
	size_t line = b->span.end, at;

	while (line < source.len && source.ptr[line] != '\n' && source.ptr[line] != '=')
		line++;
	if (char_at(source, line) != '=')
		return '\0';
	at = skip_blanks(source, line + 1);
	return char_at(source, at);
}

static void read_bindings(struct chooser *c)
{
	static const char *const containers[] = { "Counter", "OrderedDict", "WeakKeyDictionary", "WeakSet", "WeakValueDictionary",
						  "bytearray", "defaultdict", "deque", "dict", "list", "set", NULL };
	static const char *const fields[] = { "Column", "Field", "PrivateAttr", "attrib", "field", "ib", "mapped_column", "relationship", NULL };

	for (uint32_t i = 0; i < c->o->binding_count; i++) {
		const struct binding *b = &c->o->bindings[i];
		enum level level = b->def == NONE ? LEVEL_MODULE : LEVEL_OWNER;
		char first = b->kind == BINDING_OTHER ? first_of_value(c->source, b) : '\0';

		if (b->kind == BINDING_NONE && level == LEVEL_MODULE)
			add_sign(c, level, b->name, SIGN_SLOT);
		else if (first == '[' || first == '{' || (b->kind == BINDING_CALL && str_is_one_of(str_tail(b->value, '.'), containers)))
			add_sign(c, level, b->name, SIGN_HELD);
		else if (b->kind == BINDING_CALL && !str_is_one_of(str_tail(b->value, '.'), fields))
			add_sign(c, level, b->name, SIGN_HELD | SIGN_MADE);
	}
	for (uint32_t d = 0; d < c->o->def_count; d++)
		if (c->o->defs[d].parent == NONE)
			map_add(&c->owners, str_hash(c->o->defs[d].name), 1);
}

/* --- What the text does with names --- */

static bool begins_line(struct str text, size_t at)
{
	while (at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\t'))
		at--;
	return at == 0 || strchr("\r\n:;", text.ptr[at - 1]);
}

/* `global a, b` */
static void read_global(struct chooser *c, size_t start, size_t at)
{
	struct str name;

	if (!begins_line(c->source, start))
		return;
	do {
		at = skip_blanks(c->source, at);
		if (!is_word_char(char_at(c->source, at)) || !next_word(c->source, &at, &name))
			return;
		add_sign(c, LEVEL_MODULE, name, SIGN_SLOT);
		at = skip_blanks(c->source, at);
	} while (char_at(c->source, at++) == ',');
}

/* Is the word one of what an application keeps: `app.state.engine`? */
static bool is_of_application(struct str text, size_t start)
{
	static const struct str state = STR_INIT(".state.");

	return start > state.len && str_eq(str_slice(text, start - state.len, start), state);
}

/* Is the word the attribute of a class or function: after `cls.`, `__class__.`, `type(self).` or its name? */
static bool is_attribute_of_owner(const struct chooser *c, struct str before, size_t start)
{
	static const struct str type = STR_INIT("type(self).");

	if (start == 0 || c->source.ptr[start - 1] != '.')
		return false;
	if (start >= type.len && str_eq(str_slice(c->source, start - type.len, start), type))
		return true;
	if (before.len == 0 || before.ptr + before.len != c->source.ptr + start - 1)
		return false;
	return str_is(before, "cls") || str_is(before, "__class__") || map_has(&c->owners, str_hash(before));
}

static bool is_set_here(struct str text, size_t at)
{
	at = skip_blanks(text, at);
	if (char_at(text, at) == ':' && char_at(text, at + 1) == ' ') /* an annotation, when a value follows */
		while (at < text.len && text.ptr[at] != '=' && text.ptr[at] != '\n')
			at++;
	return char_at(text, at) == '=' && char_at(text, at + 1) != '=';
}

/* Behind a name: ` = Engine(`, but not ` = import_module(`. */
static bool is_made_here(struct str text, size_t at)
{
	size_t start;

	if (!is_set_here(text, at))
		return false;
	at = start = skip_blanks(text, at + str_find(str_slice(text, at, text.len), '=') + 1);
	while (is_word_char(char_at(text, at)) || char_at(text, at) == '.')
		at++;
	return at > start && char_at(text, at) == '(' && !str_has(str_slice(text, start, at), STR("import"));
}

static bool is_changed_here(struct str text, size_t at)
{
	static const char *const verbs[] = { "add", "append", "appendleft", "clear", "discard", "extend", "get", "insert", "pop",
					     "popitem", "popleft", "remove", "setdefault", "update", NULL };
	struct str verb;

	if (char_at(text, at) == '[')
		return true;
	return char_at(text, at++) == '.' && is_word_char(char_at(text, at)) && next_word(text, &at, &verb) && str_is_one_of(verb, verbs);
}

/* `return` right before the word, or before the `self.` or `Owner.` in front of it; and nothing of the word's behind it. */
static bool is_returned_here(struct str text, struct str word, struct str before, struct str before_that)
{
	size_t start = (size_t)(word.ptr - text.ptr), end = start + word.len;
	char after = char_at(text, end);

	if (start > 0 && text.ptr[start - 1] == '.') {
		word = before;
		before = before_that;
		start = (size_t)(word.ptr - text.ptr);
	}
	if (after == '.' || after == '(' || !str_is(before, "return"))
		return false;
	return skip_blanks(text, (size_t)(before.ptr - text.ptr) + before.len) == start;
}

static enum level level_at(struct str text, size_t start)
{
	char before = start > 0 ? text.ptr[start - 1] : '\0';

	return before == '.' || before == '"' || before == '\'' ? LEVEL_OWNER : LEVEL_MODULE;
}

static void read_words(struct chooser *c)
{
	struct str word, before = STR(""), before_that = STR("");

	for (size_t at = 0; next_word(c->source, &at, &word); before_that = before, before = word) {
		size_t start = (size_t)(word.ptr - c->source.ptr);
		enum level level = level_at(c->source, start);

		if (str_is(word, "global"))
			read_global(c, start, at);
		else if ((is_attribute_of_owner(c, before, start) || is_of_application(c->source, start)) && is_set_here(c->source, at))
			add_sign(c, LEVEL_OWNER, word, SIGN_SLOT);
		else if (sign_of(c, level, word) != NONE) {
			if (is_returned_here(c->source, word, before, before_that))
				add_sign(c, level, word, SIGN_RETURNED);
			if (is_changed_here(c->source, at))
				add_sign(c, level, word, SIGN_CHANGED);
			if (is_made_here(c->source, at))
				add_sign(c, level, word, SIGN_REPLACED);
		}
	}
}

/* Of the names that show a sign. */
static void mark_imported(struct chooser *c)
{
	for (uint32_t i = 0; i < c->o->import_count; i++) {
		const struct import *im = &c->o->imports[i];

		for (uint32_t n = 0; im->def == NONE && n < im->name_count; n++) {
			struct str name = import_name_bound(&c->o->names[im->first_name + n]);

			if (sign_of(c, LEVEL_MODULE, name) != NONE)
				add_sign(c, LEVEL_MODULE, name, SIGN_IMPORTED);
		}
	}
}

/* --- Definitions --- */

static size_t line_start(struct str text, size_t at)
{
	while (at > 0 && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != '\r')
		at--;
	return at;
}

/* Behind the string at `at`; NONE when it does not end. */
static uint32_t skip_string(struct str text, size_t at)
{
	char quote = text.ptr[at];
	size_t width = char_at(text, at + 1) == quote && char_at(text, at + 2) == quote ? 3 : 1;

	for (size_t i = at + width; i < text.len && (width == 3 || text.ptr[i] != '\n'); i++) {
		if (text.ptr[i] == quote && (width == 1 || (char_at(text, i + 1) == quote && char_at(text, i + 2) == quote)))
			return (uint32_t)(i + width);
		i += text.ptr[i] == '\\';
	}
	return NONE;
}

/* Behind the logical line at `at`; NONE when that is not easily told. */
static uint32_t skip_line(struct str text, size_t at)
{
	size_t depth = 0;

	while (at < text.len) {
		char ch = text.ptr[at];

		if (ch == '#')
			at += str_find(str_slice(text, at, text.len), '\n');
		if (ch == '\n' && depth == 0)
			return (uint32_t)at + 1;
		if (ch == '"' || ch == '\'') {
			at = skip_string(text, at);
			if (at == NONE)
				return NONE;
			continue;
		}
		depth += ch == '(' || ch == '[' || ch == '{';
		depth -= depth && (ch == ')' || ch == ']' || ch == '}');
		at += ch == '\\' ? 2 : ch != '#';
	}
	return depth ? NONE : (uint32_t)text.len;
}

/* Where the decorators of a definition begin: the last run of lines with an @ behind `after`. False when that is not easily told. */
static bool find_start(const struct chooser *c, const struct def *d, uint32_t after, uint32_t *ret)
{
	struct str text = str_slice(c->source, 0, line_start(c->source, d->span.start));
	size_t at = line_start(c->source, after);

	if (at < after) /* the rest of a line of another definition */
		at += str_find(str_slice(text, at, text.len), '\n') + 1;
	*ret = (uint32_t)text.len;
	if (str_trim(str_slice(c->source, text.len, d->span.start)).len > 0 || text.len < after)
		return false;
	while (at < text.len) {
		size_t code = skip_blanks(text, at);
		uint32_t end = skip_line(text, at);

		if (end == NONE)
			return false;
		if (char_at(text, code) == '@')
			*ret = MIN(*ret, (uint32_t)at);
		else if (!strchr("\r\n#", char_at(text, code)))
			*ret = (uint32_t)text.len;
		at = end;
	}
	return true;
}

static bool is_piece(const struct outline *o, uint32_t d)
{
	const struct def *def = &o->defs[d], *around;

	if (def->kind != DEF_FUNCTION)
		return false;
	if (def->parent == NONE)
		return def->block == NONE;
	around = &o->defs[def->parent];
	return around->kind == DEF_CLASS && around->parent == NONE && def->block == around->block;
}

/* Where the definition or class header before it ends: nothing of it is behind. */
static void find_pieces(struct chooser *c)
{
	const struct outline *o = c->o;
	uint32_t after = 0;

	for (uint32_t d = 0; d < o->def_count; d++) {
		const struct def *def = &o->defs[d];
		struct piece_of piece = { .def = d, .end = def->end };

		if (def->span.start < after && c->pieces.len > 0 && def->end <= vec_last(&c->pieces)->end)
			continue; /* inside of one */
		if (is_piece(o, d)) {
			if (find_start(c, def, after, &piece.start))
				vec_push(&c->pieces, piece);
			after = def->end;
		} else
			after = MAX(after, def->span.end);
	}
}

/* A default that is made once: `=[]`, `={}`, `=dict()`, `=Engine()`. */
static bool has_mutable_default(struct str header)
{
	size_t depth = 0;

	for (size_t i = str_find(header, '('); i < header.len; i++) {
		char ch = header.ptr[i];
		struct str word = { header.ptr, 0 };

		if (ch == '(' || ch == '[' || ch == '{')
			depth++;
		else if ((ch == ')' || ch == ']' || ch == '}') && --depth == 0)
			return false;
		if (ch != '=')
			continue;
		i = skip_blanks(header, i + 1);
		if (char_at(header, i) == '[' || char_at(header, i) == '{')
			return true;
		if (is_word_char(char_at(header, i)) && next_word(header, &i, &word) && (char_at(header, i) == '(' || char_at(header, i) == '.'))
			return true;
		i--;
	}
	return true; /* it does not end: better too much */
}

static bool has_slot(const struct chooser *c, struct str text)
{
	struct str word;

	for (size_t at = 0; next_word(text, &at, &word);)
		if (is_slot(sign_of(c, level_at(text, (size_t)(word.ptr - text.ptr)), word)))
			return true;
	return false;
}

static bool is_cached(struct str decorators)
{
	return str_has(decorators, STR("cache")) || str_has(decorators, STR("memoize"));
}

static bool mentions(const struct words *words, struct str text)
{
	struct str word;

	for (size_t at = 0; words && next_word(text, &at, &word);)
		if (words_has(words, word))
			return true;
	return false;
}

static bool is_wanted(const struct chooser *c, struct str text)
{
	return (c->q->wants && c->q->wants(text)) || mentions(c->q->words, text);
}

static void choose(struct chooser *c, struct piece_of *piece)
{
	const struct def *d = &c->o->defs[piece->def];
	struct str text = str_slice(c->source, piece->start, piece->end);

	piece->is_kept = is_wanted(c, text);
	if (c->q->with_slots && !piece->is_kept)
		piece->is_kept = is_cached(str_slice(c->source, piece->start, d->span.start)) ||
				 has_mutable_default(str_slice(c->source, d->span.end, MIN(piece->end, d->span.end + HEADER_MAX))) || has_slot(c, text);
}

static bool is_private(struct str name)
{
	return str_starts(name, STR("_")) && !str_starts(name, STR("__"));
}

/* Who calls a private function that makes something on first use: it may hold the lock. */
static void keep_callers(struct chooser *c)
{
	struct map called = { 0 };

	vec_foreach (struct piece_of, piece, &c->pieces)
		if (piece->is_kept && is_private(c->o->defs[piece->def].name) &&
		    str_has(str_slice(c->source, piece->start, piece->end), STR("if ")))
			map_add(&called, str_hash(c->o->defs[piece->def].name), 1);
	vec_foreach (struct piece_of, piece, &c->pieces) {
		struct str text = str_slice(c->source, piece->start, piece->end), word;

		for (size_t at = 0; called.len > 0 && !piece->is_kept && next_word(text, &at, &word);)
			piece->is_kept = char_at(text, at) == '(' && map_has(&called, str_hash(word));
	}
	map_release(&called);
}

/* --- Classes of which nothing is kept --- */

static bool has_class_slot(const struct chooser *c, uint32_t class)
{
	for (uint32_t i = 0; i < c->o->binding_count; i++)
		if (c->o->bindings[i].def == class && is_slot(sign_of(c, LEVEL_OWNER, c->o->bindings[i].name)))
			return true;
	return false;
}

/* Is the class at module level, and each definition in it a piece that is not kept, from the one at `first` on? */
static bool is_idle(const struct chooser *c, uint32_t class, size_t first, size_t *ret_end)
{
	const struct def *d = &c->o->defs[class];

	*ret_end = first;
	if (d->kind != DEF_CLASS || d->parent != NONE || d->block != NONE || has_class_slot(c, class))
		return false;
	for (uint32_t k = class + 1; k < c->o->def_count && c->o->defs[k].span.start < d->end; k++) {
		if (c->o->defs[k].parent != class)
			continue;
		if (*ret_end == c->pieces.len || c->pieces.items[*ret_end].def != k || c->pieces.items[*ret_end].is_kept)
			return false;
		++*ret_end;
	}
	return true;
}

/* One piece for all of a class, instead of those for its methods. */
static void leave_out_idle_classes(struct chooser *c)
{
	pieces all = { 0 };
	size_t read = 0, end;
	uint32_t after = 0;

	for (uint32_t d = 0; d < c->o->def_count; d++) {
		struct piece_of whole = { .def = d, .end = c->o->defs[d].end };

		if (is_idle(c, d, read, &end) && find_start(c, &c->o->defs[d], after, &whole.start)) {
			vec_push(&all, whole);
			read = end;
		} else if (read < c->pieces.len && c->pieces.items[read].def == d)
			vec_push(&all, c->pieces.items[read++]);
		if (c->o->defs[d].parent == NONE)
			after = c->o->defs[d].end;
	}
	vec_release(&c->pieces);
	c->pieces = all;
}

/* --- Ranges --- */

static void add_range(struct range *ranges, uint32_t *count, uint32_t start, uint32_t end, uint32_t line)
{
	if (start < end)
		ranges[(*count)++] = (struct range){ start, end, line };
}

/* All of [start, end) but the pieces that are not kept. */
static uint32_t without_pieces(const struct chooser *c, struct range all, struct range *ranges)
{
	uint32_t from = all.start, line = all.line, count = 0;

	vec_foreach (struct piece_of, piece, &c->pieces) {
		if (piece->is_kept)
			continue;
		add_range(ranges, &count, from, piece->start, line);
		from = piece->end;
		line = c->o->defs[piece->def].end_line + 1;
	}
	add_range(ranges, &count, from, all.end, line);
	return count;
}

/* Only those inside of the definition that is asked about. */
static void narrow(struct chooser *c, uint32_t def)
{
	size_t kept = 0;

	vec_foreach (struct piece_of, piece, &c->pieces)
		if (c->o->defs[piece->def].parent == def)
			c->pieces.items[kept++] = *piece;
	c->pieces.len = kept;
}

static void choose_all(struct chooser *c)
{
	const struct state_question *q = c->q;

	find_pieces(c);
	if (q->def != NONE)
		narrow(c, q->def);
	if (q->with_slots) {
		read_bindings(c);
		read_words(c);
		mark_imported(c);
	}
	vec_foreach (struct piece_of, piece, &c->pieces)
		choose(c, piece);
	if (q->with_slots) {
		keep_callers(c);
		leave_out_idle_classes(c);
	}
}

uint32_t python_state_ranges(
	struct str source, const struct outline *o, const struct state_question *q, struct arena *a, struct range **ret_ranges)
{
	struct chooser c = { .source = source, .o = o, .q = q };
	bool is_choosy = q->with_slots || q->wants || q->words;
	struct range all = { 0, (uint32_t)source.len, 1 };
	bool is_nothing = q->def == NONE && !q->with_slots && is_choosy && !is_wanted(&c, source);
	uint32_t count = 0;

	if (q->def != NONE) {
		python_definition(source, o, q->def, &all.start, &all.end);
		all.line = o->defs[q->def].span.line;
	}
	if (!is_nothing && is_choosy)
		choose_all(&c);
	*ret_ranges = arena_array(a, struct range, c.pieces.len + 1);
	if (!is_nothing)
		count = without_pieces(&c, all, *ret_ranges);
	vec_release(&c.pieces);
	map_release(&c.signs);
	map_release(&c.owners);
	return count;
}
