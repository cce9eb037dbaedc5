/* What did not change since an earlier run: files known by their metadata, outlines by their content. */
#include "base/base.h"
#include "analyzers/project_impl.h"

#include <string.h>
#include <sys/stat.h>

/*
 * A file that was written twice within one tick of the disk's clock looks the
 * same before and after. Whoever changed so recently is not remembered: the
 * coarsest clock in use (FAT's) has ticks of two seconds.
 */
#define SETTLED_SECONDS 3

static bool is_settled(const struct stat *st, time_t now)
{
	return st->st_mtim.tv_sec + SETTLED_SECONDS <= now && st->st_ctim.tv_sec + SETTLED_SECONDS <= now;
}

bool project_stamp(int root_fd, const char *path, time_t now, struct file_stamp *ret)
{
	struct stat st;

	*ret = (struct file_stamp){ .size = 0 };
	if (fstatat(root_fd, path, &st, 0) != 0 || !S_ISREG(st.st_mode) || !is_settled(&st, now))
		return false;
	*ret = (struct file_stamp){
		.device = st.st_dev,
		.inode = st.st_ino,
		.size = (uint64_t)st.st_size,
		.modified = (int64_t)st.st_mtim.tv_sec,
		.modified_nano = (int64_t)st.st_mtim.tv_nsec,
		.changed = (int64_t)st.st_ctim.tv_sec,
		.changed_nano = (int64_t)st.st_ctim.tv_nsec,
	};
	return true;
}

/* What the cache holds under a file's path. No padding: it is compared and kept as bytes. */
struct memory {
	struct file_stamp stamp;
	uint64_t hash_high, hash_low;
};
_Static_assert(sizeof(struct memory) == 9 * sizeof(uint64_t), "a memory has no padding");

bool project_recall(const struct project *p, unsigned worker, const struct file_stamp *stamp, struct file *file)
{
	struct file known = *file;
	struct memory m;
	struct str blob;

	if (!project_cache_get_memory(p, file, &blob) || blob.len != sizeof(m))
		return false;
	memcpy(&m, blob.ptr, sizeof(m));
	if (memcmp(&m.stamp, stamp, sizeof(*stamp)) != 0)
		return false;
	known.hash_high = m.hash_high;
	known.hash_low = m.hash_low;
	known.size = stamp->size;
	if (known.lang->creations ? !project_recall_c(p, worker, &known) : !project_cache_get_outline(p, worker, &known))
		return false;
	*file = known;
	return true;
}

void project_remember(const struct project *p, unsigned worker, const struct file_stamp *stamp, const struct file *file)
{
	struct memory m = { .stamp = *stamp, .hash_high = file->hash_high, .hash_low = file->hash_low };

	/* The file may have grown since it was asked about. */
	if (stamp->size == file->size)
		project_cache_put_memory(p, worker, file, (struct str){ (const char *)&m, sizeof(m) });
}
