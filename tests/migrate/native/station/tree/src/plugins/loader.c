#include <dlfcn.h>
#include <string.h>

#include "plugins/plugins.h"

/* "probe" is what the configuration files of the first version say. */
sensor_maker *plugin_find(const char *symbol)
{
	void *self = dlopen(NULL, RTLD_NOW);
	sensor_maker *found = NULL;
	void *address = NULL;
	if (self)
		address = dlsym(self, strcmp(symbol, "probe") ? symbol : "probe_create");
	memcpy(&found, &address, sizeof found);
	return found;
}
