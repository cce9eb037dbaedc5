/* Time: reading the clocks. */
#include "runtime/clock.h"

#ifdef EEF_TEST
static _Atomic uint64_t advanced;

void test_clock_advance(uint64_t ms)
{
	atomic_fetch_add(&advanced, ms);
}
#define ADVANCED atomic_load_explicit(&advanced, memory_order_relaxed)
#else
#define ADVANCED 0
#endif

static struct timespec now(clockid_t id)
{
	struct timespec at = { 0 };

	clock_gettime(id, &at);
	return at;
}

uint64_t clock_ns(void)
{
	struct timespec at = now(CLOCK_MONOTONIC);

	return (uint64_t)at.tv_sec * 1000000000 + (uint64_t)at.tv_nsec;
}

uint64_t clock_ms(void)
{
	struct timespec at = now(CLOCK_MONOTONIC_COARSE);

	return (uint64_t)at.tv_sec * 1000 + (uint64_t)at.tv_nsec / 1000000 + ADVANCED;
}

uint64_t clock_utc(void)
{
	return (uint64_t)now(CLOCK_REALTIME_COARSE).tv_sec;
}

static void put_digits(char *at, unsigned value, int digits)
{
	while (digits-- > 0) {
		at[digits] = (char)('0' + value % 10);
		value /= 10;
	}
}

/* The calendar is worked out once a second and thread; gmtime_r takes a global lock for the time zone. */
static void put_second(char *ret, time_t second)
{
	static _Thread_local time_t last = -1;
	static _Thread_local char text[21] = "0000-00-00T00:00:00.";
	struct tm tm;

	if (second != last && gmtime_r(&second, &tm)) {
		put_digits(text, (unsigned)tm.tm_year + 1900, 4);
		put_digits(text + 5, (unsigned)tm.tm_mon + 1, 2);
		put_digits(text + 8, (unsigned)tm.tm_mday, 2);
		put_digits(text + 11, (unsigned)tm.tm_hour, 2);
		put_digits(text + 14, (unsigned)tm.tm_min, 2);
		put_digits(text + 17, (unsigned)tm.tm_sec, 2);
		last = second;
	}
	memcpy(ret, text, 20);
}

void clock_stamp(char ret[CLOCK_STAMP_MAX])
{
	struct timespec at = now(CLOCK_REALTIME);

	put_second(ret, at.tv_sec);
	put_digits(ret + 20, (unsigned)(at.tv_nsec / 1000), 6);
	memcpy(ret + 26, "Z", 2);
}

struct timespec clock_deadline(uint32_t ms)
{
	struct timespec at = now(CLOCK_MONOTONIC);

	at.tv_sec += ms / 1000;
	at.tv_nsec += (long)(ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_nsec -= 1000000000;
		at.tv_sec++;
	}
	return at;
}
