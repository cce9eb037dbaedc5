/* The compliance report: what an audit says about families and controls, sealed (docs/reports.md, "Controls"). */
#ifndef CLI_COMPLIANCE_H
#define CLI_COMPLIANCE_H

#include <cjson/cJSON.h>

#include "base/vec.h"
#include "cli/controls.h"
#include "cli/seal.h"

struct audit;

/* How many implementations each product had; from an earlier report. */
struct earlier_family {
	struct str product;
	uint32_t implementations;
	bool is_met; /* it is there today, too */
};

struct earlier {
	VEC(struct earlier_family) families; /* in the order of the report */
	struct arena arena;
};

/*
 * Reads a compliance report or a JSON report of canonry audit. Whoever wrote
 * it: what has another shape is refused with "name: ...". earlier_release()
 * in any case.
 */
bool earlier_parse(const char *name, struct str text, struct earlier *ret, struct err *err);
void earlier_release(struct earlier *e);

struct compliance_input {
	struct audit *audit;
	const struct controls *controls;
	struct str mapping_name, mapping_text;
	struct earlier *earlier;         /* NULL: there is nothing to compare with */
	const char *earlier_name;
	const struct seal *previous; /* NULL: the report is the first */
};

/* How the evidence stands to a control. */
enum support { SUPPORT_NONE, SUPPORT_FOR, SUPPORT_MIXED, SUPPORT_AGAINST, SUPPORT_COUNT };
extern const char *const support_names[SUPPORT_COUNT]; /* "no-evidence", "supports", "mixed", "speaks-against" */

/* The report as a tree, with zeros for its digest; the caller owns it. */
cJSON *compliance_make(const struct compliance_input *in);

/* The part about controls: {framework, id, ..., "support", "for", "against", "accepted"}. */
void compliance_add_controls(cJSON *report, const struct compliance_input *in);

/* The same for people, made from the sealed tree alone. */
void compliance_write_markdown(const cJSON *report, struct strbuf *out);

#endif
