#include "../lamp.h"

class LampTest {
protected:
	void SetUp();
	Lamp *lamp;
};

void LampTest::SetUp()
{
	lamp = new Lamp();
	lamp->watts = 1;
}
