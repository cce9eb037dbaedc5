/* What is wrong with a call: keywords that are not taken, what is given twice, what lacks. */
#include "base/base.h"
#include "rules/callable.h"

#include "analyzers/source.h"
#include "base/strbuf.h"
#include "rules/names.h"

#define SUGGESTION_DISTANCE 3 /* edits between a keyword and the parameter that may be meant */

/* A call as its signature sees it. */
struct given {
	const struct callable *callable;
	const struct use *call;
	uint32_t first;      /* argument that counts; behind the callable of a partial() */
	uint32_t positional; /* those before the first that is unpacked */
	bool has_star;       /* some may come by position that nobody knows */
	bool has_more;       /* ... or by keyword */
	VEC(struct str) keywords;
	VEC(struct call_fault) faults;
	struct arena *arena;
};

static bool is_star(struct str keyword)
{
	return keyword.len && keyword.ptr[0] == '*';
}

/* --- What is given --- */

static void read_arguments(struct given *g)
{
	for (uint32_t i = g->first; i < g->call->argument_count; i++) {
		struct str keyword = g->call->arguments[i].keyword;

		if (!keyword.len)
			g->positional++;
		else if (is_star(keyword))
			*(keyword.len == 1 ? &g->has_star : &g->has_more) = true;
		else
			vec_push(&g->keywords, keyword);
	}
}

static bool has_keyword(const struct given *g, struct str name)
{
	vec_foreach (struct str, k, &g->keywords)
		if (str_eq(*k, name))
			return true;
	return false;
}

static uint32_t param_index(const struct callable *c, struct str name)
{
	for (uint32_t i = 0; i < c->count; i++)
		if (str_eq(c->params[i].name, name) && c->params[i].kind != PARAM_ARGS && c->params[i].kind != PARAM_KWARGS)
			return i;
	return NONE;
}

/* --- What is wrong --- */

static void fault(struct given *g, enum call_fault_kind kind, struct str name, struct str suggested)
{
	vec_push(&g->faults, (struct call_fault){ kind, name, suggested });
}

/* The parameter whose name is near, or ends alike (user= for user_id=); none that is given already. */
static struct str suggestion(const struct given *g, struct str keyword)
{
	struct str best = STR("");
	size_t distance = SUGGESTION_DISTANCE;

	for (uint32_t i = 0; i < g->callable->count; i++) {
		const struct param *p = &g->callable->params[i];
		size_t d = str_distance(p->name, keyword, SUGGESTION_DISTANCE);

		if (p->kind == PARAM_ARGS || p->kind == PARAM_KWARGS || p->kind == PARAM_POSITIONAL || i < g->positional || has_keyword(g, p->name))
			continue;
		if (d < distance && d * 3 <= p->name.len) {
			best = p->name;
			distance = d;
		}
	}
	return best;
}

static void check_keywords(struct given *g)
{
	for (size_t i = 0; i < g->keywords.len; i++) {
		struct str keyword = g->keywords.items[i];
		uint32_t index = param_index(g->callable, keyword);
		bool is_taken = index != NONE && g->callable->params[index].kind != PARAM_POSITIONAL;

		if (!is_taken && !g->callable->takes_any)
			fault(g, FAULT_UNKNOWN, keyword, suggestion(g, keyword));
	}
	for (size_t i = 0; i < g->keywords.len; i++) {
		struct str keyword = g->keywords.items[i];
		uint32_t index = param_index(g->callable, keyword);
		bool is_twice = index != NONE && g->callable->params[index].kind == PARAM_PLAIN && index < g->positional;

		for (size_t k = 0; k < i; k++)
			is_twice |= str_eq(g->keywords.items[k], keyword);
		if (is_twice)
			fault(g, FAULT_DOUBLED, keyword, STR(""));
	}
}

static void check_count(struct given *g)
{
	uint32_t taken = 0;

	for (uint32_t i = 0; i < g->callable->count; i++)
		taken += g->callable->params[i].kind <= PARAM_PLAIN;
	if (g->positional > taken && !g->callable->takes_more)
		fault(g, FAULT_MANY, STR(""), STR(""));
}

static void check_missing(struct given *g)
{
	for (uint32_t i = 0; i < g->callable->count; i++) {
		const struct param *p = &g->callable->params[i];
		bool is_by_position = p->kind <= PARAM_PLAIN && (i < g->positional || g->has_star);

		if (p->default_value.len || p->kind == PARAM_ARGS || p->kind == PARAM_KWARGS || is_by_position)
			continue;
		if (p->kind == PARAM_POSITIONAL || !has_keyword(g, p->name))
			fault(g, FAULT_MISSING, p->name, STR(""));
	}
}

/* --- Around the call --- */

static bool has_unpacked(const struct use *call)
{
	for (uint32_t i = 0; i < call->argument_count; i++)
		if (str_is(call->arguments[i].keyword, "**"))
			return true;
	return false;
}

static void check(struct given *g, const struct callee *callee)
{
	g->faults.len = 0;
	check_keywords(g);
	check_count(g);
	if (!g->has_more && callee->form != CALL_PARTIAL)
		check_missing(g);
}

bool call_may_fail(struct callables *c, const struct callable *callable, const struct callee *callee, const struct use *call)
{
	struct given g = { .callable = callable, .call = call, .first = callee->form == CALL_PARTIAL, .arena = c->arena };
	bool may_fail;

	if (!callable->is_exact)
		return false;
	read_arguments(&g);
	check(&g, callee);
	may_fail = g.faults.len > 0 || has_unpacked(call);
	vec_release(&g.keywords);
	vec_release(&g.faults);
	return may_fail;
}

/* super(Base, self) asks what comes behind Base, and not the class's own first base. */
static bool is_of_another(const struct callables *c, const struct source_site *site, file_id file, const struct use *call)
{
	const struct outline *o = &c->project->files[file].outline;
	uint32_t def = call->def_start == NONE ? NONE : outline_def_from(o, call->def_start);

	while (def != NONE && def < o->def_count && o->defs[def].kind != DEF_CLASS)
		def = o->defs[def].parent;
	return site->super_owner.len && !str_is(site->super_owner, "__class__") && def != NONE && !str_eq(site->super_owner, o->defs[def].name);
}

/* A class that others are to derive from may call a constructor that only those have. */
static bool is_certain(const struct callables *c, const struct callable *x, const struct callee *callee)
{
	const struct file *f = &c->project->files[callee->file];
	const struct detail *d = details_find(&f->details, f->outline.defs[callee->def].span.start);

	switch (callee->form) {
	case CALL_OWN: return x->maker == callee->def && x->maker_file == callee->file && x->count && d && !(d->flags & BODY_ABSTRACT);
	case CALL_BASE: return x->maker != NONE && x->count;
	default: return true;
	}
}

uint32_t call_faults(struct callables *c, const struct callable *callable, const struct callee *callee, file_id file, const struct use *call,
		     struct arena *a, const struct call_fault **ret)
{
	struct given g = { .callable = callable, .call = call, .first = callee->form == CALL_PARTIAL, .arena = a };
	bool asks_name = callee->form != CALL_OWN && callee->form != CALL_INSTANCE; /* those are bound there, and mean what they should */
	struct source_site site = { 0 };
	uint32_t count = 0;

	if (!callable->is_exact || !is_certain(c, callable, callee))
		return 0;
	read_arguments(&g);
	check(&g, callee);
	if ((g.faults.len || has_unpacked(call)) && project_call_site(c->project, file, call, asks_name, &site)) {
		for (uint32_t i = 0; i < site.keyword_count; i++)
			vec_push(&g.keywords, site.keywords[i]);
		g.has_more &= !site.knows_keywords;
		check(&g, callee);
		if (callee->form == CALL_BASE)
			site.is_rebound = site.is_rebound || is_of_another(c, &site, file, call);
		count = site.is_meant_to_fail || site.is_rebound ? 0 : (uint32_t)g.faults.len;
	}
	*ret = arena_copy(a, g.faults.items, count, sizeof(*g.faults.items));
	vec_release(&g.keywords);
	vec_release(&g.faults);
	return count;
}

/* --- Words --- */

static void add_kind(struct strbuf *text, const struct call_fault *faults, uint32_t count, enum call_fault_kind kind, const char *before, const char *sign)
{
	bool is_first = true;

	for (uint32_t i = 0; i < count; i++) {
		if (faults[i].kind != kind)
			continue;
		if (is_first)
			strbuf_printf(text, "%s%s ", text->len ? "; " : "", before);
		strbuf_printf(text, "%s" STR_FMT "%s", is_first ? "" : ", ", STR_ARG(faults[i].name), sign);
		is_first = false;
	}
}

struct str call_faults_text(const struct call_fault *faults, uint32_t count, const struct callable *callable, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	uint32_t taken = 0;

	for (uint32_t i = 0; i < callable->count; i++)
		taken += callable->params[i].kind <= PARAM_PLAIN;
	add_kind(&text, faults, count, FAULT_UNKNOWN, "does not take", "=");
	add_kind(&text, faults, count, FAULT_DOUBLED, "is given twice", "=");
	for (uint32_t i = 0; i < count; i++)
		if (faults[i].kind == FAULT_MANY)
			strbuf_printf(&text, "%stakes %u by position, no more", text.len ? "; " : "", taken);
	add_kind(&text, faults, count, FAULT_MISSING, "requires", "=");
	return arena_str(a, strbuf_str(&text));
}
