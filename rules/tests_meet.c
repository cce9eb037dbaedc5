/* What the tests of one file meet: names led to members, fixtures and helpers followed. */
#include "base/base.h"
#include "base/bisect.h"
#include "rules/tests.h"

#include <stdlib.h>

struct meeter {
	struct tests *t;
	const struct test_file *f;
	const struct outline *o;
	meetings *own;    /* by def, the last is module level */
	uint32_t *visited; /* by def: the number of the walk that was here last */
	bool *is_setup;    /* by def: is it run before each test of its class? */
	uint32_t walk;
	struct map names; /* hash of a name of a function here -> first def of that name */
	struct map imported; /* hash of a name that an import of a member binds */
	struct map roots;    /* hash of what is before the first dot -> the first of its mentions */
	uint32_t *next;      /* by mention: the next one of the same root, or NONE */
};

void meetings_add(meetings *list, struct meeting x)
{
	vec_foreach (struct meeting, m, list) {
		if (m->family == x.family) {
			m->meets |= x.meets;
			if (m->member == NONE)
				m->member = x.member;
			return;
		}
	}
	vec_push(list, x);
}

/* --- Members --- */

unsigned tests_meets_of(const struct family *fam, const struct member *m, bool is_astray)
{
	switch (m->class) {
	case CLASS_CANONICAL:
	case CLASS_ACCESSOR:
	case CLASS_CONFIGURATOR:
	case CLASS_SCOPE_HELPER: return is_astray ? MEETS_SHIM : MEETS_CANONICAL;
	case CLASS_REDIRECT:
	case CLASS_ALIAS:
	case CLASS_EMPTY_SUBCLASS:
	case CLASS_WRAPPER:
		if (m->target != NONE && fam->members.items[m->target].class != m->class && fam->members.items[m->target].kind != MEMBER_IMPORT)
			return tests_meets_of(fam, &fam->members.items[m->target], true);
		return MEETS_SHIM;
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_FALLBACK:
	case CLASS_IMPOSTOR: return MEETS_RIVAL;
	case CLASS_TEST_DOUBLE: return MEETS_DOUBLE;
	default: return MEETS_OTHER;
	}
}

static void meet_member(struct meeter *w, uint32_t def, uint32_t family, uint32_t member, bool is_astray, bool is_doubled)
{
	const struct family *fam = &w->t->in->families->items.items[family];
	struct meeting x = { .family = family, .member = member };

	x.meets = is_doubled ? MEETS_DOUBLE : tests_meets_of(fam, &fam->members.items[member], is_astray);
	meetings_add(&w->own[def == NONE ? w->o->def_count : def], x);
}

static void meet_target(struct meeter *w, uint32_t def, const struct target *to, bool is_astray, bool is_doubled)
{
	for (uint32_t k = 0; k < w->t->in->families->items.len; k++) {
		const struct family *fam = &w->t->in->families->items.items[k];

		for (uint32_t i = 0; i < fam->members.len; i++) {
			const struct member *m = &fam->members.items[i];

			if (m->file == to->file && m->def == to->index && m->basis == BASIS_LINKED && m->kind <= MEMBER_METHOD)
				meet_member(w, def, k, i, is_astray, is_doubled);
		}
	}
}

/* --- Names of imports --- */

static void index_roots(struct meeter *w)
{
	const struct test_facts *facts = &w->f->facts;
	uint64_t *hashes = xcalloc(facts->word_count + 1, sizeof(*hashes));

	for (uint32_t i = 0; i < facts->word_count; i++)
		hashes[i] = str_hash(str_slice(facts->words[i], 0, str_find(facts->words[i], '.')));
	w->next = xcalloc(facts->mention_count + 1, sizeof(*w->next));
	for (uint32_t i = 0; i < facts->mention_count; i++) {
		w->next[i] = map_get(&w->roots, hashes[facts->mentions[i].word]);
		map_set(&w->roots, hashes[facts->mentions[i].word], i);
	}
	free(hashes);
}

static bool is_around(const struct outline *o, uint32_t outer, uint32_t def)
{
	while (def != NONE && def != outer)
		def = o->defs[def].parent;
	return outer == NONE || def == outer;
}

static struct str bound_name(const struct outline *o, const struct importer *x)
{
	const struct import_name *n;

	if (x->n == NONE)
		return STR("");
	n = &o->names[o->imports[x->import].first_name + x->n];
	return n->alias.len ? n->alias : n->name;
}

/* The canonical's own names are met where a detour gives them. */
static void meet_import(struct meeter *w, uint32_t family, const struct importer *x)
{
	struct str name = bound_name(w->o, x);
	uint32_t scope = w->o->imports[x->import].def;

	if (!name.len || x->member == NONE)
		return;
	map_add(&w->imported, str_hash(name), 0);
	for (uint32_t i = map_get(&w->roots, str_hash(name)); i != NONE; i = w->next[i]) {
		const struct test_word *m = &w->f->facts.mentions[i];

		/* The import itself mentions the name at its own level. */
		if (is_around(w->o, scope, m->def) &&
		    (m->def == NONE || m->def != scope || m->line != w->o->imports[x->import].span.line || m->is_called))
			meet_member(w, m->def, family, x->member, x->status == IMPORT_OTHER && !x->is_allowed, m->is_doubled);
	}
}

static void meet_imports(struct meeter *w)
{
	for (uint32_t k = 0; k < w->t->in->families->items.len; k++) {
		const struct family *fam = &w->t->in->families->items.items[k];
		size_t at;

		bisect(at, fam->importers.len, fam->importers.items[at].file < w->f->file);
		for (; at < fam->importers.len && fam->importers.items[at].file == w->f->file; at++)
			meet_import(w, k, &fam->importers.items[at]);
	}
}

/* --- Names of modules, and strings --- */

/* "mod.Engine" of "mod.Engine.create", where Engine is a member's name; empty for a word without one. */
static struct str member_in(const struct meeter *w, struct str word)
{
	struct str rest = word, part;
	size_t end;

	str_next(&rest, '.', &part);
	if (!rest.len || str_is(part, "self") || map_has(&w->imported, str_hash(part)))
		return STR("");
	for (end = part.len; str_next(&rest, '.', &part);) {
		end += 1 + part.len;
		if (map_has(&w->t->symbols, str_hash(part)))
			return str_slice(word, 0, end);
	}
	return STR("");
}

static void meet_dotted(struct meeter *w)
{
	const struct test_facts *facts = &w->f->facts;
	struct str *members = xcalloc(facts->word_count + 1, sizeof(*members));

	for (uint32_t i = 0; i < facts->word_count; i++)
		members[i] = member_in(w, facts->words[i]);
	for (uint32_t i = 0; i < facts->mention_count; i++) {
		const struct test_word *m = &facts->mentions[i];
		struct target to;

		if (!members[m->word].len)
			continue;
		to = link_dotted(w->t->in->link, w->f->file, m->def, members[m->word]);
		if (to.kind == TARGET_DEF)
			meet_target(w, m->def, &to, to.hop_count > 1, m->is_doubled);
	}
	free(members);
}

static void meet_seams(struct meeter *w)
{
	for (uint32_t i = 0; i < w->o->seam_count; i++) {
		const struct seam *s = &w->o->seams[i];
		struct target to;

		if (s->is_dynamic || !map_has(&w->t->symbols, str_hash(str_tail(s->text, '.'))))
			continue;
		to = link_string(w->t->in->link, w->f->file, s->text);
		if (to.kind == TARGET_DEF)
			meet_target(w, s->def, &to, false, true);
	}
}

/* --- Fixtures and helpers --- */

static void walk_def(struct meeter *w, uint32_t def, meetings *ret);

static void walk_name(struct meeter *w, uint32_t from, struct str name, meetings *ret)
{
	uint32_t def = map_get(&w->names, str_hash(name));

	for (; def != NONE && def < w->o->def_count; def++)
		if (str_eq(w->o->defs[def].name, name) && def != from)
			walk_def(w, def, ret);
}

/* Told once for all tests of the file: each asks for the setups of its class. */
static void find_setups(struct meeter *w)
{
	static const char *const setups[] = { "__init__", "asyncSetUp", "setUp", "setUpClass", "setup", "setup_class", "setup_method", NULL };

	w->is_setup = xcalloc(w->o->def_count + 1, sizeof(*w->is_setup));
	for (uint32_t d = 0; d < w->o->def_count; d++)
		w->is_setup[d] = w->f->facts.defs[d].flags & TEST_DEF_AUTOUSE || str_is_one_of(w->o->defs[d].name, setups);
}

static void walk_own_setups(struct meeter *w, uint32_t class_def, meetings *ret)
{
	for (uint32_t d = class_def + 1; d < w->o->def_count && w->o->defs[d].span.start < w->o->defs[class_def].end; d++)
		if (w->is_setup[d] && w->o->defs[d].parent == class_def)
			walk_def(w, d, ret);
}

/* What is run before each test of a class, its own and what it has from classes of this file. */
static void walk_setups(struct meeter *w, uint32_t class_def, unsigned depth, meetings *ret)
{
	const struct test_def *class = &w->f->facts.defs[class_def];

	walk_own_setups(w, class_def, ret);
	for (uint32_t i = 0; i < class->base_count && depth < LINEAGE_MAX; i++)
		for (uint32_t d = 0; d < w->o->def_count; d++)
			if (w->o->defs[d].kind == DEF_CLASS && w->o->defs[d].parent == NONE && d != class_def && str_eq(w->o->defs[d].name, class->bases[i]))
				walk_setups(w, d, depth + 1, ret);
}

static void walk_mentions(struct meeter *w, uint32_t def, meetings *ret)
{
	const struct test_facts *facts = &w->f->facts;
	uint32_t low = 0, high = facts->mention_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (facts->mentions[middle].def < def)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < facts->mention_count && facts->mentions[low].def == def; low++) {
		struct str word = facts->words[facts->mentions[low].word];

		word = str_starts(word, STR("self.")) || str_starts(word, STR("cls.")) ? str_slice(word, str_find(word, '.') + 1, word.len) : word;
		if (str_find(word, '.') == word.len)
			walk_name(w, def, word, ret);
	}
}

/* conftest.py of the folders above: those fixtures whose files meet members were read. */
static void walk_conftest(struct meeter *w, struct str name, meetings *ret)
{
	struct str dir = w->t->in->project->files[w->f->file].path;

	while (dir.len) {
		struct str path;
		file_id file;
		uint32_t known;

		dir = path_dir(dir);
		path = dir.len ? arena_printf(&w->t->arena, STR_FMT "/conftest.py", STR_ARG(dir)) : STR("conftest.py");
		file = project_find(w->t->in->project, path);
		known = file == NONE || file == w->f->file ? NONE : map_get(&w->t->by_file, file);
		if (known != NONE && w->t->files.items[known]->facts.is_read) {
			const struct outline *o = &w->t->in->project->files[file].outline;
			struct meeter other = { .t = w->t, .f = w->t->files.items[known], .o = o };

			for (uint32_t d = 0; d < o->def_count; d++) {
				if (!str_eq(o->defs[d].name, name) || !(other.f->facts.defs[d].flags & TEST_DEF_FIXTURE))
					continue;
				/* One step: what the fixture itself meets. */
				other.own = xcalloc(o->def_count + 1, sizeof(*other.own));
				index_roots(&other);
				meet_imports(&other);
				vec_foreach (struct meeting, m, &other.own[d])
					meetings_add(ret, *m);
				for (uint32_t k = 0; k <= o->def_count; k++)
					vec_release(&other.own[k]);
				free(other.own);
				map_release(&other.imported);
				map_release(&other.roots);
				free(other.next);
				return;
			}
		}
	}
}

static void walk_def(struct meeter *w, uint32_t def, meetings *ret)
{
	const struct test_def *d = &w->f->facts.defs[def];

	if (w->visited[def] == w->walk)
		return;
	w->visited[def] = w->walk;
	vec_foreach (struct meeting, m, &w->own[def])
		meetings_add(ret, *m);
	for (uint32_t i = 0; i < d->param_count; i++) {
		if (map_has(&w->names, str_hash(d->params[i])))
			walk_name(w, def, d->params[i], ret);
		else
			walk_conftest(w, d->params[i], ret);
	}
	for (uint32_t k = def + 1; k < w->o->def_count && w->o->defs[k].span.start < w->o->defs[def].end; k++)
		if (w->o->defs[k].parent == def)
			walk_def(w, k, ret);
	walk_mentions(w, def, ret);
}

/* --- Tests --- */

static struct str symbol_of(struct tests *t, const struct outline *o, uint32_t def)
{
	uint32_t parent = o->defs[def].parent;

	return parent == NONE ? o->defs[def].name : arena_printf(&t->arena, STR_FMT "." STR_FMT, STR_ARG(o->defs[parent].name), STR_ARG(o->defs[def].name));
}

void tests_add(struct tests *t, struct test x, const meetings *met, uint32_t *first, uint32_t *count)
{
	if (!(*count)++)
		*first = (uint32_t)t->items.len;
	vec_foreach (const struct meeting, m, met)
		vec_push(&t->families[m->family].items,
			 (struct family_test){ .test = (uint32_t)t->items.len, .meets = m->meets, .member = m->member });
	vec_push(&t->items, x);
}

static void add_test(struct meeter *w, struct test_file *f, uint32_t def, enum test_framework framework, const meetings *met)
{
	struct tests *t = w->t;
	struct test x = { .file = f->file, .def = def, .framework = framework };

	x.category = tests_category(t, f, def);
	x.symbol = symbol_of(t, w->o, def);
	x.span = w->o->defs[def].span;
	x.end_line = w->o->defs[def].end_line;
	tests_add(t, x, met, &f->first_test, &f->test_count);
}

static void find_tests(struct meeter *w, struct test_file *f)
{
	enum test_framework framework;
	meetings met = { 0 };

	for (uint32_t d = 0; d < w->o->def_count; d++) {
		if (!tests_is_test(w->t, f, d, &framework))
			continue;
		vec_clear(&met);
		w->walk++;
		walk_def(w, d, &met);
		if (w->o->defs[d].parent != NONE)
			walk_setups(w, w->o->defs[d].parent, 0, &met);
		if (met.len)
			add_test(w, f, d, framework, &met);
	}
	vec_release(&met);
}

void tests_meet(struct tests *t, struct test_file *f)
{
	struct meeter w = { .t = t, .f = f, .o = &t->in->project->files[f->file].outline };

	w.own = xcalloc(w.o->def_count + 1, sizeof(*w.own));
	w.visited = xcalloc(w.o->def_count + 1, sizeof(*w.visited));
	for (uint32_t d = 0; d < w.o->def_count; d++)
		if (w.o->defs[d].kind == DEF_FUNCTION)
			map_add(&w.names, str_hash(w.o->defs[d].name), d);
	index_roots(&w);
	meet_imports(&w);
	meet_dotted(&w);
	meet_seams(&w);
	find_setups(&w);
	find_tests(&w, f);
	for (uint32_t d = 0; d <= w.o->def_count; d++)
		vec_release(&w.own[d]);
	free(w.own);
	free(w.visited);
	free(w.is_setup);
	map_release(&w.names);
	map_release(&w.imported);
	map_release(&w.roots);
	free(w.next);
}
