/* Fuzz target: the readers of what clients and callers say: JSON, messages, contexts, the place to resume from, tokens. */
#include "runtime/json.h"
#include "runtime/lws/query.h"
#include "runtime/tests/test.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct rig rig;
static eef_sub *sub;

static void set_up(void)
{
	if (sub)
		return;
	rig_init(&rig);
	rig_start(&rig);
	MUST(eef_sub_open(&rig.factory->sink, "ada", NULL, NULL, 0, &sub, NULL) == EEF_OK);
}

/* What is valid is text, and stays valid between spaces, and does not with more behind it. */
static void check_json(const char *text, size_t len)
{
	static struct json_keys keys;
	char *more;

	if (!json_check(text, len, JSON_DEPTH_METADATA, &keys))
		return;
	MUST(utf8_check(text, len));
	MUST(json_check(text, len, JSON_DEPTH_METADATA, NULL));
	for (uint32_t i = 0; i < keys.count; i++)
		MUST(keys.of[i].ptr > text && keys.of[i].ptr + keys.of[i].len < text + len);
	more = malloc(len + 2);
	MUST(more);
	memcpy(more + 1, text, len);
	more[0] = more[len + 1] = ' ';
	MUST(json_check(more, len + 2, JSON_DEPTH_METADATA, NULL));
	more[len + 1] = '}';
	MUST(!json_check(more, len + 2, JSON_DEPTH_METADATA, NULL));
	free(more);
}

/* Whatever a client says, its connection stays whole: the next event is still the next one. */
static void check_message(const char *text, size_t len)
{
	const void *json;
	size_t size;
	uint64_t offset;
	eef_status st = eef_sub_message(sub, text, len);

	MUST(st == EEF_OK || st == EEF_E_JSON || st == EEF_E_INVAL || st == EEF_E_TOO_BIG);
	MUST(eef_sub_next(sub, &json, &size, &offset) == EEF_PENDING);
}

/* User, run and metadata, a line each. A context that is accepted can be had. */
static void check_context(char *text, size_t len)
{
	eef_context context = EEF_CONTEXT_INIT;
	char *run = memchr(text, '\n', len),
	     *metadata = run ? memchr(run + 1, '\n', len - (size_t)(run + 1 - text)) : NULL;
	eef_engine engine;
	eef_status st;

	if (!metadata)
		return;
	*run = *metadata = '\0';
	context.user_id = text;
	context.run_id = run + 1;
	context.metadata_json = metadata + 1;
	context.metadata_len = len - (size_t)(metadata + 1 - text);
	st = eef_context_check(&rig.config, &context, NULL, 0);
	MUST(st == eef_create_for_user(rig.factory, &context, &engine));
	if (st == EEF_OK)
		MUST(eef_cleanup_engine(rig.factory, engine, EEF_CLEAN_DONE) == EEF_OK);
}

/* The place is what was written, digit by digit. */
static void check_query(char *text, size_t len)
{
	struct resume resume;
	char *after = memchr(text, '\n', len), again[24];
	const char *bearer = query_bearer(text), *value = query_value(text, len, "after");

	if (bearer)
		MUST(bearer >= text && bearer <= text + len);
	if (value)
		MUST(value > text && value <= text + len);
	if (query_token_ok(text))
		MUST(strlen(text) >= QUERY_TOKEN_MIN && strlen(text) <= QUERY_TOKEN_MAX && !strpbrk(text, " \t\n"));
	MUST(!resume_parse(text, NULL, &resume) && !resume_parse(NULL, text, &resume));
	if (!after)
		return;
	*after++ = '\0';
	if (!resume_parse(text, after, &resume))
		return;
	MUST(resume.given && strcmp(resume.epoch, text) == 0 && strlen(text) == 16);
	snprintf(again, sizeof(again), "%llu", (unsigned long long)resume.after);
	after += strspn(after, "0");
	MUST(strcmp(*after ? after : "0", again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	MUST(text);
	set_up();
	check_json((const char *)data, size);
	check_message((const char *)data, size);
	memcpy(text, data, size);
	text[size] = '\0';
	check_context(text, size);
	memcpy(text, data, size);
	check_query(text, size);
	free(text);
	return 0;
}
