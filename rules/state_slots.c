/* From names in events to slots: who owns what outlives a call. */
#include "base/base.h"
#include "rules/state.h"

#include <stdlib.h>

static uint64_t key_of(uint32_t high, uint32_t low, struct str name)
{
	uint64_t parts[] = { map_pair(high, low), str_hash(name) };

	return str_hash((struct str){ (const char *)parts, sizeof(parts) });
}

static struct slot *slot_get(struct state_file *f, enum slot_kind kind, uint32_t owner, struct str name, bool may_add)
{
	uint64_t key = key_of(owner, (uint32_t)kind, name);
	uint32_t known = map_get(&f->slot_index, key);

	if (known != NONE)
		return &f->slots.items[known];
	if (!may_add)
		return NULL;
	map_set(&f->slot_index, key, (uint32_t)f->slots.len);
	vec_push(&f->slots, (struct slot){ .kind = kind, .file = f->file, .owner = owner, .name = name });
	return vec_last(&f->slots);
}

static bool is_dunder(struct str name)
{
	return str_starts(name, STR("__")) && str_ends(name, STR("__"));
}

static bool has_dot(struct str name)
{
	return str_find(name, '.') < name.len;
}

static void declare(const struct states *s, struct state_file *f, const struct state_event *e)
{
	uint32_t def = state_def_at(s, f, e->def_start);
	struct slot *slot;

	if (e->kind != STATE_SET || has_dot(e->name) || is_dunder(e->name))
		return;
	if (def != NONE && state_def(s, f, def)->kind != DEF_CLASS)
		return;
	slot = slot_get(f, def == NONE ? SLOT_MODULE : SLOT_CLASS, def, e->name, true);
	if (slot->is_declared)
		return;
	slot->is_declared = true;
	slot->declared = e;
	slot->span = e->span;
}

/* --- Local names --- */

static bool binds_here(const struct states *s, const struct state_file *f, uint32_t def, struct str name, bool *ret_global)
{
	const struct detail *d = state_detail(s, f, def);
	bool is_set = false;

	*ret_global = false;
	for (uint32_t i = 0; d && i < d->param_count; i++)
		if (str_eq(d->params[i].name, name))
			return true;
	STATE_EVENTS (s, f, def, e) {
		if ((e->kind != STATE_GLOBAL && e->kind != STATE_SET) || !str_eq(e->name, name))
			continue;
		if (e->kind == STATE_GLOBAL)
			*ret_global = true;
		is_set = is_set || e->kind == STATE_SET;
	}
	return is_set && !*ret_global;
}

static bool find_local(const struct states *s, const struct state_file *f, uint32_t def, struct str name)
{
	bool is_global;

	for (; def != NONE; def = state_def(s, f, def)->parent) {
		if (state_def(s, f, def)->kind == DEF_CLASS)
			continue;
		if (binds_here(s, f, def, name, &is_global))
			return true;
		if (is_global)
			return false;
	}
	return false;
}

bool state_is_local(const struct states *s, struct state_file *f, uint32_t def, struct str name)
{
	uint64_t key = key_of(def, 0, name);
	uint32_t known = map_get(&f->locals, key);

	if (known == NONE) {
		known = find_local(s, f, def, name);
		map_set(&f->locals, key, known);
	}
	return known;
}

/* --- Leading a name to its slot --- */

/* "_all[]" and "_all.get()" hand out what _all holds; other calls hand out something else. */
static struct str held_name(struct str name)
{
	static const char *const ends[] = { "[]", ".get()", ".setdefault()" };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(name, str_from(ends[i])))
			return str_slice(name, 0, name.len - str_from(ends[i]).len);
	return name;
}

static bool strip_class(struct str name, struct str *ret_attribute)
{
	static const char *const heads[] = { "cls.", "self.__class__.", "type()." };

	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		if (str_starts(name, str_from(heads[i]))) {
			*ret_attribute = str_slice(name, str_from(heads[i]).len, name.len);
			return true;
		}
	}
	return false;
}

static uint32_t def_named(const struct states *s, const struct state_file *f, struct str name)
{
	const struct outline *o = &s->in->project->files[f->file].outline;

	for (uint32_t d = 0; d < o->def_count; d++)
		if (o->defs[d].parent == NONE && str_eq(o->defs[d].name, name))
			return d;
	return NONE;
}

static bool is_plain(struct str name)
{
	return name.len > 0 && !has_dot(name) && str_find(name, '[') == name.len && str_find(name, '(') == name.len;
}

static struct slot *slot_of_class(const struct states *s, struct state_file *f, uint32_t def, struct str attribute, bool is_set)
{
	uint32_t owner = state_class_of(s, f, def);

	if (owner == NONE || !is_plain(attribute) || is_dunder(attribute))
		return NULL;
	return slot_get(f, SLOT_CLASS, owner, attribute, is_set);
}

/* "Engine._one", "get_engine.one" */
static struct slot *slot_of_owner(const struct states *s, struct state_file *f, uint32_t def, struct str name, bool is_set)
{
	struct str head = str_slice(name, 0, str_find(name, '.')), tail = str_slice(name, head.len + 1, name.len);
	uint32_t owner;

	if (!is_plain(tail) || is_dunder(tail) || state_is_local(s, f, def, head))
		return NULL;
	owner = def_named(s, f, head);
	if (owner == NONE)
		return NULL;
	return slot_get(f, state_def(s, f, owner)->kind == DEF_CLASS ? SLOT_CLASS : SLOT_FUNCTION, owner, tail, is_set);
}

static bool is_declared_global(const struct states *s, const struct state_file *f, uint32_t def, struct str name)
{
	STATE_EVENTS (s, f, def, e)
		if (e->kind == STATE_GLOBAL && str_eq(e->name, name))
			return true;
	return false;
}

static struct slot *module_slot(const struct states *s, struct state_file *f, uint32_t def, struct str name, bool is_set)
{
	struct slot *slot = slot_get(f, SLOT_MODULE, NONE, name, false);

	return slot || !is_set || !is_declared_global(s, f, def, name) ? slot : slot_get(f, SLOT_MODULE, NONE, name, true);
}

static struct slot *slot_of(const struct states *s, struct state_file *f, uint32_t def, const struct state_event *e)
{
	bool is_set = e->kind == STATE_SET;
	struct str name = e->kind == STATE_RETURN ? held_name(e->name) : e->name, attribute;

	if (strip_class(name, &attribute))
		return slot_of_class(s, f, def, attribute, is_set);
	if (str_starts(name, STR("self."))) {
		struct slot *slot = slot_of_class(s, f, def, str_slice(name, 5, name.len), false);

		if (slot && is_set)
			slot->is_shadowed = true;
		return slot && !is_set ? slot : NULL;
	}
	if (has_dot(name))
		return slot_of_owner(s, f, def, name, is_set);
	if (!is_plain(name) || state_is_local(s, f, def, name))
		return NULL;
	return module_slot(s, f, def, name, is_set);
}

void state_slots_find(struct states *s, struct state_file *f)
{
	for (uint32_t i = 0; i < f->facts.event_count; i++)
		declare(s, f, &f->facts.events[i]);
	for (uint32_t i = 0; i < f->facts.event_count; i++) {
		const struct state_event *e = &f->facts.events[i];
		uint32_t def = state_def_at(s, f, e->def_start);
		struct slot *slot;

		if (e->kind > STATE_RETURN || e->kind == STATE_WITH || e->kind == STATE_AWAIT)
			continue;
		if (def == NONE || state_def(s, f, def)->kind == DEF_CLASS)
			slot = has_dot(e->name) || e->kind != STATE_SET ? NULL : slot_get(f, def == NONE ? SLOT_MODULE : SLOT_CLASS, def, e->name, false);
		else
			slot = slot_of(s, f, def, e);
		if (!slot)
			continue;
		if (!slot->is_declared && slot->span.line == 0)
			slot->span = e->span;
		vec_push(&slot->accesses, (struct slot_access){ e, def });
	}
}
