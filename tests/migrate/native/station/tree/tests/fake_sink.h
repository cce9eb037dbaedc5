/* A sink that remembers nothing. */
#ifndef TESTS_FAKE_SINK_H
#define TESTS_FAKE_SINK_H

#include "sink/sink.h"

struct sink *fake_sink_open(void);

#endif
