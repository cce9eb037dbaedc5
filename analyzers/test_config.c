/* Reading pytest's sections of .ini and .toml files: as much of both formats as these few keys need. */
#include "base/base.h"
#include "analyzers/test_config.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/path.h"
#include "base/vec.h"

#define CONFIG_BYTES ((size_t)4 << 20) /* far above any real one */

struct reader {
	struct arena *arena;
	struct test_config *config;
	bool is_toml;
	bool is_inside;   /* of pytest's section */
	bool is_found;
	struct str key;   /* whose value goes on over lines */
	VEC(struct str) values;
};

/* --- Values --- */

static void set_list(struct reader *r, struct str **ret, uint32_t *ret_count)
{
	*ret = arena_copy(r->arena, r->values.items, r->values.len, sizeof(*r->values.items));
	*ret_count = (uint32_t)r->values.len;
}

static void end_key(struct reader *r)
{
	struct test_config *c = r->config;

	if (str_is(r->key, "testpaths"))
		set_list(r, &c->testpaths, &c->testpath_count);
	else if (str_is(r->key, "python_files"))
		set_list(r, &c->python_files, &c->file_count);
	else if (str_is(r->key, "python_classes"))
		set_list(r, &c->python_classes, &c->class_count);
	else if (str_is(r->key, "python_functions"))
		set_list(r, &c->python_functions, &c->function_count);
	else if (str_is(r->key, "xfail_strict"))
		c->is_xfail_strict = r->values.len == 1 && str_is(r->values.items[0], "true");
	r->key = STR("");
	vec_clear(&r->values);
}

static bool is_separator(const struct reader *r, char c)
{
	return c == ' ' || c == '\t' || c == '\r' || (r->is_toml && (c == ',' || c == '[' || c == ']'));
}

/* Words, without the quotes of TOML; a comment ends the line. */
static void add_values(struct reader *r, struct str text)
{
	size_t i = 0;

	while (i < text.len) {
		size_t start = i;
		char quote = text.ptr[i];

		if (is_separator(r, quote)) {
			i++;
		} else if (quote == '#' || quote == ';') {
			return;
		} else if (r->is_toml && (quote == '"' || quote == '\'')) {
			for (start = ++i; i < text.len && text.ptr[i] != quote;)
				i++;
			/* A string may hold several words. */
			for (struct str rest = str_slice(text, start, i), word; str_next(&rest, ' ', &word);)
				if (word.len)
					vec_push(&r->values, arena_str(r->arena, word));
			i++;
		} else {
			while (i < text.len && !is_separator(r, text.ptr[i]))
				i++;
			vec_push(&r->values, arena_str(r->arena, str_slice(text, start, i)));
		}
	}
}

/* --- Lines --- */

static bool is_section(const struct reader *r, struct str name, struct str line)
{
	if (r->is_toml)
		return str_starts(line, STR("[tool.pytest.ini_options]")) || str_starts(line, STR("[tool.pytest]"));
	return str_starts(line, str_is(name, "setup.cfg") ? STR("[tool:pytest]") : STR("[pytest]"));
}

static void read_line(struct reader *r, struct str name, struct str line)
{
	struct str trimmed = str_trim(line);
	bool goes_on = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t' || (r->is_toml && (line.ptr[0] == ']' || line.ptr[0] == '"')));
	size_t equals = str_find(trimmed, '=');

	if (!trimmed.len || trimmed.ptr[0] == '#' || trimmed.ptr[0] == ';')
		return;
	if (r->key.len && goes_on) {
		add_values(r, trimmed);
		return;
	}
	end_key(r);
	if (trimmed.ptr[0] == '[') {
		r->is_inside = is_section(r, name, trimmed);
		r->is_found |= r->is_inside;
	} else if (r->is_inside && equals < trimmed.len) {
		r->key = arena_str(r->arena, str_trim(str_slice(trimmed, 0, equals)));
		add_values(r, str_slice(trimmed, equals + 1, trimmed.len));
	}
}

bool test_config_parse(struct str name, struct str text, struct arena *a, struct test_config *ret)
{
	struct reader r = { .arena = a, .config = ret, .is_toml = str_ends(name, STR(".toml")), .key = STR("") };
	struct str line;

	*ret = (struct test_config){ .dir = STR("") };
	while (str_next(&text, '\n', &line))
		read_line(&r, name, line);
	end_key(&r);
	vec_release(&r.values);
	/* A pytest.ini counts by being there. */
	return r.is_found || str_is(name, "pytest.ini");
}

/* --- Trees --- */

struct test_configs {
	struct str root;
	struct arena *arena;
	struct map by_dir; /* hash -> items */
	VEC(const struct test_config *) items;
};

struct test_configs *test_configs_new(struct str root, struct arena *a)
{
	struct test_configs *c = arena_new(a, struct test_configs);

	c->root = root;
	c->arena = a;
	return c;
}

void test_configs_release(struct test_configs *c)
{
	map_release(&c->by_dir);
	vec_release(&c->items);
}

static const struct test_config *read_dir(struct test_configs *c, struct str dir)
{
	static const char *const names[] = { "pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg" };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct str path = dir.len ? arena_printf(c->arena, STR_FMT "/%s", STR_ARG(dir), names[i]) : str_from(names[i]);
		struct str full = arena_printf(c->arena, STR_FMT "/" STR_FMT, STR_ARG(c->root), STR_ARG(path));
		struct test_config found, *ret;

		if (!file_read(full.ptr, CONFIG_BYTES, &text, NULL) || !test_config_parse(str_from(names[i]), strbuf_str(&text), c->arena, &found))
			continue;
		ret = arena_new(c->arena, struct test_config);
		*ret = found;
		ret->dir = arena_str(c->arena, dir);
		ret->file = path;
		return ret;
	}
	return NULL;
}

static const struct test_config no_config = { .dir = STR_INIT(""), .file = STR_INIT("") };

const struct test_config *test_configs_get(struct test_configs *c, struct str dir)
{
	uint32_t known = map_get(&c->by_dir, str_hash(dir));
	const struct test_config *found;

	if (known != NONE)
		return c->items.items[known];
	found = read_dir(c, dir);
	if (!found)
		found = dir.len ? test_configs_get(c, path_dir(dir)) : &no_config;
	map_set(&c->by_dir, str_hash(dir), (uint32_t)c->items.len);
	vec_push(&c->items, found);
	return found;
}
