/* The files of one chain: its segments, which only grow, and its head file, which is replaced. */
#ifndef RUNTIME_AUDIT_FILE_H
#define RUNTIME_AUDIT_FILE_H

#include "runtime/audit_chain.h"

enum { EEF_AUDIT_CHAIN_ID_SIZE = 16, EEF_AUDIT_OUT_SIZE = 128 * 1024 };

/*
 * Lines wait in `out` until they are written; what a full disk leaves over is written later from the very byte on, so
 * that a line is never begun twice. All functions return false with errno.
 */
struct eef_audit_file {
	int dir;
	int fd, next;                        /* next: made for a rotation that is under way, or -1 */
	char prefix[80];                     /* audit-<UTC>-<pid>-<instance> */
	uint8_t id[EEF_AUDIT_CHAIN_ID_SIZE]; /* of the chain */
	unsigned segment;                    /* number of the one that fd is */
	uint64_t segment_bytes;              /* in it, with those that wait */
	size_t out_len, out_done;
	char out[EEF_AUDIT_OUT_SIZE];
};

/* Opens the directory, makes it if need be, and makes the first segment, in a zeroed file. On failure there is nothing to close. */
bool eef_audit_file_open(struct eef_audit_file *file, const char *dir);
void eef_audit_file_close(struct eef_audit_file *file);

/* For an open that failed later: the segment and its head go, too. */
void eef_audit_file_discard(struct eef_audit_file *file);

char *eef_audit_file_room(struct eef_audit_file *file); /* for one more line: EEF_AUDIT_LINE_MAX bytes */
void eef_audit_file_add(struct eef_audit_file *file, size_t len);

bool eef_audit_file_write(struct eef_audit_file *file); /* all that waits */
bool eef_audit_file_sync(struct eef_audit_file *file);

/* Makes the next segment, and, when all that belongs to the old one is written and synced, goes over to it. */
bool eef_audit_file_prepare_next(struct eef_audit_file *file);
void eef_audit_file_go_next(struct eef_audit_file *file);

/*
 * {"v":1,"chain":"<32 hex>","seq":N,"ts":"...","kid":K,"hash":"<64 hex>","mac":"<64 hex>"|null}
 * The mac covers the bytes before `,"mac"`.
 */
struct eef_audit_head {
	uint8_t chain[EEF_AUDIT_CHAIN_ID_SIZE];
	uint64_t seq;
	uint32_t kid;
	uint8_t hash[EEF_AUDIT_HASH_SIZE];
	bool has_mac;
	uint8_t mac[EEF_AUDIT_HASH_SIZE];
	char text[512]; /* as it was read, for the mac */
	size_t covered;
};

/* Of the chain's last record, which must be on the disk already. */
bool eef_audit_file_write_head(struct eef_audit_file *file, struct eef_audit_chain *chain, int64_t ts_ns);

bool eef_audit_head_parse(struct eef_audit_text text, struct eef_audit_head *ret_head);

/* 32 bytes or 64 hex digits and perhaps a newline. EINVAL: neither. */
bool eef_audit_key_read(const char *path, uint8_t ret_key[EEF_AUDIT_KEY_SIZE]);

#endif
