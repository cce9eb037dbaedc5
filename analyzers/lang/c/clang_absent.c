/* Stands in for libclang in a build without its headers: everything says so. */
#include "base/base.h"
#include "analyzers/lang/c/clang_unit.h"

#include "analyzers/lang/c/clang_check.h"
#include "analyzers/lang/c/clang_facts.h"
#include "analyzers/lang/c/clang_meaning.h"
#include "analyzers/lang/c/clang_refs.h"

static bool refuse(struct err *err)
{
	return err_set(err, "this build has no libclang: its headers were not there when it was made");
}

bool clang_is_usable(struct arena *a, struct str *ret_about, struct err *err)
{
	return refuse(err);
}

bool clang_parse_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_outcome **ret_outcomes, struct err *err)
{
	return refuse(err);
}

bool clang_facts_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_unit_facts **ret_facts, struct err *err)
{
	return refuse(err);
}

bool clang_refs_run(const struct clang_run *run, const struct clang_target *targets, uint32_t target_count,
	const struct clang_unit *units, uint32_t unit_count, struct arena *a, struct clang_refs *ret, struct err *err)
{
	return refuse(err);
}

bool clang_check_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_verdict **ret_verdicts, struct err *err)
{
	return refuse(err);
}

bool clang_meanings_run(const struct clang_run *run, const struct clang_wanted *wanted, uint32_t wanted_count,
	const struct clang_unit *units, uint32_t count, struct arena *a, struct clang_unit_meanings **ret, struct err *err)
{
	return refuse(err);
}
