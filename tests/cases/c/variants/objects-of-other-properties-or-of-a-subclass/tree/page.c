#include "objects.h"

struct page {
	NestForm *form, *dialog;
};

void page_open(struct page *page);
void page_ask(struct page *page);

void page_open(struct page *page)
{
	page->form = g_object_new(NEST_TYPE_FORM, "height", 20, "border", 1, NULL);
}

void page_ask(struct page *page)
{
	page->dialog = g_object_new(NEST_TYPE_DIALOG, "title", "sure?", NULL);
}
