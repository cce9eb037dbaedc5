/* Sealing compliance reports, and looking whether a seal holds. */
#include "base/base.h"
#include "cli/seal.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <string.h>

#include "cli/report/json_value.h"

#define BEFORE "\"sha256:"
#define BEHIND "\"\n}\n"
#define KEY "\"digest\":"

static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
_Static_assert(sizeof(zeros) == SEAL_DIGITS + 1, "as many as a digest has");

static struct digest in_hex(const unsigned char *bytes)
{
	struct digest d;

	sodium_bin2hex(d.text, sizeof(d.text), bytes, crypto_hash_sha256_BYTES);
	return d;
}

struct digest digest_of(struct str bytes)
{
	unsigned char out[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(out, (const unsigned char *)bytes.ptr, bytes.len);
	return in_hex(out);
}

static bool is_hex(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text.ptr[i] || !strchr("0123456789abcdef", text.ptr[i]))
			return false;
	return true;
}

/* Where its digits begin; 0 when the text does not end as a sealed report does. */
static size_t place_of(struct str text)
{
	size_t tail = SEAL_DIGITS + sizeof(BEHIND) - 1, at = text.len - tail;
	struct str before;

	if (text.len < tail + sizeof(BEFORE) || !str_ends(text, STR(BEHIND)))
		return 0;
	before = str_slice(text, 0, at);
	if (!str_ends(before, STR(BEFORE)) || !is_hex(str_slice(text, at, at + SEAL_DIGITS)))
		return 0;
	before = str_trim(str_slice(before, 0, before.len - (sizeof(BEFORE) - 1)));
	return str_ends(before, STR(KEY)) ? at : 0;
}

static struct digest digest_around(struct str text, size_t at)
{
	unsigned char out[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)text.ptr, at);
	crypto_hash_sha256_update(&state, (const unsigned char *)zeros, SEAL_DIGITS);
	crypto_hash_sha256_update(&state, (const unsigned char *)text.ptr + at + SEAL_DIGITS, text.len - at - SEAL_DIGITS);
	crypto_hash_sha256_final(&state, out);
	return in_hex(out);
}

void seal_close(struct strbuf *report)
{
	size_t at = place_of(strbuf_str(report));
	struct digest d;

	if (!at)
		BUG("a report without room for its digest");
	d = digest_around(strbuf_str(report), at);
	memcpy(report->ptr + at, d.text, SEAL_DIGITS);
}

/* --- What it says --- */

static bool read_previous(const cJSON *report, struct digest *ret)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(report, "previous");
	struct str text = str_from(cJSON_GetStringValue(value));

	*ret = (struct digest){ "" };
	if (cJSON_IsNull(value))
		return true;
	if (!str_starts(text, STR("sha256:")) || text.len != sizeof("sha256:") - 1 + SEAL_DIGITS)
		return false;
	memcpy(ret->text, text.ptr + sizeof("sha256:") - 1, SEAL_DIGITS);
	return strspn(ret->text, "0123456789abcdef") == SEAL_DIGITS;
}

static bool read_time(const cJSON *report, char *ret, size_t size)
{
	struct str text = str_from(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(report, "time")));

	if (!text.len || text.len >= size || strspn(text.ptr, "0123456789-:TZ") != text.len)
		return false;
	memcpy(ret, text.ptr, text.len + 1);
	return true;
}

bool seal_check(const char *name, struct str text, struct seal *ret, struct err *err)
{
	size_t at = place_of(text);
	struct seal seal = { 0 };
	cJSON *report;
	bool ok;

	if (!at)
		return err_set(err, "%s: does not end with a digest: it is no sealed report, or its end was changed", name);
	memcpy(seal.digest.text, text.ptr + at, SEAL_DIGITS);
	if (strcmp(digest_around(text, at).text, seal.digest.text) != 0)
		return err_set(err, "%s: was changed: its digest is not the one that it says", name);
	json_init();
	report = cJSON_ParseWithLength(text.ptr, text.len);
	ok = report && read_previous(report, &seal.previous) && read_time(report, seal.time, sizeof(seal.time));
	cJSON_Delete(report);
	if (!ok)
		return err_set(err, "%s: is no compliance report", name);
	*ret = seal;
	return true;
}
