#include "src/kettle.h"

int main(void)
{
	return kettle_boil(kettle_new(1)) != 100;
}
