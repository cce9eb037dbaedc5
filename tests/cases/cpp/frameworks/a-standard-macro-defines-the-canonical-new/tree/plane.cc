#include "plane.h"

#include "object.h"

vtkStandardNewMacro(Plane);
