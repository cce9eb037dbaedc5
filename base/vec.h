/* Typed growable arrays: VEC(struct edit) edits = { 0 }; vec_push(&edits, e); */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/base.h"

#define VEC(type)                \
	struct {                 \
		type *items;     \
		size_t len, cap; \
	}

/* Pointers into items are valid until the next push. */
#define vec_push(v, ...)                                                                   \
	do {                                                                               \
		if ((v)->len == (v)->cap)                                                  \
			(v)->items = vec_grow((v)->items, &(v)->cap, sizeof(*(v)->items)); \
		(v)->items[(v)->len++] = (__VA_ARGS__);                                    \
	} while (0)

#define vec_pop(v) ((v)->items[--(v)->len])
#define vec_last(v) (&(v)->items[(v)->len - 1])
#define vec_clear(v) ((void)((v)->len = 0))
#define vec_release(v) (free((v)->items), (v)->items = NULL, (v)->len = (v)->cap = 0)
#define vec_foreach(type, it, v) for (type *it = (v)->items, *it##_end = it ? it + (v)->len : it; it < it##_end; it++)
#define vec_sort(v, compare) ((v)->len > 1 ? qsort((v)->items, (v)->len, sizeof(*(v)->items), (compare)) : (void)0)

void *vec_grow(void *items, size_t *cap, size_t item_size);

#endif
