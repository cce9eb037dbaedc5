/* An audit of another commit's tree, and comparing its findings with today's. */
#include "base/base.h"
#include "cli/past.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"
#include "rewriters/diff_lines.h"

/* --- Auditing it --- */

/* The directories that are read, as they lie there; those that were not there yet are left out. */
static size_t find_paths(const struct past *p, const struct audit *a, struct arena *arena, const char ***ret)
{
	const char **paths = arena_array(arena, const char *, a->scope.start_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < a->scope.start_count; i++) {
		struct str path = path_join(arena, p->revision.root, a->scope.starts[i]);

		if (file_exists(path.ptr))
			paths[count++] = path.ptr;
	}
	if (a->scope.start_count == 0)
		paths[count++] = p->revision.root.ptr;
	*ret = paths;
	return count;
}

/* --- By what evidence --- */

static bool has_gap(const struct semantic_cover *c, struct str path)
{
	for (uint32_t i = 0; i < c->gap_count; i++)
		if (str_eq(c->gaps[i].path, path))
			return true;
	return false;
}

static bool same_gaps(const struct semantic_cover *a, const struct semantic_cover *b)
{
	for (uint32_t i = 0; i < a->gap_count; i++)
		if (!has_gap(b, a->gaps[i].path))
			return false;
	return a->gap_count == b->gap_count && a->erroneous == b->erroneous && (a->why_not.len == 0) == (b->why_not.len == 0);
}

/* Only where a compiler contradicts the text are findings others: what it confirms is the same finding, better proven. */
static bool is_alike(const struct semantic_cover *a, const struct semantic_cover *b)
{
	return (a->moved == 0 && b->moved == 0) || same_gaps(a, b);
}

static bool find_by_text(const struct run *run, struct baseline *ret, struct err *err)
{
	struct audit_options o = run->options;
	struct audit audit = { 0 };
	bool ok;

	o.is_syntactic = true;
	o.is_full = false;
	o.progress = NULL;
	ok = audit_run(&o, &audit, err);
	if (ok)
		baseline_of(&audit, ret);
	audit_release(&audit);
	return ok;
}

/* --- The audit --- */

/* The families are those of the first look, which had the best evidence. */
static void take_findings(struct past *p, const struct audit *there)
{
	bool is_first = p->families.len == 0;

	baseline_release(&p->baseline);
	baseline_of(there, &p->baseline);
	vec_foreach (struct family, f, &there->families.items)
		if (is_first)
			vec_push(&p->families, (struct past_family){ arena_str(&p->arena, f->product), f->independent });
}

static bool audit_there(struct past *p, const struct audit_options *o, struct semantic_cover *ret, struct err *err)
{
	struct audit there = { 0 };
	bool ok = audit_run(o, &there, err);

	if (ok) {
		take_findings(p, &there);
		*ret = there.families.semantic;
		ret->gaps = arena_copy(&p->arena, ret->gaps, ret->gap_count, sizeof(*ret->gaps));
		for (uint32_t i = 0; i < ret->gap_count; i++)
			ret->gaps[i].path = arena_str(&p->arena, ret->gaps[i].path);
		ret->why_not = arena_str(&p->arena, ret->why_not);
	}
	audit_release(&there);
	return ok;
}

/*
 * What is asked for by name may not have been there: then everything that
 * was found is looked at, and at last by the configuration of that time.
 */
static bool audit_somehow(struct past *p, const struct run *run, struct audit_options *o, struct semantic_cover *ret, struct err *err)
{
	struct err first = { 0 }, second = { 0 };

	if (audit_there(p, o, ret, &first) || (o->cancel && *o->cancel))
		return !first.set || err_set(err, "%s", first.message);
	p->is_wider = o->family_count || o->canonical_count;
	o->family_count = o->canonical_count = 0;
	if (audit_there(p, o, ret, &second))
		return true;
	o->config_path = NULL;
	o->ignore_config = run->options.ignore_config;
	return audit_there(p, o, ret, &(struct err){ 0 }) ||
	       err_set(err, "the commit " STR_FMT " cannot be audited: %s", STR_ARG(str_slice(p->revision.commit, 0, 12)), second.message);
}

static bool audit_past(struct past *p, const struct run *run, struct err *err)
{
	struct audit_options o = run->options;
	struct semantic_cover cover = { 0 };
	struct arena arena = { 0 };
	struct compdb database;
	const char **paths;
	bool ok = true;

	o.path_count = find_paths(p, &run->audit, &arena, &paths);
	o.paths = paths;
	o.config_path = run->audit.config.path.len ? run->audit.config.path.ptr : NULL;
	o.ignore_config = run->audit.config.path.len == 0;
	o.use_cache = false; /* of a directory that is gone in a moment */
	o.progress = NULL;
	compdb_move(&run->audit.database, run->audit.scope.root, p->revision.root, &arena, &database);
	o.database = &database;
	if (o.path_count)
		ok = audit_somehow(p, run, &o, &cover, err);
	if (ok && o.path_count && !is_alike(&cover, &run->audit.families.semantic)) {
		o.is_syntactic = p->is_by_text = true;
		o.is_full = false;
		ok = audit_there(p, &o, &cover, err) && find_by_text(run, &p->by_text, err);
	}
	arena_release(&arena);
	return ok;
}

bool past_find(const struct run *run, const char *ref, bool from_fork, struct past *ret, struct err *err)
{
	*ret = (struct past){ 0 };
	return revision_open(&ret->revision, run->audit.scope.root, ref, from_fork, err) && audit_past(ret, run, err);
}

void past_release(struct past *p)
{
	revision_release(&p->revision);
	baseline_release(&p->baseline);
	baseline_release(&p->by_text);
	vec_release(&p->families);
	arena_release(&p->arena);
}

/* --- Comparing --- */

struct comparison {
	const struct past *past;
	const struct audit *audit;
};

static struct str old_identity(void *context, const struct finding *x, struct arena *a)
{
	const struct comparison *c = context;
	struct str old_path = revision_old_path(&c->past->revision, c->audit->project.files[x->file].path);

	if (old_path.len == 0)
		return STR("");
	return finding_identity(a, x->rule->code, finding_product(x, &c->audit->families), x->symbol, old_path);
}

/* Of a file that was not there nothing could be found. */
static bool was_there(const struct past *p, const struct audit *a, file_id file, struct arena *arena)
{
	struct str path = a->project.files[file].path, old_path = revision_old_path(&p->revision, path);

	return file_exists(path_join(arena, p->revision.root, old_path.len ? old_path : path).ptr);
}

/* What only one side's compiler could see. */
static void mark_unsaid(struct past *p, struct audit *a)
{
	struct arena scratch = { 0 };

	p->unsaid = 0;
	vec_foreach (struct finding, x, &a->findings.items) {
		if (x->is_known || baseline_find(&p->by_text, x->identity) || !was_there(p, a, x->file, &scratch))
			continue;
		x->is_known = true;
		p->unsaid++;
	}
	arena_release(&scratch);
}

uint32_t past_mark(struct past *p, struct audit *a)
{
	struct comparison c = { p, a };
	uint32_t gone = baseline_mark(&p->baseline, a, old_identity, &c);

	if (!p->is_by_text)
		return gone;
	mark_unsaid(p, a);
	return 0;
}

/* --- Lines that have changed --- */

/* Of one file: which lines are new, and which have lost lines right before them; by index from 0. */
struct changed_lines {
	const struct past *past;
	const struct audit *audit;
	file_id file; /* NONE: of none yet */
	bool *is_new, *is_behind_gap;
	uint32_t count;
	bool is_all; /* the file was not there */
	struct arena arena;
};

static void match_lines(struct changed_lines *c, const struct diff_text *old, const struct diff_text *new)
{
	uint32_t at = 0;

	c->count = new->count;
	c->is_new = new->is_changed;
	c->is_behind_gap = arena_array(&c->arena, bool, new->count + 1);
	for (uint32_t i = 0; i < new->count; i++) {
		if (new->is_changed[i])
			continue;
		for (; at < old->count && old->is_changed[at]; at++)
			c->is_behind_gap[i] = true;
		at++;
	}
}

static void read_changes(struct changed_lines *c, file_id file)
{
	const struct past *p = c->past;
	const struct audit *a = c->audit;
	struct strbuf old CLEANUP(strbuf_release) = { 0 }, new CLEANUP(strbuf_release) = { 0 };
	struct str path = a->project.files[file].path, old_path = revision_old_path(&p->revision, path);
	struct diff_text old_text, new_text;

	arena_reset(&c->arena);
	c->file = file;
	path = path_join(&c->arena, p->revision.root, old_path.len ? old_path : path);
	c->is_all = !file_read(path.ptr, 0, &old, NULL) || !project_source(&a->project, file, &new, NULL);
	if (c->is_all)
		return;
	diff_lines(strbuf_str(&old), strbuf_str(&new), &c->arena, &old_text, &new_text);
	match_lines(c, &old_text, &new_text);
}

/* Of a definition everything that it holds is meant. */
static uint32_t last_line(const struct audit *a, const struct finding *x)
{
	const struct outline *o = &a->project.files[x->file].outline;

	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].span.start == x->span.start)
			return MAX(o->defs[i].end_line, x->span.line);
	return MAX(x->span.end_line, x->span.line);
}

static bool has_changed(struct changed_lines *c, const struct finding *x)
{
	uint32_t last = last_line(c->audit, x);

	if (c->file != x->file)
		read_changes(c, x->file);
	if (c->is_all)
		return true;
	for (uint32_t line = x->span.line; line && line <= last && line <= c->count; line++)
		if (c->is_new[line - 1] || (line > x->span.line && c->is_behind_gap[line - 1]))
			return true;
	return false;
}

/* A family is shown when something of what is left is about it. */
static void show_families(struct audit *a)
{
	for (size_t i = 0; i < a->families.items.len; i++)
		a->shows_family[i] = false;
	vec_foreach (struct finding, x, &a->findings.items)
		if (x->family != NONE)
			a->shows_family[x->family] = true;
}

static bool is_of_change(void *context, const struct finding *x)
{
	return !x->is_known || has_changed(context, x);
}

/* What is suppressed is in no baseline: only lines tell. */
static bool is_on_changed_line(void *context, const struct finding *x)
{
	return has_changed(context, x);
}

void past_keep_changes(struct past *p, struct audit *a)
{
	struct changed_lines changes = { .past = p, .audit = a, .file = NONE };

	past_mark(p, a);
	findings_keep(&a->findings.items, is_of_change, &changes);
	findings_keep(&a->findings.suppressed, is_on_changed_line, &changes);
	vec_foreach (struct finding, x, &a->findings.items)
		x->is_known = false;
	show_families(a);
	arena_release(&changes.arena);
}
