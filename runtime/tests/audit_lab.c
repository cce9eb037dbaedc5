/* Making honest logs, and what attackers can do with them. */
#include "runtime/tests/audit_lab.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MUST(condition)                                                                 \
	do {                                                                            \
		if (!(condition)) {                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                        \
		}                                                                       \
	} while (0)

const uint8_t lab_key[EEF_AUDIT_KEY_SIZE] = "a key for tests, 32 bytes long..";

static char lab_dir[256];

const char *lab_open(void)
{
	const char *top = getenv("TMPDIR");

	MUST(sodium_init() >= 0);
	snprintf(lab_dir, sizeof(lab_dir), "%s/audit-lab-XXXXXX",
		top                                     ? top
			: access("/dev/shm", W_OK) == 0 ? "/dev/shm"
							: "/tmp");
	MUST(mkdtemp(lab_dir));
	return lab_dir;
}

const char *lab_path(const char *name)
{
	static char paths[4][512];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(*paths), "%s/%s", lab_dir, name);
	return path;
}

static void remove_all(const char *dir)
{
	DIR *entries = opendir(dir);
	struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		char path[1024];

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		if (unlink(path) != 0)
			remove_all(path);
	}
	if (entries)
		closedir(entries);
	rmdir(dir);
}

void lab_close(void)
{
	remove_all(lab_dir);
}

void lab_write_file(const char *path, const char *text, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	MUST(fd >= 0);
	MUST(write(fd, text, size) == (ssize_t)size);
	close(fd);
}

size_t lab_read(const char *path, char *ret, size_t size)
{
	FILE *file = fopen(path, "rb");
	size_t len;

	MUST(file);
	len = fread(ret, 1, size, file);
	fclose(file);
	return len;
}

const char *lab_key_file(void)
{
	const char *path = lab_path("key");

	lab_write_file(path, (const char *)lab_key, sizeof(lab_key));
	return path;
}

struct eef_audit_options lab_options(bool is_keyed)
{
	static char dir[512], key_file[512];
	struct eef_audit_options options;

	eef_audit_options_init(&options);
	snprintf(dir, sizeof(dir), "%s", lab_path("log"));
	options.dir = dir;
	if (is_keyed) {
		snprintf(key_file, sizeof(key_file), "%s", lab_key_file());
		options.key_file = key_file;
	}
	return options;
}

void lab_append(struct eef_audit_log *log, uint64_t i)
{
	static const enum eef_audit_op ops[] = { EEF_AUDIT_ENGINE_CREATED, EEF_AUDIT_RUN_TERMINAL,
		EEF_AUDIT_ENGINE_CLEANED, EEF_AUDIT_WS_CLOSED, EEF_AUDIT_APP };
	static const char *const users[] = { "u-1", "anna \"q\" \\ b", "J\xc3\xbcrgen", "\x01probe" };
	struct eef_audit_record record = { .op = ops[i % 5], .engine = i % 7 ? i << 16 | 3 : 0 };
	char run[32];

	record.user = eef_audit_text_of(users[i % 4]);
	if (i % 3) {
		snprintf(run, sizeof(run), "r-%llu", (unsigned long long)i);
		record.run = eef_audit_text_of(run);
	}
	if (eef_audit_op_names(record.op)->word)
		record.word = eef_audit_text_of(i % 2 ? "timeout" : "normal");
	for (int n = 0; n < 2; n++)
		if (eef_audit_op_names(record.op)->numbers[n])
			record.numbers[n] = i * 31;
	if (record.op == EEF_AUDIT_APP) {
		record.action = eef_audit_text_of("export");
		record.detail = eef_audit_text_of("{\"rows\":12,\"format\":\"csv\",\"ok\":true}");
	}
	MUST(eef_audit_log_append(log, &record, NULL) == EEF_AUDIT_OK);
}

void lab_write(const struct eef_audit_options *options, size_t lines)
{
	struct eef_audit_log *log;

	MUST(eef_audit_log_open(options, &log) == EEF_AUDIT_OK);
	for (size_t i = 0; i + 2 < lines; i++) {
		lab_append(log, i);
		if (i % 4096 == 4095)
			MUST(eef_audit_log_flush(log, 10000) == EEF_AUDIT_OK);
	}
	MUST(eef_audit_log_close(log) == EEF_AUDIT_OK);
}

static int is_segment(const struct dirent *entry)
{
	return strstr(entry->d_name, ".jsonl") != NULL;
}

static int is_head(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && strcmp(entry->d_name + len - 5, ".head") == 0;
}

static size_t list(int (*filter)(const struct dirent *), char paths[][LAB_PATH], size_t max)
{
	struct dirent **entries;
	int count = scandir(lab_path("log"), &entries, filter, alphasort);

	if (count < 0)
		return 0;
	for (int i = 0; i < count; i++) {
		if ((size_t)i < max)
			snprintf(paths[i], sizeof(*paths), "%s/log/%s", lab_dir, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return (size_t)count;
}

size_t lab_segments(char paths[][LAB_PATH], size_t max)
{
	return list(is_segment, paths, max);
}

const char *lab_head(void)
{
	static char paths[1][LAB_PATH];

	return list(is_head, paths, 1) ? paths[0] : NULL;
}

void lab_load(const char *path, struct lab_lines *lines)
{
	FILE *file = fopen(path, "rb");
	size_t size = 0;

	MUST(file);
	lines->count = 0;
	while (lines->count < LAB_LINES) {
		char *line = NULL;

		if (getline(&line, &size, file) < 0) {
			free(line);
			break;
		}
		lines->text[lines->count++] = line;
		size = 0;
	}
	fclose(file);
}

void lab_store(const char *path, const struct lab_lines *lines)
{
	FILE *file = fopen(path, "wb");

	MUST(file);
	for (size_t i = 0; i < lines->count; i++)
		fputs(lines->text[i], file);
	MUST(fclose(file) == 0);
}

void lab_free(struct lab_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->text[i]);
	lines->count = 0;
}

/* One line under this chain: its number, key and predecessor are set anew, the rest is as it was. */
static void reseal(char **line, struct eef_audit_chain *chain)
{
	char text[EEF_AUDIT_LINE_MAX + 64], hex[65] = "", *rest = strstr(*line, ",\"ts\":");
	char *kid = strstr(*line, ",\"kid\":");
	int len;

	MUST(rest && kid);
	eef_audit_hex(chain->head, 32, hex);
	len = snprintf(text, sizeof(text), "{\"v\":1,\"seq\":%llu%.*s,\"kid\":%u,\"prev\":\"%s\"",
		(unsigned long long)chain->seq + 1, (int)(kid - rest), rest, chain->kid, hex);
	chain->seq++;
	eef_audit_chain_hash(chain, chain->head, chain->seq, text, (size_t)len, chain->head);
	len = (int)eef_audit_line_finish(text, (size_t)len, chain->head);
	free(*line);
	*line = strndup(text, (size_t)len);
}

void lab_rechain(struct lab_lines *lines, size_t from, const uint8_t *key, uint32_t kid)
{
	struct eef_audit_chain chain;
	struct eef_audit_line before;

	eef_audit_chain_init(&chain, key);
	while (chain.kid < kid)
		eef_audit_chain_evolve(&chain);
	if (from) {
		const char *text = lines->text[from - 1];

		MUST(eef_audit_line_parse((struct eef_audit_text){ text, strlen(text) - 1 }, &before) ==
			EEF_AUDIT_SCAN_GOOD);
		memcpy(chain.head, before.hash, sizeof(chain.head));
		chain.seq = before.seq;
	}
	for (size_t i = from; i < lines->count; i++)
		reseal(&lines->text[i], &chain);
}

struct lab_verdict lab_verify_with(const struct eef_audit_verify_options *options)
{
	const char *path = lab_path("log");
	struct eef_audit_verify_report report;
	struct lab_verdict verdict = { .verdict = EEF_AUDIT_VERDICT_COUNT };

	if (eef_audit_verify_files(&path, 1, options, &report) != EEF_AUDIT_OK)
		return verdict;
	verdict.verdict = report.verdict;
	verdict.is_anchored = report.is_anchored;
	verdict.has_lost_head = report.has_lost_head;
	verdict.chains = report.chain_count;
	verdict.records = report.records;
	if (report.chain_count) {
		verdict.flaw = report.chains[0].flaw;
		verdict.bad_seq = report.chains[0].bad_seq;
		verdict.last_seq = report.chains[0].last_seq;
		verdict.anchored_seq = report.chains[0].anchored_seq;
		verdict.anchored_by = report.chains[0].anchored_by;
		verdict.is_torn = report.chains[0].is_torn;
	}
	eef_audit_verify_report_release(&report);
	return verdict;
}

struct lab_verdict lab_verify(bool with_key)
{
	struct eef_audit_verify_options options = { .key = with_key ? lab_key : NULL };

	return lab_verify_with(&options);
}
