#include "conn_api.h"

int lost(void)
{
	return nowhere;
}
