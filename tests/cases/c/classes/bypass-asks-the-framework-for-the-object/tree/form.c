#include "objects.h"

NestForm *nest_form_new(const char *title, int width)
{
	return g_object_new(NEST_TYPE_FORM, "title", title, "width", width, NULL);
}
