/* The parts of the audit trail one by one: hashes, lines, details, the ring. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/audit_ring.h"
#include "runtime/tests/audit_lab.h"

static void to_hex(const uint8_t hash[32], char hex[65])
{
	eef_audit_hex(hash, 32, hex);
	hex[64] = '\0';
}

/* FIPS 180-4 and RFC 4231: the library under us is the one we think it is. */
START_TEST(sodium_computes_the_published_vectors)
{
	static const char long_text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	uint8_t hash[32], key[32] = { 0 };
	char hex[65];

	crypto_hash_sha256(hash, (const uint8_t *)"abc", 3);
	to_hex(hash, hex);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	crypto_hash_sha256(hash, (const uint8_t *)long_text, strlen(long_text));
	to_hex(hash, hex);
	ck_assert_str_eq(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	memset(key, 0x0b, 20);
	crypto_auth_hmacsha256(hash, (const uint8_t *)"Hi There", 8, key); /* zeros behind a key do not change it */
	to_hex(hash, hex);
	ck_assert_str_eq(hex, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}
END_TEST

START_TEST(a_key_evolves_as_the_manual_says)
{
	struct eef_audit_chain chain;
	uint8_t text[10 + 32], expected[32];

	memcpy(text, "eef-evolve", 10);
	memcpy(text + 10, lab_key, 32);
	crypto_hash_sha256(expected, text, sizeof(text));
	eef_audit_chain_init(&chain, lab_key);
	eef_audit_chain_evolve(&chain);
	ck_assert_mem_eq(chain.key, expected, 32);
	ck_assert_uint_eq(chain.kid, 1);
	eef_audit_chain_release(&chain);
	ck_assert(sodium_is_zero(chain.key, 32));
}
END_TEST

START_TEST(a_line_is_written_as_the_manual_says)
{
	static const char expected[] =
		"{\"v\":1,\"seq\":42,\"ts\":\"2025-09-14T17:00:15.123456789Z\",\"op\":\"engine_cleaned\",\"user\":\"u-\\\"1\\\\\\u0001\","
		"\"run\":null,\"engine\":\"00010000000000a3\",\"outcome\":\"ok\","
		"\"detail\":{\"reason\":\"idle\",\"duration_us\":18446744073709551615,\"events\":0},\"kid\":7,\"prev\":\""
		"0000000000000000000000000000000000000000000000000000000000000000\"";
	struct eef_audit_record record = {
		.op = EEF_AUDIT_ENGINE_CLEANED,
		.ts_ns = 1757869215123456789,
		.engine = 0x00010000000000a3,
		.user = { "u-\"1\\\x01", 6 },
		.word = { "idle", 4 },
		.numbers = { UINT64_MAX, 0 },
	};
	struct eef_audit_clock_text clock = { 0 };
	char line[EEF_AUDIT_LINE_MAX];
	uint8_t prev[32] = { 0 };
	size_t covered = eef_audit_line_write(line, &clock, &record, 42, 7, prev);

	ck_assert_uint_eq(covered, strlen(expected));
	ck_assert_mem_eq(line, expected, covered);
}
END_TEST

static size_t write_line(char line[EEF_AUDIT_LINE_MAX], const struct eef_audit_record *record)
{
	struct eef_audit_chain chain;

	ck_assert(eef_audit_record_is_valid(record));
	eef_audit_chain_init(&chain, NULL);
	chain.seq = UINT64_MAX - 1;
	return eef_audit_chain_seal(&chain, record, line);
}

START_TEST(the_longest_record_fits_and_is_read_again)
{
	char line[EEF_AUDIT_LINE_MAX], id[EEF_AUDIT_ID_MAX], word[60], detail[EEF_AUDIT_DETAIL_MAX + 1] = "{";
	struct eef_audit_record record = { .op = EEF_AUDIT_APP, .ts_ns = INT64_MAX, .engine = UINT64_MAX };
	struct eef_audit_line parsed;
	size_t len;

	memset(id, 1, sizeof(id));
	memset(word, 'w', sizeof(word));
	for (int i = 0; i < 15; i++)
		snprintf(detail + strlen(detail), sizeof(detail) - strlen(detail), "%s\"k%02d\":\"%.*s\"", i ? "," : "",
			i, 58, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	snprintf(detail + strlen(detail), sizeof(detail) - strlen(detail), "}");
	record.user = record.run = (struct eef_audit_text){ id, sizeof(id) };
	record.outcome = record.action = (struct eef_audit_text){ word, sizeof(word) };
	record.detail = eef_audit_text_of(detail);
	ck_assert_uint_gt(record.detail.len, 900);
	len = write_line(line, &record);
	ck_assert_uint_lt(len, EEF_AUDIT_LINE_MAX);
	ck_assert_int_eq(eef_audit_line_parse((struct eef_audit_text){ line, len - 1 }, &parsed), EEF_AUDIT_SCAN_GOOD);
	ck_assert_uint_eq(parsed.seq, UINT64_MAX);
	ck_assert_uint_eq(parsed.user.len, 6 * sizeof(id));
	ck_assert_uint_eq(parsed.detail.len, record.detail.len);
}
END_TEST

/* Cut anywhere it is cut; with any byte changed to one that cannot stand there it is bad. */
START_TEST(a_cut_line_is_told_from_a_wrong_one)
{
	char line[EEF_AUDIT_LINE_MAX];
	struct eef_audit_record record = {
		.op = EEF_AUDIT_ENGINE_CLEANED, .user = { "J\xc3\xbcrgen \"x\"", 11 }, .engine = 5
	};
	struct eef_audit_line parsed;
	size_t len;

	record.word = (struct eef_audit_text){ "idle", 4 };
	len = write_line(line, &record) - 1;
	for (size_t cut = 0; cut < len; cut++) {
		struct eef_audit_text text = { line, cut };

		ck_assert_msg(eef_audit_line_parse(text, &parsed) == EEF_AUDIT_SCAN_CUT, "%zu", cut);
	}
	for (size_t at = 0; at < len; at++) {
		char good = line[at];

		line[at] = '\x03';
		ck_assert_int_eq(
			eef_audit_line_parse((struct eef_audit_text){ line, len }, &parsed), EEF_AUDIT_SCAN_BAD);
		line[at] = good;
	}
	line[len] = ' ';
	ck_assert_int_eq(eef_audit_line_parse((struct eef_audit_text){ line, len + 1 }, &parsed), EEF_AUDIT_SCAN_BAD);
}
END_TEST

static const struct {
	const char *detail;
	bool is_clean;
} details[] = {
	{ "{}", true },
	{ "{\"a\":1}", true },
	{ "{\"rows\":12,\"ok\":true,\"format\":\"csv\",\"none\":null,\"no\":false,\"minus\":-3}", true },
	{ "{\"k\":\"a.b:c/d-e_F9\"}", true },
	{ "", false },
	{ "{", false },
	{ "{\"a\":1", false },
	{ "{\"a\":1}x", false },
	{ "{\"a\":1,}", false },
	{ "{,\"a\":1}", false },
	{ "{\"a\": 1}", false },
	{ "{\"a\":\"two words\"}", false },
	{ "{\"a\":\"\"}", false },
	{ "{\"a b\":1}", false },
	{ "{\"a\":{\"b\":1}}", false },
	{ "{\"a\":[1]}", false },
	{ "{\"a\":1.5}", false },
	{ "{\"a\":01}", false },
	{ "{\"a\":-}", false },
	{ "{\"a\":99999999999999999999}", false },
	{ "{\"a\":1,\"a\":2}", false },
	{ "{\"a\":\"x\\u0020y\"}", false },
	{ "{\"a\":\"J\xc3\xbcrgen\"}", false },
	{ "{\"a\":\"0123456789012345678901234567890123456789012345678901234567890123\"}", true },
	{ "{\"a\":\"01234567890123456789012345678901234567890123456789012345678901234\"}", false },
	{ "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1}",
		true },
	{ "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1}",
		false },
	{ "[1]", false },
	{ "null", false },
};

START_TEST(a_detail_has_no_room_for_prose)
{
	ck_assert_msg(eef_audit_detail_is_clean(eef_audit_text_of(details[_i].detail)) == details[_i].is_clean, "%s",
		details[_i].detail);
}
END_TEST

static const struct {
	const char *text;
	bool is_utf8;
} texts[] = {
	{ "plain ascii that is longer than eight", true },
	{ "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80", true },
	{ "12345678\xc3\xbc", true },
	{ "\xc3", false },
	{ "\xc0\xaf", false },
	{ "\xed\xa0\x80", false },
	{ "\xf4\x90\x80\x80", false },
	{ "\xe0\x80\x80", false },
	{ "1234567\xff", false },
	{ "\x80", false },
};

START_TEST(a_detail_is_no_longer_than_it_may_be)
{
	char text[EEF_AUDIT_DETAIL_MAX * 2] = "{";
	struct eef_audit_scan scan;

	for (int i = 0; i < 15; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s\"%060d\":\"%060d\"", i ? "," : "", i, i);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "}");
	ck_assert_uint_gt(strlen(text), EEF_AUDIT_DETAIL_MAX);
	ck_assert(!eef_audit_detail_is_clean(eef_audit_text_of(text)));
	scan = (struct eef_audit_scan){ text, text + strlen(text), EEF_AUDIT_SCAN_GOOD };
	eef_audit_scan_object(&scan);
	ck_assert_int_eq(scan.state, EEF_AUDIT_SCAN_BAD);
}
END_TEST

START_TEST(details_are_looked_up)
{
	struct eef_audit_text detail = eef_audit_text_of("{\"n\":7,\"w\":\"word\",\"t\":true}"), word;
	uint64_t n;

	ck_assert(eef_audit_detail_number(detail, "n", &n) && n == 7);
	ck_assert(eef_audit_detail_word(detail, "w", &word) && eef_audit_text_is(word, "word"));
	ck_assert(!eef_audit_detail_number(detail, "w", &n) && !eef_audit_detail_number(detail, "x", &n));
	ck_assert(!eef_audit_detail_word(detail, "t", &word) && !eef_audit_detail_word(detail, "x", &word));
	ck_assert(!eef_audit_detail_word(eef_audit_text_of("{\"w\":\"\"}"), "w", &word));
}
END_TEST

/* Right on the whole, but not as they are written. */
START_TEST(lines_of_another_hand_are_none)
{
	static const char *const edits[][2] = {
		{ "\"user\":\"u-1\"", "\"user\":\"\"" },
		{ "\"kid\":0", "\"kid\":4294967296" },
		{ "\"kid\":0", "\"kid\":00" },
		{ "\"user\":\"u-1\"", "\"user\":\"u\\u00411\"" },
		{ "\"user\":\"u-1\"", "\"user\":\"u\\n1\"" },
		{ "\"user\"", " \"user\"" },
	};
	struct eef_audit_record record = { .op = EEF_AUDIT_ENGINE_CREATED, .user = { "u-1", 3 } };
	char line[EEF_AUDIT_LINE_MAX], text[2 * EEF_AUDIT_LINE_MAX], *found;
	struct eef_audit_line parsed;
	size_t len = write_line(line, &record) - 1;

	line[len] = '\0';
	found = strstr(line, edits[_i][0]);
	ck_assert_ptr_nonnull(found);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(found - line), line, edits[_i][1], found + strlen(edits[_i][0]));
	ck_assert_int_eq(eef_audit_line_parse(eef_audit_text_of(line), &parsed), EEF_AUDIT_SCAN_GOOD);
	ck_assert_int_eq(eef_audit_line_parse(eef_audit_text_of(text), &parsed), EEF_AUDIT_SCAN_BAD);
}
END_TEST

START_TEST(ids_are_utf8)
{
	ck_assert_int_eq(eef_audit_is_utf8(eef_audit_text_of(texts[_i].text)), texts[_i].is_utf8);
}
END_TEST

START_TEST(the_ring_gives_back_what_was_put_in_and_never_more_than_fits)
{
	struct eef_audit_ring ring;
	struct eef_audit_record record = { .op = EEF_AUDIT_APP, .action = { "a", 1 } }, seen = { 0 };
	char user[EEF_AUDIT_ID_MAX];
	uint64_t put = 0, got = 0;

	memset(user, 'u', sizeof(user));
	ck_assert(eef_audit_ring_init(&ring, 4096));
	for (int round = 0; round < 5000; round++) {
		record.engine = put;
		record.user = (struct eef_audit_text){ user, put * 37 % sizeof(user) };
		if (round % 3 && eef_audit_ring_put(&ring, &record, 100)) {
			put++;
			ck_assert_uint_le(eef_audit_ring_used(&ring), 4096 - 100);
		} else if (got < put) {
			ring.tail = eef_audit_ring_get(&ring, ring.tail, &seen);
			ck_assert_uint_eq(seen.engine, got);
			ck_assert_uint_eq(seen.user.len, got * 37 % sizeof(user));
			ck_assert_uint_eq(seen.action.len, 1);
			got++;
		}
	}
	ck_assert_uint_gt(got, 1000);
	eef_audit_ring_release(&ring);
}
END_TEST

START_TEST(stamps_are_right)
{
	struct eef_audit_clock_text clock = { 0 };

	ck_assert_str_eq(eef_audit_stamp(&clock, 0), "1970-01-01T00:00:00.000000000Z");
	ck_assert_str_eq(eef_audit_stamp(&clock, 999999999), "1970-01-01T00:00:00.999999999Z");
	ck_assert_str_eq(eef_audit_stamp(&clock, 1709164800000000001), "2024-02-29T00:00:00.000000001Z");
	ck_assert_str_eq(eef_audit_stamp(&clock, INT64_MAX), "2262-04-11T23:47:16.854775807Z");
}
END_TEST

START_TEST(keys_are_read_in_both_forms)
{
	char hex[66];
	uint8_t key[32];
	const char *path = lab_path("key");

	lab_write_file(path, (const char *)lab_key, 32);
	ck_assert(eef_audit_key_read(path, key));
	ck_assert_mem_eq(key, lab_key, 32);
	eef_audit_hex(lab_key, 32, hex);
	hex[64] = '\n';
	for (size_t len = 63; len <= 65; len++) {
		memset(key, 0, sizeof(key));
		lab_write_file(path, hex, len);
		ck_assert_int_eq(eef_audit_key_read(path, key), len != 63);
		if (len != 63)
			ck_assert_mem_eq(key, lab_key, 32);
	}
	hex[10] = 'g';
	lab_write_file(path, hex, 64);
	ck_assert(!eef_audit_key_read(path, key));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("audit_unit");
	TCase *tests = tcase_create("unit");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, (void (*)(void))lab_open, lab_close);
	tcase_add_test(tests, sodium_computes_the_published_vectors);
	tcase_add_test(tests, a_key_evolves_as_the_manual_says);
	tcase_add_test(tests, a_line_is_written_as_the_manual_says);
	tcase_add_test(tests, the_longest_record_fits_and_is_read_again);
	tcase_add_test(tests, a_cut_line_is_told_from_a_wrong_one);
	tcase_add_loop_test(tests, a_detail_has_no_room_for_prose, 0, (int)(sizeof(details) / sizeof(*details)));
	tcase_add_test(tests, a_detail_is_no_longer_than_it_may_be);
	tcase_add_test(tests, details_are_looked_up);
	tcase_add_loop_test(tests, lines_of_another_hand_are_none, 0, 6);
	tcase_add_loop_test(tests, ids_are_utf8, 0, (int)(sizeof(texts) / sizeof(*texts)));
	tcase_add_test(tests, the_ring_gives_back_what_was_put_in_and_never_more_than_fits);
	tcase_add_test(tests, stamps_are_right);
	tcase_add_test(tests, keys_are_read_in_both_forms);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
