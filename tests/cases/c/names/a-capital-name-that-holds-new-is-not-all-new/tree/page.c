#include "objects.h"

struct page {
	struct newt_grid *grid;
};

void page_open(struct page *page, void *widget);

void page_open(struct page *page, void *widget)
{
	struct newt_grid *grid = NEWT_GRID(widget);

	grid->columns = 2;
	page->grid = NEWT_GRID(widget);
}
