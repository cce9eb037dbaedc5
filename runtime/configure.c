/* The start of a factory: who may configure, what is built in which order, and the one factory of the process. */
#include "runtime/clock.h"
#include "runtime/life.h"
#include "runtime/trail.h"

static eef_factory canonical;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic bool initialised;

static void note_fork(void)
{
	atomic_store(&process_forked, true);
}

static void prepare(void)
{
	factory_init(&canonical);
	pthread_atfork(NULL, NULL, note_fork);
	atomic_store(&initialised, true);
}

static void open_shards(eef_factory *factory)
{
	for (size_t i = 0; i < SHARD_COUNT; i++) {
		pthread_mutex_lock(&factory->shards[i].lock);
		factory->shards[i].open = true;
		pthread_mutex_unlock(&factory->shards[i].lock);
	}
}

static eef_status attach(eef_factory *factory)
{
	eef_status st = bridge_attach(factory->bridge, &factory->sink);

	if (st == EEF_E_CONFLICT)
		count(factory->counters, COUNT_REINIT);
	if (st != EEF_OK)
		return st;
	count(factory->counters, COUNT_ATTACHED);
	factory->attached = true;
	return EEF_OK;
}

static eef_status reserve(eef_factory *factory, const eef_config *config)
{
	eef_config *own = &factory->config;
	eef_status st = config_copy(config, own);

	if (st == EEF_OK)
		st = pool_map(&factory->pool, own->max_engines, own->arena_bytes, own->flags);
	if (st == EEF_OK)
		st = registry_open(factory, own->max_engines);
	factory->outbox_limits = (struct outbox_limits){ own->outbox_events, own->outbox_bytes };
	return st;
}

static eef_status start(eef_factory *factory)
{
	const eef_config *own = &factory->config;
	eef_status st = trail_open(factory, own);

	if (st == EEF_OK)
		st = trail_add(factory,
			&(struct trail_entry){
				.op = TRAIL_CONFIGURED, .numbers = { own->max_engines, own->max_engines_per_user } });
	if (st == EEF_OK)
		st = sweeper_start(factory);
	return st;
}

eef_status factory_build(eef_factory *factory, const eef_config *config, eef_bridge *bridge)
{
	eef_status st = bridge_check(bridge);

	if (st == EEF_OK)
		st = reserve(factory, config);
	if (st == EEF_OK)
		st = start(factory);
	if (st == EEF_OK)
		st = attach(factory);
	if (st == EEF_OK) {
		atomic_store(&factory->state, EEF_STATE_PROBING);
		open_shards(factory);
		st = probe(factory);
	}
	if (st != EEF_OK)
		factory_dismantle(factory);
	return st;
}

/* Under the slow lock. Whoever may build goes on with EEF_OK, the state is CONFIGURING then. */
static eef_status claim(eef_factory *factory, eef_bridge *bridge)
{
	for (;;) {
		int state = atomic_load(&factory->state);
		bool building = state == EEF_STATE_CONFIGURING || state == EEF_STATE_PROBING;

		if (state == EEF_STATE_DRAINING)
			return EEF_E_SHUTDOWN;
		if (state == EEF_STATE_UNCONFIGURED || state == EEF_STATE_STOPPED)
			break;
		if (factory->bridge != bridge) {
			count(factory->counters, COUNT_CONFLICTS);
			return EEF_E_CONFLICT;
		}
		if (!building)
			return EEF_ALREADY;
		pthread_cond_wait(&factory->settled, &factory->slow);
	}
	factory->bridge = bridge;
	return EEF_OK;
}

eef_status life_begin(eef_factory *factory, const eef_config *config, eef_bridge *bridge)
{
	int before;
	eef_status st;

	pthread_mutex_lock(&factory->slow);
	st = claim(factory, bridge);
	before = atomic_load(&factory->state);
	if (st == EEF_OK) {
		atomic_store(&factory->state, EEF_STATE_CONFIGURING);
		pthread_mutex_unlock(&factory->slow);
		st = factory_build(factory, config, bridge);
		pthread_mutex_lock(&factory->slow);
		if (st != EEF_OK)
			factory->bridge = NULL;
		atomic_store(&factory->state, st == EEF_OK ? EEF_STATE_READY : before);
		pthread_cond_broadcast(&factory->settled);
	}
	pthread_mutex_unlock(&factory->slow);
	return st;
}

eef_status eef_configure(const eef_config *config, eef_bridge *bridge, eef_factory **ret_factory)
{
	eef_status st;

	if (atomic_load(&process_forked))
		return EEF_E_FORKED;
	if (!config || !bridge || !ret_factory)
		return EEF_E_INVAL;
	if (sodium_init() < 0)
		return EEF_E_NOMEM;
	pthread_once(&once, prepare);
	st = life_begin(&canonical, config, bridge);
	if (st >= EEF_OK)
		*ret_factory = &canonical;
	return st;
}

eef_factory *eef_get(void)
{
	return atomic_load_explicit(&canonical.state, memory_order_acquire) == EEF_STATE_READY &&
			!atomic_load_explicit(&process_forked, memory_order_relaxed)
		? &canonical
		: NULL;
}

/* The locks may be held by threads that are not in this process; they are made anew. */
static void forget_slots(struct slot *slots, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint64_t generation = word_generation(atomic_load(&slots[i].word));
		bool used_up = generation == WORD_GENERATION_MAX;

		slots[i] = (struct slot){ .index = i };
		atomic_store(&slots[i].word,
			used_up ? word_make(generation, SLOT_RETIRED, 0) : word_make(generation + 1, SLOT_FREE, 0));
		pthread_mutex_init(&slots[i].lock, NULL);
	}
}

eef_status eef_after_fork_child(void)
{
	struct slot *slots = canonical.slots;
	uint32_t n = atomic_load(&canonical.slots_count);

	if (!atomic_load(&process_forked))
		return EEF_ALREADY;
	if (atomic_load(&initialised)) {
		pool_unmap(&canonical.pool);
		memset((void *)&canonical, 0, sizeof(canonical));
		factory_init(&canonical);
		canonical.slots = slots;
		forget_slots(slots, n);
		atomic_store(&canonical.slots_count, n);
	}
	atomic_store(&process_forked, false);
	return EEF_OK;
}
