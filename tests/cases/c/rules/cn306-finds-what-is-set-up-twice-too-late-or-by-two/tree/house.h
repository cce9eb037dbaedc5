#ifndef HOUSE_H
#define HOUSE_H

void hall_open(int guests);
void tea_open(int guests);

#endif
