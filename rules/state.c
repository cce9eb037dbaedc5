/* Which files are looked at for state, and what is known of their definitions. */
#include "base/base.h"
#include "rules/state.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "rules/names.h"

#define UNREAL (ROLE_BACKUP | ROLE_VENDORED | ROLE_GENERATED | ROLE_STUB)
#define CALLERS_SHOWN 3
#define EVENTS_MAX 20000 /* of a file: more are generated code or an attack, and names are compared with each other */

/* --- Scope --- */

static void want(struct map *families, const struct rule_input *in, file_id file, uint32_t family)
{
	const struct file *f;

	if (file == NONE || file >= in->project->file_count)
		return;
	f = &in->project->files[file];
	if (f->lang && f->lang->state && !(f->roles & UNREAL))
		map_add(families, file, family);
}

static bool is_of_interest(const struct member *m)
{
	if (m->kind == MEMBER_CALL)
		return m->is_production;
	return m->kind <= MEMBER_METHOD && m->class != CLASS_TEST_DOUBLE && m->class != CLASS_BACKUP;
}

static void want_families(struct map *families, const struct rule_input *in)
{
	vec_foreach(struct family, fam, &in->families->items) {
		want(families, in, fam->product_file, family_index(in, fam));
		vec_foreach(struct member, m, &fam->members)
			if (m->basis == BASIS_LINKED && is_of_interest(m))
				want(families, in, m->file, family_index(in, fam));
	}
}

/* A class or function of production code that is named a factory, whether or not it has rivals. */
static bool defines_factory(const struct outline *o, struct arena *scratch)
{
	for (uint32_t d = 0; d < o->def_count; d++) {
		struct claim_name claim;

		if (o->defs[d].parent != NONE || !str_has_nocase(o->defs[d].name, STR("factory")))
			continue;
		claim = name_claim(o->defs[d].name, o->defs[d].kind, scratch);
		if ((claim.claim == CLAIM_FACTORY || claim.of_factory) && !name_is_helper(o->defs[d].name))
			return true;
	}
	return false;
}

static bool has_lower(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z')
			return true;
	return false;
}

static bool is_imported(const struct outline *o, struct str name)
{
	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; o->imports[i].def == NONE && n < o->imports[i].name_count; n++)
			if (str_eq(import_name_bound(&o->names[o->imports[i].first_name + n]), name))
				return true;
	return false;
}

/*
 * A variable that begins as None: of the module, or of a class by the name of
 * an instance. Somebody makes what belongs there. What is imported, too, stands
 * for a module or class that may be absent.
 */
static bool has_empty_slot(const struct outline *o)
{
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].kind == BINDING_NONE && has_lower(o->bindings[i].name) &&
		    (o->bindings[i].def == NONE ? !is_imported(o, o->bindings[i].name) : str_has_nocase(o->bindings[i].name, STR("instance"))))
			return true;
	return false;
}

static bool imports_cache(const struct outline *o)
{
	static const char *const names[] = { "alru_cache", "cache", "functools", "lru_cache" };

	for (uint32_t i = 0; i < o->name_count; i++)
		for (size_t k = 0; k < ARRAY_LEN(names); k++)
			if (str_is(o->names[i].name, names[k]))
				return true;
	return false;
}

static void want_factories(struct map *families, const struct rule_input *in)
{
	struct arena scratch = { 0 };

	for (file_id i = 0; i < in->project->file_count; i++) {
		const struct outline *o = &in->project->files[i].outline;

		if (project_is_production(in->project, i) && !map_has(families, i) &&
		    (has_empty_slot(o) || imports_cache(o) || defines_factory(o, &scratch)))
			want(families, in, i, NONE);
	}
	arena_release(&scratch);
}

static struct state_file *add_file(struct states *s, file_id file, uint32_t family)
{
	struct state_file *f = arena_new(&s->arena, struct state_file);

	f->file = file;
	f->family = family;
	vec_push(&s->files, f);
	return f;
}

static void set_ranges(struct states *s, struct state_file *f)
{
	const struct outline *o = &s->in->project->files[f->file].outline;

	f->ranges = arena_array(&s->arena, struct event_range, o->def_count);
	for (uint32_t i = 0; i < f->facts.event_count; i++) {
		for (uint32_t d = state_def_at(s, f, f->facts.events[i].def_start); d != NONE; d = o->defs[d].parent) {
			if (f->ranges[d].end == 0)
				f->ranges[d].first = i;
			f->ranges[d].end = i + 1;
		}
	}
}

bool state_is_collaborator(struct str name)
{
	static const char *const words[] = { "adapter", "backend", "bridge", "broker", "bus", "client", "dispatcher", "emitter", "engine", "executor",
					     "factory", "gateway", "handler", "manager", "notifier", "provider", "publisher", "registry", "repository",
					     "router", "service", "store", "transport" };
	struct tokens tokens;

	tokens_split(name, &tokens);
	for (size_t i = 0; tokens.count > 0 && i < ARRAY_LEN(words); i++)
		if (str_is(tokens.token[tokens.count - 1], words[i]))
			return true;
	return false;
}

/* The quick question before anything is parsed: is there a `..._bridge=None` at all? */
static bool passes_null(struct str source)
{
	static const char null[] = "=None";

	for (const char *at = source.ptr, *end = source.ptr + source.len; at < end; at += sizeof(null) - 1) {
		size_t start;

		at = memmem(at, (size_t)(end - at), null, sizeof(null) - 1);
		if (!at)
			return false;
		start = (size_t)(at - source.ptr);
		while (start > 0 && (source.ptr[start - 1] == '_' || isalnum((unsigned char)source.ptr[start - 1])))
			start--;
		if (state_is_collaborator(str_slice(source, start, (size_t)(at - source.ptr))))
			return true;
	}
	return false;
}

struct str state_parameters_in(struct str text)
{
	const char *def = memmem(text.ptr, text.len, "def ", 4);
	size_t start, end;

	if (!def)
		return STR("");
	text = str_slice(text, (size_t)(def - text.ptr), text.len);
	start = str_find(text, '(');
	for (end = start; end < text.len && text.ptr[end] != ')'; end++)
		end += text.ptr[end] == '[' ? str_find(str_slice(text, end, text.len), ']') : 0;
	return str_slice(text, start, end);
}

/* Is it a function at module level, or a constructor, that takes a collaborator? */
static bool takes_collaborator(struct str text)
{
	bool is_method = text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t');
	struct str params = state_parameters_in(text);

	if (params.len == 0 || (is_method && !memmem(text.ptr, (size_t)(params.ptr - text.ptr), "__init__", 8)))
		return false;
	for (size_t i = 0, start; i < params.len; i++) {
		for (start = i; i < params.len && (params.ptr[i] == '_' || isalnum((unsigned char)params.ptr[i]));)
			i++;
		if (i > start && state_is_collaborator(str_slice(params, start, i)))
			return true;
	}
	return false;
}

/* Does it initialise anything more than once? */
static bool initialises_twice(struct str text)
{
	static const char *const verbs[] = { ".configure(", ".init(", ".initialize(", ".set_up(", ".setup(", ".start(" };

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		size_t len = strlen(verbs[i]);
		const char *first = memmem(text.ptr, text.len, verbs[i], len);

		if (first && memmem(first + len, (size_t)(text.ptr + text.len - first) - len, verbs[i], len))
			return true;
	}
	return false;
}

static bool is_about_collaborators(struct str text)
{
	return passes_null(text) || takes_collaborator(text) || initialises_twice(text);
}

/* Does it set what an application keeps: `app.state.engine = ...`? */
static bool sets_application(struct str text)
{
	static const char state[] = "app.state.";

	for (const char *at = text.ptr, *end = text.ptr + text.len; at < end; at++) {
		at = memmem(at, (size_t)(end - at), state, sizeof(state) - 1);
		if (!at)
			return false;
		for (at += sizeof(state) - 1; at < end && (*at == '_' || isalnum((unsigned char)*at));)
			at++;
		while (at < end && *at == ' ')
			at++;
		if (end - at > 1 && at[0] == '=' && at[1] != '=')
			return true;
	}
	return false;
}

static bool is_of_neighbour(struct str text)
{
	return passes_null(text) || sets_application(text);
}

static void leave_out(const struct states *s, const struct state_file *f)
{
	project_leave_out(s->in->project, f->file, "more than 20,000 assignments, calls and checks: CN301 to CN306 leave it out");
}

/* Read these files all at once. */
static void read_files(struct states *s, const struct map *families, bool are_looked_at)
{
	static const struct state_question of_looked_at = { .name = "slots", .def = NONE, .with_slots = true, .wants = is_about_collaborators };
	static const struct state_question of_neighbours = { .name = "neighbour", .def = NONE, .wants = is_of_neighbour };
	VEC(file_id) ids = { 0 };
	struct state_facts *facts;

	for (file_id i = 0; i < s->in->project->file_count; i++)
		if (map_has(families, i) && !map_has(&s->by_file, i))
			vec_push(&ids, i);
	facts = xcalloc(MAX(ids.len, 1), sizeof(*facts));
	project_states(s->in->project, ids.items, NULL, (uint32_t)ids.len, are_looked_at ? &of_looked_at : &of_neighbours, facts);
	for (size_t i = 0; i < ids.len; i++) {
		struct state_file *f = add_file(s, ids.items[i], map_get(families, ids.items[i]));

		map_set(&s->by_file, f->file, (uint32_t)s->files.len - 1);
		f->facts = facts[i];
		f->is_looked_at = are_looked_at && facts[i].is_read && facts[i].event_count <= EVENTS_MAX;
		f->is_neighbour = !are_looked_at && facts[i].is_read;
		if (facts[i].event_count > EVENTS_MAX)
			leave_out(s, f);
		set_ranges(s, f);
	}
	free(facts);
	vec_release(&ids);
}

/* --- Neighbours: who uses the members, and what takes their products to work with --- */

bool state_is_product_name(const struct states *s, struct str name)
{
	struct arena scratch = { 0 };
	struct str stem = stem_of(name, &scratch);
	bool is_product = false;

	vec_foreach(struct family, fam, &s->in->families->items) {
		struct strbuf product = { 0 }, part = { 0 };
		struct str full = stem_of(fam->product, &scratch);

		for (size_t i = 0; i < full.len; i++)
			if (full.ptr[i] != '_')
				strbuf_addch(&product, full.ptr[i]);
		for (size_t i = 0; i < stem.len; i++)
			if (stem.ptr[i] != '_')
				strbuf_addch(&part, stem.ptr[i]);
		is_product = is_product || (str_find(stem, '_') < stem.len && str_ends(strbuf_str(&product), strbuf_str(&part)));
		strbuf_release(&product);
		strbuf_release(&part);
	}
	arena_release(&scratch);
	return is_product;
}

static bool takes_product(const struct states *s, const struct detail *d)
{
	for (uint32_t i = 0; d && i < d->param_count; i++)
		if (state_is_product_name(s, d->params[i].name))
			return true;
	return false;
}

/* Who imports a class or function of this file that takes a product to work with. */
static void want_takers(struct states *s, const struct state_file *f, struct map *families)
{
	const struct outline *o = &s->in->project->files[f->file].outline;

	for (uint32_t d = 0; d < o->def_count; d++) {
		uint32_t outer = o->defs[d].parent == NONE ? d : str_is(o->defs[d].name, "__init__") ? o->defs[d].parent : NONE;
		const struct import_ref *refs;
		uint32_t count;

		if (outer == NONE || o->defs[outer].parent != NONE || !takes_product(s, state_detail(s, f, d)))
			continue;
		count = link_importers_of_name(s->in->link, o->defs[outer].name, &refs);
		for (uint32_t i = 0; i < count; i++)
			if (project_is_production(s->in->project, refs[i].file))
				want(families, s->in, refs[i].file, NONE);
	}
}

static void read_neighbours(struct states *s)
{
	struct map families = { 0 };

	vec_foreach(struct family, fam, &s->in->families->items)
		vec_foreach(struct importer, x, &fam->importers)
			if (project_is_production(s->in->project, x->file))
				want(&families, s->in, x->file, family_index(s->in, fam));
	STATES_EACH (s, f)
		want_takers(s, f, &families);
	read_files(s, &families, false);
	map_release(&families);
}

static const struct state_question part_questions[] = {
	[STATE_PART_WHOLE] = { .name = "whole" },
	[STATE_PART_BUILT] = { .name = "built", .wants = state_is_build },
	[STATE_PART_HANDED] = { .name = "handed", .wants = state_is_handed },
	[STATE_PART_ALL_CHANGES] = { .name = "all changes", .wants = state_is_any_change },
	[STATE_PART_CHANGES] = { .name = "changes", .wants = state_is_change },
};

static struct state_file *add_part(struct states *s, enum state_part part, file_id file, uint32_t def)
{
	struct state_file *f;

	map_set(&s->parts[part], map_pair(file, def), (uint32_t)s->files.len);
	f = add_file(s, file, NONE);
	f->is_part = true;
	return f;
}

struct state_file *states_part(struct states *s, enum state_part part, file_id file, uint32_t def)
{
	uint32_t known = map_get(&s->parts[part], map_pair(file, def));
	struct state_file *f;

	if (known != NONE)
		return s->files.items[known];
	f = add_part(s, part, file, def);
	project_states(s->in->project, &file, &def, 1, &part_questions[part], &f->facts);
	set_ranges(s, f);
	return f;
}

/* --- What will be asked about --- */

struct foreseen {
	VEC(file_id) files;
	VEC(uint32_t) defs;
	struct map seen; /* file and definition */
};

static bool is_handed_out(const struct slot *slot)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == STATE_RETURN)
			return true;
	return false;
}

static void foresee_slot(struct states *s, const struct state_file *f, const struct slot *slot, struct foreseen *ret)
{
	vec_foreach(struct slot_access, a, &slot->accesses) {
		file_id file;
		uint32_t def;

		if (a->event->kind != STATE_SET || a->event->value_kind != STATE_VALUE_CALL ||
		    !state_made_class(s, f, a->def, a->event->value, &file, &def) || !map_add(&ret->seen, map_pair(file, def), 0))
			continue;
		vec_push(&ret->files, file);
		vec_push(&ret->defs, def);
	}
}

/* Rules ask one by one whether the instances that are handed out change: their classes are read now, on all threads. */
static void read_classes(struct states *s)
{
	struct foreseen all = { .seen = { 0 } };
	struct state_facts *facts;

	STATES_EACH (s, f)
		vec_foreach(struct slot, slot, &f->slots)
			if (is_handed_out(slot))
				foresee_slot(s, f, slot, &all);
	facts = xcalloc(MAX(all.files.len, 1), sizeof(*facts));
	project_states(s->in->project, all.files.items, all.defs.items, (uint32_t)all.files.len, &part_questions[STATE_PART_CHANGES], facts);
	for (size_t i = 0; i < all.files.len; i++) {
		struct state_file *f = add_part(s, STATE_PART_CHANGES, all.files.items[i], all.defs.items[i]);

		f->facts = facts[i];
		set_ranges(s, f);
	}
	free(facts);
	vec_release(&all.files);
	vec_release(&all.defs);
	map_release(&all.seen);
}

struct states *states_new(const struct rule_input *in)
{
	struct states *s = xcalloc(1, sizeof(*s));
	struct map families = { 0 };

	s->in = in;
	want_families(&families, in);
	want_factories(&families, in);
	read_files(s, &families, true);
	read_neighbours(s);
	STATES_EACH (s, f)
		state_slots_find(s, f);
	read_classes(s);
	map_release(&families);
	return s;
}

void states_free(struct states *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->files.len; i++) {
		vec_foreach(struct slot, slot, &s->files.items[i]->slots)
			vec_release(&slot->accesses);
		vec_release(&s->files.items[i]->slots);
		map_release(&s->files.items[i]->slot_index);
		map_release(&s->files.items[i]->locals);
	}
	vec_release(&s->files);
	map_release(&s->by_file);
	for (size_t i = 0; i < STATE_PARTS; i++)
		map_release(&s->parts[i]);
	map_release(&s->callers);
	arena_release(&s->arena);
	free(s);
}

static struct state_file *read_mentions(struct states *s, const struct state_question *q, file_id file, struct str name, const struct str *words, size_t count)
{
	uint64_t key = map_pair(file, (uint32_t)str_hash(name)) ^ q->def;
	uint32_t known = map_get(&s->callers, key);
	struct state_question asked = *q;
	struct words *set;
	struct state_file *f;

	if (known != NONE)
		return s->files.items[known];
	map_set(&s->callers, key, (uint32_t)s->files.len);
	f = add_file(s, file, NONE);
	f->is_part = true;
	asked.words = set = words_new(words, count);
	project_states(s->in->project, &file, NULL, 1, &asked, &f->facts);
	words_free(set);
	set_ranges(s, f);
	return f;
}

struct state_file *states_callers(struct states *s, file_id file, struct str name)
{
	struct state_question q = { .name = arena_printf(&s->arena, "callers of " STR_FMT, STR_ARG(name)).ptr, .def = NONE };

	return read_mentions(s, &q, file, name, &name, 1);
}

struct state_file *states_users(struct states *s, file_id file, uint32_t class_def, struct str name)
{
	struct state_question q = { .name = arena_printf(&s->arena, "users of " STR_FMT, STR_ARG(name)).ptr, .def = class_def };
	struct str words[] = { name, arena_printf(&s->arena, "_" STR_FMT, STR_ARG(name)) };

	return read_mentions(s, &q, file, name, words, ARRAY_LEN(words));
}

bool states_look_at(const struct states *s, file_id file)
{
	uint32_t known = map_get(&s->by_file, file);

	return known != NONE && s->files.items[known]->is_looked_at;
}

/* --- Definitions --- */

static const struct outline *outline_of(const struct states *s, const struct state_file *f)
{
	return &s->in->project->files[f->file].outline;
}

const struct def *state_def(const struct states *s, const struct state_file *f, uint32_t def)
{
	return def == NONE ? NULL : &outline_of(s, f)->defs[def];
}

const struct detail *state_detail(const struct states *s, const struct state_file *f, uint32_t def)
{
	return def == NONE ? NULL : details_find(&f->facts.details, state_def(s, f, def)->span.start);
}

uint32_t state_def_at(const struct states *s, const struct state_file *f, uint32_t def_start)
{
	const struct outline *o = outline_of(s, f);
	uint32_t d;

	if (def_start == NONE)
		return NONE;
	d = outline_def_from(o, def_start);
	return d < o->def_count && o->defs[d].span.start == def_start ? d : NONE;
}

uint32_t state_class_of(const struct states *s, const struct state_file *f, uint32_t def)
{
	const struct outline *o = outline_of(s, f);

	while (def != NONE) {
		def = o->defs[def].parent;
		if (def != NONE && o->defs[def].kind == DEF_CLASS)
			return def;
	}
	return NONE;
}

struct str state_symbol(struct states *s, const struct state_file *f, uint32_t def)
{
	const struct outline *o = outline_of(s, f);
	struct str text;

	if (def == NONE)
		return STR("");
	text = o->defs[def].name;
	for (uint32_t d = o->defs[def].parent; d != NONE; d = o->defs[d].parent)
		text = arena_printf(&s->arena, STR_FMT "." STR_FMT, STR_ARG(o->defs[d].name), STR_ARG(text));
	return text;
}

struct str state_slot_symbol(struct states *s, const struct state_file *f, const struct slot *slot)
{
	if (slot->owner == NONE)
		return slot->name;
	return arena_printf(&s->arena, STR_FMT "." STR_FMT, STR_ARG(state_symbol(s, f, slot->owner)), STR_ARG(slot->name));
}

/* --- Findings --- */

enum severity state_severity(const struct states *s, file_id file, enum severity otherwise)
{
	return project_is_production(s->in->project, file) ? otherwise : SEVERITY_NOTE;
}

uint32_t state_family(const struct states *s, const struct state_file *f, uint32_t def)
{
	RULE_MEMBERS(s->in, fam, m)
		if (m->file == f->file && m->def != NONE && m->kind <= MEMBER_METHOD &&
		    (m->def == def || (def != NONE && m->def == outline_of(s, f)->defs[def].parent)))
			return family_index(s->in, fam);
	return f->family;
}

void state_relate_callers(struct states *s, struct findings *out, struct finding *x, const struct state_file *f, uint32_t def)
{
	const struct def *d = state_def(s, f, def);
	const struct import_ref *refs;
	uint32_t count, found = 0;

	if (!d || d->parent != NONE)
		return;
	count = link_importers_of_name(s->in->link, d->name, &refs);
	for (uint32_t i = 0; i < count; i++) {
		struct target t = link_import(s->in->link, refs[i].file, refs[i].import, refs[i].n);

		if (t.kind != TARGET_DEF || t.file != f->file || t.index != def)
			continue;
		if (found++ < CALLERS_SHOWN)
			finding_relate(out, x, refs[i].file, s->in->project->files[refs[i].file].outline.imports[refs[i].import].span.line,
				       "shares it through `" STR_FMT "`", STR_ARG(d->name));
	}
	if (found > CALLERS_SHOWN)
		finding_relate(out, x, f->file, d->span.line, "and %u more import statements take `" STR_FMT "`", found - CALLERS_SHOWN,
			       STR_ARG(d->name));
}
