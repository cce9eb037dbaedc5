/* Tests of analyzers/cache: what is put comes back, and what is damaged does not. */
#include "base/base.h"
#include "analyzers/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "analyzers/cache_sweep.h"
#include "base/pool.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

#define SALT "0.1.0 abi 14"

static const struct str root = STR_INIT("/somewhere");

static void open_home(void)
{
	sandbox_open();
	setenv("XDG_CACHE_HOME", sandbox, 1);
}

static struct str blob_of(unsigned number)
{
	static char text[64];
	int len = snprintf(text, sizeof(text), "blob %u %.*s", number, (int)(number % 20), "....................");

	return (struct str){ text, (size_t)len };
}

/* Any spread of numbers over keys; the high halves come in pairs. */
static uint64_t hi_of(unsigned number)
{
	return (number / 2 + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

static bool has(const struct cache *c, unsigned number)
{
	struct str blob;

	if (!cache_get(c, hi_of(number), number, &blob))
		return false;
	ck_assert(str_eq(blob, blob_of(number)));
	return true;
}

static void save(struct cache *c)
{
	struct err err = { 0 };

	ck_assert_msg(cache_save(c, &err), "%s", err.message);
}

static void put_range(unsigned from, unsigned to)
{
	struct cache *c = cache_open(root, SALT);

	for (unsigned i = from; i < to; i++)
		cache_put(c, i % 3, hi_of(i), i, blob_of(i));
	save(c);
	cache_close(c);
}

static unsigned count_range(unsigned from, unsigned to, const char *salt)
{
	struct cache *c = cache_open(root, salt);
	unsigned found = 0;

	for (unsigned i = from; i < to; i++)
		found += has(c, i);
	cache_close(c);
	return found;
}

static char *pack_path(void)
{
	struct cache *c = cache_open(root, SALT);
	char *path = xstrdup(cache_path(c).ptr);

	cache_close(c);
	return path;
}

static void read_pack(struct strbuf *pack)
{
	char *path = pack_path();
	struct err err = { 0 };

	ck_assert_msg(file_read(path, 0, pack, &err), "%s", err.message);
	free(path);
}

static void replace_pack(struct str bytes)
{
	char *path = pack_path();

	sandbox_write(path, bytes);
	free(path);
}

START_TEST(what_is_put_comes_back_in_the_next_run)
{
	struct cache *c = cache_open(root, SALT);

	ck_assert(!has(c, 1));
	cache_put(c, 0, hi_of(1), 1, blob_of(1));
	ck_assert(!has(c, 1));
	save(c);
	cache_close(c);
	ck_assert_uint_eq(count_range(0, 10, SALT), 1);
	put_range(5, 500);
	ck_assert_uint_eq(count_range(0, 600, SALT), 496);
}
END_TEST

START_TEST(what_is_put_replaces_what_was_got)
{
	struct cache *c;
	struct str blob;

	put_range(0, 5);
	c = cache_open(root, SALT);
	ck_assert(has(c, 3));
	cache_put(c, 0, hi_of(3), 3, STR("newer"));
	save(c);
	cache_close(c);
	c = cache_open(root, SALT);
	ck_assert(cache_get(c, hi_of(3), 3, &blob) && str_is(blob, "newer"));
	ck_assert(has(c, 2));
	cache_close(c);
}
END_TEST

START_TEST(an_empty_blob_is_a_blob)
{
	struct cache *c = cache_open(root, SALT);
	struct str blob;

	cache_put(c, 0, 0, 0, STR(""));
	save(c);
	cache_close(c);
	c = cache_open(root, SALT);
	ck_assert(cache_get(c, 0, 0, &blob));
	ck_assert_uint_eq(blob.len, 0);
	cache_close(c);
}
END_TEST

START_TEST(another_version_or_root_sees_nothing)
{
	struct cache *c;

	put_range(0, 10);
	ck_assert_uint_eq(count_range(0, 10, "0.2.0 abi 14"), 0);
	ck_assert_uint_eq(count_range(0, 10, SALT), 10);
	c = cache_open(STR("/elsewhere"), SALT);
	ck_assert(!has(c, 1));
	cache_close(c);
}
END_TEST

START_TEST(nothing_new_writes_nothing)
{
	char *path = pack_path();
	struct cache *c = cache_open(root, SALT);

	save(c);
	cache_close(c);
	ck_assert(!file_exists(path));
	put_range(0, 5);
	ck_assert_int_eq(chmod(path, 0400), 0);
	c = cache_open(root, SALT);
	ck_assert(has(c, 3));
	save(c);
	cache_close(c);
	free(path);
}
END_TEST

START_TEST(only_the_user_may_enter)
{
	char home[PATH_MAX + 8], *path;
	struct stat info;

	snprintf(home, sizeof(home), "%s/a/b", sandbox);
	setenv("XDG_CACHE_HOME", home, 1);
	put_range(0, 1);
	path = pack_path();
	*strrchr(path, '/') = '\0';
	ck_assert(stat(path, &info) == 0 && (info.st_mode & 0777) == 0700);
	ck_assert(stat("a", &info) == 0 && (info.st_mode & 0777) == 0700);
	free(path);
}
END_TEST

START_TEST(without_a_home_there_is_no_cache)
{
	static const char *const homes[] = { NULL, "", "relative" };

	unsetenv("HOME");
	unsetenv("XDG_CACHE_HOME");
	if (homes[_i]) {
		setenv("HOME", homes[_i], 1);
		setenv("XDG_CACHE_HOME", homes[_i], 1);
	}
	put_range(0, 5);
	ck_assert_uint_eq(count_range(0, 5, SALT), 0);
}
END_TEST

START_TEST(home_is_used_without_xdg)
{
	char *path;

	setenv("HOME", sandbox, 1);
	unsetenv("XDG_CACHE_HOME");
	put_range(0, 5);
	path = pack_path();
	ck_assert(str_starts(str_slice(str_from(path), strlen(sandbox), SIZE_MAX), STR("/.cache/canonry/")));
	ck_assert_uint_eq(count_range(0, 5, SALT), 5);
	free(path);
}
END_TEST

START_TEST(a_cut_pack_is_an_empty_one)
{
	struct strbuf pack = { 0 };

	put_range(0, 5);
	read_pack(&pack);
	for (size_t len = 0; len < pack.len; len++) {
		replace_pack(str_slice(strbuf_str(&pack), 0, len));
		ck_assert_uint_eq(count_range(0, 5, SALT), 0);
	}
	replace_pack(strbuf_str(&pack));
	ck_assert_uint_eq(count_range(0, 5, SALT), 5);
	strbuf_addch(&pack, 'x');
	replace_pack(strbuf_str(&pack));
	ck_assert_uint_eq(count_range(0, 5, SALT), 0);
	strbuf_release(&pack);
}
END_TEST

START_TEST(a_flipped_bit_costs_its_record_or_all)
{
	struct strbuf pack = { 0 };

	put_range(0, 5);
	read_pack(&pack);
	for (size_t bit = 0; bit < pack.len * 8; bit++) {
		unsigned found;

		pack.ptr[bit / 8] ^= (char)(1 << bit % 8);
		replace_pack(strbuf_str(&pack));
		found = count_range(0, 5, SALT);
		ck_assert_msg(found == 0 || found == 4, "bit %zu: %u found", bit, found);
		pack.ptr[bit / 8] ^= (char)(1 << bit % 8);
	}
	strbuf_release(&pack);
}
END_TEST

START_TEST(a_damaged_record_is_replaced)
{
	struct strbuf pack = { 0 };

	put_range(0, 5);
	read_pack(&pack);
	pack.ptr[pack.len - 1] ^= 1;
	replace_pack(strbuf_str(&pack));
	ck_assert_uint_eq(count_range(0, 5, SALT), 4);
	put_range(0, 5);
	ck_assert_uint_eq(count_range(0, 5, SALT), 5);
	strbuf_release(&pack);
}
END_TEST

static const struct str foreign[] = {
	STR_INIT("PK\3\4 something else altogether, and long enough for a header of sixty-four bytes"),
	STR_INIT("short"),
	STR_INIT("0000000000000000000000000000000000000000000000000000000000000000"),
};

START_TEST(a_foreign_file_is_replaced)
{
	put_range(0, 1);
	replace_pack(foreign[_i]);
	ck_assert_uint_eq(count_range(0, 5, SALT), 0);
	put_range(0, 5);
	ck_assert_uint_eq(count_range(0, 5, SALT), 5);
}
END_TEST

START_TEST(a_directory_in_its_place_is_reported)
{
	char *path = pack_path();
	struct cache *c;
	struct err err = { 0 };

	sandbox_make_dir(path);
	c = cache_open(root, SALT);
	cache_put(c, 0, 1, 1, STR("x"));
	ck_assert(!cache_save(c, &err));
	ck_assert(err.set);
	cache_close(c);
	free(path);
}
END_TEST

START_TEST(a_read_only_directory_leaves_the_old_pack)
{
	char *path, *dir;
	struct cache *c;
	struct err err = { 0 };

	sandbox_drop_rights();
	put_range(0, 5);
	path = pack_path();
	dir = xstrdup(path);
	*strrchr(dir, '/') = '\0';
	ck_assert_int_eq(chmod(dir, 0500), 0);
	c = cache_open(root, SALT);
	cache_put(c, 0, 1, 1, STR("x"));
	ck_assert(!cache_save(c, &err));
	ck_assert(str_has(str_from(err.message), STR("canonry")));
	cache_close(c);
	ck_assert_uint_eq(count_range(0, 5, SALT), 5);
	ck_assert_int_eq(chmod(dir, 0700), 0);
	sandbox_restore_rights();
	free(dir);
	free(path);
}
END_TEST

START_TEST(a_home_that_cannot_be_made_is_reported)
{
	struct cache *c;
	struct err err = { 0 };

	sandbox_write("file", STR(""));
	setenv("XDG_CACHE_HOME", "/dev/null/below", 1);
	c = cache_open(root, SALT);
	cache_put(c, 0, 1, 1, STR("x"));
	ck_assert(!cache_save(c, &err));
	ck_assert(err.set);
	cache_close(c);
}
END_TEST

START_TEST(a_full_disk_leaves_the_old_pack)
{
	struct rlimit limit = { 2048, RLIM_INFINITY };
	struct cache *c;
	struct err err = { 0 };

	put_range(0, 5);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	c = cache_open(root, SALT);
	for (unsigned i = 5; i < 500; i++)
		cache_put(c, 0, hi_of(i), i, blob_of(i));
	ck_assert(!cache_save(c, &err));
	ck_assert(err.set);
	cache_close(c);
	ck_assert_uint_eq(count_range(0, 500, SALT), 5);
}
END_TEST

START_TEST(what_is_not_used_goes_when_room_is_short)
{
	struct strbuf big = { 0 };
	struct cache *c;
	unsigned kept = 0;

	/* Nine runs, each with another megabyte: far more than twice what one needs. */
	strbuf_grow(&big, 1 << 20);
	memset(big.ptr, 'x', 1 << 20);
	big.len = 1 << 20;
	for (unsigned i = 0; i < 9; i++) {
		c = cache_open(root, SALT);
		cache_put(c, 0, hi_of(i), i, strbuf_str(&big));
		save(c);
		cache_close(c);
	}
	c = cache_open(root, SALT);
	for (unsigned i = 0; i < 9; i++) {
		struct str blob;
		bool found = cache_get(c, hi_of(i), i, &blob);

		/* The newest stay. */
		ck_assert(found || kept == 0);
		kept += found;
	}
	cache_close(c);
	ck_assert_uint_ge(kept, 2);
	ck_assert_uint_le(kept, 6);
	strbuf_release(&big);
}
END_TEST

START_TEST(a_run_of_few_files_keeps_the_rest)
{
	put_range(0, 2000);
	for (unsigned i = 0; i < 10; i++)
		put_range(3000 + i, 3001 + i);
	ck_assert_uint_eq(count_range(0, 4000, SALT), 2010);
}
END_TEST

/* --- The delta --- */

/* Larger than what is written anew for each change. */
static void put_large_pack(char fill)
{
	struct cache *c = cache_open(root, SALT);
	struct strbuf big = { 0 };

	strbuf_grow(&big, 100 << 10);
	memset(big.ptr, fill, 100 << 10);
	big.len = 100 << 10;
	for (unsigned i = 0; i < 30; i++)
		cache_put(c, 0, 1000 + i, 0, strbuf_str(&big));
	for (unsigned i = 0; i < 10; i++)
		cache_put(c, 0, hi_of(i), i, blob_of(i));
	save(c);
	cache_close(c);
	strbuf_release(&big);
}

static const char *delta_path(void)
{
	static char path[PATH_MAX];
	char *pack = pack_path();

	snprintf(path, sizeof(path), "%.*s.delta", (int)(strlen(pack) - strlen(".pack")), pack);
	free(pack);
	return path;
}

static ino_t pack_inode(void)
{
	char *path = pack_path();
	struct stat info;

	ck_assert_int_eq(stat(path, &info), 0);
	free(path);
	return info.st_ino;
}

START_TEST(few_changes_go_into_the_delta)
{
	ino_t before;

	put_large_pack('x');
	ck_assert(!file_exists(delta_path()));
	before = pack_inode();
	put_range(10, 20);
	put_range(20, 30);
	ck_assert_uint_eq(pack_inode(), before);
	ck_assert(file_exists(delta_path()));
	ck_assert_uint_eq(count_range(0, 50, SALT), 30);
}
END_TEST

START_TEST(the_delta_stands_before_the_pack)
{
	struct cache *c;
	struct str blob;

	put_large_pack('x');
	for (unsigned i = 0; i < 3; i++) {
		c = cache_open(root, SALT);
		cache_put(c, 0, hi_of(3), 3, i == 0 ? STR("old") : i == 1 ? STR("newer") : STR("newest"));
		save(c);
		cache_close(c);
	}
	c = cache_open(root, SALT);
	ck_assert(cache_get(c, hi_of(3), 3, &blob) && str_is(blob, "newest"));
	cache_close(c);
}
END_TEST

START_TEST(many_changes_become_a_pack)
{
	struct strbuf big = { 0 };
	struct cache *c;
	struct str blob;
	ino_t before;

	put_large_pack('x');
	put_range(10, 20);
	before = pack_inode();
	strbuf_grow(&big, 1 << 20);
	memset(big.ptr, 'y', 1 << 20);
	big.len = 1 << 20;
	c = cache_open(root, SALT);
	cache_put(c, 0, 5000, 0, strbuf_str(&big));
	cache_put(c, 0, hi_of(11), 11, STR("changed"));
	save(c);
	cache_close(c);
	ck_assert_uint_ne(pack_inode(), before);
	ck_assert(!file_exists(delta_path()));
	c = cache_open(root, SALT);
	ck_assert(cache_get(c, 5000, 0, &blob) && blob.len == big.len);
	ck_assert(cache_get(c, 1007, 0, &blob) && blob.len == 100 << 10);
	ck_assert(cache_get(c, hi_of(11), 11, &blob) && str_is(blob, "changed"));
	ck_assert(has(c, 3) && has(c, 12));
	cache_close(c);
	strbuf_release(&big);
}
END_TEST

START_TEST(a_damaged_delta_is_an_empty_one)
{
	struct strbuf delta = { 0 };

	put_large_pack('x');
	put_range(10, 20);
	ck_assert(file_read(delta_path(), 0, &delta, NULL));
	for (size_t len = 0; len < delta.len; len += 7) {
		sandbox_write(delta_path(), str_slice(strbuf_str(&delta), 0, len));
		ck_assert_uint_eq(count_range(0, 50, SALT), 10);
	}
	put_range(20, 25);
	ck_assert_uint_eq(count_range(0, 50, SALT), 15);
	strbuf_release(&delta);
}
END_TEST

START_TEST(a_delta_of_another_pack_is_not_read)
{
	struct strbuf delta = { 0 };
	char *path = pack_path();

	put_large_pack('x');
	put_range(10, 20);
	ck_assert(file_read(delta_path(), 0, &delta, NULL));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_uint_eq(count_range(0, 50, SALT), 0);
	put_large_pack('y');
	ck_assert(!file_exists(delta_path()));
	sandbox_write(delta_path(), strbuf_str(&delta));
	ck_assert_uint_eq(count_range(0, 50, SALT), 10);
	/* The same pack again is not another one. */
	ck_assert_int_eq(unlink(path), 0);
	put_large_pack('x');
	sandbox_write(delta_path(), strbuf_str(&delta));
	ck_assert_uint_eq(count_range(0, 50, SALT), 20);
	strbuf_release(&delta);
	free(path);
}
END_TEST

/* --- The directory of all packs --- */

#define NOW ((time_t)1800000000)

static void make_file(const char *name, size_t size, long age_in_hours)
{
	struct timespec times[2] = { { .tv_sec = NOW }, { .tv_sec = NOW - age_in_hours * 3600 } };
	char *bytes = xcalloc(1, size + 1);

	sandbox_write(name, (struct str){ bytes, size });
	ck_assert_int_eq(utimensat(AT_FDCWD, name, times, 0), 0);
	free(bytes);
}

START_TEST(old_packs_go)
{
	make_file("all/0123456789abcdef.pack", 10, 24 * 91);
	make_file("all/1123456789abcdef.pack", 10, 24 * 89);
	make_file("all/1123456789abcdef.delta", 10, 24 * 91);
	make_file("all/.canonry-1-2.tmp", 10, 25);
	make_file("all/.canonry-3-4.tmp", 10, 23);
	make_file("all/other.pack", 10, 24 * 1000);
	make_file("all/0123456789ABCDEF.pack", 10, 24 * 1000);
	make_file("all/0123456789abcdef.packs", 10, 24 * 1000);
	make_file("all/notes.tmp", 10, 24 * 1000);
	cache_sweep("all", NOW, 1000);
	ck_assert(!file_exists("all/0123456789abcdef.pack") && !file_exists("all/1123456789abcdef.delta"));
	ck_assert(!file_exists("all/.canonry-1-2.tmp"));
	ck_assert(file_exists("all/1123456789abcdef.pack") && file_exists("all/.canonry-3-4.tmp"));
	ck_assert(file_exists("all/other.pack") && file_exists("all/0123456789ABCDEF.pack"));
	ck_assert(file_exists("all/0123456789abcdef.packs") && file_exists("all/notes.tmp"));
}
END_TEST

START_TEST(the_oldest_go_when_there_are_too_many)
{
	make_file("all/0000000000000000.pack", 400, 1);
	make_file("all/1111111111111111.pack", 400, 3);
	make_file("all/2222222222222222.pack", 400, 2);
	make_file("all/3333333333333333.pack", 1, 4);
	cache_sweep("all", NOW, 1000);
	ck_assert(file_exists("all/0000000000000000.pack") && file_exists("all/2222222222222222.pack"));
	ck_assert(!file_exists("all/1111111111111111.pack") && !file_exists("all/3333333333333333.pack"));
	cache_sweep("nowhere", NOW, 1000);
}
END_TEST

START_TEST(a_new_root_sweeps)
{
	char *path = pack_path();

	*strrchr(path, '/') = '\0';
	sandbox_make_dir(path);
	ck_assert_int_eq(chdir(path), 0);
	make_file("0123456789abcdef.pack", 10, 24 * 365 * 30);
	put_range(0, 1);
	ck_assert(!file_exists("0123456789abcdef.pack"));
	ck_assert_uint_eq(count_range(0, 1, SALT), 1);
	free(path);
}
END_TEST

struct pool_context {
	struct cache *c;
	atomic_uint found;
};

static void get_and_put(void *context, unsigned worker, size_t item)
{
	struct pool_context *p = context;
	struct str blob;

	if (cache_get(p->c, hi_of((unsigned)item), item, &blob))
		atomic_fetch_add(&p->found, 1);
	/* Half of them twice: equal files. */
	cache_put(p->c, worker, 77, item / 2, STR("twin"));
}

START_TEST(threads_get_and_put_at_once)
{
	struct pool_context p = { 0 };
	struct str blob;

	put_range(0, 1000);
	p.c = cache_open(root, SALT);
	pool_run(8, 2000, get_and_put, &p, NULL);
	ck_assert_uint_eq(p.found, 1000);
	save(p.c);
	cache_close(p.c);
	p.c = cache_open(root, SALT);
	for (unsigned i = 0; i < 1000; i++)
		ck_assert(cache_get(p.c, 77, i, &blob) && str_is(blob, "twin"));
	cache_close(p.c);
	ck_assert_uint_eq(count_range(0, 1000, SALT), 1000);
}
END_TEST

START_TEST(two_processes_at_once_leave_a_whole_pack)
{
	pid_t children[4];

	for (unsigned n = 0; n < ARRAY_LEN(children); n++) {
		children[n] = fork();
		if (children[n] == 0) {
			for (unsigned i = 0; i < 50; i++) {
				put_range(n * 1000, n * 1000 + 10);
				count_range(0, 4000, SALT);
			}
			_exit(0);
		}
	}
	for (unsigned n = 0; n < ARRAY_LEN(children); n++) {
		int status;

		ck_assert_int_eq(waitpid(children[n], &status, 0), children[n]);
		ck_assert_int_eq(status, 0);
	}
	ck_assert_uint_ge(count_range(0, 4000, SALT), 10);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("cache");

	tcase_add_checked_fixture(tests, open_home, sandbox_close);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, what_is_put_comes_back_in_the_next_run);
	tcase_add_test(tests, what_is_put_replaces_what_was_got);
	tcase_add_test(tests, an_empty_blob_is_a_blob);
	tcase_add_test(tests, another_version_or_root_sees_nothing);
	tcase_add_test(tests, nothing_new_writes_nothing);
	tcase_add_test(tests, only_the_user_may_enter);
	tcase_add_loop_test(tests, without_a_home_there_is_no_cache, 0, 3);
	tcase_add_test(tests, home_is_used_without_xdg);
	tcase_add_test(tests, a_cut_pack_is_an_empty_one);
	tcase_add_test(tests, a_flipped_bit_costs_its_record_or_all);
	tcase_add_test(tests, a_damaged_record_is_replaced);
	unit_add_table(tests, a_foreign_file_is_replaced, foreign);
	tcase_add_test(tests, a_directory_in_its_place_is_reported);
	tcase_add_test(tests, a_read_only_directory_leaves_the_old_pack);
	tcase_add_test(tests, a_home_that_cannot_be_made_is_reported);
	tcase_add_test(tests, a_full_disk_leaves_the_old_pack);
	tcase_add_test(tests, what_is_not_used_goes_when_room_is_short);
	tcase_add_test(tests, a_run_of_few_files_keeps_the_rest);
	tcase_add_test(tests, few_changes_go_into_the_delta);
	tcase_add_test(tests, the_delta_stands_before_the_pack);
	tcase_add_test(tests, many_changes_become_a_pack);
	tcase_add_test(tests, a_damaged_delta_is_an_empty_one);
	tcase_add_test(tests, a_delta_of_another_pack_is_not_read);
	tcase_add_test(tests, old_packs_go);
	tcase_add_test(tests, the_oldest_go_when_there_are_too_many);
	tcase_add_test(tests, a_new_root_sweeps);
	tcase_add_test(tests, threads_get_and_put_at_once);
	tcase_add_test(tests, two_processes_at_once_leave_a_whole_pack);
	return unit_run("cache", tests);
}
