#include "plane.h"

#include "object.h"

ACME_OBJECT(Plane)
