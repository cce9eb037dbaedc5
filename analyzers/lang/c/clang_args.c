/* Arguments for gcc are not all for libclang: what it names as unknown is dropped. */
#include "base/base.h"
#include "analyzers/lang/c/clang_args.h"

/* Ours come last and only add: nothing that decides on what the code means. */
void clang_add_args(const struct clang_tu *tu, clang_arg_list *args)
{
	static const char *const ours[] = { "-Wno-unknown-warning-option", "-Qunused-arguments", "-fparse-all-comments",
		"-ferror-limit=0" };

	for (uint32_t i = 0; i < tu->unit->arg_count; i++)
		vec_push(args, tu->unit->args[i]);
	if (tu->job->headers.len) {
		vec_push(args, "-isystem");
		vec_push(args, tu->job->headers.ptr);
	}
	for (size_t i = 0; i < ARRAY_LEN(ours); i++)
		vec_push(args, ours[i]);
}

/* "unknown argument: '-fno-such'" and "unsupported option '-mno-such' for target ...": the argument that is named. */
static struct str refused_argument(struct str message)
{
	static const struct str openings[] = { STR_INIT("unknown argument"), STR_INIT("unsupported option"),
		STR_INIT("unsupported argument"), STR_INIT("unknown target CPU"), STR_INIT("optimization flag") };
	size_t open = str_find(message, '\'');

	for (size_t i = 0; i < ARRAY_LEN(openings); i++)
		if (str_starts(message, openings[i])) {
			struct str rest = str_slice(message, open + 1, message.len);

			return str_slice(rest, 0, str_find(rest, '\''));
		}
	return STR("");
}

static bool drop_arg(clang_arg_list *args, struct str refused)
{
	size_t kept = 0, count = args->len;

	for (size_t i = 0; i < count; i++)
		if (!str_is(refused, args->items[i]))
			args->items[kept++] = args->items[i];
	args->len = kept;
	return kept < count;
}

bool clang_drop_refused(const struct clang_tu *tu, clang_arg_list *args)
{
	unsigned count = tu->api->getNumDiagnostics(tu->handle);
	bool is_dropped = false;

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic d = tu->api->getDiagnostic(tu->handle, i);
		CXString text = tu->api->getDiagnosticSpelling(d);
		struct str refused = refused_argument(str_from(tu->api->getCString(text)));

		if (refused.len && tu->api->getDiagnosticSeverity(d) >= CXDiagnostic_Error)
			is_dropped |= drop_arg(args, refused);
		tu->api->disposeString(text);
		tu->api->disposeDiagnostic(d);
	}
	return is_dropped;
}

/* What says where headers are and what the language is; an argument may stand apart from its flag. */
static bool is_essential(const char *arg, bool *ret_takes_next)
{
	static const char *const flags[] = { "-I", "-D", "-U", "-isystem", "-iquote", "-idirafter", "-include",
		"-imacros", "-x" };
	struct str text = str_from(arg);

	*ret_takes_next = false;
	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		if (str_starts(text, str_from(flags[i]))) {
			*ret_takes_next = str_is(text, flags[i]);
			return true;
		}
	return str_starts(text, STR("-std="));
}

bool clang_keep_essential(clang_arg_list *args)
{
	size_t kept = 0, count = args->len;

	for (size_t i = 0; i < count; i++) {
		bool takes_next;

		if (!is_essential(args->items[i], &takes_next))
			continue;
		args->items[kept++] = args->items[i];
		if (takes_next && i + 1 < count)
			args->items[kept++] = args->items[++i];
	}
	args->len = kept;
	return kept < count;
}
