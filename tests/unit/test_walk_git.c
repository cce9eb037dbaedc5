/* Tests of the walk in a git work tree: the list is git's own, and no repository can make it run anything. */
#include "base/base.h"
#include "analyzers/walk.h"

#include <signal.h>
#include <stdarg.h>

#include "base/strbuf.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

#ifndef RANDOM_TREES
#define RANDOM_TREES 30 /* -DRANDOM_TREES=2000 for a night */
#endif

static struct walk_options options;
static struct walk_result result;
static struct arena arena;

PRINTF_LIKE(1, 2) static void shell(const char *format, ...)
{
	char command[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	ck_assert_msg(system(command) == 0, "%s", command);
}

static bool wants_python(struct str path)
{
	return str_ends(path, STR(".py"));
}

static void open_repository(void)
{
	sandbox_open();
	setenv("HOME", sandbox, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	unsetenv("XDG_CONFIG_HOME");
	shell("git init -q root && cd root && git config user.name x && git config user.email x@y.z");
	ck_assert_int_eq(chdir("root"), 0);
	options = (struct walk_options){ .wants = wants_python };
}

static void close_repository(void)
{
	arena_release(&arena);
	sandbox_close();
}

static void write_files(const char *paths)
{
	struct str rest = str_from(paths), path;

	while (str_next(&rest, ' ', &path))
		sandbox_write(arena_str(&arena, path).ptr, STR("x = 1\n"));
}

static void run(const char *root)
{
	struct err err = { 0 };

	options.root = arena_printf(&arena, "%s%s%s", sandbox, *root ? "/" : "", root);
	ck_assert_msg(walk_run(&options, &arena, &result, &err), "%s", err.message);
}

static struct str result_text(void)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < result.files.len; i++)
		strbuf_printf(&text, "%s" STR_FMT, i ? " " : "", STR_ARG(result.files.items[i].path));
	for (size_t i = 0; i < result.skips.len; i++)
		strbuf_printf(&text, "%s" STR_FMT ": %s", i ? "; " : " ! ", STR_ARG(result.skips.items[i].path),
			result.skips.items[i].reason);
	return arena_str(&arena, strbuf_str(&text));
}

static void check(const char *expected)
{
	run("root");
	ck_assert(result.from_git);
	assert_str(result_text(), expected);
}

static void check_without_git(const char *expected)
{
	run("root");
	ck_assert(!result.from_git);
	ck_assert_uint_eq(result.commit.len, 0);
	assert_str(result_text(), expected);
}

/* --- The list --- */

START_TEST(tracked_and_untracked_files_are_listed)
{
	write_files("a.py d/b.py c.txt");
	shell("git add a.py c.txt");
	check("a.py d/b.py");
	shell("git add . && git commit -qm x");
	write_files("e.py");
	check("a.py d/b.py e.py");
}
END_TEST

START_TEST(ignored_files_are_listed_if_tracked)
{
	write_files("gen/a.py gen/b.py x.py y.py d/gen/deep/c.py");
	shell("printf 'gen/\\n[xy].py\\n' >.gitignore && git add -f gen/a.py x.py d/gen/deep/c.py");
	check("d/gen/deep/c.py gen/a.py x.py ! d/gen: ignored by .gitignore; gen: ignored by .gitignore; "
	      "y.py: ignored by .gitignore");
}
END_TEST

START_TEST(deleted_files_are_not_listed)
{
	write_files("a.py b.py d/c.py ign/d.py ign/e.py");
	shell("echo ign >.gitignore && git add -f . && rm -r b.py d ign/d.py");
	check("a.py ign/e.py ! ign: ignored by .gitignore");
}
END_TEST

START_TEST(a_directory_that_became_a_link_holds_nothing)
{
	write_files("d/a.py e/b.py ../out/a.py");
	shell("git add . && rm -r d && ln -s ../out d");
	check("e/b.py ! d: symbolic link out of the root");
}
END_TEST

START_TEST(tracked_links_are_links)
{
	write_files("a.py ../out.py ign/c.py");
	shell("echo ign >.gitignore; ln -s a.py b.py; ln -s ../out.py d.py; ln -s ../a.py ign/e.py; git add -f .");
	check("a.py ign/c.py ! d.py: symbolic link out of the root; ign: ignored by .gitignore");
}
END_TEST

START_TEST(conflicts_are_listed_once)
{
	write_files("a.py");
	shell("git add . && git commit -qm x && git checkout -qb o && echo o >a.py && git commit -qam o && "
	      "git checkout -q - && echo p >a.py && git commit -qam p && ! git merge -q o >/dev/null 2>&1");
	check("a.py");
}
END_TEST

START_TEST(other_repositories_are_not_entered)
{
	write_files("a.py sub/b.py sub/d/c.py");
	shell("git init -q sub && git init -q d/nested && echo >d/nested/e.py");
	check("a.py ! d/nested: another git repository; sub: another git repository");
	shell("git -C sub -c user.name=x -c user.email=x@y.z commit -q --allow-empty -m x && git add a.py sub 2>/dev/null");
	check("a.py ! d/nested: another git repository; sub: another git repository");
}
END_TEST

START_TEST(build_directories_are_gits_business)
{
	write_files("build/a.py dist/b.py node_modules/c.py .venv/d.py my/pyvenv.cfg my/e.py node_modules/tracked.py");
	shell("git add build node_modules/tracked.py");
	check("build/a.py dist/b.py node_modules/tracked.py ! .venv: virtual environment; my: virtual environment; "
	      "node_modules: installed packages");
}
END_TEST

START_TEST(all_sources_of_rules_are_read)
{
	write_files("a.py info.py global.py both.py d/local.py d/global.py");
	shell("printf 'info.py\\nboth.py\\n' >.git/info/exclude; printf 'global.py\\n!both.py\\n' >../rules; "
	      "echo local.py >d/.gitignore; echo '!global.py' >>d/.gitignore; git config core.excludesFile '~/rules'");
	check("a.py d/global.py ! both.py: ignored by .gitignore; d/local.py: ignored by .gitignore; "
	      "global.py: ignored by .gitignore; info.py: ignored by .gitignore");
	shell("git config core.excludesFile \"$PWD/../rules\"");
	check("a.py d/global.py ! both.py: ignored by .gitignore; d/local.py: ignored by .gitignore; "
	      "global.py: ignored by .gitignore; info.py: ignored by .gitignore");
	shell("git config --unset core.excludesFile; mkdir -p ../.config/git; echo a.py >../.config/git/ignore");
	check("d/global.py global.py ! a.py: ignored by .gitignore; both.py: ignored by .gitignore; "
	      "d/local.py: ignored by .gitignore; info.py: ignored by .gitignore");
	setenv("XDG_CONFIG_HOME", arena_printf(&arena, "%s/.config", sandbox).ptr, 1);
	check("d/global.py global.py ! a.py: ignored by .gitignore; both.py: ignored by .gitignore; "
	      "d/local.py: ignored by .gitignore; info.py: ignored by .gitignore");
}
END_TEST

START_TEST(the_configuration_excludes_tracked_files_too)
{
	static const struct str excludes[] = { STR_INIT("docs"), STR_INIT("ign/a.py") };

	write_files("a.py docs/b.py ign/a.py ign/b.py");
	shell("echo ign >.gitignore && git add -f .");
	options.excludes = excludes;
	options.exclude_count = ARRAY_LEN(excludes);
	check("a.py ign/b.py ! docs: excluded by configuration; docs/b.py: excluded by configuration; "
	      "ign: ignored by .gitignore; ign/a.py: excluded by configuration");
}
END_TEST

START_TEST(starts_choose_among_tracked_files)
{
	static const struct str starts[] = { STR_INIT("d"), STR_INIT("ign/a.py") };

	write_files("a.py d/b.py d/ign/c.py d-e/f.py ign/a.py ign/b.py");
	shell("echo ign >.gitignore && git add -f .");
	options.starts = starts;
	options.start_count = ARRAY_LEN(starts);
	check("d/b.py d/ign/c.py ign/a.py ! d/ign: ignored by .gitignore");
	options.starts = &starts[1];
	options.start_count = 1;
	check("ign/a.py");
}
END_TEST

START_TEST(a_part_of_a_work_tree_is_a_root_too)
{
	write_files("a.py gen.py root/x.py sub/b.py sub/gen.py sub/d/gen.py sub/d/only.py sub/t/gen.py");
	shell("printf 'gen.py\\n/sub/d/only.py\\n' >.gitignore && git add -f sub/t/gen.py && git add sub/b.py");
	run("root/sub");
	ck_assert(result.from_git);
	assert_str(result_text(),
		"b.py t/gen.py ! d/gen.py: ignored by .gitignore; d/only.py: ignored by .gitignore; "
		"gen.py: ignored by .gitignore");
	options.ignore_git = true;
	run("root/sub");
	ck_assert(!result.from_git);
	assert_str(result_text(),
		"b.py ! d/gen.py: ignored by .gitignore; d/only.py: ignored by .gitignore; "
		"gen.py: ignored by .gitignore; t/gen.py: ignored by .gitignore");
}
END_TEST

START_TEST(a_linked_work_tree_is_one)
{
	write_files("a.py");
	shell("git add . && git commit -qm x && echo b.py >.git/info/exclude && git worktree add -q ../other");
	write_files("../other/b.py ../other/c.py");
	run("other");
	ck_assert(result.from_git);
	assert_str(result_text(), "a.py c.py ! b.py: ignored by .gitignore");
}
END_TEST

START_TEST(odd_names_are_only_names)
{
	write_files("a\nb.py \"q\".py \xff.py -n.py \xc3\xa9.py");
	shell("git add -f -- ./-n.py '\"q\".py'");
	check("\"q\".py -n.py a\nb.py \xc3\xa9.py \xff.py");
}
END_TEST

/* --- The state --- */

static struct str head(void)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	shell("git rev-parse HEAD >../head");
	ck_assert(file_read("../head", 0, &text, NULL));
	return arena_str(&arena, str_trim(strbuf_str(&text)));
}

START_TEST(the_commit_is_named)
{
	write_files("a.py");
	check("a.py");
	assert_str(result.commit, "");
	shell("git add . && git commit -qm x");
	check("a.py");
	ck_assert_uint_eq(result.commit.len, 40);
	ck_assert(str_eq(result.commit, head()));
}
END_TEST

START_TEST(changes_are_seen_when_asked_for)
{
	write_files("a.py b.py");
	shell("git add . && git commit -qm x");
	options.want_dirty = true;
	check("a.py b.py");
	ck_assert(!result.is_dirty);
	write_files("c.py");
	check("a.py b.py c.py");
	ck_assert(!result.is_dirty);
	/* Newer, but the same bytes. */
	shell("touch -d '1 hour' a.py");
	run("root");
	ck_assert(!result.is_dirty);
	shell("echo '# more' >>a.py");
	run("root");
	ck_assert(result.is_dirty);
	options.want_dirty = false;
	run("root");
	ck_assert(!result.is_dirty);
	shell("git checkout -q a.py && git add c.py");
	options.want_dirty = true;
	run("root");
	ck_assert(result.is_dirty);
}
END_TEST

START_TEST(nothing_is_written)
{
	write_files("a.py");
	shell("git add . && git commit -qm x && sleep 0.01 && touch a.py && ls -la --time-style=full-iso .git >../before");
	options.want_dirty = true;
	check("a.py");
	shell("ls -la --time-style=full-iso .git | cmp - ../before");
}
END_TEST

START_TEST(a_held_lock_does_not_matter)
{
	write_files("a.py");
	shell("git add . && git commit -qm x && touch .git/index.lock");
	options.want_dirty = true;
	check("a.py");
	ck_assert(!result.is_dirty);
}
END_TEST

/* --- Hostile repositories --- */

/* Each is a shell command in a repository with one commit; `../evil` leaves `../pwned` when it runs. */
static const char *const traps[] = {
	"git config core.fsmonitor ../evil",
	"git config core.fsmonitor \"$PWD/../evil\"",
	"git config core.fsmonitor true; git config core.fsmonitorHookVersion 2",
	"git config core.hooksPath \"$PWD/../hooks\"; mkdir ../hooks; for h in post-index-change post-checkout "
	"fsmonitor-watchman reference-transaction; do cp ../evil ../hooks/$h; done",
	"for h in post-index-change fsmonitor-watchman; do cp ../evil .git/hooks/$h; done",
	"git config core.pager ../evil; git config pager.status ../evil; git config pager.ls-files ../evil",
	"git config filter.x.clean \"$PWD/../evil\"; git config filter.x.required true; echo '*.py filter=x' >.gitattributes",
	"git config filter.x.process \"$PWD/../evil\"; echo '*.py filter=x' >.git/info/attributes",
	"git config filter.a.b.clean \"$PWD/../evil\"; echo '*.py filter=a.b' >.gitattributes",
	"git config 'filter.a=b.clean' \"$PWD/../evil\"; echo '*.py filter=a=b' >.gitattributes",
	"git config 'filter.a b\"c.clean' \"$PWD/../evil\"; echo '*.py \"filter=a b\\\"c\"' >.gitattributes",
	"git config filter..clean \"$PWD/../evil\"; echo '*.py filter=' >.gitattributes",
	"git config diff.external ../evil; git config diff.x.textconv ../evil; echo '*.py diff=x' >.gitattributes",
	"git config alias.ls-files '!../evil'; git config alias.status '!../evil'; git config alias.rev-parse '!../evil'",
	"git config core.sshCommand ../evil; git config credential.helper ../evil; git config core.askPass ../evil",
	"git config core.editor ../evil; git config sequence.editor ../evil; git config gpg.program ../evil",
	"git config status.submoduleSummary true; git config submodule.recurse true",
	"printf '[include]\\n\\tpath = ../more\\n' >>.git/config; printf '[core]\\n\\tfsmonitor = ../evil\\n' >more",
	/* A partial clone fetches what is missing, by what its configuration names. */
	"git config extensions.partialClone o; git config core.repositoryFormatVersion 1; git config remote.o.promisor true; "
	"git config remote.o.url 'ext::../evil x'; git config protocol.allow always; git config protocol.ext.allow always; "
	"rm -rf .git/objects/??",
	"git config extensions.partialClone o; git config core.repositoryFormatVersion 1; git config remote.o.promisor true; "
	"git config remote.o.url ssh://h/x; git config core.sshCommand \"$PWD/../evil\"; git config protocol.allow always; "
	"rm -rf .git/objects/??",
	"git config extensions.partialClone o; git config core.repositoryFormatVersion 1; git config remote.o.promisor true; "
	"git config remote.o.url \"$PWD/../evil\"; git config remote.o.uploadpack \"$PWD/../evil\"; rm -rf .git/objects/??",
	/* A submodule with a configuration of its own. */
	"git init -q s; git -C s -c user.name=x -c user.email=x@y.z commit -q --allow-empty -m x; git add s 2>/dev/null; "
	"git -C s config core.fsmonitor \"$PWD/../evil\"; git -C s config filter.x.clean ../../evil; git commit -qm s",
};

static bool has_python_file(void)
{
	for (size_t i = 0; i < result.files.len; i++)
		if (str_is(result.files.items[i].path, "a.py"))
			return true;
	return false;
}

START_TEST(a_repository_cannot_run_anything)
{
	write_files("a.py");
	shell("printf '#!/bin/sh\\necho \"$0\" \"$@\" >>%s/pwned\\ncat\\n' >../evil && chmod +x ../evil", sandbox);
	shell("git add . && git commit -qm x && echo '# later' >>a.py");
	shell("{ %s; } >/dev/null", traps[_i]);
	/* Looks changed, so that its bytes must be compared. */
	shell("touch a.py; rm -f ../pwned");
	options.want_dirty = true;
	run("root");
	ck_assert(has_python_file());
	ck_assert_msg(!file_exists("../pwned"), "%s", traps[_i]);
}
END_TEST

/* The trap is one: git by itself runs it. */
START_TEST(the_traps_are_traps)
{
	write_files("a.py");
	shell("printf '#!/bin/sh\\necho >%s/pwned\\ncat\\n' >../evil && chmod +x ../evil", sandbox);
	shell("git add . && git commit -qm x && git config filter.x.clean ../evil && echo '*.py filter=x' >.gitattributes");
	shell("sleep 0.01; touch a.py; git status >/dev/null");
	ck_assert(file_exists("../pwned"));
}
END_TEST

START_TEST(a_hooks_environment_is_not_ours)
{
	write_files("a.py");
	shell("git add . && git commit -qm x && git init -q ../wrong && echo >../wrong/w.py && git -C ../wrong add .");
	shell("cp ../wrong/.git/index ../index");
	setenv("GIT_DIR", arena_printf(&arena, "%s/wrong/.git", sandbox).ptr, 1);
	setenv("GIT_WORK_TREE", arena_printf(&arena, "%s/wrong", sandbox).ptr, 1);
	setenv("GIT_INDEX_FILE", arena_printf(&arena, "%s/index", sandbox).ptr, 1);
	setenv("GIT_PREFIX", "x/", 1);
	setenv("GIT_OBJECT_DIRECTORY", sandbox, 1);
	check("a.py");
	ck_assert_uint_eq(result.commit.len, 40);
}
END_TEST

/* Same length, and git does not look at the index's own checksum. */
static void forge_index(struct str from, struct str to)
{
	struct strbuf index = { 0 };
	char *at;

	ck_assert(file_read(".git/index", 0, &index, NULL));
	at = memmem(index.ptr, index.len, from.ptr, from.len);
	ck_assert_ptr_nonnull(at);
	memcpy(at, to.ptr, to.len);
	sandbox_write(".git/index", strbuf_str(&index));
	strbuf_release(&index);
}

static const struct str forged[] = {
	STR_INIT("../../out.py"),
	STR_INIT("/tmp/abcd.py"),
	STR_INIT("d/../../x.py"),
	STR_INIT("d/./a/bcd.py"),
};

START_TEST(a_forged_index_does_not_lead_out)
{
	write_files("aa/bb/out.py ../out.py ../x.py d/a/bcd.py");
	shell("git add aa");
	forge_index(STR("aa/bb/out.py"), forged[_i]);
	run("root");
	for (size_t i = 0; i < result.files.len; i++)
		ck_assert(str_is(result.files.items[i].path, "aa/bb/out.py") ||
			str_is(result.files.items[i].path, "d/a/bcd.py"));
}
END_TEST

/* --- When git does not answer --- */

START_TEST(a_broken_index_is_worked_around)
{
	write_files("a.py build/b.py");
	shell("git add . && echo broken >.git/index");
	check_without_git("a.py ! .: git cannot list its files: listed without git; build: build output");
}
END_TEST

START_TEST(what_only_looks_like_a_repository_is_none)
{
	write_files("a.py");
	shell("rm -rf .git && mkdir .git");
	check_without_git("a.py ! .: git cannot read this repository: listed without git");
	shell("rmdir .git && echo nonsense >.git");
	check_without_git("a.py ! .: git cannot read this repository: listed without git");
	shell("rm .git && ln -s nowhere .git");
	check_without_git("a.py ! .: git cannot read this repository: listed without git");
}
END_TEST

START_TEST(a_work_tree_elsewhere_is_none_of_ours)
{
	write_files("a.py ../far/b.py");
	shell("git add a.py && git config core.worktree ../../far");
	check_without_git("a.py ! .: git cannot read this repository: listed without git");
}
END_TEST

START_TEST(without_git_the_walk_goes_on)
{
	write_files("a.py");
	setenv("PATH", sandbox, 1);
	check_without_git("a.py ! .: git cannot be started: listed without git");
}
END_TEST

START_TEST(a_distrusted_repository_is_read_without_git)
{
	write_files("a.py gen.py");
	shell("echo gen.py >.gitignore");
	if (geteuid() != 0)
		return;
	unsetenv("SUDO_UID");
	shell("chown -R 65534 .");
	check_without_git("a.py ! .: git does not trust this repository (safe.directory): listed without git; "
			  "gen.py: ignored by .gitignore");
	/* The user's word counts. */
	setenv("GIT_CONFIG_COUNT", "1", 1);
	setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
	setenv("GIT_CONFIG_VALUE_0", "*", 1);
	check("a.py ! gen.py: ignored by .gitignore");
}
END_TEST

/* As some that start other programs leave it. */
START_TEST(ignored_signals_do_not_matter)
{
	sigset_t all;

	write_files("a.py gen.py");
	shell("echo gen.py >.gitignore && git add -f . && git commit -qm x");
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	options.want_dirty = true;
	check("a.py gen.py");
	ck_assert(!result.is_dirty);
	ck_assert_uint_eq(result.commit.len, 40);
}
END_TEST

START_TEST(git_need_not_be_asked)
{
	write_files("a.py gen.py build/b.py");
	shell("echo gen.py >.gitignore && git add -f .");
	options.ignore_git = true;
	check_without_git("a.py ! build: build output; gen.py: ignored by .gitignore");
}
END_TEST

/* --- Against git, on random trees --- */

static uint64_t state;

static unsigned any(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

static const char *any_name(void)
{
	static const char *const names[] = { "a", "b", "ab", "a.py", "b.py", "a.b", "x y", "!a", "#b", "abc" };

	return names[any(ARRAY_LEN(names))];
}

static void add_pattern(struct strbuf *rules)
{
	static const char *const parts[] = { "*", "**", "?", "[ab]", "[!a]", "a*", "*.py", "*b*", "\\a", "a\\*",
		"[[:alpha:]]*" };
	unsigned count = 1 + any(3);

	strbuf_addz(rules, any(4) ? "" : "!");
	strbuf_addz(rules, any(4) ? "" : "/");
	for (unsigned i = 0; i < count; i++) {
		strbuf_addz(rules, i ? "/" : "");
		strbuf_addz(rules, any(2) ? any_name() : parts[any(ARRAY_LEN(parts))]);
		strbuf_addz(rules, any(6) ? "" : parts[any(ARRAY_LEN(parts))]);
	}
	strbuf_addz(rules, any(4) ? "" : "/");
	strbuf_addz(rules, any(8) ? "\n" : " \r\n");
}

static void make_rules(const char *dir)
{
	struct strbuf rules = { 0 };
	unsigned count = 1 + any(6);

	for (unsigned i = 0; i < count; i++)
		add_pattern(&rules);
	sandbox_write(arena_printf(&arena, "%s/.gitignore", dir).ptr, strbuf_str(&rules));
	strbuf_release(&rules);
}

static void make_dir(const char *dir, unsigned depth)
{
	unsigned count = 2 + any(5);

	for (unsigned i = 0; i < count; i++) {
		const char *path = arena_printf(&arena, "%s/%s", dir, any_name()).ptr;

		if (file_exists(path))
			continue;
		if (depth > 0 && any(2))
			make_dir(path, depth - 1);
		else
			sandbox_write(path, STR("x\n"));
	}
	if (any(3) == 0)
		make_rules(dir);
}

static void check_against_git(unsigned seed)
{
	struct strbuf theirs = { 0 }, ours = { 0 };

	run("root");
	ck_assert(result.from_git);
	for (size_t i = 0; i < result.files.len; i++)
		strbuf_printf(&ours, STR_FMT "\n", STR_ARG(result.files.items[i].path));
	shell("git -c core.quotePath=false ls-files --cached --others --exclude-standard | sed 's/^\"\\(.*\\)\"$/\\1/' | "
	      "LC_ALL=C sort -u | while IFS= read -r f; do test -e \"$f\" && printf '%%s\\n' \"$f\"; done >../theirs; true");
	ck_assert(file_read("../theirs", 0, &theirs, NULL));
	ck_assert_msg(str_eq(strbuf_str(&ours), strbuf_str(&theirs)), "seed %u: ours\n%s\ntheirs\n%s", seed,
		ours.ptr ? ours.ptr : "", theirs.ptr ? theirs.ptr : "");
	strbuf_release(&theirs);
	strbuf_release(&ours);
}

START_TEST(random_trees_are_listed_as_git_does)
{
	unsigned seed = (unsigned)_i;

	state = seed;
	options.wants = NULL;
	make_dir(".", 3);
	make_rules(".");
	check_against_git(seed);
	/* Some tracked, ignored or not; some of them gone. */
	shell("find . -name .git -prune -o -type f -print0 | sort -z | awk -v RS='\\0' -v ORS='\\0' 'NR %% 3 == %u' | "
	      "git add -f --pathspec-from-file=- --pathspec-file-nul 2>/dev/null",
		any(3));
	check_against_git(seed);
	shell("find . -name .git -prune -o -type f -print0 | sort -z | awk -v RS='\\0' -v ORS='\\0' 'NR %% 5 == %u' | xargs -0 -r rm",
		any(5));
	check_against_git(seed);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("walk_git");

	if (system("git --version >/dev/null 2>&1") != 0)
		return 77; /* skipped */
	tcase_add_checked_fixture(tests, open_repository, close_repository);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, tracked_and_untracked_files_are_listed);
	tcase_add_test(tests, ignored_files_are_listed_if_tracked);
	tcase_add_test(tests, deleted_files_are_not_listed);
	tcase_add_test(tests, a_directory_that_became_a_link_holds_nothing);
	tcase_add_test(tests, tracked_links_are_links);
	tcase_add_test(tests, conflicts_are_listed_once);
	tcase_add_test(tests, other_repositories_are_not_entered);
	tcase_add_test(tests, build_directories_are_gits_business);
	tcase_add_test(tests, all_sources_of_rules_are_read);
	tcase_add_test(tests, the_configuration_excludes_tracked_files_too);
	tcase_add_test(tests, starts_choose_among_tracked_files);
	tcase_add_test(tests, a_part_of_a_work_tree_is_a_root_too);
	tcase_add_test(tests, a_linked_work_tree_is_one);
	tcase_add_test(tests, odd_names_are_only_names);
	tcase_add_test(tests, the_commit_is_named);
	tcase_add_test(tests, changes_are_seen_when_asked_for);
	tcase_add_test(tests, nothing_is_written);
	tcase_add_test(tests, a_held_lock_does_not_matter);
	unit_add_table(tests, a_repository_cannot_run_anything, traps);
	tcase_add_test(tests, the_traps_are_traps);
	tcase_add_test(tests, a_hooks_environment_is_not_ours);
	unit_add_table(tests, a_forged_index_does_not_lead_out, forged);
	tcase_add_test(tests, a_broken_index_is_worked_around);
	tcase_add_test(tests, what_only_looks_like_a_repository_is_none);
	tcase_add_test(tests, a_work_tree_elsewhere_is_none_of_ours);
	tcase_add_test(tests, without_git_the_walk_goes_on);
	tcase_add_test(tests, a_distrusted_repository_is_read_without_git);
	tcase_add_test(tests, ignored_signals_do_not_matter);
	tcase_add_test(tests, git_need_not_be_asked);
	tcase_add_loop_test(tests, random_trees_are_listed_as_git_does, 0, RANDOM_TREES);
	return unit_run("walk_git", tests);
}
