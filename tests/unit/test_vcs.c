/* Tests of rewriters/vcs: real repositories, asked and changed by git itself. */
#include "base/base.h"
#include "rewriters/vcs.h"

#include "analyzers/process.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static struct vcs vcs;
static struct err err;
static bool is_inside;

static void shell(const char *line)
{
	const char *const argv[] = { "bash", "-ec", line, NULL };
	struct process p;

	process_start(&p, argv, environ);
	ck_assert_msg(process_finish(&p), "%s: %s%s", line, p.err.ptr, p.out.ptr ? p.out.ptr : "");
	process_release(&p);
}

static void open_here(void)
{
	err = (struct err){ 0 };
	ck_assert_msg(vcs_open(&vcs, str_from(sandbox), &is_inside, &err), "%s", err.message);
}

static void setup(void)
{
	sandbox_open();
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_SYSTEM", "/dev/null", 1);
	setenv("HOME", sandbox, 1);
	shell("git init -q -b main . && git config user.name A && git config user.email a@b.c && mkdir d"
	      " && echo 1 >a.py && echo 1 >b.py && echo 1 >d/c.py && echo 1 >'sp ace*.py' && echo ign.py >.gitignore"
	      " && git add . && git commit -qm first && echo 1 >ign.py && echo 1 >new.py");
	open_here();
}

static void teardown(void)
{
	vcs_release(&vcs);
	sandbox_close();
}

static enum vcs_state state_of(const char *path)
{
	struct str paths[] = { STR("nobody.py"), str_from(path) };
	enum vcs_state states[2];

	ck_assert_msg(vcs_states(&vcs, paths, 2, states, &err), "%s", err.message);
	ck_assert_int_eq(states[0], VCS_UNTRACKED);
	return states[1];
}

static const struct {
	const char *before, *path;
	enum vcs_state state;
} states[] = {
	{ "true", "a.py", VCS_CLEAN },
	{ "true", "d/c.py", VCS_CLEAN },
	{ "true", "sp ace*.py", VCS_CLEAN },
	{ "true", "new.py", VCS_UNTRACKED },
	{ "true", "ign.py", VCS_IGNORED },
	{ "touch a.py", "a.py", VCS_CLEAN },
	{ "echo 2 >a.py", "a.py", VCS_MODIFIED },
	{ "echo 2 >a.py", "b.py", VCS_CLEAN },
	{ "echo 2 >a.py; git add a.py", "a.py", VCS_MODIFIED },
	{ "echo 2 >a.py; git add a.py; echo 1 >a.py", "a.py", VCS_MODIFIED },
	{ "rm a.py", "a.py", VCS_MODIFIED },
	{ "git rm -q --cached a.py", "a.py", VCS_MODIFIED },
	{ "git add new.py", "new.py", VCS_MODIFIED },
	{ "git add -f ign.py; git commit -qm x", "ign.py", VCS_CLEAN },
	{ "chmod +x a.py", "a.py", VCS_MODIFIED },
	{ "echo 2 >a.py; git stash -q; echo 3 >a.py; git commit -qam x; git stash pop -q || true", "a.py", VCS_CONFLICT },
	{ "git init -q sub; cd sub; echo 1 >s.py; git add .; git -c user.name=a -c user.email=b commit -qm s; cd ..;"
	  " git add sub 2>/dev/null; git commit -qm sub",
		"sub/s.py", VCS_SUBMODULE },
	{ "echo '*.py filter=x' >.gitattributes; git config filter.x.clean \"touch $PWD/ran; cat\"", "a.py", VCS_FILTERED },
	{ "echo '*.py filter=x' >.gitattributes", "a.py", VCS_CLEAN },
};

START_TEST(a_path_has_its_state)
{
	shell(states[_i].before);
	vcs_release(&vcs);
	open_here();
	ck_assert_int_eq(state_of(states[_i].path), states[_i].state);
	ck_assert(!file_exists("ran"));
}
END_TEST

START_TEST(a_root_below_the_top_names_its_own_paths)
{
	char root[PATH_MAX + 8];
	struct str paths[] = { STR("c.py") };
	enum vcs_state state;

	shell("echo 2 >d/c.py");
	vcs_release(&vcs);
	snprintf(root, sizeof(root), "%s/d", sandbox);
	ck_assert(vcs_open(&vcs, str_from(root), &is_inside, &err) && is_inside);
	assert_str(vcs.prefix, "d/");
	ck_assert(vcs_states(&vcs, paths, 1, &state, &err));
	ck_assert_int_eq(state, VCS_MODIFIED);
}
END_TEST

START_TEST(a_root_without_tracked_files_is_known)
{
	char root[PATH_MAX + 8];

	ck_assert(vcs_has_files(&vcs));
	vcs_release(&vcs);
	snprintf(root, sizeof(root), "%s/own", sandbox);
	sandbox_make_dir(root);
	ck_assert(vcs_open(&vcs, str_from(root), &is_inside, &err) && is_inside);
	ck_assert(!vcs_has_files(&vcs));
}
END_TEST

START_TEST(outside_of_a_work_tree_is_no_failure)
{
	vcs_release(&vcs);
	shell("rm -rf .git");
	setenv("GIT_CEILING_DIRECTORIES", "/", 1);
	open_here();
	ck_assert(!is_inside);
}
END_TEST

START_TEST(a_broken_repository_is_a_failure)
{
	vcs_release(&vcs);
	shell("echo '[core' >.git/config");
	ck_assert(!vcs_open(&vcs, str_from(sandbox), &is_inside, &err));
	ck_assert(strstr(err.message, "git cannot") == err.message);
}
END_TEST

static const struct {
	const char *name;
	const char *refusal;
} branches[] = {
	{ "canonry/engine", NULL },
	{ "main", "exists already" },
	{ "", "is no name for a branch" },
	{ "-x", "is no name for a branch" },
	{ "a..b", "is no name for a branch" },
	{ "a b", "is no name for a branch" },
	{ "@{-1}", "is no name for a branch" },
	{ "HEAD", "is no name for a branch" },
	{ "x.lock", "is no name for a branch" },
};

START_TEST(a_branch_needs_a_new_and_valid_name)
{
	const char *refusal = vcs_branch_refusal(&vcs, str_from(branches[_i].name));

	if (branches[_i].refusal)
		ck_assert_str_eq(refusal, branches[_i].refusal);
	else
		ck_assert_ptr_null(refusal);
}
END_TEST

START_TEST(a_branch_begins_at_head_and_leaves_the_rest_alone)
{
	shell("echo mine >b.py; echo staged >d/c.py; git add d/c.py");
	assert_str(vcs_branch(&vcs), "main");
	ck_assert_msg(vcs_create_branch(&vcs, STR("work"), &err), "%s", err.message);
	assert_str(vcs_branch(&vcs), "work");
	shell("test \"$(cat b.py)\" = mine; test \"$(git diff --cached --name-only)\" = d/c.py");
	ck_assert_msg(vcs_drop_branch(&vcs, STR("work"), STR("main"), STR(""), &err), "%s", err.message);
	assert_str(vcs_branch(&vcs), "main");
	shell("test -z \"$(git branch --list work)\"; test \"$(cat b.py)\" = mine");
}
END_TEST

START_TEST(a_detached_head_is_come_back_to)
{
	struct str head = vcs_head(&vcs);

	shell("git switch -q --detach");
	assert_str(vcs_branch(&vcs), "");
	ck_assert(vcs_create_branch(&vcs, STR("work"), &err));
	ck_assert_msg(vcs_drop_branch(&vcs, STR("work"), STR(""), head, &err), "%s", err.message);
	assert_str(vcs_branch(&vcs), "");
}
END_TEST

START_TEST(a_commit_holds_exactly_the_given_paths)
{
	struct str paths[] = { STR("a.py"), STR("sp ace*.py"), STR("d/c.py") };
	struct str commit;

	shell("echo 2 >a.py; echo 2 >'sp ace*.py'; rm d/c.py; echo staged >b.py; git add b.py");
	ck_assert_msg(vcs_commit(&vcs, paths, 3, STR("imports: move\n\n# not a comment\nCN201"), &commit, &err), "%s", err.message);
	ck_assert_uint_eq(commit.len, 40);
	shell("test \"$(git show --name-status --format= | tr '\\t\\n' ' ;')\" = 'M a.py;D d/c.py;M sp ace*.py;'");
	shell("test \"$(git log -1 --format=%B | tr '\\n' ';')\" = 'imports: move;;# not a comment;CN201;;'");
	shell("test \"$(git diff --cached --name-only)\" = b.py");
}
END_TEST

/* Everything by which a repository could run a program of its own. */
START_TEST(no_program_of_the_repository_runs)
{
	struct str paths[] = { STR("a.py") };
	struct str commit;

	shell("printf '#!/bin/sh\\ntouch \"%s/ran-hook\"\\n' \"$PWD\" >.git/hook; chmod +x .git/hook;"
	      "for h in pre-commit commit-msg prepare-commit-msg post-commit post-checkout reference-transaction post-index-change"
	      " pre-auto-gc; do cp .git/hook .git/hooks/$h; done;"
	      "git config core.fsmonitor \"$PWD/.git/hook\"; git config core.editor \"$PWD/.git/hook\";"
	      "git config gpg.program \"$PWD/.git/hook\"; git config commit.gpgSign true;"
	      "git config core.pager \"$PWD/.git/hook\"; git config diff.external \"$PWD/.git/hook\"; git config gc.auto 1;"
	      "rm -f ran-hook; echo 2 >a.py");
	vcs_release(&vcs);
	open_here();
	ck_assert_int_eq(state_of("a.py"), VCS_MODIFIED);
	ck_assert_msg(vcs_create_branch(&vcs, STR("work"), &err), "%s", err.message);
	ck_assert_msg(vcs_commit(&vcs, paths, 1, STR("m"), &commit, &err), "%s", err.message);
	shell("echo 3 >a.py");
	ck_assert_msg(vcs_restore(&vcs, paths, 1, &err), "%s", err.message);
	ck_assert(!file_exists("ran-hook"));
	shell("test \"$(cat a.py)\" = 2");
}
END_TEST

static const struct {
	const char *before, *refusal;
} refusals[] = {
	{ "true", NULL },
	{ "touch .git/MERGE_HEAD", "a merge is in progress" },
	{ "mkdir .git/rebase-merge", "a rebase is in progress" },
	{ "git config --unset user.email; git config user.useConfigOnly true", "git does not know who you are (user.name and user.email)" },
	{ "git switch -q --orphan empty", "there is no commit yet" },
};

START_TEST(what_stands_in_the_way_of_a_commit_is_said)
{
	const char *refusal;

	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_COMMITTER_EMAIL");
	unsetenv("EMAIL");
	shell(refusals[_i].before);
	refusal = vcs_commit_refusal(&vcs);
	if (refusals[_i].refusal)
		ck_assert_str_eq(refusal, refusals[_i].refusal);
	else
		ck_assert_ptr_null(refusal);
}
END_TEST

START_TEST(a_failed_commit_says_why)
{
	struct str paths[] = { STR("nobody.py") };
	struct str commit;

	ck_assert(!vcs_commit(&vcs, paths, 1, STR("m"), &commit, &err));
	ck_assert_msg(strstr(err.message, "git cannot commit: ") == err.message && strstr(err.message, "nobody.py"), "%s", err.message);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("vcs");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	unit_add_table(tests, a_path_has_its_state, states);
	tcase_add_test(tests, a_root_below_the_top_names_its_own_paths);
	tcase_add_test(tests, a_root_without_tracked_files_is_known);
	tcase_add_test(tests, outside_of_a_work_tree_is_no_failure);
	tcase_add_test(tests, a_broken_repository_is_a_failure);
	unit_add_table(tests, a_branch_needs_a_new_and_valid_name, branches);
	tcase_add_test(tests, a_branch_begins_at_head_and_leaves_the_rest_alone);
	tcase_add_test(tests, a_detached_head_is_come_back_to);
	tcase_add_test(tests, a_commit_holds_exactly_the_given_paths);
	tcase_add_test(tests, no_program_of_the_repository_runs);
	unit_add_table(tests, what_stands_in_the_way_of_a_commit_is_said, refusals);
	tcase_add_test(tests, a_failed_commit_says_why);
	return unit_run("vcs", tests);
}
