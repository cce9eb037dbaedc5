#include "shape.h"

Brush *Circle::make_brush()
{
	return new Brush(2);
}
