#include "objects.h"

NestPart *nest_form_new(int width)
{
	return g_object_new(NEST_TYPE_FORM, "width", width, NULL);
}
