/* Compares the names of two texts of one file, scope by scope. */
#include "base/base.h"
#include "rewriters/check_names.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/vec.h"

/* Names as keys: hashes of the scope's path and of the name. */
struct name_set {
	struct map bound;    /* (path, name) bound by anything */
	struct map imported; /* (path, name) bound by imports only */
	struct map unbound;  /* names that are read, and that nothing binds */
	struct map unread;   /* (path, name) imported and not read */
	struct map paths;    /* scopes that there are */
};

static void release_set(struct name_set *s)
{
	map_release(&s->bound);
	map_release(&s->imported);
	map_release(&s->unbound);
	map_release(&s->unread);
	map_release(&s->paths);
}

static uint64_t mix(uint64_t left, uint64_t right)
{
	uint64_t pair[2] = { left, right };

	return str_hash((struct str){ (const char *)pair, sizeof(pair) });
}

/* A scope is called by the names of those around it, and by its number among its namesakes. */
static uint64_t *scope_paths(const struct source_names *n, struct arena *a)
{
	uint64_t *paths = arena_array(a, uint64_t, MAX(n->scope_count, 1));
	struct map seen = { 0 };

	for (uint32_t i = 0; i < n->scope_count; i++) {
		const struct source_scope *s = &n->scopes[i];
		uint64_t key = s->parent == NONE ? 1 : mix(paths[s->parent], str_hash(s->name) + s->kind);
		uint32_t ordinal = map_get(&seen, key) == NONE ? 0 : map_get(&seen, key) + 1;

		map_set(&seen, key, ordinal);
		paths[i] = mix(key, ordinal);
	}
	map_release(&seen);
	return paths;
}

static bool is_known(const struct lang *lang, struct str name)
{
	return lang->modules && (lang->modules->is_builtin(name) || lang->modules->is_implicit(name));
}

static bool is_exported(const struct outline *o, struct str name)
{
	for (uint32_t i = 0; o && i < o->export_count; i++)
		if (str_eq(o->exports[i], name))
			return true;
	return false;
}

static void take_reads(struct name_set *s, const struct lang *lang, const struct source_names *n, const uint64_t *paths, struct map *read)
{
	for (uint32_t i = 0; i < n->read_count; i++) {
		const struct source_read *r = &n->reads[i];

		if (r->binder != NONE)
			map_add(read, mix(paths[r->binder], str_hash(r->name)), 0);
		else if (!is_known(lang, r->name))
			map_add(&s->unbound, str_hash(r->name), i);
	}
}

static void take_bounds(struct name_set *s, const struct source_names *n, const uint64_t *paths, const struct map *read, const struct outline *o)
{
	for (uint32_t i = 0; i < n->bound_count; i++) {
		const struct source_bound *b = &n->bounds[i];
		uint64_t key = mix(paths[b->scope], str_hash(b->name));

		map_add(&s->bound, key, i);
		if (b->by != BOUND_BY_IMPORT)
			continue;
		map_add(&s->imported, key, i);
		if (!map_has(read, key) && !(b->scope == 0 && is_exported(o, b->name)))
			map_add(&s->unread, key, i);
	}
}

static void fill_set(struct name_set *s, const struct lang *lang, const struct source_names *n, const struct outline *o, struct arena *a)
{
	const uint64_t *paths = scope_paths(n, a);
	struct map read = { 0 };

	for (uint32_t i = 0; i < n->scope_count; i++)
		map_add(&s->paths, paths[i], i);
	take_reads(s, lang, n, paths, &read);
	take_bounds(s, n, paths, &read, o);
	map_release(&read);
}

static bool has_dynamic(const struct source_names *n)
{
	for (uint32_t i = 0; i < n->scope_count; i++)
		if (n->scopes[i].is_dynamic)
			return true;
	return false;
}

static const char *say(struct arena *a, const char *what, struct str name, const char *then)
{
	return arena_printf(a, "%s`" STR_FMT "` %s", what, STR_ARG(name), then).ptr;
}

static const char *find_lost(const struct source_names *old, const struct name_set *before, const struct name_set *after, struct arena *a)
{
	const uint64_t *paths = scope_paths(old, a);

	for (uint32_t i = 0; i < old->bound_count; i++) {
		uint64_t key = mix(paths[old->bounds[i].scope], str_hash(old->bounds[i].name));

		if (!map_has(&after->bound, key) && map_has(&before->bound, key))
			return say(a, "", old->bounds[i].name, "would no longer be bound");
	}
	return NULL;
}

/* Does the import say that it is there for others: `X as X`, or a word to the linter on its line? */
static bool is_handed_on(struct str text, const struct source_bound *b)
{
	struct str again = { text.ptr + b->start, b->end - b->start }, before = str_slice(text, 0, b->start), line;

	if (str_ends(before, STR(" as ")) && str_ends(str_slice(before, 0, before.len - 4), again))
		return true;
	line = str_slice(text, b->end, text.len);
	line = str_slice(line, 0, MIN(str_find(line, '\n'), str_find(line, '\r')));
	return str_has(line, STR("# noqa"));
}

static const char *find_unread(struct str text, const struct source_names *new, const struct name_set *before, const struct name_set *after,
			       struct arena *a)
{
	const uint64_t *paths = scope_paths(new, a);

	for (uint32_t i = 0; i < new->bound_count; i++) {
		uint64_t key = mix(paths[new->bounds[i].scope], str_hash(new->bounds[i].name));
		/* What was a definition and is an import now is handed on, not left over. */
		bool was_defined = map_has(&before->bound, key) && !map_has(&before->imported, key);

		if (map_has(&after->unread, key) && !map_has(&before->unread, key) && !was_defined &&
		    !is_handed_on(text, &new->bounds[i]))
			return say(a, "the import of ", new->bounds[i].name, "would not be used");
	}
	return NULL;
}

static const char *find_unbound(const struct source_names *new, const struct name_set *before, const struct name_set *after, struct arena *a)
{
	for (uint32_t i = 0; i < new->read_count; i++) {
		uint64_t key = str_hash(new->reads[i].name);

		if (new->reads[i].binder == NONE && map_has(&after->unbound, key) && !map_has(&before->unbound, key))
			return say(a, "", new->reads[i].name, "would be unbound");
	}
	return NULL;
}

static const char *compare(const struct lang *lang, struct str text, const struct source_names *old, const struct source_names *new, enum name_changes expected,
			   const struct outline *o, struct arena *a)
{
	struct name_set before = { 0 }, after = { 0 };
	const char *wrong;

	fill_set(&before, lang, old, o, a);
	fill_set(&after, lang, new, o, a);
	wrong = find_unbound(new, &before, &after, a);
	if (!wrong && expected == NAMES_KEPT)
		wrong = find_lost(old, &before, &after, a);
	if (!wrong && expected == NAMES_KEPT && !has_dynamic(old))
		wrong = find_lost(new, &after, &before, a) ? "a name would be bound that was not bound before" : NULL;
	if (!wrong)
		wrong = find_unread(text, new, &before, &after, a);
	release_set(&before);
	release_set(&after);
	return wrong;
}

const char *check_names(const struct lang *lang, struct lang_parser *parser, struct str old, struct str new, enum name_changes expected,
			const struct outline *old_outline, struct arena *a)
{
	struct source_names before = { 0 }, after = { 0 };

	lang->source->names(parser, old, a, &before);
	if (before.has_error)
		return "does not parse as it is";
	lang->source->names(parser, new, a, &after);
	if (after.has_error)
		return "would not parse any more";
	return compare(lang, new, &before, &after, expected, old_outline, a);
}
