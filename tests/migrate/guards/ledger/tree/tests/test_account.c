#include <check.h>

#include "import.h"
#include "ledger/compat.h"

START_TEST(an_account_has_an_owner)
{
    struct account *a = account_new("anna", 3);

    ck_assert_str_eq(account_owner(a), "anna");
    account_free(a);
}
END_TEST

START_TEST(the_first_release_named_it_otherwise)
{
    struct account *a = account_open("anna", 3);

    ck_assert_str_eq(account_owner(a), "anna");
    account_free(a);
}
END_TEST

START_TEST(owners_have_names)
{
    const char *const owners[] = { "anna", "", "bert" };

    ck_assert_uint_eq(import_names(owners, 3), 2);
    ck_assert_uint_eq(account_live(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("account");
    TCase *tests = tcase_create("account");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tests);
    tcase_add_test(tests, an_account_has_an_owner);
    tcase_add_test(tests, the_first_release_named_it_otherwise);
    tcase_add_test(tests, owners_have_names);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
