/* Grouping of importers by statement. */
#include "base/base.h"
#include "cli/statement.h"

#include <stdlib.h>

#include "base/strbuf.h"

/* Which of two statuses of one statement speaks for it: what cannot work, then what goes astray. */
static const unsigned badness[IMPORT_STATUS_COUNT] = {
	[IMPORT_CANONICAL] = 0,
	[IMPORT_MEMBER] = 1,
	[IMPORT_STAR_OF] = 2,
	[IMPORT_OTHER] = 3,
	[IMPORT_NO_NAME] = 4,
	[IMPORT_NO_MODULE] = 5,
};

static int compare_importers(const void *left, const void *right)
{
	const struct importer *l = *(const struct importer *const *)left;
	const struct importer *r = *(const struct importer *const *)right;

	if (l->file != r->file)
		return l->file < r->file ? -1 : 1;
	if (l->import != r->import)
		return l->import < r->import ? -1 : 1;
	return l->n < r->n ? -1 : l->n > r->n;
}

static const struct importer **sorted_importers(const struct family *f, struct arena *a)
{
	const struct importer **sorted = arena_array(a, const struct importer *, f->importers.len + 1);

	for (size_t i = 0; i < f->importers.len; i++)
		sorted[i] = &f->importers.items[i];
	qsort(sorted, f->importers.len, sizeof(*sorted), compare_importers);
	return sorted;
}

static struct statement statement_from(const struct importer *const *names, size_t left)
{
	struct statement s = {
		.file = names[0]->file, .import = names[0]->import, .names = names, .is_reexport = true
	};

	s.status = names[0]->status;
	while (s.name_count < left && names[s.name_count]->file == s.file && names[s.name_count]->import == s.import) {
		const struct importer *name = names[s.name_count++];

		if (badness[name->status] > badness[s.status])
			s.status = name->status;
		s.is_reexport = s.is_reexport && name->is_reexport;
	}
	return s;
}

static void count(struct statements *all, const struct statement *s)
{
	if (s->is_reexport) {
		all->reexports++;
		return;
	}
	all->by_status[s->status]++;
	all->astray += s->status == IMPORT_OTHER || s->status == IMPORT_NO_MODULE || s->status == IMPORT_NO_NAME;
}

struct statements statements_of(const struct family *f, struct arena *a)
{
	const struct importer **sorted = sorted_importers(f, a);
	struct statements all = { .items = arena_array(a, struct statement, f->importers.len + 1) };

	for (size_t i = 0; i < f->importers.len;) {
		struct statement s = statement_from(sorted + i, f->importers.len - i);

		all.items[all.len++] = s;
		count(&all, &s);
		i += s.name_count;
	}
	return all;
}

const struct import *statement_import(const struct project *p, const struct statement *s)
{
	return &p->files[s->file].outline.imports[s->import];
}

void statement_add_module(const struct project *p, const struct statement *s, struct strbuf *out)
{
	const struct import *import = statement_import(p, s);
	uint32_t n = s->names[0]->n;

	for (uint32_t i = 0; i < import->level; i++)
		strbuf_addch(out, '.');
	if (import->form != IMPORT_MODULE)
		strbuf_add(out, import->module);
	else if (n != NONE)
		strbuf_add(out, p->files[s->file].outline.names[import->first_name + n].name);
}
