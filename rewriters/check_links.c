/* Looks up the imports of a plan's files in the code base as it is and as it would be. */
#include "base/base.h"
#include "rewriters/check_links.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzers/config.h"

static bool fails(const struct target *t)
{
	return t->kind == TARGET_NO_MODULE || t->kind == TARGET_NO_NAME;
}

static uint64_t import_key(file_id file, const struct import *im, struct str name)
{
	uint64_t parts[4] = { file, im->level, str_hash(im->module), str_hash(name) };

	return str_hash((struct str){ (const char *)parts, sizeof(parts) });
}

static void note_failing(struct links_before *b, const struct rule_input *in, file_id file)
{
	const struct outline *o = &in->project->files[file].outline;

	for (uint32_t i = 0; i < o->import_count; i++) {
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct target t = link_import(in->link, file, i, n);

			if (fails(&t))
				map_add(&b->failing, import_key(file, &o->imports[i], o->names[o->imports[i].first_name + n].name), 0);
		}
	}
}

static bool is_listed(const struct links_before *b, file_id file)
{
	vec_foreach(file_id, x, &b->files)
		if (*x == file)
			return true;
	return false;
}

static void note_ref(struct links_before *b, const struct rule_input *in, file_id file, const struct import_ref *r, uint32_t n)
{
	struct target t = link_import(in->link, r->file, r->import, n);

	if (fails(&t) || !map_add(&b->noted, ((uint64_t)r->file << 40) ^ ((uint64_t)r->import << 12) ^ n, 0))
		return;
	vec_push(&b->refs, (struct import_ref){ r->file, r->import, n });
	vec_push(&b->taken_from, file);
}

/* The names that other files take from the module. */
static void note_refs(struct links_before *b, const struct rule_input *in, file_id file)
{
	struct str last = str_tail(link_module_name(in->link, file), '.');
	const struct import_ref *refs;
	uint32_t count = last.len ? link_importers_of_module(in->link, last, &refs) : 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct import *im = &in->project->files[refs[i].file].outline.imports[refs[i].import];
		struct target t;

		if (im->form == IMPORT_STAR)
			continue;
		t = im->form == IMPORT_FROM ? link_import_module(in->link, refs[i].file, refs[i].import) :
					      link_import(in->link, refs[i].file, refs[i].import, refs[i].n);
		if (t.kind == TARGET_MODULE && t.file == file)
			for (uint32_t n = 0; n < im->name_count; n++)
				note_ref(b, in, file, &refs[i], n);
	}
}

void links_note(struct links_before *b, const struct rule_input *in, file_id file)
{
	vec_push(&b->files, file);
	if (file >= in->project->file_count)
		return;
	note_failing(b, in, file);
	note_refs(b, in, file);
}

void links_release(struct links_before *b)
{
	map_release(&b->failing);
	map_release(&b->noted);
	vec_release(&b->refs);
	vec_release(&b->taken_from);
	vec_release(&b->files);
}

static bool compare_own(const struct links_before *b, const struct rule_input *in, struct link *l, file_id file, struct links_wrong *ret)
{
	const struct outline *o = &in->project->files[file].outline;

	for (uint32_t i = 0; i < o->import_count; i++) {
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct str name = o->names[o->imports[i].first_name + n].name;
			struct target t = link_import(l, file, i, n);

			if (!fails(&t) || map_has(&b->failing, import_key(file, &o->imports[i], name)))
				continue;
			ret->file = file;
			snprintf(ret->text, sizeof(ret->text), "the import of `" STR_FMT "` would end nowhere", STR_ARG(name));
			return false;
		}
	}
	return true;
}

static bool compare_refs(const struct links_before *b, const struct rule_input *in, struct link *l, struct links_wrong *ret)
{
	for (size_t i = 0; i < b->refs.len; i++) {
		const struct import_ref *r = &b->refs.items[i];
		struct target t;

		/* A changed importer has been looked at itself: its statements have other numbers now. */
		if (is_listed(b, r->file))
			continue;
		t = link_import(l, r->file, r->import, r->n);
		if (!fails(&t))
			continue;
		ret->file = b->taken_from.items[i];
		snprintf(ret->text, sizeof(ret->text), STR_FMT ":%u takes `" STR_FMT "` from it, which would be gone",
			 STR_ARG(in->project->files[r->file].path), in->project->files[r->file].outline.imports[r->import].span.line, STR_ARG(t.name));
		return false;
	}
	return true;
}

bool links_compare(const struct links_before *b, const struct rule_input *in, struct links_wrong *ret)
{
	struct link *l = link_new(in->project, in->config->roots, in->config->root_count);
	bool ok = true;

	vec_foreach(file_id, file, &b->files)
		ok = ok && (*file >= in->project->file_count || compare_own(b, in, l, *file, ret));
	ok = ok && compare_refs(b, in, l, ret);
	link_free(l);
	return ok;
}
