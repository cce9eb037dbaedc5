/* Words for statuses, forms, roles and leftovers, as dumps and reports show them. */
#include "base/base.h"
#include "analyzers/lang/c/clang_refs.h"

const char *const clang_status_names[CLANG_STATUS_COUNT] = {
	[CLANG_PARSED] = "parsed",
	[CLANG_HAS_ERRORS] = "has-errors",
	[CLANG_NOT_BUILT] = "not-built",
	[CLANG_REFUSED] = "refused",
	[CLANG_CRASHED] = "crashed",
	[CLANG_TIMED_OUT] = "timed-out",
	[CLANG_TOO_LARGE] = "too-large",
	[CLANG_CANCELLED] = "cancelled",
};

const char *const clang_ref_form_names[CLANG_REF_FORM_COUNT] = {
	[CLANG_REF_DIRECT] = "direct",
	[CLANG_REF_MACRO_ARGUMENT] = "macro-argument",
	[CLANG_REF_MACRO_BODY] = "macro-body",
	[CLANG_REF_PASTED] = "pasted",
};

const char *const clang_ref_role_names[CLANG_ROLE_COUNT] = {
	[CLANG_ROLE_DEFINITION] = "definition",
	[CLANG_ROLE_DECLARATION] = "declaration",
	[CLANG_ROLE_CALL] = "call",
	[CLANG_ROLE_ADDRESS] = "address",
	[CLANG_ROLE_USE] = "use",
};

const char *const clang_leftover_names[CLANG_LEFT_KIND_COUNT] = {
	[CLANG_LEFT_STRING] = "string",
	[CLANG_LEFT_COMMENT] = "comment",
	[CLANG_LEFT_HASH] = "hash",
	[CLANG_LEFT_INACTIVE] = "inactive",
	[CLANG_LEFT_MACRO] = "macro",
	[CLANG_LEFT_OTHER] = "other",
};
