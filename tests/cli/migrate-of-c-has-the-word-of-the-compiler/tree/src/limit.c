#include "legacy.h"

int limit(void)
{
	return conn_new(LEGACY_LIMIT) == 0;
}
