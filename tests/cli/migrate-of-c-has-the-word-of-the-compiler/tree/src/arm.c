#include "legacy.h"

#ifdef LEGACY_H
void *arm(void)
{
	return conn_new(1);
}
#endif
