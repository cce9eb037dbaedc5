#include "types.h"

struct _Bowl {
	int width;
};

unsigned long _bowl_get_type(void);
#define bowl_get_type _bowl_get_type
G_DEFINE_TYPE_WITH_CODE (struct _Bowl, bowl, Object, shelf_put ("bowl"))
