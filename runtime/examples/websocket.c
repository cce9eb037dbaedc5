/* A server in one page: clients listen on a WebSocket, and each line "USER TEXT" on standard input is a run for that user. */
/*
 * cc websocket.c $(pkg-config --cflags --libs eef-lws) -o websocket
 * ./websocket 8080 ada a-token-that-nobody-guesses
 * then, in a browser's console: new WebSocket("ws://127.0.0.1:8080/ws?token=a-token-that-nobody-guesses").onmessage = console.log
 */
#include <eef_lws.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a run does: it says that it began, thinks aloud, and ends; what it forgets to say the library says. */
static void run(eef_factory *factory, const char *user, const char *text)
{
	static unsigned runs;
	char id[32], data[600];
	eef_context context = EEF_CONTEXT_INIT;

	snprintf(id, sizeof(id), "run-%u", ++runs);
	context.user_id = user;
	context.run_id = id;
	EEF_SCOPE(factory, &context, job)
	{
		eef_event event = EEF_EVENT_INIT;

		event.agent = "echo";
		eef_emit(factory, job_s.e, &event, NULL);
		snprintf(data, sizeof(data), "{\"words\":%zu}", strlen(text));
		event.type = EEF_EV_AGENT_THINKING;
		event.data_json = data;
		event.data_len = strlen(data);
		eef_emit(factory, job_s.e, &event, NULL);
		event = (eef_event)EEF_EVENT_INIT;
		event.type = EEF_EV_AGENT_COMPLETED;
		eef_emit(factory, job_s.e, &event, NULL);
		puts(id);
		fflush(stdout);
		return;
	}
	fprintf(stderr, "no engine for %s\n", user);
}

static void must(eef_status st, const char *what)
{
	if (st == EEF_OK)
		return;
	fprintf(stderr, "%s: %s\n", what, eef_strstatus(st));
	exit(1);
}

int main(int argc, char **argv)
{
	eef_lws_config lws;
	eef_config config;
	eef_bridge *bridge;
	eef_factory *factory;
	char line[512];

	if (argc != 4) {
		fprintf(stderr, "usage: websocket PORT USER TOKEN\n");
		return 2;
	}
	eef_lws_config_init(&lws);
	lws.port = (int)strtol(argv[1], NULL, 10);
	must(eef_bridge_lws_new(&lws, &bridge), "listen");
	eef_config_init(&config);
	must(eef_configure(&config, bridge, &factory), "configure");
	must(eef_lws_token_put(bridge, argv[3], argv[2], 3600 * 1000), "token");
	printf("port %d\n", eef_lws_port(bridge));
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		char *text = strchr(line, ' ');

		if (!text)
			continue;
		*text++ = '\0';
		run(factory, line, text);
	}
	must(eef_shutdown(factory, 5000), "shutdown");
	must(eef_bridge_free(bridge), "bridge");
	return 0;
}
