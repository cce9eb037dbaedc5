/* A server over libeef-lws that is told on its standard input what to do, and answers each line with one. */
#include <eef_lws.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define THREADS_MAX 16
#define WORDS_MAX 8

static eef_bridge *bridge;
static eef_factory *factory;
static eef_config config;

/* What the threads in the background do: runs of many users, as fast as the outboxes take them. */
struct load {
	unsigned first, step, users, runs, thoughts;
	uint64_t said;
	eef_status st;
};

static struct load loads[THREADS_MAX];
static pthread_t threads[THREADS_MAX];
static unsigned threads_count;
static atomic_bool halt;

static eef_status say(eef_engine engine, eef_event_type type, const char *data)
{
	eef_event event = EEF_EVENT_INIT;
	eef_status st;

	event.type = type;
	event.agent = type == EEF_EV_AGENT_STARTED ? "helper" : NULL;
	event.tool = type == EEF_EV_TOOL_EXECUTING ? "search" : NULL;
	event.call_id = type == EEF_EV_TOOL_EXECUTING || type == EEF_EV_TOOL_COMPLETED ? "c1" : NULL;
	event.data_json = data;
	event.data_len = data ? strlen(data) : 0;
	while ((st = eef_emit(factory, engine, &event, NULL)) == EEF_E_BACKPRESSURE && !atomic_load(&halt))
		eef_emit_wait(factory, engine, 100);
	return st;
}

/* A run of the golden path with `thoughts`; what it says is counted. */
static eef_status one_run(const char *user, const char *run, unsigned thoughts, const char *data, uint64_t *said)
{
	eef_context context = EEF_CONTEXT_INIT;
	eef_engine engine;
	eef_status st;

	context.user_id = user;
	context.run_id = run;
	st = eef_create_for_user(factory, &context, &engine);
	if (st != EEF_OK)
		return st;
	st = say(engine, EEF_EV_AGENT_STARTED, NULL);
	for (unsigned i = 0; i < thoughts && st == EEF_OK; i++)
		st = say(engine, EEF_EV_AGENT_THINKING, data);
	if (st == EEF_OK)
		st = say(engine, EEF_EV_TOOL_EXECUTING, NULL);
	if (st == EEF_OK)
		st = say(engine, EEF_EV_TOOL_COMPLETED, NULL);
	if (st == EEF_OK)
		st = say(engine, EEF_EV_AGENT_COMPLETED, NULL);
	*said += thoughts + 4;
	eef_cleanup_engine(factory, engine, EEF_CLEAN_DONE);
	return st;
}

static void *carry(void *arg)
{
	struct load *load = arg;
	char user[32], run[64];

	for (unsigned r = 0; r < load->runs && load->st == EEF_OK; r++)
		for (unsigned u = load->first; u < load->users && load->st == EEF_OK; u += load->step) {
			snprintf(user, sizeof(user), "u%u", u);
			snprintf(run, sizeof(run), "u%u-r%u", u, r);
			load->st = one_run(user, run, load->thoughts, NULL, &load->said);
		}
	return NULL;
}

static void answer(const char *text)
{
	printf("%s\n", text);
	fflush(stdout);
}

static void answer_status(eef_status st)
{
	answer(eef_strstatus(st));
}

static unsigned number(const char *word)
{
	return word ? (unsigned)strtoul(word, NULL, 10) : 0;
}

/* configure [OUTBOX-EVENTS [REPLAY-TTL-MS]] */
static void do_configure(char *const *words)
{
	eef_config_init(&config);
	config.max_engines = 1024;
	config.max_engines_per_user = 64;
	if (words[0])
		config.outbox_events = number(words[0]);
	config.outbox_bytes = 64 << 20;
	config.sweep_ms = 50;
	if (words[0] && words[1])
		config.replay_ttl_ms = number(words[1]);
	answer_status(eef_configure(&config, bridge, &factory));
}

/* token TOKEN USER TTL */
static void do_token(char *const *words)
{
	answer_status(eef_lws_token_put(bridge, words[0], words[1], number(words[2])));
}

static void do_revoke(char *const *words)
{
	answer_status(eef_lws_token_revoke(bridge, words[0]));
}

/* run USER RUN THOUGHTS [BYTES] */
static void do_run(char *const *words)
{
	size_t len = number(words[3]);
	char *data = len ? calloc(len + 3, 1) : NULL;
	uint64_t said = 0;

	if (data) {
		memset(data, 'x', len + 2);
		data[0] = data[len + 1] = '"';
	}
	answer_status(one_run(words[0], words[1], number(words[2]), data, &said));
	free(data);
}

/* load USERS RUNS THOUGHTS THREADS: in the background */
static void do_load(char *const *words)
{
	threads_count = number(words[3]) < THREADS_MAX ? number(words[3]) : THREADS_MAX;
	atomic_store(&halt, false);
	for (unsigned i = 0; i < threads_count; i++) {
		loads[i] = (struct load){ i, threads_count, number(words[0]), number(words[1]), number(words[2]), 0,
			EEF_OK };
		if (pthread_create(&threads[i], NULL, carry, &loads[i]) != 0)
			abort();
	}
	answer("ok");
}

/* Waits for the load: how many events it said, and what it came to. */
static void do_wait(char *const *words)
{
	uint64_t said = 0;
	eef_status st = EEF_OK;

	for (unsigned i = 0; i < threads_count; i++) {
		pthread_join(threads[i], NULL);
		said += loads[i].said;
		st = loads[i].st != EEF_OK ? loads[i].st : st;
	}
	threads_count = 0;
	printf("%llu %s\n", (unsigned long long)said, eef_strstatus(st));
	fflush(stdout);
}

static void do_halt(char *const *words)
{
	atomic_store(&halt, true);
	answer("ok");
}

/* close USER REASON */
static void do_close(char *const *words)
{
	answer_status(eef_lws_close_user(bridge, words[0], (eef_close_reason)number(words[1])));
}

static void do_shutdown(char *const *words)
{
	answer_status(eef_shutdown(factory, number(words[0])));
}

static void do_metrics(char *const *words)
{
	size_t size = eef_metrics_json(factory, NULL, 0);
	char *text = malloc(size + 1024);

	if (text && eef_metrics_json(factory, text, size + 1024) > 0)
		answer(text);
	else
		answer("{}");
	free(text);
}

/* A host that is busy with something else: nothing but the bridge's own thread runs. */
static void do_sleep(char *const *words)
{
	usleep(number(words[0]) * 1000);
	answer("ok");
}

static const struct {
	const char *name;
	void (*fn)(char *const *words);
} commands[] = {
	{ "close", do_close },
	{ "configure", do_configure },
	{ "halt", do_halt },
	{ "load", do_load },
	{ "metrics", do_metrics },
	{ "revoke", do_revoke },
	{ "run", do_run },
	{ "shutdown", do_shutdown },
	{ "sleep", do_sleep },
	{ "token", do_token },
	{ "wait", do_wait },
};

static void obey(char *line)
{
	char *words[WORDS_MAX + 1] = { 0 }, *save;
	size_t n = 0;

	for (char *word = strtok_r(line, " \n", &save); word && n < WORDS_MAX; word = strtok_r(NULL, " \n", &save))
		words[n++] = word;
	for (size_t i = 0; n > 0 && i < COUNT_OF(commands); i++)
		if (strcmp(commands[i].name, words[0]) == 0) {
			commands[i].fn(words + 1);
			return;
		}
	answer("what?");
}

/* By what the client says, as no server should: the user in a header, the answer in an argument. */
static int believe(void *ud, eef_lws_request *request, char user[EEF_ID_MAX + 1])
{
	char status[4];
	eef_status st = eef_lws_argument(request, "status", status, sizeof(status));

	if (st == EEF_OK)
		return (int)number(status);
	if (st != EEF_E_STALE)
		return 503;
	return eef_lws_header(request, "x-user", user, EEF_ID_MAX + 1) == EEF_OK ? 200 : 401;
}

/* lws_server STALL-MS LINGER-MS MAX-CONNECTIONS SEND-BUFFER [ORIGIN | "authorize"] */
int main(int argc, char **argv)
{
	static char line[4096];
	eef_lws_config lws;
	const char *origins[2] = { argc > 5 ? argv[5] : NULL, NULL };
	eef_status st;

	eef_lws_config_init(&lws);
	if (argc > 4) {
		lws.stall_ms = number(argv[1]);
		lws.linger_ms = number(argv[2]);
		lws.max_connections = number(argv[3]);
		lws.send_buffer_bytes = number(argv[4]);
	}
	lws.ping_s = 1;
	lws.hangup_s = 3;
	if (argc > 5 && strcmp(argv[5], "authorize") == 0)
		lws.authorize = believe;
	else if (argc > 5)
		lws.origins = origins;
	st = eef_bridge_lws_new(&lws, &bridge);
	if (st != EEF_OK) {
		answer_status(st);
		return 1;
	}
	printf("port %d\n", eef_lws_port(bridge));
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin) && strcmp(line, "quit\n") != 0)
		obey(line);
	if (factory)
		eef_shutdown(factory, 1000);
	st = eef_bridge_free(bridge);
	answer_status(st);
	return st == EEF_OK ? 0 : 1;
}
