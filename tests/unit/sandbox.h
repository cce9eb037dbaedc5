/* A directory of a test's own below $TMPDIR, and the small verbs that fill it. */
#ifndef TESTS_UNIT_SANDBOX_H
#define TESTS_UNIT_SANDBOX_H

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

#include <check.h>

/* Checked fixtures of each test: sandbox_open() goes there, sandbox_close() removes it. */
static char sandbox[PATH_MAX]; /* real, absolute */

static inline void sandbox_open(void)
{
	const char *base = getenv("TMPDIR");
	char template[PATH_MAX];

	snprintf(template, sizeof(template), "%s/canonry-test-XXXXXX", base && *base ? base : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(template));
	ck_assert_ptr_nonnull(realpath(template, sandbox));
	ck_assert_int_eq(chdir(sandbox), 0);
}

static inline int sandbox_remove(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(path);
}

static inline void sandbox_close(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	nftw(sandbox, sandbox_remove, 64, FTW_DEPTH | FTW_PHYS);
}

static inline void sandbox_make_dir(const char *path)
{
	struct err err = { 0 };

	ck_assert_msg(file_make_dirs(path, &err), "%s", err.message);
}

/* With the directories that it lies in. */
static inline void sandbox_write(const char *path, struct str text)
{
	char dir[2 * PATH_MAX];
	FILE *file;

	snprintf(dir, sizeof(dir), "%s", path);
	if (strrchr(dir, '/')) {
		*strrchr(dir, '/') = '\0';
		sandbox_make_dir(dir);
	}
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text.ptr, 1, text.len, file), text.len);
	ck_assert_int_eq(fclose(file), 0);
}

/* The super-user is stopped by no mode: the test goes on as nobody, until it takes its rights back. */
static inline void sandbox_drop_rights(void)
{
	if (geteuid() == 0) {
		ck_assert_int_eq(chown(sandbox, 65534, 65534), 0);
		ck_assert_int_eq(seteuid(65534), 0);
	}
}

static inline void sandbox_restore_rights(void)
{
	ck_assert_int_eq(seteuid(getuid()), 0);
	/* Changing users turns it off, and the leak checker needs it. */
	prctl(PR_SET_DUMPABLE, 1);
}

#endif
