/* Plan -> JSON: one function for each kind of object. */
#include "base/base.h"
#include "rewriters/plan_json.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* --- Values --- */

static bool is_plain(struct str text)
{
	return utf8_valid_prefix(text) == text.len && str_find(text, '\0') == text.len;
}

static void add_text(cJSON *object, const char *key, struct str text)
{
	struct strbuf value CLEANUP(strbuf_release) = { 0 };
	char long_key[64];

	snprintf(long_key, sizeof(long_key), "%s_base64", key);
	strbuf_grow(&value, text.len);
	value.ptr[0] = '\0';
	if (is_plain(text))
		strbuf_add(&value, text);
	else
		base64_add(&value, text);
	cJSON_AddStringToObject(object, is_plain(text) ? key : long_key, value.ptr);
}

/* cJSON prints what does not fit an int as a floating-point number. */
static void add_number(cJSON *object, const char *key, uint64_t number)
{
	char digits[24];

	if (number <= INT_MAX) {
		cJSON_AddNumberToObject(object, key, (double)number);
		return;
	}
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	cJSON_AddRawToObject(object, key, digits);
}

static void add_index(cJSON *object, const char *key, uint32_t index)
{
	if (index == NONE)
		cJSON_AddNullToObject(object, key);
	else
		add_number(object, key, index);
}

static cJSON *append(cJSON *array)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddItemToArray(array, object);
	return object;
}

/* --- Objects --- */

static void add_summary(cJSON *plan, const struct plan *p)
{
	cJSON *summary = cJSON_AddObjectToObject(plan, "summary");

	add_number(summary, "changes", p->changes.len);
	for (int state = 0; state < CHANGE_STATE_COUNT; state++)
		add_number(summary, change_state_names[state], plan_count(p, (enum change_state)state));
	add_number(summary, "steps", p->steps.len);
	add_number(summary, "files", p->files.len);
}

static void add_step(cJSON *array, const struct step *x)
{
	cJSON *object = append(array);

	add_text(object, "kind", x->kind);
	add_text(object, "product", x->product);
	add_text(object, "title", x->title);
	add_text(object, "body", x->body);
}

static void add_change(cJSON *array, const struct change *x)
{
	cJSON *object = append(array);

	cJSON_AddStringToObject(object, "state", change_state_names[x->state]);
	cJSON_AddStringToObject(object, "level", mend_names[x->level]);
	add_text(object, "kind", x->kind);
	add_text(object, "code", x->code);
	add_text(object, "product", x->product);
	add_text(object, "path", x->path);
	add_number(object, "line", x->line);
	add_number(object, "column", x->column);
	add_text(object, "text", x->text);
	add_text(object, "reason", x->reason);
	add_text(object, "advice", x->advice);
	add_text(object, "details", x->details);
	add_text(object, "fingerprint", x->fingerprint);
	add_number(object, "round", x->round);
	add_index(object, "step", x->step);
	add_index(object, "needs", x->needs);
}

static void add_edit(cJSON *array, const struct edit *e)
{
	cJSON *object = append(array);

	add_number(object, "line", e->line);
	add_number(object, "start", e->start);
	add_number(object, "end", e->end);
	add_text(object, "old", e->old);
	add_text(object, "new", e->text);
	add_number(object, "change", e->change);
}

static void add_file(cJSON *array, const struct plan_file *f)
{
	cJSON *object = append(array), *edits;
	char mode[16];

	snprintf(mode, sizeof(mode), "%04o", f->mode);
	add_text(object, "path", f->path);
	add_text(object, "hash", f->hash);
	add_number(object, "size", f->size);
	cJSON_AddStringToObject(object, "mode", mode);
	add_index(object, "removed_by", f->is_removed ? f->remover : NONE);
	edits = cJSON_AddArrayToObject(object, "edits");
	vec_foreach (struct edit, e, &f->edits)
		add_edit(edits, e);
}

static void add_skip(cJSON *array, const struct plan_skip *x)
{
	cJSON *object = append(array);

	add_text(object, "path", x->path);
	add_text(object, "reason", x->reason);
	add_number(object, "changes", x->changes);
}

static void add_lists(cJSON *plan, const struct plan *p)
{
	cJSON *array = cJSON_AddArrayToObject(plan, "steps");

	vec_foreach (struct step, x, &p->steps)
		add_step(array, x);
	array = cJSON_AddArrayToObject(plan, "changes");
	vec_foreach (struct change, x, &p->changes)
		add_change(array, x);
	array = cJSON_AddArrayToObject(plan, "files");
	vec_foreach (struct plan_file, f, &p->files)
		add_file(array, f);
	array = cJSON_AddArrayToObject(plan, "skips");
	vec_foreach (struct plan_skip, x, &p->skips)
		add_skip(array, x);
}

void plan_write_json(const struct plan *p, struct str root, struct strbuf *out)
{
	cJSON *plan;
	char *text;

	cJSON_InitHooks(&(cJSON_Hooks){ .malloc_fn = xmalloc, .free_fn = free });
	plan = cJSON_CreateObject();
	add_number(plan, "schema", PLAN_SCHEMA);
	cJSON_AddStringToObject(plan, "tool", "canonry");
	add_text(plan, "root", root);
	if (p->commit.len)
		add_text(plan, "commit", p->commit);
	else
		cJSON_AddNullToObject(plan, "commit");
	add_summary(plan, p);
	add_lists(plan, p);
	text = cJSON_Print(plan);
	cJSON_Delete(plan);
	if (!text)
		BUG("cJSON cannot print its own tree");
	strbuf_addz(out, text);
	strbuf_addch(out, '\n');
	cJSON_free(text);
}
