#include "tower.hpp"

int main()
{
	return beacon::tower_shines("anna", "bert") ? 0 : 1;
}
