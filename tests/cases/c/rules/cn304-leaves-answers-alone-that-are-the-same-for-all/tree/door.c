#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kettle.h"

struct guest {
	int id;
};

static const struct guest *inside;
static const char *usual;
static time_t closed_at;

static const struct guest *lead_in(const struct guest *guest)
{
	return guest->id ? guest : NULL;
}

static int number_of(const struct guest *guest)
{
	return guest->id;
}

static int is_other(int number, const struct guest *guest)
{
	return number != guest->id;
}

static size_t room_in(const char *book)
{
	return strlen(book);
}

static void put_line(char *book, size_t width)
{
	memset(book, '-', width);
}

static void note(const struct guest *guest, time_t at)
{
	printf("%d %ld\n", guest->id, (long)at);
}

/* The second one is refused, and gets nothing of the first. */
int guest_connected(const struct guest *guest)
{
	if (inside != NULL) {
		puts("one at a time");
		return 0;
	}
	inside = lead_in(guest);
	return 1;
}

/* What is noted is used elsewhere: whoever calls gets none of it. */
void see_kettle(const struct kettle *k, const char *name)
{
	if (k->is_hot && usual == NULL)
		usual = strdup(name);
	printf("%s\n", name);
}

const char *usual_kettle(void)
{
	return usual;
}

/* Handed on by value: nothing is put there. */
void close_door(const struct guest *guest, int hour)
{
	if (hour > 22 && closed_at == 0) {
		closed_at = time(NULL) + hour;
		note(guest, closed_at);
	}
	printf("%ld\n", (long)closed_at);
}

/* Counted down with every call. */
int seats_left(const struct kettle *k)
{
	static int left = -1;

	if (left < 0)
		left = k->size % 4;
	if (left > 0)
		left--;
	return left;
}

/* The number is given out, not asked for. */
int open_tap(int *flow)
{
	static int first = -1;

	*flow = 3;
	if (first < 0)
		first = *flow;
	return first;
}

/* What is kept is compared with the next one's. */
int same_guest(const struct guest *guest)
{
	static int known = -1;

	if (known >= 0) {
		if (is_other(known, guest))
			return 0;
	} else {
		known = number_of(guest);
	}
	return 1;
}

/* Put into what the caller brought, which says nothing about it. */
void sign(char *book)
{
	static size_t width;

	if (width == 0)
		width = room_in(book) - 1;
	put_line(book, width);
}
