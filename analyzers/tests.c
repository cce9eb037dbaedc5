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
};

const char *const test_framework_names[FRAMEWORK_COUNT] = {
	[FRAMEWORK_PYTEST] = "pytest",
	[FRAMEWORK_UNITTEST] = "unittest",
	[FRAMEWORK_CHECK] = "check",
	[FRAMEWORK_GOOGLETEST] = "googletest",
	[FRAMEWORK_PROGRAM] = "program",
};
