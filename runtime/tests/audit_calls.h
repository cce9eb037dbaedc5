/* Calls of the system and allocations that fail on demand; linked with --wrap for each of them. */
#ifndef RUNTIME_TESTS_AUDIT_CALLS_H
#define RUNTIME_TESTS_AUDIT_CALLS_H

#include <stdbool.h>
#include <stdint.h>

enum calls_kind {
	CALL_MALLOC,
	CALL_CALLOC,
	CALL_REALLOC,
	CALL_STRDUP,
	CALL_OPEN,
	CALL_OPENAT,
	CALL_MKDIR,
	CALL_READ,
	CALL_WRITE,
	CALL_FSYNC,
	CALL_FDATASYNC,
	CALL_RENAMEAT,
	CALL_THREAD,
	CALL_FSTAT,
	CALL_SCANDIR,
	CALL_COUNT
};

/* Reset to harmless between two runs. Whoever sets them has no log open, or means what he does. */
void calls_reset(void);

/* Of all counted calls the n-th (from 1) fails; `is_for_good`: and all after it. 0: none. Returns nothing. */
void calls_fail_nth(uint64_t n, bool is_for_good);
uint64_t calls_counted(void);              /* since the last reset */
uint64_t calls_seen(enum calls_kind kind); /* since the program began */
bool calls_have_failed(void);

/* Each call of this kind fails with this errno; 0 ends it. */
void calls_fail_kind(enum calls_kind kind, int error);

/* Every second call that may be interrupted is; the calls that are not say nothing of it. */
void calls_interrupt(bool is_on);

/* Writes take nothing, and say so. */
void calls_write_nothing(bool is_on);

/* The cryptography cannot start. */
void calls_refuse_sodium(bool is_on);

/* After so many bytes in all, writes fail with ENOSPC, the last one cut short; negative: the disk is large. */
void calls_limit_disk(int64_t bytes);

/* In the n-th write, after a part of it, the process is killed as by kill -9. */
void calls_kill_in_write(uint64_t n, uint64_t part_of_a_thousand);

#endif
