/* Parsing one unit: what is tried again, what it had to say. */
#include "base/base.h"
#include "analyzers/lang/c/clang_impl.h"

#include <unistd.h>

#include "analyzers/lang/c/clang_args.h"
#include "analyzers/lang/c/clang_overlay.h"
#include "base/path.h"

#define TRIES 6 /* each time without the arguments that libclang named as unknown, with the new files that it lacked */

static enum CXErrorCode parse_once(struct clang_tu *tu, const clang_arg_list *args, const clang_unsaved_list *files)
{
	unsigned options = CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_KeepGoing;

	if (tu->handle)
		tu->api->disposeTranslationUnit(tu->handle);
	tu->handle = NULL;
	return tu->api->parseTranslationUnit2(tu->index, arena_str(tu->arena, tu->unit->path).ptr, args->items,
		(int)args->len, files->items, (unsigned)files->len, options, &tu->handle);
}

static void refuse(struct clang_tu *tu, enum clang_status status, const char *why)
{
	tu->outcome.status = status;
	tu->outcome.message = arena_printf(tu->arena, "%s", why);
}

/* New files may include new files, each is found one parse later. */
static bool can_try_again(struct clang_tu *tu, clang_arg_list *args, clang_unsaved_list *files)
{
	bool is_dropped = clang_drop_refused(tu, args);

	tu->outcome.is_retried |= is_dropped;
	return (files->len && clang_add_missing(tu, files)) || is_dropped;
}

static void parse(struct clang_tu *tu, clang_arg_list *args, clang_unsaved_list *files)
{
	enum CXErrorCode code = parse_once(tu, args, files);

	if (code != CXError_Success && code != CXError_Crashed && clang_keep_essential(args)) {
		tu->outcome.is_retried = true;
		code = parse_once(tu, args, files);
	}
	for (int i = 0; code == CXError_Success && i < TRIES && can_try_again(tu, args, files); i++)
		code = parse_once(tu, args, files);
	/* It has caught its own crash; what is left of it cannot be trusted with another unit. */
	if (code == CXError_Crashed)
		_exit(1);
	if (code != CXError_Success || !tu->handle)
		refuse(tu, CLANG_REFUSED, "libclang makes nothing of these arguments");
}

/* For tests: CANONRY_CLANG_FAULT=crash:NAME (or hang, memory) does that to the units whose main file has this name. */
static void act_out_fault(struct str path)
{
	struct str fault = str_from(getenv("CANONRY_CLANG_FAULT")), kind = str_head(fault, ':');

	if (!kind.len || !str_eq(str_tail(fault, ':'), path_base(path)))
		return;
	if (str_is(kind, "crash"))
		abort();
	while (str_is(kind, "hang"))
		pause();
	while (str_is(kind, "memory")) {
		/* Volatile: a compiler may drop memory that nobody reads. */
		void *volatile taken = malloc((size_t)1 << 20);

		if (!taken)
			abort();
		memset(taken, 1, (size_t)1 << 20);
	}
}

static bool has_overlay(const struct clang_tu *tu, struct str path)
{
	const struct clang_run *run = tu->job->run;

	for (uint32_t i = 0; i < run->overlay_count; i++)
		if (str_eq(run->overlays[i].path, path))
			return true;
	return false;
}

static bool is_there(struct clang_tu *tu, bool has_overlays)
{
	struct str path = path_join(tu->arena, tu->unit->directory, tu->unit->path);

	if (chdir(arena_str(tu->arena, tu->unit->directory).ptr) != 0) {
		refuse(tu, CLANG_NOT_BUILT, "the folder that it is compiled in is not there");
		return false;
	}
	if (access(path.ptr, R_OK) != 0 && !(has_overlays && has_overlay(tu, path))) {
		refuse(tu, CLANG_NOT_BUILT, "its source cannot be read; perhaps the build has yet to make it");
		return false;
	}
	return true;
}

/* By -x, or by its name. */
static bool is_cpp_unit(const struct clang_unit *unit)
{
	static const char *const extensions[] = { "cc", "cpp", "cxx", "C", "c++", "hpp", "hh", "hxx", "mm" };
	bool is_cpp = false;

	for (size_t i = 0; i < ARRAY_LEN(extensions); i++)
		is_cpp |= str_is(path_extension(unit->path), extensions[i]);
	for (uint32_t i = 0; i < unit->arg_count; i++) {
		struct str arg = str_from(unit->args[i]);

		if (str_is(arg, "-x") && i + 1 < unit->arg_count)
			is_cpp = str_has(str_from(unit->args[i + 1]), STR("++"));
		else if (str_starts(arg, STR("-x")) && arg.len > 2)
			is_cpp = str_has(arg, STR("++"));
	}
	return is_cpp;
}

void clang_tu_parse(struct clang_tu *tu, const struct clang_job *job, uint32_t item, bool has_overlays, struct arena *a)
{
	clang_arg_list args = { 0 };
	clang_unsaved_list files = { 0 };

	*tu = (struct clang_tu){
		.job = job, .api = &job->api, .unit = &job->units[item], .arena = a, .main_file = NONE
	};
	tu->started_us = clang_now_us();
	tu->is_cpp = is_cpp_unit(tu->unit);
	if (!is_there(tu, has_overlays))
		return;
	act_out_fault(tu->unit->path);
	tu->index = job->api.createIndex(0, 0);
	clang_add_args(tu, &args);
	if (has_overlays)
		clang_add_overlays(tu, &files);
	parse(tu, &args, &files);
	vec_release(&args);
	vec_release(&files);
	tu->outcome.parse_us = (uint32_t)(clang_now_us() - tu->started_us);
	if (tu->handle)
		tu->main_file =
			clang_tu_file(tu, tu->api->getFile(tu->handle, arena_str(tu->arena, tu->unit->path).ptr));
}

void clang_tu_release(struct clang_tu *tu)
{
	if (tu->handle)
		tu->api->disposeTranslationUnit(tu->handle);
	if (tu->index)
		tu->api->disposeIndex(tu->index);
	vec_release(&tu->files);
	map_release(&tu->by_handle);
	map_release(&tu->by_path);
	*tu = (struct clang_tu){ 0 };
}

/* --- What it had to say --- */

static enum clang_severity severity_of(enum CXDiagnosticSeverity severity)
{
	switch (severity) {
	case CXDiagnostic_Ignored:
	case CXDiagnostic_Note: return CLANG_NOTE;
	case CXDiagnostic_Warning: return CLANG_WARNING;
	case CXDiagnostic_Error: return CLANG_ERROR;
	case CXDiagnostic_Fatal: return CLANG_FATAL;
	}
	return CLANG_FATAL;
}

static struct clang_diagnostic diagnostic_of(struct clang_tu *tu, CXDiagnostic d)
{
	struct clang_diagnostic said = { .severity = severity_of(tu->api->getDiagnosticSeverity(d)) };
	struct clang_place place = clang_tu_written(tu, tu->api->getDiagnosticLocation(d));

	said.message = clang_tu_take(tu, tu->api->getDiagnosticSpelling(d));
	said.option = clang_tu_take(tu, tu->api->getDiagnosticOption(d, NULL));
	if (place.file != NONE)
		said.path = tu->files.items[place.file].path;
	said.line = place.line;
	said.column = place.column;
	said.offset = place.offset;
	return said;
}

static void add_diagnostics(struct clang_tu *tu)
{
	unsigned count = tu->api->getNumDiagnostics(tu->handle);
	VEC(struct clang_diagnostic) kept = { 0 };

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic d = tu->api->getDiagnostic(tu->handle, i);
		enum clang_severity severity = severity_of(tu->api->getDiagnosticSeverity(d));

		tu->outcome.error_count += severity >= CLANG_ERROR;
		tu->outcome.warning_count += severity == CLANG_WARNING;
		if (severity != CLANG_NOTE && kept.len < CLANG_MAX_DIAGNOSTICS)
			vec_push(&kept, diagnostic_of(tu, d));
		tu->api->disposeDiagnostic(d);
	}
	tu->outcome.diagnostic_count = (uint32_t)kept.len;
	tu->outcome.diagnostics = arena_copy(tu->arena, kept.items, kept.len, sizeof(*kept.items));
	vec_release(&kept);
}

static void meet_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	clang_tu_file(data, file);
}

static int compare_paths(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void add_files(struct clang_tu *tu)
{
	VEC(struct str) paths = { 0 };

	tu->api->getInclusions(tu->handle, meet_file, tu);
	vec_foreach (struct clang_file, file, &tu->files)
		if (file->is_project)
			vec_push(&paths, file->path);
	vec_sort(&paths, compare_paths);
	tu->outcome.file_count = (uint32_t)paths.len;
	tu->outcome.files = arena_copy(tu->arena, paths.items, paths.len, sizeof(*paths.items));
	vec_release(&paths);
}

static struct str first_error(const struct clang_tu *tu)
{
	for (uint32_t i = 0; i < tu->outcome.diagnostic_count; i++)
		if (tu->outcome.diagnostics[i].severity >= CLANG_ERROR)
			return tu->outcome.diagnostics[i].message;
	return STR("errors");
}

void clang_tu_finish(struct clang_tu *tu)
{
	if (tu->handle) {
		add_diagnostics(tu);
		add_files(tu);
		tu->outcome.status = tu->outcome.error_count ? CLANG_HAS_ERRORS : CLANG_PARSED;
		if (tu->outcome.error_count)
			tu->outcome.message = first_error(tu);
	}
	tu->outcome.total_us = (uint32_t)(clang_now_us() - tu->started_us);
}
