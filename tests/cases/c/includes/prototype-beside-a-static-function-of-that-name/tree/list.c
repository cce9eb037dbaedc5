#include "list.h"

void list_drop(int *list)
{
	*list = 0;
}
