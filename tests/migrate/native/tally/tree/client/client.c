/* Somebody else's program: what it says may not change with a release. */
#include <stdio.h>
#include <string.h>

#include "tally_set.h"
#include "tally_store.h"

static void show(const char *who, tally_t *t)
{
	char text[64] = "";
	if (t == NULL || tally_save(t, text, sizeof(text)) != 0)
		strcpy(text, "nothing");
	printf("%s: %s\n", who, text);
	tally_free(t);
}

int main(void)
{
	tally_t *(*const makers[])(const char *, unsigned) = { tally_new, tally_create, tally_open, tally_ops_default.create };
	tally_set_t *set = tally_set_new();

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
		show("made", makers[i]("sheep", (unsigned)i));
	show("started", tally_start("goats"));
	show("of", tally_of("cows", 2, 3u, 4u));
	show("loaded", tally_load("hens 3/10"));
	show("created", tally_create("a name that is too long for it", 1));
	printf("the default is %s\n", tally_ops_default.create == tally_create ? "tally_create" : "another");
	printf("taken %d\n", tally_set_take(set, tally_open("ducks", 2)));
	tally_set_drop(set);
	return 0;
}
