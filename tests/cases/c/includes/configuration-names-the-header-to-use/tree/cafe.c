#include "pots.h"

int count(void)
{
	return pots();
}
