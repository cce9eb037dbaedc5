/* Finding, making and removing the directory of the journals. */
#include "base/base.h"
#include "rewriters/state_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define GIT_FILE_LIMIT ((size_t)1 << 13)

static const char ignore_name[] = ".gitignore";

bool state_dir_read(int dir_fd, const char *name, size_t limit, struct strbuf *ret)
{
	struct stat info;

	if (fstatat(dir_fd, name, &info, AT_SYMLINK_NOFOLLOW) || !S_ISREG(info.st_mode))
		return false;
	return file_read_at(dir_fd, name, limit, ret, NULL);
}

/* --- The git directory --- */

static bool is_git_dir(struct arena *a, struct str path)
{
	struct stat dir, head;

	if (lstat(path.ptr, &dir) || !S_ISDIR(dir.st_mode) || dir.st_uid != geteuid())
		return false;
	return lstat(path_join(a, path, STR("HEAD")).ptr, &head) == 0 && !S_ISDIR(head.st_mode);
}

/* The first line of a small file; empty when there is none. */
static struct str read_line(struct arena *a, struct str path)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str line;

	if (!state_dir_read(AT_FDCWD, path.ptr, GIT_FILE_LIMIT, &text))
		return (struct str){ 0 };
	line = str_trim(str_slice(strbuf_str(&text), 0, str_find(strbuf_str(&text), '\n')));
	return arena_str(a, line);
}

static bool points_back(struct arena *a, struct str git_dir, struct str git_file)
{
	struct str back = read_line(a, path_join(a, git_dir, STR("gitdir")));

	if (back.len == 0)
		return false;
	return str_eq(path_normalise(a, path_join(a, git_dir, back)), git_file);
}

/* ".../top/.git/modules/name", and root below top */
static bool is_of_work_tree_around(struct str git_dir, struct str root)
{
	for (struct str dir = path_dir(git_dir); dir.len > 1; dir = path_dir(dir))
		if (str_is(path_base(dir), ".git"))
			return path_is_inside(root, path_dir(dir));
	return false;
}

static struct str follow_git_file(struct arena *a, struct str top, struct str git_file, struct str root)
{
	struct str line = read_line(a, git_file), real;

	if (!str_starts(line, STR("gitdir: ")))
		return (struct str){ 0 };
	line = path_join(a, top, str_trim(str_slice(line, strlen("gitdir: "), line.len)));
	if (!path_real(a, line.ptr, &real, NULL) || !is_git_dir(a, real))
		return (struct str){ 0 };
	if (!points_back(a, real, git_file) && !is_of_work_tree_around(real, root))
		return (struct str){ 0 };
	return real;
}

/* Empty where there is none to be believed. The nearest `.git` decides, whatever it is. */
static struct str find_git_dir(struct arena *a, struct str root, struct str *ret_anchor)
{
	struct stat info;
	struct str dir = root, git;

	*ret_anchor = (struct str){ 0 };
	for (;;) {
		git = path_join(a, dir, STR(".git"));
		if (lstat(git.ptr, &info) == 0)
			break;
		if (dir.len <= 1)
			return (struct str){ 0 };
		dir = path_dir(dir).len ? path_dir(dir) : STR("/");
	}
	if (S_ISREG(info.st_mode))
		return follow_git_file(a, dir, git, root);
	if (!is_git_dir(a, git))
		return (struct str){ 0 };
	*ret_anchor = arena_str(a, dir);
	return git;
}

/* --- Opening --- */

/* Is false with errno. */
static bool open_own(struct state_dir *s, struct str path)
{
	struct stat info;
	int fd = open(path.ptr, OPEN_DIR);

	if (fd < 0)
		return false;
	if (fstat(fd, &info) || info.st_uid != geteuid() || (info.st_mode & 077)) {
		close(fd);
		errno = EPERM;
		return false;
	}
	s->fd = fd;
	s->path = path;
	return true;
}

static bool sync_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* The name of the directory must outlive a power loss as surely as what is in it. */
static bool make_own(struct state_dir *s, struct str path)
{
	struct str parent = arena_str(&s->arena, path_dir(path));

	if (mkdir(path.ptr, 0700) && errno != EEXIST)
		return false;
	return sync_dir(parent.len ? parent.ptr : "/") && open_own(s, path);
}

static void name_root(struct state_dir *s, struct str anchor)
{
	s->anchor = anchor;
	s->root_name = s->root;
	if (anchor.len == 0)
		return;
	if (str_eq(s->root, anchor))
		s->root_name = STR(".");
	else
		s->root_name = str_slice(s->root, anchor.len + (anchor.len > 1), s->root.len);
}

static bool open_or_make(struct state_dir *s, bool make, struct err *err)
{
	struct str anchor, git = find_git_dir(&s->arena, s->root, &anchor);
	struct str beside = path_join(&s->arena, s->root, STR(".canonry"));

	if (git.len) {
		git = path_join(&s->arena, git, STR("canonry"));
		name_root(s, anchor);
		if (open_own(s, git))
			return true;
	}
	s->is_beside = true;
	if (open_own(s, beside)) {
		name_root(s, s->root);
		return true;
	}
	if (!make)
		return true;
	if (git.len && make_own(s, git)) {
		s->is_beside = false;
		return true;
	}
	name_root(s, s->root);
	if (make_own(s, beside))
		return true;
	return err_errno(err, "cannot make a directory for the journal: " STR_FMT, STR_ARG(beside));
}

bool state_dir_open(struct state_dir *s, struct str root, bool make, struct err *err)
{
	*s = (struct state_dir){ .fd = -1 };
	s->root = arena_str(&s->arena, root);
	if (open_or_make(s, make, err))
		return true;
	state_dir_release(s);
	return false;
}

void state_dir_release(struct state_dir *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	arena_release(&s->arena);
}

struct str state_dir_root(const struct state_dir *s, struct str name, struct arena *a)
{
	if (name.len && name.ptr[0] == '/')
		return arena_str(a, name);
	return path_normalise(a, path_join(a, s->anchor, name));
}

/* --- The ends of its life --- */

bool state_dir_settle(const struct state_dir *s, struct err *err)
{
	int fd;
	bool ok;

	if (!s->is_beside)
		return true;
	fd = openat(s->fd, ignore_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST || err_errno(err, "cannot write " STR_FMT "/%s", STR_ARG(s->path), ignore_name);
	ok = write(fd, "*\n", 2) == 2 && fsync(fd) == 0;
	if (!ok)
		err_errno(err, "cannot write " STR_FMT "/%s", STR_ARG(s->path), ignore_name);
	close(fd);
	if (!ok)
		unlinkat(s->fd, ignore_name, 0);
	return ok;
}

static bool holds_only(int dir_fd, const char *name)
{
	int fd = openat(dir_fd, ".", OPEN_DIR);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	bool ok = dir != NULL;

	for (struct dirent *e; ok && (e = readdir(dir));)
		ok = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || strcmp(e->d_name, name) == 0;
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	return ok;
}

void state_dir_remove_empty(const struct state_dir *s)
{
	if (s->fd < 0 || !holds_only(s->fd, s->is_beside ? ignore_name : ""))
		return;
	if (s->is_beside)
		unlinkat(s->fd, ignore_name, 0);
	rmdir(s->path.ptr);
}
