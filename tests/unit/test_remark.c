/* Tests of analyzers/remark: which comments speak to us, and which line of code they are about. */
#include "base/base.h"
#include "analyzers/remark.h"

#include "analyzers/lang.h"
#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct {
	const char *lang;
	struct str source;
	const char *remarks; /* "line:column>code line text|..." */
} texts[] = {
	{ "python", STR_INIT("x = 1  # canonry: a\n"), "1:8>1 a|" },
	{ "python", STR_INIT("# canonry: a b \n\n# other\n@decorated(1)\nclass X:\n"), "1:1>5 a b|" },
	{ "python", STR_INIT("#canonry:a\n#: canonry: no\n## canonry: b\r\nx\n"), "1:1>4 a|3:1>4 b|" },
	{ "python", STR_INIT("see = 'x # canonry: a'\ns = \"\"\"\n# canonry: b\n\"\"\" # canonry: c\n"), "4:5>4 c|" },
	{ "python", STR_INIT("s = r'\\' # canonry: in' # canonry: out\n"), "1:25>1 out|" },
	{ "python", STR_INIT("s = 'open # canonry: a\nx  # canonry: b\n"), "2:4>2 b|" },
	{ "python", STR_INIT("# see canonry: a\n# canonry\n"), "" },
	{ "python", STR_INIT("x = 1\n# canonry: at the end"), "2:1>0 at the end|" },
	{ "python", STR_INIT("# canonry: one\n# canonry: two\nx\n"), "1:1>3 one|2:1>3 two|" },
	{ "python", STR_INIT("  # canonry:"), "1:3>0 |" },
	{ "c", STR_INIT("int a; // canonry: a\nint b; /* canonry: b */ int c;\n"), "1:8>1 a|2:8>2 b|" },
	{ "c", STR_INIT("/* canonry: a\n * b */\n// other\n#include \"x.h\"\n"), "1:1>4 a\n * b|" },
	{ "c", STR_INIT("char *s = \"// canonry: a\"; char c = '\"'; // canonry: b\n"), "1:42>1 b|" },
	{ "c", STR_INIT("auto s = R\"(\" // canonry: a)\"; int n = 1'000; // canonry: b\n"), "1:47>1 b|" },
	{ "c", STR_INIT("/* canonry: open"), "1:1>0 open|" },
	{ "c", STR_INIT("/** canonry: a **/ int x;"), "1:1>1 a *|" },
};

START_TEST(remarks_are_comments_that_begin_with_the_sign)
{
	struct strbuf out = { 0 };
	struct remarks remarks;

	remarks_read(lang_get(texts[_i].lang), texts[_i].source, &remarks);
	strbuf_addz(&out, "");
	vec_foreach (struct remark, r, &remarks.items)
		strbuf_printf(&out, "%u:%u>%u " STR_FMT "|", r->line, r->column, r->code_line, STR_ARG(r->text));
	assert_str(strbuf_str(&out), texts[_i].remarks);
	remarks_release(&remarks);
	strbuf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("remark");

	unit_add_table(tests, remarks_are_comments_that_begin_with_the_sign, texts);
	return unit_run("remark", tests);
}
