/* Tests of analyzers/config: what is read, and what each wrong file is told. */
#include "base/base.h"
#include "analyzers/config.h"

#include <string.h>

#include "analyzers/lang/c/imp.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static const char full[] = "version: 1\n"
			   "roots: [src, ./lib/]\n"
			   "exclude: [docs, \"*_pb2.py\"]\n"
			   "tests:\n"
			   "  - qa\n"
			   "discover: false\n"
			   "families:\n"
			   "  - product: Engine # the first\n"
			   "    canonical: app.engine:EngineFactory\n"
			   "    members: [make_engine, Engines]\n"
			   "    ignore: [LegacyEngine]\n"
			   "    allow:\n"
			   "      - path: app/compat.py\n"
			   "        reason: \"public API until 2.0\"\n"
			   "        until: 2028-02-29\n"
			   "      - module: app.old\n"
			   "        reason: one more\n"
			   "  - product: conn\n"
			   "    canonical: src/conn.h:ns::conn_new\n"
			   "arguments:\n"
			   "  - callable: app.context:UserContext\n"
			   "    rename: {user: user_id}\n"
			   "    drop: [session_id, tenant]\n"
			   "    into: {metadata: [workspace, trace], extra: [x]}\n"
			   "    reason: \"gone in 2.0\"\n"
			   "    until: 2028-01-31\n"
			   "rules:\n"
			   "  CN110: off\n"
			   "  CN201: \"error\"\n"
			   "gate:\n"
			   "  fail-on: never\n"
			   "  strict: true\n"
			   "  baseline: known/all.txt\n";

static void check_first_family(const struct config_family *f)
{
	assert_str(f->product, "Engine");
	assert_str(f->canonical_module, "app.engine");
	assert_str(f->canonical_name, "EngineFactory");
	ck_assert_uint_eq(f->member_count, 2);
	assert_str(f->members[1], "Engines");
	ck_assert_uint_eq(f->ignore_count, 1);
	assert_str(f->ignore[0], "LegacyEngine");
	ck_assert_uint_eq(f->line, 8);
	ck_assert_uint_eq(f->allow_count, 2);
	assert_str(f->allows[0].path, "app/compat.py");
	assert_str(f->allows[0].module, "");
	assert_str(f->allows[0].reason, "public API until 2.0");
	assert_str(f->allows[0].until, "2028-02-29");
	ck_assert_uint_eq(f->allows[0].line, 13);
	assert_str(f->allows[1].path, "");
	assert_str(f->allows[1].module, "app.old");
	assert_str(f->allows[1].until, "");
}

static void check_arguments(const struct config_argument *m)
{
	assert_str(m->module, "app.context");
	assert_str(m->name, "UserContext");
	ck_assert_uint_eq(m->rename_count, 1);
	assert_str(m->renames[0].from, "user");
	assert_str(m->renames[0].to, "user_id");
	ck_assert_uint_eq(m->drop_count, 2);
	assert_str(m->drops[1], "tenant");
	ck_assert_uint_eq(m->move_count, 3);
	assert_str(m->moves[1].from, "trace");
	assert_str(m->moves[1].to, "metadata");
	assert_str(m->moves[2].to, "extra");
	assert_str(m->reason, "gone in 2.0");
	assert_str(m->until, "2028-01-31");
	ck_assert_uint_eq(m->line, 21);
}

static const struct {
	const char *release, *until;
	bool is_over; /* on 2027-01-31 */
} terms[] = {
	{ "", "2027-01-30", true }, { "", "2027-01-31", false }, { "9.0", "2027-02-01", false }, { "", "", false },
	{ "", "2.0", false }, { "1.9", "2.0", false }, { "2.0", "2.0", true }, { "2", "2.0", true }, { "2.0", "2.0.1", false },
	{ "1.10", "1.9", true }, { "1.9", "1.10", false }, { "v2.1", "2.0", true }, { "02.0", "v2", true },
	{ "18446744073709551617", "18446744073709551616.0", true },
};

START_TEST(what_is_allowed_ends_with_a_day_or_a_version)
{
	struct config c = { .release = str_from(terms[_i].release) };
	struct config_allow allow = { .until = str_from(terms[_i].until), .is_until_version = !strchr(terms[_i].until, '-') };

	ck_assert(config_is_over(&c, &allow, STR("2027-01-31")) == terms[_i].is_over);
}
END_TEST

START_TEST(everything_is_read)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	ck_assert_msg(config_parse(&a, "canonry.yaml", str_from(full), &c, &err), "%s", err.message);
	assert_str(c.path, "canonry.yaml");
	ck_assert_uint_eq(c.root_count, 2);
	assert_str(c.roots[0], "src");
	assert_str(c.roots[1], "lib");
	ck_assert_uint_eq(c.exclude_count, 2);
	assert_str(c.excludes[1], "*_pb2.py");
	ck_assert_uint_eq(c.test_count, 1);
	assert_str(c.tests[0], "qa");
	ck_assert(!c.discover);
	ck_assert_uint_eq(c.family_count, 2);
	check_first_family(&c.families[0]);
	assert_str(c.families[1].canonical_module, "src/conn.h");
	assert_str(c.families[1].canonical_name, "ns::conn_new");
	ck_assert_uint_eq(c.argument_count, 1);
	check_arguments(&c.arguments[0]);
	ck_assert_uint_eq(c.rule_count, 2);
	assert_str(c.rules[0].code, "CN110");
	assert_str(c.rules[0].level, "off");
	ck_assert_uint_eq(c.rules[1].line, 29);
	ck_assert_uint_eq(c.rules[1].column, 3);
	assert_str(c.fail_on, "never");
	ck_assert(c.strict);
	assert_str(c.baseline, "known/all.txt");
	arena_release(&a);
}
END_TEST

/* As good as no file at all. */
static const struct str empty[] = {
	STR_INIT(""),
	STR_INIT("# nothing but a comment\n"),
	STR_INIT("---\n...\n"),
	STR_INIT("{}\n"),
	STR_INIT("version: 1\n"),
	STR_INIT("\xef\xbb\xbfversion: 1\r\n"),
	STR_INIT("families:\narguments:\nrules: ~\ngate: null\nroots:\nexclude: []\ntests: []\n"),
	STR_INIT("families: []\narguments: []\nrules: {}\ngate: {}\ndiscover: true\n"),
};

START_TEST(an_empty_file_is_none)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	ck_assert_msg(config_parse(&a, "c", empty[_i], &c, &err), "%s", err.message);
	ck_assert(c.discover && !c.strict);
	ck_assert_uint_eq(c.root_count + c.exclude_count + c.test_count + c.family_count + c.rule_count, 0);
	ck_assert_uint_eq(c.fail_on.len, 0);
	arena_release(&a);
}
END_TEST

/* The whole message, or its start when it ends in "...". */
static const struct {
	const char *text, *message;
} wrong[] = {
	/* Keys */
	{ "famlies: []\n", "c:1:1: unknown key \"famlies\"; did you mean \"families\"?" },
	{ "Version: 1\n", "c:1:1: unknown key \"Version\"; did you mean \"version\"?" },
	{ "x: 1\n",
		"c:1:1: unknown key \"x\"; expected version, release, roots, exclude, tests, discover, families, arguments, api, headers, frameworks, suppress, rules or gate" },
	{ "version: 1\ngate:\n  fail_on: error\n", "c:3:3: unknown key \"fail_on\"; did you mean \"fail-on\"?" },
	{ "families:\n  - produkt: X\n", "c:2:5: unknown key \"produkt\"; did you mean \"product\"?" },
	{ "families:\n  - product: X\n    allow:\n      - paht: x\n",
		"c:4:9: unknown key \"paht\"; did you mean \"path\"?" },
	{ "\"a\\e[31m\": 1\n", "c:1:1: unknown key \"a\\x1B[31m\"; expected version..." },
	{ "version: 1\nversion: 1\n", "c:2:1: duplicate key \"version\"" },
	{ "rules:\n  CN110: off\n  CN110: off\n", "c:3:3: duplicate key \"CN110\"" },

	/* Types */
	{ "- a\n", "c:1:1: expected a mapping, such as \"version: ...\"" },
	{ "text\n", "c:1:1: expected a mapping, such as \"version: ...\"" },
	{ "roots: src\n", "c:1:8: expected a list, such as [a, b]" },
	{ "roots: {a: b}\n", "c:1:8: expected a list, such as [a, b]" },
	{ "roots: [[a]]\n", "c:1:9: expected text, found a list" },
	{ "exclude: [{a: b}]\n", "c:1:11: expected text, found a mapping" },
	{ "exclude: ['']\n", "c:1:11: expected text, found nothing" },
	{ "exclude: [' ']\n", "c:1:11: expected text, found nothing" },
	{ "exclude: [~]\n", "c:1:11: expected text, found nothing" },
	{ "exclude: [\"a\\0b\"]\n", "c:1:11: text with a NUL character" },
	{ "discover: yes\n", "c:1:11: expected true or false" },
	{ "discover: 'true'\n", "c:1:11: expected true or false" },
	{ "discover:\n", "c:1:10: expected true or false" },
	{ "headers: a.h\n", "c:1:10: expected a list of headers, such as \"- canonical: include/conn.h\"" },
	{ "headers:\n  - replaces: [a.h]\n", "c:2:5: an entry of headers needs a canonical" },
	{ "headers:\n  - canonical: a.h\n    replaces: b.h\n", "c:3:15: expected a list, such as [a, b]" },
	{ "headers:\n  - {canonical: a.h, replaces: [a.h]}\n", "c:2:5: \"a.h\" cannot stand in its own place" },
	{ "headers:\n  - canonical: a.h\n  - canonical: a.h\n", "c:3:5: a second entry for \"a.h\"; the first is in line 2" },
	{ "headers:\n  - {canonical: a.h, replaces: [b.h]}\n  - canonical: b.h\n", "c:3:5: \"b.h\" and \"a.h\" replace one another or a third" },
	{ "headers:\n  - {canonical: a.h, mappings: [a.imp]}\n", "c:2:5: mappings make an entry of their own" },
	{ "headers:\n  - mappings: [../a.imp]\n", "c:2:15: \"../a.imp\" does not lie below the root" },
	{ "headers:\n  - mappings: [/etc/a.imp]\n", "c:2:15: \"/etc/a.imp\" does not lie below the root" },
	{ "headers:\n  - mappings: a.imp\n", "c:2:15: expected a list, such as [a, b]" },
	{ "frameworks: X\n", "c:1:13: expected a list of macros, such as \"- macro: ACME_OBJECT\"" },
	{ "frameworks:\n  - macro: X\n", "c:2:5: an entry of frameworks needs a macro and a canonical" },
	{ "frameworks:\n  - {macro: X, canonical: make}\n", "c:2:27: \"make\" names no argument: $1 is the first one, $0 the class around" },
	{ "frameworks:\n  - {macro: X, canonical: $1_new, defines: maybe}\n", "c:2:44: expected true or false" },
	{ "api: {}\n", "c:1:6: expected a list, such as \"- product: Engine\"" },
	{ "api:\n  - product: Engine\n", "c:2:5: an API needs methods, such as \"methods: [create, close]\"" },
	{ "api:\n  - methods: [create]\n", "c:2:5: an API needs a product" },
	{ "api:\n  - product: Engine\n    methods: [a.b]\n", "c:3:15: \"a.b\" is no method's name" },
	{ "api:\n  - product: Engine\n    methods: [a, b, a]\n", "c:3:21: \"a\" is listed twice" },
	{ "api:\n  - {product: E, methods: [a]}\n  - {product: E, methods: [b]}\n", "c:3:5: a second API of \"E\"; the first is in line 2" },
	{ "api:\n  - product: Engine\n    method: [a]\n", "c:3:5: unknown key \"method\"; did you mean \"methods\"?" },
	{ "arguments: {}\n", "c:1:12: expected a list of maps, such as \"- callable: app.context:UserContext\"" },
	{ "arguments:\n  - callabel: a:B\n", "c:2:5: unknown key \"callabel\"; did you mean \"callable\"?" },
	{ "arguments:\n  - callable: a.B\n", "c:2:15: \"a.B\" is no module:Name; did you mean \"a:B\"?" },
	{ "arguments:\n  - drop: [x]\n", "c:2:5: a map of arguments needs a callable" },
	{ "arguments:\n  - callable: a:B\n",
		"c:2:5: a map of arguments needs one of rename, drop and into" },
	{ "arguments:\n  - {callable: a:B, drop: [x]}\n  - {callable: a:B, drop: [y]}\n",
		"c:3:5: a second map for \"B\"; the first is in line 2" },
	{ "arguments:\n  - {callable: a:B, rename: [x]}\n",
		"c:2:29: expected a mapping, such as \"{user: user_id}\"" },
	{ "arguments:\n  - {callable: a:B, rename: {x: x}}\n", "c:2:33: \"x\" is its name already" },
	{ "arguments:\n  - {callable: a:B, rename: {x: 'a b'}}\n", "c:2:33: \"a b\" is no keyword's name" },
	{ "arguments:\n  - {callable: a:B, rename: {x: [y]}}\n", "c:2:33: expected the name of a keyword" },
	{ "arguments:\n  - {callable: a:B, rename: {x: y}, drop: [x]}\n", "c:2:44: \"x\" is renamed already" },
	{ "arguments:\n  - {callable: a:B, rename: {x: y}, drop: [y]}\n",
		"c:2:5: \"x\" becomes \"y\", which is itself dropped" },
	{ "arguments:\n  - {callable: a:B, drop: x}\n",
		"c:2:27: expected a list of keywords, such as \"[session_id]\"" },
	{ "arguments:\n  - {callable: a:B, drop: [x, x]}\n", "c:2:31: \"x\" is dropped already" },
	{ "arguments:\n  - {callable: a:B, drop: [2x]}\n", "c:2:28: \"2x\" is no keyword's name" },
	{ "arguments:\n  - {callable: a:B, into: [x]}\n",
		"c:2:27: expected a mapping, such as \"{metadata: [trace]}\"" },
	{ "arguments:\n  - {callable: a:B, into: {m: x}}\n",
		"c:2:31: expected a list of keywords, such as \"metadata: [trace]\"" },
	{ "arguments:\n  - {callable: a:B, into: {m: [m]}}\n", "c:2:32: \"m\" cannot move into itself" },
	{ "arguments:\n  - {callable: a:B, into: {m: [x], n: [x]}}\n", "c:2:40: \"x\" is moved already" },
	{ "arguments:\n  - {callable: a:B, into: {m: [x]}, drop: [m]}\n",
		"c:2:5: \"x\" moves into \"m\", which is itself dropped" },
	{ "arguments:\n  - {callable: a:B, drop: [x], until: soon}\n",
		"c:2:39: \"soon\" is no date; expected YYYY-MM-DD" },
	{ "families: {}\n", "c:1:11: expected a list of families, such as \"- product: Engine\"" },
	{ "families: [Engine]\n", "c:1:12: expected a mapping, such as \"product: ...\"" },
	{ "families:\n  - product: [A]\n", "c:2:14: expected text, found a list" },
	{ "rules: [CN110]\n", "c:1:8: expected a mapping, such as \"CN110: off\"" },
	{ "gate: error\n", "c:1:7: expected a mapping, such as \"fail-on: ...\"" },

	/* Values */
	{ "version: 2\n", "c:1:10: version 2 is not supported; this program reads version 1" },
	{ "version: 1.0\n", "c:1:10: version 1.0 is not supported; this program reads version 1" },
	{ "version:\n", "c:1:9: expected text, found nothing" },
	{ "roots: [/usr]\n", "c:1:9: root \"/usr\" is outside of the audited directory" },
	{ "roots: [a/../../b]\n", "c:1:9: root \"a/../../b\" is outside of the audited directory" },
	{ "rules:\n  CN110: warn\n", "c:2:10: unknown level \"warn\"; did you mean \"warning\"?" },
	{ "rules:\n  CN110: warnings\n", "c:2:10: unknown level \"warnings\"; did you mean \"warning\"?" },
	{ "rules:\n  CN110: Off\n", "c:2:10: unknown level \"Off\"; did you mean \"off\"?" },
	{ "rules:\n  CN110: never\n", "c:2:10: unknown level \"never\"; expected off, note, warning or error" },
	{ "gate: {fail-on: off}\n", "c:1:17: unknown level \"off\"; expected error, warning, note or never" },
	{ "suppress: {}\n", "c:1:11: expected a list of places, such as \"- path: legacy/**\"" },
	{ "suppress:\n  - path: a\n", "c:2:5: an entry of suppress needs a path, rules and a reason" },
	{ "suppress:\n  - {path: a, rules: [CN201], reason: b, until: soon}\n",
		"c:2:49: \"soon\" is no date; expected YYYY-MM-DD" },
	{ "suppress:\n  - {path: a, rules: CN201, reason: b}\n", "c:2:22: expected a list, such as [a, b]" },
	{ "suppress:\n  - {path: a, rules: [CN201], reason: b, intent: allow}\n",
		"c:2:50: unknown intent \"allow\"; expected ignore or fixme" },
	{ "gate: {baseline: /etc/x}\n", "c:1:18: the baseline is a path from the root, and below it" },
	{ "gate: {baseline: a/../../x}\n", "c:1:18: the baseline is a path from the root, and below it" },
	{ "gate: {strict: 1}\n", "c:1:16: expected true or false" },

	/* Families */
	{ "families:\n  - canonical: a:B\n", "c:2:5: a family needs a product" },
	{ "families:\n  -\n", "c:2:4: a family needs a product" },
	{ "families:\n  - product: A\n  - product: B\n  - product: A\n",
		"c:4:5: a second family of product \"A\"; the first is in line 2" },
	{ "families:\n  - product: A\n    canonical: app.engine.Factory\n",
		"c:3:16: \"app.engine.Factory\" is no module:Name; did you mean \"app.engine:Factory\"?" },
	{ "families:\n  - product: A\n    canonical: Factory\n",
		"c:3:16: \"Factory\" is no module:Name, such as \"app.engine:EngineFactory\"" },
	{ "families:\n  - product: A\n    canonical: 'a:'\n", "c:3:16: \"a:\" is no module:Name..." },
	{ "families:\n  - product: A\n    canonical: ':B'\n", "c:3:16: \":B\" is no module:Name..." },
	{ "families:\n  - product: A\n    canonical: 'a::B'\n", "c:3:16: \"a::B\" is no module:Name..." },
	{ "families:\n  - product: A\n    canonical: 'a: B'\n", "c:3:16: \"a: B\" is no module:Name..." },
	{ "families:\n  - product: A\n    canonical: {a: B}\n", "c:3:16: expected text, found a mapping" },

	/* Allowed places */
	{ "families:\n  - product: A\n    allow: x\n", "c:3:12: expected a list of allowed places" },
	{ "families:\n  - product: A\n    allow:\n      - reason: x\n",
		"c:4:9: an allowed place needs a path or a module" },
	{ "families:\n  - product: A\n    allow:\n      - {path: a, module: b, reason: x}\n",
		"c:4:9: an allowed place needs a path or a module, not both" },
	{ "families:\n  - product: A\n    allow:\n      - path: x\n", "c:4:9: an allowed place needs a reason" },
	{ "families:\n  - product: A\n    allow:\n      - {path: x, reason: y, until: 2027-1-1}\n",
		"c:4:37: \"2027-1-1\" is neither a date, YYYY-MM-DD, nor a version such as 2.0" },

	/* YAML itself */
	{ "a: &x [*x]\n", "c:1:8: aliases are not accepted" },
	{ "version: 1\n\tgate: {}\n", "c:2:1: found a tab character that violates indentation" },
	{ "version: 1\n--- \nversion: 1\n", "c:2:1: a second document" },
	{ "version: [1\n", "c:2:1: ..." },
	{ "\x7f"
	  "ELF\x02\x01\x01",
		"c:1:1: control characters are not allowed" },
	{ "version: \xff\xfe\n", "c:1:10: invalid leading UTF-8 octet" },
	{ "version: 1\n# caf\xe9 au lait\n", "c:2:7: invalid trailing UTF-8 octet" },
	{ "[a]: b\n", "c:1:1: a key must be plain text" },
};

static void check_message(const char *text, struct str yaml, const char *expected)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;
	struct str want = str_from(expected);

	ck_assert_msg(!config_parse(&a, "c", yaml, &c, &err), "accepted: %s", text);
	if (str_ends(want, STR("...")))
		ck_assert_msg(str_starts(str_from(err.message), str_slice(want, 0, want.len - 3)), "%s", err.message);
	else
		ck_assert_str_eq(err.message, expected);
	arena_release(&a);
}

START_TEST(what_is_wrong_is_said_with_its_place)
{
	check_message(wrong[_i].text, str_from(wrong[_i].text), wrong[_i].message);
}
END_TEST

static const struct {
	const char *date;
	bool is_real;
} dates[] = {
	{ "2027-01-31", true },
	{ "2028-02-29", true },
	{ "2000-02-29", true },
	{ "0001-01-01", true },
	{ "9999-12-31", true },
	{ "2027-02-29", false },
	{ "1900-02-29", false },
	{ "2027-04-31", false },
	{ "2027-13-01", false },
	{ "2027-00-10", false },
	{ "2027-01-00", false },
	{ "2027-01-32", false },
	{ "0000-01-01", false },
	{ "2027/01/31", false },
	{ "27-01-31", false },
	{ "2027-01-31T00:00", false },
	{ "31-01-2027", false },
	{ "2027-0a-01", false },
	{ "tomorrow..", false },
};

START_TEST(dates_are_real_days)
{
	struct strbuf text = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	strbuf_printf(
		&text, "families: [{product: A, allow: [{path: x, reason: y, until: \"%s\"}]}]\n", dates[_i].date);
	ck_assert_int_eq(config_parse(&a, "c", strbuf_str(&text), &c, &err), dates[_i].is_real);
	ck_assert_int_eq(str_has(str_from(err.message), STR("is neither a date, YYYY-MM-DD, nor a version")), !dates[_i].is_real);
	strbuf_release(&text);
	arena_release(&a);
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
	struct strbuf text = { 0 };

	for (unsigned i = 0; i < 100000; i++)
		strbuf_addch(&text, '[');
	check_message("100,000 brackets", strbuf_str(&text), "c:1:65: more than 64 levels");
	strbuf_release(&text);
}
END_TEST

START_TEST(endless_lists_are_refused)
{
	struct strbuf text = { 0 };

	strbuf_addz(&text, "exclude:\n");
	for (unsigned i = 0; i < 200000; i++)
		strbuf_addz(&text, "- a\n");
	check_message("200,000 items", strbuf_str(&text), "c:99999:3: more than 100,000 values");
	strbuf_release(&text);
}
END_TEST

START_TEST(a_long_wrong_value_is_cut)
{
	struct strbuf text = { 0 };

	strbuf_addz(&text, "version: ");
	for (unsigned i = 0; i < 10000; i++)
		strbuf_addch(&text, 'x');
	check_message("10,000 bytes", strbuf_str(&text),
		"c:1:10: version xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... is not supported; this program "
		"reads version 1");
	strbuf_release(&text);
}
END_TEST

static bool read_here(const char *path, struct arena *a, struct config *c, struct err *err)
{
	return config_read(a, path, str_from(sandbox), c, err);
}

START_TEST(the_file_is_found_in_the_root)
{
	static const char *const names[] = { "canonry.yaml", "canonry.yml" };
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	ck_assert(read_here(NULL, &a, &c, &err));
	assert_str(c.path, "");
	ck_assert(c.discover);
	sandbox_write(names[_i], STR("discover: false\n"));
	ck_assert(read_here(NULL, &a, &c, &err));
	ck_assert(!c.discover);
	ck_assert(str_ends(c.path, str_from(names[_i])));
	sandbox_write(names[!_i], STR("discover: false\n"));
	ck_assert(!read_here(NULL, &a, &c, &err));
	ck_assert(str_ends(str_from(err.message), STR("canonry.yaml and canonry.yml both exist; keep one of them")));
	arena_release(&a);
}
END_TEST

START_TEST(a_named_file_must_be_there)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	ck_assert(!read_here("other.yaml", &a, &c, &err));
	ck_assert_str_eq(err.message, "cannot open other.yaml: No such file or directory");
	sandbox_write("other.yaml", STR("strict: true\n"));
	err.set = false;
	ck_assert(!read_here("other.yaml", &a, &c, &err));
	ck_assert(str_starts(str_from(err.message), STR("other.yaml:1:1: unknown key \"strict\"")));
	arena_release(&a);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	sandbox_make_dir("canonry.yaml");
	ck_assert(!read_here(NULL, &a, &c, &err));
	ck_assert(str_has(str_from(err.message), STR("canonry.yaml")));
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	err.set = false;
	ck_assert(!read_here("fifo", &a, &c, &err));
	ck_assert(err.set);
	arena_release(&a);
}
END_TEST

START_TEST(mapping_files_are_read_with_it)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	sandbox_write("canonry.yaml", STR("version: 1\nheaders:\n  - mappings: [a.imp]\n  - canonical: x.h\n  - mappings: [map/b.imp]\n"));
	ck_assert(!read_here(NULL, &a, &c, &err));
	ck_assert(str_ends(str_from(err.message), STR("canonry.yaml:3:1: headers: there is no file a.imp")));
	sandbox_write("a.imp", STR("[{ include: [\"<a.h>\", private, \"<b.h>\", public] }]"));
	sandbox_write("map/b.imp", STR("[{ symbol: [f, full, \"<b.h>\", public] }, { include: [x] }]"));
	err = (struct err){ 0 };
	ck_assert(!read_here(NULL, &a, &c, &err));
	ck_assert_msg(str_has(str_from(err.message), STR("map/b.imp:1:53: an include mapping is")), "%s", err.message);
	sandbox_write("map/b.imp", STR("[{ symbol: [f, full, \"<b.h>\", public] }]"));
	err = (struct err){ 0 };
	ck_assert_msg(read_here(NULL, &a, &c, &err), "%s", err.message);
	ck_assert_uint_eq(c.header_count, 1);
	ck_assert_uint_eq(c.imp->include_count, 1);
	ck_assert_uint_eq(c.imp->symbol_count, 1);
	arena_release(&a);
}
END_TEST

START_TEST(a_huge_file_is_refused)
{
	struct strbuf text = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	struct config c;

	strbuf_grow(&text, 5 << 20);
	memset(text.ptr, '#', 5 << 20);
	text.len = 5 << 20;
	sandbox_write("canonry.yaml", strbuf_str(&text));
	ck_assert(!read_here(NULL, &a, &c, &err));
	ck_assert(str_has(str_from(err.message), STR("is longer than")));
	strbuf_release(&text);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("config");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_add_test(tests, everything_is_read);
	unit_add_table(tests, an_empty_file_is_none, empty);
	unit_add_table(tests, what_is_wrong_is_said_with_its_place, wrong);
	unit_add_table(tests, dates_are_real_days, dates);
	unit_add_table(tests, what_is_allowed_ends_with_a_day_or_a_version, terms);
	tcase_add_test(tests, deep_nesting_is_refused);
	tcase_add_test(tests, endless_lists_are_refused);
	tcase_add_test(tests, a_long_wrong_value_is_cut);
	tcase_add_loop_test(tests, the_file_is_found_in_the_root, 0, 2);
	tcase_add_test(tests, a_named_file_must_be_there);
	tcase_add_test(tests, what_is_no_file_is_refused);
	tcase_add_test(tests, mapping_files_are_read_with_it);
	tcase_add_test(tests, a_huge_file_is_refused);
	return unit_run("config", tests);
}
