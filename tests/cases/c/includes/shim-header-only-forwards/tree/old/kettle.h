/* Moved. */
#ifndef OLD_KETTLE_H
#define OLD_KETTLE_H
#include "../include/kettle.h"
#endif
