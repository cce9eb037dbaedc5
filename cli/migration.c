/* Messages about interrupted, refused and failed migrations. */
#include "base/base.h"
#include "cli/migration.h"

#include "base/file.h"
#include "base/path.h"

bool migration_root(const struct session *s, const char *dir, struct arena *a, struct str *ret)
{
	struct err err = { 0 };

	if (!path_real(a, dir ? dir : ".", ret, &err)) {
		say_error(s, "%s", err.message);
		return false;
	}
	if (file_is_dir(ret->ptr))
		return true;
	say_error(s, "%s is no directory", dir);
	return false;
}

void migration_say_interrupted(const struct session *s, struct str root)
{
	struct arena a = { 0 };
	struct str id, title;

	transaction_interrupted(root, &a, &id, &title);
	if (id.len)
		say_note(s,
			"a migration was interrupted (" STR_FMT ": " STR_FMT
			"); \"canonry resume\" completes it, \"canonry undo\" takes it back",
			STR_ARG(id), STR_ARG(title));
	arena_release(&a);
}

static const char *ending(enum transaction_end end)
{
	switch (end) {
	case TRANSACTION_REFUSED: return "; nothing was changed";
	case TRANSACTION_TAKEN_BACK: return "; everything is as it was before";
	case TRANSACTION_UNFINISHED:
		return "; when the cause is mended, \"canonry resume\" completes the migration and \"canonry undo\" takes it back";
	default: return "";
	}
}

int migration_say_failure(const struct session *s, const struct transaction_result *result, const struct err *err)
{
	vec_foreach (struct transaction_refusal, r, &result->refusals)
		say_error(s, STR_FMT ": " STR_FMT, STR_ARG(r->path), STR_ARG(r->reason));
	say_error(s, "%s%s", err->message, ending(result->end));
	return result->end == TRANSACTION_NOTHING || result->end == TRANSACTION_UNKNOWN ? EXIT_USAGE : EXIT_REFUSED;
}

int migration_run_locked(const struct session *s, struct str root, migration_work *run, const void *args)
{
	struct transaction_lock *lock = NULL;
	struct err err = { 0 };
	int code;

	if (transaction_lock(root, &lock, &err)) {
		code = run(s, args, lock);
	} else {
		say_error(s, "%s", err.message);
		code = EXIT_REFUSED;
	}
	transaction_unlock(lock);
	return code;
}
