/* Contexts: the checks. */
#include "runtime/context.h"

#include <stdio.h>
#include <strings.h>

#include "runtime/json.h"

#define LEGACY "legacy_"

const char *const default_placeholders[] = {
	"registry",
	"placeholder",
	"none",
	"null",
	"undefined",
	"default",
	"anonymous",
	"unknown",
	NULL,
};

/* What the library itself says of an engine; metadata must not seem to. */
static const char *const reserved[] = {
	"user_id",
	"run_id",
	"engine",
	"seq",
	"offset",
	"epoch",
	LEGACY "thread_id",
	LEGACY "session_id",
};
static const char *const legacy[] = { "thread_id", "session_id" };

struct policy policy_of(const eef_config *config)
{
	return (struct policy){
		.placeholders = config->placeholders ? config->placeholders : default_placeholders,
		.metadata_max = config->metadata_max_bytes,
		.compat = config->flags & EEF_F_COMPAT_LEGACY,
	};
}

/* C0, DEL; and C1, which is C2 80 to C2 9F. */
static bool has_control(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 || c == 0x7F || (c == 0xC2 && (unsigned char)text[i + 1] < 0xA0))
			return true;
	}
	return false;
}

/* Most ids are plain: printable ASCII throughout. */
static size_t plain_length(const char *id)
{
	size_t len = 0;

	while (len <= EEF_ID_MAX && id[len] >= 0x20 && id[len] < 0x7F)
		len++;
	return len;
}

eef_status id_check(const char *id, size_t *ret_len)
{
	size_t len = id ? plain_length(id) : 0;

	if (len > 0 && len <= EEF_ID_MAX && id[len] == '\0') {
		*ret_len = len;
		return EEF_OK;
	}
	len = id ? strnlen(id, EEF_ID_MAX + 1) : 0;

	if (len > EEF_ID_MAX)
		return EEF_E_TOO_BIG;
	if (len == 0 || !utf8_check(id, len) || has_control(id, len))
		return EEF_E_INVAL;
	*ret_len = len;
	return EEF_OK;
}

static bool is_placeholder(const struct policy *policy, const char *id)
{
	for (const char *const *name = policy->placeholders; *name; name++)
		if ((**name | 32) == (*id | 32) && strcasecmp(*name, id) == 0)
			return true;
	return false;
}

static eef_status owner_check(const struct policy *policy, const char *id, size_t *ret_len)
{
	eef_status st = id_check(id, ret_len);

	return st == EEF_OK && is_placeholder(policy, id) ? EEF_E_PLACEHOLDER : st;
}

/* A legacy key of the outermost object is noted, or refused. */
static eef_status key_check(const struct policy *policy, const struct json_key *key, struct checked *ret)
{
	for (size_t i = 0; i < COUNT_OF(reserved); i++)
		if (json_key_is(key, reserved[i]))
			return EEF_E_INVAL;
	for (size_t i = 0; i < COUNT_OF(legacy); i++) {
		if (!json_key_is(key, legacy[i]))
			continue;
		if (!policy->compat)
			return EEF_E_LEGACY_FIELD;
		ret->renames[ret->renames_count++] = (size_t)(key->ptr - ret->metadata);
	}
	return EEF_OK;
}

static eef_status metadata_check(const struct policy *policy, struct checked *ret)
{
	struct json_keys keys;
	eef_status st = EEF_OK;

	if (ret->metadata_len > policy->metadata_max)
		return EEF_E_TOO_BIG;
	if (!json_check(ret->metadata, ret->metadata_len, JSON_DEPTH_METADATA, &keys) ||
		!json_is_object(ret->metadata, ret->metadata_len))
		return EEF_E_JSON;
	for (uint32_t i = 0; i < keys.count && st == EEF_OK; i++)
		if (keys.of[i].object == 0)
			st = key_check(policy, &keys.of[i], ret);
	return st;
}

static eef_status failed(const char **ret_why, const char *why, eef_status st)
{
	if (ret_why && st != EEF_OK)
		*ret_why = why;
	return st;
}

eef_status context_check(
	const struct policy *policy, const eef_context *context, struct checked *ret, const char **ret_why)
{
	eef_status st;

	if (!context || context->size < sizeof(*context))
		return failed(ret_why, "the context is of another version", context ? EEF_E_ABI : EEF_E_INVAL);
	*ret = (struct checked){
		.user = context->user_id, .run = context->run_id, .metadata = "{}", .metadata_len = 2
	};
	st = failed(ret_why, "user_id must name a user: 1 to 128 bytes of UTF-8",
		owner_check(policy, ret->user, &ret->user_len));
	if (st == EEF_OK)
		st = failed(ret_why, "run_id must name a run: 1 to 128 bytes of UTF-8",
			owner_check(policy, ret->run, &ret->run_len));
	if (st == EEF_OK && context->parent_run_id) {
		ret->parent = context->parent_run_id;
		st = failed(
			ret_why, "parent_run_id must name a run", owner_check(policy, ret->parent, &ret->parent_len));
	}
	if (st == EEF_OK && context->metadata_json) {
		ret->metadata = context->metadata_json;
		ret->metadata_len = context->metadata_len;
		st = failed(ret_why, "metadata must be a small JSON object without reserved or legacy keys",
			metadata_check(policy, ret));
	}
	return st;
}

size_t checked_metadata_size(const struct checked *checked)
{
	return checked->metadata_len + checked->renames_count * strlen(LEGACY);
}

void checked_metadata_copy(const struct checked *checked, char *to)
{
	size_t done = 0;

	for (size_t i = 0; i < checked->renames_count; i++) {
		memcpy(to, checked->metadata + done, checked->renames[i] - done);
		to += checked->renames[i] - done;
		memcpy(to, LEGACY, strlen(LEGACY));
		to += strlen(LEGACY);
		done = checked->renames[i];
	}
	memcpy(to, checked->metadata + done, checked->metadata_len - done);
}

eef_status eef_context_check(const eef_config *config, const eef_context *context, char *why, size_t cap)
{
	struct policy policy;
	struct checked checked;
	const char *sentence = "";
	eef_status st;

	if (!config)
		return EEF_E_INVAL;
	policy = policy_of(config);
	st = context_check(&policy, context, &checked, &sentence);
	if (why && cap > 0)
		snprintf(why, cap, "%s", sentence);
	return st;
}
