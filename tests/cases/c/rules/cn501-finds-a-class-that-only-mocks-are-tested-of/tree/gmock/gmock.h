/* As much of the framework as the test here uses. */
#define UNPACKED(...) __VA_ARGS__
#define MOCK_METHOD(result, name, arguments, how) result name arguments UNPACKED how { return result(); }
#define TEST(suite, name) void suite##_##name()
#define EXPECT_EQ(a, b) (void)((a) == (b))
