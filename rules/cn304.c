/* CN304: a cache that hands one user what was made for another. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/state.h"

/* --- Decorators: lru_cache, cache --- */

/* Of one dictionary for all instances, with them in its keys; others keep one for each instance, or ask for a key of text. */
static const char *const by_instance[] = {
	"async_lru.alru_cache", "backports.functools_lru_cache.lru_cache", "cachetools.cached", "functools.cache", "functools.lru_cache",
};

enum cache_kind {
	CACHE_OWN,     /* the project's: what it does is not known */
	CACHE_FOREIGN, /* keeps what a function returns */
	CACHE_OF_SELF  /* and has its first argument in the key */
};

/* The decorator that keeps what is returned, or NULL. */
static const struct str *cache_of(const struct detail *d)
{
	for (uint32_t i = 0; i < d->decorator_count; i++)
		if (str_has(d->decorators[i], STR("cache")) || str_has(d->decorators[i], STR("memoize")))
			return &d->decorators[i];
	return NULL;
}

static enum cache_kind cache_kind(const struct states *s, const struct state_file *f, uint32_t def, struct str decorator)
{
	struct target t = link_dotted(s->in->link, f->file, state_def(s, f, def)->parent, decorator);

	if (t.kind == TARGET_DEF || t.kind == TARGET_VARIABLE)
		return CACHE_OWN;
	if (t.kind != TARGET_EXTERNAL)
		return str_is(str_tail(decorator, '.'), "lru_cache") ? CACHE_OF_SELF : CACHE_FOREIGN;
	for (size_t i = 0; i < ARRAY_LEN(by_instance); i++)
		if (str_is(t.name, by_instance[i]))
			return CACHE_OF_SELF;
	return str_starts(t.name, STR("cachetools.func.")) ? CACHE_OF_SELF : CACHE_FOREIGN;
}

/* Members of an enumeration live as long as the process anyway. */
static bool is_of_enumeration(struct states *s, const struct state_file *f, uint32_t class_def)
{
	static const char *const enums[] = { "Enum", "Flag", "IntEnum", "IntFlag", "StrEnum" };
	const struct detail *d = state_detail(s, f, class_def);

	for (uint32_t i = 0; d && i < d->base_count; i++)
		for (size_t k = 0; k < ARRAY_LEN(enums); k++)
			if (str_is(str_tail(d->bases[i], '.'), enums[k]))
				return true;
	return false;
}

static bool is_method(const struct states *s, const struct state_file *f, uint32_t def, const struct detail *d)
{
	uint32_t parent = state_def(s, f, def)->parent;

	return parent != NONE && state_def(s, f, parent)->kind == DEF_CLASS && d->param_count > 0 && str_is(d->params[0].name, "self");
}

/* One instance for each user, request or session: by what its constructor takes. */
static const struct param *user_of_instance(struct states *s, file_id file, uint32_t class_def)
{
	const struct state_file *f = states_part(s, STATE_PART_CHANGES, file, class_def);
	const struct outline *o = &s->in->project->files[f->file].outline;

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++) {
		const struct detail *x = o->defs[d].parent == class_def && str_is(o->defs[d].name, "__init__") ? state_detail(s, f, d) : NULL;

		for (uint32_t i = 0; x && i < x->param_count; i++)
			if (state_is_user_param(&x->params[i]))
				return &x->params[i];
	}
	return NULL;
}

static void report_method(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, uint32_t def,
			  struct str cache)
{
	uint32_t class_def = state_def(s, f, def)->parent;
	struct str symbol = state_symbol(s, f, def);
	const struct param *user = user_of_instance(s, f->file, class_def);
	struct finding *x = finding_add(out, self, state_family(s, f, class_def), f->file, state_def(s, f, def)->span, symbol,
					"`" STR_FMT "` on the method `" STR_FMT "` is one cache for all instances, and keeps them alive", STR_ARG(cache),
					STR_ARG(symbol));

	x->severity = state_severity(s, f->file, SEVERITY_WARNING);
	if (user)
		finding_relate(out, x, f->file, state_def(s, f, class_def)->span.line, "an instance is made with `" STR_FMT "`", STR_ARG(user->name));
	finding_mend(out, x, MEND_SHOW, "keep the result in the instance, or cache a function that takes no self");
}

/* The class of what a function returns: by its annotation, or by the constructor that it returns the value of. */
static bool returned_class(struct states *s, const struct state_file *f, uint32_t def, const struct detail *d, file_id *ret_file, uint32_t *ret_def)
{
	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &f->facts.details.uses[d->first_use + i];

		if (u->kind == USE_CALL && u->is_returned && state_made_class(s, f, def, u->name, ret_file, ret_def))
			return true;
	}
	return d->returns.len > 0 && state_made_class(s, f, NONE, d->returns, ret_file, ret_def);
}

static void check_function(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, uint32_t def,
			   const struct detail *d)
{
	struct str symbol = state_symbol(s, f, def);
	struct class_state state;
	struct finding *x;
	file_id file;
	uint32_t class_def;

	if (!returned_class(s, f, def, d, &file, &class_def))
		return;
	state = state_of_class(s, file, class_def);
	if (!state.user_line)
		return;
	for (uint32_t i = 0; i < d->param_count; i++)
		if (state_is_user_param(&d->params[i]))
			return; /* the user is part of the key */
	x = finding_add(out, self, state_family(s, f, def), f->file, state_def(s, f, def)->span, symbol,
			"`" STR_FMT "` caches a " STR_FMT " for everybody, which keeps what belongs to one user", STR_ARG(symbol),
			STR_ARG(s->in->project->files[file].outline.defs[class_def].name));
	x->severity = state_severity(s, f->file, SEVERITY_WARNING);
	finding_relate(out, x, file, state.user_line, "`" STR_FMT "` keeps what it is given as `" STR_FMT "`", STR_ARG(state.user_method),
		       STR_ARG(state.user_param));
	state_relate_callers(s, out, x, f, def);
	finding_mend(out, x, MEND_SHOW, "make one for each user");
}

static void check_decorated(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f)
{
	for (uint32_t i = 0; i < f->facts.details.count; i++) {
		const struct detail *d = &f->facts.details.items[i];
		uint32_t def = state_def_at(s, f, d->start);
		const struct str *cache = cache_of(d);
		enum cache_kind kind;

		if (def == NONE || !cache || !(d->flags & BODY_CACHED) || d->flags & (BODY_PROPERTY | BODY_CLASSMETHOD | BODY_STATICMETHOD))
			continue;
		kind = cache_kind(s, f, def, *cache);
		if (!is_method(s, f, def, d) && kind != CACHE_OWN)
			check_function(self, s, out, f, def, d);
		else if (is_method(s, f, def, d) && kind == CACHE_OF_SELF && !is_of_enumeration(s, f, state_def(s, f, def)->parent))
			report_method(self, s, out, f, def, *cache);
	}
}

/* --- By hand: if key not in made: made[key] = Engine(user) --- */

/* Does the key depend on a user: on its parameter, or on a local variable that was made from one? */
static bool is_keyed_by_user(const struct states *s, const struct state_file *f, uint32_t def, const struct detail *d, struct str key)
{
	if (state_user_param_in(d, key))
		return true;
	STATE_EVENTS (s, f, def, e)
		if (e->kind == STATE_SET && state_mentions(key, e->name) && (state_user_param_in(d, e->text) || str_has_nocase(e->text, STR("user"))))
			return true;
	return str_has_nocase(key, STR("user"));
}

static const struct state_event *kept_for_user(const struct states *s, const struct state_file *f, const struct slot *slot,
					       const struct slot_access *check, const struct param **ret_user)
{
	const struct detail *d = state_detail(s, f, check->def);

	if (!d || is_keyed_by_user(s, f, check->def, d, check->event->text))
		return NULL;
	vec_foreach(struct slot_access, a, &slot->accesses) {
		const struct state_event *e = a->event;

		if (e->kind != STATE_STORE || a->def != check->def || e->span.start < check->event->region_start || e->span.start >= check->event->region_end)
			continue;
		*ret_user = e->value_kind == STATE_VALUE_CALL ? state_user_param_in(d, e->text) : NULL;
		if (*ret_user)
			return e;
	}
	return NULL;
}

/* "kind" of `made[kind] = engine` and of `made.setdefault(kind, engine)`. */
static struct str key_in(struct str text)
{
	size_t open = str_find(text, '['), start = MIN(open, str_find(text, '(')), end;

	if (start >= text.len)
		return STR("");
	for (end = ++start; end < text.len && text.ptr[end] != ']' && text.ptr[end] != ',' && text.ptr[end] != ')';)
		end++;
	return str_slice(text, start, end);
}

/*
 * engine = made.get(kind)
 * if engine is None:
 *         engine = Engine(user)
 *         made[kind] = engine
 */
static const struct param *user_of_local(const struct states *s, const struct state_file *f, const struct slot *slot, const struct slot_access *store)
{
	const struct detail *d = state_detail(s, f, store->def);
	const struct param *user = NULL;
	bool is_looked_up = false;

	STATE_EVENTS (s, f, store->def, e) {
		if (e->kind != STATE_SET || e->value_kind != STATE_VALUE_CALL || !str_eq(e->name, store->event->value) || e->span.start > store->event->span.start)
			continue;
		if (str_eq(str_head(e->value, '.'), slot->name) && str_is(str_tail(e->value, '.'), "get"))
			is_looked_up = true;
		else
			user = state_user_param_in(d, e->text);
	}
	return is_looked_up ? user : NULL;
}

static void report_kept(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct slot *slot,
			const struct slot_access *a, const struct param *user, struct str key)
{
	struct str symbol = state_symbol(s, f, a->def);
	struct finding *x = finding_add(out, self, state_family(s, f, a->def), f->file, a->event->span, symbol,
					"`" STR_FMT "` keeps what it makes with `" STR_FMT "` under `" STR_FMT "`: the next user gets it too", STR_ARG(symbol),
					STR_ARG(user->name), STR_ARG(key));

	x->severity = state_severity(s, f->file, SEVERITY_ERROR);
	x->confidence = 80;
	finding_relate(out, x, f->file, slot->span.line, "the cache");
	state_relate_callers(s, out, x, f, a->def);
	finding_mend(out, x, MEND_SHOW, "make the user part of the key");
}

static void check_local(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct slot *slot)
{
	vec_foreach(struct slot_access, a, &slot->accesses) {
		const struct param *user;
		struct str key;

		if (a->event->kind != STATE_STORE || a->def == NONE || a->event->value_kind != STATE_VALUE_NAME || slot->owner != NONE)
			continue;
		user = user_of_local(s, f, slot, a);
		key = key_in(a->event->text);
		if (!user || key.len == 0 || is_keyed_by_user(s, f, a->def, state_detail(s, f, a->def), key))
			continue;
		report_kept(self, s, out, f, slot, a, user, key);
		return;
	}
}

static void check_by_hand(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct slot *slot)
{
	vec_foreach(struct slot_access, a, &slot->accesses) {
		const struct param *user = NULL;
		const struct state_event *store = a->event->kind == STATE_CHECK && a->event->is_key && a->def != NONE ?
							  kept_for_user(s, f, slot, a, &user) :
							  NULL;
		struct finding *x;

		if (!store)
			continue;
		x = finding_add(out, self, state_family(s, f, a->def), f->file, store->span, state_symbol(s, f, a->def),
				"`" STR_FMT "` keeps what it makes with `" STR_FMT "` under `" STR_FMT "`: the next user gets it too",
				STR_ARG(state_symbol(s, f, a->def)), STR_ARG(user->name), STR_ARG(a->event->text));
		x->severity = state_severity(s, f->file, SEVERITY_ERROR);
		x->confidence = 80;
		finding_relate(out, x, f->file, slot->span.line, "the cache");
		finding_relate(out, x, f->file, a->event->span.line, "looked up by `" STR_FMT "` alone", STR_ARG(a->event->text));
		state_relate_callers(s, out, x, f, a->def);
		finding_mend(out, x, MEND_SHOW, "make the user part of the key");
		return;
	}
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	STATES_EACH (in->states, f) {
		check_decorated(self, in->states, out, f);
		vec_foreach(struct slot, slot, &f->slots) {
			check_by_hand(self, in->states, out, f, slot);
			check_local(self, in->states, out, f, slot);
		}
	}
	cstate_cn304(self, in, out);
}

const struct rule rule_cn304 = {
	.code = "CN304",
	.name = "cached-user-state",
	.summary = "cached factory (`lru_cache`, static local) whose product holds user state",
	.explanation =
	"What a factory makes is kept and handed to whoever asks with the same key. Reported are\n"
	"cached functions whose product keeps what belongs to one user and whose arguments name\n"
	"none; caches written by hand whose key lacks the user that the product is made with (an\n"
	"error); and `lru_cache` on a method: the cache belongs to the class, holds `self` in its\n"
	"keys, and so keeps instances alive.\n"
	"\n"
	"Not meant are cached settings and other products that no user's data reaches, caches with\n"
	"the user in their key, cached properties, and caches of the project's own making, which may\n"
	"belong to each instance.\n"
	"\n"
	"In C and C++ it is a static variable that keeps what was found out with the first\n"
	"caller's argument, though the function never asks for that argument again (an error\n"
	"where it stands for a user); and a static table that is looked up without the user that\n"
	"the value was made with. What the machine can do (have_x, x_supported) is the same\n"
	"whoever asks first.\n"
	"\n"
	"What to do: make the user part of the key, or make one for each user.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
