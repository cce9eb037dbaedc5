#ifndef FILTER_H
#define FILTER_H

#include "object.h"

namespace scan {

class Filter {
public:
	using Self = Filter;
	itkNewMacro(Self);
	double radius = 1;
};

}

#endif
