#include <stdlib.h>

struct runner {
	int count, limit;
	void (*work)(void *);
};

static struct runner *runner_new(int count, int limit)
{
	struct runner *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->count = count;
	r->limit = limit;
	return r;
}

static void runner_run(struct runner *r, void *what)
{
	for (int i = 0; i < r->count && i < r->limit; i++)
		r->work(what);
}

static int runner_join(struct runner *r, int seconds)
{
	while (r->count > 0 && seconds-- > 0)
		r->count--;
	return r->count;
}

static void runner_free(struct runner *r)
{
	free(r);
}

int one_work(void (*work)(void *), void *what)
{
	struct runner *r = runner_new(3, 4);
	int left = 0;

	r->work = work;
	runner_run(r, what);
	left = runner_join(r, 3);
	runner_free(r);
	return left;
}
