/* Tests of rewriters/check_names: what a changed text may do to names, and what it may not. */
#include "base/base.h"
#include "rewriters/check_names.h"

#include "tests/unit/unit.h"

static const struct {
	const char *old, *new;
	enum name_changes expected;
	const char *wrong; /* part of the reason; NULL when the change is fine */
} cases[] = {
	{ "from a import X\nX()\n", "from b import X\nX()\n", NAMES_KEPT, NULL },
	{ "from a import X\nX()\n", "from b import Y as X\nX()\n", NAMES_KEPT, NULL },
	{ "from a import X\nX()\n", "from b import X as Y as Z\nX()\n", NAMES_KEPT, "not parse" },
	{ "from a import (\n    X,\n)\nX()\n", "from b import X\n    X,\n)\nX()\n", NAMES_KEPT, "not parse" },
	{ "from a import X\nX()\n", "from b import Y\nX()\n", NAMES_KEPT, "`X` would be unbound" },
	{ "from a import X\nX()\n", "from b import Y\nX()\n", NAMES_CHANGED, "`X` would be unbound" },
	{ "from a import X\nX()\n", "from b import X\nfrom b import Y\nX()\n", NAMES_KEPT, "bound" },
	{ "from a import X\nX()\n", "from b import X\nfrom b import Y\nX()\n", NAMES_CHANGED, "`Y` would not be used" },
	{ "from a import X\n", "from b import X\n", NAMES_KEPT, NULL },
	{ "from a import X\nY()\n", "from b import X\nY()\n", NAMES_KEPT, NULL },
	{ "def f():\n    from a import X\n    return X\n", "def f():\n    from b import Y\n    return X\n", NAMES_KEPT, "unbound" },
	{ "def f():\n    from a import X\n    return X\n", "def f():\n    pass\n    return X\nX = 1\n", NAMES_KEPT, "no longer be bound" },
	{ "from a import *\nX()\n", "from a import X\nX()\n", NAMES_KEPT, NULL },
	{ "class X:\n    pass\n", "from b import X\n", NAMES_CHANGED, NULL },
	{ "class X:\n    def f(self):\n        return 1\nX()\n", "from b import X\nX()\n", NAMES_CHANGED, NULL },
	{ "import m\nclass X:\n    y = m.z\n", "import m\nfrom b import X\n", NAMES_CHANGED, "`m` would not be used" },
	{ "import m\n\n__all__ = ['m']\nclass X:\n    y = m.z\n", "import m\n\n__all__ = ['m']\nfrom b import X\n", NAMES_CHANGED, NULL },
	{ "x = (\n", "x = 1\n", NAMES_CHANGED, "as it is" },
	{ "_old = None\ndef configure(x):\n    global _old\n    _old = x\n", "def configure(x):\n    global _old\n    _old = x\n", NAMES_KEPT, NULL },
	{ "_old = None\ndef get():\n    return _old\n", "def get():\n    return _old\n", NAMES_CHANGED, "`_old` would be unbound" },
};

START_TEST(tells_what_would_be_wrong)
{
	const struct lang *lang = lang_get("python");
	struct lang_parser *parser = lang->parser_new();
	struct arena arena = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct outline outline = { 0 };
		const char *wrong;

		lang->skim(parser, str_from(cases[i].old), &arena, &outline);
		wrong = check_names(lang, parser, str_from(cases[i].old), str_from(cases[i].new), cases[i].expected, &outline, &arena);
		if (cases[i].wrong)
			ck_assert_msg(wrong && str_has(str_from(wrong), str_from(cases[i].wrong)), "case %zu: %s", i, wrong ? wrong : "fine");
		else
			ck_assert_msg(!wrong, "case %zu: %s", i, wrong);
	}
	lang->parser_free(parser);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("check_names");

	tcase_add_test(tests, tells_what_would_be_wrong);
	return unit_run("check_names", tests);
}
