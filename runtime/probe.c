/* The golden path: at configure, one run goes all the way from create to wiped memory before anybody may use the factory. */
#include "runtime/engine.h"
#include "runtime/json.h"
#include "runtime/life.h"
#include "runtime/sub.h"
#include "runtime/trail.h"

/* No context may have these: they hold a control character. */
#define PROBE_USER "\001probe"
#define PROBE_RUN "\001probe"
#define PROBE_SECRET "{\"probe\":\"5f1c\"}"

static const eef_event script[] = {
	{ sizeof(eef_event), EEF_EV_AGENT_STARTED, "probe", NULL, NULL, NULL, 0 },
	{ sizeof(eef_event), EEF_EV_AGENT_THINKING, NULL, NULL, NULL, NULL, 0 },
	{ sizeof(eef_event), EEF_EV_TOOL_EXECUTING, NULL, "probe", "1", NULL, 0 },
	{ sizeof(eef_event), EEF_EV_TOOL_COMPLETED, NULL, NULL, "1", NULL, 0 },
	{ sizeof(eef_event), EEF_EV_AGENT_COMPLETED, NULL, NULL, NULL, NULL, 0 },
};

static bool speak(eef_factory *factory, eef_engine engine)
{
	uint64_t seq;

	for (size_t i = 0; i < COUNT_OF(script); i++)
		if (eef_emit(factory, engine, &script[i], &seq) != EEF_OK || seq != i + 1)
			return false;
	return eef_emit(factory, engine, &script[1], NULL) == EEF_E_ORDER;
}

static bool hear(eef_sub *sub)
{
	const void *json;
	size_t len;
	uint64_t offset;

	for (uint64_t i = 1; i <= COUNT_OF(script); i++) {
		if (eef_sub_next(sub, &json, &len, &offset) != EEF_OK || offset != i ||
			!json_check(json, len, JSON_DEPTH_DATA, NULL))
			return false;
		eef_sub_sent(sub, offset);
	}
	eef_sub_ack(sub, COUNT_OF(script));
	return eef_sub_next(sub, &json, &len, &offset) == EEF_PENDING;
}

static bool agrees(eef_factory *factory)
{
	eef_metrics m = { .size = sizeof(m) };

	return eef_metrics_get(factory, &m) == EEF_OK && m.engines_created == m.engines_cleaned + m.engines_active;
}

static bool is_wiped(const eef_factory *factory, eef_engine engine)
{
	const char *base = factory->pool.base + engine_index(engine) * factory->pool.stride;

	return sodium_is_zero((const unsigned char *)base, factory->pool.arena_bytes);
}

static bool walk(eef_factory *factory, eef_engine engine, eef_sub *sub)
{
	return speak(factory, engine) && hear(sub) && eef_delivered(factory, engine, COUNT_OF(script)) == EEF_OK &&
		eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE) == EEF_OK && is_wiped(factory, engine) &&
		agrees(factory);
}

static void forget_probe(eef_factory *factory)
{
	uint64_t hash = user_hash(factory, PROBE_USER, strlen(PROBE_USER));
	struct shard *shard = shard_of(factory, hash);
	struct user *user;

	pthread_mutex_lock(&shard->lock);
	user = shard_find(shard, hash, PROBE_USER, strlen(PROBE_USER));
	if (user)
		shard_forget(shard, user);
	pthread_mutex_unlock(&shard->lock);
}

eef_status probe(eef_factory *factory)
{
	struct checked checked = {
		.user = PROBE_USER,
		.user_len = strlen(PROBE_USER),
		.run = PROBE_RUN,
		.run_len = strlen(PROBE_RUN),
		.metadata = PROBE_SECRET,
		.metadata_len = strlen(PROBE_SECRET),
	};
	eef_engine engine;
	eef_sub *sub;
	eef_hello hello;
	eef_status st = engine_create(factory, &checked, &engine);

	if (st != EEF_OK)
		return st == EEF_E_AUDIT || st == EEF_E_NOMEM ? st : EEF_E_GOLDEN_PATH;
	st = sub_open(&factory->sink, checked.user, checked.user_len, NULL, 0, &sub, &hello);
	if (st == EEF_OK) {
		st = walk(factory, engine, sub) ? EEF_OK : EEF_E_GOLDEN_PATH;
		eef_sub_close(sub, 1000);
	}
	if (st != EEF_OK)
		eef_cleanup_engine(factory, engine, EEF_CLEAN_ERROR);
	forget_probe(factory);
	return st == EEF_OK ? trail_add(factory, &(struct trail_entry){ .op = TRAIL_GOLDEN_PATH }) : st;
}
