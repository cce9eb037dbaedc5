/* Everything that has to be so before the first file is written, and what is said after the last. */
#include "base/base.h"
#include "cli/migrate.h"

#include <stdlib.h>

#include "cli/migrate_steps.h"
#include "cli/page.h"
#include "cli/shell.h"

#define OUTPUT_LINES 10
#define SHORT_HASH 10

struct writing {
	struct stepping steps;
	struct vcs vcs;
	bool is_versioned; /* git knows files here */
	struct str old_branch, old_head;
	struct arena arena;
};

/* --- Conditions --- */

static int check_interrupted(const struct session *s, const struct migration *m)
{
	struct arena scratch = { 0 };
	struct str id, title;
	int code = EXIT_CLEAN;

	transaction_interrupted(m->root, &scratch, &id, &title);
	if (id.len) {
		say_error(s, "a migration was interrupted (" STR_FMT ", " STR_FMT "); first complete it with: canonry resume, or "
			     "take it back with: canonry undo", STR_ARG(id), STR_ARG(title));
		code = EXIT_REFUSED;
	}
	arena_release(&scratch);
	return code;
}

/* --force accepts what the journal can bring back; a commit must hold nothing but the migration. */
static bool is_in_the_way(const struct write_wish *wish, enum vcs_state state)
{
	switch (state) {
	case VCS_CLEAN: return false;
	case VCS_MODIFIED:
	case VCS_UNTRACKED:
	case VCS_IGNORED: return !wish->force || wish->branch;
	case VCS_FILTERED: return wish->branch;
	default: return true;
	}
}

static bool changes_baseline(const struct migration *m, struct arena *a)
{
	const bool *none = arena_array(a, bool, m->plan.changes.len + 1);
	struct write_set set = { 0 };
	bool changes;

	rekey_add(&m->rekey, &m->plan, m->is_chosen, none, m->is_chosen, a, &set);
	changes = set.items.len > 0;
	vec_release(&set.items);
	return changes;
}

static size_t touched_paths(const struct migration *m, struct arena *a, struct str **ret)
{
	size_t count = 0;

	*ret = arena_array(a, struct str, m->plan.files.len + 2);
	vec_foreach (struct plan_file, f, &m->plan.files)
		if (plan_touches(&m->plan, f, m->is_chosen))
			(*ret)[count++] = f->path;
	if (changes_baseline(m, a))
		(*ret)[count++] = m->rekey.path;
	return count;
}

static int check_states(const struct session *s, struct writing *w)
{
	const struct migration *m = w->steps.migration;
	const struct write_wish *wish = w->steps.wish;
	struct str *paths;
	size_t count = touched_paths(m, &w->arena, &paths), bad = 0;
	enum vcs_state *states = arena_array(&w->arena, enum vcs_state, count + 1);
	bool force_helps = !wish->branch;
	struct err err = { 0 };

	if (!vcs_states(&w->vcs, paths, count, states, &err))
		return say_error(s, "%s", err.message);
	for (size_t i = 0; i < count; i++) {
		if (!is_in_the_way(wish, states[i]))
			continue;
		bad++;
		force_helps &= states[i] != VCS_CONFLICT && states[i] != VCS_SUBMODULE;
		say_error(s, STR_FMT STR_FMT " %s", STR_ARG(m->prefix), STR_ARG(paths[i]), vcs_state_texts[states[i]]);
	}
	if (bad == 0)
		return EXIT_CLEAN;
	say_error(s, "nothing is changed, because of %s%s", bad == 1 ? "this file" : "these files",
		force_helps ? "; commit or stash first, or use --force" : "; commit or stash first");
	return EXIT_REFUSED;
}

static int check_branch(const struct session *s, struct writing *w)
{
	struct str name = str_from(w->steps.wish->branch);
	const char *why;

	if (!w->is_versioned) {
		say_error(s, "--branch needs a git work tree with tracked files");
		return EXIT_REFUSED;
	}
	why = vcs_branch_refusal(&w->vcs, name);
	if (why) {
		say_error(s, "--branch: '" STR_FMT "' %s", STR_ARG(name), why);
		return EXIT_REFUSED;
	}
	why = vcs_commit_refusal(&w->vcs);
	if (why) {
		say_error(s, "--branch: nothing can be committed: %s", why);
		return EXIT_REFUSED;
	}
	w->old_branch = vcs_branch(&w->vcs);
	w->old_head = vcs_head(&w->vcs);
	return EXIT_CLEAN;
}

static int check_vcs(const struct session *s, struct writing *w)
{
	struct err err = { 0 };
	int code = EXIT_CLEAN;

	if (!vcs_open(&w->vcs, w->steps.migration->root, &w->is_versioned, &err)) {
		say_error(s, "%s%s", err.message, w->steps.wish->force ? "" : "; without git nothing says which changes are yours (--force goes on)");
		w->is_versioned = false;
		if (!w->steps.wish->force || w->steps.wish->branch)
			return EXIT_REFUSED;
	}
	w->is_versioned = w->is_versioned && vcs_has_files(&w->vcs);
	if (w->steps.wish->branch)
		code = check_branch(s, w);
	return code == EXIT_CLEAN && w->is_versioned ? check_states(s, w) : code;
}

static void add_output(struct page *p, struct str output)
{
	struct str line;

	while (str_next(&output, '\n', &line)) {
		page_pad(p, 4);
		page_add(p, STYLE_DIM, STR("| "));
		page_add(p, STYLE_PLAIN, line);
		page_end(p);
	}
}

/* What fails before anything has changed says nothing about the changes. */
static int check_untouched(const struct session *s, const struct writing *w)
{
	const struct write_wish *wish = w->steps.wish;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct page page = { .out = &text, .has_color = s->out.has_color };
	struct shell_result result;
	int code = EXIT_CLEAN;

	shell_run(w->steps.migration->root.ptr, wish->verify, s->cancel, &result);
	if (result.status != 0 && !*s->cancel) {
		page_printf(&page, STYLE_WARNING, "%s", wish->verify);
		page_printf(&page, STYLE_PLAIN, " fails before anything is changed; its last lines:");
		page_end(&page);
		add_output(&page, shell_last_lines(&result, OUTPUT_LINES));
		print_out(s, strbuf_str(&text));
		if (!wish->force) {
			say_error(s, "nothing is changed: mend that first, or use --force");
			code = EXIT_REFUSED;
		}
	}
	shell_release(&result);
	return *s->cancel ? EXIT_REFUSED : code;
}

/* --- What was done --- */

static uint32_t count_applied(const struct stepping *t, uint32_t step)
{
	uint32_t count = 0;

	for (size_t i = 0; t->applied && i < t->migration->plan.changes.len; i++)
		count += t->applied[i] && (step == NONE || t->migration->plan.changes.items[i].step == step);
	return count;
}

static uint32_t count_files(const struct stepping *t)
{
	uint32_t count = 0;

	vec_foreach (struct plan_file, f, &t->migration->plan.files)
		count += t->applied && plan_touches(&t->migration->plan, f, t->applied);
	return count;
}

static struct str commit_of(const struct stepping *t, uint32_t step)
{
	vec_foreach (struct made_step, x, &t->made)
		if (x->step == step)
			return str_slice(x->commit, 0, SHORT_HASH);
	return STR("");
}

static void add_made(const struct stepping *t, struct page *p)
{
	uint32_t changes = count_applied(t, NONE), files = count_files(t);

	if (changes == 0) {
		page_add(p, STYLE_BOLD, STR("Nothing was changed"));
		page_end(p);
		return;
	}
	page_printf(p, STYLE_BOLD, "Made %s %s in %s %s", number_text(changes).text, plural(changes, "change", "changes"),
		number_text(files).text, plural(files, "file", "files"));
	if (t->wish->branch)
		page_printf(p, STYLE_BOLD, " on the branch %s", t->wish->branch);
	page_end(p);
	for (uint32_t i = 0; i < t->migration->plan.steps.len; i++) {
		uint32_t count = count_applied(t, i);

		if (!count)
			continue;
		page_pad(p, 2);
		page_printf(p, STYLE_GOOD, "%s", t->vcs ? "" : "done ");
		page_printf(p, STYLE_PLACE, STR_FMT "%s", STR_ARG(commit_of(t, i)), t->vcs ? " " : "");
		page_wrap(p, STYLE_PLAIN, 4, t->migration->plan.steps.items[i].title);
		page_printf(p, STYLE_DIM, " (%s)", number_text(count).text);
		page_end(p);
	}
}

static void add_refusal(struct stepping *t, const struct change *c, struct page *p)
{
	page_pad(p, 2);
	page_add(p, STYLE_PLACE, migration_place(t->migration, c, &t->arena));
	page_add(p, STYLE_PLAIN, STR("  "));
	page_wrap(p, STYLE_PLAIN, 4, arena_printf(&t->arena, STR_FMT ": " STR_FMT, STR_ARG(c->text), STR_ARG(c->reason)));
	page_end(p);
}

static void add_taken_back(struct stepping *t, struct page *p)
{
	struct str last = STR("");

	if (t->taken_back.len == 0)
		return;
	page_printf(p, STYLE_WARNING, "Taken back: %s %s", number_text(t->taken_back.len).text, plural(t->taken_back.len, "change", "changes"));
	page_end(p);
	vec_foreach (struct taken_back, x, &t->taken_back) {
		add_refusal(t, &t->migration->plan.changes.items[x->change], p);
		if (!str_eq(x->output, last))
			add_output(p, x->output);
		last = x->output;
	}
}

static bool was_taken_back(const struct stepping *t, uint32_t change)
{
	vec_foreach (struct taken_back, x, &t->taken_back)
		if (x->change == change)
			return true;
	return false;
}

/* Changes of the plan that were asked for and could not be made from the beginning. */
static void add_refused(struct stepping *t, struct page *p)
{
	const struct migration *m = t->migration;

	if (!m->refused)
		return;
	page_printf(p, STYLE_WARNING, "Refused: %s %s", number_text(m->refused).text, plural(m->refused, "change", "changes"));
	page_end(p);
	for (uint32_t i = 0; i < m->plan.changes.len; i++) {
		const struct change *c = &m->plan.changes.items[i];

		if (c->state == CHANGE_REFUSED && (c->level == MEND_SAFE || m->is_unsafe) && !was_taken_back(t, i))
			add_refusal(t, c, p);
	}
}

static void add_way_back(const struct writing *w, struct page *p)
{
	const struct stepping *t = &w->steps;

	if (count_applied(t, NONE) == 0)
		return;
	if (t->wish->branch)
		page_printf(p, STYLE_DIM, "To take it back: git switch %s" STR_FMT " && git branch -D %s", w->old_branch.len ? "" : "--detach ",
			STR_ARG(w->old_branch.len ? w->old_branch : w->old_head), t->wish->branch);
	else
		for (size_t i = t->ids.len; i-- > 0;)
			if (t->ids.items[i].len)
				page_printf(p, STYLE_DIM, "%scanonry undo " STR_FMT, i + 1 == t->ids.len ? "To take it back: " : " && ",
					STR_ARG(t->ids.items[i]));
	page_end(p);
}

static int say_result(const struct session *s, struct writing *w, bool ok)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct page page = { .out = &text, .width = s->out.width, .has_color = s->out.has_color };

	vec_foreach (struct transaction_refusal, r, &w->steps.refusals)
		say_error(s, STR_FMT STR_FMT " " STR_FMT, STR_ARG(w->steps.migration->prefix), STR_ARG(r->path), STR_ARG(r->reason));
	add_made(&w->steps, &page);
	add_taken_back(&w->steps, &page);
	add_refused(&w->steps, &page);
	add_way_back(w, &page);
	if (!w->steps.wish->quiet || w->steps.taken_back.len)
		print_out(s, strbuf_str(&text));
	return ok && w->steps.migration->refused == 0 && w->steps.taken_back.len == 0 ? EXIT_CLEAN : EXIT_REFUSED;
}

/* --- The whole --- */

/* A branch on which nothing was committed helps nobody. */
static void drop_empty_branch(const struct session *s, struct writing *w)
{
	struct err err = { 0 };

	if (w->steps.made.len == 0 &&
		!vcs_drop_branch(&w->vcs, str_from(w->steps.wish->branch), w->old_branch, w->old_head, &err))
		say_error(s, "%s", err.message);
}

static int make_changes(const struct session *s, struct writing *w)
{
	const struct write_wish *wish = w->steps.wish;
	struct err err = { 0 };
	bool ok;

	if (wish->branch && !vcs_create_branch(&w->vcs, str_from(wish->branch), &err)) {
		say_error(s, "%s", err.message);
		return EXIT_REFUSED;
	}
	w->steps.vcs = wish->branch ? &w->vcs : NULL;
	ok = stepping_run(&w->steps, &err);
	if (!ok)
		say_error(s, "%s", err.message);
	if (wish->branch)
		drop_empty_branch(s, w);
	return say_result(s, w, ok);
}

/* A loaded plan comes without an audit; the configuration of its root is that of every audit there. */
static int open_baseline(const struct session *s, struct migration *m)
{
	struct config config;
	struct arena arena = { 0 };
	struct err err = { 0 };
	bool ok = true;

	if (m->run.audit.scope.root.len)
		config = m->run.audit.config;
	else
		ok = config_read(&arena, NULL, m->root, &config, &err);
	ok = ok && rekey_open(&m->rekey, &config, m->root, &err);
	arena_release(&arena);
	return ok ? EXIT_CLEAN : say_error(s, "%s", err.message);
}

static int write_locked(const struct session *s, struct writing *w)
{
	int code = check_interrupted(s, w->steps.migration);

	/* Read under the lock: nobody of ours changes them from here on. */
	if (code == EXIT_CLEAN)
		code = migration_open(s, w->steps.migration);
	if (code == EXIT_CLEAN)
		code = open_baseline(s, w->steps.migration);
	if (code == EXIT_CLEAN)
		code = check_vcs(s, w);
	if (code == EXIT_CLEAN && w->steps.wish->verify)
		code = check_untouched(s, w);
	return code == EXIT_CLEAN ? make_changes(s, w) : code;
}

int migration_write(const struct session *s, struct migration *m, const struct write_wish *wish)
{
	struct writing w = { .steps = { .session = s, .migration = m, .wish = wish } };
	struct err err = { 0 };
	int code;

	if (!transaction_lock(m->root, &w.steps.lock, &err)) {
		say_error(s, "%s", err.message);
		return EXIT_REFUSED;
	}
	code = write_locked(s, &w);
	transaction_unlock(w.steps.lock);
	stepping_release(&w.steps);
	vcs_release(&w.vcs);
	arena_release(&w.arena);
	return code;
}
