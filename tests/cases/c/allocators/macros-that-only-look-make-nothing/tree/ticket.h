#ifndef TICKET_H
#define TICKET_H

struct ticket {
	int number, seat;
};

struct ticket *ticket_new(int number);

#endif
