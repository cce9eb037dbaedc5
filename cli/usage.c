/* Who still uses what was redirected: each redirect of the tree gets the lines of the logs that name it. */
#include "base/base.h"
#include "cli/usage.h"

#include <time.h>

#include "cli/lifecycle.h"

#define DAY 86400

const char *const usage_state_names[USAGE_COUNT] = {
	[USAGE_USED] = "used",
	[USAGE_IMPORTED] = "imported",
	[USAGE_UNUSED] = "unused",
	[USAGE_UNCOUNTED] = "uncounted",
};

struct str usage_date(int64_t seconds, struct arena *a)
{
	time_t time = (time_t)seconds;
	struct tm date;
	char text[64];

	if (seconds <= 0)
		return STR("never");
	if (!gmtime_r(&time, &date) || strftime(text, sizeof(text), "%Y-%m-%d", &date) == 0)
		return STR("at no date");
	return arena_str(a, str_from(text));
}

/* The end of the day YYYY-MM-DD: what was used today was used before now. */
static int64_t end_of_day(struct str date)
{
	char text[16] = "";
	struct tm day = { 0 };

	if (date.len < sizeof(text))
		memcpy(text, date.ptr, date.len);
	return strptime(text, "%Y-%m-%d", &day) ? (int64_t)timegm(&day) + DAY : 0;
}

/* --- What a log calls it --- */

/* "app.old.Engine" and "app.old:Engine" of the library's counters are Engine of app.old. */
static bool is_symbol_of(const struct usage_row *row, struct str symbol)
{
	size_t at = row->module.len;

	return symbol.len == at + 1 + row->name.len && str_starts(symbol, row->module) && (symbol.ptr[at] == '.' || symbol.ptr[at] == ':') &&
	       str_eq(str_slice(symbol, at + 1, symbol.len), row->name);
}

static bool is_use_of(const struct usage_row *row, const struct logged_use *use)
{
	return use->module.len ? str_eq(use->module, row->module) && str_eq(use->name, row->name) : is_symbol_of(row, use->name);
}

static void add_use(struct usage_row *row, const struct logged_use *use)
{
	row->uses = row->uses > UINT64_MAX - use->count ? UINT64_MAX : row->uses + use->count;
	if (use->last > row->last) {
		row->last = use->last;
		row->is_dated = use->is_dated;
	}
}

/* Gathers the uses, which may stand apart when a log has both kinds of lines. */
static void take_uses(struct usage *x, struct usage_row *row, const struct uses *u, bool *is_taken)
{
	struct logged_use *callers;
	uint32_t count = 0;

	for (size_t i = 0; i < u->items.len; i++)
		count += !is_taken[i] && is_use_of(row, &u->items.items[i]);
	callers = arena_array(&x->arena, struct logged_use, count + 1);
	row->callers = callers;
	for (size_t i = 0; i < u->items.len; i++) {
		if (is_taken[i] || !is_use_of(row, &u->items.items[i]))
			continue;
		is_taken[i] = true;
		add_use(row, &u->items.items[i]);
		callers[row->caller_count++] = u->items.items[i];
	}
}

/* --- The redirects of the tree --- */

/* A generated redirect counts; its module has the counter at its top. */
static bool counts_uses(const struct audit *a, file_id file)
{
	const struct outline *o = &a->project.files[file].outline;

	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == NONE && str_ends(o->bindings[i].name, STR("_USES")))
			return true;
	return false;
}

static enum usage_state state_of(const struct usage *x, const struct usage_row *row, bool is_counted)
{
	if (row->last >= x->since && row->uses)
		return USAGE_USED;
	if (row->importers)
		return USAGE_IMPORTED;
	return is_counted ? USAGE_UNUSED : USAGE_UNCOUNTED;
}

static uint32_t importers_of(const struct family *fam, uint32_t member)
{
	uint32_t count = 0;

	vec_foreach (struct importer, i, &fam->importers)
		count += i->member == member && !i->is_reexport;
	return count;
}

static void add_member(struct usage *x, struct audit *a, const struct family *fam, uint32_t member, const struct uses *u, bool *is_taken)
{
	const struct member *m = &fam->members.items[member];
	struct usage_row row = { .member = m, .family = fam, .name = m->symbol };

	row.module = link_module_name(a->link, m->file);
	row.importers = importers_of(fam, member);
	take_uses(x, &row, u, is_taken);
	row.is_counted = counts_uses(a, m->file);
	row.state = state_of(x, &row, row.is_counted);
	x->states[row.state] += m->class == CLASS_REDIRECT;
	vec_push(&x->rows, row);
}

static void add_family(struct usage *x, struct audit *a, const struct family *fam, const struct uses *u, bool *is_taken)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (is_shim_or_rival(m) && audit_in_focus(a, m->file))
			add_member(x, a, fam, i, u, is_taken);
	}
}

/* Those of one name stand together. */
static uint32_t run_of(const struct uses *u, size_t first)
{
	const struct logged_use *from = &u->items.items[first], *end = u->items.items + u->items.len, *to = from;

	while (to < end && str_eq(to->module, from->module) && str_eq(to->name, from->name))
		to++;
	return (uint32_t)(to - from);
}

/* What only the logs know: a redirect that is gone already, or another code base's. */
static void add_strangers(struct usage *x, const struct uses *u, const bool *is_taken)
{
	for (size_t i = 0; i < u->items.len;) {
		struct usage_row row = { .callers = &u->items.items[i], .caller_count = run_of(u, i) };

		if (!is_taken[i]) {
			row.module = row.callers->module;
			row.name = row.callers->name;
			for (uint32_t n = 0; n < row.caller_count; n++)
				add_use(&row, &row.callers[n]);
			row.state = row.last >= x->since ? USAGE_USED : USAGE_UNUSED;
			vec_push(&x->rows, row);
		}
		i += row.caller_count;
	}
}

void usage_make(struct audit *a, struct uses *u, unsigned days, struct usage *ret)
{
	bool *is_taken;

	*ret = (struct usage){ 0 };
	is_taken = arena_array(&ret->arena, bool, u->items.len + 1);
	ret->since = end_of_day(audit_rule_input(a).today) - (int64_t)days * DAY;
	ret->reaches_back = u->first && u->first <= ret->since;
	vec_foreach (struct family, fam, &a->families.items)
		add_family(ret, a, fam, u, is_taken);
	add_strangers(ret, u, is_taken);
}

void usage_release(struct usage *x)
{
	vec_release(&x->rows);
	arena_release(&x->arena);
}
