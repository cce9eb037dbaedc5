/* Coverage in the JSON report: what was read, and everything that was not or could not be understood. */
#include "base/base.h"
#include "analyzers/cfacts.h"
#include "cli/coverage.h"
#include "cli/report/json_value.h"

static void add_counts(cJSON *coverage, const struct audit *a, const struct coverage *c)
{
	json_number(coverage, "files", a->project.file_count);
	json_number(coverage, "bytes", a->project.bytes);
	json_number(coverage, "read", c->read);
	json_number(coverage, "parsed", a->project.parsed);
	json_number(coverage, "test_files", c->tests);
	json_number(coverage, "generated_files", c->generated);
	json_number(coverage, "vendored_files", c->vendored);
	json_number(coverage, "backup_files", c->backups);
}

/* What a compiler was asked. */
static void add_semantic(cJSON *c, const struct audit *a)
{
	const struct semantic_cover *s = &a->families.semantic;
	cJSON *object = json_object(c, "semantic"), *list;

	json_text(object, "database", s->database);
	json_text(object, "unusable", s->why_not);
	json_bool(object, "guessed_flags", s->is_guessed);
	json_number(object, "parsed", s->parsed);
	json_number(object, "erroneous", s->erroneous);
	json_number(object, "failed", s->failed);
	json_number(object, "absent", s->absent);
	json_number(object, "confirmed", s->confirmed);
	json_number(object, "doubted", s->doubted);
	json_number(object, "moved", s->moved);
	list = json_array(object, "gaps");
	for (uint32_t i = 0; i < s->gap_count; i++) {
		cJSON *gap = json_append(list);

		json_text(gap, "path", s->gaps[i].path);
		json_text(gap, "reason", s->gaps[i].reason);
	}
}

static void add_problems(cJSON *c, const struct audit *a)
{
	cJSON *list = json_array(c, "problems");

	for (file_id i = 0; i < a->project.file_count; i++) {
		const struct cfacts *facts = a->project.files[i].creations;
		cJSON *problem;

		if (!facts || !facts->has_error)
			continue;
		problem = json_append(list);
		json_text(problem, "path", a->project.files[i].path);
		json_number(problem, "line", facts->error_line);
		json_text(problem, "reason", str_from(facts->error));
	}
}

static void add_c(cJSON *coverage, const struct audit *a, const struct coverage *c)
{
	cJSON *object = json_object(coverage, "c");

	json_number(object, "files", c->c_files);
	json_number(object, "functions", c->c_functions);
	json_number(object, "looked_into", c->c_functions - c->c_skipped);
	json_number(object, "units", a->families.semantic.units);
	json_number(object, "conditional", c->c_conditional);
	json_number(object, "inactive", c->c_inactive);
	json_number(object, "macro_calls", c->c_invocations);
	json_number(object, "errors", c->c_errors);
	add_problems(object, a);
	add_semantic(object, a);
}

static void add_skipped(cJSON *coverage, const struct audit *a)
{
	cJSON *list = json_array(coverage, "skipped");

	vec_foreach (struct project_skip, skip, &a->project.skips) {
		cJSON *item = json_append(list);

		json_text(item, "path", skip->path);
		json_text(item, "reason", skip->reason);
		json_bool(item, "gap", audit_is_gap(skip));
	}
}

static void add_unparsed(cJSON *coverage, const struct audit *a)
{
	cJSON *list = json_array(coverage, "unparsed");

	for (file_id i = 0; i < a->project.file_count; i++) {
		const struct file *file = &a->project.files[i];

		if (!file->unparsed)
			continue;
		cJSON *item = json_append(list);
		json_place(item, &a->project, i, file->unparsed_line);
		json_text(item, "reason", str_from(file->unparsed));
	}
}

static void add_dynamic(cJSON *coverage, const struct audit *a, const struct coverage *c)
{
	cJSON *list = json_array(coverage, "dynamic");

	for (size_t i = 0; i < c->dynamic_count; i++) {
		const struct seam *seam = &a->project.files[c->dynamic[i].file].outline.seams[c->dynamic[i].seam];
		cJSON *item = json_append(list);

		json_place(item, &a->project, c->dynamic[i].file, seam->span.line);
		json_text(item, "callee", seam->callee);
	}
}

static void add_unresolved(cJSON *coverage, const struct audit *a, const struct coverage *c)
{
	cJSON *list = json_array(coverage, "unresolved");

	for (size_t i = 0; i < c->unresolved_count; i++) {
		const struct unresolved *u = &c->unresolved[i];
		cJSON *item = json_append(list);

		json_place(item, &a->project, u->file, u->line);
		json_text(item, "module", u->module);
		json_text(item, "name", u->name);
		json_text(item, "why", u->why);
	}
}

void json_coverage(cJSON *report, const struct audit *a)
{
	struct coverage c CLEANUP(coverage_release) = { 0 };
	cJSON *coverage = json_object(report, "coverage");

	coverage_find(a, &c);
	add_counts(coverage, a, &c);
	add_c(coverage, a, &c);
	add_skipped(coverage, a);
	add_unparsed(coverage, a);
	add_dynamic(coverage, a, &c);
	add_unresolved(coverage, a, &c);
}
