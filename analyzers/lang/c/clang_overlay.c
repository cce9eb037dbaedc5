/* New and changed files under every name by which they are asked for. */
#include "base/base.h"
#include "analyzers/lang/c/clang_overlay.h"

#include "base/path.h"

static void add_unsaved(struct clang_tu *tu, clang_unsaved_list *files, struct str name, uint32_t overlay)
{
	const struct clang_overlay *o = &tu->job->run->overlays[overlay];
	struct str bytes = o->is_removed ? STR("#error \"this file is removed\"\n") : o->bytes;

	vec_push(
		files, (struct CXUnsavedFile){ arena_str(tu->arena, name).ptr, bytes.len ? bytes.ptr : "", bytes.len });
}

void clang_add_overlays(struct clang_tu *tu, clang_unsaved_list *files)
{
	for (uint32_t i = 0; i < tu->job->run->overlay_count; i++)
		add_unsaved(tu, files, tu->job->run->overlays[i].path, i);
}

/* libclang would find `folder/name`: is that an overlay, whatever it is called there? */
static bool add_alias(struct clang_tu *tu, clang_unsaved_list *files, struct str folder, struct str name)
{
	struct str spelled = arena_printf(tu->arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
	struct str whole = path_normalise(tu->arena, path_join(tu->arena, tu->unit->directory, spelled));
	const struct clang_run *run = tu->job->run;

	vec_foreach (struct CXUnsavedFile, known, files)
		if (str_is(spelled, known->Filename))
			return false;
	for (uint32_t i = 0; i < run->overlay_count; i++)
		if (str_eq(run->overlays[i].path, whole)) {
			add_unsaved(tu, files, spelled, i);
			return true;
		}
	return false;
}

/* In the includer's folder, and where -I and its kin say. */
static bool add_aliases(struct clang_tu *tu, clang_unsaved_list *files, struct str includer, struct str name)
{
	static const struct str flags[] = { STR_INIT("-I"), STR_INIT("-iquote"), STR_INIT("-isystem"),
		STR_INIT("-idirafter") };
	const struct clang_unit *unit = tu->unit;
	bool is_added = add_alias(tu, files, path_dir(includer).len ? path_dir(includer) : STR("."), name);

	for (uint32_t i = 0; i < unit->arg_count; i++)
		for (size_t k = 0; k < ARRAY_LEN(flags); k++) {
			struct str arg = str_from(unit->args[i]);

			if (str_eq(arg, flags[k]) && i + 1 < unit->arg_count)
				is_added |= add_alias(tu, files, str_from(unit->args[i + 1]), name);
			else if (str_starts(arg, flags[k]))
				is_added |= add_alias(tu, files, str_slice(arg, flags[k].len, arg.len), name);
		}
	return is_added;
}

bool clang_add_missing(struct clang_tu *tu, clang_unsaved_list *files)
{
	unsigned count = tu->api->getNumDiagnostics(tu->handle);
	bool is_added = false;

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic d = tu->api->getDiagnostic(tu->handle, i);
		struct str text = clang_tu_take(tu, tu->api->getDiagnosticSpelling(d));
		CXFile file = NULL;

		tu->api->getFileLocation(tu->api->getDiagnosticLocation(d), &file, NULL, NULL, NULL);
		if (file && str_ends(text, STR("' file not found")))
			is_added |= add_aliases(tu, files, clang_tu_take(tu, tu->api->getFileName(file)),
				str_slice(text, 1, text.len - strlen("' file not found")));
		tu->api->disposeDiagnostic(d);
	}
	return is_added;
}
