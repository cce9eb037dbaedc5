/* What a function's name says that it does to what it is given. */
#include "base/base.h"
#include "analyzers/lang/c/state.h"

#include <ctype.h>

#include "analyzers/lang/c/words.h"

#define WORDS_MAX 24

/* An identifier cut at underscores and humps, as slices of it: pthread_mutex_lock, FcMutexLock. */
struct name_words {
	struct str items[WORDS_MAX];
	uint32_t count;
};

static bool is_cut(struct str name, size_t i)
{
	if (i == 0 || !isupper((unsigned char)name.ptr[i]))
		return false;
	return !isupper((unsigned char)name.ptr[i - 1]) || (i + 1 < name.len && islower((unsigned char)name.ptr[i + 1]));
}

static void split(struct str name, struct name_words *ret)
{
	size_t start = 0;

	ret->count = 0;
	for (size_t i = 0; i <= name.len && ret->count < WORDS_MAX; i++) {
		bool is_gap = i == name.len || name.ptr[i] == '_';

		if (!is_gap && !is_cut(name, i))
			continue;
		if (i > start)
			ret->items[ret->count++] = str_slice(name, start, i);
		start = i + (is_gap ? 1 : 0);
	}
}

static bool is_word(struct str word, const char *const *list)
{
	for (; *list; list++) /* most differ in their first letter */
		if (((word.ptr[0] ^ **list) & 0xDF) == 0 && word.len == str_from(*list).len && str_has_nocase(word, str_from(*list)))
			return true;
	return false;
}

static bool has_word(const struct name_words *w, const char *const *list)
{
	for (uint32_t i = 0; i < w->count; i++)
		if (is_word(w->items[i], list))
			return true;
	return false;
}

static const char *const locks[] = { "lock", "mutexlock", "rdlock", "wrlock", "spinlock", "trylock", "semwait", "locked", NULL };
static const char *const unlocks[] = { "unlock", "mutexunlock", "rdunlock", "wrunlock", "spinunlock", "unlocked", NULL };
static const char *const mutexes[] = { "mutex", "mtx", "critical", "section", "srw", "monitor", "sem", "semaphore", "spin", NULL };
static const char *const enters[] = { "enter", "acquire", "wait", "down", "take", NULL };
static const char *const leaves[] = { "leave", "release", "post", "up", "give", "exit", NULL };
static const char *const lives[] = { "init", "alloc", "new", "create", "destroy", "dealloc", "free", "deinit", "fini", "term", NULL }; /* of a lock */
static const char *const scopes[] = { "guard", "locker", "scoped", "holder", "autolock", "auto", NULL };
static const char *const onces[] = { "once", NULL };
static const char *const atomics[] = { "atomic", "cmpxchg", "cmpexch", "interlocked", "cas", NULL };
static const char *const files[] = { "file", "files", "lockf", "dir", "ref", "refs", "index", "pid", "pack", "page", "table", "row", "db", "tree",
				     "virtual", "rect", "bits", "bitmap", "pixels", "surface", "texture", "image", NULL };

static const char *const adds[] = { "add", "append", "insert", "push", "put", "set", "register", "prepend", "enqueue", "track", "store", "save",
				    "emplace", "remember", NULL };
static const char *const drops[] = { "remove", "delete", "del", "free", "clear", "pop", "erase", "destroy", "unref", "reset", "drain", "flush",
				     "evict", "trim", "shrink", "dequeue", "release", "unregister", "steal", "purge", "expire", "discard", "unset", "fini",
				     "deinit", "rem", "empty", "forget", "truncate", "dispose", "shift", "swap", NULL };
static const char *const lookups[] = { "find", "lookup", "get", "search", "contains", "has", "fetch", "at", "count", NULL };

static const char *const writers[] = { "sprintf", "snprintf", "vsnprintf", "vsprintf", "strcpy", "strncpy", "strlcpy", "strcat", "strncat", "strlcat",
				       "memcpy", "memmove", "memset", "strftime", "asctime_r", "ctime_r", "inet_ntop", "localtime_r", "gmtime_r",
				       "g_snprintf", "g_strlcpy", "xsnprintf", "msnprintf", "stpcpy", "strerror_r", "getcwd", "realpath", "readlink",
				       "fgets", "read", "stbsp_snprintf", NULL };
static const char *const starters[] = { "pthread_create", "thrd_create", "g_thread_new", "g_thread_try_new", "g_thread_create", "g_thread_pool_new",
					"CreateThread", "_beginthread", "_beginthreadex", "uv_thread_create", "uv_queue_work", "g_task_run_in_thread",
					"SDL_CreateThread", "dispatch_async", "dispatch_async_f", "QtConcurrent", "async", "thread", "jthread", NULL };

static bool is_lock_kind(const struct name_words *w)
{
	return has_word(w, mutexes) && has_word(w, enters) && !has_word(w, leaves);
}

static enum call_meaning lock_meaning(const struct name_words *w)
{
	bool has_lock = has_word(w, locks) || has_word(w, mutexes);

	if (has_word(w, files))
		return CALL_OTHER;
	if (has_lock && has_word(w, scopes))
		return CALL_LOCK_SCOPE;
	if (has_word(w, unlocks) || (has_lock && has_word(w, leaves)))
		return CALL_UNLOCK;
	if (w->count > 0 && is_word(w->items[w->count - 1], lives))
		return CALL_OTHER;
	if (is_lock_kind(w))
		return CALL_LOCK;
	if (w->count == 0 || !has_word(w, locks))
		return CALL_OTHER;
	return (w->count == 2 && is_word(w->items[0], locks)) || is_word(w->items[w->count - 1], locks) || has_word(w, mutexes) ? CALL_LOCK : CALL_OTHER;
}

/* Starts a thread by what it is called: virThreadCreate, tpool_thread_start. */
static bool is_starter(struct str name, const struct name_words *w)
{
	static const char *const threads[] = { "thread", "threads", "thrd", NULL };
	static const char *const starts[] = { "create", "new", "start", "spawn", "launch", "fork", NULL };

	return is_word(name, starters) || (has_word(w, threads) && has_word(w, starts));
}

enum call_meaning state_call_meaning(struct str name)
{
	struct name_words w;
	enum call_meaning meaning;

	split(name, &w);
	if (has_word(&w, onces))
		return CALL_ONCE;
	if (has_word(&w, atomics) || str_starts(name, STR("__sync_")))
		return CALL_ATOMIC;
	meaning = lock_meaning(&w);
	if (meaning != CALL_OTHER)
		return meaning;
	if (is_starter(name, &w))
		return CALL_THREAD;
	if (is_word(name, writers))
		return CALL_WRITE;
	if (has_word(&w, drops))
		return CALL_DROP;
	if (has_word(&w, lookups))
		return CALL_LOOKUP;
	return has_word(&w, adds) ? CALL_ADD : CALL_OTHER;
}

bool state_is_for_threads(struct str callee)
{
	static const char *const words[] = { "pthread", "thread", "threads", "thrd", "rwlock", "rdlock", "wrlock", "mutexlock", "spinlock", NULL };
	static const char *const std[] = { "lock_guard", "scoped_lock", "shared_lock", "unique_lock", "QMutexLocker", "QReadLocker", "QWriteLocker", NULL };
	struct name_words w;
	bool has_small = false;

	for (size_t i = 0; i < callee.len; i++)
		has_small = has_small || islower((unsigned char)callee.ptr[i]);
	split(callee, &w);
	return !has_small || has_word(&w, words) || has_word(&w, mutexes) || str_is_one_of(callee, std);
}

/* --- Quick questions: a word without a part's letters does not hold the part --- */

#define BIT(c) (UINT32_C(1) << ((c) & 31))
#define LETTERS2(a, b) (BIT(a) | BIT(b))
#define LETTERS4(a, b, c, d) (LETTERS2(a, b) | LETTERS2(c, d))

struct name_part {
	const char *text;
	uint32_t letters; /* some of them */
};

/* Upper and lower case share their five bits. */
static const struct name_part guard_parts[] = {
	{ "lock", LETTERS4('l', 'o', 'c', 'k') }, { "once", LETTERS4('o', 'n', 'c', 'e') },     { "hread", LETTERS4('h', 'r', 'e', 'd') },
	{ "mutex", LETTERS4('m', 'u', 't', 'x') }, { "async", LETTERS4('a', 's', 'y', 'n') },   { "thrd", LETTERS4('t', 'h', 'r', 'd') },
	{ "ritical", LETTERS4('r', 't', 'c', 'l') }, { "dispatch", LETTERS4('d', 's', 'p', 'h') }, { "uv_queue", LETTERS4('u', 'v', 'q', 'e') },
	{ "monitor", LETTERS4('m', 'n', 't', 'r') }, { "sem_", LETTERS4('s', 'e', 'm', '_') },  { "spin", LETTERS4('s', 'p', 'i', 'n') },
};
static const struct name_part creation_parts[] = {
	{ "new", LETTERS2('n', 'w') },  { "create", LETTERS4('c', 'r', 'e', 't') }, { "make", LETTERS4('m', 'a', 'k', 'e') },
	{ "build", LETTERS4('b', 'u', 'l', 'd') }, { "open", LETTERS4('o', 'p', 'e', 'n') },   { "init", LETTERS4('i', 'n', 't', 'i') },
};

static bool has_part(struct str word, const struct name_part *parts, size_t count)
{
	uint32_t letters = c_word_letters(word);

	for (size_t i = 0; i < count; i++)
		if ((letters & parts[i].letters) == parts[i].letters && str_has_nocase(word, str_from(parts[i].text)))
			return true;
	return false;
}

bool state_may_guard(struct str word)
{
	return has_part(word, guard_parts, ARRAY_LEN(guard_parts));
}

bool state_says_creation(struct str word)
{
	return has_part(word, creation_parts, ARRAY_LEN(creation_parts));
}
