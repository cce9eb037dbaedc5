/* The gateway: what comes from a neighbour's station. */
#ifndef NET_GATEWAY_H
#define NET_GATEWAY_H

double gateway_mean(const double *values, int count);

#endif
