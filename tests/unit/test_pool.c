/* Tests of base/pool: every item once, workers by number, cancelling. */
#include "base/base.h"
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/unit/unit.h"

#define MAX_ITEMS 10000
#define MAX_JOBS 16

struct run {
	unsigned done[MAX_ITEMS];          /* by item */
	unsigned long by_worker[MAX_JOBS]; /* each written by its own thread only */
	bool cancel;
};

static void count_item(void *context, unsigned worker, size_t item)
{
	struct run *run = context;

	run->done[item]++;
	run->by_worker[worker]++;
}

static const struct {
	unsigned jobs;
	size_t count;
} runs[] = {
	{ 1, 0 },
	{ 1, 1 },
	{ 1, 1000 },
	{ 2, 0 },
	{ 2, 1 },
	{ 2, 2 },
	{ 2, 10000 },
	{ 4, 3 },
	{ 4, 999 },
	{ 16, 10000 },
};

START_TEST(every_item_is_done_once)
{
	static struct run run;
	unsigned long total = 0;

	pool_run(runs[_i].jobs, runs[_i].count, count_item, &run, NULL);
	for (size_t i = 0; i < MAX_ITEMS; i++)
		ck_assert_uint_eq(run.done[i], i < runs[_i].count ? 1 : 0);
	for (unsigned i = 0; i < MAX_JOBS; i++) {
		total += run.by_worker[i];
		if (i >= runs[_i].jobs)
			ck_assert_uint_eq(run.by_worker[i], 0);
	}
	ck_assert_uint_eq(total, runs[_i].count);
}
END_TEST

static void check_inline(void *context, unsigned worker, size_t item)
{
	size_t *expected = context;
	static _Thread_local bool is_mine;

	is_mine |= item == 0;
	ck_assert(is_mine);
	ck_assert_uint_eq(worker, 0);
	ck_assert_uint_eq(item, (*expected)++);
}

START_TEST(one_job_runs_in_order_on_the_callers_thread)
{
	size_t expected = 0;

	pool_run(1, 100, check_inline, &expected, NULL);
	ck_assert_uint_eq(expected, 100);
}
END_TEST

struct rendezvous {
	pthread_barrier_t barrier;
	atomic_uint met;
};

static void meet(void *context, unsigned worker, size_t item)
{
	struct rendezvous *place = context;

	(void)worker;
	(void)item;
	pthread_barrier_wait(&place->barrier);
	atomic_fetch_add(&place->met, 1);
}

START_TEST(jobs_run_at_the_same_time)
{
	struct rendezvous place = { 0 };

	pthread_barrier_init(&place.barrier, NULL, 4);
	pool_run(4, 4, meet, &place, NULL);
	ck_assert_uint_eq(atomic_load(&place.met), 4);
	pthread_barrier_destroy(&place.barrier);
}
END_TEST

static void cancel_at_ten(void *context, unsigned worker, size_t item)
{
	struct run *run = context;

	count_item(context, worker, item);
	if (item == 10)
		__atomic_store_n(&run->cancel, true, __ATOMIC_RELAXED);
}

static const unsigned cancel_jobs[] = { 1, 4 };

START_TEST(a_cancelled_run_starts_no_further_item)
{
	static struct run run;
	unsigned long total = 0;

	pool_run(cancel_jobs[_i], MAX_ITEMS, cancel_at_ten, &run, &run.cancel);
	for (unsigned i = 0; i < MAX_JOBS; i++)
		total += run.by_worker[i];
	ck_assert_uint_ge(total, 1);
	if (cancel_jobs[_i] == 1)
		ck_assert_uint_eq(total, 11);
	ck_assert_uint_eq(run.done[10], 1);
}
END_TEST

START_TEST(a_run_cancelled_before_does_nothing)
{
	static struct run run;

	run.cancel = true;
	pool_run(4, MAX_ITEMS, count_item, &run, &run.cancel);
	for (size_t i = 0; i < MAX_ITEMS; i++)
		ck_assert_uint_eq(run.done[i], 0);
}
END_TEST

START_TEST(jobs_are_bounded)
{
	unsigned cpus = pool_cpus();

	ck_assert_uint_ge(cpus, 1);
	ck_assert_uint_eq(pool_jobs(0, 1000000), MIN(cpus, 256u));
	ck_assert_uint_eq(pool_jobs(8, 3), 3);
	ck_assert_uint_eq(pool_jobs(8, 0), 1);
	ck_assert_uint_eq(pool_jobs(3, 100), 3);
	ck_assert_uint_eq(pool_jobs(1000000, 1000000), 256);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("pool");

	unit_add_table(tests, every_item_is_done_once, runs);
	tcase_add_test(tests, one_job_runs_in_order_on_the_callers_thread);
	tcase_add_test(tests, jobs_run_at_the_same_time);
	unit_add_table(tests, a_cancelled_run_starts_no_further_item, cancel_jobs);
	tcase_add_test(tests, a_run_cancelled_before_does_nothing);
	tcase_add_test(tests, jobs_are_bounded);
	return unit_run("pool", tests);
}
