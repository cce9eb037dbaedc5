#include <stdlib.h>
#include <string.h>

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

/* Kept and made larger, it is written anew for every caller. */
char *shutter_list(const char *names, size_t len)
{
	static char *list;
	static size_t size;

	if (!list || len > size) {
		char *larger = realloc(list, len + 1);

		if (!larger)
			return NULL;
		list = larger;
		size = len;
	}
	memcpy(list, names, len);
	list[len] = '\0';
	return list;
}
