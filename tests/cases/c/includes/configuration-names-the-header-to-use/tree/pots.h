#pragma once
#include "kettle.h"

int pots(void);
