/* From options and the configuration to what is known; and the file that says so, before and after. */
#include "base/base.h"
#include "cli/ratchet.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"
#include "cli/page.h"
#include "cli/past.h"

#define STALE_SHOWN 10

const char *ratchet_contradiction(const struct ratchet_args *args)
{
	if (args->baseline && args->baseline_from)
		return "--baseline and --baseline-from contradict each other";
	if (args->without && (args->baseline || args->baseline_from || args->update))
		return "--no-baseline contradicts the other options about baselines";
	if (args->update && args->baseline_from)
		return "--baseline-from keeps no file that --update-baseline could write";
	if (args->update && args->is_locked)
		return "--update-baseline and --locked contradict each other";
	if (args->update && args->changed_since)
		return "--update-baseline needs all findings, and --changed-since hides some";
	return NULL;
}

struct str ratchet_configured_path(const struct config *c, struct str root, struct arena *a)
{
	return c->baseline.len ? path_join(a, root, c->baseline) : STR("");
}

static void find_file(struct ratchet *r, const struct audit *a)
{
	if (r->args->without || r->args->baseline_from)
		return;
	if (r->args->baseline) {
		r->path = r->text = str_from(r->args->baseline);
	} else if (a->config.baseline.len) {
		r->path = ratchet_configured_path(&a->config, a->scope.root, &r->arena);
		r->text = a->config.baseline;
	}
}

/* Did the audit look at everything that the baseline is about, as well as it can? Then what it did not find is gone. */
static bool looked_at_all(const struct run *run)
{
	const struct audit *a = &run->audit;

	return a->scope.focus_count == 0 && a->options->family_count == 0 && a->options->canonical_count == 0 &&
	       !a->options->is_syntactic && a->families.semantic.why_not.len == 0;
}

/* --- The file --- */

/* By a symbolic link: a configuration that came with the code has no say about files elsewhere. */
static bool leads_away(struct ratchet *r, const struct audit *a)
{
	struct str real;

	return path_real(&r->arena, r->path.ptr, &real, NULL) && !path_is_inside(real, a->scope.root);
}

static int read_file(const struct session *s, struct ratchet *r, const struct audit *a)
{
	struct err err = { 0 };

	if (!r->args->baseline && leads_away(r, a))
		return say_error(s, "the baseline " STR_FMT " of the configuration leads out of the root", STR_ARG(r->text));
	r->is_new = r->args->update && !file_exists(r->path.ptr);
	if (r->is_new)
		return EXIT_CLEAN;
	if (!file_exists(r->path.ptr))
		return say_error(s, "there is no baseline " STR_FMT "; to make it: canonry audit --baseline " STR_FMT " --update-baseline",
			STR_ARG(r->text), STR_ARG(r->text));
	return baseline_read(r->path.ptr, r->args->update, &r->baseline, &err) ? EXIT_CLEAN : say_error(s, "%s", err.message);
}

/* Of how much an audit is, as the file says it: "src tests". */
static struct str scope_text(const struct audit *a, struct arena *arena)
{
	struct str text = a->scope.in_repository;

	for (size_t i = 0; i < a->scope.start_count; i++)
		text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? " " : "", STR_ARG(a->scope.starts[i]));
	return baseline_safe_text(arena, text);
}

static int compare_with_file(const struct session *s, struct ratchet *r, struct run *run)
{
	int code = read_file(s, r, &run->audit);
	struct str scope = scope_text(&run->audit, &r->arena);
	bool is_same;

	if (code != EXIT_CLEAN)
		return code;
	is_same = r->is_new || str_eq(r->baseline.scope, scope);
	r->is_comparable = is_same && looked_at_all(run);
	if (r->args->update && !is_same)
		return say_error(s, "the baseline " STR_FMT " is of '" STR_FMT "' and this audit of '" STR_FMT "': update it there, or remove it first",
			STR_ARG(r->text), STR_ARG(r->baseline.scope.len ? r->baseline.scope : STR(".")), STR_ARG(scope.len ? scope : STR(".")));
	if (r->args->update && !looked_at_all(run))
		return say_error(s, "--update-baseline needs the whole audit: no files, no --family, --canonical or --no-semantic");
	r->baseline.scope = arena_str(&r->baseline.arena, scope);
	r->stale = baseline_mark(&r->baseline, &run->audit, NULL, NULL);
	vec_foreach (struct finding, x, &run->audit.findings.items)
		x->is_known |= r->args->update;
	if (!r->is_comparable || r->args->update)
		r->stale = 0;
	return EXIT_CLEAN;
}

/* --- Another commit --- */

/* What is done with what was. */
typedef void use_past(struct ratchet *r, struct past *p, struct run *run);

static void keep_changes(struct ratchet *r, struct past *p, struct run *run)
{
	past_keep_changes(p, &run->audit);
	r->commit = arena_str(&r->arena, p->revision.commit);
}

/* What is gone since needs no line to be removed: the next commit knows less. */
static void mark_known(struct ratchet *r, struct past *p, struct run *run)
{
	uint32_t gone = past_mark(p, &run->audit);

	r->text = arena_str(&r->arena, p->revision.commit);
	r->is_comparable = run->audit.scope.focus_count == 0 && !p->is_wider && !p->is_by_text;
	r->stale = r->is_comparable ? gone : 0;
	r->baseline = p->baseline;
	p->baseline = (struct baseline){ 0 };
}

static int compare_with_commit(const struct session *s, struct ratchet *r, struct run *run, const char *option, const char *ref, bool from_fork,
	use_past *use)
{
	struct past past = { 0 };
	struct err err = { 0 };
	bool ok = past_find(run, ref, from_fork, &past, &err);

	if (ok)
		use(r, &past, run);
	if (ok && past.is_by_text)
		say_note(s, "%s: the compiler could not read at that commit what it reads now, or the other way round: texts are compared, "
			"and %u %s that only it can find %s not called new", option, past.unsaid, plural(past.unsaid, "finding", "findings"),
			plural(past.unsaid, "is", "are"));
	past_release(&past);
	return ok ? EXIT_CLEAN : say_error(s, "%s: %s", option, err.message);
}

int ratchet_compare(const struct session *s, const struct ratchet_args *args, struct run *run, struct ratchet *ret)
{
	struct ratchet *r = ret;
	int code = EXIT_CLEAN;

	*r = (struct ratchet){ .args = args };
	find_file(r, &run->audit);
	if (r->path.len == 0 && (args->update || args->is_locked))
		return say_error(s, "%s needs --baseline FILE, or a baseline in the configuration", args->update ? "--update-baseline" : "--locked");
	if (r->path.len == 0 && !args->baseline_from && args->fail_on_new != FAIL_ON_NEW_NOT_GIVEN)
		return say_error(s, "--fail-on-new needs --baseline, --baseline-from, or a baseline in the configuration");
	if (args->changed_since)
		code = compare_with_commit(s, r, run, "--changed-since", args->changed_since, true, keep_changes);
	if (code == EXIT_CLEAN && args->baseline_from)
		code = compare_with_commit(s, r, run, "--baseline-from", args->baseline_from, false, mark_known);
	if (code == EXIT_CLEAN && r->path.len)
		code = compare_with_file(s, r, run);
	/* What is hidden is not gone. */
	if (args->changed_since) {
		r->is_comparable = false;
		r->stale = 0;
	}
	return code;
}

const struct baseline *ratchet_gone(const struct ratchet *r)
{
	return r->stale ? &r->baseline : NULL;
}

void ratchet_release(struct ratchet *r)
{
	baseline_release(&r->baseline);
	arena_release(&r->arena);
}

void ratchet_set_gate(const struct ratchet *r, struct gate *gate)
{
	gate->has_baseline = r->text.len > 0;
	gate->baseline = r->text;
	gate->changed_since = r->commit;
	gate->allowed_new = r->args->fail_on_new == FAIL_ON_NEW_NOT_GIVEN ? 0 : r->args->fail_on_new;
	gate->is_locked = r->args->is_locked;
}

/* --- Afterwards --- */

static int write_file(const struct session *s, const struct ratchet *r, struct baseline *b)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	baseline_write(b, &text);
	return print_file(s, r->path.ptr, strbuf_str(&text));
}

static int say_update(const struct session *s, const struct ratchet *r, struct str changes, struct baseline_difference d, uint64_t count, bool is_silent)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	strbuf_add(&text, changes);
	strbuf_printf(&text, STR_FMT ": %s %s", STR_ARG(r->text), number_text(count).text, plural(count, "finding", "findings"));
	strbuf_printf(&text, " (%s came, %s went)\n", number_text(d.came).text, number_text(d.went).text);
	if (!is_silent)
		return print_out(s, strbuf_str(&text));
	say_note(s, STR_FMT ": %u came, %u went", STR_ARG(r->text), d.came, d.went);
	return EXIT_CLEAN;
}

static int update(const struct session *s, struct ratchet *r, const struct audit *a, bool is_silent)
{
	struct strbuf changes CLEANUP(strbuf_release) = { 0 };
	struct baseline now;
	struct baseline_difference d;
	int code;

	baseline_of(a, &now);
	now.scope = arena_str(&now.arena, r->baseline.scope);
	d = baseline_compare(&r->baseline, &now, &changes);
	code = write_file(s, r, &now);
	if (code == EXIT_CLEAN)
		code = say_update(s, r, strbuf_str(&changes), d, a->findings.items.len, is_silent);
	baseline_release(&now);
	return code;
}

/* Which lines: the first of them. */
static void say_lines(const struct session *s, struct str changes)
{
	struct str line = STR("");

	for (int i = 0; i < STALE_SHOWN && str_next(&changes, '\n', &line); i++)
		say_note(s, STR_FMT, STR_ARG(line));
}

static void say_stale(const struct session *s, const struct ratchet *r, const char *what)
{
	say_note(s, STR_FMT ": %s %s that it allows %s gone%s", STR_ARG(r->text), number_text(r->stale).text,
		plural(r->stale, "finding", "findings"), plural(r->stale, "is", "are"), what);
}

/* A file that cannot be written keeps the gate as it was; the next run will say so again. */
static void tighten(const struct session *s, struct ratchet *r, const struct audit *a, bool is_written)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 }, changes CLEANUP(strbuf_release) = { 0 };
	struct baseline now, before = { 0 };
	struct err err = { 0 };

	baseline_of(a, &now);
	vec_foreach (struct baseline_line, line, &r->baseline.lines)
		baseline_add(&before, line->identity, (int)line->count, line->text);
	baseline_tighten(&r->baseline, &now);
	baseline_compare(&before, &r->baseline, &changes);
	baseline_write(&r->baseline, &text);
	if (!is_written)
		say_stale(s, r, "; to take them out: canonry audit --update-baseline");
	else if (file_write_atomic(r->path.ptr, strbuf_str(&text), &err))
		say_stale(s, r, ", and now from the file too: commit it");
	else
		say_stale(s, r, arena_printf(&r->arena, ", but %s", err.message).ptr);
	say_lines(s, strbuf_str(&changes));
	baseline_release(&now);
	baseline_release(&before);
}

/* Where all of it is gone and there is something new, it was probably made of something else. */
static bool is_plausible(const struct ratchet *r, const struct verdict *v, const struct audit *a)
{
	return v->known > 0 || a->findings.items.len == 0;
}

int ratchet_finish(const struct session *s, struct ratchet *r, const struct audit *a, const struct verdict *v, bool is_silent)
{
	if (r->args->update)
		return update(s, r, a, is_silent);
	if (r->path.len == 0 || r->stale == 0)
		return EXIT_CLEAN;
	tighten(s, r, a, !r->args->is_locked && !v->is_incomplete && is_plausible(r, v, a));
	return EXIT_CLEAN;
}
