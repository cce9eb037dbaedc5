/* The configuration: defaults, limits, a copy with strings of its own. */
#include <unistd.h>

#include "runtime/arena.h"
#include "runtime/life.h"

void eef_config_init(eef_config *config)
{
	*config = (eef_config){
		.size = sizeof(*config),
		.max_engines = 4096,
		.max_engines_per_user = 2,
		.arena_bytes = 16384,
		.engine_quota_bytes = 262144,
		.idle_timeout_ms = 300000,
		.sweep_ms = 1000,
		.outbox_events = 1024,
		.outbox_bytes = 1 << 20,
		.replay_ttl_ms = 120000,
		.event_max_bytes = 65536,
		.metadata_max_bytes = 8192,
		.audit_sync = EEF_AUDIT_INTERVAL,
		.audit_on_failure = EEF_FAIL_CLOSED,
		.alert = { 25000000, 1, 4096, 1, 0.001, 0.995, 0.99, 0.9 },
	};
}

static bool in(uint32_t value, uint32_t least, uint32_t most)
{
	return value >= least && value <= most;
}

static bool limits_are_sane(const eef_config *c)
{
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);

	return in(c->max_engines, 1, 65535) && in(c->max_engines_per_user, 1, 64) &&
		in(c->arena_bytes, page, 1 << 24) && c->arena_bytes % page == 0 &&
		in(c->engine_quota_bytes, c->arena_bytes, UINT32_MAX) && c->sweep_ms > 0 &&
		in(c->outbox_events, 16, 1 << 20) && in(c->outbox_bytes, 16384, 1 << 30) && c->replay_ttl_ms > 0 &&
		in(c->event_max_bytes, 1, c->outbox_bytes) && in(c->metadata_max_bytes, 2, 1 << 20) &&
		in((uint32_t)c->audit_sync, EEF_AUDIT_NONE, EEF_AUDIT_SYNC) &&
		in((uint32_t)c->audit_on_failure, EEF_FAIL_CLOSED, EEF_FAIL_OPEN) &&
		(c->flags & EEF_F_NO_GUARD || c->max_engines <= POOL_GUARDED_MAX);
}

static bool copy_string(const char **string)
{
	return !*string || (*string = strdup(*string));
}

/* The list and its names in one block. */
static bool copy_list(const char *const **list)
{
	size_t count = 0, bytes = 0;
	const char **copy;
	char *text;

	if (!*list)
		return true;
	for (; (*list)[count]; count++)
		bytes += strlen((*list)[count]) + 1;
	copy = malloc((count + 1) * sizeof(char *) + bytes);
	if (!copy)
		return false;
	text = (char *)(copy + count + 1);
	for (size_t i = 0; i < count; i++) {
		copy[i] = strcpy(text, (*list)[i]);
		text += strlen(text) + 1;
	}
	copy[count] = NULL;
	*list = copy;
	return true;
}

/* An older caller's struct is shorter: what it does not know keeps its default. */
eef_status config_copy(const eef_config *from, eef_config *ret)
{
	eef_config config;

	if (from->size < sizeof(size_t) || from->size > sizeof(config))
		return EEF_E_ABI;
	eef_config_init(&config);
	memcpy(&config, from, from->size);
	config.size = sizeof(config);
	if (!limits_are_sane(&config))
		return EEF_E_INVAL;
	if (!copy_string(&config.audit_dir))
		return EEF_E_NOMEM;
	if (!copy_string(&config.audit_key_file)) {
		config.audit_key_file = NULL;
		config.placeholders = NULL;
		config_release(&config);
		return EEF_E_NOMEM;
	}
	if (!copy_list(&config.placeholders)) {
		config.placeholders = NULL;
		config_release(&config);
		return EEF_E_NOMEM;
	}
	*ret = config;
	return EEF_OK;
}

static void release(const void *memory)
{
	free((void *)(uintptr_t)memory);
}

void config_release(eef_config *config)
{
	release(config->audit_dir);
	release(config->audit_key_file);
	release(config->placeholders);
	*config = (eef_config){ 0 };
}
