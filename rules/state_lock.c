/* Locks: by their names, around places, and around every call of a function. */
#include "base/base.h"
#include "rules/names.h"
#include "rules/state.h"

bool state_is_lock(struct str name)
{
	static const char *const words[] = { "lock", "guard", "mutex", "semaphore", "synchron", "condition" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_has_nocase(name, str_from(words[i])))
			return true;
	return false;
}

const struct state_event *state_lock_around(const struct states *s, const struct state_file *f, uint32_t def, uint32_t at)
{
	STATE_EVENTS (s, f, def, e)
		if (e->kind == STATE_WITH && e->region_start <= at && at < e->region_end && (state_is_lock(e->name) || str_has(e->text, STR(".acquire("))))
			return e;
	return NULL;
}

static bool has_lock_decorator(const struct detail *d)
{
	for (uint32_t i = 0; d && i < d->decorator_count; i++)
		if (state_is_lock(d->decorators[i]))
			return true;
	return false;
}

bool state_is_entered_locked(const struct states *s, const struct state_file *f, uint32_t def)
{
	const struct def *d = state_def(s, f, def);
	uint32_t calls = 0;

	if (has_lock_decorator(state_detail(s, f, def)) || str_ends(d->name, STR("_locked")))
		return true;
	if (!name_is_private(d->name))
		return false;
	for (uint32_t i = 0; i < f->facts.details.use_count; i++) {
		const struct use *u = &f->facts.details.uses[i];

		if (u->kind != USE_CALL || !str_eq(str_tail(u->name, '.'), d->name))
			continue;
		calls++;
		if (!state_lock_around(s, f, state_def_at(s, f, u->def_start), u->span.start))
			return false;
	}
	return calls > 0;
}
