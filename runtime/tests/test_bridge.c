/* The WebSocket bridge without a network: configuration, tokens, what clients say of themselves. lws_test.py does the rest. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/lws/query.h"
#include "runtime/lws/tokens.h"
#include "runtime/tests/quiet.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define TOKEN "0123456789abcdef"

static eef_bridge *bridge;

static void setup(void)
{
	eef_lws_config config;

	eef_lws_config_init(&config);
	ck_assert_int_eq(eef_bridge_lws_new(&config, &bridge), EEF_OK);
}

static void teardown(void)
{
	ck_assert_int_eq(eef_bridge_free(bridge), EEF_OK);
}

#define NUMBER(field, value)                                   \
	{                                                      \
		offsetof(eef_lws_config, field), value, #field \
	}
static const struct {
	size_t at;
	uint32_t value;
	const char *name;
} wrong[] = {
	NUMBER(port, 65536),
	NUMBER(port, UINT32_MAX),
	NUMBER(max_connections, 0),
	NUMBER(stall_ms, 0),
	NUMBER(linger_ms, 0),
	NUMBER(ping_s, 0),
	NUMBER(ping_s, 40),
	NUMBER(hangup_s, 0),
	NUMBER(hangup_s, 70000),
};

START_TEST(limits_have_limits)
{
	eef_lws_config config;
	eef_bridge *other;

	eef_lws_config_init(&config);
	memcpy((char *)&config + wrong[_i].at, &wrong[_i].value, sizeof(uint32_t));
	ck_assert_msg(eef_bridge_lws_new(&config, &other) == EEF_E_INVAL, "%s", wrong[_i].name);
}
END_TEST

START_TEST(what_cannot_be_configured_is_refused)
{
	eef_lws_config config;
	eef_bridge *other;

	eef_lws_config_init(NULL);
	eef_lws_config_init(&config);
	ck_assert_int_eq(eef_bridge_lws_new(NULL, &other), EEF_E_INVAL);
	ck_assert_int_eq(eef_bridge_lws_new(&config, NULL), EEF_E_INVAL);
	config.path = NULL;
	ck_assert_int_eq(eef_bridge_lws_new(&config, &other), EEF_E_INVAL);
	config.path = "ws";
	ck_assert_int_eq(eef_bridge_lws_new(&config, &other), EEF_E_INVAL);
	config.path = "/ws";
	config.size--;
	ck_assert_int_eq(eef_bridge_lws_new(&config, &other), EEF_E_ABI);
	config.size++;
	config.port = eef_lws_port(bridge);
	ck_assert_int_eq(eef_bridge_lws_new(&config, &other), EEF_E_IO); /* taken */
	config.port = 0;
	config.address = NULL;
	config.send_buffer_bytes = 0;
	config.flags = EEF_LWS_KEEP_LOG;
	config.origins = (const char *const[]){ "https://a.example", "https://b.example", NULL };
	ck_assert_int_eq(eef_bridge_lws_new(&config, &other), EEF_OK);
	ck_assert_int_gt(eef_lws_port(other), 0);
	ck_assert_int_ne(eef_lws_port(other), eef_lws_port(bridge));
	ck_assert_int_eq(eef_lws_close_user(other, "ada", EEF_CLOSE_REPLACED), EEF_OK);
	ck_assert_int_eq(eef_lws_close_user(other, "bob", EEF_CLOSE_NORMAL), EEF_OK);
	ck_assert_int_eq(eef_bridge_free(other), EEF_OK);
}
END_TEST

START_TEST(another_bridge_is_none_of_ours)
{
	static char long_user[EEF_ID_MAX + 2];
	eef_bridge *other;

	memset(long_user, 'x', sizeof(long_user) - 1);
	ck_assert_int_eq(eef_bridge_mem_new(&other), EEF_OK);
	ck_assert_int_eq(eef_lws_port(other), -1);
	ck_assert_int_eq(eef_lws_port(NULL), -1);
	ck_assert_int_eq(eef_lws_token_put(other, TOKEN, "ada", 1), EEF_E_INVAL);
	ck_assert_int_eq(eef_lws_token_revoke(other, TOKEN), EEF_E_INVAL);
	ck_assert_int_eq(eef_lws_close_user(other, "ada", EEF_CLOSE_NORMAL), EEF_E_INVAL);
	ck_assert_int_eq(eef_lws_close_user(bridge, NULL, EEF_CLOSE_NORMAL), EEF_E_INVAL);
	ck_assert_int_eq(eef_lws_close_user(bridge, long_user, EEF_CLOSE_NORMAL), EEF_E_INVAL);
	for (int reason = EEF_CLOSE_NORMAL; reason <= EEF_CLOSE_COUNT; reason++) {
		bool allowed = reason == EEF_CLOSE_NORMAL || reason == EEF_CLOSE_AUTH_EXPIRED ||
			reason == EEF_CLOSE_AUTH_REVOKED || reason == EEF_CLOSE_REPLACED;

		ck_assert_int_eq(
			eef_lws_close_user(bridge, "ada", (eef_close_reason)reason), allowed ? EEF_OK : EEF_E_INVAL);
	}
	ck_assert_int_eq(eef_bridge_free(other), EEF_OK);
}
END_TEST

/* It has neither the thread nor a right to the connections. */
START_TEST(a_child_that_frees_the_bridge_takes_nothing_from_the_parent)
{
	int status = 1;
	pid_t child = fork_in_quiet();

	if (child == 0)
		_exit(eef_bridge_free(bridge) == EEF_OK ? 0 : 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_int_gt(eef_lws_port(bridge), 0);
}
END_TEST

START_TEST(a_request_is_needed_to_look_into_one)
{
	char buf[8];

	ck_assert_int_eq(eef_lws_argument(NULL, "a", buf, sizeof(buf)), EEF_E_INVAL);
	ck_assert_int_eq(eef_lws_header(NULL, "a", buf, sizeof(buf)), EEF_E_INVAL);
}
END_TEST

START_TEST(tokens_let_in_until_they_end)
{
	static struct tokens tokens;
	static char long_user[EEF_ID_MAX + 2];
	char user[EEF_ID_MAX + 1] = "", token[32];

	memset(long_user, 'x', sizeof(long_user) - 1);
	tokens_init(&tokens);
	ck_assert_int_eq(tokens_put(&tokens, NULL, "ada", 1), EEF_E_INVAL);
	ck_assert_int_eq(tokens_put(&tokens, TOKEN, NULL, 1), EEF_E_INVAL);
	ck_assert_int_eq(tokens_put(&tokens, TOKEN, "", 1), EEF_E_INVAL);
	ck_assert_int_eq(tokens_put(&tokens, TOKEN, long_user, 1), EEF_E_INVAL);
	ck_assert_int_eq(tokens_put(&tokens, "short", "ada", 1), EEF_E_INVAL);
	ck_assert_int_eq(tokens_put(&tokens, TOKEN, "ada", 60000), EEF_OK);
	ck_assert(tokens_find(&tokens, TOKEN, user) && strcmp(user, "ada") == 0);
	ck_assert(!tokens_find(&tokens, TOKEN "0", user));
	ck_assert(!tokens_find(&tokens, "short", user));
	ck_assert_int_eq(tokens_put(&tokens, TOKEN, "bob", 60000), EEF_OK);
	ck_assert(tokens_find(&tokens, TOKEN, user) && strcmp(user, "bob") == 0);
	ck_assert_uint_eq(tokens.count, 1);
	ck_assert_int_eq(tokens_revoke(&tokens, NULL), EEF_E_INVAL);
	ck_assert_int_eq(tokens_revoke(&tokens, TOKEN), EEF_OK);
	ck_assert_int_eq(tokens_revoke(&tokens, TOKEN), EEF_E_STALE);
	for (unsigned i = 0; i < TOKENS_MAX; i++) {
		snprintf(token, sizeof(token), TOKEN "-%u", i);
		ck_assert_int_eq(tokens_put(&tokens, token, "ada", i % 2 ? 3600000 : 0), EEF_OK);
	}
	ck_assert_int_eq(tokens_put(&tokens, TOKEN, "ada", 1), EEF_OK); /* in the place of those that have ended */
	ck_assert_uint_eq(tokens.count, TOKENS_MAX / 2 + 1);
	for (unsigned i = 0; i < TOKENS_MAX; i += 2) {
		snprintf(token, sizeof(token), TOKEN "+%u", i);
		eef_status st = tokens_put(&tokens, token, "ada", 3600000);

		ck_assert(st == EEF_OK || st == EEF_E_QUOTA);
	}
	ck_assert_int_eq(tokens_put(&tokens, TOKEN "-full", "ada", 1), EEF_E_QUOTA);
	ck_assert_uint_eq(tokens.count, TOKENS_MAX);
	tokens_release(&tokens);
}
END_TEST

static const struct {
	const char *epoch, *after;
	bool valid, given;
	uint64_t number;
} places[] = {
	{ NULL, NULL, true, false, 0 },
	{ "0123456789abcdef", "0", true, true, 0 },
	{ "0123456789abcdef", "00018446744073709551615", true, true, UINT64_MAX },
	{ "0123456789abcdef", "18446744073709551616", false, false, 0 },
	{ "0123456789abcdef", "184467440737095516150", false, false, 0 },
	{ "0123456789abcdef", "99999999999999999999999999", false, false, 0 },
	{ "0123456789abcdef", "", false, false, 0 },
	{ "0123456789abcdef", " 1", false, false, 0 },
	{ "0123456789abcdef", "1 ", false, false, 0 },
	{ "0123456789abcdef", "+1", false, false, 0 },
	{ "0123456789abcdef", "-1", false, false, 0 },
	{ "0123456789abcdef", "1e3", false, false, 0 },
	{ "0123456789abcdef", NULL, false, false, 0 },
	{ NULL, "1", false, false, 0 },
	{ "", "1", false, false, 0 },
	{ "0123456789abcde", "1", false, false, 0 },
	{ "0123456789abcdef0", "1", false, false, 0 },
	{ "0123456789abcdefg", "1", false, false, 0 },
	{ "0123456789abcdeF", "1", false, false, 0 },
};

START_TEST(a_place_is_whole_or_none)
{
	struct resume resume = { .after = 77 };

	ck_assert_int_eq(resume_parse(places[_i].epoch, places[_i].after, &resume), places[_i].valid);
	if (!places[_i].valid) {
		ck_assert_uint_eq(resume.after, 77);
		return;
	}
	ck_assert_int_eq(resume.given, places[_i].given);
	ck_assert_uint_eq(resume.after, places[_i].number);
	if (resume.given)
		ck_assert_str_eq(resume.epoch, places[_i].epoch);
}
END_TEST

START_TEST(tokens_are_found_where_they_are_said)
{
	char text[QUERY_TOKEN_MAX + 2];

	ck_assert_str_eq(query_bearer("Bearer abc"), "abc");
	ck_assert_str_eq(query_bearer("bEARER   abc"), "abc");
	ck_assert_str_eq(query_bearer("Bearer "), "");
	ck_assert_ptr_null(query_bearer("Bearer"));
	ck_assert_ptr_null(query_bearer(""));
	ck_assert_ptr_null(query_bearer("Basic abc"));
	memset(text, 'x', sizeof(text));
	text[QUERY_TOKEN_MAX + 1] = '\0';
	ck_assert(!query_token_ok(text));
	text[QUERY_TOKEN_MAX] = '\0';
	ck_assert(query_token_ok(text));
	text[QUERY_TOKEN_MIN] = '\0';
	ck_assert(query_token_ok(text));
	text[QUERY_TOKEN_MIN - 1] = '\0';
	ck_assert(!query_token_ok(text));
	ck_assert(!query_token_ok(TOKEN " "));
	ck_assert(!query_token_ok(TOKEN "\x7F"));
	ck_assert(!query_token_ok(TOKEN "\xC3\xA9"));
	ck_assert_str_eq(query_value("after=7", 7, "after"), "7");
	ck_assert_str_eq(query_value("after=", 6, "after"), "");
	ck_assert_ptr_null(query_value("after", 5, "after"));
	ck_assert_ptr_null(query_value("afterx=7", 8, "after"));
	ck_assert_ptr_null(query_value("before=7", 8, "after"));
	ck_assert_ptr_null(query_value("after=\0007", 8, "after"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bridge");
	TCase *tests = tcase_create("bridge");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, limits_have_limits, 0, COUNT_OF(wrong));
	tcase_add_test(tests, what_cannot_be_configured_is_refused);
	tcase_add_test(tests, another_bridge_is_none_of_ours);
	tcase_add_test(tests, a_child_that_frees_the_bridge_takes_nothing_from_the_parent);
	tcase_add_test(tests, a_request_is_needed_to_look_into_one);
	tcase_add_test(tests, tokens_let_in_until_they_end);
	tcase_add_loop_test(tests, a_place_is_whole_or_none, 0, COUNT_OF(places));
	tcase_add_test(tests, tokens_are_found_where_they_are_said);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
