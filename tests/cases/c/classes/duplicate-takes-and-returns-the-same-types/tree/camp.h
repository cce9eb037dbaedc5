#pragma once
#include "kettle.h"

struct kettle *camp_kettle(int size);
