/* The verdict: what the findings and the gaps mean for the exit code. */
#include "base/base.h"
#include "cli/audit.h"

#include "cli/command.h"

/* What is left out by design is no gap; whatever else is not read is one. */
static const char *const by_design[] = {
	"another git repository",
	"build output",
	"dangling symbolic link",
	"directory that holds itself",
	"excluded",
	"git ", /* listed without it */
	"ignored by",
	"installed packages",
	"no source file",
	"not a regular file",
	"symbolic link cycle",
	"symbolic link out",
	"tracked path that leaves",
	"virtual environment",
};

bool audit_is_gap(const struct project_skip *skip)
{
	for (size_t i = 0; i < ARRAY_LEN(by_design); i++)
		if (str_starts(skip->reason, str_from(by_design[i])))
			return false;
	return true;
}

static void count_gaps(const struct project *p, struct verdict *v)
{
	vec_foreach (struct project_skip, skip, &p->skips)
		v->unread += audit_is_gap(skip);
	for (uint32_t i = 0; i < p->file_count; i++)
		v->unparsed += p->files[i].unparsed != NULL;
	v->is_incomplete = v->unread || v->unparsed;
}

static void count_suppressed(const struct audit *a, struct verdict *v)
{
	vec_foreach (struct finding, x, &a->findings.suppressed)
		v->suppressed[a->findings.suppressions.items[x->suppression].intent]++;
}

bool gate_fails(const struct gate *gate, const struct finding *x)
{
	return gate->fail_on != SEVERITY_OFF && x->severity >= gate->fail_on && !x->is_known && x->suppression == NONE;
}

struct verdict audit_verdict(const struct audit *a, const struct gate *gate, uint32_t stale)
{
	struct verdict v = { .code = EXIT_CLEAN, .stale = stale };

	vec_foreach (struct finding, x, &a->findings.items) {
		v.by_severity[x->severity]++;
		v.known += x->is_known;
		v.failing += gate_fails(gate, x);
	}
	count_suppressed(a, &v);
	count_gaps(&a->project, &v);
	if ((v.failing > gate->allowed_new || (gate->is_locked && stale)) && !gate->exit_zero)
		v.code = EXIT_FINDINGS;
	if (v.is_incomplete && gate->strict)
		v.code = EXIT_INCOMPLETE;
	return v;
}
