#ifdef PANEL_FOR_LAMPS
#include "lamp/state.h"
#else
#include "oven/state.h"
#endif

#include <stdlib.h>

static struct state *panel;

int panel_open(void)
{
	panel = malloc(sizeof(struct state));
	return panel != NULL;
}
