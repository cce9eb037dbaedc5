/* Tests of isolation: no pointers across users (T1), wiped memory (T2), guards and canaries (T3), handles (T4). */
#include <check.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/tests/test.h"

#define OWNERS 16

static struct rig rig;

static void setup(void)
{
	rig_init(&rig);
	rig_start(&rig);
}

static void teardown(void)
{
	rig_stop(&rig);
}

static char *arena_at(eef_engine engine)
{
	return rig.factory->pool.base + engine_index(engine) * rig.factory->pool.stride;
}

/* A word in `from` that is an address inside the other's arena. */
static bool points_into(const char *from, const char *other, size_t size)
{
	for (size_t i = 0; i + sizeof(uintptr_t) <= size; i += sizeof(uintptr_t)) {
		uintptr_t word;

		memcpy(&word, from + i, sizeof(word));
		if (word >= (uintptr_t)other && word < (uintptr_t)other + size)
			return true;
	}
	return false;
}

static void live(void *arg)
{
	(void)arg;
}

static void use(eef_engine engine, uint64_t *seed)
{
	eef_view view;
	char key[16];

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	for (int i = 0; i < 20; i++) {
		eef_alloc(&view, random_next(seed) % 200, 16);
		snprintf(key, sizeof(key), "k%u", (unsigned)(random_next(seed) % 9));
		eef_set(&view, key, "[\"value\"]", 9);
		eef_defer(&view, live, NULL);
	}
	eef_unpin(&view);
}

START_TEST(t1_no_word_of_one_points_into_another)
{
	eef_engine engines[OWNERS];
	uint64_t seed = 42;
	char user[16];
	size_t size = rig.config.arena_bytes;

	for (int i = 0; i < OWNERS; i++) {
		snprintf(user, sizeof(user), "user%d", i);
		engines[i] = engine_of(&rig, user, "r");
		use(engines[i], &seed);
	}
	for (int a = 0; a < OWNERS; a++)
		for (int b = 0; b < OWNERS; b++)
			ck_assert(points_into(arena_at(engines[a]), arena_at(engines[b]), size) == (a == b));
}
END_TEST

/* How often the pattern (kept inverted, so that the search does not find itself) is in memory that can be written. */
__attribute__((unused)) static size_t find_in_memory(const unsigned char inverted[16])
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int mem = open("/proc/self/mem", O_RDONLY);
	static unsigned char chunk[1 << 16];
	unsigned long start, end;
	char line[512], mode[8];
	size_t found = 0;

	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s", &start, &end, mode) != 3 || mode[0] != 'r' || mode[1] != 'w' ||
			strstr(line, "[stack]"))
			continue;
		for (unsigned long at = start; at < end; at += sizeof(chunk) - 16) {
			size_t want = end - at < sizeof(chunk) ? end - at : sizeof(chunk);
			ssize_t n = (unsigned char *)at <= chunk + sizeof(chunk) && (unsigned char *)at + want >= chunk
				? 0
				: pread(mem, chunk, want, (off_t)at);

			for (ssize_t i = 0; i + 16 <= n; i++) {
				int same = 0;

				while (same < 16 && chunk[i + same] == (unsigned char)~inverted[same])
					same++;
				found += same == 16;
			}
			sodium_memzero(chunk, sizeof(chunk));
		}
	}
	fclose(maps);
	close(mem);
	return found;
}

static const unsigned char inverted[16] = { (unsigned char)~'p', (unsigned char)~'A', (unsigned char)~'t',
	(unsigned char)~'T', (unsigned char)~'e', (unsigned char)~'R', (unsigned char)~'n', (unsigned char)~'0',
	(unsigned char)~'1', (unsigned char)~'2', (unsigned char)~'3', (unsigned char)~'4', (unsigned char)~'5',
	(unsigned char)~'6', (unsigned char)~'7', (unsigned char)~'8' };

/* "{\"x\":\"<pattern>\"}", made on the stack and wiped by the caller. */
static size_t secret_json(char *to)
{
	memcpy(to, "{\"x\":\"", 6);
	for (int i = 0; i < 16; i++)
		to[6 + i] = (char)~inverted[i];
	memcpy(to + 22, "\"}", 3);
	return 24;
}

static void spread(eef_engine *ret)
{
	char json[64] = "", id[32] = "";
	size_t len = secret_json(json);
	eef_context context = context_of(id, "r");
	eef_event event = EEF_EVENT_INIT;
	eef_view view;
	char *block;

	memcpy(id, json + 6, 16);
	id[16] = '\0';
	context.metadata_json = json;
	context.metadata_len = len;
	ck_assert_int_eq(eef_create_for_user(rig.factory, &context, ret), EEF_OK);
	ck_assert_int_eq(eef_pin(rig.factory, *ret, &view), EEF_OK);
	ck_assert_int_eq(eef_set(&view, id, json, len), EEF_OK);
	memcpy(eef_alloc(&view, 16, 1), id, 16);
	block = eef_alloc(&view, 50000, 16);
	memcpy(block + 49984, id, 16);
	event.agent = id;
	event.data_json = json;
	event.data_len = len;
	ck_assert_int_eq(eef_emit(rig.factory, *ret, &event, NULL), EEF_OK);
	event = (eef_event)EEF_EVENT_INIT;
	event.type = EEF_EV_TOOL_EXECUTING;
	event.tool = event.call_id = id;
	ck_assert_int_eq(eef_emit(rig.factory, *ret, &event, NULL), EEF_OK);
	eef_unpin(&view);
	sodium_memzero(json, sizeof(json));
	sodium_memzero(id, sizeof(id));
}

static void read_all(void)
{
	char json[64] = "", id[32] = "";
	eef_sub *sub;
	eef_hello hello;

	secret_json(json);
	memcpy(id, json + 6, 16);
	id[16] = '\0';
	ck_assert_int_eq(eef_sub_open(&rig.factory->sink, id, NULL, NULL, 0, &sub, &hello), EEF_OK);
	ck_assert_uint_eq(drain_sub(sub, NULL, 0), 4);
	eef_sub_close(sub, 1000);
	sodium_memzero(json, sizeof(json));
	sodium_memzero(id, sizeof(id));
}

START_TEST(t2_nothing_of_a_user_is_left_in_memory)
{
	eef_engine engine;

	ck_assert_uint_eq(find_in_memory(inverted), 0);
	spread(&engine);
	ck_assert_uint_ge(find_in_memory(inverted), 8);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_OK);
	read_all();
	test_clock_advance(121000);
	sweep(rig.factory);
	ck_assert_uint_eq(metrics_of(rig.factory).users_active, 0);
	ck_assert_uint_eq(find_in_memory(inverted), 0);
}
END_TEST

START_TEST(t2_expired_events_are_wiped)
{
	eef_engine engine;

	spread(&engine);
	eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE);
	test_clock_advance(121000);
	sweep(rig.factory);
	ck_assert_uint_eq(find_in_memory(inverted), 0);
}
END_TEST

START_TEST(t2_a_replaced_value_is_wiped_at_once)
{
	static const char *const replaced[] = { "\"first-secret\"", "\"a-longer-second-secret\"", "1" };
	eef_engine engine = engine_of(&rig, "ada", "r");
	eef_view view;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	for (size_t i = 0; i < COUNT_OF(replaced); i++)
		ck_assert_int_eq(eef_set(&view, "k", replaced[i], strlen(replaced[i])), EEF_OK);
	ck_assert_ptr_null(memmem(arena_at(engine), rig.config.arena_bytes, "first-secret", 12));
	ck_assert_ptr_null(memmem(arena_at(engine), rig.config.arena_bytes, "second-secret", 13));
	eef_unpin(&view);
}
END_TEST

START_TEST(t3_a_write_beyond_a_slot_faults)
{
	eef_engine engine = engine_of(&rig, "ada", "r");
	static const int beyond[] = { -1, 16384 };

	for (size_t i = 0; i < COUNT_OF(beyond); i++) {
		int status = 0;
		pid_t child = fork();

		if (child == 0) {
			signal(SIGSEGV, SIG_DFL);
			*(volatile char *)(arena_at(engine) + beyond[i]) = 1;
			_exit(0);
		}
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	}
}
END_TEST

/* Before the first byte, after the last one in use, after a larger block. */
START_TEST(t3_a_touched_canary_is_found_and_the_slot_retired)
{
	eef_engine engine = engine_of(&rig, "ada", "r"), next;
	eef_view view;
	char *at;

	ck_assert_int_eq(eef_pin(rig.factory, engine, &view), EEF_OK);
	at = _i == 0      ? arena_at(engine)
		: _i == 1 ? (char *)eef_alloc(&view, 32, 1) + 32
			  : (char *)eef_alloc(&view, 30000, 16) + 30000;
	*at ^= 1;
	eef_unpin(&view);
	ck_assert_int_eq(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE), EEF_E_CORRUPT);
	ck_assert_int_eq(word_state(rig.factory->slots[engine_index(engine)].word), SLOT_RETIRED);
	ck_assert(sodium_is_zero((unsigned char *)arena_at(engine), rig.config.arena_bytes));
	ck_assert_uint_eq(metrics_of(rig.factory).isolation_violations, 1);
	ck_assert(is_consistent(rig.factory));
	next = engine_of(&rig, "ada", "r");
	ck_assert_uint_ne(engine_index(next), engine_index(engine));
}
END_TEST

static bool is_live(const eef_engine *engines, uint64_t handle)
{
	bool live = false;

	for (int i = 0; i < OWNERS; i++)
		live |= engines[i].v == handle;
	return live;
}

/* Random numbers, and handles of living engines with one bit or some bytes changed. */
START_TEST(t4_only_the_handle_itself_fits)
{
	eef_engine engines[OWNERS];
	uint64_t seed = 7, tries = full(200000, 10000000);
	char user[16];

	for (int i = 0; i < OWNERS; i++) {
		snprintf(user, sizeof(user), "user%d", i);
		eef_cleanup_engine(rig.factory, engine_of(&rig, user, "old"), EEF_CLEAN_DONE);
		engines[i] = engine_of(&rig, user, "r");
	}
	for (uint64_t n = 0; n < tries; n++) {
		uint64_t noise = random_next(&seed), like = engines[noise % OWNERS].v;
		eef_engine forged = { n % 4 == 0 ? noise
				: n % 4 == 1     ? like ^ UINT64_C(1) << noise / OWNERS % 64
				: n % 4 == 2     ? like + noise % 9 - 4
						 : (noise % 300) << 48 | noise >> 60 };

		ck_assert_int_eq(eef_touch(rig.factory, forged), is_live(engines, forged.v) ? EEF_OK : EEF_E_STALE);
	}
	ck_assert_int_eq(eef_touch(rig.factory, (eef_engine){ 0 }), EEF_E_STALE);
	ck_assert_uint_eq(metrics_of(rig.factory).engines_active, OWNERS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("isolation");
	TCase *tests = tcase_create("isolation");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, t1_no_word_of_one_points_into_another);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* whose shadows are too large to search */
	tcase_add_test(tests, t2_nothing_of_a_user_is_left_in_memory);
	tcase_add_test(tests, t2_expired_events_are_wiped);
#endif
	tcase_add_test(tests, t2_a_replaced_value_is_wiped_at_once);
	tcase_add_test(tests, t3_a_write_beyond_a_slot_faults);
	tcase_add_loop_test(tests, t3_a_touched_canary_is_found_and_the_slot_retired, 0, 3);
	tcase_add_test(tests, t4_only_the_handle_itself_fits);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
