#include "kettle.h"

#include <stdlib.h>

/* What does away with the one before, or finds it and leaves it alone, may be called again. */
static void start_again(int limit)
{
	flagged_init(limit);
	flagged_init(limit);
	asked_init(limit);
	asked_init(limit);
	once_init();
	once_init();
	renewed_init(limit);
	renewed_init(limit);
}

static void close_all(int is_last)
{
	if (is_last)
		plain_close();
}

static void open_and_close(int limit)
{
	plain_init(limit);
	plain_close();
	plain_init(limit);
	close_all(limit > 1);
	plain_init(limit);
	plain_close();
}

static void open_one_of_two(int limit, int rounds)
{
	if (limit > 3)
		plain_init(limit);
	else
		plain_init(3);
#ifdef KETTLE_SMALL
	plain_setup_small();
#endif
	for (int i = 0; i < rounds; i++)
		plain_init(i);
	limit > 4 && rounds > 1 ? plain_init(1) : plain_init(2);
	while (rounds-- > 0) {
		plain_init(rounds);
		plain_close();
	}
}

static void open_one(int limit)
{
	switch (limit) {
	case 1:
		plain_init(1);
		break;
	default:
		plain_init(2);
	}
#if defined(KETTLE_BIG)
	plain_init(100);
#else
	plain_init(10);
#endif
}

static int try_twice(int limit)
{
again:
	plain_init(limit);
	if (limit-- > 0)
		goto again;
	return 0;
	plain_init(limit);
}

/* These ask first, or have something from the start. */
static void use_early(int limit)
{
	struct kettle *kettle = kettle_try(limit);
	int sum = default_limit() + renewed_limit();

	default_init(sum);
	renewed_init(sum);
	if (!kettle)
		plain_init(limit);
	kettle_free(kettle_new(limit));
}

/* Not the first that sets it up: others call what it calls. */
static void replace(int limit)
{
	kettle_free(kettle_new(limit));
	plain_init(limit);
}

int main(int argc, char **argv)
{
	(void)argv;
	start_again(argc);
	open_and_close(argc);
	if (argc == 2)
		open_one_of_two(argc, 3);
	if (argc == 3)
		open_one(argc);
	if (argc == 4)
		return try_twice(argc);
	use_early(argc);
	if (argc > 5)
		replace(argc);
	return 0;
}
