/* Tests of base/yaml: the tree, its places, and what is refused. */
#include "base/base.h"
#include "base/yaml.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* The tree in one line: scalars 'quoted' or plain, [sequences], {mappings}. */
static void dump(struct strbuf *b, const struct yaml_node *node)
{
	switch (node->kind) {
	case YAML_SCALAR: strbuf_printf(b, node->quoted ? "'" STR_FMT "'" : STR_FMT, STR_ARG(node->text)); break;
	case YAML_SEQUENCE:
		strbuf_addch(b, '[');
		for (size_t i = 0; i < node->count; i++) {
			strbuf_addz(b, i ? "," : "");
			dump(b, &node->items[i]);
		}
		strbuf_addch(b, ']');
		break;
	case YAML_MAPPING:
		strbuf_addch(b, '{');
		for (size_t i = 0; i < node->count; i++) {
			strbuf_addz(b, i ? "," : "");
			dump(b, &node->keys[i]);
			strbuf_addch(b, ':');
			dump(b, &node->items[i]);
		}
		strbuf_addch(b, '}');
		break;
	default: ck_abort_msg("kind %d", (int)node->kind);
	}
}

static const struct {
	const char *text, *tree;
} trees[] = {
	{ "", "{}" },
	{ "# nothing but a comment\n", "{}" },
	{ "---\n", "{}" },
	{ "---\n...\n", "{}" },
	{ "{}", "{}" },
	{ "[]", "[]" },
	{ "word", "word" },
	{ "''", "''" },
	{ "a: 1\nb: two words\n", "{a:1,b:two words}" },
	{ "a:\n  - x\n  - y: z\n    w:\n", "{a:[x,{y:z,w:}]}" },
	{ "[a, 'b', \"c\\n\"]", "[a,'b','c\n']" },
	{ "a: |\n  line\n  line\n", "{a:'line\nline\n'}" },
	{ "a: >-\n  one\n  two\n", "{a:'one two'}" },
	{ "a: &anchor x\n", "{a:x}" },
	{ "\xEF\xBB\xBF"
	  "a: b\n",
		"{a:b}" },
	{ "a: \xC3\xA9\n", "{a:\xC3\xA9}" },
	{ "'a b': c\n", "{'a b':c}" },
	{ "a: {b: {c: d}}", "{a:{b:{c:d}}}" },
};

START_TEST(a_document_becomes_a_tree)
{
	struct arena a = { 0 };
	struct strbuf b = { 0 };
	struct yaml_node root;
	struct err err = { 0 };

	ck_assert_msg(yaml_parse(&a, "test.yml", str_from(trees[_i].text), &root, &err), "%s", err.message);
	dump(&b, &root);
	assert_str(strbuf_str(&b), trees[_i].tree);
	strbuf_release(&b);
	arena_release(&a);
}
END_TEST

static const struct {
	const char *text, *message;
} refusals[] = {
	{ "a: b\n# caf\xE9 au lait\n", "test.yml:2:7: invalid trailing UTF-8 octet" },
	{ "a: b\na: c\n", "test.yml:2:1: duplicate key \"a\"" },
	{ "x:\n  'a': b\n  a: c\n", "test.yml:3:3: duplicate key \"a\"" },
	{ "a: &x [1]\nb: *x\n", "test.yml:2:4: aliases are not accepted" },
	{ "a: &x\n  <<: *x\n", "test.yml:2:7: aliases are not accepted" },
	{ "? [a]\n: b\n", "test.yml:1:3: a key must be plain text" },
	{ "a: 1\n---\nb: 2\n", "test.yml:2:1: a second document" },
	{ "a: [1, 2\nb: 3\n", "test.yml:2:2: did not find expected ',' or ']'" },
	{ "a: 'open\n", "test.yml:2:1: found unexpected end of stream" },
	{ "a:\n\t- b\n", "test.yml:2:1: found character that cannot start any token" },
	{ "a: b: c\n", "test.yml:1:5: mapping values are not allowed in this context" },
	{ "*x", "test.yml:1:1: aliases are not accepted" },
	{ "a: !e!x b\n", "test.yml:1:4: found undefined tag handle" },
};

START_TEST(what_is_refused_has_its_place)
{
	struct arena a = { 0 };
	struct yaml_node root = { .line = 77 };
	struct err err = { 0 };

	ck_assert(!yaml_parse(&a, "test.yml", str_from(refusals[_i].text), &root, &err));
	ck_assert_str_eq(err.message, refusals[_i].message);
	ck_assert_uint_eq(root.line, 77);
	arena_release(&a);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_refused)
{
	struct arena a = { 0 };
	struct yaml_node root;
	struct err err = { 0 };

	ck_assert(!yaml_parse(&a, "test.yml", STR("a: \xFF\xFE\n"), &root, &err));
	ck_assert(str_starts(str_from(err.message), STR("test.yml:1:")));
	err = (struct err){ 0 };
	ck_assert(!yaml_parse(&a, "test.yml", STR("a: \0b\n"), &root, &err));
	ck_assert(str_starts(str_from(err.message), STR("test.yml:1:")));
	arena_release(&a);
}
END_TEST

static bool parses(const struct strbuf *text, struct err *err)
{
	struct arena a = { 0 };
	struct yaml_node root;
	bool ok = yaml_parse(&a, "test.yml", strbuf_str(text), &root, err);

	arena_release(&a);
	return ok;
}

START_TEST(depth_is_limited)
{
	struct strbuf text = { 0 };
	struct err err = { 0 };

	for (int i = 0; i < 64; i++)
		strbuf_addch(&text, '[');
	for (int i = 0; i < 64; i++)
		strbuf_addch(&text, ']');
	ck_assert_msg(parses(&text, &err), "%s", err.message);
	strbuf_clear(&text);
	for (int i = 0; i < 100000; i++)
		strbuf_addch(&text, '[');
	ck_assert(!parses(&text, &err));
	ck_assert_str_eq(err.message, "test.yml:1:65: more than 64 levels");
	strbuf_release(&text);
}
END_TEST

START_TEST(size_is_limited)
{
	struct strbuf text = { 0 };
	struct err err = { 0 };

	for (int i = 0; i < 99999; i++)
		strbuf_addz(&text, "- x\n");
	ck_assert_msg(parses(&text, &err), "%s", err.message);
	strbuf_addz(&text, "- y\n");
	ck_assert(!parses(&text, &err));
	ck_assert_str_eq(err.message, "test.yml:100000:3: more than 100,000 values");
	strbuf_release(&text);
}
END_TEST

START_TEST(many_keys_are_compared_quickly)
{
	struct strbuf text = { 0 };
	struct err err = { 0 };

	for (int i = 0; i < 49000; i++)
		strbuf_printf(&text, "key%d: x\n", i);
	ck_assert_msg(parses(&text, &err), "%s", err.message);
	strbuf_addz(&text, "key7: x\n");
	ck_assert(!parses(&text, &err));
	ck_assert_str_eq(err.message, "test.yml:49001:1: duplicate key \"key7\"");
	strbuf_release(&text);
}
END_TEST

START_TEST(nodes_know_their_place)
{
	struct arena a = { 0 };
	struct yaml_node root;
	struct err err = { 0 };
	const struct yaml_node *list;

	ck_assert(yaml_parse(&a, "test.yml", STR("# first\nlist:\n  - a\n  - 'b'\n"), &root, &err));
	list = yaml_get(&root, "list");
	ck_assert_ptr_nonnull(list);
	ck_assert_uint_eq(root.keys[0].line, 2);
	ck_assert_uint_eq(root.keys[0].column, 1);
	ck_assert_uint_eq(list->items[1].line, 4);
	ck_assert_uint_eq(list->items[1].column, 5);
	ck_assert(list->items[1].quoted);
	arena_release(&a);
}
END_TEST

START_TEST(a_value_is_found_by_its_key)
{
	struct arena a = { 0 };
	struct yaml_node root;
	struct err err = { 0 };

	ck_assert(yaml_parse(&a, "test.yml", STR("a: 1\nb: [x]\n"), &root, &err));
	assert_str(yaml_get(&root, "a")->text, "1");
	ck_assert_ptr_null(yaml_get(&root, "c"));
	ck_assert_ptr_null(yaml_get(yaml_get(&root, "b"), "x"));
	ck_assert_ptr_null(yaml_get(NULL, "x"));
	arena_release(&a);
}
END_TEST

START_TEST(a_document_cut_anywhere_does_no_harm)
{
	struct str text = STR("a: [1, {b: 'c'}]\nd:\n  - |\n    x\n  - \"\\u00e9\"\ne: {f: g}\n");

	for (size_t len = 0; len <= text.len; len++) {
		struct arena a = { 0 };
		struct yaml_node root;
		struct err err = { 0 };
		bool ok = yaml_parse(&a, "test.yml", str_slice(text, 0, len), &root, &err);

		ck_assert_int_eq(ok, !err.set);
		arena_release(&a);
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("yaml");

	unit_add_table(tests, a_document_becomes_a_tree, trees);
	unit_add_table(tests, what_is_refused_has_its_place, refusals);
	tcase_add_test(tests, bytes_that_are_no_text_are_refused);
	tcase_add_test(tests, depth_is_limited);
	tcase_add_test(tests, size_is_limited);
	tcase_add_test(tests, many_keys_are_compared_quickly);
	tcase_add_test(tests, nodes_know_their_place);
	tcase_add_test(tests, a_value_is_found_by_its_key);
	tcase_add_test(tests, a_document_cut_anywhere_does_no_harm);
	return unit_run("yaml", tests);
}
