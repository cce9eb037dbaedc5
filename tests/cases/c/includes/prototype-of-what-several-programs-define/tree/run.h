#ifndef RUN_H
#define RUN_H

int driver_run(void);

#endif
