#include <stdlib.h>

struct runner {
	int count, limit;
	void (*work)(void *);
};

static struct runner *runner_new(int count)
{
	struct runner *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->count = count;
	r->limit = count * 2;
	return r;
}

static void runner_run(struct runner *r, void *what)
{
	for (int i = 0; i < r->count && i < r->limit; i++)
		r->work(what);
}


static void runner_free(struct runner *r)
{
	free(r);
}

int two_work(void (*work)(void *), void *what)
{
	struct runner *r = runner_new(3);
	int left = 0;

	r->work = work;
	runner_run(r, what);
	left = r->count;
	runner_free(r);
	return left;
}
