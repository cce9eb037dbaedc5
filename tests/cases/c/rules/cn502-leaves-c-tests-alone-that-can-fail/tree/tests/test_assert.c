#undef NDEBUG
#include <assert.h>

#include "src/kettle.h"

int main(void)
{
	assert(kettle_new(1));
	return 0;
}
