#include "kettle_impl.h"

enum kettle_state now = KETTLE_OFF;
