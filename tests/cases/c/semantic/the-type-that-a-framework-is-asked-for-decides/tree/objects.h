#ifndef OBJECTS_H
#define OBJECTS_H

#include <stddef.h>

void *g_object_new(unsigned long type, const char *first, ...);

typedef struct _NestPart {
	int kind;
} NestPart;

typedef struct _NestForm {
	NestPart part;
	int width;
} NestForm;

typedef struct _NestLabel {
	NestPart part;
	const char *text;
} NestLabel;

unsigned long nest_form_get_type(void);
unsigned long nest_label_get_type(void);
#define NEST_TYPE_FORM (nest_form_get_type())
#define NEST_TYPE_LABEL (nest_label_get_type())

NestPart *nest_form_new(int width);
NestPart *nest_label_new(const char *text);

#endif
