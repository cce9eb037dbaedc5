/* What the tests of one C or C++ file meet: names led to members, helpers, fixtures and macros followed. */
#include "base/base.h"
#include "rules/ctests.h"

#include <stdlib.h>

/* --- Members --- */

static bool has_word(const struct ctest_file *f, struct str word)
{
	return map_has(&f->words, str_hash(word));
}

/* Does the file, or a header that it includes, declare the function? */
static bool is_declared(struct ctests *c, const struct ctest_file *f, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->c->protos, str_tail(name, ':'), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (refs[i].file == f->file || sees(c->c, f->file, refs[i].file))
			return true;
	return false;
}

/* Of a name that one external function of the whole tree bears no more need be known. */
static bool is_only_one(const struct ctests *c, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->c->funcs, str_tail(name, ':'), &refs), external = 0;

	for (uint32_t i = 0; i < count; i++)
		external += !(cfunc_at(c->c, refs[i].file, refs[i].index)->flags & CFUNC_STATIC);
	return external == 1;
}

/* "Engine" of "ns::Engine::create"; empty for a plain function. */
static struct str class_of(struct str symbol)
{
	struct str last = str_tail(symbol, ':');

	return last.len + 2 < symbol.len ? str_tail(str_slice(symbol, 0, symbol.len - last.len - 2), ':') : STR("");
}

/* A method is meant where its class is named with it, or where it is called and the class named somewhere. */
static bool is_method_meant(const struct ctest_file *f, const struct member *m, struct str word, bool is_called)
{
	struct str class = class_of(m->symbol);

	if (str_has(word, STR("::")))
		return str_eq(class_of(word), class);
	return is_called && has_word(f, class);
}

static bool is_meant(struct ctests *c, const struct ctest_file *f, const struct member *m, struct str word, bool is_called)
{
	const struct cfunc *func = m->kind <= MEMBER_METHOD && m->def != NONE ? cfunc_at(c->c, m->file, m->def) : NULL;

	if (m->file == f->file)
		return m->class != CLASS_TEST_DOUBLE;
	if (!func || func->flags & CFUNC_STATIC)
		return sees(c->c, f->file, m->file);
	if (func->flags & (CFUNC_METHOD | CFUNC_STATIC_METHOD))
		return is_method_meant(f, m, word, is_called);
	if (str_has(word, STR("::")))
		return false; /* "ns::make" is also mentioned as "make" */
	return is_declared(c, f, func->name) || sees(c->c, f->file, m->file) || is_only_one(c, func->name);
}

/* Does the file put something of its own into the place of the function? */
static bool is_replaced(const struct ctest_file *f, struct str name)
{
	for (uint32_t i = map_get(&f->by_name, str_hash(name)); i != NONE; i = f->next[i])
		if (f->facts.parts[i].kind == CTEST_FUNCTION && !(f->facts.parts[i].flags & CTEST_STATIC) && str_eq(f->facts.parts[i].name, name))
			return true;
	return false;
}

static bool is_wrapped(struct ctests *c, const struct ctest_file *f, struct str name)
{
	struct str wrap = arena_printf(c->arena, "__wrap_" STR_FMT, STR_ARG(name)), real = arena_printf(c->arena, "__real_" STR_FMT, STR_ARG(name));

	return map_has(&f->by_name, str_hash(wrap)) && !has_word(f, real);
}

bool ctests_is_doubled(struct ctests *c, file_id file, struct str name)
{
	uint32_t known = map_get(&c->by_file, file);
	const struct ctest_file *f = known == NONE ? NULL : c->files.items[known];

	return f && (is_replaced(f, name) || is_wrapped(c, f, name));
}

static void meet_word(struct ctests *c, struct ctest_file *f, uint32_t part, const struct ctest_mention *m)
{
	const struct families *all = c->t->in->families;
	struct str word = f->facts.words[m->word];
	const struct ctest_ref *refs;
	uint32_t count = ctests_find(&c->members, word, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct family *fam = &all->items.items[refs[i].family];
		const struct member *member = &fam->members.items[refs[i].member];
		struct meeting x = { .family = refs[i].family, .member = refs[i].member };

		if (is_replaced(f, member->symbol) || is_wrapped(c, f, member->symbol))
			x.meets = MEETS_DOUBLE;
		else if (is_meant(c, f, member, word, m->is_called))
			x.meets = tests_meets_of(fam, member, false);
		if (x.meets)
			meetings_add(&f->own[part == NONE ? f->facts.part_count : part], x);
	}
}

/* --- Doubles --- */

/* will_return(conn_new, ...) in a test: whoever calls it there gets what the test says. */
static void meet_entry(struct ctests *c, struct ctest_file *f, const struct ctest_entry *e)
{
	const struct families *all = c->t->in->families;
	const struct ctest_ref *refs;
	uint32_t count = e->role == CTEST_DOUBLES && !e->group.len ? ctests_find(&c->members, e->name, &refs) : 0;

	for (uint32_t i = 0; i < count; i++)
		if (str_eq(all->items.items[refs[i].family].members.items[refs[i].member].symbol, e->name))
			meetings_add(&f->own[e->part == NONE ? f->facts.part_count : e->part],
				     (struct meeting){ .family = refs[i].family, .member = refs[i].member, .meets = MEETS_DOUBLE });
}

/* A class whose methods are mocked stands in for the product that it derives from. */
static void meet_mock(struct ctests *c, struct ctest_file *f, const struct ctest_entry *e)
{
	const struct families *all = c->t->in->families;

	for (uint32_t k = 0; e->role == CTEST_DOUBLES && e->group.len && e->part != NONE && k < all->items.len; k++)
		if (is_cfamily(&all->items.items[k]) && str_eq(str_tail(all->items.items[k].product, ':'), e->name))
			meetings_add(&f->own[e->part], (struct meeting){ .family = k, .member = NONE, .meets = MEETS_DOUBLE });
}

/* What a mock calls of the real one is no meeting: it is made to be none. */
void ctests_meet_own(struct ctests *c, struct ctest_file *f)
{
	for (uint32_t i = 0; i < f->facts.mention_count; i++)
		meet_word(c, f, f->facts.mentions[i].part, &f->facts.mentions[i]);
	for (uint32_t i = 0; i < f->facts.entry_count; i++) {
		meet_entry(c, f, &f->facts.entries[i]);
		meet_mock(c, f, &f->facts.entries[i]);
	}
}

/* --- Walking --- */

struct walker {
	struct ctests *c;
	const struct ctest_file *origin; /* of the test */
	struct ctest_walk *ret;
};

static void walk_part(struct walker *w, struct ctest_file *f, uint32_t part);

/* The runtime's functions that neither fail a test nor call back. */
static bool is_quiet(struct str name)
{
	static const char *const quiet[] = { "calloc",	"fclose",  "fflush",  "fprintf", "fputs",   "free",    "g_free",  "getenv", "malloc", "memcmp", "memcpy", "memmove",
					     "memset",	"printf",  "putchar", "puts",	 "realloc", "setvbuf", "sizeof", "snprintf", "sprintf", "strcat", "strchr",
					     "strcmp",	"strcpy",  "strdup",  "strlen",	 "strncmp", "strncpy", "strstr", "time", "unlink", "usleep", "vsnprintf",
					     "SUCCEED", "if",	"while",   "for",     "switch",	 "return",  "static_cast", "reinterpret_cast", "move", NULL };

	return str_is_one_of(name, quiet);
}

static bool is_of_program(const struct walker *w, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&w->c->c->funcs, name, &refs);

	for (uint32_t i = 0; i < count; i++)
		if (project_is_production(w->c->t->in->project, refs[i].file))
			return true;
	return false;
}

/* What another file of tests offers, when there is just one of the name that this one includes or can be linked with. */
static bool walk_helper(struct walker *w, struct ctest_file *f, struct str name)
{
	const struct ctest_ref *refs;
	uint32_t count = ctests_find(&w->c->helpers, name, &refs), meant = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct ctest_file *other = w->c->files.items[map_get(&w->c->by_file, refs[i].file)];

		if (other == f || !(sees(w->c->c, f->file, other->file) || is_declared(w->c, f, name)))
			continue;
		other->is_helper = true;
		walk_part(w, other, refs[i].part);
		meant++;
	}
	return meant > 0;
}

/* Of a class of this file: who calls it has an object of that. */
static bool is_method(const struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];
	struct str class = class_of(p->name);

	if (p->kind != CTEST_FUNCTION || !class.len)
		return false;
	for (uint32_t i = map_get(&f->by_name, str_hash(class)); i != NONE; i = f->next[i])
		if (f->facts.parts[i].kind == CTEST_CLASS)
			return true;
	return false;
}

static void walk_word(struct walker *w, struct ctest_file *f, uint32_t from, const struct ctest_mention *m)
{
	struct str word = f->facts.words[m->word];
	uint32_t part = str_has(word, STR("::")) ? NONE : map_get(&f->by_name, str_hash(word));
	bool is_known = part != NONE;

	for (; part != NONE; part = f->next[part])
		if (part != from && f->facts.parts[part].kind != CTEST_CASE && !is_method(f, part))
			walk_part(w, f, part);
	/* What may fail by its name is counted where it stands. */
	if (is_known || walk_helper(w, f, word) || !m->is_called || is_quiet(word) || ctest_may_fail(word))
		return;
	if (is_of_program(w, word))
		vec_push(&w->ret->program, word);
	else
		w->ret->is_open = true;
}

void ctests_walk_release(struct ctest_walk *w)
{
	vec_release(&w->met);
	vec_release(&w->program);
}

static bool is_setup_method(const struct ctest_part *class, const struct ctest_part *p)
{
	static const char *const names[] = { "SetUp", "SetUpTestCase", "SetUpTestSuite", "TearDown", "TearDownTestCase", "TearDownTestSuite", "setup", "teardown", NULL };
	struct str name = str_tail(p->name, ':');

	return str_is_one_of(name, names) || str_eq(name, class->name) || (name.len && name.ptr[0] == '~');
}

/* What sets a test up, and what the test's file mentions by name. */
static void walk_methods(struct walker *w, struct ctest_file *f, uint32_t class)
{
	const struct ctest_part *p = &f->facts.parts[class];

	for (uint32_t k = 0; k < f->facts.part_count; k++) {
		const struct ctest_part *m = &f->facts.parts[k];

		if (m->kind == CTEST_FUNCTION && (m->parent == class || str_eq(class_of(m->name), p->name)) &&
		    (is_setup_method(p, m) || has_word(w->origin, str_tail(m->name, ':'))))
			walk_part(w, f, k);
	}
}

static void walk_part(struct walker *w, struct ctest_file *f, uint32_t part)
{
	const struct ctest_part *p = &f->facts.parts[part];

	if (!map_add(&w->c->visited, map_pair(f->file, part), 0))
		return;
	vec_foreach (struct meeting, m, &f->own[part])
		meetings_add(&w->ret->met, *m);
	w->ret->tells |= (p->flags & CTEST_TELLS) != 0;
	for (uint32_t i = 0; i < p->mention_count; i++)
		walk_word(w, f, part, &f->facts.mentions[p->first_mention + i]);
	if (p->kind == CTEST_CLASS)
		walk_methods(w, f, part);
	for (uint32_t k = part + 1; p->kind != CTEST_CLASS && k < f->facts.part_count && f->facts.parts[k].start < p->end; k++)
		if (f->facts.parts[k].parent == part && f->facts.parts[k].kind != CTEST_MACRO)
			walk_part(w, f, k);
}

void ctests_walk_plain(struct ctests *c, struct ctest_file *f, uint32_t part, struct ctest_walk *ret)
{
	struct walker w = { .c = c, .origin = f, .ret = ret };

	map_clear(&c->visited);
	walk_part(&w, f, part);
}

/* --- What sets a test up --- */

static bool is_made_between(const struct ctest_file *f, const struct ctest_entry *a, const struct ctest_entry *b)
{
	uint32_t from = MIN(a->span.start, b->span.start), to = MAX(a->span.start, b->span.start);

	for (uint32_t i = 0; i < f->facts.entry_count; i++)
		if (f->facts.entries[i].role == CTEST_MAKES && f->facts.entries[i].span.start > from && f->facts.entries[i].span.start < to &&
		    str_eq(f->facts.entries[i].name, a->group))
			return true;
	return false;
}

/* Is it put in with this group, in the same function? */
static bool is_added_with(const struct ctest_file *f, const struct ctest_part *test, const struct ctest_entry *setup)
{
	for (uint32_t i = 0; i < f->facts.entry_count; i++) {
		const struct ctest_entry *e = &f->facts.entries[i];

		if (e->role == CTEST_ADDS && e->part == setup->part && str_eq(e->name, test->name) && str_eq(e->group, setup->group) && !is_made_between(f, e, setup))
			return true;
	}
	return false;
}

static void walk_name(struct walker *w, struct ctest_file *f, struct str name)
{
	uint32_t part = map_get(&f->by_name, str_hash(str_tail(name, ':')));

	if (part == NONE)
		walk_helper(w, f, name);
	for (; part != NONE; part = f->next[part])
		if (f->facts.parts[part].kind != CTEST_CASE)
			walk_part(w, f, part);
}

void ctests_walk(struct ctests *c, struct ctest_file *f, uint32_t part, struct ctest_walk *ret)
{
	const struct ctest_part *p = &f->facts.parts[part];
	struct walker w = { .c = c, .origin = f, .ret = ret };

	map_clear(&c->visited);
	walk_part(&w, f, part);
	if (p->flags & CTEST_FIXTURE && p->suite.len)
		walk_name(&w, f, p->suite);
	for (uint32_t i = 0; i < f->facts.entry_count; i++) {
		const struct ctest_entry *e = &f->facts.entries[i];

		if (e->role == CTEST_SETS_UP && (!e->group.len || str_eq(e->group, p->name) || is_added_with(f, p, e)))
			walk_name(&w, f, e->name);
	}
}

/* --- Tests --- */

static struct str symbol_of(struct ctests *c, const struct ctest_part *p)
{
	return p->suite.len ? arena_printf(c->arena, STR_FMT "." STR_FMT, STR_ARG(p->suite), STR_ARG(p->name)) : p->name;
}

static enum test_category category_of(struct ctests *c, file_id file)
{
	enum test_category found;
	struct ctest_build b;

	if (tests_configured_category(c->t, file, &found))
		return found;
	ctests_build_of(c, file, false, &b);
	return b.label.len && tests_word_category(b.label, &found) ? found : tests_folder_category(c->t, file);
}

static void add_test(struct ctests *c, struct ctest_file *f, struct test x, const meetings *met)
{
	x.file = f->file;
	x.category = category_of(c, f->file);
	tests_add(c->t, x, met, &f->first_test, &f->test_count);
}

static void add_part(struct ctests *c, struct ctest_file *f, uint32_t part, enum test_framework framework, struct str symbol, const meetings *met)
{
	const struct ctest_part *p = &f->facts.parts[part];
	struct test x = { .def = part, .framework = framework, .symbol = symbol, .span = p->span, .end_line = p->end_line };

	add_test(c, f, x, met);
}

/* Named like a test, asserts, and nobody calls it or puts it in, in a file that puts others in. */
static bool is_forgotten(const struct ctest_file *f, const struct ctest_part *p, enum test_framework *ret)
{
	bool is_named = str_starts(p->name, STR("test_")) || str_ends(p->name, STR("_test"));

	if (p->kind != CTEST_FUNCTION || !is_named || !(p->flags & CTEST_STATIC) || !(p->flags & CTEST_TELLS) || p->flags & CTEST_CONDITIONAL || f->facts.pastes ||
	    f->facts.includes_code)
		return false;
	for (uint32_t i = 0; i < f->facts.mention_count; i++)
		if (f->facts.mentions[i].part != (uint32_t)(p - f->facts.parts) && str_eq(ctest_word(f, i), p->name) &&
		    (f->facts.mentions[i].part != NONE || !f->facts.mentions[i].is_called))
			return false;
	for (uint32_t i = 0; i < f->facts.entry_count; i++) {
		*ret = f->facts.entries[i].framework;
		if (f->facts.entries[i].role == CTEST_ADDS && *ret != FRAMEWORK_CHECK)
			return true;
	}
	return false;
}

static bool has_cases(const struct ctest_file *f)
{
	for (uint32_t i = 0; i < f->facts.part_count; i++)
		if (f->facts.parts[i].kind == CTEST_CASE)
			return true;
	return false;
}

/* The name that the build gives it, or the file's own. */
static struct str program_name(struct ctests *c, const struct ctest_file *f)
{
	struct ctest_build b;

	ctests_build_of(c, f->file, false, &b);
	return b.name.len ? b.name : path_stem(c->t->in->project->files[f->file].path);
}

void ctests_find_tests(struct ctests *c, struct ctest_file *f)
{
	bool with_cases = has_cases(f);

	for (uint32_t i = 0; i < f->facts.part_count; i++) {
		const struct ctest_part *p = &f->facts.parts[i];
		enum test_framework framework = p->framework;
		bool is_program = !with_cases && p->flags & CTEST_ENTERS;
		struct ctest_walk w = { .tells = false };

		if (p->kind != CTEST_CASE && !is_program && !is_forgotten(f, p, &framework))
			continue;
		ctests_walk(c, f, i, &w);
		if (w.met.len && is_program)
			add_part(c, f, i, FRAMEWORK_PROGRAM, program_name(c, f), &w.met);
		else if (w.met.len)
			add_part(c, f, i, framework, symbol_of(c, p), &w.met);
		ctests_walk_release(&w);
	}
}

/* --- What is left --- */

static bool is_met_in(const struct ctests *c, const struct ctest_file *f, uint32_t family)
{
	vec_foreach (struct family_test, x, &c->t->families[family].items)
		if (x->test >= f->first_test && x->test < f->first_test + f->test_count)
			return true;
	return false;
}

/* Mentions that no test comes to: a framework that is not known, or a program of several files. They count as one test. */
void ctests_find_rest(struct ctests *c, struct ctest_file *f)
{
	const struct project *p = c->t->in->project;
	meetings rest = { 0 };

	if (f->is_helper || f->test_count || is_header(p->files[f->file].path) || !(p->files[f->file].roles & ROLE_TEST))
		return;
	for (uint32_t i = 0; i < f->facts.part_count; i++)
		vec_foreach (struct meeting, m, &f->own[i])
			if (!is_met_in(c, f, m->family) && !(m->meets & MEETS_DOUBLE))
				meetings_add(&rest, *m);
	if (rest.len)
		add_test(c, f, (struct test){ .def = NONE, .framework = FRAMEWORK_PROGRAM, .symbol = program_name(c, f),
					      .span = { .line = 1, .column = 1, .end_line = 1, .end_column = 1 }, .end_line = 1 }, &rest);
	vec_release(&rest);
}
