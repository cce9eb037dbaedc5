#ifndef KETTLE_H
#define KETTLE_H

struct kettle {
	int size;
};

struct kettle *kettle_new(int size);
struct kettle *kettle_try(int size);
void kettle_free(struct kettle *kettle);

void plain_init(int limit);
void plain_setup_small(void);
void plain_close(void);
void flagged_init(int limit);
void asked_init(int limit);
void once_init(void);
void renewed_init(int limit);
void default_init(int limit);
int default_limit(void);
int renewed_limit(void);

#endif
