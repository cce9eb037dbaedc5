#include <stdio.h>

#include "src/kettle.h"

int main(void)
{
	printf("1..1\n%sok 1\n", kettle_new(1) ? "" : "not ");
	return 0;
}
