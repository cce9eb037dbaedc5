/* A plan as JSON, to be reviewed and applied later; and back, whoever wrote it. */
#ifndef REWRITERS_PLAN_JSON_H
#define REWRITERS_PLAN_JSON_H

#include "rewriters/plan.h"

/*
 * Schema 1, the same bytes for the same plan:
 *
 *	{ "schema": 1, "tool": "canonry",
 *	  "root": "src",                  where it was made, from the directory of the user
 *	  "commit": "5f3a..." or null,
 *	  "summary": { "changes": 3, "ready": 2, "held": 1, "shown": 0, "refused": 0, "steps": 1, "files": 2 },
 *	  "steps": [ { "kind", "product", "title", "body" } ],
 *	  "changes": [ { "state", "level", "kind", "code", "product", "path", "line", "column",
 *	                 "text", "reason", "details", "fingerprint",
 *	                 "step": 0 or null, "needs": null or an index into changes } ],
 *	  "files": [ { "path", "hash", "size", "mode": "0644", "removed_by": null or an index,
 *	               "edits": [ { "line", "start", "end", "old", "new", "change": an index } ] } ],
 *	  "skips": [ { "path", "reason", "changes": 1 } ] }
 *
 * Order is meaning: indexes count from 0. What is applied are the changes
 * whose state is "ready"; a reviewer may set that, or another state.
 *
 * JSON holds no bytes that are not UTF-8, and no NUL that would survive: a
 * text with either stands under its key with "_base64" behind it instead
 * ("old_base64"), in the alphabet of RFC 4648 with padding.
 */

#define PLAN_SCHEMA 1
#define PLAN_JSON_MAX ((size_t)1 << 30) /* a longer file is no plan */

/* `root` is what the file says of the root; `out` ends in a newline. */
void plan_write_json(const struct plan *p, struct str root, struct strbuf *out);

/*
 * Everything is checked: types, ranges, paths that would leave the root,
 * the order of edits, what indexes point to. Unknown keys are passed over,
 * an unknown schema is not. The message says where: "plan.json:
 * files[3].edits[0].end: ..." with `name` in front. plan_release() the plan
 * on success only.
 */
bool plan_read_json(const char *name, struct str text, struct plan *ret, struct err *err);

#endif
