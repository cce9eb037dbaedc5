/* CN306: set up twice, too late, or by several. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"
#include "rules/state.h"

#include <stdlib.h>

#define APPLICATION_STATE "app.state."

/* A function that puts something into a slot so that others find it there. */
struct configurator {
	const struct state_file *file;
	const struct slot *slot;
	uint32_t def, line;
	bool is_guarded; /* it asks first, and leaves what is there alone */
};

typedef VEC(struct configurator) configurators;

static bool says_configure(const struct def *d)
{
	static const char *const undo[] = { "reset_", "clear_", "_reset", "_clear" };
	struct arena scratch = { 0 };
	bool is_configure = name_claim(d->name, DEF_FUNCTION, &scratch).claim == CLAIM_CONFIGURE || str_is(d->name, "configure");

	arena_release(&scratch);
	for (size_t i = 0; i < ARRAY_LEN(undo); i++)
		is_configure = is_configure && !str_starts(d->name, str_from(undo[i]));
	return is_configure;
}

/* Without what says only that there is one: "_factory_instance" is a factory. */
static bool is_named_collaborator(struct str name)
{
	static const char *const ends[] = { "_instance", "_singleton", "_cls", "_class" };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(name, str_from(ends[i])))
			name = str_slice(name, 0, name.len - str_from(ends[i]).len);
	return state_is_collaborator(name);
}

static bool fills(const struct state_event *e)
{
	return e->kind == STATE_SET && (e->value_kind == STATE_VALUE_CALL || e->value_kind == STATE_VALUE_NAME);
}

static bool asks_first(const struct slot *slot, const struct slot_access *set)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == STATE_CHECK && a->def == set->def && a->event->region_start <= set->event->span.start &&
		    set->event->span.start < a->event->region_end)
			return true;
	return false;
}

static const struct configurator *find_configurator(const configurators *list, const struct slot *slot, uint32_t def)
{
	vec_foreach(struct configurator, c, list)
		if (c->slot == slot && (def == NONE || c->def == def))
			return c;
	return NULL;
}

static void collect_of_slot(struct states *s, const struct state_file *f, const struct slot *slot, configurators *ret)
{
	vec_foreach(struct slot_access, a, &slot->accesses) {
		const struct def *d = state_def(s, f, a->def);

		if (!fills(a->event) || !d || d->kind != DEF_FUNCTION || !says_configure(d) || find_configurator(ret, slot, a->def))
			continue;
		vec_push(ret, (struct configurator){ f, slot, a->def, a->event->span.line, asks_first(slot, a) });
	}
}

static void collect(struct states *s, configurators *ret)
{
	STATES_EACH (s, f) {
		if (!project_is_production(s->in->project, f->file))
			continue;
		vec_foreach(struct slot, slot, &f->slots)
			if (!slot->is_shadowed && is_named_collaborator(slot->name))
				collect_of_slot(s, f, slot, ret);
	}
}

/* --- Several configurators of one slot --- */

static bool calls(const struct states *s, const struct configurator *from, const struct configurator *to)
{
	const struct detail *d = state_detail(s, from->file, from->def);

	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &from->file->facts.details.uses[d->first_use + i];

		if (u->kind == USE_CALL && str_eq(str_tail(u->name, '.'), state_def(s, to->file, to->def)->name))
			return true;
	}
	return false;
}

static void check_rivals(const struct rule *self, struct states *s, struct findings *out, const configurators *list)
{
	vec_foreach(struct configurator, c, list) {
		const struct configurator *first = find_configurator(list, c->slot, NONE);
		struct str name = state_slot_symbol(s, c->file, c->slot), symbol = state_symbol(s, c->file, c->def);
		struct finding *x;

		if (first == c || calls(s, c, first) || calls(s, first, c))
			continue;
		x = finding_add(out, self, state_family(s, c->file, c->def), c->file->file, state_def(s, c->file, c->def)->span, symbol,
				"`" STR_FMT "` and `" STR_FMT "` both set `" STR_FMT "` up: the last one wins", STR_ARG(state_symbol(s, first->file, first->def)),
				STR_ARG(symbol), STR_ARG(name));
		x->confidence = 75;
		finding_relate(out, x, c->file->file, c->slot->span.line, "the slot");
		finding_relate(out, x, first->file->file, first->line, "`" STR_FMT "` writes it", STR_ARG(state_symbol(s, first->file, first->def)));
		finding_relate(out, x, c->file->file, c->line, "`" STR_FMT "` writes it", STR_ARG(symbol));
		finding_mend(out, x, MEND_SHOW, "keep one of them, and let the other call it");
	}
}

/* --- Several writers of what an application keeps --- */

struct writer {
	const struct state_file *file;
	const struct state_event *event;
	struct str name; /* "engine_factory" of "app.state.engine_factory" */
};

typedef VEC(struct writer) writers;

/* `if not hasattr(app.state, "engine"): app.state.engine = ...` leaves alone what is there. */
static bool is_asked_for(const struct states *s, const struct state_file *f, const struct state_event *set)
{
	STATE_EVENTS (s, f, state_def_at(s, f, set->def_start), e)
		if (e->kind == STATE_CHECK && str_eq(e->name, set->name) && e->region_start <= set->span.start && set->span.start < e->region_end)
			return true;
	return false;
}

static void collect_writers(const struct states *s, const struct state_file *f, writers *ret)
{
	for (uint32_t i = 0; i < f->facts.event_count; i++) {
		const struct state_event *e = &f->facts.events[i];
		struct str name = str_tail(e->name, '.');

		if (!fills(e) || !str_ends(str_slice(e->name, 0, e->name.len - name.len), STR(APPLICATION_STATE)) || !is_named_collaborator(name))
			continue;
		if (state_def_at(s, f, e->def_start) != NONE && !is_asked_for(s, f, e))
			vec_push(ret, (struct writer){ f, e, name });
	}
}

static bool is_rival(const struct writer *a, const struct writer *b)
{
	return str_eq(a->name, b->name) && (a->file != b->file || a->event->def_start != b->event->def_start);
}

static struct str writer_symbol(struct states *s, const struct writer *w)
{
	return state_symbol(s, w->file, state_def_at(s, w->file, w->event->def_start));
}

/* Where the second of them stands; the others are related. */
static void report_writers(const struct rule *self, struct states *s, struct findings *out, const writers *list, size_t first, size_t second)
{
	const struct writer *a = &list->items[first], *b = &list->items[second];
	uint32_t def = state_def_at(s, b->file, b->event->def_start);
	bool is_of_family = str_has_nocase(b->name, STR("factory")) || state_is_product_name(s, b->name);
	struct finding *x = finding_add(out, self, state_family(s, b->file, def), b->file->file, b->event->span, writer_symbol(s, b),
					"`" STR_FMT "` is set up here and by `" STR_FMT "`: two sources of truth", STR_ARG(b->event->name),
					STR_ARG(writer_symbol(s, a)));

	x->severity = is_of_family ? SEVERITY_WARNING : SEVERITY_NOTE;
	x->confidence = 75;
	for (size_t i = first; i < list->len; i++)
		if (i == first || (i != second && is_rival(&list->items[i], a)))
			finding_relate(out, x, list->items[i].file->file, list->items[i].event->span.line, "`" STR_FMT "` sets it to `" STR_FMT "`",
				       STR_ARG(writer_symbol(s, &list->items[i])), STR_ARG(list->items[i].event->text));
	finding_mend(out, x, MEND_SHOW, "keep one of them");
}

static void check_application(const struct rule *self, struct states *s, struct findings *out)
{
	struct map seen = { 0 };
	writers list = { 0 };

	for (size_t i = 0; i < s->files.len; i++)
		if ((s->files.items[i]->is_looked_at || s->files.items[i]->is_neighbour) && project_is_production(s->in->project, s->files.items[i]->file))
			collect_writers(s, s->files.items[i], &list);
	for (size_t i = 0; i < list.len; i++) {
		size_t k = i + 1;

		if (!map_add(&seen, str_hash(list.items[i].name), 1))
			continue;
		while (k < list.len && !is_rival(&list.items[k], &list.items[i]))
			k++;
		if (k < list.len)
			report_writers(self, s, out, &list, i, k);
	}
	map_release(&seen);
	vec_release(&list);
}

/* --- Twice, and before --- */

/* What a call on a straight path does to a slot. */
enum step { STEP_NONE, STEP_CONFIGURE, STEP_RESET, STEP_USE };

static enum step step_of(const configurators *list, const struct configurator *c, file_id file, uint32_t def)
{
	enum step step = STEP_NONE;

	if (c->file->file != file)
		return STEP_NONE;
	if (find_configurator(list, c->slot, def))
		return STEP_CONFIGURE;
	vec_foreach(struct slot_access, a, &c->slot->accesses) {
		if (a->def != def)
			continue;
		if (a->event->kind == STATE_SET && a->event->value_kind == STATE_VALUE_NONE)
			return STEP_RESET;
		if (a->event->kind == STATE_RETURN)
			step = STEP_USE;
	}
	return step;
}

struct path {
	const struct state_file *file;
	uint32_t def; /* whose straight path, or NONE */
	const struct configurator *c;
	const struct state_event *used, *configured;
};

static void report_twice(const struct rule *self, struct states *s, struct findings *out, const struct path *p, const struct state_event *again)
{
	struct str symbol = state_symbol(s, p->c->file, p->c->def);
	struct finding *x = finding_add(out, self, state_family(s, p->c->file, p->c->def), p->file->file, again->span, symbol,
					"`" STR_FMT "` is set up a second time: who took it before keeps the first one", STR_ARG(state_slot_symbol(s, p->c->file, p->c->slot)));

	x->confidence = 85;
	finding_relate(out, x, p->file->file, p->configured->span.line, "the first time");
	finding_relate(out, x, p->c->file->file, p->c->line, "`" STR_FMT "` writes it", STR_ARG(symbol));
	finding_mend(out, x, MEND_SHOW, "set it up once");
}

static void report_early(const struct rule *self, struct states *s, struct findings *out, const struct path *p, const struct state_event *late)
{
	struct finding *x = finding_add(out, self, state_family(s, p->c->file, p->c->def), p->file->file, p->used->span, p->used->name,
					"`" STR_FMT "` is asked for `" STR_FMT "` before line %u sets it up", STR_ARG(p->used->name),
					STR_ARG(state_slot_symbol(s, p->c->file, p->c->slot)), late->span.line);

	x->confidence = 85;
	finding_relate(out, x, p->file->file, late->span.line, "set up here");
	finding_relate(out, x, p->c->file->file, p->c->line, "`" STR_FMT "` writes it", STR_ARG(state_symbol(s, p->c->file, p->c->def)));
	finding_mend(out, x, MEND_SHOW, "set it up first");
}

static void take_step(const struct rule *self, struct states *s, struct findings *out, struct path *p, enum step step, const struct state_event *e)
{
	if (step == STEP_USE && !p->configured && !p->used)
		p->used = e;
	if (step == STEP_RESET)
		p->configured = p->used = NULL;
	if (step != STEP_CONFIGURE)
		return;
	if (p->configured && !p->c->is_guarded)
		report_twice(self, s, out, p, e);
	else if (!p->configured && p->used)
		report_early(self, s, out, p, e);
	p->configured = e;
}

static void walk_path(const struct rule *self, struct states *s, struct findings *out, const configurators *list, struct path *p)
{
	uint32_t start = p->def == NONE ? NONE : state_def(s, p->file, p->def)->span.start;

	for (uint32_t i = state_range(p->file, p->def).first; i < state_range(p->file, p->def).end; i++) {
		const struct state_event *e = &p->file->facts.events[i];
		struct target t;

		if (e->kind != STATE_CALL || e->def_start != start)
			continue;
		t = link_dotted(s->in->link, p->file->file, p->def, e->name);
		if (t.kind == TARGET_DEF)
			take_step(self, s, out, p, step_of(list, p->c, t.file, t.index), e);
	}
}

static bool calls_it(const struct states *s, const struct state_file *f, uint32_t def, struct str name)
{
	uint32_t start = def == NONE ? NONE : state_def(s, f, def)->span.start;

	for (uint32_t i = state_range(f, def).first; i < state_range(f, def).end; i++)
		if (f->facts.events[i].kind == STATE_CALL && f->facts.events[i].def_start == start && str_eq(str_tail(f->facts.events[i].name, '.'), name))
			return true;
	return false;
}

/* Every straight path of the file that calls the configurator. */
static void check_file(const struct rule *self, struct states *s, struct findings *out, const configurators *list, const struct configurator *c,
		       const struct state_file *f)
{
	const struct outline *o = &s->in->project->files[f->file].outline;
	struct str name = state_def(s, c->file, c->def)->name;

	for (uint32_t d = 0; d <= o->def_count; d++) {
		struct path p = { .file = f, .def = d == o->def_count ? NONE : d, .c = c };

		if (calls_it(s, f, p.def, name))
			walk_path(self, s, out, list, &p);
	}
}

static void check_order(const struct rule *self, struct states *s, struct findings *out, const configurators *list, const struct configurator *c)
{
	struct str name = state_def(s, c->file, c->def)->name;
	uint32_t owner = state_class_of(s, c->file, c->def), count;
	const struct import_ref *refs;
	struct map seen = { 0 };

	map_add(&seen, c->file->file, 1);
	check_file(self, s, out, list, c, states_callers(s, c->file->file, name));
	count = link_importers_of_name(s->in->link, owner == NONE ? name : state_def(s, c->file, owner)->name, &refs);
	for (uint32_t i = 0; i < count; i++)
		if (project_is_production(s->in->project, refs[i].file) && map_add(&seen, refs[i].file, 1))
			check_file(self, s, out, list, c, states_callers(s, refs[i].file, name));
	map_release(&seen);
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	configurators list = { 0 };

	collect(in->states, &list);
	check_rivals(self, in->states, out, &list);
	check_application(self, in->states, out);
	vec_foreach(struct configurator, c, &list)
		if (find_configurator(&list, c->slot, NONE) == c)
			check_order(self, in->states, out, &list, c);
	vec_release(&list);
	cstate_cn306(self, in, out);
}

const struct rule rule_cn306 = {
	.code = "CN306",
	.name = "startup-order",
	.summary = "what everybody shares is set up twice, too late, or by several",
	.explanation =
	"A factory, bridge or registry that everybody shares has to be set up once, before its first\n"
	"use, and by one. Reported are two functions that both say they set one slot up; an attribute\n"
	"of the application's state that two functions fill; a second call of a configurator on one\n"
	"straight path, when it does not ask whether it was called before; and an accessor that\n"
	"is called before the configurator on such a path: who asked too early keeps another one, or\n"
	"none. A straight path is what a function or module runs in any case: no arm of an `if`, no\n"
	"loop, no handler.\n"
	"\n"
	"Not meant are configurators that leave alone what is there, a reset between two set-ups, a\n"
	"function that only passes on to the other one, settings and flags, and tests.\n"
	"\n"
	"In C and C++ a static pointer of a file is meant, and functions that say init, setup or\n"
	"configure and put there what they make or are given. Paths are followed through what a\n"
	"function calls in any case, up to three calls deep and as far as names tell whom a call\n"
	"means. Needed too early is what is looked into, or handed out, without asking whether it\n"
	"is there, where nobody else can have set it up. Two configurators are reported when\n"
	"other files call the one than the other. What frees the old one, asks for it or a flag,\n"
	"or runs once, may be called again; nothing is said behind a label, in arms of an `#if`,\n"
	"or where something may have taken it down in between.\n"
	"\n"
	"What to do: keep one function that sets it up, and call it once, first.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
