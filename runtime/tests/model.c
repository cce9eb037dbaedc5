/* Random runs, clients that vanish and resume, restarts and expiry, beside a model of what each client must see: T9. */
#include "runtime/json.h"
#include "runtime/tests/test.h"

#define USERS 64
#define RUNS 2    /* at once, of a user */
#define CLIENTS 2 /* of a user */
#define TOOLS 3

struct model_run {
	eef_engine engine;
	bool live, started, completed, open[TOOLS];
	unsigned number;
	uint64_t seq;
};

/* What a client knows; it drops what it has had. */
struct client {
	eef_sub *sub;
	char epoch[17];
	uint64_t last; /* offset */
	bool knows;    /* has an epoch */
};

struct person {
	struct model_run runs[RUNS];
	struct client clients[CLIENTS];
	unsigned next_run;
	uint64_t put; /* offset of the last event that the model says was put, in this epoch */
	char epoch[17];
};

static struct person people[USERS];
static struct rig rig;
static uint64_t seed, received, gaps, reconnects, restarts, said;

static unsigned below(unsigned n)
{
	return (unsigned)(random_next(&seed) % n);
}

static void name_of(unsigned who, char user[16])
{
	snprintf(user, 16, "u%u", who);
}

static void begin(unsigned who)
{
	struct model_run *run = &people[who].runs[below(RUNS)];
	char user[16], name[32];
	eef_context context = context_of(user, name);

	if (run->live)
		return;
	*run = (struct model_run){ .live = true, .number = people[who].next_run++ };
	name_of(who, user);
	snprintf(name, sizeof(name), "u%u-r%u", who, run->number);
	MUST(eef_create_for_user(rig.factory, &context, &run->engine) == EEF_OK);
}

static void note_put(unsigned who, unsigned n)
{
	people[who].put += n;
	said += n;
}

static unsigned open_tools(const struct model_run *run)
{
	unsigned n = 0;

	for (unsigned i = 0; i < TOOLS; i++)
		n += run->open[i];
	return n;
}

/* What the model says of an event; what it changes when the library accepts it. */
static bool allows(const struct model_run *run, eef_event_type type, unsigned tool)
{
	if (type == EEF_EV_AGENT_STARTED)
		return !run->started;
	if (!run->started || run->completed)
		return false;
	return type == EEF_EV_TOOL_EXECUTING    ? !run->open[tool]
		: type == EEF_EV_TOOL_COMPLETED ? run->open[tool]
						: true;
}

static void apply(unsigned who, struct model_run *run, eef_event_type type, unsigned tool)
{
	unsigned n = 1;

	if (type == EEF_EV_AGENT_COMPLETED)
		n += open_tools(run);
	run->started = true;
	run->completed = type == EEF_EV_AGENT_COMPLETED;
	if (type == EEF_EV_TOOL_EXECUTING || type == EEF_EV_TOOL_COMPLETED)
		run->open[tool] = type == EEF_EV_TOOL_EXECUTING;
	run->seq += n;
	note_put(who, n);
}

static void speak(unsigned who)
{
	static const eef_event_type types[] = { EEF_EV_AGENT_STARTED, EEF_EV_AGENT_STARTED, EEF_EV_AGENT_THINKING,
		EEF_EV_AGENT_THINKING, EEF_EV_TOOL_EXECUTING, EEF_EV_TOOL_EXECUTING, EEF_EV_TOOL_COMPLETED,
		EEF_EV_TOOL_COMPLETED, EEF_EV_AGENT_COMPLETED };
	struct model_run *run = &people[who].runs[below(RUNS)];
	eef_event_type type = types[below(COUNT_OF(types))];
	unsigned tool = below(TOOLS);
	char call[2] = { (char)('a' + tool), 0 };
	bool with_call = type == EEF_EV_TOOL_EXECUTING || type == EEF_EV_TOOL_COMPLETED;
	eef_status st;

	if (!run->live)
		return;
	st = emit_type(rig.factory, run->engine, type, with_call ? call : NULL);
	MUST(st == EEF_OK || st == EEF_E_ORDER || st == EEF_E_BACKPRESSURE);
	MUST((st == EEF_E_ORDER) == !allows(run, type, tool));
	if (st == EEF_OK)
		apply(who, run, type, tool);
}

static void end_model(unsigned who, struct model_run *run)
{
	if (run->live && run->started && !run->completed)
		note_put(who, 1 + open_tools(run));
	run->live = false;
}

static void end(unsigned who)
{
	struct model_run *run = &people[who].runs[below(RUNS)];

	if (!run->live)
		return;
	MUST(eef_cleanup_engine(rig.factory, run->engine, (int)below(EEF_CLEAN_COUNT)) == EEF_OK);
	end_model(who, run);
}

static uint64_t number_after(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	MUST(at);
	return strtoull(at + strlen(name), NULL, 10);
}

/* Of the right user, in order, without a hole. */
static void check_event(unsigned who, struct client *client, const char *text, size_t len, uint64_t offset)
{
	char copy[1024], owner[32];

	MUST(len < sizeof(copy) && json_check(text, len, 8, NULL));
	memcpy(copy, text, len);
	copy[len] = '\0';
	snprintf(owner, sizeof(owner), "\"run_id\":\"u%u-r", who);
	MUST(strstr(copy, owner));
	MUST(strstr(copy, client->epoch));
	MUST(number_after(copy, "\"offset\":") == offset);
	MUST(offset <= people[who].put);
	if (offset <= client->last)
		return; /* had it */
	MUST(offset == client->last + 1);
	client->last = offset;
	received++;
}

/* A gap is only said when there is one. */
static void take_gap(struct client *client, const eef_hello *hello)
{
	gaps++;
	client->last = hello->oldest - 1;
	memcpy(client->epoch, hello->epoch, sizeof(client->epoch));
}

static void connect_client(unsigned who, struct client *client)
{
	eef_hello hello;
	char user[16];

	if (client->sub)
		return;
	name_of(who, user);
	MUST(eef_sub_open(&rig.factory->sink, user, NULL, client->knows ? client->epoch : NULL, client->last,
		     &client->sub, &hello) == EEF_OK);
	reconnects++;
	MUST(hello.newest == people[who].put || people[who].put == 0 || strcmp(hello.epoch, people[who].epoch) != 0);
	if (strcmp(hello.epoch, people[who].epoch) != 0) {
		/* a new record of the user: the old one was forgotten, with nothing in it */
		memcpy(people[who].epoch, hello.epoch, sizeof(hello.epoch));
		people[who].put = hello.newest;
	}
	if (!client->knows || !hello.recovered) {
		MUST(!client->knows || strcmp(hello.epoch, client->epoch) != 0 || client->last + 1 < hello.oldest);
		take_gap(client, &hello);
		gaps -= !client->knows;
	}
	client->knows = true;
}

static void read_some(unsigned who, struct client *client)
{
	const void *json;
	size_t len;
	uint64_t offset;

	for (unsigned n = below(12); client->sub && n > 0; n--) {
		eef_status st = eef_sub_next(client->sub, &json, &len, &offset);
		eef_hello hello;

		if (st == EEF_E_GAP) {
			/* what was read but not said to be sent may be what expired: then nothing is missing */
			MUST(eef_sub_hello(client->sub, &hello) == EEF_OK && hello.oldest > client->last);
			take_gap(client, &hello);
			continue;
		}
		MUST(st == EEF_OK || st == EEF_PENDING);
		if (st == EEF_PENDING) {
			MUST(client->last == people[who].put);
			return;
		}
		check_event(who, client, json, len, offset);
		if (below(8))
			eef_sub_sent(client->sub, offset);
	}
	if (client->sub && below(2))
		eef_sub_ack(client->sub, client->last);
}

static void vanish(struct client *client)
{
	eef_sub_close(client->sub, 1006);
	client->sub = NULL;
}

/* All engines end, all connections, all epochs. */
static void restart(void)
{
	for (unsigned who = 0; who < USERS; who++) {
		for (unsigned i = 0; i < CLIENTS; i++)
			vanish(&people[who].clients[i]);
		for (unsigned i = 0; i < RUNS; i++)
			people[who].runs[i].live = false;
		people[who].put = 0;
		people[who].epoch[0] = '\0';
	}
	MUST(eef_shutdown(rig.factory, 1000) == EEF_OK);
	rig_start(&rig);
	restarts++;
}

static void expire(void)
{
	test_clock_advance(50000);
	sweep(rig.factory);
	for (unsigned who = 0; who < USERS; who++)
		for (unsigned i = 0; i < RUNS; i++)
			if (people[who].runs[i].live && eef_touch(rig.factory, people[who].runs[i].engine) != EEF_OK)
				end_model(who, &people[who].runs[i]);
}

static void one_step(void)
{
	unsigned who = below(USERS);
	struct client *client = &people[who].clients[below(CLIENTS)];

	switch (below(16)) {
	case 0:
	case 1: begin(who); break;
	case 2:
		if (below(3) == 0)
			end(who);
		break;
	case 3: connect_client(who, client); break;
	case 4:
		if (client->sub && below(2))
			vanish(client);
		break;
	case 5:
		if (below(5000) == 0)
			restart();
		else if (below(2000) == 0)
			expire();
		break;
	case 6:
	case 7:
	case 8:
	case 9: read_some(who, client); break;
	default: speak(who); break;
	}
}

/* Everybody who is connected hears the rest. */
static void finish(void)
{
	for (unsigned who = 0; who < USERS; who++) {
		for (unsigned i = 0; i < RUNS; i++)
			if (people[who].runs[i].live) {
				MUST(eef_cleanup_engine(rig.factory, people[who].runs[i].engine, 0) == EEF_OK);
				end_model(who, &people[who].runs[i]);
			}
		for (unsigned i = 0; i < CLIENTS; i++) {
			struct client *client = &people[who].clients[i];

			connect_client(who, client);
			while (client->last < people[who].put)
				read_some(who, client);
			vanish(client);
		}
	}
}

int main(int argc, char **argv)
{
	size_t steps = argc > 2 ? strtoull(argv[2], NULL, 10) : full(400000, 20000000);

	seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 88172645463325252u;
	rig_init(&rig);
	rig.config.outbox_events = 48;
	rig_start(&rig);
	for (size_t i = 0; i < steps; i++)
		one_step();
	finish();
	MUST(is_consistent(rig.factory));
	MUST(metrics_of(rig.factory).engines_active == 0);
	rig_stop(&rig);
	MUST(restarts > 0 && gaps > 0 && received > steps / 100);
	printf("%zu steps, %llu put, %llu received, %llu connections, %llu gaps, %llu restarts\n1 passed, 0 failed\n",
		steps, (unsigned long long)said, (unsigned long long)received, (unsigned long long)reconnects,
		(unsigned long long)gaps, (unsigned long long)restarts);
	return 0;
}
