/* Runs: grammar, set-aside ends, wire text. */
#include "runtime/run.h"

#include <stdio.h>

#include "runtime/clock.h"
#include "runtime/json.h"
#include "runtime/sub.h"
#include "runtime/trail.h"

#define END_DATA 64 /* {"status":"cancelled","reason":"unfinished"} */

struct tool {
	struct tool *next;
	struct event *aborted;
	struct part name, call;
	char text[];
};

struct run {
	uint64_t seq, gone, expired_first, expired_last; /* gone: last seq that is no longer in the outbox */
	bool completed;
	uint32_t thoughts, pairs, open;
	struct tool *tools;
	struct event *end;
	size_t agent_len;
	char agent[];
};

static const struct {
	const char *status, *reason;
	enum counter counted;
} ends[EEF_CLEAN_COUNT] = {
	[EEF_CLEAN_DONE] = { "error", "unfinished", COUNT_RUN_ERROR },
	[EEF_CLEAN_ERROR] = { "error", "failed", COUNT_RUN_ERROR },
	[EEF_CLEAN_CANCELLED] = { "cancelled", "cancelled", COUNT_RUN_CANCELLED },
	[EEF_CLEAN_IDLE] = { "timeout", "idle", COUNT_RUN_TIMEOUT },
	[EEF_CLEAN_DEADLINE] = { "timeout", "deadline", COUNT_RUN_TIMEOUT },
	[EEF_CLEAN_SHUTDOWN] = { "cancelled", "shutdown", COUNT_RUN_CANCELLED },
	[EEF_CLEAN_LEAKED] = { "error", "leaked", COUNT_RUN_ERROR },
};

static const char *const type_names[] = {
	[EEF_EV_AGENT_STARTED] = "agent_started",
	[EEF_EV_AGENT_THINKING] = "agent_thinking",
	[EEF_EV_TOOL_EXECUTING] = "tool_executing",
	[EEF_EV_TOOL_COMPLETED] = "tool_completed",
	[EEF_EV_AGENT_COMPLETED] = "agent_completed",
};

static size_t quoted(struct part part)
{
	return part.ptr ? json_string_size(part.ptr, part.len) : 0;
}

static size_t text_size(const struct slot *slot, const struct saying *saying, size_t data)
{
	struct part run = { slot->run_id, slot->run_len };

	return RUN_FIXED_TEXT + quoted(run) + quoted(saying->agent) + quoted(saying->tool) + quoted(saying->call) +
		data;
}

static void write_part(struct json_out *out, const char *name, struct part part)
{
	if (!part.ptr)
		return;
	json_text(out, name);
	json_string(out, part.ptr, part.len);
}

static void write_place(struct json_out *out, const struct outbox *outbox, const struct event *event)
{
	char epoch[17], stamp[CLOCK_STAMP_MAX];

	json_text(out, ",\"seq\":");
	json_u64(out, event->seq);
	json_text(out, ",\"offset\":");
	json_u64(out, event->offset);
	epoch_text(outbox->epoch, epoch);
	clock_stamp(stamp);
	json_text(out, ",\"epoch\":\"");
	json_raw(out, epoch, 16);
	json_text(out, "\",\"ts\":\"");
	json_text(out, stamp);
	json_text(out, "\"");
}

static void write_event(struct event *event, const struct emission *to, const struct saying *saying)
{
	struct json_out out = { event->text, event->cap, 0 };

	json_text(&out, "{\"v\":1,\"type\":\"");
	json_text(&out, type_names[saying->type]);
	json_text(&out, "\"");
	write_part(&out, ",\"run_id\":", (struct part){ to->slot->run_id, to->slot->run_len });
	write_place(&out, to->outbox, event);
	write_part(&out, ",\"agent\":", saying->agent);
	write_part(&out, ",\"tool\":", saying->tool);
	write_part(&out, ",\"call_id\":", saying->call);
	if (saying->data.ptr) {
		json_text(&out, ",\"data\":");
		json_raw(&out, saying->data.ptr, saying->data.len);
	}
	json_text(&out, "}");
	assert(out.len <= event->cap);
	event->len = (uint32_t)out.len;
}

/* Takes the event, whose room is promised: from here on it has an offset, and clients hear of it. */
static void put(struct emission *to, struct event *event, const struct saying *saying)
{
	struct run *run = to->slot->run;

	if (!to->outbox->epoch)
		to->outbox->epoch = epoch_new(to->factory);
	event->seq = ++run->seq;
	event->offset = to->outbox->newest + 1;
	event->engine =
		slot_handle(to->slot, word_generation(atomic_load_explicit(&to->slot->word, memory_order_relaxed)));
	event->put_ms = to->outbox->active_ms = clock_ms();
	write_event(event, to, saying);
	outbox_put(to->outbox, event);
	to->outbox->newest++;
	count(&to->slot->user->shard->counters, (enum counter)(COUNT_EMITTED_STARTED + (int)saying->type));
	to->news |= subs_mark(to->outbox);
}

/* A new event with its room; on failure neither. */
static eef_status set_aside(struct emission *to, size_t cap, struct event **ret)
{
	eef_status st = outbox_promise(to->outbox, &to->factory->outbox_limits, 1, cap);

	if (st != EEF_OK)
		return st;
	*ret = event_new(cap);
	if (*ret)
		return EEF_OK;
	outbox_forgo(to->outbox, 1, cap);
	return EEF_E_NOMEM;
}

static void give_back(struct emission *to, struct event *event)
{
	if (event)
		outbox_forgo(to->outbox, 1, event->cap);
	event_free(event);
}

/* What was set aside serves when it is large enough, else something larger; *event is as it was on failure. */
static eef_status enlarge(struct emission *to, struct event **event, size_t cap)
{
	struct event *larger;
	eef_status st;

	if (cap <= (*event)->cap)
		return EEF_OK;
	st = set_aside(to, cap, &larger);
	if (st != EEF_OK)
		return st;
	give_back(to, *event);
	*event = larger;
	return EEF_OK;
}

static struct tool **find_tool(struct run *run, struct part call)
{
	struct tool **at = &run->tools;

	while (*at && ((*at)->call.len != call.len || memcmp((*at)->call.ptr, call.ptr, call.len) != 0))
		at = &(*at)->next;
	return at;
}

static void tool_free(struct tool *tool)
{
	sodium_memzero(tool, sizeof(*tool) + tool->name.len + tool->call.len);
	free(tool);
}

/* Unlinked and freed; what was set aside for its end is the caller's. */
static struct event *close_tool(struct run *run, struct tool **at)
{
	struct tool *tool = *at;
	struct event *aborted = tool->aborted;

	*at = tool->next;
	run->open--;
	tool_free(tool);
	return aborted;
}

static eef_status say_started(struct emission *to, const struct saying *saying)
{
	struct run *run = malloc(sizeof(*run) + saying->agent.len);
	struct event *event = NULL;
	eef_status st;

	if (!run)
		return EEF_E_NOMEM;
	*run = (struct run){ .agent_len = saying->agent.len };
	memcpy(run->agent, saying->agent.ptr, saying->agent.len);
	st = set_aside(to, text_size(to->slot, saying, saying->data.len), &event);
	if (st == EEF_OK)
		st = set_aside(to, text_size(to->slot, saying, END_DATA), &run->end);
	if (st != EEF_OK) {
		give_back(to, event);
		free(run);
		return st;
	}
	to->slot->run = run;
	put(to, event, saying);
	return EEF_OK;
}

static eef_status say_plain(struct emission *to, const struct saying *saying)
{
	struct event *event;
	eef_status st = set_aside(to, text_size(to->slot, saying, saying->data.len), &event);

	if (st == EEF_OK)
		put(to, event, saying);
	return st;
}

static struct tool *tool_new(const struct saying *saying)
{
	struct tool *tool = malloc(sizeof(*tool) + saying->tool.len + saying->call.len);

	if (!tool)
		return NULL;
	*tool = (struct tool){ .name = { tool->text, saying->tool.len },
		.call = { tool->text + saying->tool.len, saying->call.len } };
	memcpy(tool->text, saying->tool.ptr, saying->tool.len);
	memcpy(tool->text + saying->tool.len, saying->call.ptr, saying->call.len);
	return tool;
}

static eef_status say_executing(struct emission *to, const struct saying *saying)
{
	struct run *run = to->slot->run;
	struct tool *tool;
	eef_status st;

	if (run->open == RUN_TOOLS_MAX)
		return EEF_E_QUOTA;
	tool = tool_new(saying);
	if (!tool)
		return EEF_E_NOMEM;
	st = set_aside(to, text_size(to->slot, saying, END_DATA), &tool->aborted);
	if (st == EEF_OK && (st = say_plain(to, saying)) != EEF_OK)
		give_back(to, tool->aborted);
	if (st != EEF_OK) {
		tool_free(tool);
		return st;
	}
	tool->next = run->tools;
	run->tools = tool;
	run->open++;
	return EEF_OK;
}

/* A completed tool has its name from when it began. */
static eef_status say_tool_done(struct emission *to, const struct saying *saying)
{
	struct run *run = to->slot->run;
	struct tool **at = find_tool(run, saying->call);
	struct saying named = *saying;
	eef_status st;

	named.tool = (*at)->name;
	named.call = (*at)->call;
	st = enlarge(to, &(*at)->aborted, text_size(to->slot, &named, saying->data.len));
	if (st != EEF_OK)
		return st;
	put(to, (*at)->aborted, &named);
	close_tool(run, at);
	run->pairs++;
	return EEF_OK;
}

/* The tool that began last is aborted first. */
static void abort_tools(struct emission *to)
{
	static const char aborted[] = "{\"status\":\"aborted\"}";
	struct run *run = to->slot->run;

	while (run->tools) {
		struct saying saying = { EEF_EV_TOOL_COMPLETED, .tool = run->tools->name, .call = run->tools->call,
			.data = { aborted, strlen(aborted) } };

		put(to, run->tools->aborted, &saying);
		close_tool(run, &run->tools);
	}
}

static eef_status say_completed(struct emission *to, const struct saying *saying)
{
	struct run *run = to->slot->run;
	struct saying named = *saying;
	struct event *end;
	eef_status st;

	if (!named.agent.ptr)
		named.agent = (struct part){ run->agent, run->agent_len };
	st = enlarge(to, &run->end, text_size(to->slot, &named, named.data.len));
	if (st != EEF_OK)
		return st;
	abort_tools(to);
	end = run->end;
	run->end = NULL;
	run->completed = true;
	put(to, end, &named);
	return EEF_OK;
}

static bool fits_grammar(const eef_factory *factory, struct run *run, const struct saying *saying)
{
	if (saying->type == EEF_EV_AGENT_STARTED)
		return !run;
	if (!run || run->completed)
		return false;
	if (saying->type == EEF_EV_TOOL_EXECUTING)
		return !*find_tool(run, saying->call);
	if (saying->type == EEF_EV_TOOL_COMPLETED)
		return *find_tool(run, saying->call);
	if (saying->type == EEF_EV_AGENT_COMPLETED && factory->config.flags & EEF_F_STRICT_FIVE)
		return run->thoughts > 0 && run->pairs > 0;
	return true;
}

eef_status run_say(struct emission *to, const struct saying *saying)
{
	eef_status st;

	if (!fits_grammar(to->factory, to->slot->run, saying))
		return EEF_E_ORDER;
	switch (saying->type) {
	case EEF_EV_AGENT_STARTED: return say_started(to, saying);
	case EEF_EV_TOOL_EXECUTING: return say_executing(to, saying);
	case EEF_EV_TOOL_COMPLETED: return say_tool_done(to, saying);
	case EEF_EV_AGENT_COMPLETED: return say_completed(to, saying);
	default: break;
	}
	st = say_plain(to, saying);
	to->slot->run->thoughts += st == EEF_OK;
	return st;
}

static void end_run(struct emission *to, int reason)
{
	struct run *run = to->slot->run;
	char data[END_DATA];
	int len = snprintf(
		data, sizeof(data), "{\"status\":\"%s\",\"reason\":\"%s\"}", ends[reason].status, ends[reason].reason);
	struct saying saying = { EEF_EV_AGENT_COMPLETED, .agent = { run->agent, run->agent_len },
		.data = { data, (size_t)len } };

	say_completed(to, &saying); /* cannot fail: all of it was set aside */
	count(&to->slot->user->shard->counters, ends[reason].counted);
	trail_add(to->factory,
		&(struct trail_entry){ .op = TRAIL_TERMINAL,
			.user = to->slot->user->id,
			.run = to->slot->run_id,
			.word = ends[reason].status });
}

bool run_terminate(eef_factory *factory, struct slot *slot, int reason)
{
	struct emission to = { factory, slot, &slot->user->outbox, false };

	pthread_mutex_lock(&to.outbox->lock);
	if (slot->run && !slot->run->completed)
		end_run(&to, reason);
	pthread_mutex_unlock(&to.outbox->lock);
	return to.news;
}

void run_release(struct slot *slot)
{
	struct outbox *outbox = &slot->user->outbox;
	struct run *run = slot->run;

	if (!run)
		return;
	pthread_mutex_lock(&outbox->lock);
	slot->run = NULL;
	pthread_mutex_unlock(&outbox->lock);
	assert(run->completed && !run->tools && !run->end);
	sodium_memzero(run, sizeof(*run) + run->agent_len);
	free(run);
}

uint64_t run_events(const struct slot *slot)
{
	return slot->run ? slot->run->seq : 0;
}

void run_note_gone(eef_factory *factory, const struct event *event, bool expired)
{
	struct slot *slot = &factory->slots[engine_index(event->engine)];
	struct run *run;

	/* Of the same generation it is an engine of this user, whose run our lock guards. */
	if (word_generation(atomic_load(&slot->word)) != engine_generation(event->engine) || !slot->run)
		return;
	run = slot->run;
	run->gone = event->seq;
	if (expired && !run->expired_first)
		run->expired_first = event->seq;
	if (expired)
		run->expired_last = event->seq;
}

eef_status run_fate(const struct run *run, uint64_t seq)
{
	if (!run || seq == 0 || seq > run->seq)
		return EEF_E_INVAL;
	if (seq > run->gone)
		return EEF_PENDING;
	return run->expired_first && seq >= run->expired_first && seq <= run->expired_last ? EEF_E_GAP : EEF_OK;
}
