/* Names of what test facts are about. */
#include "base/base.h"
#include "analyzers/tests.h"

const char *const test_flaw_names[FLAW_COUNT] = {
	[FLAW_SKIPPED] = "skipped",
	[FLAW_XFAIL] = "xfail",
	[FLAW_SWALLOWED] = "swallowed",
	[FLAW_CONSTANT] = "constant",
	[FLAW_TUPLE] = "tuple",
	[FLAW_INVERTED] = "inverted",
	[FLAW_NESTED] = "nested",
	[FLAW_CONSTRUCTOR] = "constructor",
	[FLAW_SHADOWED] = "shadowed",
	[FLAW_SETUP] = "setup",
	[FLAW_HIDDEN] = "hidden",
	[FLAW_NAME] = "name",
	[FLAW_FILE] = "file",
	[FLAW_OUTSIDE] = "outside",
	[FLAW_METHOD] = "method",
	[FLAW_MOCKS] = "mocks",
	[FLAW_UNREGISTERED] = "unregistered",
	[FLAW_SILENT] = "silent",
};

const char *const test_framework_names[FRAMEWORK_COUNT] = {
	[FRAMEWORK_PYTEST] = "pytest",
	[FRAMEWORK_UNITTEST] = "unittest",
	[FRAMEWORK_ACUTEST] = "acutest",
	[FRAMEWORK_BOOST] = "boost",
	[FRAMEWORK_CATCH2] = "catch2",
	[FRAMEWORK_CHECK] = "check",
	[FRAMEWORK_CLAR] = "clar",
	[FRAMEWORK_CMOCKA] = "cmocka",
	[FRAMEWORK_CPPUTEST] = "cpputest",
	[FRAMEWORK_CRITERION] = "criterion",
	[FRAMEWORK_CUNIT] = "cunit",
	[FRAMEWORK_DOCTEST] = "doctest",
	[FRAMEWORK_GLIB] = "glib",
	[FRAMEWORK_GOOGLETEST] = "googletest",
	[FRAMEWORK_GREATEST] = "greatest",
	[FRAMEWORK_KUNIT] = "kunit",
	[FRAMEWORK_MUNIT] = "munit",
	[FRAMEWORK_QTEST] = "qtest",
	[FRAMEWORK_UNITY] = "unity",
	[FRAMEWORK_UTEST] = "utest",
	[FRAMEWORK_PROGRAM] = "program",
};
