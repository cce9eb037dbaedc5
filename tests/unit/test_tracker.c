/* The working document of a remediation: what people add to it survives every update, whatever else changes. */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#include "cli/tracker.h"
#include "tests/unit/unit.h"

#define ROUNDS 400
#define EDITS 12
#define TASKS 12

static const struct tracker_scope complete = { .is_complete = true };

/* --- A document --- */

static void add(struct tracker *t, enum tracker_kind kind, uint64_t key, struct str text, const char *word)
{
	struct tracker_line x = { .kind = kind, .family = 7, .key = key, .text = text, .is_after_blank = kind == TRACKER_HEADING && t->lines.len };

	x.words[0] = str_from(word);
	vec_push(&t->lines, x);
}

static void add_measure(struct tracker *t, unsigned now)
{
	add(t, TRACKER_MEASURE, 30, arena_printf(&t->arena, "| imports | 9 | %u | 0 |", now), "9");
	vec_last(&t->lines)->words[1] = arena_printf(&t->arena, "%u", now);
	vec_last(&t->lines)->words[2] = STR("0");
}

/* `open`: bits of the tasks that are still to be done. */
static void make(struct tracker *t, unsigned open, unsigned now)
{
	add(t, TRACKER_HEADING, 10, STR("# Remediation"), NULL);
	add(t, TRACKER_TEXT, 11, arena_printf(&t->arena, "made by %u definitions", now), NULL);
	if (now % 2)
		add(t, TRACKER_TEXT, 12, STR("odd"), NULL);
	add(t, TRACKER_HEADING, 20, STR("## Measures"), NULL);
	add(t, TRACKER_PLAIN, 0, STR("| what | before | now | target |"), NULL);
	add(t, TRACKER_PLAIN, 0, STR("| --- | --- | --- | --- |"), NULL);
	add_measure(t, now);
	if (now % 3)
		add(t, TRACKER_MEMBER, 31, STR("| copy | a.py:1 | `A` | merge | open |"), "open");
	add(t, TRACKER_HEADING, 40, STR("## Tasks"), NULL);
	for (unsigned i = 0; i < TASKS; i++)
		if (open >> i & 1)
			add(t, TRACKER_TASK, 100 + i, arena_printf(&t->arena, "task %u, line %u", i, now), "open");
	add(t, TRACKER_HEADING, TRACKER_LOG_KEY, STR("## Log"), NULL);
}

static void update(struct strbuf *document, unsigned open, unsigned now, struct tracker_news *news, const struct tracker_scope *scope)
{
	struct strbuf out = { 0 };
	struct tracker t = { 0 };

	make(&t, open, now);
	tracker_update(strbuf_str(document), &t, scope, news, &out);
	strbuf_release(document);
	*document = out;
	tracker_release(&t);
}

static void begin(struct strbuf *document, unsigned open, unsigned now)
{
	struct tracker t = { 0 };

	make(&t, open, now);
	tracker_print(&t, true, document);
	tracker_release(&t);
}

/* What a reader sees. */
static void show(struct str document, struct strbuf *out)
{
	struct str line;

	while (str_next(&document, '\n', &line)) {
		struct anchor at = { .start = line.len, .end = line.len };

		tracker_find_anchor(line, &at);
		strbuf_add(out, str_trim(str_slice(line, 0, at.start)));
		strbuf_add(out, str_slice(line, at.end, line.len));
		strbuf_addch(out, '\n');
	}
}

static void replace(struct strbuf *document, const char *old, const char *text)
{
	char *at = document->ptr ? strstr(document->ptr, old) : NULL;
	struct strbuf out = { 0 };

	ck_assert_msg(at, "%s is not in %s", old, document->ptr);
	strbuf_add(&out, (struct str){ document->ptr, (size_t)(at - document->ptr) });
	strbuf_addz(&out, text);
	strbuf_addz(&out, at + strlen(old));
	strbuf_release(document);
	*document = out;
}

/* --- One edit at a time --- */

struct one {
	const char *old, *text; /* what somebody changes; NULL: nothing */
	unsigned open, now;     /* of the update; the document was begun with 7 and 5 */
	const char *has[3];     /* lines that readers see then */
	const char *lacks;
	struct tracker_news news;
};

static const struct one ones[] = {
	{ NULL, NULL, 7, 5, { "- [ ] task 0, line 5" }, "[x]", { 0 } },
	{ NULL, NULL, 6, 5, { "- [x] task 0, line 5", "- [ ] task 1, line 5" }, NULL, { .done = 1 } },
	{ NULL, NULL, 15, 5, { "- [ ] task 2, line 5\n- [ ] task 3, line 5" }, NULL, { .added = 1 } },
	{ NULL, NULL, 7, 4, { "| imports | 9 | 4 | 0 |", "- made by 4 definitions" }, "odd", { .moved = 1 } },
	{ NULL, NULL, 7, 3, { "| copy | a.py:1 | `A` | merge | gone |" }, NULL, { .moved = 2 } },
	{ "- odd", "- odd, says Ann", 7, 4, { "- odd, says Ann" }, NULL, { .moved = 1 } },
	{ "- made by 5", "- made, Ann thinks, by 5", 7, 4, { "- made, Ann thinks, by 5 definitions\n- made by 4 definitions" }, NULL, { .moved = 1 } },
	{ "| imports | 9 |", "| imports (Ann) | 9 |", 7, 4, { "| imports (Ann) | 9 | 4 | 0 |" }, NULL, { .moved = 1 } },
	{ "| 5 |", "| 5, or 6 |", 7, 4, { "| imports | 9 | 5, or 6 | 0 |\n| imports | 9 | 4 | 0 |" }, NULL, { .moved = 1 } },
	{ "- [ ] task 0", "  * [ ] for Ann: task 0", 6, 4, { "* [x] for Ann: task 0, line 5", "- [ ] task 1, line 4" }, NULL, { .done = 1, .moved = 1 } },
	{ "- [ ] task 0", "- [x] task 0", 7, 5, { "- [x] task 0, line 5" }, NULL, { .disputed = 1 } },
	{ "- [ ] task 0", "- [x] task 0", 7, 4, { "- [x] task 0, line 4" }, NULL, { .disputed = 1, .moved = 1 } },
	{ "- [ ] task 0", "- task 0", 6, 5, { "- task 0, line 5" }, NULL, { 0 } },
	{ "# Remediation", "# Ours", 7, 5, { "# Ours" }, "# Remediation", { 0 } },
	{ "\n\n## Log", "\n  Ann: mind the cache\n\n  and the log\n\n## Log", 15, 5,
		{ "- [ ] task 2, line 5\nAnn: mind the cache\n\nand the log\n- [ ] task 3, line 5" }, NULL, { .added = 1 } },
};

START_TEST(an_edit_is_kept_and_the_rest_brought_up_to_date)
{
	const struct one *x = &ones[_i];
	struct strbuf document = { 0 }, shown = { 0 };
	struct tracker_news news;

	begin(&document, 7, 5);
	if (x->old)
		replace(&document, x->old, x->text);
	update(&document, x->open, x->now, &news, &complete);
	show(strbuf_str(&document), &shown);
	for (size_t i = 0; i < ARRAY_LEN(x->has) && x->has[i]; i++)
		ck_assert_msg(strstr(shown.ptr, x->has[i]), "lacks %s:\n%s", x->has[i], shown.ptr);
	ck_assert_msg(!x->lacks || !strstr(shown.ptr, x->lacks), "has %s:\n%s", x->lacks, shown.ptr);
	ck_assert_msg(memcmp(&news, &x->news, sizeof(news)) == 0, "%u done, %u added, %u reopened, %u moved, %u disputed", news.done, news.added,
		news.reopened, news.moved, news.disputed);
	strbuf_release(&document);
	strbuf_release(&shown);
}
END_TEST

START_TEST(what_comes_back_is_open_again)
{
	struct strbuf document = { 0 };
	struct tracker_news news;

	begin(&document, 7, 5);
	update(&document, 6, 5, &news, &complete);
	update(&document, 7, 5, &news, &complete);
	ck_assert_uint_eq(news.reopened, 1);
	ck_assert_ptr_null(strstr(document.ptr, "[x]"));
	strbuf_release(&document);
}
END_TEST

START_TEST(a_run_that_saw_a_part_ticks_nothing)
{
	struct strbuf document = { 0 };
	struct tracker_news news;
	const uint64_t other = 8;
	const struct tracker_scope scopes[] = { { .is_complete = false }, { .is_complete = true, .families = &other, .family_count = 1 } };

	begin(&document, 7, 5);
	for (size_t i = 0; i < ARRAY_LEN(scopes); i++) {
		update(&document, 0, 5, &news, &scopes[i]);
		ck_assert_uint_eq(news.done, 0);
		ck_assert_ptr_null(strstr(document.ptr, "[x]"));
	}
	strbuf_release(&document);
}
END_TEST

START_TEST(a_claim_is_what_somebody_wrote)
{
	struct strbuf document = { 0 };
	struct tracker t = { 0 };

	add(&t, TRACKER_PRIORITY, 5, STR("**P3** by evidence"), "P1");
	vec_last(&t.lines)->words[1] = STR("P3");
	tracker_print(&t, true, &document);
	ck_assert_int_eq(tracker_claim(strbuf_str(&document), 7), 1);
	ck_assert_int_eq(tracker_claim(strbuf_str(&document), 8), -1);
	replace(&document, "**P3** by evidence", "**P0**, says the board");
	ck_assert_int_eq(tracker_claim(strbuf_str(&document), 7), 0);
	tracker_release(&t);
	strbuf_release(&document);
}
END_TEST

START_TEST(the_log_grows_at_its_end)
{
	struct strbuf document = { 0 }, once = { 0 }, twice = { 0 }, shown = { 0 };

	begin(&document, 1, 1);
	tracker_add_log(strbuf_str(&document), STR("one"), &once);
	strbuf_addz(&once, "  by Ann\n\nThe end.\n");
	tracker_add_log(strbuf_str(&once), STR("two"), &twice);
	show(strbuf_str(&twice), &shown);
	ck_assert_msg(str_ends(strbuf_str(&shown), STR("## Log\n\n- one\nby Ann\n- two\n\nThe end.\n")), "%s", shown.ptr);
	strbuf_release(&document);
	strbuf_release(&once);
	strbuf_release(&twice);
	strbuf_release(&shown);
}
END_TEST

START_TEST(ends_of_lines_stay)
{
	struct strbuf document = { 0 }, windows = { 0 };
	struct tracker_news news;
	struct str rest, line;

	begin(&document, 7, 5);
	rest = strbuf_str(&document);
	while (str_next(&rest, '\n', &line))
		strbuf_printf(&windows, STR_FMT "\r\n", STR_ARG(line));
	update(&windows, 14, 4, &news, &complete);
	for (size_t i = 0; i < windows.len; i++)
		ck_assert(windows.ptr[i] != '\n' || (i && windows.ptr[i - 1] == '\r'));
	strbuf_release(&document);
	strbuf_release(&windows);
}
END_TEST

/* --- Any edits --- */

struct person {
	uint64_t state; /* of the generator */
	VEC(struct str) lines;
	VEC(struct str) words, whole; /* that have to survive: in a line, and as a line */
	struct arena arena;
};

static unsigned roll(struct person *p, size_t sides)
{
	p->state = p->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((p->state >> 33) % sides);
}

static struct str new_word(struct person *p)
{
	struct str word = arena_printf(&p->arena, "word%zuof%u", p->words.len, roll(p, 1000));

	vec_push(&p->words, word);
	return word;
}

static void insert_line(struct person *p)
{
	static const char *const shapes[] = { "%s", "  %s, indented", "- [ ] %s", "> %s", "| %s | | |", "## %s", "<!-- %s -->", "\t%s", "```%s", "%s\r" };
	struct str line = arena_printf(&p->arena, "%s", "");
	const char *shape = shapes[roll(p, ARRAY_LEN(shapes))];
	const char *mark = strstr(shape, "%s");
	struct str word = new_word(p);
	size_t at = roll(p, p->lines.len + 1);

	line = arena_printf(&p->arena, "%.*s" STR_FMT "%s", (int)(mark - shape), shape, STR_ARG(word), mark + 2);
	vec_push(&p->whole, line);
	vec_push(&p->lines, line);
	for (size_t i = p->lines.len - 1; i > at; i--)
		p->lines.items[i] = p->lines.items[i - 1];
	p->lines.items[at] = line;
}

static void swap_lines(struct person *p)
{
	unsigned a = roll(p, p->lines.len), b = roll(p, p->lines.len);
	struct str kept = p->lines.items[a];

	p->lines.items[a] = p->lines.items[b];
	p->lines.items[b] = kept;
}

static void indent_line(struct person *p)
{
	unsigned at = roll(p, p->lines.len);
	struct anchor anchor;

	if (tracker_find_anchor(p->lines.items[at], &anchor))
		p->lines.items[at] = arena_printf(&p->arena, "    " STR_FMT, STR_ARG(p->lines.items[at]));
}

/* A word between the words of what is visible of a line of ours. */
static void edit_line(struct person *p)
{
	unsigned n = roll(p, p->lines.len);
	struct str line = p->lines.items[n], word;
	struct anchor anchor;
	size_t at;

	if (!tracker_find_anchor(line, &anchor))
		return;
	at = roll(p, anchor.start);
	at = roll(p, 5) ? at + str_find(str_slice(line, at, anchor.start), ' ') : line.len;
	word = new_word(p);
	p->lines.items[n] = arena_printf(&p->arena, STR_FMT " " STR_FMT " " STR_FMT, (int)at, line.ptr, STR_ARG(word), STR_ARG(str_slice(line, at, line.len)));
}

static void tick_line(struct person *p)
{
	unsigned n = roll(p, p->lines.len);
	struct str copy = arena_str(&p->arena, p->lines.items[n]);
	char *box = strstr((char *)(uintptr_t)copy.ptr, "[ ]");

	if (box)
		box[1] = 'x';
	p->lines.items[n] = copy;
}

static void copy_line(struct person *p)
{
	struct str line = p->lines.items[roll(p, p->lines.len)];

	vec_push(&p->lines, line);
}

static void edit(struct person *p, struct strbuf *document)
{
	void (*const edits[])(struct person *) = { insert_line, insert_line, swap_lines, indent_line, edit_line, edit_line, tick_line, copy_line };
	struct str rest = arena_str(&p->arena, strbuf_str(document)), line;

	vec_clear(&p->lines);
	while (str_next(&rest, '\n', &line))
		vec_push(&p->lines, line);
	for (unsigned i = roll(p, EDITS); i > 0; i--)
		edits[roll(p, ARRAY_LEN(edits))](p);
	strbuf_clear(document);
	vec_foreach (struct str, x, &p->lines)
		strbuf_printf(document, STR_FMT "\n", STR_ARG(*x));
}

static void check_kept(const struct person *p, const struct strbuf *document, unsigned round)
{
	vec_foreach (struct str, word, &p->words)
		ck_assert_msg(strstr(document->ptr, word->ptr), "round %u lost " STR_FMT ":\n%s", round, STR_ARG(*word), document->ptr);
}

/* The same, but that somebody may have ticked its box. */
static bool is_line(struct str line, struct str whole)
{
	size_t box = 0;

	while (box + 3 <= whole.len && !str_starts(str_slice(whole, box, whole.len), STR("[ ]")))
		box++;
	if (str_eq(line, whole))
		return true;
	return box + 3 <= whole.len && line.len == whole.len && line.ptr[box + 1] == 'x' && str_eq(str_slice(line, 0, box + 1), str_slice(whole, 0, box + 1)) &&
	       str_eq(str_slice(line, box + 2, line.len), str_slice(whole, box + 2, whole.len));
}

/* A line that was inserted and not edited since stands as it was. */
static void check_lines(const struct person *p, const struct strbuf *document, unsigned round)
{
	vec_foreach (struct str, whole, &p->whole) {
		struct str rest = strbuf_str(document), line;
		bool is_there = false;

		while (str_next(&rest, '\n', &line))
			is_there |= is_line(line, *whole);
		ck_assert_msg(is_there, "round %u changed " STR_FMT ":\n%s", round, STR_ARG(*whole), document->ptr);
	}
}

START_TEST(no_word_of_anybody_is_lost)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct person p = { .state = round + 1 };
		struct strbuf document = { 0 }, again = { 0 };
		struct tracker_news news;

		begin(&document, roll(&p, 1u << TASKS), roll(&p, 20));
		for (unsigned turn = 0; turn < 4; turn++) {
			unsigned open = roll(&p, 1u << TASKS), now = roll(&p, 20);

			edit(&p, &document);
			update(&document, open, now, &news, &complete);
			check_kept(&p, &document, round);
			check_lines(&p, &document, round);
			strbuf_clear(&again);
			strbuf_add(&again, strbuf_str(&document));
			update(&again, open, now, &news, &complete);
			ck_assert_msg(str_eq(strbuf_str(&again), strbuf_str(&document)), "round %u, a second update:\n%s\n---\n%s", round,
				document.ptr, again.ptr);
		}
		vec_release(&p.lines);
		vec_release(&p.words);
		vec_release(&p.whole);
		arena_release(&p.arena);
		strbuf_release(&document);
		strbuf_release(&again);
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("tracker");

	unit_add_table(tests, an_edit_is_kept_and_the_rest_brought_up_to_date, ones);
	tcase_add_test(tests, what_comes_back_is_open_again);
	tcase_add_test(tests, a_run_that_saw_a_part_ticks_nothing);
	tcase_add_test(tests, a_claim_is_what_somebody_wrote);
	tcase_add_test(tests, the_log_grows_at_its_end);
	tcase_add_test(tests, ends_of_lines_stay);
	tcase_add_test(tests, no_word_of_anybody_is_lost);
	return unit_run("tracker", tests);
}
