/* Lines of files, in constant memory. */
#include "runtime/audit_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool eef_audit_reader_open(struct eef_audit_reader *reader, const char *path)
{
	reader->fd = open(path, O_RDONLY | O_CLOEXEC);
	reader->is_at_end = false;
	reader->start = reader->end = 0;
	return reader->fd >= 0;
}

void eef_audit_reader_close(struct eef_audit_reader *reader)
{
	close(reader->fd);
}

/* False on an error only. */
static bool fill(struct eef_audit_reader *reader)
{
	ssize_t n;

	memmove(reader->bytes, reader->bytes + reader->start, reader->end - reader->start);
	reader->end -= reader->start;
	reader->start = 0;
	do
		n = read(reader->fd, reader->bytes + reader->end, sizeof(reader->bytes) - reader->end);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return false;
	reader->is_at_end = n == 0;
	reader->end += (size_t)n;
	return true;
}

enum eef_audit_read eef_audit_reader_next(struct eef_audit_reader *reader, struct eef_audit_text *ret_text)
{
	for (;;) {
		char *start = reader->bytes + reader->start;
		size_t len = reader->end - reader->start;
		char *newline = memchr(start, '\n', len);

		*ret_text = (struct eef_audit_text){ start, newline ? (size_t)(newline - start) : len };
		if (newline) {
			reader->start += ret_text->len + 1;
			return EEF_AUDIT_READ_LINE;
		}
		if (len > EEF_AUDIT_LINE_MAX)
			return EEF_AUDIT_READ_TAIL;
		if (reader->is_at_end) {
			reader->start = reader->end;
			return len ? EEF_AUDIT_READ_TAIL : EEF_AUDIT_READ_END;
		}
		if (!fill(reader))
			return EEF_AUDIT_READ_ERROR;
	}
}
