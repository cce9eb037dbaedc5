/* Walks along each chain, record by record, and compares its end with the anchors. */
#include "runtime/audit_verify.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/audit_reader.h"
#include "runtime/audit_segments.h"

/* A key lasts for many records: who says there were more keys than this wants to keep us busy. */
enum { MAX_KEYS = 1 << 22 };

static const char *const verdict_names[] = {
	[EEF_AUDIT_VERDICT_OK] = "ok",
	[EEF_AUDIT_VERDICT_UNANCHORED] = "unanchored",
	[EEF_AUDIT_VERDICT_TORN] = "torn",
	[EEF_AUDIT_VERDICT_TAMPERED] = "tampered",
	[EEF_AUDIT_VERDICT_UNREADABLE] = "unreadable",
};

_Static_assert(sizeof(verdict_names) / sizeof(*verdict_names) == EEF_AUDIT_VERDICT_COUNT, "every verdict has a name");

static const struct {
	const char *name, *meaning;
} flaws[] = {
	[EEF_AUDIT_FLAW_NONE] = { "none", "nothing is wrong" },
	[EEF_AUDIT_FLAW_JSON] = { "json", "the line is no record" },
	[EEF_AUDIT_FLAW_SEQ] = { "seq", "records are missing before the line" },
	[EEF_AUDIT_FLAW_DUP] = { "dup", "a record with this number was there before" },
	[EEF_AUDIT_FLAW_PREV] = { "prev", "the record does not carry on the one before" },
	[EEF_AUDIT_FLAW_KID] = { "kid", "the record is not sealed under the key whose turn it is" },
	[EEF_AUDIT_FLAW_HASH] = { "hash", "the record is not what was sealed, or the key is another" },
	[EEF_AUDIT_FLAW_SEGMENT] = { "segment", "the segment does not begin or end as segments do" },
	[EEF_AUDIT_FLAW_HEAD] = { "head", "an anchor says something else, or that there were more records" },
	[EEF_AUDIT_FLAW_KEY] = { "key", "sealed with a key and none was given, or the other way round" },
	[EEF_AUDIT_FLAW_READ] = { "read", "the file cannot be read" },
};

_Static_assert(sizeof(flaws) / sizeof(*flaws) == EEF_AUDIT_FLAW_COUNT, "every flaw has a name");

const char *eef_audit_verdict_name(enum eef_audit_verdict verdict)
{
	return verdict_names[verdict];
}

const char *eef_audit_flaw_name(enum eef_audit_flaw flaw)
{
	return flaws[flaw].name;
}

const char *eef_audit_flaw_meaning(enum eef_audit_flaw flaw)
{
	return flaws[flaw].meaning;
}

struct walk {
	const struct eef_audit_verify_options *options;
	struct eef_audit_chain_report *report;
	struct eef_audit_reader *reader;
	bool *heads_found; /* one for each given head */
	struct eef_audit_chain chain;
	bool is_key_spent; /* the record was key_evolved */
	bool is_segment_closed;
	int has_head;
	struct eef_audit_head head;
	const char *path;
	uint64_t line_number;
};

/* Always false. The first flaw is the one to tell. */
static bool flawed(struct walk *walk, enum eef_audit_flaw flaw)
{
	struct eef_audit_chain_report *report = walk->report;

	report->verdict = EEF_AUDIT_VERDICT_TAMPERED;
	report->flaw = flaw;
	report->bad_seq = walk->chain.seq + 1;
	report->bad_line = walk->line_number;
	report->bad_file = walk->path ? strdup(walk->path) : NULL;
	return false;
}

static bool unreadable(struct walk *walk, enum eef_audit_flaw flaw, int error)
{
	flawed(walk, flaw);
	walk->report->verdict = EEF_AUDIT_VERDICT_UNREADABLE;
	walk->report->error = error;
	return false;
}

static bool is_zero(const uint8_t hash[EEF_AUDIT_HASH_SIZE])
{
	return sodium_is_zero(hash, EEF_AUDIT_HASH_SIZE);
}

/* The chain need not be given from its first record on: what came before is then taken from the line. */
static bool start(struct walk *walk, const struct eef_audit_line *line)
{
	const struct eef_audit_anchor *since = walk->options->since;
	struct eef_audit_text mac;
	bool is_keyed;

	if (!eef_audit_detail_word(line->detail, "mac", &mac))
		return flawed(walk, EEF_AUDIT_FLAW_SEGMENT);
	is_keyed = eef_audit_text_is(mac, "hmac-sha256");
	walk->report->is_keyed = is_keyed;
	if (is_keyed && !walk->options->key)
		return unreadable(walk, EEF_AUDIT_FLAW_KEY, 0);
	if (is_keyed != (walk->options->key != NULL))
		return flawed(walk, EEF_AUDIT_FLAW_KEY);
	if (!line->seq || line->kid > MAX_KEYS || line->kid >= line->seq || (!is_keyed && line->kid))
		return flawed(walk, EEF_AUDIT_FLAW_KID);
	while (walk->chain.kid < line->kid)
		eef_audit_chain_evolve(&walk->chain);
	walk->chain.seq = line->seq - 1;
	memcpy(walk->chain.head, line->prev, EEF_AUDIT_HASH_SIZE);
	walk->report->first_seq = line->seq;
	walk->report->has_start = line->seq == 1;
	if (line->seq == 1 && !is_zero(line->prev))
		return flawed(walk, EEF_AUDIT_FLAW_PREV);
	if (since && line->seq > 1) {
		if (since->seq != line->seq - 1 || memcmp(since->hash, line->prev, EEF_AUDIT_HASH_SIZE) != 0)
			return flawed(walk, EEF_AUDIT_FLAW_HEAD);
		walk->report->has_start = true;
	}
	return true;
}

static bool check_seal(struct walk *walk, const struct eef_audit_line *line, struct eef_audit_text text)
{
	struct eef_audit_chain *chain = &walk->chain;
	uint8_t hash[EEF_AUDIT_HASH_SIZE];

	if (line->seq != chain->seq + 1)
		return flawed(walk, line->seq <= chain->seq ? EEF_AUDIT_FLAW_DUP : EEF_AUDIT_FLAW_SEQ);
	if (memcmp(line->prev, chain->head, EEF_AUDIT_HASH_SIZE) != 0)
		return flawed(walk, EEF_AUDIT_FLAW_PREV);
	if (line->kid != chain->kid + walk->is_key_spent)
		return flawed(walk, EEF_AUDIT_FLAW_KID);
	if (walk->is_key_spent)
		eef_audit_chain_evolve(chain);
	walk->is_key_spent = false;
	eef_audit_chain_hash(chain, chain->head, line->seq, text.ptr, line->covered, hash);
	if (memcmp(hash, line->hash, EEF_AUDIT_HASH_SIZE) != 0)
		return flawed(walk, EEF_AUDIT_FLAW_HASH);
	return true;
}

/* A segment begins with segment_open and with nothing else; behind a segment_close comes the next segment, if any. */
static bool check_place(struct walk *walk, const struct eef_audit_line *line)
{
	bool opens = eef_audit_text_is(line->op, "segment_open"), is_first = walk->line_number == 1;

	if (opens != is_first || (walk->is_segment_closed && !opens) || walk->report->is_closed)
		return flawed(walk, EEF_AUDIT_FLAW_SEGMENT);
	if (opens && walk->report->records && !walk->is_segment_closed)
		return flawed(walk, EEF_AUDIT_FLAW_SEGMENT);
	return true;
}

static void follow(struct walk *walk, const struct eef_audit_line *line)
{
	struct eef_audit_text reason;

	walk->chain.seq = line->seq;
	memcpy(walk->chain.head, line->hash, EEF_AUDIT_HASH_SIZE);
	walk->is_key_spent = walk->chain.is_keyed && eef_audit_text_is(line->op, "key_evolved");
	walk->is_segment_closed = eef_audit_text_is(line->op, "segment_close");
	if (walk->is_segment_closed && eef_audit_detail_word(line->detail, "reason", &reason))
		walk->report->is_closed = eef_audit_text_is(reason, "stopped");
	walk->report->records++;
}

static bool head_agrees(const struct walk *walk)
{
	uint8_t mac[EEF_AUDIT_HASH_SIZE];

	if (memcmp(walk->head.hash, walk->chain.head, EEF_AUDIT_HASH_SIZE) != 0 ||
		walk->head.has_mac != walk->chain.is_keyed)
		return false;
	if (!walk->chain.is_keyed)
		return true;
	if (walk->head.kid != walk->chain.kid + walk->is_key_spent)
		return false;
	if (walk->is_key_spent) {
		struct eef_audit_chain next = walk->chain;

		eef_audit_chain_evolve(&next);
		eef_audit_chain_mac(&next, (struct eef_audit_text){ walk->head.text, walk->head.covered }, mac);
		eef_audit_chain_release(&next);
	} else {
		eef_audit_chain_mac(&walk->chain, (struct eef_audit_text){ walk->head.text, walk->head.covered }, mac);
	}
	return sodium_memcmp(mac, walk->head.mac, sizeof(mac)) == 0;
}

static void anchor(struct walk *walk, enum eef_audit_anchored_by by)
{
	struct eef_audit_chain_report *report = walk->report;

	if (by > report->anchored_by)
		report->anchored_by = by;
	report->anchored_seq = walk->chain.seq;
}

static bool compare_anchors(struct walk *walk)
{
	const struct eef_audit_verify_options *options = walk->options;

	if (walk->has_head && walk->head.seq == walk->chain.seq) {
		if (!head_agrees(walk))
			return flawed(walk, EEF_AUDIT_FLAW_HEAD);
		anchor(walk, walk->chain.is_keyed ? EEF_AUDIT_BY_KEYED_HEAD_FILE : EEF_AUDIT_BY_HEAD_FILE);
	}
	if (walk->report->is_closed && walk->chain.is_keyed)
		anchor(walk, EEF_AUDIT_BY_CLOSE);
	for (size_t i = 0; i < options->head_count; i++) {
		if (options->heads[i].seq != walk->chain.seq ||
			memcmp(options->heads[i].hash, walk->chain.head, EEF_AUDIT_HASH_SIZE) != 0)
			continue;
		walk->heads_found[i] = true;
		anchor(walk, EEF_AUDIT_BY_GIVEN_HEAD);
	}
	return true;
}

static bool check_line(struct walk *walk, struct eef_audit_text text)
{
	struct eef_audit_line line;

	if (text.len >= EEF_AUDIT_LINE_MAX || eef_audit_line_parse(text, &line) != EEF_AUDIT_SCAN_GOOD)
		return flawed(walk, EEF_AUDIT_FLAW_JSON);
	if (!walk->report->first_seq && !start(walk, &line))
		return false;
	if (!check_seal(walk, &line, text) || !check_place(walk, &line))
		return false;
	follow(walk, &line);
	if (!compare_anchors(walk))
		return false;
	if (walk->options->on_record)
		walk->options->on_record(walk->options->data, &line, text);
	return true;
}

/* Only the last file can end in the middle of a line, or just before its newline. */
static bool check_tail(struct walk *walk, struct eef_audit_text text, bool is_last)
{
	if (!is_last)
		return flawed(walk, EEF_AUDIT_FLAW_JSON);
	walk->report->is_torn = true;
	return eef_audit_is_torn(text) || check_line(walk, text);
}

static bool walk_lines(struct walk *walk, bool is_last)
{
	struct eef_audit_text text;
	bool ok = true;

	walk->line_number = 0;
	while (ok) {
		enum eef_audit_read read = eef_audit_reader_next(walk->reader, &text);

		if (read == EEF_AUDIT_READ_END)
			return true;
		if (read == EEF_AUDIT_READ_ERROR)
			return unreadable(walk, EEF_AUDIT_FLAW_READ, errno);
		walk->line_number++;
		if (read == EEF_AUDIT_READ_TAIL)
			return check_tail(walk, text, is_last);
		ok = check_line(walk, text);
	}
	return false;
}

static bool walk_segment(struct walk *walk, const struct eef_audit_segment *segment, bool is_last)
{
	bool ok;

	walk->path = segment->path;
	if (!eef_audit_reader_open(walk->reader, segment->path))
		return unreadable(walk, EEF_AUDIT_FLAW_READ, errno);
	walk->report->segments++;
	ok = walk_lines(walk, is_last);
	eef_audit_reader_close(walk->reader);
	return ok;
}

/* The head file must be one, and of this chain. */
static bool find_head(struct walk *walk, const struct eef_audit_segment *segment)
{
	walk->has_head = eef_audit_segment_head(segment->path, &walk->head);
	if (walk->has_head < 0 && errno != EINVAL)
		return unreadable(walk, EEF_AUDIT_FLAW_READ, errno);
	if (walk->has_head < 0)
		return flawed(walk, EEF_AUDIT_FLAW_HEAD);
	if (walk->has_head && memcmp(walk->head.chain, walk->report->id, sizeof(walk->head.chain)) != 0)
		return flawed(walk, EEF_AUDIT_FLAW_HEAD);
	return true;
}

static bool compare_end(struct walk *walk)
{
	walk->path = NULL;
	walk->line_number = 0;
	if (walk->has_head && walk->head.seq > walk->chain.seq)
		return flawed(walk, EEF_AUDIT_FLAW_HEAD);
	if (walk->report->is_torn)
		walk->report->verdict = EEF_AUDIT_VERDICT_TORN;
	else if (walk->report->anchored_by == EEF_AUDIT_BY_NOTHING || !walk->report->has_start)
		walk->report->verdict = EEF_AUDIT_VERDICT_UNANCHORED;
	return true;
}

static void walk_chain(struct walk *walk, const struct eef_audit_segment *segments, size_t count)
{
	struct eef_audit_chain_report *report = walk->report;
	bool ok = true;

	memcpy(report->id, segments->chain, sizeof(report->id));
	eef_audit_chain_init(&walk->chain, walk->options->key);
	walk->path = segments->path;
	walk->is_key_spent = walk->is_segment_closed = false;
	walk->line_number = 0;
	ok = find_head(walk, segments);
	for (size_t i = 0; ok && i < count; i++)
		ok = walk_segment(walk, &segments[i], i + 1 == count);
	if (ok)
		compare_end(walk);
	report->last_seq = walk->chain.seq;
	memcpy(report->last_hash, walk->chain.head, sizeof(report->last_hash));
	eef_audit_chain_release(&walk->chain);
}

static struct eef_audit_chain_report *find_chain(struct eef_audit_verify_report *all, const uint8_t *id)
{
	for (size_t i = 0; i < all->chain_count; i++)
		if (all->chains[i].records && memcmp(all->chains[i].id, id, EEF_AUDIT_CHAIN_ID_SIZE) == 0)
			return &all->chains[i];
	return NULL;
}

/* Without a record: nothing was written yet, or all of it was taken away. The head file knows. */
static void judge_stub(struct walk *walk, const struct eef_audit_segment *segment, struct eef_audit_verify_report *all)
{
	struct eef_audit_chain_report *report = walk->report, *chain = NULL;

	walk->has_head = eef_audit_segment_head(segment->path, &walk->head);
	if (walk->has_head > 0)
		chain = find_chain(all, walk->head.chain);
	report->verdict = segment->is_torn ? EEF_AUDIT_VERDICT_TORN : EEF_AUDIT_VERDICT_UNANCHORED;
	report->is_torn = segment->is_torn;
	if (walk->has_head && !chain) {
		flawed(walk, EEF_AUDIT_FLAW_HEAD);
	} else if (chain) { /* its next segment, just begun */
		chain->is_torn |= segment->is_torn;
		if (segment->is_torn && chain->verdict < EEF_AUDIT_VERDICT_TORN)
			chain->verdict = EEF_AUDIT_VERDICT_TORN;
		all->chain_count--;
	}
}

static void judge_file(struct walk *walk, const struct eef_audit_segment *segment, struct eef_audit_verify_report *all)
{
	walk->chain = (struct eef_audit_chain){ 0 };
	walk->path = segment->path;
	walk->line_number = 1;
	walk->report->segments = 1;
	if (segment->kind == EEF_AUDIT_SEGMENT_UNREADABLE)
		unreadable(walk, EEF_AUDIT_FLAW_READ, segment->error);
	else if (segment->kind == EEF_AUDIT_SEGMENT_STRANGER)
		flawed(walk, EEF_AUDIT_FLAW_SEGMENT);
	else
		judge_stub(walk, segment, all);
}

/* How many segments from the first on are of one chain. */
static size_t run_length(const struct eef_audit_segment *segments, size_t count)
{
	size_t n = 1;

	while (n < count && segments[n].kind == EEF_AUDIT_SEGMENT_WHOLE &&
		memcmp(segments[n].chain, segments->chain, EEF_AUDIT_CHAIN_ID_SIZE) == 0)
		n++;
	return n;
}

static void walk_all(
	struct walk *walk, const struct eef_audit_segments *segments, struct eef_audit_verify_report *report)
{
	size_t i = 0;

	while (i < segments->count) {
		const struct eef_audit_segment *segment = &segments->items[i];

		walk->report = &report->chains[report->chain_count++];
		if (segment->kind == EEF_AUDIT_SEGMENT_WHOLE) {
			size_t count = run_length(segment, segments->count - i);

			walk_chain(walk, segment, count);
			i += count;
		} else {
			judge_file(walk, segment, report);
			i++;
		}
	}
}

/* What a file that nobody could read may have held is not missing. */
static void excuse(struct eef_audit_chain_report *chain)
{
	if (chain->flaw == EEF_AUDIT_FLAW_SEQ || chain->flaw == EEF_AUDIT_FLAW_SEGMENT ||
		chain->flaw == EEF_AUDIT_FLAW_HEAD)
		chain->verdict = EEF_AUDIT_VERDICT_UNREADABLE;
}

static bool has_unreadable(const struct eef_audit_verify_report *report)
{
	for (size_t i = 0; i < report->chain_count; i++)
		if (report->chains[i].flaw == EEF_AUDIT_FLAW_READ)
			return true;
	return false;
}

static void sum_up(struct walk *walk, struct eef_audit_verify_report *report)
{
	bool is_partial = has_unreadable(report);

	report->is_anchored = true;
	for (size_t i = 0; i < report->chain_count; i++) {
		struct eef_audit_chain_report *chain = &report->chains[i];

		if (is_partial)
			excuse(chain);
		if (chain->verdict > report->verdict)
			report->verdict = chain->verdict;
		if (!chain->has_start || chain->anchored_by == EEF_AUDIT_BY_NOTHING)
			report->is_anchored = false;
		report->records += chain->records;
	}
	for (size_t i = 0; i < walk->options->head_count && !is_partial; i++)
		report->has_lost_head |= !walk->heads_found[i];
	if (report->has_lost_head && report->verdict < EEF_AUDIT_VERDICT_TAMPERED)
		report->verdict = EEF_AUDIT_VERDICT_TAMPERED;
}

static int verify(struct walk *walk, const struct eef_audit_segments *segments, struct eef_audit_verify_report *report)
{
	walk->reader = malloc(sizeof(*walk->reader));
	walk->heads_found = calloc(walk->options->head_count + 1, sizeof(bool));
	report->chains = calloc(segments->count, sizeof(*report->chains));
	if (walk->reader && walk->heads_found && report->chains) {
		walk_all(walk, segments, report);
		sum_up(walk, report);
	}
	free(walk->reader);
	free(walk->heads_found);
	return walk->reader && walk->heads_found && report->chains ? EEF_AUDIT_OK : EEF_AUDIT_E_NOMEM;
}

int eef_audit_verify_files(const char *const *paths, size_t count, const struct eef_audit_verify_options *options,
	struct eef_audit_verify_report *ret_report)
{
	struct eef_audit_verify_report report = { 0 };
	struct walk walk = { .options = options };
	struct eef_audit_segments segments;
	int status;

	if (sodium_init() < 0)
		return EEF_AUDIT_E_IO;
	if (!eef_audit_segments_find(&segments, paths, count))
		return EEF_AUDIT_E_NOMEM;
	status = segments.count ? verify(&walk, &segments, &report) : EEF_AUDIT_E_INVAL;
	eef_audit_segments_release(&segments);
	if (status != EEF_AUDIT_OK)
		eef_audit_verify_report_release(&report);
	else
		*ret_report = report;
	return status;
}

void eef_audit_verify_report_release(struct eef_audit_verify_report *report)
{
	for (size_t i = 0; i < report->chain_count; i++)
		free(report->chains[i].bad_file);
	free(report->chains);
	*report = (struct eef_audit_verify_report){ 0 };
}
