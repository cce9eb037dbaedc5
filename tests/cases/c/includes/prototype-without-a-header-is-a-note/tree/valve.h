#ifndef VALVE_H
#define VALVE_H

#define VALVE 1

#endif
