/* A function as it is written: tokens with locals numbered, and the macros that it uses, to the last. */
#include "base/base.h"
#include "analyzers/lang/c/clang_meaning_impl.h"

#include "analyzers/lang/c/clang_lex.h"

/* --- The macros of a unit --- */

/* System headers' bytes are not kept with the files. */
static struct str text_between(struct clang_tu *tu, CXSourceRange range)
{
	const struct clang_api *api = tu->api;
	unsigned start = 0, end = 0;
	CXFile file = NULL;
	size_t size = 0;
	const char *bytes;

	api->getExpansionLocation(api->getRangeStart(range), &file, NULL, NULL, &start);
	api->getExpansionLocation(api->getRangeEnd(range), NULL, NULL, NULL, &end);
	bytes = file ? api->getFileContents(tu->handle, file, &size) : NULL;
	return bytes && end <= size && start <= end ? (struct str){ bytes + start, end - start } : STR("");
}

/* Of one that a flag defines: the flag. What the compiler brings along is the same for everybody. */
static struct str flag_text(const struct clang_tu *tu, struct str name)
{
	for (uint32_t i = 0; i < tu->unit->arg_count; i++) {
		struct str arg = str_from(tu->unit->args[i]);

		if (str_is(arg, "-D") && i + 1 < tu->unit->arg_count)
			arg = str_from(tu->unit->args[i + 1]);
		else if (str_starts(arg, STR("-D")))
			arg = str_slice(arg, 2, arg.len);
		if (str_starts(arg, name) && (arg.len == name.len || arg.ptr[name.len] == '=' || arg.ptr[name.len] == '('))
			return arg;
	}
	return name;
}

struct gather_macros {
	struct clang_tu *tu;
	struct macro_table *table;
};

static enum CXChildVisitResult add_macro(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct gather_macros *g = data;
	struct macro_definition d = { 0 };
	uint32_t known;

	if (g->tu->api->getCursorKind(cursor) != CXCursor_MacroDefinition)
		return CXChildVisit_Continue;
	d.name = clang_tu_take(g->tu, g->tu->api->getCursorSpelling(cursor));
	d.body = text_between(g->tu, g->tu->api->getCursorExtent(cursor));
	if (!d.body.len)
		d.body = flag_text(g->tu, d.name);
	known = map_get(&g->table->by_name, str_hash(d.name));
	if (known == NONE) {
		map_set(&g->table->by_name, str_hash(d.name), (uint32_t)g->table->items.len);
		vec_push(&g->table->items, d);
	} else if (!str_eq(g->table->items.items[known].body, d.body)) {
		g->table->items.items[known].is_ambiguous = true;
	}
	return CXChildVisit_Continue;
}

void macro_table_read(struct clang_tu *tu, struct macro_table *ret)
{
	struct gather_macros g = { tu, ret };

	tu->api->visitChildren(tu->api->getTranslationUnitCursor(tu->handle), add_macro, &g);
}

void macro_table_release(struct macro_table *t)
{
	map_release(&t->by_name);
	vec_release(&t->items);
}

/* --- What a body may not ask for --- */

static const struct {
	const char *word, *why;
} forbidden[] = {
	{ "__LINE__", "it asks for its own line" },
	{ "__FILE__", "it asks for its own file" },
	{ "__FILE_NAME__", "it asks for its own file" },
	{ "__BASE_FILE__", "it asks for its own file" },
	{ "__TIMESTAMP__", "it asks for its own file" },
	{ "__INCLUDE_LEVEL__", "it asks for its own file" },
	{ "__DATE__", "it asks when it was compiled" },
	{ "__TIME__", "it asks when it was compiled" },
	{ "__COUNTER__", "it counts its expansions" },
	{ "__func__", "it asks for its own name" },
	{ "__FUNCTION__", "it asks for its own name" },
	{ "__PRETTY_FUNCTION__", "it asks for its own name" },
	{ "__builtin_FILE", "it asks where it is called" },
	{ "__builtin_LINE", "it asks where it is called" },
	{ "__builtin_FUNCTION", "it asks where it is called" },
	{ "__builtin_return_address", "it asks where it is called" },
	{ "__builtin_frame_address", "it asks where it is called" },
	{ "source_location", "it asks where it stands" },
	{ "__asm__", "it holds assembly" },
	{ "__asm", "it holds assembly" },
};

static void look_at_word(struct meaning *m, struct str word, struct str macro)
{
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++) {
		if (!str_is(word, forbidden[i].word))
			continue;
		if (macro.len)
			meaning_refuse(m, "%s, through the macro %.*s", forbidden[i].why, STR_ARG(macro));
		else
			meaning_refuse(m, "%s", forbidden[i].why);
	}
}

/* --- The macros of a body --- */

static void use_macro(struct meaning *m, struct str word)
{
	uint32_t at = map_get(&m->macros->by_name, str_hash(word));
	const struct macro_definition *d = at == NONE ? NULL : &m->macros->items.items[at];

	if (!d || !map_add(&m->known, str_hash(word), 0))
		return;
	if (d->is_ambiguous)
		meaning_refuse(m, "the macro " STR_FMT " is defined in more than one way", STR_ARG(word));
	vec_push(&m->used, (struct clang_macro_text){ d->name, d->body });
}

/* Macros in the macros' bodies; the list grows as it is read. */
static void follow_macros(struct meaning *m)
{
	for (size_t i = 0; i < m->used.len; i++) {
		struct str text = m->used.items[i].body, name = m->used.items[i].name;

		for (struct clang_token t = clang_lex(text, 0); t.kind != CLANG_TOKEN_END; t = clang_lex(text, t.end)) {
			if (t.kind != CLANG_TOKEN_WORD)
				continue;
			look_at_word(m, clang_token_text(text, t), name);
			use_macro(m, clang_token_text(text, t));
		}
	}
}

static int compare_macros(const void *a, const void *b)
{
	const struct clang_macro_text *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

/* --- Tokens --- */

/* Locals first, where a name is marked twice. */
static int compare_marks(const void *a, const void *b)
{
	const struct meaning_mark *x = a, *y = b;

	return x->offset != y->offset ? (x->offset < y->offset ? -1 : 1) : x->number < y->number ? -1 : x->number > y->number;
}

static bool begins_directive(struct str text, struct clang_token t)
{
	uint32_t at = t.start;

	if (t.kind != CLANG_TOKEN_MARK || (text.ptr[at] != '#' && text.ptr[at] != '%'))
		return false;
	if (text.ptr[at] == '%' && !(at + 1 < text.len && text.ptr[at + 1] == ':'))
		return false;
	while (at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\t'))
		at--;
	return at == 0 || text.ptr[at - 1] == '\n' || text.ptr[at - 1] == '\r';
}

static void add_token(struct meaning *m, struct str text, struct clang_token t, const struct meaning_mark *mark, uint32_t line)
{
	struct str word = clang_token_text(text, t);
	struct clang_atom atom = { .kind = CLANG_ATOM_TEXT, .line = line, .text = word, .shown = word };

	if (mark && mark->number != NONE) {
		atom.kind = CLANG_ATOM_LOCAL;
		atom.text = arena_printf(m->tu->arena, "%u", mark->number);
	} else if (mark) {
		/* The tree knows what it refers to. */
		atom.text = STR("name");
	} else if (t.kind == CLANG_TOKEN_WORD) {
		look_at_word(m, word, STR(""));
		use_macro(m, word);
	}
	vec_push(&m->tokens, atom);
}

/* `core::make` is `make`: the tree knows which. */
static struct clang_token behind_colons(struct str text, struct clang_token name)
{
	struct clang_token t = name;

	for (int i = 0; i < 2; i++) {
		struct clang_token next = clang_lex(text, t.end);

		if (next.kind != CLANG_TOKEN_MARK || text.ptr[next.start] != ':')
			return name;
		t = next;
	}
	return t;
}

static uint32_t lines_between(struct str text, uint32_t from, uint32_t to)
{
	uint32_t lines = 0;

	for (uint32_t i = from; i < to; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

void meaning_read_tokens(struct meaning *m)
{
	struct str text = m->tu->files.items[m->file].bytes;
	uint32_t line = 1 + lines_between(text, 0, m->body), at = m->body;
	size_t next = 0;

	vec_sort(&m->marks, compare_marks);
	for (struct clang_token t = clang_lex(text, m->body); t.kind != CLANG_TOKEN_END && t.start < m->end;
		t = clang_lex(text, t.end)) {
		line += lines_between(text, at, t.start);
		at = t.start;
		while (next < m->marks.len && m->marks.items[next].offset < t.start)
			next++;
		if (t.kind == CLANG_TOKEN_COMMENT)
			continue;
		if (begins_directive(text, t))
			meaning_refuse(m, "its body holds a preprocessor directive");
		if (next < m->marks.len && m->marks.items[next].offset == t.start && m->marks.items[next].is_namespace) {
			t = behind_colons(text, t);
			continue;
		}
		add_token(m, text, t, next < m->marks.len && m->marks.items[next].offset == t.start ? &m->marks.items[next] : NULL, line);
	}
	follow_macros(m);
	vec_sort(&m->used, compare_macros);
}
