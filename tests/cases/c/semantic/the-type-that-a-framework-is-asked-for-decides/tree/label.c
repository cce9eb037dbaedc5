#include "objects.h"

NestPart *nest_label_new(const char *text)
{
	return g_object_new(NEST_TYPE_LABEL, "text", text, NULL);
}
