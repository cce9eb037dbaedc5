/* The compliance report as a tree: where it comes from, families before and after, controls. */
#include "base/base.h"
#include "cli/compliance.h"

#include "analyzers/process.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/report/json_value.h"
#include "cli/statement.h"
#include "rewriters/vcs.h"

#define SCHEMA 1

static void add_digest(cJSON *object, const char *key, struct str bytes)
{
	struct digest d = digest_of(bytes);
	char text[sizeof("sha256:") + SEAL_DIGITS];

	snprintf(text, sizeof(text), "sha256:%s", d.text);
	json_text(object, key, str_from(text));
}

/* --- Where it comes from --- */

static void add_time(cJSON *report)
{
	time_t now = audit_now();
	struct tm date;
	char text[32];

	if (!gmtime_r(&now, &date) || strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &date) == 0)
		snprintf(text, sizeof(text), "1970-01-01T00:00:00Z");
	json_text(report, "time", str_from(text));
}

static bool has_untracked(struct vcs *v, const struct project *p)
{
	struct arena scratch = { 0 };
	struct str *paths = arena_array(&scratch, struct str, p->file_count + 1);
	enum vcs_state *states = arena_array(&scratch, enum vcs_state, p->file_count + 1);
	bool found = false;

	for (uint32_t i = 0; i < p->file_count; i++)
		paths[i] = p->files[i].path;
	/* What git cannot tell is taken for a change: the report may say less than it could, never more. */
	if (!vcs_states(v, paths, p->file_count, states, NULL))
		found = true;
	else
		for (uint32_t i = 0; i < p->file_count; i++)
			found |= states[i] != VCS_CLEAN;
	arena_release(&scratch);
	return found;
}

static bool has_changes(struct vcs *v)
{
	static const char *const question[] = { "status", "--porcelain", "--untracked-files=no", "--", ".", NULL };
	struct process process = { 0 };
	bool is_changed = !vcs_git(v, &process, question) || process.out.len > 0;

	process_release(&process);
	return is_changed;
}

/* The commit, and whether what was read is what the commit holds; both null outside of a repository. */
static void add_state(cJSON *report, const struct audit *a)
{
	struct vcs vcs = { 0 };
	bool is_inside = false;
	struct str head = STR("");

	if (vcs_open(&vcs, a->scope.root, &is_inside, NULL) && is_inside)
		head = vcs_head(&vcs);
	json_text_or_null(report, "commit", head);
	if (head.len)
		json_bool(report, "dirty", has_changes(&vcs) || has_untracked(&vcs, &a->project));
	else
		cJSON_AddNullToObject(report, "dirty");
	vcs_release(&vcs);
}

static void add_configuration(cJSON *report, const struct audit *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	cJSON *object;

	if (!a->config_name.len || !file_read(a->config.path.ptr, 0, &text, NULL)) {
		cJSON_AddNullToObject(report, "configuration");
		return;
	}
	object = json_object(report, "configuration");
	json_text(object, "path", a->config_name);
	add_digest(object, "digest", strbuf_str(&text));
}

static void add_mapping(cJSON *report, const struct compliance_input *in)
{
	cJSON *object = json_object(report, "mapping");

	json_text_or_null(object, "path", in->mapping_name);
	add_digest(object, "digest", in->mapping_text);
}

static void add_reading(cJSON *report, const struct audit *a)
{
	struct gate gate = { .fail_on = SEVERITY_OFF };
	struct verdict verdict = audit_verdict(a, &gate, 0);
	cJSON *object = json_object(report, "read");

	json_number(object, "files", a->project.file_count);
	json_number(object, "unread", verdict.unread);
	json_number(object, "unparsed", verdict.unparsed);
	json_bool(object, "complete", !verdict.is_incomplete);
}

/* --- Families --- */

static struct earlier_family *find_earlier(const struct compliance_input *in, const struct family *f)
{
	if (in->earlier)
		vec_foreach (struct earlier_family, e, &in->earlier->families)
			if (!e->is_met && str_eq(e->product, f->product)) {
				e->is_met = true;
				return e;
			}
	return NULL;
}

static void add_implementations(cJSON *item, const struct compliance_input *in, const struct earlier_family *before, uint32_t after)
{
	cJSON *object = json_object(item, "implementations");

	if (before)
		json_number(object, "before", before->implementations);
	else if (in->earlier)
		json_number(object, "before", 0);
	else
		cJSON_AddNullToObject(object, "before");
	json_number(object, "after", after);
}

static void add_member(cJSON *list, const struct audit *a, const struct member *m)
{
	cJSON *item = json_append(list), *evidence;

	json_place(item, &a->project, m->file, m->span.line);
	json_text(item, "symbol", m->symbol);
	json_text(item, "class", str_from(member_class_names[m->class]));
	json_number(item, "confidence", m->confidence);
	evidence = json_array(item, "evidence");
	vec_foreach (struct evidence, e, &m->evidence) {
		cJSON *fact = json_append(evidence);

		json_text(fact, "text", e->text);
		json_place(fact, &a->project, e->file, e->line);
	}
}

static const char *state_of(const struct family *f, uint32_t astray)
{
	if (f->canonical == NONE)
		return "undecided";
	if (f->independent > 1)
		return "fragmented";
	return astray ? "bypassed" : "consolidated";
}

static void add_family(cJSON *list, const struct compliance_input *in, uint32_t index)
{
	struct arena scratch = { 0 };
	const struct audit *a = in->audit;
	const struct family *f = &a->families.items.items[index];
	const struct earlier_family *before = find_earlier(in, f);
	const struct member *c = canonical_of(f);
	struct statements statements = statements_of(f, &scratch);
	uint64_t findings = 0;
	cJSON *item = json_append(list), *members;

	vec_foreach (struct finding, x, &a->findings.items)
		findings += x->family == index;
	json_text(item, "product", f->product);
	json_text(item, "state", str_from(state_of(f, statements.astray)));
	add_implementations(item, in, before, f->independent);
	if (c) {
		json_place(json_object(item, "canonical"), &a->project, c->file, c->span.line);
		json_text(cJSON_GetObjectItem(item, "canonical"), "symbol", c->symbol);
	} else {
		cJSON_AddNullToObject(item, "canonical");
	}
	json_text_or_null(item, "decision", f->decision);
	json_number(item, "imports", statements.len - statements.reexports);
	json_number(item, "imports_astray", statements.astray);
	json_number(item, "findings", findings);
	members = json_array(item, "members");
	vec_foreach (struct member, m, &f->members)
		if (m == c || (m->is_independent && m->is_production))
			add_member(members, a, m);
	arena_release(&scratch);
}

static void add_families(cJSON *report, const struct compliance_input *in)
{
	const struct audit *a = in->audit;
	cJSON *list = json_array(report, "families"), *gone;

	for (uint32_t i = 0; i < a->families.items.len; i++)
		if (a->shows_family[i])
			add_family(list, in, i);
	gone = json_array(report, "families_gone");
	if (in->earlier)
		vec_foreach (struct earlier_family, e, &in->earlier->families)
			if (!e->is_met) {
				cJSON *item = json_append(gone);

				json_text(item, "product", e->product);
				json_number(item, "before", e->implementations);
			}
}

/* --- All of it --- */

static void add_previous(cJSON *report, const struct compliance_input *in)
{
	char text[sizeof("sha256:") + SEAL_DIGITS];

	if (!in->previous) {
		cJSON_AddNullToObject(report, "previous");
		return;
	}
	snprintf(text, sizeof(text), "sha256:%s", in->previous->digest.text);
	json_text(report, "previous", str_from(text));
}

cJSON *compliance_make(const struct compliance_input *in)
{
	cJSON *report, *tool;

	json_init();
	report = cJSON_CreateObject();
	json_text(report, "kind", STR("canonry-controls"));
	json_number(report, "schema", SCHEMA);
	tool = json_object(report, "tool");
	json_text(tool, "name", STR("canonry"));
	json_text(tool, "version", str_from(program_version));
	add_time(report);
	add_previous(report, in);
	add_state(report, in->audit);
	add_configuration(report, in->audit);
	add_mapping(report, in);
	add_reading(report, in->audit);
	json_text_or_null(report, "compared_with", str_from(in->earlier_name));
	add_families(report, in);
	compliance_add_controls(report, in);
	json_text(report, "digest", STR("sha256:0000000000000000000000000000000000000000000000000000000000000000"));
	return report;
}
