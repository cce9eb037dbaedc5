#define NDEBUG
#include <assert.h>

#include "src/kettle.h"

int main(void)
{
	struct kettle *k = kettle_new(1);

	assert(k);
	kettle_free(k);
	return 0;
}
