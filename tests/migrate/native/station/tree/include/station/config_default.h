/* What can be set when the station is built. */
#ifndef STATION_CONFIG_DEFAULT_H
#define STATION_CONFIG_DEFAULT_H

#define STATION_NAME "roof"
#define STATION_REPORT_WIDTH 20

#endif
