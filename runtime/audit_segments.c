/* Finding the segments, and putting them in order. */
#include "runtime/audit_segments.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/audit_reader.h"

bool eef_audit_segment_chain(struct eef_audit_text detail, uint8_t ret_id[EEF_AUDIT_CHAIN_ID_SIZE])
{
	struct eef_audit_text word;
	struct eef_audit_scan scan;

	if (!eef_audit_detail_word(detail, "chain", &word) || word.len != 2 * EEF_AUDIT_CHAIN_ID_SIZE)
		return false;
	scan = (struct eef_audit_scan){ word.ptr, word.ptr + word.len, EEF_AUDIT_SCAN_GOOD };
	eef_audit_scan_hex(&scan, ret_id, EEF_AUDIT_CHAIN_ID_SIZE);
	return scan.state == EEF_AUDIT_SCAN_GOOD;
}

bool eef_audit_is_torn(struct eef_audit_text tail)
{
	struct eef_audit_line line;
	size_t len = tail.len;
	enum eef_audit_scan_state state;

	while (len && tail.ptr[len - 1] == '\0')
		len--;
	state = eef_audit_line_parse((struct eef_audit_text){ tail.ptr, len }, &line);
	return state == EEF_AUDIT_SCAN_CUT && tail.len <= EEF_AUDIT_LINE_MAX;
}

/* The first line. A tail that is a whole record but for its newline is not cut: it is looked at with the others. */
static void look(struct eef_audit_segment *segment, struct eef_audit_reader *reader)
{
	struct eef_audit_text text;
	struct eef_audit_line line;
	enum eef_audit_read read = eef_audit_reader_next(reader, &text);

	if (read == EEF_AUDIT_READ_ERROR) {
		segment->kind = EEF_AUDIT_SEGMENT_UNREADABLE;
		segment->error = errno;
	} else if (read == EEF_AUDIT_READ_END) {
		segment->kind = EEF_AUDIT_SEGMENT_STUB;
	} else if (read == EEF_AUDIT_READ_TAIL && eef_audit_is_torn(text)) {
		segment->kind = EEF_AUDIT_SEGMENT_STUB;
		segment->is_torn = true;
	} else if (eef_audit_line_parse(text, &line) != EEF_AUDIT_SCAN_GOOD ||
		!eef_audit_text_is(line.op, "segment_open") || !eef_audit_segment_chain(line.detail, segment->chain)) {
		segment->kind = EEF_AUDIT_SEGMENT_STRANGER;
	} else {
		segment->kind = EEF_AUDIT_SEGMENT_WHOLE;
		segment->first_seq = line.seq;
	}
}

static bool was_given(const struct eef_audit_segments *segments, const struct eef_audit_segment *last)
{
	const struct eef_audit_segment *item = segments->items;

	while (item < last && (item->inode != last->inode || item->device != last->device))
		item++;
	return item < last && last->inode;
}

static bool add_file(struct eef_audit_segments *segments, const char *path, struct eef_audit_reader *reader)
{
	struct eef_audit_segment *items = realloc(segments->items, (segments->count + 1) * sizeof(*items));
	struct eef_audit_segment *segment;
	struct stat st;

	if (!items)
		return false;
	segments->items = items;
	segment = &items[segments->count];
	*segment = (struct eef_audit_segment){ .path = strdup(path) };
	if (!segment->path)
		return false;
	segments->count++;
	if (!eef_audit_reader_open(reader, path)) {
		segment->kind = EEF_AUDIT_SEGMENT_UNREADABLE;
		segment->error = errno;
		return true;
	}
	look(segment, reader);
	if (fstat(reader->fd, &st) == 0) {
		segment->device = st.st_dev;
		segment->inode = st.st_ino;
	}
	eef_audit_reader_close(reader);
	if (was_given(segments, segment))
		free(items[--segments->count].path);
	return true;
}

static bool is_segment_name(const char *name)
{
	size_t len = strlen(name);

	return strncmp(name, "audit-", 6) == 0 && len > 6 && strcmp(name + len - 6, ".jsonl") == 0;
}

static bool add_dir(struct eef_audit_segments *segments, const char *dir, struct eef_audit_reader *reader)
{
	struct dirent **entries;
	int count = scandir(dir, &entries, NULL, alphasort);
	bool ok = true;

	if (count < 0)
		return errno != ENOMEM && add_file(segments, dir, reader);
	for (int i = 0; i < count; i++) {
		char path[4096];
		int len = snprintf(path, sizeof(path), "%s/%s", dir, entries[i]->d_name);

		if (ok && len < (int)sizeof(path) && is_segment_name(entries[i]->d_name))
			ok = add_file(segments, path, reader);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

static int compare(const void *a, const void *b)
{
	const struct eef_audit_segment *x = a, *y = b;
	int chains = memcmp(x->chain, y->chain, sizeof(x->chain));

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (chains)
		return chains;
	if (x->first_seq != y->first_seq)
		return x->first_seq < y->first_seq ? -1 : 1;
	return strcmp(x->path, y->path);
}

bool eef_audit_segments_find(struct eef_audit_segments *segments, const char *const *paths, size_t count)
{
	struct eef_audit_reader *reader = malloc(sizeof(*reader));
	bool ok = reader;

	*segments = (struct eef_audit_segments){ 0 };
	for (size_t i = 0; ok && i < count; i++) {
		struct stat st;
		bool is_dir = stat(paths[i], &st) == 0 && S_ISDIR(st.st_mode);

		ok = is_dir ? add_dir(segments, paths[i], reader) : add_file(segments, paths[i], reader);
	}
	free(reader);
	if (!ok)
		eef_audit_segments_release(segments);
	else if (segments->count)
		qsort(segments->items, segments->count, sizeof(*segments->items), compare);
	return ok;
}

void eef_audit_segments_release(struct eef_audit_segments *segments)
{
	for (size_t i = 0; i < segments->count; i++)
		free(segments->items[i].path);
	free(segments->items);
	*segments = (struct eef_audit_segments){ 0 };
}

/* audit-...-000001.jsonl -> audit-....head */
static bool head_path(const char *path, char *ret, size_t size)
{
	static const char tail[] = "-000001.jsonl";
	size_t len = strlen(path);

	if (len <= sizeof(tail) || path[len - (sizeof(tail) - 1)] != '-' || strcmp(path + len - 6, ".jsonl") != 0)
		return false;
	return snprintf(ret, size, "%.*s.head", (int)(len - (sizeof(tail) - 1)), path) < (int)size;
}

int eef_audit_segment_head(const char *path, struct eef_audit_head *ret_head)
{
	char head[4096], text[sizeof(ret_head->text) + 1];
	ssize_t len;
	int fd, error;

	if (!head_path(path, head, sizeof(head)))
		return 0;
	fd = open(head, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	do
		len = read(fd, text, sizeof(text));
	while (len < 0 && errno == EINTR);
	error = errno;
	close(fd);
	errno = error;
	if (len < 0)
		return -1;
	errno = EINVAL;
	return eef_audit_head_parse((struct eef_audit_text){ text, (size_t)len }, ret_head) ? 1 : -1;
}
