/* Tests of analyzers/words: sets of identifiers, and texts that hold one. */
#include "base/base.h"
#include "analyzers/lang.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

#define LIST_MAX 4

static const struct {
	struct str list[LIST_MAX];
	struct str text;
	bool has; /* the text as an identifier */
	bool in;  /* any of the list in the text */
} questions[] = {
	{ { { 0 } }, STR_INIT(""), false, false },
	{ { { 0 } }, STR_INIT("a"), false, false },
	{ { STR_INIT("Engine") }, STR_INIT(""), false, false },
	{ { STR_INIT("Engine") }, STR_INIT("Engin"), false, false },
	{ { STR_INIT("Engine") }, STR_INIT("Engine"), true, true },
	{ { STR_INIT("Engine") }, STR_INIT("engine"), false, false },
	{ { STR_INIT("Engine") }, STR_INIT("MyEngines"), false, true },
	{ { STR_INIT("Engine") }, STR_INIT("EEngEngiEnginEngin"), false, false },
	{ { STR_INIT("Engine") }, STR_INIT("EEngEngiEnginEngine"), false, true },
	{ { STR_INIT("aaab") }, STR_INIT("aaaaaaaaaaaaaaaaaaaab"), false, true },
	{ { STR_INIT("abab"), STR_INIT("bb") }, STR_INIT("abaabaaba"), false, false },
	{ { STR_INIT("abab"), STR_INIT("bb") }, STR_INIT("abaabb"), false, true },
	{ { STR_INIT("long_identifier"), STR_INIT("x") }, STR_INIT("long_identifie"), false, false },
	{ { STR_INIT("long_identifier"), STR_INIT("x") }, STR_INIT("long_identifier"), true, true },
	{ { STR_INIT("long_identifier"), STR_INIT("x") }, STR_INIT("xy"), false, true },
	{ { STR_INIT("ab"), STR_INIT("ab"), STR_INIT("cd") }, STR_INIT("cd"), true, true },
	{ { STR_INIT("caf\303\251") }, STR_INIT("caf\303\251"), true, true },
	{ { STR_INIT("caf\303\251") }, STR_INIT("caf\303\250"), false, false },
	{ { STR_INIT("abc"), STR_INIT("abd"), STR_INIT("abe") }, STR_INIT("..abe.."), false, true },
};

START_TEST(a_set_answers_for_tokens_and_texts)
{
	struct words *w;
	size_t count = 0;

	while (count < LIST_MAX && questions[_i].list[count].len > 0)
		count++;
	w = words_new(questions[_i].list, count);
	ck_assert_int_eq(words_has(w, questions[_i].text), questions[_i].has);
	ck_assert_int_eq(words_in_text(w, questions[_i].text), questions[_i].in);
	words_free(w);
}
END_TEST

START_TEST(a_word_is_found_wherever_it_stands)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct words *w = words_new((struct str[]){ STR("Factory"), STR("get_it") }, 2);

	for (size_t before = 0; before < 40; before++) {
		strbuf_clear(&text);
		for (size_t i = 0; i < before; i++)
			strbuf_addch(&text, "Factory_get_i"[i % 6]);
		ck_assert(!words_in_text(w, strbuf_str(&text)));
		strbuf_addz(&text, before % 2 ? "Factory" : "get_it");
		ck_assert(words_in_text(w, strbuf_str(&text)));
	}
	words_free(w);
}
END_TEST

START_TEST(a_large_set_holds_what_it_was_given)
{
	struct str list[1000];
	char names[ARRAY_LEN(list)][16];
	struct words *w;

	for (size_t i = 0; i < ARRAY_LEN(list); i++)
		list[i] = (struct str){ names[i], (size_t)snprintf(names[i], sizeof(names[i]), "Name%zu", i * 7) };
	w = words_new(list, ARRAY_LEN(list));
	for (size_t i = 0; i < ARRAY_LEN(list); i++) {
		ck_assert(words_has(w, list[i]));
		ck_assert(words_in_text(w, list[i]));
	}
	ck_assert(!words_has(w, STR("Name1")) && !words_has(w, STR("Name")));
	ck_assert(!words_in_text(w, STR("Nam Name Name1 Name2 Name3 Name4 Name5 Name6")));
	words_free(w);
}
END_TEST

START_TEST(a_set_keeps_its_own_text)
{
	char text[] = "Engine";
	struct words *w = words_new(&(struct str){ text, 6 }, 1);

	text[0] = 'X';
	ck_assert(words_has(w, STR("Engine")));
	words_free(w);
	words_free(NULL);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("words");

	unit_add_table(tests, a_set_answers_for_tokens_and_texts, questions);
	tcase_add_test(tests, a_word_is_found_wherever_it_stands);
	tcase_add_test(tests, a_large_set_holds_what_it_was_given);
	tcase_add_test(tests, a_set_keeps_its_own_text);
	return unit_run("words", tests);
}
