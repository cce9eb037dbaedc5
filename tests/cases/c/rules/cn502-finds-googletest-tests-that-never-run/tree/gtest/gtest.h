/* As much of the framework's surface as the tests here use. */
#ifndef GTEST_H
#define GTEST_H

namespace testing {
struct Test {
	virtual ~Test() {}
	virtual void SetUp() {}
};
template <typename T> struct TestWithParam : Test {
	T GetParam() { return T(); }
};
struct Sink {
	template <typename T> Sink &operator<<(const T &) { return *this; }
};
inline int Values(int x, int) { return x; }
}

#define TEST(suite, name) struct suite##_##name : testing::Test { void run(); }; void suite##_##name::run()
#define TEST_F(suite, name) struct suite##_##name : suite { void run(); }; void suite##_##name::run()
#define TEST_P(suite, name) struct suite##_##name : suite { void run(); }; void suite##_##name::run()
#define INSTANTIATE_TEST_SUITE_P(prefix, suite, values) static int prefix##suite = values
#define EXPECT_TRUE(x) (void)(x), testing::Sink()
#define EXPECT_EQ(a, b) (void)((a) == (b)), testing::Sink()
#define ASSERT_NE(a, b) (void)((a) != (b)), testing::Sink()
#define GTEST_SKIP() return (void)testing::Sink()

#endif
