#include "objects.h"

struct page {
	NestForm *form;
};

void page_open(struct page *page);

void page_open(struct page *page)
{
	page->form = g_object_new(NEST_TYPE_FORM, "title", "page", NULL);
}
