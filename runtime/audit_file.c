/* Segments, head files and keys on the disk. */
#include "runtime/audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_SIZE = 112 };

static void segment_name(const struct eef_audit_file *file, unsigned segment, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "%s-%06u.jsonl", file->prefix, segment);
}

/* The name is on the disk, too, before anything is said to be. */
static int make_segment(const struct eef_audit_file *file, unsigned segment)
{
	char name[NAME_SIZE];
	int fd;

	segment_name(file, segment, name);
	fd = openat(file->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0 && fsync(file->dir) != 0) {
		int error = errno;

		close(fd);
		unlinkat(file->dir, name, 0);
		errno = error;
		return -1;
	}
	return fd;
}

static int open_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && mkdir(path, 0700) == 0)
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd;
}

static void make_prefix(struct eef_audit_file *file)
{
	char instance[9] = "";
	time_t now = time(NULL);
	struct tm tm = { 0 };
	size_t len;

	randombytes_buf(file->id, sizeof(file->id));
	eef_audit_hex(file->id, 4, instance);
	gmtime_r(&now, &tm);
	len = strftime(file->prefix, sizeof(file->prefix), "audit-%Y%m%dT%H%M%SZ", &tm);
	snprintf(file->prefix + len, sizeof(file->prefix) - len, "-%ld-%.8s", (long)getpid(), instance);
}

bool eef_audit_file_open(struct eef_audit_file *file, const char *dir)
{
	file->next = -1;
	file->segment = 1;
	make_prefix(file);
	file->dir = open_dir(dir);
	if (file->dir < 0)
		return false;
	file->fd = make_segment(file, file->segment);
	if (file->fd < 0) {
		int error = errno;

		close(file->dir);
		errno = error;
		return false;
	}
	return true;
}

void eef_audit_file_close(struct eef_audit_file *file)
{
	if (file->next >= 0)
		close(file->next);
	close(file->fd);
	close(file->dir);
}

void eef_audit_file_discard(struct eef_audit_file *file)
{
	char name[NAME_SIZE];

	segment_name(file, file->segment, name);
	unlinkat(file->dir, name, 0);
	snprintf(name, sizeof(name), "%s.head", file->prefix);
	unlinkat(file->dir, name, 0);
	eef_audit_file_close(file);
}

char *eef_audit_file_room(struct eef_audit_file *file)
{
	return file->out + file->out_len;
}

void eef_audit_file_add(struct eef_audit_file *file, size_t len)
{
	file->out_len += len;
	file->segment_bytes += len;
}

/* Goes on from *done when it is called again; a disk that takes nothing is full. */
static bool write_all(int fd, const char *bytes, size_t len, size_t *done)
{
	while (*done < len) {
		ssize_t n = write(fd, bytes + *done, len - *done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC;
		if (n <= 0)
			return false;
		*done += (size_t)n;
	}
	return true;
}

bool eef_audit_file_write(struct eef_audit_file *file)
{
	if (!write_all(file->fd, file->out, file->out_len, &file->out_done))
		return false;
	file->out_len = file->out_done = 0;
	return true;
}

bool eef_audit_file_sync(struct eef_audit_file *file)
{
	int result;

	do
		result = fdatasync(file->fd);
	while (result != 0 && errno == EINTR);
	return result == 0;
}

bool eef_audit_file_prepare_next(struct eef_audit_file *file)
{
	if (file->next < 0)
		file->next = make_segment(file, file->segment + 1);
	return file->next >= 0;
}

void eef_audit_file_go_next(struct eef_audit_file *file)
{
	close(file->fd);
	file->fd = file->next;
	file->next = -1;
	file->segment++;
	file->segment_bytes = 0;
}

static size_t format_head(
	const struct eef_audit_file *file, struct eef_audit_chain *chain, int64_t ts_ns, char text[512])
{
	char id[2 * EEF_AUDIT_CHAIN_ID_SIZE + 1] = "", hex[2 * EEF_AUDIT_HASH_SIZE + 1] = "";
	uint8_t mac[EEF_AUDIT_HASH_SIZE];
	int len;

	eef_audit_hex(file->id, sizeof(file->id), id);
	eef_audit_hex(chain->head, sizeof(chain->head), hex);
	len = snprintf(text, 512, "{\"v\":1,\"chain\":\"%s\",\"seq\":%llu,\"ts\":\"%s\",\"kid\":%lu,\"hash\":\"%s\"",
		id, (unsigned long long)chain->seq, eef_audit_stamp(&chain->clock, ts_ns), (unsigned long)chain->kid,
		hex);
	if (!chain->is_keyed)
		return (size_t)(len + snprintf(text + len, 512 - (size_t)len, ",\"mac\":null}\n"));
	eef_audit_chain_mac(chain, (struct eef_audit_text){ text, (size_t)len }, mac);
	eef_audit_hex(mac, sizeof(mac), hex);
	return (size_t)(len + snprintf(text + len, 512 - (size_t)len, ",\"mac\":\"%s\"}\n", hex));
}

static bool write_new(int dir, const char *name, const char *text, size_t len)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	size_t done = 0;
	int error;

	if (fd < 0)
		return false;
	if (write_all(fd, text, len, &done) && fsync(fd) == 0) {
		close(fd);
		return true;
	}
	error = errno;
	close(fd);
	unlinkat(dir, name, 0);
	errno = error;
	return false;
}

bool eef_audit_file_write_head(struct eef_audit_file *file, struct eef_audit_chain *chain, int64_t ts_ns)
{
	char text[512], name[NAME_SIZE], temporary[NAME_SIZE];
	size_t len = format_head(file, chain, ts_ns, text);
	int error;

	snprintf(name, sizeof(name), "%s.head", file->prefix);
	snprintf(temporary, sizeof(temporary), "%s.head.tmp", file->prefix);
	if (!write_new(file->dir, temporary, text, len))
		return false;
	if (renameat(file->dir, temporary, file->dir, name) == 0)
		return fsync(file->dir) == 0;
	error = errno;
	unlinkat(file->dir, temporary, 0);
	errno = error;
	return false;
}

static void scan_mac(struct eef_audit_scan *scan, struct eef_audit_head *head)
{
	eef_audit_scan_literal(scan, ",\"mac\":");
	head->has_mac = scan->at < scan->end && *scan->at == '"';
	if (!head->has_mac) {
		eef_audit_scan_literal(scan, "null}\n");
		return;
	}
	eef_audit_scan_literal(scan, "\"");
	eef_audit_scan_hex(scan, head->mac, sizeof(head->mac));
	eef_audit_scan_literal(scan, "\"}\n");
}

bool eef_audit_head_parse(struct eef_audit_text text, struct eef_audit_head *ret_head)
{
	struct eef_audit_scan scan = { text.ptr, text.ptr + text.len, EEF_AUDIT_SCAN_GOOD };
	struct eef_audit_head head = { 0 };
	uint64_t kid;

	if (text.len > sizeof(head.text))
		return false;
	memcpy(head.text, text.ptr, text.len);
	eef_audit_scan_literal(&scan, "{\"v\":1,\"chain\":\"");
	eef_audit_scan_hex(&scan, head.chain, sizeof(head.chain));
	eef_audit_scan_literal(&scan, "\",\"seq\":");
	head.seq = eef_audit_scan_number(&scan);
	eef_audit_scan_literal(&scan, ",\"ts\":\"");
	eef_audit_scan_digits(&scan, "0000-00-00T00:00:00.000000000Z");
	eef_audit_scan_literal(&scan, "\",\"kid\":");
	kid = eef_audit_scan_number(&scan);
	head.kid = (uint32_t)kid;
	eef_audit_scan_literal(&scan, ",\"hash\":\"");
	eef_audit_scan_hex(&scan, head.hash, sizeof(head.hash));
	eef_audit_scan_literal(&scan, "\"");
	head.covered = (size_t)(scan.at - text.ptr);
	scan_mac(&scan, &head);
	if (scan.state != EEF_AUDIT_SCAN_GOOD || scan.at != scan.end || kid > UINT32_MAX)
		return false;
	*ret_head = head;
	return true;
}

static bool parse_key(const char *text, size_t len, uint8_t ret_key[EEF_AUDIT_KEY_SIZE])
{
	size_t hex_len = 2 * EEF_AUDIT_KEY_SIZE, bin_len;
	const char *end;

	if (len == EEF_AUDIT_KEY_SIZE) {
		memcpy(ret_key, text, len);
		return true;
	}
	if (len == hex_len + 1 && text[hex_len] == '\n')
		len = hex_len;
	return len == hex_len && sodium_hex2bin(ret_key, EEF_AUDIT_KEY_SIZE, text, len, NULL, &bin_len, &end) == 0 &&
		bin_len == EEF_AUDIT_KEY_SIZE;
}

/* A pipe gives its bytes in parts. */
static ssize_t read_up_to(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size && (n = read(fd, text + len, size - len)) != 0) {
		if (n > 0)
			len += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)len;
}

bool eef_audit_key_read(const char *path, uint8_t ret_key[EEF_AUDIT_KEY_SIZE])
{
	char text[2 * EEF_AUDIT_KEY_SIZE + 2];
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = EINVAL;
	ssize_t len;

	if (fd < 0)
		return false;
	len = read_up_to(fd, text, sizeof(text));
	if (len < 0)
		error = errno;
	else if (parse_key(text, (size_t)len, ret_key))
		error = 0;
	close(fd);
	sodium_memzero(text, sizeof(text));
	errno = error;
	return !error;
}
