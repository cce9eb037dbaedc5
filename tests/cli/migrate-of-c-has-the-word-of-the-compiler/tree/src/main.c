#include "conn_api.h" /* conn_new() */
#ifdef BIG
#include <conn_api.h>
#endif

int main(void)
{
	return conn_new(CONN_MAX) == 0;
}
