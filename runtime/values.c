/* What the holder of a pin may do: pin, allocate, values, callbacks. */
#include "runtime/values.h"

#include "runtime/context.h"
#include "runtime/factory.h"
#include "runtime/json.h"
#include "runtime/run.h"

struct defer {
	struct defer *next;
	void (*fn)(void *arg);
	void *arg;
};

struct value {
	struct value *next;
	const char *key;
	char *json;
	size_t len, room;
};

static struct slot *slot_of(const eef_view *view)
{
	return &view->factory->slots[engine_index(view->engine)];
}

eef_status eef_pin(eef_factory *factory, eef_engine engine, eef_view *ret_view)
{
	struct slot *slot;
	eef_status st = ret_view ? enter_pinned(factory, engine, &slot) : EEF_E_INVAL;

	if (st != EEF_OK)
		return st;
	*ret_view = (eef_view){
		.factory = factory,
		.engine = engine,
		.user_id = slot->user->id,
		.run_id = slot->run_id,
		.parent_run_id = slot->parent,
		.metadata_json = slot->metadata,
		.metadata_len = slot->metadata_len,
	};
	return EEF_OK;
}

/* In a child after fork() the pin stays with the parent. */
static bool is_usable(const eef_view *view)
{
	return view && view->factory && enter(view->factory) == EEF_OK;
}

void eef_unpin(eef_view *view)
{
	if (!is_usable(view))
		return;
	leave_pinned(view->factory, slot_of(view));
	*view = (eef_view){ 0 };
}

void *eef_alloc(eef_view *view, size_t size, size_t align)
{
	struct slot *slot;
	void *memory;

	if (!is_usable(view))
		return NULL;
	slot = slot_of(view);
	pthread_mutex_lock(&slot->lock);
	memory = arena_take(&slot->arena, size, align);
	pthread_mutex_unlock(&slot->lock);
	return memory;
}

eef_status eef_defer(eef_view *view, void (*fn)(void *arg), void *arg)
{
	struct slot *slot;
	struct defer *defer;

	if (!view || !view->factory || !fn)
		return EEF_E_INVAL;
	if (!is_usable(view))
		return EEF_E_FORKED;
	slot = slot_of(view);
	pthread_mutex_lock(&slot->lock);
	defer = arena_take(&slot->arena, sizeof(*defer), alignof(struct defer));
	if (defer) {
		*defer = (struct defer){ slot->defers, fn, arg };
		slot->defers = defer;
	}
	pthread_mutex_unlock(&slot->lock);
	return defer ? EEF_OK : EEF_E_QUOTA;
}

void values_run_deferred(struct slot *slot)
{
	while (slot->defers) {
		struct defer *defer = slot->defers;

		slot->defers = defer->next;
		defer->fn(defer->arg);
	}
	slot->values = NULL;
	slot->values_count = 0;
}

static struct value *find_value(const struct slot *slot, const char *key)
{
	struct value *value = slot->values;

	while (value && strcmp(value->key, key) != 0)
		value = value->next;
	return value;
}

static struct value *add_value(struct slot *slot, const char *key, size_t len)
{
	struct value *value;
	char *copy;

	if (slot->values_count == VALUES_MAX)
		return NULL;
	copy = arena_copy(&slot->arena, key, len);
	value = copy ? arena_take(&slot->arena, sizeof(*value), alignof(struct value)) : NULL;
	if (!value)
		return NULL;
	*value = (struct value){ .next = slot->values, .key = copy };
	slot->values = value;
	slot->values_count++;
	return value;
}

/* What is replaced is wiped at once when the new one lies elsewhere. */
static bool put_value(struct slot *slot, struct value *value, const char *json, size_t len)
{
	if (len > value->room) {
		char *json_room = arena_take(&slot->arena, len, 1);

		if (!json_room)
			return false;
		sodium_memzero(value->json, value->room);
		value->json = json_room;
		value->room = len;
	}
	memcpy(value->json, json, len);
	sodium_memzero(value->json + len, value->room - len);
	value->len = len;
	return true;
}

static eef_status set_locked(struct slot *slot, const char *key, size_t key_len, const char *json, size_t len)
{
	struct value *value = find_value(slot, key), *first = slot->values;

	if (!value)
		value = add_value(slot, key, key_len);
	if (!value)
		return EEF_E_QUOTA;
	if (put_value(slot, value, json, len))
		return EEF_OK;
	if (value != first && value == slot->values) {
		slot->values = first;
		slot->values_count--;
	}
	return EEF_E_QUOTA;
}

eef_status eef_set(eef_view *view, const char *key, const char *json, size_t len)
{
	size_t key_len;
	struct slot *slot;
	eef_status st = !view || !view->factory || !json ? EEF_E_INVAL
		: is_usable(view)                        ? id_check(key, &key_len)
							 : EEF_E_FORKED;

	if (st != EEF_OK)
		return st;
	if (!json_check(json, len, JSON_DEPTH_DATA, NULL))
		return EEF_E_JSON;
	slot = slot_of(view);
	pthread_mutex_lock(&slot->lock);
	st = set_locked(slot, key, key_len, json, len);
	pthread_mutex_unlock(&slot->lock);
	return st;
}

static eef_status get_locked(const struct slot *slot, const char *key, char *buf, size_t *len)
{
	const struct value *value = find_value(slot, key);
	size_t room = *len;

	if (!value)
		return EEF_E_STALE;
	*len = value->len;
	if (value->len > room)
		return EEF_E_TOO_BIG;
	memcpy(buf, value->json, value->len);
	return EEF_OK;
}

eef_status eef_get_value(eef_view *view, const char *key, char *buf, size_t *len)
{
	struct slot *slot;
	eef_status st;

	if (!view || !view->factory || !key || !len || (!buf && *len > 0))
		return EEF_E_INVAL;
	if (!is_usable(view))
		return EEF_E_FORKED;
	slot = slot_of(view);
	pthread_mutex_lock(&slot->lock);
	st = get_locked(slot, key, buf, len);
	pthread_mutex_unlock(&slot->lock);
	return st;
}
