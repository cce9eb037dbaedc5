/* Compares the resolver of includes with libclang, directive by directive, over the units of a compile database. */
#include "base/base.h"
#include "analyzers/lang/c/include_resolve.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzers/lang/c/c.h"
#include "analyzers/lang/c/clang_facts.h"
#include "analyzers/lang/c/compdb.h"
#include "base/file.h"
#include "base/path.h"
#include "base/vec.h"

/*
 * Each unit's main file and each header of the tree that it reads: their
 * directives by the lexer are resolved with the unit's flags, and held against
 * what libclang says of the directive at the same byte. A compiler's own
 * headers are another compiler's for libclang: such targets differ by right
 * where libclang's lies in its own folder and ours outside of the tree.
 */

enum outcome {
	SAME,
	OWN_HEADER, /* both outside of the tree: each compiler has its own */
	INACTIVE,   /* only we see it */
	COMPUTED,   /* #include MACRO, #include_next: refused */
	BOTH_MISS,
	DIFFERENT,
	WE_MISS,    /* the file */
	THEY_MISS,
	NOT_LEXED,  /* only libclang sees the directive */
	OUTCOME_COUNT
};

static const char *const outcome_names[OUTCOME_COUNT] = {
	[SAME] = "same target",
	[OWN_HEADER] = "a compiler's own header, of which each has one",
	[INACTIVE] = "in an inactive #if, seen by us alone",
	[COMPUTED] = "computed or include_next, refused",
	[BOTH_MISS] = "found by neither",
	[DIFFERENT] = "DIFFERENT TARGETS",
	[WE_MISS] = "FOUND BY LIBCLANG ALONE",
	[THEY_MISS] = "FOUND BY US ALONE",
	[NOT_LEXED] = "DIRECTIVE SEEN BY LIBCLANG ALONE",
};

/* The directories that one compiler searches by itself. */
struct own {
	struct str compiler;
	bool is_cpp;
	struct str *dirs;
	uint32_t count;
};

struct comparison {
	const char *root;
	const struct compdb *db;
	struct arena arena;
	struct include_resolver resolver;
	struct c_parser *parser;
	VEC(struct own) owns;
	unsigned long counts[OUTCOME_COUNT];
	unsigned long units, unread, files;
	unsigned long listed, list_max;
	bool only_main;
};

static struct own *own_of(struct comparison *c, const struct compdb_entry *e)
{
	struct own own = { .compiler = e->compiler, .is_cpp = e->is_cpp };
	struct err err = { 0 };

	vec_foreach (struct own, known, &c->owns)
		if (str_eq(known->compiler, e->compiler) && known->is_cpp == e->is_cpp)
			return known;
	if (!include_dirs_ask(arena_str(&c->arena, e->compiler).ptr, e->is_cpp, &c->arena, &own.dirs, &own.count, &err))
		fprintf(stderr, "%s\n", err.message);
	vec_push(&c->owns, own);
	return &c->owns.items[c->owns.len - 1];
}

static const struct cinclude *at_byte(const struct cfacts *f, uint32_t start)
{
	for (uint32_t i = 0; i < f->include_count; i++)
		if (f->includes[i].span.start == start)
			return &f->includes[i];
	return NULL;
}

static bool is_own_header(const struct comparison *c, struct str ours, struct str theirs, struct str spelling)
{
	struct str root = str_from(c->root);

	return !path_is_inside(ours, root) && str_has(theirs, STR("/lib/clang/")) && str_ends(ours, path_base(spelling)) &&
		!path_is_inside(theirs, root);
}

static enum outcome judge(struct comparison *c, const struct include_dirs *dirs, struct str path, const struct cinclude *ours,
	const struct cinclude *theirs, struct include_target *target)
{
	enum include_answer answer = include_resolve(&c->resolver, dirs, path, ours, target);

	if (!theirs)
		return INACTIVE;
	if (answer == INCLUDE_COMPUTED || answer == INCLUDE_REFUSED)
		return COMPUTED;
	if (answer == INCLUDE_MISSING)
		return theirs->target.len ? WE_MISS : BOTH_MISS;
	if (theirs->target.len == 0)
		return THEY_MISS;
	if (str_eq(target->real, theirs->target))
		return SAME;
	return is_own_header(c, target->real, theirs->target, ours->path) ? OWN_HEADER : DIFFERENT;
}

static void note(struct comparison *c, enum outcome outcome, struct str path, const struct cinclude *i, struct str ours, struct str theirs)
{
	c->counts[outcome]++;
	if (outcome < DIFFERENT || c->listed++ >= c->list_max)
		return;
	printf(STR_FMT ":%u:%u: " STR_FMT ": %s: " STR_FMT " | " STR_FMT "\n", STR_ARG(path), i->span.line, i->span.column, STR_ARG(i->path),
		outcome_names[outcome], STR_ARG(ours), STR_ARG(theirs));
}

static void compare_file(struct comparison *c, const struct include_dirs *dirs, const struct clang_file_facts *file, bool is_cpp)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct arena scratch = { 0 };
	struct cfacts facts;

	if (!file_read(arena_str(&scratch, file->path).ptr, 0, &source, NULL)) {
		arena_release(&scratch);
		return;
	}
	c_lex_only(c->parser, strbuf_str(&source), is_cpp, NULL, &scratch, &facts);
	c->files++;
	for (uint32_t i = 0; i < facts.include_count; i++) {
		const struct cinclude *theirs = at_byte(file->facts, facts.includes[i].span.start);
		struct include_target target = { 0 };
		enum outcome outcome = judge(c, dirs, file->path, &facts.includes[i], theirs, &target);

		note(c, outcome, file->path, &facts.includes[i], target.real, theirs ? theirs->target : STR(""));
	}
	for (uint32_t i = 0; i < file->facts->include_count; i++)
		if (!at_byte(&facts, file->facts->includes[i].span.start))
			note(c, NOT_LEXED, file->path, &file->facts->includes[i], STR(""), file->facts->includes[i].target);
	arena_release(&scratch);
}

static void compare_unit(struct comparison *c, const struct compdb_entry *e, const struct clang_unit_facts *unit)
{
	const struct own *own = own_of(c, e);
	struct include_dirs dirs;

	if (unit->outcome.status != CLANG_PARSED && unit->outcome.status != CLANG_HAS_ERRORS) {
		c->unread++;
		return;
	}
	c->units++;
	include_dirs_from(e->flags, e->flag_count, own->dirs, own->count, &c->arena, &dirs);
	for (uint32_t i = 0; i < unit->file_count; i++)
		if (unit->files[i].is_main || !c->only_main)
			compare_file(c, &dirs, &unit->files[i], e->is_cpp);
}

static bool compare(struct comparison *c, uint32_t every, struct err *err)
{
	struct clang_run run = { .root = str_from(c->root) };
	struct clang_unit *units = arena_array(&c->arena, struct clang_unit, c->db->count + 1);
	const struct compdb_entry **entries = arena_array(&c->arena, const struct compdb_entry *, c->db->count + 1);
	struct clang_unit_facts *facts;
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->db->count; i += MAX(every, 1)) {
		const struct compdb_entry *e = &c->db->entries[i];
		const char **args = arena_array(&c->arena, const char *, e->flag_count + 1);

		for (uint32_t k = 0; k < e->flag_count; k++)
			args[k] = arena_str(&c->arena, e->flags[k]).ptr;
		entries[count] = e;
		units[count++] = (struct clang_unit){ .path = e->real, .directory = e->directory, .args = args, .arg_count = e->flag_count };
	}
	if (!clang_facts_run(&run, units, count, &c->arena, &facts, err))
		return false;
	for (uint32_t i = 0; i < count; i++)
		compare_unit(c, entries[i], &facts[i]);
	return true;
}

static int print_counts(const struct comparison *c)
{
	unsigned long bad = 0;

	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		bad += i >= DIFFERENT ? c->counts[i] : 0;
		printf("%8lu %s\n", c->counts[i], outcome_names[i]);
	}
	printf("%lu units (%lu could not be read), %lu readings of files\n", c->units, c->unread, c->files);
	printf("%d passed, %d failed\n", bad == 0, bad != 0);
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int usage(void)
{
	fputs("usage: includes_agree [--every N] [--list N] [--main] DATABASE-OR-FOLDER ROOT\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct comparison c = { .list_max = 40 };
	uint32_t every = 1;
	struct err err = { 0 };
	struct compdb db;
	struct str root;
	int i = 1;

	for (; i + 1 < argc && argv[i][0] == '-'; i++) {
		if (str_is(str_from(argv[i]), "--main"))
			c.only_main = true;
		else if (str_is(str_from(argv[i]), "--every"))
			every = (uint32_t)strtoul(argv[++i], NULL, 10);
		else if (str_is(str_from(argv[i]), "--list"))
			c.list_max = strtoul(argv[++i], NULL, 10);
		else
			return usage();
	}
	if (i + 2 != argc)
		return usage();
	if (!path_real(&c.arena, argv[i + 1], &root, &err) || !compdb_open(argv[i], root, &c.arena, &db, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 77; /* a build that writes none */
	}
	c.root = root.ptr;
	c.db = &db;
	c.parser = c_parser_new();
	include_resolver_init(&c.resolver);
	if (!compare(&c, every, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 77; /* no libclang */
	}
	c_parser_free(c.parser);
	include_resolver_release(&c.resolver);
	vec_release(&c.owns);
	i = print_counts(&c);
	arena_release(&c.arena);
	return i;
}
