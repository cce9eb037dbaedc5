#include "objects.h"

struct page {
	NestPart *part;
};

void page_open(struct page *page);

void page_open(struct page *page)
{
	page->part = g_object_new(NEST_TYPE_FORM, "width", 80, NULL);
}
