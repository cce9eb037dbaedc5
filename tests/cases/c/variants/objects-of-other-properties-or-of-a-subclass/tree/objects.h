#ifndef OBJECTS_H
#define OBJECTS_H

#include <stddef.h>

void *g_object_new(unsigned long type, const char *first, ...);

typedef struct _NestForm NestForm;
struct _NestForm {
	int width;
	const char *title;
};
typedef NestForm NestDialog;

#define NEST_TYPE_FORM 40ul
#define NEST_TYPE_DIALOG 41ul

NestForm *nest_form_new(const char *title, int width);

#endif
