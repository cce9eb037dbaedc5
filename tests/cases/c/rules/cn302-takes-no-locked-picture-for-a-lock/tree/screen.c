#include "screen.h"

static struct picture *first;

/* The rows are pinned while they are read: no thread is kept out by that. */
int picture_pitch(struct picture *p)
{
	int pitch = 0;

	if (p->ops->LockRect(p, &pitch) != 0)
		return 0;
	p->ops->UnlockRect(p);
	return pitch;
}

struct picture *picture_first(void)
{
	if (!first)
		first = picture_new(1);
	return first;
}

/* Nobody else draws on it meanwhile: this, too, is between the picture and its users. */
int picture_size(struct picture *p)
{
	int size;

	picture_lock(p);
	size = p->size;
	picture_unlock(p);
	return size;
}
