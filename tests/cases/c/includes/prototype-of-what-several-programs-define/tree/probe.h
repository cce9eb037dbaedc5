#ifndef PROBE_H
#define PROBE_H

int probe_run(const char *text);

#endif
