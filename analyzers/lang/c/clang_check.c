/* Two parses in one worker, and the difference of what they say. */
#include "base/base.h"
#include "analyzers/lang/c/clang_check.h"

#include "analyzers/lang/c/clang_arms.h"
#include "analyzers/lang/c/clang_wire.h"

static void answer_check(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct wire w = wire_writer(answer);

	for (int has_overlays = 0; has_overlays < 2; has_overlays++) {
		struct clang_tu tu;

		clang_tu_parse(&tu, job, item, has_overlays, a);
		clang_tu_finish(&tu);
		clang_add_arms(&tu);
		wire_outcome(&w, &tu.outcome);
		clang_tu_release(&tu);
	}
}

static bool hear(const struct clang_answer *answer, struct arena *a, struct clang_verdict *ret)
{
	struct wire w = wire_reader(answer->bytes, a);

	if (answer->end != WORK_ANSWERED)
		return false;
	wire_outcome(&w, &ret->before);
	wire_outcome(&w, &ret->after);
	return wire_is_done(&w);
}

bool clang_check_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_verdict **ret_verdicts, struct err *err)
{
	struct clang_verdict *verdicts = arena_array(a, struct clang_verdict, count);
	struct clang_answer *answers;
	struct clang_job job;

	if (!clang_job_init(&job, run, units, a, err))
		return false;
	job.work = answer_check;
	answers = clang_job_run(&job, count, a);
	for (uint32_t i = 0; i < count; i++) {
		if (!hear(&answers[i], a, &verdicts[i])) {
			verdicts[i] = (struct clang_verdict){ .is_unknown = true };
			verdicts[i].before = verdicts[i].after = clang_job_failure(&job, &answers[i], a);
		} else {
			clang_check_judge(&verdicts[i], a);
		}
	}
	*ret_verdicts = verdicts;
	return true;
}
