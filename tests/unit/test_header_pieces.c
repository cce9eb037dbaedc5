/* Tests of rewriters/header_pieces: a header's text is cut where a directive, a declaration or a body ends. */
#include "base/base.h"
#include "rewriters/header_pieces.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct {
	const char *text, *pieces; /* each in brackets */
} rows[] = {
	{ "", "" },
	{ "int a;\nint b ;", "[int a ;][int b ;]" },
	{ "int a /* one */;// two\nint b;", "[int a ;][int b ;]" },
	{ "#define A 1\nint a;", "[# define A 1][int a ;]" },
	{ "#define A \\\n  1\n#define B", "[# define A 1][# define B]" },
	{ "#define A \\\r\n  1\r\n#define B\r\n", "[# define A 1][# define B]" },
	{ "# define A (1; 2)\nint a;", "[# define A ( 1 ; 2 )][int a ;]" },
	{ "#define A /* long\ncomment */ 1\nint a;", "[# define A 1][int a ;]" },
	{ "struct a {\n int b;\n};\nint c;", "[struct a { int b ; } ;][int c ;]" },
	{ "typedef struct {\n int b;\n} a;\n", "[typedef struct { int b ; } a ;]" },
	{ "static inline int f(void)\n{\n return 1;\n}\nint g(void);", "[static inline int f ( void ) { return 1 ; }][int g ( void ) ;]" },
	{ "int f(void) { return 1; } /* f */\nint g;", "[int f ( void ) { return 1 ; }][int g ;]" },
	{ "const char *s = \"; {\";\nint a", "[const char * s = \"; {\" ;][int a]" },
	{ "} int a;\n{{{", "[} int a ;][{ { {]" },
};

static void add(void *context, struct str piece, uint32_t at)
{
	strbuf_addch(context, '[');
	strbuf_add(context, str_trim(piece));
	strbuf_addch(context, ']');
}

START_TEST(a_text_is_cut_into_what_it_says)
{
	struct strbuf got CLEANUP(strbuf_release) = { 0 };
	struct str text = str_from(rows[_i].text);

	header_pieces(text, 0, (uint32_t)text.len, add, &got);
	assert_str(strbuf_str(&got), rows[_i].pieces);
}
END_TEST

/* Wherever it ends, the pieces hold what stands before the end. */
START_TEST(any_end_will_do)
{
	struct str text = str_from(rows[_i].text);

	for (uint32_t end = 0; end <= text.len; end++) {
		struct strbuf got CLEANUP(strbuf_release) = { 0 };

		header_pieces(text, 0, end, add, &got);
		ck_assert_uint_le(got.len, 8 * end + 8);
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("header_pieces");

	unit_add_table(tests, a_text_is_cut_into_what_it_says, rows);
	unit_add_table(tests, any_end_will_do, rows);
	return unit_run("header_pieces", tests);
}
