/* Fuzz target: the readers of lines, details and head files, which see what anybody may have written. */
#include <stdlib.h>
#include <string.h>

#include "runtime/audit_file.h"
#include "runtime/audit_segments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void check_text(struct eef_audit_text whole, struct eef_audit_text part)
{
	require(!part.len || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

/* A line that is good stays within its bytes, and is cut, not bad, at each of its places. */
static void check_line(struct eef_audit_text text)
{
	struct eef_audit_line line, part;
	enum eef_audit_scan_state state = eef_audit_line_parse(text, &line);
	uint8_t id[EEF_AUDIT_CHAIN_ID_SIZE];

	if (state == EEF_AUDIT_SCAN_CUT)
		require(text.len > EEF_AUDIT_LINE_MAX || eef_audit_is_torn(text));
	if (state != EEF_AUDIT_SCAN_GOOD)
		return;
	check_text(text, line.op);
	check_text(text, line.user);
	check_text(text, line.run);
	check_text(text, line.outcome);
	check_text(text, line.detail);
	require(line.ts.len == EEF_AUDIT_STAMP_SIZE && eef_audit_is_word(line.op) && eef_audit_is_word(line.outcome));
	require(eef_audit_detail_is_clean(line.detail) && eef_audit_is_utf8(line.user) && eef_audit_is_utf8(line.run));
	require(line.covered + strlen(",\"hash\":\"\"}") + 64 == text.len);
	eef_audit_segment_chain(line.detail, id);
	for (size_t cut = 0; cut < text.len; cut++)
		require(eef_audit_line_parse((struct eef_audit_text){ text.ptr, cut }, &part) == EEF_AUDIT_SCAN_CUT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size;
	struct eef_audit_head head;

	if (eef_audit_head_parse((struct eef_audit_text){ at, size }, &head))
		require(head.covered < size);
	eef_audit_detail_is_clean((struct eef_audit_text){ at, size });
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct eef_audit_text text = { at, newline ? (size_t)(newline - at) : (size_t)(end - at) };

		check_line(text);
		at += text.len + 1;
	}
	return 0;
}
