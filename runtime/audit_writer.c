/* Sealing, keys, segments, syncs and anchors, in the order in which a crash at any point leaves an honest log. */
#include "runtime/audit_writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
	WRITE_SIZE = 64 * 1024, /* larger writes are not faster */
	TURN_AGAIN_MS = 1000,
};

/* The clock that callers are stamped with: a finer one would run ahead of theirs. */
static int64_t wall_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* A disk may get room again; anything else means that nobody knows what the file holds. */
static bool fail(struct eef_audit_writer *writer, int error)
{
	writer->errors++;
	writer->error = error;
	if (error != ENOSPC && error != EDQUOT && error != EAGAIN)
		writer->is_dead = true;
	return false;
}

static bool fail_for_good(struct eef_audit_writer *writer, int error)
{
	writer->is_dead = true;
	return fail(writer, error);
}

/* The mere sealing, for which there is room. */
static void seal(struct eef_audit_writer *writer, const struct eef_audit_record *record)
{
	eef_audit_file_add(
		&writer->file, eef_audit_chain_seal(&writer->chain, record, eef_audit_file_room(&writer->file)));
}

/* A record of our own that goes before a caller's is not later than it. */
static int64_t own_time(const struct eef_audit_writer *writer)
{
	return writer->next_ts ? writer->next_ts : wall_clock();
}

static void seal_own(struct eef_audit_writer *writer, enum eef_audit_op op, const char *word, uint64_t number)
{
	struct eef_audit_record record = { .op = op, .ts_ns = own_time(writer), .word = eef_audit_text_of(word) };

	record.numbers[0] = number;
	seal(writer, &record);
}

static void seal_segment_open(struct eef_audit_writer *writer)
{
	char id[2 * EEF_AUDIT_CHAIN_ID_SIZE + 1] = "", text[256];
	struct eef_audit_record record = { .op = EEF_AUDIT_SEGMENT_OPEN, .ts_ns = own_time(writer) };
	int len;

	eef_audit_hex(writer->file.id, sizeof(writer->file.id), id);
	len = snprintf(text, sizeof(text), "{\"chain\":\"%s\",\"segment\":%u,\"mac\":\"%s\",\"kid_since\":%llu}", id,
		writer->file.segment, writer->chain.is_keyed ? "hmac-sha256" : "sha256",
		(unsigned long long)writer->kid_since);
	record.detail = (struct eef_audit_text){ text, (size_t)len };
	seal(writer, &record);
	writer->first_in_segment = writer->chain.seq;
	writer->segments++;
}

bool eef_audit_writer_write(struct eef_audit_writer *writer, uint64_t now)
{
	size_t waiting = writer->file.out_len - writer->file.out_done;

	if (!waiting)
		return true;
	if (!eef_audit_file_write(&writer->file))
		return fail(writer, errno);
	if (!writer->unsynced)
		writer->unsynced_since = now;
	writer->unsynced += waiting;
	writer->error = 0;
	return true;
}

bool eef_audit_writer_sync(struct eef_audit_writer *writer)
{
	if (!writer->unsynced)
		return true;
	if (!eef_audit_file_sync(&writer->file))
		return fail_for_good(writer, errno);
	writer->unsynced = 0;
	writer->syncs++;
	return true;
}

static bool finish_turn(struct eef_audit_writer *writer, uint64_t now)
{
	if (!eef_audit_writer_write(writer, now) || !eef_audit_writer_sync(writer))
		return false;
	eef_audit_file_go_next(&writer->file);
	writer->is_turning = false;
	seal_segment_open(writer);
	return true;
}

/* The new file comes first: without it the old one goes on, and its end is not said before it is certain. */
static bool turn(struct eef_audit_writer *writer, uint64_t now)
{
	if (!eef_audit_file_prepare_next(&writer->file)) {
		writer->errors++;
		writer->turn_after = now + TURN_AGAIN_MS;
		return true;
	}
	seal_own(writer, EEF_AUDIT_SEGMENT_CLOSE, "rotated", 0);
	writer->is_turning = true;
	return finish_turn(writer, now);
}

static bool turn_is_due(const struct eef_audit_writer *writer, uint64_t now, bool is_asked)
{
	bool holds_records = writer->chain.seq > writer->first_in_segment;

	return holds_records && now >= writer->turn_after &&
		(is_asked || writer->file.segment_bytes >= writer->options->segment_bytes);
}

static bool key_is_due(const struct eef_audit_writer *writer, uint64_t now)
{
	uint64_t records = writer->chain.seq + 1 - writer->kid_since;

	return writer->chain.is_keyed && records &&
		(records + 1 >= writer->options->evolve_records ||
			now - writer->kid_time >= writer->options->evolve_ms);
}

/* The old key itself says that its time is over. */
static void evolve(struct eef_audit_writer *writer, uint64_t now)
{
	seal_own(writer, EEF_AUDIT_KEY_EVOLVED, NULL, (uint64_t)writer->chain.kid + 1);
	eef_audit_chain_evolve(&writer->chain);
	writer->kid_since = writer->chain.seq + 1;
	writer->kid_time = now;
}

/* Room for a record and for all that may have to come before it: three lines of our own. */
static bool make_room(struct eef_audit_writer *writer, uint64_t now)
{
	if (writer->is_dead)
		return false;
	if (writer->is_turning)
		return finish_turn(writer, now);
	if (writer->file.out_len >= WRITE_SIZE)
		return eef_audit_writer_write(writer, now);
	return true;
}

static void pseudonym(const struct eef_audit_writer *writer, struct eef_audit_text *id, char text[34])
{
	uint8_t mac[crypto_auth_hmacsha256_BYTES];

	if (!id->len)
		return;
	crypto_auth_hmacsha256(mac, (const uint8_t *)id->ptr, id->len, writer->pseudonym_key);
	text[0] = 'p';
	text[1] = ':';
	eef_audit_hex(mac, 16, text + 2);
	*id = (struct eef_audit_text){ text, 34 };
}

/* All that comes before a record. */
static bool prepare(struct eef_audit_writer *writer, uint64_t now)
{
	if (!make_room(writer, now))
		return false;
	if (key_is_due(writer, now))
		evolve(writer, now);
	return !turn_is_due(writer, now, false) || turn(writer, now);
}

bool eef_audit_writer_add(struct eef_audit_writer *writer, const struct eef_audit_record *record, uint64_t now)
{
	struct eef_audit_record copy = *record;
	char user[34], run[34];
	bool is_ready;

	writer->next_ts = record->ts_ns;
	is_ready = prepare(writer, now);
	writer->next_ts = 0;
	if (!is_ready)
		return false;
	if (writer->has_pseudonyms) {
		pseudonym(writer, &copy.user, user);
		pseudonym(writer, &copy.run, run);
	}
	seal(writer, &copy);
	return true;
}

static bool sync_is_due(const struct eef_audit_writer *writer, uint64_t now)
{
	const struct eef_audit_options *options = writer->options;

	return writer->unsynced && options->mode != EEF_AUDIT_MODE_NONE &&
		(now - writer->unsynced_since >= options->interval_ms || writer->unsynced >= options->interval_bytes);
}

/* Only of what is on the disk: a head that is ahead of its log would make an honest log look cut. */
static bool set_anchor(struct eef_audit_writer *writer, uint64_t now)
{
	if (!eef_audit_writer_write(writer, now) || !eef_audit_writer_sync(writer))
		return false;
	writer->head_time = now;
	if (!eef_audit_file_write_head(&writer->file, &writer->chain, wall_clock())) {
		writer->errors++;
		return false;
	}
	writer->head_seq = writer->chain.seq;
	writer->heads++;
	if (writer->options->on_anchor)
		writer->options->on_anchor(writer->options->anchor_data, writer->chain.seq, writer->chain.head);
	return true;
}

static bool anchor_is_due(const struct eef_audit_writer *writer, uint64_t now)
{
	uint64_t records = writer->chain.seq - writer->head_seq;

	return records &&
		(records >= writer->options->head_records || now - writer->head_time >= writer->options->head_ms);
}

bool eef_audit_writer_tick(struct eef_audit_writer *writer, uint64_t now, bool rotate)
{
	if (!make_room(writer, now))
		return false;
	if (key_is_due(writer, now) && now - writer->kid_time >= writer->options->evolve_ms)
		evolve(writer, now);
	if (turn_is_due(writer, now, rotate) && !turn(writer, now))
		return false;
	if (!eef_audit_writer_write(writer, now))
		return false;
	if (sync_is_due(writer, now) && !eef_audit_writer_sync(writer))
		return false;
	if (anchor_is_due(writer, now))
		set_anchor(writer, now);
	return !writer->is_dead;
}

bool eef_audit_writer_finish(struct eef_audit_writer *writer, uint64_t now)
{
	seal_own(writer, EEF_AUDIT_SEGMENT_CLOSE, "stopped", 0);
	return set_anchor(writer, now);
}

static int read_keys(struct eef_audit_writer *writer)
{
	const struct eef_audit_options *options = writer->options;
	uint8_t key[EEF_AUDIT_KEY_SIZE];

	if (options->key_file && !eef_audit_key_read(options->key_file, key))
		return errno == EINVAL ? EEF_AUDIT_E_INVAL : EEF_AUDIT_E_IO;
	eef_audit_chain_init(&writer->chain, options->key_file ? key : NULL);
	sodium_memzero(key, sizeof(key));
	if (!options->pseudonym_key_file)
		return EEF_AUDIT_OK;
	writer->has_pseudonyms = true;
	if (eef_audit_key_read(options->pseudonym_key_file, writer->pseudonym_key))
		return EEF_AUDIT_OK;
	return errno == EINVAL ? EEF_AUDIT_E_INVAL : EEF_AUDIT_E_IO;
}

int eef_audit_writer_open(struct eef_audit_writer *writer, const struct eef_audit_options *options, uint64_t now)
{
	int status, error;

	writer->options = options;
	writer->kid_since = 1;
	writer->kid_time = writer->head_time = now;
	status = read_keys(writer);
	if (status == EEF_AUDIT_OK && !eef_audit_file_open(&writer->file, options->dir))
		status = EEF_AUDIT_E_IO;
	if (status == EEF_AUDIT_OK) {
		seal_segment_open(writer);
		if (set_anchor(writer, now))
			return EEF_AUDIT_OK;
		error = errno;
		eef_audit_file_discard(&writer->file);
		errno = error;
		status = EEF_AUDIT_E_IO;
	}
	eef_audit_chain_release(&writer->chain);
	sodium_memzero(writer->pseudonym_key, sizeof(writer->pseudonym_key));
	return status;
}

void eef_audit_writer_close(struct eef_audit_writer *writer)
{
	eef_audit_file_close(&writer->file);
	eef_audit_chain_release(&writer->chain);
	sodium_memzero(writer->pseudonym_key, sizeof(writer->pseudonym_key));
}
