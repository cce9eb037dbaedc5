#include "shape.h"

Brush *Shape::make_brush()
{
	return new Brush(1);
}
