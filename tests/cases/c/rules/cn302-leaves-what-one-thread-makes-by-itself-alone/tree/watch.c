#include <pthread.h>
#include <stdlib.h>

struct key {
	int number;
};

static struct key *door_key, *shared_key, *worker_key;
static int is_over;

static struct key *key_new(int number)
{
	struct key *key = malloc(sizeof(*key));

	if (key)
		key->number = number;
	return key;
}

/* There is one such thread, and nobody else makes the key. */
static void *watch(void *unused)
{
	(void)unused;
	if (!door_key)
		door_key = key_new(1);
	return door_key;
}

/* One such thread, too, but main makes the key as well. */
static void *share(void *unused)
{
	(void)unused;
	if (!shared_key)
		shared_key = key_new(2);
	return shared_key;
}

/* Many of these. */
static void *work(void *unused)
{
	(void)unused;
	if (!worker_key)
		worker_key = key_new(3);
	return worker_key;
}

static int start_watch(pthread_t *thread)
{
	return pthread_create(thread, NULL, watch, NULL);
}

static int start_share(pthread_t *thread)
{
	return pthread_create(thread, NULL, share, NULL);
}

static void start_workers(pthread_t *threads, int count)
{
	for (int i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, work, NULL);
}

static void change_key(void)
{
	shared_key = key_new(4);
}

int main(void)
{
	pthread_t threads[6];

	if (start_watch(&threads[0]) != 0 || start_share(&threads[1]) != 0)
		return 1;
	start_workers(threads + 2, 4);
	while (!is_over)
		change_key();
	return 0;
}
