/* From options, or from a written plan, to a plan whose changes can be chosen, read and rendered. */
#include "base/base.h"
#include "cli/migrate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "cli/suggest.h"
#include "rewriters/check.h"
#include "rewriters/plan_json.h"

typedef VEC(struct str) code_list;

/* --- Making a plan --- */

static bool add_code(struct str name, code_list *codes, struct err *err)
{
	const struct rule *rule = rule_find(name);
	struct suggestion near = { .given = name };

	if (rule) {
		vec_push(codes, str_from(rule->code));
		return true;
	}
	for (size_t i = 0; rule_table[i]; i++) {
		suggest_try(&near, str_from(rule_table[i]->code));
		suggest_try(&near, str_from(rule_table[i]->name));
	}
	if (near.best.len)
		return err_set(err, "--only: there is no rule '" STR_FMT "'; did you mean '" STR_FMT "'?", STR_ARG(name),
			STR_ARG(near.best));
	return err_set(err, "--only: there is no rule '" STR_FMT "'; see: canonry rules", STR_ARG(name));
}

static bool find_codes(const struct opt_list *only, code_list *codes, struct err *err)
{
	for (size_t i = 0; i < only->len; i++) {
		struct str rest = str_from(only->items[i]), name;

		if (rest.len == 0)
			return err_set(err, "--only takes CODE[,CODE]");
		while (str_next(&rest, ',', &name))
			if (!add_code(str_trim(name), codes, err))
				return false;
	}
	return true;
}

/* What all rounds of one plan share. */
struct rounds {
	struct audit *audit;
	code_list codes;
	bool unsafe;
};

static bool plan_round(struct rounds *r, unsigned round, struct plan *ret, struct err *err)
{
	struct rule_input input = audit_rule_input(r->audit);
	struct plan_options o = {
		.input = &input,
		.findings = &r->audit->findings,
		.memo = &r->audit->memo,
		.codes = r->codes.items,
		.code_count = r->codes.len,
		.unsafe = r->unsafe,
		.is_later = round > 0,
	};

	return plan_make(&o, ret, err) && plan_check(&o, ret, err);
}

/* The audit sees the tree as the plan leaves it: what is to be done there? False when nothing is. */
static bool plan_next_round(struct rounds *r, unsigned round, struct plan *p)
{
	struct plan next = { 0 };
	struct err err = { 0 };
	/* A family that was asked for by name may be gone with its last trouble. */
	bool ok = audit_renew(r->audit, &err) && plan_round(r, round, &next, &err) && plan_count(&next, CHANGE_READY) > 0;

	if (ok)
		plan_append(p, &next);
	plan_release(&next);
	return ok;
}

bool migration_make(struct audit *a, const struct opt_list *only, bool unsafe, struct plan *ret, struct err *err)
{
	struct rounds r = { .audit = a, .unsafe = unsafe };
	bool ok = find_codes(only, &r.codes, err) && plan_round(&r, 0, ret, err);
	bool again = ok && plan_count(ret, CHANGE_READY) > 0;

	for (unsigned round = 1; again && round <= PLAN_ROUNDS_MAX; round++)
		again = plan_next_round(&r, round, ret);
	vec_release(&r.codes);
	return ok;
}

static void choose_ready(struct migration *m)
{
	m->is_chosen = arena_array(&m->arena, bool, m->plan.changes.len + 1);
	for (size_t i = 0; i < m->plan.changes.len; i++)
		m->is_chosen[i] = m->plan.changes.items[i].state == CHANGE_READY;
	migration_settle(m);
}

/* Nobody has asked for what would have needed --unsafe. */
static uint32_t count_refused(const struct plan *p, bool unsafe)
{
	uint32_t count = 0;

	vec_foreach (struct change, x, &p->changes)
		count += x->state == CHANGE_REFUSED && (x->level == MEND_SAFE || unsafe);
	return count;
}

/* A wrong code is said before anything is read. */
static bool check_codes(const struct opt_list *only, struct err *err)
{
	code_list codes = { 0 };
	bool ok = find_codes(only, &codes, err);

	vec_release(&codes);
	return ok;
}

int migration_plan(const struct session *s, const struct plan_args *args, struct migration *ret)
{
	struct run_wish wish = { .paths = &args->paths, .families = &args->families, .canonicals = &args->canonicals };
	struct migration *m = ret;
	struct err err = { 0 };
	int code;

	*m = (struct migration){ 0 };
	if (!check_codes(&args->only, &err))
		return say_error(s, "%s", err.message);
	code = run_audit(s, &args->run, &wish, &m->run);
	if (code != EXIT_CLEAN)
		return code;
	m->root = m->run.audit.scope.root;
	m->prefix = m->run.audit.scope.prefix;
	rekey_note_before(&m->rekey, &m->run.audit);
	if (!migration_make(&m->run.audit, &args->only, args->unsafe, &m->plan, &err))
		return say_error(s, "%s", err.message);
	rekey_note_after(&m->rekey, &m->run.audit);
	choose_ready(m);
	m->is_unsafe = args->unsafe;
	m->refused = count_refused(&m->plan, args->unsafe);
	return EXIT_CLEAN;
}

/* --- Loading one --- */

static bool read_plan_file(const char *file, struct strbuf *text, struct err *err)
{
	ssize_t got = 1;

	if (strcmp(file, "-") != 0)
		return file_read(file, PLAN_JSON_MAX, text, err);
	while (got > 0 && text->len <= PLAN_JSON_MAX) {
		strbuf_grow(text, BUFSIZ);
		got = read(STDIN_FILENO, text->ptr + text->len, BUFSIZ);
		text->len += got > 0 ? (size_t)got : 0;
	}
	text->ptr[text->len] = '\0';
	return got == 0 || err_set(err, "cannot read the plan from standard input");
}

/* Whoever wrote the plan does not say where on this machine it is applied: not above the current directory. */
static bool find_root(struct migration *m, const char *root, const char *file, struct err *err)
{
	struct str text = root ? str_from(root) : path_normalise(&m->arena, m->plan.root);

	if (!root && (text.ptr[0] == '/' || !path_is_inside(text, STR("."))))
		return err_set(err, "%s is a plan for '" STR_FMT "', which is not below the current directory; confirm with: --root " STR_FMT, file,
			STR_ARG(text), STR_ARG(text));
	if (!file_is_dir(arena_str(&m->arena, text).ptr))
		return err_set(err, "there is no directory '" STR_FMT "', which the plan is for; see --root", STR_ARG(text));
	m->prefix = str_is(text, ".") ? STR("") : arena_printf(&m->arena, STR_FMT "/", STR_ARG(text));
	return path_real(&m->arena, arena_str(&m->arena, text).ptr, &m->root, err);
}

int migration_load(const struct session *s, const char *file, const char *root, struct migration *ret)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct migration *m = ret;
	struct err err = { 0 };

	*m = (struct migration){ 0 };
	if (!read_plan_file(file, &text, &err) || !plan_read_json(file, strbuf_str(&text), &m->plan, &err) ||
		!find_root(m, root, file, &err))
		return say_error(s, "%s", err.message);
	m->refused = plan_count(&m->plan, CHANGE_READY);
	choose_ready(m);
	m->refused -= migration_count(m);
	return EXIT_CLEAN;
}

void migration_release(struct migration *m)
{
	apply_release(&m->apply);
	rekey_release(&m->rekey);
	plan_release(&m->plan);
	run_release(&m->run);
	arena_release(&m->arena);
}

/* "..", "../..": up to what both share, then down. */
struct str migration_root_text(struct migration *m)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };
	struct str here;

	if (!path_real(&m->arena, ".", &here, &err))
		return STR(".");
	while (!path_is_inside(m->root, here)) {
		strbuf_addz(&text, text.len ? "/.." : "..");
		here = path_dir(here).len ? path_dir(here) : STR("/");
	}
	if (m->root.len > here.len) {
		strbuf_addz(&text, text.len ? "/" : "");
		strbuf_add(&text, str_slice(m->root, here.len + (here.len > 1), m->root.len));
	}
	return text.len ? arena_str(&m->arena, strbuf_str(&text)) : STR(".");
}

/* --- The choice --- */

void migration_settle(struct migration *m)
{
	struct plan *p = &m->plan;

	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < p->changes.len; i++) {
			uint32_t needs = p->changes.items[i].needs;

			if (!m->is_chosen[i] || needs == NONE || m->is_chosen[needs])
				continue;
			m->is_chosen[i] = false;
			again = true;
			plan_refuse(p, i, "needs the change at " STR_FMT ":%u, which is not made", STR_ARG(p->changes.items[needs].path),
				p->changes.items[needs].line);
		}
	}
}

uint32_t migration_count(const struct migration *m)
{
	uint32_t count = 0;

	for (size_t i = 0; i < m->plan.changes.len; i++)
		count += m->is_chosen[i];
	return count;
}

uint32_t migration_count_files(const struct migration *m)
{
	uint32_t count = 0;

	vec_foreach (struct plan_file, f, &m->plan.files)
		count += plan_touches(&m->plan, f, m->is_chosen);
	return count;
}

int migration_open(const struct session *s, struct migration *m)
{
	struct err err = { 0 };

	if (m->is_open)
		return EXIT_CLEAN;
	if (!apply_open(&m->plan, m->root, m->is_chosen, &m->apply, &err))
		return say_error(s, "%s", err.message);
	m->is_open = true;
	if (m->apply.refusals.len == 0)
		return EXIT_CLEAN;
	say_error(s, "nothing is changed: these files are not as the plan expects them");
	vec_foreach (struct transaction_refusal, r, &m->apply.refusals)
		say_error(s, STR_FMT STR_FMT " " STR_FMT, STR_ARG(m->prefix), STR_ARG(r->path), STR_ARG(r->reason));
	return EXIT_REFUSED;
}

struct str migration_place(const struct migration *m, const struct change *x, struct arena *a)
{
	return arena_printf(a, STR_FMT STR_FMT ":%u", STR_ARG(m->prefix), STR_ARG(x->path), x->line);
}
