/* Counting the gaps of an audit. */
#include "base/base.h"
#include "cli/coverage.h"

#include <stdlib.h>

#include "analyzers/cfacts.h"
#include "base/strbuf.h"
#include "cli/statement.h"

static void count_c(const struct cfacts *facts, struct coverage *c)
{
	if (!facts)
		return;
	c->c_files++;
	c->c_functions += facts->func_count;
	c->c_skipped += facts->skipped_funcs;
	c->c_errors += facts->has_error;
	c->c_invocations += facts->invocation_count;
	for (uint32_t i = 0; i < facts->func_count; i++) {
		c->c_inactive += (facts->funcs[i].flags & CFUNC_INACTIVE) != 0;
		c->c_conditional += (facts->funcs[i].flags & (CFUNC_CONDITIONAL | CFUNC_INACTIVE)) == CFUNC_CONDITIONAL;
	}
}

static void count_file(const struct file *file, struct coverage *c)
{
	c->read += !file->is_unreadable;
	c->tests += (file->roles & ROLE_TEST) != 0;
	c->generated += (file->roles & ROLE_GENERATED) != 0;
	c->vendored += (file->roles & ROLE_VENDORED) != 0;
	c->backups += (file->roles & ROLE_BACKUP) != 0;
	c->unparsed += file->unparsed != NULL;
	count_c(file->creations, c);
}

static void find_dynamic(const struct project *p, struct coverage *c)
{
	VEC(struct dynamic_import) found = { 0 };

	for (file_id i = 0; i < p->file_count; i++)
		for (uint32_t k = 0; k < p->files[i].outline.seam_count; k++)
			if (p->files[i].outline.seams[k].is_dynamic)
				vec_push(&found, (struct dynamic_import){ i, k });
	c->dynamic = arena_copy(&c->arena, found.items, found.len, sizeof(*found.items));
	c->dynamic_count = found.len;
	vec_release(&found);
}

/* Why a name leads nowhere; empty when it leads somewhere. */
static struct str why_unresolved(const struct importer *i)
{
	switch (i->target.kind) {
	case TARGET_NO_MODULE: return STR("the module does not exist");
	case TARGET_NO_NAME: return STR("the module does not define the name");
	case TARGET_UNKNOWN: return STR("the module may define the name at run time");
	case TARGET_CYCLE: return STR("the chain of imports ends in itself");
	default: break;
	}
	if (i->status == IMPORT_NO_MODULE)
		return STR("the module does not exist");
	return i->status == IMPORT_NO_NAME ? STR("the module does not define the name") : STR("");
}

static struct unresolved describe(const struct audit *a, const struct importer *i, struct str why, struct arena *arena)
{
	struct statement s = { .file = i->file, .import = i->import, .names = &i, .name_count = 1 };
	const struct outline *outline = &a->project.files[i->file].outline;
	const struct import *import = &outline->imports[i->import];
	struct strbuf module CLEANUP(strbuf_release) = { 0 };

	statement_add_module(&a->project, &s, &module);
	return (struct unresolved){
		.file = i->file,
		.line = import->span.line,
		.module = arena_str(arena, strbuf_str(&module)),
		.name = i->n == NONE ? STR("*") : outline->names[import->first_name + i->n].name,
		.why = why,
	};
}

static int compare_unresolved(const void *left, const void *right)
{
	const struct unresolved *l = left, *r = right;

	if (l->file != r->file)
		return l->file < r->file ? -1 : 1;
	if (l->line != r->line)
		return l->line < r->line ? -1 : 1;
	return str_cmp(l->name, r->name);
}

/* One import may belong to two families. */
static size_t drop_repeated(struct unresolved *items, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare_unresolved(&items[kept - 1], &items[i]) != 0)
			items[kept++] = items[i];
	return kept;
}

static void find_unresolved(const struct audit *a, struct coverage *c)
{
	VEC(struct unresolved) found = { 0 };

	vec_foreach (struct family, f, &a->families.items) {
		vec_foreach (struct importer, i, &f->importers) {
			struct str why = why_unresolved(i);

			if (why.len && audit_in_focus(a, i->file))
				vec_push(&found, describe(a, i, why, &c->arena));
		}
	}
	vec_sort(&found, compare_unresolved);
	c->unresolved_count = drop_repeated(found.items, found.len);
	c->unresolved = arena_copy(&c->arena, found.items, c->unresolved_count, sizeof(*found.items));
	vec_release(&found);
}

void coverage_find(const struct audit *a, struct coverage *ret)
{
	*ret = (struct coverage){ 0 };
	for (file_id i = 0; i < a->project.file_count; i++)
		count_file(&a->project.files[i], ret);
	ret->backups += a->project.copy_count; /* listed by name, not read */
	vec_foreach (struct project_skip, skip, &a->project.skips)
		ret->gaps += audit_is_gap(skip);
	find_dynamic(&a->project, ret);
	find_unresolved(a, ret);
}

void coverage_release(struct coverage *c)
{
	arena_release(&c->arena);
}
