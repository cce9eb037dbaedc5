/* Records with length and checksum, written at the end and read until the first that is not good. */
#include "base/base.h"
#include "rewriters/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/file.h"

#define MAGIC "canonry1"

enum { HEAD_SIZE = 16, RECORD_BEGIN = 1, RECORD_FILE = 2 };

struct content_hash content_hash(struct str bytes)
{
	XXH128_hash_t hash = XXH3_128bits(bytes.ptr ? bytes.ptr : "", bytes.len);

	return (struct content_hash){ hash.high64, hash.low64 };
}

bool content_hash_eq(struct content_hash a, struct content_hash b)
{
	return a.high == b.high && a.low == b.low;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str content_hash_text(struct content_hash hash, struct arena *a)
{
	return arena_printf(a, "%016llx%016llx", (unsigned long long)hash.high, (unsigned long long)hash.low);
}

bool content_hash_parse(struct str hex, struct content_hash *ret)
{
	uint64_t words[2] = { 0 };

	if (hex.len != 32)
		return false;
	for (size_t i = 0; i < hex.len; i++) {
		int digit = hex_digit(hex.ptr[i]);

		if (digit < 0)
			return false;
		words[i / 16] = words[i / 16] << 4 | (unsigned)digit;
	}
	*ret = (struct content_hash){ words[0], words[1] };
	return true;
}

/* --- Writing --- */

static void put_number(struct strbuf *out, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		strbuf_addch(out, (char)(value >> 8 * i & 0xFF));
}

static void put_text(struct strbuf *out, struct str text)
{
	put_number(out, text.len, 4);
	strbuf_add(out, text);
}

static void set_number(char *at, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (char)(value >> 8 * i & 0xFF);
}

static uint64_t check_of(uint32_t type, struct str payload, size_t offset)
{
	return XXH3_64bits_withSeed(payload.ptr ? payload.ptr : "", payload.len, (uint64_t)offset << 8 | type);
}

/* Room for the head, filled in by end_record() when the payload is known. */
static size_t begin_record(struct strbuf *out)
{
	put_number(out, 0, HEAD_SIZE / 2);
	put_number(out, 0, HEAD_SIZE / 2);
	return out->len - HEAD_SIZE;
}

/* `base` is where in the file the first byte of *out will stand. */
static void end_record(struct strbuf *out, size_t start, size_t base, uint32_t type)
{
	struct str payload = str_slice(strbuf_str(out), start + HEAD_SIZE, out->len);

	set_number(out->ptr + start, payload.len, 4);
	set_number(out->ptr + start + 4, type, 4);
	set_number(out->ptr + start + 8, check_of(type, payload, base + start), 8);
}

static void put_version(struct strbuf *out, const struct version *v)
{
	put_number(out, v->exists, 1);
	put_number(out, v->hash.high, 8);
	put_number(out, v->hash.low, 8);
	put_number(out, v->size, 8);
	put_number(out, v->offset, 8);
}

static void put_file(struct strbuf *out, const struct journal_file *f)
{
	put_text(out, f->path);
	put_number(out, f->in_place, 1);
	put_number(out, f->attributes.mode, 4);
	put_number(out, f->attributes.uid, 4);
	put_number(out, f->attributes.gid, 4);
	put_number(out, (uint64_t)f->attributes.mtime, 8);
	put_number(out, f->attributes.mtime_ns, 4);
	put_text(out, f->attributes.xattrs);
	put_version(out, &f->side[SIDE_OLD]);
	put_version(out, &f->side[SIDE_NEW]);
}

void journal_write_head(const struct journal *j, struct strbuf *out)
{
	size_t start = begin_record(out);

	strbuf_addz(out, MAGIC);
	put_text(out, j->root);
	put_text(out, j->title);
	put_text(out, j->command);
	put_text(out, j->time);
	put_number(out, j->files.len, 4);
	end_record(out, start, 0, RECORD_BEGIN);
	vec_foreach (struct journal_file, f, &j->files) {
		start = begin_record(out);
		put_file(out, f);
		end_record(out, start, 0, RECORD_FILE);
	}
}

/* --- Reading --- */

struct reader {
	struct str rest;
	bool failed;
};

static uint64_t get_number(const char *at, unsigned size)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < size; i++)
		value |= (uint64_t)(unsigned char)at[i] << 8 * i;
	return value;
}

static struct str take(struct reader *r, size_t size)
{
	struct str taken = str_slice(r->rest, 0, size);

	if (taken.len < size) {
		r->failed = true;
		return (struct str){ 0 };
	}
	r->rest = str_slice(r->rest, size, r->rest.len);
	return taken;
}

static uint64_t take_number(struct reader *r, unsigned size)
{
	struct str bytes = take(r, size);

	return bytes.len == size ? get_number(bytes.ptr, size) : 0;
}

static struct str take_text(struct reader *r)
{
	return take(r, take_number(r, 4));
}

static struct version take_version(struct reader *r)
{
	struct version v = { .exists = take_number(r, 1) == 1 };

	v.hash.high = take_number(r, 8);
	v.hash.low = take_number(r, 8);
	v.size = take_number(r, 8);
	v.offset = take_number(r, 8);
	return v;
}

/* The checksum keeps accidents out, not malice: a path must not lead anywhere but down. */
static bool is_plain_path(struct str path)
{
	struct str part;

	if (path.len == 0 || path.ptr[0] == '/' || memchr(path.ptr, 0, path.len))
		return false;
	if (path.ptr[path.len - 1] == '/')
		return false;
	while (str_next(&path, '/', &part))
		if (part.len == 0 || str_is(part, ".") || str_is(part, ".."))
			return false;
	return true;
}

static bool is_plain_xattrs(struct str xattrs)
{
	struct reader r = { .rest = xattrs };

	while (r.rest.len && !r.failed) {
		size_t name_len = take_number(&r, 4), value_len = take_number(&r, 4);
		struct str name = take(&r, name_len);

		take(&r, value_len);
		if (name.len == 0 || memchr(name.ptr, 0, name.len))
			return false;
	}
	return !r.failed;
}

static bool read_file(struct reader *r, struct journal_file *f)
{
	*f = (struct journal_file){ .path = take_text(r) };
	f->in_place = take_number(r, 1) == 1;
	f->attributes.mode = (uint32_t)take_number(r, 4);
	f->attributes.uid = (uint32_t)take_number(r, 4);
	f->attributes.gid = (uint32_t)take_number(r, 4);
	f->attributes.mtime = (int64_t)take_number(r, 8);
	f->attributes.mtime_ns = (uint32_t)take_number(r, 4);
	f->attributes.xattrs = take_text(r);
	f->side[SIDE_OLD] = take_version(r);
	f->side[SIDE_NEW] = take_version(r);
	if (r->failed || r->rest.len || !is_plain_path(f->path) || !is_plain_xattrs(f->attributes.xattrs))
		return false;
	if (f->in_place && !(f->side[SIDE_OLD].exists && f->side[SIDE_NEW].exists))
		return false;
	return f->attributes.mode == MODE_USUAL || f->attributes.mode <= 07777;
}

static bool read_begin(struct reader *r, struct journal *j, uint32_t *ret_files)
{
	if (!str_is(take(r, strlen(MAGIC)), MAGIC))
		return false;
	j->root = take_text(r);
	j->title = take_text(r);
	j->command = take_text(r);
	j->time = take_text(r);
	*ret_files = (uint32_t)take_number(r, 4);
	return !r->failed && r->rest.len == 0 && !memchr(j->root.ptr ? j->root.ptr : "", 0, j->root.len);
}

static void settle(struct journal *j)
{
	vec_foreach (struct journal_file, f, &j->files)
		f->is_half = false;
}

/* Which marks may follow which state. */
static bool apply_mark(struct journal *j, enum journal_mark mark, uint32_t item)
{
	bool is_moving = j->state == TRANSACTION_PREPARED || j->state == TRANSACTION_UNDOING;

	switch (mark) {
	case MARK_PREPARED:
		if (j->state != TRANSACTION_STARTED)
			return false;
		j->state = TRANSACTION_PREPARED;
		return true;
	case MARK_WRITING:
	case MARK_DONE:
		if (!is_moving || item >= j->files.len || !j->files.items[item].in_place)
			return false;
		j->files.items[item].is_half = mark == MARK_WRITING;
		return true;
	case MARK_COMMITTED:
	case MARK_UNDONE:
		if (!is_moving)
			return false;
		j->state = mark == MARK_COMMITTED ? TRANSACTION_COMMITTED : TRANSACTION_UNDONE;
		settle(j);
		return true;
	case MARK_UNDOING:
		if (!is_moving && j->state != TRANSACTION_COMMITTED)
			return false;
		j->state = TRANSACTION_UNDOING;
		return true;
	}
	return false;
}

struct record {
	uint32_t type;
	struct str payload;
};

static bool read_record(struct str bytes, size_t offset, struct record *ret)
{
	uint64_t size, check;

	if (bytes.len - offset < HEAD_SIZE)
		return false;
	size = get_number(bytes.ptr + offset, 4);
	if (size > bytes.len - offset - HEAD_SIZE)
		return false;
	ret->type = (uint32_t)get_number(bytes.ptr + offset + 4, 4);
	check = get_number(bytes.ptr + offset + 8, 8);
	ret->payload = str_slice(bytes, offset + HEAD_SIZE, offset + HEAD_SIZE + size);
	return check == check_of(ret->type, ret->payload, offset);
}

static bool apply_record(struct journal *j, const struct record *record, size_t offset, uint32_t *files)
{
	struct reader r = { .rest = record->payload };
	struct journal_file f;
	uint32_t item;

	if (offset == 0)
		return record->type == RECORD_BEGIN && read_begin(&r, j, files);
	if (record->type == RECORD_FILE) {
		if (j->files.len >= *files || j->state != TRANSACTION_STARTED || !read_file(&r, &f))
			return false;
		vec_push(&j->files, f);
		return true;
	}
	item = (uint32_t)take_number(&r, 4);
	if (r.failed || r.rest.len || j->files.len != *files)
		return false;
	return apply_mark(j, (enum journal_mark)record->type, item);
}

/* Marks are written one at a time, each after the one before is on the disk: only the last can be torn. */
static bool has_mark_behind(struct str bytes, size_t offset)
{
	struct record record;

	for (size_t at = offset + 1; at + HEAD_SIZE + 4 <= bytes.len; at++)
		if (get_number(bytes.ptr + at, 4) == 4 && read_record(bytes, at, &record) &&
			record.type >= MARK_PREPARED)
			return true;
	return false;
}

void journal_parse(struct str bytes, struct journal *ret)
{
	struct record record;
	uint32_t files = 0;

	*ret = (struct journal){ .state = TRANSACTION_STARTED };
	while (ret->valid < bytes.len && read_record(bytes, ret->valid, &record)) {
		if (!apply_record(ret, &record, ret->valid, &files)) {
			ret->state = TRANSACTION_BROKEN;
			return;
		}
		ret->valid += HEAD_SIZE + record.payload.len;
	}
	if (has_mark_behind(bytes, ret->valid))
		ret->state = TRANSACTION_BROKEN;
}

void journal_release(struct journal *j)
{
	vec_release(&j->files);
}

/* --- Marks --- */

/* A torn or unwanted tail is overwritten by what comes next, which is cut off behind itself. */
static bool append(struct journal *j, int fd, struct str record, struct err *err)
{
	if (ftruncate(fd, (off_t)j->valid) || !file_write_all_at(fd, record, j->valid) || fsync(fd))
		return err_errno(err, "cannot write the journal");
	return true;
}

bool journal_mark(struct journal *j, int fd, enum journal_mark mark, uint32_t item, struct err *err)
{
	struct strbuf record CLEANUP(strbuf_release) = { 0 };

	begin_record(&record);
	put_number(&record, item, 4);
	end_record(&record, 0, j->valid, mark);
	if (!append(j, fd, strbuf_str(&record), err))
		return false;
	if (!apply_mark(j, mark, item))
		BUG("mark %d in state %d", (int)mark, (int)j->state);
	j->valid += record.len;
	return true;
}
