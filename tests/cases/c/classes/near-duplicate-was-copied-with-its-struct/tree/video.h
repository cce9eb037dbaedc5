#ifndef VIDEO_H
#define VIDEO_H

struct worker_pool;

struct worker_pool *worker_pool_new(int count, const char *owner);
void worker_pool_run(struct worker_pool *pool, void (*work)(void));
void worker_pool_free(struct worker_pool *pool);

#endif
