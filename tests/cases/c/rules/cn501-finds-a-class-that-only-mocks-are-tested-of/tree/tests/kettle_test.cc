#include <gmock/gmock.h>

#include "src/kettle.hh"

class MockKettle : public kitchen::Kettle {
public:
	MOCK_METHOD(int, Boil, (), (override));
};

TEST(Tea, NeedsHotWater)
{
	MockKettle kettle;

	EXPECT_EQ(kettle.Boil(), 0);
}
