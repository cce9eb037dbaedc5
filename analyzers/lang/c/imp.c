/* Reading .imp files. */
#include "base/base.h"
#include "analyzers/lang/c/imp.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/path.h"
#include "base/vec.h"
#include "base/yaml.h"

#define IMP_MAX (UINT32_C(16) << 20)
#define REF_DEPTH_MAX 16

struct reading {
	struct arena *arena;
	struct err *err;
	struct str file;
	struct map seen; /* hashes of real paths */
	unsigned depth;
	bool follows_refs;
	VEC(struct imp_include) includes;
	VEC(struct imp_symbol) symbols;
};

static bool read_file(struct reading *r, struct str path);

static bool fail(const struct reading *r, const struct yaml_node *node, const char *what)
{
	return err_at(r->err, r->file.ptr, node->line, node->column, "%s", what);
}

/* An entry's value must be a list of this many texts. */
static bool is_list(const struct reading *r, const struct yaml_node *value, size_t count, const char *what)
{
	if (value->kind != YAML_SEQUENCE || value->count != count)
		return fail(r, value, what);
	for (size_t i = 0; i < count; i++)
		if (value->items[i].kind != YAML_SCALAR)
			return fail(r, &value->items[i], what);
	return true;
}

static struct str take_pattern(struct str text, bool *ret_is_regex)
{
	*ret_is_regex = text.len > 0 && text.ptr[0] == '@';
	return *ret_is_regex ? str_slice(text, 1, text.len) : text;
}

static bool read_include(struct reading *r, const struct yaml_node *value)
{
	struct imp_include i = { .line = value->line, .file = r->file };

	if (!is_list(r, value, 4, "an include mapping is a list of four texts: from, visibility, to, visibility"))
		return false;
	i.from = take_pattern(value->items[0].text, &i.is_regex);
	i.from_is_private = str_is(value->items[1].text, "private");
	i.to = value->items[2].text;
	i.to_is_private = str_is(value->items[3].text, "private");
	vec_push(&r->includes, i);
	return true;
}

static bool read_symbol(struct reading *r, const struct yaml_node *value)
{
	struct imp_symbol s = { .line = value->line, .file = r->file };

	if (!is_list(r, value, 4, "a symbol mapping is a list of four texts: name, use, header, visibility"))
		return false;
	s.name = take_pattern(value->items[0].text, &s.is_regex);
	s.is_forward = str_is(value->items[1].text, "fwd-decl");
	s.header = value->items[2].text;
	s.header_is_private = str_is(value->items[3].text, "private");
	vec_push(&r->symbols, s);
	return true;
}

static bool read_ref(struct reading *r, const struct yaml_node *value)
{
	struct str file = r->file;
	bool ok;

	if (value->kind != YAML_SCALAR)
		return fail(r, value, "a ref is the name of a file");
	if (!r->follows_refs)
		return true;
	if (++r->depth > REF_DEPTH_MAX)
		return fail(r, value, "refs are nested too deeply");
	ok = read_file(r, path_join(r->arena, path_dir(file), value->text));
	r->file = file;
	r->depth--;
	return ok;
}

static bool read_entry(struct reading *r, const struct yaml_node *entry)
{
	if (entry->kind != YAML_MAPPING)
		return fail(r, entry, "an entry is an object with one key: include, symbol or ref");
	for (size_t i = 0; i < entry->count; i++) {
		struct str key = entry->keys[i].text;
		bool ok = true;

		if (str_is(key, "include"))
			ok = read_include(r, &entry->items[i]);
		else if (str_is(key, "symbol"))
			ok = read_symbol(r, &entry->items[i]);
		else if (str_is(key, "ref"))
			ok = read_ref(r, &entry->items[i]);
		if (!ok)
			return false;
	}
	return true;
}

static bool read_text(struct reading *r, struct str text)
{
	struct yaml_node root;

	if (!yaml_parse(r->arena, r->file.ptr, text, &root, r->err))
		return false;
	if (root.kind == YAML_MAPPING && root.count == 0)
		return true; /* an empty file */
	if (root.kind != YAML_SEQUENCE)
		return fail(r, &root, "a mapping file is a list");
	for (size_t i = 0; i < root.count; i++)
		if (!read_entry(r, &root.items[i]))
			return false;
	return true;
}

static bool read_file(struct reading *r, struct str path)
{
	struct strbuf text = { 0 };
	struct str real;
	bool ok;

	if (!path_real(r->arena, path.ptr, &real, r->err))
		return false;
	if (!map_add(&r->seen, str_hash(real), 1))
		return true;
	r->file = path;
	ok = file_read(path.ptr, IMP_MAX, &text, r->err) && read_text(r, strbuf_str(&text));
	strbuf_release(&text);
	return ok;
}

static bool finish(struct reading *r, bool ok, struct imp *ret)
{
	if (ok) {
		ret->includes = arena_copy(r->arena, r->includes.items, r->includes.len, sizeof(*r->includes.items));
		ret->symbols = arena_copy(r->arena, r->symbols.items, r->symbols.len, sizeof(*r->symbols.items));
		ret->include_count = (uint32_t)r->includes.len;
		ret->symbol_count = (uint32_t)r->symbols.len;
	}
	vec_release(&r->includes);
	vec_release(&r->symbols);
	map_release(&r->seen);
	return ok;
}

bool imp_read(const char *path, struct arena *a, struct imp *ret, struct err *err)
{
	struct reading r = { .arena = a, .err = err, .follows_refs = true };
	bool ok = read_file(&r, arena_str(a, str_from(path)));

	return finish(&r, ok, ret);
}

bool imp_parse(const char *name, struct str text, struct arena *a, struct imp *ret, struct err *err)
{
	struct reading r = { .arena = a, .err = err, .file = arena_str(a, str_from(name)) };
	bool ok = read_text(&r, text);

	return finish(&r, ok, ret);
}
