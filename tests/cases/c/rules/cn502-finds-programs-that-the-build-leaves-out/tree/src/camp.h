#ifndef CAMP_H
#define CAMP_H

#include "kettle.h"

struct kettle *camp_kettle(int litres);

#endif
