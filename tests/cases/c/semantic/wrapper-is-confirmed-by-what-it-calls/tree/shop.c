#include "boiler.h"

struct boiler *shop_boiler(int litres)
{
	return boiler_new(litres);
}
