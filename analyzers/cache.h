/* The cache: blobs under the hash of the content that they were made from, kept from run to run. */
#ifndef ANALYZERS_CACHE_H
#define ANALYZERS_CACHE_H

#include "base/err.h"
#include "base/str.h"

/*
 * One pack for each audited root,
 * ${XDG_CACHE_HOME:-$HOME/.cache}/canonry/<hash of root>.pack, with a .delta
 * beside it, in directories that only the user may enter. A file that is
 * absent, damaged, foreign or of another version is an empty one, never an
 * error: what the cache does not have is worked out anew. Every record has a
 * checksum; one that fails is not there.
 *
 * The first save for a root removes packs of others that are old, or too much.
 *
 * Life cycle: cache_open(), then get and put from all threads of a pool, then
 * once cache_save(), then cache_close().
 */
struct cache;

/*
 * The salt says everything else that a blob depends on: the program's version,
 * the versions of the grammars. Never NULL. Without a home directory the cache
 * is empty and is not saved.
 */
struct cache *cache_open(struct str root, const char *version_salt);
void cache_close(struct cache *c); /* accepts NULL */

/* The blob is borrowed from the cache. Finds only what was there at cache_open(). */
bool cache_get(const struct cache *c, uint64_t key_hi, uint64_t key_lo, struct str *ret_blob);

/*
 * Copies the blob, which will stand in the place of what the pack has under
 * this key. `worker` is the pool's number of the calling thread.
 */
void cache_put(struct cache *c, unsigned worker, uint64_t key_hi, uint64_t key_lo, struct str blob);

/*
 * Writes if something was put: a few changes into the delta; once they are
 * more than an eighth of the pack, a new pack, with what this run put and got,
 * and what earlier runs did as far as there is room, the newest first. The old
 * file stands until the new one is complete; of two runs at once the last to
 * save wins. False when it could not be written: worth a note, no more.
 */
bool cache_save(struct cache *c, struct err *err);

/* Where the pack is, for messages; empty without a home directory. */
struct str cache_path(const struct cache *c);

#endif
