#include "check.h"
#include "tally.h"

int main(void)
{
	tally_t *t = tally_new("t", 3), *u = tally_create("u", 4), *both;
	CHECK(tally_count(t, 3) == 0 && tally_count(t, 1) == -1);
	CHECK(tally_count(u, 1) == 0);
	both = tally_merge(t, u);
	CHECK(both != NULL && tally_total(both) == 4);
	tally_free(both);
	tally_free(u);
	tally_free(t);
	puts("tally ok");
	return 0;
}
