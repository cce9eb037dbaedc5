#include "shape.h"

Brush *Square::make_brush()
{
	return new Brush(3);
}
