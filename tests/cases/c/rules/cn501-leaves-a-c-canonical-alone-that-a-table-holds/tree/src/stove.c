#include "kettle.h"

typedef struct kettle *make(int);

static make *const makers[] = { kettle_new };

struct kettle *stove_make(int which)
{
	return makers[which](1);
}
