/* The log: callers put records into the ring, one thread takes them out, and both agree on how far it has come. */
#include "runtime/audit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "runtime/audit_ring.h"
#include "runtime/audit_writer.h"

enum {
	TICK_MS = 50, /* the longest sleep of the thread; a full disk is tried again at this pace */
	RING_MIN = 64 * 1024,
	RATED_NS = 1000000000,
};

/* Of a RATED op: the count that waits for the next record. */
struct rated {
	int64_t next_ns;
	uint64_t count;
};

struct eef_audit_log {
	struct eef_audit_options options;
	pthread_t thread;
	atomic_bool is_rotation_asked;

	pthread_mutex_t lock; /* holds together what follows, up to the writer */
	pthread_cond_t work, progress;
	struct eef_audit_ring ring;
	struct rated rated[EEF_AUDIT_OP_COUNT];
	uint64_t taken, sealed, written, durable; /* records, counted in the order in which they were taken in */
	uint64_t sync_asked;                      /* somebody waits for the records up to here */
	uint64_t lost, lost_said, refused;
	bool is_asleep, is_stopping;
	unsigned waiters;
	int error;
	bool is_dead;
	uint64_t head_seq;
	uint8_t head_hash[EEF_AUDIT_HASH_SIZE];
	uint64_t errors, syncs, heads, segments;

	struct eef_audit_writer writer; /* the thread's alone, as is the rest */
	uint64_t position, count;       /* how far the ring is sealed: bytes, records */
	uint64_t count_written, count_durable;
	uint64_t said; /* lost records that a record speaks of */
};

/* What the thread goes by during one turn. */
struct orders {
	uint64_t end, sync_asked, lost;
	bool is_stopping, rotate;
};

void eef_audit_options_init(struct eef_audit_options *options)
{
	*options = (struct eef_audit_options){
		.mode = EEF_AUDIT_MODE_INTERVAL,
		.ring_bytes = 2 * 1024 * 1024,
		.segment_bytes = 64 * 1024 * 1024,
		.interval_ms = 100,
		.interval_bytes = 1024 * 1024,
		.evolve_records = 65536,
		.evolve_ms = 15 * 60 * 1000,
		.head_records = 4096,
		.head_ms = 1000,
		.notify_fd = -1,
	};
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static int64_t stamp_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct timespec in_ms(uint32_t ms)
{
	struct timespec when;

	clock_gettime(CLOCK_MONOTONIC, &when);
	when.tv_sec += ms / 1000;
	when.tv_nsec += (long)(ms % 1000) * 1000000;
	if (when.tv_nsec >= 1000000000) {
		when.tv_sec++;
		when.tv_nsec -= 1000000000;
	}
	return when;
}

/* --- The side of the callers; under the lock --- */

static void wake(struct eef_audit_log *log)
{
	if (log->is_asleep) {
		log->is_asleep = false;
		pthread_cond_signal(&log->work);
	}
}

static bool take_in(struct eef_audit_log *log, const struct eef_audit_record *record, size_t reserve)
{
	if (log->is_dead || !eef_audit_ring_put(&log->ring, record, reserve))
		return false;
	log->taken++;
	if (eef_audit_ring_used(&log->ring) >= log->ring.size / 4)
		wake(log);
	return true;
}

/* Is it enough to count this one? Otherwise it goes into the trail with the count so far. */
static bool is_counted_only(struct eef_audit_log *log, struct eef_audit_record *record)
{
	struct rated *rated = &log->rated[record->op];

	rated->count += record->numbers[0] ? record->numbers[0] : 1;
	if (record->ts_ns < rated->next_ns)
		return true;
	rated->next_ns = record->ts_ns + RATED_NS;
	record->numbers[0] = rated->count;
	rated->count = 0;
	return false;
}

static bool is_open(const struct eef_audit_log *log)
{
	return log->options.on_failure == EEF_AUDIT_FAIL_OPEN;
}

/* Must not be taken in now, because what it stands for must not happen when the trail may have a gap? */
static bool is_refused(const struct eef_audit_log *log, enum eef_audit_kind kind)
{
	return !is_open(log) && log->error && (kind == EEF_AUDIT_KIND_GATE || kind == EEF_AUDIT_KIND_APP);
}

static int turn_away(struct eef_audit_log *log, enum eef_audit_kind kind)
{
	bool happens = is_open(log) || kind != EEF_AUDIT_KIND_GATE;

	log->lost += happens;
	log->refused += !happens;
	return is_open(log) ? EEF_AUDIT_OK : EEF_AUDIT_E_AUDIT;
}

static int append(struct eef_audit_log *log, struct eef_audit_record *record)
{
	enum eef_audit_kind kind = eef_audit_op_names(record->op)->kind;
	bool may_use_all = kind != EEF_AUDIT_KIND_GATE && kind != EEF_AUDIT_KIND_APP;

	if (kind == EEF_AUDIT_KIND_RATED && is_counted_only(log, record))
		return EEF_AUDIT_OK;
	if (!is_refused(log, kind) && take_in(log, record, may_use_all ? 0 : log->ring.size / 8))
		return EEF_AUDIT_OK;
	return turn_away(log, kind);
}

int eef_audit_log_append(struct eef_audit_log *log, const struct eef_audit_record *record, uint64_t *ret_ticket)
{
	struct eef_audit_record copy = *record;
	uint64_t ticket;
	int status;

	if (!eef_audit_record_is_valid(record) || eef_audit_op_names(record->op)->kind == EEF_AUDIT_KIND_OWN)
		return EEF_AUDIT_E_INVAL;
	pthread_mutex_lock(&log->lock);
	if (!copy.ts_ns)
		copy.ts_ns = stamp_ns(); /* under the lock: the order of records is that of their times */
	status = append(log, &copy);
	ticket = log->taken;
	pthread_mutex_unlock(&log->lock);
	if (ret_ticket && status == EEF_AUDIT_OK)
		*ret_ticket = ticket;
	return status;
}

static int wait_for(struct eef_audit_log *log, uint64_t ticket, uint32_t timeout_ms)
{
	struct timespec until = in_ms(timeout_ms);
	int waited = 0;

	if (ticket > log->sync_asked)
		log->sync_asked = ticket;
	wake(log);
	log->waiters++;
	while (log->durable < ticket && !log->error && !waited)
		waited = pthread_cond_timedwait(&log->progress, &log->lock, &until);
	log->waiters--;
	if (log->durable >= ticket)
		return EEF_AUDIT_OK;
	return log->error ? EEF_AUDIT_E_AUDIT : EEF_AUDIT_E_TIMEOUT;
}

int eef_audit_log_wait(struct eef_audit_log *log, uint64_t ticket, uint32_t timeout_ms)
{
	int status;

	pthread_mutex_lock(&log->lock);
	status = wait_for(log, ticket, timeout_ms);
	pthread_mutex_unlock(&log->lock);
	return status;
}

int eef_audit_log_commit(struct eef_audit_log *log, const struct eef_audit_record *record, uint32_t timeout_ms)
{
	uint64_t ticket;
	int status = eef_audit_log_append(log, record, &ticket);

	if (status != EEF_AUDIT_OK || log->options.mode != EEF_AUDIT_MODE_SYNC)
		return status;
	status = eef_audit_log_wait(log, ticket, timeout_ms);
	return is_open(log) ? EEF_AUDIT_OK : status;
}

int eef_audit_log_flush(struct eef_audit_log *log, uint32_t timeout_ms)
{
	int status;

	pthread_mutex_lock(&log->lock);
	status = wait_for(log, log->taken, timeout_ms);
	pthread_mutex_unlock(&log->lock);
	return status;
}

void eef_audit_log_rotate(struct eef_audit_log *log)
{
	atomic_store_explicit(&log->is_rotation_asked, true, memory_order_relaxed);
}

void eef_audit_log_head(struct eef_audit_log *log, uint64_t *ret_seq, uint8_t ret_hash[32])
{
	pthread_mutex_lock(&log->lock);
	*ret_seq = log->head_seq;
	memcpy(ret_hash, log->head_hash, EEF_AUDIT_HASH_SIZE);
	pthread_mutex_unlock(&log->lock);
}

void eef_audit_log_stats(struct eef_audit_log *log, struct eef_audit_stats *ret_stats)
{
	pthread_mutex_lock(&log->lock);
	*ret_stats = (struct eef_audit_stats){
		.records = log->taken,
		.written = log->written,
		.durable = log->durable,
		.lost = log->lost,
		.refused = log->refused,
		.errors = log->errors,
		.syncs = log->syncs,
		.segments = log->segments,
		.heads = log->heads,
		.head_seq = log->head_seq,
		.error = log->error,
		.is_dead = log->is_dead,
	};
	pthread_mutex_unlock(&log->lock);
}

/* --- The side of the thread --- */

static void notify(const struct eef_audit_log *log)
{
	static const uint64_t one = 1;
	ssize_t n;

	if (log->options.notify_fd < 0)
		return;
	do
		n = write(log->options.notify_fd, &one, sizeof(one));
	while (n < 0 && errno == EINTR); /* EAGAIN: it is set already */
}

/* Lets the callers know; the ring's room is theirs again. */
static void publish(struct eef_audit_log *log)
{
	const struct eef_audit_writer *writer = &log->writer;
	bool has_news;

	pthread_mutex_lock(&log->lock);
	has_news = log->durable != log->count_durable || log->error != writer->error;
	log->ring.tail = log->position;
	log->sealed = log->count;
	log->written = log->count_written;
	log->durable = log->count_durable;
	log->lost_said = log->said;
	log->error = writer->error;
	log->is_dead = writer->is_dead;
	log->errors = writer->errors;
	log->syncs = writer->syncs;
	log->heads = writer->heads;
	log->segments = writer->segments;
	if (writer->file.out_len == 0) {
		log->head_seq = writer->chain.seq;
		memcpy(log->head_hash, writer->chain.head, sizeof(log->head_hash));
	}
	if (has_news && log->waiters)
		pthread_cond_broadcast(&log->progress);
	pthread_mutex_unlock(&log->lock);
	if (has_news)
		notify(log);
}

/* How far have writes and syncs come, in records? */
static void count(struct eef_audit_log *log)
{
	if (log->writer.file.out_len == 0)
		log->count_written = log->count;
	if (log->writer.unsynced == 0 && !log->writer.is_dead)
		log->count_durable = log->count_written;
}

static bool drain(struct eef_audit_log *log, uint64_t end)
{
	struct eef_audit_writer *writer = &log->writer;
	struct eef_audit_record record = { 0 };

	while (log->position < end) {
		uint64_t next = eef_audit_ring_get(&log->ring, log->position, &record);
		size_t waiting = writer->file.out_len;

		if (!eef_audit_writer_add(writer, &record, now_ms()))
			return false;
		log->position = next;
		log->count++;
		if (writer->file.out_len < waiting) /* a batch was written: there is room in the ring */
			publish(log);
	}
	return true;
}

static bool say_lost(struct eef_audit_log *log, uint64_t lost)
{
	struct eef_audit_record record = { .op = EEF_AUDIT_RECORDS_LOST, .ts_ns = stamp_ns() };

	if (lost == log->said)
		return true;
	record.numbers[0] = lost - log->said;
	if (!eef_audit_writer_add(&log->writer, &record, now_ms()))
		return false;
	log->said = lost;
	return true;
}

static bool obey(struct eef_audit_log *log, const struct orders *orders)
{
	struct eef_audit_writer *writer = &log->writer;
	uint64_t now = now_ms();

	if (!drain(log, orders->end) || !say_lost(log, orders->lost))
		return false;
	if (!eef_audit_writer_tick(writer, now, orders->rotate))
		return false;
	count(log);
	if (orders->sync_asked > log->count_durable && !eef_audit_writer_sync(writer))
		return false;
	return !orders->is_stopping || eef_audit_writer_finish(writer, now);
}

/* Counts of RATED ops whose second is over, without a caller. */
static void take_in_counts(struct eef_audit_log *log)
{
	struct eef_audit_record record = { .ts_ns = stamp_ns() };

	for (int op = 0; op < EEF_AUDIT_OP_COUNT; op++) {
		struct rated *rated = &log->rated[op];

		if (!rated->count || (record.ts_ns < rated->next_ns && !log->is_stopping))
			continue;
		record.op = (enum eef_audit_op)op;
		record.numbers[0] = rated->count;
		if (take_in(log, &record, 0)) {
			rated->count = 0;
			rated->next_ns = record.ts_ns + RATED_NS;
		}
	}
}

static bool has_work(const struct eef_audit_log *log)
{
	bool is_asked = log->sync_asked > log->durable;

	if (log->is_stopping)
		return true;
	return !log->error && (is_asked || eef_audit_ring_used(&log->ring) >= log->ring.size / 4);
}

static struct orders wait_for_orders(struct eef_audit_log *log)
{
	uint32_t ms = log->options.interval_ms < TICK_MS ? log->options.interval_ms : TICK_MS;
	struct timespec until = in_ms(ms ? ms : 1);
	struct orders orders;
	int waited = 0;
	bool rotate;

	pthread_mutex_lock(&log->lock);
	while (!has_work(log) && !waited) {
		log->is_asleep = true;
		waited = pthread_cond_timedwait(&log->work, &log->lock, &until);
	}
	log->is_asleep = false;
	take_in_counts(log);
	/* Before `end`: who appends and then asks for a segment gets one. */
	rotate = atomic_exchange_explicit(&log->is_rotation_asked, false, memory_order_relaxed);
	orders = (struct orders){
		.end = log->ring.head,
		.sync_asked = log->sync_asked,
		.lost = log->lost,
		.is_stopping = log->is_stopping,
		.rotate = rotate,
	};
	pthread_mutex_unlock(&log->lock);
	return orders;
}

static void *run(void *data)
{
	struct eef_audit_log *log = data;
	struct orders orders;

	do {
		orders = wait_for_orders(log);
		if (!obey(log, &orders) && orders.rotate)
			eef_audit_log_rotate(log);
		count(log);
		publish(log);
	} while (!orders.is_stopping);
	return NULL;
}

/* --- Its life --- */

static bool are_options_good(const struct eef_audit_options *options)
{
	bool is_power = (options->ring_bytes & (options->ring_bytes - 1)) == 0;

	return options->dir && is_power && options->ring_bytes >= RING_MIN && options->segment_bytes &&
		options->evolve_records && options->evolve_ms && options->head_records &&
		(unsigned)options->mode <= EEF_AUDIT_MODE_SYNC && (unsigned)options->on_failure <= EEF_AUDIT_FAIL_OPEN;
}

static void init_locks(struct eef_audit_log *log)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_mutex_init(&log->lock, NULL);
	pthread_cond_init(&log->work, &attributes);
	pthread_cond_init(&log->progress, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void free_log(struct eef_audit_log *log)
{
	pthread_cond_destroy(&log->progress);
	pthread_cond_destroy(&log->work);
	pthread_mutex_destroy(&log->lock);
	eef_audit_ring_release(&log->ring);
	free(log);
}

/* Signals belong to the program's own threads. */
static bool start_thread(struct eef_audit_log *log)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&log->thread, NULL, run, log);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return !error;
}

static int start(struct eef_audit_log *log)
{
	int status, error;

	if (!eef_audit_ring_init(&log->ring, log->options.ring_bytes))
		return EEF_AUDIT_E_NOMEM;
	status = eef_audit_writer_open(&log->writer, &log->options, now_ms());
	if (status != EEF_AUDIT_OK)
		return status;
	publish(log);
	if (start_thread(log))
		return EEF_AUDIT_OK;
	error = errno;
	eef_audit_file_discard(&log->writer.file);
	eef_audit_chain_release(&log->writer.chain);
	errno = error;
	return EEF_AUDIT_E_NOMEM;
}

int eef_audit_log_open(const struct eef_audit_options *options, struct eef_audit_log **ret_log)
{
	struct eef_audit_log *log;
	int status, error;

	if (!are_options_good(options))
		return EEF_AUDIT_E_INVAL;
	if (sodium_init() < 0)
		return EEF_AUDIT_E_IO;
	log = calloc(1, sizeof(*log));
	if (!log)
		return EEF_AUDIT_E_NOMEM;
	log->options = *options;
	init_locks(log);
	status = start(log);
	if (status == EEF_AUDIT_OK) {
		*ret_log = log;
		return EEF_AUDIT_OK;
	}
	error = errno;
	free_log(log);
	errno = error;
	return status;
}

int eef_audit_log_close(struct eef_audit_log *log)
{
	bool is_whole;

	if (!log)
		return EEF_AUDIT_OK;
	pthread_mutex_lock(&log->lock);
	log->is_stopping = true;
	wake(log);
	pthread_mutex_unlock(&log->lock);
	pthread_join(log->thread, NULL);
	is_whole = !log->error && log->durable == log->taken && log->lost_said == log->lost;
	eef_audit_writer_close(&log->writer);
	free_log(log);
	return is_whole ? EEF_AUDIT_OK : EEF_AUDIT_E_AUDIT;
}
