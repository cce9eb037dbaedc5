#ifndef SCREEN_H
#define SCREEN_H

struct picture;

struct picture_ops {
	int (*LockRect)(struct picture *p, int *pitch);
	void (*UnlockRect)(struct picture *p);
};

struct picture {
	const struct picture_ops *ops;
	int size;
};

struct picture *picture_new(int size);
void picture_lock(struct picture *p);
void picture_unlock(struct picture *p);
int picture_pitch(struct picture *p);

#endif
