/* Guard tests for the families of an audit: made, merged with what is there, shown or written. */
#include "base/base.h"
#include "cli/guards.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"
#include "cli/migrate.h"
#include "cli/page.h"
#include "rewriters/diff.h"
#include "rewriters/guard.h"
#include "rewriters/guard_c.h"
#include "rewriters/units.h"

#define GUARD_BYTES ((size_t)16 << 20) /* of a test file that is there */
#define GUARD_MODE 0644

/* One file of guards. */
struct guard_file {
	struct str path; /* from the root */
	struct str old, text;
	bool exists, is_foreign;
	uint32_t kept;
	struct str told; /* what is in it, for people */
};

struct guards {
	const struct session *session;
	struct audit *audit;
	const struct guards_wish *wish;
	struct rule_input in;
	struct guard_style style;
	struct str folder; /* --output, or empty */
	VEC(struct guard_file) files;
	VEC(struct str) left_out; /* families that no guard can be written for, and why */
	struct arena arena;
};

/* --- Which families --- */

static bool is_wished(const struct guards *g, struct str name)
{
	for (size_t i = 0; i < g->wish->families->len; i++)
		if (str_is(name, g->wish->families->items[i]))
			return true;
	return g->wish->families->len == 0;
}

static bool is_wanted(const struct guards *g, uint32_t family)
{
	const struct family *fam = &g->in.families->items.items[family];

	if (is_wished(g, fam->product))
		return true;
	vec_foreach (const struct member, m, &fam->members)
		if (m->is_production && is_wished(g, m->symbol))
			return true;
	return false;
}

static bool is_claim_wanted(const struct guards *g, const struct guard_claim *claim)
{
	if (is_wished(g, claim->product) || is_wished(g, claim->canonical))
		return true;
	vec_foreach (const struct guard_member, m, &claim->members)
		if (is_wished(g, m->name))
			return true;
	return false;
}

/* --- One file --- */

static struct str describe(struct guards *g, const struct guard *x)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	uint32_t warned = 0;

	vec_foreach (const struct guard_path, p, &x->paths)
		warned += p->warns;
	strbuf_printf(&b, "one definition of %zu %s; %zu %s", x->names.len, plural(x->names.len, "name", "names"), x->paths.len,
		      plural(x->paths.len, "import path gives the same object", "import paths give the same object"));
	if (warned)
		strbuf_printf(&b, "; %u %s to warn", warned, plural(warned, "has", "have"));
	if (x->making.call.len)
		strbuf_printf(&b, "; two users at once share nothing%s", x->making.cleanup.len ? "; cleanup leaves nothing" : "");
	else
		strbuf_printf(&b, "; two users at once are left out: " STR_FMT, STR_ARG(x->making.why_not));
	if (x->others.len) {
		strbuf_printf(&b, "; %zu other %s left to people:", x->others.len, plural(x->others.len, "definition is", "definitions are"));
		vec_foreach (const struct guard_other, o, &x->others)
			strbuf_printf(&b, " " STR_FMT " (" STR_FMT ")", STR_ARG(o->path), STR_ARG(o->why));
	}
	return arena_str(&g->arena, strbuf_str(&b));
}

/* Do people have a guard for another family of today in this file? */
static bool is_of_another(struct guards *g, const struct guard *x, struct str path)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str canonical;

	if (!file_read(path_join(&g->arena, g->audit->project.root, path).ptr, GUARD_BYTES, &text, NULL))
		return false;
	canonical = guard_canonical_in(strbuf_str(&text));
	if (!canonical.len || str_eq(canonical, x->canonical))
		return false;
	vec_foreach (struct family, fam, &g->in.families->items)
		if (canonical_of(fam) && str_eq(member_path(g->in.link, canonical_of(fam), &g->arena), canonical))
			return true;
	return false;
}

/* pytest wants test files of different folders to have different names, too. */
static bool is_taken(struct guards *g, const struct guard *x, struct str path)
{
	vec_foreach (const struct guard_file, f, &g->files)
		if (str_eq(path_base(f->path), path_base(path)))
			return true;
	return is_of_another(g, x, path);
}

/* Where a guard of this canonical stands already, else where it belongs. */
static struct str free_path(struct guards *g, const struct guard *x)
{
	struct str folder = g->folder.len ? g->folder : guard_folder(&g->in, x, &g->arena), stem = guard_stem(x->symbol, &g->arena);
	struct str path = guard_find_file(&g->in, x->canonical, &g->arena);
	unsigned number = 1;

	if (path.len && !is_taken(g, x, path) && (!g->folder.len || str_eq(path_dir(path), g->folder)))
		return path;
	do
		path = guard_path(&g->in, folder, stem, number++, &g->arena);
	while (is_taken(g, x, path));
	return path;
}

/* Two canonicals of one name, in two modules, have a file each. */
static struct str free_path_of_c(struct guards *g, struct str wanted)
{
	struct str extension = path_extension(wanted), path = arena_str(&g->arena, wanted);
	unsigned number = 2;

	for (size_t i = 0; i < g->files.len; i++) {
		if (!str_eq(g->files.items[i].path, path))
			continue;
		path = arena_printf(&g->arena, STR_FMT "_%u." STR_FMT, STR_ARG(str_slice(wanted, 0, wanted.len - extension.len - 1)), number++, STR_ARG(extension));
		i = 0;
	}
	return path;
}

static struct guard_file read_old(struct guards *g, struct str path)
{
	struct strbuf old CLEANUP(strbuf_release) = { 0 };
	struct guard_file f = { .path = path };
	struct str full = path_join(&g->arena, g->audit->project.root, f.path);

	if (!file_exists(full.ptr))
		return f;
	f.exists = file_read(full.ptr, GUARD_BYTES, &old, NULL);
	f.old = arena_str(&g->arena, strbuf_str(&old));
	f.is_foreign = !f.exists || !guard_is_ours(f.old);
	return f;
}

/* What people have edited in the file that is there stays. */
static void add_text(struct guards *g, struct guard_file f, struct str fresh, struct str told)
{
	struct strbuf merged CLEANUP(strbuf_release) = { 0 };

	f.told = told;
	f.text = arena_str(&g->arena, fresh);
	if (f.exists) {
		guard_merge(f.old, fresh, &merged, &f.kept);
		f.text = arena_str(&g->arena, strbuf_str(&merged));
	}
	vec_push(&g->files, f);
}

static void add_file(struct guards *g, struct guard *x)
{
	struct strbuf fresh CLEANUP(strbuf_release) = { 0 };
	struct guard_file f = read_old(g, free_path(g, x));
	struct guard_former held = { .paths = { 0 } };

	if (f.exists)
		guard_former_read(f.old, &held);
	guard_add_former(&g->in, x, &held);
	guard_former_release(&held);
	guard_write(x, &g->style, path_dir(f.path), &fresh);
	add_text(g, f, strbuf_str(&fresh), describe(g, x));
}

/* Is there something about the family that a test could hold it to? */
static bool has_something(const struct guards *g, const struct guard *x)
{
	return x->paths.len > 0 || guard_has_members_beside(x) || g->wish->families->len > 0;
}

/* --- C and C++ --- */

static void add_others_of_c(const struct guard_c *x, struct strbuf *b)
{
	if (!x->others.len)
		return;
	strbuf_printf(b, "; %zu other %s left as %s:", x->others.len, plural(x->others.len, "definition is", "definitions are"), plural(x->others.len, "it is", "they are"));
	vec_foreach (const struct guard_place, o, &x->others)
		strbuf_printf(b, " " STR_FMT " in " STR_FMT " (" STR_FMT ")", STR_ARG(o->name), STR_ARG(o->file), STR_ARG(o->why));
}

static struct str describe_c(struct guards *g, const struct guard_c *x)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	size_t ways = x->redirects.len + x->aliases.len;
	struct str hint = guard_c_build_hint(&g->in, x, &g->arena);

	strbuf_printf(&b, "one definition of %zu %s", x->names.len, plural(x->names.len, "name", "names"));
	if (ways)
		strbuf_printf(&b, "; %zu %s", ways, plural(ways, "name hands on", "names hand on"));
	if (x->shims.len)
		strbuf_printf(&b, "; %zu %s", x->shims.len, plural(x->shims.len, "header leads to another", "headers lead to others"));
	if (x->same.len)
		strbuf_printf(&b, "; %zu of the same type", x->same.len);
	if (x->deprecated.len)
		strbuf_printf(&b, "; %zu %s to say so", x->deprecated.len, plural(x->deprecated.len, "has", "have"));
	if (x->why_no_headers.len)
		strbuf_printf(&b, "; what takes the headers is left out: " STR_FMT, STR_ARG(x->why_no_headers));
	else if (x->made.call.len && x->made.has_user)
		strbuf_addz(&b, "; two users at once share nothing");
	else
		strbuf_printf(&b, "; two users at once are left out: " STR_FMT, STR_ARG(x->made.why_no_user));
	if (x->made.call.len && (x->made.destroy.len || x->made.is_owner))
		strbuf_addz(&b, "; cleanup leaves nothing");
	add_others_of_c(x, &b);
	if (x->proof.len)
		strbuf_printf(&b, "; " STR_FMT, STR_ARG(x->proof));
	strbuf_printf(&b, "; " STR_FMT, STR_ARG(hint));
	return arena_str(&g->arena, strbuf_str(&b));
}

static void add_file_of_c(struct guards *g, const struct guard_c *x)
{
	struct strbuf fresh CLEANUP(strbuf_release) = { 0 };

	guard_c_write(x, &fresh);
	add_text(g, read_old(g, free_path_of_c(g, x->path)), strbuf_str(&fresh), describe_c(g, x));
}

static void make_files_of_c(struct guards *g)
{
	struct units *units = g->wish->claims->items.len ? units_of(&g->audit->memo, &g->audit->project) : NULL;
	struct guard_c_wish wish = { .folder = g->folder, .is_strict = g->wish->is_strict, .units = units && !units_refusal(units) ? units : NULL };

	vec_foreach (const struct guard_claim, claim, &g->wish->claims->items) {
		struct guard_c x;
		const char *why;

		if (!is_claim_wanted(g, claim))
			continue;
		if (!guard_c_make(&g->in, claim, &wish, &x, &why))
			vec_push(&g->left_out, arena_printf(&g->arena, STR_FMT ": %s", STR_ARG(claim->name.len ? claim->name : claim->product), why));
		else if (guard_c_has_more(&x) || g->wish->families->len)
			add_file_of_c(g, &x);
		guard_c_release(&x);
	}
}

static void make_files(struct guards *g)
{
	for (uint32_t i = 0; i < g->in.families->items.len; i++) {
		struct guard x = { 0 };

		if (is_wanted(g, i) && guard_make(&g->in, i, g->wish->is_strict, &x)) {
			guard_add_former(&g->in, &x, g->wish->former);
			if (has_something(g, &x))
				add_file(g, &x);
		}
		guard_release(&x);
	}
	make_files_of_c(g);
}

/* --- Showing and writing --- */

static bool is_changed(const struct guard_file *f)
{
	return !f->is_foreign && !(f->exists && str_eq(f->old, f->text));
}

static int show(struct guards *g)
{
	struct strbuf diff CLEANUP(strbuf_release) = { 0 }, text CLEANUP(strbuf_release) = { 0 };

	vec_foreach (struct guard_file, f, &g->files) {
		struct diff_file d = { .path = f->path, .old_bytes = f->exists ? f->old : STR(""), .new_bytes = f->text, .mode = GUARD_MODE, .is_new = !f->exists };

		if (is_changed(f))
			diff_add_file(&d, &diff);
	}
	migration_add_diff(g->session, strbuf_str(&diff), &text);
	return print_out(g->session, strbuf_str(&text));
}

static struct str time_now(struct arena *a)
{
	time_t now = audit_now();
	struct tm tm;
	char text[32];

	gmtime_r(&now, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_str(a, str_from(text));
}

/* A transaction writes files into folders that are there. */
static bool make_folders(struct guards *g, struct err *err)
{
	vec_foreach (struct guard_file, f, &g->files)
		if (is_changed(f) && !file_make_dirs(path_join(&g->arena, g->audit->project.root, path_dir(f->path)).ptr, err))
			return false;
	return true;
}

static int write_all(struct guards *g, struct str *ret_id)
{
	struct write_set set = { .root = g->audit->project.root, .command = STR("tests --generate --write"), .time = time_now(&g->arena) };
	struct transaction_result result = { 0 };
	struct transaction_lock *lock = NULL;
	struct err err = { 0 };
	bool ok;

	vec_foreach (struct guard_file, f, &g->files)
		if (is_changed(f))
			vec_push(&set.items, (struct write_item){ .path = f->path, .new_bytes = f->text, .old_size = f->exists ? f->old.len : 0,
								   .old_hash = f->exists ? apply_hash(f->old, &g->arena) : STR("") });
	set.title = arena_printf(&g->arena, "guard tests in %zu %s", set.items.len, plural(set.items.len, "file", "files"));
	ok = set.items.len == 0 || (make_folders(g, &err) && transaction_lock(set.root, &lock, &err) && transaction_write(lock, &set, g->session->cancel, &result, &err));
	if (ok && set.items.len)
		*ret_id = arena_str(&g->arena, result.id);
	if (!ok)
		say_error(g->session, "%s", err.message);
	vec_foreach (struct transaction_refusal, r, &result.refusals)
		say_error(g->session, STR_FMT " " STR_FMT, STR_ARG(r->path), STR_ARG(r->reason));
	transaction_result_release(&result);
	transaction_unlock(lock);
	vec_release(&set.items);
	return ok ? EXIT_CLEAN : EXIT_REFUSED;
}

static void add_told(const struct guards *g, const struct guard_file *f, struct page *p)
{
	const char *what = f->is_foreign ? "is none of ours" : !is_changed(f) ? "is as it should be" : g->wish->write ? "written" : "would be written";

	page_printf(p, STYLE_PLACE, STR_FMT STR_FMT, STR_ARG(g->audit->scope.prefix), STR_ARG(f->path));
	page_printf(p, f->is_foreign ? STYLE_WARNING : STYLE_GOOD, " %s", what);
	if (f->kept)
		page_printf(p, STYLE_NOTE, "; %u %s kept as people edited %s", f->kept, plural(f->kept, "block", "blocks"), plural(f->kept, "it", "them"));
	page_end(p);
	page_pad(p, 2);
	page_wrap(p, STYLE_PLAIN, 2, f->told);
	page_end(p);
}

static int tell(struct guards *g, struct str id)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const struct term *term = &g->session->out;
	struct page p = { .out = &text, .width = term->width, .has_color = term->has_color };
	bool any = false;

	vec_foreach (struct guard_file, f, &g->files) {
		add_told(g, f, &p);
		any |= is_changed(f);
	}
	vec_foreach (struct str, why, &g->left_out) {
		page_printf(&p, STYLE_NOTE, "no guard for ");
		page_wrap(&p, STYLE_PLAIN, 2, *why);
		page_end(&p);
	}
	if (!g->files.len) {
		page_printf(&p, STYLE_PLAIN, "There is no family that a guard could be written for");
		page_end(&p);
	} else if (any && !g->wish->write) {
		page_printf(&p, STYLE_DIM, "To write them: add --write");
		page_end(&p);
	} else if (id.len) {
		page_printf(&p, STYLE_DIM, "To take it back: canonry undo " STR_FMT, STR_ARG(id));
		page_end(&p);
	}
	return print_out(g->session, strbuf_str(&text));
}

/* Somebody's own file of that name is not touched. */
static int refuse_foreign(struct guards *g)
{
	int code = EXIT_CLEAN;

	vec_foreach (struct guard_file, f, &g->files) {
		if (!f->is_foreign)
			continue;
		say_error(g->session, STR_FMT STR_FMT " has no guard comments: it is left as it is", STR_ARG(g->audit->scope.prefix), STR_ARG(f->path));
		code = EXIT_REFUSED;
	}
	return code;
}

static int generate(struct guards *g)
{
	struct str id = STR("");
	int code;

	make_files(g);
	code = g->wish->write ? write_all(g, &id) : show(g);
	if (code != EXIT_CLEAN)
		return code;
	code = tell(g, id);
	return code == EXIT_CLEAN ? refuse_foreign(g) : code;
}

int guards_generate(const struct session *s, struct audit *a, const struct guards_wish *wish)
{
	struct guards g = { .session = s, .audit = a, .wish = wish, .in = audit_rule_input(a) };
	int code;

	g.style = guard_style(&g.in);
	g.folder = wish->output ? path_normalise(&g.arena, str_from(wish->output)) : STR("");
	if (g.folder.len && (g.folder.ptr[0] == '/' || !path_is_inside(g.folder, STR("."))))
		code = say_error(s, "--output: '%s' is not below the root", wish->output);
	else
		code = generate(&g);
	vec_release(&g.files);
	vec_release(&g.left_out);
	arena_release(&g.arena);
	return code;
}
