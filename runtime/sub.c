/* Subscriptions: opening, reading on, confirming, closing. */
#include "runtime/sub.h"

#include <stdio.h>

#include "runtime/clock.h"
#include "runtime/context.h"
#include "runtime/run.h"
#include "runtime/trail.h"

/* Of a counter and the process's key: no two users share one, and no one can guess it. */
uint64_t epoch_new(eef_factory *factory)
{
	uint64_t n = atomic_fetch_add(&factory->epochs, 1), epoch;

	crypto_shorthash((unsigned char *)&epoch, (const unsigned char *)&n, sizeof(n), factory->hash_key);
	return epoch ? epoch : 1;
}

void epoch_text(uint64_t epoch, char ret[17])
{
	static const char hex[] = "0123456789abcdef";

	for (int i = 15; i >= 0; i--, epoch >>= 4)
		ret[i] = hex[epoch & 15];
	ret[16] = '\0';
}

bool subs_mark(struct outbox *outbox)
{
	bool news = false;

	for (eef_sub *sub = outbox->subs; sub; sub = sub->next_of_user) {
		struct sink_list *dirty = &sub->sink->dirty;

		pthread_mutex_lock(&sub->sink->dirty_lock);
		if (!sub->at_dirty && !sub->quiet) {
			sub->next_dirty = dirty->first;
			sub->at_dirty = &dirty->first;
			if (dirty->first)
				dirty->first->at_dirty = &sub->next_dirty;
			dirty->first = sub;
			news = true;
		}
		pthread_mutex_unlock(&sub->sink->dirty_lock);
	}
	return news;
}

/* Under the dirty lock. */
static void unmark(eef_sub *sub)
{
	if (!sub->at_dirty)
		return;
	*sub->at_dirty = sub->next_dirty;
	if (sub->next_dirty)
		sub->next_dirty->at_dirty = sub->at_dirty;
	sub->next_dirty = NULL;
	sub->at_dirty = NULL;
}

size_t eef_sink_dirty(eef_sink *sink, eef_sub **ret_subs, size_t cap)
{
	size_t n = 0;

	if (!sink || !ret_subs || enter(sink->factory) != EEF_OK)
		return 0;
	pthread_mutex_lock(&sink->dirty_lock);
	while (n < cap && sink->dirty.first) {
		ret_subs[n] = sink->dirty.first;
		unmark(ret_subs[n++]);
	}
	pthread_mutex_unlock(&sink->dirty_lock);
	return n;
}

static void fill_hello(const struct outbox *outbox, bool recovered, eef_hello *ret_hello)
{
	epoch_text(outbox->epoch, ret_hello->epoch);
	ret_hello->oldest = outbox_oldest(outbox);
	ret_hello->newest = outbox->newest;
	ret_hello->recovered = recovered;
}

/* Is the client's place still in the outbox, so that nothing between is missing? */
static bool can_resume(const struct outbox *outbox, const char *epoch_hex, uint64_t after)
{
	char epoch[17];

	epoch_text(outbox->epoch, epoch);
	return strncmp(epoch, epoch_hex, sizeof(epoch)) == 0 && after + 1 >= outbox_oldest(outbox) &&
		after <= outbox->newest;
}

/* Frees what all connections of the user have confirmed. */
static bool trim(eef_factory *factory, struct user *user)
{
	struct outbox *outbox = &user->outbox;
	uint64_t confirmed = UINT64_MAX;
	bool freed = false;

	for (const eef_sub *sub = outbox->subs; sub; sub = sub->next_of_user)
		confirmed = sub->acked < confirmed ? sub->acked : confirmed;
	while (outbox->count > 0 && outbox_oldest(outbox) <= confirmed) {
		struct event *event = outbox_take_first(outbox);

		run_note_gone(factory, event, false);
		event_free(event);
		count(&user->shard->counters, COUNT_ACKED);
		freed = true;
	}
	return freed;
}

static bool place(eef_factory *factory, eef_sub *sub, const char *epoch_hex, uint64_t after, eef_hello *ret_hello)
{
	struct outbox *outbox = &sub->user->outbox;
	bool recovered, news = false;

	pthread_mutex_lock(&outbox->lock);
	if (!outbox->epoch)
		outbox->epoch = epoch_new(factory);
	outbox->active_ms = clock_ms();
	recovered = !epoch_hex || can_resume(outbox, epoch_hex, after);
	sub->cursor = epoch_hex && recovered ? after : outbox_oldest(outbox) - 1;
	sub->acked = sub->cursor;
	sub->next_of_user = outbox->subs;
	outbox->subs = sub;
	trim(factory, sub->user);
	fill_hello(outbox, recovered, ret_hello);
	if (sub->cursor < outbox->newest)
		news = subs_mark(outbox);
	pthread_mutex_unlock(&outbox->lock);
	if (epoch_hex)
		count(factory->counters, recovered ? COUNT_REPLAY_RECOVERED : COUNT_REPLAY_GAP);
	return news;
}

/* Under the shard's lock. */
static eef_status join(
	eef_factory *factory, struct shard *shard, uint64_t hash, const char *user, size_t len, eef_sub *sub)
{
	if (!shard->open)
		return EEF_E_SHUTDOWN;
	sub->user = shard_find_or_add(shard, hash, user, len);
	if (!sub->user)
		return EEF_E_NOMEM;
	if (sub->user->subs == SUBS_PER_USER)
		return EEF_E_QUOTA;
	sub->user->subs++;
	return EEF_OK;
}

static void add_to_sink(eef_sink *sink, eef_sub *sub)
{
	sub->next = sink->subs.first;
	sub->at = &sink->subs.first;
	if (sub->next)
		sub->next->at = &sub->next;
	sink->subs.first = sub;
}

static void trail_connect(
	eef_factory *factory, const char *user, const char *epoch_hex, const eef_hello *hello, uint64_t after)
{
	enum trail_op op = !epoch_hex ? TRAIL_CONNECTED : hello->recovered ? TRAIL_RESUMED : TRAIL_GAP;
	uint64_t number = op == TRAIL_RESUMED ? hello->newest - after : 0;

	trail_add(factory, &(struct trail_entry){ .op = op, .user = user, .numbers = { number } });
}

eef_status sub_open(eef_sink *sink, const char *user, size_t user_len, const char *epoch_hex, uint64_t after,
	eef_sub **ret_sub, eef_hello *ret_hello)
{
	eef_factory *factory = sink->factory;
	uint64_t hash = user_hash(factory, user, user_len);
	struct shard *shard = shard_of(factory, hash);
	eef_sub *sub = calloc(1, sizeof(*sub));
	bool news = false;
	eef_status st;

	if (!sub)
		return EEF_E_NOMEM;
	sub->sink = sink;
	sub->quiet = atomic_load(&factory->state) == EEF_STATE_PROBING;
	pthread_mutex_init(&sub->lock, NULL);
	pthread_mutex_lock(&sink->lock);
	pthread_mutex_lock(&shard->lock);
	st = join(factory, shard, hash, user, user_len, sub);
	if (st == EEF_OK) {
		news = place(factory, sub, epoch_hex, after, ret_hello);
		trail_connect(factory, user, epoch_hex, ret_hello, after);
		add_to_sink(sink, sub);
	}
	pthread_mutex_unlock(&shard->lock);
	pthread_mutex_unlock(&sink->lock);
	if (st != EEF_OK) {
		pthread_mutex_destroy(&sub->lock);
		free(sub);
		return st;
	}
	/* Marked and not told, it would be told of nothing that comes later, either. */
	if (news)
		factory_wake_bridge(factory);
	factory_signal(factory);
	*ret_sub = sub;
	return EEF_OK;
}

eef_status eef_sub_open(eef_sink *sink, const char *user, const char *run_filter, const char *epoch_hex, uint64_t after,
	eef_sub **ret_sub, eef_hello *ret_hello)
{
	size_t len;
	eef_hello hello;
	eef_status st = sink ? enter_serving(sink->factory) : EEF_E_INVAL;

	if (st == EEF_OK)
		st = ret_sub && !run_filter ? id_check(user, &len) : EEF_E_INVAL;
	return st == EEF_OK ? sub_open(sink, user, len, epoch_hex, after, ret_sub, ret_hello ? ret_hello : &hello) : st;
}

/* The text is ours until the next call, whatever becomes of the event. */
static eef_status keep_text(eef_sub *sub, const struct event *event)
{
	if (event->len > sub->text_cap) {
		size_t cap = event->len < 1024 ? 1024 : event->len;
		char *text = malloc(cap);

		if (!text)
			return EEF_E_NOMEM;
		if (sub->text)
			sodium_memzero(sub->text, sub->text_cap);
		free(sub->text);
		sub->text = text;
		sub->text_cap = cap;
	}
	memcpy(sub->text, event->text, event->len);
	return EEF_OK;
}

static eef_status next_locked(eef_sub *sub, size_t *ret_len)
{
	struct outbox *outbox = &sub->user->outbox;
	const struct event *event = outbox_find(outbox, sub->cursor + 1);
	eef_status st = EEF_PENDING;

	if (event) {
		st = keep_text(sub, event);
		*ret_len = event->len;
	} else if (sub->cursor < outbox->newest) {
		sub->cursor = outbox_oldest(outbox) - 1;
		sub->acked = sub->cursor;
		st = EEF_E_GAP;
	}
	return st;
}

/* Locks the sub and, when it is no orphan, its outbox. */
static bool enter_sub(eef_sub *sub)
{
	if (!sub || atomic_load_explicit(&process_forked, memory_order_relaxed))
		return false;
	pthread_mutex_lock(&sub->lock);
	if (!sub->user) {
		pthread_mutex_unlock(&sub->lock);
		return false;
	}
	pthread_mutex_lock(&sub->user->outbox.lock);
	return true;
}

static void leave_sub(eef_sub *sub)
{
	pthread_mutex_unlock(&sub->user->outbox.lock);
	pthread_mutex_unlock(&sub->lock);
}

static eef_status refused(const eef_sub *sub)
{
	return !sub ? EEF_E_INVAL : atomic_load(&process_forked) ? EEF_E_FORKED : EEF_E_SHUTDOWN;
}

eef_status eef_sub_next(eef_sub *sub, const void **ret_json, size_t *ret_len, uint64_t *ret_offset)
{
	size_t len = 0;
	eef_status st;

	if (!ret_json || !ret_len || !ret_offset)
		return EEF_E_INVAL;
	if (!enter_sub(sub))
		return refused(sub);
	st = next_locked(sub, &len);
	if (st == EEF_OK) {
		*ret_json = sub->text;
		*ret_len = len;
		*ret_offset = sub->cursor + 1;
	} else if (st == EEF_E_GAP) {
		count(&sub->user->shard->counters, COUNT_REPLAY_GAP);
		trail_add(sub->sink->factory, &(struct trail_entry){ .op = TRAIL_GAP, .user = sub->user->id });
	}
	leave_sub(sub);
	return st;
}

void eef_sub_sent(eef_sub *sub, uint64_t offset)
{
	if (!enter_sub(sub))
		return;
	if (offset > sub->cursor && offset <= sub->user->outbox.newest) {
		count_many(&sub->user->shard->counters, COUNT_SENT, offset - sub->cursor);
		sub->cursor = offset;
	}
	leave_sub(sub);
}

void eef_sub_ack(eef_sub *sub, uint64_t offset)
{
	bool freed = false;

	if (!enter_sub(sub))
		return;
	if (offset > sub->cursor)
		offset = sub->cursor;
	if (offset > sub->acked) {
		sub->acked = offset;
		sub->user->outbox.active_ms = clock_ms();
		freed = trim(sub->sink->factory, sub->user);
	}
	leave_sub(sub);
	if (freed)
		factory_signal(sub->sink->factory);
}

eef_status eef_sub_hello(eef_sub *sub, eef_hello *ret_hello)
{
	if (!ret_hello)
		return EEF_E_INVAL;
	if (!enter_sub(sub))
		return refused(sub);
	fill_hello(&sub->user->outbox, false, ret_hello);
	leave_sub(sub);
	return EEF_OK;
}

void eef_sub_set_data(eef_sub *sub, void *data)
{
	sub->data = data;
}

void *eef_sub_data(const eef_sub *sub)
{
	return sub->data;
}

/* Under the sub's lock. */
static void part(eef_sub *sub)
{
	struct user *user = sub->user;
	struct shard *shard = user->shard;

	pthread_mutex_lock(&shard->lock);
	pthread_mutex_lock(&user->outbox.lock);
	for (eef_sub **at = &user->outbox.subs; *at; at = &(*at)->next_of_user)
		if (*at == sub) {
			*at = sub->next_of_user;
			break;
		}
	pthread_mutex_lock(&sub->sink->dirty_lock);
	unmark(sub);
	pthread_mutex_unlock(&sub->sink->dirty_lock);
	user->outbox.active_ms = clock_ms();
	pthread_mutex_unlock(&user->outbox.lock);
	user->subs--;
	sub->user = NULL;
	shard_settle(shard, user);
	pthread_mutex_unlock(&shard->lock);
}

static const struct {
	int code;
	enum counter counter;
} closes[] = {
	{ 1000, COUNT_CLOSE_1000 },
	{ 1001, COUNT_CLOSE_1001 },
	{ 1002, COUNT_CLOSE_1002 },
	{ 1006, COUNT_CLOSE_1006 },
	{ 1007, COUNT_CLOSE_1007 },
	{ 1009, COUNT_CLOSE_1009 },
	{ 1011, COUNT_CLOSE_1011 },
	{ 1012, COUNT_CLOSE_1012 },
	{ 1013, COUNT_CLOSE_1013 },
	{ 4401, COUNT_CLOSE_4401 },
	{ 4403, COUNT_CLOSE_4403 },
	{ 4409, COUNT_CLOSE_4409 },
};

static void count_close(eef_factory *factory, int code)
{
	enum counter counter = COUNT_CLOSE_OTHER;

	for (size_t i = 0; i < COUNT_OF(closes); i++)
		if (closes[i].code == code)
			counter = closes[i].counter;
	count(factory->counters, counter);
}

static void sub_free(eef_sub *sub)
{
	if (sub->text)
		sodium_memzero(sub->text, sub->text_cap);
	free(sub->text);
	pthread_mutex_destroy(&sub->lock);
	free(sub);
}

static void remove_from_sink(eef_sub *sub)
{
	if (!sub->at)
		return;
	*sub->at = sub->next;
	if (sub->next)
		sub->next->at = sub->at;
	sub->at = NULL;
}

void eef_sub_close(eef_sub *sub, int ws_code)
{
	eef_factory *factory;

	if (!sub || atomic_load(&process_forked))
		return;
	factory = sub->sink->factory;
	pthread_mutex_lock(&sub->sink->lock);
	pthread_mutex_lock(&sub->lock);
	remove_from_sink(sub);
	if (sub->user) {
		trail_add(factory,
			&(struct trail_entry){
				.op = TRAIL_CLOSED, .user = sub->user->id, .numbers = { (uint64_t)ws_code } });
		part(sub);
	}
	pthread_mutex_unlock(&sub->lock);
	pthread_mutex_unlock(&sub->sink->lock);
	count_close(factory, ws_code);
	sub_free(sub);
	factory_signal(factory);
}

void subs_orphan(eef_factory *factory)
{
	eef_sink *sink = &factory->sink;

	pthread_mutex_lock(&sink->lock);
	while (sink->subs.first) {
		eef_sub *sub = sink->subs.first;

		pthread_mutex_lock(&sub->lock);
		remove_from_sink(sub);
		part(sub);
		pthread_mutex_unlock(&sub->lock);
	}
	pthread_mutex_unlock(&sink->lock);
}

bool subs_open(eef_factory *factory)
{
	bool open;

	pthread_mutex_lock(&factory->sink.lock);
	open = factory->sink.subs.first != NULL;
	pthread_mutex_unlock(&factory->sink.lock);
	return open;
}
