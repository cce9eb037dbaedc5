/* The texts that a plan is made on: read once, with their names and style, and why one may not be changed. */
#include "base/base.h"
#include "rewriters/planner_impl.h"

#include <stdlib.h>
#include <string.h>

static const struct file *file_of(const struct planner *p, file_id file)
{
	return &p->options->input->project->files[file];
}

/* What is said of a file by its place and marks. */
static const char *refusal_by_role(const struct file *f)
{
	static const struct {
		unsigned role;
		const char *reason;
	} roles[] = {
		{ ROLE_GENERATED, "generated" },
		{ ROLE_VENDORED, "vendored" },
		{ ROLE_BACKUP, "a backup copy" },
	};

	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (f->roles & roles[i].role)
			return roles[i].reason;
	return f->unparsed ? "does not parse" : NULL;
}

static const char *refusal_by_text(const struct file *f, struct str source)
{
	/* No encoding matters to the compiler, which will be asked; in UTF-16 nothing is found at all. */
	if (f->lang && f->lang->creations)
		return source.len && memchr(source.ptr, '\0', source.len) ? "holds a null byte" : NULL;
	if (!f->lang || !f->lang->source)
		return "no language that can be rewritten";
	return f->lang->source->refusal(source);
}

static void read_text(struct planner *p, struct planner_text *t, file_id file)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };

	t->is_read = true;
	t->refusal = refusal_by_role(file_of(p, file));
	if (!project_source(p->options->input->project, file, &source, &err)) {
		t->refusal = arena_str(&p->arena, str_from(err.message)).ptr;
		return;
	}
	t->source = arena_str(&p->arena, strbuf_str(&source));
	if (!t->refusal)
		t->refusal = refusal_by_text(file_of(p, file), t->source);
}

struct planner_text *text_of(struct planner *p, file_id file)
{
	uint32_t at = map_get(&p->texts, file);

	if (at == NONE) {
		at = (uint32_t)p->text_items.len;
		map_set(&p->texts, file, at);
		vec_push(&p->text_items, arena_new(&p->arena, struct planner_text));
		read_text(p, p->text_items.items[at], file);
	}
	return p->text_items.items[at];
}

void texts_release(struct planner *p)
{
	lang_parsers_release(&p->parsers);
	vec_release(&p->text_items);
	map_release(&p->texts);
}

struct str planner_source(struct planner *p, file_id file)
{
	return text_of(p, file)->source;
}

const char *planner_refusal(struct planner *p, file_id file)
{
	return text_of(p, file)->refusal;
}

const struct lang_source *planner_lang(struct planner *p, file_id file)
{
	const struct file *f = file_of(p, file);

	return f->lang ? f->lang->source : NULL;
}

struct lang_parser *planner_parser(struct planner *p, file_id file)
{
	return lang_parsers_get(&p->parsers, file_of(p, file)->lang);
}

const struct source_names *planner_names(struct planner *p, file_id file)
{
	struct planner_text *t = text_of(p, file);

	if (t->names)
		return t->names;
	t->names = arena_new(&p->arena, struct source_names);
	if (t->refusal && !t->source.len)
		return t->names;
	planner_lang(p, file)->names(planner_parser(p, file), t->source, &p->arena, t->names);
	if (t->names->has_error && !t->refusal)
		t->refusal = "does not parse";
	return t->names;
}

/* Of a language that says nothing of style itself: how its lines end. */
static void line_style(struct str source, struct source_style *ret)
{
	size_t eol = str_find(source, '\n');

	ret->eol = eol < source.len && eol > 0 && source.ptr[eol - 1] == '\r' ? STR("\r\n") : STR("\n");
	ret->indent = STR("\t");
	ret->has_bom = str_starts(source, STR("\xef\xbb\xbf"));
	ret->ends_in_eol = str_ends(source, STR("\n"));
	ret->encoding = STR("utf-8");
}

const struct source_style *planner_style(struct planner *p, file_id file)
{
	struct planner_text *t = text_of(p, file);

	if (!t->style) {
		t->style = arena_new(&p->arena, struct source_style);
		if (planner_lang(p, file))
			planner_lang(p, file)->style(t->source, t->style);
		else
			line_style(t->source, t->style);
	}
	return t->style;
}

/* --- How a module is called where it is imported --- */

static bool names_target(struct planner *p, file_id importer, struct str dotted, file_id target)
{
	struct target t = link_module(p->options->input->link, importer, dotted);

	return dotted.len && t.kind == TARGET_MODULE && t.file == target;
}

/* "app.core.engine" as seen from package "app.api" -> "..core.engine"; empty when they share no package. */
static struct str relative_text(struct planner *p, struct str package, struct str target)
{
	struct str left = package, right = target, a, b;
	uint32_t shared = 0, up = 1;
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	for (;;) {
		struct str left_rest = left, right_rest = right;

		if (!str_next(&left_rest, '.', &a) || !str_next(&right_rest, '.', &b) || !str_eq(a, b))
			break;
		left = left_rest;
		right = right_rest;
		shared++;
	}
	if (shared == 0)
		return (struct str){ 0 };
	while (str_next(&left, '.', &a))
		up++;
	while (up--)
		strbuf_addch(&out, '.');
	strbuf_add(&out, right);
	return arena_str(&p->arena, strbuf_str(&out));
}

static struct str relative_module(struct planner *p, file_id importer, file_id target)
{
	struct link *l = p->options->input->link;
	struct str package = link_absolute(l, importer, 1, (struct str){ 0 }), name = link_module_name(l, target);
	struct str text = package.len ? relative_text(p, package, name) : package;
	uint32_t level = 0;

	while (level < text.len && text.ptr[level] == '.')
		level++;
	if (level == 0 || !str_eq(link_absolute(l, importer, level, str_slice(text, level, text.len)), name))
		return (struct str){ 0 };
	return text;
}

/* Begin where the statement begins today: one file under two names would be two modules when the program runs. */
static struct str same_root_module(struct planner *p, file_id importer, struct str spelled, file_id named, file_id target)
{
	struct link *l = p->options->input->link;
	struct str full = link_module_name(l, named), name = link_module_name(l, target), prefix;

	if (!spelled.len || full.len <= spelled.len || !str_ends(full, spelled) || full.ptr[full.len - spelled.len - 1] != '.')
		return (struct str){ 0 };
	prefix = str_slice(full, 0, full.len - spelled.len);
	if (!str_starts(name, prefix))
		return (struct str){ 0 };
	name = str_slice(name, prefix.len, name.len);
	return names_target(p, importer, name, target) ? name : (struct str){ 0 };
}

static struct str spelled_module(const struct planner *p, file_id importer, uint32_t import)
{
	const struct outline *o = &p->options->input->project->files[importer].outline;
	const struct import *im = &o->imports[import];

	return im->form == IMPORT_MODULE && im->name_count ? o->names[im->first_name].name : im->module;
}

struct str planner_module_text(struct planner *p, file_id importer, uint32_t import, file_id target)
{
	struct link *l = p->options->input->link;
	const struct import *im = import == NONE ? NULL : &p->options->input->project->files[importer].outline.imports[import];
	struct str text = { 0 };
	struct target named;

	if (im && im->level > 0)
		text = relative_module(p, importer, target);
	if (!text.len && im && im->level == 0) {
		struct str spelled = spelled_module(p, importer, import);

		named = link_module(l, importer, spelled);
		if (named.kind == TARGET_MODULE && named.file != NONE)
			text = same_root_module(p, importer, spelled, named.file, target);
	}
	if (text.len)
		return text;
	text = link_module_name(l, target);
	return names_target(p, importer, text, target) ? text : (struct str){ 0 };
}
