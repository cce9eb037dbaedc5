/* A small code base for a test, audited and planned, and what its files become. */
#ifndef TESTS_UNIT_PLAN_BASE_H
#define TESTS_UNIT_PLAN_BASE_H

#include "rewriters/planner.h"
#include "tests/unit/code_base.h"

struct plan_base {
	struct code_base base;
	struct discover_options discover;
	struct families families;
	struct findings findings;
	struct rule_input input;
	struct plan plan;
	struct strbuf text;
	struct arena arena;
};

/* `config` is the text of a canonry.yaml. */
static inline void plan_base_make(struct plan_base *p, const char *files, const char *config, bool unsafe)
{
	struct plan_options options = { .input = &p->input, .findings = &p->findings, .unsafe = unsafe };
	struct err err = { 0 };

	*p = (struct plan_base){ 0 };
	code_base_write(files);
	code_base_read(&p->base, "", NULL, 0);
	ck_assert_msg(config_parse(&p->arena, "canonry.yaml", str_from(config), &p->base.config, &err), "%s", err.message);
	p->discover.config = &p->base.config;
	ck_assert_msg(families_find(&p->base.project, p->base.link, &p->discover, &p->families, &err), "%s", err.message);
	p->input = (struct rule_input){ .project = &p->base.project, .link = p->base.link, .families = &p->families,
					.config = &p->base.config, .today = STR("2030-01-01") };
	ck_assert_msg(findings_run(&p->input, &p->findings, &err), "%s", err.message);
	options = (struct plan_options){ .input = &p->input, .findings = &p->findings, .unsafe = unsafe };
	ck_assert_msg(plan_make(&options, &p->plan, &err), "%s", err.message);
}

/* What the file becomes when every ready change is applied; borrowed until the next question. */
static inline struct str plan_base_result(struct plan_base *p, const char *path)
{
	struct plan_file *f = plan_find_file(&p->plan, str_from(path));
	struct strbuf old CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };
	bool removed;

	ck_assert(project_source(&p->base.project, code_base_file(&p->base, str_from(path)), &old, &err));
	strbuf_clear(&p->text);
	if (!f)
		strbuf_add(&p->text, strbuf_str(&old));
	else
		ck_assert_msg(plan_render(&p->plan, f, NULL, strbuf_str(&old), &p->text, &removed, &err), "%s", err.message);
	return strbuf_str(&p->text);
}

/* The first change of a rewriter in a file, from this line on. */
static inline const struct change *plan_base_change(const struct plan_base *p, const char *kind, const char *path, uint32_t line)
{
	vec_foreach(struct change, c, &p->plan.changes)
		if (str_is(c->kind, kind) && str_is(c->path, path) && c->line >= line)
			return c;
	ck_abort_msg("no change of kind %s in %s", kind, path);
}

static inline void plan_base_release(struct plan_base *p)
{
	plan_release(&p->plan);
	findings_release(&p->findings);
	families_release(&p->families);
	code_base_release(&p->base);
	strbuf_release(&p->text);
	arena_release(&p->arena);
}

#endif
