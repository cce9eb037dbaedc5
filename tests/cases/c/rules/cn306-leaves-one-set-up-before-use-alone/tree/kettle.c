#include "kettle.h"

#include <pthread.h>
#include <stdlib.h>

struct factory {
	int limit;
};

static struct factory usual = { 10 };
static struct factory *plain, *flagged, *asked, *once, *renewed;
static struct factory *preset = &usual;
static int is_flagged;
static pthread_once_t control = PTHREAD_ONCE_INIT;

static struct factory *factory_new(int limit)
{
	struct factory *f = malloc(sizeof(*f));

	if (f)
		f->limit = limit;
	return f;
}

void plain_init(int limit)
{
	plain = factory_new(limit);
}

/* The same for those who have no limit. */
void plain_setup_small(void)
{
	plain_init(1);
}

void plain_close(void)
{
	free(plain);
	plain = NULL;
}

void flagged_init(int limit)
{
	if (is_flagged)
		return;
	is_flagged = 1;
	flagged = factory_new(limit);
}

void asked_init(int limit)
{
	if (!asked)
		asked = factory_new(limit);
}

static void make_once(void)
{
	once = factory_new(3);
}

void once_init(void)
{
	pthread_once(&control, make_once);
}

void renewed_init(int limit)
{
	free(renewed);
	renewed = factory_new(limit);
}

int renewed_limit(void)
{
	return renewed ? renewed->limit : 0;
}

void default_init(int limit)
{
	preset = factory_new(limit);
}

int default_limit(void)
{
	return preset->limit;
}

struct kettle *kettle_new(int size)
{
	struct kettle *kettle = malloc(sizeof(*kettle));

	kettle->size = size > plain->limit ? plain->limit : size;
	kettle->size += flagged->limit + asked->limit + once->limit;
	return kettle;
}

struct kettle *kettle_try(int size)
{
	if (!plain)
		return NULL;
	return kettle_new(size);
}

void kettle_free(struct kettle *kettle)
{
	free(kettle);
}
