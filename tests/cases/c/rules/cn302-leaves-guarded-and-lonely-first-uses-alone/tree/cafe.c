#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "kettle.h"

#define LOCK_CAFE() pthread_mutex_lock(&lock)
#define UNLOCK_CAFE() pthread_mutex_unlock(&lock)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct kettle *locked, *by_macro, *by_once, *by_helper, *at_start, *of_main, *by_swap;
static _Thread_local struct kettle *own;
static _Atomic(struct kettle *) published;
static const char *home;

struct kettle *get_locked(void)
{
	struct kettle *k;

	pthread_mutex_lock(&lock);
	if (!locked)
		locked = kettle_new(1);
	k = locked;
	pthread_mutex_unlock(&lock);
	return k;
}

struct kettle *get_by_macro(void)
{
	struct kettle *k;

	LOCK_CAFE();
	if (by_macro == NULL) {
		by_macro = kettle_new(2);
		if (!by_macro) {
			UNLOCK_CAFE();
			return NULL;
		}
	}
	k = by_macro;
	UNLOCK_CAFE();
	return k;
}

static void make_by_once(void)
{
	if (!by_once)
		by_once = kettle_new(3);
}

struct kettle *get_by_once(void)
{
	pthread_once(&once, make_by_once);
	return by_once;
}

/* Called under the lock, and only so. */
static struct kettle *find_by_helper(void)
{
	if (!by_helper)
		by_helper = kettle_new(4);
	return by_helper;
}

struct kettle *get_by_helper(void)
{
	struct kettle *k;

	pthread_mutex_lock(&lock);
	k = find_by_helper();
	pthread_mutex_unlock(&lock);
	return k;
}

struct kettle *get_own(void)
{
	if (!own)
		own = kettle_new(5);
	return own;
}

struct kettle *get_published(void)
{
	struct kettle *k = atomic_load(&published), *none = NULL;

	if (!k) {
		k = kettle_new(6);
		if (!atomic_compare_exchange_strong(&published, &none, k)) {
			kettle_free(k);
			k = none;
		}
	}
	return k;
}

struct kettle *get_by_swap(void)
{
	if (!by_swap) {
		struct kettle *k = kettle_new(7);

		if (!__sync_bool_compare_and_swap(&by_swap, NULL, k))
			kettle_free(k);
	}
	return by_swap;
}

/* The same whoever asks first. */
const char *get_home(void)
{
	if (!home)
		home = getenv("HOME");
	return home;
}

/* Before any thread is there. */
void cafe_init(void)
{
	if (!at_start)
		at_start = kettle_new(8);
}

static void *serve(void *unused)
{
	(void)unused;
	get_locked();
	get_by_macro();
	get_by_once();
	get_by_helper();
	get_own();
	get_published();
	get_by_swap();
	get_home();
	return at_start;
}

/* No thread comes here. */
static struct kettle *get_of_main(void)
{
	if (!of_main)
		of_main = kettle_new(9);
	return of_main;
}

int main(void)
{
	pthread_t waiter;

	cafe_init();
	get_of_main();
	if (pthread_create(&waiter, NULL, serve, NULL) != 0)
		return 1;
	serve(NULL);
	return pthread_join(waiter, NULL);
}
