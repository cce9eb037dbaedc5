/* What rules share. */
#include "base/base.h"
#include "rules/rule.h"

#include <stdarg.h>
#include <stdio.h>

#include "rules/differences.h"

#define DIFFERENCES_SHOWN 4 /* with a finding; all of them are told by explain and by a plan */

struct finding *find_member(struct findings *out, const struct rule *self, const struct rule_input *in, const struct family *fam,
			    const struct member *m, const char *format, ...)
{
	char text[1024];
	va_list args;
	struct finding *x;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	x = finding_add(out, self, family_index(in, fam), m->file, m->kind == MEMBER_IMPORT ? m->place : m->span, m->symbol, "%s", text);
	x->confidence = m->confidence;
	for (size_t i = 0; i < m->evidence.len; i++) {
		const struct evidence *e = &m->evidence.items[i];
		if (e->file != NONE && !(e->file == m->file && e->line == m->span.line))
			finding_relate(out, x, e->file, e->line, STR_FMT, STR_ARG(e->text));
	}
	return x;
}

void relate_canonical(struct findings *out, struct finding *x, const struct family *fam)
{
	const struct member *c = canonical_of(fam);

	if (c)
		finding_relate(out, x, c->file, c->span.line, "the canonical " STR_FMT, STR_ARG(c->symbol));
}

void relate_differences(struct findings *out, struct finding *x, const struct rule_input *in, const struct family *fam, const struct member *m)
{
	const struct member *c = canonical_of(fam);
	struct differences d = { 0 };

	if (fam->basis == BASIS_LINKED && c && c->kind <= MEMBER_METHOD && m->kind <= MEMBER_METHOD &&
	    differences_find(in->project, in->link, (struct definition){ c->file, c->def }, (struct definition){ m->file, m->def }, &out->arena, &d)) {
		for (size_t i = 0; i < d.items.len && i < DIFFERENCES_SHOWN; i++)
			finding_relate(out, x, m->file, d.items.items[i].line, STR_FMT, STR_ARG(difference_text(&d.items.items[i], &out->arena)));
		if (d.items.len > DIFFERENCES_SHOWN)
			finding_relate(out, x, m->file, m->span.line, "%zu more differences", d.items.len - DIFFERENCES_SHOWN);
	}
	differences_release(&d);
}

struct str canonical_path(struct findings *out, const struct rule_input *in, const struct family *fam)
{
	const struct member *c = canonical_of(fam);

	return c ? member_path(in->link, c, &out->arena) : fam->product;
}

struct str canonical_module(const struct rule_input *in, const struct family *fam)
{
	const struct member *c = canonical_of(fam);

	return c ? link_module_name(in->link, c->file) : (struct str){ 0 };
}

bool is_same_statement(const struct importer *a, const struct importer *b)
{
	return a->file == b->file && a->import == b->import;
}

bool is_guarded(const struct rule_input *in, const struct importer *x)
{
	const struct outline *o = &in->project->files[x->file].outline;

	for (uint32_t b = o->imports[x->import].block; b != NONE; b = o->blocks[b].parent) {
		if (o->blocks[b].kind != BLOCK_TRY)
			continue;
		for (uint32_t k = 0; k < o->block_count; k++)
			if (o->blocks[k].group == o->blocks[b].group && (o->blocks[k].kind == BLOCK_EXCEPT_IMPORT || o->blocks[k].kind == BLOCK_EXCEPT_ANY))
				return true;
		return true; /* handlers that hold nothing are not recorded; a try around an import is there for its failure */
	}
	return false;
}

struct str import_module_text(struct findings *out, const struct rule_input *in, const struct importer *x)
{
	const struct import *im = &in->project->files[x->file].outline.imports[x->import];

	if (im->form == IMPORT_MODULE)
		return in->project->files[x->file].outline.names[im->first_name + x->n].name;
	return arena_printf(&out->arena, "%.*s" STR_FMT, (int)MIN(im->level, 8u), "........", STR_ARG(im->module));
}

/* Does a string that is read as a name lead through the module? */
static bool is_named_by_string(const struct rule_input *in, struct str module)
{
	for (file_id i = 0; i < in->project->file_count; i++) {
		const struct outline *o = &in->project->files[i].outline;

		for (uint32_t k = 0; k < o->seam_count; k++) {
			struct str text = o->seams[k].text;

			if (str_starts(text, module) && (text.len == module.len || text.ptr[module.len] == '.' || text.ptr[module.len] == ':'))
				return true;
		}
	}
	return false;
}

bool is_module_used(const struct rule_input *in, file_id file)
{
	struct str last = str_tail(link_module_name(in->link, file), '.');
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(in->link, last, &refs);

	if (is_named_by_string(in, link_module_name(in->link, file)))
		return true;

	for (uint32_t i = 0; i < count; i++) {
		const struct import *im = &in->project->files[refs[i].file].outline.imports[refs[i].import];
		struct target t;

		if (refs[i].file == file)
			continue;
		t = im->form == IMPORT_MODULE ? link_import(in->link, refs[i].file, refs[i].import, refs[i].n)
					      : link_import_module(in->link, refs[i].file, refs[i].import);
		if (t.kind == TARGET_MODULE && t.file == file)
			return true;
		if (im->form == IMPORT_FROM && refs[i].n != NONE) {
			t = link_import(in->link, refs[i].file, refs[i].import, refs[i].n);
			if (t.kind == TARGET_MODULE && t.file == file)
				return true;
		}
	}
	return false;
}
