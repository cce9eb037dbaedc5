/* eef-audit: verifies audit trails, and tells from them what was done for one user. */
#include <cjson/cJSON.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/audit_verify.h"

enum { EXIT_OK = 0, EXIT_USAGE = 1, EXIT_TAMPERED = 2, EXIT_TORN = 3, EXIT_UNANCHORED = 4, MAX_HEADS = 64 };

static const char usage_text[] =
	"usage: eef-audit verify [--key FILE] [--head SEQ:HASH]... [--since SEQ:HASH] [--require-anchor] [--json] PATH...\n"
	"       eef-audit report [--user ID] [--run ID] [--op NAME] [--from TIME] [--to TIME]\n"
	"                        [--pseudonym-key FILE] [any option of verify] PATH...\n"
	"\n"
	"PATH is a segment of an audit trail, or a directory of them. TIME is the beginning of a time stamp, in UTC:\n"
	"2025-09, 2025-09-14T17. Exit: 0 ok, 1 usage or unreadable, 2 tampered with, 3 torn last line only,\n"
	"4 unanchored (with --require-anchor). See eef-audit(1).\n";

struct command_line {
	bool is_report, wants_json, requires_anchor;
	const char *key_file, *pseudonym_key_file;
	const char *user, *run, *op, *from, *to;
	struct eef_audit_anchor heads[MAX_HEADS], since;
	size_t head_count;
	bool has_since;
	const char *const *paths;
	size_t path_count;
};

/* What a record must be to be told of, in the words of a line. */
struct filter {
	char user[6 * EEF_AUDIT_ID_MAX + 1], run[6 * EEF_AUDIT_ID_MAX + 1];
	struct eef_audit_text user_text, run_text;
	const char *op, *from, *to;
	bool wants_json;
	uint64_t count;
};

enum {
	OPTION_KEY = 256,
	OPTION_HEAD,
	OPTION_SINCE,
	OPTION_REQUIRE_ANCHOR,
	OPTION_JSON,
	OPTION_USER,
	OPTION_RUN,
	OPTION_OP,
	OPTION_FROM,
	OPTION_TO,
	OPTION_PSEUDONYM_KEY,
	OPTION_HELP,
};

static const struct option options[] = {
	{ "key", required_argument, NULL, OPTION_KEY },
	{ "head", required_argument, NULL, OPTION_HEAD },
	{ "since", required_argument, NULL, OPTION_SINCE },
	{ "require-anchor", no_argument, NULL, OPTION_REQUIRE_ANCHOR },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "user", required_argument, NULL, OPTION_USER },
	{ "run", required_argument, NULL, OPTION_RUN },
	{ "op", required_argument, NULL, OPTION_OP },
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "to", required_argument, NULL, OPTION_TO },
	{ "pseudonym-key", required_argument, NULL, OPTION_PSEUDONYM_KEY },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ NULL, 0, NULL, 0 },
};

static int complain(const char *what, const char *about)
{
	fprintf(stderr, "eef-audit: %s%s%s\n", what, about ? ": " : "", about ? about : "");
	return EXIT_USAGE;
}

/* SEQ:HASH */
static bool parse_anchor(const char *text, struct eef_audit_anchor *ret_anchor)
{
	struct eef_audit_scan scan = { text, text + strlen(text), EEF_AUDIT_SCAN_GOOD };

	ret_anchor->seq = eef_audit_scan_number(&scan);
	eef_audit_scan_literal(&scan, ":");
	eef_audit_scan_hex(&scan, ret_anchor->hash, sizeof(ret_anchor->hash));
	return scan.state == EEF_AUDIT_SCAN_GOOD && scan.at == scan.end;
}

/* The beginning of 2025-09-14T17:00:15.123456789Z: such texts compare as times do. */
static bool is_time(const char *text)
{
	struct eef_audit_scan scan = { text, text + strlen(text), EEF_AUDIT_SCAN_GOOD };

	eef_audit_scan_digits(&scan, "0000-00-00T00:00:00.000000000Z");
	return scan.at == scan.end && scan.at > text && scan.state != EEF_AUDIT_SCAN_BAD;
}

static bool is_report_option(int option)
{
	return (option >= OPTION_USER && option <= OPTION_TO) || option == OPTION_PSEUDONYM_KEY;
}

static bool take_anchor(struct command_line *line, int option)
{
	if (option == OPTION_SINCE) {
		line->has_since = true;
		return parse_anchor(optarg, &line->since);
	}
	return line->head_count < MAX_HEADS && parse_anchor(optarg, &line->heads[line->head_count++]);
}

static bool take_time(const char **ret_time)
{
	*ret_time = optarg;
	return is_time(optarg);
}

/* False when the argument is none of its kind. */
static bool take_option(struct command_line *line, int option)
{
	switch (option) {
	case OPTION_KEY: line->key_file = optarg; return true;
	case OPTION_HEAD:
	case OPTION_SINCE: return take_anchor(line, option);
	case OPTION_REQUIRE_ANCHOR: line->requires_anchor = true; return true;
	case OPTION_JSON: line->wants_json = true; return true;
	case OPTION_USER: line->user = optarg; return strlen(optarg) <= EEF_AUDIT_ID_MAX;
	case OPTION_RUN: line->run = optarg; return strlen(optarg) <= EEF_AUDIT_ID_MAX;
	case OPTION_OP: line->op = optarg; return true;
	case OPTION_FROM: return take_time(&line->from);
	case OPTION_TO: return take_time(&line->to);
	case OPTION_PSEUDONYM_KEY: line->pseudonym_key_file = optarg; return true;
	default: return false;
	}
}

/* -1: go on; otherwise the exit code. */
static int read_command_line(int argc, char **argv, struct command_line *line)
{
	int option;

	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		fputs(usage_text, stdout);
		return EXIT_OK;
	}
	if (argc < 2 || (strcmp(argv[1], "verify") != 0 && strcmp(argv[1], "report") != 0)) {
		fputs(usage_text, stderr);
		return EXIT_USAGE;
	}
	line->is_report = strcmp(argv[1], "report") == 0;
	optind = 2;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(usage_text, stdout);
			return EXIT_OK;
		}
		if (option == '?')
			return EXIT_USAGE;
		if (is_report_option(option) && !line->is_report)
			return complain("an option of report only", argv[optind - 1]);
		if (!take_option(line, option))
			return complain("not what this option takes", optarg);
	}
	line->paths = (const char *const *)argv + optind;
	line->path_count = (size_t)(argc - optind);
	return line->path_count ? -1 : complain("no audit trail given", NULL);
}

/* --- report --- */

static bool set_id(const char *id, const uint8_t *pseudonym_key, char *ret, struct eef_audit_text *ret_text)
{
	uint8_t mac[crypto_auth_hmacsha256_BYTES];

	if (!id)
		return true;
	ret_text->ptr = ret;
	if (!*id || !eef_audit_is_utf8(eef_audit_text_of(id)))
		return false;
	if (!pseudonym_key) {
		ret_text->len = eef_audit_escape(eef_audit_text_of(id), ret);
		return true;
	}
	crypto_auth_hmacsha256(mac, (const uint8_t *)id, strlen(id), pseudonym_key);
	memcpy(ret, "p:", 2);
	eef_audit_hex(mac, 16, ret + 2);
	ret_text->len = 34;
	return true;
}

static bool make_filter(const struct command_line *line, struct filter *filter)
{
	uint8_t key[EEF_AUDIT_KEY_SIZE];
	bool ok;

	if (line->pseudonym_key_file && !eef_audit_key_read(line->pseudonym_key_file, key))
		return false;
	filter->op = line->op;
	filter->from = line->from;
	filter->to = line->to;
	filter->wants_json = line->wants_json;
	ok = set_id(line->user, line->pseudonym_key_file ? key : NULL, filter->user, &filter->user_text) &&
		set_id(line->run, line->pseudonym_key_file ? key : NULL, filter->run, &filter->run_text);
	sodium_memzero(key, sizeof(key));
	return ok;
}

static bool is_same(struct eef_audit_text wanted, struct eef_audit_text text)
{
	return !wanted.ptr || (wanted.len == text.len && memcmp(wanted.ptr, text.ptr, text.len) == 0);
}

static bool is_wanted(const struct filter *filter, const struct eef_audit_line *line)
{
	if (filter->op && !eef_audit_text_is(line->op, filter->op))
		return false;
	if (filter->from && strncmp(line->ts.ptr, filter->from, strlen(filter->from)) < 0)
		return false;
	if (filter->to && strncmp(line->ts.ptr, filter->to, strlen(filter->to)) >= 0)
		return false;
	return is_same(filter->user_text, line->user) && is_same(filter->run_text, line->run);
}

static void print_field(const char *name, struct eef_audit_text text)
{
	if (text.len)
		printf(" %s=%.*s", name, (int)text.len, text.ptr);
}

static void on_record(void *data, const struct eef_audit_line *line, struct eef_audit_text text)
{
	struct filter *filter = data;

	if (!is_wanted(filter, line))
		return;
	if (filter->wants_json) {
		printf("%s%.*s", filter->count ? ",\n" : "", (int)text.len, text.ptr);
	} else {
		printf("%.*s %.*s", (int)line->ts.len, line->ts.ptr, (int)line->op.len, line->op.ptr);
		print_field("user", line->user);
		print_field("run", line->run);
		print_field("engine", line->engine);
		print_field("outcome", line->outcome);
		if (line->detail.len > 2)
			print_field("detail", line->detail);
		putchar('\n');
	}
	filter->count++;
}

/* --- verify --- */

static const char *const anchor_names[] = {
	[EEF_AUDIT_BY_NOTHING] = "nothing",
	[EEF_AUDIT_BY_HEAD_FILE] = "head-file",
	[EEF_AUDIT_BY_KEYED_HEAD_FILE] = "keyed-head-file",
	[EEF_AUDIT_BY_CLOSE] = "keyed-close",
	[EEF_AUDIT_BY_GIVEN_HEAD] = "given-head",
};

static void chain_name(const struct eef_audit_chain_report *chain, char ret[2 * EEF_AUDIT_CHAIN_ID_SIZE + 1])
{
	eef_audit_hex(chain->id, sizeof(chain->id), ret);
	ret[2 * EEF_AUDIT_CHAIN_ID_SIZE] = '\0';
}

static void print_extent(FILE *out, const struct eef_audit_chain_report *chain)
{
	char hash[2 * EEF_AUDIT_HASH_SIZE + 1] = "";

	eef_audit_hex(chain->last_hash, sizeof(chain->last_hash), hash);
	fprintf(out, "  %" PRIu64 " records in %" PRIu64 " segments, %s, %s\n", chain->records, chain->segments,
		chain->is_keyed ? "sealed with a key" : "sealed without a key",
		chain->is_closed ? "closed" : "not closed");
	if (!chain->records)
		return;
	fprintf(out, "  head %" PRIu64 ":%s\n", chain->last_seq, hash);
	if (!chain->has_start)
		fprintf(out, "  begins at seq %" PRIu64 "; what came before was not given (--since)\n",
			chain->first_seq);
	if (chain->anchored_by == EEF_AUDIT_BY_NOTHING)
		fprintf(out, "  nothing says whether records are missing at the end\n");
	else
		fprintf(out, "  anchored by %s up to seq %" PRIu64 "%s\n", anchor_names[chain->anchored_by],
			chain->anchored_seq,
			chain->anchored_seq < chain->last_seq ? "; a cut behind it would not show" : "");
}

static void print_chain(FILE *out, const struct eef_audit_chain_report *chain)
{
	char id[2 * EEF_AUDIT_CHAIN_ID_SIZE + 1];

	chain_name(chain, id);
	fprintf(out, "%s: chain %s\n", eef_audit_verdict_name(chain->verdict), id);
	if (chain->flaw) {
		fprintf(out, "  first bad record: seq %" PRIu64 ": %s: %s\n", chain->bad_seq,
			eef_audit_flaw_name(chain->flaw), eef_audit_flaw_meaning(chain->flaw));
		if (chain->bad_file && chain->bad_line)
			fprintf(out, "  in %s, line %" PRIu64 "\n", chain->bad_file, chain->bad_line);
		else if (chain->bad_file)
			fprintf(out, "  in %s\n", chain->bad_file);
		if (chain->error)
			fprintf(out, "  %s\n", strerror(chain->error));
	}
	if (chain->is_torn)
		fprintf(out, "  the last line is cut off, as a crash leaves it\n");
	print_extent(out, chain);
}

static void print_report(FILE *out, const struct eef_audit_verify_report *report)
{
	for (size_t i = 0; i < report->chain_count; i++)
		print_chain(out, &report->chains[i]);
	if (report->has_lost_head)
		fprintf(out, "tampered: a given head is in no chain: records were cut off or written anew\n");
}

static void add_flaw(cJSON *json, const struct eef_audit_chain_report *chain)
{
	cJSON *flaw = cJSON_AddObjectToObject(json, "flaw");

	cJSON_AddStringToObject(flaw, "why", eef_audit_flaw_name(chain->flaw));
	cJSON_AddStringToObject(flaw, "meaning", eef_audit_flaw_meaning(chain->flaw));
	cJSON_AddNumberToObject(flaw, "seq", (double)chain->bad_seq);
	if (chain->bad_file)
		cJSON_AddStringToObject(flaw, "file", chain->bad_file);
	if (chain->bad_line)
		cJSON_AddNumberToObject(flaw, "line", (double)chain->bad_line);
	if (chain->error)
		cJSON_AddStringToObject(flaw, "error", strerror(chain->error));
}

static cJSON *chain_json(const struct eef_audit_chain_report *chain)
{
	char id[2 * EEF_AUDIT_CHAIN_ID_SIZE + 1], hash[2 * EEF_AUDIT_HASH_SIZE + 1] = "";
	cJSON *json = cJSON_CreateObject();

	chain_name(chain, id);
	eef_audit_hex(chain->last_hash, sizeof(chain->last_hash), hash);
	cJSON_AddStringToObject(json, "chain", id);
	cJSON_AddStringToObject(json, "verdict", eef_audit_verdict_name(chain->verdict));
	cJSON_AddBoolToObject(json, "keyed", chain->is_keyed);
	cJSON_AddBoolToObject(json, "closed", chain->is_closed);
	cJSON_AddBoolToObject(json, "torn", chain->is_torn);
	cJSON_AddBoolToObject(json, "has_start", chain->has_start);
	cJSON_AddNumberToObject(json, "records", (double)chain->records);
	cJSON_AddNumberToObject(json, "segments", (double)chain->segments);
	cJSON_AddNumberToObject(json, "first_seq", (double)chain->first_seq);
	cJSON_AddNumberToObject(json, "last_seq", (double)chain->last_seq);
	cJSON_AddStringToObject(json, "last_hash", hash);
	cJSON_AddStringToObject(json, "anchored_by", anchor_names[chain->anchored_by]);
	cJSON_AddNumberToObject(json, "anchored_seq", (double)chain->anchored_seq);
	if (chain->flaw)
		add_flaw(json, chain);
	return json;
}

static void print_json(const struct eef_audit_verify_report *report)
{
	cJSON *json = cJSON_CreateObject(), *chains;
	char *text;

	cJSON_AddStringToObject(json, "verdict", eef_audit_verdict_name(report->verdict));
	cJSON_AddBoolToObject(json, "anchored", report->is_anchored);
	cJSON_AddBoolToObject(json, "lost_head", report->has_lost_head);
	cJSON_AddNumberToObject(json, "records", (double)report->records);
	chains = cJSON_AddArrayToObject(json, "chains");
	for (size_t i = 0; i < report->chain_count; i++)
		cJSON_AddItemToArray(chains, chain_json(&report->chains[i]));
	text = cJSON_PrintUnformatted(json);
	if (text)
		fputs(text, stdout);
	free(text);
	cJSON_Delete(json);
}

static int exit_code(const struct command_line *line, const struct eef_audit_verify_report *report)
{
	if (report->verdict == EEF_AUDIT_VERDICT_TAMPERED)
		return EXIT_TAMPERED;
	if (report->verdict == EEF_AUDIT_VERDICT_UNREADABLE)
		return EXIT_USAGE;
	if (line->requires_anchor && !report->is_anchored)
		return EXIT_UNANCHORED;
	return report->verdict == EEF_AUDIT_VERDICT_TORN ? EXIT_TORN : EXIT_OK;
}

static void print_results(
	const struct command_line *line, const struct filter *filter, const struct eef_audit_verify_report *report)
{
	if (line->is_report && line->wants_json) {
		printf("],\n\"count\":%" PRIu64 ",\n\"verify\":", filter->count);
		print_json(report);
		puts("}");
	} else if (line->is_report) {
		printf("%" PRIu64 " of %" PRIu64 " records\n", filter->count, report->records);
		print_report(report->verdict == EEF_AUDIT_VERDICT_OK ? stdout : stderr, report);
	} else if (line->wants_json) {
		print_json(report);
		putchar('\n');
	} else {
		print_report(stdout, report);
	}
}

static int run(const struct command_line *line, const uint8_t *key)
{
	struct filter filter = { .count = 0 };
	struct eef_audit_verify_options verify = {
		.key = key,
		.heads = line->heads,
		.head_count = line->head_count,
		.since = line->has_since ? &line->since : NULL,
	};
	struct eef_audit_verify_report report;
	int status, code;

	if (!make_filter(line, &filter))
		return complain("neither a user or run id nor a key of 32 bytes", line->pseudonym_key_file);
	if (line->is_report) {
		verify.on_record = on_record;
		verify.data = &filter;
	}
	if (line->is_report && line->wants_json)
		printf("{\"records\":[");
	status = eef_audit_verify_files(line->paths, line->path_count, &verify, &report);
	if (status != EEF_AUDIT_OK)
		return complain(status == EEF_AUDIT_E_NOMEM ? "no memory" : "no audit trail there", *line->paths);
	print_results(line, &filter, &report);
	code = exit_code(line, &report);
	eef_audit_verify_report_release(&report);
	return fflush(stdout) == 0 && !ferror(stdout) ? code : complain("cannot write", NULL);
}

int main(int argc, char **argv)
{
	struct command_line line = { .wants_json = false };
	uint8_t key[EEF_AUDIT_KEY_SIZE];
	int code = read_command_line(argc, argv, &line);

	if (code >= 0)
		return code;
	if (sodium_init() < 0)
		return complain("no source of random bytes", NULL);
	if (line.key_file && !eef_audit_key_read(line.key_file, key))
		return complain("not a key of 32 bytes or 64 hex digits", line.key_file);
	code = run(&line, line.key_file ? key : NULL);
	sodium_memzero(key, sizeof(key));
	return code;
}
