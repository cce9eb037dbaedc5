#include "src/kettle.h"

int main(void)
{
	kettle_free(kettle_new(1));
	return 0;
}
