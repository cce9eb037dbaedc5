#ifdef PANEL_FOR_LAMPS
#include "lamp/state.h"
#else
#include "oven/state.h"
#endif

#include <stdlib.h>

static state_t *panel;

int panel_open(void)
{
	panel = malloc(sizeof(state_t));
	return panel != NULL;
}
