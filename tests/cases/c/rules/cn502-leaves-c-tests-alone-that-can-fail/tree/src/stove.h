#include "kettle.h"

void stove_heat(struct kettle *k);
