/* Tests that cannot fail or never run, as far as the file and its classes tell. */
#include "base/base.h"
#include "rules/tests.h"

static const struct outline *outline_of(const struct tests *t, const struct test_file *f)
{
	return &t->in->project->files[f->file].outline;
}

static bool is_inside(const struct outline *o, uint32_t def, uint32_t outer)
{
	while (def != NONE && def != outer)
		def = o->defs[def].parent;
	return outer == NONE || def == outer;
}

uint32_t tests_family_of(const struct tests *t, uint32_t test)
{
	for (uint32_t k = 0; k < t->in->families->items.len; k++)
		vec_foreach (struct family_test, x, &t->families[k].items)
			if (x->test == test && (x->meets & (MEETS_REAL | MEETS_DOUBLE)))
				return k;
	return NONE;
}

bool tests_never_runs(enum test_flaw_kind kind)
{
	return kind == FLAW_SKIPPED || kind == FLAW_NESTED || kind == FLAW_CONSTRUCTOR || kind == FLAW_SHADOWED || kind == FLAW_NAME || kind == FLAW_FILE ||
	       kind == FLAW_UNREGISTERED;
}

/* The others may yet fail, or run, in some way. */
static bool spoils_test(enum test_flaw_kind kind)
{
	return kind != FLAW_SETUP && kind != FLAW_HIDDEN && kind != FLAW_OUTSIDE && kind != FLAW_METHOD && kind != FLAW_TUPLE && kind != FLAW_INVERTED;
}

void tests_flaw_takes(struct tests *t, struct tests_flaw *x, uint32_t test, bool spoils)
{
	struct test *item = &t->items.items[test];

	item->never_runs |= spoils && tests_never_runs(x->kind);
	item->cannot_fail |= spoils && !tests_never_runs(x->kind);
	if (x->family == NONE)
		x->family = tests_family_of(t, test);
	if (!x->test_count++)
		x->test = test;
}

void tests_flaw_at(struct tests *t, const struct test_file *f, enum test_flaw_kind kind, uint32_t def, struct span span, struct str message)
{
	struct tests_flaw x = { .kind = kind, .file = f->file, .def = def, .test = NONE, .family = NONE, .span = span, .message = message };

	for (uint32_t i = f->first_test; i < f->first_test + f->test_count; i++)
		if (is_inside(outline_of(t, f), t->items.items[i].def, def))
			tests_flaw_takes(t, &x, i, spoils_test(kind));
	if (x.test_count && x.family != NONE)
		vec_push(&t->flaws, x);
}

static void flaw_of_def(struct tests *t, const struct test_file *f, enum test_flaw_kind kind, uint32_t def, struct str message)
{
	tests_flaw_at(t, f, kind, def, outline_of(t, f)->defs[def].span, message);
}

/* --- Seen in bodies --- */

static const char *message_of(enum test_flaw_kind kind)
{
	switch (kind) {
	case FLAW_SKIPPED: return "is skipped whatever happens";
	case FLAW_XFAIL: return "passes when it fails, and when it does not";
	case FLAW_SWALLOWED: return "cannot fail: every assertion is in a try, and the handler takes what they raise and tells nobody";
	case FLAW_CONSTANT: return "asserts nothing but a constant";
	case FLAW_TUPLE: return "asserts a tuple, which is always true";
	case FLAW_INVERTED: return "passes only while the assertion in it fails";
	default: return "";
	}
}

static void take_body_flaw(struct tests *t, const struct test_file *f, const struct test_flaw *x)
{
	struct str message;

	if (x->kind == FLAW_XFAIL && f->config->is_xfail_strict)
		return;
	message = arena_printf(&t->arena, "%s: `" STR_FMT "`", message_of(x->kind), STR_ARG(x->text));
	tests_flaw_at(t, f, x->kind, x->def, x->span, message);
}

/* --- Mentions --- */

/* How many definitions mention the name, by itself or behind a dot. */
static bool is_mentioned(const struct test_file *f, struct str name)
{
	for (uint32_t i = 0; i < f->facts.word_count; i++)
		if (str_eq(f->facts.words[i], name) || str_eq(str_tail(f->facts.words[i], '.'), name))
			return true;
	return false;
}

/* --- Same name twice --- */

static bool hides(const struct tests *t, const struct test_file *f, uint32_t first, uint32_t second)
{
	const struct outline *o = outline_of(t, f);
	const struct def *a = &o->defs[first], *b = &o->defs[second];

	return a->parent == b->parent && a->block == b->block && a->kind == b->kind && str_eq(a->name, b->name);
}

static void check_shadowed(struct tests *t, const struct test_file *f, uint32_t def)
{
	const struct outline *o = outline_of(t, f);
	enum test_framework framework;

	if (o->defs[def].parent != NONE && o->defs[o->defs[def].parent].kind == DEF_FUNCTION)
		return;
	if (o->defs[def].kind == DEF_FUNCTION ? !tests_is_test(t, f, def, &framework) : !str_starts(o->defs[def].name, STR("Test")))
		return;
	for (uint32_t k = def + 1; k < o->def_count; k++) {
		if (!hides(t, f, def, k) || !(f->facts.defs[k].flags & (TEST_DEF_PLAIN | TEST_DEF_CHECKS)))
			continue;
		flaw_of_def(t, f, FLAW_SHADOWED, def,
			    arena_printf(&t->arena, "never runs: another `" STR_FMT "` in line %u takes its place", STR_ARG(o->defs[def].name), o->defs[k].span.line));
		return;
	}
}

/* --- Defined inside of a function --- */

static void check_nested(struct tests *t, const struct test_file *f, uint32_t def)
{
	const struct outline *o = outline_of(t, f);
	const struct def *d = &o->defs[def];
	unsigned flags = f->facts.defs[def].flags;

	if (d->kind != DEF_FUNCTION || d->parent == NONE || o->defs[d->parent].kind != DEF_FUNCTION || !str_starts(d->name, STR("test_")) ||
	    !(flags & TEST_DEF_CHECKS) || !(flags & TEST_DEF_PLAIN) || is_mentioned(f, d->name))
		return;
	/* The function around it is the test that is found, if it is one. */
	flaw_of_def(t, f, FLAW_NESTED, d->parent, STR(""));
	if (t->flaws.len && vec_last(&t->flaws)->kind == FLAW_NESTED && vec_last(&t->flaws)->def == d->parent && !vec_last(&t->flaws)->message.len) {
		vec_last(&t->flaws)->span = d->span;
		vec_last(&t->flaws)->message = arena_printf(&t->arena, "`" STR_FMT "` never runs: it is defined inside of `" STR_FMT "`, and nobody calls it",
							    STR_ARG(d->name), STR_ARG(o->defs[d->parent].name));
	}
}

/* --- Classes --- */

static uint32_t method_of(const struct outline *o, uint32_t class_def, const char *name)
{
	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++)
		if (o->defs[d].parent == class_def && str_is(o->defs[d].name, name))
			return d;
	return NONE;
}

static void check_constructor(struct tests *t, const struct test_file *f, uint32_t class_def, const struct lineage *l)
{
	uint32_t init = method_of(outline_of(t, f), class_def, "__init__");

	if (init == NONE || l->is_unittest != KNOWN_NO || is_mentioned(f, outline_of(t, f)->defs[class_def].name))
		return;
	tests_flaw_at(t, f, FLAW_CONSTRUCTOR, class_def, outline_of(t, f)->defs[init].span,
		      arena_printf(&t->arena, "pytest does not collect `" STR_FMT "`, because it has a constructor", STR_ARG(outline_of(t, f)->defs[class_def].name)));
}

/* Does the class, or a base of it, call the method by name? */
static bool calls_method(const struct lineage *l, struct str name)
{
	for (uint32_t i = 0; i < l->count; i++)
		if (is_mentioned(l->items[i].file, name))
			return true;
	return false;
}

static const char *wrong_setup(const struct lineage *l, const struct def *d)
{
	static const char *const unittest_names[] = { "setUp", "setUpClass", "tearDown", "tearDownClass" };
	static const char *const pytest_names[] = { "setup_class", "setup_method", "teardown_class", "teardown_method" };
	static const char *const misspelt[] = { "SetUp", "Setup", "TearDown", "set_up", "setup", "setupClass", "tear_down", "teardown", "teardownClass" };

	for (size_t i = 0; i < ARRAY_LEN(unittest_names); i++) {
		if (!str_is(d->name, unittest_names[i]))
			continue;
		if (l->is_unittest == KNOWN_NO)
			return "is never called: its class is no unittest.TestCase";
		return d->is_async ? "is never awaited, because unittest calls it like a plain function" : NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(pytest_names); i++)
		if (str_is(d->name, pytest_names[i]))
			return d->is_async ? "is never awaited, because pytest calls it like a plain function" : NULL;
	if (str_is(d->name, "asyncSetUp") || str_is(d->name, "asyncTearDown"))
		return l->is_unittest == KNOWN_NO || !l->is_async ? "is never called: its class is no IsolatedAsyncioTestCase" : NULL;
	for (size_t i = 0; l->is_unittest == KNOWN_YES && i < ARRAY_LEN(misspelt); i++)
		if (str_is(d->name, misspelt[i]))
			return "is never called: unittest knows setUp and tearDown";
	return NULL;
}

static void check_setups(struct tests *t, const struct test_file *f, uint32_t class_def, const struct lineage *l)
{
	const struct outline *o = outline_of(t, f);

	if (l->is_open || l->is_unittest == KNOWN_UNKNOWN)
		return;
	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++) {
		const char *why = o->defs[d].parent == class_def && (f->facts.defs[d].flags & TEST_DEF_PLAIN) ? wrong_setup(l, &o->defs[d]) : NULL;

		if (why && !calls_method(l, o->defs[d].name))
			tests_flaw_at(t, f, FLAW_SETUP, class_def, o->defs[d].span, arena_printf(&t->arena, "`" STR_FMT "` %s", STR_ARG(o->defs[d].name), why));
	}
}

/* --- Methods that are not there --- */

/* "name" of self.name, when that is all. */
static struct str own_attribute(struct str word)
{
	struct str rest = str_starts(word, STR("self.")) ? str_slice(word, 5, word.len) : STR("");

	return str_find(rest, '.') == rest.len ? rest : STR("");
}

static bool sets_attribute(const struct tests *t, const struct lineage *l, struct str name)
{
	for (uint32_t i = 0; i < l->count; i++) {
		const struct test_facts *facts = &l->items[i].file->facts;
		const struct outline *o = outline_of(t, l->items[i].file);

		for (uint32_t k = 0; k < facts->mention_count; k++)
			if (facts->mentions[k].is_set && facts->mentions[k].def != NONE && is_inside(o, facts->mentions[k].def, l->items[i].def) &&
			    str_eq(own_attribute(facts->words[facts->mentions[k].word]), name))
				return true;
	}
	return false;
}

static bool sets_by_name(const struct lineage *l)
{
	for (uint32_t i = 0; i < l->count; i++)
		if (is_mentioned(l->items[i].file, STR("setattr")) || is_mentioned(l->items[i].file, STR("__dict__")))
			return true;
	return false;
}

static void check_methods(struct tests *t, const struct test_file *f, uint32_t class_def, const struct lineage *l)
{
	const struct outline *o = outline_of(t, f);
	struct map seen = { 0 };

	for (uint32_t i = 0; !l->is_open && l->is_unittest != KNOWN_UNKNOWN && i < f->facts.mention_count; i++) {
		const struct test_word *m = &f->facts.mentions[i];
		struct str name = m->is_called && m->def != NONE ? own_attribute(f->facts.words[m->word]) : STR("");

		if (!name.len || !is_inside(o, m->def, class_def) || m->def == class_def || o->defs[m->def].parent != class_def || str_starts(name, STR("__")))
			continue;
		if ((l->is_unittest == KNOWN_YES && tests_is_unittest_method(name)) || tests_has_method(t, l, name) || sets_attribute(t, l, name) ||
		    sets_by_name(l) || !map_add(&seen, str_hash(name), 0))
			continue;
		tests_flaw_at(t, f, FLAW_METHOD, m->def, (struct span){ .start = o->defs[m->def].span.start, .end = o->defs[m->def].span.end, .line = m->line, .column = 1,
								       .end_line = m->line, .end_column = 1 },
			      arena_printf(&t->arena, "calls `self." STR_FMT "()`, which neither `" STR_FMT "` nor a base of it has", STR_ARG(name),
					   STR_ARG(o->defs[class_def].name)));
	}
	map_release(&seen);
}

/* --- Only doubles --- */

/* "PrintJobFactory" as "printjobfactory", "test_print_job" as "testprintjob". */
static struct str plain_name(struct arena *a, struct str name)
{
	char *text = arena_alloc(a, name.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] != '_')
			text[len++] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] - 'A' + 'a') : name.ptr[i];
	return (struct str){ text, len };
}

static const struct str *plain_names(struct tests *t)
{
	size_t count = t->in->families->items.len;

	if (t->plain_names)
		return t->plain_names;
	t->plain_names = arena_array(&t->arena, struct str, count + 1);
	for (size_t k = 0; k < count; k++) {
		const struct member *c = canonical_of(&t->in->families->items.items[k]);

		t->plain_names[k] = c ? plain_name(&t->arena, str_tail(c->symbol, '.')) : STR("");
	}
	return t->plain_names;
}

/* A class of tests, named after the canonical, that meets nothing but doubles of it. */
static void check_doubles(struct tests *t, const struct test_file *f, uint32_t class_def)
{
	const struct outline *o = outline_of(t, f);
	struct str name = plain_name(&t->arena, o->defs[class_def].name);
	const struct str *canonicals = plain_names(t);

	for (uint32_t k = 0; k < t->in->families->items.len; k++) {
		const struct member *c = canonical_of(&t->in->families->items.items[k]);
		uint32_t count = 0, doubles = 0;

		if (!c || !str_has(name, canonicals[k]))
			continue;
		vec_foreach (struct family_test, x, &t->families[k].items) {
			if (t->items.items[x->test].file != f->file || !is_inside(o, t->items.items[x->test].def, class_def))
				continue;
			count++;
			doubles += x->meets == MEETS_DOUBLE;
		}
		if (count && count == doubles)
			flaw_of_def(t, f, FLAW_MOCKS, class_def,
				    arena_printf(&t->arena, "meets nothing but doubles of `" STR_FMT "`, whose name it bears", STR_ARG(c->symbol)));
		return;
	}
}

/* --- One file --- */

static bool has_tests(const struct tests *t, const struct test_file *f, uint32_t class_def)
{
	for (uint32_t i = f->first_test; i < f->first_test + f->test_count; i++)
		if (outline_of(t, f)->defs[t->items.items[i].def].parent == class_def)
			return true;
	return false;
}

void tests_flaws_find(struct tests *t, struct test_file *f)
{
	const struct outline *o = outline_of(t, f);

	for (uint32_t i = 0; i < f->facts.flaw_count; i++)
		take_body_flaw(t, f, &f->facts.flaws[i]);
	for (uint32_t d = 0; d < o->def_count; d++) {
		check_shadowed(t, f, d);
		check_nested(t, f, d);
		if (o->defs[d].kind == DEF_CLASS && has_tests(t, f, d)) {
			struct lineage l;

			tests_lineage(t, f, d, &l);
			check_constructor(t, f, d, &l);
			check_setups(t, f, d, &l);
			check_methods(t, f, d, &l);
			check_doubles(t, f, d);
			tests_setup_find(t, f, &l);
		}
	}
}
