#include <pthread.h>
#include <stdlib.h>

#include "bar.h"

struct page {
	struct page *next;
	int number;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct page *pages, *orders, *orders_end;
static struct kettle *under_lock, *of_setting;

/* Not static, yet whoever calls it here holds the lock. */
struct kettle *bar_kettle(void)
{
	if (!under_lock)
		under_lock = kettle_new(1);
	return under_lock;
}

int bar_size(void)
{
	int size;

	pthread_mutex_lock(&lock);
	size = bar_kettle()->size;
	pthread_mutex_unlock(&lock);
	return size;
}

/* One more of a list, not the first of its kind. */
int bar_turn_page(int number)
{
	struct page *page;

	if (pages != NULL && pages->number == number)
		return 0;
	page = malloc(sizeof(*page));
	if (!page)
		return -1;
	page->number = number;
	page->next = pages;
	pages = page;
	return 1;
}

/* Called with each setting, before any thread is there. */
int bar_config(const char *key)
{
	if (!of_setting)
		of_setting = kettle_new(key[0]);
	return of_setting ? 0 : -1;
}

struct kettle *bar_setting(void)
{
	pthread_mutex_lock(&lock);
	struct kettle *k = of_setting;
	pthread_mutex_unlock(&lock);
	return k;
}

/* A queue: the first of it comes and goes. */
int bar_order(int number)
{
	struct page *order = calloc(1, sizeof(*order));

	if (!order)
		return -1;
	order->number = number;
	if (!orders)
		orders = order;
	else
		orders_end->next = order;
	orders_end = order;
	return 0;
}

int bar_serve(void)
{
	struct page *order = orders;
	int number = order ? order->number : 0;

	if (order)
		orders = order->next;
	free(order);
	return number;
}
