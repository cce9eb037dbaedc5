/* canonry tracker: the working document of a remediation, written once and brought up to date. */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/page.h"
#include "cli/run.h"
#include "cli/tracker_make.h"

#define DOCUMENT_MAX (64u << 20) /* bytes */
#define ISSUE_MAX 60000          /* GitHub takes 65,536 characters, and people write above and below */
#define TOP_DEFAULT 10

enum { CLAIM_NONE, CLAIM_P0 };
static const char *const claims[] = { "none", "P0", "P1", "P2", "P3", NULL };

struct tracker_args {
	struct run_args run;
	struct opt_list paths, families;
	const char *update, *output;
	unsigned claimed;
	bool issue, all;
};

static const struct opt tracker_opts[] = {
	RUN_PATHS_OPT(struct tracker_args, paths),
	{ OPT_TEXT, "update", .value = "FILE", .group = "What", .complete = COMPLETE_FILES, .offset = offsetof(struct tracker_args, update),
		.help = "Bring this tracker up to date: tick what is done, move the measures, add to the log, keep what people wrote." },
	{ OPT_FLAG, "issue", .group = "What", .offset = offsetof(struct tracker_args, issue),
		.help = "Print it for an issue tracker: without hidden comments, and no longer than those take." },
	RUN_FAMILY_OPT(struct tracker_args, families),
	{ OPT_FLAG, "all", .group = "What", .offset = offsetof(struct tracker_args, all),
		.help = "All families that have findings, not the worst ten; with --update those that are not in the tracker yet, too." },
	{ OPT_CHOICE, "claimed", .value = "PRIORITY", .group = "What", .choices = claims, .offset = offsetof(struct tracker_args, claimed),
		.help = "The priority that somebody claims; the tracker says whether the evidence bears it out." },
	{ OPT_TEXT, "output", 'o', .value = "FILE", .group = "Report", .complete = COMPLETE_FILES, .offset = offsetof(struct tracker_args, output),
		.help = "Write it to this file; - is standard output. With --update the tracker itself when not given." },
	RUN_OPTS(struct tracker_args, run),
	{ .name = NULL },
};

static int put(const struct session *s, const char *path, struct str text)
{
	return path && strcmp(path, "-") != 0 ? print_file(s, path, text) : print_out(s, text);
}

/* Cut between lines; what is left out is said. */
static void limit_issue(struct strbuf *text)
{
	size_t end = ISSUE_MAX;

	if (text->len <= ISSUE_MAX)
		return;
	while (end > 0 && text->ptr[end - 1] != '\n')
		end--;
	text->len = end;
	text->ptr[end] = '\0';
	strbuf_addz(text, "\nThe rest is left out: an issue takes no more. `canonry tracker` prints the whole.\n");
}

/* An issue needs no log. */
static int put_issue(const struct session *s, const struct tracker_args *args, struct tracker *now)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	now->lines.len--;
	tracker_print(now, false, &text);
	limit_issue(&text);
	return put(s, args->output, strbuf_str(&text));
}

static int put_new(const struct session *s, const struct tracker_args *args, struct audit *a, const struct tracker *now, uint32_t left)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 }, logged CLEANUP(strbuf_release) = { 0 }, entry CLEANUP(strbuf_release) = { 0 };
	uint32_t tasks = 0;

	vec_foreach (struct tracker_line, x, &now->lines)
		tasks += x->kind == TRACKER_TASK && !str_is(x->words[0], "done");
	tracker_print(now, true, &text);
	strbuf_printf(&entry, STR_FMT ": begun, with %u %s", STR_ARG(audit_rule_input(a).today), tasks, plural(tasks, "open task", "open tasks"));
	tracker_add_log(strbuf_str(&text), strbuf_str(&entry), &logged);
	if (left)
		say_note(s, "%u more %s findings; --all takes them in", left, plural(left, "family has", "families have"));
	return put(s, args->output, strbuf_str(&logged));
}

static void add_count(struct strbuf *out, uint32_t count, const char *what)
{
	if (count)
		strbuf_printf(out, "%s%u %s", str_ends(strbuf_str(out), STR(":")) ? " " : ", ", count, what);
}

static void add_entry(struct strbuf *out, struct str today, const struct tracker_news *news)
{
	strbuf_printf(out, STR_FMT ":", STR_ARG(today));
	add_count(out, news->done, "done");
	add_count(out, news->added, "new");
	add_count(out, news->reopened, "open again");
	add_count(out, news->moved, "measures and members moved");
	add_count(out, news->disputed, "ticked by hand and still found");
	if (str_ends(strbuf_str(out), STR(":")))
		strbuf_addz(out, " what is said of it is brought up to date");
}

/* Whose lines may be taken for gone: of a run that saw everything all, with --family those that were asked for. */
static void find_scope(const struct tracker_args *args, const struct audit *a, bool sees_enough, struct arena *arena, struct tracker_scope *ret)
{
	uint64_t *families = arena_array(arena, uint64_t, a->families.items.len + 1);

	*ret = (struct tracker_scope){ .is_complete = sees_enough && !args->run.no_semantic };
	if (!args->families.len)
		return;
	ret->families = families;
	for (uint32_t i = 0; i < a->families.items.len; i++)
		if (a->shows_family[i])
			families[ret->family_count++] = tracker_family(a, &a->families.items.items[i]);
	ret->is_complete &= ret->family_count > 0;
}

static int put_update(const struct session *s, const struct tracker_args *args, struct audit *a, const struct tracker *now, struct str document)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 }, logged CLEANUP(strbuf_release) = { 0 }, entry CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct tracker_scope scope;
	struct tracker_news news;
	bool is_changed;

	find_scope(args, a, tracker_sees_enough(a, now, document), &arena, &scope);
	is_changed = tracker_update(document, now, &scope, &news, &text);
	arena_release(&arena);
	if (!scope.is_complete)
		say_note(s, "this run saw less of the code base than the first: what it did not find is not ticked");
	if (is_changed) {
		add_entry(&entry, audit_rule_input(a).today, &news);
		tracker_add_log(strbuf_str(&text), strbuf_str(&entry), &logged);
	} else {
		strbuf_add(&logged, document);
	}
	if (!is_changed && !args->output)
		return EXIT_CLEAN;
	return put(s, args->output ? args->output : args->update, strbuf_str(&logged));
}

static int show(const struct session *s, const struct tracker_args *args, struct audit *a, struct str document)
{
	struct tracker_wish wish = {
		.document = document,
		.claimed = (int)args->claimed - CLAIM_P0,
		.top = args->all || args->families.len ? 0 : TOP_DEFAULT,
		.adds_families = args->all || args->families.len,
	};
	struct tracker now = { 0 };
	uint32_t left = tracker_make(a, &wish, &now);
	int code;

	if (args->issue)
		code = put_issue(s, args, &now);
	else if (args->update)
		code = put_update(s, args, a, &now, document);
	else
		code = put_new(s, args, a, &now, left);
	tracker_release(&now);
	return code;
}

static int tracker(const struct session *s, const void *values)
{
	const struct tracker_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .families = &args->families };
	struct strbuf document CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };
	struct run run = { 0 };
	int code;

	if (args->issue && args->update)
		return say_error(s, "--issue and --update contradict each other");
	if (args->update && !file_read(args->update, DOCUMENT_MAX, &document, &err))
		return say_error(s, "%s", err.message);
	code = run_audit(s, &args->run, &wish, &run);
	if (code == EXIT_CLEAN)
		code = show(s, args, &run.audit, strbuf_str(&document));
	run_release(&run);
	return code;
}

const struct command cmd_tracker = {
	.name = "tracker",
	.summary = "write the working document of a remediation, and bring it up to date",
	.description =
		"Writes Markdown: for each family the problem, the priority with its reasons, success measures, every member with "
		"its class and what to do about it, and tasks with boxes in four phases, file by file.\n"
		"\n"
		"With --update a document that exists is brought up to date. What is done is ticked, measures move, the log "
		"grows. Lines that people have added stay as they are; of lines that they have edited only the box, or the "
		"cell of the present state, changes. Hidden comments say which lines are Canonry's, so lines can be moved. A box that "
		"somebody has ticked stays ticked. A run that saw only a part ticks nothing.",
	.examples =
		(const struct example[]){
			{ "canonry tracker --output TRACKER.md", "Begin." },
			{ "canonry tracker --update TRACKER.md", "Later, as often as you like." },
			{ "canonry tracker --issue --family Engine", "Text for an issue." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = tracker_opts,
	.args_size = sizeof(struct tracker_args),
	.run = tracker,
};
