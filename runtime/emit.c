/* Emitting: the public calls, from checking what the caller says to waking the bridge. */
#include "runtime/context.h"
#include "runtime/json.h"
#include "runtime/run.h"
#include "runtime/trail.h"

static eef_status part_check(const char *id, bool required, struct part *ret)
{
	if (!id)
		return required ? EEF_E_INVAL : EEF_OK;
	ret->ptr = id;
	return id_check(id, &ret->len);
}

static eef_status event_check(const eef_factory *factory, const eef_event *event, struct saying *ret)
{
	bool tool;
	eef_status st;

	if (!event || event->size < sizeof(*event))
		return event ? EEF_E_ABI : EEF_E_INVAL;
	if ((unsigned)event->type > EEF_EV_AGENT_COMPLETED)
		return EEF_E_INVAL;
	tool = event->type == EEF_EV_TOOL_EXECUTING || event->type == EEF_EV_TOOL_COMPLETED;
	*ret = (struct saying){ .type = event->type };
	st = part_check(event->agent, event->type == EEF_EV_AGENT_STARTED, &ret->agent);
	if (st == EEF_OK)
		st = part_check(event->tool, event->type == EEF_EV_TOOL_EXECUTING, &ret->tool);
	if (st == EEF_OK)
		st = part_check(event->call_id, tool, &ret->call);
	if (st != EEF_OK || !event->data_json)
		return st;
	ret->data = (struct part){ event->data_json, event->data_len };
	if (event->data_len > factory->config.event_max_bytes)
		return EEF_E_TOO_BIG;
	return json_check(event->data_json, event->data_len, JSON_DEPTH_DATA, NULL) ? EEF_OK : EEF_E_JSON;
}

static enum counter rejection_of(eef_status st)
{
	return st == EEF_E_ORDER                         ? COUNT_REJECTED_ORDER
		: st == EEF_E_BACKPRESSURE               ? COUNT_REJECTED_FULL
		: st == EEF_E_STALE                      ? COUNT_REJECTED_STALE
		: st == EEF_E_NOMEM || st == EEF_E_QUOTA ? COUNT_REJECTED_OTHER
							 : COUNT_REJECTED_INVALID;
}

/*
 * We say that a run begins, then look whether the engine is closed; who closes says so, then looks whether a run has begun:
 * one of us sees the other. A run that is closed meanwhile has got its last event, or will get it after us.
 */
static eef_status say_locked(struct emission *to, const struct saying *saying, uint64_t *ret_seq)
{
	eef_status st = EEF_E_STALE;

	pthread_mutex_lock(&to->outbox->lock);
	if (saying->type == EEF_EV_AGENT_STARTED)
		atomic_store(&to->slot->begun, true);
	if (word_state(atomic_load(&to->slot->word)) == SLOT_ACTIVE)
		st = run_say(to, saying);
	if (st == EEF_OK && ret_seq)
		*ret_seq = run_events(to->slot);
	pthread_mutex_unlock(&to->outbox->lock);
	return st;
}

eef_status eef_emit(eef_factory *factory, eef_engine engine, const eef_event *event, uint64_t *ret_seq)
{
	struct emission to = { .factory = factory };
	struct saying saying;
	eef_status st = enter_pinned(factory, engine, &to.slot);

	if (st != EEF_OK) {
		if (st == EEF_E_STALE)
			count(factory->counters, COUNT_REJECTED_STALE);
		return st;
	}
	to.outbox = &to.slot->user->outbox;
	st = event_check(factory, event, &saying);
	if (st == EEF_OK)
		st = say_locked(&to, &saying, ret_seq);
	if (st != EEF_OK)
		count(&to.slot->user->shard->counters, rejection_of(st));
	else if (saying.type == EEF_EV_AGENT_COMPLETED) {
		count(&to.slot->user->shard->counters, COUNT_RUN_OK);
		trail_add(factory,
			&(struct trail_entry){ .op = TRAIL_TERMINAL,
				.user = to.slot->user->id,
				.run = to.slot->run_id,
				.engine = engine.v,
				.word = "ok" });
	}
	if (to.news)
		factory_wake_bridge(factory);
	leave_pinned(factory, to.slot);
	return st;
}

struct room {
	struct outbox *outbox;
	const struct outbox_limits *limits;
	struct slot *slot;
	uint64_t generation;
};

/* Room for what was refused last, or for one small event, and what a tool sets aside; also when the engine is closed, as then nobody should wait. */
static bool has_room(eef_factory *factory, void *arg)
{
	struct room *room = arg;
	struct outbox *outbox = room->outbox;
	bool has;

	pthread_mutex_lock(&outbox->lock);
	has = outbox->count + outbox->promised + 2 <= room->limits->events &&
		outbox->bytes + outbox->promised_bytes + outbox->refused + 4 * (size_t)RUN_FIXED_TEXT <= room->limits->bytes;
	has |= outbox->count + outbox->promised == 0;
	pthread_mutex_unlock(&outbox->lock);
	return has || word_state(atomic_load(&room->slot->word)) != SLOT_ACTIVE;
}

eef_status eef_emit_wait(eef_factory *factory, eef_engine engine, uint32_t ms)
{
	struct room room = { 0 };
	eef_status st = enter_pinned(factory, engine, &room.slot);

	if (st != EEF_OK)
		return st;
	room.limits = &factory->outbox_limits;
	room.outbox = &room.slot->user->outbox;
	st = factory_wait(factory, ms, has_room, &room) ? EEF_OK : EEF_E_TIMEOUT;
	if (st == EEF_OK && word_state(atomic_load(&room.slot->word)) != SLOT_ACTIVE)
		st = EEF_E_STALE;
	leave_pinned(factory, room.slot);
	return st;
}

eef_status eef_delivered(eef_factory *factory, eef_engine engine, uint64_t seq)
{
	struct slot *slot;
	eef_status st = enter_pinned(factory, engine, &slot);

	if (st != EEF_OK)
		return st;
	pthread_mutex_lock(&slot->user->outbox.lock);
	st = run_fate(slot->run, seq);
	pthread_mutex_unlock(&slot->user->outbox.lock);
	leave_pinned(factory, slot);
	return st;
}
