#include <pthread.h>
#include <stdlib.h>

#include "kettle.h"

static struct kettle *plain;
static struct kettle *half;
static struct kettle *twice;
static struct kettle *shared;
static int table[4];
static int is_initialized;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct kettle *get_plain(void)
{
	if (!plain)
		plain = kettle_new(1);
	return plain;
}

struct kettle *get_early(void)
{
	static struct kettle *early = NULL;

	if (early != NULL)
		return early;
	early = kettle_new(2);
	return early;
}

/* The lock comes too late. */
struct kettle *get_half(void)
{
	if (half == NULL) {
		pthread_mutex_lock(&lock);
		half = kettle_new(3);
		pthread_mutex_unlock(&lock);
	}
	return half;
}

/* Asked again, but the first look is a plain one. */
struct kettle *get_twice(void)
{
	if (!twice) {
		pthread_mutex_lock(&lock);
		if (!twice)
			twice = kettle_new(4);
		pthread_mutex_unlock(&lock);
	}
	return twice;
}

/* By way of a local variable. */
struct kettle *get_shared(void)
{
	if (!shared) {
		struct kettle *made = kettle_new(5);

		if (!made)
			return NULL;
		shared = made;
	}
	return shared;
}

int size_of(int i)
{
	if (!is_initialized) {
		for (int k = 0; k < 4; k++)
			table[k] = k * k;
		is_initialized = 1;
	}
	return table[i];
}

static void *serve(void *unused)
{
	(void)unused;
	get_plain();
	get_early();
	get_half();
	get_twice();
	get_shared();
	size_of(3);
	return NULL;
}

int main(void)
{
	pthread_t waiter;

	if (pthread_create(&waiter, NULL, serve, NULL) != 0)
		return 1;
	serve(NULL);
	return pthread_join(waiter, NULL);
}
