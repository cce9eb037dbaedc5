#include <gtest/gtest.h>
class Fix : public ::testing::Test { protected: void SetUp() override { e = make(); } E *e; };
class Mock final : public ns::Kettle { MOCK_METHOD(int, boil, (int), (override)); };
TEST_F(Fix, DISABLED_a) { EXPECT_TRUE(true); }
TEST_P(Par, b) { GTEST_SKIP() << "x"; }
INSTANTIATE_TEST_SUITE_P(All, Par, testing::Values(1, 2));
#define MAKE(x) test_##x
int main() { RUN_ALL_TESTS(); }
