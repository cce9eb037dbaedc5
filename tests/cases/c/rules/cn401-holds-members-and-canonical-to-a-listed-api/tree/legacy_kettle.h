#ifndef LEGACY_KETTLE_H
#define LEGACY_KETTLE_H

struct kettle;

struct kettle *legacy_kettle_new(char *name, unsigned size);
void legacy_kettle_destroy(struct kettle *kettle);
int legacy_kettle_configure(struct kettle *kettle, int heat);
void legacy_kettle_log_close(void);
void legacy_kettle_hang(struct kettle *kettle, int height);

#endif
