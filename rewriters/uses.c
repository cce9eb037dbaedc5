/* Uses of what was redirected: reads the logs of running programs, a line at a time. */
#include "base/base.h"
#include "rewriters/uses.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define NUMBER_MAX 9007199254740992.0 /* up to here a double counts */
#define TEXT_MAX_LEN 4096

struct reader {
	struct uses *uses;
	struct str log;
	int64_t written;
	uint32_t line;
	const cJSON *object;
	const char *problem; /* the first one of this line */
};

static void complain(struct reader *r, const char *problem)
{
	if (!r->problem)
		r->problem = problem;
}

/* --- Values --- */

static const cJSON *find(const struct reader *r, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(r->object, key);
}

static struct str text_of(struct reader *r, const char *key, bool may_be_empty)
{
	const cJSON *item = find(r, key);
	struct str text = str_from(cJSON_GetStringValue(item));

	if (!item && may_be_empty)
		return text;
	if (!cJSON_IsString(item) || (!text.len && !may_be_empty))
		complain(r, arena_printf(&r->uses->arena, "\"%s\" must be a text", key).ptr);
	else if (text.len > TEXT_MAX_LEN)
		complain(r, arena_printf(&r->uses->arena, "\"%s\" is too long", key).ptr);
	return arena_str(&r->uses->arena, text);
}

static uint64_t number_of(struct reader *r, const char *key, double min, double max)
{
	const cJSON *item = find(r, key);
	double number = cJSON_IsNumber(item) ? item->valuedouble : -1;

	if (!(number >= min && number <= max) || (double)(int64_t)number < number) {
		complain(r, arena_printf(&r->uses->arena, "\"%s\" must be a whole number from %.0f on", key, min).ptr);
		return 0;
	}
	return (uint64_t)number;
}

/* --- Lines --- */

static struct logged_use read_module(struct reader *r)
{
	struct logged_use use = { .module = text_of(r, "module", false), .name = text_of(r, "name", false), .file = text_of(r, "file", true) };

	use.line = (uint32_t)(find(r, "line") ? number_of(r, "line", 0, UINT32_MAX) : 0);
	use.count = number_of(r, "uses", 1, NUMBER_MAX);
	use.is_dated = find(r, "at") != NULL;
	use.last = use.is_dated ? (int64_t)number_of(r, "at", 0, NUMBER_MAX) : r->written;
	return use;
}

static struct logged_use read_symbol(struct reader *r)
{
	struct logged_use use = { .name = text_of(r, "symbol", false), .count = number_of(r, "uses", 1, NUMBER_MAX), .is_dated = find(r, "last") != NULL };

	use.last = use.is_dated ? (int64_t)number_of(r, "last", 0, NUMBER_MAX) : r->written;
	return use;
}

/* The time that the logs tell of begins with the oldest mark in them. */
static void note_time(struct uses *u, int64_t time)
{
	if (time <= 0)
		return;
	u->first = u->first ? MIN(u->first, time) : time;
	u->last = MAX(u->last, time);
}

static void read_object(struct reader *r)
{
	struct logged_use use;

	if (!cJSON_IsObject(r->object)) {
		complain(r, "not a JSON object");
		return;
	}
	if (!find(r, "module") && !find(r, "symbol")) {
		complain(r, "neither \"module\" nor \"symbol\" says what was used");
		return;
	}
	use = find(r, "module") ? read_module(r) : read_symbol(r);
	if (r->problem)
		return;
	vec_push(&r->uses->items, use);
	r->uses->lines++;
	note_time(r->uses, use.last);
	if (find(r, "first"))
		note_time(r->uses, (int64_t)number_of(r, "first", 0, NUMBER_MAX));
}

static void read_line(struct reader *r, struct str line)
{
	const char *end = NULL;
	cJSON *tree;

	if (utf8_valid_prefix(line) < line.len) {
		complain(r, "not UTF-8");
		return;
	}
	tree = cJSON_ParseWithLengthOpts(line.ptr, line.len, &end, 0);
	r->object = tree;
	if (!tree || str_trim(str_slice(line, (size_t)(end - line.ptr), line.len)).len)
		complain(r, "not JSON; was the program killed while it wrote?");
	else
		read_object(r);
	cJSON_Delete(tree);
}

void uses_parse(struct uses *u, struct str log, struct str text, int64_t written)
{
	struct reader r = { .uses = u, .log = arena_str(&u->arena, log), .written = written };
	struct str line;

	while (str_next(&text, '\n', &line)) {
		r.line++;
		r.problem = NULL;
		if (!str_trim(line).len)
			continue;
		read_line(&r, line);
		if (r.problem)
			vec_push(&u->problems, (struct uses_problem){ r.log, r.line, arena_str(&u->arena, str_from(r.problem)) });
	}
}

static bool read_file(struct uses *u, const char *path, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct stat info;

	if (!file_read(path, 0, &text, err))
		return false;
	uses_parse(u, str_from(path), strbuf_str(&text), stat(path, &info) == 0 ? (int64_t)info.st_mtime : 0);
	return true;
}

static int compare_names(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

/* In the order of their names: problems are told in it. */
static bool read_directory(struct uses *u, DIR *dir, const char *path, struct err *err)
{
	VEC(struct str) names = { 0 };
	struct stat info;
	bool ok = true;

	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] != '.')
			vec_push(&names, arena_printf(&u->arena, "%s/%s", path, e->d_name));
	vec_sort(&names, compare_names);
	for (size_t i = 0; ok && i < names.len; i++)
		if (stat(names.items[i].ptr, &info) == 0 && S_ISREG(info.st_mode))
			ok = read_file(u, names.items[i].ptr, err);
	vec_release(&names);
	return ok;
}

bool uses_read(struct uses *u, const char *path, struct err *err)
{
	DIR *dir = opendir(path);
	bool ok;

	if (!dir)
		return errno == ENOTDIR ? read_file(u, path, err) : err_errno(err, "cannot open %s", path);
	ok = read_directory(u, dir, path, err);
	closedir(dir);
	return ok;
}

/* --- Adding up --- */

static int compare_uses(const void *left, const void *right)
{
	const struct logged_use *a = left, *b = right;
	int order = str_cmp(a->module, b->module);

	if (!order)
		order = str_cmp(a->name, b->name);
	if (!order)
		order = str_cmp(a->file, b->file);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void add(struct logged_use *to, const struct logged_use *from)
{
	to->count = to->count > UINT64_MAX - from->count ? UINT64_MAX : to->count + from->count;
	if (from->last > to->last) {
		to->last = from->last;
		to->is_dated = from->is_dated;
	}
}

void uses_merge(struct uses *u)
{
	size_t kept = 0;

	vec_sort(&u->items, compare_uses);
	for (size_t i = 0; i < u->items.len; i++) {
		if (kept && compare_uses(&u->items.items[kept - 1], &u->items.items[i]) == 0)
			add(&u->items.items[kept - 1], &u->items.items[i]);
		else
			u->items.items[kept++] = u->items.items[i];
	}
	u->items.len = kept;
}

void uses_release(struct uses *u)
{
	vec_release(&u->items);
	vec_release(&u->problems);
	arena_release(&u->arena);
}
