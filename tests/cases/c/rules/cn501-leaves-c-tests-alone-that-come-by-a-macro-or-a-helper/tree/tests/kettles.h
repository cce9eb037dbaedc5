#include "src/kettle.h"

struct kettle *kettles_full(void);
