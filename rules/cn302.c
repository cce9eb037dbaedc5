/* CN302: made on first use, and two can be the first. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"
#include "rules/state.h"

struct lazy {
	const struct slot_access *check, *set;
	const struct state_event *lock;  /* around the set, or NULL */
	const struct state_event *await; /* between check and set, or NULL */
};

static bool is_inside(const struct state_event *inner, const struct state_event *check)
{
	return check->region_start <= inner->span.start && inner->span.start < check->region_end;
}

/* Objects of the standard kind that stand for a value: a version, a path, a number. */
static bool is_value_class(struct str name)
{
	static const char *const ends[] = { "Decimal", "Fraction", "Path", "Version", "timedelta" };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(name, str_from(ends[i])))
			return true;
	return false;
}

/* What comes out the same however often it is done: a module, a logger, a point in time, a path, or the value of a built-in function. */
static bool is_same_each_time(const struct states *s, const struct state_file *f, struct str callee)
{
	static const char *const known[] = { "abspath", "cpu_count", "dirname", "expanduser", "find_spec", "getLogger", "get_distribution", "get_logger", "getcwd",
					     "getenv", "gethostname", "getpid", "gettempdir", "join", "loads", "monotonic", "now", "perf_counter",
					     "process_time", "realpath", "safe_load", "time", "urandom", "utcnow", "uuid4", "which" };
	const struct lang_modules *modules = s->in->project->files[f->file].lang->modules;
	struct str last = str_tail(callee, '.');

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_is(last, known[i]))
			return true;
	if (str_has(last, STR("import")) || is_value_class(last))
		return true;
	return str_eq(last, callee) && modules && modules->is_builtin(callee);
}

/* The call whose value an access puts there, directly or by a local variable; empty when there is none. */
static struct str made_by(const struct states *s, const struct state_file *f, const struct slot_access *a)
{
	struct str callee = STR("");

	if (a->event->value_kind == STATE_VALUE_CALL)
		return a->event->value;
	if (a->event->value_kind != STATE_VALUE_NAME)
		return STR("");
	STATE_EVENTS (s, f, a->def, e)
		if (e->kind == STATE_SET && e->value_kind == STATE_VALUE_CALL && str_eq(e->name, a->event->value) && e->span.start < a->event->span.start)
			callee = e->value;
	return callee;
}

static bool makes_something(const struct states *s, const struct state_file *f, const struct slot_access *a)
{
	struct str callee = made_by(s, f, a);

	return callee.len > 0 && !is_same_each_time(s, f, callee);
}

/* A class, or what says by its name that it brings forth a thing, and no value that was reckoned or read. */
static bool names_object(struct str callee)
{
	static const char *const verbs[] = { "build", "connect", "from", "init", "initialize", "load", "new", "open", "setup", "start" };
	static const char *const things[] = { "cache", "channel", "connection", "consumer", "context", "cursor", "driver", "index", "listener", "local",
					      "lock", "loop", "maker", "model", "monitor", "parser", "pipeline", "pool", "producer", "queue",
					      "scheduler", "semaphore", "server", "session", "socket", "thread", "tracker", "watcher", "worker" };
	struct str last = str_tail(callee, '.');
	struct arena scratch = { 0 };
	bool is_object = name_claim(last, DEF_FUNCTION, &scratch).claim == CLAIM_CREATE;
	struct tokens tokens;

	arena_release(&scratch);
	tokens_split(last, &tokens);
	for (size_t i = 0; tokens.count > 0 && i < ARRAY_LEN(verbs); i++)
		is_object = is_object || str_is(tokens.token[0], verbs[i]);
	for (size_t i = 0; tokens.count > 0 && i < ARRAY_LEN(things); i++)
		is_object = is_object || str_ends(tokens.token[tokens.count - 1], str_from(things[i]));
	return is_object || (last.ptr[0] >= 'A' && last.ptr[0] <= 'Z') || str_is(callee, "super().__call__") || str_is(callee, "super().__new__") ||
	       str_is(callee, "cls") || state_is_collaborator(last);
}

/*
 * Only what has an identity of its own: what was reckoned or read twice is the
 * same, and it does not matter whose is kept. What is awaited takes its time.
 */
static bool makes_object(struct states *s, const struct state_file *f, const struct slot_access *a)
{
	struct str callee = made_by(s, f, a);
	file_id file;
	uint32_t def;

	if (!makes_something(s, f, a))
		return false;
	return (a->event->is_awaited && a->event->kind == STATE_SET) || names_object(callee) ||
	       state_made_class(s, f, a->def, callee, &file, &def);
}

/* Read from the same place, two of them are alike. */
static bool is_settings(struct str class_name)
{
	static const char *const ends[] = { "config", "configuration", "options", "settings" };
	struct tokens tokens;

	tokens_split(class_name, &tokens);
	for (size_t i = 0; tokens.count > 0 && i < ARRAY_LEN(ends); i++)
		if (str_is(tokens.token[tokens.count - 1], ends[i]))
			return true;
	return false;
}

static bool is_factory(struct str class_name)
{
	struct arena scratch = { 0 };
	bool is_factory = name_claim(class_name, DEF_CLASS, &scratch).claim == CLAIM_FACTORY;

	arena_release(&scratch);
	return is_factory;
}

/* Settings and the like: the two that are made are alike, and one is lost. */
static bool is_harmless(struct states *s, const struct state_file *f, const struct slot_access *set)
{
	struct class_state state;
	struct str name;
	file_id file;
	uint32_t def;

	if (!state_made_class(s, f, set->def, made_by(s, f, set), &file, &def))
		return false;
	name = s->in->project->files[file].outline.defs[def].name;
	if (is_factory(name))
		return false;
	state = state_of_class(s, file, def);
	return state.is_data || (!state.change_line && is_settings(name));
}

static bool is_changed(const struct slot *slot)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == STATE_STORE || a->event->kind == STATE_DROP)
			return true;
	return false;
}

/* Does a function of the project put together a list or dict, and return that? */
static bool returns_container(struct states *s, const struct state_file *f, const struct slot_access *set)
{
	static const char *const types[] = { "Dict[", "FrozenSet[", "List[", "Set[", "Tuple[", "dict", "frozenset", "list", "set", "tuple" };
	struct target t = link_dotted(s->in->link, f->file, set->def, made_by(s, f, set));
	const struct state_file *at;
	const struct detail *d;
	bool returns = false;

	if (t.kind != TARGET_DEF || s->in->project->files[t.file].outline.defs[t.index].kind != DEF_FUNCTION)
		return false;
	at = states_part(s, STATE_PART_WHOLE, t.file, t.index);
	d = at->facts.is_read ? state_detail(s, at, t.index) : NULL;
	for (size_t i = 0; d && i < ARRAY_LEN(types); i++)
		if (str_starts(d->returns, str_from(types[i])))
			return true;
	STATE_EVENTS (s, at, t.index, e) {
		bool is_container = false;

		if (e->kind != STATE_RETURN)
			continue;
		STATE_EVENTS (s, at, t.index, made)
			is_container = is_container || (made->kind == STATE_SET && made->value_kind == STATE_VALUE_CONTAINER && str_eq(made->name, e->name));
		if (!is_container)
			return false;
		returns = true;
	}
	return returns && d && d->returns.len == 0;
}

/* Text, a number, a path: who reads one of two that are alike never knows. */
static bool is_plain_value(struct str annotation)
{
	static const char *const types[] = { "Path", "PurePath", "bool", "bytes", "datetime", "float", "int", "str", "tuple" };
	struct str head = STR("Optional[");

	annotation = str_trim(annotation);
	if (str_starts(annotation, head) && str_ends(annotation, STR("]")))
		annotation = str_slice(annotation, head.len, annotation.len - 1);
	if (str_ends(annotation, STR("| None")))
		annotation = str_trim(str_slice(annotation, 0, annotation.len - 6));
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_is(str_tail(annotation, '.'), types[i]))
			return true;
	return false;
}

/* Does the function that asks say that it returns such a thing, and return what it has set? */
static bool hands_out_plain_value(const struct states *s, const struct state_file *f, const struct slot *slot, const struct lazy *l)
{
	const struct detail *d = state_detail(s, f, l->check->def);

	vec_foreach(struct slot_access, a, &slot->accesses)
		if (d && a->def == l->check->def && a->event->kind == STATE_RETURN && is_plain_value(d->returns))
			return true;
	return false;
}

static const struct slot_access *set_after(struct states *s, const struct state_file *f, const struct slot *slot, const struct slot_access *check)
{
	bool is_key = check->event->is_key;

	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == (is_key ? STATE_STORE : STATE_SET) && a->def == check->def && is_inside(a->event, check->event) && makes_object(s, f, a))
			return a;
	return NULL;
}

/* Was the local variable that is asked about taken from where the store goes: `one = all.get(key)`? */
static bool is_taken_from(const struct states *s, const struct state_file *f, const struct slot_access *store, const struct state_event *check)
{
	static const struct str get = STR_INIT(".get");
	struct str from = store->event->name;

	STATE_EVENTS (s, f, store->def, e)
		if (e->kind == STATE_SET && e->value_kind == STATE_VALUE_CALL && e->span.start < check->span.start && str_eq(e->name, check->name) &&
		    str_starts(e->value, from) && str_eq(str_slice(e->value, from.len, e->value.len), get))
			return true;
	return false;
}

/*
 * one = all.get(key)
 * if one is None:
 *         one = all[key] = Engine()
 */
static const struct slot_access *local_check(struct states *s, const struct state_file *f, const struct slot_access *store)
{
	const struct state_event *found = NULL;
	struct slot_access *ret;

	STATE_EVENTS (s, f, store->def, e)
		if (e->kind == STATE_CHECK && !e->is_key && is_inside(store->event, e) && is_taken_from(s, f, store, e))
			found = e; /* the innermost: it may have been asked again under a lock */
	if (!found)
		return NULL;
	ret = arena_new(&s->arena, struct slot_access);
	*ret = (struct slot_access){ found, store->def };
	return ret;
}

/* Is it asked again under the lock that is held when it is set? */
static bool is_asked_again(const struct slot *slot, const struct lazy *l)
{
	vec_foreach(struct slot_access, a, &slot->accesses)
		if (a->event->kind == STATE_CHECK && a->def == l->set->def && a->event->span.start >= l->lock->region_start &&
		    a->event->span.start < l->lock->region_end && is_inside(l->set->event, a->event))
			return true;
	return false;
}

static const struct state_event *await_between(const struct states *s, const struct state_file *f, const struct lazy *l)
{
	STATE_EVENTS (s, f, l->check->def, e)
		if (e->kind == STATE_AWAIT && e->span.start > l->check->event->span.start && e->span.start < l->set->event->span.end)
			return e;
	return NULL;
}

/* Primitives of an event loop: only the one thread that runs it has a use for them. */
static bool is_of_event_loop(const struct states *s, const struct state_file *f, const struct slot_access *set)
{
	static const char *const loops[] = { "anyio.", "asyncio.", "trio." };
	struct target t = link_dotted(s->in->link, f->file, set->def, made_by(s, f, set));
	struct str last = t.kind == TARGET_EXTERNAL ? str_tail(t.name, '.') : STR("");

	for (size_t i = 0; last.len && i < ARRAY_LEN(loops); i++)
		if (str_starts(t.name, str_from(loops[i])) && last.ptr[0] >= 'A' && last.ptr[0] <= 'Z')
			return true;
	return false;
}

static bool is_race(const struct states *s, const struct state_file *f, const struct slot *slot, struct lazy *l)
{
	const struct state_event *around = state_lock_around(s, f, l->check->def, l->check->event->span.start);

	if (around && l->set->event->span.start < around->region_end)
		return false;
	l->lock = state_lock_around(s, f, l->set->def, l->set->event->span.start);
	if (l->lock && is_asked_again(slot, l))
		return false;
	l->await = await_between(s, f, l);
	if (!l->await && (state_def(s, f, l->check->def)->is_async || is_of_event_loop(s, f, l->set)))
		return false;
	return !state_is_entered_locked(s, f, l->check->def);
}

static bool says_setup(struct str name)
{
	static const char *const verbs[] = { "activate", "enable", "initialise", "initialize", "install", "launch", "load", "register", "start" };
	struct arena scratch = { 0 };
	bool is_setup = name_claim(name, DEF_FUNCTION, &scratch).claim == CLAIM_CONFIGURE;
	struct tokens tokens;

	tokens_split(name, &tokens);
	for (size_t i = 0; tokens.count > 0 && i < ARRAY_LEN(verbs); i++)
		is_setup = is_setup || str_is(tokens.token[0], verbs[i]);
	arena_release(&scratch);
	return is_setup;
}

/* configure_engine(), start_server(): called by one thread when the program starts, and hands nothing out. */
static bool is_setup(const struct states *s, const struct state_file *f, const struct slot *slot, uint32_t def)
{
	bool is_setup = !state_def(s, f, def)->is_async && says_setup(state_def(s, f, def)->name);

	vec_foreach(struct slot_access, a, &slot->accesses)
		is_setup = is_setup && !(a->def == def && a->event->kind == STATE_RETURN);
	return is_setup;
}

/* Under the loop or thread that runs: no other comes to the same entry. */
static bool is_of_one_thread(const struct state_event *check)
{
	static const char *const words[] = { "current_thread", "get_ident", "loop" };

	for (size_t i = 0; check->is_key && i < ARRAY_LEN(words); i++)
		if (str_has(check->text, str_from(words[i])))
			return true;
	return false;
}

static bool find_lazy(struct states *s, const struct state_file *f, const struct slot *slot, struct lazy *ret)
{
	vec_foreach(struct slot_access, a, &slot->accesses) {
		bool is_store = a->event->kind == STATE_STORE;

		if ((a->event->kind != STATE_CHECK && !is_store) || a->def == NONE || state_def(s, f, a->def)->kind != DEF_FUNCTION)
			continue;
		if (is_setup(s, f, slot, a->def) || is_of_one_thread(a->event))
			continue;
		*ret = is_store ? (struct lazy){ .check = local_check(s, f, a), .set = a } : (struct lazy){ .check = a, .set = set_after(s, f, slot, a) };
		if (ret->check && ret->set && (!is_store || makes_object(s, f, a)) && is_race(s, f, slot, ret))
			return true;
	}
	return false;
}

static void report(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct slot *slot,
		   const struct lazy *l)
{
	const char *what = l->set->event->kind == STATE_STORE ? "an entry of " : "";
	struct str symbol = state_symbol(s, f, l->check->def), name = state_slot_symbol(s, f, slot);
	bool is_async = state_def(s, f, l->check->def)->is_async;
	uint32_t family = state_family(s, f, l->check->def);
	struct finding *x;

	if (l->lock)
		x = finding_add(out, self, family, f->file, l->set->event->span, symbol,
				"`" STR_FMT "` asks for %s`" STR_FMT "` before it holds the lock and not again: %s can each make one", STR_ARG(symbol),
				what, STR_ARG(name), is_async ? "two tasks" : "two threads");
	else if (is_async)
		x = finding_add(out, self, family, f->file, l->set->event->span, symbol,
				"`" STR_FMT "` awaits between asking for %s`" STR_FMT "` and setting it: two tasks can each make one", STR_ARG(symbol), what,
				STR_ARG(name));
	else
		x = finding_add(out, self, family, f->file, l->set->event->span, symbol,
				"`" STR_FMT "` makes %s`" STR_FMT "` on first use without a lock: two threads can each make one", STR_ARG(symbol), what,
				STR_ARG(name));
	x->severity = state_severity(s, f->file, SEVERITY_WARNING);
	x->confidence = 85;
	if (slot->is_declared)
		finding_relate(out, x, f->file, slot->span.line, "the slot");
	finding_relate(out, x, f->file, l->check->event->span.line, "asked for here");
	if (l->lock)
		finding_relate(out, x, f->file, l->lock->span.line, "the lock");
	if (is_async && l->await)
		finding_relate(out, x, f->file, l->await->span.line, "another task may run here");
	state_relate_callers(s, out, x, f, l->check->def);
	if (l->lock)
		finding_mend(out, x, MEND_SHOW, "ask again once the lock is held");
	else
		finding_mend(out, x, MEND_SHOW, is_async ? "hold an asyncio.Lock around both" : "hold a lock around both, or make it when the module loads");
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	STATES_EACH (in->states, f) {
		vec_foreach(struct slot, slot, &f->slots) {
			struct lazy l;

			if (!slot->is_shadowed && find_lazy(in->states, f, slot, &l) && !is_harmless(in->states, f, l.set) &&
			    !(!is_changed(slot) && returns_container(in->states, f, l.set)) && !hands_out_plain_value(in->states, f, slot, &l))
				report(self, in->states, out, f, slot, &l);
		}
	}
	cstate_cn302(self, in, out);
}

const struct rule rule_cn302 = {
	.code = "CN302",
	.name = "unlocked-first-use",
	.summary = "lazy initialisation without a lock (race on first use)",
	.explanation =
	"A function looks whether something is there, and makes it when it is not. Two threads that\n"
	"come at the same time both see nothing: each makes one, and one of the two is lost together\n"
	"with what was registered with it. In asyncio two tasks can come between each other only at\n"
	"an await, so an `async def` is reported only when it awaits between asking and setting.\n"
	"Double-checked locking is right only when it asks again once the lock is held.\n"
	"\n"
	"Not meant are functions that hold a lock around both, or are called under one; objects that\n"
	"only keep what they are given, as settings do; modules that are imported late, loggers, texts,\n"
	"paths and whatever else is reckoned or read, which come out the same each time; what belongs\n"
	"to an event loop, which one thread runs; functions that\n"
	"set up and hand nothing out, or that raise when they are called again. In tests it is a note.\n"
	"\n"
	"In C and C++ it is an object, or a flag that says that others are there, in a static,\n"
	"global or class variable. Two threads are claimed only where they are seen to meet: a\n"
	"function that a thread runs comes here by calls, not under a lock; the variable is used\n"
	"under a lock elsewhere; or the file belongs to a library, and takes locks.\n"
	"Double-checked locking whose first look is a plain read is reported as well. Not meant are\n"
	"pthread_once, call_once, g_once and macros that say once or lock, atomic operations,\n"
	"functions that are only called under a lock or at the start, thread-local variables,\n"
	"C++'s own static variables of functions, and what comes out the same each time. A\n"
	"tree that starts no thread and takes no lock has no such finding.\n"
	"\n"
	"What to do: hold a lock around asking and setting, or make it when the module loads.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
