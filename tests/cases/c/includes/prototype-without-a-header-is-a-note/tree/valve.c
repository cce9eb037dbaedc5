#include "valve.h"

int tap_close(void)
{
	return VALVE;
}
