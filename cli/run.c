/* From options to an audit. */
#include "base/base.h"
#include "cli/run.h"

#include "cli/migration.h"
#include "cli/progress.h"

static const struct str *texts_of(struct arena *a, const struct opt_list *list, size_t *ret_count)
{
	struct str *texts;

	*ret_count = list ? list->len : 0;
	texts = arena_array(a, struct str, *ret_count + 1);
	for (size_t i = 0; i < *ret_count; i++)
		texts[i] = str_from(list->items[i]);
	return texts;
}

static void set_options(
	const struct session *s, const struct run_args *args, const struct run_wish *wish, struct run *r)
{
	struct audit_options *o = &r->options;

	*o = (struct audit_options){
		.paths = wish->paths ? wish->paths->items : NULL,
		.path_count = wish->paths ? wish->paths->len : 0,
		.config_path = args->config,
		.compdb_path = args->compdb,
		.jobs = args->jobs,
		.use_cache = !args->no_cache,
		.parse_all = args->parse_all,
		.is_syntactic = args->no_semantic,
		.is_full = args->full,
		.ignore_config = wish->ignore_config,
		.only_paths = wish->only_paths,
		.only_arguments = wish->only_arguments,
		.today = args->today,
		.cancel = s->cancel,
	};
	o->families = texts_of(&r->arena, wish->families, &o->family_count);
	o->canonicals = texts_of(&r->arena, wish->canonicals, &o->canonical_count);
	o->callables = texts_of(&r->arena, wish->callables, &o->callable_count);
}

/* First of all: what an audit would find in half a migration is of no use. */
static void say_interrupted(const struct session *s, const struct run *r)
{
	struct arena a = { 0 };
	struct audit_scope scope;

	if (audit_find_scope(&r->options, &a, &scope, NULL))
		migration_say_interrupted(s, scope.root);
	arena_release(&a);
}

int run_audit(const struct session *s, const struct run_args *args, const struct run_wish *wish, struct run *ret)
{
	struct progress progress;
	bool ok;

	*ret = (struct run){ 0 };
	if (args->full && args->no_semantic)
		return say_error(s, "--full and --no-semantic contradict each other");
	set_options(s, args, wish, ret);
	if (!wish->only_paths)
		say_interrupted(s, ret);
	progress_start(&progress, &s->err);
	ret->options.progress = progress_update;
	ret->options.progress_context = &progress;
	ok = audit_run(&ret->options, &ret->audit, &ret->err);
	progress_stop(&progress);
	/* The project goes on being asked; the bar is gone. */
	ret->options.progress = NULL;
	ret->audit.project_options.progress = NULL;
	if (!ok)
		return wish->is_silent ? EXIT_USAGE : say_error(s, "%s", ret->err.message);
	if (ret->audit.project.note.len)
		say_note(s, "%s", arena_str(&ret->arena, ret->audit.project.note).ptr);
	return EXIT_CLEAN;
}

void run_release(struct run *r)
{
	audit_release(&r->audit);
	arena_release(&r->arena);
}
