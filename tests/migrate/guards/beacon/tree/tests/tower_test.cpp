#include "tower.hpp"

int main()
{
	return beacon::tower_shines(1, 2) && !beacon::tower_shines(0, 1) ? 0 : 1;
}
