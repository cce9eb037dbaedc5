/* What gives memory: names that everybody knows, and the functions of the tree that only pass on what those give. */
#include "base/base.h"
#include "rules/creators.h"

#define ROUNDS_MAX 6 /* of wrappers around wrappers */

#define ALLOCATOR(name) name,
static const char *const allocators[] = {
#include "rules/creators_names.def"
};
#undef ALLOCATOR

static struct str last_name(struct str callee)
{
	callee = str_slice(callee, 0, str_find(callee, '<'));
	return str_tail(callee, ':');
}

/* Resizing, freeing and asking are no making. */
static bool is_no_making(struct str name)
{
	static const char *const words[] = { "allocator", "realloc", "dealloc", "free", "resize", "usable", "grow", "extend", "size" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_has_nocase(name, str_from(words[i])))
			return true;
	return false;
}

static bool has_allocator_name(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(allocators); i++)
		if (str_is(name, allocators[i]))
			return true;
	return str_has_nocase(name, STR("alloc")) && !is_no_making(name);
}

static bool gives_untyped(const struct cfunc *f)
{
	struct type_shape s = type_shape(f->returns);

	return (s.depth == 1 && str_is(s.base, "void")) || str_is(s.base, "gpointer");
}

/* Who is given untyped memory moves or copies it. */
static bool is_given_untyped(const struct cfunc *f)
{
	for (uint32_t i = 0; i < f->param_count; i++) {
		struct type_shape s = type_shape(f->params[i].type);

		if (s.depth == 1 && str_is(s.base, "void"))
			return true;
	}
	return false;
}

/* A function of this tree that gives something typed is a factory of its own, whatever it is called. */
static bool is_known(struct creators *c, file_id file, struct str callee)
{
	bool has_name = has_allocator_name(last_name(callee));
	file_id home;
	uint32_t func;

	if (!find_callee(c, file, callee, &home, &func))
		return has_name;
	if (map_has(&c->allocators, map_pair(home, func)))
		return true;
	return has_name && gives_untyped(cfunc_at(c, home, func)) && !is_given_untyped(cfunc_at(c, home, func));
}

static bool passes_on(struct creators *c, file_id file, const struct cfunc *f)
{
	for (uint32_t i = 0; i < f->alloc_count; i++)
		if (f->allocs[i].flow == CFLOW_RETURN && is_known(c, file, f->allocs[i].callee))
			return true;
	for (uint32_t i = 0; i < f->call_count; i++)
		if (f->calls[i].flow == CFLOW_RETURN && !f->calls[i].is_indirect && is_known(c, file, f->calls[i].callee))
			return true;
	return false;
}

static bool find_more(struct creators *c)
{
	bool grown = false;

	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *facts = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < facts->func_count; k++)
			if (gives_untyped(&facts->funcs[k]) && !is_given_untyped(&facts->funcs[k]) && passes_on(c, c->files[i], &facts->funcs[k]))
				grown |= map_add(&c->allocators, map_pair(c->files[i], k), 0);
	}
	return grown;
}

/* Names that nobody would take for an allocator's: their callers were not looked into. */
static void add_unusual(struct creators *c, struct word_list *words)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *facts = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < facts->func_count; k++)
			if (map_has(&c->allocators, map_pair(c->files[i], k)) && !has_allocator_name(last_name(facts->funcs[k].name)))
				word_add(words, last_name(facts->funcs[k].name));
	}
}

void creators_find_allocators(struct creators *c, struct word_list *words)
{
	for (unsigned round = 0; round < ROUNDS_MAX && find_more(c); round++)
		;
	add_unusual(c, words);
}

/* NEW, g_new0, OBJ_NEW, but nothing of newt and newline. */
static bool has_new_word(struct str name)
{
	struct str word;

	while (str_next(&name, '_', &word))
		if ((word.len >= 3 && str_has_nocase(str_slice(word, word.len - 3, word.len), STR("new"))) || str_has_nocase(word, STR("new0")))
			return true;
	return false;
}

/* A macro that is given a type, or the variable to fill: it has no definition that could say more. */
static bool is_making_macro(const struct calloc_site *site)
{
	struct str name = last_name(site->callee);

	return site->is_macro && !is_no_making(name) && (has_new_word(name) || str_has_nocase(name, STR("create")));
}

bool is_allocation(struct creators *c, file_id file, const struct calloc_site *site)
{
	if (site->is_macro && creators_only_looks(c, last_name(site->callee)))
		return false;
	return is_making_macro(site) || is_known(c, file, site->callee);
}
