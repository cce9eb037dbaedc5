#ifndef HOUSE_H
#define HOUSE_H

extern struct kettle *house_kettle;

void cafe_open(void);
void hall_open(int guests);

#endif
