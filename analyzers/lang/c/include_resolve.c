/* The search for an include's file. */
#include "base/base.h"
#include "analyzers/lang/c/include_resolve.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/process.h"
#include "base/file.h"
#include "base/path.h"
#include "base/vec.h"

#define ABSENT (NONE - 1)

typedef VEC(struct str) dir_vec;

/* --- Directories --- */

struct place {
	const char *flag;
	size_t list; /* into lists below */
};

enum { LIST_QUOTE, LIST_PLAIN, LIST_SYSTEM, LIST_AFTER, LIST_COUNT };

static const struct place places[] = {
	{ "--include-directory=", LIST_PLAIN },
	{ "--include-directory", LIST_PLAIN },
	{ "-I", LIST_PLAIN },
	{ "-idirafter", LIST_AFTER },
	{ "-iquote", LIST_QUOTE },
	{ "-isystem", LIST_SYSTEM },
};

/* How many flags were read; 0 when they name no directory. */
static uint32_t read_flag(const struct str *flags, uint32_t count, dir_vec *lists)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct str name = str_from(places[i].flag);

		if (str_eq(flags[0], name) && count > 1) {
			vec_push(&lists[places[i].list], flags[1]);
			return 2;
		}
		if (str_starts(flags[0], name) && flags[0].len > name.len) {
			vec_push(&lists[places[i].list], str_slice(flags[0], name.len, flags[0].len));
			return 1;
		}
	}
	return 0;
}

static struct str *take_list(dir_vec *list, struct arena *a, uint32_t *ret_count)
{
	struct str *dirs = arena_copy(a, list->items, list->len, sizeof(*list->items));

	*ret_count = (uint32_t)list->len;
	vec_release(list);
	return dirs;
}

void include_dirs_from(const struct str *flags, uint32_t count, const struct str *own, uint32_t own_count,
	struct arena *a, struct include_dirs *ret)
{
	dir_vec lists[LIST_COUNT] = { { 0 } };
	bool has_own = true;

	for (uint32_t i = 0; i < count;) {
		uint32_t read = read_flag(flags + i, count - i, lists);

		if (read == 0)
			has_own &= !str_is(flags[i], "-nostdinc");
		if (str_is(flags[i], "-D") || str_is(flags[i], "-U") || str_is(flags[i], "-include") ||
			str_is(flags[i], "-imacros"))
			read = 2;
		i += MAX(read, 1);
	}
	for (uint32_t i = 0; has_own && i < own_count; i++)
		vec_push(&lists[LIST_SYSTEM], own[i]);
	ret->quote = take_list(&lists[LIST_QUOTE], a, &ret->quote_count);
	ret->plain = take_list(&lists[LIST_PLAIN], a, &ret->plain_count);
	ret->system = take_list(&lists[LIST_SYSTEM], a, &ret->system_count);
	ret->after = take_list(&lists[LIST_AFTER], a, &ret->after_count);
}

/* The lines between "#include <...> search starts here:" and "End of search list." */
static void read_search_list(struct str said, struct arena *a, dir_vec *out)
{
	struct str line;
	bool is_in = false;

	while (str_next(&said, '\n', &line)) {
		if (str_starts(line, STR("#include <...>")))
			is_in = true;
		else if (str_starts(line, STR("End of search list")))
			break;
		else if (is_in && line.len > 1 && line.ptr[0] == ' ' && !str_ends(line, STR("(framework directory)")))
			vec_push(out, path_normalise(a, str_trim(line)));
	}
}

bool include_dirs_ask(
	const char *compiler, bool is_cpp, struct arena *a, struct str **ret_dirs, uint32_t *ret_count, struct err *err)
{
	const char *const argv[] = { compiler, "-E", "-v", "-x", is_cpp ? "c++" : "c", "/dev/null", NULL };
	const char *const *argument = argv;
	struct process p = { 0 };
	dir_vec dirs = { 0 };
	bool ok;

	process_start(&p, argument, environ);
	ok = process_finish(&p);
	if (ok)
		read_search_list(strbuf_str(&p.err), a, &dirs);
	process_release(&p);
	if (!ok || dirs.len == 0) {
		vec_release(&dirs);
		return err_set(err, "%s does not say where its headers are", compiler);
	}
	*ret_dirs = take_list(&dirs, a, ret_count);
	return true;
}

/* --- The disk --- */

void include_resolver_init(struct include_resolver *r)
{
	*r = (struct include_resolver){ 0 };
}

void include_resolver_release(struct include_resolver *r)
{
	arena_release(&r->arena);
	map_release(&r->known);
	free(r->reals);
}

static uint32_t remember(struct include_resolver *r, struct str real)
{
	if (r->real_count == r->real_cap) {
		r->real_cap = MAX(64, r->real_cap * 2);
		r->reals = xrealloc_array(r->reals, r->real_cap, sizeof(*r->reals));
	}
	r->reals[r->real_count] = real;
	return r->real_count++;
}

/* The real path of a regular file; false when there is none. */
static bool look(struct include_resolver *r, struct str path, struct str *ret_real)
{
	uint64_t key = str_hash(path);
	uint32_t known = map_get(&r->known, key);

	if (known == NONE) {
		struct err err = { 0 };
		struct str real;

		known = ABSENT;
		if (access(path.ptr, F_OK) == 0 && !file_is_dir(path.ptr) &&
			path_real(&r->arena, path.ptr, &real, &err))
			known = remember(r, real);
		map_set(&r->known, key, known);
	}
	if (known == ABSENT)
		return false;
	*ret_real = r->reals[known];
	return true;
}

/* --- The search --- */

struct search {
	struct include_resolver *r;
	struct str spelling;
	struct include_target *ret;
};

static bool try_dir(const struct search *s, struct str dir, bool is_system)
{
	struct strbuf path CLEANUP(strbuf_release) = { 0 };

	strbuf_add(&path, dir);
	if (dir.len > 0 && dir.ptr[dir.len - 1] != '/')
		strbuf_addch(&path, '/');
	strbuf_add(&path, s->spelling);
	if (!look(s->r, strbuf_str(&path), &s->ret->real))
		return false;
	s->ret->path = arena_str(&s->r->arena, strbuf_str(&path));
	s->ret->is_system = is_system;
	return true;
}

static bool try_dirs(const struct search *s, const struct str *dirs, uint32_t count, bool is_system)
{
	for (uint32_t i = 0; i < count; i++)
		if (try_dir(s, dirs[i], is_system))
			return true;
	return false;
}

enum include_answer include_resolve_spelling(struct include_resolver *r, const struct include_dirs *dirs,
	struct str includer, struct str spelling, bool is_angled, struct include_target *ret)
{
	struct search s = { r, spelling, ret };
	bool is_found;

	if (spelling.len == 0 || memchr(spelling.ptr, '\0', spelling.len))
		return INCLUDE_MISSING;
	if (spelling.ptr[0] == '/')
		return try_dir(&s, STR(""), false) ? INCLUDE_FOUND : INCLUDE_MISSING;
	is_found = !is_angled &&
		(try_dir(&s, path_dir(includer), false) || try_dirs(&s, dirs->quote, dirs->quote_count, false));
	is_found = is_found || try_dirs(&s, dirs->plain, dirs->plain_count, false) ||
		try_dirs(&s, dirs->system, dirs->system_count, true) ||
		try_dirs(&s, dirs->after, dirs->after_count, true);
	return is_found ? INCLUDE_FOUND : INCLUDE_MISSING;
}

enum include_answer include_resolve(struct include_resolver *r, const struct include_dirs *dirs, struct str includer,
	const struct cinclude *in, struct include_target *ret)
{
	bool is_angled = in->form == CINCLUDE_ANGLED;

	if (in->form == CINCLUDE_MACRO)
		return INCLUDE_COMPUTED;
	if (in->form == CINCLUDE_NEXT)
		return INCLUDE_REFUSED;
	return include_resolve_spelling(r, dirs, includer, in->path, is_angled, ret);
}
