/* A header that a file shall see: its #include, behind the last one that every configuration reads. */
#include "base/base.h"
#include "rewriters/twin.h"

#include "analyzers/lang/c/clang_lex.h"
#include "rewriters/include_impl.h"
#include "rules/creators.h"

static uint32_t behind_line(struct str s, uint32_t at)
{
	while (at < s.len && s.ptr[at] != '\n')
		at++;
	return at < s.len ? at + 1 : at;
}

/* Directives may go on behind a backslash; one that does is followed by nothing. */
static const struct cinclude *last_include(const struct cfacts *f)
{
	const struct cinclude *last = NULL;

	for (uint32_t i = 0; i < f->include_count; i++)
		if (f->includes[i].condition == NONE && !f->includes[i].is_in_extern_c)
			last = &f->includes[i];
	return last;
}

/* Of a file without an #include: before the first thing that is no comment, in a header behind its guard. */
static uint32_t first_place(struct str s)
{
	struct clang_token t = clang_lex(s, 0);
	bool is_guard = false;

	while (t.kind == CLANG_TOKEN_COMMENT)
		t = clang_lex(s, t.end);
	for (int i = 0; i < 2 && t.kind == CLANG_TOKEN_MARK && s.ptr[t.start] == '#'; i++) {
		struct str word = clang_token_text(s, clang_lex(s, t.end));

		is_guard = str_is(word, "pragma") || (i == 0 ? str_is(word, "ifndef") : is_guard && str_is(word, "define"));
		if (!is_guard)
			break;
		t = clang_lex(s, behind_line(s, t.start));
		while (t.kind == CLANG_TOKEN_COMMENT)
			t = clang_lex(s, t.end);
		if (str_is(word, "pragma"))
			break;
	}
	while (t.start > 0 && s.ptr[t.start - 1] != '\n')
		t.start--;
	return t.start;
}

/* A list of macro calls that others include where they need it: they bring what its names mean, or are refused by the check. */
static bool is_pasted_in(const struct creators *c, file_id file)
{
	return is_header(c->project->files[file].path) && !cfacts_of(c, file)->has_guard;
}

bool twin_include(struct planner *p, file_id file, file_id header, twin_edits *edits, struct str *ret_reason)
{
	struct creators *c = planner_input(p)->families->creators;
	struct str s = planner_source(p, file), eol = twin_eol(s), spelling;
	const struct cinclude *last;
	struct twin_edit e = { .file = file };

	if (file == header || sees(c, file, header) || is_pasted_in(c, file))
		return true;
	spelling = include_spelling(p, file, header, WISH_NONE);
	if (!spelling.len) {
		*ret_reason = arena_printf(planner_arena(p), "no way of writing an #include leads from " STR_FMT " to " STR_FMT " under all flags",
					   STR_ARG(c->project->files[file].path), STR_ARG(c->project->files[header].path));
		return false;
	}
	last = last_include(cfacts_of(c, file));
	e.start = e.end = last ? behind_line(s, last->end) : first_place(s);
	/* A last line may lack its end. */
	e.text = arena_printf(planner_arena(p), "%.*s#include " STR_FMT STR_FMT "%.*s", STR_ARG(e.start > 0 && s.ptr[e.start - 1] != '\n' ? eol : STR("")),
			      STR_ARG(spelling), STR_ARG(eol), STR_ARG(last ? STR("") : eol));
	twin_edit_add(edits, e);
	return true;
}
