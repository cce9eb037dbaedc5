/* CN301: a fixture that gives several tests the same factory. */
#include "base/base.h"
#include "rules/names.h"
#include "rules/state.h"
#include "rules/tests.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef VEC(file_id) file_ids;

static const struct member *member_at(const struct rule_input *in, const struct target *t)
{
	RULE_MEMBERS(in, fam, m)
		if (t->kind == TARGET_DEF && m->file == t->file && m->def == t->index && m->def != NONE && m->kind <= MEMBER_METHOD && m->is_production)
			return m;
	return NULL;
}

/* A member that the annotation names: AsyncGenerator[EngineFactory, None]. */
static const struct member *annotated_member(const struct rule_input *in, file_id file, struct str annotation)
{
	for (size_t i = 0, start; i < annotation.len; i++) {
		struct target t;
		const struct member *m;

		for (start = i; i < annotation.len && (isalnum((unsigned char)annotation.ptr[i]) || strchr("._", annotation.ptr[i]));)
			i++;
		if (i == start)
			continue;
		t = link_dotted(in->link, file, NONE, str_slice(annotation, start, i));
		m = member_at(in, &t);
		if (m && m->kind == MEMBER_CLASS)
			return m;
	}
	return NULL;
}

/* A member that the fixture calls for what it gives. */
static const struct member *called_member(const struct rule_input *in, file_id file, const struct details *all, const struct detail *d, uint32_t def)
{
	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct target t;
		const struct member *m;

		if (u->kind != USE_CALL)
			continue;
		t = link_dotted(in->link, file, def, u->name);
		m = member_at(in, &t);
		if (m)
			return m;
	}
	return NULL;
}

static void check_fixture(const struct rule *self, struct states *s, struct findings *out, file_id file, const struct details *all, const struct detail *d)
{
	const struct file *f = &s->in->project->files[file];
	uint32_t def = outline_def_from(&f->outline, d->start);
	const struct member *m;
	struct finding *x;

	if (def >= f->outline.def_count || f->outline.defs[def].span.start != d->start)
		return;
	m = annotated_member(s->in, file, d->returns);
	m = m ? m : called_member(s->in, file, all, d, def);
	if (!m || (m->kind == MEMBER_CLASS && state_is_data_class(s, m->file, m->def, 0)))
		return;
	x = finding_add(out, self, NONE, file, f->outline.defs[def].span, f->outline.defs[def].name,
			"the fixture `" STR_FMT "` gives several tests the same " STR_FMT ": what one leaves in it the next one finds",
			STR_ARG(f->outline.defs[def].name), STR_ARG(m->symbol));
	x->severity = SEVERITY_NOTE;
	x->confidence = 75;
	finding_relate(out, x, m->file, m->span.line, "what it gives");
	finding_mend(out, x, MEND_SHOW, "give each test its own: leave the scope out");
}

/* The quick question: does a decorator ask for more than one test? */
static bool may_be_shared(struct str text)
{
	return memmem(text.ptr, text.len, "fixture(", 8) && memmem(text.ptr, text.len, "scope", 5);
}

/* Does the name share a word with the product, or say factory? */
static bool is_about(struct str name, const struct tokens *product)
{
	struct tokens tokens;

	tokens_split(name, &tokens);
	for (uint32_t i = 0; i < tokens.count; i++) {
		if (str_is(tokens.token[i], "factory"))
			return true;
		for (uint32_t k = 0; k < product->count; k++)
			if (str_eq(tokens.token[i], product->token[k]))
				return true;
	}
	return false;
}

/* Of files that the rules about tests have read, it is known. */
static bool may_be_fixture(const struct states *s, file_id file, uint32_t def)
{
	struct tests *t = s->in->tests;
	uint32_t known = t ? map_get(&t->by_file, file) : NONE;

	return known == NONE || !t->files.items[known]->facts.is_read || t->files.items[known]->facts.defs[def].flags & TEST_DEF_FIXTURE;
}

/* Before a file is read: a function that can be a fixture of the family. */
static bool may_have_fixture(const struct states *s, file_id file, const struct family *fam)
{
	const struct outline *o = &s->in->project->files[file].outline;
	struct tokens product;

	tokens_split(fam->product, &product);
	for (uint32_t d = 0; d < o->def_count; d++)
		if (o->defs[d].kind == DEF_FUNCTION && may_be_fixture(s, file, d) && !str_starts(o->defs[d].name, STR("test")) &&
		    is_about(o->defs[d].name, &product))
			return true;
	return false;
}

/* Tests that import a member. */
static void collect_files(const struct states *s, file_ids *ret)
{
	struct map seen = { 0 };

	vec_foreach(struct family, fam, &s->in->families->items)
		vec_foreach(struct importer, x, &fam->importers)
			if (s->in->project->files[x->file].roles & ROLE_TEST && !map_has(&seen, x->file) &&
			    may_have_fixture(s, x->file, fam) && map_add(&seen, x->file, 1))
				vec_push(ret, x->file);
	map_release(&seen);
}

void cn301_fixtures(const struct rule *self, struct states *s, struct findings *out)
{
	static const struct state_question q = { .name = "fixtures", .def = NONE, .wants = may_be_shared };
	file_ids files = { 0 };
	struct state_facts *facts;

	collect_files(s, &files);
	facts = xcalloc(MAX(files.len, 1), sizeof(*facts));
	project_states(s->in->project, files.items, NULL, (uint32_t)files.len, &q, facts);
	for (size_t i = 0; i < files.len; i++)
		for (uint32_t k = 0; k < facts[i].details.count; k++)
			if (facts[i].details.items[k].flags & BODY_SHARED)
				check_fixture(self, s, out, files.items[i], &facts[i].details, &facts[i].details.items[k]);
	free(facts);
	vec_release(&files);
}
