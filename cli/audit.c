/* The pipeline: each stage takes what the one before it made. */
#include "base/base.h"
#include "cli/audit.h"

#include <stdlib.h>
#include <time.h>

#include "base/map.h"
#include "base/path.h"

static bool check_cancel(const struct audit_options *o, struct err *err)
{
	return !o->cancel || !*o->cancel || err_set(err, "interrupted");
}

static bool read_config(const struct audit_options *o, struct audit *a, struct err *err)
{
	if (o->ignore_config) {
		config_init(&a->config);
		return true;
	}
	if (!config_read(&a->arena, o->config_path, a->scope.root, &a->config, err))
		return false;
	a->config_name = a->config.path;
	if (path_is_inside(a->config_name, a->scope.root))
		a->config_name = str_slice(a->config_name, a->scope.root.len + 1, a->config_name.len);
	return true;
}

static bool read_project(const struct audit_options *o, struct audit *a, struct err *err)
{
	a->project_options = (struct project_options){
		.root = a->scope.root,
		.starts = a->scope.starts,
		.start_count = a->scope.start_count,
		.config = &a->config,
		.jobs = o->jobs,
		.compdb_path = o->compdb_path,
		.use_cache = o->use_cache,
		.parse_all = o->parse_all,
		.progress = o->progress,
		.progress_context = o->progress_context,
		.cancel = o->cancel,
	};
	return project_read(&a->project_options, &a->project, err);
}

static bool has_c(const struct project *p)
{
	for (file_id i = 0; i < p->file_count; i++)
		if (p->files[i].creations)
			return true;
	return false;
}

static void name_database(const struct audit_options *o, struct audit *a)
{
	struct str root = a->scope.root;

	a->database_name = o->compdb_path ? str_from(o->compdb_path) : a->database.path;
	if (path_is_inside(a->database.path, root))
		a->database_name = str_slice(a->database.path, root.len + 1, a->database.path.len);
}

/* One that the user names has to be good; of one that was found, reports say what is wrong with it. */
static bool read_database(const struct audit_options *o, struct audit *a, struct err *err)
{
	struct err why = { 0 };

	if (!o->database && !o->compdb_path && !has_c(&a->project))
		return true;
	if (o->database) {
		a->database = *o->database;
		a->database_name = a->database.path;
		return true;
	}
	if (!compdb_open(o->compdb_path, a->scope.root, &a->arena, &a->database, &why)) {
		if (o->compdb_path)
			return err_set(err, "%s", why.message);
		a->database_error = arena_str(&a->arena, str_from(why.message));
	}
	name_database(o, a);
	return true;
}

static bool find_families(const struct audit_options *o, struct audit *a, struct err *err)
{
	struct discover_options wanted = {
		.config = &a->config,
		.names = o->families,
		.name_count = o->family_count,
		.canonicals = o->canonicals,
		.canonical_count = o->canonical_count,
		.callables = o->callables,
		.callable_count = o->callable_count,
		.database = &a->database,
		.database_name = a->database_name,
		.database_error = a->database_error,
		.is_syntactic = o->is_syntactic,
		.is_full = o->is_full,
		.jobs = o->jobs,
		.cancel = o->cancel,
	};

	if (o->only_arguments) {
		a->config.discover = false;
		a->config.family_count = 0;
	}
	a->link = link_new(&a->project, a->config.roots, a->config.root_count);
	return families_find(&a->project, a->link, &wanted, &a->families, err);
}

time_t audit_now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long seconds;

	if (!epoch || !*epoch)
		return time(NULL);
	seconds = strtoll(epoch, &end, 10);
	return *end ? time(NULL) : (time_t)seconds;
}

static struct str date_of_run(const struct audit_options *o, struct arena *a)
{
	time_t now = audit_now();
	struct tm date;
	char text[sizeof("YYYY-MM-DD") + 8];

	if (o->today)
		return str_from(o->today);
	if (!gmtime_r(&now, &date) || strftime(text, sizeof(text), "%Y-%m-%d", &date) == 0)
		return STR("1970-01-01");
	return arena_str(a, str_from(text));
}

struct rule_input audit_rule_input(struct audit *a)
{
	return (struct rule_input){
		.project = &a->project,
		.link = a->link,
		.families = &a->families,
		.config = &a->config,
		.today = date_of_run(a->options, &a->arena),
		.is_narrowed = a->options->family_count || a->options->canonical_count || a->options->only_arguments ||
			       a->options->is_syntactic,
	};
}

/* Who asks for one family does not ask for includes and prototypes of C that belong to none. */
static bool is_asked_for(void *context, const struct finding *x)
{
	return x->family != NONE || x->basis == BASIS_LINKED;
}

static bool find_findings(struct audit *a, struct err *err)
{
	struct rule_input in = audit_rule_input(a);

	if (!findings_run(&in, &a->findings, err))
		return false;
	if (a->options->family_count) {
		findings_keep(&a->findings.items, is_asked_for, NULL);
		findings_keep(&a->findings.suppressed, is_asked_for, NULL);
	}
	return true;
}

/*
 * A finding can be mended as safely as the change that a migration would make
 * of it: nobody else knows. Plans read it, too: who imports a copy moves only
 * when the copy can become a redirect.
 */
static bool settle_mends(struct audit *a, struct err *err)
{
	struct rule_input in = audit_rule_input(a);
	struct plan_options options = { .input = &in, .findings = &a->findings, .memo = &a->memo, .is_draft = true };
	struct plan plan = { 0 };
	struct map by_fingerprint = { 0 };
	bool ok = plan_make(&options, &plan, err);

	for (size_t i = 0; i < a->findings.items.len; i++)
		map_set(&by_fingerprint, str_hash(a->findings.items.items[i].fingerprint), (uint32_t)i);
	vec_foreach (struct plan_mend, m, &plan.mends) {
		struct finding *x = &a->findings.items.items[map_get(&by_fingerprint, str_hash(m->fingerprint))];
		const struct change *c = &plan.changes.items[m->change];
		struct str text = c->edit_count ? c->text : c->reason;

		if (c->level == x->mend || x->mend == MEND_NONE)
			continue;
		x->mend = c->level;
		if (text.len)
			x->mend_text = arena_str(&a->findings.arena, text);
	}
	map_release(&by_fingerprint);
	plan_release(&plan);
	return ok;
}

bool audit_in_focus(const struct audit *a, file_id file)
{
	if (a->scope.focus_count == 0)
		return true;
	return file != NONE && scope_covers(a->scope.focus, a->scope.focus_count, a->project.files[file].path);
}

static bool touches_focus(const struct audit *a, const struct family *f)
{
	if (a->scope.focus_count == 0)
		return true;
	vec_foreach (struct member, m, &f->members)
		if (audit_in_focus(a, m->file))
			return true;
	vec_foreach (struct importer, i, &f->importers)
		if (audit_in_focus(a, i->file))
			return true;
	return false;
}

static bool is_in_focus(void *context, const struct finding *x)
{
	return audit_in_focus(context, x->file);
}

static void apply_focus(struct audit *a)
{
	a->shows_family = arena_array(&a->arena, bool, a->families.items.len + 1);
	for (size_t i = 0; i < a->families.items.len; i++)
		a->shows_family[i] = touches_focus(a, &a->families.items.items[i]);
	findings_keep(&a->findings.items, is_in_focus, a);
	findings_keep(&a->findings.suppressed, is_in_focus, a);
}

bool audit_run(const struct audit_options *o, struct audit *ret, struct err *err)
{
	struct audit *a = ret;

	*a = (struct audit){ .options = o };
	if (!audit_find_scope(o, &a->arena, &a->scope, err) || !read_config(o, a, err) || !read_project(o, a, err) ||
		!read_database(o, a, err) || !check_cancel(o, err) || !find_families(o, a, err) || !check_cancel(o, err) ||
		!find_findings(a, err) || !settle_mends(a, err) || !check_cancel(o, err))
		return false;
	project_save(&a->project);
	apply_focus(a);
	return true;
}

static void release_results(struct audit *a)
{
	findings_release(&a->findings);
	families_release(&a->families);
	link_free(a->link);
	a->findings = (struct findings){ 0 };
	a->families = (struct families){ 0 };
	a->link = NULL;
}

bool audit_renew(struct audit *a, struct err *err)
{
	release_results(a);
	if (!find_families(a->options, a, err) || !find_findings(a, err) || !settle_mends(a, err))
		return false;
	apply_focus(a);
	return true;
}

void audit_release(struct audit *a)
{
	release_results(a);
	planner_memo_release(&a->memo);
	project_release(&a->project);
	arena_release(&a->arena);
}
