/* JSON, as far as the library needs it: is this text valid, which keys does it have; and writing into a buffer. */
#ifndef RUNTIME_JSON_H
#define RUNTIME_JSON_H

#include "runtime/common.h"

/*
 * Valid is RFC 8259 in UTF-8, and more strictly: no lone surrogates, nothing after the value but white space.
 */

#define JSON_KEYS_MAX 64
#define JSON_DEPTH_DATA 64 /* of event data and values */
#define JSON_DEPTH_METADATA 16

struct json_key {
	const char *ptr;      /* as written, between the quotes */
	uint32_t len, object; /* object 0 is the outermost */
};

/* Filled by json_check(): all keys, of inner objects too. */
struct json_keys {
	uint32_t count, objects;
	struct json_key of[JSON_KEYS_MAX];
};

/*
 * Valid, and not nested deeper than `depth`? With `keys`: not more than JSON_KEYS_MAX, and none twice in its object,
 * whatever escapes it is written with.
 */
bool json_check(const char *text, size_t len, unsigned depth, struct json_keys *keys);
bool json_is_object(const char *text, size_t len); /* of a valid text */
bool json_key_is(const struct json_key *key, const char *name);
bool utf8_check(const char *text, size_t len);

/* `len` goes on counting when the buffer is full: what is written is cut, the need is known. */
struct json_out {
	char *ptr;
	size_t cap, len;
};

void json_raw(struct json_out *out, const char *bytes, size_t len);
void json_text(struct json_out *out, const char *literal);            /* unquoted */
void json_string(struct json_out *out, const char *text, size_t len); /* quoted and escaped */
void json_u64(struct json_out *out, uint64_t value);
void json_double(struct json_out *out, double value);
size_t json_string_size(const char *text, size_t len); /* what json_string() would add */
size_t json_end(struct json_out *out);                 /* adds a NUL if there is any room; the length that was needed */

#endif
