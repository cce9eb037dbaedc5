/* What bridges say and hear beside events: hello, client messages, close codes, answers to upgrades. */
#include "runtime/factory.h"
#include "runtime/json.h"

#define MESSAGE_MAX 4096

static const int close_codes[] = {
	[EEF_CLOSE_NORMAL] = 1000,
	[EEF_CLOSE_PROTOCOL] = 1002,
	[EEF_CLOSE_BAD_TEXT] = 1007,
	[EEF_CLOSE_TOO_BIG] = 1009,
	[EEF_CLOSE_RESTART] = 1012,
	[EEF_CLOSE_NOT_READY] = 1013,
	[EEF_CLOSE_OVERLOAD] = 1013,
	[EEF_CLOSE_SLOW] = 1013,
	[EEF_CLOSE_NO_MEMORY] = 1013,
	[EEF_CLOSE_AUTH_EXPIRED] = 4401,
	[EEF_CLOSE_AUTH_REVOKED] = 4403,
	[EEF_CLOSE_REPLACED] = 4409,
	[EEF_CLOSE_BROKEN] = 1011,
};
_Static_assert(COUNT_OF(close_codes) == EEF_CLOSE_COUNT, "every reason has a code");

int eef_close_code(eef_close_reason reason)
{
	return close_codes[(unsigned)reason < EEF_CLOSE_COUNT ? reason : EEF_CLOSE_BROKEN];
}

size_t eef_hello_json(const eef_hello *hello, char *buf, size_t cap)
{
	struct json_out out = { buf, cap, 0 };

	if (!hello)
		return 0;
	json_text(&out, "{\"v\":1,\"type\":\"hello\",\"epoch\":");
	json_string(&out, hello->epoch, strlen(hello->epoch));
	json_text(&out, ",\"oldest\":");
	json_u64(&out, hello->oldest);
	json_text(&out, ",\"newest\":");
	json_u64(&out, hello->newest);
	json_text(&out, hello->recovered ? ",\"recovered\":true}" : ",\"recovered\":false}");
	return json_end(&out);
}

/* After a key of a valid object: its value. */
static const char *value_of(const struct json_key *key, const char *end)
{
	const char *at = key->ptr + key->len + 1;

	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == ':'))
		at++;
	return at;
}

static bool read_offset(const char *at, const char *end, uint64_t *ret)
{
	uint64_t value = 0;
	const char *start = at;

	for (; at < end && *at >= '0' && *at <= '9'; at++) {
		if (value > (UINT64_MAX - 9) / 10)
			return false;
		value = value * 10 + (uint64_t)(*at - '0');
	}
	*ret = value;
	return at > start && (at == end || !strchr(".eE", *at));
}

static bool is_ack(const char *at, const char *end)
{
	return end - at >= 5 && memcmp(at, "\"ack\"", 5) == 0;
}

eef_status eef_sub_message(eef_sub *sub, const char *json, size_t len)
{
	struct json_keys keys;
	bool ack = false, has_offset = false;
	uint64_t offset = 0;

	if (!sub || !json)
		return EEF_E_INVAL;
	if (len > MESSAGE_MAX)
		return EEF_E_TOO_BIG;
	if (!json_check(json, len, JSON_DEPTH_METADATA, &keys) || !json_is_object(json, len))
		return EEF_E_JSON;
	for (uint32_t i = 0; i < keys.count; i++) {
		const char *value = value_of(&keys.of[i], json + len);

		if (keys.of[i].object != 0)
			continue;
		ack |= json_key_is(&keys.of[i], "op") && is_ack(value, json + len);
		has_offset |= json_key_is(&keys.of[i], "offset") && read_offset(value, json + len, &offset);
	}
	if (!ack || !has_offset)
		return EEF_E_INVAL;
	eef_sub_ack(sub, offset);
	return EEF_OK;
}

void eef_sink_upgrade(eef_sink *sink, int http_status)
{
	enum counter counter = http_status == 101 ? COUNT_UPGRADE_101
		: http_status == 401              ? COUNT_UPGRADE_401
		: http_status == 403              ? COUNT_UPGRADE_403
		: http_status == 503              ? COUNT_UPGRADE_503
						  : COUNT_UPGRADE_OTHER;

	if (sink)
		count(sink->factory->counters, counter);
}
