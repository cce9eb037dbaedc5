/* T8: whatever is done to an audit trail is found, and what cannot be known is not said to be well. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/tests/audit_lab.h"

#define KEYED(i) ((i) % 2 == 1)

static char paths[64][LAB_PATH];
static struct lab_lines lines;

static void open_lab(void)
{
	lab_open();
}

static void close_lab(void)
{
	lab_free(&lines);
	lab_close();
}

static void write_log(bool is_keyed, size_t count)
{
	struct eef_audit_options options = lab_options(is_keyed);

	lab_write(&options, count);
	ck_assert_uint_eq(lab_segments(paths, 64), 1);
	lab_load(paths[0], &lines);
	ck_assert_uint_eq(lines.count, count);
}

static void drop_head(void)
{
	ck_assert_int_eq(unlink(lab_head()), 0);
}

static void move_line(size_t from, size_t to)
{
	char *line = from < lines.count && to < lines.count ? lines.text[from] : NULL;

	if (!line)
		return;
	for (; from < to; from++)
		lines.text[from] = lines.text[from + 1];
	for (; from > to; from--)
		lines.text[from] = lines.text[from - 1];
	lines.text[to] = line;
}

static void delete_line(size_t at)
{
	move_line(at, lines.count - 1);
	free(lines.text[--lines.count]);
}

static void insert_line(size_t at, const char *text)
{
	lines.text[lines.count++] = strdup(text);
	move_line(lines.count - 1, at);
}

START_TEST(an_honest_log_is_whole)
{
	struct lab_verdict verdict;

	write_log(KEYED(_i), 200);
	verdict = lab_verify(KEYED(_i));
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_uint_eq(verdict.records, 200);
	ck_assert_uint_eq(verdict.anchored_seq, 200);
	ck_assert_int_eq(verdict.anchored_by, KEYED(_i) ? EEF_AUDIT_BY_CLOSE : EEF_AUDIT_BY_HEAD_FILE);
}
END_TEST

/* All bits of all bytes with EEF_AUDIT_FULL; otherwise all of a small file and one in seventeen of a large one. */
static void flip_bits(bool is_keyed, size_t records, size_t step, size_t first)
{
	static char text[1 << 20];
	size_t size, undetected = 0, flipped = 0;
	int fd;

	write_log(is_keyed, records);
	size = lab_read(paths[0], text, sizeof(text));
	fd = open(paths[0], O_WRONLY | O_CLOEXEC);
	ck_assert_int_ge(fd, 0);
	for (size_t bit = first; bit < size * 8; bit += step) {
		char byte = (char)(text[bit / 8] ^ (1 << bit % 8));
		struct lab_verdict verdict;

		ck_assert_int_eq(pwrite(fd, &byte, 1, (off_t)(bit / 8)), 1);
		verdict = lab_verify(is_keyed);
		undetected += verdict.verdict != EEF_AUDIT_VERDICT_TAMPERED;
		ck_assert_int_eq(pwrite(fd, &text[bit / 8], 1, (off_t)(bit / 8)), 1);
		flipped++;
	}
	close(fd);
	ck_assert_uint_eq(undetected, 0);
	ck_assert_uint_gt(flipped, size * 8 / step - 1);
	ck_assert_int_eq(lab_verify(is_keyed).verdict, EEF_AUDIT_VERDICT_OK);
}

START_TEST(every_flipped_bit_of_a_small_log_is_found)
{
	flip_bits(KEYED(_i), 12, 1, 0);
}
END_TEST

START_TEST(every_flipped_bit_of_200_records_is_found)
{
	bool is_full = getenv("EEF_AUDIT_FULL");

	flip_bits(KEYED(_i), 200, is_full ? 1 : 67, is_full ? 0 : (size_t)getpid() % 67);
}
END_TEST

/* The head file, too, when it is keyed; without a key its time stamp is nobody's word. */
START_TEST(every_flipped_bit_of_a_keyed_head_is_found)
{
	char text[512], path[512];
	size_t size;

	write_log(true, 10);
	snprintf(path, sizeof(path), "%s", lab_head());
	size = lab_read(path, text, sizeof(text));
	for (size_t bit = 0; bit < size * 8; bit++) {
		struct lab_verdict verdict;

		text[bit / 8] ^= (char)(1 << bit % 8);
		lab_write_file(path, text, size);
		verdict = lab_verify(true);
		ck_assert_msg(verdict.verdict == EEF_AUDIT_VERDICT_TAMPERED, "bit %zu: %d", bit, verdict.verdict);
		text[bit / 8] ^= (char)(1 << bit % 8);
	}
}
END_TEST

static const struct {
	const char *name;
	int what;  /* d delete, u duplicate, s swap with the next, i insert a stranger, n renumbered stranger, e edit */
	size_t at; /* counted from 0; the bad record is the one behind it, or itself */
	enum eef_audit_flaw flaw;
	uint64_t bad_seq;
} attacks[] = {
	{ "delete one in the middle", 'd', 100, EEF_AUDIT_FLAW_SEQ, 101 },
	{ "delete the second", 'd', 1, EEF_AUDIT_FLAW_SEQ, 2 },
	{ "delete the one before the last", 'd', 198, EEF_AUDIT_FLAW_SEQ, 199 },
	{ "duplicate", 'u', 50, EEF_AUDIT_FLAW_DUP, 52 },
	{ "duplicate the last", 'u', 199, EEF_AUDIT_FLAW_DUP, 201 },
	{ "swap", 's', 70, EEF_AUDIT_FLAW_SEQ, 71 },
	{ "swap the last two", 's', 198, EEF_AUDIT_FLAW_SEQ, 199 },
	{ "insert a copy of another", 'i', 20, EEF_AUDIT_FLAW_SEQ, 21 },
	{ "insert one with the right number", 'n', 20, EEF_AUDIT_FLAW_PREV, 21 },
	{ "insert an empty line", 'l', 20, EEF_AUDIT_FLAW_JSON, 21 },
	{ "append text", 'a', 200, EEF_AUDIT_FLAW_JSON, 201 },
	{ "another user", 'e', 30, EEF_AUDIT_FLAW_HASH, 31 },
};

static void attack(int what, size_t at)
{
	char text[EEF_AUDIT_LINE_MAX], *user;

	switch (what) {
	case 'd': delete_line(at); break;
	case 'u': insert_line(at + 1, lines.text[at]); break;
	case 's': move_line(at, at + 1); break;
	case 'i': insert_line(at, lines.text[at + 30]); break;
	case 'n':
		snprintf(text, sizeof(text), "{\"v\":1,\"seq\":%zu%s", at + 1, strstr(lines.text[at + 30], ",\"ts\""));
		insert_line(at, text);
		break;
	case 'l': insert_line(at, "\n"); break;
	case 'a': insert_line(at, "{}\n"); break;
	default:
		user = strstr(lines.text[at], "\"user\":\"");
		ck_assert_ptr_nonnull(user);
		user[8] = user[8] == 'x' ? 'y' : 'x';
	}
}

START_TEST(damage_is_found_where_it_is)
{
	size_t n = (size_t)_i / 2;
	struct lab_verdict verdict;

	write_log(KEYED(_i), 200);
	attack(attacks[n].what, attacks[n].at);
	lab_store(paths[0], &lines);
	verdict = lab_verify(KEYED(_i));
	ck_assert_msg(verdict.verdict == EEF_AUDIT_VERDICT_TAMPERED, "%s", attacks[n].name);
	ck_assert_msg(verdict.flaw == attacks[n].flaw, "%s: %s", attacks[n].name, eef_audit_flaw_name(verdict.flaw));
	ck_assert_msg(
		verdict.bad_seq == attacks[n].bad_seq, "%s: %lu", attacks[n].name, (unsigned long)verdict.bad_seq);
}
END_TEST

START_TEST(every_deletion_duplicate_and_swap_is_found)
{
	write_log(KEYED(_i), 60);
	for (size_t at = 0; at < 60; at++) {
		for (const char *what = "dus"; *what; what++) {
			if ((*what == 's' || *what == 'd') && at + 1 == 60)
				continue; /* of the last line: that is the truncation below */
			attack(*what, at);
			lab_store(paths[0], &lines);
			ck_assert_msg(lab_verify(KEYED(_i)).verdict == EEF_AUDIT_VERDICT_TAMPERED, "%c %zu", *what, at);
			if (*what == 's') {
				move_line(at, at + 1);
			} else if (*what == 'u') {
				delete_line(at + 1);
			} else {
				lab_free(&lines);
				lab_write_file(lab_head(), "", 0);
				unlink(lab_head());
				unlink(paths[0]);
				write_log(KEYED(_i), 60);
			}
		}
	}
}
END_TEST

START_TEST(a_cut_is_found_by_the_head_file)
{
	write_log(KEYED(_i), 200);
	for (size_t keep = 199; keep > 0; keep -= keep > 10 ? 7 : 1) {
		struct lab_verdict verdict;

		while (lines.count > keep)
			free(lines.text[--lines.count]);
		lab_store(paths[0], &lines);
		verdict = lab_verify(KEYED(_i));
		ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_TAMPERED);
		ck_assert_int_eq(verdict.flaw, EEF_AUDIT_FLAW_HEAD);
		ck_assert_uint_eq(verdict.bad_seq, keep + 1);
	}
	lab_write_file(paths[0], "", 0);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
}
END_TEST

START_TEST(a_cut_without_any_anchor_cannot_be_known_and_is_not_called_whole)
{
	struct lab_verdict verdict;

	write_log(KEYED(_i), 200);
	drop_head();
	for (size_t keep = 199; keep > 0; keep -= keep > 10 ? 9 : 1) {
		while (lines.count > keep)
			free(lines.text[--lines.count]);
		lab_store(paths[0], &lines);
		verdict = lab_verify(KEYED(_i));
		ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_UNANCHORED);
		ck_assert(!verdict.is_anchored);
	}
}
END_TEST

START_TEST(a_given_head_finds_the_cut)
{
	struct eef_audit_line line;
	struct eef_audit_anchor head;
	struct eef_audit_verify_options options = {
		.heads = &head, .head_count = 1, .key = KEYED(_i) ? lab_key : NULL
	};
	struct lab_verdict verdict;

	write_log(KEYED(_i), 200);
	drop_head();
	eef_audit_line_parse((struct eef_audit_text){ lines.text[149], strlen(lines.text[149]) - 1 }, &line);
	head.seq = line.seq;
	memcpy(head.hash, line.hash, sizeof(head.hash));
	verdict = lab_verify_with(&options);
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_int_eq(verdict.anchored_by, EEF_AUDIT_BY_GIVEN_HEAD);
	ck_assert_uint_eq(verdict.anchored_seq, KEYED(_i) ? 200 : 150);
	while (lines.count > 149)
		free(lines.text[--lines.count]);
	lab_store(paths[0], &lines);
	verdict = lab_verify_with(&options);
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_TAMPERED);
	ck_assert(verdict.has_lost_head);
}
END_TEST

START_TEST(a_keyed_close_needs_no_head)
{
	write_log(KEYED(_i), 20);
	drop_head();
	ck_assert_int_eq(
		lab_verify(KEYED(_i)).verdict, KEYED(_i) ? EEF_AUDIT_VERDICT_OK : EEF_AUDIT_VERDICT_UNANCHORED);
}
END_TEST

/* Without a key anybody can write a chain that is right in itself: only the anchor speaks against it. */
START_TEST(a_chain_written_anew_without_the_key_is_found)
{
	struct lab_verdict verdict;

	write_log(KEYED(_i), 200);
	attack('e', 30);
	lab_rechain(&lines, 30, NULL, 0);
	lab_store(paths[0], &lines);
	verdict = lab_verify(KEYED(_i));
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_TAMPERED);
	ck_assert_int_eq(verdict.flaw, KEYED(_i) ? EEF_AUDIT_FLAW_HASH : EEF_AUDIT_FLAW_HEAD);
	drop_head();
	verdict = lab_verify(KEYED(_i));
	ck_assert_int_eq(verdict.verdict, KEYED(_i) ? EEF_AUDIT_VERDICT_TAMPERED : EEF_AUDIT_VERDICT_UNANCHORED);
}
END_TEST

START_TEST(a_keyed_log_cannot_be_turned_into_one_without)
{
	char *mac;

	write_log(true, 50);
	mac = strstr(lines.text[0], "hmac-sha256");
	memmove(mac, mac + 5, strlen(mac + 5) + 1);
	lab_rechain(&lines, 0, NULL, 0);
	lab_store(paths[0], &lines);
	drop_head();
	ck_assert_int_eq(lab_verify(true).flaw, EEF_AUDIT_FLAW_KEY);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_TAMPERED);
	ck_assert_int_eq(lab_verify(false).verdict, EEF_AUDIT_VERDICT_UNANCHORED); /* what could not be known */
}
END_TEST

START_TEST(another_key_seals_another_log)
{
	static const uint8_t other[EEF_AUDIT_KEY_SIZE] = "another key of just as many byte";
	struct eef_audit_verify_options options = { .key = other };

	write_log(true, 50);
	ck_assert_int_eq(lab_verify_with(&options).flaw, EEF_AUDIT_FLAW_HASH);
	lab_rechain(&lines, 20, other, 0);
	lab_store(paths[0], &lines);
	ck_assert_int_eq(lab_verify(true).flaw, EEF_AUDIT_FLAW_HASH);
	ck_assert_uint_eq(lab_verify(true).bad_seq, 21);
	ck_assert_int_eq(lab_verify(false).flaw, EEF_AUDIT_FLAW_KEY);
	ck_assert_int_eq(lab_verify(false).verdict, EEF_AUDIT_VERDICT_UNREADABLE);
}
END_TEST

static size_t find_line(const char *what, size_t from)
{
	while (from < lines.count && !strstr(lines.text[from], what))
		from++;
	return from;
}

/* CVE-2023-31439: who holds today's key seals yesterday's records anew with it. 60 records under each key. */
START_TEST(records_sealed_with_a_newer_key_are_rejected)
{
	struct eef_audit_options options = lab_options(true);
	uint32_t kid = (uint32_t)_i % 3 + 1;
	size_t announced;
	struct lab_verdict verdict;

	options.evolve_records = 60;
	lab_write(&options, 200);
	lab_segments(paths, 1);
	lab_load(paths[0], &lines);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_OK);
	announced = find_line("\"key_evolved\"", 0);
	ck_assert_uint_eq(announced, 59);
	drop_head();
	switch (_i / 3) {
	case 0: /* from the tenth record on */ lab_rechain(&lines, 10, lab_key, kid); break;
	case 1: /* with an announcement of the new key before them, which only the old key could seal */
		insert_line(10, lines.text[announced]);
		lab_rechain(&lines, 10, lab_key, kid);
		break;
	case 2: /* behind the true announcement, but with a key further on */
		lab_rechain(&lines, announced + 1, lab_key, kid + 1);
		break;
	default: /* the true announcement is taken away */
		delete_line(announced);
		lab_rechain(&lines, announced, lab_key, kid);
	}
	lab_store(paths[0], &lines);
	verdict = lab_verify(true);
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_TAMPERED);
	ck_assert_int_eq(verdict.flaw, EEF_AUDIT_FLAW_KID);
	ck_assert_uint_eq(verdict.bad_seq, _i / 3 < 2 ? 11 : _i / 3 == 2 ? 61 : 60);
}
END_TEST

/* The same under the number of the old key: it does not fit. */
START_TEST(an_old_number_on_a_newer_key_is_rejected)
{
	struct eef_audit_chain chain;

	write_log(true, 50);
	eef_audit_chain_init(&chain, lab_key);
	eef_audit_chain_evolve(&chain);
	lab_rechain(&lines, 10, chain.key, 0);
	lab_store(paths[0], &lines);
	ck_assert_int_eq(lab_verify(true).flaw, EEF_AUDIT_FLAW_HASH);
	ck_assert_uint_eq(lab_verify(true).bad_seq, 11);
}
END_TEST

/* Cut at every byte of the last record: what a crash leaves. */
START_TEST(a_torn_tail_is_torn_and_not_tampered_with)
{
	size_t before = 0, size;
	struct lab_verdict verdict;

	write_log(KEYED(_i), 30);
	drop_head();
	for (size_t i = 0; i < 29; i++)
		before += strlen(lines.text[i]);
	size = strlen(lines.text[29]);
	for (size_t cut = size - 1; cut > 0; cut--) {
		ck_assert_int_eq(truncate(paths[0], (off_t)(before + cut)), 0);
		verdict = lab_verify(KEYED(_i));
		ck_assert_msg(verdict.verdict == EEF_AUDIT_VERDICT_TORN, "%zu: %d", cut, verdict.verdict);
		ck_assert_uint_eq(verdict.records, cut == size - 1 ? 30 : 29);
	}
}
END_TEST

/* Filled up with zeros, as some file systems leave it when the power fails; anything else is no crash. */
START_TEST(a_torn_tail_is_the_beginning_of_a_record_and_nothing_else)
{
	char text[64] = "{\"v\":1,\"seq\":31,\"ts\":\"20";

	write_log(KEYED(_i), 30);
	insert_line(30, text);
	drop_head();
	delete_line(29);
	lab_store(paths[0], &lines);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TORN);
	ck_assert_int_eq(truncate(paths[0], 1 << 15), 0);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED); /* longer than a record */
	for (size_t i = 0; i < strlen(text); i++) {
		char good = lines.text[29][i];

		lines.text[29][i] = '~';
		lab_store(paths[0], &lines);
		ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
		lines.text[29][i] = good;
	}
}
END_TEST

START_TEST(a_tail_of_zeros_is_torn)
{
	size_t size = 0;

	write_log(KEYED(_i), 30);
	for (size_t i = 0; i < 30; i++)
		size += strlen(lines.text[i]);
	ck_assert_int_eq(truncate(paths[0], (off_t)size - 40), 0);
	ck_assert_int_eq(truncate(paths[0], (off_t)size + 300), 0);
	drop_head();
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TORN);
}
END_TEST

static size_t write_segments(bool is_keyed)
{
	struct eef_audit_options options = lab_options(is_keyed);
	size_t count;

	options.segment_bytes = 4096;
	options.evolve_records = 25;
	lab_write(&options, 300);
	count = lab_segments(paths, 64);
	ck_assert_uint_gt(count, 10);
	ck_assert_int_eq(lab_verify(is_keyed).verdict, EEF_AUDIT_VERDICT_OK);
	return count;
}

START_TEST(a_missing_segment_is_found)
{
	size_t count = write_segments(KEYED(_i));
	struct lab_verdict verdict;

	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(rename(paths[i], lab_path("away")), 0);
		verdict = lab_verify(KEYED(_i));
		if (i == 0)
			ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_UNANCHORED);
		else
			ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_TAMPERED);
		ck_assert(!verdict.is_anchored);
		ck_assert_int_eq(rename(lab_path("away"), paths[i]), 0);
	}
	ck_assert_int_eq(unlink(paths[count - 1]), 0);
	drop_head();
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_UNANCHORED);
}
END_TEST

START_TEST(segments_may_be_emptied_cut_or_doubled_by_nobody)
{
	size_t count = write_segments(KEYED(_i));
	static char text[1 << 16];
	size_t size = lab_read(paths[3], text, sizeof(text));

	lab_write_file(paths[3], text, 0);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
	lab_write_file(paths[3], text, size - 20);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
	lab_write_file(paths[3], text, size);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_OK);
	lab_write_file(lab_path("log/audit-copy.jsonl"), text, size);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
	ck_assert_uint_gt(count, 4);
}
END_TEST

START_TEST(later_segments_alone_need_an_anchor_at_their_beginning)
{
	size_t count = write_segments(KEYED(_i));
	struct eef_audit_line line;
	struct eef_audit_anchor since;
	struct eef_audit_verify_options options = { .key = KEYED(_i) ? lab_key : NULL, .since = &since };

	lab_load(paths[1], &lines);
	eef_audit_line_parse(
		(struct eef_audit_text){ lines.text[lines.count - 1], strlen(lines.text[lines.count - 1]) - 1 }, &line);
	since.seq = line.seq;
	memcpy(since.hash, line.hash, sizeof(since.hash));
	unlink(paths[0]);
	unlink(paths[1]);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_UNANCHORED);
	ck_assert_int_eq(lab_verify_with(&options).verdict, EEF_AUDIT_VERDICT_OK);
	since.hash[5] ^= 1;
	ck_assert_int_eq(lab_verify_with(&options).flaw, EEF_AUDIT_FLAW_HEAD);
	ck_assert_uint_gt(count, 3);
}
END_TEST

START_TEST(chains_are_judged_one_by_one)
{
	struct lab_verdict verdict;

	write_log(KEYED(_i), 40);
	lab_free(&lines);
	{
		struct eef_audit_options options = lab_options(KEYED(_i));

		lab_write(&options, 60);
	}
	verdict = lab_verify(KEYED(_i));
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_uint_eq(verdict.chains, 2);
	ck_assert_uint_eq(verdict.records, 100);
	/* One chain's record in the other's place: the number and the key are right, the chain is not. */
	ck_assert_uint_eq(lab_segments(paths, 2), 2);
	lab_load(paths[0], &lines);
	free(lines.text[10]);
	{
		struct lab_lines other;

		lab_load(paths[1], &other);
		lines.text[10] = strdup(other.text[10]);
		lab_free(&other);
	}
	lab_store(paths[0], &lines);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
}
END_TEST

START_TEST(a_head_of_another_chain_is_none)
{
	char head[512], text[512];
	size_t size;

	write_log(KEYED(_i), 40);
	snprintf(head, sizeof(head), "%s", lab_head());
	size = lab_read(head, text, sizeof(text));
	unlink(head);
	unlink(paths[0]);
	lab_free(&lines);
	write_log(KEYED(_i), 40);
	lab_write_file(lab_head(), text, size);
	ck_assert_int_eq(lab_verify(KEYED(_i)).flaw, EEF_AUDIT_FLAW_HEAD);
	lab_write_file(lab_head(), text, 0);
	ck_assert_int_eq(lab_verify(KEYED(_i)).flaw, EEF_AUDIT_FLAW_HEAD);
}
END_TEST

static const struct {
	const char *name, *old, *new; /* in the line; or in whose place another line comes */
	size_t at, from;              /* from: the line that is put there instead of editing; 0 = edit */
} misplaced[] = {
	{ "a segment begins in the middle of one", NULL, NULL, 10, 1 },
	{ "the log was closed and goes on", NULL, NULL, 10, 30 },
	{ "a segment begins with something else", "segment_open", "segment_shut", 0, 0 },
	{ "a segment that says nothing of its hashes", "\"mac\"", "\"cam\"", 0, 0 },
	{ "a segment without a chain", "\"chain\"", "\"niahc\"", 0, 0 },
	{ "a chain with too short a name", "\"chain\":\"", "\"chain\":\"g", 0, 0 },
};

static void edit(size_t at, const char *old, const char *new)
{
	char text[EEF_AUDIT_LINE_MAX], *found = strstr(lines.text[at], old);

	ck_assert_ptr_nonnull(found);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(found - lines.text[at]), lines.text[at], new,
		found + strlen(old));
	free(lines.text[at]);
	lines.text[at] = strdup(text);
}

/* Sealed as it should be, by somebody who does not know how logs look. */
START_TEST(a_record_out_of_place_is_found_in_a_right_chain)
{
	write_log(false, 30);
	if (misplaced[_i].from)
		insert_line(misplaced[_i].at, lines.text[misplaced[_i].from - 1]);
	else
		edit(misplaced[_i].at, misplaced[_i].old, misplaced[_i].new);
	lab_rechain(&lines, 0, NULL, 0);
	lab_store(paths[0], &lines);
	drop_head();
	ck_assert_msg(lab_verify(false).flaw == EEF_AUDIT_FLAW_SEGMENT, "%s: %s", misplaced[_i].name,
		eef_audit_flaw_name(lab_verify(false).flaw));
}
END_TEST

START_TEST(a_segment_that_does_not_say_that_it_ends_is_found)
{
	struct lab_lines second;
	size_t count = write_segments(false), first;

	for (size_t i = 2; i < count; i++)
		unlink(paths[i]);
	lab_load(paths[0], &lines);
	lab_load(paths[1], &second);
	free(lines.text[--lines.count]);
	first = lines.count;
	for (size_t i = 0; i < second.count; i++)
		lines.text[lines.count++] = second.text[i];
	lab_rechain(&lines, 0, NULL, 0);
	for (size_t i = 0; i < second.count; i++)
		second.text[i] = lines.text[first + i];
	lines.count = first;
	lab_store(paths[0], &lines);
	lab_store(paths[1], &second);
	lab_free(&second);
	drop_head();
	ck_assert_int_eq(lab_verify(false).flaw, EEF_AUDIT_FLAW_SEGMENT);
}
END_TEST

START_TEST(a_segment_that_was_just_begun_is_no_damage)
{
	static const char begun[] = "{\"v\":1,\"seq\":3";
	size_t count = write_segments(KEYED(_i));
	char next[LAB_PATH + 16];

	snprintf(next, sizeof(next), "%.*s-000099.jsonl", (int)(strlen(paths[0]) - strlen("-000001.jsonl")), paths[0]);
	lab_write_file(next, "", 0);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_OK);
	lab_write_file(next, begun, strlen(begun));
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TORN);
	lab_write_file(next, "some text", 9);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TAMPERED);
	lab_write_file(next, begun, strlen(begun));
	for (size_t i = 0; i < count; i++)
		unlink(paths[i]);
	ck_assert_int_eq(lab_verify(KEYED(_i)).flaw, EEF_AUDIT_FLAW_HEAD); /* the head knows of more */
	drop_head();
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_TORN);
	lab_write_file(next, "", 0);
	ck_assert_int_eq(lab_verify(KEYED(_i)).verdict, EEF_AUDIT_VERDICT_UNANCHORED);
}
END_TEST

START_TEST(a_file_that_is_given_twice_counts_once)
{
	const char *given[3];
	struct eef_audit_verify_options options = { .key = NULL };
	struct eef_audit_verify_report report;

	write_log(false, 20);
	given[0] = given[2] = paths[0];
	given[1] = lab_path("log");
	ck_assert_int_eq(eef_audit_verify_files(given, 3, &options, &report), EEF_AUDIT_OK);
	ck_assert_int_eq(report.verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_uint_eq(report.records, 20);
	eef_audit_verify_report_release(&report);
	ck_assert_int_eq(rename(paths[0], lab_path("log/audit-x.jsonl")), 0); /* its head is not found any more */
	ck_assert_int_eq(lab_verify(false).verdict, EEF_AUDIT_VERDICT_UNANCHORED);
}
END_TEST

/* A head may be made when the old key has just said that its time is over: it is under the new one. */
START_TEST(a_head_behind_a_change_of_keys_is_under_the_new_key)
{
	struct eef_audit_options options = lab_options(true);
	struct eef_audit_log *log;
	struct lab_verdict verdict = { .anchored_seq = 0 };
	bool is_there = false;
	char head[1024], path[LAB_PATH];
	size_t size;

	options.evolve_ms = 30;
	options.head_ms = 1;
	ck_assert_int_eq(eef_audit_log_open(&options, &log), EEF_AUDIT_OK);
	for (int turn = 0; turn < 100 && !is_there; turn++) {
		lab_append(log, 0);
		eef_audit_log_flush(log, 10000);
		usleep(200000);
		verdict = lab_verify(true); /* a log may be looked at while it is written */
		lab_free(&lines);
		ck_assert_uint_eq(lab_segments(paths, 64), 1);
		lab_load(paths[0], &lines);
		is_there = strstr(lines.text[lines.count - 1], "key_evolved") && verdict.anchored_seq == lines.count;
	}
	ck_assert(is_there);
	ck_assert_int_eq(verdict.verdict, EEF_AUDIT_VERDICT_OK);
	ck_assert_int_eq(verdict.anchored_by, EEF_AUDIT_BY_KEYED_HEAD_FILE);
	snprintf(path, sizeof(path), "%s", lab_head());
	size = lab_read(path, head, sizeof(head));
	head[size - 5] = head[size - 5] == '0' ? '1' : '0';
	lab_write_file(path, head, size);
	ck_assert_int_eq(lab_verify(true).flaw, EEF_AUDIT_FLAW_HEAD);
	ck_assert_int_eq(eef_audit_log_close(log), EEF_AUDIT_OK);
}
END_TEST

START_TEST(a_kid_from_nowhere_keeps_nobody_busy)
{
	write_segments(true);
	lab_free(&lines);
	lab_load(paths[2], &lines);
	edit(0, "\"kid\":", "\"kid\":4");
	lab_store(paths[2], &lines);
	unlink(paths[0]);
	unlink(paths[1]);
	drop_head();
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_TAMPERED);
	edit(0, "\"kid\":4", "\"kid\":429496728");
	lab_store(paths[2], &lines);
	ck_assert_int_eq(lab_verify(true).flaw, EEF_AUDIT_FLAW_KID);
	edit(0, "\"kid\":429496728", "\"kid\":99999999999");
	lab_store(paths[2], &lines);
	ck_assert_int_eq(lab_verify(true).verdict, EEF_AUDIT_VERDICT_TAMPERED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("audit_tamper");
	TCase *tests = tcase_create("tamper");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, open_lab, close_lab);
	tcase_set_timeout(tests, getenv("EEF_AUDIT_FULL") ? 3600 : 120);
	tcase_add_loop_test(tests, an_honest_log_is_whole, 0, 2);
	tcase_add_loop_test(tests, every_flipped_bit_of_a_small_log_is_found, 0, 2);
	tcase_add_loop_test(tests, every_flipped_bit_of_200_records_is_found, 0, 2);
	tcase_add_test(tests, every_flipped_bit_of_a_keyed_head_is_found);
	tcase_add_loop_test(tests, damage_is_found_where_it_is, 0, 2 * (int)(sizeof(attacks) / sizeof(*attacks)));
	tcase_add_loop_test(tests, every_deletion_duplicate_and_swap_is_found, 0, 2);
	tcase_add_loop_test(tests, a_cut_is_found_by_the_head_file, 0, 2);
	tcase_add_loop_test(tests, a_cut_without_any_anchor_cannot_be_known_and_is_not_called_whole, 0, 2);
	tcase_add_loop_test(tests, a_given_head_finds_the_cut, 0, 2);
	tcase_add_loop_test(tests, a_keyed_close_needs_no_head, 0, 2);
	tcase_add_loop_test(tests, a_chain_written_anew_without_the_key_is_found, 0, 2);
	tcase_add_test(tests, a_keyed_log_cannot_be_turned_into_one_without);
	tcase_add_test(tests, another_key_seals_another_log);
	tcase_add_loop_test(tests, records_sealed_with_a_newer_key_are_rejected, 0, 12);
	tcase_add_test(tests, an_old_number_on_a_newer_key_is_rejected);
	tcase_add_loop_test(tests, a_torn_tail_is_torn_and_not_tampered_with, 0, 2);
	tcase_add_loop_test(tests, a_torn_tail_is_the_beginning_of_a_record_and_nothing_else, 0, 2);
	tcase_add_loop_test(tests, a_tail_of_zeros_is_torn, 0, 2);
	tcase_add_loop_test(tests, a_missing_segment_is_found, 0, 2);
	tcase_add_loop_test(tests, segments_may_be_emptied_cut_or_doubled_by_nobody, 0, 2);
	tcase_add_loop_test(tests, later_segments_alone_need_an_anchor_at_their_beginning, 0, 2);
	tcase_add_loop_test(tests, chains_are_judged_one_by_one, 0, 2);
	tcase_add_loop_test(tests, a_head_of_another_chain_is_none, 0, 2);
	tcase_add_loop_test(tests, a_record_out_of_place_is_found_in_a_right_chain, 0,
		(int)(sizeof(misplaced) / sizeof(*misplaced)));
	tcase_add_loop_test(tests, a_segment_that_was_just_begun_is_no_damage, 0, 2);
	tcase_add_test(tests, a_segment_that_does_not_say_that_it_ends_is_found);
	tcase_add_test(tests, a_file_that_is_given_twice_counts_once);
	tcase_add_test(tests, a_head_behind_a_change_of_keys_is_under_the_new_key);
	tcase_add_test(tests, a_kid_from_nowhere_keeps_nobody_busy);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
