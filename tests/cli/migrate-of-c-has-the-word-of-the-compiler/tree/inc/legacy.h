#ifndef LEGACY_H
#define LEGACY_H
#include "conn.h"
#define LEGACY_LIMIT 4
#endif
