/* Sensors, sources and alarms by name. */
#ifndef PLUGINS_PLUGINS_H
#define PLUGINS_PLUGINS_H

#include <stddef.h>

#include "station/alarm.h"
#include "station/sensor.h"

struct series;

typedef struct series *source_maker(const char *name, size_t capacity);
typedef struct sensor *sensor_maker(const char *label, enum quantity quantity);

source_maker *source_find(const char *name);
const char *source_name(size_t index); /* NULL after the last */
struct alarm *rule_start(const char *rule, double limit);
sensor_maker *plugin_find(const char *symbol); /* any function of the program */

struct sensor *probe_create(const char *label, enum quantity quantity);
struct alarm *frost_alarm(double limit);
struct alarm *storm_alarm(double limit);

#endif
