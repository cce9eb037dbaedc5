/* Records on their way from many callers to the one thread that seals them, packed into a ring of bytes. */
#ifndef RUNTIME_AUDIT_RING_H
#define RUNTIME_AUDIT_RING_H

#include "runtime/audit_record.h"

/*
 * Positions only grow; a byte's place is its position modulo the size. Callers put at `head` under the log's lock. The
 * thread reads between `tail` and a head that it has seen under the lock, without it: nobody writes there before it
 * has moved `tail` (again under the lock).
 */
struct eef_audit_ring {
	char *bytes;
	size_t size; /* a power of two */
	uint64_t head, tail;
};

bool eef_audit_ring_init(struct eef_audit_ring *ring, size_t size); /* false: no memory */
void eef_audit_ring_release(struct eef_audit_ring *ring);

size_t eef_audit_ring_used(const struct eef_audit_ring *ring);

/* False when it does not fit and leave `reserve` bytes free. The record is valid, its detail at most 1 KiB. */
bool eef_audit_ring_put(struct eef_audit_ring *ring, const struct eef_audit_record *record, size_t reserve);

/* The record at position `at`, which is below head; it borrows from the ring. Returns the next one's position. */
uint64_t eef_audit_ring_get(const struct eef_audit_ring *ring, uint64_t at, struct eef_audit_record *ret_record);

#endif
