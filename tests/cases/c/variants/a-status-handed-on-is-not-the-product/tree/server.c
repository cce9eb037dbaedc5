#include "kettle.h"

#include <stdlib.h>

int server_answer(const struct kettle *asked);

int server_answer(const struct kettle *asked)
{
	struct kettle *answer = malloc(sizeof(struct kettle));
	static struct kettle *last;

	if (!answer)
		return -1;
	answer->heat = asked->heat + asked->litres * 2;
	answer->maker = asked->maker;
	last = answer;
	return last->heat;
}
