/* Tests of analyzers/link: who binds a name, who imports it, who imports a module. */
#include "base/base.h"
#include "analyzers/link.h"

#include "tests/unit/link_cases.h"

static const char *const files = "--- a.py\n"
				 "from p.engine import Engine, make\n"
				 "import p.engine\n"
				 "import p.engine as e, os\n"
				 "def f():\n"
				 "    from p.engine import Engine as E\n"
				 "--- b.py\n"
				 "Engine = make\n"
				 "make = build()\n"
				 "engine = None\n"
				 "--- c.py\n"
				 "from p import engine\n"
				 "try:\n"
				 "    from p.engine import *\n"
				 "except ImportError:\n"
				 "    class Engine: pass\n"
				 "    class Engine: pass\n"
				 "--- p/__init__.py\n"
				 "from . import other\n"
				 "from .engine import make as Engine\n"
				 "--- p/engine.py\n"
				 "class Engine:\n"
				 "    def make(self): pass\n";

static void add_refs(struct strbuf *out, const struct code_base *c, const struct import_ref *refs, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct import *import = &c->project.files[refs[i].file].outline.imports[refs[i].import];

		strbuf_printf(out, STR_FMT ":%u", STR_ARG(c->project.files[refs[i].file].path), import->span.line);
		if (refs[i].n == NONE)
			strbuf_addz(out, " ");
		else
			strbuf_printf(out, "[%u] ", refs[i].n);
	}
}

static void add_files(struct strbuf *out, const struct code_base *c, const file_id *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		strbuf_printf(out, STR_FMT " ", STR_ARG(c->project.files[list[i]].path));
}

enum question { BINDERS, OF_NAME, OF_MODULE };

static const struct {
	enum question question;
	const char *name, *answer;
} cases[] = {
	{ BINDERS, "Engine", "a.py b.py c.py p/__init__.py p/engine.py " },
	{ BINDERS, "make", "a.py " },
	{ BINDERS, "E", "" },
	{ BINDERS, "e", "a.py " },
	{ BINDERS, "p", "a.py " },
	{ BINDERS, "engine", "c.py " },
	{ BINDERS, "", "" },
	{ OF_NAME, "Engine", "a.py:1[0] a.py:5[0] " },
	{ OF_NAME, "make", "a.py:1[1] p/__init__.py:2[0] " },
	{ OF_NAME, "engine", "c.py:1[0] " },
	{ OF_NAME, "os", "" },
	{ OF_MODULE, "engine", "a.py:1 a.py:2[0] a.py:3[0] a.py:5 c.py:1[0] c.py:3 p/__init__.py:2 " },
	{ OF_MODULE, "p", "c.py:1 p/__init__.py:1 " },
	{ OF_MODULE, "os", "a.py:3[1] " },
	{ OF_MODULE, "other", "p/__init__.py:1[0] " },
	{ OF_MODULE, "nobody", "" },
};

static void ask(const struct code_base *c, int i, struct strbuf *out)
{
	struct str name = str_from(cases[i].name);
	const struct import_ref *refs;
	const file_id *list;
	uint32_t count;

	strbuf_clear(out);
	switch (cases[i].question) {
	case BINDERS:
		count = link_binders(c->link, name, &list);
		add_files(out, c, list, count);
		break;
	case OF_NAME:
		count = link_importers_of_name(c->link, name, &refs);
		add_refs(out, c, refs, count);
		break;
	case OF_MODULE:
		count = link_importers_of_module(c->link, name, &refs);
		add_refs(out, c, refs, count);
		break;
	}
}

/* Twice: the second answer is remembered. */
START_TEST(answers)
{
	struct strbuf out = { 0 };
	struct code_base c;

	code_base_write(files);
	code_base_read(&c, "", NULL, 0);
	for (int round = 0; round < 2; round++) {
		ask(&c, _i, &out);
		ck_assert_str_eq(out.ptr ? out.ptr : "", cases[_i].answer);
	}
	strbuf_release(&out);
	code_base_release(&c);
}
END_TEST

START_TEST(answers_stand_while_others_are_given)
{
	const struct import_ref *first, *again;
	struct code_base c;
	char name[32];

	code_base_write(files);
	code_base_read(&c, "", NULL, 0);
	ck_assert_uint_eq(link_importers_of_name(c.link, STR("Engine"), &first), 2);
	for (unsigned i = 0; i < 1000; i++) {
		const struct import_ref *none;

		snprintf(name, sizeof(name), "name%u", i);
		ck_assert_uint_eq(link_importers_of_name(c.link, str_from(name), &none), 0);
	}
	ck_assert_uint_eq(link_importers_of_name(c.link, STR("Engine"), &again), 2);
	ck_assert_ptr_eq(first, again);
	code_base_release(&c);
}
END_TEST

/* Enough files for several threads: their shares are joined in the order of files. */
START_TEST(many_files_are_in_order)
{
	const struct import_ref *refs;
	const file_id *list;
	struct code_base c;
	char path[32];

	for (unsigned i = 0; i < 700; i++) {
		snprintf(path, sizeof(path), "m%03u.py", i);
		sandbox_write(path, i % 2 ? STR("from p import A\n") : STR("import x.p\nclass A: pass\n"));
	}
	code_base_read(&c, "", NULL, 0);
	ck_assert_uint_eq(link_importers_of_name(c.link, STR("A"), &refs), 350);
	for (uint32_t i = 0; i < 350; i++)
		ck_assert_uint_eq(refs[i].file, 2 * i + 1);
	ck_assert_uint_eq(link_importers_of_module(c.link, STR("p"), &refs), 700);
	ck_assert_uint_eq(link_binders(c.link, STR("A"), &list), 700);
	for (uint32_t i = 0; i < 700; i++) {
		ck_assert_uint_eq(refs[i].file, i);
		ck_assert_uint_eq(list[i], i);
	}
	code_base_release(&c);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("link_index");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, answers, cases);
	tcase_add_test(tests, answers_stand_while_others_are_given);
	tcase_add_test(tests, many_files_are_in_order);
	return unit_run("link_index", tests);
}
