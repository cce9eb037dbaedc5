/* Does a change compile? Units are parsed as they are and with the change, and what is new is told. */
#ifndef ANALYZERS_LANG_C_CLANG_CHECK_H
#define ANALYZERS_LANG_C_CLANG_CHECK_H

#include "analyzers/lang/c/clang_unit.h"

/*
 * A diagnostic is new when the unit has more of its kind (severity, file,
 * option, text) with the change than without: lines move, words stay. A unit
 * that is parsed before and not after is worse, whatever it says. A unit that
 * cannot be parsed before says nothing about the change.
 */
struct clang_verdict {
	struct clang_outcome before, after;
	struct clang_diagnostic *fresh; /* only with the change; errors first */
	uint32_t fresh_count, fresh_errors, gone_errors;
	struct str other_arm; /* a file of which an #if takes another arm than before, or empty: no error, but another program */
	bool is_worse;   /* a new error, or no parse any more */
	bool is_unknown; /* not parsed before, or ended by a limit */
};

/*
 * run.overlays is the change. Give only units that read a changed file
 * (clang_outcome.files) or that are to read a new one. verdicts[i] is of
 * units[i].
 */
bool clang_check_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_verdict **ret_verdicts, struct err *err);

/* The verdict on two parses that were made apart: v->before and v->after are given, the rest is filled in. */
void clang_check_judge(struct clang_verdict *v, struct arena *a);

#endif
