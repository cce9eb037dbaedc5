/* The uplink: packs series into packets and counts what it sent. */
#ifndef NET_UPLINK_H
#define NET_UPLINK_H

#ifdef __cplusplus
extern "C" {
#endif

#include "station/compat/series.h"

int uplink_send(const struct series *s, unsigned *checksum);
int uplink_beat(unsigned *checksum);

#ifdef __cplusplus
}
#endif

#endif
