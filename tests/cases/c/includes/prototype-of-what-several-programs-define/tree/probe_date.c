#include "probe.h"

int probe_run(const char *text)
{
	return text[0] == 'd';
}

int probe_usage(void);
int probe_usage(void)
{
	return 4;
}
