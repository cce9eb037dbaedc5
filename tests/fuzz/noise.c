/* Robustness from the golden cases: their inputs cut off and with bytes lost or added never crash, hang or break a promise. */
#include "base/base.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/config.h"
#include "base/file.h"
#include "base/path.h"
#include "rules/finding.h"
#include "tests/fuzz/check.h"

/*
 *	noise CASES-DIRECTORY
 *
 * Each source below the directory is one test: it is cut off behind each of
 * its lines, and NOISES times a byte is taken out or put in. Each case with a
 * tree/ is one more: the whole pipeline runs over the tree with one of its
 * files damaged in such a way. What is damaged where depends on names and
 * contents only.
 */
enum {
	HEADS_MAX = 120,  /* of one source; a longer one is cut at some of its lines only */
	NOISES = 24,      /* of one source */
	TREE_DAMAGES = 10 /* of one tree: each is a run of the whole pipeline */
};

static const char *const python_files[] = { "py", "pyi" };

struct paths {
	struct str *items;
	size_t len, cap;
};

/* --- Chance --- */

/* Numbers that look like chance and are the same in every run: splitmix64. */
static uint64_t chance(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static size_t chance_below(uint64_t *state, size_t limit)
{
	return limit ? (size_t)(chance(state) % limit) : 0;
}

/* --- Damage --- */

/* Bytes that mean something to a tokenizer, and some that mean nothing at all. */
static const char odd_bytes[] = "\0\t\n\r\f \"'#()[]{}:;,.\\=@_ax0\x80\xC3\xFF";

static void cut(struct str text, size_t end, struct strbuf *ret)
{
	strbuf_clear(ret);
	strbuf_add(ret, str_slice(text, 0, end));
}

static void lose_or_add_byte(struct str text, uint64_t *state, struct strbuf *ret)
{
	size_t at = chance_below(state, text.len + 1);
	bool loses = chance(state) & 1;

	strbuf_clear(ret);
	strbuf_add(ret, str_slice(text, 0, at));
	if (!loses)
		strbuf_addch(ret, odd_bytes[chance_below(state, sizeof(odd_bytes) - 1)]);
	strbuf_add(ret, str_slice(text, at + loses, text.len));
}

/* --- What was at hand when something broke --- */

static struct str current;

static void show_current(int signal_number)
{
	static const char begin[] = "\n--- with the source:\n", end[] = "\n--- end\n";

	(void)!write(STDERR_FILENO, begin, sizeof(begin) - 1);
	(void)!write(STDERR_FILENO, current.ptr, current.len);
	(void)!write(STDERR_FILENO, end, sizeof(end) - 1);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* --- One source --- */

static void check_parts(const struct lang *lang, struct lang_parser *p, struct str source, const struct outline *o,
	const struct details *whole, bool is_python, struct arena *a)
{
	struct str names[4];
	size_t count = MIN(o->def_count, ARRAY_LEN(names));
	struct range *ranges;
	struct details part;
	struct words *words;
	uint32_t range_count;

	for (size_t i = 0; i < count; i++)
		names[i] = o->defs[i * (o->def_count / count)].name;
	words = words_new(names, count);
	range_count = lang->find(p, source, words, a, &ranges);
	if (range_count > 0) {
		lang->parse(p, source, ranges, range_count, a, NULL, &part);
		check_details(&part, source.len);
		if (is_python)
			check_part(&part, whole);
	}
	words_free(words);
}

/* The parser takes texts that are no Python: only for one that is must skimming and parsing parts agree with it. */
static void try_source(
	const struct lang *lang, struct lang_parser *p, struct str source, bool is_python, struct arena *a)
{
	/* Of exactly its size, so that a sanitizer sees the first byte read behind the end. */
	char *copy = memcpy(xmalloc(MAX(source.len, (size_t)1)), source.len ? source.ptr : "", source.len);
	struct str text = { copy, source.len };
	struct outline skimmed, parsed;
	struct details details;

	current = text;
	lang->skim(p, text, a, &skimmed);
	check_outline(&skimmed, text.len);
	lang->parse(p, text, NULL, 0, a, &parsed, &details);
	check_outline(&parsed, text.len);
	check_details(&details, text.len);
	is_python = is_python && !details.has_error && !skimmed.is_broken;
	if (is_python)
		check_same_outline(&skimmed, &parsed);
	check_parts(lang, p, text, &skimmed, &details, is_python, a);
	arena_reset(a);
	free(copy);
}

static void try_heads(const struct lang *lang, struct lang_parser *p, struct str text, struct arena *a)
{
	size_t lines = 0, seen = 0, step;

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	step = lines / HEADS_MAX + 1;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] != '\n' || seen++ % step > 0)
			continue;
		try_source(lang, p, str_slice(text, 0, i), false, a);
		try_source(lang, p, str_slice(text, 0, i + 1), false, a);
	}
}

/* False for an empty file: no test of anything. */
static bool try_file(const struct lang *lang, struct lang_parser *p, struct str path)
{
	struct strbuf text = { 0 }, noisy = { 0 };
	struct arena arena = { 0 };
	uint64_t state;
	bool is_empty;

	CHECK(file_read(path.ptr, SIZE_MAX, &text, NULL));
	state = str_hash(strbuf_str(&text));
	is_empty = text.len == 0;
	try_source(lang, p, strbuf_str(&text), true, &arena);
	try_heads(lang, p, strbuf_str(&text), &arena);
	for (int i = 0; i < NOISES && !is_empty; i++) {
		lose_or_add_byte(strbuf_str(&text), &state, &noisy);
		try_source(lang, p, strbuf_str(&noisy), false, &arena);
	}
	arena_release(&arena);
	strbuf_release(&text);
	strbuf_release(&noisy);
	return !is_empty;
}

/* --- One tree --- */

static void dump_all(
	struct project *p, struct link *l, const struct families *families, const struct findings *findings)
{
	struct strbuf out = { 0 };

	for (file_id i = 0; i < p->file_count; i++)
		link_dump(l, i, &out);
	families_dump(families, p, &out);
	findings_dump(findings, p, &out);
	strbuf_release(&out);
}

/* Everything but the reports. What is wrong with the input may be an error, never more. */
static void run_pipeline(struct str root)
{
	struct config config;
	struct project_options options = { .root = root, .config = &config, .jobs = 1 };
	struct discover_options wanted = { .config = &config };
	struct project project = { 0 };
	struct families families = { 0 };
	struct findings findings = { 0 };
	struct link *link = NULL;
	struct err err = { 0 };
	struct arena arena = { 0 };

	config_init(&config);
	if (config_read(&arena, NULL, root, &config, &err) && project_read(&options, &project, &err)) {
		link = link_new(&project, config.roots, config.root_count);
		struct rule_input in = {
			.project = &project,
			.link = link,
			.families = &families,
			.config = &config,
			.today = STR("2030-01-01"),
		};

		if (families_find(&project, link, &wanted, &families, &err) && findings_run(&in, &findings, &err))
			dump_all(&project, link, &families, &findings);
	}
	findings_release(&findings);
	families_release(&families);
	link_free(link);
	project_release(&project);
	arena_release(&arena);
}

static void write_file(struct str path, struct str text)
{
	FILE *file = fopen(path.ptr, "wb");

	CHECK(file && fwrite(text.ptr ? text.ptr : "", 1, text.len, file) == text.len && fclose(file) == 0);
}

static void damage_tree(struct str copy, const struct paths *files, uint64_t *state)
{
	struct str path = files->items[chance_below(state, files->len)];
	struct strbuf text = { 0 }, damaged = { 0 };

	CHECK(file_read(path.ptr, SIZE_MAX, &text, NULL));
	if (chance(state) & 1)
		cut(strbuf_str(&text), chance_below(state, text.len + 1), &damaged);
	else
		lose_or_add_byte(strbuf_str(&text), state, &damaged);
	write_file(path, strbuf_str(&damaged));
	current = strbuf_str(&damaged);
	run_pipeline(copy);
	write_file(path, strbuf_str(&text));
	strbuf_release(&text);
	strbuf_release(&damaged);
}

/* --- Files on disk --- */

/* For nftw(), which hands its caller's words to nobody. */
static struct {
	struct paths *found;
	struct arena *arena;
	bool wants_trees;
} walk;

static bool is_source(struct str path)
{
	for (size_t i = 0; i < ARRAY_LEN(python_files); i++)
		if (str_is(path_extension(path), python_files[i]))
			return true;
	return false;
}

static int visit(const char *name, const struct stat *info, int type, struct FTW *place)
{
	struct str path = str_from(name);

	(void)info;
	(void)place;
	if (walk.wants_trees ? type == FTW_D && str_is(path_base(path), "tree") : type == FTW_F && is_source(path))
		vec_push(walk.found, arena_str(walk.arena, path));
	return 0;
}

static int visit_all(const char *name, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)place;
	if (type == FTW_F)
		vec_push(walk.found, arena_str(walk.arena, str_from(name)));
	return 0;
}

static int remove_one(const char *name, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(name);
}

static int compare_paths(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct paths find_paths(const char *root, bool wants_trees, bool wants_all, struct arena *a)
{
	struct paths found = { 0 };

	walk.found = &found;
	walk.arena = a;
	walk.wants_trees = wants_trees;
	nftw(root, wants_all ? visit_all : visit, 16, FTW_PHYS);
	vec_sort(&found, compare_paths);
	return found;
}

/* A copy of a case's tree outside of our own repository; returns its files. */
static struct paths copy_tree(struct str tree, struct str to, struct arena *a)
{
	struct paths from = find_paths(tree.ptr, false, true, a), copied = { 0 };

	for (size_t i = 0; i < from.len; i++) {
		struct str path = path_join(a, to, str_slice(from.items[i], tree.len + 1, from.items[i].len));
		struct strbuf text = { 0 };

		CHECK(file_make_dirs(arena_str(a, path_dir(path)).ptr, NULL));
		CHECK(file_read(from.items[i].ptr, SIZE_MAX, &text, NULL));
		write_file(path, strbuf_str(&text));
		vec_push(&copied, path);
		strbuf_release(&text);
	}
	vec_release(&from);
	return copied;
}

static void try_tree(struct str tree)
{
	char folder[] = "/tmp/canonry-noise-XXXXXX";
	struct arena arena = { 0 };
	uint64_t state = str_hash(path_base(path_dir(tree)));
	struct paths files;

	CHECK(mkdtemp(folder));
	files = copy_tree(tree, str_from(folder), &arena);
	for (int i = 0; i < TREE_DAMAGES && files.len > 0; i++)
		damage_tree(str_from(folder), &files, &state);
	vec_release(&files);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	const struct lang *lang = lang_get("python");
	struct lang_parser *p = lang->parser_new();
	struct arena arena = { 0 };
	struct paths sources, trees;
	size_t tried = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: noise CASES-DIRECTORY\n");
		return 2;
	}
	signal(SIGABRT, show_current);
	sources = find_paths(argv[1], false, false, &arena);
	trees = find_paths(argv[1], true, false, &arena);
	for (size_t i = 0; i < sources.len; i++) {
		fprintf(stderr, "%s\n", sources.items[i].ptr); /* first, so that a crash has a name */
		tried += try_file(lang, p, sources.items[i]);
	}
	for (size_t i = 0; i < trees.len; i++) {
		fprintf(stderr, "%s\n", trees.items[i].ptr);
		try_tree(trees.items[i]);
	}
	printf("%zu passed, 0 failed\n", tried + trees.len);
	vec_release(&sources);
	vec_release(&trees);
	arena_release(&arena);
	lang->parser_free(p);
	return tried ? 0 : 1;
}
