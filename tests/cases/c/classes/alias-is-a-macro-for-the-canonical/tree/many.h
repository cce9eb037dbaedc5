#pragma once
#include "kettle.h"

#define steel_kettle kettle_new
#define copper_kettle kettle_new
#define glass_kettle kettle_new
#define iron_kettle kettle_new
#define clay_kettle kettle_new
#define brass_kettle kettle_new
#define silver_kettle kettle_new
#define zinc_kettle kettle_new
#define bronze_kettle kettle_new
#define tin_kettle kettle_new
#define lead_kettle kettle_new
#define gold_kettle kettle_new
#define wood_kettle kettle_new
#define stone_kettle kettle_new
#define paper_kettle kettle_new
#define wax_kettle kettle_new
#define wool_kettle kettle_new
