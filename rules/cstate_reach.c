/* Which functions threads get to, who calls whom, what guards hold, and what is done before any thread is there. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"

#define CANDIDATES_MAX 4 /* functions of one name in other files: more say nothing about whom a call means */
#define DEPTH_MAX 8      /* of calls: what names say grows less sure with every one */
#define CALLERS_DEPTH 4

/* --- Tables --- */

static uint32_t find_refs(const cfunc_refs *refs, uint64_t name, const struct cfunc_ref **ret)
{
	size_t low = 0, high = refs->len, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (refs->items[middle].name < name)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < refs->len && refs->items[end].name == name;)
		end++;
	*ret = refs->items + low;
	return (uint32_t)(end - low);
}

static bool is_static(const struct cstates *s, const struct cfunc_ref *ref)
{
	return cstate_func(s, &s->files.items[ref->file], ref->func)->flags & CFUNC_STATIC;
}

/* --- Threads --- */

static void reach(struct cstates *s, const struct cfunc_ref *to, const struct cstate_reach *from, uint32_t from_index)
{
	struct cstate_reach r = { .file = to->file, .func = to->func, .from = from_index };

	if (map_has(&s->reached_by, map_pair(to->file, to->func)))
		return;
	r.depth = from->depth;
	r.start_file = from->start_file;
	r.start_line = from->start_line;
	map_set(&s->reached_by, map_pair(to->file, to->func), (uint32_t)s->reached.len);
	vec_push(&s->reached, r);
}

/* The file's own function of the name, else those that others can call, when there are but few. */
static void reach_name(struct cstates *s, uint32_t file, uint64_t name, const struct cstate_reach *from, uint32_t from_index)
{
	const struct cfunc_ref *refs;
	uint32_t count = find_refs(&s->funcs, name, &refs), others = 0;
	bool is_own = false;

	for (uint32_t i = 0; i < count; i++) {
		if (refs[i].file == file) {
			is_own = true;
			reach(s, &refs[i], from, from_index);
		}
		others += !is_static(s, &refs[i]);
	}
	for (uint32_t i = 0; !is_own && others <= CANDIDATES_MAX && i < count; i++)
		if (!is_static(s, &refs[i]))
			reach(s, &refs[i], from, from_index);
}

static void reach_callees(struct cstates *s, uint32_t index)
{
	struct cstate_reach from = s->reached.items[index];
	const struct cstate_file *f = &s->files.items[from.file];

	if (from.depth++ >= DEPTH_MAX)
		return;
	for (uint32_t i = f->first_callee[from.func]; i < f->first_callee[from.func + 1]; i++)
		if (!f->facts.callees[i].is_guarded) /* what is called under a lock meets no other there */
			reach_name(s, from.file, f->facts.callees[i].name, &from, index);
}

void cstate_find_reach(struct cstates *s)
{
	for (uint32_t i = 0; i < s->files.len; i++) {
		const struct cstate_file *f = &s->files.items[i];

		s->starts_threads = s->starts_threads || f->facts.thread_line;
		for (uint32_t k = 0; k < f->facts.thread_count; k++) {
			struct cstate_reach start = { .start_file = f->file, .start_line = f->facts.threads[k].span.line };

			reach_name(s, i, str_hash(f->facts.threads[k].name), &start, NONE);
		}
	}
	for (uint32_t i = 0; i < s->reached.len; i++)
		reach_callees(s, i);
}

static uint32_t index_of(const struct cstates *s, const struct cstate_file *f)
{
	return (uint32_t)(f - s->files.items);
}

static const struct cstate_folder *folder_of(const struct cstates *s, const struct cstate_file *f)
{
	return &s->folders.items[map_get(&s->folders_by, str_hash(path_dir(s->in->project->files[f->file].path)))];
}

/* Is there no program in its folder, or around it? */
static bool is_library(const struct cstates *s, const struct cstate_file *f)
{
	struct str path = s->in->project->files[f->file].path;

	while (path.len > 0) {
		uint32_t folder;

		path = path_dir(path);
		folder = map_get(&s->folders_by, str_hash(path));
		if (folder != NONE && s->folders.items[folder].has_main)
			return false;
	}
	return true;
}

/* The line where another function uses the variable under a lock; 0: none does. */
static uint32_t locked_line(const struct cstate_file *f, uint32_t func, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e) {
		const struct cstate_event *guard = e->func == func ? NULL : cstate_guard(f, e->func, e->span.start);

		if (guard && guard->kind == CSTATE_LOCK)
			return e->span.line;
	}
	return 0;
}

enum concurrency cstate_concurrency(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cslot *slot)
{
	const struct cstate_folder *folder = folder_of(s, f);

	if (map_has(&s->reached_by, map_pair(index_of(s, f), func)))
		return BY_THREAD;
	if (locked_line(f, func, slot))
		return BY_LOCK;
	if (!is_library(s, f))
		return ALONE;
	if (f->facts.lock_line)
		return BY_LOCKS;
	return folder->lock_file != NONE && !s->starts_threads ? BY_LIBRARY : ALONE;
}

static void relate_reach(const struct cstates *s, struct findings *out, struct finding *x, uint32_t index)
{
	const struct cstate_reach *r = &s->reached.items[index], *start = r;

	while (start->from != NONE)
		start = &s->reached.items[start->from];
	finding_relate(out, x, r->start_file, r->start_line, "a thread is started with `" STR_FMT "`, which gets here%s",
		       STR_ARG(cstate_func(s, &s->files.items[start->file], start->func)->name), r->depth > 1 ? " by calls" : "");
	if (r->from != NONE && s->reached.items[r->from].from != NONE) {
		const struct cstate_reach *from = &s->reached.items[r->from];
		const struct cfunc *by = cstate_func(s, &s->files.items[from->file], from->func);

		finding_relate(out, x, s->files.items[from->file].file, by->span.line, "`" STR_FMT "` is the last on the way", STR_ARG(by->name));
	}
}

void cstate_relate_threads(const struct cstates *s, struct findings *out, struct finding *x, const struct cstate_file *f, uint32_t func,
			   const struct cslot *slot)
{
	const struct cstate_folder *folder = folder_of(s, f);

	switch (cstate_concurrency(s, f, func, slot)) {
	case BY_THREAD: relate_reach(s, out, x, map_get(&s->reached_by, map_pair(index_of(s, f), func))); break;
	case BY_LOCK: finding_relate(out, x, f->file, locked_line(f, func, slot), "used under a lock here"); break;
	case BY_LOCKS: finding_relate(out, x, f->file, f->facts.lock_line, "this file takes a lock elsewhere: it reckons with several threads"); break;
	case BY_LIBRARY:
		finding_relate(out, x, s->files.items[folder->lock_file].file, s->files.items[folder->lock_file].facts.lock_line,
			       "this library takes locks: it reckons with several threads");
		break;
	default: break;
	}
}

/* --- Guards --- */

const struct cstate_event *cstate_guard(const struct cstate_file *f, uint32_t func, uint32_t at)
{
	for (uint32_t i = f->facts.first_guard; i < f->facts.event_count; i++) {
		const struct cstate_event *e = &f->facts.events[i];

		if (e->func == func && e->region_start <= at && at < e->region_end)
			return e;
	}
	return NULL;
}

uint32_t cstate_funcs_named(const struct cstates *s, struct str name, const struct cfunc_ref **ret)
{
	return find_refs(&s->funcs, str_hash(name), ret);
}

uint32_t cstate_callers(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cfunc_ref **ret)
{
	return find_refs(&s->calls, str_hash(str_tail(cstate_func(s, f, func)->name, ':')), ret);
}

/* Calls that may mean this function: of a static one only those in its file. */
static bool may_mean(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cfunc_ref *call)
{
	return call->file == index_of(s, f) || !(cstate_func(s, f, func)->flags & CFUNC_STATIC);
}

static bool is_entered_guarded(const struct cstates *s, const struct cstate_file *f, uint32_t func, unsigned depth)
{
	struct str name = cstate_func(s, f, func)->name;
	const struct cfunc_ref *calls;
	uint32_t count, seen = 0;

	if (str_ends(name, STR("_locked")) || str_ends(name, STR("Locked")) || str_ends(name, STR("_unlocked")) || str_ends(name, STR("_once")) || str_ends(name, STR("_nolock")))
		return true;
	if (map_has(&s->once, map_pair(index_of(s, f), (uint32_t)str_hash(name))))
		return true;
	if (depth == 0 || !(cstate_func(s, f, func)->flags & CFUNC_STATIC))
		return false;
	count = cstate_callers(s, f, func, &calls);
	for (uint32_t i = 0; i < count; i++) {
		if (!may_mean(s, f, func, &calls[i]))
			continue;
		seen++;
		if (!calls[i].is_guarded && (calls[i].func == func || !is_entered_guarded(s, f, calls[i].func, depth - 1)))
			return false;
	}
	return seen > 0;
}

bool cstate_is_entered_guarded(const struct cstates *s, const struct cstate_file *f, uint32_t func)
{
	return is_entered_guarded(s, f, func, CALLERS_DEPTH);
}

/* --- The start of the program --- */

static bool says_startup(struct str name)
{
	static const char *const words[] = {
		"init", "initialize", "initialise", "setup", "start", "startup", "configure", "main", "constructor", "ctor",
		"bootstrap", "preinit", "install", "destroy", "cleanup", "shutdown", "deinit", "fini", "exit", "atexit", NULL,
	};

	return name_has_word(str_tail(name, ':'), words);
}

static bool is_startup(const struct cstates *s, const struct cstate_file *f, uint32_t func, unsigned depth)
{
	const struct cfunc_ref *calls;
	uint32_t count, seen = 0;

	if (says_startup(cstate_func(s, f, func)->name))
		return true;
	if (depth == 0 || map_has(&s->reached_by, map_pair(index_of(s, f), func)))
		return false;
	count = cstate_callers(s, f, func, &calls);
	for (uint32_t i = 0; i < count; i++) {
		if (!may_mean(s, f, func, &calls[i]) || calls[i].func == func)
			continue;
		seen++;
		if (!is_startup(s, &s->files.items[calls[i].file], calls[i].func, depth - 1))
			return false;
	}
	return seen > 0;
}

bool cstate_is_startup(const struct cstates *s, const struct cstate_file *f, uint32_t func)
{
	return is_startup(s, f, func, 2);
}
