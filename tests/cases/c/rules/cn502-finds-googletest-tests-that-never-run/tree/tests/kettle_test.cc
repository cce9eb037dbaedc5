#include <gtest/gtest.h>

#include "src/kettle.h"

struct Litres : testing::TestWithParam<int> {};

TEST(Kettle, DISABLED_Boils)
{
	EXPECT_EQ(kettle_boil(kettle_new(1)), 100);
}

TEST(Kettle, IsSkipped)
{
	GTEST_SKIP();
	EXPECT_EQ(kettle_boil(kettle_new(1)), 100);
}

TEST_P(Litres, Boil)
{
	EXPECT_EQ(kettle_boil(kettle_new(GetParam())), 100);
}

TEST(Kettle, IsThere)
{
	kettle_free(kettle_new(1));
	EXPECT_TRUE(true);
}
