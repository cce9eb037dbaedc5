/* Moved to station/series.h. */
#ifndef STATION_COMPAT_SERIES_H
#define STATION_COMPAT_SERIES_H

#include "../series.h"

#endif
