/* CN113: an empty subclass that poses as an alias becomes one. */
#include "base/base.h"
#include "rewriters/users.h"

#include "base/strbuf.h"

/*
 *	class Old(New):  # why          Old = New  # why
 *	    """Docs."""           ->    """Docs."""
 *	    pass
 *
 * A string below an assignment documents what is assigned: nothing that was
 * said about the class is lost.
 */

struct subclass {
	struct planner *planner;
	const struct finding *finding;
	file_id file;
	uint32_t index;
	const struct def *def;
	const struct detail *detail;
	struct str source;
	uint32_t start, end; /* whole lines */
	uint32_t body;       /* where the body's first statement begins */
};

/* --- What the class says --- */

static uint32_t body_start(const struct subclass *s)
{
	const struct source_names *names = planner_names(s->planner, s->file);

	for (uint32_t i = 0; i < names->scope_count; i++)
		if (names->scopes[i].kind == SCOPE_CLASS && names->scopes[i].start >= s->def->span.end && names->scopes[i].start < s->def->end)
			return names->scopes[i].start;
	return NONE;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* "(New):" and nothing else between the name and the body but white space and, behind the colon, comments. */
static bool has_plain_header(const struct subclass *s, uint32_t *ret_colon)
{
	struct str header = str_slice(s->source, s->def->span.end, s->body), base = s->detail->bases[0];
	struct str expected[] = { STR("("), base, STR(")"), STR(":") };
	size_t at = 0;

	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		while (at < header.len && is_space(header.ptr[at]))
			at++;
		if (!str_starts(str_slice(header, at, header.len), expected[i]))
			return false;
		at += expected[i].len;
	}
	*ret_colon = s->def->span.end + (uint32_t)at;
	return true;
}

/* --- Who relies on it being another class --- */

static bool is_old(const struct subclass *s, file_id file, struct str base)
{
	struct target t = link_dotted(planner_input(s->planner)->link, file, NONE, base);

	return t.kind == TARGET_DEF && t.file == s->file && t.index == s->index;
}

/* `class X(Old, New)` would have one base twice. */
static const struct def *find_double_base(const struct subclass *s, file_id *ret_file)
{
	const struct project *project = planner_input(s->planner)->project;
	struct link *l = planner_input(s->planner)->link;
	struct target new = link_dotted(l, s->file, NONE, s->detail->bases[0]);

	for (file_id f = 0; f < project->file_count; f++) {
		const struct file *file = &project->files[f];

		for (uint32_t d = 0; d < file->details.count; d++) {
			const struct detail *x = &file->details.items[d];
			bool has_old = false, has_new = false;

			for (uint32_t b = 0; x->base_count > 1 && b < x->base_count; b++) {
				struct target t = link_dotted(l, f, NONE, x->bases[b]);

				has_old |= is_old(s, f, x->bases[b]);
				has_new |= t.kind == TARGET_DEF && t.file == new.file && t.index == new.index;
			}
			if (!has_old || !has_new)
				continue;
			*ret_file = f;
			return &file->outline.defs[outline_def_from(&file->outline, x->start)];
		}
	}
	return NULL;
}

/* A string that is just the class' name: a registry, a settings file, a lookup by __name__. */
static bool is_named_in_string(const struct subclass *s, file_id *ret_file, uint32_t *ret_line)
{
	const struct project *project = planner_input(s->planner)->project;
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	struct str name = s->def->name;
	const file_id *files;
	uint32_t count;

	count = planner_files_with(s->planner, name, &files);
	for (uint32_t k = 0; k < count; k++) {
		file_id f = files[k];
		const struct outline *o = &project->files[f].outline;
		struct str text;
		uint32_t line = 1;

		if (!project_source(project, f, &bytes, NULL))
			continue;
		text = strbuf_str(&bytes);
		for (size_t i = 0; i + name.len + 2 <= text.len; i++) {
			char quote = text.ptr[i];

			line += quote == '\n';
			if ((quote != '"' && quote != '\'') || text.ptr[i + 1 + name.len] != quote || !str_eq(str_slice(text, i + 1, i + 1 + name.len), name))
				continue;
			if (is_exported_by(o, name))
				break;
			*ret_file = f;
			*ret_line = line;
			return true;
		}
	}
	return false;
}

/* except Old: ... except New: and isinstance(x, Old) tell New's own instances from Old's: after the change they do not. */
static bool is_told_apart(const struct subclass *s, file_id *ret_file, uint32_t *ret_line)
{
	const struct project *project = planner_input(s->planner)->project;

	for (file_id f = 0; f < project->file_count; f++) {
		const struct details *d = &project->files[f].details;

		for (uint32_t i = 0; i < d->use_count; i++) {
			const struct use *u = &d->uses[i];

			if (u->kind != USE_ISINSTANCE || !str_eq(str_tail(u->name, '.'), s->def->name) || !is_old(s, f, u->name))
				continue;
			*ret_file = f;
			*ret_line = u->span.line;
			return true;
		}
	}
	return false;
}

static struct str find_reliance(const struct subclass *s)
{
	struct planner *p = s->planner;
	const struct project *project = planner_input(p)->project;
	file_id file;
	uint32_t line;

	if (is_told_apart(s, &file, &line))
		return arena_printf(planner_arena(p), STR_FMT ":%u asks for its instances, and would then get those of " STR_FMT " too",
				    STR_ARG(project->files[file].path), line, STR_ARG(s->detail->bases[0]));
	if (is_named_in_string(s, &file, &line))
		return arena_printf(planner_arena(p), STR_FMT ":%u names it in a string: it may be looked up by its name", STR_ARG(project->files[file].path),
				    line);
	return (struct str){ 0 };
}

/* --- The edit --- */

static struct str line_indent(struct str line)
{
	size_t at = 0;

	while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
		at++;
	return str_slice(line, 0, at);
}

/* Only what says nothing goes: `pass` and `...`. */
static bool is_filler(struct str line)
{
	struct str text = str_trim(line);

	return str_is(text, "pass") || str_is(text, "...");
}

/* The text from the first line of the body on, moved out by one step. */
static void add_body(struct str body, struct str outer, struct str inner, struct strbuf *out)
{
	size_t at = 0;

	while (at < body.len) {
		size_t end = at;
		struct str line;

		while (end < body.len && body.ptr[end] != '\n' && body.ptr[end] != '\r')
			end++;
		if (end < body.len)
			end += body.ptr[end] == '\r' && end + 1 < body.len && body.ptr[end + 1] == '\n' ? 2 : 1;
		line = str_slice(body, at, end);
		at = end;
		if (is_filler(line))
			continue;
		if (inner.len > outer.len && str_starts(line, inner)) {
			strbuf_add(out, outer);
			line = str_slice(line, inner.len, line.len);
		}
		strbuf_add(out, line);
	}
}

/* Blank lines that parted docstring and `pass` say nothing any more. */
static void trim_end(struct strbuf *out, struct str eol)
{
	struct str text = strbuf_str(out);
	size_t end = text.len;

	while (end > 0 && is_space(text.ptr[end - 1]))
		end--;
	out->len = end;
	strbuf_add(out, eol);
}

static struct str line_start_text(struct str source, uint32_t at)
{
	uint32_t start = at;

	while (start > 0 && source.ptr[start - 1] != '\n' && source.ptr[start - 1] != '\r')
		start--;
	return str_slice(source, start, at);
}

static bool is_all_blank(struct str text)
{
	return str_trim(text).len == 0;
}

static struct str write_alias(const struct subclass *s, uint32_t colon)
{
	const struct source_style *style = planner_style(s->planner, s->file);
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct str outer = line_indent(line_start_text(s->source, s->def->span.start)), before = line_start_text(s->source, s->body), rest;
	bool is_one_line = !is_all_blank(before);

	strbuf_add(&out, outer);
	strbuf_add(&out, s->def->name);
	strbuf_addz(&out, " = ");
	strbuf_add(&out, s->detail->bases[0]);
	if (is_one_line) {
		/* class Old(New): pass  # why */
		rest = str_slice(s->source, s->body, s->end);
		if (str_starts(rest, STR("pass")) || str_starts(rest, STR("...")))
			rest = str_slice(rest, rest.ptr[0] == 'p' ? 4 : 3, rest.len);
		else {
			strbuf_add(&out, style->eol);
			strbuf_add(&out, outer);
		}
		strbuf_add(&out, rest);
	} else {
		add_body(str_slice(s->source, colon, s->end), outer, line_indent(before), &out);
	}
	trim_end(&out, s->end < s->source.len || style->ends_in_eol ? style->eol : (struct str){ 0 });
	return arena_str(planner_arena(s->planner), strbuf_str(&out));
}

/* --- The change --- */

static const char *obstacle(struct subclass *s, uint32_t *ret_colon)
{
	file_id file;

	if (!s->detail || s->detail->base_count != 1 || s->detail->decorator_count)
		return "it has decorators, or not exactly one base";
	s->body = body_start(s);
	if (s->body == NONE || !has_plain_header(s, ret_colon))
		return "its header holds more than the base";
	if (find_double_base(s, &file))
		return "a class derives from both, and would then have the same base twice";
	return NULL;
}

static bool find_class(struct planner *p, const struct finding *x, struct subclass *s)
{
	const struct member *m = member_of_finding(p, x);
	const struct file *file = &planner_input(p)->project->files[x->file];

	if (!m || m->kind != MEMBER_CLASS || m->def == NONE || planner_refusal(p, x->file))
		return false;
	*s = (struct subclass){ .planner = p, .finding = x, .file = x->file, .index = m->def, .def = &file->outline.defs[m->def] };
	s->detail = details_find(&file->details, s->def->span.start);
	s->source = planner_source(p, x->file);
	planner_lang(p, x->file)->definition(s->source, &file->outline, m->def, &s->start, &s->end);
	return true;
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct subclass s;
	uint32_t colon, c;
	const char *why;
	struct str reliance;

	if (planner_has_mended(p, x) || !find_class(p, x, &s))
		return;
	why = obstacle(&s, &colon);
	if (why) {
		show_reason(p, self, x, "%s", why);
		return;
	}
	c = change_begin(p, self, x, MEND_SAFE, "make it an assignment: " STR_FMT " = " STR_FMT, STR_ARG(s.def->name), STR_ARG(s.detail->bases[0]));
	change_reason(p, c, "the class adds nothing, and nothing in this code base tells the two apart");
	reliance = find_reliance(&s);
	if (reliance.len)
		change_lower(p, c, MEND_ASK, STR_FMT, STR_ARG(reliance));
	change_edit(p, c, x->file, s.start, s.end, write_alias(&s, colon));
}

static const char *const codes[] = { "CN113", NULL };

extern const struct rewriter rewriter_subclass;
const struct rewriter rewriter_subclass = {
	.name = "subclass",
	.codes = codes,
	.title = "make empty subclasses the aliases that they pose as",
	.why = "An empty subclass is another class object: an instance of the base is none of it, and what is registered for one is not for the other.",
	.plan = plan,
};
