#ifndef ROOM_H
#define ROOM_H

struct lamp {
	int is_on;
};

void light(struct lamp *lamp);
void say(const char *text);
void use_room(void);

#endif
