START_TEST(a
START_TEST(b) { ck_assert(
class C : public
TEST_F(
tcase_add_test(
#define X(
