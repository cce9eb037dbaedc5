#include <stdlib.h>

#include "kettle.h"

struct shutter {
	struct kettle public;
	int wings;
};

static struct kettle *single;

/* Made by hand, through another pointer. */
struct kettle *window_kettle_create(void)
{
	if (!single) {
		struct shutter *this = calloc(1, sizeof(*this));

		this->wings = 2;
		single = &this->public;
	}
	return single;
}

/* Both are overwritten by the next call, which is told once. */
const char *wing_name(int wing, int is_left)
{
	static char left[2], right[2];

	if (is_left) {
		left[0] = (char)('a' + wing);
		return left;
	}
	right[0] = (char)('A' + wing);
	return right;
}
