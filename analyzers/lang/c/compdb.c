/* From JSON to entries: paths, response files, duplicates. */
#include "base/base.h"
#include "analyzers/lang/c/compdb.h"

#include <cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/lang/c/c.h"
#include "base/bisect.h"
#include "base/file.h"
#include "base/map.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/vec.h"

#define DATABASE_MAX (UINT32_C(512) << 20)
#define RESPONSE_MAX (UINT32_C(4) << 20)
#define RESPONSE_DEPTH_MAX 8

typedef VEC(struct str) word_vec;

struct reading {
	const char *path;
	struct arena *arena;
	struct err *err;
	VEC(struct compdb_entry) entries;
};

/* --- Words --- */

/* @file is replaced by the words in it; one that cannot be read stays as it is, as in a compiler. */
static void add_words(
	struct reading *r, struct str directory, const struct str *words, uint32_t count, unsigned depth, word_vec *out)
{
	for (uint32_t i = 0; i < count; i++) {
		struct strbuf text = { 0 };
		struct err err = { 0 };
		struct str file;

		if (words[i].len < 2 || words[i].ptr[0] != '@' || depth == RESPONSE_DEPTH_MAX) {
			vec_push(out, words[i]);
			continue;
		}
		file = path_join(r->arena, directory, str_slice(words[i], 1, words[i].len));
		if (file_read(file.ptr, RESPONSE_MAX, &text, &err)) {
			uint32_t inner_count;
			struct str *inner = compdb_split(strbuf_str(&text), r->arena, &inner_count);

			add_words(r, directory, inner, inner_count, depth + 1, out);
		} else {
			vec_push(out, words[i]);
		}
		strbuf_release(&text);
	}
}

static bool read_arguments(struct reading *r, const cJSON *item, uint32_t index, struct compdb_entry *e)
{
	const cJSON *arguments = cJSON_GetObjectItemCaseSensitive(item, "arguments"), *word;
	const cJSON *command = cJSON_GetObjectItemCaseSensitive(item, "command");
	word_vec words = { 0 }, all = { 0 };

	if (cJSON_IsString(command) && !cJSON_IsArray(arguments)) {
		uint32_t count;
		struct str *split = compdb_split(str_from(command->valuestring), r->arena, &count);

		add_words(r, e->directory, split, count, 0, &all);
	} else if (cJSON_IsArray(arguments)) {
		cJSON_ArrayForEach(word, arguments)
		{
			if (!cJSON_IsString(word)) {
				vec_release(&words);
				return err_set(r->err, "%s: entry %u: an argument is no string", r->path, index);
			}
			vec_push(&words, arena_str(r->arena, str_from(word->valuestring)));
		}
		add_words(r, e->directory, words.items, (uint32_t)words.len, 0, &all);
		vec_release(&words);
	} else {
		return err_set(r->err, "%s: entry %u has neither \"arguments\" nor \"command\"", r->path, index);
	}
	e->arguments = arena_copy(r->arena, all.items, all.len, sizeof(*all.items));
	e->argument_count = (uint32_t)all.len;
	vec_release(&all);
	return true;
}

/* --- Entries --- */

static bool is_launcher(struct str word)
{
	static const char *const launchers[] = { "ccache", "distcc", "sccache", "icecc", "gomacc", "buildcache", "env",
		"libtool" };
	struct str base = path_base(word);

	for (size_t i = 0; i < ARRAY_LEN(launchers); i++)
		if (str_is(base, launchers[i]))
			return true;
	return str_find(word, '=') < word.len && word.len > 0 && word.ptr[0] != '-'; /* env A=b cc */
}

static uint32_t find_compiler(const struct compdb_entry *e)
{
	uint32_t i = 0;

	while (i + 1 < e->argument_count && is_launcher(e->arguments[i]))
		i++;
	return i;
}

/* The last -x before the source, the compiler's name, or the source's. */
static bool is_cpp(const struct compdb_entry *e)
{
	struct str base = path_base(e->compiler);

	for (uint32_t i = e->flag_count; i-- > 0;) {
		struct str flag = e->flags[i];

		if (str_is(flag, "-x") && i + 1 < e->flag_count)
			return str_starts(e->flags[i + 1], STR("c++"));
		if (str_starts(flag, STR("-x")) && flag.len > 2)
			return str_starts(flag, STR("-xc++"));
	}
	return c_is_cpp_path(e->file) || str_has(base, STR("++"));
}

uint64_t compdb_hash(const struct compdb_entry *e)
{
	struct strbuf all = { 0 };
	uint64_t hash;

	strbuf_addz(&all, e->is_cpp ? "c++" : "c");
	strbuf_addch(&all, '\0');
	strbuf_add(&all, e->directory);
	for (uint32_t i = 0; i < e->flag_count; i++) {
		strbuf_addch(&all, '\0');
		strbuf_add(&all, e->flags[i]);
	}
	hash = str_hash(strbuf_str(&all));
	strbuf_release(&all);
	return hash;
}

static bool read_text(struct reading *r, const cJSON *item, const char *key, uint32_t index, struct str *ret)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(item, key);

	if (!cJSON_IsString(value) || !*value->valuestring)
		return err_set(r->err, "%s: entry %u has no \"%s\"", r->path, index, key);
	*ret = arena_str(r->arena, str_from(value->valuestring));
	return true;
}

static void set_paths(struct reading *r, struct compdb_entry *e)
{
	struct str base = path_dir(str_from(r->path));
	struct err err = { 0 };

	e->directory = path_normalise(r->arena, path_join(r->arena, base, e->directory));
	e->file = path_normalise(r->arena, path_join(r->arena, e->directory, e->file));
	if (!path_real(r->arena, e->file.ptr, &e->real, &err)) {
		e->real = e->file;
		e->is_missing = true;
	}
}

static bool read_entry(struct reading *r, const cJSON *item, uint32_t index)
{
	struct compdb_entry e = { .index = index };
	uint32_t compiler;

	if (!cJSON_IsObject(item))
		return err_set(r->err, "%s: entry %u is no object", r->path, index);
	if (!read_text(r, item, "directory", index, &e.directory) || !read_text(r, item, "file", index, &e.file))
		return false;
	set_paths(r, &e);
	if (!read_arguments(r, item, index, &e))
		return false;
	compiler = find_compiler(&e);
	e.compiler = e.argument_count > 0 ? e.arguments[compiler] : STR("");
	if (e.argument_count > compiler + 1)
		compdb_flags(e.directory, e.file, e.arguments + compiler + 1, e.argument_count - compiler - 1, r->arena,
			&e.flags, &e.flag_count);
	e.is_cpp = is_cpp(&e);
	e.flag_hash = compdb_hash(&e);
	vec_push(&r->entries, e);
	return true;
}

/* --- The whole --- */

static int by_place(const void *a, const void *b)
{
	const struct compdb_entry *left = a, *right = b;
	int order = str_cmp(left->real, right->real);

	return order ? order : (left->index > right->index) - (left->index < right->index);
}

static void take_entries(struct reading *r, struct compdb *db)
{
	struct map seen = { 0 };

	vec_sort(&r->entries, by_place);
	db->entries = arena_array(r->arena, struct compdb_entry, r->entries.len);
	vec_foreach (struct compdb_entry, e, &r->entries) {
		if (!map_add(&seen, str_hash(e->real) ^ e->flag_hash, 1)) {
			db->duplicate_count++;
			continue;
		}
		db->missing_count += e->is_missing;
		db->entries[db->count++] = *e;
	}
	map_release(&seen);
}

static bool fail_at(const char *path, struct str text, const char *at, struct err *err)
{
	unsigned line = 1, column = 1;

	for (const char *c = text.ptr; c < at && c < text.ptr + text.len; c++) {
		column = *c == '\n' ? 1 : column + 1;
		line += *c == '\n';
	}
	return err_at(err, path, line, column, "this is no JSON");
}

static bool read_entries(struct reading *r, const cJSON *tree)
{
	const cJSON *item;
	uint32_t index = 0;

	if (!cJSON_IsArray(tree))
		return err_set(r->err, "%s: not a list of commands", r->path);
	cJSON_ArrayForEach(item, tree) if (!read_entry(r, item, index++)) return false;
	return true;
}

bool compdb_parse(const char *path, struct str text, struct arena *a, struct compdb *ret, struct err *err)
{
	struct reading r = { .path = path, .arena = a, .err = err };
	const char *end = text.ptr;
	cJSON *tree = text.len > 0 ? cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, 0) : NULL;
	bool ok;

	if (!tree)
		return fail_at(path, text, end, err);
	ok = read_entries(&r, tree);
	cJSON_Delete(tree);
	if (ok) {
		*ret = (struct compdb){ .path = arena_str(a, str_from(path)) };
		take_entries(&r, ret);
	}
	vec_release(&r.entries);
	return ok;
}

bool compdb_read(const char *path, struct arena *a, struct compdb *ret, struct err *err)
{
	struct strbuf text = { 0 };
	struct str real;
	bool ok = path_real(a, path, &real, err) && file_read(path, DATABASE_MAX, &text, err) &&
		compdb_parse(real.ptr, strbuf_str(&text), a, ret, err);

	strbuf_release(&text);
	return ok;
}

uint32_t compdb_entries_of(const struct compdb *db, struct str real, uint32_t *ret_first)
{
	uint32_t at, end;

	bisect(at, db->count, str_cmp(db->entries[at].real, real) < 0);
	for (end = at; end < db->count && str_eq(db->entries[end].real, real); end++)
		;
	*ret_first = at;
	return end - at;
}
