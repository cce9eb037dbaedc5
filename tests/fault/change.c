/* Changes a directory by a transaction, as a description says: what the fault tests kill, starve and cut off. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "rewriters/journal.h"
#include "rewriters/transaction.h"

/*
 *	change write ROOT LIST
 *	change undo ROOT [force]
 *	change resume ROOT
 *	change state ROOT                  prints the id of what was interrupted
 *
 * LIST is a file with a line for each change: "write PATH FILE", "remove PATH" or "make PATH FILE": FILE holds the new bytes. Ends
 * with enum transaction_end, or 100 when the lock could not be had; what was refused is printed.
 */
enum { END_NO_LOCK = 100, END_WRONG = 101 };

struct change {
	struct write_set set;
	struct arena arena;
};

static struct str read_whole(struct arena *a, const char *path)
{
	struct strbuf text = { 0 };
	struct err err = { 0 };
	struct str kept;

	if (!file_read(path, 0, &text, &err)) {
		fprintf(stderr, "%s\n", err.message);
		exit(END_WRONG);
	}
	kept = arena_str(a, strbuf_str(&text));
	strbuf_release(&text);
	return kept;
}

/* What stands there now is what the change was made for. A file that cannot be read is refused later. */
static void add_old(struct change *c, struct write_item *item)
{
	struct strbuf old = { 0 };
	struct content_hash hash;

	file_read(path_join(&c->arena, c->set.root, item->path).ptr, 0, &old, NULL);
	hash = content_hash(strbuf_str(&old));
	item->old_hash =
		arena_printf(&c->arena, "%016llx%016llx", (unsigned long long)hash.high, (unsigned long long)hash.low);
	item->old_size = old.len;
	strbuf_release(&old);
}

static void add_line(struct change *c, struct str line)
{
	struct write_item item = { 0 };
	struct str verb, path;

	if (!str_next(&line, ' ', &verb) || !str_next(&line, ' ', &path))
		exit(END_WRONG);
	item.path = path;
	item.is_removed = str_is(verb, "remove");
	if (!str_is(verb, "make"))
		add_old(c, &item);
	if (!item.is_removed)
		item.new_bytes = read_whole(&c->arena, arena_str(&c->arena, line).ptr);
	vec_push(&c->set.items, item);
}

static void read_list(struct change *c, const char *list)
{
	struct str rest = read_whole(&c->arena, list), line;

	while (str_next(&rest, '\n', &line))
		if (line.len)
			add_line(c, line);
	c->set.title = STR("a change of the fault tests");
	c->set.command = STR("change write");
	c->set.time = STR("2026-01-02T03:04:05Z");
}

static int report(const struct transaction_result *result, bool ok, const struct err *err)
{
	vec_foreach (struct transaction_refusal, r, &result->refusals)
		printf(STR_FMT ": " STR_FMT "\n", STR_ARG(r->path), STR_ARG(r->reason));
	if (!ok)
		printf("%s\n", err->message);
	return ok ? TRANSACTION_DONE : (int)result->end;
}

static int run(struct change *c, char **argv, struct transaction_lock *lock)
{
	struct transaction_result result;
	struct err err = { 0 };
	bool ok;
	int code;

	if (strcmp(argv[1], "write") == 0)
		ok = transaction_write(lock, &c->set, NULL, &result, &err);
	else if (strcmp(argv[1], "undo") == 0)
		ok = transaction_undo(lock, (struct str){ 0 }, argv[3] != NULL, &result, &err);
	else
		ok = transaction_resume(lock, (struct str){ 0 }, &result, &err);
	code = report(&result, ok, &err);
	transaction_result_release(&result);
	return code;
}

static int run_locked(struct change *c, char **argv)
{
	struct transaction_lock *lock;
	struct err err = { 0 };
	int code;

	if (!transaction_lock(c->set.root, &lock, &err)) {
		printf("%s\n", err.message);
		return END_NO_LOCK;
	}
	code = run(c, argv, lock);
	transaction_unlock(lock);
	return code;
}

static int print_state(struct change *c)
{
	struct str id, title;

	transaction_interrupted(c->set.root, &c->arena, &id, &title);
	printf(STR_FMT "\n", STR_ARG(id));
	return 0;
}

int main(int argc, char **argv)
{
	struct change c = { 0 };
	int code;

	if (argc < 3 || !path_real(&c.arena, argv[2], &c.set.root, NULL))
		return END_WRONG;
	if (strcmp(argv[1], "write") == 0 && argc == 4)
		read_list(&c, argv[3]);
	code = strcmp(argv[1], "state") == 0 ? print_state(&c) : run_locked(&c, argv);
	vec_release(&c.set.items);
	arena_release(&c.arena);
	return code;
}
