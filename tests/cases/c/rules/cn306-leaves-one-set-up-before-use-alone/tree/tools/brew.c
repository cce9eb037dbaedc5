/* Another program: it sets up one of its own. */
#include "../kettle.h"

int main(int argc, char **argv)
{
	(void)argv;
	plain_setup_small();
	kettle_free(kettle_new(argc));
	return 0;
}
