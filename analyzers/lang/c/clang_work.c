/* Forked workers around pipes: a number goes down, a length and the answer come back. */
#include "base/base.h"
#include "analyzers/lang/c/clang_work.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"

#define MAX_JOBS 64
#define CANCEL_MS 100 /* how late a cancel may be noticed */
#define READ_BYTES ((size_t)256 << 10)
#define MAX_ANSWER_BYTES ((uint64_t)1 << 30)
#define TRIES 3 /* forks that fail in a row before the rest is given up */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SHADOW 1 /* a sanitizer's: terabytes of address space */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SHADOW 1
#endif
#endif
#ifndef HAS_SHADOW
#define HAS_SHADOW 0
#endif

struct worker {
	pid_t pid; /* 0: none */
	int to_fd, from_fd;
	uint32_t item; /* at work on, or NONE */
	uint64_t deadline_ms;
	struct strbuf got;
};

struct crew {
	const struct clang_work *work;
	struct worker *workers;
	unsigned worker_count, failed_forks;
	uint32_t next, count, done;
	struct clang_answer *answers;
	struct arena *arena;
};

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* --- The worker --- */

static bool read_all(int fd, void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = read(fd, (char *)bytes + done, size - done);

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* What libclang has to say to a terminal is nobody's business. */
static void be_silent(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		_exit(2);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
}

/* An interrupt from the terminal reaches the whole group: what becomes of the workers is the parent's to say. */
static void settle(const struct clang_work *work, pid_t parent)
{
	struct rlimit none = { 0, 0 }, memory = { work->limit_bytes, work->limit_bytes };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CORE, &none);
	if (work->limit_bytes && !HAS_SHADOW)
		setrlimit(RLIMIT_AS, &memory);
	be_silent();
}

static _Noreturn void serve(const struct clang_work *work, int in_fd, int out_fd)
{
	struct strbuf answer = { 0 };
	uint32_t item;

	while (read_all(in_fd, &item, sizeof(item))) {
		uint64_t size;

		strbuf_clear(&answer);
		work->task(work->context, item, &answer);
		size = answer.len;
		if (!file_write_all(out_fd, (struct str){ (const char *)&size, sizeof(size) }) || !file_write_all(out_fd, strbuf_str(&answer)))
			break;
	}
	_exit(0); /* no exit handlers: they are the parent's */
}

/* --- The parent --- */

static void close_worker(struct worker *w)
{
	close(w->to_fd);
	close(w->from_fd);
	strbuf_clear(&w->got);
	*w = (struct worker){ .to_fd = -1, .from_fd = -1, .item = NONE, .got = w->got };
}

/* Ends the others' pipes in a new worker, or they would never see an end. */
static void forget_others(struct crew *c)
{
	for (unsigned i = 0; i < c->worker_count; i++)
		if (c->workers[i].pid) {
			close(c->workers[i].to_fd);
			close(c->workers[i].from_fd);
		}
}

static bool start_worker(struct crew *c, struct worker *w)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 };
	pid_t parent = getpid(), pid = -1;

	if (pipe2(to, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0)
		pid = fork();
	if (pid == 0) {
		forget_others(c);
		close(to[1]);
		close(from[0]);
		settle(c->work, parent);
		serve(c->work, to[0], from[1]);
	}
	for (int side = 0; side < 2; side++) {
		int *mine = side ? &to[1] : &from[0], *its = side ? &to[0] : &from[1];

		if (*its >= 0)
			close(*its);
		if (pid < 0 && *mine >= 0)
			close(*mine);
	}
	if (pid < 0)
		return false;
	w->pid = pid;
	w->to_fd = to[1];
	w->from_fd = from[0];
	w->item = NONE;
	return true;
}

static void settle_item(struct crew *c, struct worker *w, struct clang_answer answer)
{
	c->answers[w->item] = answer;
	c->done++;
	w->item = NONE;
}

/* Near its limit it died of that, whatever it looks like. */
static bool was_too_large(const struct clang_work *work, const struct rusage *use)
{
	return work->limit_bytes && (uint64_t)use->ru_maxrss * 1024 > work->limit_bytes / 2;
}

/* The worker is gone, or is made to go; its item has ended in this way. */
static void bury(struct crew *c, struct worker *w, enum clang_work_end end)
{
	struct clang_answer answer = { .end = end };
	struct rusage use = { 0 };
	int status = 0;

	if (end != WORK_CRASHED)
		kill(w->pid, SIGKILL);
	while (wait4(w->pid, &status, 0, &use) < 0 && errno == EINTR)
		;
	if (end == WORK_CRASHED) {
		answer.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
		answer.end = was_too_large(c->work, &use) ? WORK_TOO_LARGE : WORK_CRASHED;
	}
	if (w->item != NONE)
		settle_item(c, w, answer);
	close_worker(w);
}

static void give_item(struct crew *c, struct worker *w)
{
	uint32_t item = c->next;

	if (!w->pid && !start_worker(c, w)) {
		c->failed_forks++;
		return;
	}
	c->failed_forks = 0;
	c->next++;
	w->item = item;
	w->deadline_ms = now_ms() + c->work->limit_ms;
	/* One that is dead already shows when its answer is read. */
	(void)!write(w->to_fd, &item, sizeof(item));
}

static void take_answer(struct crew *c, struct worker *w)
{
	uint64_t size;

	if (w->got.len < sizeof(size))
		return;
	memcpy(&size, w->got.ptr, sizeof(size));
	if (size > MAX_ANSWER_BYTES) {
		bury(c, w, WORK_TOO_LARGE);
		return;
	}
	if (w->got.len - sizeof(size) < size)
		return;
	settle_item(c, w,
		(struct clang_answer){ .end = WORK_ANSWERED,
			.bytes = arena_str(c->arena, (struct str){ w->got.ptr + sizeof(size), (size_t)size }) });
	strbuf_clear(&w->got);
}

static void hear(struct crew *c, struct worker *w)
{
	ssize_t got;

	strbuf_grow(&w->got, READ_BYTES);
	got = read(w->from_fd, w->got.ptr + w->got.len, READ_BYTES);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		bury(c, w, WORK_CRASHED);
		return;
	}
	w->got.len += (size_t)got;
	take_answer(c, w);
}

/* Until the first deadline, and never longer than a cancel may wait. */
static int patience(const struct crew *c)
{
	uint64_t now = now_ms(), left = c->work->cancel ? CANCEL_MS : 1000;

	for (unsigned i = 0; i < c->worker_count; i++)
		if (c->workers[i].item != NONE)
			left = MIN(left, c->workers[i].deadline_ms > now ? c->workers[i].deadline_ms - now : 0);
	return (int)left + 1;
}

static void listen_once(struct crew *c)
{
	struct pollfd fds[MAX_JOBS];
	uint64_t now;

	for (unsigned i = 0; i < c->worker_count; i++)
		fds[i] = (struct pollfd){ .fd = c->workers[i].pid ? c->workers[i].from_fd : -1, .events = POLLIN };
	if (poll(fds, c->worker_count, patience(c)) < 0)
		return;
	now = now_ms();
	for (unsigned i = 0; i < c->worker_count; i++) {
		struct worker *w = &c->workers[i];

		if (fds[i].revents)
			hear(c, w);
		else if (w->pid && w->item != NONE && now >= w->deadline_ms)
			bury(c, w, WORK_TIMED_OUT);
	}
}

static bool is_over(const struct crew *c)
{
	return c->done == c->count || (c->work->cancel && *c->work->cancel) || c->failed_forks >= TRIES;
}

static void run(struct crew *c)
{
	while (!is_over(c)) {
		for (unsigned i = 0; i < c->worker_count && c->next < c->count; i++)
			if (c->workers[i].item == NONE)
				give_item(c, &c->workers[i]);
		if (c->failed_forks == 0)
			listen_once(c);
	}
}

/* An idle worker ends when nobody can ask it anything any more. */
static void dismiss(struct crew *c)
{
	for (unsigned i = 0; i < c->worker_count; i++) {
		struct worker *w = &c->workers[i];

		if (w->pid)
			bury(c, w, WORK_NOT_RUN);
		strbuf_release(&w->got);
	}
}

struct clang_answer *clang_work_run(const struct clang_work *work, uint32_t count, struct arena *a)
{
	struct worker workers[MAX_JOBS] = { 0 };
	struct crew crew = { .work = work, .workers = workers, .count = count, .arena = a };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old_pipe;

	crew.worker_count = MIN(pool_jobs(work->jobs, count), MAX_JOBS);
	crew.answers = arena_array(a, struct clang_answer, count);
	for (uint32_t i = 0; i < count; i++)
		crew.answers[i].end = WORK_NOT_RUN;
	for (unsigned i = 0; i < crew.worker_count; i++)
		workers[i].item = NONE;
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, &old_pipe);
	run(&crew);
	dismiss(&crew);
	sigaction(SIGPIPE, &old_pipe, NULL);
	return crew.answers;
}
