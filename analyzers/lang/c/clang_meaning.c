/* Meanings of wanted functions, and of the internal ones that they need: found and read in workers, sent, heard. */
#include "base/base.h"
#include "analyzers/lang/c/clang_meaning.h"

#include <stdarg.h>

#include "analyzers/lang/c/clang_meaning_impl.h"
#include "analyzers/lang/c/clang_type.h"

#define NEEDED_MAX 200 /* internal functions that are read beside those that are wanted */

struct wish {
	const struct clang_wanted *items;
	uint32_t count;
};

/* A unit, and what is to be read in it; the list grows while it is read. */
struct search {
	struct clang_tu *tu;
	const struct wish *wish;
	struct macro_table macros;
	VEC(CXCursor) functions;
	struct map known; /* hashes of their cursors */
	VEC(struct clang_meaning) read;
};

void meaning_refuse(struct meaning *m, const char *format, ...)
{
	char text[256];
	va_list args;

	if (m->obstacle.len)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	m->obstacle = arena_str(m->tu->arena, str_from(text));
}

/* --- Finding --- */

static void add_function(struct search *s, CXCursor function)
{
	if (s->functions.len < NEEDED_MAX + s->wish->count && map_add(&s->known, s->tu->api->hashCursor(function), 0))
		vec_push(&s->functions, function);
}

static bool is_wanted(struct search *s, CXCursor function)
{
	struct clang_place place = clang_tu_expansion(s->tu, s->tu->api->getCursorLocation(function));

	for (uint32_t i = 0; place.file != NONE && i < s->wish->count; i++)
		if (s->wish->items[i].offset == place.offset && str_eq(s->wish->items[i].path, s->tu->files.items[place.file].path))
			return true;
	return false;
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct search *s = data;
	const struct clang_api *api = s->tu->api;

	switch (api->getCursorKind(cursor)) {
	case CXCursor_Namespace:
	case CXCursor_LinkageSpec:
	case CXCursor_UnexposedDecl: return CXChildVisit_Recurse;
	case CXCursor_FunctionDecl:
		if (api->isCursorDefinition(cursor) && is_wanted(s, cursor))
			add_function(s, cursor);
		break;
	default: break;
	}
	return CXChildVisit_Continue;
}

/* --- Reading --- */

static void set_extent(struct meaning *m)
{
	CXSourceRange range = m->api->getCursorExtent(m->function);
	struct clang_children children;

	m->start = clang_tu_expansion(m->tu, m->api->getRangeStart(range)).offset;
	m->end = clang_tu_expansion(m->tu, m->api->getRangeEnd(range)).offset;
	m->body = m->end;
	clang_tu_children(m->tu, m->function, &children);
	vec_foreach (CXCursor, child, &children)
		if (m->api->getCursorKind(*child) == CXCursor_CompoundStmt)
			m->body = clang_tu_expansion(m->tu, m->api->getRangeStart(m->api->getCursorExtent(*child))).offset;
	vec_release(&children);
}

static void release(struct meaning *m)
{
	map_release(&m->locals);
	map_release(&m->known);
	vec_release(&m->tree);
	vec_release(&m->tokens);
	vec_release(&m->marks);
	vec_release(&m->used);
	vec_release(&m->needed);
}

static struct clang_meaning finish(struct meaning *m, struct clang_place place)
{
	struct clang_meaning ret = { .path = m->tu->files.items[m->file].path, .offset = place.offset, .line = place.line };

	ret.identity = clang_identity(m->tu, m->function);
	ret.name = clang_tu_take(m->tu, m->api->getCursorSpelling(m->function));
	ret.obstacle = m->obstacle;
	arena_take(m->tu->arena, &m->tree, ret.tree, ret.tree_count);
	arena_take(m->tu->arena, &m->tokens, ret.tokens, ret.token_count);
	arena_take(m->tu->arena, &m->used, ret.macros, ret.macro_count);
	return ret;
}

static void read_function(struct search *s, CXCursor function)
{
	struct clang_place place = clang_tu_expansion(s->tu, s->tu->api->getCursorLocation(function));
	struct meaning m = { .tu = s->tu, .api = s->tu->api, .macros = &s->macros, .function = function, .file = place.file };

	if (place.file == NONE)
		return;
	set_extent(&m);
	if (!s->tu->files.items[place.file].is_project)
		meaning_refuse(&m, "it is no part of this code base");
	else if (!str_eq(clang_tu_word(s->tu, place), clang_tu_take(s->tu, m.api->getCursorSpelling(function))) || m.body >= m.end)
		meaning_refuse(&m, "a macro makes it");
	meaning_read_tree(&m);
	meaning_read_tokens(&m);
	vec_push(&s->read, finish(&m, place));
	vec_foreach (CXCursor, needed, &m.needed)
		add_function(s, *needed);
	release(&m);
}

static void answer_meanings(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct clang_unit_meanings unit = { 0 };
	struct search s = { .wish = job->context };
	struct clang_tu tu;

	clang_tu_parse(&tu, job, item, true, a);
	clang_tu_finish(&tu);
	s.tu = &tu;
	if (tu.handle) {
		macro_table_read(&tu, &s.macros);
		tu.api->visitChildren(tu.api->getTranslationUnitCursor(tu.handle), visit, &s);
		for (size_t i = 0; i < s.functions.len; i++)
			read_function(&s, s.functions.items[i]);
	}
	unit.outcome = tu.outcome;
	unit.items = s.read.items;
	unit.count = (uint32_t)s.read.len;
	clang_meanings_write(&unit, answer);
	macro_table_release(&s.macros);
	map_release(&s.known);
	vec_release(&s.functions);
	vec_release(&s.read);
	clang_tu_release(&tu);
}

bool clang_meanings_run(const struct clang_run *run, const struct clang_wanted *wanted, uint32_t wanted_count,
	const struct clang_unit *units, uint32_t count, struct arena *a, struct clang_unit_meanings **ret, struct err *err)
{
	struct clang_unit_meanings *heard = arena_array(a, struct clang_unit_meanings, count);
	struct wish wish = { wanted, wanted_count };
	struct clang_answer *answers;
	struct clang_job job;

	if (!clang_job_init(&job, run, units, a, err))
		return false;
	job.work = answer_meanings;
	job.context = &wish;
	answers = clang_job_run(&job, count, a);
	for (uint32_t i = 0; i < count; i++)
		if (answers[i].end != WORK_ANSWERED || !clang_meanings_read(answers[i].bytes, a, &heard[i]))
			heard[i] = (struct clang_unit_meanings){ .outcome = clang_job_failure(&job, &answers[i], a) };
	*ret = heard;
	return true;
}
