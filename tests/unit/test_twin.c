/* Tests of rewriters/call and handover: which texts a proven duplicate and its callers become, and what holds them back. */
#include "base/base.h"
#include "tests/unit/plan_base.h"
#include "tests/unit/unit.h"

#define CONN                                                                                                                          \
	"--- conn.h\n#ifndef CONN_H\n#define CONN_H\nstruct conn { int port; char *host; };\nstruct conn *conn_new(int port);\n"       \
	"void conn_free(struct conn *c);\n#endif\n"                                                                                    \
	"--- conn.c\n#include \"conn.h\"\n#include <stdlib.h>\n"                                                                       \
	"struct conn *conn_new(int port)\n{\n\tstruct conn *c = calloc(1, sizeof(*c));\n\tif (c)\n\t\tc->port = port;\n\treturn c;\n}\n" \
	"void conn_free(struct conn *c)\n{\n\tfree(c);\n}\n"

#define BODY "{\n\tstruct conn *c = calloc(1, sizeof(*c));\n\tif (c)\n\t\tc->port = port;\n\treturn c;\n}\n"
#define PEER_H "--- peer.h\n#ifndef PEER_H\n#define PEER_H\nstruct conn *peer_open(int port);\n#endif\n"
#define PEER "--- peer.c\n#include <stdlib.h>\n#include \"conn.h\"\n#include \"peer.h\"\nstruct conn *peer_open(int port)\n" BODY
#define MAIN "--- main.c\n#include \"conn.h\"\n#include \"peer.h\"\nint main(void)\n{\n\tconn_free(peer_open(1));\n\treturn 0;\n}\n"
#define POOL "--- pool.c\n#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\n"
#define USE "void pool(int n)\n{\n\tconn_free(make(n));\n}\n"
#define POOL_MAIN "--- main.c\n#include \"conn.h\"\nvoid pool(int n);\nint main(void)\n{\n\tconn_free(conn_new(1));\n\tpool(2);\n\treturn 0;\n}\n"

/* One entry for each "--- x.c" or x.cpp, with these flags. */
static void write_database(const char *files, const char *flags)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str rest = str_from(files), line;

	while (str_next(&rest, '\n', &line))
		if (str_starts(line, STR("--- ")) && (str_ends(line, STR(".c")) || str_ends(line, STR(".cpp"))) && !str_has(line, STR("unbuilt")))
			strbuf_printf(&text, "%s{\"directory\": \"%s\", \"file\": \"" STR_FMT "\", \"command\": \"cc %s -c " STR_FMT "\"}",
				      text.len ? ",\n" : "[\n", sandbox, STR_ARG(str_slice(line, 4, line.len)), flags, STR_ARG(str_slice(line, 4, line.len)));
	strbuf_addz(&text, "\n]\n");
	sandbox_write("compile_commands.json", strbuf_str(&text));
}

static const struct {
	const char *name, *flags, *files, *path, *result; /* the whole file afterwards */
} texts[] = {
	{ "a static one goes with its comment", "", CONN POOL_MAIN POOL "/* One more. */\nstatic struct conn *make(int port)\n" BODY "\n" USE, "pool.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\n\nvoid pool(int n)\n{\n\tconn_free(conn_new(n));\n}\n" },
	{ "a comment that stands apart stays", "", CONN POOL_MAIN POOL "\n/* About all. */\n\nstatic struct conn *make(int port)\n" BODY "\n" USE, "pool.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\n\n/* About all. */\n\nvoid pool(int n)\n{\n\tconn_free(conn_new(n));\n}\n" },
	{ "so does a banner", "", CONN POOL_MAIN POOL "\n/* --- Makers --- */\nstatic struct conn *make(int port)\n" BODY "\n" USE, "pool.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\n\n/* --- Makers --- */\n\nvoid pool(int n)\n{\n\tconn_free(conn_new(n));\n}\n" },
	{ "lines of // are one comment", "", CONN POOL_MAIN POOL "// One\n// more.\nstatic struct conn *make(int port)\n" BODY "\n" USE, "pool.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\n\nvoid pool(int n)\n{\n\tconn_free(conn_new(n));\n}\n" },
	{ "its prototype goes, what it needs alone goes", "",
	  CONN POOL_MAIN POOL "static struct conn *make(int port);\nstatic int same(int n)\n{\n\treturn n;\n}\n" USE
			      "static struct conn *make(int port)\n{\n\tstruct conn *c = calloc(1, sizeof(*c));\n\tif (c)\n\t\tc->port = port;\n\treturn c;\n}\n"
			      "void other(void);\nvoid other(void)\n{\n\tpool(same(1));\n}\n",
	  "pool.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\nstatic int same(int n)\n{\n\treturn n;\n}\nvoid pool(int n)\n{\n\tconn_free(conn_new(n));\n}\n"
	  "void other(void);\nvoid other(void)\n{\n\tpool(same(1));\n}\n" },
	{ "the caller comes to see the header", "", CONN PEER_H PEER "--- main.c\n/* Main. */\n#include \"peer.h\"\nvoid use(void);\nint main(void)\n"
	  "{\n\tuse();\n\treturn !peer_open(1);\n}\n--- use.c\n#include \"conn.h\"\nvoid use(void);\nvoid use(void)\n{\n\tconn_free(conn_new(1));\n}\n", "main.c",
	  "/* Main. */\n#include \"peer.h\"\n#include \"conn.h\"\nvoid use(void);\nint main(void)\n{\n\tuse();\n\treturn !conn_new(1);\n}\n" },
	{ "a program's own goes with its declaration", "", CONN PEER_H PEER MAIN, "peer.h", "#ifndef PEER_H\n#define PEER_H\n#endif\n" },
	{ "a library's hands on", "-fPIC", CONN PEER_H PEER MAIN, "peer.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\n#include \"peer.h\"\nstruct conn *peer_open(int port)\n{\n\treturn conn_new(port);\n}\n" },
	{ "and says that it is deprecated", "-fPIC", CONN PEER_H PEER MAIN, "peer.h",
	  "#ifndef PEER_H\n#define PEER_H\n__attribute__((deprecated(\"use conn_new\")))\nstruct conn *peer_open(int port);\n#endif\n" },
	{ "in the project's own words", "-fPIC",
	  CONN "--- peer.h\n#ifndef PEER_H\n#define PEER_H\n#define PEER_DEPRECATED(text) __attribute__((deprecated(text)))\nstruct conn *peer_open(int port);\n#endif\n"
	  PEER MAIN, "peer.h",
	  "#ifndef PEER_H\n#define PEER_H\n#define PEER_DEPRECATED(text) __attribute__((deprecated(text)))\nPEER_DEPRECATED(\"use conn_new\")\n"
	  "struct conn *peer_open(int port);\n#endif\n" },
	{ "where there are aliases already, by one more", "-fPIC -o libconn.so.p/x.o",
	  CONN "struct conn *conn_make(int port) __attribute__((alias(\"conn_new\")));\n" PEER_H PEER MAIN, "conn.c",
	  "#include \"conn.h\"\n#include <stdlib.h>\n#include \"peer.h\"\nstruct conn *conn_new(int port)\n" BODY
	  "\nextern __typeof__(conn_new) peer_open __attribute__((alias(\"conn_new\")));\nvoid conn_free(struct conn *c)\n{\n\tfree(c);\n}\n"
	  "struct conn *conn_make(int port) __attribute__((alias(\"conn_new\")));\n" },
	{ "an exported mark is enough", "",
	  CONN "--- peer.h\n#ifndef PEER_H\n#define PEER_H\n#define PEER_API\nPEER_API struct conn *peer_open(int port);\n#endif\n" PEER MAIN, "peer.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\n#include \"peer.h\"\nstruct conn *peer_open(int port)\n{\n\treturn conn_new(port);\n}\n" },
	{ "so is a pragma around it", "-fPIC -fvisibility=hidden",
	  CONN "--- peer.h\n#ifndef PEER_H\n#define PEER_H\n#pragma GCC visibility push(default)\nstruct conn *peer_open(int port);\n#pragma GCC visibility pop\n#endif\n"
	  PEER MAIN, "peer.c",
	  "#include <stdlib.h>\n#include \"conn.h\"\n#include \"peer.h\"\nstruct conn *peer_open(int port)\n{\n\treturn conn_new(port);\n}\n" },
	{ "what is hidden in its library goes", "-fPIC -fvisibility=hidden", CONN PEER_H PEER MAIN, "peer.h", "#ifndef PEER_H\n#define PEER_H\n#endif\n" },
	{ "what no unit reads keeps the name", "", CONN PEER_H PEER MAIN "--- unbuilt.c\n#include \"peer.h\"\nvoid *u(void) { return peer_open(2); }\n", "peer.h",
	  "#ifndef PEER_H\n#define PEER_H\n#include \"conn.h\"\n\nstatic inline struct conn *peer_open(int port)\n{\n\treturn conn_new(port);\n}\n#endif\n" },
	{ "a function in no header is declared in its callers", "",
	  CONN "--- peer.c\n#include <stdlib.h>\n#include \"conn.h\"\nstruct conn *peer_open(int port);\nstruct conn *peer_open(int port)\n" BODY
	  "--- main.c\n#include \"conn.h\"\nextern struct conn *peer_open(int);\nint main(void)\n{\n\tconn_free(peer_open(1));\n\treturn 0;\n}\n", "main.c",
	  "#include \"conn.h\"\nint main(void)\n{\n\tconn_free(conn_new(1));\n\treturn 0;\n}\n" },
	{ "carriage returns stay", "",
	  CONN PEER_H PEER "--- main.c\n#include \"peer.h\"\r\nvoid use(void);\r\nint main(void)\r\n{\r\n\tuse();\r\n\treturn !peer_open(1);\r\n}\r\n"
	  "--- use.c\n#include \"conn.h\"\nvoid use(void);\nvoid use(void)\n{\n\tconn_free(conn_new(1));\n}\n",
	  "main.c", "#include \"peer.h\"\r\n#include \"conn.h\"\r\nvoid use(void);\r\nint main(void)\r\n{\r\n\tuse();\r\n\treturn !conn_new(1);\r\n}\r\n" },
};

START_TEST(a_proven_duplicate_becomes)
{
	struct plan_base p;

	write_database(texts[_i].files, texts[_i].flags);
	plan_base_make(&p, texts[_i].files, "", false);
	ck_assert_msg(str_is(plan_base_result(&p, texts[_i].path), texts[_i].result), "%s: " STR_FMT, texts[_i].name,
		      STR_ARG(plan_base_result(&p, texts[_i].path)));
	plan_base_release(&p);
}
END_TEST

static const struct {
	const char *name, *files, *path; /* that has the finding */
	uint32_t line;
	enum mend level;
	const char *reason;
} held[] = {
	{ "a namesake in the caller's file",
	  CONN PEER_H PEER "--- main.c\n#include \"peer.h\"\nstatic struct conn *conn_new(int port);\nstatic struct conn *conn_new(int port)\n{\n\treturn port ? 0 : peer_open(port);\n}\n"
			   "int main(void)\n{\n\treturn peer_open(1) != conn_new(2);\n}\n",
	  "peer.c", 1, MEND_SHOW, "main.c: static declaration of 'conn_new' follows non-static declaration" },
	{ "a local of the canonical's name",
	  CONN PEER_H PEER "--- main.c\n#include \"conn.h\"\n#include \"peer.h\"\nint main(void)\n{\n\tstruct conn *(*conn_new)(int) = peer_open;\n\tconn_free(conn_new(1));\n"
			   "\tconn_free(peer_open(2));\n\treturn 0;\n}\n",
	  "peer.c", 1, MEND_SHOW, "`conn_new` means something else in main.c" },
	{ "another program", CONN PEER_H PEER "--- main.c\n#include \"peer.h\"\nint main(void)\n{\n\treturn !peer_open(1);\n}\n"
	  "--- other.c\n#include \"conn.h\"\nvoid other(void);\nvoid other(void)\n{\n\tconn_free(conn_new(1));\n}\n",
	  "peer.c", 1, MEND_ASK, "nothing shows that main.c is always linked with conn.c" },
	{ "a canonical that nobody declares",
	  "--- conn.h\n#ifndef CONN_H\n#define CONN_H\nstruct conn { int port; char *host; };\nvoid conn_free(struct conn *c);\nint use(void);\n#endif\n"
	  "--- conn.c\n#include \"conn.h\"\n#include <stdlib.h>\nstruct conn *conn_new(int port);\nstruct conn *conn_new(int port)\n" BODY
	  "void conn_free(struct conn *c)\n{\n\tfree(c);\n}\nint use(void)\n{\n\tconn_free(conn_new(1));\n\tconn_free(conn_new(2));\n\treturn 0;\n}\n"
	  "--- pool.c\n#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\nstatic struct conn *make(int port)\n" BODY USE POOL_MAIN,
	  "pool.c", 1, MEND_SHOW, "no header declares the canonical: declare it in one" },
	{ "a file that no unit builds", CONN "--- unbuilt.c\n#include <stdlib.h>\n#include \"conn.h\"\nvoid pool(int n);\nstatic struct conn *make(int port)\n" BODY USE POOL_MAIN,
	  "unbuilt.c", 1, MEND_SHOW, "unbuilt.c is not in the compile database" },
	{ "two of its name", CONN PEER_H PEER MAIN "--- other.c\n#include \"peer.h\"\nstruct conn *peer_open(int port)\n{\n\treturn port ? 0 : 0;\n}\n", "peer.c", 1, MEND_SHOW,
	  "other.c defines peer_open, too: who calls which is not known" },
	{ "errors", CONN PEER_H "--- peer.c\n#include <stdlib.h>\n#include \"conn.h\"\n#include \"peer.h\"\nint broken = lost;\nstruct conn *peer_open(int port)\n" BODY MAIN,
	  "peer.c", 1, MEND_SHOW, "one of the two files has errors" },
};

START_TEST(it_is_said_what_holds_one_back)
{
	const struct change *c;
	struct plan_base p;

	write_database(held[_i].files, "");
	plan_base_make(&p, held[_i].files, "", false);
	c = plan_base_change(&p, "call", held[_i].path, held[_i].line);
	ck_assert_msg(str_is(c->reason, held[_i].reason), "%s: " STR_FMT, held[_i].name, STR_ARG(c->reason));
	ck_assert_int_eq(c->level, held[_i].level);
	plan_base_release(&p);
}
END_TEST

START_TEST(without_a_database_nothing_is_changed)
{
	struct plan_base p;

	plan_base_make(&p, CONN PEER_H PEER MAIN, "", false);
	ck_assert_uint_eq(plan_count(&p.plan, CHANGE_READY), 0);
	assert_str(plan_base_change(&p, "call", "peer.c", 1)->reason, "there is no compile_commands.json");
	plan_base_release(&p);
}
END_TEST

static const char *const cpp[] = {
	"--- engine.h\n#pragma once\nnamespace core {\nstruct Engine { int power; };\nEngine *make_engine(int power);\nvoid drop(Engine *e);\n}\n"
	"--- engine.cpp\n#include \"engine.h\"\nnamespace core {\nEngine *make_engine(int power)\n{\n\treturn new Engine{power};\n}\n"
	"void drop(Engine *e)\n{\n\tdelete e;\n}\n}\n"
	"--- legacy.h\n#pragma once\nnamespace core { struct Engine; }\nnamespace legacy {\ncore::Engine *make_engine(int power);\n}\n"
	"--- legacy.cpp\n#include \"legacy.h\"\n#include \"engine.h\"\nnamespace legacy {\ncore::Engine *make_engine(int power)\n{\n\treturn new core::Engine{power};\n}\n}\n"
	"--- unbuilt.cpp\n#include \"legacy.h\"\nauto unbuilt = legacy::make_engine(1);\n"
	"--- main.cpp\n#include \"legacy.h\"\n#include \"engine.h\"\nint main()\n{\n\tcore::drop(legacy::make_engine(2));\n\tcore::drop(core::make_engine(3));\n}\n",
};

START_TEST(another_namespace_uses_the_canonical)
{
	struct plan_base p;

	write_database(cpp[0], "");
	plan_base_make(&p, cpp[0], "", false);
	ck_assert_uint_eq(plan_count(&p.plan, CHANGE_READY), 2);
	assert_str(plan_base_result(&p, "legacy.h"),
		   "#pragma once\n#include \"engine.h\"\n\nnamespace core { struct Engine; }\nnamespace legacy {\nusing core::make_engine;\n}\n");
	assert_str(plan_base_result(&p, "main.cpp"), "#include \"legacy.h\"\n#include \"engine.h\"\nint main()\n{\n\tcore::drop(core::make_engine(2));\n\tcore::drop(core::make_engine(3));\n}\n");
	plan_base_release(&p);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("twin");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 120);
	unit_add_table(tests, a_proven_duplicate_becomes, texts);
	unit_add_table(tests, it_is_said_what_holds_one_back, held);
	tcase_add_test(tests, without_a_database_nothing_is_changed);
	tcase_add_test(tests, another_namespace_uses_the_canonical);
	return unit_run("twin", tests);
}
