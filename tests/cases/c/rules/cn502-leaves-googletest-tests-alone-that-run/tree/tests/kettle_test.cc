#include <gtest/gtest.h>

#include "src/kettle.h"

struct Litres : testing::TestWithParam<int> {};

struct Full : testing::Test {
	void SetUp() override { k = kettle_new(2); }
	struct kettle *k;
};

#ifdef NO_FIRE
#define MAYBE_Boils DISABLED_Boils
#else
#define MAYBE_Boils Boils
#endif

TEST(Kettle, MAYBE_Boils)
{
	EXPECT_EQ(kettle_boil(kettle_new(1)), 100);
}

TEST(Kettle, IsSkippedWithoutOne)
{
	struct kettle *k = kettle_new(1);

	if (!k)
		GTEST_SKIP();
	EXPECT_EQ(kettle_boil(k), 100);
}

TEST_P(Litres, Boil)
{
	EXPECT_EQ(kettle_boil(kettle_new(GetParam())), 100);
}

INSTANTIATE_TEST_SUITE_P(All, Litres, testing::Values(1, 2));

TEST_F(Full, Boils)
{
	EXPECT_TRUE(true);
	EXPECT_EQ(kettle_boil(k), 100);
}
