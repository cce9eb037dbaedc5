#pragma once
#include "kettle.h"

#define make_kettle kettle_new
#define kettle_of(litres) kettle_new(litres)
#define two_litres() kettle_new(2)
