#include <stdlib.h>
#define ALLOC_ARRAY(v, n) ((v) = malloc((n) * sizeof(*(v))))
#define NAME(a, b) a##_##b
#define SAY(...) (void)(__VA_ARGS__)
#define new_of(type, n) ((type *)calloc((n), sizeof(type)))
#define DEFINE_GETTER(field) int get_##field(struct box *b)

struct box {
	int size;
};

DEFINE_GETTER(size)
{
	return b->size;
}

struct box *boxes(int n)
{
	struct box *all;

	ALLOC_ARRAY(all, n);
	SAY(n);
	return all;
}
