/* Fuzzes the reader of trackers: lines without an anchor survive an update as they are, and a second update changes nothing. */
#include "base/base.h"

#include "cli/tracker.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Keys as in the corpus. */
static void make(struct tracker *t)
{
	struct tracker_line lines[] = {
		{ .kind = TRACKER_HEADING, .family = 7, .key = 10, .text = STR("# Remediation") },
		{ .kind = TRACKER_TEXT, .family = 7, .key = 11, .text = STR("made by 3 definitions") },
		{ .kind = TRACKER_PRIORITY, .family = 7, .key = 12, .text = STR("**P2** by evidence"), .words = { STR("P0"), STR("P2") } },
		{ .kind = TRACKER_MEASURE, .family = 7, .key = 30, .text = STR("| imports | 9 | 4 | 0 |"), .words = { STR("9"), STR("4"), STR("0") } },
		{ .kind = TRACKER_TASK, .family = 7, .key = 100, .text = STR("task 0"), .words = { STR("open") } },
		{ .kind = TRACKER_HEADING, .key = TRACKER_LOG_KEY, .text = STR("## Log") },
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		vec_push(&t->lines, lines[i]);
}

/* The last line of a document may get an end as the others have it. */
static struct str without_end(struct str line)
{
	return str_ends(line, STR("\r")) ? str_slice(line, 0, line.len - 1) : line;
}

/* They stand in the new document in the same order. */
static void check_lines(struct str old, struct str new)
{
	struct str line, other;
	struct anchor at;

	while (str_next(&old, '\n', &line)) {
		bool is_found = false;

		if (tracker_find_anchor(line, &at))
			continue;
		while (!is_found && str_next(&new, '\n', &other))
			is_found = str_eq(without_end(line), without_end(other));
		CHECK(is_found);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str document = { (const char *)data, size };
	struct strbuf once = { 0 }, twice = { 0 }, logged = { 0 };
	struct tracker_scope scope = { .is_complete = true };
	struct tracker_news news;
	struct tracker t = { 0 };

	make(&t);
	CHECK(tracker_claim(document, 7) >= -1 && tracker_claim(document, 7) <= 3);
	tracker_update(document, &t, &scope, &news, &once);
	check_lines(document, strbuf_str(&once));
	tracker_update(strbuf_str(&once), &t, &scope, &news, &twice);
	CHECK(str_eq(strbuf_str(&once), strbuf_str(&twice)));
	tracker_add_log(strbuf_str(&once), STR("entry"), &logged);
	check_lines(strbuf_str(&once), strbuf_str(&logged));
	tracker_release(&t);
	strbuf_release(&once);
	strbuf_release(&twice);
	strbuf_release(&logged);
	return 0;
}
