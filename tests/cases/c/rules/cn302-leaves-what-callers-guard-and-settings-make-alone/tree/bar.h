#ifndef BAR_H
#define BAR_H

#include "kettle.h"

struct kettle *bar_kettle(void);
int bar_size(void);
int bar_turn_page(int number);
int bar_config(const char *key);
int bar_order(int number);
int bar_serve(void);
struct kettle *bar_setting(void);

#endif
