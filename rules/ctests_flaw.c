/* Tests of C and C++ that cannot fail or never run: what stands in them, who takes them in, and whether they are built. */
#include "base/base.h"
#include "rules/ctests.h"

#include "analyzers/lang/c/built.h"

/* --- Whose tests --- */

/* Tests [first, first + count) of the file that a flaw is about. */
struct about {
	const struct ctest_file *f;
	uint32_t part;    /* a test, or NONE: see below */
	struct str group; /* what is put into this variable by the function `by`, between two bytes; empty: all tests */
	uint32_t by, start, end;
};

static bool is_in_group(const struct about *a, struct str name, struct str group, unsigned depth)
{
	for (uint32_t i = 0; i < a->f->facts.entry_count; i++) {
		const struct ctest_entry *e = &a->f->facts.entries[i];

		if (e->part != a->by || !str_eq(e->group, group) || (depth == 0 && (e->span.start < a->start || e->span.start >= a->end)))
			continue;
		if (e->role == CTEST_ADDS && str_eq(e->name, name))
			return true;
		/* A suite holds test cases, which hold tests. */
		if (e->role == CTEST_RUNS_CASE && depth == 0 && is_in_group(a, name, e->name, depth + 1))
			return true;
	}
	return false;
}

static bool is_about(const struct about *a, const struct test *x)
{
	if (a->part != NONE)
		return x->def == a->part;
	return !a->group.len || (x->def != NONE && is_in_group(a, a->f->facts.parts[x->def].name, a->group, 0));
}

static void add_flaw(struct ctests *c, const struct about *a, enum test_flaw_kind kind, struct span span, struct str symbol, struct str message)
{
	struct tests *t = c->t;
	struct tests_flaw x = { .kind = kind, .file = a->f->file, .def = a->part, .test = NONE, .family = NONE, .span = span, .message = message, .symbol = symbol };

	for (uint32_t i = a->f->first_test; i < a->f->first_test + a->f->test_count; i++)
		if (is_about(a, &t->items.items[i]))
			tests_flaw_takes(t, &x, i, kind != FLAW_SILENT);
	if (x.test_count && x.family != NONE)
		vec_push(&t->flaws, x);
}

static struct str base_of(const struct ctests *c, const struct ctest_file *f)
{
	return path_base(c->t->in->project->files[f->file].path);
}

/* --- Seen in the text --- */

/* Does a helper assert, or, where that counts, the program itself? */
static bool is_made_good(struct ctests *c, struct ctest_file *f, uint32_t part, bool by_program)
{
	struct ctest_walk w = { .tells = false };
	bool tells;

	ctests_walk(c, f, part, &w);
	tells = w.tells || w.is_open || (by_program && ctests_program_tells(c, w.program.items, w.program.len));
	ctests_walk_release(&w);
	return tells;
}

static struct str part_symbol(struct ctests *c, const struct ctest_part *p)
{
	return p->suite.len ? arena_printf(c->arena, STR_FMT "." STR_FMT, STR_ARG(p->suite), STR_ARG(p->name)) : p->name;
}

static void take_flaw(struct ctests *c, struct ctest_file *f, const struct ctest_flaw *x)
{
	struct about a = { .f = f, .part = x->part, .group = x->group, .by = x->part, .start = x->span.start, .end = x->group_end };
	struct str symbol, message = str_from(x->why);

	if ((x->kind == FLAW_CONSTANT || x->kind == FLAW_SILENT) && (x->part == NONE || is_made_good(c, f, x->part, x->kind == FLAW_SILENT)))
		return;
	if (x->group.len)
		a.part = NONE;
	symbol = x->group.len ? x->group : x->part != NONE ? part_symbol(c, &f->facts.parts[x->part]) : base_of(c, f);
	if (!x->group.len && x->text.len)
		message = arena_printf(c->arena, "%s: `" STR_FMT "`", x->why, STR_ARG(x->text));
	add_flaw(c, &a, x->kind, x->span, symbol, message);
}

/* --- Tests that nobody takes in --- */

static bool is_included(const struct ctests *c, file_id file)
{
	const struct project *p = c->t->in->project;

	for (file_id other = 0; other < p->file_count; other++)
		for (uint32_t i = 0; p->files[other].creations && c->c->targets[other] && i < p->files[other].creations->include_count; i++)
			if (c->c->targets[other][i] == file)
				return true;
	return false;
}

/* May a macro that the file sees have made the name? */
static bool may_be_pasted(struct ctests *c, const struct ctest_file *f)
{
	const struct project *p = c->t->in->project;
	const file_id *seen;
	uint32_t count = seen_files(c->c, f->file, &seen);

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; p->files[seen[i]].creations && k < p->files[seen[i]].creations->macro_count; k++)
			if (p->files[seen[i]].creations->macros[k].pastes && p->files[seen[i]].roles & ROLE_TEST)
				return true;
	return f->facts.pastes || f->facts.includes_code;
}

/* "kettle" of kettle_suite and test_kettle. */
static bool is_affix(struct str word, struct str name)
{
	if (word.len + 1 >= name.len)
		return false;
	return (str_starts(name, word) && name.ptr[word.len] == '_') || (str_ends(name, word) && name.ptr[name.len - word.len - 1] == '_');
}

/* By its name, or by a part of it that a macro is given. */
static bool is_mentioned(const struct ctest_file *f, uint32_t part)
{
	uint32_t word = map_get(&f->words, str_hash(f->facts.parts[part].name));

	for (uint32_t i = 0; word != NONE && i < f->facts.mention_count; i++)
		if (f->facts.mentions[i].word == word && f->facts.mentions[i].part != part)
			return true;
	for (uint32_t i = 0; i < f->facts.entry_count; i++)
		if (f->facts.entries[i].role == CTEST_NAMES && is_affix(f->facts.entries[i].name, f->facts.parts[part].name))
			return true;
	return false;
}

/* START_TEST makes a static function: what the file does not mention, nobody runs. Others than Check take in functions. */
static void check_unregistered(struct ctests *c, struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];
	struct about a = { .f = f, .part = part };
	bool is_lost = p->kind == CTEST_CASE ? p->framework == FRAMEWORK_CHECK && !is_mentioned(f, part) : !(p->flags & CTEST_ENTERS);

	if (is_lost && !(p->flags & CTEST_CONDITIONAL) && !may_be_pasted(c, f) && !is_included(c, f->file))
		add_flaw(c, &a, FLAW_UNREGISTERED, p->span, p->name,
			 p->framework == FRAMEWORK_CHECK ? STR("no test case takes it in, so that it never runs") : STR("nobody calls it or puts it among the tests, so that it never runs"));
}

static bool is_instantiated(const struct ctest_file *f, struct str suite)
{
	for (uint32_t i = 0; i < f->facts.entry_count; i++)
		if (f->facts.entries[i].role == CTEST_INSTANCE && str_eq(f->facts.entries[i].name, suite))
			return true;
	return false;
}

/* One finding for a suite: at its first test. */
static bool is_first_of_suite(const struct ctest_file *f, uint32_t part)
{
	for (uint32_t i = 0; i < part; i++)
		if (f->facts.parts[i].kind == CTEST_CASE && f->facts.parts[i].flags & CTEST_PARAMETER && str_eq(f->facts.parts[i].suite, f->facts.parts[part].suite))
			return false;
	return true;
}

static void check_parameter(struct ctests *c, struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];

	if (!(p->flags & CTEST_PARAMETER) || p->flags & CTEST_CONDITIONAL || is_header(c->t->in->project->files[f->file].path) || is_instantiated(f, p->suite) ||
	    !is_first_of_suite(f, part) || may_be_pasted(c, f) || is_included(c, f->file) || ctests_is_named(c, p->suite, f->file))
		return;
	for (uint32_t i = 0; i < f->facts.part_count; i++) {
		struct about a = { .f = f, .part = i };

		if (f->facts.parts[i].kind == CTEST_CASE && str_eq(f->facts.parts[i].suite, p->suite))
			add_flaw(c, &a, FLAW_UNREGISTERED, f->facts.parts[i].span, part_symbol(c, &f->facts.parts[i]),
				 arena_printf(c->arena, "never runs: `" STR_FMT "` has parameters, and nothing instantiates it", STR_ARG(p->suite)));
	}
}

/* Does any file of tests make names by macros? */
static bool is_pasting(const struct ctests *c)
{
	const struct project *p = c->t->in->project;

	for (size_t i = 0; i < c->candidates.len; i++) {
		const struct cfacts *facts = p->files[c->candidates.items[i]].creations;

		for (uint32_t k = 0; k < facts->macro_count; k++)
			if (facts->macros[k].pastes)
				return true;
	}
	return false;
}

/* A function that makes a suite or test cases, and that nobody calls. */
static void check_suite(struct ctests *c, struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];
	bool adds = false;

	if (p->kind != CTEST_FUNCTION || p->flags & (CTEST_CONDITIONAL | CTEST_ENTERS) || is_mentioned(f, part))
		return;
	for (uint32_t i = 0; i < f->facts.entry_count; i++)
		adds |= f->facts.entries[i].part == part && f->facts.entries[i].role == CTEST_ADDS;
	if (!adds || may_be_pasted(c, f) || is_included(c, f->file) || (!(p->flags & CTEST_STATIC) && (is_pasting(c) || ctests_is_named(c, p->name, f->file))))
		return;
	for (uint32_t i = f->first_test; i < f->first_test + f->test_count; i++) {
		struct about a = { .f = f, .part = c->t->items.items[i].def };
		bool is_own = false;

		for (uint32_t k = 0; a.part != NONE && k < f->facts.entry_count; k++)
			is_own |= f->facts.entries[k].part == part && f->facts.entries[k].role == CTEST_ADDS &&
				  str_eq(f->facts.entries[k].name, f->facts.parts[a.part].name);
		if (is_own)
			add_flaw(c, &a, FLAW_UNREGISTERED, f->facts.parts[a.part].span, f->facts.parts[a.part].name,
				 arena_printf(c->arena, "never runs: nobody calls `" STR_FMT "`, which takes it in", STR_ARG(p->name)));
	}
}

/* --- Tests that check nothing --- */

static bool has_flaw(const struct ctest_file *f, uint32_t part)
{
	for (uint32_t i = 0; i < f->facts.flaw_count; i++)
		if (f->facts.flaws[i].part == part && !f->facts.flaws[i].group.len)
			return true;
	return false;
}

/* Nothing in it, nor in what it calls, that could fail by its name. */
static void check_silent(struct ctests *c, struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];
	struct about a = { .f = f, .part = part };
	bool is_program = p->kind != CTEST_CASE;
	struct ctest_build b = { .is_run = true };

	if (p->flags & (CTEST_TELLS | CTEST_VERDICT) || has_flaw(f, part) || is_made_good(c, f, part, true) || (is_program && !(p->flags & CTEST_ENTERS)))
		return;
	if (is_program)
		ctests_build_of(c, f->file, false, &b);
	/* Elsewhere somebody may read what it prints. */
	if (!b.is_run || b.is_compared)
		return;
	add_flaw(c, &a, FLAW_SILENT, p->span, part_symbol(c, p),
		 is_program ? STR("ends well whatever happens: main() gives back 0, and nothing in it asserts") : STR("asserts nothing: it passes for as long as nothing crashes"));
}

/* --- The build --- */

static void check_build(struct ctests *c, struct ctest_file *f)
{
	struct about a = { .f = f, .part = NONE };
	struct span span = { .line = 1, .column = 1, .end_line = 1, .end_column = 1 };
	struct str base = base_of(c, f);
	struct ctest_build b;
	bool enters = false;

	for (uint32_t i = 0; i < f->facts.part_count; i++)
		enters |= (f->facts.parts[i].flags & CTEST_ENTERS) != 0;
	if (is_header(base) || is_included(c, f->file) || !(c->t->in->project->files[f->file].roles & ROLE_TEST))
		return;
	ctests_build_of(c, f->file, true, &b);
	if (b.is_absent && !is_built(c->c, f->file))
		add_flaw(c, &a, FLAW_FILE, span, base, arena_printf(c->arena, "no build file names \"" STR_FMT "\", so that its tests never run", STR_ARG(base)));
	else if (b.is_idle && enters)
		add_flaw(c, &a, FLAW_UNREGISTERED, span, b.name,
			 arena_printf(c->arena, STR_FMT ":%u builds it, and nothing runs it as a test", STR_ARG(b.source_of), b.line));
}

void ctests_flaws_find(struct ctests *c, struct ctest_file *f)
{
	for (uint32_t i = 0; i < f->facts.flaw_count; i++)
		take_flaw(c, f, &f->facts.flaws[i]);
	for (uint32_t i = f->first_test; i < f->first_test + f->test_count; i++) {
		uint32_t part = c->t->items.items[i].def;

		if (part == NONE)
			continue;
		check_unregistered(c, f, part);
		check_parameter(c, f, part);
		check_silent(c, f, part);
	}
	for (uint32_t part = 0; part < f->facts.part_count; part++)
		check_suite(c, f, part);
	check_build(c, f);
}
