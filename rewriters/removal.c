/* CN106, CN108: redirects that nobody uses, and backup copies, are removed: files, and only when nothing names them. */
#include "base/base.h"
#include "rewriters/users.h"

#include <stdlib.h>

struct doomed {
	file_id file;
	const struct finding *finding;
	struct users users;
	const char *obstacle;
};

struct removal {
	const struct rewriter *self;
	struct planner *planner;
	VEC(struct doomed) files;
};

static const struct file *file_at(struct planner *p, file_id file)
{
	return &planner_input(p)->project->files[file];
}

static void doom(struct removal *r, file_id file, const struct finding *x)
{
	vec_foreach(struct doomed, d, &r->files)
		if (d->file == file)
			return;
	vec_push(&r->files, (struct doomed){ .file = file, .finding = x });
}

/* --- What the module is but a redirect --- */

static bool is_member_def(struct planner *p, const struct finding *x, file_id file, uint32_t def)
{
	const struct family *fam = &planner_input(p)->families->items.items[x->family];

	vec_foreach(struct member, m, &fam->members)
		if (m->file == file && m->def == def && (m->class == CLASS_WRAPPER || m->class == CLASS_IMPURE_WRAPPER))
			return true;
	return false;
}

static bool is_main(const struct outline *o)
{
	for (uint32_t b = 0; b < o->block_count; b++)
		if (o->blocks[b].kind == BLOCK_MAIN)
			return true;
	return false;
}

/* A warning that the module is deprecated, and what it is told. */
static bool is_of_notice(const struct source_read *r)
{
	return is_notice(str_tail(r->dotted, '.')) || str_ends(r->dotted, STR("Warning")) || str_is(r->name, "__name__");
}

static bool is_in_statement(struct planner *p, file_id file, uint32_t at)
{
	const struct outline *o = &file_at(p, file)->outline;
	uint32_t start, end;

	for (uint32_t i = 0; i < o->import_count; i++)
		if (at >= o->imports[i].span.start && at < o->imports[i].span.end)
			return true;
	for (uint32_t i = 0; i < o->def_count; i++)
		if (at >= o->defs[i].span.start && at < o->defs[i].end)
			return true;
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == NONE && planner_lang(p, file)->statement(planner_source(p, file), o->bindings[i].span.start, &start, &end) && at >= start && at < end)
			return true;
	return false;
}

/* Does a statement do something when the module is loaded? */
static bool runs_code(struct planner *p, file_id file)
{
	const struct source_names *names = planner_names(p, file);

	for (uint32_t i = 0; i < names->read_count && !planner_refusal(p, file); i++) {
		const struct source_read *r = &names->reads[i];

		if (r->scope == 0 && !is_of_notice(r) && !str_is(str_tail(r->dotted, '.'), "TYPE_CHECKING") && !is_in_statement(p, file, r->start))
			return true;
	}
	return false;
}

/* Everything that a redirect has: imports, other names, wrappers, a warning. */
static const char *find_other(struct planner *p, const struct finding *x, file_id file)
{
	const struct outline *o = &file_at(p, file)->outline;

	if (is_main(o))
		return "it is a program too";
	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].parent == NONE && !is_member_def(p, x, file, i))
			return arena_printf(planner_arena(p), "it also defines `" STR_FMT "`", STR_ARG(o->defs[i].name)).ptr;
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == NONE && o->bindings[i].kind != BINDING_ALIAS && !str_is(o->bindings[i].name, "__all__") &&
		    !str_is(str_tail(o->bindings[i].value, '.'), "getLogger"))
			return arena_printf(planner_arena(p), "it also binds `" STR_FMT "`", STR_ARG(o->bindings[i].name)).ptr;
	return runs_code(p, file) ? "it also does something when it is loaded" : NULL;
}

/* --- Candidates --- */

static void add_backups(struct removal *r, const struct finding *x)
{
	const struct family *fam = &planner_input(r->planner)->families->items.items[x->family];

	vec_foreach(struct member, m, &fam->members)
		if (m->class == CLASS_BACKUP)
			doom(r, m->file, x);
}

static void add_candidate(struct removal *r, const struct finding *x)
{
	size_t before = r->files.len;

	if (x->family == NONE || planner_has_mended(r->planner, x))
		return;
	if (str_is(str_from(x->rule->code), "CN108"))
		add_backups(r, x);
	else
		doom(r, x->file, x);
	for (size_t i = before; i < r->files.len; i++) {
		struct doomed *d = &r->files.items[i];

		if (d->file >= planner_input(r->planner)->project->file_count)
			continue; /* a copy that nobody can import */
		if (!str_is(str_from(x->rule->code), "CN108"))
			d->obstacle = find_other(r->planner, x, d->file);
		d->users.counts_moved = true;
		users_of_module(r->planner, d->file, &d->users);
	}
}

/* --- Changes --- */

static void remove_one(struct removal *r, struct doomed *d)
{
	struct planner *p = r->planner;
	struct str path = file_at(p, d->file)->path;
	uint32_t c;

	if (d->users.items.len || d->obstacle) {
		c = change_begin(p, r->self, d->finding, MEND_SHOW, "keep " STR_FMT, STR_ARG(path));
		if (d->users.items.len)
			change_reason(p, c, STR_FMT, STR_ARG(users_text(p, &d->users)));
		else
			change_reason(p, c, "%s", d->obstacle);
	} else {
		c = change_begin(p, r->self, d->finding, MEND_ASK, "remove " STR_FMT, STR_ARG(path));
		change_reason(p, c, "nothing in this code base imports or names it, but code elsewhere may");
		change_remove_file(p, c, d->file);
	}
	change_at(p, c, d->file, d->file == d->finding->file ? d->finding->span : (struct span){ .line = 1, .column = 1 });
}

static void search_texts(struct removal *r)
{
	file_id *files = arena_array(planner_arena(r->planner), file_id, r->files.len);
	struct users *found = arena_array(planner_arena(r->planner), struct users, r->files.len);
	uint32_t *of = arena_array(planner_arena(r->planner), uint32_t, r->files.len), count = 0;

	for (uint32_t i = 0; i < r->files.len; i++) {
		if (r->files.items[i].users.items.len || r->files.items[i].obstacle)
			continue;
		of[count] = i;
		files[count++] = r->files.items[i].file;
	}
	if (count)
		users_in_texts(r->planner, files, count, found);
	for (uint32_t i = 0; i < count; i++)
		r->files.items[of[i]].users = found[i];
}

/* All findings of the code at once: the texts of the code base are searched for all of them in one go. */
static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	struct removal r = { .self = self, .planner = p };

	/* What this very migration frees has warned nobody yet: it stays until somebody asks again. */
	if (planner_is_draft(p) || planner_is_later(p) || planner_has_mended(p, x))
		return;
	vec_foreach(struct finding, y, &planner_findings(p)->items)
		if (y->rule == x->rule)
			add_candidate(&r, y);
	search_texts(&r);
	vec_foreach(struct doomed, d, &r.files) {
		remove_one(&r, d);
		users_release(&d->users);
	}
	vec_release(&r.files);
}

static const char *const codes[] = { "CN106", "CN108", NULL };

extern const struct rewriter rewriter_removal;
const struct rewriter rewriter_removal = {
	.name = "removal",
	.codes = codes,
	.title = "remove what nobody uses any more",
	.why = "Nothing imports or names these files. The version control system keeps what they were.",
	.plan = plan,
};
