/* A sensor: where values of one quantity come from. */
#ifndef STATION_SENSOR_H
#define STATION_SENSOR_H

enum quantity {
	QUANTITY_TEMPERATURE,
	QUANTITY_PRESSURE,
	QUANTITY_HUMIDITY
};

struct sensor {
	char *label;
	enum quantity quantity;
	double offset, last;
};

struct sensor *sensor_new(const char *label, enum quantity quantity);
void sensor_free(struct sensor *s);
double sensor_read(struct sensor *s, double raw);

#endif
