/* CN303: what one call or instance leaves behind, the next one finds. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"
#include "rules/state.h"

/* --- Collections of a class or module --- */

/* One that its own making bounds: weak references go away, a deque with a limit forgets. */
static bool is_bounded(const struct state_event *declared)
{
	return str_has(declared->value, STR("Weak")) || str_has(declared->text, STR("maxlen"));
}

/* Whatever registers things of the program itself: classes, handlers, plug-ins. */
static bool is_registration(struct str function)
{
	static const char *const words[] = { "register", "subclass", "decorator", "wrapper", "subscribe", "plugin" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_has_nocase(function, str_from(words[i])))
			return true;
	return false;
}

struct shared_collection {
	const struct slot *slot;
	const struct slot_access *store; /* the one that says most */
	const struct param *user;        /* whose data is stored, or NULL */
	bool is_by_instance;             /* stored through self */
	bool is_emptied;
	bool is_locked;                  /* every store is */
	bool is_memo;                    /* every store follows a look at whether the key is there */
};

static bool is_call_of_function(const struct states *s, const struct state_file *f, const struct slot_access *a)
{
	return a->def != NONE && state_def(s, f, a->def)->kind == DEF_FUNCTION;
}

/* Looked up first, and put there when it was not: what anybody would find, whoever asks. */
static bool is_looked_up(const struct slot *slot, uint32_t def)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->def == def && ((a->event->kind == STATE_CHECK && a->event->is_key) || a->event->kind == STATE_RETURN))
			return true;
	return false;
}

/* A class of classes, or one of which there is one instance: nobody has another of what it shares. */
static bool is_single(const struct states *s, const struct state_file *f, uint32_t class_def)
{
	const struct detail *d = state_detail(s, f, class_def);

	for (uint32_t i = 0; d && i < d->base_count; i++)
		if (str_is(d->bases[i], "type") || str_ends(d->bases[i], STR("Meta")) || str_ends(d->bases[i], STR("Singleton")))
			return true;
	vec_foreach(struct slot, slot, &f->slots)
		vec_foreach(struct slot_access, a, &slot->accesses)
			if (slot->owner == class_def && a->event->kind == STATE_SET && a->def != NONE && str_is(state_def(s, f, a->def)->name, "__new__"))
				return true;
	return false;
}

/* What is changed through the class, by its name, is meant to be one; it is told where each thing that is made stays there. */
static bool keeps_what_is_made(const struct states *s, const struct state_file *f, const struct shared_collection *c)
{
	const struct def *d = state_def(s, f, c->store->def);
	struct arena scratch = { 0 };
	bool is_create = name_claim(d->name, DEF_FUNCTION, &scratch).claim == CLAIM_CREATE;

	arena_release(&scratch);
	return is_create || str_is(d->name, "__init__") || str_is(d->name, "__new__");
}

static void take_store(struct states *s, const struct state_file *f, const struct slot_access *a, struct shared_collection *ret)
{
	const struct param *user = state_user_param_in(state_detail(s, f, a->def), a->event->text);
	bool is_by_instance = str_starts(a->event->name, STR("self."));

	if (is_registration(state_def(s, f, a->def)->name) && !user)
		return;
	ret->is_locked = ret->is_locked && state_lock_around(s, f, a->def, a->event->span.start);
	ret->is_by_instance = ret->is_by_instance || is_by_instance;
	ret->is_memo = ret->is_memo && is_looked_up(ret->slot, a->def);
	if (!ret->store || (user && !ret->user)) {
		ret->store = a;
		ret->user = user;
	}
}

/* One entry, or all at once in a function that is called while the program runs. */
static bool takes_out(const struct state_event *e, struct str function)
{
	static const char *const ends[] = { "clear", "close", "reset", "shutdown", "stop", "teardown" };
	bool is_end = false;
	struct tokens tokens;

	tokens_split(function, &tokens);
	for (size_t i = 0; tokens.count > 0 && i < ARRAY_LEN(ends); i++)
		is_end = is_end || str_is(tokens.token[0], ends[i]);
	if (e->kind == STATE_DROP && !str_ends(e->text, STR(".clear()")))
		return true;
	return (e->kind == STATE_DROP || e->kind == STATE_SET) && !is_end;
}

static bool find_collection(struct states *s, const struct state_file *f, const struct slot *slot, struct shared_collection *ret)
{
	*ret = (struct shared_collection){ .slot = slot, .is_locked = true, .is_memo = true };
	if (slot->is_shadowed || !slot->declared || slot->declared->value_kind != STATE_VALUE_CONTAINER || is_bounded(slot->declared))
		return false;
	vec_foreach(struct slot_access, a, &slot->accesses) {
		if (!is_call_of_function(s, f, a))
			continue;
		if (a->event->kind == STATE_STORE)
			take_store(s, f, a, ret);
		ret->is_emptied = ret->is_emptied || takes_out(a->event, state_def(s, f, a->def)->name);
	}
	return ret->store != NULL;
}

/* A class that claims nothing and is no member may share what it likes. */
static bool is_of_member(const struct states *s, const struct state_file *f, uint32_t class_def)
{
	RULE_MEMBERS(s->in, fam, m)
		if (m->file == f->file && m->def == class_def && m->kind == MEMBER_CLASS)
			return true;
	vec_foreach(struct family, fam, &s->in->families->items)
		if (fam->product_file == f->file && fam->product_def == class_def)
			return true;
	return str_has_nocase(state_def(s, f, class_def)->name, STR("factory"));
}

static void report_collection(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f,
			      const struct shared_collection *c)
{
	struct str name = state_slot_symbol(s, f, c->slot), method = state_symbol(s, f, c->store->def);
	uint32_t family = state_family(s, f, c->slot->owner == NONE ? c->store->def : c->slot->owner);
	struct finding *x;
	bool is_bad;

	if (c->user && !c->is_emptied)
		x = finding_add(out, self, family, f->file, c->slot->span, name,
				"`" STR_FMT "` keeps `" STR_FMT "` of every call of `" STR_FMT "` for as long as the process lives", STR_ARG(name),
				STR_ARG(c->user->name), STR_ARG(method));
	else if (c->user)
		x = finding_add(out, self, family, f->file, c->slot->span, name, "`" STR_FMT "` holds what belongs to users in one place for all of them",
				STR_ARG(name));
	else
		x = finding_add(out, self, family, f->file, c->slot->span, name, "`" STR_FMT "` is one for all instances, and `" STR_FMT "` changes it",
				STR_ARG(name), STR_ARG(method));
	is_bad = c->user ? !c->is_emptied || c->is_by_instance : c->is_by_instance && !c->is_memo;
	x->severity = state_severity(s, f->file, is_bad ? SEVERITY_WARNING : SEVERITY_NOTE);
	x->confidence = c->user || c->is_by_instance ? 85 : 70;
	vec_foreach(struct slot_access, a, &c->slot->accesses)
		if (is_call_of_function(s, f, a) && (a->event->kind == STATE_STORE || a->event->kind == STATE_DROP || a->event->kind == STATE_RETURN))
			finding_relate(out, x, f->file, a->event->span.line, "`" STR_FMT "` %s it", STR_ARG(state_symbol(s, f, a->def)),
				       a->event->kind == STATE_STORE ? "adds to" : a->event->kind == STATE_DROP ? "takes from" : "reads");
	finding_mend(out, x, MEND_SHOW, c->slot->kind == SLOT_CLASS && (c->is_by_instance || !c->user) ? "make it in __init__" : "keep it in an object that ends with the user's session");
}

/* Does a collection of a class mix what its instances, or their users, put there? */
static bool is_shared_by_instances(struct states *s, const struct state_file *f, const struct shared_collection *c)
{
	uint32_t class_def = c->slot->owner;

	if (c->user ? c->is_emptied && c->is_locked : !is_of_member(s, f, class_def) || is_single(s, f, class_def))
		return false;
	if (!c->user && !c->is_by_instance && (c->is_locked || c->is_memo || !keeps_what_is_made(s, f, c)))
		return false;
	return !state_is_data_class(s, f->file, class_def, 0);
}

static void check_collections(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f)
{
	vec_foreach(struct slot, slot, &f->slots) {
		struct shared_collection c;

		if (slot->kind == SLOT_FUNCTION || !find_collection(s, f, slot, &c))
			continue;
		if (slot->kind == SLOT_CLASS) {
			if (!is_shared_by_instances(s, f, &c))
				continue;
		} else if (!c.user || c.is_emptied)
			continue;
		report_collection(self, s, out, f, &c);
	}
}

/* --- Defaults --- */

static bool is_mutable(struct str value)
{
	static const char *const made[] = { "dict()", "list()", "set()", "defaultdict(", "deque(" };

	if (str_starts(value, STR("[")) || str_starts(value, STR("{")))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		if (str_starts(value, str_from(made[i])))
			return true;
	return false;
}

/* Annotated as something that nobody changes: kept, it does no harm. */
static bool is_read_only(struct str annotation)
{
	static const char *const types[] = { "Collection", "Iterable", "Mapping", "Sequence" };

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_has(annotation, str_from(types[i])) && !str_has(annotation, STR("Mutable")))
			return true;
	return false;
}

/* The first place where the default object is changed, kept or handed out; NULL when it is only read, or replaced first. */
static const struct state_event *default_escapes(const struct states *s, const struct state_file *f, uint32_t def, struct str name)
{
	STATE_EVENTS (s, f, def, e) {
		if (e->kind == STATE_SET && str_eq(e->name, name))
			return NULL;
		if ((e->kind == STATE_STORE || e->kind == STATE_DROP || e->kind == STATE_RETURN) && str_eq(e->name, name))
			return e;
		if (e->kind == STATE_SET && e->value_kind == STATE_VALUE_NAME && str_eq(e->value, name) && str_find(e->name, '.') < e->name.len)
			return e;
	}
	return NULL;
}

/* Is it, or its class, named like what creates something? */
static bool claims(const struct states *s, const struct state_file *f, uint32_t def)
{
	const struct def *d = state_def(s, f, def), *around = d->parent == NONE ? NULL : state_def(s, f, d->parent);
	struct arena scratch = { 0 };
	bool yes = name_claim(d->name, d->kind, &scratch).claim != CLAIM_NONE ||
		   (around && around->kind == DEF_CLASS && name_claim(around->name, around->kind, &scratch).claim != CLAIM_NONE);

	arena_release(&scratch);
	return yes;
}

/* A default like Engine(): made once, when the function is defined. Does what it makes change? */
static bool is_changing_instance(struct states *s, const struct state_file *f, uint32_t def, struct str value)
{
	struct str callee = str_slice(value, 0, str_find(value, '('));
	struct class_state state;
	file_id file;
	uint32_t class_def;

	if (callee.len == value.len || callee.len == 0 || !state_made_class(s, f, state_def(s, f, def)->parent, callee, &file, &class_def))
		return false;
	if (!str_eq(str_tail(callee, '.'), s->in->project->files[file].outline.defs[class_def].name))
		return false; /* what an accessor gives is shared anyway */
	state = state_of_class(s, file, class_def);
	return state.is_known && (state.change_line || state.user_line);
}

/* Kept as an attribute: does a method of the class change it there, or is it put elsewhere, too? */
static bool is_changed_where_kept(struct states *s, const struct state_file *f, uint32_t def, const struct state_event *kept)
{
	uint32_t class_def = state_class_of(s, f, def);
	const struct state_file *all = class_def == NONE ? NULL : states_part(s, STATE_PART_ALL_CHANGES, f->file, class_def);

	STATE_EVENTS (s, f, def, e)
		if (e->kind == STATE_STORE && e->value_kind == STATE_VALUE_NAME && str_eq(e->value, kept->value))
			return true;

	for (uint32_t i = 0; all && i < all->facts.event_count; i++)
		if ((all->facts.events[i].kind == STATE_STORE || all->facts.events[i].kind == STATE_DROP) && str_eq(all->facts.events[i].name, kept->name))
			return true;
	return false;
}

static void check_default(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, uint32_t def, const struct param *p)
{
	const struct state_event *e = default_escapes(s, f, def, p->name);
	struct str symbol = state_symbol(s, f, def);
	struct finding *x;
	bool is_bad;

	if (!e || (is_read_only(p->annotation) && e->kind != STATE_STORE && e->kind != STATE_DROP))
		return;
	x = finding_add(out, self, state_family(s, f, def), f->file, state_def(s, f, def)->span, symbol,
			"the default of `" STR_FMT "` is one " STR_FMT " for all calls of `" STR_FMT "`", STR_ARG(p->name), STR_ARG(p->default_value),
			STR_ARG(symbol));
	is_bad = (x->family != NONE || claims(s, f, def)) && (e->kind != STATE_SET || is_changed_where_kept(s, f, def, e));
	x->severity = state_severity(s, f->file, is_bad ? SEVERITY_WARNING : SEVERITY_NOTE);
	finding_relate(out, x, f->file, e->span.line, e->kind == STATE_RETURN ? "handed out here" : e->kind == STATE_SET ? "kept here" : "changed here");
	finding_mend(out, x, MEND_SHOW, "let the default be None, and make one in the body");
}

static void check_defaults(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f)
{
	for (uint32_t i = 0; i < f->facts.details.count; i++) {
		const struct detail *d = &f->facts.details.items[i];
		uint32_t def = state_def_at(s, f, d->start);

		if (def == NONE || state_def(s, f, def)->kind != DEF_FUNCTION)
			continue;
		for (uint32_t k = 0; k < d->param_count; k++)
			if (is_mutable(d->params[k].default_value) || is_changing_instance(s, f, def, d->params[k].default_value))
				check_default(self, s, out, f, def, &d->params[k]);
	}
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	STATES_EACH (in->states, f) {
		check_collections(self, in->states, out, f);
		check_defaults(self, in->states, out, f);
	}
	cstate_cn303(self, in, out);
}

const struct rule rule_cn303 = {
	.code = "CN303",
	.name = "shared-mutable-state",
	.summary = "mutable class-level or default-argument state in a member",
	.explanation =
	"A list, dict, set or object that is made once, as an attribute of the class, a default argument or a\n"
	"variable of the module, and is changed by calls. What one call leaves behind the next one\n"
	"finds, whoever its user is. Reported are attributes of a class that methods change through\n"
	"`self` or `cls`; defaults that the body changes, keeps or hands out; and collections of\n"
	"users' data that nothing ever empties. It is a note where something takes the data out\n"
	"again or no user's data is seen to reach it, where a default is kept and not seen to change, and in tests. What only empties it all at the\n"
	"end (shutdown, reset) takes nothing out.\n"
	"\n"
	"Not meant are constants, attributes that __init__ gives each instance, fields of models and\n"
	"data classes, defaults that are only read, weak and bounded collections, tables of users that\n"
	"a lock guards and something takes them out of, and registries that the program itself fills.\n"
	"\n"
	"In C and C++ it is a static list, table or the like to which calls add what they are\n"
	"given, and from which nothing is taken: a warning where that is a user's. Registries,\n"
	"what is looked up by a key, and what is handed to other functions are left alone.\n"
	"\n"
	"What to do: make it in __init__, or in the body of the function.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
