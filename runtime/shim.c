/* Uses of deprecated names: registering, counting, the report. */
#include "runtime/shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/clock.h"
#include "runtime/factory.h"
#include "runtime/json.h"

#define SHIMS_MAX 256
#define SHIM_TEXT 120

struct shim {
	char symbol[SHIM_TEXT], replacement[SHIM_TEXT];
	_Atomic uint64_t count, first, last;
};

static struct shim shims[SHIMS_MAX];
static _Atomic int shims_count; /* those below it are complete and never change */
static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t watching = PTHREAD_ONCE_INIT;

static int find(const char *symbol)
{
	int n = atomic_load(&shims_count);

	for (int i = 0; i < n; i++)
		if (strcmp(shims[i].symbol, symbol) == 0)
			return i;
	return -1;
}

static bool is_name(const char *name)
{
	size_t len = name ? strnlen(name, SHIM_TEXT) : 0;

	if (len == 0 || len == SHIM_TEXT || !utf8_check(name, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] < 0x20)
			return false;
	return true;
}

/* A child counts its own uses: those before the fork are its parent's to tell of. */
static void forget_uses(void)
{
	for (int i = 0; i < atomic_load(&shims_count); i++) {
		atomic_store(&shims[i].count, 0);
		atomic_store(&shims[i].first, 0);
		atomic_store(&shims[i].last, 0);
	}
}

static void watch_forks(void)
{
	pthread_atfork(NULL, NULL, forget_uses);
}

static int add(const char *symbol, const char *replacement)
{
	int n = atomic_load(&shims_count), id = find(symbol);

	if (id >= 0 || n == SHIMS_MAX)
		return id;
	memcpy(shims[n].symbol, symbol, strlen(symbol) + 1);
	memcpy(shims[n].replacement, replacement, strlen(replacement) + 1);
	atomic_store(&shims_count, n + 1);
	return n;
}

int eef_shim_id(const char *symbol, const char *replacement)
{
	int id;

	if (!is_name(symbol) || !is_name(replacement) || atomic_load(&process_forked))
		return -1;
	pthread_once(&watching, watch_forks);
	pthread_mutex_lock(&adding);
	id = add(symbol, replacement);
	pthread_mutex_unlock(&adding);
	return id;
}

void eef_shim_hit(int id)
{
	uint64_t now, none = 0;

	if (id < 0 || id >= atomic_load_explicit(&shims_count, memory_order_relaxed))
		return;
	now = clock_utc();
	atomic_fetch_add_explicit(&shims[id].count, 1, memory_order_relaxed);
	atomic_compare_exchange_strong_explicit(
		&shims[id].first, &none, now, memory_order_relaxed, memory_order_relaxed);
	atomic_store_explicit(&shims[id].last, now, memory_order_relaxed);
}

void shim_each(void (*fn)(void *arg, const struct shim_use *use), void *arg)
{
	int n = atomic_load(&shims_count);

	for (int i = 0; i < n; i++) {
		struct shim_use use = { shims[i].symbol, shims[i].replacement, atomic_load(&shims[i].count),
			atomic_load(&shims[i].first), atomic_load(&shims[i].last) };

		fn(arg, &use);
	}
}

static void write_use(void *arg, const struct shim_use *use)
{
	struct json_out *out = arg;

	json_text(out, out->len > 1 ? ",{\"symbol\":" : "{\"symbol\":");
	json_string(out, use->symbol, strlen(use->symbol));
	json_text(out, ",\"replacement\":");
	json_string(out, use->replacement, strlen(use->replacement));
	json_text(out, ",\"count\":");
	json_u64(out, use->count);
	json_text(out, ",\"first\":");
	json_u64(out, use->first);
	json_text(out, ",\"last\":");
	json_u64(out, use->last);
	json_text(out, "}");
}

size_t eef_shim_report(char *buf, size_t cap)
{
	struct json_out out = { buf, cap, 0 };

	json_text(&out, "[");
	shim_each(write_use, &out);
	json_text(&out, "]");
	return json_end(&out);
}

/* --- What is left behind for whoever asks which old names are still used --- */

#define LOG_LINE 1024

static void write_line(void *arg, const struct shim_use *use)
{
	char line[LOG_LINE];
	struct json_out out = { line, sizeof(line), 0 };
	size_t len;

	if (use->count == 0)
		return;
	json_text(&out, "{\"symbol\":");
	json_string(&out, use->symbol, strlen(use->symbol));
	json_text(&out, ",\"replacement\":");
	json_string(&out, use->replacement, strlen(use->replacement));
	json_text(&out, ",\"uses\":");
	json_u64(&out, use->count);
	json_text(&out, ",\"first\":");
	json_u64(&out, use->first);
	json_text(&out, ",\"last\":");
	json_u64(&out, use->last);
	json_text(&out, "}\n");
	len = json_end(&out);
	if (len < sizeof(line) && write(*(int *)arg, line, len) != (ssize_t)len)
		return; /* a full disk: the program ends all the same */
}

/* Each line in one write, so that programs may share the file. */
__attribute__((destructor)) static void write_uses(void)
{
	const char *path = atomic_load(&shims_count) > 0 ? getenv("CANONRY_USES") : NULL;
	char own[4096]; /* PATH_MAX */
	int file;

	if (!path || !*path)
		return;
	file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (file < 0 && errno == EISDIR && snprintf(own, sizeof(own), "%s/%ld.jsonl", path, (long)getpid()) < (int)sizeof(own))
		file = open(own, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (file < 0)
		return;
	shim_each(write_line, &file);
	close(file);
}
