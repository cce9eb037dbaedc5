#include "vase.h"

struct _Vase {
	int height;
};

G_DEFINE_TYPE_WITH_CODE (Vase, vase, Object,
			 shelf_begin ();
			 if (sizeof(int) > 2) { shelf_put ("vase"); })

static int height(void)
{
	return 3;
}

int vase_height(void);
int vase_height(void)
{
	return height();
}
