/* Tests of the rewriters of definitions: what becomes of duplicates, subclasses, aliases, fallbacks, and when nothing does. */
#include "base/base.h"
#include "rewriters/check.h"

#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

#define PRODUCT                      \
	"--- app/__init__.py\n"      \
	"--- app/oven.py\n"          \
	"class Oven:\n"              \
	"    def __init__(self, heat):\n" \
	"        self.heat = heat\n"

#define FACTORY_CLASS                                  \
	"class OvenFactory:\n"                         \
	"    \"\"\"Makes ovens.\"\"\"\n"               \
	"\n"                                           \
	"    def __init__(self, limit=3):\n"           \
	"        self.limit = limit\n"                 \
	"        self.made = 0\n"                      \
	"\n"                                           \
	"    def create(self, heat):\n"                \
	"        if self.made >= self.limit:\n"        \
	"            raise RuntimeError('too many')\n" \
	"        self.made += 1\n"                     \
	"        return Oven(heat)\n"

#define CANONICAL                         \
	PRODUCT                           \
	"--- app/kitchen.py\n"            \
	"from app.oven import Oven\n\n\n" \
	FACTORY_CLASS                     \
	"--- app/one.py\n"                \
	"from app.kitchen import OvenFactory\nOvenFactory().create(1)\n" \
	"--- app/two.py\n"                \
	"from app.kitchen import OvenFactory\nOvenFactory().create(2)\n" \
	"--- app/three.py\n"              \
	"from app.kitchen import OvenFactory\nOvenFactory().create(3)\n"

/* What `path` holds after a run; or, for a text that begins with '!', a word of why it stays as it is. */
static const struct {
	const char *files, *path, *expected;
	bool unsafe;
} cases[] = {
	/* --- redirect --- */
	{ CANONICAL "--- old/__init__.py\n--- old/stove.py\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "\n\ndef clean(x):\n    return not x\n",
	  "old/stove.py", "from app.kitchen import OvenFactory  # noqa: F401\n\n\ndef clean(x):\n    return not x\n", false },
	{ CANONICAL "--- app/stove.py\nfrom .oven import Oven\n\n\n" FACTORY_CLASS "\n\ndef clean(x):\n    return OvenFactory(x)\n", "app/stove.py",
	  "from .kitchen import OvenFactory\n\n\ndef clean(x):\n    return OvenFactory(x)\n", false },
	{ CANONICAL "--- old/__init__.py\n--- old/stove.py\nimport json\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "\n\ndef clean(x):\n    return json.dumps(x)\n",
	  "old/stove.py", "import json\nfrom app.kitchen import OvenFactory  # noqa: F401\n\n\ndef clean(x):\n    return json.dumps(x)\n", false },
	{ CANONICAL "--- old/__init__.py\n--- old/stove.py\nOven = dict\n\n\n" FACTORY_CLASS "\n\ndef clean(x):\n    return not x\n", "old/stove.py",
	  "!Oven", false },
	{ CANONICAL "--- old/__init__.py\n--- old/oven.py\nclass Oven:\n    pass\n--- old/stove.py\nfrom old.oven import Oven\n\n\n" FACTORY_CLASS, "old/stove.py",
	  "!old.oven:Oven", false },
	{ CANONICAL "--- old/__init__.py\n--- old/stove.py\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "--- tests/test_stove.py\n"
		    "from unittest.mock import patch\nfrom old.stove import OvenFactory\n\n\n@patch('old.stove.Oven')\ndef test_it(fake):\n    OvenFactory().create(1)\n",
	  "old/stove.py", "!replaces `old.stove.Oven`", false },
	{ CANONICAL "--- app/kitchen.py\nfrom app.base import BASE\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "--- app/base.py\nfrom app.oven import Oven\n\nBASE = 1\n\n\n" FACTORY_CLASS,
	  "app/base.py",
	  "BASE = 1\n\n\nfrom typing import TYPE_CHECKING  # noqa: E402\n\nif TYPE_CHECKING:\n    from app.kitchen import OvenFactory as OvenFactory  # noqa: F401\n\n\n"
	  "def __getattr__(name: str) -> object:\n    if name == \"OvenFactory\":\n        from app.kitchen import OvenFactory as target\n\n        return target\n"
	  "    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n",
	  false },
	{ CANONICAL "--- app/kitchen.py\nfrom app.base import BASE\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "--- app/base.py\nfrom app.oven import Oven\n\nBASE = 1\n\n\n" FACTORY_CLASS
		    "\n\ndef make():\n    return OvenFactory()\n",
	  "app/base.py", "!close a circle of modules", false },
	/* --- subclass --- */
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n\nclass LegacyOvenFactory(OvenFactory):  # why\n    \"\"\"Old name.\"\"\"\n\n    pass\n",
	  "app/late.py", "from app.kitchen import OvenFactory\n\n\nLegacyOvenFactory = OvenFactory  # why\n\"\"\"Old name.\"\"\"\n", false },
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n\nclass LegacyOvenFactory(OvenFactory): pass  # why\nx = 1", "app/late.py",
	  "from app.kitchen import OvenFactory\n\n\nLegacyOvenFactory = OvenFactory  # why\nx = 1\n", false },
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n\nclass LegacyOvenFactory(OvenFactory):\n    # kept\n    ...\n", "app/late.py",
	  "from app.kitchen import OvenFactory\n\n\nLegacyOvenFactory = OvenFactory\n# kept\n", false },
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n\nclass LegacyOvenFactory(OvenFactory):\n    pass\n\n\nclass Both(LegacyOvenFactory, OvenFactory):\n"
		    "    def create(self, heat):\n        return None\n",
	  "app/late.py", "!same base twice", false },
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n\nclass LegacyOvenFactory(OvenFactory):\n    pass\n--- app/table.py\nKINDS = ['LegacyOvenFactory']\n",
	  "app/late.py", "!names it in a string", false },
	/* --- fallback --- */
	{ CANONICAL "--- app/compat.py\ntry:\n    from app.kitchen import OvenFactory\nexcept ImportError:\n    class OvenFactory:\n        def create(self, heat):\n"
		    "            return None\n",
	  "app/compat.py", "from app.kitchen import OvenFactory  # noqa: F401\n", false },
	{ CANONICAL "--- app/kitchen.py\nimport torch\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS
		    "--- app/compat.py\ntry:\n    from app.kitchen import OvenFactory\nexcept ImportError:\n    class OvenFactory:\n        def create(self, heat):\n            return None\n",
	  "app/compat.py", "!imports `torch`, which may be missing", false },
	{ CANONICAL "--- app/compat.py\ntry:\n    from app.kitchen import OvenFactory\nexcept Exception:\n    class OvenFactory:\n        def create(self, heat):\n            return None\n",
	  "app/compat.py", "!catches more than a failing import", false },
	{ CANONICAL "--- app/compat.py\ntry:\n    from app.kitchen import OvenFactory\nexcept ImportError:\n    MISSING = True\n    class OvenFactory:\n        def create(self, heat):\n            return None\n",
	  "app/compat.py", "!only the handler binds `MISSING`", false },
	/* --- alias --- */
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n__all__ = [\"OvenFactory\", \"OldOvenFactory\"]\n\nOldOvenFactory = OvenFactory\n\n\ndef f():\n    return OvenFactory\n", "app/late.py",
	  "import warnings\n\nfrom app.kitchen import OvenFactory\n\nwarnings.warn(\n    f\"{__name__} is deprecated; import from app.kitchen\",\n    DeprecationWarning,\n"
	  "    stacklevel=2,\n)\n\n__all__ = [\"OvenFactory\"]\n\n\ndef f():\n    return OvenFactory\n",
	  true },
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\nOldOvenFactory = OvenFactory\n\n\ndef f():\n    return OvenFactory\n--- app/user.py\nimport app.late\n\napp.late.OldOvenFactory()\nprint(app.late)\n", "app/late.py",
	  "!app/user.py:3 takes it from the imported module", true },
	/* --- wrapper --- */
	{ CANONICAL "--- app/late.py\nfrom app.kitchen import OvenFactory\n\n\nclass LateOvenFactory:\n    def __init__(self):\n        self._real = OvenFactory()\n\n"
		    "    def create(self, heat):\n        return self._real.create(heat)\n\n    def create_many(self, n):\n        made = [self._real.create(1) for _ in range(n)]\n"
		    "        return made\n",
	  "app/late.py",
	  "import warnings\nfrom app.kitchen import OvenFactory\n\n\nclass LateOvenFactory:\n    \"\"\"Deprecated: use app.kitchen.OvenFactory.\"\"\"\n\n"
	  "    def __init__(self, limit=3):\n        warnings.warn(\n            \"app.late.LateOvenFactory is deprecated; use app.kitchen.OvenFactory\",\n"
	  "            DeprecationWarning,\n            stacklevel=2,\n        )\n        self._target = OvenFactory(limit)\n\n    def create(self, heat):\n"
	  "        return self._target.create(heat)\n\n    def __getattr__(self, name):\n        if name == \"_target\":\n            raise AttributeError(name)\n"
	  "        return getattr(self._target, name)\n",
	  true },
	/* --- notice --- */
	{ CANONICAL "--- app/shim.py\n\"\"\"Ovens.\"\"\"\nfrom app.kitchen import OvenFactory\n\n__all__ = [\"OvenFactory\"]\n--- app/user.py\nimport app.shim\n\nprint(app.shim)\n", "app/shim.py",
	  "\"\"\"Ovens.\"\"\"\nimport warnings\n\nfrom app.kitchen import OvenFactory\n\nwarnings.warn(\n    f\"{__name__} is deprecated; import from app.kitchen\",\n"
	  "    DeprecationWarning,\n    stacklevel=2,\n)\n\n__all__ = [\"OvenFactory\"]\n",
	  true },
};

/* Files that go, and why others stay: all with --unsafe. */
static const struct {
	const char *files, *path, *kept; /* kept: a word of why */
} removals[] = {
	{ CANONICAL "--- app/shim.py\nfrom app.kitchen import OvenFactory\n", "app/shim.py", NULL },
	{ CANONICAL "--- app/shim.py\nfrom app.kitchen import OvenFactory\n--- app/user.py\nPLUGINS = ['app.shim:OvenFactory']\n", "app/shim.py", "app/user.py:1 names it" },
	{ CANONICAL "--- app/shim.py\nfrom app.kitchen import OvenFactory\n--- pyproject.toml\n[project.scripts]\noven = 'app.shim:OvenFactory'\n", "app/shim.py",
	  "pyproject.toml:2 names it" },
	{ CANONICAL "--- app/shim.py\nfrom app.kitchen import OvenFactory\n--- app/user.py\n# app.shim was here\n", "app/shim.py", NULL },
	{ CANONICAL "--- app/shim.py\nimport warnings\nfrom app.kitchen import OvenFactory\nwarnings.warn('gone', DeprecationWarning, stacklevel=2)\n", "app/shim.py", NULL },
	{ CANONICAL "--- app/shim.py\nfrom app.kitchen import OvenFactory\n__all__ = ['OvenFactory']\nprint(OvenFactory)\n", "app/shim.py", "does something when it is loaded" },
	{ CANONICAL "--- backup/kitchen.py\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS, "backup/kitchen.py", NULL },
	{ CANONICAL "--- backup/kitchen.py\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "--- app/run.py\nexec(open('backup/kitchen.py').read())\n", "backup/kitchen.py",
	  "app/run.py:1 names it" },
};

struct made {
	struct code_base base;
	struct families families;
	struct findings findings;
	struct plan plan;
	struct strbuf before, after;
};

static void make(struct made *m, const char *files, const char *path, bool unsafe)
{
	const struct str family = STR("OvenFactory");
	struct discover_options discover = { 0 };
	struct rule_input in;
	struct plan_options options;
	struct plan_file *file;
	struct err err = { 0 };
	bool removed;

	code_base_write(files);
	code_base_read(&m->base, "", NULL, 0);
	discover.config = &m->base.config;
	discover.names = &family;
	discover.name_count = 1;
	ck_assert_msg(families_find(&m->base.project, m->base.link, &discover, &m->families, &err), "%s", err.message);
	in = (struct rule_input){ &m->base.project, m->base.link, &m->families, &m->base.config, STR("2030-01-01"), false, NULL, NULL };
	ck_assert_msg(findings_run(&in, &m->findings, &err), "%s", err.message);
	options = (struct plan_options){ .input = &in, .findings = &m->findings, .unsafe = unsafe };
	ck_assert_msg(file_read(path, 0, &m->before, &err), "%s", err.message);
	ck_assert_msg(plan_make(&options, &m->plan, &err) && plan_check(&options, &m->plan, &err), "%s", err.message);
	file = plan_find_file(&m->plan, str_from(path));
	if (!file)
		strbuf_add(&m->after, strbuf_str(&m->before));
	else
		ck_assert_msg(plan_render(&m->plan, file, NULL, strbuf_str(&m->before), &m->after, &removed, &err), "%s", err.message);
}

static void release(struct made *m)
{
	plan_release(&m->plan);
	findings_release(&m->findings);
	families_release(&m->families);
	code_base_release(&m->base);
	strbuf_release(&m->before);
	strbuf_release(&m->after);
}

static bool says(const struct made *m, struct str text)
{
	vec_foreach(struct change, c, &m->plan.changes)
		if (str_has(c->reason, text))
			return true;
	return false;
}

START_TEST(a_definition_becomes_what_it_poses_as_or_stays)
{
	struct made m = { 0 };
	const char *expected = cases[_i].expected;
	struct strbuf dump = { 0 };

	make(&m, cases[_i].files, cases[_i].path, cases[_i].unsafe);
	plan_dump(&m.plan, &dump);
	if (expected && *expected == '!') {
		ck_assert_msg(says(&m, str_from(expected + 1)), "not said: %s\n%s", expected + 1, dump.ptr);
		expected = NULL;
	}
	ck_assert_msg(str_eq(strbuf_str(&m.after), expected ? str_from(expected) : strbuf_str(&m.before)), "%s\n%s", m.after.ptr, dump.ptr);
	strbuf_release(&dump);
	release(&m);
}
END_TEST

START_TEST(a_file_goes_only_when_nothing_names_it)
{
	struct made m = { 0 };
	const struct plan_file *file;
	struct strbuf dump = { 0 };
	bool goes;

	make(&m, removals[_i].files, removals[_i].path, true);
	plan_dump(&m.plan, &dump);
	file = plan_find_file(&m.plan, str_from(removals[_i].path));
	goes = file && file->is_removed && m.plan.changes.items[file->remover].state == CHANGE_READY;
	ck_assert_msg(goes == !removals[_i].kept, "%s", dump.ptr);
	if (removals[_i].kept)
		ck_assert_msg(says(&m, str_from(removals[_i].kept)), "not said: %s\n%s", removals[_i].kept, dump.ptr);
	strbuf_release(&dump);
	release(&m);
}
END_TEST

START_TEST(a_module_of_which_nothing_is_left_becomes_a_redirect)
{
	struct made m = { 0 };

	make(&m, CANONICAL "--- old/__init__.py\n--- old/stove.py\n# Licence\n\"\"\"Stoves.\"\"\"\nimport logging\n\nfrom app.oven import Oven\n\nlogger = logging.getLogger(__name__)\n\n\n" FACTORY_CLASS
			   "--- app/four.py\nfrom old.stove import Oven\nOven(1)\n",
	     "old/stove.py", false);
	ck_assert_msg(str_starts(strbuf_str(&m.after), STR("# Licence\n\"\"\"Deprecated: has moved to app.kitchen.\"\"\"\n")), "%s", m.after.ptr);
	ck_assert(str_has(strbuf_str(&m.after), STR("\"OvenFactory\": \"app.kitchen:OvenFactory\",\n    \"Oven\": \"app.oven:Oven\",\n}")));
	ck_assert(!str_has(strbuf_str(&m.after), STR("class OvenFactory")));
	ck_assert(!str_has(strbuf_str(&m.after), STR("logging")));
	release(&m);
}
END_TEST

START_TEST(two_duplicates_of_one_module_go_together)
{
	struct made m = { 0 };

	make(&m, CANONICAL "--- app/kitchen.py\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "\n\ndef create_oven(heat):\n    oven = Oven(heat)\n    oven.door = None\n    oven.light = True\n    return oven\n"
			   "--- app/five.py\nfrom app.kitchen import create_oven\ncreate_oven(1)\n--- app/six.py\nfrom app.kitchen import create_oven\ncreate_oven(1)\n"
			   "--- old/__init__.py\n--- old/stove.py\nfrom app.oven import Oven\n\n\n" FACTORY_CLASS "\n\ndef create_oven(heat):\n    oven = Oven(heat)\n    oven.door = None\n    oven.light = True\n    return oven\n\n\nX = 1\n",
	     "old/stove.py", false);
	ck_assert_msg(str_has(strbuf_str(&m.after), STR("X = 1\n")), "%s", m.after.ptr);
	ck_assert_msg(str_has(strbuf_str(&m.after), STR("from app.kitchen import OvenFactory  # noqa: F401\n")), "%s", m.after.ptr);
	release(&m);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("definitions");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, a_definition_becomes_what_it_poses_as_or_stays, cases);
	unit_add_table(tests, a_file_goes_only_when_nothing_names_it, removals);
	tcase_add_test(tests, a_module_of_which_nothing_is_left_becomes_a_redirect);
	tcase_add_test(tests, two_duplicates_of_one_module_go_together);
	return unit_run("definitions", tests);
}
