/* Tests of cli/seal: a sealed report says so itself, and no bit of it can be another one. */
#include "base/base.h"
#include "cli/seal.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD "{\n\t\"time\":\t\"2026-01-31T12:00:00Z\",\n\t\"previous\":\t"
#define TAIL ",\n\t\"families\":\t[{\n\t\t\t\"product\":\t\"Engine\"\n\t\t}],\n\t\"digest\":\t\"sha256:" ZEROS "\"\n}\n"

/* From FIPS 180-4's examples. */
static const struct {
	const char *text, *digest;
} known[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

START_TEST(digests_are_sha256)
{
	ck_assert_str_eq(digest_of(str_from(known[_i].text)).text, known[_i].digest);
}
END_TEST

static void make(const char *previous, struct strbuf *out)
{
	strbuf_printf(out, "%s%s%s", HEAD, previous, TAIL);
	seal_close(out);
}

START_TEST(a_seal_holds_and_says_what_comes_before)
{
	struct strbuf first = { 0 }, second = { 0 };
	char previous[128];
	struct seal seal, next;
	struct err err = { 0 };

	make("null", &first);
	ck_assert_msg(seal_check("1.json", strbuf_str(&first), &seal, &err), "%s", err.message);
	ck_assert_str_eq(seal.previous.text, "");
	ck_assert_str_eq(seal.time, "2026-01-31T12:00:00Z");
	snprintf(previous, sizeof(previous), "\"sha256:%s\"", seal.digest.text);
	make(previous, &second);
	ck_assert_msg(seal_check("2.json", strbuf_str(&second), &next, &err), "%s", err.message);
	ck_assert_str_eq(next.previous.text, seal.digest.text);
	ck_assert_str_ne(next.digest.text, seal.digest.text);
	strbuf_release(&first);
	strbuf_release(&second);
}
END_TEST

START_TEST(every_flipped_bit_is_found)
{
	struct strbuf report = { 0 };

	make("null", &report);
	for (size_t bit = 0; bit < report.len * 8; bit++) {
		struct seal seal;
		struct err err = { 0 };

		report.ptr[bit / 8] = (char)(report.ptr[bit / 8] ^ (1 << bit % 8));
		ck_assert_msg(!seal_check("r.json", strbuf_str(&report), &seal, &err), "bit %zu", bit);
		ck_assert(strncmp(err.message, "r.json: ", strlen("r.json: ")) == 0);
		report.ptr[bit / 8] = (char)(report.ptr[bit / 8] ^ (1 << bit % 8));
	}
	strbuf_release(&report);
}
END_TEST

START_TEST(a_report_that_was_cut_or_grew_is_found)
{
	struct strbuf report = { 0 }, longer = { 0 };
	struct seal seal;

	make("null", &report);
	for (size_t len = 0; len < report.len; len++) {
		ck_assert(!seal_check("r.json", str_slice(strbuf_str(&report), 0, len), &seal, NULL));
		ck_assert(!seal_check("r.json", str_slice(strbuf_str(&report), report.len - len, report.len), &seal, NULL));
		strbuf_clear(&longer);
		strbuf_add(&longer, str_slice(strbuf_str(&report), 0, len));
		strbuf_addch(&longer, ' ');
		strbuf_add(&longer, str_slice(strbuf_str(&report), len, report.len));
		ck_assert(!seal_check("r.json", strbuf_str(&longer), &seal, NULL));
	}
	strbuf_release(&report);
	strbuf_release(&longer);
}
END_TEST

/* With a digest that holds, and yet no report. */
static const char *const others[] = {
	"17", "\"sha256:\"", "\"sha256:" ZEROS "0\"", "\"sha512:" ZEROS "\"", "\"sha256:g000000000000000000000000000000000000000000000000000000000000000\"", "{",
};

START_TEST(what_names_no_digest_before_it_is_refused)
{
	struct strbuf report = { 0 };
	struct seal seal;
	struct err err = { 0 };

	make(others[_i], &report);
	ck_assert(!seal_check("r.json", strbuf_str(&report), &seal, &err));
	ck_assert_str_eq(err.message, "r.json: is no compliance report");
	strbuf_release(&report);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("seal");

	unit_add_table(tests, digests_are_sha256, known);
	tcase_add_test(tests, a_seal_holds_and_says_what_comes_before);
	tcase_add_test(tests, every_flipped_bit_is_found);
	tcase_add_test(tests, a_report_that_was_cut_or_grew_is_found);
	unit_add_table(tests, what_names_no_digest_before_it_is_refused, others);
	return unit_run("seal", tests);
}
