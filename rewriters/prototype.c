/* CN206: a prototype that was written by hand gives way to the header that has it. */
#include "base/base.h"
#include "rewriters/include_impl.h"
#include "rewriters/users.h"
#include "rules/headers.h"

#include "analyzers/lang/c/clang_facts.h"
#include "analyzers/lang/c/clang_lex.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"
#include "base/strbuf.h"

struct wish {
	struct planner *planner;
	const struct finding *finding;
	const struct cproto *proto;
	struct str source;
	file_id header;
	bool sees_header;          /* already, in every unit */
	uint32_t at;               /* where the #include goes */
	struct str line;           /* it, with its line end; empty when none is needed */
	uint32_t start, end;       /* what is removed */
};

static const struct cproto *find_proto(const struct cfacts *f, const struct finding *x)
{
	for (uint32_t i = 0; f && i < f->proto_count; i++)
		if (f->protos[i].span.start == x->span.start)
			return &f->protos[i];
	return NULL;
}

/* --- The text --- */

static const char *const marked[] = { "__attribute__", "__attribute", "asm", "__asm__", "__asm", "_Noreturn", "noreturn",
				      "_Alignas",      "__declspec",  "_Pragma" };

/* The declaration is that of one function, and says nothing but its type. */
static const char *obstacle_in_declaration(const struct wish *w)
{
	struct str text = str_slice(w->source, w->proto->start, w->proto->end);
	uint32_t depth = 0;

	for (struct clang_token t = clang_lex(text, 0); t.kind != CLANG_TOKEN_END; t = clang_lex(text, t.end)) {
		struct str token = clang_token_text(text, t);

		for (size_t i = 0; i < ARRAY_LEN(marked); i++)
			if (str_is(token, marked[i]))
				return "the declaration has attributes of its own";
		if (str_is(token, "[") && t.end < text.len && text.ptr[t.end] == '[')
			return "the declaration has attributes of its own";
		if (t.kind == CLANG_TOKEN_COMMENT)
			return "there is a comment inside of the declaration";
		depth += str_is(token, "(");
		depth -= str_is(token, ")") && depth > 0;
		if (depth == 0 && str_is(token, ","))
			return "it is declared together with something else";
	}
	return NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_line_free(struct str text, uint32_t at)
{
	while (at > 0 && is_blank(text.ptr[at - 1]))
		at--;
	return at == 0 || text.ptr[at - 1] == '\n';
}

/* Behind the semicolon there may be a word on it, which goes along. */
static bool line_end(struct str text, uint32_t at, uint32_t *ret)
{
	struct clang_token next = clang_lex(text, at);
	struct str between;

	if (next.kind == CLANG_TOKEN_COMMENT && str_find(str_slice(text, at, next.end), '\n') == next.end - at)
		at = next.end;
	while (at < text.len && is_blank(text.ptr[at]))
		at++;
	between = str_slice(text, at, at + 1);
	if (between.len && !str_is(between, "\n"))
		return false;
	*ret = at + (uint32_t)between.len;
	return true;
}

static bool is_blank_line_at(struct str text, uint32_t at, uint32_t *ret_end)
{
	while (at < text.len && is_blank(text.ptr[at]))
		at++;
	*ret_end = at + 1;
	return at < text.len && text.ptr[at] == '\n';
}

/* Between two blank lines one goes along. */
static void take_blank_line(struct wish *w)
{
	uint32_t before = w->start, end;

	while (before > 0 && is_blank(w->source.ptr[before - 1]))
		before--;
	if (before >= 2 && w->source.ptr[before - 1] == '\n' && is_line_free(w->source, before - 1) && is_blank_line_at(w->source, w->end, &end))
		w->end = end;
}

static const char *find_lines(struct wish *w)
{
	w->start = w->proto->start;
	if (!is_line_free(w->source, w->start) || !line_end(w->source, w->proto->end, &w->end))
		return "it shares its line with something else";
	while (w->start > 0 && is_blank(w->source.ptr[w->start - 1]))
		w->start--;
	return NULL;
}

/* --- The #include --- */

static bool reads_file(const struct clang_outcome *o, struct str path)
{
	for (uint32_t i = 0; i < o->file_count; i++)
		if (str_eq(o->files[i], path))
			return true;
	return false;
}

static bool is_read_by_all(struct wish *w)
{
	struct units *u = planner_units(w->planner);
	struct str path = clang_project_path(planner_input(w->planner)->project, w->header, planner_arena(w->planner)), real;
	const struct clang_outcome **outcomes;
	struct err err = { 0 };
	const uint32_t *units;
	uint32_t count = include_units(w->planner, w->finding->file, &units);
	bool ok = path_real(planner_arena(w->planner), path.ptr, &real, &err) &&
		  units_parse(u, units, count, NULL, 0, planner_arena(w->planner), &outcomes, &err);

	for (uint32_t i = 0; ok && i < count; i++)
		ok = reads_file(outcomes[i], real);
	return ok;
}

/* Behind the last #include that every configuration reads, before the prototype; where it stands when there is none. */
static uint32_t place_of_include(const struct wish *w)
{
	const struct cfacts *f = facts_of(w->planner, w->finding->file);
	uint32_t at = w->start;

	for (uint32_t i = 0; i < f->include_count; i++) {
		const struct cinclude *x = &f->includes[i];
		size_t rest;

		if (x->start >= w->proto->start || x->condition != NONE || x->is_in_extern_c)
			continue;
		rest = str_find(str_slice(w->source, x->end, w->source.len), '\n');
		at = (uint32_t)MIN(x->end + rest + 1, w->source.len);
	}
	return at;
}

static const char *find_include(struct wish *w)
{
	struct str spelling;

	w->sees_header = is_read_by_all(w);
	if (w->sees_header)
		return NULL;
	spelling = include_spelling(w->planner, w->finding->file, w->header, WISH_NONE);
	if (!spelling.len)
		return "no spelling leads to the header under all flags of all units that read this file";
	w->at = place_of_include(w);
	w->line = arena_printf(planner_arena(w->planner), "#include " STR_FMT STR_FMT, STR_ARG(spelling),
			       STR_ARG(planner_style(w->planner, w->finding->file)->eol));
	return NULL;
}

/* --- The types --- */

static const struct cproto *proto_in(const struct clang_file_facts *f, struct str name)
{
	for (uint32_t i = 0; i < f->facts->proto_count; i++)
		if (str_eq(f->facts->protos[i].name, name))
			return &f->facts->protos[i];
	return NULL;
}

static bool is_same_type(const struct cproto *a, const struct cproto *b)
{
	unsigned kinds = CFUNC_VARIADIC | CFUNC_STATIC | CFUNC_METHOD;

	if (!str_eq(a->usr, b->usr) || !str_eq(a->returns, b->returns) || a->param_count != b->param_count || (a->flags & kinds) != (b->flags & kinds))
		return false;
	for (uint32_t i = 0; i < a->param_count; i++)
		if (!str_eq(a->params[i].type, b->params[i].type))
			return false;
	return true;
}

static const char *compare_in(struct wish *w, const struct clang_unit_facts *unit)
{
	const struct project *project = planner_input(w->planner)->project;
	struct str name = w->proto->name;
	const struct cproto *own = NULL, *canonical = NULL;

	if (unit->outcome.status != CLANG_PARSED)
		return arena_printf(planner_arena(w->planner), "with the header it would not compile: " STR_FMT, STR_ARG(unit->outcome.message)).ptr;
	for (uint32_t i = 0; i < unit->file_count; i++) {
		file_id file = project_find(project, clang_project_relative(project, unit->files[i].path));

		if (file == w->finding->file)
			own = proto_in(&unit->files[i], name);
		else if (file == w->header)
			canonical = proto_in(&unit->files[i], name);
	}
	if (!canonical)
		return "the header does not declare it under the flags of a unit that reads this file";
	/* It may be that the unit leaves the whole of it out. */
	return !own || is_same_type(own, canonical) ? NULL : "the header declares it with another type";
}

/* Both declarations in one unit: the compiler compares them too, qualifiers and all. */
static const char *compare_types(struct wish *w)
{
	struct units *u = planner_units(w->planner);
	struct clang_overlay overlay = { .path = clang_project_path(planner_input(w->planner)->project, w->finding->file, planner_arena(w->planner)) };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct clang_unit_facts *facts;
	const char *why = NULL;
	struct err err = { 0 };
	const uint32_t *units;
	uint32_t count = include_units(w->planner, w->finding->file, &units);

	strbuf_add(&text, str_slice(w->source, 0, w->at));
	strbuf_add(&text, w->line);
	strbuf_add(&text, str_slice(w->source, w->at, w->source.len));
	overlay.bytes = strbuf_str(&text);
	if (!units_facts(u, units, count, &overlay, 1, planner_arena(w->planner), &facts, &err))
		return arena_str(planner_arena(w->planner), str_from(err.message)).ptr;
	for (uint32_t i = 0; i < count && !why; i++)
		why = compare_in(w, &facts[i]);
	return why;
}

/* --- The change --- */

static const char *find_obstacle(struct wish *w)
{
	const struct project *project = planner_input(w->planner)->project;
	const char *why = include_refusal(w->planner, w->finding->file);

	if (!why && w->proto->condition != NONE)
		why = "it stands inside of an #if";
	if (!why && project->files[w->header].roles & ROLE_GENERATED)
		why = "the header is generated";
	if (!why && !facts_of(w->planner, w->header)->has_guard)
		why = "the header has no include guard: it may be meant to be read more than once";
	why = why ? why : obstacle_in_declaration(w);
	why = why ? why : find_lines(w);
	why = why ? why : find_include(w);
	return why ? why : compare_types(w);
}

static void make_change(const struct rewriter *self, struct wish *w)
{
	struct planner *p = w->planner;
	struct str header = planner_input(p)->project->files[w->header].path;
	uint32_t change;

	if (w->line.len && w->at == w->start) {
		change = change_begin(p, self, w->finding, MEND_SAFE, "include " STR_FMT " in the place of the declaration", STR_ARG(header));
		change_edit(p, change, w->finding->file, w->start, w->end, w->line);
		return;
	}
	take_blank_line(w);
	change = change_begin(p, self, w->finding, MEND_SAFE, w->line.len ? "include " STR_FMT " and remove the declaration" :
			      "remove the declaration: " STR_FMT " is included", STR_ARG(header));
	change_edit(p, change, w->finding->file, w->start, w->end, (struct str){ 0 });
	if (w->line.len)
		change_edit(p, change, w->finding->file, w->at, w->at, w->line);
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct wish w = { .planner = p, .finding = x, .proto = find_proto(facts_of(p, x->file), x) };
	const char *why;

	/* The proof takes a compiler: a draft leaves it as it is. */
	if (planner_is_draft(p) || !w.proto || planner_has_mended(p, x) || !header_of_prototype(x, &w.header) || planner_refusal(p, x->file))
		return;
	w.source = planner_source(p, x->file);
	why = find_obstacle(&w);
	if (why)
		show_reason(p, self, x, "%s", why);
	else
		make_change(self, &w);
}

static const char *const codes[] = { "CN206", NULL };

extern const struct rewriter rewriter_prototype;
const struct rewriter rewriter_prototype = {
	.name = "prototype",
	.codes = codes,
	.title = "include the header instead of declaring by hand",
	.why = "When the function changes, its header changes with it; a declaration by hand goes on calling with the old types.",
	.for_creations = true,
	.plan = plan,
};
