/* CN301: a factory whose create() hands every caller what the factory itself holds. */
#include "base/base.h"
#include "rules/names.h"
#include "rules/state.h"

static bool is_factory(const struct def *d)
{
	struct arena scratch = { 0 };
	bool is_factory = d->kind == DEF_CLASS && d->parent == NONE && name_claim(d->name, DEF_CLASS, &scratch).claim == CLAIM_FACTORY;

	arena_release(&scratch);
	return is_factory && !str_ends(d->name, STR("Builder")); /* a builder hands out what it has built */
}

static bool is_create(const struct def *d)
{
	struct arena scratch = { 0 };
	bool is_create = str_is(d->name, "create") || str_is(d->name, "make") || name_claim(d->name, DEF_FUNCTION, &scratch).claim == CLAIM_CREATE;

	arena_release(&scratch);
	return is_create;
}

/* One factory for each user: what it holds is that user's. */
static bool is_of_one_user(const struct states *s, const struct state_file *f, uint32_t class_def)
{
	for (uint32_t i = 0; i < f->facts.details.count; i++) {
		const struct detail *d = &f->facts.details.items[i];
		uint32_t def = state_def_at(s, f, d->start);

		for (uint32_t k = 0; def != NONE && state_def(s, f, def)->parent == class_def && k < d->param_count; k++)
			if (str_is(state_def(s, f, def)->name, "__init__") && state_is_user_param(&d->params[k]))
				return true;
	}
	return false;
}

static bool is_asked(const struct states *s, const struct state_file *f, const struct state_event *set)
{
	STATE_EVENTS (s, f, state_def_at(s, f, set->def_start), e)
		if (e->kind == STATE_CHECK && str_eq(e->name, set->name) && e->region_start <= set->span.start && set->span.start < e->region_end)
			return true;
	return false;
}

/* Where the attribute is made once, in the constructor or on first use; NULL when `create` makes a new one or nobody is seen to. */
static const struct state_event *made_once(struct states *s, const struct state_file *f, uint32_t class_def, const struct state_event *returned,
					   struct class_state *ret_class)
{
	const struct state_event *made = NULL;
	file_id file;
	uint32_t def;

	for (uint32_t i = f->ranges[class_def].first; i < f->ranges[class_def].end; i++) {
		const struct state_event *e = &f->facts.events[i];
		uint32_t in = state_def_at(s, f, e->def_start);

		if (e->kind != STATE_SET || e->value_kind == STATE_VALUE_NONE || !str_eq(e->name, returned->name))
			continue;
		if (e->value_kind != STATE_VALUE_CALL || made || !state_made_class(s, f, in, e->value, &file, &def))
			return NULL;
		if (!str_is(state_def(s, f, in)->name, "__init__") && !is_asked(s, f, e))
			return NULL;
		made = e;
		*ret_class = state_of_class(s, file, def);
	}
	return made;
}

static void report(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, uint32_t def,
		   const struct state_event *returned, const struct state_event *made, const struct class_state *class)
{
	struct str symbol = state_symbol(s, f, def), name = s->in->project->files[class->file].outline.defs[class->def].name;
	struct finding *x = finding_add(out, self, state_family(s, f, def), f->file, returned->span, symbol,
					"`" STR_FMT "` says that it creates, and hands everybody the one " STR_FMT " in `" STR_FMT "`", STR_ARG(symbol),
					STR_ARG(name), STR_ARG(returned->name));

	x->severity = state_severity(s, f->file, SEVERITY_WARNING);
	x->confidence = 80;
	finding_relate(out, x, f->file, made->span.line, "made here, once");
	if (class->user_line)
		finding_relate(out, x, class->file, class->user_line, "`" STR_FMT "." STR_FMT "` keeps what it is given as `" STR_FMT "`", STR_ARG(name),
			       STR_ARG(class->user_method), STR_ARG(class->user_param));
	else
		finding_relate(out, x, class->file, class->change_line, "`" STR_FMT "." STR_FMT "` changes it", STR_ARG(name), STR_ARG(class->change_method));
	finding_mend(out, x, MEND_SHOW, "make one for each call, or call it get");
}

static void check_class(const struct rule *self, struct states *s, struct findings *out, file_id file, uint32_t class_def)
{
	const struct state_file *f = states_part(s, STATE_PART_HANDED, file, class_def);

	if (!f->facts.is_read || is_of_one_user(s, f, class_def))
		return;
	for (uint32_t i = f->ranges[class_def].first; i < f->ranges[class_def].end; i++) {
		const struct state_event *e = &f->facts.events[i], *made;
		uint32_t def = state_def_at(s, f, e->def_start);
		struct class_state class = { .is_known = false };

		if (e->kind != STATE_RETURN || !str_starts(e->name, STR("self.")) || def == NONE || state_def(s, f, def)->parent != class_def ||
		    !is_create(state_def(s, f, def)))
			continue;
		made = made_once(s, f, class_def, e, &class);
		if (made && class.is_known && (class.change_line || class.user_line))
			report(self, s, out, f, def, e, made, &class);
	}
}

void cn301_handed(const struct rule *self, struct states *s, struct findings *out)
{
	for (size_t i = 0, count = s->files.len; i < count; i++) {
		const struct state_file *f = s->files.items[i];
		const struct outline *o = &s->in->project->files[f->file].outline;

		for (uint32_t d = 0; f->is_looked_at && d < o->def_count; d++)
			if (is_factory(&o->defs[d]))
				check_class(self, s, out, f->file, d);
	}
}
