/* The rest of a C family: functions and macros that only hand a member on, stand-ins of tests, copied files. */
#include "base/base.h"
#include "rules/creators.h"

static struct member *add(struct creators *c, struct family *fam, enum member_kind kind, enum member_class class, file_id file, struct str symbol,
		    struct span span, uint32_t def)
{
	uint32_t i = member_add(c->finder, fam, kind, file, symbol, span, def); /* moves them all */
	struct member *m = &fam->members.items[i];

	m->class = class;
	m->confidence = 90;
	m->basis = BASIS_SYNTACTIC;
	m->place = span;
	return m;
}

static bool means_member(const struct creators *c, file_id file, struct str callee, const struct member *m)
{
	file_id home;
	uint32_t func;

	return find_callee(c, file, callee, &home, &func) && home == m->file && str_eq(cfunc_at(c, home, func)->name, m->symbol);
}

static void add_wrappers(struct creators *c, struct family *fam, uint32_t target)
{
	struct member m = fam->members.items[target];
	const struct name_ref *refs;
	uint32_t count = table_find(&c->passers, m.symbol, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);
		struct member *x;

		if (member_of_def(fam, refs[i].file, refs[i].index) != NONE || f->flags & (CFUNC_VIRTUAL | CFUNC_INACTIVE) ||
		    !means_member(c, refs[i].file, f->calls[0].callee, &m))
			continue;
		x = add(c, fam, MEMBER_FUNCTION, CLASS_WRAPPER, refs[i].file, f->name, f->span, refs[i].index);
		x->target = target;
		x->is_deprecated = f->flags & CFUNC_DEPRECATED;
		member_say(c->finder, x, refs[i].file, f->calls[0].span.line, "only calls " STR_FMT, STR_ARG(m.symbol));
	}
}

/* `#define old_new conn_new`, `#define old_new(a, b) conn_new(a, b)`: another name, and nothing else? */
static bool is_other_name(const struct cmacro *m, struct str name)
{
	struct str rest = str_trim(str_slice(str_trim(m->body), name.len, m->body.len)), part;
	uint32_t n = 0;

	if (!m->is_function_like || rest.len == 0)
		return rest.len == 0;
	if (rest.ptr[0] != '(' || rest.ptr[rest.len - 1] != ')' || m->pastes)
		return false;
	rest = str_slice(rest, 1, rest.len - 1);
	while (str_next(&rest, ',', &part)) {
		part = str_trim(part);
		if (n >= m->param_count)
			return m->is_variadic && n == m->param_count && str_is(part, "__VA_ARGS__") && rest.len == 0;
		if (!str_eq(part, m->params[n]) && !str_is(part, "__VA_ARGS__"))
			return false;
		n++;
	}
	return n == m->param_count;
}

static void add_macros(struct creators *c, struct family *fam, uint32_t target)
{
	struct member m = fam->members.items[target];
	const struct name_ref *refs;
	uint32_t count = table_find(&c->macros, m.symbol, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cmacro *macro = &cfacts_of(c, refs[i].file)->macros[refs[i].index];
		struct member *x;

		if (!str_starts(str_trim(macro->body), m.symbol) || !is_other_name(macro, m.symbol) || str_eq(macro->name, m.symbol))
			continue;
		x = add(c, fam, MEMBER_ASSIGNMENT, CLASS_ALIAS, refs[i].file, macro->name, macro->span, NONE);
		x->target = target;
		x->index = refs[i].index;
		member_say(c->finder, x, refs[i].file, macro->span.line, "is a macro for " STR_FMT, STR_ARG(m.symbol));
	}
}

static void add_doubles(struct creators *c, struct family *fam, uint32_t target)
{
	struct str name = fam->members.items[target].symbol;
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, str_tail(name, ':'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);
		unsigned roles = c->project->files[refs[i].file].roles;
		enum member_class class = roles & ROLE_BACKUP ? CLASS_BACKUP : CLASS_TEST_DOUBLE;

		if (!(roles & (ROLE_TEST | ROLE_BACKUP)) || !str_eq(f->name, name) || member_of_def(fam, refs[i].file, refs[i].index) != NONE)
			continue;
		struct member *x = add(c, fam, MEMBER_FUNCTION, class, refs[i].file, f->name, f->span, refs[i].index);

		x->is_production = false;
		member_say(c->finder, x, refs[i].file, f->span.line,
			   class == CLASS_BACKUP ? "stands in a copied file" : "stands in for the function of that name in tests");
	}
}

static bool holds_member(const struct family *fam, file_id file, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (fam->members.items[i].file == file && fam->members.items[i].kind == MEMBER_FUNCTION)
			return true;
	return false;
}

static void add_copies(struct creators *c, struct family *fam, uint32_t count)
{
	struct project *p = c->project;

	for (file_id copy = p->file_count; copy < p->file_count + p->copy_count; copy++) {
		file_id source = project_find(p, lang_copied_path(p->files[copy].path));
		struct member *x;

		if (source == NONE || p->files[copy].is_gone || !holds_member(fam, source, count))
			continue;
		x = add(c, fam, MEMBER_MODULE, CLASS_BACKUP, copy, path_base(p->files[copy].path),
			(struct span){ .line = 1, .column = 1, .end_line = 1, .end_column = 1 }, NONE);
		member_say(c->finder, x, source, 1, "is named like a copy of the file");
	}
}

static void name_backups(struct creators *c, struct family *fam)
{
	vec_foreach(struct member, m, &fam->members)
		if (m->class == CLASS_BACKUP)
			member_say(c->finder, m, m->file, m->span.line, "stands in a copied file");
}

void creators_add_other(struct creators *c, struct family *fam)
{
	uint32_t count = (uint32_t)fam->members.len;

	name_backups(c, fam);
	for (uint32_t i = 0; i < count; i++) {
		if (fam->members.items[i].kind != MEMBER_FUNCTION || !fam->members.items[i].is_production)
			continue;
		add_wrappers(c, fam, i);
		add_macros(c, fam, i);
		add_doubles(c, fam, i);
	}
	add_copies(c, fam, count);
}
