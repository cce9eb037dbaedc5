#include <string.h>

#include "check.h"
#include "tally_set.h"
#include "tally_store.h"

int main(void)
{
	char text[32];
	tally_set_t *set = tally_set_new();
	tally_t *t = tally_load("s 2/5");
	CHECK(t != NULL && tally_count(t, 3) == 0 && tally_save(t, text, sizeof(text)) == 0 && !strcmp(text, "s 5/5"));
	CHECK(tally_set_take(set, t) == 0 && tally_load("s") == NULL);
	tally_set_free(set);
	puts("store ok");
	return 0;
}
