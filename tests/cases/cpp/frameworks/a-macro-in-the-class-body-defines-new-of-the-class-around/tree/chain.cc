#include "filter.h"

namespace scan {

class Chain {
public:
	void build();

private:
	Filter *first;
};

void Chain::build()
{
	first = new Filter();
	first->radius = 2;
}

}
