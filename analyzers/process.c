/* Children by posix_spawnp(), read by poll() so that neither output can block the other. */
#include "base/base.h"
#include "analyzers/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define PIPE_BYTES (1 << 20) /* as much as anybody may have: a child that can write it all need not wait for us */
#define READ_BYTES ((size_t)256 << 10)
#define MAX_OUT_BYTES ((size_t)1 << 30)
#define CANCEL_MS 100
#define PATIENCE_MS 30000 /* a FIFO in place of a file that it reads would hold it for ever */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Who blocks signals to finish something does not mean its children. */
static bool set_signals(posix_spawnattr_t *attributes, bool has_group)
{
	short flags = (short)(POSIX_SPAWN_SETSIGMASK | (has_group ? POSIX_SPAWN_SETPGROUP : 0));
	sigset_t none;

	sigemptyset(&none);
	return !posix_spawnattr_setsigmask(attributes, &none) && !posix_spawnattr_setpgroup(attributes, 0) &&
		!posix_spawnattr_setflags(attributes, flags);
}

static bool set_input(posix_spawn_file_actions_t *actions, int input)
{
	if (input >= 0)
		return !posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);
	return !posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
}

static bool set_files(posix_spawn_file_actions_t *actions, int input, int out, int err)
{
	return set_input(actions, input) &&
		!posix_spawn_file_actions_adddup2(actions, out, STDOUT_FILENO) &&
		!posix_spawn_file_actions_adddup2(actions, err, STDERR_FILENO);
}

static bool spawn(struct process *p, const char *const *argv, char *const *environment, int input, int out, int err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	bool ok;

	if (posix_spawn_file_actions_init(&actions))
		return false;
	if (posix_spawnattr_init(&attributes)) {
		posix_spawn_file_actions_destroy(&actions);
		return false;
	}
	ok = set_signals(&attributes, p->has_group) && set_files(&actions, input, out, err) &&
		!posix_spawnp(&p->pid, argv[0], &actions, &attributes, (char *const *)(uintptr_t)argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return ok;
}

/* Where SIGCHLD is ignored, which is inherited, nobody learns how a child has ended. */
static void hear_of_children(void)
{
	struct sigaction action;

	if (sigaction(SIGCHLD, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
		signal(SIGCHLD, SIG_DFL);
}

static void widen(int fd)
{
#ifdef F_SETPIPE_SZ
	fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
#else
	(void)fd;
#endif
}

/* A file without a name: unlike a pipe it takes everything at once. -1 when it cannot be had. */
static int open_input(struct str text)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd >= 0 && (!file_write_all(fd, text) || lseek(fd, 0, SEEK_SET) != 0))
		close_fd(&fd);
	return fd;
}

void process_start(struct process *p, const char *const *argv, char *const *environment)
{
	process_start_how(p, argv, environment, &(struct process_how){ 0 });
}

void process_start_how(struct process *p, const char *const *argv, char *const *environment, const struct process_how *how)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };
	int input = how->input.len ? open_input(how->input) : -1;
	bool has_input = how->input.len == 0 || input >= 0;

	*p = (struct process){ .out_fd = -1, .err_fd = -1, .patience_ms = how->is_patient ? -1 : PATIENCE_MS, .status = -1 };
	p->has_group = how->has_group;
	p->cancel = how->cancel;
	hear_of_children();
	if (has_input && pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0 &&
		spawn(p, argv, environment, input, out[1], err[1])) {
		widen(out[0]);
		p->out_fd = out[0];
		p->err_fd = err[0];
	} else {
		p->is_finished = true;
		close_fd(&out[0]);
		close_fd(&err[0]);
	}
	close_fd(&out[1]);
	close_fd(&err[1]);
	close_fd(&input);
}

/* False at the end of the stream, and on an error, which ends it too. */
static bool read_some(int fd, struct strbuf *b)
{
	ssize_t got;

	strbuf_grow(b, READ_BYTES);
	do {
		got = read(fd, b->ptr + b->len, READ_BYTES);
	} while (got < 0 && errno == EINTR);
	b->len += got > 0 ? (size_t)got : 0;
	b->ptr[b->len] = '\0';
	return got > 0 && b->len <= MAX_OUT_BYTES;
}

/* As poll() for as long as patience lasts. A signal may come before the wait begins: who can be cancelled looks again. */
static int wait_for_output(const struct process *p, struct pollfd *fds, nfds_t count)
{
	int left = p->patience_ms, ready = 0;

	if (!p->cancel)
		return poll(fds, count, left);
	while (ready == 0 && !*p->cancel && left != 0) {
		int slice = left < 0 ? CANCEL_MS : MIN(left, CANCEL_MS);

		ready = poll(fds, count, slice);
		left -= left < 0 ? 0 : slice;
	}
	return *p->cancel ? 0 : ready;
}

/* False when nothing came for too long, or too much. */
static bool read_outputs(struct process *p)
{
	while (p->out_fd >= 0 || p->err_fd >= 0) {
		struct pollfd fds[] = { { .fd = p->out_fd, .events = POLLIN }, { .fd = p->err_fd, .events = POLLIN } };
		int ready = wait_for_output(p, fds, ARRAY_LEN(fds));

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		if (fds[0].revents && !read_some(p->out_fd, &p->out))
			close_fd(&p->out_fd);
		if (fds[1].revents && !read_some(p->err_fd, &p->err))
			close_fd(&p->err_fd);
	}
	return p->out.len <= MAX_OUT_BYTES && p->err.len <= MAX_OUT_BYTES;
}

static void end_child(const struct process *p)
{
	kill(p->has_group ? -p->pid : p->pid, SIGKILL);
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool process_finish(struct process *p)
{
	if (!p->is_finished && p->pid > 0) {
		bool is_read = read_outputs(p);

		if (!is_read)
			end_child(p);
		close_fd(&p->out_fd);
		close_fd(&p->err_fd);
		p->status = wait_for(p->pid);
		if (!is_read)
			p->status = -1;
		p->is_finished = true;
	}
	return p->pid > 0 && p->status == 0;
}

void process_release(struct process *p)
{
	if (!p->is_finished && p->pid > 0) {
		end_child(p);
		close_fd(&p->out_fd);
		close_fd(&p->err_fd);
		wait_for(p->pid);
	}
	strbuf_release(&p->out);
	strbuf_release(&p->err);
	*p = (struct process){ .out_fd = -1, .err_fd = -1, .status = -1 };
}
