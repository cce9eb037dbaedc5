/* Reads a file line by line in constant memory. */
#ifndef RUNTIME_AUDIT_READER_H
#define RUNTIME_AUDIT_READER_H

#include "runtime/audit_record.h"

struct eef_audit_reader {
	int fd;
	bool is_at_end;
	size_t start, end; /* what is read and not yet given out */
	char bytes[64 * 1024 + EEF_AUDIT_LINE_MAX];
};

enum eef_audit_read { EEF_AUDIT_READ_LINE, EEF_AUDIT_READ_TAIL, EEF_AUDIT_READ_END, EEF_AUDIT_READ_ERROR };

bool eef_audit_reader_open(struct eef_audit_reader *reader, const char *path); /* false: errno */
void eef_audit_reader_close(struct eef_audit_reader *reader);

/*
 * LINE: without its newline. TAIL: the file ends without one, or the line is longer than any may be; nothing follows
 * that would be of interest. ERROR: errno. The text is good until the next call.
 */
enum eef_audit_read eef_audit_reader_next(struct eef_audit_reader *reader, struct eef_audit_text *ret_text);

#endif
