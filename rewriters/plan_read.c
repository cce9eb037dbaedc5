/* JSON -> plan. Whoever wrote it: nothing is believed, every refusal says where. */
#include "base/base.h"
#include "rewriters/plan_json.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define HASH_DIGITS 32
#define MODE_MAX 07777
#define NEEDS_MAX 10000

/* Where the reader is: the file's name, and the keys and indexes that lead to the object. */
struct reader {
	const char *name;
	struct plan *plan;
	struct strbuf place;
	struct err *err;
};

static PRINTF_LIKE(3, 4) bool refuse(const struct reader *r, const char *key, const char *format, ...)
{
	char message[512];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return err_set(r->err, "%s: %s%s%s: %s", r->name, r->place.len ? r->place.ptr : "", r->place.len && key[0] ? "." : "",
		key, message);
}

/* --- Values --- */

static const cJSON *get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool read_base64(struct reader *r, const char *key, const char *text, struct str *ret)
{
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };

	if (!base64_parse(&bytes, str_from(text)))
		return refuse(r, key, "is no base64");
	*ret = arena_str(&r->plan->arena, strbuf_str(&bytes));
	return true;
}

static bool read_text(struct reader *r, const cJSON *object, const char *key, struct str *ret)
{
	const cJSON *value = get(object, key);
	char long_key[64];

	if (value && !cJSON_IsString(value))
		return refuse(r, key, "is not a text");
	if (value) {
		*ret = arena_str(&r->plan->arena, str_from(value->valuestring));
		return true;
	}
	snprintf(long_key, sizeof(long_key), "%s_base64", key);
	value = get(object, long_key);
	if (!value)
		return refuse(r, key, "is missing");
	if (!cJSON_IsString(value))
		return refuse(r, long_key, "is not a text");
	return read_base64(r, long_key, value->valuestring, ret);
}

static bool read_number(struct reader *r, const cJSON *object, const char *key, uint64_t max, uint64_t *ret)
{
	const cJSON *value = get(object, key);

	if (!value)
		return refuse(r, key, "is missing");
	if (!cJSON_IsNumber(value))
		return refuse(r, key, "is not a number");
	/* The comparison is false for NaN too. */
	if (!(value->valuedouble >= 0 && value->valuedouble <= (double)max))
		return refuse(r, key, "is not from 0 to %llu", (unsigned long long)max);
	*ret = (uint64_t)value->valuedouble;
	if ((double)*ret != value->valuedouble)
		return refuse(r, key, "is not a whole number");
	return true;
}

static bool read_uint(struct reader *r, const cJSON *object, const char *key, uint32_t *ret)
{
	uint64_t number = 0;

	if (!read_number(r, object, key, NONE - 1, &number))
		return false;
	*ret = (uint32_t)number;
	return true;
}

/* An index into a list of so many, or null. */
static bool read_index(struct reader *r, const cJSON *object, const char *key, size_t count, uint32_t *ret)
{
	uint64_t number = 0;

	*ret = NONE;
	if (cJSON_IsNull(get(object, key)))
		return true;
	if (!read_number(r, object, key, NONE - 1, &number))
		return false;
	if (number >= count)
		return refuse(r, key, "there are only %zu", count);
	*ret = (uint32_t)number;
	return true;
}

static bool read_name(struct reader *r, const cJSON *object, const char *key, const char *const *names, unsigned count, unsigned *ret)
{
	struct str text;

	if (!read_text(r, object, key, &text))
		return false;
	for (unsigned i = 0; i < count; i++)
		if (str_is(text, names[i])) {
			*ret = i;
			return true;
		}
	return refuse(r, key, "'" STR_FMT "' is unknown", STR_ARG(str_slice(text, 0, 40)));
}

/* Relative, in its simplest form, and below the root. */
static bool check_path(struct reader *r, struct str path)
{
	struct arena scratch = { 0 };
	struct str part, rest = path;
	bool ok = path.len > 0 && path.ptr[0] != '/' && str_find(path, '\0') == path.len &&
		str_eq(path_normalise(&scratch, path), path) && !str_is(path, ".");

	while (ok && str_next(&rest, '/', &part))
		ok = !str_is(part, "..");
	arena_release(&scratch);
	return ok || refuse(r, "path", "is not a plain path below the root");
}

/* --- Objects --- */

/* The object that an item of a list is; the reader's place then names it until leave(). */
static bool enter(struct reader *r, const cJSON *item, const char *list, size_t index, size_t *ret_len)
{
	*ret_len = r->place.len;
	strbuf_printf(&r->place, "%s%s[%zu]", r->place.len ? "." : "", list, index);
	return cJSON_IsObject(item) || refuse(r, "", "is not an object");
}

static void leave(struct reader *r, size_t len)
{
	r->place.len = len;
	r->place.ptr[len] = '\0';
}

typedef bool read_item(struct reader *r, const cJSON *object, void *context);

static bool read_list(struct reader *r, const cJSON *object, const char *key, read_item *read, void *context)
{
	const cJSON *list = get(object, key), *item;
	size_t index = 0;

	if (!cJSON_IsArray(list))
		return refuse(r, key, "%s", list ? "is not a list" : "is missing");
	cJSON_ArrayForEach(item, list)
	{
		size_t len;

		if (!enter(r, item, key, index++, &len) || !read(r, item, context))
			return false;
		leave(r, len);
	}
	return true;
}

static bool read_step(struct reader *r, const cJSON *object, void *context)
{
	struct step x = { 0 };

	if (!read_text(r, object, "kind", &x.kind) || !read_text(r, object, "product", &x.product) ||
		!read_text(r, object, "title", &x.title) || !read_text(r, object, "body", &x.body))
		return false;
	vec_push(&r->plan->steps, x);
	return true;
}

static bool read_change_names(struct reader *r, const cJSON *object, struct change *x)
{
	unsigned state = 0, level = 0;

	if (!read_name(r, object, "state", change_state_names, CHANGE_STATE_COUNT, &state) ||
		!read_name(r, object, "level", mend_names, MEND_COUNT, &level))
		return false;
	x->state = (enum change_state)state;
	x->level = (enum mend)level;
	return true;
}

/* *context: how many changes there are. */
static bool read_change(struct reader *r, const cJSON *object, void *context)
{
	const size_t *count = context;
	struct change x = { 0 };

	if (!read_change_names(r, object, &x) || !read_text(r, object, "kind", &x.kind) ||
		!read_text(r, object, "code", &x.code) || !read_text(r, object, "product", &x.product) ||
		!read_text(r, object, "path", &x.path) || !read_uint(r, object, "line", &x.line) ||
		!read_uint(r, object, "column", &x.column) || !read_text(r, object, "text", &x.text) ||
		!read_text(r, object, "reason", &x.reason) || !read_text(r, object, "details", &x.details) ||
		!read_text(r, object, "fingerprint", &x.fingerprint) ||
		!read_text(r, object, "advice", &x.advice) || !read_uint(r, object, "round", &x.round) ||
		!read_index(r, object, "step", r->plan->steps.len, &x.step) ||
		!read_index(r, object, "needs", *count, &x.needs))
		return false;
	if (x.round > PLAN_ROUNDS_MAX)
		return refuse(r, "round", "is more than %d", PLAN_ROUNDS_MAX);
	vec_push(&r->plan->changes, x);
	return true;
}

static uint32_t round_of(const struct reader *r, const struct edit *e)
{
	return r->plan->changes.items[e->change].round;
}

/* Edits stand by their places, and what one replaces no other touches. */
static bool check_overlap(struct reader *r, const struct plan_file *f, const struct edit *e)
{
	if (f->edits.len && round_of(r, e) < round_of(r, vec_last(&f->edits)))
		return refuse(r, "change", "is of an earlier round than that of the edit before it");
	if (f->edits.len && round_of(r, e) == round_of(r, vec_last(&f->edits)) && e->start < vec_last(&f->edits)->start)
		return refuse(r, "start", "lies before that of the edit before it");
	if (!plan_is_live(r->plan, e->change))
		return true;
	for (size_t i = f->edits.len; i-- > 0;) {
		const struct edit *before = &f->edits.items[i];

		if (round_of(r, before) != round_of(r, e))
			return true;
		if (!plan_is_live(r->plan, before->change) || edit_is_same(before, e))
			continue;
		return e->start >= before->end || refuse(r, "start", "overlaps the edit before it");
	}
	return true;
}

static bool check_edit(struct reader *r, const struct plan_file *f, const struct edit *e)
{
	/* How long a text of a later round is shows when it is rendered. */
	if (e->end < e->start || (round_of(r, e) == 0 && e->end > f->size))
		return refuse(r, "end", "is not from start to the file's size");
	if (e->old.len != e->end - e->start)
		return refuse(r, "old", "is %zu bytes long, and end - start is %u", e->old.len, e->end - e->start);
	return check_overlap(r, f, e);
}

static bool read_edit(struct reader *r, const cJSON *object, void *context)
{
	struct plan_file *f = context;
	struct edit e = { 0 };

	if (!read_uint(r, object, "line", &e.line) || !read_uint(r, object, "start", &e.start) ||
		!read_uint(r, object, "end", &e.end) || !read_text(r, object, "old", &e.old) ||
		!read_text(r, object, "new", &e.text) ||
		!read_index(r, object, "change", r->plan->changes.len, &e.change))
		return false;
	if (e.change == NONE)
		return refuse(r, "change", "is missing");
	if (!check_edit(r, f, &e))
		return false;
	r->plan->changes.items[e.change].edit_count++;
	vec_push(&f->edits, e);
	return true;
}

static bool read_hash(struct reader *r, const cJSON *object, struct plan_file *f)
{
	if (!read_text(r, object, "hash", &f->hash))
		return false;
	if (f->hash.len != HASH_DIGITS || strspn(f->hash.ptr, "0123456789abcdef") != HASH_DIGITS)
		return refuse(r, "hash", "is not %d hexadecimal digits", HASH_DIGITS);
	return true;
}

static bool read_mode(struct reader *r, const cJSON *object, struct plan_file *f)
{
	struct str text;
	unsigned long mode;

	if (!read_text(r, object, "mode", &text))
		return false;
	mode = strtoul(text.ptr, NULL, 8);
	if (text.len == 0 || text.len > 5 || strspn(text.ptr, "01234567") != text.len || mode > MODE_MAX)
		return refuse(r, "mode", "is not an octal number up to %o", MODE_MAX);
	f->mode = (uint32_t)mode;
	return true;
}

static bool read_removal(struct reader *r, const cJSON *object, struct plan_file *f)
{
	if (!read_index(r, object, "removed_by", r->plan->changes.len, &f->remover))
		return false;
	f->is_removed = f->remover != NONE;
		if (f->is_removed)
		r->plan->changes.items[f->remover].edit_count++;
	return true;
}

static bool check_order(struct reader *r, const struct plan_file *f)
{
	const struct plan *p = r->plan;

	if (p->files.len && str_cmp(vec_last(&p->files)->path, f->path) >= 0)
		return refuse(r, "path", "the files are not in order, or one is there twice");
	return true;
}

static bool read_file(struct reader *r, const cJSON *object, void *context)
{
	struct plan_file f = { 0 };

	/* A file is longer than its edits reach: their places are 32 bits. */
	if (read_text(r, object, "path", &f.path) && check_path(r, f.path) && check_order(r, &f) && read_hash(r, object, &f) &&
		read_number(r, object, "size", NONE - 1, &f.size) && read_mode(r, object, &f) && read_removal(r, object, &f) &&
		read_list(r, object, "edits", read_edit, &f)) {
		vec_push(&r->plan->files, f);
		return true;
	}
	vec_release(&f.edits);
	return false;
}

static bool read_skip(struct reader *r, const cJSON *object, void *context)
{
	struct plan_skip x = { 0 };

	if (!read_text(r, object, "path", &x.path) || !read_text(r, object, "reason", &x.reason) ||
		!read_uint(r, object, "changes", &x.changes))
		return false;
	vec_push(&r->plan->skips, x);
	return true;
}

/* --- The whole --- */

/* How many others a change needs, one by the other. In a ring each needs all. */
static uint32_t count_needs(const struct plan *p, uint32_t change, uint32_t *seen_by)
{
	uint32_t count = 0;

	for (uint32_t at = change; at != NONE && seen_by[at] != change && count <= NEEDS_MAX; at = p->changes.items[at].needs) {
		seen_by[at] = change;
		count++;
	}
	return count - 1;
}

/* Whoever refuses or chooses a change goes along what it needs. */
static bool check_needs(const struct reader *r)
{
	const struct plan *p = r->plan;
	uint32_t *seen_by = xcalloc(p->changes.len + 1, sizeof(*seen_by));
	bool ok = true;

	for (uint32_t i = 0; i < p->changes.len; i++)
		seen_by[i] = NONE;
	for (uint32_t i = 0; ok && i < p->changes.len; i++) {
		if (p->changes.items[i].needs == i)
			ok = err_set(r->err, "%s: changes[%u].needs: is the change itself", r->name, i);
		else if (count_needs(p, i, seen_by) >= NEEDS_MAX)
			ok = err_set(r->err, "%s: changes[%u].needs: leads too far", r->name, i);
	}
	free(seen_by);
	return ok;
}

static bool check_steps(const struct reader *r)
{
	const struct plan *p = r->plan;

	for (uint32_t i = 0; i < p->changes.len; i++)
		if (p->changes.items[i].edit_count && p->changes.items[i].step == NONE)
			return err_set(r->err, "%s: changes[%u].step: is null, and the change has edits", r->name, i);
	return true;
}

static bool read_commit(struct reader *r, const cJSON *object)
{
	struct str *commit = &r->plan->commit;

	if (cJSON_IsNull(get(object, "commit")))
		return true;
	if (!read_text(r, object, "commit", commit))
		return false;
	if (commit->len > 64 || strspn(commit->ptr, "0123456789abcdef") != commit->len)
		return refuse(r, "commit", "is no commit's hash");
	return true;
}

static bool read_plan(struct reader *r, const cJSON *object)
{
	size_t changes = (size_t)cJSON_GetArraySize(get(object, "changes"));
	uint64_t schema;

	if (!cJSON_IsObject(object))
		return err_set(r->err, "%s: is not a JSON object", r->name);
	if (!read_number(r, object, "schema", UINT32_MAX, &schema))
		return false;
	if (schema != PLAN_SCHEMA)
		return refuse(r, "schema", "is %llu, and this program knows %d only", (unsigned long long)schema, PLAN_SCHEMA);
	return read_text(r, object, "root", &r->plan->root) && read_commit(r, object) &&
		read_list(r, object, "steps", read_step, NULL) && read_list(r, object, "changes", read_change, &changes) &&
		read_list(r, object, "files", read_file, NULL) && read_list(r, object, "skips", read_skip, NULL) &&
		check_needs(r) && check_steps(r);
}

static unsigned line_of(struct str text, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at && i < text.len; i++)
		line += text.ptr[i] == '\n';
	return line;
}

static cJSON *parse(const char *name, struct str text, struct err *err)
{
	size_t valid = utf8_valid_prefix(text);
	const char *end = text.ptr;
	cJSON *tree;

	cJSON_InitHooks(&(cJSON_Hooks){ .malloc_fn = xmalloc, .free_fn = free });
	if (valid < text.len) {
		err_set(err, "%s:%u: is not UTF-8", name, line_of(text, valid));
		return NULL;
	}
	tree = text.len ? cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, 0) : NULL;
	if (tree && str_trim(str_slice(text, (size_t)(end - text.ptr), text.len)).len == 0)
		return tree;
	cJSON_Delete(tree);
	err_set(err, "%s:%u: is not JSON", name, line_of(text, end ? (size_t)(end - text.ptr) : 0));
	return NULL;
}

bool plan_read_json(const char *name, struct str text, struct plan *ret, struct err *err)
{
	struct plan plan = { 0 };
	struct reader r = { .name = name, .plan = &plan, .err = err };
	cJSON *tree = parse(name, text, err);
	bool ok = tree && read_plan(&r, tree);

	cJSON_Delete(tree);
	strbuf_release(&r.place);
	if (!ok) {
		plan_release(&plan);
		return false;
	}
	*ret = plan;
	return true;
}
